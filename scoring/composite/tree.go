package composite

import (
	"fmt"
	"math"
	"slices"
)

// Scale is the span of all scores.
type Scale struct{ Min, Max float64 }

// Tolerance is the difference up to which two scores on the scale are the same.
func (s Scale) Tolerance() float64 { return Tolerance * (s.Max - s.Min) }

// Node is one node of the tree. Children are indexes into Tree.Nodes, always larger than the node's own; a node
// without children is a leaf, and its column is given to Evaluate.
type Node struct {
	Weight   float64
	Children []int
	// Combine is how the children become one value; leaves have none.
	Combine Aggregator
	// MinCoverage is the coverage, 0 to 1, below which the node has no value.
	MinCoverage float64
	// Scale is the span of the node's own score; the zero value is the tree's.
	Scale Scale
}

// Tree is a weighted tree; Nodes[0] is its root.
type Tree struct {
	Nodes []Node
	// Scale is the span of the root's score, and of every node that has none of its own.
	Scale Scale
	// UnknownAtBottom counts what is unknown at the bottom of the scale instead of leaving it out.
	UnknownAtBottom bool
}

// Column is one node's numbers, one entry per unit.
type Column struct {
	// Value is the score, NaN where there is none.
	Value []float64
	// Known is how many times the value counts in the parent, Total how many times it would if wholly known;
	// Total is 0 where the node does not apply.
	Known, Total []float64
	// Coverage is the share of the applicable weight below that is known.
	Coverage []float64
	// Low and High are the value with all unknowns at the bottom and at the top; NaN where nothing applies.
	Low, High []float64
	// Share is the part the node has in its parent's value: 0 to 1, over the known children together 1.
	Share []float64
	// Withheld says that there would be a value, but the coverage is under the minimum.
	Withheld []bool

	assumed []bool // the value stands in for an unknown one; made by Assume
}

// NewLeaf makes a leaf's column for n units, all applicable once and unknown.
func NewLeaf(n int) *Column {
	c := newColumn(n)
	for u := range n {
		c.Value[u], c.Total[u] = Unknown, 1
	}
	return c
}

func newColumn(n int) *Column {
	backing := make([]float64, 7*n)
	part := func(i int) []float64 { return backing[i*n : (i+1)*n : (i+1)*n] }
	return &Column{
		Value: part(0), Known: part(1), Total: part(2), Coverage: part(3), Low: part(4), High: part(5), Share: part(6),
		Withheld: make([]bool, n),
	}
}

// Set gives unit u of a leaf a known value that counts once.
func (c *Column) Set(u int, value float64) {
	c.Value[u], c.Known[u], c.Total[u], c.Coverage[u] = value, 1, 1, 1
}

// SetRows gives unit u of a leaf the mean of its known rows, of rows that apply. Where every row counts as a
// child of its own (each), it counts as often as there are rows, else once.
func (c *Column) SetRows(u int, mean float64, known, rows int, each bool) {
	c.Value[u], c.Known[u], c.Total[u] = mean, 1, 1
	c.Coverage[u] = float64(known) / float64(rows)
	if each {
		c.Known[u], c.Total[u] = float64(known), float64(rows)
	}
	if known == 0 {
		c.Value[u], c.Known[u] = Unknown, 0
	}
}

// Assume gives unit u of a leaf a value that counts though nothing is known: its coverage stays 0 and its bounds
// the ends of the scale.
func (c *Column) Assume(u int, value float64) {
	if c.assumed == nil {
		c.assumed = make([]bool, len(c.Value))
	}
	c.Value[u], c.Known[u], c.Total[u], c.Coverage[u], c.assumed[u] = value, 1, 1, 0, true
}

// SetNotApplicable takes unit u out of a leaf.
func (c *Column) SetNotApplicable(u int) {
	c.Value[u], c.Known[u], c.Total[u], c.Coverage[u] = Unknown, 0, 0, 0
}

// Clone gives a copy, for columns are completed in place where they are evaluated.
func (c *Column) Clone() *Column {
	n := len(c.Value)
	out := newColumn(n)
	copy(out.Value, c.Value)
	copy(out.Known, c.Known)
	copy(out.Total, c.Total)
	copy(out.Coverage, c.Coverage)
	copy(out.Low, c.Low)
	copy(out.High, c.High)
	copy(out.Share, c.Share)
	copy(out.Withheld, c.Withheld)
	out.assumed = slices.Clone(c.assumed)
	return out
}

// Take gives unit u of a leaf what unit v of another one has.
func (c *Column) Take(u int, from *Column, v int) {
	c.Value[u], c.Known[u], c.Total[u], c.Coverage[u] = from.Value[v], from.Known[v], from.Total[v], from.Coverage[v]
	if assumed := from.assumed != nil && from.assumed[v]; assumed {
		c.Assume(u, from.Value[v])
	} else if c.assumed != nil {
		c.assumed[u] = false
	}
}

// Evaluate computes all nodes of the tree for n units from the leaves' columns, which are indexed like the nodes
// and completed in place (bounds, shares, and unknowns at the bottom), so they serve one evaluation. An error names
// a tree or a leaf that cannot be computed.
func (t *Tree) Evaluate(leaves []*Column, n int) ([]*Column, error) {
	if len(leaves) != len(t.Nodes) {
		return nil, fmt.Errorf("evaluating the tree: %d columns for %d nodes", len(leaves), len(t.Nodes))
	}
	columns := make([]*Column, len(t.Nodes))
	for i := len(t.Nodes) - 1; i >= 0; i-- {
		node := &t.Nodes[i]
		if len(node.Children) == 0 {
			if err := t.leaf(leaves[i], t.ScaleOf(i), n); err != nil {
				return nil, fmt.Errorf("evaluating leaf %d: %w", i, err)
			}
			columns[i] = leaves[i]
			continue
		}
		if err := t.checkChildren(i); err != nil {
			return nil, err
		}
		members := make([]Member, len(node.Children))
		for k, c := range node.Children {
			members[k] = Member{c, t.Nodes[c].Weight}
		}
		columns[i] = t.combine(node, t.ScaleOf(i), members, columns, n)
		t.shares(columns[i], members, columns)
	}
	for u := range n {
		if columns[0].Known[u] > 0 {
			columns[0].Share[u] = 1
		}
	}
	return columns, nil
}

