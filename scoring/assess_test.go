package scoring_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

func levels() []rubric.Level {
	return []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
}

// testRubric is invented: dimension a has x (weight 1), y (weight 2) and z (weight 1, only for type big); dimension
// b has the measured m. Scale 1–4, minimum coverage one half.
func testRubric(rule rubric.Rule) *rubric.Rubric {
	r := &rubric.Rubric{
		ID: "test", Version: "1", Scale: rubric.Scale{Min: 1, Max: 4},
		Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Decide:   rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}, BandEdge: rubric.EdgeLower,
		Bands:       []rubric.Band{{ID: "worst", From: 1}, {ID: "poor", From: 1.6}, {ID: "good", From: 2.6}, {ID: "best", From: 3.6}},
		Unknown:     rubric.Renormalise,
		MinCoverage: 0.5, Groups: []string{"type"},
		Roles:   []rubric.Role{{ID: "key", Weight: 2}, {ID: "staff", Weight: 1}},
		Metrics: []rubric.Metric{{ID: "uptime", Unit: "%", Expected: "1d"}},
		Children: []*rubric.Node{
			{ID: "a", Weight: 1, Children: []*rubric.Node{
				{ID: "x", Weight: 1, Levels: levels()},
				{ID: "y", Weight: 2, Levels: levels()},
				{ID: "z", Weight: 1, Levels: levels(), AppliesTo: map[string][]string{"type": {"big"}}},
			}},
			{ID: "b", Weight: 1, Children: []*rubric.Node{
				{ID: "m", Weight: 1, Levels: levels(), Measure: &rubric.Measure{
					Metric: "uptime", Reduction: rubric.ReduceMean, Rule: rule, MinCoverage: 0.8,
					Breakpoints: []rubric.Breakpoint{{At: 90, Score: 1}, {At: 95, Score: 2}, {At: 99, Score: 3}, {At: 100, Score: 4}},
				}},
			}},
		},
	}
	r.Link()
	return r
}

func one(id, kind, parent string, weight float64) *agency.Agency {
	return &agency.Agency{
		ID: id, Name: id, Type: kind, Parent: parent, Weight: weight, Zone: agency.WITA,
		Columns: map[string]string{"type": kind},
	}
}

func says(agencyID, indicator string, value float64) questionnaire.Answer {
	return questionnaire.Answer{
		Agency: agencyID, Indicator: indicator,
		Claim: questionnaire.Value{Number: value, State: questionnaire.Known},
	}
}

func notApplicable(agencyID, indicator string) questionnaire.Answer {
	return questionnaire.Answer{
		Agency: agencyID, Indicator: indicator, Claim: questionnaire.Value{State: questionnaire.NotApplicable},
	}
}

func by(a questionnaire.Answer, respondent, role string) questionnaire.Answer {
	a.Respondent, a.Role = respondent, role
	return a
}

func measured(agencyID string, value, coverage float64) telemetry.Measurement {
	day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	return telemetry.Measurement{
		Agency: agencyID, Indicator: "m", Metric: "uptime", Reduction: rubric.ReduceMean, Value: value,
		Samples: 300, Expected: 365, Coverage: coverage, Numerator: math.NaN(), Denominator: math.NaN(),
		First: day, Last: day.AddDate(0, 11, 0),
	}
}

