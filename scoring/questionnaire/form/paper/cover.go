package paper

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/rubric"
)

// cover sets the first page: what this is, who fills it in, how, who signs, and the contents.
func (s *setter) cover() {
	s.banner()
	s.who()
	s.how()
	s.sign()
	s.contents()
}

// banner sets the title on a coloured ground.
func (s *setter) banner() {
	const pad = 6.0
	kind := pdfdoc.Style{Size: 9.5, Bold: true, Ink: pdfdoc.Accent}
	title := pdfdoc.Style{Size: 20, Bold: true, Ink: pdfdoc.Black}
	about := pdfdoc.Style{Size: 9.5, Ink: pdfdoc.Grey}
	lines := s.d.Wrap(s.title, title, pdfdoc.Width-2*pad, 0)
	if len(lines) > 2 {
		title.Size = 13
		lines = s.d.Wrap(s.title, title, pdfdoc.Width-2*pad, 5)
	}
	rubricLine := s.t("rubric", "title", s.text(s.f.Rubric.Title), "version", s.f.Rubric.Version)
	abouts := s.d.Wrap(rubricLine, about, pdfdoc.Width-2*pad, 3)
	height := 2*pad + kind.Leading() + 1 + float64(len(lines))*title.Leading() + 1 + float64(len(abouts))*about.Leading()
	y := s.d.Reserve(height)
	s.d.FillRect(pdfdoc.Left, y, pdfdoc.Width, height, pdfdoc.Pale)
	s.d.FillRect(pdfdoc.Left, y, 1.5, height, pdfdoc.Accent)
	y += pad
	s.d.Label(pdfdoc.Left+pad, y+kind.Leading()*baseline, pdfdoc.Width-2*pad, l10n.Join(" ", s.t("kind"), s.year), kind, pdfdoc.AlignLeft)
	y += kind.Leading() + 1
	for _, text := range lines {
		s.d.Label(pdfdoc.Left+pad, y+title.Leading()*baseline, 0, text, title, pdfdoc.AlignLeft)
		y += title.Leading()
	}
	y++
	for _, text := range abouts {
		s.d.Label(pdfdoc.Left+pad, y+about.Leading()*baseline, 0, text, about, pdfdoc.AlignLeft)
		y += about.Leading()
	}
	s.d.Space(3)
}

// labels is how wide the names of the first fields are.
const labels = 44.0

// who sets who fills the form in: what is known is printed, the rest are lines and boxes.
func (s *setter) who() {
	x := pdfdoc.Left + labels
	if s.f.Agency != nil {
		s.known(s.t("agency"), s.agency())
	} else {
		s.blank(s.t("agency"))
		s.blank(s.t("agency.id"))
	}
	switch {
	case s.f.Role != "":
		s.blank(s.t("respondent"))
		title := s.f.Role
		if role := s.f.Rubric.Role(s.f.Role); role != nil {
			title = or(s.text(role.Title), title)
		}
		s.known(s.t("role"), title)
	case len(s.f.Rubric.Roles) > 0:
		s.blank(s.t("respondent"))
		s.roles(x, s.f.Rubric.Roles)
	default:
		s.blank(s.t("respondent"))
	}
	s.blank(s.t("date"))
	s.d.Space(2)
}

// known sets a field whose value is printed.
func (s *setter) known(label, value string) {
	x := pdfdoc.Left + labels
	lines := s.d.Wrap(value, bold, pdfdoc.Right-x, 4)
	y := s.d.Reserve(float64(len(lines))*bold.Leading() + 2.5)
	s.d.Label(pdfdoc.Left, y+2+bold.Leading()*baseline, labels-2, label, plain, pdfdoc.AlignLeft)
	for i, text := range lines {
		s.d.Label(x, y+2+(float64(i)+baseline)*bold.Leading(), 0, text, bold, pdfdoc.AlignLeft)
	}
}

// blank sets a field to write in.
func (s *setter) blank(label string) {
	y := s.d.Reserve(line + 0.5)
	s.d.Label(pdfdoc.Left, y+line-1.4, labels-2, label, plain, pdfdoc.AlignLeft)
	s.d.Line(pdfdoc.Left+labels, y+line-1, pdfdoc.Right, y+line-1, dotted)
}

