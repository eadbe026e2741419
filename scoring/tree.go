package scoring

import (
	"cmp"
	"fmt"

	"siap/internal/decimal"
	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// plan is a rubric as the arithmetic sees it: its nodes in order, the index first.
type plan struct {
	rubric *rubric.Rubric
	tree   composite.Tree
	// nodes are the rubric's nodes by place in the tree; nodes[0] is nil, the index.
	nodes []*rubric.Node
	// indicator is the place of a leaf among the rubric's indicators, -1 for other nodes.
	indicator []int
	// depth is 0 for the index and 1 for its dimensions.
	depth []int
	// tags are the rubric's second views.
	tags []tagged
}

// newPlan lays the rubric out, parents before their children.
func newPlan(r *rubric.Rubric) (*plan, error) {
	p := &plan{rubric: r}
	p.tree.Scale = composite.Scale{Min: r.Scale.Min, Max: r.Scale.Max}
	p.tree.UnknownAtBottom = r.Unknown == rubric.Bottom
	leaves := 0
	var broken error
	var lay func(n *rubric.Node, children []*rubric.Node, weight float64, depth int) int
	lay = func(n *rubric.Node, children []*rubric.Node, weight float64, depth int) int {
		at := len(p.nodes)
		p.nodes, p.depth, p.indicator = append(p.nodes, n), append(p.depth, depth), append(p.indicator, -1)
		p.tree.Nodes = append(p.tree.Nodes, composite.Node{Weight: weight, MinCoverage: r.MinCoverage})
		if n != nil {
			p.tree.Nodes[at].Scale = composite.Scale{Min: n.Span().Min, Max: n.Span().Max}
		}
		if n != nil && n.MinCoverage != nil {
			p.tree.Nodes[at].MinCoverage = *n.MinCoverage
		}
		if len(children) == 0 {
			p.indicator[at] = leaves
			leaves++
			return at
		}
		how, power := r.Combines(n)
		combine, err := aggregate.Named(string(how), power)
		if err != nil {
			broken = cmp.Or(broken, fmt.Errorf("reading how %s is aggregated: %w", nameOf(n), err))
		}
		p.tree.Nodes[at].Combine = combine
		for _, c := range children {
			child := lay(c, c.Children, c.Weight, depth+1)
			p.tree.Nodes[at].Children = append(p.tree.Nodes[at].Children, child)
		}
		return at
	}
	lay(nil, r.Children, 1, 0)
	p.tags = p.tagged()
	return p, broken
}

// nameOf is what a node is called in an error.
func nameOf(n *rubric.Node) string {
	if n == nil {
		return "the index"
	}
	return n.ID
}

// decided gives the number that bands or ranks are decided on: the value itself, or as it is printed.
func (p *plan) decided(x float64, on string) float64 {
	if on == "rounded" {
		return decimal.Round(x, p.rubric.Rounding.Digits, p.rubric.Rounding.Mode)
	}
	return x
}

// band gives the band of a value of the node at a place of the tree: one of its own bands, else one of the rubric's;
// "" on a scale of its own without bands of its own, where the rubric's limits mean nothing.
func (p *plan) band(at int, x float64) string {
	switch n := p.nodes[at]; {
	case n != nil && len(n.Bands) > 0:
		return p.classify(at, x, n.Bands)
	case p.ownScale(at):
		return ""
	}
	return p.classify(at, x, p.rubric.Bands)
}

// ownScale reports whether the scores of the node at a place of the tree are on another scale than the index.
func (p *plan) ownScale(at int) bool {
	n := p.nodes[at]
	return n != nil && n.Span() != p.rubric.Scale
}

// verdict gives the study's word for a value of the node at a place of the tree; "" where it has none. The words for
// all dimensions are for those on the rubric's scale.
func (p *plan) verdict(at int, x float64) string {
	n := p.nodes[at]
	switch {
	case n != nil && len(n.Verdicts) > 0:
		return p.classify(at, x, n.Verdicts)
	case p.depth[at] == 0:
		return p.classify(at, x, p.rubric.Verdicts.Index)
	case p.depth[at] == 1 && !p.ownScale(at):
		return p.classify(at, x, p.rubric.Verdicts.Dimension)
	}
	return ""
}

func (p *plan) classify(at int, x float64, bands []rubric.Band) string {
	edges := make([]float64, len(bands))
	for i, b := range bands {
		edges[i] = b.From
	}
	x = p.decided(x, p.rubric.Decide.Bands)
	i := composite.Classify(x, edges, p.rubric.BandEdge == rubric.EdgeUpper, p.tree.ScaleOf(at).Tolerance())
	if i < 0 {
		return ""
	}
	return bands[i].ID
}
