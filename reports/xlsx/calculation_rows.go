package xlsx

import (
	"fmt"

	"siap/internal/decimal"
	"siap/reports/view"
)

// The marks of the calculation.
const (
	withheldMark = "<min"
	unlikeMark   = "\u2260"
)

// writer writes the agencies of the calculation.
type writer struct {
	b      *book
	s      *sheet
	f      *formulas
	labels []string
	// looks of the cells: what may be changed, what is computed, what siap gives.
	input, live, given look
}

func (b *book) newWriter(s *sheet) *writer {
	return &writer{
		b: b, s: s, labels: b.labels(),
		f: &formulas{
			g: b.grid, na: literal(b.notApplicable()), unknown: literal(b.unknown()), withheld: literal(withheldMark),
			least: func(node int) string { return b.weightCell(node, weightsLeast) },
			power: func(node int) string { return b.weightCell(node, weightsPower) },
		},
		input: look{border: true, ink: inputInk, fill: inputFill, format: decimals(b.calc.Digits)},
		live:  look{border: true, format: decimals(b.calc.Digits)},
		given: look{border: true, italic: true, ink: soft, fill: noneFill, format: decimals(b.calc.Digits)},
	}
}

// agency writes one row.
func (w *writer) agency(u int) {
	g, one := w.b.grid, &w.b.calc.Agencies[u]
	row := make([]any, g.last)
	w.fixed(row, u)
	whole := one.Rolled && !w.weighted(one)
	for node := range g.columns {
		n := &w.b.calc.Nodes[node]
		for p, column := range g.columns[node] {
			if column == 0 {
				continue
			}
			switch {
			case whole || (!n.Indicator() && g.given[node] != "" && !one.Rolled):
				row[column-1] = w.stored(node, plane(p), u)
			case one.Rolled:
				row[column-1] = w.rolled(node, plane(p), u)
			case n.Indicator():
				row[column-1] = w.indicator(node, plane(p), u)
			default:
				row[column-1] = w.node(node, plane(p), u)
			}
		}
		if grp := g.groups[node]; grp != nil && !one.Rolled && g.given[node] == "" {
			for i, column := range grp.sums {
				if column > 0 {
					row[column-1] = w.computed(w.f.wholeWeight(grp, upTo+plane(i), u), nil, "General")
				}
			}
		}
	}
	cells := make([]any, len(row))
	for i, value := range row {
		cells[i] = w.s.cell(i+1, value, w.live)
	}
	w.s.put(cells, 0)
}

// weighted reports whether the agencies of a government have weights that are known.
func (w *writer) weighted(one *view.CalculatedAgency) bool {
	for u := one.First; u < one.First+one.Count; u++ {
		if !(w.b.calc.Agencies[u].Weight > 0) {
			return false
		}
	}
	return true
}

// computed is a formula with its value and format.
func (w *writer) computed(text string, value any, format string) any {
	return cell{formula{text, value}, func(l look) look {
		if format != "" {
			l.format = format
		}
		return l
	}}
}

func (w *writer) like(value any, l look) any { return cell{value, func(look) look { return l }} }

