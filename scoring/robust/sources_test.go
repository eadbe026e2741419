package robust

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/robust/sobol"
)

// threeUnits is an index of two dimensions with two indicators each, equal weights, on 0 to 1. Unit 0 knows all: 0.8,
// 0.6, 0.4, 0.2, index 1/2. Unit 1 does not know the second and has the third known by half: 0.8, –, 0.4 (1 of 2), 0.2.
// Unit 2 knows the first alone, and its second dimension (minimum 1/2) is under its minimum: index 0.8.
func threeUnits() Model {
	t := twoLevels(rand.New(rand.NewPCG(1, 2)), 2, 2)
	for i := range t.Nodes {
		t.Nodes[i].Weight = 1
	}
	t.Nodes[2].MinCoverage = 0.5
	m := Model{Tree: t, Leaves: make([]*composite.Column, len(t.Nodes)), Units: 3}
	for k, node := range []int{3, 4, 5, 6} {
		m.Leaves[node] = composite.NewLeaf(3)
		m.Leaves[node].Set(0, []float64{0.8, 0.6, 0.4, 0.2}[k])
		if k != 1 {
			m.Leaves[node].Set(1, []float64{0.8, 0, 0.4, 0.2}[k])
		}
	}
	m.Leaves[5].SetRows(1, 0.4, 1, 2, false)
	m.Leaves[3].Set(2, 0.8)
	return m
}

// What is unknown is uniform between the ends of its scale, each part by itself:
// unit 1: ((0.8 + x)/2 + ((0.4 + y)/2 + 0.2)/2)/2, of x and y uniform on 0 to 1: from 0.3 to 0.675, mean 0.4875,
// variance (1/16 + 1/64)/12.
// unit 2: ((0.8 + x)/2 + z)/2, z being the dimension under its minimum: from 0.2 to 0.95, mean 0.575, variance
// (1/16 + 1/4)/12. Nothing of unit 0 moves.
func TestUnknownsByHand(t *testing.T) {
	m := threeUnits()
	e := newEngine(t, m, Sources{Unknowns: true})
	alike(t, "as found", e.Index(), []float64{0.5, (0.8 + 0.3) / 2, 0.8})
	const n = 4096
	var values [3][]float64
	for d := range n {
		r, err := e.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		for u, x := range r.Index {
			values[u] = append(values[u], x)
		}
	}
	for u, want := range []struct{ low, high, mean, variance float64 }{
		{0.5, 0.5, 0.5, 0},
		{0.3, 0.675, 0.4875, (1.0/16 + 1.0/64) / 12},
		{0.2, 0.95, 0.575, (1.0/16 + 1.0/4) / 12},
	} {
		mean, variance := 0.0, 0.0
		for _, x := range values[u] {
			mean += x / n
		}
		for _, x := range values[u] {
			variance += (x - mean) * (x - mean) / n
		}
		near(t, "mean", mean, want.mean, 0.01)
		near(t, "variance", variance, want.variance, 0.06*want.variance+1e-15)
		if low, high := slices.Min(values[u]), slices.Max(values[u]); low < want.low-1e-12 || high > want.high+1e-12 {
			t.Errorf("unit %d lies between %v and %v, want it within %v and %v", u, low, high, want.low, want.high)
		}
	}
	// The index of every draw is what Tree.Evaluate has as its bounds at most.
	columns, err := m.Tree.Evaluate(copied(m.Leaves), 3)
	if err != nil {
		t.Fatal(err)
	}
	for u := range 3 {
		if slices.Min(values[u]) < columns[0].Low[u]-1e-12 || slices.Max(values[u]) > columns[0].High[u]+1e-12 {
			t.Errorf("unit %d leaves its bounds %v to %v", u, columns[0].Low[u], columns[0].High[u])
		}
	}
}

