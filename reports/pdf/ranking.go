package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// groupColumns is how many of the columns ranked within fit beside the name; all are in the profiles.
const groupColumns = 2

// ranking sets the ranking table; each name leads to the agency's own page.
func (s *setter) ranking() {
	s.d.Paragraph(s.t("ranking.about"), pdfdoc.Body)
	groups := s.r.Groups[:min(len(s.r.Groups), groupColumns)]
	right, center := pdfdoc.AlignRight, pdfdoc.AlignCenter
	limits := 20.0
	for _, row := range s.r.Ranking {
		limits = s.boundsWidth(limits, row.Low, row.High)
	}
	columns := []pdfdoc.Column{
		{Title: s.t("rank"), Width: 18, Align: right},
		{Title: s.t("agency")},
		{Title: s.t("index"), Width: 14, Align: right},
		{Title: s.t("bounds"), Width: limits, Align: center},
		{Title: s.t("coverage"), Width: 17, Align: right},
		{Title: s.t("band"), Width: 27},
		{Title: s.t("interval"), Width: 17, Align: center},
	}
	for _, g := range groups {
		columns = append(columns, pdfdoc.Column{Title: s.t("in_group", "group", g.Title), Width: 18, Align: center})
	}
	t := pdfdoc.Table{Columns: columns, Size: 8, MaxLines: 4}
	for _, row := range s.r.Ranking {
		t.Rows = append(t.Rows, s.rankRow(row, groups))
	}
	s.d.Table(t)
	if s.countContradictions() > 0 {
		s.d.Paragraph(s.t("ranking.mark"), pdfdoc.Small)
	}
}

func (s *setter) countContradictions() int {
	n := 0
	for _, row := range s.r.Ranking {
		n += row.Contradictions
	}
	return n
}

func (s *setter) rankRow(row view.RankRow, groups []view.GroupColumn) []pdfdoc.Cell {
	name := row.Name
	if row.Contradictions > 0 {
		name += " " + s.t("mark", "n", row.Contradictions)
	}
	band := pdfdoc.Cell{Text: or(row.Band.Title), Chip: chip(row.Band)}
	if !row.Index.Known && row.Reason != "" {
		band = pdfdoc.Cell{Text: row.Reason, Ink: &pdfdoc.Grey}
	}
	cells := []pdfdoc.Cell{
		{Text: row.Rank, Bold: true},
		{Text: name, Link: s.links[row.Anchor], Ink: &pdfdoc.Accent},
		{Text: row.Index.Text, Bold: true},
		{Text: bounds(row.Low, row.High)},
		{Text: row.Coverage.Text},
		band,
		{Text: row.Interval},
	}
	for _, g := range groups {
		text := l10n.Unknown
		for _, place := range row.Groups {
			if place.Column == g.ID {
				text = place.Text
			}
		}
		cells = append(cells, pdfdoc.Cell{Text: text})
	}
	return cells
}

// boundsWidth is the width a column of bounds needs for these too, given what it needed so far; at most 30 mm.
func (s *setter) boundsWidth(so float64, low, high view.Num) float64 {
	return min(max(so, s.d.TextWidth(bounds(low, high), pdfdoc.Style{Size: 8})+3.2), 30)
}

// bounds writes a span of two scores.
func bounds(low, high view.Num) string {
	if !low.Known || !high.Known {
		return l10n.Unknown
	}
	return low.Text + "–" + high.Text
}
