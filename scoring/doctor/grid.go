package doctor

import (
	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
)

// grid is an assessment as columns of numbers: the index first, then all nodes in the order of the rubric.
type grid struct {
	tree  *rubric.Rubric
	nodes []*node
	// ids are the agencies compared.
	ids []string
}

// node is one column.
type node struct {
	id string
	// in is the rubric's node, nil for the index.
	in       *rubric.Node
	parent   int // -1 for the index
	children []int
	// values has one entry for each agency, NaN where it is not known.
	values []float64
	// exempt are the agencies it does not apply to; unknown and notApplicable count those without a value.
	exempt                 []bool
	unknown, notApplicable int
	scale                  composite.Scale
}

func (n *node) isIndicator() bool { return len(n.children) == 0 }

// isKnown reports whether an agency has a value.
func (n *node) isKnown(u int) bool { return composite.IsKnown(n.values[u]) }

// known is how many agencies have a value.
func (n *node) known() int { return len(n.values) - n.unknown - n.notApplicable }

// newGrid takes the numbers on one basis out of an assessment.
func newGrid(a *result.Assessment, basis result.Basis) *grid {
	g := &grid{tree: a.Rubric.Tree}
	agencies, _ := a.Compared(basis)
	for _, one := range agencies {
		g.ids = append(g.ids, one.ID)
	}
	var lay func(in *rubric.Node, children []*rubric.Node, parent int) int
	lay = func(in *rubric.Node, children []*rubric.Node, parent int) int {
		at := len(g.nodes)
		n := &node{in: in, parent: parent, scale: composite.Scale{Min: g.tree.Scale.Min, Max: g.tree.Scale.Max}}
		if in != nil {
			n.id, n.scale = in.ID, composite.Scale{Min: in.Span().Min, Max: in.Span().Max}
		}
		g.nodes = append(g.nodes, n)
		n.take(agencies, basis)
		for _, c := range children {
			if c != nil { // hostile JSON can hold one
				n.children = append(n.children, lay(c, c.Children, at))
			}
		}
		return at
	}
	lay(nil, g.tree.Children, -1)
	return g
}

// take fills in a node's column.
func (n *node) take(agencies []*result.Agency, basis result.Basis) {
	n.values, n.exempt = make([]float64, len(agencies)), make([]bool, len(agencies))
	for u, one := range agencies {
		n.values[u] = composite.Unknown
		switch of := one.Results[basis].Node(n.id); {
		case of == nil:
			n.unknown++
		case of.Reason == result.ReasonNotApplicable:
			n.exempt[u] = true
			n.notApplicable++
		default:
			if n.values[u] = of.Datum(); !composite.IsKnown(n.values[u]) {
				n.unknown++
			}
		}
	}
}

// at gives the column of an id, nil where there is none.
func (g *grid) at(id string) *node {
	for _, n := range g.nodes {
		if n.id == id {
			return n
		}
	}
	return nil
}

// columns gives the values of some nodes.
func (g *grid) columns(places []int) [][]float64 {
	out := make([][]float64, len(places))
	for i, at := range places {
		out[i] = g.nodes[at].values
	}
	return out
}

// inner gives the places of the nodes that have children.
func (g *grid) inner() []int {
	var out []int
	for at, n := range g.nodes {
		if !n.isIndicator() {
			out = append(out, at)
		}
	}
	return out
}

// indicators gives the places of the leaves.
func (g *grid) indicators() []int {
	var out []int
	for at, n := range g.nodes {
		if n.isIndicator() && n.in != nil {
			out = append(out, at)
		}
	}
	return out
}

// names gives the ids of members of a list of places.
func (g *grid) names(places, members []int) []string {
	var out []string
	for _, m := range members {
		out = append(out, g.nodes[places[m]].id)
	}
	return out
}

// agencies gives the ids of units.
func (g *grid) agencies(units []int) []string {
	var out []string
	for _, u := range units {
		out = append(out, g.ids[u])
	}
	return out
}
