package normalise

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"siap/scoring/composite"
)

// ZScore counts how many standard deviations a value lies above the mean, and puts the mean and the deviation where
// the scale wants them: mean + sd·(x - x̄)/s, s with n-1, kept on the scale (OECD/JRC, Handbook on Constructing
// Composite Indicators, 2008, pp. 30 and 83-88, whose worked figures have n-1 too).
type ZScore struct {
	// The values are taken as shares of their spread, (x - low)/spread, so that no square overflows; centre and
	// deviation are the mean and the standard deviation of the shares.
	low, spread       float64
	centre, deviation float64
	to                composite.Scale
	mean, sd          float64
	none              bool // no value was known
}

var _ Scorer = (*ZScore)(nil)

// FitZScore finds the mean and the sample standard deviation of the values, of which some may be unknown. The value
// at their mean gets mean, one standard deviation above it mean + sd (below it where less is better), and no score
// leaves the scale. Where the known values do not differ, or there is only one, every value gets mean; where there
// are none, every score is unknown. An error names a scale without a length, a mean that is not on it, an sd that is
// not above 0, or values too far apart.
func FitZScore(values []float64, to composite.Scale, mean, sd float64, down bool) (*ZScore, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting z-scores: %w", err)
	}
	if !(mean >= to.Min && mean <= to.Max) {
		return nil, fmt.Errorf("fitting z-scores: their mean %v is not on the scale from %v to %v", mean, to.Min, to.Max)
	}
	if !(sd > 0) || math.IsInf(sd, 0) {
		return nil, fmt.Errorf("fitting z-scores: their standard deviation %v is not a number above 0", sd)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting z-scores: %w", err)
	}
	z := &ZScore{to: to, mean: mean, sd: sd, none: len(known) == 0}
	if z.none || flat(known) {
		return z, nil
	}
	if down {
		z.sd = -sd
	}
	n := float64(len(known))
	z.low, z.spread = known[0], known[len(known)-1]-known[0]
	shares := known
	for i, x := range known {
		shares[i] = (x - z.low) / z.spread
	}
	z.centre = floats.SumCompensated(shares) / n
	for i, s := range shares {
		shares[i] = (s - z.centre) * (s - z.centre)
	}
	z.deviation = math.Sqrt(floats.SumCompensated(shares) / (n - 1))
	return z, nil
}

// Score implements Scorer.
func (z *ZScore) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || z.none:
		return composite.Unknown
	case z.deviation == 0:
		return z.mean
	}
	deviations := ((x-z.low)/z.spread - z.centre) / z.deviation
	return min(max(z.mean+z.sd*deviations, z.to.Min), z.to.Max)
}

// Normalise implements composite.Normaliser.
func (z *ZScore) Normalise(dst, x []float64) { each(z, dst, x) }

// Range implements Scorer.
func (z *ZScore) Range() (lowest, highest float64) { return z.to.Min, z.to.Max }
