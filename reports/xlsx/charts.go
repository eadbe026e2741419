package xlsx

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
)

// charted is how many agencies the chart of the ranking shows at once; more can be scrolled to.
const charted = 30

// The rows and columns of the sheet of charts.
const (
	chartsList   = 8 // the head of the ranking
	chartsStart  = "B6"
	chartsChosen = "F6"
	chartsFirst  = 1 // the column of the places
	profileFirst = 5 // the column of the dimensions' titles
)

// charts has the ranking as bars and the profile of one agency, both drawn from the calculation, so that they move with
// it; nil where there is no calculation.
func (b *book) charts() *page {
	if !b.grid.fits() || b.grid.rows == 0 {
		return nil
	}
	return &page{key: "charts", wide: true, write: (*book).writeCharts, columns: []column{
		{name: "chart_place", kind: count, width: 22},
		{name: "agency", width: 40},
		{name: "live_index", kind: score, width: 10},
		{width: 3, head: " ", about: " "},
		{name: "dimension", width: 36},
		{name: "chosen", kind: score, width: 16},
		{name: "live_median", kind: score, width: 16},
	}}
}

func (b *book) writeCharts(p *page) {
	name, calculation := b.sheets[p.key], quoted(b.sheets["calculation"])
	g := b.grid
	names := calculation + "!" + g.downFixed(nameColumn)
	order := calculation + "!" + g.downFixed(orderColumn)
	shown := min(g.rows, charted)
	first, top := g.groups[0], chartsList+1

	pick := excelize.NewDataValidation(false)
	pick.SetSqref(chartsChosen)
	pick.SetSqrefDropList(escaped(names))
	b.must(b.file.AddDataValidation(name, pick))
	start := excelize.NewDataValidation(false)
	start.SetSqref(chartsStart)
	b.must(start.SetRange(1, g.rows, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
	b.must(b.file.AddDataValidation(name, start))
	for i, c := range p.columns { // charts are placed by the columns as they are then
		b.must(b.file.SetColWidth(name, letters(i+1), letters(i+1), c.width))
	}
	b.drawRanking(name, top, shown)
	b.drawProfile(name, top, first.count)

	s := b.open(p, p.columns)
	if s == nil {
		return
	}
	input := func(look) look { return look{ink: inputInk, fill: inputFill, bold: true, align: "left"} }
	b.row(s, []any{cell{p.title, func(look) look { return look{bold: true, size: 15, ink: b.primary()} }}}, 24)
	b.row(s, []any{cell{p.about, func(look) look { return look{ink: soft} }}}, 0)
	b.row(s, []any{cell{b.footer(), func(look) look { return look{ink: warnInk} }}}, 0)
	b.row(s, []any{link{b.text("back"), b.sheets["contents"]}}, 0)
	b.row(s, nil, 0)
	live := b.alive()
	b.row(s, []any{b.text("charts.start"), cell{1, input}, nil, nil, b.text("charts.choose"), cell{b.leader(live), input}}, 0)
	b.row(s, nil, 6)
	heads := make([]any, len(p.columns))
	for i, c := range p.columns {
		if i != profileFirst-2 {
			heads[i] = cell{b.headOf(c), func(look) look { return look{bold: true, ink: "FFFFFF", fill: b.primary(), wrap: true} }}
		}
	}
	b.row(s, heads, 2*lineHeight+4)
	for i := range max(shown, first.count) {
		cells := make([]any, len(p.columns))
		if i < shown {
			b.placed(cells, live, i, names, order, calculation)
		}
		if i < first.count {
			b.profiled(cells, first.first+i, live, names, calculation)
		}
		b.row(s, cells, 0)
	}
	s.close()
}

func (b *book) row(s *sheet, cells []any, height float64) { s.row(cells, look{}, height) }

// alive are the agencies that the chart ranks, the best first: the agencies, or the governments where there is nothing
// else.
func (b *book) alive() []int {
	var out []int
	for u := range b.calc.Agencies {
		if b.calc.Agencies[u].Cells[0].State == view.Known && (!b.calc.Agencies[u].Governs || !b.agencies()) {
			out = append(out, u)
		}
	}
	slices.SortStableFunc(out, func(x, y int) int {
		a, z := b.calc.Agencies[x].Cells[0].Value, b.calc.Agencies[y].Cells[0].Value
		switch {
		case a > z:
			return -1
		case a < z:
			return 1
		}
		return x - y
	})
	return out
}

// leader is the agency whose profile is shown first.
func (b *book) leader(live []int) string {
	if len(live) > 0 {
		return b.labels()[live[0]]
	}
	return b.labels()[0]
}

// placed writes one place of the ranking as it stands now.
func (b *book) placed(cells []any, live []int, i int, names, order, calculation string) {
	at := fmt.Sprintf("$%s+%d", chartsStart[:1]+"$"+chartsStart[1:], i)
	found := fmt.Sprintf("MATCH(LARGE(%s,%s),%s,0)", order, at, order)
	none := fmt.Sprintf("%s>COUNT(%s)", at, order)
	var place, name, index any = "", "", ""
	if i < len(live) {
		place, name, index = i+1, b.labels()[live[i]], b.calc.Agencies[live[i]].Cells[0].Value
	}
	border := func(format string) func(look) look {
		return func(look) look { return look{border: true, format: format} }
	}
	cells[0] = cell{formula{fmt.Sprintf(`IF(%s,"",%s)`, none, at), place}, func(look) look { return look{border: true, align: "center"} }}
	cells[1] = cell{formula{fmt.Sprintf(`IF(%s,"",INDEX(%s,%s))`, none, names, found), name}, border("")}
	cells[2] = cell{formula{fmt.Sprintf(`IF(%s,"",INDEX(%s!%s,%s))`, none, calculation, b.grid.downFixed(indexColumn), found), index}, border(decimals(b.calc.Digits))}
}

// profiled writes one dimension of the chosen agency beside the median of all.
func (b *book) profiled(cells []any, node int, live []int, names, calculation string) {
	n := &b.calc.Nodes[node]
	column := calculation + "!" + b.grid.downFixed(b.grid.columns[node][values])
	chosen := fmt.Sprintf("INDEX(%s,MATCH($%s$%s,%s,0))", column, chartsChosen[:1], chartsChosen[1:], names)
	scaled := func(x string) string {
		if !b.r.OwnScales {
			return x
		}
		return fmt.Sprintf("(%s-%s)/%s", x, exact(n.Scale.Min), exact(n.Scale.Max-n.Scale.Min))
	}
	format := decimals(b.calc.Digits)
	if b.r.OwnScales {
		format = "0%"
	}
	title := n.Title
	plain := func(format string) func(look) look {
		return func(look) look { return look{border: true, format: format} }
	}
	cells[profileFirst-1] = cell{formula{fmt.Sprintf("%s&IF(ISNUMBER(%s),\"\",\" (\"&%s&\")\")", literal(fit(title, 200)), chosen, chosen), title}, plain("")}
	cells[profileFirst] = cell{formula{fmt.Sprintf(`IF(ISNUMBER(%s),%s,"")`, chosen, scaled(chosen)), b.scaledValue(live, node)}, plain(format)}
	cells[profileFirst+1] = cell{formula{fmt.Sprintf(`IF(COUNT(%s)>0,%s,"")`, column, scaled("MEDIAN("+column+")")), nil}, plain(format)}
}

// scaledValue is the leader's value of a dimension as the chart has it.
func (b *book) scaledValue(live []int, node int) any {
	if len(live) == 0 {
		return ""
	}
	c, n := &b.calc.Agencies[live[0]].Cells[node], &b.calc.Nodes[node]
	switch {
	case c.State != view.Known:
		return ""
	case b.r.OwnScales:
		return n.Scale.Part(c.Value)
	}
	return c.Value
}

// drawRanking draws the bars of the ranking.
func (b *book) drawRanking(sheet string, top, shown int) {
	q := quoted(sheet)
	cells := func(column int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", q, letters(column), top, letters(column), top+shown-1)
	}
	low, high := b.r.Scale.Min, b.r.Scale.Max
	no := false
	b.must(b.file.AddChart(sheet, "I2", &excelize.Chart{
		Type:   excelize.Bar,
		Series: []excelize.ChartSeries{{Name: fmt.Sprintf("%s!$C$%d", q, chartsList), Categories: cells(chartsFirst + 1), Values: cells(chartsFirst + 2), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{b.accent()}}}},
		Title:  b.chartTitle("charts.ranking"), Legend: excelize.ChartLegend{Position: "none"}, VaryColors: &no,
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Size: 9, Color: ink}},
		YAxis:     excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorGridLines: true, Font: excelize.Font{Size: 9, Color: ink}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "General"}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: decimals(b.calc.Digits)}},
		Dimension: excelize.ChartDimension{Width: 720, Height: uint(140 + 20*shown)}, GapWidth: ptr(uint(40)),
		Format: excelize.GraphicOptions{AltText: fit(b.text("charts.ranking.alt"), 250)},
	}))
}

