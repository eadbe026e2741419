package pdf

import (
	"math"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// history sets earlier assessments beside this one: each agency's index over the years, and what changed since the last.
func (s *setter) history() {
	h := s.r.History
	s.d.Bullets(h.Sentences, pdfdoc.Body)
	if len(h.Remarks) > 0 {
		s.d.Box("", h.Remarks, pdfdoc.WarningTone)
	}
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("agency"), Most: 70}}, Size: 8, MaxLines: 2, MinHeight: 5.4, Auto: true}
	first := max(0, len(h.Columns)-historyMost)
	for _, c := range h.Columns[first:] {
		t.Columns = append(t.Columns, pdfdoc.Column{Title: c.Label, Align: right, Most: 30})
	}
	t.Columns = append(t.Columns,
		pdfdoc.Column{Title: s.t("history.change"), Align: right},
		pdfdoc.Column{Title: s.t("history.places"), Align: right},
		pdfdoc.Column{Title: s.t("history.line"), Width: 32})
	for _, row := range h.Rows {
		cells := []pdfdoc.Cell{{Text: row.Name, Link: s.links[row.Anchor]}}
		for _, c := range row.Cells[first:] {
			cells = append(cells, pdfdoc.Cell{Text: c.Index.Text, Chip: chip(c.Band)})
		}
		cells = append(cells,
			pdfdoc.Cell{Text: row.Change.Text, Bold: true, Ink: changeInk(row.Change)},
			pdfdoc.Cell{Text: or(row.Text)},
			pdfdoc.Cell{Draw: func(x, y, w, hi float64) { s.trend(row.Cells[first:], x+2, y+1, w-4, hi-2) }})
		t.Rows = append(t.Rows, cells)
	}
	s.d.Table(t)
}

// historyMost is how many of the latest assessments are printed.
const historyMost = 8

func changeInk(n view.Num) *pdfdoc.Color {
	switch {
	case n.Known && n.Value > 0:
		return &good
	case n.Known && n.Value < 0:
		return &pdfdoc.Warn
	}
	return nil
}

// trend draws an index over the assessments as a line on the whole scale; where one is missing the line is broken.
func (s *setter) trend(cells []view.HistoryCell, x, y, w, h float64) {
	if len(cells) < 2 {
		return
	}
	at := func(i int) (pdfdoc.Point, bool) {
		c := cells[i]
		return pdfdoc.Point{X: x + w*float64(i)/float64(len(cells)-1), Y: y + h - h*s.r.Scale.Part(c.Index.Value)}, c.Index.Known
	}
	s.d.Line(x, y+h, x+w, y+h, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	for i := range cells {
		p, known := at(i)
		if !known {
			continue
		}
		if i > 0 {
			if q, before := at(i - 1); before {
				s.d.Line(q.X, q.Y, p.X, p.Y, pdfdoc.Stroke{Ink: own, Width: 0.4})
			}
		}
		s.d.Dot(p.X, p.Y, math.Min(0.7, h/3), own)
	}
}
