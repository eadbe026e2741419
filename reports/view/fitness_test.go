package view_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// examinedSample is an assessment of two agencies, one with a hostile name, and a report on its data made by hand: what
// has no number is nil.
func examinedSample() (*result.Assessment, *fitness.Report) {
	text := func(s string) rubric.Text { return rubric.Text{ID: s, EN: s} }
	r := &rubric.Rubric{
		Scale: rubric.Scale{Min: 1, Max: 4}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Roles: []rubric.Role{{ID: "key", Title: text("Key informant")}},
		Children: []*rubric.Node{
			{ID: "data", Code: "1", Title: text("Data"), Children: []*rubric.Node{
				{ID: "api", Code: "1.1", Title: text("APIs")}, {ID: "open", Code: "1.2", Title: text("Openness")},
			}},
			{ID: "law", Title: text("Law"), Children: []*rubric.Node{{ID: "decree", Title: text("Decree")}}},
		},
	}
	r.Link()
	a := &result.Assessment{
		Rubric: result.Rubric{Tree: r}, Options: result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}},
		Agencies: []*result.Agency{{ID: "one", Name: "Agency one"}, {ID: "evil", Name: "=cmd|'x'\x1b[31m\u202e"}},
	}
	half, nodes := 0.5, []string{"", "data", "api", "open", "law", "decree"}
	rows := func() [][]*float64 {
		out := make([][]*float64, len(nodes))
		for i := range out {
			out[i] = make([]*float64, len(nodes))
		}
		out[2][3], out[3][2] = &half, &half
		return out
	}
	counts := make([][]int, len(nodes))
	for i := range counts {
		counts[i] = []int{2, 2, 2, 2, 2, 2}
	}
	report := &fitness.Report{
		Basis: "self", Agencies: []string{"one", "evil"}, NotCompared: 1, AnswerDoubts: map[string]int{"QA100": 2},
		Limits: fitness.Limits{Probability: 0.05, Alpha: 0.7, Eigenvalue: 1, Variance: 0.1, Agree: 0.667},
		Distributions: []fitness.Distribution{
			{Node: "", Known: 2, Min: &half}, {Node: "data", Unknown: 2}, {Node: "api", Outliers: []string{"evil"}},
		},
		Correlations: fitness.Correlations{Method: "kendall", Nodes: nodes, R: rows(), P: rows(), N: counts},
		Alphas:       []fitness.Alpha{{Node: "data", Items: []fitness.AlphaItem{{Node: "api", Without: &half}, {Node: "open"}}, Constant: []string{"decree"}}},
		Components: []fitness.Components{{
			Node: "data", Eigenvalues: []float64{1.2, 0.8}, Share: []float64{0.6, 0.4}, Strong: 2, Members: []string{"api", "open"},
			Loadings: [][]float64{{0.9, 0.1}, {0.8, -0.2}},
		}},
		Weights: []fitness.Weight{{Node: "data", Stated: 0.5}, {Node: "law", Stated: 0.5}, {Node: "api", Parent: "data", Stated: 1, R: &half}},
		Agreement: fitness.Agreement{
			Agencies: []fitness.Agreed{{Agency: "evil", Metric: "ordinal", Rated: 3}}, Indicators: []fitness.Agreed{{Indicator: "api", Alpha: &half}},
			Roles: &fitness.Concordance{Roles: []string{"key", "other"}, W: &half, P: &half, Tau: [][]*float64{{nil, nil}, {&half, nil}}},
		},
	}
	return a, report
}

