package robust

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// What a unit draws follows its key: in another order, and beside others, it draws the same.
func TestKeysMoveWithTheirUnits(t *testing.T) {
	tree := &composite.Tree{Scale: composite.Scale{Min: 0, Max: 1}, Nodes: []composite.Node{{Children: []int{1, 2}, Combine: aggregate.Arithmetic{}}, {Weight: 1}, {Weight: 1}}}
	draw := func(keys []uint64, known ...float64) []float64 {
		said, unknown := composite.NewLeaf(len(known)), composite.NewLeaf(len(known))
		for u, x := range known {
			said.Set(u, x)
		}
		e, err := New(Model{Tree: tree, Leaves: []*composite.Column{nil, said, unknown}, Units: len(known), Keys: keys}, Sources{Unknowns: true}, 7)
		if err != nil {
			t.Fatal(err)
		}
		one, err := e.Replay(5)
		if err != nil {
			t.Fatal(err)
		}
		return one.Index
	}
	a, b, c := draw([]uint64{10, 20}, 0.5, 0.5), draw([]uint64{20, 30, 10}, 0.5, 0.5, 0.5), draw(nil, 0.5, 0.5)
	if a[0] != b[2] || a[1] != b[0] || a[0] == a[1] || b[1] == b[0] || a[0] == c[0] {
		t.Errorf("keys 10, 20: %v; 20, 30, 10: %v; none: %v", a, b, c)
	}
	if _, err := New(Model{Tree: tree, Leaves: []*composite.Column{nil, composite.NewLeaf(2), composite.NewLeaf(2)}, Units: 2, Keys: []uint64{1}}, Sources{}, 0); err == nil {
		t.Error("one key for two units is taken")
	}
}

// Indexes that were kept in one run and are given in another have the same places, to the last draw, also of the first draws
// alone; a number that is none is as it was found.
func TestGivenIndexesHaveTheSamePlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	tree := twoLevels(random, 2, 3, 2)
	m := Model{Tree: tree, Leaves: uniformColumns(random, tree, 30, 0.3), Units: 30, Sets: [][]int{{3, 1, 2, 9, 8, 7, 20}, {0, 4, 5, 9, 29}}}
	sources := Sources{Weights: &Weights{Kind: UniformWeights, Spread: 0.25}, Unknowns: true}
	drawing, err := New(m, sources, 11)
	if err != nil {
		t.Fatal(err)
	}
	kept := make([][]float64, 256)
	if _, err := drawing.Run(t.Context(), Options{Draws: 256, Keep: func(number int, index []float64) { kept[number] = slices.Clone(index) }}); err != nil {
		t.Fatal(err)
	}
	alone := &composite.Tree{Scale: tree.Scale, Nodes: []composite.Node{{Children: []int{1}, Combine: aggregate.Arithmetic{}}, {Weight: 1}}}
	index := composite.NewLeaf(30)
	for u, x := range drawing.Index() {
		if composite.IsKnown(x) {
			index.Set(u, x)
		}
	}
	given, err := New(Model{Tree: alone, Leaves: []*composite.Column{nil, index}, Units: 30, Sets: m.Sets},
		Sources{Given: func(number int, index []float64) { copy(index, kept[number]) }}, 11)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{256, 64} {
		one, err := drawing.Run(t.Context(), Options{Draws: n, Pairs: AllPairs})
		if err != nil {
			t.Fatal(err)
		}
		two, err := given.Run(t.Context(), Options{Draws: n, Pairs: AllPairs})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one.Index, two.Index) {
			t.Errorf("%d draws: the indexes are not the same", n)
		}
		for s := range one.Sets {
			a, b := &one.Sets[s], &two.Sets[s]
			if !reflect.DeepEqual(a.Units, b.Units) || !reflect.DeepEqual(a.above, b.above) {
				t.Errorf("%d draws, set %d: %+v\nand %+v", n, s, a.Units, b.Units)
			}
			for k := range a.Units {
				if !slices.Equal(a.PlacesOf(k), b.PlacesOf(k)) {
					t.Errorf("%d draws, set %d: places of %d: %v and %v", n, s, k, a.PlacesOf(k), b.PlacesOf(k))
				}
			}
		}
	}
	kept[9] = slices.Repeat([]float64{math.NaN()}, 30)
	one, err := given.Replay(9)
	if err != nil || !reflect.DeepEqual(one.Places, given.Places()) {
		t.Errorf("a draw of no numbers: %+v (%v)", one, err)
	}
	if _, err := New(m, Sources{Given: func(int, []float64) {}, Unknowns: true}, 0); err == nil {
		t.Error("drawing beside what is given is taken")
	}
}
