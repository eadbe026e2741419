package xlsx

import (
	"siap/reports/view"
	"siap/rubric"
)

// plane is one of the numbers that the calculation has for a node.
type plane int

const (
	values    plane = iota // the value; of an indicator what may be changed
	filled                 // the value with what is unknown at the bottom, where the rubric counts it there
	totals                 // how often it would count were all of it known
	times                  // how often it counts
	covered                // its coverage
	lows                   // the value with all unknowns at the bottom
	highs                  // and at the top
	upTo                   // for a median: the weight of all values up to this one
	lowsUpTo               // the same of the lows
	highsUpTo              // and of the highs
	planes
)

// The fixed columns of the calculation, before those of the nodes.
const (
	nameColumn = 1 + iota
	indexColumn
	bandColumn
	rankColumn
	bestColumn
	worstColumn
	coverageColumn
	lowColumn
	highColumn
	ownIndexColumn
	ownRankColumn
	differenceColumn
	idColumn
	tierColumn
	weightColumn
	decidedColumn
	decidedLowColumn
	decidedHighColumn
	orderColumn
	firstNodeColumn
)

// The rows of the calculation.
const (
	checkRow  = 4
	groupRow  = 5
	titleRow  = 6
	factorRow = 7 // the weights
	minRow    = 8
	maxRow    = 9
	firstRow  = 10
)

// lastColumn is the last one a sheet has.
const lastColumn = 16384

// formulaLimit is how long a formula may be, with room for what surrounds its terms.
const formulaLimit = 7600

// grid is where the calculation has what: the columns of each node, and which nodes no formula can express.
type grid struct {
	c *view.Calculation
	// columns are the columns of each node by plane, 0 for none.
	columns [][planes]int
	// groups are the children of each node that has some.
	groups map[int]*group
	// given are the nodes whose values stand there as siap computed them, with the message that says why.
	given map[int]string
	// last is the last column; rows the number of agencies.
	last, rows int
	// rolled says that governments are computed from their agencies, tiers that there are governments at all.
	rolled, tiers bool
	// ranked says that ranks are formulas: they need every pair of agencies.
	ranked bool
}

// group are the children of one node, side by side in each plane.
type group struct {
	parent, first, count int
	has                  [planes]bool
	// sums are the columns with the whole weight, for a median: of the values, the lows and the highs.
	sums [3]int
}

// rankedLimit is how many agencies are ranked by formulas; every one is compared with every other.
const rankedLimit = 3000

func newGrid(c *view.Calculation) *grid {
	g := &grid{c: c, columns: make([][planes]int, len(c.Nodes)), groups: map[int]*group{}, given: map[int]string{}, rows: len(c.Agencies)}
	g.ranked = g.rows <= rankedLimit && !c.Ordered
	for i := range c.Agencies {
		g.rolled = g.rolled || c.Agencies[i].Rolled
		g.tiers = g.tiers || c.Agencies[i].Governs
	}
	g.columns[0] = [planes]int{values: indexColumn, covered: coverageColumn, lows: lowColumn, highs: highColumn}
	next := firstNodeColumn
	for at := range c.Nodes {
		if n := &c.Nodes[at]; n.Count > 0 {
			next = g.lay(at, n, next)
		}
	}
	g.last = next - 1
	for at := range c.Nodes {
		if n := &c.Nodes[at]; n.Count > 0 {
			g.limits(at, n)
		}
	}
	return g
}

// fits reports whether a sheet is wide enough for the calculation.
func (g *grid) fits() bool { return g.last <= lastColumn }

// lay gives the children of a node their columns, and the next one that is free.
func (g *grid) lay(at int, n *view.CalculatedNode, next int) int {
	grp := &group{parent: at, first: n.First, count: n.Count}
	grp.has[values] = true
	plain := !g.rolled && !g.c.UnknownAtBottom && (n.How == rubric.Arithmetic || n.How == rubric.Sum)
	repeated := false
	for k := n.First; k < n.First+n.Count; k++ {
		if !g.c.Nodes[k].Indicator() {
			plain = false
		}
		for u := range g.c.Agencies {
			cell := &g.c.Agencies[u].Cells[k]
			if g.c.Nodes[k].Indicator() && cell.Given && (cell.Coverage != 1 || cell.Assumed) {
				plain = false
			}
			repeated = repeated || cell.Total != 1
		}
	}
	if !plain || repeated {
		grp.has[covered], grp.has[lows], grp.has[highs] = true, true, true
	}
	grp.has[filled] = g.c.UnknownAtBottom
	grp.has[totals], grp.has[times] = repeated, repeated
	if n.How == rubric.Median {
		grp.has[upTo], grp.has[lowsUpTo], grp.has[highsUpTo] = true, true, true
	}
	for p := range planes {
		if !grp.has[p] {
			continue
		}
		for k := n.First; k < n.First+n.Count; k++ {
			g.columns[k][p] = next
			next++
		}
		if p >= upTo {
			grp.sums[p-upTo] = next
			next++
		}
	}
	g.groups[at] = grp
	return next
}

// limits notes the ways of combining that a formula cannot express.
func (g *grid) limits(at int, n *view.CalculatedNode) {
	const perTerm = 64 // characters of the longest term
	switch n.How {
	case rubric.Arithmetic, rubric.Sum, rubric.Minimum:
	case rubric.PowerMean:
		if n.Power > -1e-4 && n.Power < 1e-4 && n.Power != 0 {
			g.given[at] = "given.power"
		}
		fallthrough
	case rubric.Geometric, rubric.Harmonic:
		if n.Count*perTerm > formulaLimit {
			g.given[at] = "given.many"
		}
	case rubric.Median:
		if n.Count*perTerm*2 > formulaLimit || n.Count > 250 {
			g.given[at] = "given.many"
		}
	default:
		g.given[at] = "given.unknown"
	}
}

// row is the row of an agency.
func row(u int) int { return firstRow + u }

// lastRow is the row of the last agency.
func (g *grid) lastRow() int { return row(max(g.rows, 1) - 1) }

// cell is the cell of a node's plane for an agency.
func (g *grid) cell(node int, p plane, u int) string { return at(g.columns[node][p], row(u)) }

// across are the cells of a plane of all children of a node for one agency.
func (g *grid) across(grp *group, p plane, u int) string {
	return at(g.columns[grp.first][p], row(u)) + ":" + at(g.columns[grp.first+grp.count-1][p], row(u))
}

// heads are the cells above the children's values: their weights, or the ends of their scales.
func (g *grid) heads(grp *group, line int) string {
	return fixedRow(g.columns[grp.first][values], line) + ":" + fixedRow(g.columns[grp.first+grp.count-1][values], line)
}

// down is a whole column of agencies.
func (g *grid) down(column int) string {
	return fixedRow(column, firstRow) + ":" + fixedRow(column, g.lastRow())
}

// fixedRow is a cell whose row stays when a formula is copied down.
func fixedRow(column, line int) string { return letters(column) + "$" + number(line) }
