package pdf

import (
	"math"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// axis maps scores to places between x0 and x1.
type axis struct {
	min, max, x0, x1 float64
}

func (a axis) at(v float64) float64 {
	if !(a.max > a.min) {
		return a.x0
	}
	return a.x0 + (min(max(v, a.min), a.max)-a.min)/(a.max-a.min)*(a.x1-a.x0)
}

// indexChart draws every agency's index as a dot with its bounds as a whisker, over as many pages as it takes.
func (s *setter) indexChart() {
	s.d.Paragraph(s.t("chart.about"), pdfdoc.Body)
	s.bandLegend(false)
	const rowHeight, head, foot = 5.4, 7.0, 3.0
	ax := axis{s.r.Scale.Min, s.r.Scale.Max, pdfdoc.Left + 66, pdfdoc.Right - 16}
	rows := s.r.Ranking
	for len(rows) > 0 {
		fit := int((s.d.Room() - head - foot - 14) / rowHeight) // 14 mm: the chapter's heading may still wait
		if fit < min(len(rows), 5) {
			s.d.PageBreak()
			fit = int((s.d.Room() - head - foot) / rowHeight)
		}
		n := min(len(rows), fit)
		if rest := len(rows) - n; rest > 0 && rest < 3 && n > 6 {
			n -= 3 - rest // no chart of one or two rows on the next page
		}
		top := s.d.Reserve(head + float64(n)*rowHeight + foot)
		s.axisGround(ax, top, head, float64(n)*rowHeight)
		for i, row := range rows[:n] {
			s.indexRow(ax, row, top+head+(float64(i)+0.5)*rowHeight)
		}
		rows = rows[n:]
		s.d.Space(2)
	}
}

// axisGround draws the band limits as lines with their values, and the bands' colours between them.
func (s *setter) axisGround(ax axis, top, head, height float64) {
	s.bandAxis(ax, top+head-1.6, top+head+height, 7)
}

// bandAxis draws the bands as coloured bars from y on, lines from there down to bottom, and above them the
// limits as numbers of so many points; a number that would touch its neighbour is left out.
func (s *setter) bandAxis(ax axis, y, bottom, size float64) {
	s.ground(ax, y, bottom, size, s.r.Bands, s.r.Scale.MinText, s.r.Scale.MaxText)
}

// ground is bandAxis for other bands, or none, and other ends.
func (s *setter) ground(ax axis, y, bottom, size float64, bands []view.Band, least, most string) {
	st := pdfdoc.Style{Size: size, Ink: pdfdoc.Grey}
	line := pdfdoc.Stroke{Ink: grid, Width: 0.2}
	last := ax.x1 - s.d.TextWidth(most, st)/2
	free := math.Inf(-1)
	for i, b := range bands {
		from, to := ax.at(b.From), ax.at(b.To)
		s.d.FillRect(from, y, to-from, 1.1, bandColor(b.BandRef))
		s.d.Line(from, y, from, bottom, line)
		text := limit(s.p, b.From, bands)
		if half := s.d.TextWidth(text, st) / 2; from-half > free+1 && (from+half < last-1 || i == 0) {
			s.d.Label(from, y-1.2, 0, text, st, pdfdoc.AlignCenter)
			free = from + half
		}
	}
	if len(bands) == 0 {
		s.d.Line(ax.x0, y, ax.x0, bottom, line)
		s.d.Label(ax.x0, y-1.2, 0, least, st, pdfdoc.AlignCenter)
	}
	s.d.Line(ax.x1, y, ax.x1, bottom, line)
	s.d.Label(ax.x1, y-1.2, 0, most, st, pdfdoc.AlignCenter)
}

// limit writes a band's lower limit with the digits that the limits need: none for whole numbers, else two or more.
func limit(p *l10n.Printer, x float64, bands []view.Band) string {
	digits := 0
	for _, b := range bands {
		for digits < 4 && math.Abs(math.Round(b.From*math.Pow10(digits))-b.From*math.Pow10(digits)) > 1e-6 {
			digits = max(digits+1, 2)
		}
	}
	return p.Number(x, digits)
}

func (s *setter) indexRow(ax axis, row view.RankRow, y float64) {
	st := pdfdoc.Style{Size: 7.8, Ink: pdfdoc.Black}
	s.d.Label(pdfdoc.Left+8, y+1, 0, row.Rank, pdfdoc.Style{Size: 7.8, Ink: pdfdoc.Grey}, pdfdoc.AlignRight)
	s.d.Label(pdfdoc.Left+10, y+1, 53, row.Name, st, pdfdoc.AlignLeft)
	if link := s.links[row.Anchor]; link != 0 {
		s.d.LinkArea(pdfdoc.Left, y-2, 63, 4, link)
	}
	s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: grid, Width: 0.1})
	if row.Low.Known && row.High.Known {
		s.d.Whisker(ax.at(row.Low.Value), ax.at(row.High.Value), y, 0.9, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.35})
	}
	if row.Index.Known {
		x := ax.at(row.Index.Value)
		s.d.Dot(x, y, 1.35, pdfdoc.Black)
		s.d.Dot(x, y, 1.1, bandColor(row.Band))
	}
	s.d.Label(pdfdoc.Right, y+1, 15, row.Index.Text, pdfdoc.Style{Size: 7.8, Bold: true, Ink: pdfdoc.Black}, pdfdoc.AlignRight)
}

