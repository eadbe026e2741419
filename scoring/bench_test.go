package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/result"
)

// national has 552 governments that three respondents each answer the 47 indicators of SPBE 2020 about, with one answer
// in twenty left out. Invented.
func national(tb testing.TB) scoring.Input {
	tb.Helper()
	r, err := library.Open("spbe-2020")
	if err != nil {
		tb.Fatal(err)
	}
	draws := rand.New(rand.NewPCG(1, 2))
	in := scoring.Input{Rubric: r}
	var agencies []*agency.Agency
	for g := range 552 {
		a := one(fmt.Sprintf("g%03d", g), []string{"province", "regency", "city"}[g%3], "", 1)
		agencies = append(agencies, a)
		ability := 1 + 3*draws.Float64()
		for _, n := range r.Indicators() {
			for who := range 3 {
				if draws.IntN(20) > 0 {
					level := min(5, max(1, int(ability+2*draws.Float64())))
					in.Answers = append(in.Answers, asked(a.ID, n.ID, "", fmt.Sprint(who), float64(level)))
				}
			}
		}
	}
	in.Agencies = agency.NewList(agencies, []string{"type"})
	return in
}

// BenchmarkAssess assesses 552 governments on 47 indicators as a run does by default, with the interval of every place
// from 1,024 draws of weights, respondents, unknowns and measurements; and, to compare with, without drawing.
func BenchmarkAssess(b *testing.B) {
	in := national(b)
	for name, uncertainty := range map[string]result.Uncertainty{"1024 draws": result.DefaultUncertainty(), "no draws": {}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				a, err := scoring.Assess(in, scoring.Options{Uncertainty: uncertainty, Seed: 1})
				if err != nil {
					b.Fatal(err)
				}
				if n := len(a.Agencies); n != 552 {
					b.Fatalf("%d units", n)
				}
			}
		})
	}
}
