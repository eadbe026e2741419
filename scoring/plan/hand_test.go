package plan_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/plan"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

func word(s string) rubric.Text { return rubric.Text{ID: s, EN: s} }

// ladder is a rubric on levels 1 to 4: x and y weigh 1 and 2; y depends on x, and its action to 4 has no effort; m is
// measured and weighs 1. 90 % of the metric is level 2, 95 % level 3, 99 % level 4.
func ladder(rule rubric.Rule) *rubric.Rubric {
	levels := []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	r := &rubric.Rubric{
		ID: "ladder", Version: "1", Scale: rubric.Scale{Min: 1, Max: 4}, Unknown: rubric.Renormalise,
		Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"}, Decide: rubric.Decide{Bands: "unrounded", Ranks: "unrounded"},
		Bands:   []rubric.Band{{ID: "poor", From: 1}, {ID: "good", From: 2.5}, {ID: "best", From: 3.5}},
		Metrics: []rubric.Metric{{ID: "uptime", Unit: "%"}},
		Children: []*rubric.Node{
			{ID: "x", Weight: 1, Levels: levels, Actions: []rubric.Action{
				{To: 2, Effort: 1, Text: word("x2")}, {To: 3, Effort: 2, Text: word("x3")}, {To: 4, Effort: 3, Text: word("x4")},
			}},
			{ID: "y", Weight: 2, Levels: levels, DependsOn: []string{"x"}, Actions: []rubric.Action{
				{To: 2, Effort: 1, Text: word("y2")}, {To: 3, Effort: 1, Text: word("y3")},
			}},
			{ID: "m", Weight: 1, Levels: levels, Measure: &rubric.Measure{
				Metric: "uptime", Reduction: rubric.ReduceMean, Rule: rule, MinCoverage: 0.5,
				Breakpoints: []rubric.Breakpoint{{At: 80, Score: 1}, {At: 90, Score: 2}, {At: 95, Score: 3}, {At: 99, Score: 4}},
			}},
		},
	}
	r.Link()
	return r
}

// said is an answer of an agency.
func said(agencyID, indicator string, level float64) questionnaire.Answer {
	return questionnaire.Answer{Agency: agencyID, Indicator: indicator, Claim: questionnaire.Value{Number: level, State: questionnaire.Known}}
}

