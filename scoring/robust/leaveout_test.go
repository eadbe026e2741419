package robust

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/rank"
)

// Leaving an indicator out is what a tree without it gives.
func TestLeaveOutIndicators(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, 3, 1, 2)
	m := Model{Tree: tree, Leaves: uniformColumns(random, tree, 40, 0.1), Units: 40}
	e := newEngine(t, m, Sources{})
	out, err := e.LeaveOutIndicators(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != 6 {
		t.Fatalf("%d indicators are left out, want 6", len(out))
	}
	found := e.Places()[0]
	for _, o := range out {
		// The tree without the node, and without a dimension that has no other.
		other := *tree
		other.Nodes = append([]composite.Node(nil), tree.Nodes...)
		var with []int
		for i := range other.Nodes {
			var kept []int
			for _, c := range tree.Nodes[i].Children {
				if c != o.Node && !(c == 2 && o.Node == 7) {
					kept = append(kept, c)
				}
			}
			other.Nodes[i].Children = kept
		}
		leaves := copied(m.Leaves)
		if o.Node == 7 {
			with = []int{2}
			leaves[2] = composite.NewLeaf(40) // without children it is a leaf, of nobody
		}
		columns, err := other.Evaluate(leaves, 40)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := rank.Competition(columns[0].Value, tree.Scale.Tolerance())
		if !reflect.DeepEqual(o.Sets[0].Places, want) {
			t.Errorf("without node %d the places are %v, want %v", o.Node, o.Sets[0].Places, want)
		}
		if !reflect.DeepEqual(o.With, with) || o.Impossible {
			t.Errorf("with node %d leave %v (%v), want %v", o.Node, o.With, o.Impossible, with)
		}
		shift := 0.0
		for u := range want {
			shift += math.Abs(float64(want[u]-found[u])) / 40
		}
		near(t, "mean shift", o.Sets[0].MeanShift, shift, 1e-12)
	}
}

// A unit that knows nothing else loses its index, and so does a government of nobody else; the last indicator of all
// cannot be left out.
func TestLeaveOutLast(t *testing.T) {
	m := threeUnits()
	m.Units = 4
	for i, c := range m.Leaves {
		if c != nil {
			m.Leaves[i] = composite.NewLeaf(4)
			for u := range 3 {
				m.Leaves[i].Take(u, c, u)
			}
		}
	}
	m.RollUps = []RollUp{{Unit: 3, Members: []int{2}}}
	out, err := newEngine(t, m, Sources{}).LeaveOutIndicators(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	// Without node 3 units 0 and 1 have dimension 1 by the other indicator, or not at all: (0.6 + 0.3)/2 and 0.3.
	if got := out[0].Sets[0]; !reflect.DeepEqual(got.Places, []int{1, 2, 0, 0}) || got.Lost != 2 {
		t.Errorf("without the only known indicator: %+v, want units 2 and 3 lost", got)
	}
	// The places were 4, 3, 1, 1; those that are kept shift by 3 and by 1.
	near(t, "mean shift", out[0].Sets[0].MeanShift, 2, 1e-12)

	tree := &composite.Tree{Scale: composite.Scale{Max: 1}, Nodes: []composite.Node{
		{Combine: aggregate.Arithmetic{}, Children: []int{1}}, {Weight: 1, Combine: aggregate.Arithmetic{}, Children: []int{2}}, {Weight: 1},
	}}
	c := composite.NewLeaf(1)
	c.Set(0, 0.5)
	lone := Model{Tree: tree, Leaves: []*composite.Column{nil, nil, c}, Units: 1}
	out, err = newEngine(t, lone, Sources{}).LeaveOutIndicators(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != 1 || !out[0].Impossible || out[0].Sets != nil {
		t.Errorf("the only indicator: %+v, want it impossible", out)
	}
}

// asked is who answered in threeUnits: unit 0 has two respondents, without the first its scores are all 0.1 more;
// without the second the first indicator is unknown. Unit 2 has one, without whom nothing is known.
type asked struct{}

func (asked) Count(unit int) int { return []int{2, 0, 1}[unit] }

func (asked) Without(values []float64, unit, respondent int) {
	switch {
	case unit == 2:
		for k := range values {
			values[k] = math.NaN()
		}
	case respondent == 0:
		for k := range values {
			values[k] += 0.1
		}
	default:
		values[0] = math.NaN()
	}
}

// As found 0.5, 0.55 and 0.8, places 3, 2, 1. Unit 0 gets 0.6, place 2; then (0.6 + 0.3)/2 = 0.45, place 3.
func TestLeaveOutRespondents(t *testing.T) {
	e := newEngine(t, threeUnits(), Sources{})
	got, err := e.LeaveOutRespondents(context.Background(), asked{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 {
		t.Fatalf("%d respondents are left out, want 3", len(got))
	}
	near(t, "without the first", got[0].Index, 0.6, 1e-12)
	near(t, "without the second", got[1].Index, 0.45, 1e-12)
	for i, want := range [][]PlaceIn{{{0, 2, 3}}, {{0, 3, 3}}, nil} {
		if !reflect.DeepEqual(got[i].Places, want) {
			t.Errorf("row %d has the places %v, want %v", i, got[i].Places, want)
		}
	}
	if !got[2].Lost || got[2].Unit != 2 || got[2].Index != 0 {
		t.Errorf("without its only respondent unit 2 is %+v, want it lost", got[2])
	}
}

// The places without a respondent are those of ranking everybody anew, where no ties are chained.
func TestLeaveOutRespondentsRanks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, 3, 2)
	m := Model{Tree: tree, Leaves: uniformColumns(random, tree, 30, 0.1), Units: 30, Sets: [][]int{{3, 1, 4, 5, 9, 2, 6}, nil}}
	for u := range 30 {
		m.Sets[1] = append(m.Sets[1], 29-u)
	}
	e := newEngine(t, m, Sources{})
	got, err := e.LeaveOutRespondents(context.Background(), shaken{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range got {
		index := e.Index()
		index[row.Unit] = row.Index
		for _, p := range row.Places {
			scores := make([]float64, len(m.Sets[p.Set]))
			at := -1
			for k, u := range m.Sets[p.Set] {
				if scores[k] = index[u]; u == row.Unit {
					at = k
				}
			}
			places, _ := rank.Competition(scores, tree.Scale.Tolerance())
			if places[at] != p.Place || e.Places()[p.Set][at] != p.Found {
				t.Errorf("unit %d in set %d has place %+v, want %d, found %d", row.Unit, p.Set, p, places[at], e.Places()[p.Set][at])
			}
		}
	}
}

type shaken struct{}

func (shaken) Count(int) int { return 2 }

func (shaken) Without(values []float64, unit, respondent int) {
	random := rand.New(rand.NewPCG(uint64(unit), uint64(respondent)))
	for k := range values {
		values[k] = random.Float64()
	}
}
