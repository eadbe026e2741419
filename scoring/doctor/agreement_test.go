package doctor_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"siap/rubric"
	"siap/scoring/doctor"
	"siap/scoring/result"
)

// levelled gives every indicator of a rubric four levels, 1 to 4.
func levelled(r *rubric.Rubric) *rubric.Rubric {
	for _, n := range r.Indicators() {
		n.Levels = []rubric.Level{{Level: 1}, {Level: 2}, {Level: 3}, {Level: 4}}
	}
	return r
}

// Twelve indicators of one agency: on ten both respondents say the same, on two they are three levels apart. The mean
// difference is 2·3 levels / 12 of a span of three: 1/6. A second agency's respondents agree on everything.
func TestRespondentsOfAnAgency(t *testing.T) {
	var ids []string
	var columns [][]float64
	for i := range 12 {
		ids = append(ids, fmt.Sprintf("i%02d", i+1))
		columns = append(columns, []float64{50, 60})
	}
	a := assessed(levelled(instrument([]string{"d1"}, tree{"d1": ids})), columns...)
	var answers []result.Record
	for i, id := range ids {
		level := float64(1 + i%4)
		other := level
		if i < 2 { // the first two indicators, on which the first respondent says 1 and 4
			level, other = []float64{1, 4}[i], []float64{4, 1}[i]
		}
		answers = append(answers, answer("a01", id, "key", level), answer("a01", id, "staff", other))
		answers = append(answers, answer("a02", id, "key", float64(1+i%4)), answer("a02", id, "staff", float64(1+i%4)))
	}
	// What others said, or nobody said, does not count.
	answers = append(answers,
		result.Record{Kind: result.KindMeasurement, Agency: "a01", Indicator: "i01"}, answer("a99", "i01", "key", 3),
		answer("a01", "i99", "key", 3), result.Record{Kind: result.KindAnswer, Agency: "a01", Indicator: "i03", ClaimState: "n/a"},
		result.Record{Kind: result.KindAnswer, Agency: "a02", Indicator: "i03", Via: "x", Claim: answer("", "", "", 4).Claim})
	got := examine(t, a, said(answers...), doctor.Options{})
	if n := len(got.Agreement.Agencies); n != 2 {
		t.Fatalf("%d agencies", n)
	}
	first, second := got.Agreement.Agencies[0], got.Agreement.Agencies[1]
	if first.Rated != 12 || first.Answers != 24 || second.Rated != 12 || first.Metric != "ordinal" {
		t.Errorf("%+v, %+v", first, second)
	}
	near(t, "difference", *first.Difference, 1.0/6, 1e-12)
	near(t, "alpha of those who agree", *second.Alpha, 1, 1e-12)
	if found := of(got, "DQ050"); len(found) != 1 || found[0].Agencies[0] != "a01" {
		t.Errorf("%+v", found)
	}
	// In another order everything stays as it is.
	slices.Reverse(answers)
	if again := examine(t, a, said(answers...), doctor.Options{}); *again.Agreement.Agencies[0].Alpha != *first.Alpha {
		t.Errorf("alpha %v, in another order %v", *first.Alpha, *again.Agreement.Agencies[0].Alpha)
	}
}

// On i1 the respondents of twelve agencies agree, on i2 they answer by turns. The two roles then put the agencies in the
// same order by i1 and in opposite ones by i2.
func TestRespondentsOnIndicatorsAndRoles(t *testing.T) {
	r := levelled(instrument([]string{"d1"}, tree{"d1": {"i1", "i2"}}))
	a := assessed(r, steps(12), mixed(12, 5))
	var alike, opposite []result.Record
	for u, one := range a.Agencies {
		level := float64(1 + u%4)
		alike = append(alike, answer(one.ID, "i1", "key", level), answer(one.ID, "i1", "staff", level))
		opposite = append(opposite, answer(one.ID, "i2", "key", level), answer(one.ID, "i2", "staff", 5-level))
	}
	got := examine(t, a, said(slices.Concat(alike, opposite)...), doctor.Options{})
	if found := of(got, "DQ051"); len(found) != 1 || found[0].Nodes[0] != "i2" {
		t.Errorf("%+v", found)
	}
	// Means of the two indicators: the key informants' levels rise, those of the staff are all (level + 5 - level)/2.
	got = examine(t, a, said(alike...), doctor.Options{})
	w := got.Agreement.Roles
	if w == nil || *w.W != 1 || w.Agencies != 12 || w.Indicators != 1 || *w.Tau[0][1] != 1 || len(of(got, "DQ052")) != 0 {
		t.Errorf("roles that agree: %+v", w)
	}
	got = examine(t, a, said(opposite...), doctor.Options{})
	if w = got.Agreement.Roles; w == nil || *w.W > 1e-12 || *w.Tau[0][1] != -1 {
		t.Errorf("roles that order the other way round: %+v", w)
	}
	if found := of(got, "DQ052"); len(found) != 1 || !slices.Equal(found[0].Roles, []string{"key", "staff"}) {
		t.Errorf("%+v", found)
	}
	// One role, or an agency answering as a whole, has no order to compare.
	for name, records := range map[string][]result.Record{
		"one role": {answer("a01", "i1", "key", 1), answer("a02", "i1", "key", 2)},
		"no role":  {answer("a01", "i1", "", 1), answer("a01", "i1", "key", 2)},
		"no indicator in common": {
			answer("a01", "i1", "key", 1), answer("a02", "i1", "key", 2), answer("a01", "i2", "staff", 1), answer("a02", "i2", "staff", 2),
		},
	} {
		if got := examine(t, a, said(records...), doctor.Options{}); got.Agreement.Roles != nil {
			t.Errorf("%s: %+v", name, got.Agreement.Roles)
		}
	}
}

