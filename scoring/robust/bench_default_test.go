package robust

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"siap/internal/cputime"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// questioned is a Sampler of invented respondents: each unit has a few, who answered every indicator; a draw takes as
// many of them with replacement, the same for all indicators. Of the indicators, some are measured too, with an error.
type questioned struct {
	respondents, leaves int
	answers             []float32 // unit by unit, respondent by respondent, indicator by indicator
	measured            []int
	deviation           float64
}

func newQuestioned(random *rand.Rand, m *Model, respondents, measured int) *questioned {
	var leaves []*composite.Column
	for _, c := range m.Leaves {
		if c != nil {
			leaves = append(leaves, c)
		}
	}
	q := &questioned{respondents: respondents, leaves: len(leaves), deviation: 0.02}
	for u := range m.Units {
		for range respondents {
			for _, c := range leaves {
				q.answers = append(q.answers, float32(c.Value[u]+0.15*random.NormFloat64()))
			}
		}
	}
	for k := range measured {
		q.measured = append(q.measured, k*len(leaves)/measured)
	}
	return q
}

func (q *questioned) Sample(values []float64, unit int, _ []int, respondents, measurement *rand.Rand) {
	if respondents != nil {
		var times [16]int
		for range q.respondents {
			times[respondents.IntN(q.respondents)]++
		}
		clear(values)
		for r, n := range times[:q.respondents] {
			if n == 0 {
				continue
			}
			weight := float64(n) / float64(q.respondents)
			from := (unit*q.respondents + r) * q.leaves
			for k, x := range q.answers[from : from+q.leaves] {
				values[k] += weight * float64(x)
			}
		}
	}
	if measurement != nil {
		for _, k := range q.measured {
			values[k] += q.deviation * measurement.NormFloat64()
		}
	}
}

// allSources are all sources on: weights ±25 %, two aggregations, unknowns, respondents and measurements.
func allSources(s Sampler) Sources {
	return Sources{
		Weights: &Weights{Kind: UniformWeights, Spread: 0.25},
		Methods: &Methods{Choices: []Choice{{"aggregation", []Alternative{
			{Name: "mean"},
			{Name: "median of dimensions", Combine: map[int]composite.Aggregator{0: aggregate.Median{}}},
		}}}},
		Unknowns: true, Sampler: s, Respondents: true, Measurement: true,
	}
}

// BenchmarkDefault is what every run of an assessment does: 552 agencies, 47 indicators, 7 respondents each, 5 %
// unknown, 1,024 draws with all sources, ranked among all and in 10 groups.
func BenchmarkDefault(b *testing.B) {
	m := benchModel(552, 0.05, 10, 10, 9, 9, 9)
	all := make([]int, m.Units)
	groups := make([][]int, 10)
	for u := range all {
		all[u] = u
		groups[u%10] = append(groups[u%10], u)
	}
	m.Sets = append([][]int{all}, groups...)
	s := allSources(newQuestioned(rand.New(rand.NewPCG(5, 6)), &m, 7, 5))
	b.ReportAllocs()
	clock := cputime.Start()
	for b.Loop() {
		e, err := New(m, s, 1)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := e.Run(context.Background(), Options{Top: []int{10}}); err != nil {
			b.Fatal(err)
		}
	}
	report(b, clock, DefaultDraws, m.Units*47)
}

// BenchmarkNational rolls 27,600 agencies up to 552 governments, 50 each, and ranks the governments among themselves
// and the agencies of each government.
func BenchmarkNational(b *testing.B) {
	const governments, each = 552, 50
	m := benchModel(governments*each+governments, 0.05, 10, 10, 9, 9, 9)
	var ranked []int
	for g := range governments {
		u := governments*each + g
		ranked = append(ranked, u)
		members := make([]int, each)
		for k := range members {
			members[k] = g*each + k
		}
		m.RollUps = append(m.RollUps, RollUp{Unit: u, Members: members})
		m.Sets = append(m.Sets, members)
	}
	m.Sets = append(m.Sets, ranked)
	s := allSources(newQuestioned(rand.New(rand.NewPCG(5, 6)), &m, 7, 5))
	for _, draws := range []int{256, 1024} {
		for _, sampled := range []bool{false, true} {
			b.Run(fmt.Sprintf("draws=%d/respondents=%v", draws, sampled), func(b *testing.B) {
				s.Respondents, s.Measurement = sampled, sampled
				b.ReportAllocs()
				clock := cputime.Start()
				for b.Loop() {
					e, err := New(m, s, 1)
					if err != nil {
						b.Fatal(err)
					}
					if _, err := e.Run(context.Background(), Options{Draws: draws}); err != nil {
						b.Fatal(err)
					}
				}
				report(b, clock, draws, governments*each*47)
				var memory runtime.MemStats
				runtime.ReadMemStats(&memory)
				b.ReportMetric(float64(memory.Sys)/(1<<20), "MB-system")
			})
		}
	}
}
