package scoring_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/internal/diag"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// percentRubric is invented: p and q in one dimension of equal weights, and r alone in another, on 0–100.
func percentRubric() *rubric.Rubric {
	leaf := func(id string) *rubric.Node {
		return &rubric.Node{ID: id, Weight: 1, Answer: &rubric.Answer{Kind: rubric.Number}}
	}
	r := &rubric.Rubric{
		ID: "percent", Version: "1", Scale: rubric.Scale{Max: 100},
		Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Decide:   rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}, BandEdge: rubric.EdgeLower,
		Bands: []rubric.Band{{ID: "all", From: 0}}, Unknown: rubric.Renormalise,
		Children: []*rubric.Node{
			{ID: "d", Weight: 1, Children: []*rubric.Node{leaf("p"), leaf("q")}},
			{ID: "e", Weight: 1, Children: []*rubric.Node{leaf("r")}},
		},
	}
	r.Link()
	return r
}

// across makes a crosswalk from pairs written as "x p 0.5 0.25": from, to, strength, strength back.
func across(t testing.TB, from, to string, pairs ...string) *crosswalk.Crosswalk {
	t.Helper()
	c := &crosswalk.Crosswalk{
		Schema: crosswalk.Schema, ID: from + "-" + to, Version: "1",
		From: crosswalk.End{Rubric: from}, To: crosswalk.End{Rubric: to},
	}
	for _, line := range pairs {
		p := crosswalk.Pair{Kind: crosswalk.Part, Reason: rubric.Text{ID: "karena " + line, EN: "because " + line}}
		if _, err := fmt.Sscan(line, &p.From, &p.To, &p.Strength, &p.Back); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		c.Pairs = append(c.Pairs, p)
	}
	return c
}

