package scoring

import (
	"fmt"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// Layout is a rubric as the arithmetic sees it: a weighted tree whose first node is the index. It lets stored numbers be
// evaluated again, with some of them changed; Assess evaluates by the same tree. It is read only and may be shared.
type Layout struct {
	plan  *plan
	place map[string]int
}

// NewLayout lays a rubric out. An error is a rubric that cannot be evaluated, which rubric.Check finds too.
func NewLayout(r *rubric.Rubric) (*Layout, error) {
	p, err := newPlan(r)
	if err != nil {
		return nil, fmt.Errorf("laying out the rubric %s: %w", r.ID, err)
	}
	l := &Layout{plan: p, place: make(map[string]int, len(p.nodes))}
	for at, n := range p.nodes {
		if n != nil {
			l.place[n.ID] = at
		}
	}
	return l, nil
}

// Rubric is what was laid out.
func (l *Layout) Rubric() *rubric.Rubric { return l.plan.rubric }

// Tree gives a copy of the tree, whose nodes the caller may change.
func (l *Layout) Tree() *composite.Tree {
	tree := l.plan.tree
	tree.Nodes = slices.Clone(tree.Nodes)
	return &tree
}

// Nodes are the rubric's nodes by place in the tree; the first, the index, is nil.
func (l *Layout) Nodes() []*rubric.Node { return l.plan.nodes }

// Place gives the place of a node in the tree by its id; false where the rubric has none of it. The index is at 0.
func (l *Layout) Place(id string) (at int, ok bool) {
	at, ok = l.place[id]
	return at, ok
}

// Leaves gives the places of the indicators in the order of the rubric.
func (l *Layout) Leaves() []int {
	var leaves []int
	for at, i := range l.plan.indicator {
		if i >= 0 {
			leaves = append(leaves, at)
		}
	}
	return leaves
}

// Band gives the band that a value of the node at a place falls into, "" for none.
func (l *Layout) Band(at int, x float64) string { return l.plan.band(at, x) }

// Ranked gives the number that the ranks of an index are decided on: the index itself, or as it is printed.
func (l *Layout) Ranked(x float64) float64 { return l.plan.decided(x, l.plan.rubric.Decide.Ranks) }

// Weights says how weights vary, as package robust takes it; nil where they do not.
func (l *Layout) Weights(v result.VariedWeights) (*robust.Weights, error) {
	return l.plan.variedWeights(v)
}

// Restore puts the stored numbers of the indicator at a place into unit u of its column, so that evaluating the tree
// gives what is stored above it. c is a new column of NewLeaf. What a rolled-up government has stored for an indicator
// is a mean of its agencies and no leaf of its own tree.
func (l *Layout) Restore(c *composite.Column, u, at int, stored *result.Node) {
	n := l.plan.nodes[at]
	each := n.Repeats == rubric.RepeatRows && len(stored.Via) == 0
	switch {
	case stored.Reason == result.ReasonNotApplicable:
		c.SetNotApplicable(u)
		return
	case stored.Value != nil && (slices.Contains(stored.Flags, result.FlagPlaceholder) || slices.Contains(stored.Flags, result.FlagImputed)):
		c.Assume(u, *stored.Value)
		return
	case each && stored.Rows > 0:
		c.Total[u] = float64(stored.Rows)
	}
	if stored.Value == nil || !(stored.Coverage > 0) {
		return // unknown, also where that counts at the bottom
	}
	x := *stored.Value
	if l.plan.tree.UnknownAtBottom && stored.Coverage < 1 { // what is stored counts the unknown rows in
		bottom := l.plan.tree.ScaleOf(at).Min
		x = (x - (1-stored.Coverage)*bottom) / stored.Coverage
	}
	c.Value[u], c.Known[u], c.Coverage[u] = x, 1, stored.Coverage
	if each && stored.Rows > 0 {
		c.Known[u] = float64(stored.Known)
	}
}
