package pdf

import (
	"siap/internal/pdfdoc"
)

// cover sets the first page: what this is, of whom, the few numbers of the first glance, and the contents.
func (s *setter) cover(sections []section) {
	const pad = 8.0
	kind := pdfdoc.Style{Size: 10, Bold: true, Ink: pdfdoc.Color{R: 0xbf, G: 0xd9, B: 0xea}}
	title := pdfdoc.Style{Size: 26, Bold: true, Ink: pdfdoc.White}
	lines := s.d.Wrap(s.title, title, pdfdoc.Width-2*pad, 0)
	if len(lines) > 3 {
		title.Size = 15
		lines = s.d.Wrap(s.title, title, pdfdoc.Width-2*pad, 6)
	}
	year := pdfdoc.Style{Size: 16, Ink: pdfdoc.White}
	height := 2*pad + kind.Leading() + 2 + float64(len(lines))*title.Leading()
	if s.r.Year != "" {
		height += year.Leading() + 1
	}
	y := s.d.Reserve(height)
	s.d.FillRect(pdfdoc.Left, y, pdfdoc.Width, height, pdfdoc.Accent)
	y += pad
	s.d.Label(pdfdoc.Left+pad, y+kind.Leading()*0.78, pdfdoc.Width-2*pad, s.t("kind"), kind, pdfdoc.AlignLeft)
	y += kind.Leading() + 2
	for _, line := range lines {
		s.d.Label(pdfdoc.Left+pad, y+title.Leading()*0.78, 0, line, title, pdfdoc.AlignLeft)
		y += title.Leading()
	}
	if s.r.Year != "" {
		s.d.Label(pdfdoc.Left+pad, y+1+year.Leading()*0.78, 0, s.t("year", "year", s.r.Year), year, pdfdoc.AlignLeft)
	}
	s.d.Space(4)
	if s.r.Invented != "" {
		s.d.Box("", []string{s.r.Invented}, pdfdoc.WarningTone)
	}
	if s.r.Simulation != "" {
		s.d.Box("", []string{s.r.Simulation}, pdfdoc.WarningTone)
	}
	s.facts([][2]string{
		{s.t("rubric"), join(", ", s.r.Rubric.Title, s.r.Rubric.Version)},
		{s.t("rubric_status"), s.r.Rubric.Status},
		{s.t("basis"), s.r.Basis},
		{s.t("window"), s.r.Window},
	})
	s.d.Space(3)
	tiles := make([]tile, len(s.r.Headlines))
	for i, h := range s.r.Headlines {
		tiles[i] = tile{value: h.Value, label: h.Label, note: h.Note}
	}
	perRow := 3
	if n := len(tiles); n%4 == 0 || (n > 4 && n%3 == 1) {
		perRow = 4 // no tile alone in its row
	}
	s.tiles(tiles, perRow)
	s.contents(sections)
}

// facts sets label and value in two columns; those without a value are left out.
func (s *setter) facts(facts [][2]string) {
	label, value := pdfdoc.Style{Size: 9, Ink: pdfdoc.Grey}, pdfdoc.Style{Size: 9.5, Ink: pdfdoc.Black}
	const wide = 48.0
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		lines := s.d.Wrap(f[1], value, pdfdoc.Width-wide, 4)
		y := s.d.Reserve(float64(len(lines)) * value.Leading())
		s.d.Label(pdfdoc.Left, y+value.Leading()*0.78, wide-2, f[0], label, pdfdoc.AlignLeft)
		for i, line := range lines {
			s.d.Label(pdfdoc.Left+wide, y+(float64(i)+0.78)*value.Leading(), 0, line, value, pdfdoc.AlignLeft)
		}
	}
}

// tile is one large number.
type tile struct {
	value, label, note string
	chip               *pdfdoc.Color
}

