package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/xuri/excelize/v2"

	"siap/reports/view"
)

// kind is what the cells of a column hold.
type kind int

const (
	short  kind = iota // a text on one line
	long               // a text that is wrapped
	code               // an id, a place, a hash
	score              // a number on the scale of the index, or on a node's own
	effect             // a difference of the index, with its sign and one digit more
	part               // a share, 0 to 1, shown in per cent
	count              // a whole number
	free               // any number
)

// column is one column of a table.
type column struct {
	// name is its key in the catalogues; head stands in for the words there, and about for what they say of it.
	name, head, about string
	kind              kind
	width             float64
}

// link is a cell that leads to another sheet.
type link struct{ text, to string }

// cell is a value that looks unlike the others of its column.
type cell struct {
	value any
	look  func(look) look
}

// table is what most sheets hold: some lines, and rows below a head.
type table struct {
	columns []column
	// rows hold strings, ints, float64s, view.Nums, links, cells, and nil for nothing.
	rows [][]any
	// notes are lines above the head.
	notes []string
	// groups are words above the head, by the place of the column they begin at.
	groups map[int]string
	// fixed is how many columns stay in place.
	fixed int
	// heat colours the columns from the first to the last by their values on a scale.
	heat []heat
	// plain tables have no filter.
	plain bool
}

// heat colours numbers by their place between two ends.
type heat struct {
	first, last int
	low, high   float64
}

// top is how every sheet begins: its title, what it holds, and the way back to the contents.
func (b *book) top(s *sheet, p *page, notes []string) {
	s.row([]any{cell{p.title, func(l look) look { return look{bold: true, size: 15, ink: b.primary()} }}}, look{}, 24)
	for _, line := range b.topLines(p, notes) {
		s.row([]any{line}, look{}, 0)
	}
	s.row([]any{link{b.text("back"), b.sheets["contents"]}}, look{}, 0)
}

// across is how many characters a line above a table has: no cells are merged, so longer texts take several rows.
const across = 125

// topLines are the lines between the title and the way back: what the sheet holds, the banners, and notes.
func (b *book) topLines(p *page, notes []string) []cell {
	var out []cell
	add := func(words string, l look) {
		if words != "" {
			for _, line := range wrapped(words, across) {
				out = append(out, cell{line, func(look) look { return l }})
			}
		}
	}
	add(b.r.Publication.Watermark, look{bold: true, ink: warnInk, size: 14})
	add(p.about, look{ink: soft})
	add(b.r.Publication.Withheld, look{ink: soft})
	add(b.r.Invented, look{bold: true, ink: warnInk})
	add(b.r.Simulation, look{bold: true, ink: warnInk})
	for _, words := range notes {
		add(words, look{})
	}
	return out
}

// headRow is the row of a table's head.
func (b *book) headRow(p *page, notes []string) int { return len(b.topLines(p, notes)) + 4 }

// tablePage makes a page of a table; its rows are made when they are written.
func (b *book) tablePage(key string, wide bool, make func() *table) *page {
	t := make()
	return &page{key: key, wide: wide, columns: t.columns, write: func(b *book, p *page) { b.writeTable(p, t) }}
}

