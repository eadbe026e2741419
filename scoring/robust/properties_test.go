package robust

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// drawModel draws a model of any kind, with minimum coverages. A sum needs a scale of its own, which the bounds come
// from; it is left out.
func drawModel(t *rapid.T) (Model, *rand.Rand) {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	m := randomModel(random, rapid.IntRange(2, 20).Draw(t, "units"), rapid.Bool().Draw(t, "mixed"))
	for i := range m.Tree.Nodes {
		m.Tree.Nodes[i].MinCoverage = []float64{0, 0, 0.5}[random.IntN(3)]
		if _, sum := m.Tree.Nodes[i].Combine.(aggregate.Sum); sum {
			m.Tree.Nodes[i].Combine = aggregate.Arithmetic{}
		}
	}
	return m, random
}

// However unknowns are drawn, an index stays within its bounds, and who has one stays.
func TestUnknownsStayInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := drawModel(t)
		columns, err := m.Tree.Evaluate(copied(m.Leaves), m.Units)
		if err != nil {
			t.Fatal(err)
		}
		root := columns[0]
		e := newEngine(t, m, Sources{Unknowns: true})
		for d := range 8 {
			r, err := e.Replay(d)
			if err != nil {
				t.Fatal(err)
			}
			for u, x := range r.Index {
				switch {
				case composite.IsKnown(x) != (root.Known[u] > 0):
					t.Fatalf("unit %d has the index %v in a draw and %v as found", u, x, root.Value[u])
				case x < root.Low[u]-1e-9 || x > root.High[u]+1e-9:
					t.Fatalf("unit %d has the index %v, its bounds are %v and %v", u, x, root.Low[u], root.High[u])
				}
			}
		}
	})
}

// A unit that knows the same leaves as another and is better or as good in each never has the worse place, whatever
// weights and methods are drawn.
func TestBetterNeverBehind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, random := drawModel(t)
		for _, c := range m.Leaves {
			if c == nil {
				continue
			}
			c.Take(1, c, 0)
			if c.Known[0] > 0 && c.Coverage[0] > 0 && random.IntN(2) == 0 {
				c.Value[1] = min(5, c.Value[0]+random.Float64())
			}
		}
		e := newEngine(t, m, Sources{Weights: &Weights{Kind: DirichletWeights, Concentration: 3}})
		for d := range 8 {
			r, err := e.Replay(d)
			if err != nil {
				t.Fatal(err)
			}
			if r.Places[0][1] > r.Places[0][0] {
				t.Fatalf("the better unit has place %d, the other one %d; indexes %v", r.Places[0][1], r.Places[0][0], r.Index[:2])
			}
		}
	})
}

// Weights times a factor change no draw, but for sums.
func TestWeightsTimesFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		m := randomModel(random, 10, false)
		times := *m.Tree
		times.Nodes = slices.Clone(times.Nodes)
		factor := math.Exp(rapid.Float64Range(-20, 20).Draw(t, "factor"))
		for i := range times.Nodes {
			times.Nodes[i].Weight *= factor
		}
		other := m
		other.Tree = &times
		s := Sources{Weights: &Weights{Kind: UniformWeights, Spread: 0.3}, Unknowns: true}
		a, err := newEngine(t, m, s).Replay(3)
		if err != nil {
			t.Fatal(err)
		}
		b, err := newEngine(t, other, s).Replay(3)
		if err != nil {
			t.Fatal(err)
		}
		alike(t, "weights times a factor", b.Index, a.Index)
	})
}

// The order of the units does not matter where nothing is drawn unit by unit.
func TestOrderOfUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, random := drawModel(t)
		order := random.Perm(m.Units)
		other := m
		other.Leaves = make([]*composite.Column, len(m.Leaves))
		for i, c := range m.Leaves {
			if c == nil {
				continue
			}
			other.Leaves[i] = composite.NewLeaf(m.Units)
			for to, from := range order {
				other.Leaves[i].Take(to, c, from)
			}
		}
		s := Sources{Weights: &Weights{Kind: UniformWeights, Spread: 0.3}}
		a, err := newEngine(t, m, s).Replay(3)
		if err != nil {
			t.Fatal(err)
		}
		b, err := newEngine(t, other, s).Replay(3)
		if err != nil {
			t.Fatal(err)
		}
		for to, from := range order {
			if a.Places[0][from] != b.Places[0][to] || math.Abs(a.Index[from]-b.Index[to]) > 1e-12 {
				t.Fatalf("unit %d has place %d and index %v, in another order %d and %v", from, a.Places[0][from], a.Index[from],
					b.Places[0][to], b.Index[to])
			}
		}
	})
}
