package xlsx

import (
	"fmt"
	"regexp"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
	"siap/rubric"
)

// The columns of the weights.
const (
	weightsID = 1 + iota
	weightsCode
	weightsTitle
	weightsParent
	weightsFactor
	weightsOf
	weightsShare
	weightsHow
	weightsPower
	weightsLeast
	weightsMin
	weightsMax
	weightsNote
)

// The columns of the bands.
const (
	bandsTitle = 1 + iota
	bandsFrom
	bandsRange
	bandsCount
	bandsShare
	bandsLive
)

// nodeName is an id that makes a name of a workbook.
var nodeName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// rootMark stands for the index among the ids of nodes, none of which can begin like it.
const rootMark = "_index"

// weights is the tree with a cell of its own for each weight, from which the calculation takes it.
func (b *book) weights() *page {
	return &page{key: "weights", wide: true, write: (*book).writeWeights, columns: []column{
		weightsID - 1: {name: "node_id", kind: code, width: 22}, weightsCode - 1: {name: "code", width: 8}, weightsTitle - 1: {name: "node", kind: long, width: 46},
		weightsParent - 1: {name: "parent_id", kind: code, width: 18}, weightsFactor - 1: {name: "weight", kind: free, width: 10},
		weightsOf - 1: {name: "share_of_parent", kind: part, width: 11}, weightsShare - 1: {name: "share", kind: part, width: 11},
		weightsHow - 1: {name: "combined", kind: long, width: 26}, weightsPower - 1: {name: "power", kind: free, width: 9},
		weightsLeast - 1: {name: "least", kind: part, width: 11}, weightsMin - 1: {name: "scale_min", kind: free, width: 9},
		weightsMax - 1: {name: "scale_max", kind: free, width: 9}, weightsNote - 1: {name: "remark", kind: long, width: 36},
	}}
}

// weightsHead is the row of the head of the weights.
func (b *book) weightsHead() int { return b.headRow(b.pageOf("weights"), nil) }

// deep are the nodes in the order of the tree: each before what is below it.
func (b *book) deep() []int {
	var out []int
	var visit func(at int)
	visit = func(at int) {
		out = append(out, at)
		n := &b.calc.Nodes[at]
		for k := n.First; k < n.First+n.Count; k++ {
			visit(k)
		}
	}
	visit(0)
	return out
}

// weightRow is the row of a node in the weights.
func (b *book) weightRow(node int) int {
	if b.weightRows == nil {
		b.weightRows = make([]int, len(b.calc.Nodes))
		for i, at := range b.deep() {
			b.weightRows[at] = b.weightsHead() + 1 + i
		}
	}
	return b.weightRows[node]
}

// weightCell is the cell of a node's weight, least coverage, exponent or scale, as other sheets name it.
func (b *book) weightCell(node, column int) string {
	return fmt.Sprintf("%s!$%s$%d", quoted(b.sheets["weights"]), letters(column), b.weightRow(node))
}

func (b *book) nodeID(node int) string {
	if node == 0 {
		return rootMark
	}
	return b.calc.Nodes[node].ID
}

