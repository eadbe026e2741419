package order

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
	"siap/scoring/composite/normalise"
)

// SAW is simple additive weighting: the weighted mean of the values as shares of the best, x/max, or min/x where less
// is better, over the criteria that the unit knows (Hwang & Yoon, Multiple Attribute Decision Making, 1981, pp. 99-103).
// From 0 to 1.
type SAW struct{}

var _ Method = SAW{}

// Score implements Method. An error also names a criterion with values of which there are no shares: below 0, or of 0
// where less is better. A criterion of nothing but zeros gives each a half.
func (SAW) Score(criteria []Criterion) (*Result, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	largest := 0.0
	for _, c := range criteria {
		largest = max(largest, c.Weight)
	}
	r := &Result{Scores: blank(len(criteria[0].Values)), Scale: composite.Scale{Max: 1}}
	sum, weight := make([]float64, len(r.Scores)), make([]float64, len(r.Scores))
	for i, c := range criteria {
		if c.Weight == 0 {
			continue
		}
		shares, err := normalise.FitRatio(c.Values, normalise.TheBest, r.Scale, normalise.RatioOptions{Down: c.Down})
		if err != nil {
			return nil, fmt.Errorf("adding up criterion %d: %w", i+1, err)
		}
		for u, x := range c.Values {
			if y := shares.Score(x); composite.IsKnown(y) {
				sum[u] += c.Weight / largest * y
				weight[u] += c.Weight / largest
			}
		}
	}
	for _, u := range t.units {
		r.Scores[u] = sum[u] / weight[u]
	}
	return r, nil
}

// TOPSIS scores a unit by how near it is to a unit that is best everywhere and how far from one that is worst: with
// every criterion divided by the root of its sum of squares and weighted, d⁻/(d⁺ + d⁻), d⁺ and d⁻ being the distances from
// the best and the worst values observed (Hwang & Yoon, Multiple Attribute Decision Making, 1981, pp. 128-140). From 0 to 1.
//
// Distances are over the criteria that the unit knows. A criterion that some do not know is divided as if they had its
// mean square.
type TOPSIS struct{}

var _ Method = TOPSIS{}

// Score implements Method. A unit that is best and worst at once, as where nobody differs, gets a half.
func (TOPSIS) Score(criteria []Criterion) (*Result, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	r := &Result{Scores: blank(len(criteria[0].Values)), Scale: composite.Scale{Max: 1}}
	toBest, toWorst := make([]float64, len(r.Scores)), make([]float64, len(r.Scores))
	for i, column := range t.columns {
		low, high, largest, known := math.Inf(1), math.Inf(-1), 0.0, 0
		for _, x := range column {
			if composite.IsKnown(x) {
				low, high, largest = min(low, x), max(high, x), max(largest, math.Abs(x))
				known++
			}
		}
		if largest == 0 {
			continue // all are 0: no distance
		}
		var squares []float64
		for _, x := range column {
			if composite.IsKnown(x) {
				squares = append(squares, x/largest*(x/largest))
			}
		}
		length := math.Sqrt(describe.Sum(squares) * float64(len(t.units)) / float64(known))
		for u, x := range column {
			if composite.IsKnown(x) {
				toBest[u] = math.Hypot(toBest[u], t.weights[i]*((high-x)/largest/length))
				toWorst[u] = math.Hypot(toWorst[u], t.weights[i]*((x-low)/largest/length))
			}
		}
	}
	for _, u := range t.units {
		r.Scores[u] = 0.5
		if both := toBest[u] + toWorst[u]; both > 0 {
			r.Scores[u] = toWorst[u] / both
		}
	}
	return r, nil
}
