package aggregate

import "siap/scoring/composite"

// Arithmetic is the weighted arithmetic mean, Σ w·n·x / Σ w·n over the known x, n being how often each counts
// (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, p. 103).
type Arithmetic struct{}

var (
	_ composite.Borrower = Arithmetic{}
	_ composite.Linear   = Arithmetic{}
)

// IsMean implements composite.Linear.
func (Arithmetic) IsMean() bool { return true }

// Aggregate implements composite.Aggregator.
func (a Arithmetic) Aggregate(dst []float64, children []composite.Weighted) {
	a.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Arithmetic) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	total := s.Floats(len(dst))
	clear(dst)
	for _, c := range scaled(s, children) {
		for u, x := range c.Values {
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				dst[u] += c.Weight * times * x
				total[u] += c.Weight * times
			}
		}
	}
	for u, t := range total {
		if t > 0 {
			dst[u] /= t
		} else {
			dst[u] = composite.Unknown
		}
	}
}
