package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"siap/rubric"
)

// formulas writes the arithmetic of scoring/composite as formulas of a spreadsheet, for one node and one agency. What
// counts in a sum over children is written as SUMPRODUCT over their cells, which takes texts ("?", "n/a") for nothing;
// what is no sum (a logarithm, a power) has a term for each child.
type formulas struct {
	g *grid
	// na, unknown and withheld are the marks of what has no value, as texts in a formula.
	na, unknown, withheld string
	// least is the cell with the least coverage of a node.
	least func(node int) string
	// power is the cell with the exponent of a node.
	power func(node int) string
}

// literal writes a text in a formula.
func literal(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// exact writes a number in a formula.
func exact(x float64) string { return strconv.FormatFloat(x, 'G', -1, 64) }

func (f *formulas) is(cells, mark string) string    { return "(" + cells + "=" + mark + ")" }
func (f *formulas) isNot(cells, mark string) string { return "(" + cells + "<>" + mark + ")" }

// used is the plane that values are taken from.
func (grp *group) used() plane {
	if grp.has[filled] {
		return filled
	}
	return values
}

// applicable is the weight of the children that apply.
func (f *formulas) applicable(grp *group, u int) string {
	w, v := f.g.heads(grp, factorRow), f.g.across(grp, values, u)
	if grp.has[totals] {
		return fmt.Sprintf("SUMPRODUCT(%s*%s,%s)", w, f.isNot(v, f.na), f.g.across(grp, totals, u))
	}
	return fmt.Sprintf("SUMPRODUCT(%s*%s)", w, f.isNot(v, f.na))
}

// known is the weight of the children that count.
func (f *formulas) known(grp *group, u int) string {
	w := f.g.heads(grp, factorRow)
	if grp.has[times] {
		return fmt.Sprintf("SUMPRODUCT(%s,%s)", w, f.g.across(grp, times, u))
	}
	return fmt.Sprintf("SUMPRODUCT(%s*ISNUMBER(%s))", w, f.g.across(grp, grp.used(), u))
}

// value is what the children of a node make of it.
func (f *formulas) value(node, u int) string {
	grp := f.g.groups[node]
	return fmt.Sprintf("IF(%s=0,%s,IF(%s=0,%s,IF(%s<%s-%s,%s,%s)))",
		f.applicable(grp, u), f.na, f.known(grp, u), f.unknown,
		f.g.cell(node, covered, u), f.least(node), exact(f.g.c.Share), f.withheld, f.combined(node, values, u))
}

// coverage is the share of the weight that applies of what is known. What is withheld is wholly unknown above.
func (f *formulas) coverage(node, u int) string {
	grp := f.g.groups[node]
	known := f.known(grp, u)
	if grp.has[covered] {
		w, v, c := f.g.heads(grp, factorRow), f.g.across(grp, values, u), f.g.across(grp, covered, u)
		known = fmt.Sprintf("SUMPRODUCT(%s*%s,%s)", w, f.isNot(v, f.withheld), c)
		if grp.has[totals] {
			known = fmt.Sprintf("SUMPRODUCT(%s*%s,%s,%s)", w, f.isNot(v, f.withheld), f.g.across(grp, totals, u), c)
		}
	}
	a := f.applicable(grp, u)
	return fmt.Sprintf(`IF(%s=0,"",%s/%s)`, a, known, a)
}

// bound is a node's value with all unknowns at one end, by its plane; a node without a value has the end itself.
func (f *formulas) bound(node int, p plane, u int) string {
	end := fixedRow(f.g.columns[node][values], minRow)
	if p == highs {
		end = fixedRow(f.g.columns[node][values], maxRow)
	}
	return fmt.Sprintf(`IF(%s=0,"",IF(ISNUMBER(%s),%s,%s))`,
		f.applicable(f.g.groups[node], u), f.g.cell(node, values, u), f.combined(node, p, u), end)
}

// combined is the node's way of combining its children's values, lows or highs.
func (f *formulas) combined(node int, p plane, u int) string {
	n, grp := &f.g.c.Nodes[node], f.g.groups[node]
	switch n.How {
	case rubric.Sum:
		return f.sum(grp, p, u)
	case rubric.Minimum:
		return "MIN(" + f.from(grp, p, u) + ")"
	case rubric.Median:
		return f.median(grp, p, u)
	case rubric.Geometric:
		return f.geometric(grp, p, u)
	case rubric.Harmonic:
		return f.powerMean(grp, p, u, "-1", true)
	case rubric.PowerMean:
		if n.Power == 0 {
			return f.geometric(grp, p, u)
		}
		return f.powerMean(grp, p, u, f.power(node), n.Power < 0)
	}
	return f.added(grp, p, u) + "/" + f.counted(grp, p, u)
}

// from are the cells that a plane is combined of: values may be filled at the bottom.
func (f *formulas) from(grp *group, p plane, u int) string {
	if p == values {
		p = grp.used()
	}
	return f.g.across(grp, p, u)
}

// counted is the weight that a plane's combination has: of what is known for values, of what applies for bounds.
func (f *formulas) counted(grp *group, p plane, u int) string {
	if p == values {
		return f.known(grp, u)
	}
	return f.applicable(grp, u)
}

// added is the weighted sum of a plane.
func (f *formulas) added(grp *group, p plane, u int) string {
	w := f.g.heads(grp, factorRow)
	if p != values && !grp.has[p] {
		// Every child is an indicator that is known or not: what is not stands at the end of its scale.
		v, end := f.g.across(grp, values, u), f.g.heads(grp, minRow)
		if p == highs {
			end = f.g.heads(grp, maxRow)
		}
		return fmt.Sprintf("(SUMPRODUCT(%s,%s)+SUMPRODUCT(%s*(%s-ISNUMBER(%s)),%s))", w, v, w, f.isNot(v, f.na), v, end)
	}
	cells := f.from(grp, p, u)
	switch {
	case p == values && grp.has[times]:
		return fmt.Sprintf("SUMPRODUCT(%s,%s,%s)", w, f.g.across(grp, times, u), cells)
	case p != values && grp.has[totals]:
		return fmt.Sprintf("SUMPRODUCT(%s*%s,%s,%s)", w, f.isNot(f.g.across(grp, values, u), f.na), f.g.across(grp, totals, u), cells)
	}
	return fmt.Sprintf("SUMPRODUCT(%s,%s)", w, cells)
}

// sum adds the weighted children; what is unknown stands at the same part of its span as the known (package aggregate).
func (f *formulas) sum(grp *group, p plane, u int) string {
	if p != values {
		return f.added(grp, p, u)
	}
	w, low, high := f.g.heads(grp, factorRow), f.g.heads(grp, minRow), f.g.heads(grp, maxRow)
	applies, counts := w+"*"+f.isNot(f.g.across(grp, values, u), f.na), w+"*ISNUMBER("+f.from(grp, values, u)+")"
	if grp.has[totals] {
		applies, counts = applies+"*"+f.g.across(grp, totals, u), w+"*"+f.g.across(grp, times, u)
	}
	return fmt.Sprintf("SUMPRODUCT(%s*%s)+(%s-SUMPRODUCT(%s*%s))*SUMPRODUCT(%s*(%s-%s))/SUMPRODUCT(%s*(%s-%s))",
		applies, low, f.added(grp, values, u), counts, low, applies, high, low, counts, high, low)
}

// terms joins a term for each child that counts; term is made of its cell and the weight it comes with.
func (f *formulas) terms(grp *group, p plane, u int, term func(x, weight string) string) string {
	from, often := p, totals
	if p == values {
		from, often = grp.used(), times
	}
	var out []string
	for k := grp.first; k < grp.first+grp.count; k++ {
		x, weight := f.g.cell(k, from, u), fixedRow(f.g.columns[k][values], factorRow)
		if grp.has[often] {
			weight += "*" + f.g.cell(k, often, u)
		}
		out = append(out, "IF(ISNUMBER("+x+"),"+term(x, weight)+",0)")
	}
	return strings.Join(out, "+")
}

// geometric is the weighted geometric mean; one 0 makes it 0, and below 0 it has no meaning.
func (f *formulas) geometric(grp *group, p plane, u int) string {
	sum := f.terms(grp, p, u, func(x, weight string) string { return weight + "*LN(" + x + ")" })
	return f.positive(grp, p, u, true, fmt.Sprintf("EXP((%s)/%s)", sum, f.counted(grp, p, u)))
}

// powerMean measures everything in the value that weighs most, so that no power overflows.
func (f *formulas) powerMean(grp *group, p plane, u int, power string, falling bool) string {
	unit := "MAX(" + f.from(grp, p, u) + ")"
	if falling {
		unit = "MIN(" + f.from(grp, p, u) + ")"
	}
	sum := f.terms(grp, p, u, func(x, weight string) string {
		return fmt.Sprintf("%s*(%s/%s)^%s", weight, x, unit, power)
	})
	mean := fmt.Sprintf("%s*((%s)/%s)^(1/%s)", unit, sum, f.counted(grp, p, u), power)
	return f.positive(grp, p, u, falling, mean)
}

// positive guards a mean that needs positive values: with one 0 it is 0 where it falls to it, or where all are 0.
func (f *formulas) positive(grp *group, p plane, u int, falling bool, mean string) string {
	cells := f.from(grp, p, u)
	zero := "MIN"
	if !falling {
		zero = "MAX"
	}
	return fmt.Sprintf("IF(MIN(%s)<0,%s,IF(%s(%s)=0,0,%s))", cells, f.unknown, zero, cells, mean)
}

// median is the value with at most half of the weight below it and at most half above; where exactly half lies up to a
// value, the middle of it and the next one.
func (f *formulas) median(grp *group, p plane, u int) string {
	weights := upTo + map[plane]plane{values: 0, lows: 1, highs: 2}[p]
	whole := at(grp.sums[weights-upTo], row(u))
	from := p
	if p == values {
		from = grp.used()
	}
	pick := func(condition string) string {
		var terms []string
		for k := grp.first; k < grp.first+grp.count; k++ {
			c := f.g.cell(k, weights, u)
			terms = append(terms, fmt.Sprintf("IF(ISNUMBER(%s),IF(%s%s,%s,9E+307),9E+307)", c, c, fmt.Sprintf(condition, whole, whole), f.g.cell(k, from, u)))
		}
		return "MIN(" + strings.Join(terms, ",") + ")"
	}
	return "(" + pick(">=%s/2-%s*1E-9") + "+" + pick(">%s/2+%s*1E-9") + ")/2"
}

// weightUpTo is the weight of all children whose value is no higher than one's own, for a median.
func (f *formulas) weightUpTo(grp *group, node int, p plane, u int) string {
	from := map[plane]plane{upTo: grp.used(), lowsUpTo: lows, highsUpTo: highs}[p]
	own, all := f.g.cell(node, from, u), f.g.across(grp, from, u)
	return fmt.Sprintf(`IF(ISNUMBER(%s),SUMPRODUCT(%s*(%s<=%s)*ISNUMBER(%s)%s),"")`, own, f.g.heads(grp, factorRow), all, own, all, f.often(grp, p, u))
}

// wholeWeight is the weight of all children that count.
func (f *formulas) wholeWeight(grp *group, p plane, u int) string {
	from := map[plane]plane{upTo: grp.used(), lowsUpTo: lows, highsUpTo: highs}[p]
	return fmt.Sprintf("SUMPRODUCT(%s*ISNUMBER(%s)%s)", f.g.heads(grp, factorRow), f.g.across(grp, from, u), f.often(grp, p, u))
}

// often is how often each child counts, as a factor.
func (f *formulas) often(grp *group, p plane, u int) string {
	switch {
	case p == upTo && grp.has[times]:
		return "*" + f.g.across(grp, times, u)
	case p != upTo && grp.has[totals]:
		return "*" + f.g.across(grp, totals, u)
	}
	return ""
}

// rolled is a node of a government: the mean over its agencies, by their weights.
func (f *formulas) rolled(node int, p plane, u int) string {
	g := f.g
	first, last := g.c.Agencies[u].First, g.c.Agencies[u].First+g.c.Agencies[u].Count-1
	over := func(column int) string {
		return fixedRow(column, row(first)) + ":" + fixedRow(column, row(last))
	}
	w, v := over(weightColumn), over(g.columns[node][values])
	counted := v
	if column := g.columns[node][filled]; column > 0 {
		counted = over(column)
	}
	applies := fmt.Sprintf("SUMPRODUCT(%s*%s)", w, f.isNot(v, f.na))
	known := fmt.Sprintf("SUMPRODUCT(%s*ISNUMBER(%s))", w, counted)
	own := g.cell(node, covered, u)
	switch p {
	case values:
		return fmt.Sprintf("IF(%s=0,%s,IF(%s=0,IF(SUMPRODUCT(--%s)>0,%s,%s),IF(%s<%s-%s,%s,SUMPRODUCT(%s,%s)/%s)))",
			applies, f.na, known, f.is(v, f.withheld), f.withheld, f.unknown, own, f.least(node), exact(g.c.Share), f.withheld, w, counted, known)
	case covered:
		return fmt.Sprintf(`IF(%s=0,"",SUMPRODUCT(%s*%s,%s)/%s)`, applies, w, f.isNot(v, f.withheld), over(g.columns[node][covered]), applies)
	}
	end := fixedRow(g.columns[node][values], minRow)
	if p == highs {
		end = fixedRow(g.columns[node][values], maxRow)
	}
	return fmt.Sprintf(`IF(%s=0,"",IF(ISNUMBER(%s),SUMPRODUCT(%s,%s)/%s,%s))`, applies, g.cell(node, values, u), w, over(g.columns[node][p]), applies, end)
}