// derivedFrom translates and assesses.
func derivedFrom(t testing.TB, in scoring.Input, opts scoring.Options, c *crosswalk.Crosswalk, to *rubric.Rubric) *result.Assessment {
	t.Helper()
	brought, err := scoring.Translate(in, opts, c, to, "en")
	if err != nil {
		t.Fatal(err)
	}
	a, err := scoring.Assess(brought, opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func small(answers ...questionnaire.Answer) scoring.Input {
	return scoring.Input{
		Rubric:   testRubric(rubric.RuleCap),
		Agencies: agency.NewList([]*agency.Agency{one("big1", "big", "", 1), one("small1", "small", "", 1)}, []string{"type"}),
		Answers:  answers,
	}
}

// A score s on 1–4 is worth (s − 1)/3·100 on 0–100: 1 → 0, 2 → 33⅓, 3 → 66⅔, 4 → 100.
func TestTranslateArithmetic(t *testing.T) {
	third := 100.0 / 3
	for _, c := range []struct {
		name                    string
		pairs                   []string
		answers                 []questionnaire.Answer
		value, coverage         float64
		low, high               float64
		reason                  string
		indexCoverage, indexLow float64
	}{
		{
			"one source, half of the target",
			[]string{"x p 0.5 0"},
			[]questionnaire.Answer{says("big1", "x", 4)},
			// Known: 0.5·100 + 0.5 unknown, which is 0 at worst and 100 at best. The index is the mean of d = (p + q)/2
			// and e; of d a quarter is known (0.5 of p, none of q), of e nothing: 0.5·0.25.
			100, 0.5, 50, 100, "", 0.125, 0.5 * 25,
		},
		{
			"two sources by strength",
			[]string{"x p 0.6 0", "y p 0.2 0"},
			[]questionnaire.Answer{says("big1", "x", 3), says("big1", "y", 1)},
			// (0.6·66⅔ + 0.2·0)/0.8 = 50; coverage 0.8; low 0.8·50, high 0.8·50 + 0.2·100.
			50, 0.8, 40, 60, "", 0.2, 0.5 * 20,
		},
		{
			"one of two sources unknown",
			[]string{"x p 0.6 0", "y p 0.2 0"},
			[]questionnaire.Answer{says("big1", "x", 3)},
			2 * third, 0.6, 40, 80, "", 0.15, 0.5 * 20,
		},
		{
			"strengths above one in sum count as one",
			[]string{"x p 0.8 0", "y p 0.8 0"},
			[]questionnaire.Answer{says("big1", "x", 4), says("big1", "y", 1)},
			50, 1, 50, 50, "", 0.25, 0.5 * 25,
		},
		{
			"one of two sources does not apply",
			[]string{"x p 0.6 0", "y p 0.2 0"},
			[]questionnaire.Answer{says("big1", "x", 3), notApplicable("big1", "y")},
			2 * third, 0.6, 40, 80, "", 0.15, 0.5 * 20,
		},
		{
			"no source applies",
			[]string{"x p 0.6 0", "y p 0.2 0"},
			[]questionnaire.Answer{notApplicable("big1", "x"), notApplicable("big1", "y")},
			math.NaN(), 0, math.NaN(), math.NaN(), "not_applicable", 0, 0,
		},
		{
			"one does not apply, the other is unknown",
			[]string{"x p 0.6 0", "y p 0.2 0"},
			[]questionnaire.Answer{notApplicable("big1", "x")},
			math.NaN(), 0, 0, 100, "unknown", 0, 0,
		},
		{
			"what nothing leads to is unknown",
			[]string{"x q 1 0"},
			[]questionnaire.Answer{says("big1", "x", 4)},
			math.NaN(), 0, 0, 100, "unknown", 0.25, 0.5 * 50,
		},
		{
			"several respondents come over combined",
			[]string{"x p 1 0"},
			// key 4 with weight 2, staff 1 with weight 1: (8 + 1)/3 = 3.
			[]questionnaire.Answer{by(says("big1", "x", 4), "K", "key"), by(says("big1", "x", 1), "S", "staff")},
			2 * third, 1, 2 * third, 2 * third, "", 0.25, 0.25 * 2 * third,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := derivedFrom(t, small(c.answers...), scoring.Options{}, across(t, "test", "percent", c.pairs...), percentRubric())
			s := a.Agency("big1").Results[result.Self]
			p := s.Nodes["p"]
			for _, n := range []struct {
				name      string
				got, want float64
			}{
				{"value", number(p.Value), c.value},
				{"coverage", p.Coverage, c.coverage},
				{"low", number(p.Low), c.low},
				{"high", number(p.High), c.high},
				{"coverage of the index", s.Index.Coverage, c.indexCoverage},
				{"low of the index", number(s.Index.Low), c.indexLow},
			} {
				if math.IsNaN(n.got) != math.IsNaN(n.want) || math.Abs(n.got-n.want) > 1e-9 {
					t.Errorf("%s: %v, want %v", n.name, n.got, n.want)
				}
			}
			if p.Reason != c.reason {
				t.Errorf("reason %q, want %q", p.Reason, c.reason)
			}
		})
	}
}

func number(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// Levels of its own: 1 → 10, 2 → 40, 4 → 90; 1.5 lies halfway between 10 and 40, 3 halfway between 40 and 90.
func TestTranslateByLevels(t *testing.T) {
	c := across(t, "test", "percent", "x p 1 1")
	c.Pairs[0].Levels = []crosswalk.Step{{From: 1, To: 10}, {From: 2, To: 40}, {From: 4, To: 90}}
	for score, want := range map[float64]float64{1: 10, 1.5: 25, 2: 40, 3: 65, 4: 90} {
		a := derivedFrom(t, small(says("big1", "x", score)), scoring.Options{}, c, percentRubric())
		if got := number(a.Agency("big1").Results[result.Self].Nodes["p"].Value); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v becomes %v, want %v", score, got, want)
		}
	}
	// The same table read back: 65 → 3; 5 lies below the first row and becomes 1.
	for score, want := range map[float64]float64{65: 3, 5: 1, 90: 4, 100: 4} {
		in := small(says("big1", "p", score))
		in.Rubric = percentRubric()
		a := derivedFrom(t, in, scoring.Options{}, c, testRubric(rubric.RuleCap))
		if got := number(a.Agency("big1").Results[result.Self].Nodes["x"].Value); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v becomes %v going back, want %v", score, got, want)
		}
	}
}