// The metric follows the kind of answer.
func TestMetricOfAnswers(t *testing.T) {
	r := instrument([]string{"d1"}, tree{"d1": {"level", "yes", "choice", "number"}})
	levelled(r)
	for _, kind := range []struct {
		id   string
		kind rubric.AnswerKind
		want string
	}{{"level", "", "ordinal"}, {"yes", rubric.YesNo, "nominal"}, {"choice", rubric.Choice, "ordinal"}, {"number", rubric.Number, "interval"}} {
		n := r.Node(kind.id)
		if kind.kind != "" {
			n.Levels, n.Answer = nil, &rubric.Answer{Kind: kind.kind}
		}
		a := assessed(r, steps(3), steps(3), steps(3), steps(3))
		got := examine(t, a, said(answer("a01", kind.id, "x", 0), answer("a01", kind.id, "y", 1)), doctor.Options{})
		if len(got.Agreement.Indicators) != 1 || got.Agreement.Indicators[0].Metric != kind.want {
			t.Errorf("%s: %+v", kind.id, got.Agreement.Indicators)
		}
		near(t, "difference", *got.Agreement.Indicators[0].Difference, map[string]float64{"level": 1.0 / 3}[kind.id]+map[bool]float64{true: 1}[kind.id != "level"], 1e-12)
	}
}

// Assessors' values are examined on their own basis.
func TestAgreementOfAssessors(t *testing.T) {
	r := levelled(instrument([]string{"d1"}, tree{"d1": {"i1"}}))
	a := assessed(r, steps(3))
	for _, one := range a.Agencies {
		one.Results[result.Assessed] = one.Results[result.Self]
	}
	a.Options.Bases = append(a.Options.Bases, result.Assessed)
	one, four := 1.0, 4.0
	records := []result.Record{
		{Kind: result.KindAnswer, Agency: "a01", Indicator: "i1", Claim: &one, Assessed: &four},
		{Kind: result.KindAnswer, Agency: "a01", Indicator: "i1", Claim: &one, Assessed: &one},
	}
	self := examine(t, a, said(records...), doctor.Options{})
	assessors := examine(t, a, said(records...), doctor.Options{Basis: result.Assessed})
	if *self.Agreement.Agencies[0].Difference != 0 || *assessors.Agreement.Agencies[0].Difference != 1 || assessors.Basis != "assessed" {
		t.Errorf("%+v and %+v", self.Agreement.Agencies, assessors.Agreement.Agencies)
	}
}

func BenchmarkExamine(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 4))
	members := tree{}
	var dimensions []string
	var columns [][]float64
	for d := range 5 {
		id := fmt.Sprintf("d%d", d)
		dimensions = append(dimensions, id)
		for i := range 10 {
			members[id] = append(members[id], fmt.Sprintf("%s_%d", id, i))
			column := make([]float64, 552)
			for u := range column {
				column[u] = float64(1 + random.IntN(100))
			}
			columns = append(columns, column)
		}
	}
	a := assessed(levelled(instrument(dimensions, members)), columns...)
	var answers []result.Record
	for _, one := range a.Agencies {
		for _, n := range a.Rubric.Tree.Indicators() {
			for p := range 7 {
				answers = append(answers, answer(one.ID, n.ID, []string{"key", "staff", "public"}[p%3], float64(1+random.IntN(4))))
			}
		}
	}
	b.Run("552x50x7", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := doctor.Examine(a, said(answers...), doctor.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
