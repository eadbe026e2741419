package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// robust says how far the ranking can be trusted: where each agency stood over all draws, what moves the ranking, what
// it would be without a dimension, and how little turns neighbours round.
func (s *setter) robust() {
	r := s.r.Robust
	s.d.Bullets(r.Sentences, pdfdoc.Body)
	s.placesPlot()
	s.sourcesTable()
	s.factorBars()
	s.leaveOutBars()
	s.overtakes()
}

// What the plot of places takes: up to so many agencies have a row with their name.
const (
	placeRow   = 4.1
	namedMost  = 120
	placeNames = 62.0
)

// placesPlot draws the places of each agency: the darker, the more draws gave that place; the interval as a frame, the
// place in the ranking as a dot. Many agencies are drawn without names, each as a thin line.
func (s *setter) placesPlot() {
	var all []view.RankRow
	for _, row := range s.r.Ranking {
		if row.RankNumber > 0 {
			all = append(all, row)
		}
	}
	if len(all) < 2 {
		return
	}
	about := "robust.places.about"
	if len(all) > namedMost {
		about = "robust.places.many"
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("robust.places"), Level: 2, About: s.t(about, "level", s.r.Robust.Level.Text)})
	if len(all) > namedMost {
		s.thinPlaces(all)
		return
	}
	ax := axis{1, float64(max(all[0].Of, 2)), pdfdoc.Left + placeNames + 12, pdfdoc.Right - 5}
	for _, row := range all {
		ax.max = max(ax.max, float64(row.Of))
	}
	const head = 5.5
	for len(all) > 0 {
		n := int((s.d.Room() - head - 22) / placeRow) // a heading and its words may still wait
		if n < min(len(all), 6) {
			s.d.PageBreak()
			n = int((s.d.Room() - head - 1) / placeRow)
		}
		n = min(n, len(all))
		if rest := len(all) - n; rest > 0 && rest < 3 {
			n -= 3 - rest // no rows of one or two on the next page
		}
		top := s.d.Reserve(head + float64(n)*placeRow + 1)
		s.placeAxis(ax, top+head-1.2, top+head+float64(n)*placeRow)
		for i, row := range all[:n] {
			s.placesRow(ax, row, top+head+(float64(i)+0.5)*placeRow)
		}
		all = all[n:]
		s.d.Space(2)
	}
}

// placeAxis numbers the places above the rows.
func (s *setter) placeAxis(ax axis, y, bottom float64) {
	last := int(ax.max)
	step := 1
	for _, try := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = try; last/try <= 14 {
			break
		}
	}
	for place := 1; place <= last; place++ {
		if place != 1 && place%step != 0 {
			continue
		}
		if place > 1 && place < 1+step/2 {
			continue
		}
		x := ax.at(float64(place))
		s.d.Label(x, y, 0, s.p.Integer(place), tiny, pdfdoc.AlignCenter)
		s.d.Line(x, y+0.8, x, bottom, pdfdoc.Stroke{Ink: grid, Width: 0.12})
	}
}

func (s *setter) placesRow(ax axis, row view.RankRow, y float64) {
	s.d.Label(pdfdoc.Left+8, y+0.95, 0, row.Rank, soft, pdfdoc.AlignRight)
	s.d.Label(pdfdoc.Left+10, y+0.95, placeNames-10, row.Name, sized(plain, 7.5), pdfdoc.AlignLeft)
	s.d.Label(pdfdoc.Left+placeNames+8, y+0.95, 0, row.Interval, soft, pdfdoc.AlignRight)
	if link := s.links[row.Anchor]; link != 0 {
		s.d.LinkArea(pdfdoc.Left, y-placeRow/2, placeNames, placeRow, link)
	}
	if row.Possible != "" {
		s.d.Line(ax.at(float64(row.PossibleBest)), y, ax.at(float64(row.PossibleWorst)), y, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.2})
	}
	step := (ax.x1 - ax.x0) / (ax.max - ax.min)
	if spread := row.Spread; spread != nil {
		most := 1
		for _, n := range spread.Counts {
			most = max(most, n)
		}
		for k, n := range spread.Counts {
			if n > 0 {
				x := ax.at(float64(spread.First + k))
				s.d.FillRect(x-step/2, y-placeRow*0.38, step, placeRow*0.76, shade(float64(n)/float64(most)))
			}
		}
	}
	if row.Best > 0 {
		from, to := ax.at(float64(row.Best)), ax.at(float64(row.Worst))
		s.d.StrokeRect(from-step/2, y-placeRow*0.38, to-from+step, placeRow*0.76, pdfdoc.Stroke{Ink: own, Width: 0.25})
	}
	s.d.Dot(ax.at(float64(row.RankNumber)), y, 0.85, pdfdoc.Black)
}