// What comes over is the claim reconciled with its measurement: 4 was claimed, 95 measured, which scores 2, and the
// lower counts. The target's own measure has no part in it, nor is there a contradiction a second time.
func TestTranslateReconciled(t *testing.T) {
	in := small(says("big1", "m", 4))
	in.Measurements = []telemetry.Measurement{measured("big1", 95, 1)}
	to := testRubric(rubric.RuleMeasured)
	to.ID = "other"
	a := derivedFrom(t, in, scoring.Options{}, across(t, "test", "other", "m m 1 1"), to)
	m := a.Agency("big1").Results[result.Self].Nodes["m"]
	if number(m.Value) != 2 || m.Coverage != 1 || m.Rule != "" || m.Measured != nil || len(m.Flags) > 0 {
		t.Errorf("m is %+v", m)
	}
	if len(a.Contradictions) > 0 {
		t.Errorf("contradictions %+v", a.Contradictions)
	}
}

// Each basis comes over by itself: 4 claimed, 3 by the assessors, 2 borne out by accepted evidence.
func TestTranslateKeepsBasesApart(t *testing.T) {
	answer := says("big1", "x", 4)
	answer.Assessed = questionnaire.Value{Number: 3, State: questionnaire.Known}
	in := small(answer)
	in.Evidence = []questionnaire.Evidence{{Agency: "big1", Indicator: "x", Level: 2, Status: "diterima"}}
	a := derivedFrom(t, in, scoring.Options{}, across(t, "test", "percent", "x p 1 0"), percentRubric())
	if want := []result.Basis{result.Self, result.Assessed, result.Accepted}; !slices.Equal(a.Options.Bases, want) {
		t.Fatalf("bases %v, want %v", a.Options.Bases, want)
	}
	if a.Options.Basis != result.Assessed {
		t.Errorf("headline %s", a.Options.Basis)
	}
	for basis, want := range map[result.Basis]float64{result.Self: 100, result.Assessed: 200.0 / 3, result.Accepted: 100.0 / 3} {
		if got := number(a.Agency("big1").Results[basis].Nodes["p"].Value); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", basis, got, want)
		}
	}
}

// Of a repeated indicator half the rows are known: so is half of what comes over.
func TestTranslateRepeated(t *testing.T) {
	first, second := says("big1", "x", 4), says("big1", "x", 0)
	first.Item, second.Item = "one", "two"
	second.Claim = questionnaire.Value{}
	in := small(first, second)
	in.Rubric.Indicator("x").Repeats = rubric.RepeatMean
	a := derivedFrom(t, in, scoring.Options{}, across(t, "test", "percent", "x p 0.8 0"), percentRubric())
	// 0.8 · 1/2 = 0.4
	if p := a.Agency("big1").Results[result.Self].Nodes["p"]; number(p.Value) != 100 || p.Coverage != 0.4 || number(p.Low) != 40 {
		t.Errorf("p is %+v", p)
	}
}

// A rubric that counts unknowns at the bottom counts the unknown part of what comes over there too, and says so: half
// of p is known to be 100, so p is 50.
func TestTranslateUnknownAtBottom(t *testing.T) {
	to := percentRubric()
	to.Unknown = rubric.Bottom
	a := derivedFrom(t, small(says("big1", "x", 4)), scoring.Options{}, across(t, "test", "percent", "x p 0.5 0"), to)
	p := a.Agency("big1").Results[result.Self].Nodes["p"]
	if number(p.Value) != 50 || !slices.Contains(p.Flags, result.FlagUnknownAtBottom) {
		t.Errorf("p is %+v", p)
	}
}

