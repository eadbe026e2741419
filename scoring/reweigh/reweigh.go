// Package reweigh finds weights for the nodes of a rubric: from the scores of an assessment, from the points that experts
// hand out, from the judgements of judges, or for each agency its own. It lays out what package weigh and those below it
// need, keeps the rubric's weights where nothing can be found, with the reason, and says what would become of the
// ranking. It changes nothing: what it finds is a report (package weighing), and a scenario for who wants to try it.
//
// Data say what data are like, not what matters. Compared are agencies that are ranked together, as package doctor does;
// a score that only stands in for an unknown answer is no datum.
package reweigh

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// smallest is the share that a weight of 0 gets in a scenario, whose weights are above 0.
const smallest = 1e-9

// digits is how many significant digits a weight is written with, so that a file and a computation agree.
const digits = 10

// tree is a rubric as weighing sees it.
type tree struct {
	r *rubric.Rubric
	// groups are the nodes with two or more children, the index first.
	groups []group
}

// group is a node with its children; in is nil for the index.
type group struct {
	in       *rubric.Node
	children []*rubric.Node
}

func (g *group) id() string {
	if g.in == nil {
		return ""
	}
	return g.in.ID
}

// stated are the weights of the children.
func (g *group) stated() []float64 {
	out := make([]float64, len(g.children))
	for i, c := range g.children {
		out[i] = c.Weight
	}
	return out
}

// ids are those of the children.
func (g *group) ids() []string { return idsOf(g.children) }

func idsOf(nodes []*rubric.Node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = n.ID
	}
	return out
}

// newTree checks a rubric, for it may come from a file of somebody's, and lays it out.
func newTree(r *rubric.Rubric) (*tree, error) {
	if r == nil {
		return nil, fmt.Errorf("laying out the rubric: there is none")
	}
	for _, d := range rubric.Check(r, nil).All() {
		if d.Severity == diag.Error {
			return nil, fmt.Errorf("checking the rubric %s: %w", r.ID, d)
		}
	}
	t := &tree{r: r}
	t.add(nil, r.Children)
	return t, nil
}

func (t *tree) add(in *rubric.Node, children []*rubric.Node) {
	if len(children) > 1 {
		t.groups = append(t.groups, group{in, children})
	}
	for _, c := range children {
		t.add(c, c.Children)
	}
}

// Groups gives the ids of the nodes whose children can be weighed, "" for the index first.
func Groups(r *rubric.Rubric) []string {
	t := &tree{r: r}
	t.add(nil, r.Children)
	out := make([]string, len(t.groups))
	for i := range t.groups {
		out[i] = t.groups[i].id()
	}
	return out
}

// node begins a group with the rubric's weights.
func (t *tree) node(g *group) weighing.Node {
	n := weighing.Node{Node: g.id()}
	how, _ := t.r.Combines(g.in)
	n.Idle = how == rubric.Minimum
	whole := g.pull()
	for _, c := range g.children {
		share := pull(c) / whole
		n.Members = append(n.Members, weighing.Member{Node: c.ID, Stated: share, Found: share, Weight: c.Weight})
	}
	return n
}

// pull is what a node weighs among its siblings: its weight, times its span where it is added up on a scale of its own.
func pull(n *rubric.Node) float64 {
	if n.Scale != nil {
		return n.Weight * n.Scale.Span()
	}
	return n.Weight
}

func (g *group) pull() float64 {
	sum := 0.0
	for _, c := range g.children {
		sum += pull(c)
	}
	return sum
}

// ownScales reports whether the children are added up on scales of their own.
func (g *group) ownScales() bool {
	return slices.ContainsFunc(g.children, func(n *rubric.Node) bool { return n.Scale != nil })
}

// found puts shares with the sum 1 into a group.
func (t *tree) found(g *group, n *weighing.Node, shares []float64) {
	sum := g.pull()
	for i := range n.Members {
		n.Members[i].Found = shares[i]
		n.Members[i].Weight = rounded(max(shares[i], smallest) * sum)
	}
}

// rounded gives a number with so many significant digits.
func rounded(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', digits-1, 64), 64)
	if err != nil {
		return x
	}
	return y
}

// whole works out the shares in the index, once all groups are found.
func (t *tree) whole(nodes []weighing.Node) {
	stated, byID := t.r.Shares(), map[string]*weighing.Node{}
	for i := range nodes {
		byID[nodes[i].Node] = &nodes[i]
	}
	var walk func(id string, children []*rubric.Node, share float64)
	walk = func(id string, children []*rubric.Node, share float64) {
		for i, c := range children {
			own := share // of an only child
			if n := byID[id]; n != nil {
				own *= n.Members[i].Found
				n.Members[i].StatedIndex, n.Members[i].FoundIndex = stated[c.ID], own
			}
			walk(c.ID, c.Children, own)
		}
	}
	walk("", t.r.Children, 1)
}

// columns are the scores of an assessment on one basis, by node.
type columns struct {
	agencies []*result.Agency
	basis    result.Basis
}

// of gives the scores of a node, NaN where they are not known, and counts what is known and what is not; what does not
// apply is in neither.
func (c *columns) of(id string) (values []float64, known, unknown int) {
	values = make([]float64, len(c.agencies))
	for u, one := range c.agencies {
		n := one.Results[c.basis].Node(id)
		values[u] = n.Datum()
		switch {
		case composite.IsKnown(values[u]):
			known++
		case n == nil || n.Reason != result.ReasonNotApplicable:
			unknown++
		}
	}
	return values, known, unknown
}

// finite gives a pointer to a number, nil where it has no meaning.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// begin starts a report on an assessment.
func begin(a *result.Assessment, method string, basis result.Basis) (*weighing.Report, *tree, *columns, error) {
	t, err := newTree(a.Rubric.Tree)
	if err != nil {
		return nil, nil, nil, err
	}
	if basis == "" {
		basis = a.Options.Basis
	}
	c := &columns{basis: basis}
	r := &weighing.Report{Method: method, Rubric: t.r.ID, Version: t.r.Version, Basis: string(basis)}
	c.agencies, r.NotCompared = a.Compared(basis)
	for _, one := range c.agencies {
		r.Agencies = append(r.Agencies, one.ID)
	}
	return r, t, c, nil
}
