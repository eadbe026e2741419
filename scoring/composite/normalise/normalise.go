// Package normalise holds the ways to turn raw values into scores, one file a method.
//
// Goalposts, Piecewise, Steps and a Ratio to a given value are fixed: the score of a value is the same whoever else is
// scored. The others are fitted to the values of all units, so a score may change with the company: MinMax, ZScore,
// Distance and Ratio to their size, Rank, Percentile and Categories to their order, AboveBelow to their mean. What was
// fitted can be kept and asked for the score of any value. Fits do not depend on the order of the values, to the last
// bit. Where the values do not differ none is better than another, and each gets the middle of the scale.
//
// Unknown stays unknown everywhere. Where less is better (down), the scale is taken from the other end.
package normalise

import (
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// Scorer is a composite.Normaliser that can be asked one value at a time. All methods of this package are.
type Scorer interface {
	composite.Normaliser
	// Score gives the score of one value; unknown stays unknown.
	Score(x float64) float64
	// Range gives the lowest and the highest score there can be; infinite where there is no end.
	Range() (lowest, highest float64)
}

// each writes the score of each x into dst.
func each(s Scorer, dst, x []float64) {
	for i, v := range x {
		dst[i] = s.Score(v)
	}
}

// onto gives the place on the scale that lies part of the way up it, or down it. Parts beyond 0 and 1 get the ends
// of the scale, which are given exactly.
func onto(to composite.Scale, part float64, down bool) float64 {
	if down {
		part = 1 - part
	}
	switch {
	case part <= 0:
		return to.Min
	case part >= 1:
		return to.Max
	}
	// Rounded, too, no part under 1 comes out above to.Max: the largest of them takes at least one unit in the last
	// place off the span, and its rounding up gives back half of one at most.
	return to.Min + part*(to.Max-to.Min)
}

// checkScale refuses a scale that scores cannot be put on.
func checkScale(to composite.Scale) error {
	if span := to.Max - to.Min; !(span > 0) || math.IsInf(span, 0) {
		return fmt.Errorf("the scale from %v to %v has no length that can be used", to.Min, to.Max)
	}
	return nil
}

// sorted gives the known values in rising order. It refuses values so far apart that their distance is no number.
func sorted(values []float64) ([]float64, error) {
	known := make([]float64, 0, len(values))
	for _, x := range values {
		if composite.IsKnown(x) {
			known = append(known, x)
		}
	}
	slices.Sort(known)
	if n := len(known); n > 0 && (math.IsInf(known[0], 0) || math.IsInf(known[n-1]-known[0], 0)) {
		return nil, fmt.Errorf("the values from %v to %v are too far apart to be compared; look for a faulty one",
			known[0], known[n-1])
	}
	return known, nil
}

// flat reports whether sorted values, of which there are some, do not differ.
func flat(known []float64) bool { return composite.Same(known[0], known[len(known)-1]) }
