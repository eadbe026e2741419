package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
)

// calculation is the sheet whose formulas compute the index again; nil where no sheet is wide enough for it.
func (b *book) calculation() *page {
	p := &page{key: "calculation", wide: true, columns: b.calculationColumns()}
	if !b.grid.fits() || b.grid.rows == 0 {
		p.columns = nil
		p.write = func(b *book, p *page) {
			if s := b.open(p, nil); s != nil {
				b.top(s, p, []string{b.text("calculation.too_wide")})
				s.close()
			}
		}
		return p
	}
	p.write = (*book).writeCalculation
	return p
}

// calculationColumns are the fixed columns and one for each plane, for the widths and the data dictionary.
func (b *book) calculationColumns() []column {
	return []column{
		nameColumn - 1:       {name: "agency", kind: short, width: 46},
		indexColumn - 1:      {name: "live_index", kind: score, width: 9},
		bandColumn - 1:       {name: "live_band", width: 15},
		rankColumn - 1:       {name: "live_rank", kind: count, width: 9},
		bestColumn - 1:       {name: "live_best", kind: count, width: 9},
		worstColumn - 1:      {name: "live_worst", kind: count, width: 9},
		coverageColumn - 1:   {name: "live_coverage", kind: part, width: 10},
		lowColumn - 1:        {name: "live_low", kind: score, width: 9},
		highColumn - 1:       {name: "live_high", kind: score, width: 9},
		ownIndexColumn - 1:   {name: "own_index", kind: score, width: 9},
		ownRankColumn - 1:    {name: "own_rank", kind: count, width: 10},
		differenceColumn - 1: {name: "own_difference", kind: free, width: 11},
		idColumn - 1:         {name: "id", kind: code, width: 16},
		tierColumn - 1:       {name: "tier", width: 13},
		weightColumn - 1:     {name: "member_weight", kind: free, width: 10},
		decidedColumn - 1:    {name: "decided", kind: free, width: 9},
		decidedLowColumn - 1: {name: "decided_low", kind: free, width: 9}, decidedHighColumn - 1: {name: "decided_high", kind: free, width: 9},
		orderColumn - 1: {name: "order", kind: free, width: 9},
	}
}

// shown reports whether one of the fixed columns is needed by this assessment; the others are hidden.
func (g *grid) shown(column int) bool {
	switch column {
	case tierColumn:
		return g.tiers
	case weightColumn:
		return g.rolled
	case decidedColumn:
		return g.c.RoundedBands || g.c.RoundedRanks
	case decidedLowColumn, decidedHighColumn, orderColumn:
		return false
	}
	return true
}

// writeCalculation writes the sheet: a head with titles, weights and scales, then a row for each agency.
func (b *book) writeCalculation(p *page) {
	name := b.sheets[p.key]
	b.fix(name, firstRow-1, rankColumn)
	b.checks(name)
	b.repeat(name, groupRow, factorRow, "$A:$D")
	wide := 0
	b.must(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{FitToWidth: &wide, FitToHeight: &wide, AdjustTo: ptr(uint(60))}))
	fit := false
	b.must(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s := b.open(p, p.columns)
	if s == nil {
		return
	}
	b.calculationWidths(s)
	b.calculationHead(s, p)
	w := b.newWriter(s)
	for u := range b.calc.Agencies {
		w.agency(u)
	}
	s.close()
	b.calculationNames(name)
}

// calculationWidths sets the widths of the nodes' columns; what only helps is folded away.
func (b *book) calculationWidths(s *sheet) {
	for column := range firstNodeColumn {
		if column > 0 && !b.grid.shown(column) {
			b.must(s.stream.SetColVisible(column, column, false))
		}
	}
	for at, n := range b.calc.Nodes {
		for p, column := range b.grid.columns[at] {
			if at == 0 || column == 0 {
				continue
			}
			b.must(s.stream.SetColWidth(column, column, 12))
			if plane(p) == values || (plane(p) == covered && !n.Indicator()) || plane(p) == totals {
				continue
			}
			b.must(s.stream.SetColOutlineLevel(column, 1))
			b.must(s.stream.SetColVisible(column, column, false))
		}
	}
	for _, grp := range b.grid.groups {
		for _, column := range grp.sums {
			if column > 0 {
				b.must(s.stream.SetColOutlineLevel(column, 1))
				b.must(s.stream.SetColVisible(column, column, false))
			}
		}
	}
}

