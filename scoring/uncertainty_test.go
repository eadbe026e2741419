package scoring_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// asked gives what a respondent of a role said.
func asked(id, indicator, role, who string, value float64) questionnaire.Answer {
	a := says(id, indicator, value)
	a.Role, a.Respondent = role, who
	return a
}

// uncertainInput has four agencies on two numbers from 0 to 4. a and b are asked five times each and differ little; c
// knows y only; d is far below. Invented.
func uncertainInput(t testing.TB) scoring.Input {
	t.Helper()
	r, problems := rubric.Parse("r.yaml", []byte(`{schema: siap/rubric/1, id: r, version: "1", title: {id: R, en: R}, scale: {min: 0, max: 4},
min_coverage: 0, roles: [{id: k, title: {id: K, en: K}}], groups: [type], bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: x, title: {id: X, en: X}, question: {id: X?, en: X?}, answer: {kind: number}},
{id: y, title: {id: Y, en: Y}, question: {id: Y?, en: Y?}, answer: {kind: number}}]}`))
	if r == nil {
		t.Fatal(problems.All())
	}
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{
		one("a", "big", "", 1), one("b", "big", "", 1), one("c", "small", "", 1), one("d", "small", "", 1),
	}, []string{"type"})}
	for i, who := range []string{"1", "2", "3", "4", "5"} {
		in.Answers = append(in.Answers,
			asked("a", "x", "k", who, []float64{4, 4, 3, 2, 2}[i]), asked("b", "x", "k", who, []float64{2, 3, 3, 3, 3}[i]))
	}
	in.Answers = append(in.Answers, says("a", "y", 3), says("b", "y", 3), says("c", "y", 2.5), says("d", "x", 0.5), says("d", "y", 0.5))
	return in
}