// Where unknowns count at the bottom they are drawn from there to the top all the same; a stand-in is unknown too.
func TestUnknownsAtBottom(t *testing.T) {
	m := threeUnits()
	m.Tree.UnknownAtBottom = true
	m.Leaves[4].Assume(1, 0.9)
	e := newEngine(t, m, Sources{Unknowns: true})
	// As found: unit 1 ((0.8 + 0.9)/2 + (0.4/2 + 0.2)/2)/2.
	near(t, "as found", e.Index()[1], (0.85+0.2)/2, 1e-12)
	low, high := 1.0, 0.0
	for d := range 2048 {
		r, err := e.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		low, high = min(low, r.Index[1]), max(high, r.Index[1])
	}
	near(t, "lowest", low, 0.3, 0.02)
	near(t, "highest", high, 0.675, 0.02)
}

// A sampler's scores are those of the known part: the unknown half of a leaf stays where it is, at the bottom or
// left out; what is written for an unknown leaf, a stand-in or one that does not apply does not count; NaN and
// infinities leave a score as it was found.
func TestSampledScores(t *testing.T) {
	m := threeUnits()
	m.Leaves[6].SetNotApplicable(1)
	m.Leaves[4].Assume(2, 0.3)
	s := fixedSampler{0.1, 0.9, 1, math.NaN()}
	e := newEngine(t, m, Sources{Sampler: s, Measurement: true})
	r, err := e.Replay(0)
	if err != nil {
		t.Fatal(err)
	}
	alike(t, "sampled", r.Index, []float64{
		((0.1+0.9)/2 + (1+0.2)/2) / 2, // the last as found
		(0.1 + 1) / 2,
		(0.1 + 0.3) / 2,
	})
	result, err := e.Run(context.Background(), Options{Draws: 8})
	if err != nil {
		t.Fatal(err)
	}
	if result.Kept != 8 { // one score of unit 0 in each draw
		t.Errorf("%d scores were kept, want 8", result.Kept)
	}

	m.Tree.UnknownAtBottom = true
	e = newEngine(t, m, Sources{Sampler: s, Measurement: true})
	if r, err = e.Replay(0); err != nil {
		t.Fatal(err)
	}
	// unit 1: the unknown leaf at 0, the third half at 1 and half at 0; its last does not apply.
	near(t, "at the bottom", r.Index[1], (0.1/2+0.5)/2, 1e-12)
}

type fixedSampler []float64

func (s fixedSampler) Sample(values []float64, _ int, _ []int, respondents, measurement *rand.Rand) {
	if respondents != nil || measurement == nil {
		panic("the generators are not those of the sources that are on")
	}
	copy(values, s)
}

// Sources do not move each other: what one draws is the same whether the others are on or off.
func TestSourcesAreIndependent(t *testing.T) {
	m, s := everything(t)
	draw := func(change func(*Sources)) (Draw, []record) {
		own := s
		r := &recorder{}
		own.Sampler = r
		change(&own)
		one, err := newEngine(t, m, own).Replay(5)
		if err != nil {
			t.Fatal(err)
		}
		return one.Draw, r.records
	}
	all, records := draw(func(*Sources) {})
	if len(records) == 0 {
		t.Fatal("nothing was sampled")
	}
	noUnknowns, same := draw(func(s *Sources) { s.Unknowns = false })
	if !reflect.DeepEqual(noUnknowns, all) || !reflect.DeepEqual(same, records) {
		t.Error("without unknowns, other draws are others too")
	}
	_, alone := draw(func(s *Sources) { s.Weights, s.Methods, s.Measurement = nil, nil, false })
	for i, r := range alone {
		if r.respondents != records[i].respondents || r.measurement != 0 {
			t.Fatal("without measurement, weights and methods, respondents are others")
		}
	}
	for i := range records {
		if records[i].respondents == records[i].measurement || (i > 0 && records[i].respondents == records[i-1].respondents) {
			t.Fatal("two units or sources have the same generator")
		}
	}
}

// record is the first number of each generator a sampler was given.
type record struct{ respondents, measurement uint64 }

type recorder struct{ records []record }

func (r *recorder) Sample(_ []float64, _ int, _ []int, respondents, measurement *rand.Rand) {
	one := record{respondents: respondents.Uint64()}
	if measurement != nil {
		one.measurement = measurement.Uint64()
	}
	r.records = append(r.records, one)
}

