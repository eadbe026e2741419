package panel

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Budget is what experts handed out.
type Budget struct {
	// Experts are all of them, in the order of the file.
	Experts []string
	// Groups are the nodes whose children got points, in the order of the rubric.
	Groups []Allotted
}

// Allotted is what experts handed out over the children of one node.
type Allotted struct {
	// Node is the node, "" for the index; Members are its children, in the order of the rubric.
	Node    string
	Members []string
	// Experts are those who handed out points here, Points what each gave each member, 0 or more.
	Experts []string
	Points  [][]float64
}

// given is one number of an expert with its place.
type given struct {
	x  float64
	at diag.Place
}

// ReadBudget reads the points that experts hand out. budget is how many each has for the children of a node; 0 takes any
// number above 0. Where an error is among the faults, there is no Budget.
func ReadBudget(src source.Source, r *rubric.Rubric, budget float64) (*Budget, Summary, *diag.List) {
	rd, found := open(src, r, budgets)
	if rd == nil {
		return nil, Summary{}, found
	}
	b := &budgetReader{reader: rd, said: map[[2]string]map[string]given{}}
	rd.rows(b.row)
	out := b.groups(budget)
	sum := rd.end(src)
	if found.HasErrors() {
		return nil, sum, found
	}
	return out, sum, found
}

// budgetReader collects points by expert and node.
type budgetReader struct {
	*reader
	// said has what an expert gave the children of a node, by expert and node and then by child.
	said map[[2]string]map[string]given
}

func (b *budgetReader) row(row table.Row, who string) {
	if b.wide() {
		for _, i := range b.columns() {
			if text := strings.TrimSpace(row.Cells[i]); text != "" {
				b.take(who, b.members[i], text, b.t.Place(row.Line, i))
			}
		}
		return
	}
	name, at := b.cell(row, node)
	n := b.r.Node(name)
	if n == nil {
		b.found.Add(b.unknown(at, name))
		return
	}
	text, at := b.cell(row, points)
	b.take(who, n, text, at)
}

// take takes one number of points.
func (b *budgetReader) take(who string, n *rubric.Node, text string, at diag.Place) {
	b.count(at.Line)
	x, ok := table.Number(text, b.t.DecimalComma)
	if !ok || x < 0 || x > mostPoints {
		b.found.Add(rulePoints.At(at).About(n.ID).Saw(text).Allows("≥ 0"))
		x = math.NaN() // said, but not what
	}
	parent, children := b.siblings(n)
	if fixed(children) {
		b.found.Add(ruleFixed.At(at).About(nodeName(parent)).Saw(n.ID))
		return
	}
	key := [2]string{who, parent}
	if b.said[key] == nil {
		b.said[key] = map[string]given{}
	}
	if before, again := b.said[key][n.ID]; again {
		b.found.Add(ruleAgain.At(at).About(n.ID).Saw(text).See(before.at))
		return
	}
	b.said[key][n.ID] = given{x, at}
}

// mostPoints is the largest number of points, so that sums are numbers.
const mostPoints = 1e12

// groups puts together what the experts said, and checks that each said it wholly.
func (b *budgetReader) groups(budget float64) *Budget {
	out := &Budget{Experts: b.people}
	order, at := b.order(), map[string]int{}
	for _, who := range b.people {
		for _, parent := range parentsOf(b.reader, b.said, who) {
			shares, ok := b.whole(who, parent, budget)
			if !ok {
				continue
			}
			k, known := at[parent]
			if !known {
				k = len(out.Groups)
				at[parent] = k
				out.Groups = append(out.Groups, Allotted{Node: parent, Members: b.children(parent)})
			}
			g := &out.Groups[k]
			g.Experts, g.Points = append(g.Experts, who), append(g.Points, shares)
		}
	}
	slices.SortFunc(out.Groups, func(x, y Allotted) int { return cmp.Compare(order[x.Node], order[y.Node]) })
	return out
}

// parentsOf gives the nodes below which a person said something, in the order of the rubric.
func parentsOf[T comparable](rd *reader, said map[[2]string]map[T]given, who string) []string {
	var out []string
	if said[[2]string{who, ""}] != nil {
		out = append(out, "")
	}
	for n := range rd.r.All() {
		if said[[2]string{who, n.ID}] != nil {
			out = append(out, n.ID)
		}
	}
	return out
}

// children are the ids of the children of a node.
func (rd *reader) children(parent string) []string {
	children := rd.r.Children
	if n := rd.r.Node(parent); n != nil && parent != "" {
		children = n.Children
	}
	out := make([]string, len(children))
	for i, c := range children {
		out[i] = c.ID
	}
	return out
}

// whole gives the points of an expert for the children of a node, if none is missing and they are the budget.
func (b *budgetReader) whole(who, parent string, budget float64) ([]float64, bool) {
	said := b.said[[2]string{who, parent}]
	var out []float64
	var missing []string
	var at diag.Place // the first of them
	for _, id := range b.children(parent) {
		g, is := said[id]
		if !is {
			missing = append(missing, id)
			continue
		}
		if at == (diag.Place{}) || g.at.Line < at.Line {
			at = g.at
		}
		out = append(out, g.x)
	}
	if len(missing) > 0 {
		b.found.Add(ruleMissing.At(at).About(who + ", " + nodeName(parent)).Saw(strings.Join(missing, ", ")))
		return nil, false
	}
	if slices.ContainsFunc(out, math.IsNaN) { // reported as it was read
		return nil, false
	}
	sum := describe.Sum(out)
	switch {
	case sum == 0:
		b.found.Add(ruleNoPoints.At(at).About(who + ", " + nodeName(parent)))
		return nil, false
	case budget > 0 && math.Abs(sum-budget) > composite.Tolerance*budget:
		b.found.Add(ruleSum.At(at).About(who + ", " + nodeName(parent)).Saw(short(sum)).Allows(short(budget)))
		return nil, false
	}
	return out, true
}
