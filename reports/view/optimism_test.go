package view

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring/result"
)

// onBoth is an agency with values of a1, a2 and b1 by itself and by its assessors, and the comparison of the two.
func onBoth(id string, self, assessed [3]float64) (*result.Agency, result.Optimism) {
	a := scored(id, "dinas", 1, 2, assessed[0], assessed[1], assessed[2])
	own := scored(id, "dinas", 1, 2, self[0], self[1], self[2]).Results[result.Self]
	a.Results = map[result.Basis]*result.Scores{result.Self: own, result.Assessed: a.Results[result.Self]}
	gap := *own.Index.Value - *a.Results[result.Assessed].Index.Value
	o := result.Optimism{Agency: id, Index: &gap, Rows: 3}
	for i, leaf := range []string{"a1", "a2", "b1"} {
		for _, s := range a.Results {
			s.Nodes[leaf].Claim = s.Nodes[leaf].Value
		}
		if self[i] != assessed[i] {
			o.Differences = append(o.Differences, result.Difference{Indicator: leaf, Self: self[i], Assessed: assessed[i]})
		}
	}
	return a, o
}

func compared(agencies []*result.Agency, optimism ...result.Optimism) *result.Assessment {
	a := assessment(agencies...)
	a.Options.Basis, a.Options.Bases, a.Optimism = result.Assessed, []result.Basis{result.Self, result.Assessed}, optimism
	return a
}

// x gives itself 4, 3, 3 and its assessors 2, 3, 4: 0.75 × 3.5 + 0.25 × 3 = 3.375 and 0.75 × 2.5 + 0.25 × 4 = 2.875.
// y gives itself 2, 2, 2 and its assessors 1, 2, 1: 2 and 0.75 × 1.5 + 0.25 = 1.375. The mean indices are 2.6875 and
// 2.125, and four of six rows differ.
func TestOptimism(t *testing.T) {
	x, ox := onBoth("x", [3]float64{4, 3, 3}, [3]float64{2, 3, 4})
	y, oy := onBoth("y", [3]float64{2, 2, 2}, [3]float64{1, 2, 1})
	r := New(compared([]*result.Agency{x, y}, ox, oy), "id")
	o := r.Optimism
	if o == nil || len(o.Agencies) != 2 || o.Rows != 4 {
		t.Fatalf("the comparison is %+v", o)
	}
	want := []string{
		"Pada 2 instansi yang dinilai keduanya, indeks menurut penilaian mandiri rata-rata 2,69, menurut asesor 2,13 (selisih +0,56).",
		"4 dari 6 baris yang dinilai keduanya berbeda: 3 lebih tinggi menurut instansi, 1 lebih rendah.",
		"Selisih terbesar pada Dinas y: 2,00 menurut penilaian mandiri, 1,38 menurut asesor (selisih +0,63).",
	}
	if !slices.Equal(o.Sentences, want) {
		t.Errorf("the sentences are\n%s", strings.Join(o.Sentences, "\n"))
	}
	if !slices.Contains(r.Summary, want[0]+" "+want[1]) {
		t.Errorf("the summary does not have them:\n%s", strings.Join(r.Summary, "\n"))
	}
	if a := o.Agencies[0]; a.Name != "Dinas y" || a.Difference.Text != "+0,63" || a.Higher != 2 || a.Lower != 0 || a.Compared != 3 {
		t.Errorf("first is %+v, want y: 2 − 1.375", a)
	}
	own := agencyIn(t, r, "x").Optimism
	if own == nil || own.Self.Text != "3,38" || own.Assessed.Text != "2,88" || own.Difference.Text != "+0,50" || own.Higher != 1 || own.Lower != 1 {
		t.Fatalf("x has %+v", own)
	}
	var rows []string
	for _, row := range own.Rows {
		rows = append(rows, row.Title+" "+row.Self.Text+" "+row.Assessed.Text+" "+row.Difference.Text)
	}
	if got := strings.Join(rows, "; "); got != "Indikator a1 4,00 2,00 +2,00; Indikator b1 3,00 4,00 −1,00" {
		t.Errorf("the rows of x are %s", got)
	}
	var indicators []string
	for _, in := range o.Indicators {
		if in.Compared != 2 {
			t.Errorf("%s is compared for %d agencies", in.ID, in.Compared)
		}
		indicators = append(indicators, in.ID+" "+in.Difference.Text+" "+strings.Repeat("+", in.Higher)+strings.Repeat("-", in.Lower))
	}
	// a1: (2 + 1) / 2; a2: 0; b1: (−1 + 1) / 2, higher for one and lower for the other.
	if got := strings.Join(indicators, "; "); got != "a1 +1,50 ++; a2 0,00 ; b1 0,00 +-" {
		t.Errorf("the indicators are %s", got)
	}
	if en := New(compared([]*result.Agency{x, y}, ox, oy), "en").Optimism.Sentences[1]; en !=
		"4 of the 6 rows that both gave a value differ: 3 are higher by the agency's own account, 1 lower." {
		t.Errorf("in English: %s", en)
	}
}