func (b *book) writeWeights(p *page) {
	name, head := b.sheets[p.key], b.weightsHead()
	last := head + len(b.calc.Nodes)
	b.fix(name, head, weightsTitle)
	positive := excelize.NewDataValidation(true)
	positive.SetSqref(fmt.Sprintf("%s:%s", at(weightsFactor, head+2), at(weightsFactor, last)))
	b.must(positive.SetRange(0, 1e12, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	positive.SetError(excelize.DataValidationErrorStyleStop, fit(b.text("weights.wrong"), 32), fit(b.text("weights.wrong.fix"), 255))
	b.must(b.file.AddDataValidation(name, positive))
	least := excelize.NewDataValidation(true)
	least.SetSqref(fmt.Sprintf("%s:%s", at(weightsLeast, head+1), at(weightsLeast, last)))
	b.must(least.SetRange(0, 1, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween))
	b.must(b.file.AddDataValidation(name, least))
	s := b.open(p, p.columns)
	if s == nil {
		return
	}
	b.top(s, p, nil)
	s.row(nil, look{}, 6)
	heads := make([]any, len(p.columns))
	for i, c := range p.columns {
		heads[i] = b.headOf(c)
	}
	s.heads(p.columns, heads, 2*lineHeight+5)
	input := look{border: true, ink: inputInk, fill: inputFill, format: "General"}
	parts := input
	parts.format = "0%"
	down := func(column int) string {
		return fmt.Sprintf("$%s$%d:$%s$%d", letters(column), head+1, letters(column), last)
	}
	for _, node := range b.deep() {
		n := &b.calc.Nodes[node]
		cells := make([]any, len(p.columns))
		put := func(column int, value any) { cells[column-1] = value }
		put(weightsID, cell{b.nodeID(node), func(l look) look { l.ink = soft; return l }})
		put(weightsCode, n.Code)
		put(weightsTitle, cell{n.Title, func(l look) look { l.indent, l.bold, l.wrap = min(n.Depth, 15), !n.Indicator(), true; return l }})
		put(weightsMin, n.Scale.Min)
		put(weightsMax, n.Scale.Max)
		if node > 0 {
			put(weightsParent, cell{b.nodeID(n.Parent), func(l look) look { l.ink = soft; return l }})
			put(weightsFactor, cell{n.Weight, func(look) look { return input }})
			b.shares(put, node, down)
			if name := "w_" + n.ID; nodeName.MatchString(n.ID) && !b.taken[name] {
				b.taken[name] = true
				b.named(name, fmt.Sprintf("%s!$%s$%d", quoted(b.sheets[p.key]), letters(weightsFactor), s.at))
			}
		} else {
			put(weightsOf, cell{1.0, func(l look) look { l.format = "0.0%"; return l }})
			put(weightsShare, cell{1.0, func(l look) look { l.format = "0.0%"; return l }})
		}
		if !n.Indicator() {
			put(weightsHow, cell{n.HowText, func(l look) look { l.wrap = true; return l }})
			put(weightsLeast, cell{n.MinCoverage, func(look) look { return parts }})
			if n.How == rubric.PowerMean && n.Power != 0 {
				put(weightsPower, cell{n.Power, func(look) look { return input }})
			}
			if words := b.grid.given[node]; words != "" {
				put(weightsNote, cell{b.text(words), func(l look) look { l.wrap = true; return l }})
			}
		} else if b.grid.rolled {
			put(weightsLeast, cell{n.MinCoverage, func(look) look { return parts }})
		}
		lines := max(linesOf(n.Title, 44-2*float64(n.Depth)), linesOf(n.HowText, 24))
		s.row(cells, look{border: true, format: "General"}, float64(lines)*lineHeight+2)
	}
	b.must(b.file.SetConditionalFormat(name, fmt.Sprintf("%s:%s", at(weightsShare, head+2), at(weightsShare, max(last, head+2))), []excelize.ConditionalFormatOptions{{
		Type: "data_bar", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "num", MaxValue: "1", BarColor: "#9CC4DB",
	}}))
	b.repeat(name, head, head, "")
	s.close()
}

// shares writes which part of its parent, and of the index, a node is by its weight as it stands there now.
func (b *book) shares(put func(column int, value any), node int, down func(int) string) {
	n := &b.calc.Nodes[node]
	r := b.weightRow(node)
	weight, parent := at(weightsFactor, r), at(weightsParent, r)
	part := fmt.Sprintf("SUMIF(%s,%s,%s)", down(weightsParent), parent, down(weightsFactor))
	switch b.calc.Nodes[n.Parent].How {
	case rubric.Minimum, rubric.Median:
		put(weightsOf, view.Dash)
		put(weightsShare, view.Dash)
		return
	case rubric.Sum:
		weight = fmt.Sprintf("%s*(%s-%s)", weight, at(weightsMax, r), at(weightsMin, r))
		part = fmt.Sprintf("SUMPRODUCT((%s=%s)*%s*(%s-%s))", down(weightsParent), parent, down(weightsFactor), down(weightsMax), down(weightsMin))
	}
	above := at(weightsShare, b.weightRow(n.Parent))
	format := func(l look) look { l.format = "0.0%"; return l }
	put(weightsOf, cell{formula{fmt.Sprintf("IF(%s>0,%s/%s,0)", part, weight, part), nil}, format})
	put(weightsShare, cell{formula{fmt.Sprintf("IF(ISNUMBER(%s),%s*%s,%s)", above, above, at(weightsOf, r), literal(view.Dash)), nil}, format})
}

// bands are the categories with their limits, which the calculation takes from here; nil where there are none.
func (b *book) bands() *page {
	if len(b.calc.Bands) == 0 {
		return nil
	}
	return &page{key: "bands", write: (*book).writeBands, columns: []column{
		bandsTitle - 1: {name: "band", width: 26}, bandsFrom - 1: {name: "band_from", kind: free, width: 12}, bandsRange - 1: {name: "band_range", width: 34},
		bandsCount - 1: {name: "band_count", kind: count, width: 14}, bandsShare - 1: {name: "band_share", kind: part, width: 12}, bandsLive - 1: {name: "band_live", kind: count, width: 14},
	}}
}

func (b *book) bandsHead() int { return b.headRow(b.pageOf("bands"), nil) }

// bandRange are the cells of a column of some of the bands, as other sheets name them.
func (b *book) bandRange(column, first, last int) string {
	top := b.bandsHead() + 1
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(b.sheets["bands"]), letters(column), top+first, letters(column), top+last)
}

func (b *book) writeBands(p *page) {
	name, head := b.sheets[p.key], b.bandsHead()
	b.fix(name, head, 0)
	s := b.open(p, p.columns)
	if s == nil {
		return
	}
	b.top(s, p, nil)
	s.row(nil, look{}, 6)
	heads := make([]any, len(p.columns))
	for i, c := range p.columns {
		heads[i] = b.headOf(c)
	}
	s.heads(p.columns, heads, 2*lineHeight+5)
	for i, band := range b.calc.Bands {
		from := any(cell{band.From, func(l look) look { l.ink, l.fill, l.format = inputInk, inputFill, "General"; return l }})
		if i == 0 {
			from = band.From // whatever is lower still belongs to it
		}
		live := any(view.Dash)
		if b.grid.fits() && b.grid.rows > 0 {
			live = formula{fmt.Sprintf("SUMPRODUCT(--(%s!%s=%s))", quoted(b.sheets["calculation"]), b.grid.downFixed(bandColumn), at(bandsTitle, s.at)), band.Count}
		}
		s.row([]any{
			banded(band.Title, band.BandRef), from, band.Range, band.Count, cell{band.Share, func(l look) look { l.format = share; return l }}, live,
		}, look{border: true, format: "General"}, 0)
	}
	b.repeat(name, head, head, "")
	s.close()
}

// downFixed is a whole column of agencies, for formulas of other sheets.
func (g *grid) downFixed(column int) string {
	return fmt.Sprintf("$%s$%d:$%s$%d", letters(column), firstRow, letters(column), g.lastRow())
}
