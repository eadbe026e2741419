package quality_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/quality"
)

// ten is a rubric of ten indicators with levels 1–4. All data here are invented.
func ten() *rubric.Rubric {
	r := &rubric.Rubric{Scale: rubric.Scale{Min: 1, Max: 4}}
	for i := range 10 {
		r.Children = append(r.Children, &rubric.Node{
			ID: fmt.Sprintf("i%d", i), Weight: 1, Levels: []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}},
		})
	}
	r.Link()
	return r
}

func says(file, agency, respondent string, indicator int, level float64) questionnaire.Answer {
	return questionnaire.Answer{
		Agency: agency, Respondent: respondent, Indicator: fmt.Sprintf("i%d", indicator),
		Claim: questionnaire.Value{Number: level, State: questionnaire.Known},
		Place: diag.Place{File: file, Line: indicator + 2, Column: 3},
	}
}

func shows(agency string, indicator int, level float64, status string) questionnaire.Evidence {
	return questionnaire.Evidence{Agency: agency, Indicator: fmt.Sprintf("i%d", indicator), Level: level, Status: status}
}

func found(l *diag.List) []string {
	var out []string
	for _, d := range l.All() {
		out = append(out, fmt.Sprintf("%s %s %s %s ×%d", d.Place, d.Code, d.Subject, d.Seen, max(d.Count, 1)))
	}
	return out
}

func TestDoubts(t *testing.T) {
	straight := make([]questionnaire.Answer, 10)
	varied := make([]questionnaire.Answer, 10)
	for i := range 10 {
		straight[i] = says("a.csv", "a", "P1", i, 3)
		varied[i] = says("a.csv", "a", "P1", i, float64(1+i%4))
	}
	for _, c := range []struct {
		name     string
		answers  []questionnaire.Answer
		evidence []questionnaire.Evidence
		want     []string
	}{
		{"ten times the same level", straight, nil, []string{"a.csv:2:3 QA100 a 3 ×10"}},
		{"nine of ten say nothing", straight[:9], nil, nil},
		{"different levels", varied, nil, nil},
		{
			"levels without evidence, where others show some",
			[]questionnaire.Answer{says("a.csv", "a", "", 0, 3), says("a.csv", "a", "", 1, 1), says("a.csv", "a", "", 2, 2)},
			[]questionnaire.Evidence{shows("b", 0, 2, "diterima"), shows("a", 2, 2, "belum")},
			[]string{"a.csv:2:3 QA101 a i0 ×2"},
		},
		{
			"a level above its evidence",
			[]questionnaire.Answer{says("a.csv", "a", "", 0, 4), says("a.csv", "a", "", 1, 2), says("a.csv", "a", "", 2, 3)},
			[]questionnaire.Evidence{shows("a", 0, 2, "draf"), shows("a", 1, 2, "proses"), shows("a", 2, 3, "revisi"), shows("a", 2, 2, "diterima")},
			[]string{"a.csv:2:3 QA102 a i0 ×2"},
		},
		{
			"respondents far apart",
			[]questionnaire.Answer{
				says("a.csv", "a", "P1", 0, 1), says("a.csv", "a", "P2", 0, 3), says("a.csv", "a", "P1", 1, 1),
				says("a.csv", "a", "P2", 1, 4), says("a.csv", "a", "P1", 2, 2), says("a.csv", "a", "P2", 2, 3),
			},
			nil,
			[]string{"a.csv:3:3 QA103 a i1 ×2"},
		},
		{
			"an agency's form that answers for another",
			[]questionnaire.Answer{
				says("a.csv", "a", "P1", 0, 1), says("a.csv", "a", "P1", 1, 2), says("a.csv", "a", "P1", 2, 1),
				says("a.csv", "a", "P1", 3, 1), says("a.csv", "b", "P1", 4, 1),
			},
			nil,
			[]string{"a.csv:6:3 QA104 b a ×1"},
		},
		{
			"one code in two agencies' own forms is two people",
			[]questionnaire.Answer{says("a.csv", "a", "P1", 0, 1), says("b.csv", "b", "P1", 0, 1)},
			nil, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, found(quality.Check(ten(), questionnaire.Gather(c.answers...), c.evidence))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
