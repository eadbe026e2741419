package aggregate

import (
	"math"

	"siap/scoring/composite"
)

// smallest is what a weight is taken for that is too small beside the largest for a float64.
const smallest = 0x1p-960

// scaled gives the children with their weights times the power of two that brings the largest to between a half and
// one: sums of huge weights then do not overflow, and the multiplication itself is exact.
func scaled(s *composite.Scratch, children []composite.Weighted) []composite.Weighted {
	largest := 0.0
	for _, c := range children {
		largest = max(largest, c.Weight)
	}
	_, exponent := math.Frexp(largest)
	out := s.Children(len(children))
	for k, c := range children {
		c.Weight = max(smallest, math.Ldexp(c.Weight, -exponent))
		out[k] = c
	}
	return out
}

// extremes gives, for each of n units, the smallest and the largest value that counts; NaN where none does.
func extremes(s *composite.Scratch, n int, children []composite.Weighted) (least, most []float64) {
	least, most = s.Floats(n), s.Floats(n)
	for u := range n {
		least[u], most[u] = composite.Unknown, composite.Unknown
	}
	for _, c := range children {
		for u, x := range c.Values {
			if !(c.Times[u] > 0) {
				continue
			}
			// Comparisons with NaN are false: the first known value passes both, an unknown one neither.
			if x < least[u] || (!composite.IsKnown(least[u]) && composite.IsKnown(x)) {
				least[u] = x
			}
			if x > most[u] || (!composite.IsKnown(most[u]) && composite.IsKnown(x)) {
				most[u] = x
			}
		}
	}
	return least, most
}

// within keeps a mean between the smallest and the largest of its values, which rounding may overstep by a bit.
// NaN stays NaN.
func within(x, least, most float64) float64 { return min(max(x, least), most) }

// ln is the natural logarithm. math.Log is wrong for subnormal numbers on some processors (Go 1.26, amd64: the
// logarithm of 2^-1074 comes out as -709.1 in place of -744.4), so those are lifted first.
func ln(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}
