package robust

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// logGammaQuantile is the logarithm of the quantile u of the gamma distribution of a shape and scale 1. It is found
// by Newton's method for the logarithm of the smaller tail as a function of the logarithm of the quantile, which is
// concave, so that every step but the first comes nearer from one side. It starts from Wilson and Hilferty's cube
// (Proceedings of the National Academy of Sciences 17 (1931), 684-688) or from the distribution near 0,
// u = x^shape / Γ(shape + 1), below which no quantile lies; far down there it is that. Nothing underflows.
func logGammaQuantile(shape, u float64) float64 {
	logGamma, _ := math.Lgamma(shape + 1)
	y := (math.Log(u) + logGamma) / shape
	if y < -40 {
		return y // the next term of the distribution is e^-40 of it
	}
	z := math.Sqrt2 * math.Erfinv(2*u-1)
	if cube := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape)); cube > 0 {
		y = max(y, math.Log(shape)+3*math.Log(cube))
	}
	for range 100 {
		x := math.Exp(y)
		density := math.Exp(shape*y - x - logGamma + math.Log(shape)) // by the logarithm of x
		var step float64
		if u < 0.5 {
			tail := mathext.GammaIncReg(shape, x)
			step = (math.Log(u) - math.Log(tail)) * tail / density
		} else {
			tail := mathext.GammaIncRegComp(shape, x)
			step = (math.Log(tail) - math.Log1p(-u)) * tail / density
		}
		if !(math.Abs(step) < 20) {
			return y // the tails are too small to tell
		}
		if y += step; math.Abs(step) < 1e-12*max(1, math.Abs(y)) {
			break
		}
	}
	return y
}
