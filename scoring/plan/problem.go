package plan

import (
	"fmt"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/result"
)

// problem is one agency with what of it can be lifted.
type problem struct {
	assessment *result.Assessment
	options    Options
	layout     *scoring.Layout
	tree       *composite.Tree
	agency     *result.Agency
	scores     *result.Scores
	// leaves are the indicators that apply, by place in the tree.
	leaves []*leaf
	// units are what can be lifted, in the order of the rubric and of the rows' names.
	units []*unit
	needs []need
	// base is the evaluated tree before anything is lifted, one unit; index its value.
	base  []*composite.Column
	index float64
	// parent is the node above each node.
	parent []int
	// grid is what one unit of cost is worth; rounded says that costs are not whole numbers of it.
	grid    float64
	rounded bool
	total   int64 // the cost of everything
	linear  *linear
	bent    *tree // nil where the problem is linear
	// all are the standings of everybody, nil as others.
	all *standings
	// others are the indices that the agency is ranked among, as ranks are decided; nil where they are not decided by the
	// index.
	others *field
	left   []result.PlanLeft
	// doubtful says that a prerequisite is unknown and was taken for fulfilled, assumedOne that a step has no effort.
	doubtful, assumedOne bool
}

// leaf is one indicator of the agency.
type leaf struct {
	at     int
	node   *rubric.Node
	stored *result.Node
	// rows are its known values, one where it does not repeat.
	rows []leafRow
	// known and total are how often it counts, and would if wholly known; divisor is how many rows its mean is over.
	known, total, coverage, divisor float64
	state                           state
}

// state is what kind of value an indicator has.
type state int

const (
	isKnown state = iota
	isUnknown
	isAssumed // a value stands in
	notApplicable
)

// leafRow is one row of an indicator.
type leafRow struct {
	item  string
	value float64
	// known says that the value was stored, and not taken from the bottom of the scale.
	known bool
	// unit is the place in units, −1 for a row that cannot be lifted.
	unit int
}

// unit is one thing that can be lifted: an indicator, or a row of one.
type unit struct {
	leaf *leaf
	item string
	// steps are the places above its value, rising; value is the score it stands at.
	value float64
	steps []step
}

// step is one place that a unit can be lifted to from the one below.
type step struct {
	scoring.Step
	cost    float64
	units   int64 // of the grid
	assumed bool  // the rubric gives no effort
}

func newProblem(a *result.Assessment, agency string, o Options) (*problem, error) {
	layout, err := scoring.NewLayout(a.Rubric.Tree)
	if err != nil {
		return nil, err
	}
	return newProblemOn(a, layout, fieldOf(a, layout), agency, o)
}

// newProblemOn is newProblem with what many agencies share.
func newProblemOn(a *result.Assessment, layout *scoring.Layout, all *standings, agency string, o Options) (*problem, error) {
	one := a.Agency(agency)
	if one == nil {
		return nil, fmt.Errorf("planning for %q: %w", agency, ErrNoAgency)
	}
	p := &problem{
		assessment: a, options: o, layout: layout, tree: layout.Tree(), agency: one, scores: a.Headline(one),
	}
	if one.Source == result.RolledUp {
		return nil, fmt.Errorf("planning for %s: %w", one.ID, ErrRolledUp)
	}
	for _, id := range o.Fixed {
		if n := layout.Rubric().Indicator(id); n == nil {
			return nil, fmt.Errorf("fixing %q: %w", id, ErrNoIndicator)
		}
	}
	p.all, p.others = all, all.without(one)
	p.parent = make([]int, len(p.tree.Nodes))
	for i, n := range p.tree.Nodes {
		for _, c := range n.Children {
			p.parent[c] = i
		}
	}
	for _, at := range layout.Leaves() {
		p.addLeaf(at)
	}
	if err := p.evaluateBase(); err != nil {
		return nil, err
	}
	if !composite.IsKnown(p.index) {
		return nil, fmt.Errorf("planning for %s: %w", one.ID, ErrNoIndex)
	}
	p.addUnits()
	p.priceUnits()
	p.addNeeds()
	return p, p.prepare()
}

// bottoms says that unknowns stand at the bottom: by the rubric, or by the options.
func (p *problem) bottoms() bool { return p.options.Unknown == Bottom || p.tree.UnknownAtBottom }