// The bases are never mixed: which one is the headline changes nothing of the comparison.
func TestOptimismOnEitherBasis(t *testing.T) {
	x, o := onBoth("x", [3]float64{4, 3, 3}, [3]float64{2, 3, 4})
	a := compared([]*result.Agency{x}, o)
	assessed := New(a, "id")
	a.Options.Basis = result.Self
	self := New(a, "id")
	if self.Ranking[0].Index.Text != "3,38" || assessed.Ranking[0].Index.Text != "2,88" {
		t.Fatalf("the headlines are %s and %s", self.Ranking[0].Index.Text, assessed.Ranking[0].Index.Text)
	}
	if one, other := self.Optimism.Agencies[0], assessed.Optimism.Agencies[0]; one.Sentence != other.Sentence || !slices.Equal(one.Rows, other.Rows) {
		t.Errorf("%+v on one basis, %+v on the other", one, other)
	}
	if self.Optimism.Indicators != nil {
		t.Error("the only agency has the differences of its indicators twice")
	}
}

// b1 repeats: x lists three services and its assessors two of them; on one they differ by 2, so the mean of the two
// rows compared is 1. Where the number of rows does not fit, some row has one value only and b1 is left out.
func TestOptimismOfRows(t *testing.T) {
	for rows, want := range map[int]string{4: "b1 +1,00; a1 0,00; a2 0,00", 3: "a1 0,00; a2 0,00"} {
		x, o := onBoth("x", [3]float64{4, 3, 3}, [3]float64{4, 3, 2})
		o.Rows, o.Differences = rows, []result.Difference{{Indicator: "b1", Item: "Perizinan", Self: 4, Assessed: 2}}
		a := compared([]*result.Agency{x, scored("z", "dinas", 2, 2, 1, 1, 1)}, o)
		a.Rubric.Tree.Indicator("b1").Repeats = rubric.RepeatRows
		x.Results[result.Self].Nodes["b1"].Known, x.Results[result.Assessed].Nodes["b1"].Known = 3, 2
		var got []string
		r := New(a, "id")
		for _, in := range r.Optimism.Indicators {
			got = append(got, in.ID+" "+in.Difference.Text)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("with %d rows compared: %v, want %s", rows, got, want)
		}
		if row := r.Optimism.Agencies[0].Rows[0]; row.Item != "Perizinan" {
			t.Errorf("the row is about %q", row.Item)
		}
	}
}

