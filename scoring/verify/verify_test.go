package verify_test

import (
	"iter"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/verify"
)

// assessed scores random answers to the default rubric and gives the assessment with its records.
func assessed(t *rapid.T) (*result.Assessment, []result.Record) {
	r, err := library.Open("indrajit-5")
	if err != nil {
		t.Fatal(err)
	}
	list := agency.NewList([]*agency.Agency{
		{ID: "p", Type: "provinsi", Weight: 1, Zone: agency.WITA, Columns: map[string]string{"type": "provinsi"}},
		{ID: "a", Type: "dinas", Parent: "p", Weight: 2, Zone: agency.WIB, Columns: map[string]string{"type": "dinas"}},
		{ID: "b", Type: "dinas", Parent: "p", Weight: 1, Zone: agency.WIT, Columns: map[string]string{"type": "dinas"}},
	}, []string{"type"})
	in := scoring.Input{Rubric: r, Agencies: list, Until: telemetry.Date{Year: 2026, Month: 1, Day: 1}}
	for _, id := range []string{"a", "b"} {
		for _, n := range r.Indicators() {
			for _, role := range []string{"staff", "public"} {
				v := questionnaire.Value{
					Number: float64(rapid.IntRange(1, 4).Draw(t, "level")),
					State:  questionnaire.State(rapid.IntRange(0, 2).Draw(t, "state")),
				}
				in.Answers = append(in.Answers, questionnaire.Answer{
					Agency: id, Indicator: n.ID, Respondent: "r-" + role, Role: role, Claim: v,
				})
			}
			if rapid.Bool().Draw(t, "shown") {
				in.Evidence = append(in.Evidence, questionnaire.Evidence{
					Agency: id, Indicator: n.ID, Level: 2, Status: "diterima", Title: "SK",
				})
			}
			if n.Measure != nil {
				in.Measurements = append(in.Measurements, telemetry.Measurement{
					Agency: id, Indicator: n.ID, Metric: n.Measure.Metric, Reduction: n.Measure.Reduction,
					Value: rapid.Float64Range(0, 100).Draw(t, "measured"), Samples: 1, Expected: 1,
					Coverage: rapid.Float64Range(0, 1).Draw(t, "coverage"),
				})
			}
		}
	}
	a, err := scoring.Assess(in, scoring.Options{
		Rollup:  rapid.SampledFrom([]string{"none", "mean", "weighted"}).Draw(t, "rollup"),
		Combine: rapid.SampledFrom([]string{"mean", "median"}).Draw(t, "combine"),
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Window.To = "2026-01-01"
	records, err := scoring.Records(in, in.Evidence)
	if err != nil {
		t.Fatal(err)
	}
	var all []result.Record
	for r := range records {
		all = append(all, r)
	}
	return a, all
}

func each(records []result.Record) iter.Seq2[result.Record, error] {
	return func(yield func(result.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Whatever was assessed, its two files give the same numbers again; and one changed answer is found.
func TestRecomputeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, records := assessed(t)
		again, err := verify.Recompute(a, each(records))
		if err != nil {
			t.Fatal(err)
		}
		if found := verify.Compare(a, again); len(found) > 0 {
			t.Fatalf("%d differences, the first %+v", len(found), found[0])
		}
		for i := range records {
			if records[i].Kind == result.KindAnswer && records[i].Claim != nil && *records[i].Claim < 4 {
				higher := *records[i].Claim + 1
				records[i].Claim = &higher
				again, err := verify.Recompute(a, each(records))
				if err != nil {
					t.Fatal(err)
				}
				if len(verify.Compare(a, again)) == 0 {
					t.Fatalf("the changed answer to %s was not found", records[i].Indicator)
				}
				return
			}
		}
	})
}

func TestRecomputeRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, records := assessed(t)
		for _, c := range []struct {
			name, want string
			change     func()
			back       func()
		}{
			{"a window without an end", "window", func() { a.Window.To = "" }, func() { a.Window.To = "2026-01-01" }},
			{"an unknown zone", "time zone", func() { a.Agencies[1].Timezone = "Mars" }, func() { a.Agencies[1].Timezone = "WIB" }},
			{"an unknown record", "no kind", func() { records[0].Kind = "rumour" }, func() { records[0].Kind = result.KindAnswer }},
			{"a broken rubric", "frozen rubric", func() { a.Rubric.Tree.Scale.Max = 0 }, func() { a.Rubric.Tree.Scale.Max = 4 }},
		} {
			c.change()
			_, err := verify.Recompute(a, each(records))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%s: error %v, want one about %q", c.name, err, c.want)
			}
			c.back()
		}
	})
}