func assess(t *testing.T, in scoring.Input, o scoring.Options) *result.Assessment {
	t.Helper()
	a, err := scoring.Assess(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func want(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	switch {
	case got == nil && !math.IsNaN(want):
		t.Errorf("%s is null, want %v", what, want)
	case got != nil && !(math.Abs(*got-want) <= 1e-12):
		t.Errorf("%s is %v, want %v", what, *got, want)
	}
}

// The whole arithmetic by hand, on three agencies.
func TestAssessByHand(t *testing.T) {
	in := scoring.Input{
		Rubric: testRubric(rubric.RuleCap),
		Agencies: agency.NewList([]*agency.Agency{
			one("full", "big", "", 1), one("gaps", "big", "", 1), one("small", "little", "", 1),
		}, []string{"type"}),
		Answers: []questionnaire.Answer{
			// full: x is 4 of a key informant and (1 + 2)/2 of two staff: (2·4 + 1·1.5)/3 = 19/6.
			by(says("full", "x", 4), "K1", "key"), by(says("full", "x", 1), "P1", "staff"), by(says("full", "x", 2), "P2", "staff"),
			says("full", "y", 2), says("full", "z", 3), says("full", "m", 4),
			// gaps: only x of dimension a is known: 1/4 of its weight, under the minimum of 1/2.
			says("gaps", "x", 4), says("gaps", "m", 3),
			// small: z does not apply to its type, y by its own answer.
			says("small", "x", 2), notApplicable("small", "y"), says("small", "m", 2),
		},
		Measurements: []telemetry.Measurement{
			// full: 97 % lies half-way between 95 → 2 and 99 → 3, so 2.5; the cap rule takes it, under the claim of 4.
			measured("full", 97, 0.97),
			// gaps: 100 % would be 4, but only 79 % of the window is covered: the claim alone counts.
			measured("gaps", 100, 0.79),
		},
	}
	a := assess(t, in, scoring.Options{})
	full, gaps, small := a.Agencies[0].Results[result.Self], a.Agencies[1].Results[result.Self], a.Agencies[2].Results[result.Self]

	want(t, "full x", full.Nodes["x"].Value, 19.0/6)
	if n := full.Nodes["x"]; n.N != 3 || n.Spread != 3 {
		t.Errorf("full x has %d respondents and spread %v, want 3 and 3", n.N, n.Spread)
	}
	// a = (1·19/6 + 2·2 + 1·3)/4
	want(t, "full a", full.Nodes["a"].Value, (19.0/6+4+3)/4)
	want(t, "full m", full.Nodes["m"].Value, 2.5)
	want(t, "full index", full.Index.Value, ((19.0/6+4+3)/4+2.5)/2)
	if full.Index.Coverage != 1 || full.Index.Band != "poor" { // 2.5208…
		t.Errorf("full: coverage %v band %s", full.Index.Coverage, full.Index.Band)
	}

	if n := gaps.Nodes["a"]; n.Value != nil || n.Reason != result.ReasonMinCoverage || n.Coverage != 0.25 {
		t.Errorf("gaps a: %+v, want no value under its minimum coverage", n)
	}
	want(t, "gaps m", gaps.Nodes["m"].Value, 3)
	if f := gaps.Nodes["m"].Flags; len(f) != 2 || f[0] != result.FlagLowWindowCoverage || f[1] != result.FlagClaimOnly {
		t.Errorf("gaps m has flags %v", f)
	}
	// The index knows b alone: 3, half of its weight, so just enough; a counts from 1 to 4 in the bounds.
	want(t, "gaps index", gaps.Index.Value, 3)
	want(t, "gaps low", gaps.Index.Low, (1+3)/2.0)
	want(t, "gaps high", gaps.Index.High, (4+3)/2.0)
	if gaps.Index.Coverage != 0.5 {
		t.Errorf("gaps coverage %v, want 0.5", gaps.Index.Coverage)
	}

	// small: a is x alone, with full coverage, for what does not apply leaves the weights.
	want(t, "small a", small.Nodes["a"].Value, 2)
	if small.Nodes["a"].Coverage != 1 || small.Nodes["y"].Reason != result.ReasonNotApplicable ||
		small.Nodes["z"].Reason != result.ReasonNotApplicable {
		t.Errorf("small: n/a was not left out: %+v", small.Nodes["a"])
	}
	want(t, "small index", small.Index.Value, 2)

	// Ranks: gaps 3, full 2.52, small 2. gaps may lie anywhere from 2 to 3.5, so full may be first and small second.
	for i, w := range []result.Rank{
		{Overall: 2, Of: 3, Interval: &result.Interval{Best: 1, Worst: 2}},
		{Overall: 1, Of: 3, Interval: &result.Interval{Best: 1, Worst: 2}},
		{Overall: 3, Of: 3, Interval: &result.Interval{Best: 2, Worst: 3}},
	} {
		got := a.Agencies[i].Results[result.Self].Rank
		if got.Overall != w.Overall || got.Of != w.Of || got.Interval.Best != w.Interval.Best || got.Interval.Worst != w.Interval.Worst {
			t.Errorf("%s: rank %d of %d, %d–%d; want %d of %d, %d–%d", a.Agencies[i].ID, got.Overall, got.Of,
				got.Interval.Best, got.Interval.Worst, w.Overall, w.Of, w.Interval.Best, w.Interval.Worst)
		}
	}
	if g := full.Rank.Groups["type"]; g != (result.GroupRank{Rank: 2, Of: 2}) {
		t.Errorf("full is %+v within its type, want 2 of 2", g)
	}

	// full claims 4 and measures 2.5: more than one level apart. gaps is not judged on so little of the window.
	if len(a.Contradictions) != 1 || a.Contradictions[0].Agency != "full" || a.Contradictions[0].Gap != 1.5 {
		t.Errorf("contradictions: %+v", a.Contradictions)
	}
}

func TestRules(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name            string
		rule            rubric.Rule
		claim, measured float64 // measured in per cent: 95 → 2, 99 → 3
		want            float64
		flag            string
		contradicted    bool
	}{
		{"claim alone", rubric.RuleClaim, 4, 95, 4, "", true},
		{"measured alone", rubric.RuleMeasured, 4, 95, 2, "", true},
		{"measured, but nothing was", rubric.RuleMeasured, 4, nan, nan, "", false},
		{"cap takes the lower", rubric.RuleCap, 4, 95, 2, "", true},
		{"cap leaves a modest claim", rubric.RuleCap, 2, 99, 2, "", false},
		{"floor takes the higher", rubric.RuleFloor, 2, 99, 3, "", false},
		{"mean", rubric.RuleMean, 4, 99, 3.5, "", true},
		{"cap with the claim alone", rubric.RuleCap, 3, nan, 3, result.FlagClaimOnly, false},
		{"mean with the measurement alone", rubric.RuleMean, nan, 95, 2, result.FlagMeasuredOnly, false},
		{"a gap of exactly one level contradicts", rubric.RuleCap, 3, 95, 2, "", true},
		{"a gap just under one level does not", rubric.RuleCap, 3, 95.1, 2.025, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := scoring.Input{
				Rubric:   testRubric(c.rule),
				Agencies: agency.NewList([]*agency.Agency{one("u", "big", "", 1)}, []string{"type"}),
			}
			if !math.IsNaN(c.claim) {
				in.Answers = append(in.Answers, says("u", "m", c.claim))
			}
			if !math.IsNaN(c.measured) {
				in.Measurements = append(in.Measurements, measured("u", c.measured, 1))
			}
			a := assess(t, in, scoring.Options{})
			n := a.Agencies[0].Results[result.Self].Nodes["m"]
			want(t, "value", n.Value, c.want)
			if (n.Value == nil) != math.IsNaN(c.want) {
				t.Errorf("value %v, want %v", n.Value, c.want)
			}
			if flag := append(n.Flags, "")[0]; flag != c.flag {
				t.Errorf("flag %q, want %q", flag, c.flag)
			}
			if got := len(a.Contradictions) == 1; got != c.contradicted {
				t.Errorf("contradiction %v, want %v", got, c.contradicted)
			}
		})
	}
}

