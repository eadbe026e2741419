package normalise

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// MinMax is a straight line from the smallest known value, which gets the bottom of the scale, to the largest, which
// gets the top (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 30 and 83-88).
type MinMax struct {
	line *Goalposts // nil where the values do not differ
	all  float64    // what every value gets then
	to   composite.Scale
}

var _ Scorer = (*MinMax)(nil)

// FitMinMax finds the ends among the values, of which some may be unknown. Where the known ones do not differ, or
// there is only one, none is better than another and every value gets the middle of the scale; where there are none,
// every score is unknown. An error names a scale without a length, or values too far apart.
func FitMinMax(values []float64, to composite.Scale, down bool) (*MinMax, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting the smallest and the largest value: %w", err)
	}
	lowest, highest := ends(values)
	known, err := sorted([]float64{lowest, highest})
	if err != nil {
		return nil, fmt.Errorf("fitting the smallest and the largest value: %w", err)
	}
	m := &MinMax{all: composite.Unknown, to: to}
	switch {
	case len(known) == 0:
	case flat(known):
		m.all = onto(to, 0.5, false)
	default:
		m.line, err = NewGoalposts(lowest, highest, to, GoalpostOptions{Down: down})
	}
	return m, err
}

// ends gives the smallest and the largest known value; unknown where there are none.
func ends(values []float64) (lowest, highest float64) {
	lowest, highest = math.Inf(1), math.Inf(-1)
	known := false
	for _, x := range values {
		// Comparisons with NaN are false.
		if x < lowest {
			lowest = x
		}
		if x > highest {
			highest = x
		}
		known = known || x == x
	}
	if !known {
		return composite.Unknown, composite.Unknown
	}
	return min(lowest, highest), max(lowest, highest)
}

// Score implements Scorer. A value beyond those that were fitted gets the nearer end of the scale.
func (m *MinMax) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x):
		return composite.Unknown
	case m.line == nil:
		return m.all
	}
	return m.line.Score(x)
}

// Normalise implements composite.Normaliser.
func (m *MinMax) Normalise(dst, x []float64) {
	if m.line != nil {
		m.line.Normalise(dst, x)
		return
	}
	each(m, dst, x)
}

// Range implements Scorer.
func (m *MinMax) Range() (lowest, highest float64) { return m.to.Min, m.to.Max }
