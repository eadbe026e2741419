package aggregate

import (
	"math/rand"
	"testing"

	"siap/scoring/composite"
)

// BenchmarkAggregate combines 50 children of 5,000 units, one in ten unknown (invented numbers).
func BenchmarkAggregate(b *testing.B) {
	const units, children = 5000, 50
	random := rand.New(rand.NewSource(1))
	columns := make([]composite.Weighted, children)
	for k := range columns {
		c := composite.Weighted{
			Weight: 1 + random.Float64(),
			Values: make([]float64, units), Times: make([]float64, units), Total: make([]float64, units),
		}
		for u := range units {
			c.Values[u], c.Times[u], c.Total[u] = 1+99*random.Float64(), 1, 1
			if random.Intn(10) == 0 {
				c.Values[u], c.Times[u] = composite.Unknown, 0
			}
		}
		columns[k] = c
	}
	dst := make([]float64, units)
	for name, a := range every {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				a.Aggregate(dst, columns)
			}
		})
	}
}
