package scoring_test

import (
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// The record of a ratio has its two numbers, those of the claim first; an answer that is no ratio has none.
func TestRecordsOfRatios(t *testing.T) {
	r := testRubric(rubric.RuleClaim)
	ratio := func(a, b float64) questionnaire.Value {
		return questionnaire.Value{Number: a / b, State: questionnaire.Known, Of: &questionnaire.Quotient{Numerator: a, Denominator: b}}
	}
	plain := questionnaire.Value{Number: 0.25, State: questionnaire.Known}
	in := scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("a", "small", "", 1)}, []string{"type"}),
		Answers: []questionnaire.Answer{
			{Agency: "a", Indicator: "x", Respondent: "R1", Claim: ratio(12, 40), Assessed: ratio(10, 40)},
			{Agency: "a", Indicator: "x", Respondent: "R2", Claim: plain, Assessed: ratio(10, 40)},
			{Agency: "a", Indicator: "x", Respondent: "R3", Claim: plain, Assessed: plain},
		},
	}
	records, err := scoring.Records(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]float64{"R1": {12, 40}, "R2": {10, 40}}
	n := 0
	for r := range records {
		n++
		pair, has := want[r.Respondent]
		switch {
		case r.Kind != result.KindAnswer:
			t.Errorf("a record of the kind %s", r.Kind)
		case !has && (r.Numerator != nil || r.Denominator != nil):
			t.Errorf("%s is no ratio, its record has %v of %v", r.Respondent, shown(r.Numerator), shown(r.Denominator))
		case has && (r.Numerator == nil || r.Denominator == nil || *r.Numerator != pair[0] || *r.Denominator != pair[1]):
			t.Errorf("%s: %v of %v, want %v", r.Respondent, shown(r.Numerator), shown(r.Denominator), pair)
		}
	}
	if n != 3 {
		t.Errorf("%d records, want 3", n)
	}
}
