package pdf

import (
	"slices"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// ranking sets the ranking: each agency with its index, its band, what unknown answers leave possible of the index, the
// places it may have, and with whom it shares a group that cannot be told apart.
func (s *setter) ranking() {
	s.d.Paragraph(s.t("ranking.about"), pdfdoc.Body)
	drawn := slices.ContainsFunc(s.r.Ranking, func(row view.RankRow) bool { return row.Drawn() })
	if drawn && s.r.Robust != nil {
		s.d.Paragraph(s.t("ranking.draws", "draws", s.r.Robust.Draws, "level", s.r.Robust.Level.Text), pdfdoc.Small)
	}
	ties := slices.ContainsFunc(s.r.Ranking, func(row view.RankRow) bool { return row.TieSize > 1 })
	if ties {
		s.d.Paragraph(s.t("ranking.ties"), pdfdoc.Small)
	}
	columns := []pdfdoc.Column{
		{Width: 3},
		{Title: s.t("rank"), Width: 16, Align: pdfdoc.AlignRight},
		{Title: s.t("agency")},
		{Title: s.t("index.span"), Width: indexNumber + 18},
		{Title: s.t("band"), Width: s.bandWidth(18, 30)},
		{Title: s.t("places"), Width: placesNumber + 23},
		{Title: s.t("coverage"), Width: 16, Align: pdfdoc.AlignRight},
	}
	t := pdfdoc.Table{Columns: columns, Size: 7.6, MaxLines: 4, MinHeight: 5.2}
	for i, row := range s.r.Ranking {
		t.Rows = append(t.Rows, s.rankRow(i, row))
	}
	s.d.Table(t)
	if s.countContradictions() > 0 {
		s.d.Paragraph(s.t("ranking.mark"), pdfdoc.Small)
	}
}

// bandWidth is what a column of bands needs, within limits.
func (s *setter) bandWidth(least, most float64) float64 {
	width := least
	for _, b := range s.r.Bands {
		width = max(width, s.d.TextWidth(b.Title, plain)+7.5)
	}
	return min(width, most)
}

func (s *setter) countContradictions() int {
	n := 0
	for _, row := range s.r.Ranking {
		n += row.Contradictions
	}
	return n
}

func (s *setter) rankRow(i int, row view.RankRow) []pdfdoc.Cell {
	name := row.Name
	if row.Contradictions > 0 {
		name += " " + s.t("mark", "n", row.Contradictions)
	}
	band := pdfdoc.Cell{Text: or(row.Band.Title), Chip: chip(row.Band)}
	if !row.Index.Known && row.Reason != "" { // the widest column has room for the reason
		name += ": " + row.Reason
	}
	agency := pdfdoc.Cell{Text: name}
	if link := s.links[row.Anchor]; link != 0 {
		agency.Link, agency.Ink = link, &pdfdoc.Accent
	}
	return []pdfdoc.Cell{
		{Draw: func(x, y, _, h float64) { s.tie(i, x, y, h) }},
		{Text: row.Rank, Bold: true},
		agency,
		{Draw: func(x, y, w, h float64) { s.indexCell(row, x, y+h/2, w) }},
		band,
		{Draw: func(x, y, w, h float64) { s.placesCell(row, x, y+h/2, w) }},
		{Text: row.Coverage.Text},
	}
}

// tie draws the bracket that holds agencies together that cannot be told apart; one by itself has none.
func (s *setter) tie(i int, x, y, h float64) {
	row := s.r.Ranking[i]
	if row.TieSize < 2 {
		return
	}
	same := func(k int) bool {
		return k >= 0 && k < len(s.r.Ranking) && s.r.Ranking[k].Tie == row.Tie && s.r.Ranking[k].Governs == row.Governs
	}
	st := pdfdoc.Stroke{Ink: own, Width: 0.5}
	top, bottom := y, y+h
	if !same(i - 1) {
		top = y + 0.8
		s.d.Line(x+1, top, x+2.6, top, st)
	}
	if !same(i + 1) {
		bottom = y + h - 0.8
		s.d.Line(x+1, bottom, x+2.6, bottom, st)
	}
	s.d.Line(x+1, top, x+1, bottom, st)
}

// How much of a cell the number before its drawing takes.
const (
	indexNumber  = 11.0
	placesNumber = 13.0
)

// indexCell writes the index and draws it as a dot with its bounds as a whisker.
func (s *setter) indexCell(row view.RankRow, x, y, w float64) {
	s.d.Label(x+indexNumber-1, y+1, indexNumber-1.5, row.Index.Text, sized(strong, 7.6), pdfdoc.AlignRight)
	ax := s.indexAxis(x+indexNumber+1.5, x+w-2)
	s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	if row.Low.Known && row.High.Known {
		s.boundsLine(ax, row.Low.Value, row.High.Value, y, 0.9)
	}
	if row.Index.Known {
		s.marker(ax.at(row.Index.Value), y, 1.1, row.Band)
	}
}

// placesCell writes and draws the places an agency may have: the interval as a bar, what unknown answers alone leave possible as a
// line, its place as a dot.
func (s *setter) placesCell(row view.RankRow, x, y, w float64) {
	s.d.Label(x+1.4, y+1, placesNumber-1, row.Interval, sized(plain, 7.6), pdfdoc.AlignLeft)
	if row.RankNumber == 0 || row.Of == 0 {
		return
	}
	ax := axis{1, float64(max(row.Of, 2)), x + placesNumber + 1, x + w - 2}
	s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	s.interval(ax, row, y, 1.7)
	s.d.Dot(ax.at(float64(row.RankNumber)), y, 0.95, own)
}

// interval draws the bar of an agency's places, and the line of those that unknown answers leave possible.
func (s *setter) interval(ax axis, row view.RankRow, y, thick float64) {
	if row.Possible != "" {
		s.d.Line(ax.at(float64(row.PossibleBest)), y, ax.at(float64(row.PossibleWorst)), y, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.3})
	}
	if row.Best > 0 {
		from, to := ax.at(float64(row.Best)), ax.at(float64(row.Worst))
		s.d.FillRect(from-0.3, y-thick/2, to-from+0.6, thick, shades[3])
	}
}
