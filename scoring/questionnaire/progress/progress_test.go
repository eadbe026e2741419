package progress_test

import (
	"slices"
	"testing"
	"time"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/progress"
)

// Invented: three indicators, one of them for provinces only, one that is measured and not asked for.
func TestOf(t *testing.T) {
	levels := []rubric.Level{{Level: 1}, {Level: 2}}
	r := &rubric.Rubric{Scale: rubric.Scale{Min: 1, Max: 2}, Children: []*rubric.Node{
		{ID: "x", Weight: 1, Levels: levels},
		{ID: "y", Weight: 1, Levels: levels},
		{ID: "z", Weight: 1, Levels: levels, AppliesTo: map[string][]string{"type": {"provinsi"}}},
		{ID: "measured", Weight: 1},
	}}
	r.Link()
	of := func(id, kind string) *agency.Agency {
		return &agency.Agency{ID: id, Type: kind, Columns: map[string]string{"type": kind}}
	}
	list := agency.NewList([]*agency.Agency{of("p", "provinsi"), of("d", "dinas"), of("e", "dinas")}, []string{"type"})
	at := time.Date(2025, 5, 1, 9, 0, 0, 0, time.UTC)
	known := questionnaire.Value{Number: 2, State: questionnaire.Known}
	answers := []questionnaire.Answer{
		{Agency: "p", Indicator: "x", Respondent: "P1", Claim: known, Assessed: known, Submitted: at},
		{Agency: "p", Indicator: "x", Respondent: "P2", Submitted: at.Add(time.Hour)},
		{Agency: "p", Indicator: "z", Respondent: "P1", Claim: questionnaire.Value{State: questionnaire.NotApplicable}},
		{Agency: "d", Indicator: "x", Claim: known},
		{Agency: "d", Indicator: "y", Claim: known},
	}
	got := progress.Of(r, list, questionnaire.Gather(answers...), []questionnaire.Evidence{
		{Agency: "p", Indicator: "x", Status: "proses"}, {Agency: "p", Indicator: "x", Status: "proses"},
	})
	p, d, e := got[0], got[1], got[2]
	if p.Asked != 3 || p.Answered != 1 || p.NotApplicable != 1 || p.Assessed != 1 || !slices.Equal(p.Missing, []string{"y"}) {
		t.Errorf("the province is %+v", p)
	}
	if p.Respondents != 2 || !p.Last.Equal(at.Add(time.Hour)) || p.Evidence["proses"] != 2 || p.Done() != 2.0/3 {
		t.Errorf("the province is %+v, done %v", p, p.Done())
	}
	if d.Asked != 2 || d.Done() != 1 || len(d.Missing) != 0 || d.Respondents != 0 {
		t.Errorf("the agency that answered all is %+v", d)
	}
	if e.Done() != 0 || !slices.Equal(e.Missing, []string{"x", "y"}) {
		t.Errorf("the agency that answered nothing is %+v", e)
	}
}
