package robust

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/rank"
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

// Drawing stops only at 256·2^k draws, and where the errors are under the limits.
func TestStop(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	full, err := e.Run(context.Background(), Options{Draws: 2048, Stop: &Stop{Place: 1e-6}})
	if err != nil {
		t.Fatal(err)
	}
	if full.Draws != 2048 || full.Early {
		t.Errorf("a limit out of reach stops at %d, %v", full.Draws, full.Early)
	}
	r, err := e.Run(context.Background(), Options{Draws: 1 << 14, Top: []int{3}, Stop: &Stop{Place: 0.7, Index: 0.01, Top: 0.05}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Early || r.Draws >= 1<<14 || r.Draws < 256 || r.Draws&(r.Draws-1) != 0 {
		t.Fatalf("it stops at %d, %v", r.Draws, r.Early)
	}
	worst := 0.0
	for _, set := range r.Sets {
		for _, u := range set.Units {
			worst = max(worst, u.Mean.Error)
		}
	}
	if worst > 0.7 {
		t.Errorf("it stops with an error of %v, want at most 0.7", worst)
	}
	// The draws are the first of those it would have made.
	same, err := e.Run(context.Background(), Options{Draws: r.Draws, Top: []int{3}})
	if err != nil {
		t.Fatal(err)
	}
	same.Early = true
	if !reflect.DeepEqual(comparable(same), comparable(r)) {
		t.Error("stopping early is not making fewer draws")
	}
}

func TestCancel(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	_, err := e.Run(ctx, Options{Draws: 1 << 16, Progress: func(made, of int) {
		told++
		if made <= 0 || of != 1<<16 {
			t.Errorf("%d of %d draws are made", made, of)
		}
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || told == 0 {
		t.Errorf("cancelled, it gives %v after telling %d times", err, told)
	}
	if _, err := e.Sensitivity(ctx, SensitivityOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled sensitivity analysis gives %v", err)
	}
	if _, err := e.Above(ctx, 0, [][2]int{{0, 1}}, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled comparison gives %v", err)
	}
	if _, err := e.LeaveOutIndicators(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled leaving out gives %v", err)
	}
}

// Pairs by replay are those of the matrix.
func TestAbove(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	r, err := e.Run(context.Background(), Options{Draws: 256, Pairs: AllPairs})
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Above(context.Background(), 0, [][2]int{{3, 4}, {7, 2}}, 256)
	if err != nil {
		t.Fatal(err)
	}
	for i, pair := range [][2]int{{3, 4}, {7, 2}} {
		want, ok := r.Sets[0].Above(pair[0], pair[1])
		if !ok || got[i].Value != want || got[i].Error < 0 {
			t.Errorf("%v is %v, want %v", pair, got[i], want)
		}
	}
	if _, err := e.Above(context.Background(), 0, [][2]int{{3, 89}}, 256); err == nil {
		t.Error("a unit that is not in the set: no error")
	}
}

// The rule of tie groups, from the matrix: down the ranking, a unit is in the group of its best while the best stands
// above it with a probability under 0.95.
func TestTieGroups(t *testing.T) {
	m, s := everything(t)
	r, err := newEngine(t, m, s).Run(context.Background(), Options{Draws: 512, Pairs: AllPairs})
	if err != nil {
		t.Fatal(err)
	}
	set := r.Sets[0]
	order := make([]int, 0, set.Of)
	for k := range set.Units {
		if set.Units[k].Place > 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return set.Units[a].Place - set.Units[b].Place })
	best, group, groups := order[0], 1, 1
	for _, k := range order[1:] {
		if p, _ := set.Above(best, k); p >= 0.95 {
			best, group = k, group+1
			groups++
		}
		if set.Units[k].Group != group {
			t.Fatalf("unit %d is in group %d, want %d", k, set.Units[k].Group, group)
		}
	}
	if groups < 2 || groups == set.Of {
		t.Errorf("there are %d groups of %d units; the test says nothing", groups, set.Of)
	}
	if set.GroupDraws != 512 {
		t.Errorf("the groups are from %d draws, want 512", set.GroupDraws)
	}
}

// Where units are compared with each other, each draw's places are those of the comparison of its dimensions: for
// agencies, and for governments on the means of their members'.
func TestCompare(t *testing.T) {
	m, s := everything(t)
	type call struct {
		values  [][]float64
		weights []float64
	}
	var calls []call
	compare := func(values [][]float64, weights []float64) ([]float64, float64, error) {
		one := call{weights: slices.Clone(weights)}
		for _, column := range values {
			one.values = append(one.values, slices.Clone(column))
		}
		calls = append(calls, one)
		// The best dimension decides.
		scores := make([]float64, len(values[0]))
		for u := range scores {
			for _, column := range values {
				if composite.IsKnown(column[u]) {
					scores[u] = max(scores[u], column[u])
				}
			}
		}
		return scores, 0.01, nil
	}
	m.Compare = compare
	s.Methods = nil
	for name, own := range map[string]Sources{"weights": {Weights: s.Weights}, "everything": s} {
		e := newEngine(t, m, own)
		for d := range 4 {
			calls = nil
			r, err := e.Replay(d)
			if err != nil {
				t.Fatal(err)
			}
			if len(calls) != 3 {
				t.Fatalf("%s: %d sets were compared, want 3 that have units", name, len(calls))
			}
			for set, units := range m.Sets[:3] {
				one := calls[set]
				for k, child := range m.Tree.Nodes[0].Children {
					if one.weights[k] != r.Weights[child] {
						t.Fatalf("%s: the weights are %v, want those of the draw", name, one.weights)
					}
				}
				// The index is the weighted mean of the dimensions that were handed over; of a government, where all
				// members know all dimensions, too.
				at := 0
				var scores []float64
				for k, u := range units {
					if !composite.IsKnown(r.Index[u]) {
						continue
					}
					sum, weight, best := 0.0, 0.0, 0.0
					for j, column := range one.values {
						if x := column[at]; composite.IsKnown(x) {
							sum, weight, best = sum+one.weights[j]*x, weight+one.weights[j], max(best, x)
						}
					}
					if own.Unknowns || set != 1 {
						near(t, name+": index of the dimensions", sum/weight, r.Index[u], 1e-9)
					}
					if r.Places[set][k] < 1 {
						t.Fatalf("%s: unit %d of set %d has no place", name, u, set)
					}
					scores, at = append(scores, best), at+1
				}
				places, _ := rank.Competition(scores, 0.01)
				if got := slices.DeleteFunc(slices.Clone(r.Places[set]), func(p int) bool { return p == 0 }); !slices.Equal(got, places) {
					t.Fatalf("%s: set %d has the places %v, want %v", name, set, got, places)
				}
			}
		}
		// By another way: as columns of Tree.Evaluate.
		if name == "weights" {
			r, _ := e.Replay(0)
			other := *m.Tree
			other.Nodes = slices.Clone(other.Nodes)
			for i := range other.Nodes {
				other.Nodes[i].Weight = r.Weights[i]
			}
			calls = nil
			if _, err := e.Replay(0); err != nil {
				t.Fatal(err)
			}
			columns, err := other.Evaluate(copied(m.Leaves), m.Units)
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			for _, u := range m.Sets[0] {
				if !composite.IsKnown(r.Index[u]) {
					continue
				}
				if got, want := calls[0].values[1][at], columns[2].Value[u]; math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-12 {
					t.Fatalf("dimension 2 of unit %d is %v, want %v", u, got, want)
				}
				at++
			}
		}
		if _, err := e.LeaveOutIndicators(context.Background()); err != nil {
			t.Fatal(err)
		}
	}

	m.Compare = func([][]float64, []float64) ([]float64, float64, error) { return nil, 0, errors.New("no") }
	if _, err := New(m, s, 1); err == nil {
		t.Error("a comparison that fails: no error")
	}
	first := true
	m.Compare = func(values [][]float64, weights []float64) ([]float64, float64, error) {
		if first {
			return compare(values, weights)
		}
		return nil, 0, errors.New("no")
	}
	m.Sets = m.Sets[:1]
	e := newEngine(t, m, s)
	first = false
	r, err := e.Run(context.Background(), Options{Draws: 8})
	if err != nil {
		t.Fatal(err)
	}
	if r.Failed == 0 || r.Sets[0].Units[0].Best != r.Sets[0].Units[0].Place {
		t.Errorf("draws that cannot be compared: %d failed, %+v; want the places as found", r.Failed, r.Sets[0].Units[0])
	}
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
