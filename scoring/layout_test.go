package scoring_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/scoringtest"
)

// What is stored for the indicators gives again, by the tree alone, all that is stored above them.
func TestStoredIndicatorsGiveTheStoredIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := scoringtest.Rubric(t, scoringtest.Options{})
		in, opts := scoringtest.Input(t, r, scoringtest.Options{})
		a, err := scoring.Assess(in, opts)
		if err != nil {
			t.Fatal(err)
		}
		l, err := scoring.NewLayout(r)
		if err != nil {
			t.Fatal(err)
		}
		for u, one := range a.Agencies {
			if one.Source == result.RolledUp {
				continue
			}
			stored := a.Headline(one)
			columns := make([]*composite.Column, len(l.Nodes()))
			for _, at := range l.Leaves() {
				columns[at] = composite.NewLeaf(1)
				l.Restore(columns[at], 0, at, stored.Nodes[l.Nodes()[at].ID])
			}
			if columns, err = l.Tree().Evaluate(columns, 1); err != nil {
				t.Fatal(err)
			}
			for at, c := range columns {
				n := &stored.Index
				if at > 0 {
					n = stored.Nodes[l.Nodes()[at].ID]
				}
				for what, pair := range map[string][2]float64{
					"value": {c.Value[0], known(n.Value)}, "low": {c.Low[0], known(n.Low)}, "high": {c.High[0], known(n.High)},
					"coverage": {c.Coverage[0], n.Coverage}, "weight": {c.Share[0], n.Weight},
				} {
					if math.IsNaN(pair[0]) != math.IsNaN(pair[1]) || math.Abs(pair[0]-pair[1]) > 1e-12 {
						t.Fatalf("agency %d, node %d: the %s is %v, stored %v", u, at, what, pair[0], pair[1])
					}
				}
			}
		}
	})
}

// known is a stored number, NaN for none.
func known(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// Each row of a repeated indicator keeps its own value: 1, unknown, n/a and 3 are two known rows of three, mean 2.
func TestRowsAreKeptOneByOne(t *testing.T) {
	r := testRubric(rubric.RuleClaim)
	n := r.Indicators()[0]
	n.Repeats = rubric.RepeatRows
	row := func(item string, a questionnaire.Answer) questionnaire.Answer {
		a.Item = item
		return a
	}
	a := assess(t, scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("u", "small", "", 1)}, nil),
		Answers: []questionnaire.Answer{
			row("d", says("u", n.ID, 3)), row("a", says("u", n.ID, 1)),
			row("c", notApplicable("u", n.ID)), row("b", questionnaire.Answer{Agency: "u", Indicator: n.ID}),
		},
	}, scoring.Options{})
	got := a.Headline(a.Agencies[0]).Nodes[n.ID]
	want(t, "mean", got.Value, 2)
	low, high := 1.0, 3.0
	if diff := cmp.Diff([]result.Item{
		{Item: "a", Value: &low},
		{Item: "b", Reason: result.ReasonUnknown},
		{Item: "c", Reason: result.ReasonNotApplicable},
		{Item: "d", Value: &high},
	}, got.Items); diff != "" || got.Rows != 3 || got.Known != 2 {
		t.Errorf("%d of %d rows: %s", got.Known, got.Rows, diff)
	}
}
