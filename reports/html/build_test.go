package html

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/result"
)

// built makes an assessment to look at: so many agencies, five dimensions of four indicators, with unknown and
// not applicable values, notes and contradictions in fixed places. word is put into every text a file can bring.
func built(agencies int, word string) *result.Assessment {
	tree := &rubric.Rubric{
		ID: "uji", Version: "1.0", Title: both("Rubrik uji " + word), Source: rubric.Source{Status: "unverified", Cites: []string{word}},
		Scale: rubric.Scale{Min: 1, Max: 4}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"}, MinCoverage: 0.4,
		Bands: []rubric.Band{
			{ID: "sk", From: 1, Title: both("Sangat kurang")},
			{ID: "k", From: 1.6, Title: both("Kurang")},
			{ID: "b", From: 2.6, Title: both("Baik")},
			{ID: "sb", From: 3.6, Title: both("Sangat baik")},
		},
		Metrics: []rubric.Metric{{ID: "portal", Title: both("Ketersediaan " + word), Unit: "%"}},
	}
	for d := range 5 {
		dimension := &rubric.Node{ID: fmt.Sprintf("d%d", d), Title: both(fmt.Sprintf("Dimensi %d %s", d+1, word)), Weight: 1}
		for i := range 4 {
			leaf := &rubric.Node{ID: fmt.Sprintf("d%d_%d", d, i), Code: fmt.Sprintf("%d.%d", d+1, i+1), Weight: 1, Title: both(fmt.Sprintf("Indikator %d.%d %s", d+1, i+1, word))}
			for level := range 4 {
				leaf.Levels = append(leaf.Levels, rubric.Level{Level: float64(level + 1), Text: both(fmt.Sprintf("uraian %d %s", level+1, word))})
				leaf.Actions = append(leaf.Actions, rubric.Action{To: float64(level + 1), Effort: i%3 + 1, Text: both("tindakan " + word)})
			}
			dimension.Children = append(dimension.Children, leaf)
		}
		tree.Children = append(tree.Children, dimension)
	}
	tree.Link()
	a := &result.Assessment{
		Schema: result.Schema, Tool: result.Tool{Name: "siap", Version: "uji"}, Title: "Penilaian " + word, Year: 2025, Language: "id",
		Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Window: result.Window{From: "2025-01-01", To: "2026-01-01"},
		Invented: &rubric.Text{ID: "Data rekaan " + word, EN: "Invented data " + word},
		Rubric:   result.Rubric{ID: tree.ID, Version: tree.Version, Tree: tree},
		Options:  result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}, GroupBy: []string{"type"}},
		Inputs:   []result.Input{{Path: "answers/" + word + ".csv", Kind: "answers", SHA256: strings.Repeat("0", 64), Records: 9, LeftOut: 1}},
		Diagnostics: []*diag.Diagnostic{
			(diag.Rule{Code: "ZZ001", Severity: diag.Warning}).At(diag.Place{File: word + ".csv", Line: 3}).Saw(word),
		},
	}
	for i := range agencies {
		a.Agencies = append(a.Agencies, agencyOf(tree, i, agencies, word))
	}
	if agencies > 1 {
		a.Contradictions = []result.Contradiction{{
			Agency: a.Agencies[1].ID, Indicator: "d0_0", Basis: result.Self, Claim: 4, Measured: 2.1, Gap: 1.9, Metric: "portal",
			Reduction: rubric.ReduceMean, Value: 91.3, Unit: "% " + word, Coverage: 0.97, From: "2025-01-01", To: "2025-12-31",
		}}
	}
	return a
}

func both(s string) rubric.Text { return rubric.Text{ID: s, EN: s} }

// agencyOf makes the i-th agency, better than the next; the last but one has an unknown and a not applicable
// dimension, and the last has no score.
func agencyOf(tree *rubric.Rubric, i, of int, word string) *result.Agency {
	kind := []string{"dinas", "badan"}[i%2]
	s := &result.Scores{Nodes: map[string]*result.Node{}}
	a := &result.Agency{
		ID: fmt.Sprintf("i%02d", i), Name: fmt.Sprintf("Instansi %02d %s", of-i, word), Type: kind, Source: result.Direct,
		Groups: map[string]string{"type": kind}, Results: map[result.Basis]*result.Scores{result.Self: s},
	}
	if i == of-1 && of > 2 {
		s.Index = result.Node{Reason: result.ReasonUnknown}
		return a
	}
	value := func(x float64) *result.Node {
		x = min(max(x, 1), 4)
		low, high := max(x-0.2, 1), min(x+0.1, 4)
		band := "sk"
		for _, b := range tree.Bands {
			if x >= b.From {
				band = b.ID
			}
		}
		return &result.Node{Value: &x, Low: &low, High: &high, Coverage: 0.9, Weight: 0.2, Band: band, N: 3, Spread: 1}
	}
	base := 3.8 - 2.6*float64(i)/float64(max(of-1, 1))
	s.Index = *value(base)
	s.Rank = result.Rank{Overall: i + 1, Of: of, Groups: map[string]result.GroupRank{"type": {Rank: i/2 + 1, Of: (of + 1) / 2}}, Interval: &result.Interval{Best: max(i, 1), Worst: min(i+2, of), Method: "bounds"}}
	for d, dimension := range tree.Children {
		s.Nodes[dimension.ID] = value(base + math.Sin(float64(i*5+d))/2)
		for k, leaf := range dimension.Children {
			n := value(base + math.Cos(float64(i*20+d*4+k))/1.5)
			n.Weight = 0.25
			if k == 0 {
				n.Notes = []result.Note{{Role: word, Respondent: "R1", Note: "catatan " + word, Quote: word, Source: word, Visibility: "public"}}
			}
			s.Nodes[leaf.ID] = n
		}
	}
	if i == of-2 && of > 2 {
		s.Nodes["d3"] = &result.Node{Reason: result.ReasonNotApplicable}
		s.Nodes["d4"] = &result.Node{Reason: result.ReasonMinCoverage, Coverage: 0.2}
	}
	return a
}

func rendered(t testing.TB, a *result.Assessment, lang string, with ...Option) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, view.New(a, lang), with...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