func assessed(t testing.TB, in scoring.Input, opts scoring.Options) *result.Assessment {
	t.Helper()
	a, err := scoring.Assess(in, opts)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestUncertaintyOfPlaces(t *testing.T) {
	opts := scoring.Options{Uncertainty: result.DefaultUncertainty(), Seed: 7}
	a := assessed(t, uncertainInput(t), opts)
	r := a.Robust
	if r == nil || r.Draws != 1024 || r.Seed != 7 || r.Basis != result.Self {
		t.Fatalf("drawn %+v", r)
	}
	// Respondents of a and b differ; c alone has an unknown; nothing is measured; weights concern all.
	var told []string
	for _, s := range r.Sources {
		told = append(told, s.ID+" "+string(rune('0'+s.Agencies)))
	}
	if want := []string{"weights 4", "respondents 2", "measurement 0", "unknowns 1"}; !slices.Equal(told, want) {
		t.Errorf("sources %v, want %v", told, want)
	}
	places := map[string]result.Rank{}
	for _, one := range a.Agencies {
		rank := one.Results[result.Self].Rank
		places[one.ID] = rank
		if i := rank.Interval; i.Method != result.IntervalDraws || i.Best > rank.Overall || i.Worst < rank.Overall {
			t.Errorf("%s at %d lies in %+v", one.ID, rank.Overall, i)
		}
		sum := 0
		for _, n := range rank.Spread.Counts {
			sum += n
		}
		if sum != r.Draws {
			t.Errorf("%s has places in %d of %d draws", one.ID, sum, r.Draws)
		}
		if rank.Possible == nil || rank.Possible.Method != result.IntervalBounds {
			t.Errorf("%s has the bounds %+v", one.ID, rank.Possible)
		}
		if g := rank.Groups["type"]; g.Interval == nil || g.Interval.Worst > g.Of {
			t.Errorf("%s is in its group at %+v", one.ID, g)
		}
	}
	// a and b, both at 3 + 3 and 2.8 + 3, cannot be told apart; d, at 0.5 everywhere, is last whatever is drawn: c's x
	// is at least 0, and its mean with 2.5 then about 1.25.
	if places["a"].Tie != 1 || places["b"].Tie != 1 || places["d"].Tie == 1 {
		t.Errorf("groups %d %d %d %d", places["a"].Tie, places["b"].Tie, places["c"].Tie, places["d"].Tie)
	}
	if d := places["d"]; d.Interval.Best != 4 || d.Interval.Worst != 4 || d.Spread.Mean != 4 || d.Spread.Error != 0 {
		t.Errorf("d is at %+v", d.Spread)
	}
	if p := places["a"].Spread.Above; p == nil || *p < 0.5 || *p > 0.95 {
		t.Errorf("a is above b in %v of the draws", p)
	}
	if len(r.Factors) != 3 || len(r.LeaveOut) != 2 || len(r.Overtakes) != 3 {
		t.Errorf("%d factors, %d left out, %d overtakes", len(r.Factors), len(r.LeaveOut), len(r.Overtakes))
	}
	// Without the third of a's respondents, a's x is (4+4+2+2)/4 = 3: as with all; without the first it is 2.75 < 2.8.
	i := slices.IndexFunc(r.Respondents, func(l result.LeaveRespondent) bool { return l.Agency == "a" })
	if i < 0 || r.Respondents[i].Place != 2 || r.Respondents[i].Role != "k" || r.Respondents[i].Respondent != "1" {
		t.Errorf("without one respondent each: %+v", r.Respondents)
	}
	// b is never better than a on x alone, and level on y: no weights turn them round.
	if o := r.Overtakes[0]; o.Upper != "a" || o.Lower != "b" || o.Spread != nil || o.Reason != "never" {
		t.Errorf("overtaking %+v", o)
	}
}

// The same on one core, and in any order of the answers.
func TestUncertaintyIsReproducible(t *testing.T) {
	opts := scoring.Options{Uncertainty: result.DefaultUncertainty(), Seed: 3}
	opts.Uncertainty.Methods = result.VariedMethods{
		Normalise: []string{"rubric", "min_max"}, Impute: []string{"rubric", "median"}, Aggregate: []string{"rubric", "geometric"},
		Weights: []string{"rubric", "equal"},
	}
	want := assessed(t, uncertainInput(t), opts)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	in := uncertainInput(t)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(in.Answers), func(i, j int) { in.Answers[i], in.Answers[j] = in.Answers[j], in.Answers[i] })
	got := assessed(t, in, opts)
	if diff := cmp.Diff(want.Robust, got.Robust); diff != "" {
		t.Errorf("on one core (-many +one):\n%s", diff)
	}
	for u := range want.Agencies {
		if diff := cmp.Diff(want.Agencies[u].Results[result.Self].Rank, got.Agencies[u].Results[result.Self].Rank); diff != "" {
			t.Errorf("%s (-many +one):\n%s", want.Agencies[u].ID, diff)
		}
	}
	var methods []string
	for _, s := range want.Robust.Sources {
		if s.ID == result.SourceMethods {
			methods = append(methods, s.Method)
		}
	}
	if !slices.Equal(methods, []string{"normalise", "impute", "aggregate", "weights"}) {
		t.Errorf("varied %v", methods)
	}
}

// What is drawn of an agency's respondents has the mean of what they said, and the standard deviation that the
// bootstrap has: that of the values, with n, over √n.
func TestBootstrapHasTheRightSpread(t *testing.T) {
	in := uncertainInput(t)
	opts := scoring.Options{Uncertainty: result.Uncertainty{Draws: 8192, Respondents: true}, Seed: 1}
	a := assessed(t, in, opts)
	// a's x: 4 4 3 2 2, mean 3, variance (1+1+0+1+1)/5 = 0.8, over √5: 0.4; the index is half of x and half of y = 3.
	s := a.Agency("a").Results[result.Self].Rank.Spread
	if low, high := 3-1.645*0.2, 3+1.645*0.2; math.Abs(s.Low-low) > 0.06 || math.Abs(s.High-high) > 0.06 {
		t.Errorf("the index lies in %v–%v, want about %v–%v", s.Low, s.High, low, high)
	}
}

