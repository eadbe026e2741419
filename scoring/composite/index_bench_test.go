package composite_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"gonum.org/v1/gonum/blas"
	blasimpl "gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"siap/internal/cputime"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/normalise"
	"siap/scoring/composite/rank"
)

// BenchmarkIndex makes raw values (invented) of 50,000 units and 50 indicators in 5 dimensions into an index and places:
// min-max, weighted means of two levels, competition ranks. It does so by this package, in the straightforward way with
// gonum's mat and a sort, and shows the bare limits beside: reading the values once, one product of matrix and vector,
// one radix sort.
func BenchmarkIndex(b *testing.B) {
	const units, indicators, dimensions = 50_000, 50, 5
	random := rand.New(rand.NewPCG(1, 2))
	raw := make([]float64, indicators*units) // column by column
	for i := range raw {
		raw[i] = 1000 * random.Float64()
	}
	tree := &composite.Tree{Scale: composite.Scale{Max: 100}, Nodes: make([]composite.Node, 1+dimensions+indicators)}
	for i := range tree.Nodes {
		tree.Nodes[i].Weight = 1 + random.Float64()
	}
	tree.Nodes[0].Combine = aggregate.Arithmetic{}
	for d := range dimensions {
		tree.Nodes[0].Children = append(tree.Nodes[0].Children, 1+d)
		tree.Nodes[1+d].Combine = aggregate.Arithmetic{}
		for k := range indicators / dimensions {
			tree.Nodes[1+d].Children = append(tree.Nodes[1+d].Children, 1+dimensions+d*indicators/dimensions+k)
		}
	}
	// cells reports the time of a value, by the clock and by the processors.
	cells := func(b *testing.B, clock cputime.Clock) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(units*indicators), "ns/cell")
		b.ReportMetric(float64(clock.Taken(b).Nanoseconds())/(units*indicators), "cpu-ns/cell")
		b.ReportMetric(clock.Taken(b).Seconds()*1000, "cpu-ms/op")
	}
	e, err := composite.NewEvaluator(tree, make([]*composite.Column, len(tree.Nodes)), units, composite.EvaluatorOptions{})
	if err != nil {
		b.Fatal(err)
	}
	index, places := make([]float64, units), make([]int32, units)

	b.Run("siap", func(b *testing.B) {
		ranker := rank.NewRanker(units)
		workers := make([]*composite.Workspace, runtime.GOMAXPROCS(0))
		for i := range workers {
			workers[i] = e.NewWorkspace()
		}
		b.ReportAllocs()
		clock := cputime.Start()
		for b.Loop() {
			together(len(workers), indicators, func(_, k int) {
				m, err := normalise.FitMinMax(raw[k*units:(k+1)*units], tree.Scale, false)
				if err != nil {
					panic(err)
				}
				m.Normalise(e.Column(k), raw[k*units:(k+1)*units])
			})
			const block = 5000
			together(len(workers), units/block, func(worker, k int) {
				workers[worker].Index(index[k*block:], k*block, (k+1)*block)
			})
			ranker.Competition(places, index, tree.Scale.Tolerance())
		}
		cells(b, clock)
	})

	b.Run("straightforward", func(b *testing.B) {
		rows := mat.NewDense(units, indicators, nil)
		for k := range indicators {
			rows.SetCol(k, raw[k*units:(k+1)*units])
		}
		inner, top := mat.NewDense(indicators, dimensions, nil), mat.NewVecDense(dimensions, nil)
		total := 0.0
		for d := range dimensions {
			sum := 0.0
			for _, c := range tree.Nodes[1+d].Children {
				sum += tree.Nodes[c].Weight
			}
			for _, c := range tree.Nodes[1+d].Children {
				inner.Set(c-1-dimensions, d, tree.Nodes[c].Weight/sum)
			}
			total += tree.Nodes[1+d].Weight
		}
		for d := range dimensions {
			top.SetVec(d, tree.Nodes[1+d].Weight/total)
		}
		b.ReportAllocs()
		clock := cputime.Start()
		for b.Loop() {
			normal := mat.DenseCopyOf(rows)
			for k := range indicators {
				column := mat.Col(nil, k, normal)
				low, span := floats.Min(column), floats.Max(column)-floats.Min(column)
				for i, x := range column {
					column[i] = 100 * (x - low) / span
				}
				normal.SetCol(k, column)
			}
			var byDimension mat.Dense
			var result mat.VecDense
			byDimension.Mul(normal, inner)
			result.MulVec(&byDimension, top)
			scores, order := append([]float64(nil), result.RawVector().Data...), make([]int, units)
			floats.Scale(-1, scores)
			floats.Argsort(scores, order)
			place := 0
			for i, u := range order {
				if i == 0 || scores[i]-scores[i-1] > 1e-7 {
					place = i + 1
				}
				places[u] = int32(place)
			}
			copy(index, result.RawVector().Data)
		}
		cells(b, clock)
		want, _ := rank.Competition(index, tree.Scale.Tolerance())
		for u, place := range want {
			if places[u] != int32(place) {
				b.Fatalf("unit %d has place %d, want %d", u, places[u], place)
			}
		}
	})

	b.Run("limit/read", func(b *testing.B) {
		sums := make([]float64, indicators)
		clock := cputime.Start()
		for b.Loop() {
			for k := range indicators {
				sums[k] = floats.Sum(raw[k*units : (k+1)*units])
			}
		}
		b.SetBytes(8 * units * indicators)
		cells(b, clock)
	})
	b.Run("limit/Dgemv", func(b *testing.B) {
		weights := make([]float64, indicators)
		clock := cputime.Start()
		for b.Loop() {
			blasimpl.Implementation{}.Dgemv(blas.Trans, indicators, units, 1, raw, units, weights, 1, 0, index, 1)
		}
		cells(b, clock)
	})
	b.Run("limit/radix", func(b *testing.B) {
		for i := range index {
			index[i] = random.Float64()
		}
		limit := newBareRadix(index)
		clock := cputime.Start()
		for b.Loop() {
			limit.sort()
		}
		cells(b, clock)
	})
}

// together calls f for every number under n, by so many goroutines.
func together(workers, n int, f func(worker, i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for w := range workers {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(w, i)
			}
		}()
	}
	all.Wait()
}

// bareRadix sorts numbers of 40 bits and nothing else, four digits of 10 bits.
type bareRadix struct{ keys, a, b []uint64 }

func newBareRadix(scores []float64) *bareRadix {
	r := &bareRadix{keys: make([]uint64, len(scores)), a: make([]uint64, len(scores)), b: make([]uint64, len(scores))}
	for i, x := range scores {
		r.keys[i] = uint64(math.Ldexp(x, 40))<<24 | uint64(i)
	}
	return r
}

func (r *bareRadix) sort() {
	copy(r.a, r.keys)
	a, b := r.a, r.b
	for shift := 24; shift < 64; shift += 10 {
		var counts [1024]int
		for _, key := range a {
			counts[key>>shift&1023]++
		}
		at := 0
		for d, n := range counts {
			counts[d] = at
			at += n
		}
		for _, key := range a {
			d := key >> shift & 1023
			b[counts[d]] = key
			counts[d]++
		}
		a, b = b, a
	}
}
