package weigh

import (
	"errors"
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Equal gives every indicator the same weight.
type Equal struct{}

var _ Method = Equal{}

// Weights implements Method.
func (Equal) Weights(columns [][]float64) ([]float64, error) {
	if len(columns) == 0 {
		return nil, errors.New("weighing equally: there are no indicators")
	}
	out := make([]float64, len(columns))
	for i := range out {
		out[i] = 1 / float64(len(columns))
	}
	return out, nil
}

// Given brings stated weights to the sum 1. An error names one that is no finite number of 0 or above, or weights of
// which none is above 0.
func Given(weights []float64) ([]float64, error) {
	out, err := shared(weights)
	if err != nil {
		return nil, fmt.Errorf("taking the stated weights: %w", err)
	}
	return out, nil
}

// Allocation is what several experts made of a budget of points.
type Allocation struct {
	// Weights are the means of the experts' shares.
	Weights []float64
	// Low and High are the least and the most that an expert gave each indicator, as shares of the budget; SD is
	// their standard deviation with n-1, unknown where there is one expert.
	Low, High, SD []float64
	// Experts is how many there were.
	Experts int
}

// Budget takes the points that each expert handed out over the indicators: points[e][i] is what expert e gave
// indicator i (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, budget allocation process). An error
// names an expert who did not say something of every indicator, gave less than 0, or whose points do not sum to the
// budget; with a budget of 0 any sum above 0 will do, and each expert counts the same whatever it is.
func Budget(points [][]float64, budget float64) (*Allocation, error) {
	if len(points) == 0 || len(points[0]) == 0 {
		return nil, errors.New("sharing out a budget: there are no experts or no indicators")
	}
	if !(budget >= 0) || math.IsInf(budget, 0) {
		return nil, fmt.Errorf("sharing out a budget: %v points are no budget", budget)
	}
	byIndicator := make([][]float64, len(points[0]))
	for e, given := range points {
		if len(given) != len(points[0]) {
			return nil, fmt.Errorf("sharing out a budget: expert %d gave points to %d indicators, expert 1 to %d", e+1, len(given), len(points[0]))
		}
		shares, err := shared(given)
		if err != nil {
			return nil, fmt.Errorf("sharing out a budget: expert %d: %w", e+1, err)
		}
		if sum := describe.Sum(given); budget > 0 && !(math.Abs(sum-budget) <= composite.Tolerance*budget) {
			return nil, fmt.Errorf("sharing out a budget: the points of expert %d sum to %v, want %v", e+1, sum, budget)
		}
		for i, s := range shares {
			byIndicator[i] = append(byIndicator[i], s)
		}
	}
	a := &Allocation{Experts: len(points)}
	for _, shares := range byIndicator {
		s := describe.Of(shares)
		a.Weights, a.Low, a.High, a.SD = append(a.Weights, s.Mean), append(a.Low, s.Min), append(a.High, s.Max), append(a.SD, s.SD)
	}
	var err error
	a.Weights, err = shared(a.Weights) // their sum is 1 but for rounding
	return a, err
}