// writeTable writes a whole sheet with one table.
func (b *book) writeTable(p *page, t *table) {
	head := b.headRow(p, t.notes)
	heads := make([]string, len(t.columns))
	for i, c := range t.columns {
		heads[i] = b.headOf(c)
	}
	heads = unique(heads)
	b.fix(b.sheets[p.key], head, t.fixed)
	s := b.open(p, t.columns)
	if s == nil {
		return
	}
	b.top(s, p, t.notes)
	b.groupWords(s, t)
	cells := make([]any, len(heads))
	lines := 1
	for i, words := range heads {
		cells[i] = words
		lines = max(lines, linesOf(words, t.columns[i].width-3))
	}
	s.heads(t.columns, cells, float64(min(lines, 8))*lineHeight+5)
	for _, row := range t.rows {
		s.tableRow(t.columns, row)
	}
	last := head + max(len(t.rows), 1)
	ref := fmt.Sprintf("A%d:%s", head, at(len(t.columns), last))
	switch {
	case b.err != nil || t.plain:
	case len(t.rows) > 0:
		no := false
		b.must(s.stream.AddTable(&excelize.Table{Range: ref, Name: "siap_" + p.key, StyleName: "", ShowRowStripes: &no}))
	default:
		b.must(b.file.AutoFilter(s.name, ref, nil))
	}
	for _, h := range t.heat {
		if len(t.rows) > 0 && h.high > h.low {
			b.must(b.file.SetConditionalFormat(s.name, fmt.Sprintf("%s:%s", at(h.first, head+1), at(h.last, last)), heatScale(h)))
		}
	}
	columns := ""
	if t.fixed > 0 {
		columns = "$A:$" + letters(t.fixed)
	}
	b.repeat(s.name, head, head, columns)
	s.close()
}

// heads writes the head of a table, its words above numbers in the middle.
func (s *sheet) heads(columns []column, words []any, height float64) {
	cells := make([]any, len(words))
	for i, w := range words {
		l := look{bold: true, ink: "FFFFFF", fill: s.b.primary(), wrap: true, indent: 1}
		if columns[i].kind >= score {
			l.align, l.indent = "center", 0
		}
		cells[i] = cell{w, func(look) look { return l }}
	}
	s.row(cells, look{}, height)
}

// heatScale is a scale of three colours that are told apart by people who are colour blind.
func heatScale(h heat) []excelize.ConditionalFormatOptions {
	number := func(x float64) string { return fmt.Sprintf("%g", x) }
	return []excelize.ConditionalFormatOptions{{
		Type: "3_color_scale", Criteria: "=", MinType: "num", MidType: "num", MaxType: "num",
		MinValue: number(h.low), MidValue: number((h.low + h.high) / 2), MaxValue: number(h.high),
		MinColor: "#E9A06A", MidColor: "#F7F4E6", MaxColor: "#7FB2D3",
	}}
}

func (b *book) headOf(c column) string {
	if c.head != "" {
		return c.head
	}
	return b.text("column." + c.name)
}

func (b *book) aboutOf(c column) string {
	if c.about != "" {
		return c.about
	}
	return b.text("column." + c.name + ".about")
}

// groupWords writes the row above the head.
func (b *book) groupWords(s *sheet, t *table) {
	if len(t.groups) == 0 {
		s.row(nil, look{}, 6)
		return
	}
	cells := make([]any, len(t.columns))
	for i := range cells {
		if words := t.groups[i]; words != "" {
			cells[i] = words
		}
	}
	s.row(cells, look{bold: true, ink: b.primary()}, 0)
}

// fix keeps the rows down to the head, and some columns, in place.
func (b *book) fix(sheet string, head, columns int) {
	pane := "bottomLeft"
	if columns > 0 {
		pane = "bottomRight"
	}
	b.must(b.file.SetPanes(sheet, &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: head, TopLeftCell: at(columns+1, head+1), ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: at(columns+1, head+1), ActiveCell: at(columns+1, head+1), Pane: pane}},
	}))
}

// sheet writes the rows of one sheet, from the first to the last.
type sheet struct {
	b      *book
	name   string
	stream *excelize.StreamWriter
	at     int // the row that comes next
}

// open begins a sheet; what a stream cannot say later must be said before. nil after an error.
func (b *book) open(p *page, columns []column) *sheet {
	if b.err != nil {
		return nil
	}
	name := b.sheets[p.key]
	stream, err := b.file.NewStreamWriter(name)
	b.must(err)
	if err != nil {
		return nil
	}
	for i, c := range columns {
		if c.width > 0 {
			b.must(stream.SetColWidth(i+1, i+1, c.width))
		}
	}
	return &sheet{b: b, name: name, stream: stream, at: 1}
}

