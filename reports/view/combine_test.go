package view

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/result"
)

// parentOf makes a node over children of weights 1 and 3 on a scale of 0 to 10, and the numbers of both.
func parentOf(how rubric.Aggregation, power, a, b float64) combination {
	tree := &rubric.Rubric{Scale: rubric.Scale{Min: 0, Max: 10}, Aggregate: how, Power: &power, Children: []*rubric.Node{
		{ID: "a", Weight: 1}, {ID: "b", Weight: 3},
	}}
	tree.Link()
	values := map[string]*result.Node{"a": {Value: &a}, "b": {Value: &b}}
	return combinationOf(tree, nil, func(id string) *result.Node { return values[id] })
}

// By hand, of 2 with weight 1 and 8 with weight 3.
func TestCombinations(t *testing.T) {
	for how, want := range map[rubric.Aggregation]float64{
		rubric.Arithmetic: (2 + 3*8) / 4.0,
		rubric.Geometric:  math.Pow(2, 0.25) * math.Pow(8, 0.75),
		rubric.Harmonic:   4 / (1/2.0 + 3/8.0),
		rubric.PowerMean:  math.Pow((math.Sqrt(2)+3*math.Sqrt(8))/4, 2), // p = 0.5
		rubric.Minimum:    2,
		rubric.Median:     8, // more than half of the weight
		rubric.Sum:        2 + 3*8,
	} {
		c := parentOf(how, 0.5, 2, 8)
		near(t, string(how), c.value(), want)
		slope, linear := c.linear("b")
		if want := how == rubric.Arithmetic || how == rubric.Sum; linear != want {
			t.Errorf("%s: linear is %v", how, linear)
		}
		if linear {
			near(t, string(how)+" moved", c.with("b", 9).value()-c.value(), slope)
		}
	}
	near(t, "geometric of 0", parentOf(rubric.Geometric, 0, 0, 8).value(), 0)
	near(t, "harmonic of 0", parentOf(rubric.Harmonic, 0, 0, 8).value(), 0)
}

// An effect is computed with formulas of the view's own, since reports know nothing of the scoring: they must be those
// of the scoring, whatever is unknown, not applicable or repeated.
func TestCombinationsAreThoseOfTheScoring(t *testing.T) {
	ways := []rubric.Aggregation{
		rubric.Arithmetic, rubric.Geometric, rubric.Harmonic, rubric.PowerMean, rubric.Minimum, rubric.Median, rubric.Sum,
	}
	rapid.Check(t, func(t *rapid.T) {
		how := rapid.SampledFrom(ways).Draw(t, "how")
		power := rapid.SampledFrom([]float64{-3, -1, 0.5, 1, 2, 5}).Draw(t, "power")
		tree := &rubric.Rubric{Scale: rubric.Scale{Min: 0, Max: 100}, Aggregate: how, Power: &power}
		values := map[string]*result.Node{}
		var weighted []composite.Weighted
		for i := range rapid.IntRange(1, 6).Draw(t, "children") {
			n := &rubric.Node{ID: string(rune('a' + i)), Weight: rapid.Float64Range(0.1, 5).Draw(t, "weight")}
			if how == rubric.Sum {
				low := rapid.Float64Range(0, 10).Draw(t, "low")
				n.Scale = &rubric.Scale{Min: low, Max: low + rapid.Float64Range(1, 90).Draw(t, "length")}
			}
			x := rapid.Float64Range(0, 100).Draw(t, "value")
			w := composite.Weighted{Weight: n.Weight, Values: []float64{x}, Times: []float64{1}, Total: []float64{1}}
			if n.Scale != nil {
				w.Scale = composite.Scale{Min: n.Scale.Min, Max: n.Scale.Max}
			}
			score := &result.Node{Value: &x}
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				score, w.Values[0], w.Times[0] = &result.Node{Reason: result.ReasonUnknown}, math.NaN(), 0
			case 1:
				score, w.Values[0], w.Times[0], w.Total[0] = &result.Node{Reason: result.ReasonNotApplicable}, math.NaN(), 0, 0
			case 2:
				if how == rubric.Arithmetic { // the rubric allows rows as children there only
					n.Repeats, score.Rows, score.Known, w.Times[0], w.Total[0] = rubric.RepeatRows, 5, 3, 3, 5
				}
			}
			values[n.ID] = score
			tree.Children, weighted = append(tree.Children, n), append(weighted, w)
		}
		tree.Link()
		method, err := aggregate.Named(string(how), power)
		if err != nil {
			t.Fatal(err)
		}
		want := make([]float64, 1)
		method.Aggregate(want, weighted)
		got := combinationOf(tree, nil, func(id string) *result.Node { return values[id] }).value()
		if !(math.Abs(got-want[0]) <= 1e-9*max(1, math.Abs(want[0]))) && !(math.IsNaN(got) && math.IsNaN(want[0])) {
			t.Fatalf("%s gives %v, the scoring %v", how, got, want[0])
		}
	})
}
