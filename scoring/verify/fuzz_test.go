package verify_test

import (
	"bytes"
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/verify"
)

// FuzzRecompute gives files that somebody else wrote: whatever is in them, they are recomputed or refused.
func FuzzRecompute(f *testing.F) {
	r, problems := rubric.Parse("small.yaml", []byte(smallRubric))
	if r == nil {
		f.Fatal(problems.All())
	}
	for _, level := range []float64{0, 2} {
		a, err := scoring.Assess(scoring.Input{
			Rubric: r, Agencies: agency.FromAnswers([]string{"a", "b"}),
			Answers: []questionnaire.Answer{
				{Agency: "a", Indicator: "x", Claim: questionnaire.Value{Number: level, State: questionnaire.Known}},
				{Agency: "b", Indicator: "y", Claim: questionnaire.Value{Number: level, State: questionnaire.Known}},
			},
		}, scoring.Options{})
		if err != nil {
			f.Fatal(err)
		}
		a.Window.To = "2026-01-01"
		var b bytes.Buffer
		if err := result.Write(&b, a); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), []byte(`{"kind":"answer","agency":"a","indicator":"x","claim":0.5}`))
	}
	f.Fuzz(func(t *testing.T, assessment, evidence []byte) {
		if len(assessment) > 200_000 {
			return
		}
		a, err := result.Read(bytes.NewReader(assessment))
		if err != nil {
			return
		}
		again, err := verify.Recompute(a, result.ReadEvidence(bytes.NewReader(evidence)))
		if err == nil {
			verify.Compare(a, again)
		}
	})
}

// smallRubric is invented, and small so that changing it at random goes somewhere.
const smallRubric = `{schema: siap/rubric/1, id: s, version: "1", title: {id: S, en: S}, scale: {min: 0, max: 4},
bands: [{id: b, from: 0, title: {id: B, en: B}}], min_coverage: 0, children: [
{id: x, title: {id: X, en: X}, question: {id: X, en: X}, levels: [{level: 0, text: {id: A, en: A}}, {level: 4, text: {id: B, en: B}}]},
{id: y, title: {id: Y, en: Y}, question: {id: Y, en: Y}, answer: {kind: number}, score: {method: min_max}}]}`
