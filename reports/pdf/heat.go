package pdf

import (
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// What a map of agencies may take beside their names: so much for its columns, each within these widths.
const (
	heatWidth  = 122.0
	heatLeast  = 10.0
	heatMost   = 24.0
	heatHeight = 5.4
	heatSize   = 7.8 // of the text, in points
)

// heatMap sets agencies × dimensions, coloured by band, with the values printed. Where not all dimensions fit with
// their words whole, it goes on in another table.
func (s *setter) heatMap() {
	about := s.t("heat.about")
	if s.r.OwnBands {
		about += " " + s.p.Text("view.own_bands")
	}
	s.d.Paragraph(about, pdfdoc.Body)
	unknown, na := false, false
	for _, row := range s.r.HeatMap {
		for _, c := range row.Cells {
			unknown, na = unknown || c.State == view.Unknown, na || c.State == view.NotApplicable
		}
	}
	s.bandLegend(unknown, na)
	titles := make([]string, len(s.r.Dimensions))
	for i, dim := range s.r.Dimensions {
		titles[i] = l10n.Join("\n", dim.Title, dim.OwnScale)
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
		for word := range strings.FieldsSeq(title) {
			width = max(width, s.d.TextWidth(word, st)+3.2)
		}
	}
	return min(width, 2*heatMost)
}

// heatTable sets agencies in rows, with their cells from one to another; names have so many lines at most.
func (s *setter) heatTable(titles []string, all []view.HeatRow, from, to, lines int) {
	width := min(max(heatMost, s.heatColumn(titles[from:to])), heatWidth/float64(to-from))
	columns := []pdfdoc.Column{{Title: s.t("rank"), Width: 17, Align: pdfdoc.AlignRight}, {Title: s.t("agency")}}
	for _, title := range titles[from:to] {
		columns = append(columns, pdfdoc.Column{Title: title, Width: width, Align: pdfdoc.AlignCenter})
	}
	t := pdfdoc.Table{Columns: columns, Size: heatSize, MaxLines: lines, MinHeight: heatHeight, Plain: true}
	for _, row := range all {
		cells := []pdfdoc.Cell{{Text: row.Rank, Ink: &pdfdoc.Grey}, {Text: row.Name, Link: s.links[row.Anchor]}}
		for i := from; i < min(to, len(row.Cells)); i++ {
			cells = append(cells, s.heatCell(row.Cells[i]))
		}
		t.Rows = append(t.Rows, cells)
	}
	s.d.Table(t)
}

// viewRows is up to how many agencies a view has a map of them.
const viewRows = 80

// views sets the second views over all agencies: each tag with its median and its span and, where it is not too large, a
// map of agencies and tags. The pages of the agencies have every agency's own.
func (s *setter) views() {
	for _, v := range s.r.Views {
		titles := make([]string, len(v.Tags))
		for k, tag := range v.Tags {
			titles[k] = tag.Title
		}
		mapped := len(v.Rows) > 1 && len(v.Rows) <= viewRows && s.heatColumn(titles)*float64(len(titles)) <= heatWidth
		s.d.Heading(pdfdoc.Heading{Text: v.Title, Level: 2})
		s.d.Paragraph(v.Description, pdfdoc.Body)
		right := pdfdoc.AlignRight
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("tag")},
			{Title: s.t("indicators.n"), Align: right},
			{Title: s.t("share"), Align: right, Most: 26},
			{Title: s.t("median"), Align: right},
			{Title: s.t("lowest"), Align: right},
			{Title: s.t("highest"), Align: right},
			{Title: s.t("with_value"), Align: right, Most: 24},
		}, Size: 8, MaxLines: 3, Auto: true}
		for _, tag := range v.Tags {
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: tag.Title},
				{Text: s.p.Integer(tag.Indicators)},
				{Text: tag.Share.Text},
				{Text: tag.Median.Text, Bold: true},
				{Text: tag.Lowest.Text},
				{Text: tag.Highest.Text},
				{Text: s.p.Integer(tag.Known)},
			})
		}
		s.d.Table(t)
		if mapped {
			s.heatTable(titles, v.Rows, 0, len(titles), 1)
		}
	}
}