func TestTiesAndBands(t *testing.T) {
	// x of weight 1 and y of weight 2 with z away: (2 + 2·y)/3. u and v tie at 2; w is best; none has no answer.
	in := scoring.Input{
		Rubric: testRubric(rubric.RuleClaim),
		Agencies: agency.NewList([]*agency.Agency{
			one("u", "little", "", 1), one("v", "little", "", 1), one("w", "little", "", 1), one("none", "little", "", 1),
		}, []string{"type"}),
	}
	for id, level := range map[string]float64{"u": 2, "v": 2, "w": 3} {
		for _, indicator := range []string{"x", "y", "m"} {
			in.Answers = append(in.Answers, says(id, indicator, level))
		}
	}
	a := assess(t, in, scoring.Options{})
	for i, place := range []int{2, 2, 1, 0} {
		if got := a.Agencies[i].Results[result.Self].Rank; got.Overall != place || got.Of != 3 {
			t.Errorf("%s: rank %d of %d, want %d of 3", a.Agencies[i].ID, got.Overall, got.Of, place)
		}
	}
	if s := a.Agencies[3].Results[result.Self]; s.Index.Value != nil || s.Index.Reason == "" || s.Rank.Interval != nil {
		t.Errorf("an agency without answers has %+v", s.Index)
	}
}

