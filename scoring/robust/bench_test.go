package robust

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas"
	blasimpl "gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"siap/internal/cputime"
)

// benchModel has invented values, uniform on the scale.
func benchModel(units int, unknown float64, indicators ...int) Model {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, indicators...)
	return Model{Tree: tree, Leaves: uniformColumns(random, tree, units, unknown), Units: units}
}

// report brings a benchmark of so many draws to 10,000 of them, by the clock and by the processors, and to one score of
// one unit in one draw.
func report(b *testing.B, clock cputime.Clock, draws, cells int) {
	per := 10000 / float64(draws)
	b.ReportMetric(b.Elapsed().Seconds()*1000*per/float64(b.N), "ms/10000draws")
	b.ReportMetric(clock.Taken(b).Seconds()*1000*per, "cpu-ms/10000draws")
	b.ReportMetric(float64(clock.Taken(b).Nanoseconds())/float64(draws*cells), "cpu-ns/cell")
}

// BenchmarkWeights draws weights, ±25 % each, ranks, and counts places and indexes: for median, interval, mean and the
// probability of the first ten. Beside it is the same work in the straightforward way, one goroutine with gonum's mat
// and a sort; and the bare limits: reading the values once a draw, one product of matrix and vector, one radix sort.
func BenchmarkWeights(b *testing.B) {
	for _, c := range []struct {
		units      int
		indicators []int
	}{
		{552, []int{10, 10, 9, 9, 9}},
		{5000, []int{10, 10, 10, 10, 10}},
	} {
		for _, unknown := range []float64{0, 0.05} {
			m := benchModel(c.units, unknown, c.indicators...)
			name := fmt.Sprintf("units=%d/unknown=%.2f/", c.units, unknown)
			b.Run(name+"siap", func(b *testing.B) { benchSiap(b, m) })
			b.Run(name+"straightforward", func(b *testing.B) { benchStraight(b, m) })
			if unknown == 0 {
				b.Run(name+"limit/read", func(b *testing.B) { benchRead(b, m) })
				b.Run(name+"limit/Dgemv", func(b *testing.B) { benchDgemv(b, m) })
				b.Run(name+"limit/radix", func(b *testing.B) { benchRadix(b, m) })
			}
		}
	}
}

const spread = 0.25