// fixed writes the columns before those of the nodes.
func (w *writer) fixed(row []any, u int) {
	b, g := w.b, w.b.grid
	one, a := &b.calc.Agencies[u], b.rankRow(u)
	index := &one.Cells[0]
	put := func(column int, value any) { row[column-1] = value }
	put(nameColumn, w.labels[u])
	put(idColumn, w.like(a.ID, look{border: true, ink: soft, indent: 1}))
	put(tierColumn, w.like(b.tier(a), look{border: true, indent: 1}))
	put(weightColumn, w.like(one.Weight, look{border: true, ink: inputInk, fill: inputFill, format: "General"}))
	var own any = b.mark(index)
	if index.State == view.Known {
		own = index.Value
	}
	put(ownIndexColumn, w.like(own, look{border: true, ink: soft, format: decimals(b.calc.Digits)}))
	put(ownRankColumn, w.like(orText(a.RankNumber), look{border: true, ink: soft, align: "center"}))
	x, siap := at(indexColumn, rowOf(u)), at(ownIndexColumn, rowOf(u))
	put(differenceColumn, w.computed(fmt.Sprintf("IF(AND(ISNUMBER(%s),ISNUMBER(%s)),%s-%s,IF(ISNUMBER(%s)=ISNUMBER(%s),0,%s))",
		x, siap, x, siap, x, siap, literal(unlikeMark)), 0.0, "0.00;\u22120.00;0"))

	low, high := at(lowColumn, rowOf(u)), at(highColumn, rowOf(u))
	put(decidedColumn, w.decided(x, index))
	put(decidedLowColumn, w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, low, w.rounded(low)), nil, "General"))
	put(decidedHighColumn, w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, high, w.rounded(high)), nil, "General"))
	w.band(row, u, x, a)
	w.ranks(row, u, a)
	order := "ISNUMBER(" + x + ")"
	if g.tiers && b.agencies() {
		order = fmt.Sprintf("AND(%s,%s=%s)", order, at(tierColumn, rowOf(u)), literal(b.text("tier.agency")))
	}
	step := (b.calc.Nodes[0].Scale.Max - b.calc.Nodes[0].Scale.Min) * 1e-13
	put(orderColumn, w.computed(fmt.Sprintf(`IF(%s,%s-ROW()*%s,"")`, order, x, exact(step)), nil, "General"))
}

// agencies reports whether any agency is no government.
func (b *book) agencies() bool {
	for u := range b.calc.Agencies {
		if !b.calc.Agencies[u].Governs {
			return true
		}
	}
	return false
}

func rowOf(u int) int { return firstRow + u }

// mark is what stands in place of a value.
func (b *book) mark(c *view.CalculatedCell) string {
	switch {
	case c.State == view.NotApplicable:
		return b.notApplicable()
	case c.Withheld:
		return withheldMark
	}
	return b.unknown()
}

// decided is the number that bands and ranks are decided on.
func (w *writer) decided(x string, index *view.CalculatedCell) any {
	var value any = ""
	if index.State == view.Known {
		value = decimal.Round(index.Value, w.b.calc.Digits, w.b.calc.Mode)
	}
	return w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, x, w.rounded(x)), value, "General")
}

// rounded is a cell rounded as the rubric says: half up, or half to the even digit.
func (w *writer) rounded(x string) string {
	digits := w.b.calc.Digits
	if w.b.calc.Mode != decimal.HalfEven {
		return fmt.Sprintf("ROUND(%s,%d)", x, digits)
	}
	return fmt.Sprintf("IF(ROUND(MOD(ABS(%s)*10^%d,1),9)=0.5,2*ROUND(%s*10^%d/2,0)/10^%d,ROUND(%s,%d))", x, digits, x, digits, digits, x, digits)
}

// band is the category of the index by the limits on the sheet of the bands.
func (w *writer) band(row []any, u int, x string, a *view.RankRow) {
	b := w.b
	if len(b.calc.Bands) == 0 {
		return
	}
	if b.calc.RoundedBands {
		x = at(decidedColumn, rowOf(u))
	}
	number := "1"
	if n := len(b.calc.Bands); n > 1 {
		from := b.bandRange(bandsFrom, 1, n-1)
		compare := fmt.Sprintf("%s<=%s+%s", from, x, exact(b.calc.Tolerance))
		if b.calc.UpperEdge {
			compare = fmt.Sprintf("%s<%s-%s", from, x, exact(b.calc.Tolerance))
		}
		number = fmt.Sprintf("1+SUMPRODUCT(--(%s))", compare)
	}
	value := any(view.Dash)
	if a.Band.Title != "" {
		value = a.Band.Title
	}
	row[bandColumn-1] = w.computed(fmt.Sprintf("IF(ISNUMBER(%s),INDEX(%s,%s),%s)", x, b.bandRange(bandsTitle, 0, len(b.calc.Bands)-1), number, literal(view.Dash)), value, "")
	row[bandColumn-1] = cell{row[bandColumn-1], func(l look) look { l.indent = 1; return l }}
}

