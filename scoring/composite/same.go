package composite

import "math"

// sameness is the share of the larger of two raw values within which they are the same number.
const sameness = 1e-12

// Same reports whether two raw values are one number written or computed in two ways, as 0.3 and 0.1+0.2 are. It is
// the one rule for edges of tables, ties and a want of spread among raw values; scores are compared with Tolerance.
// Nothing but 0 itself is the same as 0.
func Same(a, b float64) bool {
	apart := math.Abs(a - b)
	return a == b || (!math.IsInf(apart, 0) && apart <= sameness*max(math.Abs(a), math.Abs(b)))
}
