package result_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// sampleInput is invented, and made so that every kind of number occurs: a government assessed directly and by
// its agencies, one by its agencies only, a contradiction, n/a by answer and by type, unknown, too little known,
// respondents with notes, and assessors' values.
func sampleInput() scoring.Input {
	levels := []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	r := &rubric.Rubric{
		Schema: rubric.Schema, ID: "small", Version: "1", Status: rubric.Draft,
		Scale: rubric.Scale{Min: 1, Max: 4}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Decide: rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}, BandEdge: rubric.EdgeLower,
		Bands:    []rubric.Band{{ID: "low", From: 1}, {ID: "high", From: 2.5}},
		Verdicts: rubric.Verdicts{Index: []rubric.Band{{ID: "not_yet", From: 1}, {ID: "ready", From: 3}}},
		Unknown:  rubric.Renormalise, MinCoverage: 0.5, Weights: rubric.Relative, Groups: []string{"type"},
		Roles:   []rubric.Role{{ID: "key", Weight: 2}, {ID: "staff", Weight: 1}},
		Metrics: []rubric.Metric{{ID: "uptime", Unit: "%", Expected: "1d"}},
		Children: []*rubric.Node{
			{ID: "a", Weight: 1, Children: []*rubric.Node{
				{ID: "x", Weight: 1, Levels: levels},
				{ID: "y", Weight: 2, Levels: levels, AppliesTo: map[string][]string{"type": {"dinas", "kabupaten"}}},
			}},
			{ID: "b", Weight: 1, Children: []*rubric.Node{{ID: "m", Weight: 1, Levels: levels, Measure: &rubric.Measure{
				Metric: "uptime", Reduction: rubric.ReduceMean, Rule: rubric.RuleCap, MinCoverage: 0.8,
				Breakpoints: []rubric.Breakpoint{{At: 90, Score: 1}, {At: 100, Score: 4}},
			}}}},
		},
	}
	r.Link()
	var list []*agency.Agency
	for _, a := range [][3]string{
		{"kutai", "kabupaten", ""},
		{"provinsi", "provinsi", ""},
		{"kominfo", "dinas", "kutai"},
		{"rsud", "hospital", "provinsi"},
		{"silent", "dinas", ""},
		{"patchy", "dinas", ""},
	} {
		list = append(list, &agency.Agency{
			ID: a[0], Name: "Kantor <" + a[0] + "> & kawan", Type: a[1], Parent: a[2], Weight: 1, Zone: agency.WITA,
			Columns: map[string]string{"type": a[1]},
		})
	}
	place := diag.Place{File: "book.xlsx", Sheet: "Jawaban", Cell: "C17", Line: 17, Column: 3}
	says := func(agencyID, indicator string, claim questionnaire.Value) questionnaire.Answer {
		return questionnaire.Answer{
			Agency: agencyID, Indicator: indicator, Claim: claim, Visibility: questionnaire.Internal, Place: place,
		}
	}
	known := func(x float64) questionnaire.Value { return questionnaire.Value{Number: x, State: questionnaire.Known} }
	noted := says("kominfo", "x", known(4))
	noted.Respondent, noted.Role, noted.Note, noted.Quote = "K1", "key", "server baru", "“sudah lengkap”"
	noted.Assessed, noted.Source, noted.Visibility = known(2), "wawancara", questionnaire.Public
	second := says("kominfo", "x", known(1))
	second.Respondent, second.Role = "P1", "staff"
	day := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	uptime := func(agencyID string, value, coverage float64) telemetry.Measurement {
		return telemetry.Measurement{
			Agency: agencyID, Indicator: "m", Metric: "uptime", Reduction: rubric.ReduceMean, Value: value,
			Samples: 300, Expected: 365, Coverage: coverage, Numerator: math.NaN(), Denominator: math.NaN(),
			First: day, Last: day.AddDate(0, 11, 0), Places: []diag.Place{{File: "uptime.csv", Line: 2}},
		}
	}
	return scoring.Input{
		Rubric: r, Agencies: agency.NewList(list, []string{"type"}),
		Answers: []questionnaire.Answer{
			noted, second, says("kominfo", "y", known(3)), says("kominfo", "m", known(4)),
			says("kutai", "x", known(2)), says("kutai", "m", questionnaire.Value{State: questionnaire.NotApplicable}),
			says("rsud", "x", questionnaire.Value{State: questionnaire.NotApplicable}), says("rsud", "m", known(3)),
			says("patchy", "x", known(4)),
		},
		Measurements: []telemetry.Measurement{
			uptime("kominfo", 93, 0.9), uptime("kutai", 99, 0.95), uptime("rsud", 99, 0.5),
		},
	}
}

// sample is an assessment of sampleInput with all that the caller of Assess adds.
func sample(t testing.TB) *result.Assessment {
	t.Helper()
	a, err := scoring.Assess(sampleInput(), scoring.Options{Rollup: scoring.RollupMean, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	hash := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // SHA-256 of nothing
	a.Tool = result.Tool{Name: "siap", Version: "test"}
	a.Title, a.Year, a.Language = "Uji <coba> & kawan", 2025, "id"
	a.Created = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a.Invented = &rubric.Text{ID: "data buatan", EN: "invented data"}
	a.Window = result.Window{From: "2025-01-01", To: "2026-01-01"}
	a.Inputs = []result.Input{
		{Path: "answers/a.csv", Kind: "answers", Format: "CSV (;), UTF-8, long", SHA256: hash, Records: 9, LeftOut: 1},
		{Path: "answers/b.csv", Kind: "answers", LeftOut: 2, Refused: true},
	}
	a.Evidence = result.EvidenceFile{Path: result.EvidenceFileName, SHA256: hash, Records: 12}
	rule := diag.Rule{Code: "QA004", Severity: diag.Error}
	a.Diagnostics = []*diag.Diagnostic{
		rule.At(diag.Place{File: "answers/b.csv", Line: 2, Column: 3}).About("x").Saw("9").Allows("1–4").Near("4"),
		{Code: "TM010", Severity: diag.Note, Count: 3},
	}
	return a
}

func written(t testing.TB, a *result.Assessment) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := result.Write(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
