package aggregate

import (
	"math"

	"siap/scoring/composite"
)

// Power is the weighted power mean of exponent P, (Σ w·n·x^P / Σ w·n)^(1/P) over the known x, n being how often each
// counts (Hardy, Littlewood & Pólya, Inequalities, 2nd ed. 1952, pp. 12-15). P is finite: 1 is the arithmetic mean, 0
// stands for the geometric one, -1 is the harmonic one; the smaller P is, the less a strong child makes up for a
// weak one (the mean rises with P, ibid. p. 26). With P at or below 0 one 0 makes it 0. It has no meaning for
// negative values and is NaN with one among them; who lets people choose it refuses scales that go below 0.
type Power struct {
	P float64
}

var _ composite.Borrower = Power{}

// At exponents under subtle, x^P is so near to 1 that the distance to 1 is summed in its place. At exponents under
// nearZero the mean is the geometric one to the last bit.
const (
	subtle   = 0.01
	nearZero = 1e-100
)

// Aggregate implements composite.Aggregator.
func (p Power) Aggregate(dst []float64, children []composite.Weighted) {
	p.AggregateIn(dst, children, new(composite.Scratch))
}

// AggregateIn implements composite.Borrower.
func (p Power) AggregateIn(dst []float64, children []composite.Weighted, s *composite.Scratch) {
	if math.Abs(p.P) < nearZero {
		Geometric{}.AggregateIn(dst, children, s)
		return
	}
	least, most := extremes(s, len(dst), children)
	// Everything is measured in the value that weighs most, the largest for a positive exponent and the smallest
	// for a negative one, and in logarithms: then no power is above 1, and none overflows.
	unit, raise, root := most, math.Exp, math.Log
	if p.P < 0 {
		unit = least
	}
	if math.Abs(p.P) < subtle {
		raise, root = math.Expm1, math.Log1p
	}
	total, unitLog := s.Floats(len(dst)), s.Floats(len(dst))
	for u, x := range unit {
		dst[u], unitLog[u] = 0, ln(x)
	}
	for _, c := range scaled(s, children) {
		for u, x := range c.Values {
			if times := c.Times[u]; times > 0 && composite.IsKnown(x) {
				dst[u] += c.Weight * times * raise(p.P*(ln(x)-unitLog[u]))
				total[u] += c.Weight * times
			}
		}
	}
	for u := range dst {
		switch {
		case !(least[u] >= 0): // also where nothing is known
			dst[u] = composite.Unknown
		case unit[u] == 0:
			dst[u] = 0
		default:
			dst[u] = within(unit[u]*math.Exp(root(dst[u]/total[u])/p.P), least[u], most[u])
		}
	}
}