// Every code of the catalogue has a title, a sentence that takes its numbers, and advice, in both languages.
func TestEveryDoubtHasWords(t *testing.T) {
	a, _ := examinedSample()
	numbers := map[fitness.Number]float64{}
	for _, name := range []fitness.Number{
		fitness.Count, fitness.Members, fitness.Share, fitness.Coefficient, fitness.Chance, fitness.Skew, fitness.Tails,
		fitness.Reliability, fitness.Without, fitness.Strong, fitness.Explained, fitness.Stated, fitness.Effective, fitness.Left,
		fitness.Difference, fitness.Concordant,
	} {
		numbers[name] = 2
	}
	limits := map[string]float64{"alpha": 0.7}
	for _, lang := range l10n.Languages {
		found := 0
		for n := range 1000 {
			code := fmt.Sprintf("DQ%03d", n)
			if !l10n.For(lang).Has(code) {
				continue
			}
			found++
			doubts := view.Doubts(a, []fitness.Finding{{
				Code: code, Severity: diag.Note, Nodes: []string{"api", "open", "data"}, Agencies: []string{"one"}, Roles: []string{"key"},
				Numbers: numbers, Limits: limits,
			}}, lang)
			if len(doubts) != 1 || len(doubts[0].Sentences) != 1 {
				t.Fatalf("%s: %+v", code, doubts)
			}
			for _, s := range []string{doubts[0].Sentences[0], doubts[0].Title, doubts[0].Advice} {
				if s == "" || strings.ContainsAny(s, "{}") || strings.HasPrefix(s, code) {
					t.Errorf("%s in %s says %q", code, lang, s)
				}
			}
		}
		if found < 20 {
			t.Errorf("%d codes have words", found)
		}
	}
}

