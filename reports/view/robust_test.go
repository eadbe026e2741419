package view

import (
	"strings"
	"testing"

	"siap/scoring/result"
)

// four are agencies with indices 3.5, 3.0, 2.5 and 2.0 (all of a, b and c alike) whose bounds are set by hand.
func four(bounds ...[2]float64) *result.Assessment {
	var agencies []*result.Agency
	for i, id := range []string{"w", "x", "y", "z"} {
		v := 3.5 - 0.5*float64(i)
		a := scored(id, "dinas", i+1, 4, v, v, v)
		s := a.Results[result.Self]
		s.Index.Low, s.Index.High = pt(bounds[i][0]), pt(bounds[i][1])
		agencies = append(agencies, a)
	}
	return assessment(agencies...)
}

// Without draws a group is who may still draw level with its best: w at least 3.2, so x with at most 3.3 may, y with at
// most 2.8 may not and begins the next; z with at most 2.5 reaches y's 2.4.
func TestTiesByBounds(t *testing.T) {
	r := New(four([2]float64{3.2, 3.6}, [2]float64{2.9, 3.3}, [2]float64{2.4, 2.8}, [2]float64{1.9, 2.5}), "id")
	for i, want := range []struct{ tie, size int }{{1, 2}, {1, 2}, {2, 2}, {2, 2}} {
		if row := r.Ranking[i]; row.Tie != want.tie || row.TieSize != want.size || row.Method != result.IntervalBounds {
			t.Errorf("%s is in group %d of %d by %q, want group %d of %d", row.Name, row.Tie, row.TieSize, row.Method, want.tie, want.size)
		}
	}
	if want := "tidak dapat dibedakan dari 1 instansi lain"; !strings.Contains(r.Finding, want) || !strings.Contains(r.Agencies[0].Sentence, "1 instansi lain") {
		t.Errorf("finding %q, profile %q; want them to say %q", r.Finding, r.Agencies[0].Sentence, want)
	}
	exact := New(four([2]float64{3.5, 3.5}, [2]float64{3, 3}, [2]float64{2.5, 2.5}, [2]float64{2, 2}), "en")
	for i, row := range exact.Ranking {
		if row.Tie != i+1 || row.TieSize != 1 {
			t.Errorf("with nothing unknown %s is in group %d of %d", row.Name, row.Tie, row.TieSize)
		}
	}
	if want := "Of 4 agencies, 4 are rated Good. Dinas w leads (3.50)."; exact.Finding != want {
		t.Errorf("finding %q, want %q", exact.Finding, want)
	}
}

// drawnFour has draws for them; all of its numbers are invented.
func drawnFour() *result.Assessment {
	a := four([2]float64{3.5, 3.5}, [2]float64{3, 3}, [2]float64{2.5, 2.5}, [2]float64{2, 2})
	for i, agency := range a.Agencies {
		rank := &agency.Results[result.Self].Rank
		rank.Interval = &result.Interval{Best: max(i, 1), Worst: min(i+2, 4), Method: result.IntervalDraws}
		rank.Possible = &result.Interval{Best: i + 1, Worst: i + 1, Method: result.IntervalBounds}
		rank.Tie = 1 + i/2
		rank.Spread = &result.Spread{Median: float64(i + 1), Mean: float64(i) + 1.25, Error: 0.02, First: i + 1, Counts: []int{900, 100}, Low: 1.9, High: 3.6, Above: pt(0.875)}
		group := rank.Groups["type"]
		group.Interval = &result.Interval{Best: 1, Worst: 3, Method: result.IntervalDraws}
		rank.Groups["type"] = group
	}
	a.Agencies[3].Results[result.Self].Rank.Spread.Above = nil
	a.Robust = &result.Robust{
		Basis: result.Self, Draws: 10000, Shifts: 10, Seed: 7, Level: 0.9, Apart: 0.95, Shift: 0.8, Error: 0.02,
		Sources: []result.Source{
			{ID: result.SourceWeights, Method: "uniform", Parameter: 0.25, Agencies: 4},
			{ID: result.SourceRespondents, Method: "bootstrap", Agencies: 3},
			{ID: result.SourceMethods, Choices: []string{"arithmetic", "geometric"}, Agencies: 4},
		},
		Factors: []result.Factor{{
			ID: "methods.aggregate", First: result.Estimate{Value: 0.5, Low: 0.45, High: 0.55}, Total: result.Estimate{Value: 0.62, Low: 0.58, High: 0.66},
		}, {ID: result.SourceWeights, Total: result.Estimate{Value: 0.3, Low: 0.2, High: 0.4}}},
		LeaveOut: []result.LeaveOut{
			{Node: "a", Shift: 1.5, Largest: 3, Agency: "z", Place: 1}, {Node: "a1", Shift: 0.5, Largest: 1, Agency: "x", Place: 1}, {Node: "b"},
		},
		Overtakes: []result.Overtake{
			{Upper: "w", Lower: "x", Spread: pt(0.123), Node: "b", From: 1, To: 2.5}, {Upper: "x", Lower: "y"}, {Upper: "y", Lower: "z", Reason: "methods_differ"},
		},
	}
	return a
}

