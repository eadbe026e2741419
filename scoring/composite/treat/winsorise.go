package treat

import (
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// defaultPoints is how many values may be pulled in where nothing is stated, as in COINr.
const defaultPoints = 5

// Winsorise pulls in outermost values until the column is within the limits: while it is not, all values at the
// largest (at the smallest, where the skewness is negative) become the next one inside. COINr does so too, but its
// limit on the number of points counts the values that were there already; here it counts those that change. Nor is a
// step taken that would leave nothing but one value, as the 1 of a column of zeros.
type Winsorise struct {
	// Limits are those the column is brought within.
	Limits Limits
	// MaxPoints is how many values may change; a step that would change more is not taken. 0 stands for 5, less
	// for no limit.
	MaxPoints int
}

var _ Method = Winsorise{}

// Treat implements Method. Where the column cannot be brought within the limits by so few values, Passed is false and
// the values are those of the last step that was allowed.
func (m Winsorise) Treat(values []float64) (*Result, error) {
	r, known, err := begin("winsorise", values)
	if err != nil {
		return nil, err
	}
	allowed := m.MaxPoints
	switch {
	case allowed == 0:
		allowed = defaultPoints
	case allowed < 0:
		allowed = len(known)
	}
	original := slices.Clone(known)
	low, high := 0, len(known)-1 // the outermost values that are still their own
	for shape := r.Before; !m.Limits.Pass(shape); shape = describe.Of(known) {
		newLow, newHigh := low, high
		if shape.Skewness >= 0 {
			for newHigh > low && composite.Same(original[newHigh], original[high]) {
				newHigh--
			}
		} else {
			for newLow < high && composite.Same(original[newLow], original[low]) {
				newLow++
			}
		}
		if newLow+len(known)-1-newHigh > allowed || composite.Same(original[newLow], original[newHigh]) {
			break
		}
		low, high = newLow, newHigh
		for i := range known {
			known[i] = original[min(max(i, low), high)]
		}
	}
	if len(known) > 0 {
		r.Low, r.High = known[0], known[len(known)-1]
	}
	return r.finish(values, m.Limits, func(x float64) float64 {
		if !composite.IsKnown(r.Low) {
			return x
		}
		return min(max(x, r.Low), r.High)
	})
}
