package view

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/result"
)

func pt(x float64) *float64 { return &x }

// tree is two dimensions of weights 3 and 1 with two and one indicators, on a scale of 1 to 4.
func tree() *rubric.Rubric {
	levels := []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	for i := range levels {
		levels[i].Text = rubric.Text{ID: "uraian", EN: "descriptor"}
	}
	leaf := func(id string, effort int) *rubric.Node {
		n := &rubric.Node{ID: id, Title: rubric.Text{ID: "Indikator " + id, EN: "Indicator " + id}, Weight: 1, Levels: levels}
		for _, to := range []float64{2, 3, 4} {
			n.Actions = append(n.Actions, rubric.Action{To: to, Effort: effort, Text: rubric.Text{ID: "Naikkan " + id, EN: "Lift " + id}})
		}
		return n
	}
	a1 := leaf("a1", 1)
	a1.Measure = &rubric.Measure{Metric: "portal_uptime", Reduction: rubric.ReduceMean, Rule: rubric.RuleCap, MinCoverage: 0.8}
	r := &rubric.Rubric{
		ID: "uji", Version: "1.0", Title: rubric.Text{ID: "Rubrik uji", EN: "Test rubric"},
		Source: rubric.Source{Status: "unverified"},
		Scale:  rubric.Scale{Min: 1, Max: 4}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"}, MinCoverage: 0.4,
		Bands: []rubric.Band{
			{ID: "buruk", From: 1, Title: rubric.Text{ID: "Buruk", EN: "Bad"}},
			{ID: "baik", From: 2.6, Title: rubric.Text{ID: "Baik", EN: "Good"}},
			{ID: "unggul", From: 3.6, Title: rubric.Text{ID: "Unggul", EN: "Excellent"}},
		},
		Metrics: []rubric.Metric{{ID: "portal_uptime", Title: rubric.Text{ID: "Ketersediaan situs", EN: "Uptime of the site"}, Unit: "%"}},
		Children: []*rubric.Node{
			{ID: "a", Title: rubric.Text{ID: "Data", EN: "Data"}, Weight: 3, Children: []*rubric.Node{a1, leaf("a2", 2)}},
			{ID: "b", Title: rubric.Text{ID: "Hukum", EN: "Legal"}, Weight: 1, Children: []*rubric.Node{leaf("b1", 1)}},
		},
	}
	r.Link()
	return r
}

// scored is an agency with the values of a1, a2 and b1: a = (a1+a2)/2, index = 0.75 a + 0.25 b.
func scored(id, kind string, rank, of int, a1, a2, b1 float64) *result.Agency {
	a := (a1 + a2) / 2
	node := func(v, weight float64) *result.Node {
		return &result.Node{Value: pt(v), Low: pt(v), High: pt(v), Coverage: 1, Weight: weight, Band: "baik", N: 1}
	}
	s := &result.Scores{
		Index: *node(0.75*a+0.25*b1, 1),
		Rank: result.Rank{
			Overall: rank, Of: of, Interval: &result.Interval{Best: rank, Worst: rank, Method: "bounds"},
			Groups: map[string]result.GroupRank{"type": {Rank: rank, Of: of}},
		},
		Nodes: map[string]*result.Node{
			"a": node(a, 0.75), "b": node(b1, 0.25), "a1": node(a1, 0.5), "a2": node(a2, 0.5), "b1": node(b1, 1),
		},
	}
	return &result.Agency{
		ID: id, Name: "Dinas " + id, Type: kind, Groups: map[string]string{"type": kind}, Source: result.Direct,
		Results: map[result.Basis]*result.Scores{result.Self: s},
	}
}

