package aggregate

import (
	"math"
	"os"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/rank"
)

// The Handbook's ranks of 23 countries, by a linear and by a geometric aggregation of eight indicators of equal
// weight (testdata/source.md).
func TestHandbookRanks(t *testing.T) {
	table := compositetest.Read(t, os.DirFS("testdata"), "tai23.csv").Columns
	goalposts := map[string][2]float64{
		"patents": {0, 994}, "royalties": {0, 272.6}, "internet": {0, 232.4}, "exports": {0, 80.8},
		"telephones_log": {0, math.Log10(901)}, "electricity_log": {math.Log10(22), math.Log10(6969)},
		"schooling": {0.8, 12}, "university": {0.1, 27.4},
	}
	var raw, shares []composite.Weighted
	for name, ends := range goalposts {
		values := table[name]
		ones, share := make([]float64, len(values)), make([]float64, len(values))
		for u, x := range values {
			ones[u], share[u] = 1, min(max((x-ends[0])/(ends[1]-ends[0]), 0), 1)
		}
		raw = append(raw, composite.Weighted{Weight: 1, Values: values, Times: ones, Total: ones})
		shares = append(shares, composite.Weighted{Weight: 1, Values: share, Times: ones, Total: ones})
	}
	for _, c := range []struct {
		method   composite.Aggregator
		children []composite.Weighted
		ranks    []float64
	}{
		{Arithmetic{}, shares, table["rank_linear"]},
		{Sum{}, shares, table["rank_linear"]},
		{Geometric{}, raw, table["rank_geometric"]},
	} {
		scores := make([]float64, len(c.ranks))
		c.method.Aggregate(scores, c.children)
		places, of := rank.Competition(scores, composite.Tolerance)
		if of != 23 {
			t.Errorf("%T ranks %d countries, want 23", c.method, of)
		}
		for u, place := range places {
			if float64(place) != c.ranks[u] {
				t.Errorf("%T ranks country %d of the table at %d, published: %v", c.method, u+1, place, c.ranks[u])
			}
		}
	}
}

// UNDP, Human Development Report 2020, Technical note 1, the worked example: from the three dimension indices 0.6971,
// 0.3447 and 0.5506 follows the Human Development Index 0.510, printed with three digits.
func TestHumanDevelopmentIndex(t *testing.T) {
	if got := one(Geometric{}, equal(0.6971, 0.3447, 0.5506)...); !(math.Abs(got-0.510) <= 0.0005) {
		t.Errorf("the index is %v, published: 0.510", got)
	}
}