// Each goroutine has its own fork of a sampler that needs memory.
type forker struct{ forks chan int }

func (f forker) Sample([]float64, int, []int, *rand.Rand, *rand.Rand) { panic("not forked") }
func (f forker) Fork() Sampler {
	f.forks <- 1
	return noisy{0.1, 0}
}

func TestForks(t *testing.T) {
	m, s := everything(t)
	f := forker{make(chan int, 100)}
	s.Sampler, s.Methods = f, nil
	if _, err := newEngine(t, m, s).Run(context.Background(), Options{Draws: 64}); err != nil {
		t.Fatal(err)
	}
	if len(f.forks) == 0 {
		t.Error("nothing was forked")
	}
}

// A choice of method picks its alternatives equally often; an index on another scale is brought to the model's.
func TestMethods(t *testing.T) {
	m := threeUnits()
	hundred := make([]*composite.Column, len(m.Leaves))
	scales := make([]composite.Scale, len(m.Leaves))
	for i, c := range m.Leaves {
		scales[i] = composite.Scale{Min: -100, Max: 100}
		if c != nil {
			hundred[i] = c.Clone()
			for u := range c.Value {
				hundred[i].Value[u] = 200*c.Value[u] - 100
			}
		}
	}
	calls := 0
	weights := []float64{1, 3, 1, 1, 1, 1, 1}
	methods := &Methods{
		Choices: []Choice{
			{"scale", []Alternative{{Name: "one"}, {Name: "hundred"}}},
			{"top", []Alternative{{Name: "mean"}, {Name: "minimum", Combine: map[int]composite.Aggregator{0: aggregate.Minimum{}}}}},
			{"weights", []Alternative{{Name: "given"}, {Name: "first", Weights: weights}}},
		},
		Data: func(picks []int) (*Data, error) {
			calls++
			if picks[0] == 0 {
				return nil, nil
			}
			return &Data{Leaves: hundred, Scales: scales}, nil
		},
	}
	e := newEngine(t, m, Sources{Methods: methods})
	if calls != 8 {
		t.Errorf("the leaves were prepared %d times, want once for each of 8 combinations", calls)
	}
	times := map[[3]int]int{}
	for d := range 1024 {
		r, err := e.Replay(d)
		if err != nil {
			t.Fatal(err)
		}
		times[[3]int(r.Picks)]++
		w := []float64{1, 1}
		if r.Picks[2] == 1 {
			w = []float64{1.5, 0.5} // of the same sum
		}
		want := (w[0]*0.7 + w[1]*0.3) / 2
		if r.Picks[1] == 1 {
			want = 0.3
		}
		near(t, "unit 0", r.Index[0], want, 1e-12)
	}
	for picks, n := range times {
		near(t, "how often a combination is picked", float64(n), 128, 8)
		if len(times) != 8 {
			t.Errorf("%v: %d combinations are picked, want 8", picks, len(times))
		}
	}
}

// A government's index is the mean of the members that have one; without enough coverage it has none, whatever is
// drawn. By hand: government 3 of units 0 and 1 by weights 1 and 3, of unit 4 nothing is known; 5 is above 3.
func TestRollUps(t *testing.T) {
	m := threeUnits()
	m.Units = 7
	for i, c := range m.Leaves {
		if c == nil {
			continue
		}
		wide := composite.NewLeaf(7)
		for u := range 3 {
			wide.Take(u, c, u)
		}
		for _, u := range []int{3, 5, 6} {
			wide.SetNotApplicable(u)
		}
		m.Leaves[i] = wide
	}
	m.RollUps = []RollUp{
		{Unit: 3, Members: []int{0, 1, 4}, Weights: []float64{1, 3, 1}},
		{Unit: 5, Members: []int{3, 2}},
		{Unit: 6, Members: []int{4}},
	}
	e := newEngine(t, m, Sources{Unknowns: true})
	r, err := e.Replay(3)
	if err != nil {
		t.Fatal(err)
	}
	three := (r.Index[0] + 3*r.Index[1]) / 4
	alike(t, "rolled up", r.Index[3:], []float64{three, math.NaN(), (three + r.Index[2]) / 2, math.NaN()})

	// Coverages of 0, 1 and 4: 1, 0.625, 0, so 3 has (1 + 3·0.625)/5 = 0.575 and, above it, 5 has (0.575 + 0.25)/2.
	m.Tree.Nodes[0].MinCoverage = 0.6
	e = newEngine(t, m, Sources{})
	got := e.Index()
	if !math.IsNaN(got[3]) || !math.IsNaN(got[5]) || math.IsNaN(got[1]) {
		t.Errorf("under a minimum of 0.6 the indexes are %v, want none of 3 and 5", got)
	}
	m.Tree.Nodes[0].MinCoverage = 0.2
	if got := newEngine(t, m, Sources{}).Index(); math.IsNaN(got[3]) || math.IsNaN(got[5]) {
		t.Errorf("over it they are %v, want all but 4 and 6", got)
	}
}

