package aggregate

import (
	"cmp"
	"slices"

	"siap/scoring/composite"
)

// Median is the weighted median: the known value with at most half of the weight below it and at most half above
// (Cormen, Leiserson, Rivest & Stein, Introduction to Algorithms, 3rd ed. 2009, p. 225). Where the weights up to a
// value make exactly one half, within composite.Tolerance of the whole, it and the next one both fit, and the
// median lies in their middle; with equal weights it is the ordinary median. A value that counts n times has n times
// its weight.
type Median struct{}

var _ composite.Borrower = Median{}

// part is one value and the weight it comes with.
type part struct{ value, weight float64 }

// Aggregate implements composite.Aggregator.
func (m Median) Aggregate(dst []float64, children []composite.Weighted) {
	m.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Median) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	children = scaled(s, children)
	var few [32]part // no heap for as many
	parts := few[:0]
	for u := range dst {
		parts = parts[:0]
		for _, c := range children {
			if x, times := c.Values[u], c.Times[u]; times > 0 && composite.IsKnown(x) {
				parts = append(parts, part{x, c.Weight * times})
			}
		}
		// Equal values are put in order by weight, so that the order of the children never shows in the sums.
		slices.SortFunc(parts, func(a, b part) int {
			switch {
			case a.value < b.value:
				return -1
			case a.value > b.value:
				return 1
			}
			return cmp.Compare(a.weight, b.weight)
		})
		dst[u] = middle(parts)
	}
}

// middle gives the weighted median of parts in rising order; unknown where there are none.
func middle(parts []part) float64 {
	total := 0.0
	for _, p := range parts {
		total += p.weight
	}
	half, tol := total/2, composite.Tolerance*total
	upTo, lower := 0.0, composite.Unknown
	for _, p := range parts {
		upTo += p.weight
		if !composite.IsKnown(lower) && upTo >= half-tol {
			lower = p.value
		}
		if upTo > half+tol {
			return lower/2 + p.value/2
		}
	}
	return composite.Unknown
}
