package pdf

import (
	"fmt"
	"strings"
	"testing"

	"siap/internal/pdfdoc/pdftest"
	"siap/reports/view"
)

// withAssessors adds to a sample the comparison of self-assessment and assessors, with so many rows that differ in each
// profile.
func withAssessors(r *view.Report, rows int) *view.Report {
	r.Optimism = &view.Optimism{
		Sentences:  []string{"Selisih rata-ratanya +0,42."},
		Indicators: []view.IndicatorOptimism{{Code: "7", Title: "Arsitektur SPBE", Dimension: "Tata kelola", Difference: num(0.77), Compared: 23, Higher: 19, Lower: 3}},
	}
	for _, a := range r.Agencies {
		o := &view.AgencyOptimism{
			Name: a.Name, Anchor: a.Anchor, Self: num(3.67), Assessed: num(2.64), Difference: num(1.03), Compared: 37, Higher: 20, Lower: 1,
			Sentence: "Penilaian mandiri 3,67, asesor 2,64.",
		}
		for i := range rows {
			o.Rows = append(o.Rows, view.OptimismRow{Code: fmt.Sprint(i + 1), Title: "Baris" + fmt.Sprint(i+1), Item: "Perizinan", Self: num(5), Assessed: num(2), Difference: num(3)})
		}
		a.Optimism = o
		r.Optimism.Agencies = append(r.Optimism.Agencies, o)
	}
	return r
}

func TestOptimismOnPaper(t *testing.T) {
	r := withAssessors(sample(4), rowsOfDetails+5)
	pdf := render(t, r)
	pdftest.Check(t, pdf)
	words := pdftest.Words(t, pdf)
	for _, want := range []string{"Selisih rata-ratanya +0,42.", "3,67 2,64 1,03 37 20 1", "7 Arsitektur SPBE, Tata kelola", "0,77"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing", want)
		}
	}
	// In the contents, as a chapter, and at the head of the page that it begins.
	if n := strings.Count(words, "Penilaian mandiri dan asesor"); n != 3 {
		t.Errorf("the comparison stands %d times in the text, want 3", n)
	}
	words = pdftest.Words(t, renderAgency(t, r, r.Agencies[1]))
	for _, want := range []string{"Penilaian mandiri 3,67, asesor 2,64.", "60 Baris60, Perizinan 5,00 2,00 3,00", "5 baris lagi; semuanya ada dalam assessment.json."} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in the agency's own file", want)
		}
	}
	if strings.Contains(words, "Baris61") {
		t.Error("the agency's own file has more rows than it should")
	}
}

// The only agency has its rows among its details, and there is no chapter that would say the same.
func TestOptimismOfOneOnPaper(t *testing.T) {
	words := pdftest.Words(t, render(t, withAssessors(sample(1), 17)))
	if n := strings.Count(words, "Penilaian mandiri dan asesor"); n != 1 {
		t.Errorf("the comparison has %d headings, want one", n)
	}
	if !strings.Contains(words, "17 Baris17, Perizinan 5,00 2,00 3,00") {
		t.Error("the last row is missing")
	}
	if words := pdftest.Words(t, render(t, sample(2))); strings.Contains(words, "asesor") {
		t.Error("assessors are named where there are none")
	}
}
