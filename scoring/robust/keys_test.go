package robust

import (
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
