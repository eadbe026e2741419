package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
)

// The cover in millimetres: where its band of colour ends, and how high the drawing at its foot is.
const (
	bandEnd = 172.0
	skyline = 40.0
)

// cover sets the first page: what this is, of whom and of when, and what must be known before anything is read. subject
// is the agency in whose file it stands, "" in the report on all. A short list of contents stands on it too, a longer one
// on a page of its own.
func (s *setter) cover(subject string, chapters []chapter) {
	y := s.d.Reserve(pdfdoc.Bottom - pdfdoc.Top)
	s.d.FillRect(0, 0, pdfdoc.PageWidth, bandEnd, pdfdoc.Accent)
	s.skyline(subject)
	faint := pdfdoc.Faint
	s.logo()
	kind := pdfdoc.Style{Size: 11, Bold: true, Ink: faint}
	y += 12
	if s.r.Publication.Logo != nil {
		y += 12
	}
	s.line(pdfdoc.Left, y, pdfdoc.Width, s.t("kind"), kind, pdfdoc.AlignLeft)
	y += kind.Leading() + 5
	head, below := s.r.Title, ""
	if head == "" {
		head = s.title
	}
	if subject != "" {
		head, below = subject, head
	}
	title := pdfdoc.Style{Size: 30, Bold: true, Ink: pdfdoc.White}
	lines := s.d.Wrap(head, title, pdfdoc.Width, 0)
	for len(lines) > 4 && title.Size > 14 {
		title.Size -= 2
		lines = s.d.Wrap(head, title, pdfdoc.Width, 12)
	}
	y = s.put(pdfdoc.Left, y, lines[:min(len(lines), 6)], title, pdfdoc.AlignLeft) + 3
	if below != "" {
		st := pdfdoc.Style{Size: 13, Ink: pdfdoc.White}
		y = s.put(pdfdoc.Left, y, s.d.Wrap(below, st, pdfdoc.Width, 2), st, pdfdoc.AlignLeft) + 1
	}
	if s.r.Year != "" {
		s.line(pdfdoc.Left, y, pdfdoc.Width, s.t("year", "year", s.r.Year), pdfdoc.Style{Size: 17, Ink: faint}, pdfdoc.AlignLeft)
	}
	y = bandEnd + 9
	y = s.facts(y, [][2]string{
		{s.t("rubric"), l10n.Join(", ", s.r.Rubric.Title, s.r.Rubric.Version)},
		{s.t("rubric_status"), s.r.Rubric.Status},
		{s.t("basis"), s.r.Basis},
		{s.t("window"), s.r.Window},
		{s.t("created"), s.createdText()},
	})
	y += 4
	for _, text := range []string{s.r.Publication.Withheld, s.r.Invented, s.r.Simulation} {
		y = s.banner(y, text)
	}
	if (len(s.profiles) == 1 || len(s.r.Agencies) < 2) && y+contentsRow*float64(len(chapters))+20 < pdfdoc.Bottom {
		y += 5
		s.caption(pdfdoc.Left, y, pdfdoc.Width, s.t("contents"), pdfdoc.Accent)
		s.contentsAt(y+captionHeight+1, chapters)
		s.d.PageBreak()
		return
	}
	s.d.PageBreak()
	s.contents(chapters)
}

func (s *setter) createdText() string {
	if s.r.Created.IsZero() {
		return ""
	}
	return s.p.Date(s.r.Created.UTC())
}

// skyline draws the index of every agency as a bar at the foot of the band of colour, the highest at the left; that of
// the subject is bright.
func (s *setter) skyline(subject string) {
	type bar struct {
		share float64
		own   bool
	}
	var bars []bar
	for _, row := range s.r.Ranking {
		if row.Index.Known {
			bars = append(bars, bar{s.r.Scale.Part(row.Index.Value), subject != "" && row.Name == subject})
		}
	}
	if len(bars) == 1 { // the only agency: its dimensions
		bars = nil
		for _, dim := range s.r.Dimensions {
			if dim.Median.Known {
				bars = append(bars, bar{share: dim.Scale.Part(dim.Median.Value)})
			}
		}
	}
	dim := s.d.Paint(pdfdoc.Accent).Pale(0.18)
	width := pdfdoc.Width / float64(max(len(bars), 1))
	gap := min(width*0.2, 1.5)
	for i, b := range bars {
		high := 3 + (skyline-3)*b.share
		ink := dim
		if b.own {
			ink = shades[1]
		}
		s.d.FillRect(pdfdoc.Left+float64(i)*width, bandEnd-high, width-gap, high, ink)
	}
}

// banner sets what must be seen, over the width of the page from y on; it gives the y below.
func (s *setter) banner(y float64, text string) float64 {
	if text == "" {
		return y
	}
	st := pdfdoc.Style{Size: 9.5, Bold: true, Ink: pdfdoc.Warn}
	lines := s.d.Wrap(text, st, pdfdoc.Width-8, 7)
	height := float64(len(lines))*st.Leading() + 5
	s.d.FillRect(pdfdoc.Left, y, pdfdoc.Width, height, pdfdoc.WarnTint)
	s.d.FillRect(pdfdoc.Left, y, 1.2, height, pdfdoc.Warn)
	s.put(pdfdoc.Left+4, y+2.5, lines, st, pdfdoc.AlignLeft)
	return y + height + 3
}

// facts writes labels and values in two columns from y on; those without a value are left out. It gives the y below.
func (s *setter) facts(y float64, facts [][2]string) float64 {
	label, value := pdfdoc.Style{Size: 9, Ink: pdfdoc.Grey}, pdfdoc.Style{Size: 9.5, Ink: pdfdoc.Black}
	const wide = 44.0
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		s.d.Label(pdfdoc.Left, y+value.Leading()*base, wide-2, f[0], label, pdfdoc.AlignLeft)
		y = s.put(pdfdoc.Left+wide, y, s.d.Wrap(f[1], value, pdfdoc.Width-wide, 3), value, pdfdoc.AlignLeft) + 0.8
	}
	return y
}