// roles sets the roles as boxes to tick.
func (s *setter) roles(x float64, roles []rubric.Role) {
	var names []string
	for _, role := range roles {
		names = append(names, or(s.text(role.Title), role.ID))
	}
	inner := *s
	inner.x, inner.width = x, pdfdoc.Right-x
	e := append(element{gap(2.2)}, inner.row("", names)...)
	y := s.d.Reserve(e.height())
	s.d.Label(pdfdoc.Left, y+2.2+plain.Leading()*baseline, labels-2, s.t("role"), plain, pdfdoc.AlignLeft)
	for _, p := range e {
		p.draw(y)
		y += p.height
	}
}

// how sets the instructions, with those only that the form's questions need.
func (s *setter) how() {
	levels, multiple, number, slots := false, false, false, false
	for q := range s.f.All() {
		switch q.Node.Asked() {
		case rubric.Levels:
			levels = true
		case rubric.Multiple:
			multiple = true
		case rubric.Number, rubric.Percentage, rubric.Ratio:
			number = true
		default:
		}
		slots = slots || q.Slot > 0
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("how"), Level: 2, Bookmark: s.t("how")})
	steps := []string{s.t("how.pen")}
	for _, step := range []struct {
		key  string
		said bool
	}{
		{"how.levels", levels},
		{"how.multiple", multiple},
		{"how.number", number},
		{"how.special", true},
		{"how.slots", slots},
		{"how.evidence", true},
		{"how.respondent", true},
		{"how.code", true},
	} {
		if step.said {
			steps = append(steps, s.t(step.key))
		}
	}
	s.d.Bullets(steps, pdfdoc.Style{Size: 9, Ink: pdfdoc.Black})
	s.d.Space(1)
	s.blank(s.t("return"))
	s.blank(s.t("deadline"))
}

// sign sets two places to sign: who filled it in and who answers for it. Of a respondent with a role, who answers
// under a code, only the receipt is signed.
func (s *setter) sign() {
	s.d.Heading(pdfdoc.Heading{Text: s.t("sign"), Level: 2})
	who := []string{s.t("sign.filled"), s.t("sign.head")}
	if s.f.Role != "" {
		who = []string{s.t("sign.received")}
	}
	const gapBetween, height = 8.0, 38.0
	wide := (pdfdoc.Width - gapBetween) / 2
	y := s.d.Reserve(height)
	for i, title := range who {
		x := pdfdoc.Left + float64(i)*(wide+gapBetween)
		s.d.StrokeRect(x, y, wide, height, pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.3})
		s.d.Label(x+3, y+5.5, wide-6, title, bold, pdfdoc.AlignLeft)
		for k, key := range []string{"sign.name", "sign.number"} {
			at := y + height - 9 + float64(k)*6.5 - 2
			label := s.t(key)
			s.d.Label(x+3, at, 0, label, small, pdfdoc.AlignLeft)
			s.d.Line(x+3+s.d.TextWidth(label, small)+2, at+0.4, x+wide-3, at+0.4, dotted)
		}
	}
	s.d.Space(2)
}

// contents lists the sections with the number of their questions and their pages.
func (s *setter) contents() {
	s.d.Heading(pdfdoc.Heading{Text: s.t("contents"), Level: 2})
	type entry struct{ title, questions string }
	entries := make([]entry, len(s.f.Sections))
	for i, section := range s.f.Sections {
		seen := 0
		var last *rubric.Node
		for _, q := range section.Questions {
			if q.Node != last {
				seen++
			}
			last = q.Node
		}
		entries[i] = entry{s.heading(section.Node), s.t("questions", "n", seen)}
	}
	row := plain.Leading() * 1.2
	for i, e := range entries {
		y := s.d.Reserve(row)
		s.d.Later(func(pageOf func(pdfdoc.Link) int) {
			base := y + row*0.7
			number := s.p.Integer(pageOf(s.links[i]))
			s.d.Label(pdfdoc.Left, base, 118, e.title, plain, pdfdoc.AlignLeft)
			s.d.Label(pdfdoc.Right-14, base, 0, e.questions, small, pdfdoc.AlignRight)
			s.d.Label(pdfdoc.Right, base, 0, number, plain, pdfdoc.AlignRight)
			s.d.LinkArea(pdfdoc.Left, y, pdfdoc.Width, row, s.links[i])
		})
	}
}
