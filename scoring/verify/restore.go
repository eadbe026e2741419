// Package verify computes a stored assessment again, years later and from its own two files alone, and says where
// the numbers differ from those that were stored.
package verify

import (
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// Recompute scores the evidence of an assessment again with the rubric that is frozen in it. The evidence is read
// to its end. An error means that the files cannot be an assessment, not that a number differs.
func Recompute(a *result.Assessment, evidence iter.Seq2[result.Record, error]) (*result.Assessment, error) {
	in, opts, err := Restore(a, evidence)
	if err != nil {
		return nil, err
	}
	again, err := scoring.Assess(in, opts)
	if err != nil {
		return nil, fmt.Errorf("computing the assessment again: %w", err)
	}
	return again, nil
}

// Restore makes the input and the options of an assessment from its own two files, so that it can be computed again as
// it was, or otherwise. The evidence is read to its end. An error means that the files cannot be an assessment.
func Restore(a *result.Assessment, evidence iter.Seq2[result.Record, error]) (scoring.Input, scoring.Options, error) {
	if problems := rubric.Check(a.Rubric.Tree, nil); problems.HasErrors() {
		return scoring.Input{}, scoring.Options{}, fmt.Errorf("checking the frozen rubric %s: %s", a.Rubric.ID, problems.All()[0])
	}
	in, err := restore(a, evidence)
	if err != nil {
		return scoring.Input{}, scoring.Options{}, err
	}
	opts := scoring.Options{
		Basis: a.Options.Basis, Combine: a.Options.Combine, RoleWeights: a.Options.RoleWeights,
		GroupBy: a.Options.GroupBy, Rollup: a.Options.Rollup, Seed: a.Options.Seed, Changes: a.Options.Changes,
	}
	if opts.GroupBy == nil {
		opts.GroupBy = []string{} // no group, instead of the rubric's own
	}
	if a.Robust != nil {
		opts.Uncertainty = a.Robust.Settings
	}
	return in, opts, nil
}

// restore makes the input of an assessment from what was stored of it.
func restore(a *result.Assessment, evidence iter.Seq2[result.Record, error]) (scoring.Input, error) {
	in := scoring.Input{Rubric: a.Rubric.Tree}
	until, err := time.Parse(time.DateOnly, a.Window.To)
	if err != nil {
		return in, fmt.Errorf("reading the end of the window %q: %w", a.Window.To, err)
	}
	in.Until = telemetry.Date{Year: until.Year(), Month: until.Month(), Day: until.Day()}
	agencies := make([]*agency.Agency, len(a.Agencies))
	for i, one := range a.Agencies {
		zone, known := agency.Zone(strings.TrimPrefix(one.Timezone, "UTC"))
		if !known {
			return in, fmt.Errorf("reading the agency %s: its time zone %q is not known", one.ID, one.Timezone)
		}
		agencies[i] = &agency.Agency{
			ID: one.ID, Name: one.Name, Type: one.Type, Parent: one.Parent, Weight: one.Weight, Zone: zone,
			Columns: one.Groups,
		}
	}
	in.Agencies = agency.NewList(agencies, nil)
	for r, err := range evidence {
		if err != nil {
			return in, fmt.Errorf("reading the evidence: %w", err)
		}
		switch r.Kind {
		case result.KindAnswer:
			in.Answers = append(in.Answers, answer(r))
		case result.KindEvidence:
			in.Evidence = append(in.Evidence, questionnaire.Evidence{
				Agency: r.Agency, Indicator: r.Indicator, Item: r.Item, Level: number(r.Level), Status: r.Status,
				Title: r.Title, Place: r.Place,
			})
		case result.KindMeasurement:
			m, err := measurement(r)
			if err != nil {
				return in, err
			}
			in.Measurements = append(in.Measurements, m)
		case result.KindPart: // a value from another assessment, which has the evidence for it
		default:
			return in, fmt.Errorf("reading the evidence of %s: %q is no kind of record", r.Agency, r.Kind)
		}
	}
	return in, nil
}

func answer(r result.Record) questionnaire.Answer {
	return questionnaire.Answer{
		Agency: r.Agency, Indicator: r.Indicator, Item: r.Item, Respondent: r.Respondent, Role: r.Role,
		Claim: value(r.Claim, r.ClaimState), Assessed: value(r.Assessed, r.AssessedState),
		Note: r.Note, Quote: r.Quote, Source: r.Source, Visibility: questionnaire.Visibility(r.Visibility),
		Place: r.Place, Derived: scoring.Brought(r),
	}
}

// value is the answer that a number, or the word for having none, stands for.
func value(x *float64, state string) questionnaire.Value {
	switch {
	case x != nil:
		return questionnaire.Value{Number: *x, State: questionnaire.Known}
	case state == "n/a":
		return questionnaire.Value{State: questionnaire.NotApplicable}
	}
	return questionnaire.Value{}
}

func measurement(r result.Record) (telemetry.Measurement, error) {
	m := telemetry.Measurement{
		Agency: r.Agency, Indicator: r.Indicator, Metric: r.Metric, Over: r.Over,
		Reduction: rubric.Reduction(r.Reduction), Value: number(r.Value), Reason: r.Reason, Samples: r.Samples,
		Expected: r.Expected, Numerator: number(r.Numerator), Denominator: number(r.Denominator),
		LeftOut: r.LeftOut, Repeated: r.Repeated, Places: r.Places,
		NotMeasured: r.NotMeasured, InMaintenance: r.InMaintenance,
		Maintenance: time.Duration(math.Round(r.Maintenance * float64(time.Second))),
		Series:      r.Series, Resets: r.Resets, ErrorBound: r.ErrorBound,
	}
	if r.Coverage != nil {
		m.Coverage = *r.Coverage
	}
	for _, t := range []struct {
		text string
		into *time.Time
	}{{r.First, &m.First}, {r.Last, &m.Last}} {
		if t.text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, t.text)
		if err != nil {
			return m, fmt.Errorf("reading the measurement of %s for %s: the time %q: %w", r.Agency, r.Indicator, t.text, err)
		}
		*t.into = at
	}
	return m, nil
}

func number(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}