// addLeaf takes an indicator with its stored numbers.
func (p *problem) addLeaf(at int) {
	n := p.layout.Nodes()[at]
	stored := p.scores.Nodes[n.ID]
	column := composite.NewLeaf(1)
	p.layout.Restore(column, 0, at, stored)
	l := &leaf{at: at, node: n, stored: stored, known: column.Known[0], total: column.Total[0], coverage: column.Coverage[0], divisor: 1}
	bottom := p.tree.ScaleOf(at).Min
	switch {
	case column.Total[0] == 0:
		l.state = notApplicable
	case column.Known[0] > 0 && column.Coverage[0] == 0:
		l.state = isAssumed
		l.rows = []leafRow{{value: column.Value[0], unit: -1}}
	case column.Known[0] == 0 && len(stored.Items) < 2:
		l.state = isUnknown
		if p.bottoms() {
			l.rows = []leafRow{{value: bottom, unit: -1}}
			if len(stored.Items) == 1 {
				l.rows[0].item = stored.Items[0].Item
			}
		}
	case len(stored.Items) > 0:
		p.addRows(l, bottom)
	default:
		l.rows = []leafRow{{value: column.Value[0], known: true, unit: -1}}
		if p.bottoms() && column.Coverage[0] < 1 {
			l.rows[0].value = column.Coverage[0]*column.Value[0] + (1-column.Coverage[0])*bottom
		}
	}
	if p.bottoms() && len(l.rows) > 0 && l.state != isAssumed {
		l.known, l.coverage = l.total, 1 // taken to stand at the bottom, so nothing is unknown
	}
	p.leaves = append(p.leaves, l)
}

// addRows takes the rows of a repeated indicator: those that are known, and at the bottom those that are not where the
// rubric or the options want that.
func (p *problem) addRows(l *leaf, bottom float64) {
	known := 0
	for _, item := range l.stored.Items {
		switch {
		case item.Reason == result.ReasonNotApplicable:
		case item.Value != nil:
			known++
			l.rows = append(l.rows, leafRow{item.Item, *item.Value, true, -1})
		case p.bottoms():
			l.rows = append(l.rows, leafRow{item.Item, bottom, false, -1})
		}
	}
	if known == 0 {
		l.state = isUnknown
	}
	l.divisor = float64(max(1, len(l.rows)))
}

// evaluateBase evaluates the tree as it is before anything is lifted.
func (p *problem) evaluateBase() error {
	columns, err := p.evaluate(1, func(int, int) int { return 0 })
	if err != nil {
		return err
	}
	p.base, p.index = columns, columns[0].Value[0]
	return nil
}

// evaluate evaluates the tree for n sets of steps; steps gives the step of a unit in a set.
func (p *problem) evaluate(n int, steps func(set, unit int) int) ([]*composite.Column, error) {
	columns := make([]*composite.Column, len(p.tree.Nodes))
	for _, l := range p.leaves {
		c := composite.NewLeaf(n)
		for set := range n {
			p.fill(l, c, set, steps)
		}
		columns[l.at] = c
	}
	out, err := p.tree.Evaluate(columns, n)
	if err != nil {
		return nil, fmt.Errorf("evaluating a plan: %w", err)
	}
	return out, nil
}

// fill writes one indicator into its column as a set of steps leaves it.
func (p *problem) fill(l *leaf, c *composite.Column, set int, steps func(set, unit int) int) {
	if l.state == notApplicable {
		c.SetNotApplicable(set)
		return
	}
	sum := 0.0
	for _, r := range l.rows {
		x := r.value
		if r.unit >= 0 {
			if k := steps(set, r.unit); k > 0 {
				x = p.units[r.unit].steps[k-1].Score
			}
		}
		sum += x
	}
	switch {
	case len(l.rows) == 0: // unknown, and left so
		c.Total[set] = l.total
	case l.state == isAssumed:
		c.Assume(set, sum)
	default:
		c.Value[set], c.Known[set], c.Total[set], c.Coverage[set] = sum/l.divisor, l.known, l.total, l.coverage
	}
}

// addUnits makes a unit of every row that can be lifted, and says of the others why not.
func (p *problem) addUnits() {
	for _, l := range p.leaves {
		if l.state == notApplicable {
			continue
		}
		if len(l.rows) == 0 || l.state == isAssumed {
			reason := "unknown"
			if l.state == isAssumed {
				reason = "placeholder"
			}
			p.leave(l, "", reason)
			continue
		}
		if l.stored.Rows > 1 && l.stored.Items == nil { // a result of before rows were kept one by one
			p.leave(l, "", "no_steps")
			continue
		}
		all := scoring.Steps(l.node)
		for i := range l.rows {
			p.addUnit(l, &l.rows[i], all)
		}
	}
}

func (p *problem) addUnit(l *leaf, r *leafRow, all []scoring.Step) {
	tol := p.tree.ScaleOf(l.at).Tolerance()
	u := &unit{leaf: l, item: r.item, value: r.value}
	reason := ""
	for _, s := range all {
		if s.Score <= r.value+tol {
			continue
		}
		one := step{Step: s, cost: 1, assumed: s.Action == nil}
		if s.Action != nil {
			one.cost = float64(s.Action.Effort)
		}
		if p.options.Costs != nil {
			cost, ok := p.options.Costs(p.agency.ID, l.node.ID, r.item, s.Level)
			if !ok {
				reason = "no_cost" // and so for all above it
				break
			}
			one.cost, one.assumed = cost, false
		}
		u.steps = append(u.steps, one)
	}
	switch {
	case slices.Contains(p.options.Fixed, l.node.ID) || (l.node.Code != "" && slices.Contains(p.options.Fixed, l.node.Code)):
		u.steps, reason = nil, "fixed"
	case len(all) == 0 && l.node.Scoring().Method.Relative():
		reason = "relative"
	case len(all) == 0:
		reason = "no_steps"
	case len(u.steps) == 0 && reason == "":
		reason = "no_steps"
	case len(u.steps) > 0 && !p.counts(l.at):
		reason = "no_effect" // but for those that depend on it
	}
	if reason != "" && r.value < p.tree.ScaleOf(l.at).Max-tol {
		p.leave(l, r.item, reason)
	}
	if len(u.steps) == 0 {
		return
	}
	r.unit = len(p.units)
	p.units = append(p.units, u)
}

