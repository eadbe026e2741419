package scoring_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// loaded reads a rubric of testdata.
func loaded(t testing.TB, name string) *rubric.Rubric {
	t.Helper()
	r, problems := rubric.Load(source.Source{Path: "testdata/" + name, Name: name})
	if r == nil {
		t.Fatalf("reading %s: %v", name, problems.All())
	}
	return r
}

// day is a date as questionnaires hand it over: days since 1970.
func day(year int, month time.Month, d int) float64 {
	return float64(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// kindsInput has three agencies; a answers everything, b and c what compares them.
func kindsInput(t testing.TB) scoring.Input {
	return scoring.Input{
		Rubric:   loaded(t, "kinds.yaml"),
		Agencies: agency.NewList([]*agency.Agency{one("a", "", "", 1), one("b", "", "", 1), one("c", "", "", 1)}, nil),
		Until:    telemetry.Date{Year: 2026, Month: time.January, Day: 1},
		Answers: []questionnaire.Answer{
			says("a", "yes", 1), says("a", "pick", 33), says("a", "many", 3), says("a", "percent", 45),
			says("a", "quotient", 12.0/40), says("a", "dated", day(2025, time.October, 1)),
			says("a", "logged", 1000), says("a", "open", 12), says("a", "table", 37.5), says("a", "bent", 3),
			says("a", "compared", 4), says("b", "compared", 2), says("c", "compared", 10),
			says("a", "standard", 4), says("b", "standard", 6), says("c", "standard", 8),
			says("a", "placed", 1), says("b", "placed", 2), says("c", "placed", 2),
			says("b", "table", 12.5), says("c", "table", 100.5), says("b", "dated", day(2026, time.February, 1)),
			says("b", "bent", 0.5), says("c", "open", -5), says("b", "logged", 5),
		},
		Measurements: []telemetry.Measurement{{
			Agency: "a", Indicator: "gauged", Metric: "share", Reduction: rubric.ReduceLast, Value: 20, Samples: 1, Expected: 1, Coverage: 1,
		}},
	}
}

func TestEveryKindOfAnswerByHand(t *testing.T) {
	a, err := scoring.Assess(kindsInput(t), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		agency, node string
		value        float64
		why          string
	}{
		{"a", "yes", 100, "yes is 1 of 1"},
		{"a", "pick", 33, "the points of the option"},
		{"a", "many", 75, "3 of the 1 + 2 + 1 points"},
		{"a", "percent", 45, "45 of 100"},
		{"a", "quotient", 30, "12/40"},
		{"a", "dated", 100 * (1 - 92.0/365), "92 days from 1 October to the end of the year, less is better"},
		{"b", "dated", 100, "a day after the window is younger than 0 days, capped"},
		{"a", "logged", 50, "(log 1000 − log 100) / (log 10000 − log 100) = 1/2"},
		{"b", "logged", 0, "below the goalpost, capped"},
		{"a", "open", 120, "not capped: 12/10"},
		{"c", "open", -50, "not capped: −5/10"},
		{"a", "table", 50, "37.5 belongs to the row below it"},
		{"b", "table", 0, "12.5 belongs to the first row"},
		{"a", "bent", 90, "half way from 80 to 100"},
		{"b", "bent", 40, "half way from 0 to 80"},
		{"a", "compared", 25, "(4 − 2) / (10 − 2)"},
		{"b", "compared", 0, "the least"},
		{"c", "compared", 100, "the most"},
		{"a", "standard", 40, "mean 6, standard deviation 2 (n − 1): 50 − 10"},
		{"b", "standard", 50, "the mean"},
		{"a", "placed", 100, "less is better: best of three"},
		{"b", "placed", 25, "two tie on places 1 and 2 of 3 from below: (1.5 − 1) / (3 − 1)"},
		{"a", "gauged", 40, "20 of 50, on the indicator's own line"},
		{"a", "other", 20, "the placeholder"},
	} {
		n := a.Agency(want.agency).Results[result.Self].Nodes[want.node]
		if n.Value == nil || math.Abs(*n.Value-want.value) > 1e-9 {
			t.Errorf("%s of %s is %v, want %v: %s", want.node, want.agency, shown(n.Value), want.value, want.why)
		}
	}
	nodes := a.Agency("a").Results[result.Self].Nodes
	if raw := nodes["dated"].Raw; raw == nil || *raw != 92 {
		t.Errorf("the raw age is %v, want 92", shown(raw))
	}
	if n := nodes["other"]; n.Coverage != 0 || !slices.Contains(n.Flags, result.FlagPlaceholder) || *n.Low != 0 || *n.High != 100 {
		t.Errorf("the placeholder must have no coverage, full bounds and a flag: %+v", n)
	}
	if n := a.Agency("c").Results[result.Self].Nodes["table"]; n.Value != nil || !slices.Contains(n.Flags, result.FlagOutsideTable) {
		t.Errorf("a value in no row of the table must be unknown and flagged: %+v", n)
	}
}

func shown(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

// Tags: each dimension is half of the index; t1 is on the six indicators of "asked" (1/12 each) and on "standard"
// (1/18); t2 on "compared" and "standard" (1/18 each).
func TestTagsByHand(t *testing.T) {
	a, err := scoring.Assess(kindsInput(t), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tags := a.Agency("a").Results[result.Self].Tags
	asked := 100.0 + 33 + 75 + 45 + 30 + 100*(1-92.0/365)
	for id, want := range map[string]float64{
		"t1": (asked/12 + 40.0/18) / (6.0/12 + 1.0/18),
		"t2": (25.0 + 40) / 2,
	} {
		if got := tags[id].Value; got == nil || math.Abs(*got-want) > 1e-9 {
			t.Errorf("tag %s is %v, want %v", id, shown(got), want)
		}
	}
	// b knows of t1: dated 100 (1/12) and standard 50 (1/18); coverage (1/12 + 1/18) / (6/12 + 1/18) = 0.25.
	b := a.Agency("b").Results[result.Self].Tags["t1"]
	if want := (100.0/12 + 50.0/18) / (1.0/12 + 1.0/18); math.Abs(*b.Value-want) > 1e-9 || math.Abs(b.Coverage-0.25) > 1e-12 {
		t.Errorf("tag t1 of b is %v with coverage %v, want %v with 0.25", *b.Value, b.Coverage, want)
	}
}

// Accepted evidence alone: levels 2 and 3 of x have an accepted item, 4 has too, but y (cumulative) lacks level 2.
func TestAcceptedBasis(t *testing.T) {
	r := testRubric(rubric.RuleClaim)
	r.Children[0].Children[1].Cumulative = true
	r.Link()
	proof := func(indicator string, level float64, status string) questionnaire.Evidence {
		return questionnaire.Evidence{Agency: "a", Indicator: indicator, Level: level, Status: status, Title: "SK"}
	}
	a, err := scoring.Assess(scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("a", "small", "", 1)}, []string{"type"}),
		Answers: []questionnaire.Answer{says("a", "x", 4), says("a", "y", 4)},
		Evidence: []questionnaire.Evidence{
			proof("x", 2, "diterima"), proof("x", 3, "diterima"), proof("x", 4, "revisi"),
			proof("y", 2, "belum"), proof("y", 3, "diterima"),
		},
	}, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if a.Options.Basis != result.Self || !slices.Equal(a.Options.Bases, []result.Basis{result.Self, result.Accepted}) {
		t.Errorf("bases %v, headline %s: want self and accepted, self first", a.Options.Bases, a.Options.Basis)
	}
	for basis, want := range map[result.Basis][2]float64{result.Self: {4, 4}, result.Accepted: {3, 1}} {
		nodes := a.Agency("a").Results[basis].Nodes
		if *nodes["x"].Value != want[0] || *nodes["y"].Value != want[1] {
			t.Errorf("%s: x %v, y %v; want %v", basis, *nodes["x"].Value, *nodes["y"].Value, want)
		}
	}
}

// Weights times any factor change nothing; an indicator that holds all the weight moves the index over its whole range.
func TestRelativeWeightsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		factor := rapid.Float64Range(1e-3, 1e3).Draw(t, "factor")
		x, y := rapid.Float64Range(1, 4).Draw(t, "x"), rapid.Float64Range(1, 4).Draw(t, "y")
		how := rapid.SampledFrom([]rubric.Aggregation{
			rubric.Arithmetic, rubric.Geometric, rubric.Harmonic, rubric.PowerMean, rubric.Minimum, rubric.Median,
		}).Draw(t, "aggregation")
		index := func(factor float64, only bool) float64 {
			r := testRubric(rubric.RuleClaim)
			half := 0.5
			r.Children[0].Aggregate, r.Children[0].Power = how, &half
			r.Children = r.Children[:1]
			if only {
				r.Children[0].Children = r.Children[0].Children[:1]
			}
			for n := range r.All() {
				n.Weight *= factor
			}
			r.Link()
			answers := []questionnaire.Answer{says("a", "x", x)}
			if !only {
				answers = append(answers, says("a", "y", y))
			}
			a, err := scoring.Assess(scoring.Input{
				Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("a", "small", "", 1)}, []string{"type"}), Answers: answers,
			}, scoring.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return *a.Agencies[0].Results[result.Self].Index.Value
		}
		if a, b := index(1, false), index(factor, false); math.Abs(a-b) > 1e-9 {
			t.Fatalf("%s: weights times %v changed the index from %v to %v", how, factor, a, b)
		}
		if got := index(factor, true); math.Abs(got-x) > 1e-9 {
			t.Fatalf("%s: the only indicator is %v, the index %v", how, x, got)
		}
	})
}

