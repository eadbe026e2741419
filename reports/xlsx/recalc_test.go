package xlsx_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"siap/internal/workbook/officetest"
	"siap/reports/view"
	"siap/reports/xlsx"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// report writes the workbook of an assessment.
func report(t testing.TB, a *result.Assessment, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.Report(&b, view.New(a, lang)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parsed reads a rubric of the folder testdata of reports/view, or one that a test states.
func parsed(t testing.TB, name, text string) *rubric.Rubric {
	t.Helper()
	if text == "" {
		data, err := os.ReadFile("../view/testdata/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	r, list := rubric.Parse(name, []byte(text))
	if list.HasErrors() {
		t.Fatalf("%s: %+v", name, list.All())
	}
	return r
}

// assess scores agencies on the answers, by agency and indicator; an indicator may be followed by "/" and an item, NaN
// is a row without an answer and Inf one that does not apply.
func assess(t testing.TB, r *rubric.Rubric, agencies []*agency.Agency, answers map[string]map[string]float64, o scoring.Options) *result.Assessment {
	t.Helper()
	in := scoring.Input{Rubric: r, Until: telemetry.Date{Year: 2026, Month: time.January, Day: 1}, Agencies: agency.NewList(agencies, nil)}
	for _, one := range agencies {
		for where, x := range answers[one.ID] {
			indicator, item, _ := strings.Cut(where, "/")
			value := questionnaire.Value{Number: x, State: questionnaire.Known}
			switch {
			case math.IsNaN(x):
				value = questionnaire.Value{}
			case math.IsInf(x, 0):
				value = questionnaire.Value{State: questionnaire.NotApplicable}
			}
			in.Answers = append(in.Answers, questionnaire.Answer{Agency: one.ID, Indicator: indicator, Item: item, Claim: value})
		}
	}
	a, err := scoring.Assess(in, o)
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Window = "Uji", result.Window{From: "2025-01-01", To: "2026-01-01"}
	return a
}

// offices makes agencies of ids; "kab" before a slash is the government it belongs to.
func offices(ids ...string) []*agency.Agency {
	var out []*agency.Agency
	for i, id := range ids {
		parent := ""
		if above, own, inside := strings.Cut(id, "/"); inside {
			parent, id = above, own
		}
		out = append(out, &agency.Agency{ID: id, Name: "Dinas " + strings.ToUpper(id), Type: "dinas", Parent: parent, Weight: float64(i%3 + 1), Zone: agency.WITA})
	}
	return out
}

// live is what the calculation shows for one agency.
type live struct {
	index, low, high, coverage float64 // NaN for a text
	text                       string  // of the index
	rank, best, worst, band    string
	nodes                      []string // the value of every node below the index, level by level
}

// calculated reads the calculation: the fixed columns by their headings, and every node's value.
func calculated(t *testing.T, book *excelize.File, lang string) map[string]live {
	t.Helper()
	sheet := map[string]string{"id": "Hitung", "en": "Calculation"}[lang]
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	const titles = 5
	cell := func(row []string, column int) string {
		if column < len(row) {
			return row[column]
		}
		return ""
	}
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return math.NaN()
		}
		return x
	}
	out := map[string]live{}
	for _, row := range rows[9:] {
		l := live{
			index: number(cell(row, 1)), text: cell(row, 1), band: cell(row, 2), rank: cell(row, 3), best: cell(row, 4), worst: cell(row, 5),
			coverage: number(cell(row, 6)), low: number(cell(row, 7)), high: number(cell(row, 8)),
		}
		for c := 19; c < len(rows[titles]); c++ {
			// The row of the weights has something above values only.
			if cell(rows[6], c) != "" {
				l.nodes = append(l.nodes, cell(row, c))
			}
		}
		out[cell(row, 12)] = l
	}
	return out
}

const near = 1e-9

// compare holds what LibreOffice computed against an assessment: every agency's index, bounds, coverage, rank, interval
// and band, and every node of the tree.
func compare(t *testing.T, name string, book *excelize.File, a *result.Assessment, lang string) {
	t.Helper()
	if wrong := officetest.Errors(t, book); len(wrong) > 0 {
		t.Errorf("%s: %d cells show an error, such as %s", name, len(wrong), strings.Join(wrong[:min(len(wrong), 5)], ", "))
	}
	got := calculated(t, book, lang)
	if len(got) != len(a.Agencies) {
		t.Fatalf("%s: %d agencies are calculated, want %d", name, len(got), len(a.Agencies))
	}
	same := func(what string, got float64, want *float64) {
		t.Helper()
		if want == nil {
			if !math.IsNaN(got) {
				t.Errorf("%s: %s is %v, but should be missing", name, what, got)
			}
			return
		}
		if !(math.Abs(got-*want) <= near*math.Max(1, math.Abs(*want))) {
			t.Errorf("%s: %s is %.15g, want %.15g", name, what, got, *want)
		}
	}
	place := func(n int) string {
		if n == 0 {
			return "–"
		}
		return strconv.Itoa(n)
	}
	bands := map[string]string{"": "–"}
	for _, b := range a.Rubric.Tree.Bands {
		bands[b.ID] = b.Title.In(lang)
	}
	for _, one := range a.Agencies {
		l, s := got[one.ID], a.Headline(one)
		same(one.ID+" index", l.index, s.Index.Value)
		if s.Index.Low != nil {
			same(one.ID+" low", l.low, s.Index.Low)
			same(one.ID+" high", l.high, s.Index.High)
			same(one.ID+" coverage", l.coverage, &s.Index.Coverage)
		}
		if l.rank != place(s.Rank.Overall) {
			t.Errorf("%s: %s has rank %s, want %s", name, one.ID, l.rank, place(s.Rank.Overall))
		}
		i := s.Rank.Interval
		if s.Rank.Possible != nil {
			i = s.Rank.Possible
		}
		if i != nil && (l.best != place(i.Best) || l.worst != place(i.Worst)) {
			t.Errorf("%s: %s has the span %s–%s, want %d–%d", name, one.ID, l.best, l.worst, i.Best, i.Worst)
		}
		if l.band != bands[s.Index.Band] {
			t.Errorf("%s: %s has band %q, want %q", name, one.ID, l.band, bands[s.Index.Band])
		}
		nodes := levels(a.Rubric.Tree)
		if len(nodes) != len(l.nodes) {
			t.Fatalf("%s: %d nodes have a column, want %d", name, len(l.nodes), len(nodes))
		}
		for i, n := range nodes {
			shown := l.nodes[i]
			x, err := strconv.ParseFloat(shown, 64)
			if err != nil {
				x = math.NaN()
			}
			node := s.Nodes[n.ID]
			if n.IsIndicator() && node.Value != nil && node.Coverage == 0 && len(node.Flags) > 0 && node.Flags[len(node.Flags)-1] == result.FlagUnknownAtBottom {
				if shown != "" {
					t.Errorf("%s: %s %s is %q, but should be empty", name, one.ID, n.ID, shown)
				}
				continue
			}
			same(one.ID+" "+n.ID, x, node.Value)
		}
	}
}

// levels are the nodes of a tree, level by level, the children of each side by side.
func levels(r *rubric.Rubric) []*rubric.Node {
	nodes := slices.Clone(r.Children)
	for at := 0; at < len(nodes); at++ {
		nodes = append(nodes, nodes[at].Children...)
	}
	return nodes
}

// every combines every way there is, with unknowns, rows, n/a and scales of their own; {unknown} is filled in.
const every = `
schema: siap/rubric/1
id: every
version: "1"
status: draft
title: {id: Segala cara, en: Every way}
source: {status: unverified}
scale: {min: 0, max: 10}
rounding: {digits: 2, mode: %s}
decide: {bands: %s, ranks: %s}
band_edge: %s
unknown: %s
min_coverage: %s
aggregate: %s
%sbands:
  - {id: low, from: 0, title: {id: Rendah, en: Low}}
  - {id: middle, from: 4, title: {id: Sedang, en: Middle}}
  - {id: high, from: 7, title: {id: Tinggi, en: High}}
children:
  - {id: a, weight: 3, title: {id: Dimensi A, en: Dimension A}, children: [
      {id: a1, weight: 2, title: {id: A satu, en: A one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: a2, weight: 1, title: {id: A dua, en: A two}, question: {id: a, en: a}, answer: {kind: number}, repeats: rows},
      {id: a3, weight: 1.5, title: {id: A tiga, en: A three}, question: {id: a, en: a}, answer: {kind: number}, repeats: mean}]}
  - {id: g, weight: 2, title: {id: Dimensi G, en: Dimension G}, aggregate: geometric, children: [
      {id: g1, weight: 2, title: {id: G satu, en: G one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: g2, weight: 1, title: {id: G dua, en: G two}, question: {id: a, en: a}, answer: {kind: number}},
      {id: g3, weight: 1, title: {id: G tiga, en: G three}, question: {id: a, en: a}, answer: {kind: number}, repeats: mean}]}
  - {id: h, weight: 1, title: {id: Dimensi H, en: Dimension H}, aggregate: harmonic, children: [
      {id: h1, weight: 1, title: {id: H satu, en: H one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: h2, weight: 2, title: {id: H dua, en: H two}, question: {id: a, en: a}, answer: {kind: number}}]}
  - {id: p, weight: 1, title: {id: Dimensi P, en: Dimension P}, aggregate: power, power: 2.5, children: [
      {id: p1, weight: 1, title: {id: P satu, en: P one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: p2, weight: 3, title: {id: P dua, en: P two}, children: [
         {id: p3, title: {id: P tiga, en: P three}, question: {id: a, en: a}, answer: {kind: number}},
         {id: p4, title: {id: P empat, en: P four}, question: {id: a, en: a}, answer: {kind: number}}]}]}
  - {id: n, weight: 1, title: {id: Dimensi N, en: Dimension N}, aggregate: power, power: -0.5, children: [
      {id: n1, weight: 1, title: {id: N satu, en: N one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: n2, weight: 2, title: {id: N dua, en: N two}, question: {id: a, en: a}, answer: {kind: number}}]}
  - {id: m, weight: 1, title: {id: Dimensi M, en: Dimension M}, aggregate: median, children: [
      {id: m1, weight: 1, title: {id: M satu, en: M one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: m2, weight: 2, title: {id: M dua, en: M two}, question: {id: a, en: a}, answer: {kind: number}, repeats: mean},
      {id: m3, weight: 1, title: {id: M tiga, en: M three}, question: {id: a, en: a}, answer: {kind: number}},
      {id: m4, weight: 1, title: {id: M empat, en: M four}, question: {id: a, en: a}, answer: {kind: number}}]}
  - {id: i, weight: 1, title: {id: Dimensi I, en: Dimension I}, aggregate: minimum, children: [
      {id: i1, title: {id: I satu, en: I one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: i2, title: {id: I dua, en: I two}, question: {id: a, en: a}, answer: {kind: number}}]}
  - {id: s, weight: 1, title: {id: Dimensi S, en: Dimension S}, aggregate: sum, children: [
      {id: s1, weight: 1, scale: {min: 0, max: 4}, title: {id: S satu, en: S one}, question: {id: a, en: a}, answer: {kind: number}},
      {id: s2, weight: 0.5, scale: {min: 0, max: 8}, title: {id: S dua, en: S two}, question: {id: a, en: a}, answer: {kind: number}},
      {id: s3, weight: 1, scale: {min: 0, max: 2}, title: {id: S tiga, en: S three}, question: {id: a, en: a}, answer: {kind: number}}]}
`

// kindsOf makes one rubric of every way of combining.
func kindsOf(t testing.TB, mode, decided, edge, unknown, least, aggregate, more string) *rubric.Rubric {
	return parsed(t, "every", fmt.Sprintf(every, mode, decided, decided, edge, unknown, least, aggregate, more))
}

// drawn are answers by arithmetic: some unknown, some that do not apply, some rows, and agencies with little or nothing.
func drawn(r *rubric.Rubric, agencies []*agency.Agency) map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for u, one := range agencies {
		own := map[string]float64{}
		for i, n := range r.Indicators() {
			h := (u*7919 + i*104729 + u*i*31) % 1000
			top := n.Span().Max
			x := math.Round(float64(h%97)/96*top*1000) / 1000
			switch {
			case u == len(agencies)-1: // nothing at all
			case u == len(agencies)-2 && i > 3: // little
			case h%11 == 3:
				own[n.ID] = math.Inf(1)
			case h%7 == 2 && u%4 != 0: // unknown
			case n.Repeats != "":
				for row := range 1 + h%4 {
					own[n.ID+"/"+strconv.Itoa(row)] = math.Round(float64((h+row*37)%101)/100*top*100) / 100
				}
				if h%3 == 0 {
					own[n.ID+"/x"] = math.NaN()
				}
			default:
				own[n.ID] = x
			}
		}
		out[one.ID] = own
	}
	return out
}

// LibreOffice computes from the formulas what siap computed, for every way of combining, both ways to treat unknowns,
// both edges of bands, rounded decisions, governments made of agencies, names that look like formulas, and the samples;
// and it does so again after a weight, a score and a limit were changed, where the wanted numbers come from scoring the
// changed rubric and answers. No cell shows an error.
func TestFormulasComputeTheIndex(t *testing.T) {
	type one struct {
		name string
		a    *result.Assessment
		lang string
		data []byte
	}
	var all []one
	add := func(name, lang string, a *result.Assessment, change func(*excelize.File)) {
		data := report(t, a, lang)
		if change != nil {
			data = changed(t, data, change)
		}
		all = append(all, one{name, a, lang, data})
	}
	many := offices("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")
	for _, c := range []struct{ name, mode, decided, edge, unknown, least, aggregate, more, lang string }{
		{"bottom", "half_up", "unrounded", "upper", "bottom", "0.3", "arithmetic", "", "en"},
		{"even", "half_even", "rounded", "upper", "renormalise", "0.7", "geometric", "", "id"},
		{"filled in", "half_up", "unrounded", "lower", "renormalise", "0.3", "arithmetic", "impute: {method: median}\n", "id"},
		{"bottom median", "half_up", "unrounded", "lower", "bottom", "0", "median", "order: borda\n", "id"},
	} {
		r := kindsOf(t, c.mode, c.decided, c.edge, c.unknown, c.least, c.aggregate, c.more)
		add(c.name, c.lang, assess(t, r, many, drawn(r, many), scoring.Options{}), nil)
	}
	// Governments of agencies, two levels deep, with weights and without.
	governed := offices("prov", "prov/kab", "kab/a", "kab/b", "prov/c", "prov/d", "kota", "kota/e", "f", "empty", "empty/g", "empty/h")
	for unknown, rollup := range map[string]string{"renormalise": "mean", "bottom": "weighted"} {
		r := kindsOf(t, "half_up", "rounded", "lower", unknown, "0.4", "arithmetic", "")
		answers := drawn(r, governed)
		for _, id := range []string{"prov", "kab", "empty", "g", "h"} {
			delete(answers, id)
		}
		add(rollup, "id", assess(t, r, governed, answers, scoring.Options{Rollup: rollup}), nil)
	}
	for _, name := range []string{"kinds", "summed"} {
		r := parsed(t, name, "")
		add(name, "en", assess(t, r, many, drawn(r, many), scoring.Options{}), nil)
	}
	// DESI 2022 and Denpasar 2018 have official figures.
	for name, lang := range map[string]string{"desi-2022": "en", "denpasar-2018": "id", "kaltim-opd": "id"} {
		add(name, lang, sample(t, name), nil)
	}
	add("hostile", "id", hostile(t), nil)
	// The reader changes a weight, a score and the limit of a band.
	r := kindsOf(t, "half_up", "unrounded", "lower", "renormalise", "0.5", "arithmetic", "")
	answers := drawn(r, many)
	before := report(t, assess(t, r, many, answers, scoring.Options{}), "en")
	r.Node("g").Weight, r.Node("a1").Weight, r.Bands[1].From = 7, 0.25, 5.5
	answers["c"]["h1"] = 9.5
	delete(answers["d"], "g1")
	all = append(all, one{"changed", assess(t, r, many, answers, scoring.Options{}), "en", changed(t, before, func(f *excelize.File) {
		set(t, f, "w_g", 7.0)
		set(t, f, "w_a1", 0.25)
		score(t, f, "Calculation", "c", "H one", 9.5)
		score(t, f, "Calculation", "d", "G one", nil)
		rows, err := f.GetRows("Bands")
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) > 0 && row[0] == "Middle" {
				if err := f.SetCellValue("Bands", fmt.Sprintf("B%d", i+1), 5.5); err != nil {
					t.Fatal(err)
				}
			}
		}
	})})
	books := make([][]byte, len(all))
	for i := range all {
		books[i] = all[i].data
	}
	for i, book := range officetest.Recalculated(t, books...) {
		compare(t, all[i].name, book, all[i].a, all[i].lang)
		if all[i].name != "changed" && !(largest(t, book) <= near*(all[i].a.Rubric.Tree.Scale.Max-all[i].a.Rubric.Tree.Scale.Min)) {
			t.Errorf("%s: the workbook says that its formulas differ from siap by %v", all[i].name, largest(t, book))
		}
	}
}