// leave says why something is left as it is.
func (p *problem) leave(l *leaf, item, reason string) {
	p.left = append(p.left, result.PlanLeft{Indicator: l.node.ID, Item: item, Reason: reason})
}

// counts reports whether a node has a part in the index: it and every node above it has a value.
func (p *problem) counts(at int) bool {
	for i := at; ; i = p.parent[i] {
		if !(p.base[i].Known[0] > 0) {
			return false
		}
		if i == 0 {
			return true
		}
	}
}

// gridLimit is how many units of cost a problem may have in all; finer costs are rounded down, and the gap says so.
const gridLimit = 20_000

// priceUnits finds the unit of cost: the largest number of which all costs are multiples, to six decimals.
func (p *problem) priceUnits() {
	const fine = 1e6
	var whole, sum int64
	exact := true
	for _, u := range p.units {
		for _, s := range u.steps {
			c := int64(math.Round(s.cost * fine))
			exact = exact && math.Abs(float64(c)-s.cost*fine) < 1e-3
			whole = greatest(whole, c)
			sum += c
			p.assumedOne = p.assumedOne || s.assumed
		}
	}
	if whole == 0 {
		whole = int64(fine)
	}
	if sum/whole > gridLimit {
		exact = false
		whole = sum/gridLimit + 1
	}
	p.grid, p.rounded = float64(whole)/fine, !exact
	for _, u := range p.units {
		for i := range u.steps {
			s := &u.steps[i]
			s.units = int64(math.Floor(s.cost/p.grid + 1e-9))
			p.total += s.units
		}
	}
}

// greatest is the greatest common divisor.
func greatest(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// isLinear reports whether every node that counts is a mean or a sum.
func (p *problem) isLinear() bool {
	for at, n := range p.tree.Nodes {
		if len(n.Children) == 0 || !(p.base[at].Known[0] > 0) {
			continue
		}
		switch n.Combine.(type) {
		case aggregate.Arithmetic, aggregate.Sum:
		default:
			return false
		}
	}
	return true
}

// prepare makes the programme that solves the problem.
func (p *problem) prepare() error {
	if p.isLinear() {
		return p.prepareLinear()
	}
	t := &tree{nodes: p.tree, leaves: map[int]*treeLeaf{}, store: newPareto[float64](p.total)}
	for _, c := range p.base {
		t.known, t.total, t.value = append(t.known, c.Known[0]), append(t.total, c.Total[0]), append(t.value, c.Value[0])
	}
	for i, u := range p.units {
		at := u.leaf.at
		if t.leaves[at] == nil {
			t.leaves[at] = &treeLeaf{divisor: u.leaf.divisor}
		}
		row := treeRow{variable: i, cost: []int64{0}, score: []float64{u.value}}
		for _, s := range u.steps {
			row.cost = append(row.cost, row.cost[len(row.cost)-1]+s.units)
			row.score = append(row.score, s.Score)
		}
		t.leaves[at].rows = append(t.leaves[at].rows, row)
	}
	p.bent = t
	return nil
}

// gainUnit is the share of the span that gains are counted in.
const gainUnit = 1e-12

// prepareLinear measures the gain of every step on its own: in a linear tree they add up.
func (p *problem) prepareLinear() error {
	var of []int // the unit of each set
	var to []int // and its step
	for i, u := range p.units {
		for k := range u.steps {
			of, to = append(of, i), append(to, k+1)
		}
	}
	variables := make([]variable, len(p.units))
	for i := range variables {
		variables[i] = variable{cost: []int64{0}, gain: []int64{0}}
	}
	if len(of) > 0 {
		columns, err := p.evaluate(len(of), func(set, unit int) int {
			if of[set] == unit {
				return to[set]
			}
			return 0
		})
		if err != nil {
			return err
		}
		span := p.tree.Scale.Max - p.tree.Scale.Min
		for set, i := range of {
			v := &variables[i]
			v.cost = append(v.cost, v.cost[len(v.cost)-1]+p.units[i].steps[to[set]-1].units)
			v.gain = append(v.gain, int64(math.Round((columns[0].Value[set]-p.index)/span/gainUnit)))
		}
	}
	p.linear = newLinear(variables, p.needs, p.total)
	return nil
}