func assessment(agencies ...*result.Agency) *result.Assessment {
	t := tree()
	return &result.Assessment{
		Schema: result.Schema, Tool: result.Tool{Name: "siap", Version: "uji"}, Title: "Uji", Year: 2025, Language: "id",
		Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Window: result.Window{From: "2025-01-01", To: "2026-01-01"},
		Rubric:   result.Rubric{ID: t.ID, Version: t.Version, Tree: t},
		Options:  result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}, GroupBy: []string{"type"}, Rollup: "none"},
		Agencies: agencies,
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// A group of fewer than five agencies is compared with the lower limit of the second-highest band: of three bands
// (1, 2.6, 3.6) that is 2.6. Weights in the index: a1 and a2 each 0.75 × 0.5 = 0.375, b1 0.25 × 1 = 0.25.
func TestFactorsAgainstTheBand(t *testing.T) {
	r := New(assessment(scored("x", "dinas", 1, 1, 4, 2, 1)), "id")
	a := r.Agencies[0]
	if len(a.Supporting) != 1 || a.Supporting[0].Indicator != "a1" {
		t.Fatalf("supporting: %+v", a.Supporting)
	}
	near(t, "contribution of a1: 0.375 × (4 − 2.6)", a.Supporting[0].Contribution.Value, 0.375*(4-2.6))
	if got := a.Supporting[0].Contribution.Text; got != "+0,525" {
		t.Errorf("contribution reads %q, want +0,525", got)
	}
	if len(a.Inhibiting) != 2 || a.Inhibiting[0].Indicator != "b1" || a.Inhibiting[1].Indicator != "a2" {
		t.Fatalf("inhibiting: %+v", a.Inhibiting)
	}
	near(t, "contribution of b1: 0.25 × (1 − 2.6)", a.Inhibiting[0].Contribution.Value, -0.4)
	near(t, "contribution of a2: 0.375 × (2 − 2.6)", a.Inhibiting[1].Contribution.Value, 0.375*(2-2.6))
	if want := "batas bawah predikat “Baik” (2,60)"; a.Inhibiting[0].ReferenceName != want || a.Reference.Name != want {
		t.Errorf("reference is named %q and %q, want %q", a.Inhibiting[0].ReferenceName, a.Reference.Name, want)
	}
	if a.Reference.Median {
		t.Error("the reference of one agency claims to be a median")
	}
}

// Five agencies of one type with a score are compared with their median; a sixth of another type is not counted
// among them, and has the band. a1 is 1, 2, 3, 4, 4: median 3. An agency at the median has no factor there.
func TestFactorsAgainstTheMedian(t *testing.T) {
	r := New(assessment(
		scored("p", "dinas", 1, 6, 4, 4, 4), scored("q", "dinas", 2, 6, 4, 4, 4), scored("r", "dinas", 3, 6, 3, 3, 3),
		scored("s", "dinas", 4, 6, 2, 2, 2), scored("t", "dinas", 5, 6, 1, 1, 1), scored("u", "badan", 6, 6, 1, 1, 1),
	), "en")
	byID := map[string]*Agency{}
	for _, a := range r.Agencies {
		byID[a.ID] = a
	}
	if want := "median of the group dinas (5 agencies)"; byID["p"].Reference.Name != want {
		t.Errorf("reference %q, want %q", byID["p"].Reference.Name, want)
	}
	near(t, "reference of a1 in the group", byID["p"].Supporting[0].Reference.Value, 3)
	near(t, "contribution of a1 to p: 0.375 × (4 − 3)", byID["p"].Supporting[0].Contribution.Value, 0.375)
	if n := len(byID["r"].Supporting) + len(byID["r"].Inhibiting); n != 0 {
		t.Errorf("the agency at the median has %d factors", n)
	}
	if byID["u"].Reference.Median || byID["u"].Reference.Index.Value != 2.6 {
		t.Errorf("the only badan is compared with %+v", byID["u"].Reference)
	}
	// Medians over all six: a1 is 1, 1, 2, 3, 4, 4, so (2 + 3) / 2 = 2.5.
	near(t, "median of the dimension over all", r.Dimensions[0].Median.Value, 2.5)
}