// planeWords names a plane above its columns.
func (b *book) planeWords(p plane) string {
	return b.text("plane." + []string{"values", "filled", "totals", "times", "covered", "lows", "highs", "up_to", "up_to", "up_to"}[p])
}

// calculationHead writes the rows above the agencies.
func (b *book) calculationHead(s *sheet, p *page) {
	g := b.grid
	s.row([]any{cell{p.title, func(look) look { return look{bold: true, size: 15, ink: b.primary()} }}}, look{}, 24)
	about := p.about
	for _, words := range []string{b.r.Publication.Watermark, b.r.Publication.Withheld, b.r.Invented, b.r.Simulation} {
		about = strings.TrimSpace(about + " " + words)
	}
	s.row([]any{cell{about, func(look) look { return look{ink: soft} }}}, look{}, 0)
	s.row([]any{
		link{b.text("back"), b.sheets["contents"]},
		cell{b.text("calculation.input"), func(look) look { return look{ink: inputInk, fill: inputFill} }},
		nil, nil,
		cell{b.text("calculation.legend", "unknown", b.unknown(), "na", b.notApplicable(), "withheld", withheldMark), func(look) look { return look{ink: soft} }},
	}, look{}, 0)
	difference := g.down(differenceColumn)
	s.row([]any{
		cell{b.text("calculation.check"), func(look) look { return look{bold: true} }},
		formula{fmt.Sprintf(`MAX(MAX(%s),-MIN(%s),0)`, difference, difference), 0.0},
		cell{b.text("calculation.unlike"), func(look) look { return look{bold: true, align: "right"} }},
		formula{fmt.Sprintf(`SUMPRODUCT(--(%s=%s))`, difference, literal(unlikeMark)), 0},
		cell{b.calculationLeft(), func(look) look { return look{italic: true, ink: soft} }},
	}, look{format: "0.0E+00", bold: true}, 0)

	groups, titles, factors, lows, highs := make([]any, g.last), make([]any, g.last), make([]any, g.last), make([]any, g.last), make([]any, g.last)
	heads := make([]string, 0, firstNodeColumn)
	for _, c := range b.calculationColumns() {
		heads = append(heads, b.headOf(c))
	}
	for i, words := range heads {
		titles[i] = words
	}
	factors[0], lows[0], highs[0] = b.text("calculation.weight"), b.text("calculation.bottom"), b.text("calculation.top")
	lows[indexColumn-1], highs[indexColumn-1] = b.calc.Nodes[0].Scale.Min, b.calc.Nodes[0].Scale.Max
	for at := range b.calc.Nodes {
		n, grp := &b.calc.Nodes[at], g.groups[b.calc.Nodes[at].Parent]
		for k, column := range g.columns[at] {
			if at == 0 || column == 0 {
				continue
			}
			title := n.Title
			if n.Code != "" {
				title = n.Code + " " + title
			}
			titles[column-1] = title
			if at == grp.first {
				groups[column-1] = b.calc.Nodes[n.Parent].Title + ": " + b.planeWords(plane(k))
			}
			if plane(k) == values {
				factors[column-1] = formula{b.weightCell(at, weightsFactor), n.Weight}
				lows[column-1] = formula{b.weightCell(at, weightsMin), n.Scale.Min}
				highs[column-1] = formula{b.weightCell(at, weightsMax), n.Scale.Max}
			}
		}
		if own := g.groups[at]; own != nil {
			for _, column := range own.sums {
				if column > 0 {
					titles[column-1] = b.text("plane.whole")
				}
			}
		}
	}
	s.row(groups, look{bold: true, ink: b.primary()}, 0)
	for i, words := range titles {
		align := "center"
		if i == 0 {
			align = "left"
		}
		titles[i] = cell{words, func(l look) look { l.align = align; return l }}
	}
	s.row(titles, look{bold: true, ink: "FFFFFF", fill: b.primary(), wrap: true, size: 10}, 5*lineHeight)
	s.row(factors, look{bold: true, fill: wash, format: "General"}, 0)
	s.row(lows, look{ink: soft, fill: wash, format: "General"}, 0)
	s.row(highs, look{ink: soft, fill: wash, format: "General"}, 0)
}