// Measurements move within their error: an error of 0.1 on half of the index moves it by 0.05.
func TestMeasurementError(t *testing.T) {
	r, problems := rubric.Parse("r.yaml", []byte(`{schema: siap/rubric/1, id: r, version: "1", title: {id: R, en: R}, scale: {min: 0, max: 4},
min_coverage: 0, metrics: [{id: m, title: {id: M, en: M}, unit: "1", expected: once}], bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: x, title: {id: X, en: X}, measure: {metric: m, reduction: last, rule: measured, error: 0.1, breakpoints: [{at: 0, score: 0}, {at: 4, score: 4}]}},
{id: y, title: {id: Y, en: Y}, question: {id: Y?, en: Y?}, answer: {kind: number}}]}`))
	if r == nil {
		t.Fatal(problems.All())
	}
	in := scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("a", "", "", 1), one("b", "", "", 1)}, nil),
		Answers: []questionnaire.Answer{says("a", "y", 2), says("b", "y", 2)},
		Measurements: []telemetry.Measurement{
			{Agency: "a", Indicator: "x", Metric: "m", Reduction: rubric.ReduceLast, Value: 2, Samples: 1, Expected: 1, Coverage: 1},
			{Agency: "b", Indicator: "x", Metric: "m", Reduction: rubric.ReduceLast, Value: 1, Samples: 1, Expected: 1, Coverage: 1},
		},
	}
	a := assessed(t, in, scoring.Options{Uncertainty: result.Uncertainty{Draws: 8192, Measurement: true}})
	s := a.Agency("a").Results[result.Self].Rank.Spread
	if low, high := 2-1.645*0.05, 2+1.645*0.05; math.Abs(s.Low-low) > 0.005 || math.Abs(s.High-high) > 0.005 {
		t.Errorf("the index lies in %v–%v, want about %v–%v", s.Low, s.High, low, high)
	}
}

// Governments have the mean of their agencies' indexes in every draw.
func TestUncertaintyRollsUp(t *testing.T) {
	in := uncertainInput(t)
	list := append(in.Agencies.All(), one("g", "gov", "", 1), one("h", "gov", "", 1))
	for u, parent := range []string{"g", "g", "h", "h"} {
		list[u].Parent = parent
	}
	in.Agencies = agency.NewList(list, nil)
	a := assessed(t, in, scoring.Options{Uncertainty: result.DefaultUncertainty(), Rollup: scoring.RollupMean})
	g, h := a.Agency("g").Results[result.Self].Rank, a.Agency("h").Results[result.Self].Rank
	if g.Overall != 1 || h.Overall != 2 || g.Interval.Method != result.IntervalDraws || g.Spread == nil || g.Spread.High <= g.Spread.Low {
		t.Errorf("governments are at %+v and %+v", g, h)
	}
	if g.Interval.Worst != 1 || h.Interval.Best != 2 {
		t.Errorf("g is in %+v, h in %+v", g.Interval, h.Interval)
	}
}

// One agency, none with a score, and nothing uncertain: no draws fail, and nothing is made up.
func TestUncertaintyOfLittle(t *testing.T) {
	r := scoredBy(t, "{method: as_is}", "")
	for name, values := range map[string][]float64{"one": {3}, "two the same": {3, 3}} {
		a := assessed(t, answered(r, values...), scoring.Options{Uncertainty: result.DefaultUncertainty()})
		for _, one := range a.Agencies {
			if rank := one.Results[result.Self].Rank; rank.Interval.Best != 1 || rank.Interval.Worst != 1 {
				t.Errorf("%s: %+v", name, rank)
			}
		}
	}
	in := answered(r, math.NaN())
	in.Answers = nil
	if a := assessed(t, in, scoring.Options{Uncertainty: result.DefaultUncertainty()}); a.Robust != nil {
		t.Errorf("nobody has a score, yet %+v", a.Robust)
	}
}
