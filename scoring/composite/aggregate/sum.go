package aggregate

import "siap/scoring/composite"

// Sum is the weighted sum of all children that apply, Σ w·n·x, n being how often each counts. The children may have
// scales of their own (Weighted.Scale). What is unknown is taken to stand where the known stands: at the same share
// of its span above its bottom, weight for weight,
//
//	Σ w·N·min + Σ w·N·(max − min) · f,  f = Σ w·n·(x − min) / Σ w·n·(max − min) over the known
//
// N being how often each child would count were all of it known (Weighted.Total). With one scale for all this is
// the sum of the known times Σ w·N / Σ w·n. Multiplying all weights by a number multiplies the sum by it.
type Sum struct{}

var _ composite.Borrower = Sum{}

// Aggregate implements composite.Aggregator.
func (s Sum) Aggregate(dst []float64, children []composite.Weighted) {
	s.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (Sum) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	n := len(dst)
	// bottom and span are those of all that applies, part and knownSpan those of the known.
	bottom, span, part, knownSpan := s.Floats(n), s.Floats(n), s.Floats(n), s.Floats(n)
	for _, c := range children {
		scale := c.Scale
		if scale == (composite.Scale{}) {
			scale.Max = 1 // any one length does where no child has a scale of its own
		}
		for u, x := range c.Values {
			bottom[u] += c.Weight * c.Total[u] * scale.Min
			span[u] += c.Weight * c.Total[u] * (scale.Max - scale.Min)
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				part[u] += c.Weight * times * (x - scale.Min)
				knownSpan[u] += c.Weight * times * (scale.Max - scale.Min)
			}
		}
	}
	for u := range dst {
		switch {
		case knownSpan[u] == 0:
			dst[u] = composite.Unknown
		case knownSpan[u] == span[u]: // nothing is unknown: no quotient, no rounding
			dst[u] = bottom[u] + part[u]
		default:
			dst[u] = bottom[u] + part[u]*(span[u]/knownSpan[u])
		}
	}
}