// tiles sets the tiles in rows of so many, all of one row equally high.
func (s *setter) tiles(tiles []tile, perRow int) {
	const gap, pad = 3.0, 2.6
	value := pdfdoc.Style{Size: 15, Bold: true, Ink: pdfdoc.Accent}
	label := pdfdoc.Style{Size: 8, Ink: pdfdoc.Grey}
	note := pdfdoc.Style{Size: 7.5, Ink: pdfdoc.Black}
	width := (pdfdoc.Width - gap*float64(perRow-1)) / float64(perRow)
	inner := width - 2*pad
	for len(tiles) > 0 {
		row := tiles[:min(perRow, len(tiles))]
		tiles = tiles[len(row):]
		labels, notes := make([][]string, len(row)), make([][]string, len(row))
		mostLabels, mostNotes := 1, 0
		for i, t := range row {
			labels[i] = s.d.Wrap(t.label, label, inner, 2)
			mostLabels = max(mostLabels, len(labels[i]))
			if t.note != "" {
				indent := 0.0
				if t.chip != nil {
					indent = 3.6
				}
				notes[i] = s.d.Wrap(t.note, note, inner-indent, 3)
			}
			mostNotes = max(mostNotes, len(notes[i]))
		}
		height := 2*pad + float64(mostLabels)*label.Leading() + value.Leading() + float64(mostNotes)*note.Leading()
		top := s.d.Reserve(height)
		for i, t := range row {
			x, y := pdfdoc.Left+float64(i)*(width+gap), top
			s.d.FillRect(x, y, width, height, pdfdoc.Pale)
			s.d.FillRect(x, y, width, 0.7, pdfdoc.Accent)
			y += pad
			for _, line := range labels[i] {
				s.d.Label(x+pad, y+label.Leading()*0.78, 0, line, label, pdfdoc.AlignLeft)
				y += label.Leading()
			}
			st := value
			for s.d.TextWidth(t.value, st) > inner && st.Size > 8 {
				st.Size--
			}
			y = top + pad + float64(mostLabels)*label.Leading()
			s.d.Label(x+pad, y+value.Leading()*0.78, inner, t.value, st, pdfdoc.AlignLeft)
			y += value.Leading()
			at := x + pad
			if t.chip != nil {
				s.d.FillRect(at, y+0.5, 2.4, 2.4, *t.chip)
				at += 3.6
			}
			for _, line := range notes[i] {
				s.d.Label(at, y+note.Leading()*0.78, 0, line, note, pdfdoc.AlignLeft)
				y += note.Leading()
			}
		}
		s.d.Space(gap)
	}
}

// contents lists the chapters; their pages are filled in when all is set.
func (s *setter) contents(sections []section) {
	s.d.Heading(pdfdoc.Heading{Text: s.t("contents"), Level: 2})
	st := pdfdoc.Style{Size: 9.5, Ink: pdfdoc.Black}
	row := st.Leading() * 1.25
	top := s.d.Reserve(row * float64(len(sections)))
	s.d.Later(func(pageOf func(pdfdoc.Link) int) {
		for i, part := range sections {
			y := top + float64(i)*row
			base := y + row*0.68
			number := s.p.Integer(pageOf(part.link))
			s.d.Label(pdfdoc.Left, base, 140, part.title, st, pdfdoc.AlignLeft)
			s.d.Label(pdfdoc.Right, base, 0, number, st, pdfdoc.AlignRight)
			from := pdfdoc.Left + s.d.TextWidth(part.title, st) + 2
			s.d.Line(from, base, pdfdoc.Right-s.d.TextWidth(number, st)-2, base,
				pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.2, Dash: []float64{0.3, 1.2}})
			s.d.LinkArea(pdfdoc.Left, y, pdfdoc.Width, row, part.link)
		}
	})
}

// summary sets the executive summary in words, then the bands and the dimensions over all agencies.
func (s *setter) summary() {
	large := pdfdoc.Body
	large.Size = 10.5
	for _, sentence := range s.r.Summary {
		s.d.Paragraph(sentence, large)
	}
	if len(s.r.Bands) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.t("bands"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.t("band"), Width: 45},
			{Title: s.t("range"), Width: 55},
			{Title: s.t("agencies"), Width: 20, Align: pdfdoc.AlignRight},
			{Title: ""},
		}, MinHeight: 6, MaxLines: 4}
		for _, b := range s.r.Bands {
			color := bandColor(b.BandRef)
			share := min(max(b.Share, 0), 1)
			t.Rows = append(t.Rows, []pdfdoc.Cell{
				{Text: b.Title, Chip: chip(b.BandRef)},
				{Text: b.Range},
				{Text: s.p.Integer(b.Count)},
				{Draw: func(x, y, w, h float64) { s.d.FillRect(x+2, y+1.5, (w-4)*share, h-3, color) }},
			})
		}
		s.d.Table(t)
	}
	if len(s.r.Dimensions) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("dimensions"), Level: 2})
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("dimension")},
		{Title: s.t("weight"), Width: 18, Align: right},
		{Title: s.t("median"), Width: 18, Align: right},
		{Title: s.t("lowest"), Width: 19, Align: right},
		{Title: s.t("highest"), Width: 19, Align: right},
		{Title: s.t("coverage"), Width: 22, Align: right},
		{Title: s.t("with_value"), Width: 24, Align: right},
	}, MaxLines: 4}
	for _, dim := range s.r.Dimensions {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: join(", ", join(" ", dim.Code, dim.Title), dim.OwnScale)},
			{Text: dim.Weight.Text},
			{Text: dim.Median.Text, Bold: true},
			{Text: dim.Lowest.Text},
			{Text: dim.Highest.Text},
			{Text: dim.Coverage.Text},
			{Text: s.p.Integer(dim.Known)},
		})
	}
	s.d.Table(t)
}
