package composite_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// randomTree draws a tree of up to three levels. Where mixed it has all kinds of aggregation, else weighted means.
func randomTree(random *rand.Rand, mixed bool) *composite.Tree {
	t := &composite.Tree{Scale: composite.Scale{Min: 1, Max: 5}, UnknownAtBottom: random.IntN(4) == 0}
	combine := func() composite.Aggregator {
		if mixed && random.IntN(2) == 0 {
			return []composite.Aggregator{
				aggregate.Geometric{},
				aggregate.Harmonic{},
				aggregate.Power{P: 0.5},
				aggregate.Median{},
				aggregate.Minimum{},
				aggregate.Sum{},
				aggregate.Power{P: 1},
			}[random.IntN(7)]
		}
		return aggregate.Arithmetic{}
	}
	minimum := func() float64 { return []float64{0, 0, 0.5, 0.75}[random.IntN(4)] }
	var grow func(depth int) int
	grow = func(depth int) int {
		at := len(t.Nodes)
		t.Nodes = append(t.Nodes, composite.Node{Weight: 0.1 + 3*random.Float64()})
		if depth == 3 || (depth > 0 && random.IntN(3) > 0) {
			return at
		}
		t.Nodes[at].Combine, t.Nodes[at].MinCoverage = combine(), minimum()
		for range 1 + random.IntN(5) {
			child := grow(depth + 1)
			t.Nodes[at].Children = append(t.Nodes[at].Children, child)
		}
		return at
	}
	grow(0)
	return t
}

// randomColumns draws leaves: known, unknown, not applicable, rows and stand-ins.
func randomColumns(random *rand.Rand, t *composite.Tree, n int) []*composite.Column {
	columns := make([]*composite.Column, len(t.Nodes))
	holes := random.IntN(3)
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) > 0 {
			continue
		}
		c := composite.NewLeaf(n)
		for u := range n {
			x := 1 + 4*random.Float64()
			kind := 0
			if holes > 0 && random.IntN(4) < holes {
				kind = 1 + random.IntN(5)
			}
			switch kind {
			case 0:
				c.Set(u, x)
			case 2:
				c.SetNotApplicable(u)
			case 3:
				rows := 1 + random.IntN(4)
				c.SetRows(u, x, random.IntN(rows+1), rows, true)
			case 4:
				rows := 1 + random.IntN(4)
				c.SetRows(u, x, random.IntN(rows+1), rows, false)
			case 5:
				c.Assume(u, x)
			}
		}
		columns[i] = c
	}
	return columns
}

func weightsOf(t *composite.Tree) []float64 {
	out := make([]float64, len(t.Nodes))
	for i := range out {
		out[i] = t.Nodes[i].Weight
	}
	return out
}

// alike compares two roots to 1e-12 of the values.
func alike(t interface{ Fatalf(string, ...any) }, what string, got, want []float64) {
	for u := range want {
		if math.IsNaN(got[u]) != math.IsNaN(want[u]) || math.Abs(got[u]-want[u]) > 1e-12*max(1, math.Abs(want[u])) {
			t.Fatalf("%s: unit %d is %v, want %v", what, u, got[u], want[u])
		}
	}
}

// copies keeps columns from being completed.
func copies(columns []*composite.Column) []*composite.Column {
	out := make([]*composite.Column, len(columns))
	for i, c := range columns {
		if c != nil {
			out[i] = c.Clone()
		}
	}
	return out
}