// a1 = 3.4 goes to 4 with effort 1: effect 0.375 × 0.6 = 0.225, 0.225 for each unit of effort. a2 = 2 goes to 3 with
// effort 2: 0.375, 0.1875 a unit. b1 = 4 is at the top. The index is 0.75 × 2.7 + 0.25 × 4 = 3.025.
func TestActions(t *testing.T) {
	r := New(assessment(scored("x", "dinas", 1, 1, 3.4, 2, 4)), "id")
	a := r.Agencies[0]
	if len(a.Actions) != 2 || a.Actions[0].Indicator != "a1" || a.Actions[1].Indicator != "a2" {
		t.Fatalf("actions: %+v", a.Actions)
	}
	near(t, "effect of a1", a.Actions[0].Effect.Value, 0.375*0.6)
	near(t, "effect of a2", a.Actions[1].Effect.Value, 0.375)
	near(t, "index after a2", a.Actions[1].IndexAfter.Value, 3.025+0.375)
	if a.QuickWins != 1 || !a.Actions[0].QuickWin || a.Actions[1].QuickWin {
		t.Errorf("quick wins: %d", a.QuickWins)
	}
	if len(r.Actions) != 2 || r.Actions[0].Indicator != "a1" || r.Actions[0].First != 1 {
		t.Errorf("common actions: %+v", r.Actions)
	}
}

// An indicator within the tolerance (1e-9 of the span of 3) of its top level is at the top, and one that close
// below a level has reached it.
func TestLevelsWithinTheTolerance(t *testing.T) {
	r := New(assessment(scored("x", "dinas", 1, 1, 4-1e-9, 2.9999999999, 4)), "en")
	a := r.Agencies[0]
	if len(a.Actions) != 1 || a.Actions[0].To.Value != 4 {
		t.Errorf("actions: %+v", a.Actions)
	}
	if got := a.Indicators[1].Level; got != "Level 3: descriptor" {
		t.Errorf("level reached: %q", got)
	}
}

// What is unknown has no factor, no action, no number and a reason; n/a is told apart; the agency without a score
// stands last, without a rank.
func TestUnknown(t *testing.T) {
	none := &result.Agency{
		ID: "y", Name: "Badan y", Type: "badan",
		Results: map[result.Basis]*result.Scores{result.Self: {
			Index: result.Node{Reason: result.ReasonMinCoverage, Coverage: 0.25},
			Nodes: map[string]*result.Node{
				"a": {Reason: result.ReasonMinCoverage}, "a1": {Reason: result.ReasonUnknown}, "a2": {Reason: result.ReasonNotApplicable},
				"b": {Value: pt(3), Coverage: 1, Band: "baik"}, "b1": {Value: pt(3), Coverage: 1, Weight: 1},
			},
		}},
	}
	r := New(assessment(none, scored("x", "dinas", 1, 1, 3, 3, 3)), "id")
	if r.Ranking[1].ID != "y" || r.Ranking[1].Rank != "–" || r.Ranking[1].Index.Known || r.Ranking[1].Index.Text != "–" {
		t.Fatalf("ranking: %+v", r.Ranking)
	}
	if want := "cakupan 25 % di bawah batas minimum 40 %"; r.Ranking[1].Reason != want {
		t.Errorf("reason %q, want %q", r.Ranking[1].Reason, want)
	}
	a := r.Agencies[1]
	if len(a.Supporting)+len(a.Inhibiting)+len(a.Actions) != 0 {
		t.Error("an agency without an index has factors or actions")
	}
	if !slices.Equal(a.Unknown, []string{"Indikator a1"}) || !slices.Equal(a.NotApplicable, []string{"Indikator a2"}) {
		t.Errorf("unknown %v, not applicable %v", a.Unknown, a.NotApplicable)
	}
	if c := r.HeatMap[1].Cells[0]; c.State != Unknown || c.Text != "?" {
		t.Errorf("cell of the dimension under its minimum: %+v", c)
	}
	q := r.Quality
	if q.KnownCount != 4 || q.UnknownCount != 1 || q.NotApplicableCount != 1 { // x has 3, y has b1
		t.Errorf("known %d, unknown %d, n/a %d", q.KnownCount, q.UnknownCount, q.NotApplicableCount)
	}
}

func TestContradictionInASentence(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 2.1, 3, 3))
	a.Contradictions = []result.Contradiction{{
		Agency: "x", Indicator: "a1", Basis: result.Self, Claim: 4, Measured: 2.1, Gap: 1.9,
		Metric: "portal_uptime", Reduction: rubric.ReduceMean, Value: 91.3, Unit: "%", Coverage: 0.97,
		From: "2025-01-01T00:00:00+08:00", To: "2025-12-31T00:00:00+08:00",
	}, {Agency: "x", Indicator: "a2", Basis: result.Assessed}}
	r := New(a, "id")
	if len(r.Contradictions) != 1 {
		t.Fatalf("%d contradictions, want the one of the headline basis", len(r.Contradictions))
	}
	want := "mengklaim 4,00 tetapi terukur 2,10: ketersediaan situs rata-rata 91,3\u00a0% pada 1 Januari 2025 s.d. 31 Desember 2025, cakupan 97 %"
	if got := r.Contradictions[0].Sentence; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if r.Ranking[0].Contradictions != 1 || len(r.Agencies[0].Contradictions) != 1 {
		t.Error("the agency does not have its contradiction")
	}
}

