package html

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"siap/reports/view"
	"siap/scoring/result"
)

// withAssessors gives every agency of an assessment assessors' values, of the same numbers, and rows on which the two
// differ: so many for each, all of one point.
func withAssessors(a *result.Assessment, rows int) *result.Assessment {
	a.Options.Bases = []result.Basis{result.Self, result.Assessed}
	leaves := a.Rubric.Tree.Indicators()
	for i, one := range a.Agencies {
		one.Results[result.Assessed] = one.Results[result.Self]
		gap := float64(i) / 1000
		o := result.Optimism{Agency: one.ID, Index: &gap, Rows: len(leaves)}
		for _, leaf := range leaves[:rows] {
			o.Differences = append(o.Differences, result.Difference{Indicator: leaf.ID, Self: 3, Assessed: 2})
		}
		a.Optimism = append(a.Optimism, o)
	}
	return a
}

func TestOptimismSection(t *testing.T) {
	for rows, folded := range map[int]bool{3: false, 14: true} {
		page := rendered(t, withAssessors(built(8, ""), rows), "id", WithoutCharts())
		root := parsed(t, page)
		var section string
		for _, s := range elements(root, "section") {
			if attribute(s, "id") == "optimism" {
				section = textOf(s)
			}
		}
		if !strings.Contains(section, "Penilaian mandiri dan asesor") || !strings.Contains(section, fmt.Sprintf("%d dari 160 baris", 8*rows)) {
			t.Errorf("the section reads %q", section)
		}
		var order []string // the largest difference is that of the last agency
		for _, line := range strings.Split(section, "\n") {
			if at := strings.Index(line, "Instansi 0"); at >= 0 && len(order) < 2 && !strings.Contains(line, "Selisih terbesar") {
				order = append(order, line[at:at+len("Instansi 01")])
			}
		}
		if !slices.Equal(order, []string{"Instansi 01", "Instansi 02"}) {
			t.Errorf("the first agencies are %v", order)
		}
		text := textOf(elements(root, "main")[0])
		if got := strings.Count(text, fmt.Sprintf("Baris yang berbeda (%d)", rows)); folded != (got == 8) {
			t.Errorf("%d rows are folded %d times", rows, got)
		}
		if n := strings.Count(string(page), "3,00</td><td>2,00</td><td>&#43;1,00"); n != 8*rows {
			t.Errorf("the profiles have %d rows, want %d", n, 8*rows)
		}
		for _, word := range []string{"html.", "view."} {
			if strings.Contains(text, word) {
				t.Errorf("a message is missing: …%s", text[strings.Index(text, word):][:40])
			}
		}
	}
	if page := rendered(t, built(3, ""), "id"); strings.Contains(string(page), `id="optimism"`) {
		t.Error("there is a comparison where nobody assessed")
	}
}

// A page of 552 agencies, all regencies, cities and provinces, with 15 differing rows each grows by 200 kB at most: the
// profiles name the rows by their numbers.
func TestManyAgenciesStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("renders two pages of 552 agencies")
	}
	plain := rendered(t, built(552, ""), "id", WithoutCharts())
	a := withAssessors(built(552, ""), 15)
	a.Options.Bases = []result.Basis{result.Self} // the table by basis is not what is measured
	with := rendered(t, a, "id", WithoutCharts())
	if grown := len(with) - len(plain); grown > 200_000 {
		t.Errorf("the page grew by %d bytes", grown)
	}
	if n := strings.Count(string(with), "nomor indikator: &#43;1,00: 1.1, 1.2, 1.3, 1.4, 2.1"); n != 552 {
		t.Errorf("%d profiles name their rows", n)
	}
}

// Rows of one difference stand together, in their order; without official numbers a few are named by their titles.
func TestDiffering(t *testing.T) {
	num := func(s string) view.Num { return view.Num{Text: s, Known: true} }
	p := &page{R: view.New(built(2, ""), "en")}
	rows := []view.OptimismRow{
		{Code: "7", Difference: num("+2")},
		{Code: "9", Item: "Perizinan", Difference: num("+1")},
		{Code: "3", Difference: num("−1")},
		{Code: "12", Difference: num("+1")},
	}
	if got := p.Differing(rows); got != "+2: 7; +1: 9 (Perizinan), 12; −1: 3" {
		t.Errorf("the rows read %q", got)
	}
	rows = nil
	for i := range 7 {
		rows = append(rows, view.OptimismRow{Title: fmt.Sprintf("T%d", i), Difference: num("+1")})
	}
	if got := p.Differing(rows); got != "+1: T0, T1, T2, T3, T4; and 2 more" {
		t.Errorf("without numbers they read %q", got)
	}
}
