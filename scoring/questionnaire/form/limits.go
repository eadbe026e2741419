package form

import (
	"math"

	"siap/rubric"
)

// Limits gives the least and the most that the answer to an indicator may be, infinite where there is no end: the
// ends of its levels, what the rubric limits it to, or what follows from the kind of answer.
func Limits(n *rubric.Node) (low, high float64) {
	low, high = n.LevelSpan()
	if n.Asked() != rubric.Levels && n.Asked() != rubric.NotAsked && n.Scoring().Method != rubric.AsIs {
		low, high = math.Inf(-1), math.Inf(1)
	}
	switch n.Asked() {
	case rubric.Percentage:
		low, high = 0, 100
	case rubric.Ratio:
		low = 0
	}
	if a := n.Answer; a != nil && a.Limits != nil {
		if a.Limits.Min != nil {
			low = *a.Limits.Min
		}
		if a.Limits.Max != nil {
			high = *a.Limits.Max
		}
	}
	return low, high
}