func TestFitnessOf(t *testing.T) {
	a, r := examinedSample()
	r.Findings = []fitness.Finding{
		{Code: "DQ020", Severity: diag.Warning, Nodes: []string{"api", "decree"}, Numbers: map[fitness.Number]float64{"r": 0.957, "n": 24}},
		{Code: "DQ031", Severity: diag.Note, Nodes: []string{"data", "api"}, Limits: map[string]float64{"alpha": 0.7}, Numbers: map[fitness.Number]float64{
			"alpha": 0.6, "members": 3, "n": 24, "without": 0.75,
		}},
		{Code: "DQ031", Severity: diag.Note, Nodes: []string{""}, Limits: map[string]float64{"alpha": 0.7}, Numbers: map[fitness.Number]float64{"alpha": -0.1, "members": 5, "n": 24}},
	}
	f := view.FitnessOf(a, r, "en")
	if got, want := strings.Join(f.Sentences, " "),
		"2 agencies compared on 3 indicators, on the basis: self-assessment. One other is ranked among its like and not compared here. 1 warning, 2 notes."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(f.Doubts) != 2 || f.Doubts[0].Code != "DQ020" || f.Doubts[0].SeverityText != "warning" {
		t.Fatalf("%+v", f.Doubts)
	}
	for i, want := range []string{
		"1.1 APIs and Decree: r = 0.96 (24 agencies)",
		"1 Data: Cronbach's alpha 0.60 of 3 members (24 agencies; 0.70 is wanted); 0.75 without 1.1 APIs",
		"The index: Cronbach's alpha −0.10 of 5 members (24 agencies; 0.70 is wanted)",
	} {
		got := slices.Concat(f.Doubts[0].Sentences, f.Doubts[1].Sentences)[i]
		if strings.ReplaceAll(got, "\u00a0", " ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if id := view.FitnessOf(a, r, "id"); strings.ReplaceAll(id.Doubts[0].Sentences[0], "\u00a0", " ") != "1.1 APIs dan Decree: r = 0,96 (24 instansi)" {
		t.Errorf("%q", id.Doubts[0].Sentences[0])
	}
	if len(f.Closing) != 1 || !strings.Contains(f.Closing[0], "2 more doubts") {
		t.Errorf("%v", f.Closing)
	}
	// Invented data and simulations are marked in every output.
	a.Invented, a.Options.Simulation = &rubric.Text{ID: "karangan", EN: "made up"}, true
	if f := view.FitnessOf(a, r, "en"); len(f.Marks) != 2 || f.Marks[0] != "made up" {
		t.Errorf("%q", f.Marks)
	}
	header, records := view.FitnessRecords(a, r, view.TableWeights, "", "en")
	if header[len(header)-1] != "mark" || !strings.HasPrefix(records[0][len(header)-1], "made up · ") {
		t.Errorf("%q, %q", header, records[0])
	}
	r.Findings, r.AnswerDoubts, r.NotCompared = nil, nil, 0
	if f := view.FitnessOf(a, r, "en"); !strings.Contains(strings.Join(f.Sentences, " "), "No doubts") || f.Closing != nil || f.Doubts == nil {
		t.Errorf("%+v", f)
	}
}

// Each table has as many cells in a row as it has columns, shows no number as a dash, and follows its level; its record
// for programs has a cell for each name, hostile names cleaned.
func TestFitnessTables(t *testing.T) {
	a, r := examinedSample()
	rowsOf := map[string]map[string]int{ // by level: rows over all tables of that name
		view.TableCorrelations:  {"": 5, view.LevelDimension: 2, view.LevelIndicator: 3},
		view.TableDistributions: {"": 3, view.LevelDimension: 2, view.LevelIndicator: 1},
		view.TableAlpha:         {"": 4, view.LevelDimension: 0, view.LevelIndicator: 4},
		view.TablePCA:           {"": 3, view.LevelDimension: 0, view.LevelIndicator: 3},
		view.TableWeights:       {"": 5, view.LevelDimension: 3, view.LevelIndicator: 2},
		view.TableAgreement:     {"": 4, view.LevelDimension: 4, view.LevelIndicator: 4},
	}
	for _, name := range view.FitnessTables {
		for level, want := range rowsOf[name] {
			rows := 0
			for _, table := range view.FitnessTable(a, r, name, level, "en") {
				rows += len(table.Rows)
				for _, row := range table.Rows {
					if len(row.Cells) != len(table.Columns) {
						t.Errorf("%s: %q has %d cells for %d columns", name, row.Cells, len(row.Cells), len(table.Columns))
					}
					if s := strings.Join(row.Cells, ""); strings.ContainsAny(s, "\x1b\u202e") {
						t.Errorf("%s: %q", name, s)
					}
				}
				if table.Title == "" || strings.ContainsAny(table.Title, "{}") {
					t.Errorf("%s has the title %q", name, table.Title)
				}
			}
			if rows != want {
				t.Errorf("%s on the level %q has %d rows, want %d", name, level, rows, want)
			}
			header, records := view.FitnessRecords(a, r, name, level, "en")
			for _, record := range records {
				if len(record) != len(header) {
					t.Errorf("%s: %q for %q", name, record, header)
				}
			}
		}
	}
	correlations := view.FitnessTable(a, r, view.TableCorrelations, view.LevelIndicator, "en")
	if got := correlations[0].Rows[1].Cells; !slices.Equal(got, []string{"1.2 Openness", "0.50", "–", "–", "–", "2"}) {
		t.Errorf("%q", got)
	}
	// The members of the index have no official numbers all: they are counted.
	index := view.FitnessTable(a, r, view.TableCorrelations, view.LevelDimension, "en")[0]
	if index.Columns[2].Title != "2" || index.Rows[1].Cells[0] != "2. Law" {
		t.Errorf("%+v", index)
	}
	if got := view.FitnessTable(a, r, "nothing", "", "en"); got != nil {
		t.Errorf("%+v", got)
	}
	r.Findings = []fitness.Finding{{Code: "DQ020", Severity: diag.Warning, Nodes: []string{"api", ""}, Numbers: map[fitness.Number]float64{"r": 0.5, "n": 2}}}
	header, records := view.FitnessRecords(a, r, "", "", "en")
	if len(records) != 1 || len(records[0]) != len(header) || records[0][2] != "api index" || records[0][5] != "n=2 r=0.5" {
		t.Errorf("%q", records)
	}
}