func TestRobust(t *testing.T) {
	a := drawnFour()
	r := New(a, "en")
	if row := r.Ranking[1]; row.Interval != "1–3" || row.Method != result.IntervalDraws || row.Possible != "2" || row.Tie != 1 || row.TieSize != 2 {
		t.Errorf("second row: %s by %q, possible %q, group %d of %d", row.Interval, row.Method, row.Possible, row.Tie, row.TieSize)
	}
	if g := r.Ranking[1].Groups[0]; g.Text != "2/4" || g.Interval != "1–3" {
		t.Errorf("place in its group %q, interval %q", g.Text, g.Interval)
	}
	s := r.Ranking[0].Spread
	if s == nil || s.Mean.Text != "1.3" || s.Above.Text != "88%" || s.Low.Text != "1.90" || r.Ranking[3].Spread.Above.Known {
		t.Errorf("spread %+v", s)
	}
	got := strings.Join(r.Robust.Sentences, "\n")
	for _, want := range []string{
		"weights, choice of respondents and choice of methods were varied at random 10,000 times", "holds 90% of the outcomes",
		"an agency moves 0.8 places", "4 of 4 agencies cannot be told apart", "holds in 95% of the draws",
		"choice of methods: aggregation: 62% of the variance of the shifts, with interactions (interval 58%–66%)",
		"Without Data an agency moves 1.5 places on average; Dinas z moves furthest, by 3 places to place 1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the sentences lack %q:\n%s", want, got)
		}
	}
	if text := r.Robust.Sources[0].Text; text != "each weight changes by up to ±25%" {
		t.Errorf("weights: %q", text)
	}
	if text := r.Robust.Sources[1].Text; text != "each agency's respondents are drawn again with replacement within their roles; concerns 3 agencies" {
		t.Errorf("respondents: %q", text)
	}
	for i, want := range []string{
		"Dinas x draws level with Dinas w once weights may change by ±12.3%. If only one weight changes, it happens when that of Legal goes from 1 to 2.5.",
		"No change of weights up to ±100% brings Dinas y level with Dinas x.", "was not computed: methods differ.",
	} {
		if got := r.Robust.Overtakes[i].Sentence; !strings.Contains(got, want) {
			t.Errorf("overtake %d reads %q, want %q", i, got, want)
		}
	}
	if left := r.Robust.LeftOut(); len(left) != 2 || left[0].ID != "a" || left[1].Depth != 1 || !left[1].Indicator {
		t.Errorf("left out %+v", left)
	}
	for _, want := range []string{"Dinas w is ranked first with an index of 3.50; allowing for what is uncertain"} {
		if !strings.Contains(strings.Join(r.Summary, "\n"), want) {
			t.Errorf("the summary lacks %q: %q", want, r.Summary)
		}
	}
	if method := r.Method.Paragraphs; !strings.Contains(textOf(method), "90% of 10,000 draws") {
		t.Errorf("the method does not say what an interval is: %s", textOf(method))
	}
	// Nothing is left without words in either language, and nobody it does not know breaks it.
	a.Robust.LeaveOut = append(a.Robust.LeaveOut, result.LeaveOut{Node: "gone", Largest: 1, Agency: "nobody"})
	a.Robust.Overtakes = append(a.Robust.Overtakes, result.Overtake{Upper: "nobody", Lower: "w", Node: "gone"})
	a.Robust.Sources = append(a.Robust.Sources, result.Source{ID: "moon", Method: "full", Parameter: 0.5})
	for _, lang := range []string{"id", "en"} {
		if text := strings.Join(New(a, lang).Robust.Sentences, " "); strings.Contains(text, "view.") || strings.Contains(text, "{") {
			t.Errorf("%s: %s", lang, text)
		}
	}
	if New(assessment(scored("x", "dinas", 1, 1, 4, 2, 1)), "id").Robust != nil {
		t.Error("without draws there is something on them")
	}
}

func textOf(paragraphs []Paragraph) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}

func TestFinding(t *testing.T) {
	if got := New(assessment(scored("x", "dinas", 1, 1, 4, 4, 1)), "en").Finding; got != "Dinas x has an index of 3.25 out of 4: good; strongest in Data, weakest in Legal." {
		t.Errorf("one agency: %q", got)
	}
	silent := scored("y", "dinas", 0, 0, 1, 1, 1)
	silent.Results[result.Self] = &result.Scores{Index: result.Node{Reason: result.ReasonUnknown}}
	if got := New(assessment(silent), "id").Finding; got != "Belum satu pun dari 1 instansi memperoleh indeks." {
		t.Errorf("no index: %q", got)
	}
	tied := assessment(scored("x", "dinas", 1, 2, 3, 3, 3), scored("y", "dinas", 1, 2, 3, 3, 3))
	if got := New(tied, "en").Finding; got != "Of 2 agencies, 2 are rated Good. 2 agencies lead together (3.00)." {
		t.Errorf("a shared first place: %q", got)
	}
}
