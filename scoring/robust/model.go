package robust

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// Model is what is being ranked: the tree with the values of its indicators as they were found, and how places come
// of indexes.
type Model struct {
	Tree *composite.Tree
	// Leaves are the columns of the indicators, indexed like the nodes, as for Tree.Evaluate; they stay as they are.
	Leaves []*composite.Column
	// Units is the number of units, and the length of every column.
	Units int
	// Keys are what the generators of the units are keyed by beside seed, draw and source: units with different keys draw
	// independently, whatever else is in the model. Nil keys them by their number.
	Keys []uint64
	// Tolerance is within which two indexes are tied; 0 is the tree's.
	Tolerance float64
	// Decide gives the number that places are decided on, where it is not the index itself: a rubric may rank on
	// rounded values. It is called from several goroutines.
	Decide func(index float64) float64
	// Compare decides places by comparing the units of a set with each other, in place of their indexes, where the rubric
	// orders so: each gets a score, the higher the better, and two within the tolerance are tied. values has, for each
	// child of the root, in their order, a number for each unit of the set that has an index, NaN for unknown; weights are
	// those of the children. It is called from several goroutines.
	Compare func(values [][]float64, weights []float64) (scores []float64, tolerance float64, err error)
	// Sets are the units that are ranked among themselves, such as all agencies, all governments and each group. They
	// may overlap. Nil is one set of all units.
	Sets [][]int
	// RollUps are the units whose index comes of other units', members before those that contain them.
	RollUps []RollUp
}

// RollUp is a unit whose index is the weighted mean of its members' over those that have one. It has an index where
// their coverage, in the mean over the members that the tree applies to, reaches the root's minimum.
type RollUp struct {
	Unit    int
	Members []int
	// Weights are those of the members; nil makes them equal.
	Weights []float64
}

// key is what the generators of a unit are keyed by.
func (m *Model) key(unit int) uint64 {
	if m.Keys == nil {
		return uint64(unit)
	}
	return m.Keys[unit]
}

// largest is the largest number that is taken: no square of it overflows.
const largest = 1e100

// check refuses a model that cannot be computed.
func (m *Model) check() error {
	switch {
	case m.Tree == nil || len(m.Tree.Nodes) == 0:
		return fmt.Errorf("there is no tree")
	case m.Units < 1:
		return fmt.Errorf("there are no units")
	case m.Keys != nil && len(m.Keys) != m.Units:
		return fmt.Errorf("there are %d keys for %d units", len(m.Keys), m.Units)
	case len(m.Leaves) != len(m.Tree.Nodes):
		return fmt.Errorf("there are %d columns for %d nodes", len(m.Leaves), len(m.Tree.Nodes))
	case !(m.Tolerance >= 0) || m.Tolerance > largest:
		return fmt.Errorf("the tolerance %v is not a number from 0", m.Tolerance)
	}
	if err := checkScales(m.Tree); err != nil {
		return err
	}
	for i := range m.Tree.Nodes {
		if w := m.Tree.Nodes[i].Weight; i > 0 && (!(w > 0) || w > largest) {
			return fmt.Errorf("the weight %v of node %d is not a positive number up to %g", w, i, largest)
		}
	}
	if err := checkLeaves(m.Tree, m.Leaves, m.Units); err != nil {
		return err
	}
	for s, set := range m.Sets {
		seen := make(map[int]bool, len(set))
		for _, u := range set {
			if u < 0 || u >= m.Units || seen[u] {
				return fmt.Errorf("set %d has unit %d, which is no unit or there twice", s, u)
			}
			seen[u] = true
		}
	}
	return m.checkRollUps()
}

// checkScales refuses scales without a length.
func checkScales(t *composite.Tree) error {
	for i := range t.Nodes {
		s := t.ScaleOf(i)
		if !(s.Max > s.Min) || math.Abs(s.Min) > largest || math.Abs(s.Max) > largest {
			return fmt.Errorf("the scale of node %d, from %v to %v, has no length that can be used", i, s.Min, s.Max)
		}
	}
	return nil
}

// checkLeaves refuses columns with numbers that nothing can be computed with.
func checkLeaves(t *composite.Tree, leaves []*composite.Column, n int) error {
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) > 0 {
			continue
		}
		c := leaves[i]
		if c == nil || len(c.Value) != n {
			return fmt.Errorf("indicator %d has no column of %d units", i, n)
		}
		for u, x := range c.Value {
			if math.Abs(x) > largest {
				return fmt.Errorf("indicator %d of unit %d is %v, beyond ±%g", i, u, x, largest)
			}
			if c.Known[u] > 0 && math.IsNaN(x) {
				return fmt.Errorf("indicator %d of unit %d counts as known and has no value", i, u)
			}
			known, total, coverage := c.Known[u], c.Total[u], c.Coverage[u]
			if !(known >= 0 && known <= total && total <= largest && coverage >= 0 && coverage <= 1) {
				return fmt.Errorf("indicator %d of unit %d counts %v of %v times with coverage %v", i, u, known, total, coverage)
			}
		}
	}
	return nil
}

func (m *Model) checkRollUps() error {
	left := make(map[int]bool, len(m.RollUps)) // still to come
	for _, r := range m.RollUps {
		if r.Unit < 0 || r.Unit >= m.Units || left[r.Unit] {
			return fmt.Errorf("unit %d, which is no unit or twice, is rolled up", r.Unit)
		}
		left[r.Unit] = true
	}
	for _, r := range m.RollUps {
		if r.Weights != nil && len(r.Weights) != len(r.Members) {
			return fmt.Errorf("unit %d is rolled up from %d members by %d weights", r.Unit, len(r.Members), len(r.Weights))
		}
		for k, member := range r.Members {
			if member < 0 || member >= m.Units || left[member] {
				return fmt.Errorf("unit %d is rolled up from unit %d, which is none or comes later", r.Unit, member)
			}
			if r.Weights != nil && (!(r.Weights[k] > 0) || r.Weights[k] > largest) {
				return fmt.Errorf("unit %d is rolled up with the weight %v", r.Unit, r.Weights[k])
			}
		}
		delete(left, r.Unit)
	}
	return nil
}

// rollUp is a RollUp with the members that have an index and their parts in it.
type rollUp struct {
	unit    int
	members []int
	parts   []float64
}

// roll decides which roll-ups have a value at a node, and from whom, by the values as they were found. It adds their own
// standings to those of all units.
func (m *Model) roll(node int, stands []composite.Standing) []rollUp {
	minimum := m.Tree.Nodes[node].MinCoverage
	var out []rollUp
	for _, r := range m.RollUps {
		rolled := rollUp{unit: r.Unit}
		var applicable, covered, known float64
		for k, member := range r.Members {
			s, w := stands[member], 1.0
			if !s.Applies {
				continue
			}
			if r.Weights != nil {
				w = r.Weights[k]
			}
			applicable += w
			if s.Scored {
				covered += w * s.Coverage
				known += w
				rolled.members, rolled.parts = append(rolled.members, member), append(rolled.parts, w)
			}
		}
		for k := range rolled.parts {
			rolled.parts[k] /= known
		}
		own := &stands[r.Unit]
		*own = composite.Standing{Applies: applicable > 0}
		if known > 0 && covered/applicable >= minimum-composite.Tolerance {
			own.Scored, own.Coverage = true, covered/applicable
			out = append(out, rolled)
		}
	}
	return out
}

// index gives the mean of the members' indexes.
func (r *rollUp) index(of []float64) float64 {
	sum := 0.0
	for k, member := range r.members {
		sum += r.parts[k] * of[member]
	}
	return sum
}
