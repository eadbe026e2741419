package aggregate

import (
	"math"

	"siap/scoring/composite"
)

// Geometric is the weighted geometric mean, exp(Σ w·n·ln x / Σ w·n) over the known x, n being how often each counts
// (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, pp. 103-104; UNDP takes it for the Human
// Development Index since 2010). One 0 makes it 0. It has no meaning for negative values and is NaN with one among
// them; who lets people choose it refuses scales that go below 0.
type Geometric struct{}

var _ composite.Borrower = Geometric{}

// Aggregate implements composite.Aggregator.
func (g Geometric) Aggregate(dst []float64, children []composite.Weighted) {
	g.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Geometric) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	least, most := extremes(s, len(dst), children)
	total := s.Floats(len(dst))
	clear(dst)
	for _, c := range scaled(s, children) {
		for u, x := range c.Values {
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				dst[u] += c.Weight * times * ln(x)
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
			dst[u] = within(math.Exp(dst[u]/total[u]), least[u], most[u])
		}
	}
}
