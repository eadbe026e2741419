package robust

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/rank"
)

// everything is a model with sets, roll-ups, unknowns and a minimum coverage, and all sources on.
func everything(t testing.TB) (Model, Sources) {
	random := rand.New(rand.NewPCG(1, 2))
	const n = 90
	tree := twoLevels(random, 3, 4, 2)
	tree.Nodes[1].MinCoverage = 0.6
	m := Model{
		Tree: tree, Leaves: uniformColumns(random, tree, n, 0.15), Units: n,
		RollUps: []RollUp{
			{Unit: 88, Members: []int{0, 1, 2, 3, 4}},
			{Unit: 89, Members: []int{88, 10, 11}, Weights: []float64{2, 1, 3}},
		},
	}
	for u := 88; u < 90; u++ {
		for _, c := range m.Leaves {
			if c != nil {
				c.Value[u], c.Known[u], c.Coverage[u] = math.NaN(), 0, 0
			}
		}
	}
	agencies := make([]int, 88)
	for u := range agencies {
		agencies[u] = u
	}
	m.Sets = [][]int{agencies, {88, 89}, {5, 3, 80, 17}, {}}
	ranked := make([]*composite.Column, len(m.Leaves))
	for i, c := range m.Leaves {
		if c != nil {
			ranked[i] = c.Clone()
			for u, x := range c.Value {
				ranked[i].Value[u] = x * x
			}
		}
	}
	return m, Sources{
		Weights: &Weights{Kind: UniformWeights, Spread: 0.25},
		Methods: &Methods{
			Choices: []Choice{
				{"normalisation", []Alternative{{Name: "as found"}, {Name: "squared"}}},
				{"aggregation", []Alternative{
					{Name: "mean"},
					{Name: "geometric", Combine: map[int]composite.Aggregator{0: aggregate.Geometric{}}},
				}},
			},
			Data: func(picks []int) (*Data, error) {
				if picks[0] == 1 {
					return &Data{Leaves: ranked}, nil
				}
				return nil, nil
			},
		},
		Unknowns: true, Sampler: capped{noisy{0.05, 0.02}}, Respondents: true, Measurement: true,
	}
}

// capped keeps what another Sampler writes above 0, so that a geometric mean has a meaning.
type capped struct{ Sampler }

func (s capped) Sample(values []float64, unit int, picks []int, respondents, measurement *rand.Rand) {
	s.Sampler.Sample(values, unit, picks, respondents, measurement)
	for k, x := range values {
		values[k] = min(max(x, 0.001), 1)
	}
}

// comparable leaves out of a result what cannot be compared, and adds the counts.
func comparable(r *Result) any {
	type set struct {
		SetResult
		Places [][]PlaceCount
	}
	var sets []set
	for i := range r.Sets {
		one := set{SetResult: r.Sets[i]}
		for k := range one.Units {
			one.Places = append(one.Places, one.PlacesOf(k))
		}
		one.ranks = nil
		sets = append(sets, one)
	}
	out := *r
	out.Sets = nil
	return []any{out, sets}
}

func TestRunHasNoProcessors(t *testing.T) {
	m, s := everything(t)
	var want any
	for _, processors := range []int{1, 2, 3, 7} {
		before := runtime.GOMAXPROCS(processors)
		r, err := newEngine(t, m, s).Run(context.Background(), Options{
			Draws: 512, Top: []int{1, 3}, Pairs: AllPairs, Stop: &Stop{Place: 1e-9},
		})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		got := comparable(r)
		if want == nil {
			want = got
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("on %d processors the result is another", processors)
		}
	}
}