// Of one day a sentence says the day, not where a span begins.
func TestContradictionOfOneDay(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 2.1, 3, 3))
	a.Contradictions = []result.Contradiction{{
		Agency: "x", Indicator: "a1", Basis: result.Self, Claim: 4, Measured: 2.1, Gap: 1.9, Metric: "portal_uptime",
		Reduction: rubric.ReduceLast, Value: 91.3, Unit: "%", Coverage: 1, From: "2025-06-30T00:00:00+08:00", To: "2025-06-30T00:00:00+08:00",
	}}
	for lang, want := range map[string]string{
		"id": "mengklaim 4,00 tetapi terukur 2,10: ketersediaan situs terakhir 91,3\u00a0% pada 30 Juni 2025, cakupan 100 %",
		"en": "claimed 4.00 but measured 2.10: latest uptime of the site 91.3% on 30 June 2025, coverage 100%",
	} {
		if got := New(a, lang).Contradictions[0].Sentence; got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// Contradictions are gathered by indicator: how many agencies, of those that can be compared, and the widest gap.
func TestContradictedIndicators(t *testing.T) {
	with := func(a *result.Agency, indicator string, claim, measured float64, flags ...string) *result.Agency {
		n := a.Results[result.Self].Nodes[indicator]
		n.Claim, n.Measured, n.Flags = pt(claim), pt(measured), flags
		return a
	}
	x := with(with(scored("x", "dinas", 1, 4, 2, 3, 3), "a1", 4, 2), "a2", 3, 1)
	y := with(scored("y", "dinas", 2, 4, 2, 3, 3), "a1", 4, 1)
	z := with(scored("z", "dinas", 3, 4, 2, 3, 3), "a1", 2, 2)                               // no contradiction
	w := with(scored("w", "dinas", 4, 4, 2, 3, 3), "a1", 4, 1, result.FlagLowWindowCoverage) // nothing to compare with
	a := assessment(x, y, z, w)
	for _, c := range []struct {
		agency, indicator string
		claim, measured   float64
	}{{"x", "a1", 4, 2}, {"x", "a2", 3, 1}, {"y", "a1", 4, 1}} {
		a.Contradictions = append(a.Contradictions, result.Contradiction{
			Agency: c.agency, Indicator: c.indicator, Basis: result.Self, Claim: c.claim, Measured: c.measured, Gap: c.claim - c.measured,
		})
	}
	got := New(a, "en").Contradicted
	if len(got) != 2 {
		t.Fatalf("%d indicators, want 2", len(got))
	}
	if c := got[0]; c.Indicator != "a1" || c.Agencies != 2 || c.Compared != 3 || c.Widest.Agency != "y" || c.Dimension != "Data" {
		t.Errorf("first %+v", c)
	}
	if c := got[1]; c.Indicator != "a2" || c.Agencies != 1 || c.Compared != 1 || c.Widest.Gap.Value != 2 {
		t.Errorf("second %+v", c)
	}
}

// Every text of every report in both languages has its words, and no number is NaN or infinite: json.Marshal
// refuses both.
func TestNothingIsMissing(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 2, 4, 2, 1), scored("y", "dinas", 2, 2, 1, 1, 1))
	a.Options.Simulation = true
	a.Invented = &rubric.Text{}
	a.Diagnostics = []*diag.Diagnostic{{Code: "XX001", Severity: diag.Warning, Place: diag.Place{File: "a.csv", Line: 2}}}
	a.Inputs = []result.Input{{Path: "a.csv", Kind: "answers", SHA256: "00", Records: 3, LeftOut: 1, Refused: true}}
	a.Agencies[0].Results[result.Self].Nodes["a1"].Value = pt(math.NaN())
	a.Agencies[0].Results[result.Self].Nodes["a1"].Flags = []string{result.FlagClaimOnly}
	for _, lang := range []string{"id", "en"} {
		r := New(a, lang)
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		for _, word := range []string{`"view.`, "NaN", "{n}", "{name}"} {
			if strings.Contains(string(text), word) {
				i := strings.Index(string(text), word)
				t.Errorf("%s: the report holds %q: …%s…", lang, word, text[max(0, i-40):min(len(text), i+80)])
			}
		}
		if r.Invented == "" || r.Simulation == "" {
			t.Errorf("%s: invented or simulated results are not marked", lang)
		}
	}
}