// What is missing or odd in a file is no reason to fail, or to make a number up.
func TestOddOptimism(t *testing.T) {
	x, o := onBoth("x", [3]float64{4, 3, 3}, [3]float64{4, 3, 3})
	o.Index = nil
	a := compared([]*result.Agency{x, scored("z", "dinas", 2, 2, 1, 1, 1)},
		result.Optimism{Agency: "nobody\x1b", Rows: 1, Differences: []result.Difference{{Indicator: "none", Item: "\x1b", Self: math.MaxFloat64, Assessed: -math.MaxFloat64}}},
		o, result.Optimism{Agency: "z", Rows: -4})
	for _, lang := range []string{"id", "en"} {
		r := New(a, lang)
		text, err := json.Marshal(r.Optimism)
		if err != nil || strings.Contains(string(text), `\u001b`) || strings.Contains(string(text), "view.") {
			t.Errorf("%s, %v", text, err)
		}
		if got := agencyIn(t, r, "x").Optimism; got == nil || got.Difference.Known || got.Difference.Text != "–" {
			t.Errorf("an unknown difference is %+v", got)
		}
	}
	if New(assessment(x), "id").Optimism != nil {
		t.Error("there is a comparison where there is nothing to compare")
	}
	same := New(compared([]*result.Agency{x}, o), "id").Optimism.Agencies[0].Sentence
	if same != "Pada 3 baris yang dinilai keduanya tidak ada perbedaan." {
		t.Errorf("without differences: %s", same)
	}
}

// The only agency, all of it known: its index cannot be anything else, and no bounds are told. The bounds are told
// where something is unknown.
func TestTheOnlyAgency(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 2, 3, 4))
	text := strings.Join(New(a, "id").Summary, "\n")
	// 0.75 × 2.5 + 0.25 × 4 = 2.875
	if !strings.Contains(text, "Dinas x memperoleh indeks 2,88 (Baik); semua yang berlaku telah diketahui") || strings.Contains(text, "2,88 sampai 2,88") ||
		strings.Contains(text, "Seluruh bobot") {
		t.Errorf("all is known, and the summary says\n%s", text)
	}
	index := &a.Agencies[0].Results[result.Self].Index
	index.Coverage, index.Low = 0.9, pt(2.5)
	text = strings.Join(New(a, "id").Summary, "\n")
	if !strings.Contains(text, "dengan jawaban yang belum diketahui, indeksnya dapat bernilai 2,50 sampai 2,88") || !strings.Contains(text, "90 % dari bobot") {
		t.Errorf("a tenth is unknown, and the summary says\n%s", text)
	}
}

// The method of a derived assessment tells by what its values came from another rubric: here two pairs lead to two of
// three indicators, one of them level by level, and the pair that only leads back is not counted.
func TestMethodOfACrosswalk(t *testing.T) {
	a := assessment(scored("x", "dinas", 1, 1, 2, 3, 4))
	if strings.Contains(methodText(a), "padanan") {
		t.Error("an assessment of its own tells of a crosswalk")
	}
	a.DerivedFrom = &result.DerivedFrom{Rubric: "lain", Version: "2.1"}
	a.Options.Crosswalk = &result.Crosswalk{ID: "lain-uji", Version: "1.3", Content: &crosswalk.Crosswalk{
		ID: "lain-uji", Title: rubric.Text{ID: "Lain ke uji", EN: "Other to test"}, Note: rubric.Text{ID: "Susunan sendiri.", EN: "Own work."},
		From: crosswalk.End{Rubric: "lain"}, To: crosswalk.End{Rubric: "uji"}, Cites: []string{"Contoh (2020:1)"},
		Pairs: []crosswalk.Pair{
			{From: "p", To: "a1", Strength: 0.5, Levels: []crosswalk.Step{{From: 0, To: 1}, {From: 5, To: 4}}},
			{From: "q", To: "b1", Strength: 1},
			{From: "r", To: "a2", Back: 1},
		},
	}}
	text := methodText(a)
	for _, want := range []string{
		"rubrik lain 2.1 menurut tabel padanan “Lain ke uji” (lain-uji 1.3): 2 pasangan menjawab 2 dari 3 indikator",
		"dari tingkat ke tingkat", "Susunan sendiri.", "Contoh (2020:1)", "indikator tanpa padanan belum diketahui",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the method lacks %q:\n%s", want, text)
		}
	}
	a.Options.Crosswalk.Content = nil // a file may lack it
	if strings.Contains(methodText(a), "lain-uji") {
		t.Error("a crosswalk without content is described")
	}
}

func methodText(a *result.Assessment) string {
	var parts []string
	for _, p := range New(a, "id").Method.Paragraphs {
		parts = append(parts, p.Text)
	}
	return strings.Join(parts, "\n")
}
