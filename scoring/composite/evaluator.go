package composite

import (
	"fmt"
	"math"
	"slices"
)

// Evaluator computes the values of a tree's root for many units, and nothing else, again and again: with other
// weights, with other values of the leaves. Who has a value, and how often it counts, is decided once, from the
// columns it is made of; so is which node is under its minimum coverage. It gives what Tree.Evaluate gives, up to
// the rounding of sums, and is made for a Monte Carlo of many draws: work happens in a Workspace, which allocates
// nothing.
//
// Nodes that are weighted means are products of matrices, a block of units at a time: the numbers of the leaves lie
// leaf by leaf with 0 where they do not count, and what the weights of the known sum up to is computed once for each
// pattern of known children and not for each unit. All other nodes are computed by their Aggregator.
//
// An Evaluator does not change and may be shared; a Workspace serves one goroutine.
type Evaluator struct {
	tree   *Tree
	n      int
	leaves []int // the nodes of the leaves
	column []int // the column of a leaf by node, -1 of others
	// values are those of the leaves, column by column: times the value where the parent is a mean, the value
	// elsewhere; 0 where it does not count.
	values  []float64
	inner   []inner // children before parents, the root last
	at      []int   // the place of an inner node in inner, by node, -1 of leaves
	forMean []bool  // by column: the parent is a mean
	even    bool    // all nodes are means in which all children of all units count once
	// odd are the leaves of each unit that count not at all or more than once.
	odd     [][]oddLeaf
	root    standings
	parts   []standings // of the root's children, where they are kept
	drawn   []drawnNode // the nodes whose values are handed in, unit by unit
	drawnOf []int32     // where those of a unit begin
}

// standings are what the minimum coverage and the unknowns make of the root, or of one of its children.
type standings struct {
	applies, scored []bool
	coverage        []float64
	unscored        []int     // units without a value, rising; of the root
	times           []float64 // how often a child counts
}

// oddLeaf is a leaf of one unit that does not count once.
type oddLeaf struct {
	column int32
	times  float64
}

// drawnNode is a node of one unit that is under its minimum coverage and has a value handed in.
type drawnNode struct{ node, unit int32 }

// EvaluatorOptions say what of the unknowns is taken to be known.
type EvaluatorOptions struct {
	// Filled counts every leaf that applies, wholly: who evaluates hands in values for those that are unknown, and
	// for the nodes under their minimum coverage, which are wholly unknown to their parents (Workspace.PutNode).
	// Until then they are in the middle of their scale.
	Filled bool
	// Under decides which nodes are under their minimum coverage, in place of the columns; nil leaves it to them. It
	// has the same nodes.
	Under *Evaluator
	// Of says which of Under's units each unit is; where it is nil they are the same.
	Of []int
	// Parts keeps the values of the root's children (Workspace.Parts), which takes some time.
	Parts bool
}

func (o *EvaluatorOptions) check(nodes, n int) error {
	if o.Under == nil {
		return nil
	}
	if len(o.Under.at) != nodes || (o.Of == nil && o.Under.n != n) || (o.Of != nil && len(o.Of) != n) {
		return fmt.Errorf("the evaluator that decides on coverage has another shape")
	}
	for _, u := range o.Of {
		if u < 0 || u >= o.Under.n {
			return fmt.Errorf("the evaluator that decides on coverage has no unit %d", u)
		}
	}
	return nil
}

// NewEvaluator lays out a tree for n units. The leaves are indexed like the nodes and stay as they are; a leaf
// without a column is known once everywhere, and its values are set in Column. An error names a tree or a leaf that
// cannot be computed.
func NewEvaluator(t *Tree, leaves []*Column, n int, o EvaluatorOptions) (*Evaluator, error) {
	if len(leaves) != len(t.Nodes) {
		return nil, fmt.Errorf("laying out the tree: %d columns for %d nodes", len(leaves), len(t.Nodes))
	}
	if len(t.Nodes) == 0 || len(t.Nodes[0].Children) == 0 {
		return nil, fmt.Errorf("laying out the tree: its root has no children")
	}
	if err := o.check(len(t.Nodes), n); err != nil {
		return nil, fmt.Errorf("laying out the tree: %w", err)
	}
	e := &Evaluator{tree: t, n: n, column: make([]int, len(t.Nodes)), at: make([]int, len(t.Nodes))}
	for i := range t.Nodes {
		e.column[i], e.at[i] = -1, -1
		if len(t.Nodes[i].Children) == 0 {
			e.column[i] = len(e.leaves)
			e.leaves = append(e.leaves, i)
		}
	}
	e.values = make([]float64, len(e.leaves)*n)
	e.odd, e.forMean = make([][]oddLeaf, n), make([]bool, len(e.leaves))
	l := layout{e: e, options: o, states: make([]state, len(t.Nodes))}
	for i := len(t.Nodes) - 1; i >= 0; i-- {
		if err := l.node(i, leaves[i]); err != nil {
			return nil, err
		}
	}
	l.finish()
	return e, nil
}

// Units is the number of units.
func (e *Evaluator) Units() int { return e.n }

// Leaves gives the nodes of the leaves, in the order in which a unit's values are handed in: that of the nodes.
func (e *Evaluator) Leaves() []int { return e.leaves }

// Column is the values of the leaf at place k of Leaves, one for each unit; they may be set where the leaf was laid
// out without a column. Where it counts several times in a mean, they are multiples of the values.
func (e *Evaluator) Column(k int) []float64 { return e.values[k*e.n : (k+1)*e.n : (k+1)*e.n] }

// Standing is what a unit has at a node: whether anything there applies to it, whether it has a value, and the share of
// the applicable weight that is known.
type Standing struct {
	Applies, Scored bool
	Coverage        float64
}

func (s *standings) of(u int) Standing { return Standing{s.applies[u], s.scored[u], s.coverage[u]} }

// Root is what a unit has at the root.
func (e *Evaluator) Root(u int) Standing { return e.root.of(u) }

// Part is what a unit has at the child of the root at place k, where the parts are kept; to the root, a child under its
// minimum coverage has coverage 0.
func (e *Evaluator) Part(k, u int) Standing { return e.parts[k].of(u) }

// Scored reports whether a unit has a value at the root.
func (e *Evaluator) Scored(u int) bool { return e.root.scored[u] }

// Linear reports whether the whole tree is computed by products of matrices.
func (e *Evaluator) Linear() bool {
	return !slices.ContainsFunc(e.inner, func(in inner) bool { return !in.mean })
}

// DrawnNodes gives the numbers, from first up to end, of the nodes of a unit whose values are handed in by
// PutNode: those under their minimum coverage, where unknowns are filled.
func (e *Evaluator) DrawnNodes(u int) (first, end int) {
	return int(e.drawnOf[u]), int(e.drawnOf[u+1])
}

// DrawnScale is the span of the values of a node of DrawnNodes.
func (e *Evaluator) DrawnScale(number int) Scale { return e.tree.ScaleOf(int(e.drawn[number].node)) }

// checkLeaf refuses a column that cannot be computed.
func checkLeaf(c *Column, n int) error {
	if c != nil && len(c.Value) != n {
		return fmt.Errorf("no column of %d units", n)
	}
	for u := range n {
		if c != nil && math.IsInf(c.Value[u], 0) {
			return fmt.Errorf("unit %d has an infinite value", u)
		}
	}
	return nil
}