// Places are decided on what Decide says.
func TestDecide(t *testing.T) {
	m := threeUnits() // 0.5, 0.55, 0.8
	m.Decide = func(x float64) float64 { return math.Floor(10 * x) }
	e := newEngine(t, m, Sources{})
	if got := e.Places(); !reflect.DeepEqual(got, [][]int{{2, 2, 1}}) {
		t.Errorf("the places are %v, want the first two tied behind the third", got)
	}
	r, err := e.Run(context.Background(), Options{Draws: 8})
	if err != nil {
		t.Fatal(err)
	}
	if u := r.Sets[0].Units[1]; u.Place != 2 || u.Best != 2 || u.Worst != 2 || u.Group != 2 {
		t.Errorf("unit 1 is %+v, want place 2 throughout", u)
	}
}

// Beyond the dimensions of the sequence coordinates are pseudo-random, and the result says so.
func TestManyCoordinates(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, 400, 400, 300)
	m := Model{Tree: tree, Leaves: uniformColumns(random, tree, 3, 0), Units: 3}
	e := newEngine(t, m, Sources{Weights: &Weights{Kind: UniformWeights, Spread: 0.5}})
	r, err := e.Run(context.Background(), Options{Draws: 64})
	if err != nil {
		t.Fatal(err)
	}
	if r.Coordinates != 1103 || r.Quasi != sobol.Dimensions {
		t.Errorf("%d of %d coordinates are quasi-random, want 1000 of 1103", r.Quasi, r.Coordinates)
	}
	drawn := drawnWeights(t, tree, &Weights{Kind: UniformWeights, Spread: 0.5}, 256)
	sums(t, tree, drawn)
	last := len(tree.Nodes) - 1
	var mean float64
	for _, w := range drawn {
		mean += w[last] / tree.Nodes[last].Weight / float64(len(drawn))
	}
	near(t, "mean of the last weight", mean, 1, 0.06)
}

// What is said of neighbours is what the matrix of all pairs says of them.
func TestNeighboursAreThePairs(t *testing.T) {
	m, s := everything(t)
	run := func(pairs Pairs) *Result {
		r, err := newEngine(t, m, s).Run(context.Background(), Options{Draws: 256, Pairs: pairs})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	pairs, next := run(AllPairs), run(Neighbours)
	for i := range next.Sets {
		set, last := &next.Sets[i], 0
		for k := range set.Units {
			below, p, ok := set.AboveNext(k)
			switch {
			case set.Units[k].Place == 0 && ok:
				t.Errorf("set %d: %d has no place and stands above %d", i, k, below)
			case set.Units[k].Place == 0:
			case !ok:
				last++
			case set.Units[below].Place < set.Units[k].Place:
				t.Errorf("set %d: %d is followed by %d, which stands above it", i, k, below)
			default:
				if want, _ := pairs.Sets[i].Above(k, below); p != want {
					t.Errorf("set %d: %d stands above %d with %v, want %v", i, k, below, p, want)
				}
			}
		}
		if last != min(1, set.Of) {
			t.Errorf("set %d: %d are followed by nobody", i, last)
		}
	}
}