// largest is the difference from siap's index that the workbook itself shows.
func largest(t *testing.T, f *excelize.File) float64 {
	t.Helper()
	sheet, cell := named(t, f, "siap_largest_difference")
	text, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// changed lets somebody work on a workbook and save it.
func changed(t *testing.T, data []byte, change func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// set writes into the cell that has a name.
func set(t *testing.T, f *excelize.File, name string, value any) {
	t.Helper()
	sheet, cell := named(t, f, name)
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
}

// named gives the cell that has a name.
func named(t *testing.T, f *excelize.File, name string) (sheet, cell string) {
	t.Helper()
	for _, d := range f.GetDefinedName() {
		if d.Name == name {
			sheet, cell, _ = strings.Cut(d.RefersTo, "!")
			return strings.Trim(strings.ReplaceAll(sheet, "$", ""), "'"), strings.ReplaceAll(cell, "$", "")
		}
	}
	t.Fatalf("no cell has the name %s", name)
	return "", ""
}

// score writes the score of an agency on an indicator.
func score(t *testing.T, f *excelize.File, sheet, id, title string, value any) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		if len(row) < 13 || row[12] != id {
			continue
		}
		for c, head := range rows[5] {
			if head == title && rows[6][c] != "" {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellValue(sheet, at, value); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
	t.Fatalf("no cell for %s on %s", id, title)
}
