package robust

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/rank"
)

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
