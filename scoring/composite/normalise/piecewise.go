package normalise

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"siap/scoring/composite"
)

// Piecewise is a line through breakpoints, flat before the first and after the last.
type Piecewise struct {
	at, score []float64
}

var _ Scorer = (*Piecewise)(nil)

// NewPiecewise makes the line through (at[i], score[i]); at must rise strictly and have at least two
// entries, and all must be finite.
func NewPiecewise(at, score []float64) (*Piecewise, error) {
	if len(at) < 2 || len(at) != len(score) {
		return nil, fmt.Errorf("making a piecewise line: %d places and %d scores, want two or more of each", len(at), len(score))
	}
	for i := 1; i < len(at); i++ {
		if !(at[i] > at[i-1]) {
			return nil, fmt.Errorf("making a piecewise line: place %v does not rise above %v", at[i], at[i-1])
		}
	}
	for i, x := range at {
		if math.IsInf(x, 0) || math.IsInf(score[i], 0) || math.IsNaN(score[i]) {
			return nil, fmt.Errorf("making a piecewise line: (%v, %v) is no corner; both must be finite numbers", x, score[i])
		}
	}
	return &Piecewise{at, score}, nil
}

// Normalise implements composite.Normaliser.
func (p *Piecewise) Normalise(dst, x []float64) { each(p, dst, x) }

// Range implements Scorer: the lowest and the highest corner.
func (p *Piecewise) Range() (lowest, highest float64) {
	return slices.Min(p.score), slices.Max(p.score)
}

// Score implements Scorer.
func (p *Piecewise) Score(x float64) float64 {
	last := len(p.at) - 1
	switch {
	case !composite.IsKnown(x):
		return composite.Unknown
	case x <= p.at[0]:
		return p.score[0]
	case x >= p.at[last]:
		return p.score[last]
	}
	i := sort.SearchFloat64s(p.at, x) // p.at[i-1] < x <= p.at[i]
	if x == p.at[i] {
		return p.score[i]
	}
	part := (x - p.at[i-1]) / (p.at[i] - p.at[i-1])
	return p.score[i-1] + part*(p.score[i]-p.score[i-1])
}
