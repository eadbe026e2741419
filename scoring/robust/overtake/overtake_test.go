package overtake

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// flat is one level of indicators with weights, and two units' values; NaN is unknown.
func flat(weights, above, below []float64, how composite.Aggregator) (*composite.Tree, []*composite.Column) {
	t := &composite.Tree{Scale: composite.Scale{Max: 10}, Nodes: []composite.Node{{Combine: how}}}
	columns := []*composite.Column{nil}
	for k, w := range weights {
		t.Nodes[0].Children = append(t.Nodes[0].Children, k+1)
		t.Nodes = append(t.Nodes, composite.Node{Weight: w})
		c := composite.NewLeaf(2)
		for u, x := range []float64{above[k], below[k]} {
			if !math.IsNaN(x) {
				c.Set(u, x)
			}
		}
		columns = append(columns, c)
	}
	return t, columns
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// Weights 2, 1, 1; above 5, 4, 6, below 4, 5, 6: the index 20/4 = 5 against 19/4 = 4.75. Level where 2 + … the first
// weight w gives (5w + 10)/(w + 2) = (4w + 11)/(w + 2), so w = 1 and its share goes from 1/2 to 1/3. The second
// weight w gives 16 + 4w = 14 + 5w, so w = 2, its share from 1/4 to 2/5. The third never does it.
// All at once: t = −Σ w·d / Σ w·|d| = −(−2 + 1) / (2 + 1) = 1/3.
func TestByHand(t *testing.T) {
	tree, columns := flat([]float64{2, 1, 1}, []float64{5, 4, 6}, []float64{4, 5, 6}, aggregate.Arithmetic{})
	r, err := Find(tree, columns, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "gap", r.Gap, 0.25)
	if len(r.Changes) != 2 || r.Changes[0].Node != 2 || r.Changes[1].Node != 1 {
		t.Fatalf("the changes are %+v, want those of nodes 2 and 1", r.Changes)
	}
	for i, want := range []Change{{2, 2, 0.25, 0.4, Exact}, {1, 1, 0.5, 1.0 / 3, Exact}} {
		got := r.Changes[i]
		near(t, "weight", got.Weight, want.Weight)
		near(t, "share before", got.Before, want.Before)
		near(t, "share after", got.After, want.After)
		if got.Method != Exact {
			t.Errorf("the method is %v, want exact", got.Method)
		}
	}
	near(t, "spread", r.Spread.T, 1.0/3)
	for node, want := range []float64{0, 2 * 2 / 3.0, 4 / 3.0, 0} {
		if want > 0 {
			near(t, "weight at the spread", r.Spread.Weights[node], want)
		}
	}
}

// The one below does not know the first indicator: above (5·2 + 4 + 6)/4 = 5, below (5 + 4)/2 = 4.5. The second weight
// w makes them level where (4w + 16)/(w + 3) = (5w + 4)/(w + 1): w² − w − 4 = 0, w = (1 + √17)/2. Nothing is said of a
// common spread: one weight moves the two by different parts.
func TestUnknown(t *testing.T) {
	tree, columns := flat([]float64{2, 1, 1}, []float64{5, 4, 6}, []float64{math.NaN(), 5, 4}, aggregate.Arithmetic{})
	r, err := Find(tree, columns, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(r.Changes, func(c Change) bool { return c.Node == 2 })
	if at < 0 {
		t.Fatalf("node 2 is not among %+v", r.Changes)
	}
	near(t, "weight", r.Changes[at].Weight, (1+math.Sqrt(17))/2)
	if r.Spread.NotComputed != Apart {
		t.Errorf("the spread is %+v, want it not computed", r.Spread)
	}
}

func TestNever(t *testing.T) {
	tree, columns := flat([]float64{2, 1}, []float64{5, 4}, []float64{4, 3}, aggregate.Arithmetic{})
	r, err := Find(tree, columns, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Changes) > 0 || r.Spread.NotComputed != Never {
		t.Errorf("%+v, want nothing that could do it", r)
	}
}

// The geometric mean of 1, 9 is 3, of 2, 4 is √8. A share s of the second: 9^s = 2^(1-s)·4^s at s·ln(9/2) = ln 2.
func TestSearched(t *testing.T) {
	tree, columns := flat([]float64{1, 1}, []float64{1, 9}, []float64{2, 4}, aggregate.Geometric{})
	r, err := Find(tree, columns, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Changes) != 2 || r.Changes[0].Method != Searched {
		t.Fatalf("the changes are %+v, want two that were searched", r.Changes)
	}
	for _, c := range r.Changes {
		want := math.Ln2 / math.Log(4.5)
		if c.Node == 1 {
			want = 1 - want
		}
		near(t, "share", c.After, want)
	}
	if r.Spread.NotComputed != Unlike {
		t.Errorf("the spread is %+v, want it not computed", r.Spread)
	}
}

func TestRefuses(t *testing.T) {
	tree, columns := flat([]float64{2, 1}, []float64{5, 4}, []float64{math.NaN(), math.NaN()}, aggregate.Arithmetic{})
	for name, pair := range map[string][2]int{"no index": {0, 1}, "itself": {0, 0}, "no unit": {0, 2}, "none": {-1, 0}} {
		if _, err := Find(tree, columns, pair[0], pair[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	tree, columns = flat([]float64{2, 1}, []float64{5, 4}, []float64{6, 7}, aggregate.Arithmetic{})
	if _, err := Find(tree, columns, 0, 1); err == nil {
		t.Error("the wrong way round: no error")
	}
	tree.Nodes[1].Weight = 0
	if _, err := Find(tree, columns, 1, 0); err == nil {
		t.Error("a weight of zero: no error")
	}
	if _, err := Find(tree, columns[:1], 1, 0); err == nil {
		t.Error("too few columns: no error")
	}
}

// random is two units in a tree of two levels.
func random(t *rapid.T, unknown bool) (*composite.Tree, []*composite.Column, *rand.Rand) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	tree := &composite.Tree{Scale: composite.Scale{Max: 1}, Nodes: []composite.Node{{Combine: aggregate.Arithmetic{}}}}
	columns := []*composite.Column{nil}
	for d := range 1 + r.IntN(4) {
		tree.Nodes = append(tree.Nodes, composite.Node{Weight: 0.2 + r.Float64(), Combine: aggregate.Arithmetic{}})
		columns = append(columns, nil)
		tree.Nodes[0].Children = append(tree.Nodes[0].Children, d+1)
	}
	for _, d := range tree.Nodes[0].Children {
		for range 1 + r.IntN(4) {
			tree.Nodes[d].Children = append(tree.Nodes[d].Children, len(tree.Nodes))
			tree.Nodes = append(tree.Nodes, composite.Node{Weight: 0.2 + r.Float64()})
			c := composite.NewLeaf(2)
			for u := range 2 {
				if !unknown || r.IntN(4) > 0 {
					c.Set(u, r.Float64())
				}
			}
			columns = append(columns, c)
		}
	}
	return tree, columns, r
}

// indexes are those of both units under other weights; NaN for none.
func indexes(tree *composite.Tree, weights []float64, columns []*composite.Column) []float64 {
	other := *tree
	other.Nodes = slices.Clone(tree.Nodes)
	copies := make([]*composite.Column, len(columns))
	for i, c := range columns {
		if weights != nil && i > 0 {
			other.Nodes[i].Weight = weights[i]
		}
		if c != nil {
			copies[i] = c.Clone()
		}
	}
	out, err := other.Evaluate(copies, 2)
	if err != nil {
		return []float64{math.NaN(), math.NaN()}
	}
	return out[0].Value
}

// Every change makes the two level; of the weights that are left out no change does, as far as a fine grid sees; and
// no smaller change of the same weight does.
func TestChangesAreSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree, columns, _ := random(t, true)
		index := indexes(tree, nil, columns)
		above, below := 0, 1
		if index[1] > index[0] {
			above, below = 1, 0
		}
		if !(index[above]-index[below] > 1e-6) {
			t.Skip("level, or without an index")
		}
		r, err := Find(tree, columns, above, below)
		if err != nil {
			t.Fatal(err)
		}
		of := map[int]Change{}
		for _, c := range r.Changes {
			of[c.Node] = c
		}
		for node := 1; node < len(tree.Nodes); node++ {
			rest := 0.0
			for i := range tree.Nodes {
				if slices.Contains(tree.Nodes[i].Children, node) {
					for _, c := range tree.Nodes[i].Children {
						if c != node {
							rest += tree.Nodes[c].Weight
						}
					}
				}
			}
			if rest == 0 {
				continue // an only child
			}
			weights := make([]float64, len(tree.Nodes))
			ahead := func(w float64) float64 {
				for i := range weights {
					weights[i] = tree.Nodes[i].Weight
				}
				weights[node] = w
				x := indexes(tree, weights, columns)
				return x[below] - x[above]
			}
			c, changed := of[node]
			if changed && math.Abs(ahead(max(c.Weight, 1e-300))) > 1e-9 {
				t.Fatalf("node %d at weight %v: the one below is %v ahead, want level", node, c.Weight, ahead(c.Weight))
			}
			before := tree.Nodes[node].Weight / (tree.Nodes[node].Weight + rest)
			for k := 1; k < 30; k++ {
				share := float64(k) / 30
				nearer := !changed || math.Abs(share-before) < math.Abs(c.After-before)-1e-9
				if nearer && ahead(rest*share/(1-share)) > 1e-9 {
					t.Fatalf("node %d: the share %v is enough, the change is %+v of %v", node, share, c, before)
				}
			}
		}
	})
}

// Within the spread some weights do it, those given; within a little less none of many random ones and none of the
// corners do.
func TestSpreadIsSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree, columns, r := random(t, false)
		index := indexes(tree, nil, columns)
		above, below := 0, 1
		if index[1] > index[0] {
			above, below = 1, 0
		}
		if !(index[above]-index[below] > 1e-6) {
			t.Skip("level")
		}
		found, err := Find(tree, columns, above, below)
		if err != nil {
			t.Fatal(err)
		}
		s := found.Spread
		limit := 0.999
		if s.NotComputed == 0 {
			x := indexes(tree, s.Weights, columns)
			if math.Abs(x[below]-x[above]) > 1e-9 {
				t.Fatalf("at the spread %v the indexes are %v, want level", s.T, x)
			}
			for i := 1; i < len(tree.Nodes); i++ {
				if part := s.Weights[i]/tree.Nodes[i].Weight - 1; math.Abs(part) > s.T+1e-9 {
					t.Fatalf("node %d changes by %v, beyond %v", i, part, s.T)
				}
			}
			limit = s.T - 1e-6
		} else if s.NotComputed != Never {
			t.Fatalf("the spread is %+v", s)
		}
		if limit <= 0 {
			return
		}
		weights := make([]float64, len(tree.Nodes))
		for round := range 100 {
			for i := range weights {
				part := 2*r.Float64() - 1
				if round%2 == 0 {
					part = math.Copysign(1, part)
				}
				weights[i] = tree.Nodes[i].Weight * (1 + limit*part)
			}
			if x := indexes(tree, weights, columns); x[below] > x[above]+1e-9 {
				t.Fatalf("within ±%v, %v is enough", limit, weights)
			}
		}
	})
}
