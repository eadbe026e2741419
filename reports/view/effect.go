package view

import (
	"math"

	"siap/rubric"
)

// combination gives how a node of an agency, or its index for "", follows from its children.
func (b *builder) combination(e *entry, id string) combination {
	var n *rubric.Node
	if id != "" {
		n = b.tree.Node(id)
	}
	return combinationOf(b.tree, n, e.node)
}

// above gives the id of the node above a place of a path; "" is the index.
func above(path []string, i int) string {
	if i == 0 {
		return ""
	}
	return path[i-1]
}

// shareOf gives the share of the index, 0 to 1, that a node of the agency really had: the product of the renormalised
// weights down the tree, where the weight of a child of a sum is its part of the sum's scale. It is false where the
// node has no value, or no share because a minimum or a median above it knows none.
func (b *builder) shareOf(e *entry, n *rubric.Node) (share float64, ok bool) {
	path := b.path[n.ID]
	if e.scores.Index.Value == nil || len(path) == 0 {
		return 0, false
	}
	share = 1.0
	for i, id := range path {
		up := b.tree.Node(above(path, i))
		switch how, _ := b.tree.Combines(up); how {
		case rubric.Minimum, rubric.Median:
			return 0, false
		case rubric.Sum:
			factor, _ := b.combination(e, above(path, i)).linear(id)
			if child := b.tree.Node(id); child != nil {
				share *= factor * child.Span().Span() / b.span(up).Span()
			}
		default:
			share *= e.node(id).Weight
		}
	}
	return share, share > 0 && !math.IsInf(share, 0)
}

// span is the scale of a node, of the index for nil.
func (b *speaker) span(n *rubric.Node) rubric.Scale {
	if n == nil {
		return b.tree.Scale
	}
	return n.Span()
}

// effect gives by how much the agency's index would move if an indicator went from its value to x and nothing else
// changed, in points of the index. Where every node above it is a mean by weights this is weight × distance; else
// each node up to the index is computed again. A government that is rolled up from its agencies is taken as if its
// index followed from its own values.
func (b *builder) effect(e *entry, leaf *rubric.Node, x float64) float64 {
	n, path := e.node(leaf.ID), b.path[leaf.ID]
	if n.Value == nil || e.scores.Index.Value == nil {
		return 0
	}
	if b.means(path) {
		weight := 1.0
		for _, id := range path {
			weight *= e.node(id).Weight
		}
		return weight * (x - *n.Value)
	}
	for i := len(path) - 1; i >= 0; i-- {
		up := above(path, i)
		combined := b.combination(e, up)
		value := e.scores.Index.Value
		if up != "" {
			value = e.node(up).Value
		}
		if value == nil {
			return 0
		}
		moved := combined.with(path[i], x).value() - combined.value()
		if math.IsNaN(moved) {
			return 0
		}
		x = *value + moved
	}
	return x - *e.scores.Index.Value
}

// still is the effect on the index up to which nothing moved: what is left of a number after a few roundings.
func (b *speaker) still() float64 { return 1e-12 * b.tree.Scale.Span() }

// means reports whether every node above an indicator is the weighted arithmetic mean of its children.
func (b *builder) means(path []string) bool {
	for i := range path {
		if how, _ := b.tree.Combines(b.tree.Node(above(path, i))); how != rubric.Arithmetic {
			return false
		}
	}
	return true
}

// counts reports whether an indicator of the agency has a part in its index: every node above it has a value.
func (b *builder) counts(e *entry, leaf *rubric.Node) bool {
	for _, id := range b.path[leaf.ID] {
		if n := e.node(id); n.Value == nil || n.Weight == 0 {
			return false
		}
	}
	return e.scores.Index.Value != nil
}