// A value one rounding error below the lower limit of a band is in the band. The mean of five respondents is 2.6 here
// and the limit the next number above it, so that without a tolerance the band would be "poor".
func TestBandOnTheEdge(t *testing.T) {
	in := scoring.Input{
		Rubric:   testRubric(rubric.RuleClaim),
		Agencies: agency.NewList([]*agency.Agency{one("u", "little", "", 1)}, nil),
	}
	in.Rubric.Bands[2].From = math.Nextafter(2.6, 3)
	for i, level := range []float64{3, 3, 3, 2, 2} {
		for _, indicator := range []string{"x", "y", "m"} {
			in.Answers = append(in.Answers, by(says("u", indicator, level), string(rune('A'+i)), "staff"))
		}
	}
	index := assess(t, in, scoring.Options{}).Agencies[0].Results[result.Self].Index
	if index.Band != "good" {
		t.Errorf("%v is %q, want good", *index.Value, index.Band)
	}
}

func TestBasesNeverMix(t *testing.T) {
	assessed := says("u", "x", 4)
	assessed.Assessed = questionnaire.Value{Number: 2, State: questionnaire.Known}
	in := scoring.Input{
		Rubric:   testRubric(rubric.RuleClaim),
		Agencies: agency.NewList([]*agency.Agency{one("u", "little", "", 1)}, nil),
		Answers:  []questionnaire.Answer{assessed, says("u", "y", 3), says("u", "m", 3)},
	}
	a := assess(t, in, scoring.Options{})
	if a.Options.Basis != result.Assessed {
		t.Errorf("headline %s, want assessed where it exists", a.Options.Basis)
	}
	want(t, "self x", a.Agencies[0].Results[result.Self].Nodes["x"].Value, 4)
	want(t, "assessed x", a.Agencies[0].Results[result.Assessed].Nodes["x"].Value, 2)
	// y was not assessed: unknown there, though the agency claims 3.
	if n := a.Agencies[0].Results[result.Assessed].Nodes["y"]; n.Value != nil || n.Reason != result.ReasonUnknown {
		t.Errorf("assessed y took the claim: %+v", n)
	}
}

func TestRollUp(t *testing.T) {
	agencies := func() *agency.List {
		return agency.NewList([]*agency.Agency{
			one("gov", "little", "", 1), one("p", "little", "gov", 1), one("q", "little", "gov", 3),
		}, []string{"type"})
	}
	var answers []questionnaire.Answer
	for _, indicator := range []string{"x", "y", "m"} {
		answers = append(answers, says("p", indicator, 2), says("q", indicator, 4))
	}
	answers = append(answers[:4], answers[5:]...) // p does not know m: its b is unknown

	for _, c := range []struct {
		how               string
		m, index, low, hi float64
		coverage          float64
	}{
		// m: q alone knows it, 4. index: p 2 (coverage 1/2, 1.5–3), q 4.
		{scoring.RollupMean, 4, (2 + 4) / 2.0, (1.5 + 4) / 2, (3 + 4) / 2.0, (0.5 + 1) / 2},
		{scoring.RollupWeighted, 4, (2 + 3*4) / 4.0, (1.5 + 3*4) / 4, (3 + 3*4) / 4.0, (0.5 + 3) / 4},
	} {
		t.Run(c.how, func(t *testing.T) {
			a := assess(t, scoring.Input{Rubric: testRubric(rubric.RuleClaim), Agencies: agencies(), Answers: answers},
				scoring.Options{Rollup: c.how})
			gov := a.Agencies[0]
			if gov.Source != result.RolledUp {
				t.Fatalf("source %s", gov.Source)
			}
			s := gov.Results[result.Self]
			want(t, "m", s.Nodes["m"].Value, c.m)
			want(t, "index", s.Index.Value, c.index)
			want(t, "low", s.Index.Low, c.low)
			want(t, "high", s.Index.High, c.hi)
			if math.Abs(s.Index.Coverage-c.coverage) > 1e-12 {
				t.Errorf("coverage %v, want %v", s.Index.Coverage, c.coverage)
			}
			if s.Rank.Of != 1 || a.Agencies[1].Results[result.Self].Rank.Of != 2 {
				t.Error("a government was ranked among its agencies")
			}
		})
	}
	direct := assess(t, scoring.Input{
		Rubric: testRubric(rubric.RuleClaim), Agencies: agencies(),
		Answers: append([]questionnaire.Answer{says("gov", "x", 1), says("gov", "y", 1), says("gov", "m", 1)}, answers...),
	}, scoring.Options{Rollup: scoring.RollupMean})
	gov := direct.Agencies[0]
	want(t, "direct index", gov.Results[result.Self].Index.Value, 1)
	want(t, "rolled-up index beside it", gov.Rollup[result.Self].Index.Value, 3)
}