// ranks are the place of the index, and the best and the worst that the bounds leave possible, among one's like.
func (w *writer) ranks(row []any, u int, a *view.RankRow) {
	b, g := w.b, w.b.grid
	l := look{border: true, align: "center"}
	if !g.ranked {
		for column, place := range map[int]int{rankColumn: a.RankNumber, bestColumn: a.Best, worstColumn: a.Worst} {
			row[column-1] = w.like(orText(place), look{border: true, align: "center", italic: true, ink: soft, fill: noneFill})
		}
		return
	}
	x, low, high := indexColumn, lowColumn, highColumn
	if b.calc.RoundedRanks {
		x, low, high = decidedColumn, decidedLowColumn, decidedHighColumn
	}
	among := "ISNUMBER(" + g.down(x) + ")"
	if g.tiers {
		among += "*(" + g.down(tierColumn) + "=" + at(tierColumn, rowOf(u)) + ")"
	}
	own := func(column int) string { return at(column, rowOf(u)) }
	above := func(all, than int) string {
		return fmt.Sprintf("SUMPRODUCT(%s*(%s>%s+%s))", among, g.down(all), own(than), exact(b.calc.Tolerance))
	}
	place := func(column int, text string, value int) {
		text = fmt.Sprintf("IF(ISNUMBER(%s),%s,%s)", own(x), text, literal(view.Dash))
		row[column-1] = cell{formula{text, orText(value)}, func(look) look { return l }}
	}
	place(rankColumn, "1+"+above(x, x), a.RankNumber)
	best, worst := a.Best, a.Worst // of the bounds, not of draws
	if a.Possible != "" {
		best, worst = a.PossibleBest, a.PossibleWorst
	}
	place(bestColumn, "1+"+above(low, high), best)
	place(worstColumn, fmt.Sprintf("1+%s-IF(%s-%s>%s,1,0)", above(high, low), own(high), own(low), exact(b.calc.Tolerance)), worst)
}

// stored is what siap computed, where no formula can.
func (w *writer) stored(node int, p plane, u int) any {
	c := &w.b.calc.Agencies[u].Cells[node]
	if p > covered && p != lows && p != highs || p == filled || p == totals || p == times {
		return nil
	}
	value := w.value(c, p)
	l := w.given
	if p == covered {
		l.format = share
	}
	return w.like(value, l)
}

// value is the number that siap has for a plane, or the mark for none.
func (w *writer) value(c *view.CalculatedCell, p plane) any {
	switch {
	case p == values && c.State != view.Known:
		return w.b.mark(c)
	case p != values && c.State == view.NotApplicable:
		return ""
	case p == covered:
		return c.Coverage
	case p == lows:
		return c.Low
	case p == highs:
		return c.High
	}
	return c.Value
}

// rolled is a cell of a government that is computed from its agencies.
func (w *writer) rolled(node int, p plane, u int) any {
	if p == filled {
		own := w.b.grid.cell(node, values, u)
		return w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, own, own), nil, "")
	}
	if p != values && p != covered && p != lows && p != highs {
		return nil
	}
	return w.computed(w.f.rolled(node, p, u), w.value(&w.b.calc.Agencies[u].Cells[node], p), w.formatOf(p))
}

func (w *writer) formatOf(p plane) string {
	if p == covered {
		return share
	}
	return ""
}

// node is a cell of a node with children.
func (w *writer) node(node int, p plane, u int) any {
	c := &w.b.calc.Agencies[u].Cells[node]
	own := w.b.grid.cell(node, values, u)
	switch p {
	case values:
		return w.computed(w.f.value(node, u), w.value(c, p), "")
	case covered:
		return w.computed(w.f.coverage(node, u), w.value(c, p), share)
	case lows, highs:
		return w.computed(w.f.bound(node, p, u), w.value(c, p), "")
	case filled:
		return w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, own, own), nil, "")
	case totals:
		return w.like(1, look{border: true, ink: soft, format: "General"})
	case times:
		return w.computed(fmt.Sprintf("IF(ISNUMBER(%s),1,0)", own), nil, "General")
	}
	return w.computed(w.f.weightUpTo(w.b.grid.groups[w.b.calc.Nodes[node].Parent], node, p, u), nil, "General")
}

