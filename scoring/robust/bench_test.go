package robust

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// benchModel has invented values, uniform on the scale.
func benchModel(units int, unknown float64, indicators ...int) Model {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, indicators...)
	return Model{Tree: tree, Leaves: uniformColumns(random, tree, units, unknown), Units: units}
}

// clock measures what a benchmark took, by the clock and by the processors.
type clock struct{ processors time.Duration }

func start(b *testing.B) clock {
	b.ReportAllocs()
	return clock{processorTime()}
}

// report brings both to 10,000 draws, and to one score of one unit in one draw.
func (c clock) report(b *testing.B, draws, cells int) {
	runs := float64(b.N)
	per := 10000 / float64(draws) / runs
	b.ReportMetric(b.Elapsed().Seconds()*1000*per, "ms/10000draws")
	b.ReportMetric((processorTime()-c.processors).Seconds()*1000*per, "cpu-ms/10000draws")
	b.ReportMetric(float64((processorTime()-c.processors).Nanoseconds())/runs/float64(draws*cells), "cpu-ns/cell")
}

// BenchmarkWeights draws weights, ±25 % each, ranks, and counts places and indexes.
func BenchmarkWeights(b *testing.B) {
	const draws = 8192
	for _, c := range []struct {
		units      int
		indicators []int
	}{
		{552, []int{10, 10, 9, 9, 9}},
		{5000, []int{10, 10, 10, 10, 10}},
	} {
		for _, unknown := range []float64{0, 0.05} {
			b.Run(fmt.Sprintf("units=%d/unknown=%.2f", c.units, unknown), func(b *testing.B) {
				e, err := New(benchModel(c.units, unknown, c.indicators...), Sources{Weights: &Weights{Kind: UniformWeights, Spread: 0.25}}, 1)
				if err != nil {
					b.Fatal(err)
				}
				clock := start(b)
				for b.Loop() {
					if _, err := e.Run(context.Background(), Options{Draws: draws, Top: []int{10}}); err != nil {
						b.Fatal(err)
					}
				}
				clock.report(b, draws, c.units*len(e.Leaves()))
			})
		}
	}
}
