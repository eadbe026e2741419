package normalise

import (
	"errors"
	"fmt"

	"siap/scoring/composite"
)

// DistanceOptions say how the way to a best value is measured.
type DistanceOptions struct {
	// Down says that less is better: the way goes down from the largest value.
	Down bool
	// Open lets the score go on beyond the top of the scale for what is better than the best.
	Open bool
}

// Distance is the way from the worst value observed, which gets the bottom of the scale, to a best one, which gets
// the top: (x − min)/(best − min). Best is a target (COINr's n_dist2targ), the value of a unit that others are
// measured against (n_dist2ref), or the best one observed, with which it is MinMax (n_dist2max).
type Distance struct {
	line *Goalposts // nil where there is no way: the values do not differ, or all are as good as the best
	best float64
	to   composite.Scale
	// short is what a value short of the best gets where there is no way.
	short   float64
	none    bool
	options DistanceOptions
}

var _ Scorer = (*Distance)(nil)

// FitDistance finds the worst of the values, of which some may be unknown. Where all known ones are at the best or
// beyond, they get the top of the scale and what falls short of it the bottom; where they do not differ and fall
// short, none is better than another and each gets the middle. Where no value is known, every score is unknown. An
// error names a best value that is no finite number, a scale without a length, values too far apart, and an open way
// that does not lead up.
func FitDistance(values []float64, best float64, to composite.Scale, options DistanceOptions) (*Distance, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting distances: %w", err)
	}
	if !composite.IsKnown(best) {
		return nil, errors.New("fitting distances: the value to measure them to is unknown")
	}
	if _, err := sorted(append([]float64{best}, values...)); err != nil {
		return nil, fmt.Errorf("fitting distances: %w", err)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting distances: %w", err)
	}
	d := &Distance{best: best, to: to, short: to.Min, options: options}
	if len(known) == 0 {
		d.none = true
		return d, nil
	}
	low, high := known[0], best
	if options.Down {
		low, high = best, known[len(known)-1]
	}
	switch {
	case low < high && !composite.Same(low, high) && !flat(known):
		d.line, err = NewGoalposts(low, high, to, GoalpostOptions{Down: options.Down, Open: options.Open})
		if err != nil {
			return nil, fmt.Errorf("fitting distances: %w", err)
		}
	case flat(known) && low < high && !composite.Same(low, high):
		d.short = onto(to, 0.5, false)
	case options.Open:
		return nil, fmt.Errorf("fitting distances: there is no way up from the worst value %v to %v; take a better one, "+
			"or let the score end at the top", known[0], best)
	}
	return d, nil
}

// Score implements Scorer. A value worse than the worst observed gets the bottom of the scale, or less on an open way.
func (d *Distance) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || d.none:
		return composite.Unknown
	case d.line != nil:
		return d.line.Score(x)
	case composite.Same(x, d.best), (x > d.best) != d.options.Down:
		return d.to.Max
	}
	return d.short
}

// Normalise implements composite.Normaliser.
func (d *Distance) Normalise(dst, x []float64) { each(d, dst, x) }

// Range implements Scorer.
func (d *Distance) Range() (lowest, highest float64) {
	if d.line != nil {
		return d.line.Range()
	}
	return d.to.Min, d.to.Max
}
