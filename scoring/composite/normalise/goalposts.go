package normalise

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// Goalposts is a straight line between two fixed values, the goalposts, that get the two ends of the scale; what
// lies beyond them gets the ends too, unless the line is open (UNDP, Human Development Report 2020, Technical note 1,
// with logarithms for income; European Commission, DESI 2022, without).
type Goalposts struct {
	low, high float64 // the goalposts
	from, by  float64 // the low one and the distance to the high one, as logarithms where they are taken
	to        composite.Scale
	options   GoalpostOptions
}

// GoalpostOptions say how the line between two goalposts runs.
type GoalpostOptions struct {
	// Log takes the natural logarithm of the values and of both goalposts first, which are then above 0.
	Log bool
	// Down gives the bottom of the scale to the high goalpost and the top to the low one: less is better.
	Down bool
	// Open lets the line go on beyond the goalposts, and the scores beyond the scale.
	Open bool
}

var _ Scorer = (*Goalposts)(nil)

// NewGoalposts makes the line from low, which gets the bottom of the scale, to high, which gets the top. An error
// names goalposts that are no two finite numbers in rising order, or not above 0 where logarithms are taken, or a
// scale without a length.
func NewGoalposts(low, high float64, to composite.Scale, options GoalpostOptions) (*Goalposts, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("setting goalposts: %w", err)
	}
	if options.Log && !(low > 0) {
		return nil, fmt.Errorf("setting goalposts: %v has no logarithm; both goalposts must be above 0", low)
	}
	g := &Goalposts{low: low, high: high, to: to, options: options}
	g.from = g.place(low)
	g.by = g.place(high) - g.from
	if !(g.by > 0) || math.IsInf(g.by, 0) {
		return nil, fmt.Errorf("setting goalposts: there is no line from %v to %v; the second must be the larger, "+
			"also where less is better", low, high)
	}
	return g, nil
}

// place is where a value lies along the line.
func (g *Goalposts) place(x float64) float64 {
	if g.options.Log {
		return math.Log(x)
	}
	return x
}

// Score implements Scorer. With logarithms a value at or under 0 lies infinitely far below: it gets the end of the
// scale that the low goalpost gets, and is unknown on an open line.
func (g *Goalposts) Score(x float64) float64 {
	open := g.options.Open
	switch {
	case !composite.IsKnown(x), open && g.options.Log && x <= 0:
		return composite.Unknown
	case x == g.low, x < g.low && !open:
		return onto(g.to, 0, g.options.Down)
	case x == g.high, x > g.high && !open:
		return onto(g.to, 1, g.options.Down)
	}
	part := (g.place(x) - g.from) / g.by
	if !open {
		return onto(g.to, part, g.options.Down)
	}
	if g.options.Down {
		part = 1 - part
	}
	return g.to.Min + part*(g.to.Max-g.to.Min)
}

// Normalise implements composite.Normaliser.
func (g *Goalposts) Normalise(dst, x []float64) {
	if g.options.Log || g.options.Open {
		each(g, dst, x)
		return
	}
	// What Score does, to the last bit, for a straight line with ends.
	low, by, bottom, top, span := g.from, g.by, g.to.Min, g.to.Max, g.to.Max-g.to.Min
	dst = dst[:len(x)]
	for i, v := range x {
		part := (v - low) / by
		if g.options.Down {
			part = 1 - part
		}
		switch {
		case part <= 0:
			dst[i] = bottom
		case part >= 1:
			dst[i] = top
		default:
			dst[i] = bottom + part*span // also of an unknown one
		}
	}
}

// Range implements Scorer.
func (g *Goalposts) Range() (lowest, highest float64) {
	if g.options.Open {
		return math.Inf(-1), math.Inf(1)
	}
	return g.to.Min, g.to.Max
}
