package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// nation sets the provinces beside each other, who is best at each indicator, and which folders do not count.
func (s *setter) nation() {
	n := s.r.Nation
	s.d.Bullets(n.Sentences, pdfdoc.Body)
	s.d.Heading(pdfdoc.Heading{Text: s.p.Text("view.nation.league"), Level: 2, About: s.p.Text("view.nation.league.how")})
	s.leagues(n)
	if len(n.Best) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.p.Text("view.nation.best"), Level: 2, About: s.p.Text("view.nation.best.how")})
		s.best(n)
	}
	if len(n.LeftOut) > 0 {
		s.d.Heading(pdfdoc.Heading{Text: s.p.Text("view.nation.left_out"), Level: 2})
		t := pdfdoc.Table{Columns: []pdfdoc.Column{
			{Title: s.p.Text("view.nation.folder")},
			{Title: s.p.Text("view.nation.title"), Most: 70},
			{Title: s.p.Text("view.nation.state")},
			{Title: s.p.Text("view.nation.reasons")},
		}, Size: 8, Auto: true}
		for _, p := range n.LeftOut {
			t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: p.Path}, {Text: p.Title}, {Text: p.State}, {Text: or(p.Reasons)}})
		}
		s.d.Table(t)
	}
}

// leagues is the provinces' table: a stroke for each government, a dot for the median.
func (s *setter) leagues(n *view.Nation) {
	right := pdfdoc.AlignRight
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("rank"), Width: 17, Align: right},
		{Title: s.p.Text("view.nation.province"), Share: 2},
		{Title: s.p.Text("view.nation.governments"), Width: 19, Align: right},
		{Title: s.p.Text("view.nation.median"), Width: 16, Align: right},
		{Title: s.p.Text("view.nation.spread"), Width: 36},
		{Title: s.p.Text("view.nation.highest"), Share: 3},
		{Title: s.p.Text("view.nation.lowest"), Share: 3},
	}, Size: 7.5, MinHeight: 6}
	for _, l := range n.Leagues {
		shade := bandColor(l.Band)
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: l.Place},
			{Text: l.Name, Bold: true},
			{Text: s.p.Integer(l.Governments)},
			{Text: l.Median.Text, Bold: true, Chip: &shade},
			{Draw: func(x, y, w, h float64) {
				ax := s.indexAxis(x+1.5, x+w-1.5)
				s.d.Line(ax.x0, y+h/2, ax.x1, y+h/2, pdfdoc.Stroke{Ink: grid, Width: 0.2})
				if len(l.Points) == 0 {
					return
				}
				s.d.Line(ax.at(l.Points[0]), y+h/2, ax.at(l.Points[len(l.Points)-1]), y+h/2, pdfdoc.Stroke{Ink: own, Width: 0.5})
				for _, p := range l.Points {
					s.d.Line(ax.at(p), y+h/2-1.4, ax.at(p), y+h/2+1.4, pdfdoc.Stroke{Ink: own, Width: 0.25})
				}
				s.d.Dot(ax.at(l.Median.Value), y+h/2, 1, own)
			}},
			{Text: numbered(l.HighestName, l.Highest)},
			{Text: numbered(l.LowestName, l.Lowest)},
		})
	}
	s.d.Table(t)
}

// numbered puts a name and its number together.
func numbered(name string, n view.Num) string {
	if !n.Known {
		return n.Text
	}
	return name + " " + n.Text
}

func (s *setter) best(n *view.Nation) {
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.p.Text("view.nation.indicator"), Share: 4},
		{Title: s.p.Text("view.nation.value"), Width: 16, Align: pdfdoc.AlignRight},
		{Title: s.p.Text("view.nation.examples"), Share: 6},
		{Title: s.p.Text("view.nation.evidence"), Share: 4},
	}, Size: 7.5}
	for _, b := range n.Best {
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: view.Numbered(b.Code, b.Title)},
			{Text: b.Value.Text, Bold: true},
			{Text: b.Examples},
			{Text: or(l10n.Join("\n", b.Evidence, b.Link))},
		})
	}
	s.d.Table(t)
}