// drawProfile draws the dimensions of the chosen agency: as a radar where there are three to eight, else as bars.
func (b *book) drawProfile(sheet string, top, dimensions int) {
	q := quoted(sheet)
	cells := func(column int) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", q, letters(column), top, letters(column), top+dimensions-1)
	}
	low, high := b.r.Scale.Min, b.r.Scale.Max
	format := "General"
	if b.r.OwnScales {
		low, high, format = 0, 1, "0%"
	}
	chart := &excelize.Chart{
		Type: excelize.Radar,
		Series: []excelize.ChartSeries{
			{Name: q + "!$" + chartsChosen[:1] + "$" + chartsChosen[1:], Categories: cells(profileFirst), Values: cells(profileFirst + 1)},
			{Name: fmt.Sprintf("%s!$%s$%d", q, letters(profileFirst+2), chartsList), Categories: cells(profileFirst), Values: cells(profileFirst + 2)},
		},
		Title: b.chartTitle("charts.profile"), Legend: excelize.ChartLegend{Position: "bottom"},
		XAxis:     excelize.ChartAxis{Font: excelize.Font{Size: 9, Color: ink}},
		YAxis:     excelize.ChartAxis{Minimum: &low, Maximum: &high, MajorGridLines: true, Font: excelize.Font{Size: 8, Color: soft}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: format}},
		Dimension: excelize.ChartDimension{Width: 500, Height: 380},
		Format:    excelize.GraphicOptions{AltText: fit(b.text("charts.profile.alt"), 250)},
	}
	if dimensions < 3 || dimensions > 8 {
		chart.Type = excelize.Bar
		chart.XAxis.ReverseOrder = true
		chart.Dimension.Height = uint(160 + 30*dimensions)
	}
	b.must(b.file.AddChart(sheet, at(profileFirst, top+dimensions+1), chart))
}

func (b *book) chartTitle(key string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.text(key), Font: &excelize.Font{Bold: true, Size: 12, Color: ink}}}}
}