// What a map of agencies may take beside their names: so much for its columns, each within these widths.
const (
	heatWidth  = 122.0
	heatLeast  = 10.0
	heatMost   = 24.0
	heatHeight = 5.6
)

// heatMap sets agencies × dimensions, coloured by band, with the values printed. Where not all dimensions fit with
// their words whole, it goes on in another table.
func (s *setter) heatMap() {
	about := s.t("heat.about")
	if s.r.OwnBands {
		about += " " + s.p.Text("view.own_bands")
	}
	s.d.Paragraph(about, pdfdoc.Body)
	s.bandLegend(true)
	titles := make([]string, len(s.r.Dimensions))
	for i, dim := range s.r.Dimensions {
		titles[i] = join("\n", dim.Title, dim.OwnScale)
	}
	fit := max(1, int(heatWidth/s.heatColumn(titles)))
	tables := (len(titles) + fit - 1) / fit
	for i := range tables { // all about equally wide
		from, to := i*len(titles)/tables, (i+1)*len(titles)/tables
		s.heatTable(titles, s.r.HeatMap, from, to, 2)
	}
}

// heatColumn is how wide a column must be for the longest word of the titles, within limits.
func (s *setter) heatColumn(titles []string) float64 {
	st := pdfdoc.Style{Size: heatSize, Bold: true}
	width := heatLeast
	for _, title := range titles {
		for _, word := range strings.Fields(title) {
			width = max(width, s.d.TextWidth(word, st)+3.2)
		}
	}
	return min(width, 2*heatMost)
}

// heatSize is the size of the text in a map, in points.
const heatSize = 7.8

// heatTable sets agencies in rows, with their cells from one to another; names have so many lines at most.
func (s *setter) heatTable(titles []string, rows []view.HeatRow, from, to, lines int) {
	width := min(max(heatMost, s.heatColumn(titles[from:to])), heatWidth/float64(to-from))
	columns := []pdfdoc.Column{{Title: s.t("agency")}}
	for _, title := range titles[from:to] {
		columns = append(columns, pdfdoc.Column{Title: title, Width: width, Align: pdfdoc.AlignCenter})
	}
	t := pdfdoc.Table{Columns: columns, Size: heatSize, MaxLines: lines, MinHeight: heatHeight, Plain: true}
	for _, row := range rows {
		cells := []pdfdoc.Cell{{Text: row.Name, Link: s.links[row.Anchor]}}
		for i := from; i < min(to, len(row.Cells)); i++ {
			cells = append(cells, s.heatCell(row.Cells[i]))
		}
		t.Rows = append(t.Rows, cells)
	}
	s.d.Table(t)
}

func (s *setter) heatCell(c view.HeatCell) pdfdoc.Cell {
	switch c.State {
	case view.Known:
		fill := bandColor(c.Band)
		return pdfdoc.Cell{Text: c.Text, Fill: &fill, Ink: inkOn(fill)}
	case view.NotApplicable:
		return pdfdoc.Cell{Text: c.Text, Ink: &pdfdoc.Grey}
	}
	return pdfdoc.Cell{Text: c.Text, Hatch: true, Ink: &pdfdoc.Black}
}

// bandLegend sets the bands' colours, and for a map what a hatched and an empty cell mean, in as many lines as
// it takes.
func (s *setter) bandLegend(cells bool) {
	st := pdfdoc.Style{Size: 8, Ink: pdfdoc.Black}
	type entry struct {
		text string
		draw func(x, y float64)
	}
	var entries []entry
	for _, b := range s.r.Bands {
		color := bandColor(b.BandRef)
		entries = append(entries, entry{b.Title, func(x, y float64) { s.d.FillRect(x, y, 4, 2.8, color) }})
	}
	if cells {
		entries = append(entries,
			entry{s.t("unknown"), func(x, y float64) { s.d.HatchRect(x, y, 4, 2.8, pdfdoc.Grey) }},
			entry{s.t("not_applicable"), func(x, y float64) {
				s.d.StrokeRect(x, y, 4, 2.8, pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.2})
			}})
	}
	if len(entries) == 0 {
		return
	}
	x := pdfdoc.Left
	y := s.d.Reserve(5)
	for _, e := range entries {
		text := s.d.Fit(e.text, st, 60)
		wide := s.d.TextWidth(text, st) + 11
		if x+wide > pdfdoc.Right {
			x, y = pdfdoc.Left, s.d.Reserve(5)
		}
		e.draw(x, y+0.6)
		s.d.Label(x+5.5, y+3, 0, text, st, pdfdoc.AlignLeft)
		x += wide
	}
	s.d.Space(1.5)
}
