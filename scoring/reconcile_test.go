package scoring_test

import (
	"math"
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/result"
)

// The measured 95 % gives the score 2, as in testRubric.
func TestWeighedByCoverage(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name                      string
		claim, measured, coverage float64
		want                      float64
		flag                      string
	}{
		{"nearly all of the window: 0.1 · 4 + 0.9 · 2", 4, 95, 0.9, 2.2, ""},
		{"all of it is the measurement", 4, 95, 1, 2, ""},
		{"a claim below: 0.2 · 1 + 0.8 · 2", 1, 95, 0.8, 1.8, ""},
		{"too little to count", 4, 95, 0.5, 4, result.FlagClaimOnly},
		{"nothing claimed", nan, 95, 0.9, 2, result.FlagMeasuredOnly},
		{"nothing measured", 3, nan, 0, 3, result.FlagClaimOnly},
		{"neither", nan, nan, 0, nan, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := reconciled(t, testRubric(rubric.RuleCoverage), c.claim, c.measured, c.coverage)
			want(t, "value", n.Value, c.want)
			if (n.Value == nil) != math.IsNaN(c.want) {
				t.Errorf("value %v, want %v", n.Value, c.want)
			}
			if c.flag != "" && (len(n.Flags) == 0 || n.Flags[len(n.Flags)-1] != c.flag) {
				t.Errorf("flags %v, want %s", n.Flags, c.flag)
			}
		})
	}
}

// A claim contradicts the measured 2 from one level above it, 3; a tolerance of 0.5 moves that to 3.5.
func TestToleranceOfContradictions(t *testing.T) {
	for _, c := range []struct {
		tolerance, claim float64
		contradicted     bool
	}{
		{0, 3, true},
		{0.5, 3, false},
		{0.5, 3.4, false},
		{0.5, 3.5, true},
		{0.5, 4, true},
		{2.5, 4, false},
	} {
		r := testRubric(rubric.RuleCap)
		r.Node("m").Measure.Tolerance = c.tolerance
		in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("u", "big", "", 1)}, []string{"type"})}
		in.Answers = append(in.Answers, says("u", "m", c.claim))
		in.Measurements = append(in.Measurements, measured("u", 95, 1))
		a := assess(t, in, scoring.Options{})
		if got := len(a.Contradictions) == 1; got != c.contradicted {
			t.Errorf("tolerance %v, claim %v: contradictions %v", c.tolerance, c.claim, a.Contradictions)
		}
	}
}

// reconciled gives the indicator m of one agency.
func reconciled(t *testing.T, r *rubric.Rubric, claim, value, coverage float64) *result.Node {
	t.Helper()
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("u", "big", "", 1)}, []string{"type"})}
	if !math.IsNaN(claim) {
		in.Answers = append(in.Answers, says("u", "m", claim))
	}
	if !math.IsNaN(value) {
		in.Measurements = append(in.Measurements, measured("u", value, coverage))
	}
	return assess(t, in, scoring.Options{}).Agencies[0].Results[result.Self].Nodes["m"]
}