func benchSiap(b *testing.B, m Model) {
	const draws = 8192
	e, err := New(m, Sources{Weights: &Weights{Kind: UniformWeights, Spread: spread}}, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	clock := cputime.Start()
	for b.Loop() {
		if _, err := e.Run(context.Background(), Options{Draws: draws, Top: []int{10}}); err != nil {
			b.Fatal(err)
		}
	}
	report(b, clock, draws, m.Units*len(e.Leaves()))
	shares(b, e)
}

// shares reports what part of a draw is scoring, ranking and counting: by the lower quartile of many short times, which
// others on the machine hardly disturb.
func shares(b *testing.B, e *Engine) {
	room := e.roomFor(4096)
	w, a := e.newWorker(), newAccumulator[uint16](e, []int{10}, room)
	var times [3][]float64
	for d := range 2 * room {
		begin := time.Now()
		w.aim(d)
		w.draw()
		places := a.hold(0, w.index)
		scored := time.Now()
		w.rank(places)
		times[0] = append(times[0], float64(scored.Sub(begin)))
		times[1] = append(times[1], float64(time.Since(scored)))
		if a.held == room {
			// Counting takes longer; it is measured in small parts.
			slots := e.sets.slots()
			for from := 0; from < slots; from += 64 {
				end := min(from+64, slots)
				begin := time.Now()
				a.countAll(a.places, a.placeSum, a.heldPlaces, slots, from, end, int32(slots))
				a.countAll(a.index, a.indexSum, a.heldIndex, slots, from, end, math.MaxInt32)
				times[2] = append(times[2], float64(time.Since(begin))/float64(room)/float64(end-from)*float64(slots))
			}
			a.held, a.segments = 0, a.segments[:0]
		}
	}
	var quartile [3]float64
	for i := range times {
		sort.Float64s(times[i])
		quartile[i] = times[i][len(times[i])/4]
	}
	all := floats.Sum(quartile[:])
	b.ReportMetric(all/1000, "µs/draw")
	for i, name := range []string{"score-%", "sort-%", "count-%"} {
		b.ReportMetric(100*quartile[i]/all, name)
	}
}

// benchStraight draws the same kind of weights, multiplies, sorts and keeps all places; in the end it sorts those of
// every unit for its quantiles.
func benchStraight(b *testing.B, m Model) {
	const draws = 256
	random := rand.New(rand.NewPCG(3, 4))
	var columns [][]float64
	var parents []int
	for d := range m.Tree.Nodes[0].Children {
		for _, c := range m.Tree.Nodes[1+d].Children {
			columns, parents = append(columns, m.Leaves[c].Value), append(parents, d)
		}
	}
	complete := true
	values := mat.NewDense(m.Units, len(columns), nil)
	for k, column := range columns {
		values.SetCol(k, column)
		complete = complete && !slices.ContainsFunc(column, math.IsNaN)
	}
	dimensions := len(m.Tree.Nodes[0].Children)
	b.ReportAllocs()
	clock := cputime.Start()
	for b.Loop() {
		places := make([][]float64, m.Units)
		for range draws {
			weights, sums := mat.NewVecDense(len(columns), nil), make([]float64, dimensions)
			tops := make([]float64, dimensions)
			for d := range tops {
				tops[d] = m.Tree.Nodes[1+d].Weight * (1 + spread*(2*random.Float64()-1))
			}
			floats.Scale(1/floats.Sum(tops), tops)
			for k := range columns {
				w := m.Tree.Nodes[1+dimensions+k].Weight * (1 + spread*(2*random.Float64()-1))
				weights.SetVec(k, w)
				sums[parents[k]] += w
			}
			scores := make([]float64, m.Units)
			if complete {
				for k := range columns {
					weights.SetVec(k, weights.AtVec(k)/sums[parents[k]]*tops[parents[k]])
				}
				result := mat.NewVecDense(m.Units, scores)
				result.MulVec(values, weights)
			} else {
				for u := range scores {
					sum, known := make([]float64, dimensions), make([]float64, dimensions)
					for k, x := range values.RawRowView(u) {
						if !math.IsNaN(x) {
							sum[parents[k]] += weights.AtVec(k) * x
							known[parents[k]] += weights.AtVec(k)
						}
					}
					all := 0.0
					for d := range sum {
						if known[d] > 0 {
							scores[u] += tops[d] * sum[d] / known[d]
							all += tops[d]
						}
					}
					scores[u] /= all
				}
			}
			floats.Scale(-1, scores)
			order := make([]int, m.Units)
			floats.Argsort(scores, order)
			place := 0
			for i, u := range order {
				if i == 0 || scores[i]-scores[i-1] > 1e-9 {
					place = i + 1
				}
				places[u] = append(places[u], float64(place))
			}
		}
		for _, own := range places {
			sort.Float64s(own)
			stat.Quantile(0.05, stat.LinInterp, own, nil)
			stat.Quantile(0.5, stat.LinInterp, own, nil)
			stat.Quantile(0.95, stat.LinInterp, own, nil)
			stat.Mean(own, nil)
		}
	}
	report(b, clock, draws, m.Units*len(columns))
}

func flatValues(m *Model) (values []float64, columns int) {
	for _, c := range m.Leaves {
		if c != nil {
			values = append(values, c.Value...)
			columns++
		}
	}
	return values, columns
}

func benchRead(b *testing.B, m Model) {
	values, columns := flatValues(&m)
	clock, sum := cputime.Start(), 0.0
	for b.Loop() {
		sum += floats.Sum(values)
	}
	report(b, clock, 1, m.Units*columns)
	_ = sum
}

func benchDgemv(b *testing.B, m Model) {
	values, columns := flatValues(&m)
	weights, scores := make([]float64, columns), make([]float64, m.Units)
	clock := cputime.Start()
	for b.Loop() {
		blasimpl.Implementation{}.Dgemv(blas.Trans, columns, m.Units, 1, values, m.Units, weights, 1, 0, scores, 1)
	}
	report(b, clock, 1, m.Units*columns)
}

// benchRadix sorts numbers of 40 bits, four digits of 10 bits, and nothing else.
func benchRadix(b *testing.B, m Model) {
	random := rand.New(rand.NewPCG(5, 6))
	keys, x, y := make([]uint64, m.Units), make([]uint64, m.Units), make([]uint64, m.Units)
	for i := range keys {
		keys[i] = random.Uint64()>>24<<24 | uint64(i)
	}
	clock := cputime.Start()
	for b.Loop() {
		copy(x, keys)
		from, to := x, y
		for shift := 24; shift < 64; shift += 10 {
			var counts [1024]int
			for _, key := range from {
				counts[key>>shift&1023]++
			}
			at := 0
			for d, n := range counts {
				counts[d] = at
				at += n
			}
			for _, key := range from {
				d := key >> shift & 1023
				to[counts[d]] = key
				counts[d]++
			}
			from, to = to, from
		}
	}
	report(b, clock, 1, m.Units*columnsOf(&m))
}

func columnsOf(m *Model) int {
	_, columns := flatValues(m)
	return columns
}