// No agencies at all, and a rubric without anything, give a report that says so.
func TestEmpty(t *testing.T) {
	for name, a := range map[string]*result.Assessment{
		"no agencies": assessment(),
		"no tree":     {Options: result.Options{Basis: result.Self}},
		"no results":  assessment(&result.Agency{ID: "x"}),
	} {
		r := New(a, "id")
		if len(r.Summary) == 0 {
			t.Errorf("%s: no summary", name)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 2, 4, 2, 1), scored("x.", "dinas", 2, 2, 1, 1, 1))
	a.Agencies[0].Name = "a\u202Eb\x00c\nd" + strings.Repeat("é", 5000)
	r := New(a, "id")
	name := r.Ranking[0].Name
	if n := len([]rune(name)); n != nameLimit {
		t.Errorf("the name has %d characters, want %d", n, nameLimit)
	}
	if strings.ContainsAny(name, "\u202E\x00\n") || !strings.HasPrefix(name, "a\uFFFDb\uFFFDc d") {
		t.Errorf("name %q", name)
	}
	if r.Ranking[0].Anchor == r.Ranking[1].Anchor {
		t.Error("two agencies share an anchor")
	}
}

// A share just under all, or just above nothing, is never rounded to it.
func TestCoverageIsNotRoundedAway(t *testing.T) {
	b := newBuilder(assessment(), "en")
	for share, want := range map[float64]string{1: "100%", 0.9999: "99%", 0.0001: "1%", 0: "0%", 0.5: "50%"} {
		if got := b.coverage(share).Text; got != want {
			t.Errorf("%v reads %s, want %s", share, got, want)
		}
	}
}

// Two agencies at 3.1 share rank 1.
func TestTies(t *testing.T) {
	r := New(assessment(scored("x", "dinas", 1, 2, 3, 3, 3), scored("y", "dinas", 1, 2, 3, 3, 3)), "en")
	if r.Ranking[0].Rank != "1=" || !r.Ranking[1].Tied {
		t.Errorf("ranks %q and %q", r.Ranking[0].Rank, r.Ranking[1].Rank)
	}
	if !slices.ContainsFunc(r.Summary, func(s string) bool { return strings.Contains(s, "2 agencies share the first place") }) {
		t.Errorf("the summary does not tell of the tie: %v", r.Summary)
	}
}

// Without levels an action leads to a value: of 3.4 the lowest one above it, 3.5, though another is named first.
func TestActionsWithoutLevels(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 3.4, 2, 4))
	leaf := a.Rubric.Tree.Node("a1")
	leaf.Levels = nil
	leaf.Actions = []rubric.Action{{To: 4, Effort: 1}, {To: 3.5, Effort: 1, Text: rubric.Text{ID: "sedikit", EN: "a little"}}, {To: 3, Effort: 1}}
	for _, action := range New(a, "id").Agencies[0].Actions {
		if action.Indicator == "a1" {
			near(t, "effect", action.Effect.Value, 0.375*(3.5-3.4))
			if action.Text != "sedikit" {
				t.Errorf("action %q", action.Text)
			}
			return
		}
	}
	t.Error("there is no action")
}

// Where an indicator is a dimension itself its name is not said twice.
func TestFlatRubric(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 4, 2, 1))
	a.Rubric.Tree.Children = a.Rubric.Tree.Children[0].Children
	a.Rubric.Tree.Link()
	for _, f := range New(a, "id").Agencies[0].Supporting {
		if f.Dimension != "" {
			t.Errorf("%s lies in the dimension %s", f.Title, f.Dimension)
		}
	}
}