// checkChildren refuses children that do not come after their parent, or whose weight is none.
func (t *Tree) checkChildren(i int) error {
	for _, c := range t.Nodes[i].Children {
		if c <= i || c >= len(t.Nodes) {
			return fmt.Errorf("evaluating node %d: its child %d does not come after it", i, c)
		}
		if w := t.Nodes[c].Weight; !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("evaluating node %d: the weight %v of its child %d is not a positive number", i, w, c)
		}
	}
	return nil
}

// ScaleOf is the span of a node's score.
func (t *Tree) ScaleOf(i int) Scale {
	if own := t.Nodes[i].Scale; own != (Scale{}) {
		return own
	}
	return t.Scale
}

// Member is one node that takes part in a combination, with the weight it has there.
type Member struct {
	Node   int
	Weight float64
}

// Across combines nodes from anywhere in an evaluated tree into one more column, as if they were the children of
// node; columns are what Evaluate gave. The shares of the columns stay those of the tree.
func (t *Tree) Across(node Node, members []Member, columns []*Column, n int) (*Column, error) {
	for _, m := range members {
		if m.Node < 0 || m.Node >= len(columns) || !(m.Weight > 0) || math.IsInf(m.Weight, 0) {
			return nil, fmt.Errorf("combining across the tree: member %d with weight %v is none of its nodes", m.Node, m.Weight)
		}
	}
	scale := node.Scale
	if scale == (Scale{}) {
		scale = t.Scale
	}
	out := t.combine(&node, scale, members, columns, n)
	for u := range n {
		if out.Known[u] > 0 {
			out.Share[u] = 1
		}
	}
	return out, nil
}

// leaf completes a leaf's column: its bounds, and its value where unknowns count at the bottom.
func (t *Tree) leaf(c *Column, scale Scale, n int) error {
	if c == nil || len(c.Value) != n {
		return fmt.Errorf("no column of %d units", n)
	}
	for u := range n {
		switch x, covered := c.Value[u], c.Coverage[u]; {
		case math.IsInf(x, 0):
			return fmt.Errorf("unit %d has an infinite value", u)
		case c.Total[u] == 0:
			c.Low[u], c.High[u] = Unknown, Unknown
		case c.Known[u] == 0:
			c.Low[u], c.High[u] = scale.Min, scale.Max
		default:
			c.Low[u] = covered*x + (1-covered)*scale.Min
			c.High[u] = covered*x + (1-covered)*scale.Max
		}
		assumed := c.assumed != nil && c.assumed[u]
		if t.UnknownAtBottom && c.Total[u] > 0 && !assumed {
			c.Value[u], c.Known[u] = c.Low[u], c.Total[u]
		}
	}
	return nil
}

// combine computes one inner node from its children.
func (t *Tree) combine(node *Node, scale Scale, members []Member, columns []*Column, n int) *Column {
	out := newColumn(n)
	known := make([]Weighted, len(members))
	low := make([]Weighted, len(members))
	high := make([]Weighted, len(members))
	for k, m := range members {
		child, own := columns[m.Node], t.ScaleOf(m.Node)
		known[k] = Weighted{m.Weight, child.Value, child.Known, child.Total, own}
		low[k] = Weighted{m.Weight, child.Low, child.Total, child.Total, own}
		high[k] = Weighted{m.Weight, child.High, child.Total, child.Total, own}
	}
	node.Combine.Aggregate(out.Value, known)
	node.Combine.Aggregate(out.Low, low)
	node.Combine.Aggregate(out.High, high)
	for u := range n {
		var applicable, covered float64
		for _, m := range members {
			child := columns[m.Node]
			applicable += m.Weight * child.Total[u]
			if !child.Withheld[u] {
				covered += m.Weight * child.Total[u] * child.Coverage[u]
			}
		}
		if applicable == 0 {
			out.Value[u] = Unknown
			continue
		}
		out.Total[u] = 1
		out.Coverage[u] = covered / applicable
		if out.Coverage[u] < node.MinCoverage-Tolerance || !IsKnown(out.Value[u]) {
			out.Withheld[u] = IsKnown(out.Value[u])
			out.Value[u], out.Low[u], out.High[u] = Unknown, scale.Min, scale.Max
			continue
		}
		out.Known[u] = 1
	}
	return out
}

// shares says what part each child has in its parent's value: by weight and span, which differ in a sum only.
func (t *Tree) shares(parent *Column, members []Member, columns []*Column) {
	pulls := make([]float64, len(members))
	for k, m := range members {
		scale := t.ScaleOf(m.Node)
		pulls[k] = m.Weight * (scale.Max - scale.Min)
	}
	for u := range parent.Value {
		if parent.Known[u] == 0 {
			continue
		}
		total := 0.0
		for k, m := range members {
			total += pulls[k] * columns[m.Node].Known[u]
		}
		for k, m := range members {
			if total > 0 {
				columns[m.Node].Share[u] = pulls[k] * columns[m.Node].Known[u] / total
			}
		}
	}
}
