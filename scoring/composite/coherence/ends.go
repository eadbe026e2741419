package coherence

import (
	"math"

	"siap/scoring/composite"
)

// Ends are the shares, 0 to 1, of the known values that lie at the bottom and at the top of a scale (floor and ceiling
// effect); NaN where nothing is known.
type Ends struct{ Floor, Ceiling float64 }

// AtEnds counts the values at the ends of their scale, within the scale's tolerance. Values beyond an end, which open
// goalposts can give, count as being at it.
func AtEnds(x []float64, scale composite.Scale) Ends {
	known, floor, ceiling := 0, 0, 0
	for _, v := range x {
		if !composite.IsKnown(v) {
			continue
		}
		known++
		if v <= scale.Min+scale.Tolerance() {
			floor++
		}
		if v >= scale.Max-scale.Tolerance() {
			ceiling++
		}
	}
	if known == 0 {
		return Ends{math.NaN(), math.NaN()}
	}
	return Ends{float64(floor) / float64(known), float64(ceiling) / float64(known)}
}
