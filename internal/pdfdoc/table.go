package pdfdoc

import "strings"

// Column is one column of a table.
type Column struct {
	Title string
	// Width is in millimetres; columns with 0 share what is left by Share (0 counts as 1) or, in a table with Auto, have
	// what their texts need.
	Width float64
	Share float64
	Align Align
	// Most is the greatest width in a table with Auto; 0 is none. Longer texts break.
	Most float64
}

// Cell is one cell of a table.
type Cell struct {
	Text string
	Bold bool
	// Ink is the colour of the text; nil is the table's.
	Ink *Color
	// Fill is the ground, Hatch draws slanted lines on it, Chip is a small square of colour before the text.
	Fill  *Color
	Hatch bool
	Chip  *Color
	// Center overrides the column's alignment.
	Center bool
	// Link makes the cell lead somewhere; 0 is nowhere.
	Link Link
	// Draw paints into the cell, given its rectangle; nil paints nothing.
	Draw func(x, y, w, h float64)
}

// Table is a table over the full width.
type Table struct {
	Columns []Column
	Rows    [][]Cell
	// Size of the text in points; 0 is 8.5.
	Size float64
	// MaxLines is how many lines a cell may have; 0 is 12. What is longer ends in an ellipsis.
	MaxLines int
	// MinHeight is the least height of a row in millimetres.
	MinHeight float64
	// Plain leaves out the tinted ground of every second row.
	Plain bool
	// Auto sizes the columns without a Width to their texts: none is wider than it needs as long as all fit, and none
	// breaks a word as long as another can break between words. A table that needs much less than the page stays narrow.
	Auto bool
}

const (
	cellPad = 1.4
	chipGap = 3.8
)

// row is a table row, measured.
type row struct {
	cells  []Cell
	lines  [][]string
	height float64
}

// Table sets a table. The header is repeated on every page; a row is never split, and neither the first nor the
// last row stands alone on a page if the table has more.
func (d *Doc) Table(t Table) {
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		return
	}
	st := Style{Size: t.Size, Ink: Black}
	if st.Size <= 0 {
		st.Size = 8.5
	}
	titles := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = Cell{Text: c.Title, Bold: true, Ink: &Accent}
	}
	widths := t.widths()
	if t.Auto {
		widths = d.autoWidths(t, titles, st)
	}
	whole := 0.0
	for _, w := range widths {
		whole += w
	}
	head := d.measure(t, titles, widths, st, 4)
	rows := make([]row, len(t.Rows))
	for i, cells := range t.Rows {
		rows[i] = d.measure(t, cells, widths, st, t.MaxLines)
	}

	// Two rows at least begin the table; of three all stay together, or one end would stand alone.
	first := head.height + rows[0].height
	for i := 1; i < min(len(rows), 3) && (i == 1 || len(rows) == 3) && first+rows[i].height <= Bottom-Top; i++ {
		first += rows[i].height
	}
	d.Reserve(first)
	d.y -= first
	d.setHead(t, head, widths, st)
	top := true
	for i, r := range rows {
		need := r.height
		if i == len(rows)-2 {
			need += rows[i+1].height
		}
		if !top && d.y+need > Bottom {
			d.newPage()
			d.setHead(t, head, widths, st)
			top = true
		}
		if i%2 == 1 && !t.Plain {
			d.FillRect(Left, d.y, whole, r.height, Pale)
		}
		d.setRow(t, r, widths, st)
		d.Line(Left, d.y, Left+whole, d.y, Stroke{Ink: Rule, Width: 0.1})
		top = false
	}
	d.fresh = false
	d.y += 2.5
}

func (t Table) widths() []float64 {
	left, shares := Width, 0.0
	share := func(c Column) float64 {
		if c.Share > 0 {
			return c.Share
		}
		return 1
	}
	for _, c := range t.Columns {
		left -= c.Width
		if c.Width <= 0 {
			shares += share(c)
		}
	}
	out := make([]float64, len(t.Columns))
	for i, c := range t.Columns {
		if out[i] = c.Width; c.Width <= 0 {
			out[i] = max(left, 0) * share(c) / shares
		}
	}
	if left >= 0 {
		return out
	}
	// Too many columns for the page: all shrink alike, and their texts wrap or end in an ellipsis.
	scale := Width / (Width - left)
	for i := range out {
		out[i] *= scale
	}
	return out
}