// Every number of a result is computed again, the slow way, from its draws replayed one by one.
func TestRunIsItsDraws(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	const n = 256
	r, err := e.Run(context.Background(), Options{Draws: n, Top: []int{1, 5}, Pairs: AllPairs})
	if err != nil {
		t.Fatal(err)
	}
	var draws []*Replayed
	for d := range n {
		one, err := e.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		draws = append(draws, one)
	}
	d := 0
	for want := range e.Draws(n) {
		if !reflect.DeepEqual(want, draws[d].Draw) {
			t.Fatalf("draw %d was to be %v and was %v", d, want, draws[d].Draw)
		}
		d++
	}
	for set, own := range r.Sets {
		for k, u := range own.Units {
			var places []float64
			counts := map[int]int{}
			var top [2][Shifts]float64
			var sums [Shifts]float64
			for d, one := range draws {
				p := one.Places[set][k]
				places, counts[p] = append(places, float64(p)), counts[p]+1
				sums[d%Shifts] += float64(p)
				for i, limit := range r.Top {
					if p <= limit {
						top[i][d%Shifts]++
					}
				}
			}
			if u.Place == 0 {
				if counts[0] != n || u.Worst != 0 || own.PlacesOf(k) != nil {
					t.Fatalf("set %d, unit %d has no place and %v", set, u.Unit, u)
				}
				continue
			}
			sort.Float64s(places)
			near(t, "median place", u.Places.Median, typeSeven(places, 0.5), 1e-12)
			near(t, "best place", float64(u.Best), math.Floor(typeSeven(places, 0.05)), 0)
			near(t, "worst place", float64(u.Worst), math.Ceil(typeSeven(places, 0.95)), 0)
			e := math.Sqrt(0.05 * 0.95 / n)
			near(t, "error of the low end", u.Places.LowError, (typeSeven(places, 0.05+e)-typeSeven(places, 0.05-e))/2, 1e-12)
			mean, spread := meanAndError(sums, n)
			near(t, "mean place", u.Mean.Value, mean, 1e-9)
			near(t, "error of the mean place", u.Mean.Error, spread, 1e-9)
			for i := range r.Top {
				mean, spread := meanAndError(top[i], n)
				near(t, "probability of top places", u.Top[i].Value, mean, 1e-12)
				near(t, "its error", u.Top[i].Error, spread, 1e-12)
			}
			for _, c := range own.PlacesOf(k) {
				if c.Best != c.Worst || counts[c.Best] != c.Draws {
					t.Fatalf("set %d, unit %d: place %v, want %d times", set, u.Unit, c, counts[c.Best])
				}
				delete(counts, c.Best)
			}
			if len(counts) > 0 {
				t.Fatalf("set %d, unit %d: the places %v are missing", set, u.Unit, counts)
			}
			for other := range own.Units {
				above := 0
				for _, one := range draws {
					if one.Places[set][k] < one.Places[set][other] {
						above++
					}
				}
				if p, ok := own.Above(k, other); ok != (own.Units[other].Place > 0) || (ok && p != float64(above)/n) {
					t.Fatalf("set %d: %d above %d is %v, %v, want %d/%d", set, k, other, p, ok, above, n)
				}
			}
		}
	}
	for u, own := range r.Index {
		var values []float64
		for _, one := range draws {
			values = append(values, one.Index[u])
		}
		if !own.Scored {
			if !slices.ContainsFunc(values, math.IsNaN) || own != (IndexResult{}) {
				t.Fatalf("unit %d has no index and %v", u, own)
			}
			continue
		}
		mean := 0.0
		for _, x := range values {
			mean += x / n
		}
		sort.Float64s(values)
		within := (values[n-1]-values[0])/100 + 1e-8
		near(t, "mean index", own.Mean.Value, mean, 1e-8)
		near(t, "median index", own.Interval.Median, typeSeven(values, 0.5), within)
		near(t, "low index", own.Interval.Low, typeSeven(values, 0.05), within)
		near(t, "high index", own.Interval.High, typeSeven(values, 0.95), within)
	}
}

// typeSeven is the quantile of sorted values, by the definition.
func typeSeven(sorted []float64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	j := min(int(h), len(sorted)-2)
	return sorted[j] + (h-float64(j))*(sorted[j+1]-sorted[j])
}

func meanAndError(sums [Shifts]float64, n int) (mean, spread float64) {
	per := float64(n / Shifts)
	for _, s := range sums {
		mean += s / per / Shifts
	}
	for _, s := range sums {
		spread += (s/per - mean) * (s/per - mean)
	}
	return mean, math.Sqrt(spread / (Shifts * (Shifts - 1)))
}

// A draw of weights and methods is what Tree.Evaluate gives with those weights and methods, for any tree; places are
// those of package rank, set by set.
func TestDrawsAreEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		m := randomModel(random, rapid.IntRange(1, 80).Draw(t, "units"), rapid.Bool().Draw(t, "mixed"))
		for range rapid.IntRange(0, 3).Draw(t, "sets") {
			m.Sets = append(m.Sets, random.Perm(m.Units)[:random.IntN(m.Units+1)])
		}
		kind := rapid.SampledFrom([]WeightKind{UniformWeights, DirichletWeights, OneExpert, ExpertMix}).Draw(t, "kind")
		w := &Weights{Kind: kind, Spread: 0.5, Concentration: 20}
		for range 3 {
			expert := make([]float64, len(m.Tree.Nodes))
			for i := range expert {
				expert[i] = 0.1 + random.Float64()
			}
			w.Experts = append(w.Experts, expert)
		}
		e := newEngine(t, m, Sources{Weights: w})
		alike(t, "nominal", e.Index(), evaluated(t, m.Tree, nil, m.Leaves, m.Units))
		for d := range 5 {
			one, err := e.Replay(d)
			if err != nil {
				t.Fatal(err)
			}
			alike(t, "draw", one.Index, evaluated(t, m.Tree, one.Weights, m.Leaves, m.Units))
			for s, set := range m.Sets {
				scores := make([]float64, len(set))
				for k, u := range set {
					scores[k] = one.Index[u]
				}
				if want, _ := rank.Competition(scores, m.Tree.Scale.Tolerance()); !slices.Equal(want, one.Places[s]) {
					t.Fatalf("set %d has the places %v, want %v", s, one.Places[s], want)
				}
			}
		}
	})
}

// The fast path of weighted means and the general one agree: a power mean of exponent 1 + 1e-13 is not known to be
// one.
func TestPathsAgree(t *testing.T) {
	m, s := everything(t)
	s.Methods = nil
	fast := newEngine(t, m, s)
	slow := *m.Tree
	slow.Nodes = slices.Clone(slow.Nodes)
	for i := range slow.Nodes {
		if slow.Nodes[i].Combine != nil {
			slow.Nodes[i].Combine = aggregate.Power{P: 1 + 1e-13}
		}
	}
	m.Tree = &slow
	general := newEngine(t, m, s)
	if !fast.nominal.evaluator.Linear() || general.nominal.evaluator.Linear() {
		t.Fatal("the paths are not the ones meant")
	}
	for d := range 20 {
		a, err := fast.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		b, err := general.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		alike(t, "general path", b.Index, a.Index)
		if !reflect.DeepEqual(a.Places, b.Places) {
			t.Errorf("draw %d has other places", d)
		}
	}
}
