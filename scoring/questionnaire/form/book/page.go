package book

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/internal/safetext"
	"siap/internal/workbook"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// page is one sheet while it is written.
type page struct {
	b     *builder
	name  string
	index int // in the sheets of the map
	row   int // the next one
	last  int // the last column
	// question and choices are the columns of the locked texts.
	number, question, choices int
	columns                   map[form.Part]int
	header                    int // the row of the names of the columns
	// answered are the terms of the formula that counts the answers, total is how many there may be.
	answered []string
	total    int
	// picks are the rows of each thing that may be chosen, for the validations.
	picks map[pick][]int
}

// pick is a column with what may be chosen in it.
type pick struct {
	column int
	list   string
}

// sheet starts a sheet.
func (b *builder) sheet(want string) *page {
	name := b.sheetName(want)
	if len(b.m.Sheets) == 0 {
		b.try(b.x.SetSheetName("Sheet1", name))
	} else {
		_, err := b.x.NewSheet(name)
		b.try(err)
	}
	b.m.Sheets = append(b.m.Sheets, Sheet{Key: strconv.Itoa(len(b.m.Sheets)), Name: name, Columns: map[form.Part]int{}})
	p := &page{b: b, name: name, index: len(b.m.Sheets) - 1, row: 1, picks: map[pick][]int{}}
	p.columns = b.m.Sheets[p.index].Columns
	p.put(1, 1, KeyMark+b.m.Sheets[p.index].Key, plainLook)
	return p
}

func cell(column, row int) string { return workbook.CellName(column, row) }

// put writes a text; it never becomes a formula.
func (p *page) put(column, row int, text string, l look) {
	p.styled(column, row, l)
	if text != "" {
		p.b.try(p.b.x.SetCellStr(p.name, cell(column, row), text))
	}
}

func (p *page) styled(column, row int, l look) {
	p.b.try(p.b.x.SetCellStyle(p.name, cell(column, row), cell(column, row), p.b.of(style{look: l})))
}

// rich writes a text of several runs.
func (p *page) rich(column, row int, runs []excelize.RichTextRun, l look) {
	p.styled(column, row, l)
	if len(runs) > 0 {
		p.b.try(p.b.x.SetCellRichText(p.name, cell(column, row), runs))
	}
}

func (p *page) high(row int, points float64) { p.b.try(p.b.x.SetRowHeight(p.name, row, points)) }

// The widths of the columns, in characters.
var columnWidths = map[form.Part]float64{
	form.Item: 22, form.Value: 26, form.Evidence: 28, form.Status: 12, form.Note: 28,
	Assessed: 12, Recommendation: 28, Responsible: 20, Due: 13,
}

const numberWidth, questionWidth, choicesWidth = 7.0, 38.0, 54.0

// layout settles the columns of a sheet with questions: the name of a repeated item has one only where something repeats.
func (p *page) layout(sections []form.Section) {
	repeats := false
	for _, s := range sections {
		for _, q := range s.Questions {
			repeats = repeats || q.Slot > 0
		}
	}
	p.number, p.question, p.choices = 2, 3, 4
	p.last = 4
	for _, part := range columnOrder {
		assessor := part == Assessed || part == Recommendation || part == Responsible || part == Due
		if (part == form.Item && !repeats) || (assessor && !p.b.o.Assessor) {
			continue
		}
		p.last++
		p.columns[part] = p.last
		p.wide(p.last, columnWidths[part])
		p.put(p.last, ColumnRow, PartName(part), plainLook)
	}
	p.wide(p.number, numberWidth)
	p.wide(p.question, questionWidth)
	p.wide(p.choices, choicesWidth)
	p.columnRow()
}

// columnRow marks and hides the row that names the parts.
func (p *page) columnRow() {
	p.put(1, ColumnRow, ColumnMark, plainLook)
	p.b.try(p.b.x.SetRowVisible(p.name, ColumnRow, false))
}

func (p *page) wide(column int, width float64) {
	name := workbook.ColumnName(column)
	p.b.try(p.b.x.SetColWidth(p.name, name, name, width))
}

// heading writes the title of a sheet and the line below it.
func (p *page) heading(text, below string) {
	p.put(p.number, 1, safetext.Line(text), title)
	p.high(1, 28)
	p.put(p.number, 3, below, subtitle)
	p.high(3, 16)
	p.row = 4
}

// names writes the names of the columns.
func (p *page) names() {
	b := p.b
	p.put(p.number, p.row, b.text("column.number"), header)
	p.put(p.question, p.row, b.text("column.question"), header)
	p.put(p.choices, p.row, b.text("column.choices"), header)
	for _, part := range columnOrder {
		if column := p.columns[part]; column > 0 {
			p.put(column, p.row, b.text("column."+PartName(part)), header)
		}
	}
	p.put(1, p.row, HeaderMark, plainLook)
	p.high(p.row, 2*lineHeight+8)
	p.header = p.row
	p.row++
}

// band writes a line across the sheet.
func (p *page) band(text string, l look) {
	for column := p.number; column <= p.last; column++ {
		p.styled(column, p.row, l)
	}
	p.put(p.number, p.row, safetext.Line(text), l)
	p.high(p.row, 20)
	p.row++
}