// autoWidths sizes the columns to their texts, as browsers do: each has at least its longest word and at most its longest
// line; what is between the two is shared out by how much each would like to have.
func (d *Doc) autoWidths(t Table, titles []Cell, st Style) []float64 {
	replaced, clipped, lost := d.replaced, d.clipped, len(d.lost) // texts are counted when they are set
	defer func() { d.replaced, d.clipped, d.lost = replaced, clipped, d.lost[:lost] }()
	n := len(t.Columns)
	least, most := make([]float64, n), make([]float64, n)
	for i, c := range t.Columns {
		if c.Width > 0 {
			least[i], most[i] = c.Width, c.Width
			continue
		}
		style := st
		style.Bold = true
		least[i], most[i] = d.extent(c.Title, style)
		for _, row := range t.Rows {
			if i >= len(row) {
				continue
			}
			style.Bold = row[i].Bold
			word, line := d.extent(row[i].Text, style)
			least[i], most[i] = max(least[i], word+chipWidth(row[i])), max(most[i], line+chipWidth(row[i]))
		}
		if c.Most > 0 {
			most[i] = min(most[i], c.Most)
		}
		most[i] = max(most[i], min(least[i], wordMost))
		least[i] = min(least[i], most[i], wordMost)
		// A column has some air, which the last one needs no more than the others.
		least[i], most[i] = least[i]+2*cellPad, most[i]+2*cellPad+1.5
	}
	sum := func(all []float64) (s float64) {
		for _, x := range all {
			s += x
		}
		return s
	}
	low, high := sum(least), sum(most)
	out := make([]float64, n)
	for i := range out {
		switch {
		case high <= Width*narrow: // a small table stays small
			out[i] = most[i]
		case high <= Width:
			out[i] = most[i] + (Width-high)*most[i]/high
			if t.Columns[i].Width > 0 {
				out[i] = most[i]
			}
		case low >= Width:
			out[i] = least[i] * Width / low
		default:
			out[i] = least[i] + (most[i]-least[i])*(Width-low)/(high-low)
		}
	}
	// What columns of a fixed width did not take goes to the one that likes most to be wide.
	if left := Width - sum(out); high > Width*narrow && left > 0 {
		wide := -1
		for i, c := range t.Columns {
			if c.Width <= 0 && (wide < 0 || most[i] > most[wide]) {
				wide = i
			}
		}
		if wide >= 0 {
			out[wide] += left
		}
	}
	return out
}

const (
	// wordMost is the longest word that a column must not break, in millimetres.
	wordMost = 42.0
	// narrow is the part of the page below which a table is not stretched to its width.
	narrow = 0.62
)

// extent gives the width of the longest word and of the longest line of a text, in millimetres. What is longer than a
// page is wide is not looked at.
func (d *Doc) extent(s string, st Style) (word, line float64) {
	for part := range strings.SplitSeq(s, "\n") {
		part = d.clean(firstRunes(part, 400))
		line = max(line, d.TextWidth(part, st))
		for w := range strings.FieldsSeq(part) {
			word = max(word, d.TextWidth(w, st))
		}
	}
	return word, min(line, Width)
}

func (d *Doc) measure(t Table, cells []Cell, widths []float64, st Style, limit int) row {
	if limit <= 0 {
		limit = 12
	}
	// A row is never higher than what a page has below the tallest header.
	limit = min(limit, int((Bottom-Top)*0.7/st.Leading()))
	r := row{cells: cells, lines: make([][]string, len(widths))}
	most := 1
	for i := range min(len(cells), len(widths)) {
		style := st
		style.Bold = cells[i].Bold
		r.lines[i] = d.Wrap(cells[i].Text, style, widths[i]-2*cellPad-chipWidth(cells[i]), limit)
		most = max(most, len(r.lines[i]))
	}
	r.height = max(float64(most)*st.Leading()+2*0.9, t.MinHeight)
	return r
}

func chipWidth(c Cell) float64 {
	if c.Chip != nil {
		return chipGap
	}
	return 0
}

func (d *Doc) setHead(t Table, head row, widths []float64, st Style) {
	whole := 0.0
	for _, w := range widths {
		whole += w
	}
	d.FillRect(Left, d.y, whole, head.height, Tint)
	d.setRow(t, head, widths, st)
	d.Line(Left, d.y, Left+whole, d.y, Stroke{Ink: Accent, Width: 0.3})
	d.fresh = false
}

// setRow draws a measured row at Y and moves Y below it.
func (d *Doc) setRow(t Table, r row, widths []float64, st Style) {
	x := Left
	for i, width := range widths {
		if i < len(r.cells) {
			d.setCell(r.cells[i], r.lines[i], t.Columns[i].Align, x, width, r.height, st)
		}
		x += width
	}
	d.y += r.height
}

func (d *Doc) setCell(c Cell, lines []string, a Align, x, width, height float64, st Style) {
	if c.Fill != nil {
		d.FillRect(x, d.y, width, height, *c.Fill)
	}
	if c.Hatch {
		d.HatchRect(x, d.y, width, height, Rule)
	}
	if c.Draw != nil {
		c.Draw(x, d.y, width, height)
	}
	st.Bold = c.Bold
	if c.Ink != nil {
		st.Ink = *c.Ink
	}
	top := d.y + (height-float64(len(lines))*st.Leading())/2
	if c.Chip != nil {
		d.FillRect(x+cellPad, top+st.Leading()*0.2, 2.6, 2.6, *c.Chip)
	}
	if c.Center {
		a = AlignCenter
	}
	at := x + cellPad + chipWidth(c)
	switch a {
	case AlignCenter:
		at = x + width/2
	case AlignRight:
		at = x + width - cellPad
	case AlignLeft:
	}
	for i, line := range lines {
		d.label(at, top+(float64(i)+0.78)*st.Leading(), line, st, a)
	}
	if c.Link != 0 {
		d.LinkArea(x, d.y, width, height, c.Link)
	}
}
