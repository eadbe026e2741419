package aggregate

import "siap/scoring/composite"

// Harmonic is the weighted harmonic mean, Σ w·n / Σ (w·n/x) over the known x, n being how often each counts: the
// power mean of exponent -1 (Hardy, Littlewood & Pólya, Inequalities, 2nd ed. 1952, pp. 12-14). One 0 makes it 0. It
// has no meaning for negative values and is NaN with one among them; who lets people choose it refuses scales that
// go below 0.
type Harmonic struct{}

var _ composite.Borrower = Harmonic{}

// Aggregate implements composite.Aggregator.
func (h Harmonic) Aggregate(dst []float64, children []composite.Weighted) {
	h.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Harmonic) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	least, most := extremes(s, len(dst), children)
	total := s.Floats(len(dst))
	clear(dst)
	for _, c := range scaled(s, children) {
		for u, x := range c.Values {
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				// Measured in the smallest value no quotient is above 1, so none overflows.
				dst[u] += c.Weight * times * (least[u] / x)
				total[u] += c.Weight * times
			}
		}
	}
	for u := range dst {
		switch {
		case !(least[u] >= 0): // also where nothing is known
			dst[u] = composite.Unknown
		case least[u] == 0:
			dst[u] = 0
		default:
			dst[u] = within(least[u]*(total[u]/dst[u]), least[u], most[u])
		}
	}
}