func (s *sheet) close() { s.b.must(s.stream.Flush()) }

// row writes a row whose cells look alike; height 0 is the usual one.
func (s *sheet) row(cells []any, l look, height float64) {
	out := make([]any, len(cells))
	for i, value := range cells {
		out[i] = s.cell(i+1, value, l)
	}
	s.put(out, height)
}

func (s *sheet) put(cells []any, height float64) {
	if s.b.err == nil {
		s.b.must(s.stream.SetRow(at(1, s.at), cells, excelize.RowOpts{Height: min(height, 400)}))
	}
	s.at++
}

// tableRow writes a row of a table.
func (s *sheet) tableRow(columns []column, row []any) {
	out := make([]any, len(row))
	lines := 1
	for i, value := range row {
		c := columns[i]
		out[i] = s.cell(i+1, value, s.b.kindLook(c.kind))
		if inner, is := value.(cell); is {
			value = inner.value
		}
		if words, is := value.(string); is && c.kind == long {
			lines = max(lines, linesOf(words, c.width-4))
		}
	}
	s.put(out, float64(min(lines, 26))*lineHeight+2)
}

// kindLook is how the cells of a column look.
func (b *book) kindLook(k kind) look {
	l := look{border: true, top: true}
	digits := b.calc.Digits
	switch k {
	case short:
		l.indent = 1
	case long:
		l.wrap, l.indent = true, 1
	case code:
		l.ink, l.indent = soft, 1
	case score:
		l.format = decimals(digits)
	case effect:
		l.format = signed(digits + 1)
	case part:
		l.format = share
	case count:
		l.format, l.align = "#,##0", "center"
	}
	return l
}

// cell makes a cell of a value.
func (s *sheet) cell(column int, value any, l look) any {
	b := s.b
	for c, is := value.(cell); is; c, is = value.(cell) {
		if c.look != nil {
			l = c.look(l)
		}
		value = c.value
	}
	switch v := value.(type) {
	case nil:
		if !l.border && l.fill == "" {
			return nil
		}
	case view.Num:
		switch {
		case v.Known && !math.IsNaN(v.Value) && !math.IsInf(v.Value, 0):
			value = v.Value
		default:
			value, l.align, l.ink = v.Text, "center", soft
		}
	case link:
		l.ink, l.format = "1A5FB4", ""
		value = v.text
		b.must(b.file.SetCellHyperLink(s.name, at(column, s.at), quoted(v.to)+"!A1", "Location"))
	case formula:
		return excelize.Cell{StyleID: b.style(l), Formula: v.text, Value: v.value}
	}
	if words, is := value.(string); is {
		value = fit(words, cellLimit)
		if words != "" && strings.ContainsRune("=+-@\t", rune(words[0])) {
			l.format = "@" // so that it stays a text when somebody goes into the cell and out again
		}
	}
	return excelize.Cell{StyleID: b.style(l), Value: value}
}

// formula is a formula, with the value it had when it was written.
type formula struct {
	text  string
	value any
}

// lineHeight is the height of a line of the default font, in points.
const lineHeight = 15

// linesOf is how many lines a text takes in a column of so many characters, broken between words. Spreadsheets set
// heights by themselves only when somebody types, so a wrapped text that was written by a program would be cut off.
func linesOf(text string, width float64) int {
	return len(wrapped(text, width))
}

// wrapped breaks a text between words into lines of so many characters; a word that is longer is broken itself.
func wrapped(text string, width float64) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		var line strings.Builder
		used := 0.0
		for word := range strings.FieldsSeq(part) {
			size := float64(uniseg.StringWidth(word))
			if used > 0 && used+1+size > width {
				lines = append(lines, line.String())
				line.Reset()
				used = 0
			}
			if used > 0 {
				line.WriteByte(' ')
				used++
			}
			line.WriteString(word)
			for used += size; used > width; used -= max(width, 1) {
				lines = append(lines, "")
			}
		}
		lines = append(lines, line.String())
	}
	return lines
}
