package compare_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/compare"
	"siap/scoring/questionnaire"
)

// BenchmarkCompare compares two years of as many agencies on the 47 indicators of SPBE 2020, with a tenth unknown.
func BenchmarkCompare(b *testing.B) {
	r, err := library.Open("spbe-2020")
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{552, 27_600} {
		var sides []compare.Side
		for year := range uint64(2) {
			random := rand.New(rand.NewPCG(year, 1))
			in := scoring.Input{Rubric: r}
			var list []*agency.Agency
			for u := range n {
				id := fmt.Sprintf("a%05d", u)
				list = append(list, &agency.Agency{ID: id, Zone: agency.WIB, Weight: 1})
				for _, indicator := range r.Indicators() {
					if random.IntN(10) > 0 {
						in.Answers = append(in.Answers, questionnaire.Answer{
							Agency: id, Indicator: indicator.ID, Claim: questionnaire.Value{Number: float64(random.IntN(6)), State: questionnaire.Known},
						})
					}
				}
			}
			in.Agencies = agency.NewList(list, nil)
			sides = append(sides, assessed(b, in, scoring.Options{}))
		}
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := compare.Compare(sides, compare.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