// calculationLeft says which nodes are not computed again; "" where all are.
func (b *book) calculationLeft() string {
	var names []string
	for at := range b.calc.Nodes {
		if b.grid.given[at] != "" {
			names = append(names, b.calc.Nodes[at].Title)
		}
	}
	var parts []string
	if len(names) > 0 {
		parts = append(parts, b.text("calculation.given", "names", strings.Join(names, "; ")))
	}
	switch {
	case b.calc.Ordered:
		parts = append(parts, b.text("calculation.ordered"))
	case !b.grid.ranked:
		parts = append(parts, b.text("calculation.unranked", "n", rankedLimit))
	}
	return strings.Join(parts, " ")
}

// checks sets what the sheet does when somebody types: scores must fit their scale, differences are shown.
func (b *book) checks(name string) {
	g := b.grid
	for _, grp := range g.groups {
		for k := grp.first; k < grp.first+grp.count; k++ {
			if !b.calc.Nodes[k].Indicator() {
				continue
			}
			column := g.columns[k][values]
			own := at(column, firstRow)
			v := excelize.NewDataValidation(true)
			v.SetSqref(own + ":" + at(column, g.lastRow()))
			v.Type = "custom"
			v.Formula1 = escaped(fmt.Sprintf("OR(%s=%s,AND(ISNUMBER(%s),%s>=%s,%s<=%s))", own, literal(b.notApplicable()), own,
				own, fixedRow(column, minRow), own, fixedRow(column, maxRow)))
			v.SetError(excelize.DataValidationErrorStyleWarning, fit(b.text("calculation.wrong"), 32), fit(b.text("calculation.wrong.fix", "na", b.notApplicable()), 255))
			b.validations = append(b.validations, validation{name, v, column})
		}
	}
	slices.SortFunc(b.validations, func(x, y validation) int { return x.order - y.order })
	for _, v := range b.validations {
		b.must(b.file.AddDataValidation(v.sheet, v.rule))
	}
	b.validations = nil
	changed, err := b.file.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Color: warnInk}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{warnFill}},
	})
	b.must(err)
	own := "$" + at(differenceColumn, firstRow)
	b.must(b.file.SetConditionalFormat(name, fmt.Sprintf("%s:%s", at(differenceColumn, firstRow), at(differenceColumn, g.lastRow())), []excelize.ConditionalFormatOptions{{
		Type: "formula", Criteria: fmt.Sprintf("OR(%s=%s,AND(ISNUMBER(%s),ABS(%s)>%s))", own, literal(unlikeMark), own, own, exact(b.calc.Tolerance)), Format: &changed,
	}}))
}

// escaped makes a formula fit for a rule, which the library writes as it is.
func escaped(formula string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(formula)
}

// validation is a rule for what may be typed, until the rules of a sheet are written in order.
type validation struct {
	sheet string
	rule  *excelize.DataValidation
	order int
}

// calculationNames names the ranges that people's own formulas will ask for.
func (b *book) calculationNames(name string) {
	g := b.grid
	for _, n := range []struct {
		name   string
		column int
	}{
		{"siap_agencies", nameColumn},
		{"siap_live_index", indexColumn},
		{"siap_live_rank", rankColumn},
		{"siap_index", ownIndexColumn},
		{"siap_rank", ownRankColumn},
		{"siap_difference", differenceColumn},
	} {
		b.named(n.name, quoted(name)+"!"+g.downFixed(n.column))
	}
	b.named("siap_largest_difference", fmt.Sprintf("%s!$%s$%d", quoted(name), letters(indexColumn), checkRow))
}

// labels are the agencies' names, each once: two of one name are told apart by their ids.
func (b *book) labels() []string {
	times := map[string]int{}
	for i := range b.r.Ranking {
		times[strings.ToLower(b.r.Ranking[i].Name)]++
	}
	out := make([]string, len(b.calc.Agencies))
	for u := range b.calc.Agencies {
		a := b.rankRow(u)
		out[u] = a.Name
		if times[strings.ToLower(a.Name)] > 1 {
			out[u] += " (" + a.ID + ")"
		}
	}
	return unique(out)
}

// rankRow is the line of the ranking of an agency of the calculation.
func (b *book) rankRow(u int) *view.RankRow { return &b.r.Ranking[b.calc.Agencies[u].Place] }
