package scoring_test

import (
	"math"
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// A row counts where both gave a value; agencies come by the difference of their indices, those without one last. y
// weighs twice as much as x: the index of b is (4 + 2·2) / 3 by itself and (1 + 2·2) / 3 by its assessors, that of a is 2
// and 3. The assessors of c valued x only, a third of the weight, which is too little for an index.
func TestOptimismByHand(t *testing.T) {
	both := func(agency, indicator string, self, assessed float64) questionnaire.Answer {
		a := says(agency, indicator, self)
		a.Assessed = questionnaire.Value{Number: assessed, State: questionnaire.Known}
		return a
	}
	r := testRubric(rubric.RuleClaim)
	r.Children = r.Children[:1] // x and y only
	r.MinCoverage = 0.6
	r.Link()
	in := scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("c", "", "", 1), one("a", "", "", 1), one("b", "", "", 1)}, nil),
		Answers: []questionnaire.Answer{
			both("a", "x", 2, 3), both("a", "y", 2, 3),
			both("b", "x", 4, 1), both("b", "y", 2, 2),
			both("c", "x", 3, 2), says("c", "y", 3),
		},
	}
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		agency              string
		index               float64
		rows, higher, lower int
	}{{"b", 1, 2, 1, 0}, {"a", -1, 2, 0, 2}, {"c", math.NaN(), 1, 1, 0}}
	if len(a.Optimism) != len(want) {
		t.Fatalf("%d agencies are compared, want %d", len(a.Optimism), len(want))
	}
	for i, w := range want {
		o := a.Optimism[i]
		if o.Agency != w.agency || o.Rows != w.rows || o.Higher != w.higher || o.Lower != w.lower || len(o.Differences) != w.higher+w.lower ||
			(o.Index == nil) != math.IsNaN(w.index) || (o.Index != nil && math.Abs(*o.Index-w.index) > 1e-12) {
			t.Errorf("place %d: %+v with the index %v, want %+v", i+1, o, shown(o.Index), w)
		}
	}

	// What comes over to another rubric is not compared again: nobody answered that one.
	to := percentRubric()
	derived := derivedFrom(t, in, scoring.Options{}, across(t, r.ID, to.ID, "x p 1 0", "y p 0.5 0"), to)
	if len(derived.Options.Bases) < 2 || derived.Options.Bases[1] != result.Assessed {
		t.Fatalf("the derived bases are %v", derived.Options.Bases)
	}
	if len(derived.Optimism) != 0 {
		t.Errorf("of answers brought over there are rows: %+v", derived.Optimism)
	}
}