func TestMedianAndNotApplicable(t *testing.T) {
	in := scoring.Input{
		Rubric:   testRubric(rubric.RuleCap),
		Agencies: agency.NewList([]*agency.Agency{one("u", "little", "", 1)}, nil),
		Answers: []questionnaire.Answer{
			by(says("u", "x", 1), "A", "key"), by(says("u", "x", 4), "B", "staff"), by(says("u", "x", 4), "C", "staff"),
			by(notApplicable("u", "y"), "A", "key"), by(says("u", "y", 3), "B", "staff"),
			notApplicable("u", "m"),
		},
		Measurements: []telemetry.Measurement{measured("u", 95, 1)},
	}
	s := assess(t, in, scoring.Options{Combine: scoring.CombineMedian}).Agencies[0].Results[result.Self]
	want(t, "median over all respondents", s.Nodes["x"].Value, 4)
	want(t, "n/a of one beside a value of another", s.Nodes["y"].Value, 3)
	// A valid measurement shows that the indicator applies.
	want(t, "measured despite n/a", s.Nodes["m"].Value, 2)
	if f := s.Nodes["m"].Flags; len(f) == 0 || f[0] != result.FlagMeasuredDespiteNA {
		t.Errorf("flags %v", f)
	}
}

// The order of the input never matters, to the last bit.
func TestOrderOfInputDoesNotMatter(t *testing.T) {
	in := scoring.Input{
		Rubric:   testRubric(rubric.RuleMean),
		Agencies: agency.NewList([]*agency.Agency{one("u", "big", "", 1), one("v", "little", "", 1)}, []string{"type"}),
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, id := range []string{"u", "v"} {
		for _, indicator := range []string{"x", "y", "m"} {
			for i := range 9 {
				a := says(id, indicator, float64(1+random.IntN(4)))
				in.Answers = append(in.Answers, by(a, string(rune('A'+i)), []string{"key", "staff", ""}[i%3]))
			}
		}
		in.Measurements = append(in.Measurements, measured(id, 90+10*random.Float64(), 1))
	}
	written := func() string {
		var b bytes.Buffer
		if err := result.Write(&b, assess(t, in, scoring.Options{})); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := written()
	for range 20 {
		random.Shuffle(len(in.Answers), func(i, j int) { in.Answers[i], in.Answers[j] = in.Answers[j], in.Answers[i] })
		random.Shuffle(len(in.Measurements), func(i, j int) {
			in.Measurements[i], in.Measurements[j] = in.Measurements[j], in.Measurements[i]
		})
		if again := written(); again != first {
			t.Fatal("another order of the input gave another result")
		}
	}
}

func TestAssessRefuses(t *testing.T) {
	base := func() scoring.Input {
		return scoring.Input{
			Rubric:   testRubric(rubric.RuleClaim),
			Agencies: agency.NewList([]*agency.Agency{one("u", "big", "", 1)}, nil),
		}
	}
	for name, spoil := range map[string]func(*scoring.Input){
		"unknown agency":    func(in *scoring.Input) { in.Answers = []questionnaire.Answer{says("other", "x", 1)} },
		"unknown indicator": func(in *scoring.Input) { in.Answers = []questionnaire.Answer{says("u", "nothing", 1)} },
		"two measurements": func(in *scoring.Input) {
			in.Measurements = []telemetry.Measurement{measured("u", 90, 1), measured("u", 91, 1)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := base()
			spoil(&in)
			if _, err := scoring.Assess(in, scoring.Options{}); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// Without a column type nobody knows what kind an agency is: nothing is ruled out by it.
func TestAppliesWithoutTheColumn(t *testing.T) {
	nobody := one("u", "little", "", 1)
	nobody.Columns = map[string]string{}
	a := assess(t, scoring.Input{
		Rubric: testRubric(rubric.RuleClaim), Agencies: agency.NewList([]*agency.Agency{nobody}, nil),
		Answers: []questionnaire.Answer{says("u", "z", 3), says("u", "y", 3), says("u", "m", 3)},
	}, scoring.Options{})
	want(t, "z", a.Agencies[0].Results[result.Self].Nodes["z"].Value, 3)
}
