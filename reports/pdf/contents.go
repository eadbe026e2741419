package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// contents lists the chapters with their pages and, in a booklet, the agencies with theirs. Pages are filled in when all
// is set.
func (s *setter) contents(chapters []chapter) {
	title := s.t("contents")
	s.d.Heading(pdfdoc.Heading{Text: title, Level: 1, Bookmark: title})
	s.contentsAt(s.d.Reserve(contentsRow*float64(len(chapters))), chapters)
	switch {
	case len(s.profiles) > 1:
		s.agencyList()
	case len(s.r.Agencies) > 1:
		s.d.Space(6)
		s.d.Box(s.t("profiles.left_out"), []string{s.t("profiles.ask", "n", len(s.r.Agencies))}, pdfdoc.NoteTone)
	}
}

// contentsRow is the height of a line of the contents.
const contentsRow = 6.05

// contentsAt writes the list of chapters from a place on.
func (s *setter) contentsAt(top float64, chapters []chapter) {
	s.d.Later(func(pageOf func(pdfdoc.Link) int) {
		for i, c := range chapters {
			s.contentsLine(pdfdoc.Left, pdfdoc.Right, top+float64(i)*contentsRow, contentsRow, c.title, c.link, pageOf(c.link), pdfdoc.Style{Size: 10, Ink: pdfdoc.Black})
		}
	})
}

// contentsLine writes one title with its page.
func (s *setter) contentsLine(x0, x1, y, height float64, title string, link pdfdoc.Link, page int, st pdfdoc.Style) {
	baseline := y + height*0.68
	number := s.p.Integer(page)
	wide := s.d.TextWidth(number, st)
	text := s.d.Fit(title, st, x1-x0-wide-6)
	s.d.Label(x0, baseline, 0, text, st, pdfdoc.AlignLeft)
	s.d.Label(x1, baseline, 0, number, st, pdfdoc.AlignRight)
	if from, to := x0+s.d.TextWidth(text, st)+2, x1-wide-2; to > from {
		s.d.Line(from, baseline, to, baseline, pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.2, Dash: []float64{0.3, 1.2}})
	}
	s.d.LinkArea(x0, y, x1-x0, height, link)
}

// agencyList lists the agencies in columns, in the order of the ranking, with the pages of their own.
func (s *setter) agencyList() {
	s.d.Heading(pdfdoc.Heading{Text: s.t("agencies"), Level: 2})
	columns, st := 2, pdfdoc.Style{Size: 8, Ink: pdfdoc.Black}
	if len(s.profiles) > 90 {
		columns = 3
	}
	const gap = 8.0
	width := (pdfdoc.Width - gap*float64(columns-1)) / float64(columns)
	row := st.Leading() * 1.18
	for all := s.profiles; len(all) > 0; {
		perColumn := min(max(int((s.d.Room()-14)/row), 4), (len(all)+columns-1)/columns)
		part := all[:min(len(all), perColumn*columns)]
		all = all[len(part):]
		top := s.d.Reserve(float64(min(perColumn, len(part))) * row)
		s.d.Later(func(pageOf func(pdfdoc.Link) int) {
			for i, a := range part {
				x := pdfdoc.Left + float64(i/perColumn)*(width+gap)
				s.contentsLine(x, x+width, top+float64(i%perColumn)*row, row, l10n.Join("  ", rankPrefix(a), a.Name), s.links[a.Anchor], pageOf(s.links[a.Anchor]), st)
			}
		})
		if len(all) > 0 {
			s.d.PageBreak()
		}
	}
}

// rankPrefix is an agency's rank before its name; "" without one.
func rankPrefix(a *view.Agency) string {
	if a.RankNumber == 0 {
		return ""
	}
	return a.Rank + "."
}
