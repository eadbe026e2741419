package weigh

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Entropy weighs an indicator by how unevenly it is spread over the units (Shannon's entropy; Hwang & Yoon, Multiple
// Attribute Decision Making, 1981, pp. 52-54): with p = x/Σx, E = −Σ p·ln p / ln n, the weight goes with 1 − E. Each
// indicator's n are the units that know it. It looks at values as they are: twice as much for everyone is the same, a
// point more for everyone is not. A constant column gets 0.
type Entropy struct{}

var _ Method = Entropy{}

// Weights implements Method. An error names an indicator with values below 0 or nothing but 0, and columns of which
// none varies.
func (Entropy) Weights(columns [][]float64) ([]float64, error) {
	summaries, err := described(columns)
	if err != nil {
		return nil, fmt.Errorf("weighing by entropy: %w", err)
	}
	spread := make([]float64, len(columns))
	for i, s := range summaries {
		switch {
		case s.Min < 0:
			return nil, fmt.Errorf("weighing by entropy: indicator %d has the value %v, and shares of a sum cannot be below 0; "+
				"normalise it first", i+1, s.Min)
		case s.Max == 0:
			return nil, fmt.Errorf("weighing by entropy: indicator %d is 0 everywhere and has no shares", i+1)
		case s.Constant():
			continue
		}
		var parts, terms []float64
		for _, x := range describe.Known(columns[i]) {
			parts = append(parts, x/s.Max)
		}
		sum := describe.Sum(parts)
		for _, x := range parts {
			if p := x / sum; p > 0 {
				terms = append(terms, p*math.Log(p))
			}
		}
		spread[i] = max(0, 1+describe.Sum(terms)/math.Log(float64(s.N)))
	}
	return byVariation("entropy", spread)
}

// StandardDeviation weighs an indicator by its standard deviation (Diakoulaki, Mavrotas & Papayannakis, Computers &
// Operations Research 22, 1995, pp. 763-770), with n-1 over the units that know it. It makes sense for indicators on
// one scale. A constant column gets 0.
type StandardDeviation struct{}

var _ Method = StandardDeviation{}

// Weights implements Method. An error names columns of which none varies.
func (StandardDeviation) Weights(columns [][]float64) ([]float64, error) {
	summaries, err := described(columns)
	if err != nil {
		return nil, fmt.Errorf("weighing by standard deviations: %w", err)
	}
	spread := make([]float64, len(columns))
	for i, s := range summaries {
		spread[i] = s.SD
	}
	return byVariation("standard deviations", spread)
}

// Variation weighs an indicator by its coefficient of variation, the standard deviation (with n-1) over the mean
// (Shuai et al., 24th Chinese Control and Decision Conference, 2012, pp. 3889-3892), of the units that know it: what varies much for its size. A constant column
// gets 0.
type Variation struct{}

var _ Method = Variation{}

// Weights implements Method. An error names an indicator whose mean is not above 0, and columns of which none varies.
func (Variation) Weights(columns [][]float64) ([]float64, error) {
	summaries, err := described(columns)
	if err != nil {
		return nil, fmt.Errorf("weighing by variation: %w", err)
	}
	spread := make([]float64, len(columns))
	for i, s := range summaries {
		if !(s.Mean > 0) {
			return nil, fmt.Errorf("weighing by variation: the mean of indicator %d is %v, so that its variation has no measure; "+
				"normalise it to a scale above 0 first", i+1, s.Mean)
		}
		spread[i] = s.SD / s.Mean
	}
	return byVariation("variation", spread)
}

// byVariation brings amounts of variation to the sum 1.
func byVariation(what string, spread []float64) ([]float64, error) {
	if len(spread) == 1 && composite.IsKnown(spread[0]) {
		return []float64{1}, nil // the only indicator has all there is
	}
	out, err := shared(spread)
	if err != nil {
		return nil, fmt.Errorf("weighing by %s: no indicator varies or says anything of its own (%w); take equal weights", what, err)
	}
	return out, nil
}