// shade is a blue as deep as a share, 0 to 1.
func shade(x float64) pdfdoc.Color {
	mix := func(from, to uint8) uint8 { return uint8(float64(from) + x*(float64(to)-float64(from))) }
	pale, deep := pdfdoc.Tint, shades[4]
	return pdfdoc.Color{R: mix(pale.R, deep.R), G: mix(pale.G, deep.G), B: mix(pale.B, deep.B)}
}

// thinPlaces draws the intervals of very many agencies on one page, from the first at the top to the last.
func (s *setter) thinPlaces(all []view.RankRow) {
	const most, head = 215.0, 5.5
	step := min(1.2, most/float64(len(all)))
	ax := axis{1, 2, pdfdoc.Left + 12, pdfdoc.Right - 4}
	for _, row := range all {
		ax.max = max(ax.max, float64(row.Of))
	}
	top := s.d.Reserve(head + step*float64(len(all)) + 2)
	y := top + head
	s.placeAxis(ax, y-1.2, y+step*float64(len(all)))
	for i, row := range all {
		at := y + (float64(i)+0.5)*step
		if row.Best > 0 {
			from, to := ax.at(float64(row.Best)), ax.at(float64(row.Worst))
			s.d.FillRect(from-0.15, at-step*0.42, to-from+0.3, step*0.84, shades[3])
		}
		x := ax.at(float64(row.RankNumber))
		s.d.FillRect(x-0.25, at-step*0.5, 0.5, step, own)
		if i%25 == 0 {
			s.d.Label(pdfdoc.Left+9, at+0.9, 0, row.Rank, tiny, pdfdoc.AlignRight)
		}
	}
	s.d.Space(2)
}

func (s *setter) sourcesTable() {
	if len(s.r.Robust.Sources) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("robust.sources"), Level: 2})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{{Title: s.t("robust.source")}, {Title: s.t("robust.how")}}, Size: 8, Auto: true}
	for _, source := range s.r.Robust.Sources {
		t.Rows = append(t.Rows, []pdfdoc.Cell{{Text: source.Title, Bold: true}, {Text: or(source.Text)}})
	}
	s.d.Table(t)
}

// bars draws rows of a name, bars on an axis from 0 to most, and a number.
func (s *setter) bars(n int, most float64, head func(ax axis, y float64), row func(ax axis, i int, y float64)) {
	const high, heading = 6.4, 6.5
	ax := axis{0, most, pdfdoc.Left + 70, pdfdoc.Right - 34}
	for at := 0; at < n; {
		fits := int((s.d.Room() - heading - 18) / high)
		if fits < min(n-at, 3) {
			s.d.PageBreak()
			fits = int((s.d.Room() - heading) / high)
		}
		part := min(fits, n-at)
		top := s.d.Reserve(heading + float64(part)*high)
		head(ax, top)
		for i := range part {
			row(ax, at+i, top+heading+(float64(i)+0.5)*high)
		}
		at += part
	}
	s.d.Space(2.5)
}

// factorBars draws which source moves the ranking: the part that goes away when it alone is known, and the part that
// stays when all others are, with their intervals.
func (s *setter) factorBars() {
	all := s.r.Robust.Factors
	if len(all) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("robust.factors"), Level: 2, About: s.t("robust.factors.about", "level", s.r.Robust.Level.Text)})
	s.bars(len(all), 1, func(ax axis, y float64) {
		for k := range 5 {
			x := ax.at(float64(k) / 4)
			s.d.Label(x, y+4, 0, s.p.Percent(float64(k)/4, 0), tiny, pdfdoc.AlignCenter)
		}
		s.d.Label(pdfdoc.Right-12, y+4, 12, s.t("robust.total"), tiny, pdfdoc.AlignRight)
		s.d.Label(pdfdoc.Right, y+4, 12, s.t("robust.first"), tiny, pdfdoc.AlignRight)
	}, func(ax axis, i int, y float64) {
		f := all[i]
		s.d.Label(pdfdoc.Left, y+1, 66, f.Title, plain, pdfdoc.AlignLeft)
		s.d.Line(ax.x0, y-3, ax.x0, y+3, pdfdoc.Stroke{Ink: peers, Width: 0.2})
		s.d.FillRect(ax.x0, y-1.9, ax.at(f.Total.Value.Value)-ax.x0, 2.1, shades[4])
		s.d.Whisker(ax.at(f.Total.Low.Value), ax.at(f.Total.High.Value), y-0.85, 0.7, pdfdoc.Stroke{Ink: pdfdoc.Black, Width: 0.25})
		s.d.FillRect(ax.x0, y+0.5, ax.at(f.First.Value.Value)-ax.x0, 1.6, shades[3])
		s.d.Whisker(ax.at(f.First.Low.Value), ax.at(f.First.High.Value), y+1.3, 0.6, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.2})
		s.d.Label(pdfdoc.Right-12, y+1, 0, f.Total.Value.Text, strong, pdfdoc.AlignRight)
		s.d.Label(pdfdoc.Right, y+1, 0, f.First.Value.Text, soft, pdfdoc.AlignRight)
	})
}