// indicator is a cell of an indicator: its score may be changed, the rest follows from it.
func (w *writer) indicator(node int, p plane, u int) any {
	g := w.b.grid
	c := &w.b.calc.Agencies[u].Cells[node]
	own, na, low := g.cell(node, values, u), w.f.na, fixedRow(g.columns[node][values], minRow)
	switch p {
	case values:
		var value any
		switch {
		case c.State == view.NotApplicable:
			value = w.b.notApplicable()
		case c.Given:
			value = c.Value
		}
		l := w.input
		if value == nil || c.State == view.NotApplicable {
			l.align = "center"
		}
		return w.like(value, l)
	case filled:
		return w.computed(fmt.Sprintf(`IF(ISNUMBER(%s),%s,IF(%s=%s,"",%s))`, own, own, own, na, low), nil, "")
	case totals:
		l := look{border: true, ink: soft, format: "General"}
		if w.b.calc.Nodes[node].Repeats {
			l.ink, l.fill = inputInk, inputFill
		}
		return w.like(c.Total, l)
	case times:
		return w.computed(w.counts(node, c, u), nil, "General")
	case covered:
		return w.computed(fmt.Sprintf(`IF(%s=%s,"",%s)`, own, na, w.coverage(c, own)), w.value(c, p), share)
	case lows, highs:
		return w.computed(w.end(node, p, c, u), w.value(c, p), "")
	}
	return w.computed(w.f.weightUpTo(g.groups[w.b.calc.Nodes[node].Parent], node, p, u), nil, "General")
}

// counts is how often an indicator counts.
func (w *writer) counts(node int, c *view.CalculatedCell, u int) string {
	own, whole := w.b.grid.cell(node, values, u), w.b.grid.cell(node, totals, u)
	if w.b.calc.UnknownAtBottom {
		return fmt.Sprintf("IF(%s=%s,0,%s)", own, w.f.na, whole)
	}
	if c.Times != c.Total {
		whole = exact(c.Times)
	}
	return fmt.Sprintf("IF(ISNUMBER(%s),%s,0)", own, whole)
}

// coverage is the share of an indicator that is known: all of it or nothing, unless some of its rows are unknown. A
// value that stands in for an unknown one has none until another is put in its place.
func (w *writer) coverage(c *view.CalculatedCell, own string) string {
	switch {
	case c.Assumed:
		return fmt.Sprintf("IF(ISNUMBER(%s),IF(%s=%s,0,1),0)", own, own, exact(c.Value))
	case c.Given && c.Coverage != 1:
		return fmt.Sprintf("IF(ISNUMBER(%s),%s,0)", own, exact(c.Coverage))
	}
	return fmt.Sprintf("IF(ISNUMBER(%s),1,0)", own)
}

// end is an indicator with what is unknown of it at one end of its scale.
func (w *writer) end(node int, p plane, c *view.CalculatedCell, u int) string {
	g := w.b.grid
	own, known := g.cell(node, values, u), g.cell(node, covered, u)
	low, high := fixedRow(g.columns[node][values], minRow), fixedRow(g.columns[node][values], maxRow)
	end, value := low, fmt.Sprintf("%s*%s+(1-%s)*%s", known, own, known, low)
	if p == highs {
		end, value = high, fmt.Sprintf("%s*%s+(1-%s)*%s", known, own, known, high)
	}
	if c.Lowered { // the value has the unknown rows at the bottom already
		value = own
		if p == highs {
			value = fmt.Sprintf("%s+(1-%s)*(%s-%s)", own, known, high, low)
		}
	}
	return fmt.Sprintf(`IF(%s=%s,"",IF(ISNUMBER(%s),%s,%s))`, own, w.f.na, own, value, end)
}
