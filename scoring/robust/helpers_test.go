package robust

import (
	"math"
	"math/rand/v2"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// All numbers here are invented.

// twoLevels is an index of dimensions with so many indicators each, all weighted means, on a scale from 0 to 1;
// weights from 1 to 2.
func twoLevels(random *rand.Rand, indicators ...int) *composite.Tree {
	t := &composite.Tree{Scale: composite.Scale{Max: 1}, Nodes: make([]composite.Node, 1+len(indicators))}
	t.Nodes[0].Combine = aggregate.Arithmetic{}
	for d, n := range indicators {
		t.Nodes[0].Children = append(t.Nodes[0].Children, 1+d)
		t.Nodes[1+d] = composite.Node{Weight: 1 + random.Float64(), Combine: aggregate.Arithmetic{}}
		for range n {
			t.Nodes[1+d].Children = append(t.Nodes[1+d].Children, len(t.Nodes))
			t.Nodes = append(t.Nodes, composite.Node{Weight: 1 + random.Float64()})
		}
	}
	return t
}

// uniformColumns has values uniform on the scale, of which a share is unknown.
func uniformColumns(random *rand.Rand, t *composite.Tree, n int, unknown float64) []*composite.Column {
	columns := make([]*composite.Column, len(t.Nodes))
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) > 0 {
			continue
		}
		columns[i] = composite.NewLeaf(n)
		for u := range n {
			if random.Float64() >= unknown {
				columns[i].Set(u, t.Scale.Min+(t.Scale.Max-t.Scale.Min)*random.Float64())
			}
		}
	}
	return columns
}

// randomModel is any tree with any leaves: unknown, not applicable, rows, stand-ins; any kind of aggregation where
// mixed. Minimum coverages are left out, for Tree.Evaluate looks at them with the weights it is given.
func randomModel(random *rand.Rand, n int, mixed bool) Model {
	t := &composite.Tree{Scale: composite.Scale{Min: 1, Max: 5}, UnknownAtBottom: random.IntN(4) == 0}
	var grow func(depth int) int
	grow = func(depth int) int {
		at := len(t.Nodes)
		t.Nodes = append(t.Nodes, composite.Node{Weight: 0.2 + 3*random.Float64()})
		if depth == 3 || (depth > 0 && random.IntN(3) > 0) {
			return at
		}
		how := composite.Aggregator(aggregate.Arithmetic{})
		if mixed && random.IntN(2) == 0 {
			how = []composite.Aggregator{aggregate.Geometric{}, aggregate.Median{}, aggregate.Sum{}, aggregate.Minimum{}}[random.IntN(4)]
		}
		t.Nodes[at].Combine = how
		for range 1 + random.IntN(4) {
			child := grow(depth + 1)
			t.Nodes[at].Children = append(t.Nodes[at].Children, child)
		}
		return at
	}
	grow(0)
	m := Model{Tree: t, Leaves: make([]*composite.Column, len(t.Nodes)), Units: n}
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) > 0 {
			continue
		}
		c := composite.NewLeaf(n)
		m.Leaves[i] = c
		for u := range n {
			x := 1 + 4*random.Float64()
			switch random.IntN(8) {
			case 0: // unknown
			case 1:
				c.SetNotApplicable(u)
			case 2:
				rows := 1 + random.IntN(4)
				c.SetRows(u, x, random.IntN(rows+1), rows, random.IntN(2) == 0)
			case 3:
				c.Assume(u, x)
			default:
				c.Set(u, x)
			}
		}
	}
	return m
}

func newEngine(t interface{ Fatal(...any) }, m Model, s Sources) *Engine {
	e, err := New(m, s, 17)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// copied keeps columns from being completed.
func copied(columns []*composite.Column) []*composite.Column {
	out := make([]*composite.Column, len(columns))
	for i, c := range columns {
		if c != nil {
			out[i] = c.Clone()
		}
	}
	return out
}

// evaluated is the root under other weights and columns, by Tree.Evaluate.
func evaluated(t interface{ Fatal(...any) }, tree *composite.Tree, weights []float64, columns []*composite.Column, n int) []float64 {
	other := *tree
	other.Nodes = append([]composite.Node(nil), tree.Nodes...)
	for i := range other.Nodes {
		if weights != nil {
			other.Nodes[i].Weight = weights[i]
		}
	}
	out, err := other.Evaluate(copied(columns), n)
	if err != nil {
		t.Fatal(err)
	}
	return out[0].Value
}

func alike(t interface{ Fatalf(string, ...any) }, what string, got, want []float64) {
	for u := range want {
		if math.IsNaN(got[u]) != math.IsNaN(want[u]) || math.Abs(got[u]-want[u]) > 1e-11*max(1, math.Abs(want[u])) {
			t.Fatalf("%s: unit %d is %v, want %v", what, u, got[u], want[u])
		}
	}
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, within)
	}
}

// noisy is a Sampler that adds normal noise, a respondents' and a measurement's, to every leaf of a unit.
type noisy struct{ respondents, measurement float64 }

func (s noisy) Sample(values []float64, unit int, _ []int, respondents, measurement *rand.Rand) {
	for k := range values {
		if respondents != nil {
			values[k] += s.respondents * respondents.NormFloat64()
		}
		if measurement != nil {
			values[k] += s.measurement * measurement.NormFloat64()
		}
	}
}