// The Evaluator gives the roots that Evaluate gives, for any tree and any columns, from the values it was made with
// and from the same values handed in.
func TestEvaluatorIsEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		tree := randomTree(random, rapid.Bool().Draw(t, "mixed"))
		n := rapid.SampledFrom([]int{1, 2, 7, 63, 64, 65, 600}).Draw(t, "units")
		columns := randomColumns(random, tree, n)
		e, err := composite.NewEvaluator(tree, columns, n, composite.EvaluatorOptions{})
		if err != nil {
			t.Fatal(err)
		}
		evaluated, err := tree.Evaluate(copies(columns), n)
		if err != nil {
			t.Fatal(err)
		}
		root := evaluated[0]
		w, got := e.NewWorkspace(), make([]float64, n)
		w.Index(got, 0, n)
		alike(t, "from the columns", got, root.Value)
		for u := range n {
			if e.Scored(u) != (root.Known[u] > 0) || e.Root(u).Applies != (root.Total[u] > 0) {
				t.Fatalf("unit %d: scored %v, applies %v; want %v, %v", u, e.Scored(u), e.Root(u).Applies, root.Known[u] > 0, root.Total[u] > 0)
			}
			if e.Root(u).Applies && math.Abs(e.Root(u).Coverage-root.Coverage[u]) > 1e-12 {
				t.Fatalf("unit %d has coverage %v, want %v", u, e.Root(u).Coverage, root.Coverage[u])
			}
		}

		// Handed in, out of order, in blocks; what does not count is nonsense.
		clear(got)
		values := make([]float64, len(e.Leaves()))
		for from := 0; from < n; from += composite.PutBlock {
			end := min(n, from+composite.PutBlock)
			w.Begin(from, end)
			for u := end - 1; u >= from; u-- {
				if u%3 == 0 {
					continue // keeps what it has
				}
				for k, node := range e.Leaves() {
					values[k] = evaluated[node].Value[u]
					if evaluated[node].Known[u] == 0 {
						values[k] = math.NaN()
					}
				}
				w.Put(u, values)
			}
			w.IndexPut(got[from:], from, end)
		}
		alike(t, "handed in", got, root.Value)
	})
}

// Other weights give what a tree with those weights gives, where no minimum coverage looks at them.
func TestEvaluatorOtherWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		tree := randomTree(random, rapid.Bool().Draw(t, "mixed"))
		for i := range tree.Nodes {
			tree.Nodes[i].MinCoverage = 0
		}
		const n = 70
		columns := randomColumns(random, tree, n)
		e, err := composite.NewEvaluator(tree, columns, n, composite.EvaluatorOptions{})
		if err != nil {
			t.Fatal(err)
		}
		w := e.NewWorkspace()
		for range 3 {
			other := *tree
			other.Nodes = append([]composite.Node(nil), tree.Nodes...)
			for i := range other.Nodes {
				other.Nodes[i].Weight = math.Exp(4*random.Float64() - 2)
			}
			evaluated, err := other.Evaluate(copies(columns), n)
			if err != nil {
				t.Fatal(err)
			}
			w.SetWeights(weightsOf(&other))
			got := make([]float64, n)
			w.Index(got, 0, n)
			alike(t, "other weights", got, evaluated[0].Value)
		}
	})
}

// Filled unknowns give what columns give in which those values are known.
func TestEvaluatorFilled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		tree := randomTree(random, rapid.Bool().Draw(t, "mixed"))
		for i := range tree.Nodes {
			tree.Nodes[i].MinCoverage = 0
		}
		const n = 70
		columns := randomColumns(random, tree, n)
		e, err := composite.NewEvaluator(tree, columns, n, composite.EvaluatorOptions{Filled: true})
		if err != nil {
			t.Fatal(err)
		}
		filled := copies(columns)
		w, got := e.NewWorkspace(), make([]float64, n)
		for from := 0; from < n; from += composite.PutBlock {
			end := min(n, from+composite.PutBlock)
			w.Begin(from, end)
			for u := from; u < end; u++ {
				for k, node := range e.Leaves() {
					c := filled[node]
					if c.Total[u] == 0 || c.Coverage[u] == 1 {
						continue
					}
					x, covered := 1+4*random.Float64(), c.Coverage[u]
					if covered > 0 {
						x = covered*c.Value[u] + (1-covered)*x
					}
					c.Value[u], c.Known[u], c.Coverage[u] = x, c.Total[u], 1
					w.PutLeaf(u, k, x)
				}
			}
			w.IndexPut(got[from:], from, end)
		}
		evaluated, err := tree.Evaluate(filled, n)
		if err != nil {
			t.Fatal(err)
		}
		want := evaluated[0].Value
		for u := range n {
			if !e.Scored(u) { // nothing was known: a filled unknown does not change who has a score
				want[u] = math.NaN()
			}
		}
		alike(t, "filled", got, want)
	})
}