// climbed assesses A with levels of x and y, a claim and a measurement of m, beside B with 3 everywhere and C with 2.
func climbed(t *testing.T, r *rubric.Rubric, x, y, claim, uptime float64) *result.Assessment {
	t.Helper()
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{
		{ID: "A", Zone: agency.WIB}, {ID: "B", Zone: agency.WIB}, {ID: "C", Zone: agency.WIB},
	}, nil)}
	in.Answers = append(in.Answers, said("A", "x", x), said("A", "y", y), said("A", "m", claim))
	for id, level := range map[string]float64{"B": 3, "C": 2} {
		for _, n := range r.Indicators() {
			in.Answers = append(in.Answers, said(id, n.ID, level))
		}
	}
	in.Measurements = []telemetry.Measurement{{
		Agency: "A", Indicator: "m", Metric: "uptime", Reduction: rubric.ReduceMean, Value: uptime, Samples: 1, Expected: 1, Coverage: 1,
	}}
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func reach(t *testing.T, a *result.Assessment, target plan.Target, o plan.Options) *result.Plan {
	t.Helper()
	p, err := plan.Reach(a, "A", target, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// x = 1, y = 1, m = min(3, 2) = 2: (1 + 2·1 + 2) / 4 = 1.25. "good" is 2.5: 5 weighted levels are missing. m to 3 is one
// level for one effort and so is m to 4; a level of y is two levels for one effort, but needs x as high: x and y to 2
// together three levels for 2, to 3 three for 3, to 4 three for 4 (the step of y to 4 has no effort, so it counts 1).
// 5 levels: x, y to 2 (3 for 2) and m to 4 (2 for 2) are 5 for 4; x, y to 3 alone would be 6 for 5. So effort 4.
func TestPlanByHand(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	if x := *a.Headline(a.Agency("A")).Index.Value; x != 1.25 {
		t.Fatalf("starts at %v", x)
	}
	p := reach(t, a, plan.Target{Band: "good"}, plan.Options{})
	if p.Effort != 4 || *p.After.Index != 2.5 || p.After.Band != "good" || p.Proof != result.ProofOptimal {
		t.Fatalf("effort %v to %v (%s, %s)", p.Effort, *p.After.Index, p.After.Band, p.Proof)
	}
	type step struct {
		indicator string
		to        float64
	}
	var got []step
	for _, s := range p.Steps {
		got = append(got, step{s.Indicator, s.To})
		switch {
		case s.Indicator == "y" && (len(s.Needs) != 1 || s.Needs[0] != result.PlanNeed{Indicator: "x", Score: 2}):
			t.Errorf("y needs %+v", s.Needs)
		case s.Indicator == "m" && s.To == 3 && (s.Claim || s.Measured == nil || *s.Measured.Value != 95 || s.Measured.Unit != "%"):
			t.Errorf("m to 3 needs the measurement alone, at 95 %%: %+v", s)
		case s.Indicator == "m" && s.To == 4 && (!s.Claim || s.Measured == nil || *s.Measured.Value != 99):
			t.Errorf("m to 4 needs the claim and the measurement, at 99 %%: %+v", s)
		}
	}
	// m gains a quarter for each effort, x too; y, which gains half, waits for x.
	want := []step{{"x", 2}, {"y", 2}, {"m", 3}, {"m", 4}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if diff := cmp.Diff([]string{"effort_one", "measured", "prerequisites_level"}, p.Assumptions); diff != "" {
		t.Error(diff) // m has no actions, so its steps count 1
	}
	// Before: behind B (3) and C (2). At 2.5 it passes C.
	if p.Before.Rank != 3 || p.After.Rank != 2 || *p.After.Interval != (result.Interval{Best: 2, Worst: 2, Method: "bounds"}) {
		t.Errorf("rank %d, then %d within %+v", p.Before.Rank, p.After.Rank, p.After.Interval)
	}
	// Two efforts a year: x and y in the first year (0.75), m in the second.
	p = reach(t, a, plan.Target{Band: "good"}, plan.Options{PerYear: 2})
	if len(p.Years) != 2 || *p.Years[0].After.Index != 2 || p.Years[0].Effort != 2 || p.Steps[1].Year != 1 || p.Steps[2].Year != 2 {
		t.Errorf("%+v", p.Years)
	}
	// The same rank as B, 3 everywhere, is rank 1: 7 levels are missing; x, y to 3 (6 for 5) and one of m is 6.
	p = reach(t, a, plan.Target{Rank: 1}, plan.Options{})
	if p.Effort != 6 || p.After.Rank != 1 || *p.After.Index != 3 {
		t.Errorf("rank 1 for %v at %v", p.Effort, *p.After.Index)
	}
}

// Without its prerequisite y is cheaper: 2, 3, 4 for 3 efforts are 6 levels of 5, two steps 4 and one of m 5: effort 3.
func TestPrerequisitesAreAChoice(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	for _, c := range []struct {
		prerequisites string
		effort        float64
		assumption    string
	}{
		{plan.Level, 4, result.AssumeLevel},
		{plan.Started, 3, result.AssumeStarted}, // x to 2 opens the way: x, y, y are 5 levels for 3
		{plan.Ignore, 3, result.AssumeIgnored},
	} {
		p := reach(t, a, plan.Target{Band: "good"}, plan.Options{Prerequisites: c.prerequisites})
		if p.Effort != c.effort || !slices.Contains(p.Assumptions, c.assumption) {
			t.Errorf("%s: effort %v, %v", c.prerequisites, p.Effort, p.Assumptions)
		}
	}
}

// With x fixed at 1, y cannot rise at all, and m alone comes to (1 + 2 + 4) / 4 = 1.75: out of reach, and said so.
func TestFixedAndUnreachable(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	p := reach(t, a, plan.Target{Band: "good"}, plan.Options{Fixed: []string{"x"}})
	if p.Reached || p.Proof != result.ProofUnreachable || *p.After.Index != 1.75 {
		t.Errorf("%+v", p)
	}
	want := []result.PlanLeft{{Indicator: "x", Reason: "fixed"}, {Indicator: "y", Reason: "prerequisite"}}
	if diff := cmp.Diff(want, p.Left); diff != "" {
		t.Error(diff)
	}
	// What stands there already costs nothing.
	if p := reach(t, a, plan.Target{Band: "poor"}, plan.Options{}); !p.Reached || p.Effort != 0 || len(p.Steps) != 0 || p.Proof != result.ProofOptimal {
		t.Errorf("%+v", p)
	}
}

// The rules say which side must rise for a level: claim 2, measured 2, to 3.
func TestWhatMustRise(t *testing.T) {
	for rule, want := range map[rubric.Rule][2]bool{
		rubric.RuleClaim: {true, false}, rubric.RuleMeasured: {false, true}, rubric.RuleCap: {true, true},
		rubric.RuleFloor: {true, false}, rubric.RuleMean: {true, true}, rubric.RuleCoverage: {true, true},
	} {
		a := climbed(t, ladder(rule), 4, 4, 2, 90)
		target := (4*3 + 3.0) / 4
		p := reach(t, a, plan.Target{Index: &target}, plan.Options{})
		if len(p.Steps) != 1 || p.Steps[0].Claim != want[0] || (p.Steps[0].Measured != nil) != want[1] {
			t.Errorf("%s: %+v", rule, p.Steps)
		}
	}
}

// Least effort under a product: x = y = 1, m = 4 is (1·1²·4)^(1/4) = √2; raising x alone gives (2·4)^(1/4), both to 2
// gives (2·4·4)^(1/4) = 2.378. Under a minimum everything must rise, and nothing is gained before the last one has.
func TestOtherAggregations(t *testing.T) {
	r := ladder(rubric.RuleClaim)
	r.Aggregate = rubric.Geometric
	a := climbed(t, r, 1, 1, 4, 90)
	target := 2.3
	if p := reach(t, a, plan.Target{Index: &target}, plan.Options{}); p.Effort != 2 || math.Abs(*p.After.Index-math.Pow(32, 0.25)) > 1e-12 || p.Proof != result.ProofOptimal {
		t.Errorf("%+v", p)
	}
	r.Aggregate = rubric.Minimum
	a = climbed(t, r, 1, 1, 2, 90)
	target = 3
	if p := reach(t, a, plan.Target{Index: &target}, plan.Options{}); p.Effort != 6 || *p.After.Index != 3 || p.Proof != result.ProofOptimal {
		t.Errorf("%+v", p) // x to 3 is 3, y to 3 is 2, m to 3 is 1
	}
}

// A budget for one agency buys the most it can.
func TestBudgetOfOne(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	for budget, want := range map[float64]float64{0: 1.25, 1: 1.5, 2: 2, 3: 2.25, 4: 2.5, 5: 2.75, 100: 4} {
		p := reach(t, a, plan.Target{Budget: &budget}, plan.Options{})
		if *p.After.Index != want || p.Effort > budget {
			t.Errorf("%v buys %v for %v, want %v", budget, *p.After.Index, p.Effort, want)
		}
	}
}

func TestReachRefuses(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90)
	for name, c := range map[string]struct {
		agency string
		target plan.Target
		o      plan.Options
		want   error
	}{
		"no agency":    {"Z", plan.Target{Rank: 1}, plan.Options{}, plan.ErrNoAgency},
		"no band":      {"A", plan.Target{Band: "superb"}, plan.Options{}, plan.ErrNoBand},
		"no target":    {"A", plan.Target{}, plan.Options{}, plan.ErrNothing},
		"no indicator": {"A", plan.Target{Rank: 1}, plan.Options{Fixed: []string{"q"}}, plan.ErrNoIndicator},
	} {
		if _, err := plan.Reach(a, c.agency, c.target, c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := ladder(rubric.RuleCap)
	r.Order = rubric.OrderBorda
	if _, err := plan.Reach(climbed(t, r, 1, 1, 3, 90), "A", plan.Target{Rank: 1}, plan.Options{}); !errors.Is(err, plan.ErrOrder) {
		t.Errorf("places by Borda: %v", err)
	}
	a.Agency("A").Source = result.RolledUp
	if _, err := plan.Reach(a, "A", plan.Target{Rank: 1}, plan.Options{}); !errors.Is(err, plan.ErrRolledUp) {
		t.Errorf("rolled up: %v", err)
	}
	in := scoring.Input{Rubric: ladder(rubric.RuleCap), Agencies: agency.NewList([]*agency.Agency{{ID: "A", Zone: agency.WIB}}, nil)}
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plan.Reach(a, "A", plan.Target{Band: "good"}, plan.Options{}); !errors.Is(err, plan.ErrNoIndex) {
		t.Errorf("no index: %v", err)
	}
	// From the bottom: x, y, m = 1 is 1; m has steps of effort 1.
	p := reach(t, a, plan.Target{Band: "good"}, plan.Options{Unknown: plan.Bottom})
	if p.Before.Index != nil || !p.Reached || !slices.Contains(p.Assumptions, result.AssumeUnknownBottom) {
		t.Errorf("%+v", p)
	}
}

// A target that is missed by hardly more than the tolerance of the scale, 3e-9, is not reached by doing nothing.
func TestTargetJustMissed(t *testing.T) {
	a := climbed(t, ladder(rubric.RuleCap), 2, 2, 2, 92)
	now := *a.Headline(a.Agency("A")).Index.Value
	for beyond, want := range map[float64]bool{2.9e-9: false, 3.2e-9: true} {
		target := now + beyond
		if p := reach(t, a, plan.Target{Index: &target}, plan.Options{}); (p.Effort > 0) != want || !p.Reached {
			t.Errorf("%v beyond: effort %v, reached %v", beyond, p.Effort, p.Reached)
		}
	}
}
