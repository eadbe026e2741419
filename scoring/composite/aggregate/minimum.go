package aggregate

import "siap/scoring/composite"

// Minimum is the smallest known value, whatever the weights: a node is as good as its weakest child, and none makes
// up for another (the power mean as its exponent goes to -∞: Hardy, Littlewood & Pólya, Inequalities, 2nd ed. 1952,
// p. 15).
type Minimum struct{}

var _ composite.Aggregator = Minimum{}

// Aggregate implements composite.Aggregator.
func (Minimum) Aggregate(dst []float64, children []composite.Weighted) {
	least, _ := extremes(len(dst), children)
	copy(dst, least)
}
