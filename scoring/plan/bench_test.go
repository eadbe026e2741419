package plan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/plan"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// national assesses as many agencies on the 47 indicators of SPBE 2020 with levels 1 to 3.
func national(b *testing.B, n int, how rubric.Aggregation, o scoring.Options) *result.Assessment {
	b.Helper()
	r, err := library.Open("spbe-2020")
	if err != nil {
		b.Fatal(err)
	}
	r.Aggregate = how
	random := rand.New(rand.NewPCG(1, 1))
	in := scoring.Input{Rubric: r}
	var list []*agency.Agency
	for u := range n {
		id := fmt.Sprintf("a%04d", u)
		list = append(list, &agency.Agency{ID: id, Zone: agency.WIB})
		for _, indicator := range r.Indicators() {
			in.Answers = append(in.Answers, questionnaire.Answer{
				Agency: id, Indicator: indicator.ID, Claim: questionnaire.Value{Number: float64(1 + random.IntN(3)), State: questionnaire.Known},
			})
		}
	}
	in.Agencies = agency.NewList(list, nil)
	a, err := scoring.Assess(in, o)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// BenchmarkReach finds the cheapest way of one agency to the next band but one, with its frontier and years: among
// 552, by means and by geometric means, and among 38 whose places are drawn anew.
func BenchmarkReach(b *testing.B) {
	drawn := scoring.Options{Uncertainty: result.Uncertainty{
		Draws: 1024, Weights: result.VariedWeights{Method: result.WeightsUniform, Spread: 0.25}, Unknowns: true,
	}}
	for _, one := range []struct {
		name     string
		how      rubric.Aggregation
		agencies int
		options  scoring.Options
	}{
		{"arithmetic", rubric.Arithmetic, 552, scoring.Options{}},
		{"geometric", rubric.Geometric, 552, scoring.Options{}},
		{"draws of 38", rubric.Arithmetic, 38, drawn},
		{"draws of 552", rubric.Arithmetic, 552, drawn},
	} {
		a := national(b, one.agencies, one.how, one.options)
		b.Run(one.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := plan.Reach(a, "a0000", plan.Target{Band: "sangat_baik"}, plan.Options{PerYear: 10})
				if err != nil || !p.Reached {
					b.Fatal(p, err)
				}
			}
		})
	}
}

// BenchmarkShare shares 2,000 efforts out among 552 agencies.
func BenchmarkShare(b *testing.B) {
	a := national(b, 552, rubric.Arithmetic, scoring.Options{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := plan.Share(a, 2000, plan.Mean, nil, plan.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
