package agreement

import (
	"fmt"
	"math/rand/v2"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// ConfidenceInterval is a percentile interval from bootstrap draws.
type ConfidenceInterval struct {
	// Low and High enclose the wanted share of the draws; NaN where none had an alpha.
	Low, High float64
	// Draws were made, Undefined of them had no alpha because their values did not differ; these are left out.
	Draws, Undefined int
	Seed             uint64
}

// Bootstrap gives an interval for Krippendorff's alpha: whole units are drawn with replacement, as many as are
// pairable, and alpha is computed of each draw; Low and High are the quantiles (type 7) that leave equal parts of
// 1 - share outside. Each draw has a stream of random numbers of its own, by seed and draw, so the result depends on
// nothing else. (A. Zapf et al., BMC Medical Research Methodology 16, 2016, 93, find this one to keep its level for
// ordinal and nominal values; it is not the older algorithm that draws single pairs.)
//
// An error names draws or a share that make no sense, or what Krippendorff refuses.
func Bootstrap(units [][]float64, metric Metric, draws int, share float64, seed uint64) (*ConfidenceInterval, error) {
	if draws < 1 || !(share > 0 && share < 1) {
		return nil, fmt.Errorf("drawing units: %d draws for a share of %v; take at least one, and a share between 0 and 1", draws, share)
	}
	pairable, err := prepare(units, metric)
	if err != nil {
		return nil, fmt.Errorf("drawing units: %w", err)
	}
	out := &ConfidenceInterval{Low: composite.Unknown, High: composite.Unknown, Draws: draws, Seed: seed}
	var values []float64
	drawn := make([][]float64, len(pairable))
	for d := range draws {
		random := rand.New(rand.NewPCG(seed, uint64(d)))
		for i := range drawn {
			drawn[i] = pairable[random.IntN(len(pairable))]
		}
		if a := alpha(drawn, metric); composite.IsKnown(a) {
			values = append(values, a)
		} else {
			out.Undefined++
		}
	}
	if len(values) > 0 {
		out.Low, out.High = describe.Quantile(values, (1-share)/2), describe.Quantile(values, (1+share)/2)
	}
	return out, nil
}
