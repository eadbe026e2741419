package order

import (
	"slices"
	"sort"

	"siap/scoring/composite"
)

// Borda scores a unit by the mean of its places, as the number of units behind it: on each criterion it has a point for
// every unit that is worse and half a point for every one that is the same, among those who know the criterion, and the
// weighted mean is over the criteria it knows itself (Borda 1784; OECD/JRC, Handbook on Constructing Composite Indicators,
// 2008, Tables 25-28). The points of a criterion that some do not know are stretched to n-1. From 0 to n-1.
type Borda struct{}

var _ Method = Borda{}

// Score implements Method. A unit that alone knows a criterion gets half of its points.
func (Borda) Score(criteria []Criterion) (*Result, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	others := float64(max(len(t.units)-1, 0))
	r := &Result{Scores: blank(len(criteria[0].Values)), Scale: composite.Scale{Max: max(others, 1)}}
	sum, weight := make([]float64, len(r.Scores)), make([]float64, len(r.Scores))
	for i, column := range t.columns {
		same, w := t.same[i], t.weights[i]
		var known []float64
		for _, x := range column {
			if composite.IsKnown(x) {
				known = append(known, x)
			}
		}
		slices.Sort(known)
		for u, x := range column {
			if !composite.IsKnown(x) {
				continue
			}
			// By differences, as pairs are compared.
			below := sort.Search(len(known), func(i int) bool { return x-known[i] <= same })
			notAbove := sort.Search(len(known), func(i int) bool { return known[i]-x > same })
			share := 0.5
			if len(known) > 1 {
				share = (float64(below) + float64(notAbove-below-1)/2) / float64(len(known)-1)
			}
			sum[u] += w * share
			weight[u] += w
		}
	}
	for _, u := range t.units {
		r.Scores[u] = others * sum[u] / weight[u]
	}
	return r, nil
}
