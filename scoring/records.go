package scoring

import (
	"cmp"
	"fmt"
	"iter"
	"time"

	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// timeLayout is how times stand in results: to the second, with the zone's offset.
const timeLayout = time.RFC3339

// Records yields every answer, evidence item and measurement of an input as a line for the evidence file, agency
// by agency in the order of the list and indicator by indicator in the order of the rubric, whatever order they
// came in.
func Records(in Input, items []questionnaire.Evidence) (iter.Seq[result.Record], error) {
	e, err := sortEvidence(in)
	if err != nil {
		return nil, fmt.Errorf("sorting the evidence: %w", err)
	}
	shown := map[[2]string][]*questionnaire.Evidence{}
	for i := range items {
		key := [2]string{items[i].Agency, items[i].Indicator}
		shown[key] = append(shown[key], &items[i])
	}
	return func(yield func(result.Record) bool) {
		r := reader{of: e}
		for u, one := range in.Agencies.All() {
			for i, n := range e.indicators {
				answers, m := r.at(u, i)
				for _, a := range answers {
					if !yield(answerRecord(a)) {
						return
					}
				}
				for _, item := range shown[[2]string{one.ID, n.ID}] {
					if !yield(evidenceRecord(item)) {
						return
					}
				}
				if m != nil && !yield(measurementRecord(m, e.measuredScore(i, m), one.Zone)) {
					return
				}
			}
		}
	}, nil
}

func answerRecord(a *questionnaire.Answer) result.Record {
	r := result.Record{
		Kind: result.KindAnswer, Agency: a.Agency, Indicator: a.Indicator, Item: a.Item, Place: a.Place,
		Note: a.Note, Visibility: string(a.Visibility), Respondent: a.Respondent, Role: a.Role,
		Quote: a.Quote, Source: a.Source, Submitted: stamp(a.Submitted, a.Submitted.Location()),
	}
	r.Claim, r.ClaimState = state(a.Claim)
	if a.Assessed.State != questionnaire.Unknown {
		r.Assessed, r.AssessedState = state(a.Assessed)
	}
	if of := cmp.Or(a.Claim.Of, a.Assessed.Of); of != nil {
		r.Numerator, r.Denominator = &of.Numerator, &of.Denominator
	}
	if a.Derived != nil {
		acrossRecord(&r, a)
	}
	return r
}

// notApplicable is how the answer n/a stands in a record.
const notApplicable = "n/a"

// state gives an answer's number, or the word for having none.
func state(v questionnaire.Value) (*float64, string) {
	switch v.State {
	case questionnaire.Known:
		return &v.Number, ""
	case questionnaire.NotApplicable:
		return nil, notApplicable
	}
	return nil, "unknown"
}

func evidenceRecord(e *questionnaire.Evidence) result.Record {
	r := result.Record{
		Kind: result.KindEvidence, Agency: e.Agency, Indicator: e.Indicator, Item: e.Item, Place: e.Place,
		Note: e.Note, Level: number(e.Level), Title: e.Title, Link: e.Link, Status: e.Status,
		Recommendation: e.Recommendation, Responsible: e.Responsible,
	}
	if !e.Due.IsZero() {
		r.Due = e.Due.Format(time.DateOnly)
	}
	return r
}

func measurementRecord(m *telemetry.Measurement, score float64, zone *time.Location) result.Record {
	coverage := m.Coverage
	r := result.Record{
		Kind: result.KindMeasurement, Agency: m.Agency, Indicator: m.Indicator, Metric: m.Metric, Over: m.Over,
		Reduction: string(m.Reduction), Score: number(score), Reason: m.Reason, Samples: m.Samples,
		Expected: m.Expected, Coverage: &coverage, Numerator: number(m.Numerator), Denominator: number(m.Denominator),
		First: stamp(m.First, zone), Last: stamp(m.Last, zone), LeftOut: m.LeftOut, Repeated: m.Repeated, Places: m.Places,
		NotMeasured: m.NotMeasured, InMaintenance: m.InMaintenance, Maintenance: m.Maintenance.Seconds(),
		Series: m.Series, Resets: m.Resets, ErrorBound: m.ErrorBound,
	}
	if m.Reason == "" && composite.IsKnown(m.Value) {
		r.Value = number(m.Value)
	}
	return r
}

// stamp writes a time in a zone; "" for none.
func stamp(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format(timeLayout)
}