// leaveOutMost is how many nodes are drawn of those without which places move.
const leaveOutMost = 14

// leaveOutBars draws how far places move without a dimension or an indicator.
func (s *setter) leaveOutBars() {
	all := s.r.Robust.LeftOut()
	if len(all) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("robust.left"), Level: 2, About: s.t("robust.left.about")})
	shown := all[:min(len(all), leaveOutMost)]
	s.bars(len(shown), shown[0].Shift.Value, func(ax axis, y float64) {
		s.d.Label(ax.x0, y+4, 0, s.p.Integer(0), tiny, pdfdoc.AlignCenter)
		s.d.Label(ax.x1, y+4, 0, shown[0].Shift.Text, tiny, pdfdoc.AlignCenter)
	}, func(ax axis, i int, y float64) {
		l := shown[i]
		st := plain
		st.Bold = !l.Indicator
		s.d.Label(pdfdoc.Left, y-0.1, 68, l10n.Join(" ", l.Code, l.Title), st, pdfdoc.AlignLeft)
		if l.Agency != "" {
			s.d.Label(pdfdoc.Left, y+2.5, 68, s.t("robust.left.most", "name", l.Agency, "n", l.Largest, "place", l.Place), tiny, pdfdoc.AlignLeft)
		}
		s.d.FillRect(ax.x0, y-1.6, ax.at(l.Shift.Value)-ax.x0, 2.6, shades[3])
		s.d.Label(ax.at(l.Shift.Value)+2, y+0.6, 0, l.Shift.Text, strong, pdfdoc.AlignLeft)
	})
	if more := len(all) - len(shown); more > 0 {
		s.d.Paragraph(s.t("more.left", "n", more), pdfdoc.Small)
	}
}

// overtakesMost is how many pairs of neighbours are printed.
const overtakesMost = 40

// overtakes says how small a change of weights turns neighbours round.
func (s *setter) overtakes() {
	all := s.r.Robust.Overtakes
	if len(all) == 0 {
		return
	}
	s.d.Heading(pdfdoc.Heading{Text: s.t("robust.overtakes"), Level: 2, About: s.t("robust.overtakes.about")})
	t := pdfdoc.Table{Columns: []pdfdoc.Column{
		{Title: s.t("robust.upper"), Most: 54},
		{Title: s.t("robust.lower"), Most: 54},
		{Title: s.t("robust.spread"), Align: pdfdoc.AlignRight, Most: 24},
		{Title: s.t("robust.node"), Most: 72},
	}, Size: 8, MaxLines: 4, Auto: true}
	for _, o := range all[:min(len(all), overtakesMost)] {
		spread := pdfdoc.Cell{Text: o.Spread.Text, Bold: true}
		node := ""
		if o.Spread.Known {
			spread.Text = "± " + spread.Text
		} else {
			node = o.Spread.Reason
		}
		if o.Node != "" {
			node = l10n.Join("; ", s.t("robust.node.change", "node", o.Node, "from", o.From.Text, "to", o.To.Text), node)
		}
		t.Rows = append(t.Rows, []pdfdoc.Cell{
			{Text: o.Upper, Link: s.links[o.UpperAnchor]}, {Text: o.Lower, Link: s.links[o.LowerAnchor]}, spread, {Text: or(node), Ink: &pdfdoc.Grey},
		})
	}
	s.d.Table(t)
	if more := len(all) - overtakesMost; more > 0 {
		s.d.Paragraph(s.t("more.overtakes", "n", more), pdfdoc.Small)
	}
}