// Where an answer stands, by what it was brought over and why goes into the result and the evidence.
func TestTranslateCanBeFollowedHome(t *testing.T) {
	answer := says("big1", "x", 4)
	answer.Place, answer.Note, answer.Respondent = diag.Place{File: "a.csv", Line: 7, Column: 3}, "rahasia", "K1"
	brought, err := scoring.Translate(small(answer), scoring.Options{}, across(t, "test", "percent", "x p 0.5 0", "z p 0.2 0"), percentRubric(), "en")
	if err != nil {
		t.Fatal(err)
	}
	records, err := scoring.Records(brought, nil)
	if err != nil {
		t.Fatal(err)
	}
	hundred := 100.0
	want := []result.Record{
		{
			Kind: result.KindAnswer, Agency: "big1", Indicator: "p", Place: answer.Place, Note: "because x p 0.5 0",
			Visibility: "public", Claim: &hundred, Via: "x", Strength: 0.5,
		},
		{
			Kind: result.KindAnswer, Agency: "big1", Indicator: "p", Note: "because z p 0.2 0",
			Visibility: "public", ClaimState: "unknown", Via: "z", Strength: 0.2,
		},
	}
	if diff := cmp.Diff(want, slices.Collect(records)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	a, err := scoring.Assess(brought, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := a.Agency("big1").Results[result.Self].Nodes["p"]
	via := []result.Via{
		{Indicator: "x", Strength: 0.5, Value: &hundred, Coverage: 1},
		{Indicator: "z", Strength: 0.2, Reason: "unknown"},
	}
	if diff := cmp.Diff(via, p.Via); diff != "" {
		t.Errorf("via (-want +got):\n%s", diff)
	}
	if len(p.Notes) > 0 || p.N != 0 {
		t.Errorf("the crosswalk speaks as a respondent: %+v", p)
	}
	if a.DerivedFrom.Rubric != "test" || a.DerivedFrom.Version != "1" || a.Options.Crosswalk.ID != "test-percent" {
		t.Errorf("derived from %+v by %+v", a.DerivedFrom, a.Options.Crosswalk)
	}
}

// A government about which nobody said anything is rolled up from its agencies, in the second rubric too, even where
// an indicator does not apply to its kind.
func TestTranslateRollup(t *testing.T) {
	in := small(says("office", "x", 4))
	in.Agencies = agency.NewList([]*agency.Agency{one("gov", "gov", "", 1), one("office", "big", "gov", 1)}, []string{"type"})
	in.Rubric.Indicator("x").AppliesTo = map[string][]string{"type": {"big"}}
	a := derivedFrom(t, in, scoring.Options{Rollup: scoring.RollupMean}, across(t, "test", "percent", "x p 1 0"), percentRubric())
	gov := a.Agency("gov")
	if gov.Source != result.RolledUp || number(gov.Results[result.Self].Nodes["p"].Value) != 100 {
		t.Errorf("the government is %s with %+v", gov.Source, gov.Results[result.Self].Nodes["p"])
	}
}

func TestTranslateRefuses(t *testing.T) {
	in := small(says("big1", "x", 4))
	for _, c := range []struct {
		name, want string
		walk       *crosswalk.Crosswalk
	}{
		{"a crosswalk to elsewhere", "does not lead there", across(t, "test", "other", "x p 1 0")},
		{"a crosswalk the wrong way", "does not lead there", across(t, "percent", "test", "p x 1 0")},
		{"an indicator nobody has", "does not have", across(t, "test", "percent", "x nowhere 1 0")},
	} {
		if _, err := scoring.Translate(in, scoring.Options{}, c.walk, percentRubric(), "id"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	brought, err := scoring.Translate(in, scoring.Options{}, across(t, "test", "percent", "x p 1 0"), percentRubric(), "id")
	if err != nil {
		t.Fatal(err)
	}
	brought.Answers = append(brought.Answers, says("big1", "p", 50))
	if _, err := scoring.Assess(brought, scoring.Options{}); err == nil {
		t.Error("answers given and answers brought over were mixed")
	}
}

// What the evidence file keeps of an answer is all it takes to compute the assessment again.
func TestTranslateSurvivesTheEvidenceFile(t *testing.T) {
	first, second := says("big1", "x", 4), says("big1", "x", 0)
	first.Item, second.Item = "one", "two"
	second.Claim = questionnaire.Value{}
	second.Assessed = questionnaire.Value{Number: 2, State: questionnaire.Known}
	in := small(first, second, says("big1", "y", 3), notApplicable("small1", "y"))
	in.Rubric.Indicator("x").Repeats = rubric.RepeatMean
	in.Evidence = []questionnaire.Evidence{{Agency: "big1", Indicator: "y", Level: 2, Status: "diterima"}}
	brought, err := scoring.Translate(in, scoring.Options{}, across(t, "test", "percent", "x p 0.8 0", "y q 0.7 0"), percentRubric(), "id")
	if err != nil {
		t.Fatal(err)
	}
	records, err := scoring.Records(brought, nil)
	if err != nil {
		t.Fatal(err)
	}
	byCell := map[[3]string]questionnaire.Answer{}
	for _, a := range brought.Answers {
		byCell[[3]string{a.Agency, a.Indicator, a.Derived.Via}] = a
	}
	shares := 0
	for r := range records {
		a := byCell[[3]string{r.Agency, r.Indicator, r.Via}]
		if diff := cmp.Diff(a.Derived, scoring.Brought(r)); diff != "" {
			t.Errorf("%s %s (-brought over +read back):\n%s", r.Agency, r.Indicator, diff)
		}
		shares += len(r.Known)
	}
	if shares == 0 {
		t.Error("no record has a share, so the test says little")
	}
	if scoring.Brought(result.Record{Kind: result.KindAnswer}) != nil {
		t.Error("an answer that was given is taken for one brought over")
	}
}

// drawInput draws answers to the test rubric for a few agencies: levels, n/a, don't know and silence, of several
// respondents, some with the assessors' values, some measured.
func drawInput(t *rapid.T) scoring.Input {
	in := small()
	in.Rubric = testRubric(rapid.SampledFrom([]rubric.Rule{rubric.RuleCap, rubric.RuleMeasured, rubric.RuleMean}).Draw(t, "rule"))
	in.Rubric.Indicator("y").Repeats = rubric.RepeatMean
	if rapid.Bool().Draw(t, "bottom") {
		in.Rubric.Unknown = rubric.Bottom
	}
	value := rapid.Custom(func(t *rapid.T) questionnaire.Value {
		v := questionnaire.Value{State: questionnaire.State(rapid.IntRange(0, 2).Draw(t, "state"))}
		if v.State == questionnaire.Known {
			v.Number = float64(rapid.IntRange(1, 4).Draw(t, "level"))
		}
		return v
	})
	for _, who := range []string{"big1", "small1"} {
		for _, id := range []string{"x", "y", "z", "m"} {
			for k := range rapid.IntRange(0, 2).Draw(t, "answers") {
				a := by(says(who, id, 0), fmt.Sprint("R", k), []string{"key", "staff"}[k])
				if id == "y" {
					a.Item = fmt.Sprint(k)
				}
				a.Claim, a.Assessed = value.Draw(t, "claim"), value.Draw(t, "assessed")
				in.Answers = append(in.Answers, a)
			}
		}
		if rapid.Bool().Draw(t, "measured") {
			in.Measurements = append(in.Measurements, measured(who, rapid.Float64Range(80, 100).Draw(t, "uptime"), 1))
		}
	}
	return in
}

// A rubric brought over to itself, each indicator to itself, gives the very same numbers on every basis. At half the
// strength values stay and coverage halves.
func TestTranslateToItself(t *testing.T) {
	pairs := func(strength string) []string {
		var out []string
		for _, id := range []string{"x", "y", "z", "m"} {
			out = append(out, id+" "+id+" "+strength+" 1")
		}
		return out
	}
	rapid.Check(t, func(rt *rapid.T) {
		in := drawInput(rt)
		in.Rubric.MinCoverage = 0
		want, err := scoring.Assess(in, scoring.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		self := *in.Rubric
		whole := derivedFrom(t, in, scoring.Options{}, across(t, "test", "test", pairs("1")...), &self)
		half := derivedFrom(t, in, scoring.Options{}, across(t, "test", "test", pairs("0.5")...), &self)
		for i, one := range want.Agencies {
			for basis, s := range one.Results {
				got, halved := whole.Agencies[i].Results[basis], half.Agencies[i].Results[basis]
				if got == nil { // nothing at all is known on it
					continue
				}
				if diff := cmp.Diff(s.Rank, got.Rank); diff != "" {
					rt.Errorf("%s %s: rank (-want +got):\n%s", one.ID, basis, diff)
				}
				sameNumbers(rt, one.ID+" index", &s.Index, &got.Index)
				for id, n := range s.Nodes {
					sameNumbers(rt, one.ID+" "+id, n, got.Nodes[id])
				}
				if c := halved.Index.Coverage; math.Abs(c-s.Index.Coverage/2) > 1e-12 {
					rt.Errorf("%s: at half the strength the coverage is %v, of %v", one.ID, c, s.Index.Coverage)
				}
				if in.Rubric.Unknown == rubric.Renormalise && s.Index.Value != nil && math.Abs(*s.Index.Value-*halved.Index.Value) > 1e-12 {
					rt.Errorf("%s: at half the strength the index is %v, was %v", one.ID, *halved.Index.Value, *s.Index.Value)
				}
			}
		}
	})
}

func sameNumbers(t *rapid.T, what string, want, got *result.Node) {
	for _, n := range []struct {
		name      string
		want, got *float64
	}{
		{"value", want.Value, got.Value},
		{"low", want.Low, got.Low},
		{"high", want.High, got.High},
		{"coverage", &want.Coverage, &got.Coverage},
		{"weight", &want.Weight, &got.Weight},
	} {
		if (n.want == nil) != (n.got == nil) || (n.want != nil && *n.want != *n.got) {
			t.Errorf("%s: %s is %v, want %v", what, n.name, number(n.got), number(n.want))
		}
	}
	if want.Reason != got.Reason || want.Band != got.Band {
		t.Errorf("%s: %q %q, want %q %q", what, got.Reason, got.Band, want.Reason, want.Band)
	}
}

// However much is known, what comes over lies on the target's scale, its bounds hold it, and coverage never exceeds
// that of full strength.
func TestTranslateStaysInBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := drawInput(rt)
		var pairs []string
		for _, from := range []string{"x", "y", "z", "m"} {
			for _, to := range []string{"p", "q", "r"} {
				pairs = append(pairs, fmt.Sprintf("%s %s %v 0", from, to, float64(rapid.IntRange(0, 10).Draw(rt, from+to))/10))
			}
		}
		c := across(t, "test", "percent", pairs...)
		if len(c.Links("test", "percent")) == 0 {
			return
		}
		to := percentRubric()
		to.Unknown = in.Rubric.Unknown
		a := derivedFrom(t, in, scoring.Options{}, c, to)
		for _, one := range a.Agencies {
			for _, s := range one.Results {
				for id, n := range s.Nodes {
					if n.Coverage < 0 || n.Coverage > 1+1e-12 {
						rt.Errorf("%s %s: coverage %v", one.ID, id, n.Coverage)
					}
					if n.Value != nil && (*n.Value < *n.Low-1e-9 || *n.Value > *n.High+1e-9 || *n.Low < 0 || *n.High > 100+1e-9) {
						rt.Errorf("%s %s: %v within %v–%v", one.ID, id, *n.Value, *n.Low, *n.High)
					}
				}
			}
		}
	})
}
