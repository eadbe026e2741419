package aggregate

import "siap/scoring/composite"

// Minimum is the smallest known value, whatever the weights: a node is as good as its weakest child, and none makes
// up for another (the power mean as its exponent goes to -∞: Hardy, Littlewood & Pólya, Inequalities, 2nd ed. 1952,
// p. 15).
type Minimum struct{}

var _ composite.Borrower = Minimum{}

// Aggregate implements composite.Aggregator.
func (m Minimum) Aggregate(dst []float64, children []composite.Weighted) {
	m.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Minimum) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	least, _ := extremes(s, len(dst), children)
	copy(dst, least)
}