// A node under its minimum coverage counts, where unknowns are filled, as one wholly unknown child, whose value is
// handed in. Dimension 1 has the minimum 1/2 and the weight 1, dimension 2 the weight 3:
// unit 0 knows 1/4 of dimension 1, value handed in 2: index (1·2 + 3·1)/4 = 1.25, whatever its leaves are.
// unit 1 knows 3/4 of it: (4 + 2·2 + x)/4 with x = 3 handed in: 11/4; index (11/4 + 3·1)/4 = 23/16.
func TestEvaluatorUnderMinimumCoverage(t *testing.T) {
	tree := smallTree(0.5)
	l := leaves(2)
	l[2].Set(0, 4)
	l[6].Set(0, 1)
	l[2].Set(1, 4)
	l[3].Set(1, 2)
	l[6].Set(1, 1)
	e, err := composite.NewEvaluator(tree, l, 2, composite.EvaluatorOptions{Filled: true})
	if err != nil {
		t.Fatal(err)
	}
	w, got := e.NewWorkspace(), make([]float64, 2)
	first, end := e.DrawnNodes(0)
	if end-first != 1 {
		t.Fatalf("unit 0 has %d nodes to hand in, want 1", end-first)
	}
	if first, end := e.DrawnNodes(1); first != end {
		t.Errorf("unit 1 has nodes to hand in, want none")
	}
	if e.DrawnScale(first) != tree.Scale {
		t.Errorf("its scale is %v, want the tree's", e.DrawnScale(first))
	}
	w.Begin(0, 2)
	w.PutNode(first, 2)
	w.PutLeaf(1, 2, 3) // leaf 4 is the third
	w.IndexPut(got, 0, 2)
	near(t, "under its minimum", got[0], 1.25)
	near(t, "over it", got[1], 23.0/16)

	// Without filling it is left out: the index of unit 0 is dimension 2 alone.
	e, err = composite.NewEvaluator(tree, l, 2, composite.EvaluatorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e.NewWorkspace().Index(got, 0, 2)
	near(t, "left out", got[0], 1)
	near(t, "renormalised", got[1], ((4+2*2)/3.0+3)/4)

	// Columns in which all is known, as after an imputation, do not bring it back where another decides.
	known := leaves(2)
	for _, c := range known {
		for u := range 2 {
			if c != nil {
				c.Set(u, 4)
			}
		}
	}
	known[6].Set(0, 1)
	imputed, err := composite.NewEvaluator(tree, known, 2, composite.EvaluatorOptions{Under: e})
	if err != nil {
		t.Fatal(err)
	}
	imputed.NewWorkspace().Index(got, 0, 2)
	near(t, "imputed and still left out", got[0], 1)
	near(t, "imputed", got[1], 4)
}

// A geometric mean of a negative value is no unknown that is left out: the root has no value either.
func TestEvaluatorFailedNode(t *testing.T) {
	for name, top := range map[string]composite.Aggregator{"mean": aggregate.Arithmetic{}, "minimum": aggregate.Minimum{}} {
		tree := &composite.Tree{
			Scale: composite.Scale{Min: 0, Max: 1},
			Nodes: []composite.Node{
				{Children: []int{1, 4}, Combine: top},
				{Weight: 1, Children: []int{2, 3}, Combine: aggregate.Geometric{}},
				{Weight: 1},
				{Weight: 1},
				{Weight: 1},
			},
		}
		e, err := composite.NewEvaluator(tree, make([]*composite.Column, 5), 2, composite.EvaluatorOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range 3 {
			copy(e.Column(k), []float64{0.25, 0.25})
		}
		e.Column(1)[1] = -1
		got := make([]float64, 2)
		e.NewWorkspace().Index(got, 0, 2)
		near(t, name+": all well", got[0], 0.25)
		near(t, name+": failed", got[1], math.NaN())
	}
}

func TestEvaluatorRefuses(t *testing.T) {
	good := smallTree(0)
	inf := leaves(1)
	inf[2].Set(0, math.Inf(1))
	weightless := smallTree(0)
	weightless.Nodes[3].Weight = 0
	backwards := smallTree(0)
	backwards.Nodes[5].Children = []int{1}
	for name, tree := range map[string]struct {
		tree    *composite.Tree
		columns []*composite.Column
	}{
		"too few columns":   {good, nil},
		"no children":       {&composite.Tree{Nodes: make([]composite.Node, 1)}, make([]*composite.Column, 1)},
		"infinite value":    {good, inf},
		"a weight of zero":  {weightless, leaves(1)},
		"children before":   {backwards, leaves(1)},
		"other unit counts": {good, leaves(2)},
	} {
		if _, err := composite.NewEvaluator(tree.tree, tree.columns, 1, composite.EvaluatorOptions{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Weights up to the end of the numbers do no harm.
func TestEvaluatorHugeWeights(t *testing.T) {
	tree := smallTree(0)
	for i := range tree.Nodes {
		tree.Nodes[i].Weight *= 1e307
	}
	l := leaves(1)
	for _, at := range []int{2, 3, 4, 6} {
		l[at].Set(0, float64(at))
	}
	e, err := composite.NewEvaluator(tree, l, 1, composite.EvaluatorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	got := make([]float64, 1)
	e.NewWorkspace().Index(got, 0, 1)
	near(t, "index", got[0], ((2+2*3+4)/4.0+3*6)/4)
}

func TestWorkspaceAllocates(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, mixed := range []bool{false, true} {
		tree := randomTree(random, mixed)
		columns := randomColumns(random, tree, 600)
		e, err := composite.NewEvaluator(tree, columns, 600, composite.EvaluatorOptions{})
		if err != nil {
			t.Fatal(err)
		}
		w, got, weights := e.NewWorkspace(), make([]float64, 600), weightsOf(tree)
		if n := testing.AllocsPerRun(10, func() {
			w.SetWeights(weights)
			w.Index(got, 0, 600)
			w.Begin(0, 64)
			w.IndexPut(got, 0, 64)
		}); n > 0 {
			t.Errorf("mixed %v: an evaluation allocates %v times", mixed, n)
		}
	}
}

// BenchmarkEvaluator computes the index of 5,000 units from 50 indicators in 5 dimensions (invented numbers) with new
// weights, against Tree.Evaluate, which computes coverage and bounds of all nodes too.
func BenchmarkEvaluator(b *testing.B) {
	const n = 5000
	for _, unknown := range []int{0, 5} {
		random := rand.New(rand.NewPCG(1, 2))
		tree := &composite.Tree{Scale: composite.Scale{Max: 1}, Nodes: make([]composite.Node, 56)}
		columns := make([]*composite.Column, 56)
		for i := range tree.Nodes {
			tree.Nodes[i].Weight = 1 + random.Float64()
		}
		tree.Nodes[0].Combine = aggregate.Arithmetic{}
		for d := range 5 {
			tree.Nodes[0].Children = append(tree.Nodes[0].Children, 1+d)
			tree.Nodes[1+d].Combine = aggregate.Arithmetic{}
			for k := range 10 {
				at := 6 + 10*d + k
				tree.Nodes[1+d].Children = append(tree.Nodes[1+d].Children, at)
				columns[at] = composite.NewLeaf(n)
				for u := range n {
					if random.IntN(100) >= unknown {
						columns[at].Set(u, random.Float64())
					}
				}
			}
		}
		e, err := composite.NewEvaluator(tree, columns, n, composite.EvaluatorOptions{})
		if err != nil {
			b.Fatal(err)
		}
		w, dst, weights := e.NewWorkspace(), make([]float64, n), weightsOf(tree)
		b.Run(fmt.Sprintf("values/unknown=%d%%", unknown), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.SetWeights(weights)
				w.Index(dst, 0, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(50*n), "ns/cell")
		})
		b.Run(fmt.Sprintf("Evaluate/unknown=%d%%", unknown), func(b *testing.B) {
			for b.Loop() {
				if _, err := tree.Evaluate(columns, n); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(50*n), "ns/cell")
		})
	}
}
