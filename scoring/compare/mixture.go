package compare

import (
	"math"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// mixture is the tree over what is shared, with the weights and the structure of one side and the method of one.
type mixture struct {
	tree *composite.Tree
	// lenient is the same tree without any minimum coverage.
	lenient *composite.Tree
	// leaf has the node of each shared indicator, parent that of each node (0 for the index itself).
	leaf   []int
	parent []int
	// linear says that every node is an arithmetic mean or a sum.
	linear bool
	rollup string
	// ranked is the number that ranks are decided on, tol the tolerance of ties.
	ranked func(float64) float64
	tol    float64
}

// mixTrees makes the four mixtures, and finds whether weights and method differ at all.
func (p *pair) mixTrees() error {
	for w := range p.trees {
		for m := range p.trees[w] {
			p.trees[w][m] = p.mix(w, m)
		}
	}
	p.playing[weights] = !p.step.Shared.Same && !sameWeights(p.trees[from][from], p.trees[to][from])
	p.playing[method] = len(p.step.Method) > 0
	return nil
}

// mix makes the tree of the weights of side w and the method of side m. A node takes how it is combined from the node of
// the same id on side m; one that has none there keeps its own.
func (p *pair) mix(w, m int) *mixture {
	own, rules := p.sides[w], p.sides[m]
	source, other := own.layout.Tree(), rules.layout.Tree()
	out := &mixture{
		tree:   &composite.Tree{Scale: source.Scale, UnknownAtBottom: other.UnknownAtBottom},
		linear: true, rollup: rules.Result.Options.Rollup, ranked: rules.layout.Ranked, tol: source.Scale.Tolerance(),
	}
	place := map[string]int{}
	wanted := map[*rubric.Node]bool{}
	for _, leaf := range p.shared {
		wanted[own.layout.Nodes()[leaf.at[w]]] = true
	}
	var holds func(n *rubric.Node) bool
	holds = func(n *rubric.Node) bool {
		if wanted[n] {
			return true
		}
		found := false
		for _, c := range n.Children {
			if c != nil && holds(c) {
				found = true
			}
		}
		wanted[n] = found
		return found
	}
	var lay func(n *rubric.Node, at, above int)
	lay = func(n *rubric.Node, at, above int) {
		here := len(out.tree.Nodes)
		node := source.Nodes[at]
		children := own.rubric().Children
		id := ""
		if n != nil {
			children, id = n.Children, n.ID
			place[id] = here
			out.tree.Nodes[above].Children = append(out.tree.Nodes[above].Children, here)
		}
		node.Children = nil
		if i, ok := rules.layout.Place(id); (ok || n == nil) && node.Combine != nil && other.Nodes[i].Combine != nil {
			node.Combine, node.MinCoverage = other.Nodes[i].Combine, other.Nodes[i].MinCoverage
		}
		out.tree.Nodes, out.parent = append(out.tree.Nodes, node), append(out.parent, above)
		switch node.Combine.(type) {
		case nil, aggregate.Arithmetic, aggregate.Sum:
		default:
			out.linear = false
		}
		for _, c := range children {
			if c != nil && holds(c) {
				i, _ := own.layout.Place(c.ID)
				lay(c, i, here)
			}
		}
	}
	lay(nil, 0, 0)
	for _, leaf := range p.shared {
		out.leaf = append(out.leaf, place[leaf.id])
	}
	lenient := *out.tree
	lenient.Nodes = make([]composite.Node, len(out.tree.Nodes))
	for i, n := range out.tree.Nodes {
		n.MinCoverage = 0
		lenient.Nodes[i] = n
	}
	out.lenient = &lenient
	return out
}

// sameWeights reports whether two trees over the same indicators weigh them alike: the same nodes, the same scales, and
// weights in the same ratio. Under a sum the weights themselves must agree.
func sameWeights(a, b *mixture) bool {
	if len(a.tree.Nodes) != len(b.tree.Nodes) || a.tree.Scale != b.tree.Scale {
		return false
	}
	for i := range a.leaf {
		if a.leaf[i] != b.leaf[i] {
			return false
		}
	}
	for i := range a.tree.Nodes {
		na, nb := &a.tree.Nodes[i], &b.tree.Nodes[i]
		if len(na.Children) != len(nb.Children) || a.tree.ScaleOf(i) != b.tree.ScaleOf(i) {
			return false
		}
		ratio := math.NaN()
		if _, sum := na.Combine.(aggregate.Sum); sum {
			ratio = 1
		}
		for k, c := range na.Children {
			if c != nb.Children[k] {
				return false
			}
			r := b.tree.Nodes[c].Weight / a.tree.Nodes[c].Weight
			if math.IsNaN(ratio) {
				ratio = r
			}
			if math.Abs(r-ratio) > 1e-12*ratio {
				return false
			}
		}
	}
	return true
}