// section writes the questions of a dimension, with a band where an aspect begins.
func (p *page) section(unit int, s form.Section) {
	var path []*rubric.Node
	from := p.row
	flush := func() {
		if p.row > from {
			p.answered = append(p.answered, "COUNTA("+p.span(p.columns[form.Value], from, p.row-1)+")")
		}
	}
	for i := 0; i < len(s.Questions); {
		q := s.Questions[i]
		for depth, n := range q.Path {
			if depth >= len(path) || path[depth] != n {
				p.band(withCode(n)+n.Title.In(p.b.lang()), band)
			}
		}
		path = q.Path
		p.total++
		// What takes several rows counts once, so it ends the span that is counted cell by cell.
		several := q.Slot > 0 || q.Node.Asked() == rubric.Multiple
		start := p.row
		if several {
			flush()
		}
		k := i
		for k < len(s.Questions) && s.Questions[k].Node == q.Node {
			p.ask(unit, s.Questions[k])
			k++
		}
		i = k
		if several {
			p.answered = append(p.answered, "IF(COUNTA("+p.span(p.columns[form.Value], start, p.row-1)+")>0,1,0)")
			from = p.row
		}
	}
	flush()
}

// withCode is the official number of a node, with a space behind it; "" where it has none.
func withCode(n *rubric.Node) string {
	if n.Code == "" {
		return ""
	}
	return n.Code + " "
}

// span is a range in one column, as a formula on another sheet names it.
func (p *page) span(column, from, to int) string {
	return quoted(p.name) + "!" + cell(column, from) + ":" + cell(column, to)
}

// own writes the fields that a form has once, for a sheet that is one agency's.
func (p *page) own(unit int, f *form.Form) {
	value := p.columns[form.Value]
	room := 0.0
	for _, part := range columnOrder {
		if p.columns[part] > value {
			room += columnWidths[part]
		}
	}
	for _, field := range p.b.ownFields(f) {
		p.put(value-1, p.row, field.label, rightLabel)
		p.input(value, p.row, field.look, field.list)
		p.put(value+1, p.row, field.hint, hint)
		p.b.try(p.b.x.MergeCell(p.name, cell(value+1, p.row), cell(p.last, p.row)))
		p.code(unit, field.code, field.choices)
		p.high(p.row, height(lines(field.hint, room)))
		p.row++
	}
	p.high(p.row, 8)
	p.row++
}

// input makes a cell to fill in; list is the range of what may be chosen, or a rule.
func (p *page) input(column, row int, l look, list string) {
	p.styled(column, row, l)
	switch {
	case list != "":
		p.picks[pick{column, list}] = append(p.picks[pick{column, list}], row)
	case l == inputDate || l == inputDate+forAssessors:
		p.picks[pick{column, dateRule}] = append(p.picks[pick{column, dateRule}], row)
	}
}

// code notes the row in the map and in its hidden column.
func (p *page) code(unit int, code string, choices []Entry) {
	p.put(1, p.row, code, plainLook)
	s := &p.b.m.Sheets[p.index]
	s.Rows = append(s.Rows, Row{Number: p.row, Unit: unit, Code: code, Choices: choices})
}

// finish sets up the sheet as a whole: validations, protection, panes and print.
func (p *page) finish() {
	b, x := p.b, p.b.x
	p.validate()
	hidden := false
	b.try(x.SetColVisible(p.name, "A", hidden))
	b.try(x.SetSheetDimension(p.name, "A1:"+cell(p.last, p.row-1)))
	p.protect()
	gridless := false
	zoom := 100.0
	b.try(x.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &gridless, ZoomScale: &zoom}))
	corner := cell(p.choices, p.header+1)
	b.try(x.SetPanes(p.name, &excelize.Panes{
		Freeze: true, XSplit: p.choices - 1, YSplit: p.header, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cell(p.columns[form.Value], p.header+1), ActiveCell: cell(p.columns[form.Value], p.header+1), Pane: "bottomRight"}},
	}))
	p.print("landscape")
	b.try(x.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: p.name,
		RefersTo: quoted(p.name) + "!$" + strconv.Itoa(p.header) + ":$" + strconv.Itoa(p.header),
	}))
}

// protect locks everything but the inputs; columns and rows may still be made wider and higher.
func (p *page) protect() {
	p.b.try(p.b.x.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true, EditObjects: false, EditScenarios: false,
	}))
}

// The numbers of paper sizes.
const paperA3, paperA4 = 8, 9

// print sets up the paper: as wide as the sheet, with the page's number below.
func (p *page) print(orientation string) {
	b, x := p.b, p.b.x
	fit, paper, wide, high := true, paperA4, 1, 0
	if b.o.Assessor && orientation == "landscape" { // on A4 nobody could read so many columns
		paper = paperA3
	}
	b.try(x.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(x.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}))
	side, top, foot := 0.4, 0.5, 0.3
	b.try(x.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot,
	}))
	// In a footer & begins a command, and the whole may have 255 characters.
	what := strings.ReplaceAll(within(b.o.Title, 100), "&", "&&")
	b.try(x.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
		OddFooter: `&L&8` + what + ` · ` + b.m.Rubric + ` ` + b.m.Version + `&R&8` + b.text("page", "page", "&P", "pages", "&N"),
	}))
	b.try(x.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: p.name, RefersTo: quoted(p.name) + "!$B$1:$" + workbook.ColumnName(p.last) + "$" + strconv.Itoa(p.row-1),
	}))
}
