package aggregate

import "siap/scoring/composite"

// Sum is the weighted sum of all children that apply, Σ w·n·x, n being how often each counts; the children may have
// scales of their own, whose lengths are then part of the weighting. What is unknown is taken to be, for its weight,
// like what is known: the sum of the known is multiplied by Σ w·N / Σ w·n, N being how often each child would count
// were all of it known (Weighted.Total). Multiplying all weights by a number multiplies the sum by it.
type Sum struct{}

var _ composite.Aggregator = Sum{}

// Aggregate implements composite.Aggregator.
func (Sum) Aggregate(dst []float64, children []composite.Weighted) {
	known, total := make([]float64, len(dst)), make([]float64, len(dst))
	clear(dst)
	for _, c := range children {
		for u, x := range c.Values {
			total[u] += c.Weight * c.Total[u]
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				dst[u] += c.Weight * times * x
				known[u] += c.Weight * times
			}
		}
	}
	for u := range dst {
		if known[u] > 0 {
			dst[u] *= total[u] / known[u]
		} else {
			dst[u] = composite.Unknown
		}
	}
}
