// Package composite is the arithmetic of a composite index: scores of indicators, column by column, up a weighted
// tree to one index per unit, with what is unknown carried along honestly.
//
// It is pure: no files, no clock, no randomness, and no idea of rubrics or agencies. A column is a []float64 with
// one entry per unit. Three things are kept apart for every entry: its value (NaN where unknown), how many times
// it counts where it is known (Known), and how many times it would count were all of it known (Total; 0 where it
// does not apply at all). From these follow, for every node and unit:
//
//	value    = aggregate of the known children, weights renormalised
//	coverage = Σ w·Total·coverage / Σ w·Total over the children that apply
//	low      = aggregate of all applicable children, unknowns at the bottom of the scale
//	high     = the same with the unknowns at the top
//
// A node whose coverage is under its minimum has no value, and its parent takes it as wholly unknown. How values
// are normalised, aggregated and ranked is in the packages below this one, one file a method.
package composite

import "math"

// Unknown is the value of what is not known.
var Unknown = math.NaN()

// IsKnown reports whether x is a value.
func IsKnown(x float64) bool { return !math.IsNaN(x) }

// Tolerance is the share of a scale's span within which two scores are the same: bands, ties and minimum
// coverage are decided with it, so that the order of a summation never decides one.
const Tolerance = 1e-9

// Normaliser turns raw values into scores on a common scale.
type Normaliser interface {
	// Normalise writes the score of each x into dst, which has the same length; unknown stays unknown.
	Normalise(dst, x []float64)
}

// Weighted is one child of a node: its weight and its column.
type Weighted struct {
	Weight float64
	// Values has one value per unit, NaN where unknown.
	Values []float64
	// Times is how often each value counts; 0 leaves it out.
	Times []float64
	// Total is how often each value would count were all of it known; 0 where it does not apply.
	Total []float64
	// Scale is the span of the values; only a sum looks at it.
	Scale Scale
}

// Aggregator combines the children of one node into the node's own column.
type Aggregator interface {
	// Aggregate writes into dst, for each unit, the combination of the children's values whose Times are above
	// zero, their weights renormalised; NaN where there is none.
	Aggregate(dst []float64, children []Weighted)
}