// A sum: areas of 0–10 and 0–30 points make 0–40. Known 6 of the first area; the second has one of its two
// indicators (0–15 each), 9 points, so it is 9 × 2/1 = 18 with coverage one half. Index 6 + 18. Another agency knows
// only 8 of the first area's 10: the second stands at the same 8/10 of its 30, so the index is 8 + 24.
func TestSumByHand(t *testing.T) {
	ten, thirty, fifteen := &rubric.Scale{Min: 0, Max: 10}, &rubric.Scale{Min: 0, Max: 30}, &rubric.Scale{Min: 0, Max: 15}
	number := func(id string, s *rubric.Scale) *rubric.Node {
		return &rubric.Node{ID: id, Weight: 1, Scale: s, Answer: &rubric.Answer{Kind: rubric.Number}}
	}
	r := testRubric(rubric.RuleClaim)
	r.Scale, r.Aggregate = rubric.Scale{Min: 0, Max: 40}, rubric.Sum
	r.Bands = []rubric.Band{{ID: "low", From: 0}, {ID: "high", From: 20}}
	r.Children = []*rubric.Node{
		{ID: "a", Weight: 1, Scale: ten, Children: []*rubric.Node{{ID: "a1", Weight: 1, Answer: &rubric.Answer{Kind: rubric.Number}}}},
		{
			ID: "b", Weight: 1, Scale: thirty, Aggregate: rubric.Sum, Bands: []rubric.Band{{ID: "own", From: 0}},
			Children: []*rubric.Node{number("b1", fifteen), number("b2", fifteen)},
		},
	}
	r.Link()
	a, err := scoring.Assess(scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("u", "small", "", 1), one("v", "small", "", 1)}, []string{"type"}),
		Answers: []questionnaire.Answer{says("u", "a1", 6), says("u", "b1", 9), says("v", "a1", 8)},
	}, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := a.Agencies[0].Results[result.Self]
	b := s.Nodes["b"]
	if *b.Value != 18 || *b.Low != 9 || *b.High != 24 || b.Coverage != 0.5 || b.Band != "own" {
		t.Errorf("b is %v (%v–%v, coverage %v, band %s), want 18 (9–24, 0.5, own)", *b.Value, *b.Low, *b.High, b.Coverage, b.Band)
	}
	if a1, b := s.Nodes["a"].Weight, s.Nodes["b"].Weight; a1 != 0.25 || b != 0.75 {
		t.Errorf("areas of 10 and 30 points have the shares %v and %v, want a quarter and three", a1, b)
	}
	if shares := r.Shares(); shares["a"] != 0.25 || shares["b1"] != 0.375 {
		t.Errorf("the shares of the rubric are %v", shares)
	}
	if i := s.Index; *i.Value != 24 || *i.Low != 15 || *i.High != 30 || i.Band != "high" {
		t.Errorf("the index is %v (%v–%v, %s), want 24 (15–30, high)", *i.Value, *i.Low, *i.High, i.Band)
	}
	if i := a.Agencies[1].Results[result.Self].Index; math.Abs(*i.Value-32) > 1e-9 || *i.Low != 8 || *i.High != 38 {
		t.Errorf("the index of v is %v (%v–%v), want 32 (8–38)", *i.Value, *i.Low, *i.High)
	}
}
