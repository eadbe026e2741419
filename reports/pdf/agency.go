package pdf

import (
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// agencies sets a page for each agency.
func (s *setter) agencies() {
	for i, a := range s.profiles {
		s.agencyPage(a)
		s.progress(i+1, len(s.profiles))
	}
}

// agencyPage sets all that matters of an agency on one page: rows that find no room are left out, and said so; the
// appendix and the agency's own file have them.
func (s *setter) agencyPage(a *view.Agency) {
	s.d.PageBreak()
	bookmark := ""
	if len(s.r.Agencies) > 1 && len(s.profiles) > 1 {
		bookmark = l10n.Join(" · ", a.Rank, a.Name)
	}
	s.d.Heading(pdfdoc.Heading{Level: 1, Link: s.links[a.Anchor], Bookmark: bookmark, BookmarkLevel: 1, Chapter: a.Name})
	const half, gap = 84.0, 6.0
	right := pdfdoc.Left + half + gap
	parts := []part{s.agencyName(a), s.agencyPanel(a)}
	if len(s.r.Agencies) == 1 { // its page is the summary of the report
		parts = append(parts, s.finding())
	}
	parts = append(parts, s.block(pdfdoc.Left, pdfdoc.Width, a.Sentence, sized(plain, 8.5), 4), s.agencyCharts(a))
	if f := s.factorPair(a, pdfdoc.Left, right, half); f != nil {
		parts = append(parts, f)
	}
	parts = append(parts, s.agencyActions(a))
	parts = append(parts, s.agencyFoot(a, half, gap)...)
	s.compose(parts...)
}

// agencyName heads the page.
func (s *setter) agencyName(a *view.Agency) part {
	st := pdfdoc.Style{Size: 17, Bold: true, Ink: pdfdoc.Accent}
	lines := s.d.Wrap(a.Name, st, pdfdoc.Width, 0)
	if len(lines) > 2 {
		st.Size = 12
		lines = s.d.Wrap(a.Name, st, pdfdoc.Width, 3)
	}
	facts := s.d.Wrap(l10n.Join(" · ", s.agencyFacts(a)...), soft, pdfdoc.Width, 2)
	height := float64(len(lines))*st.Leading() + float64(len(facts))*soft.Leading() + 0.8
	return &fixed{height, func(y float64) {
		y = s.put(pdfdoc.Left, y, lines, st, pdfdoc.AlignLeft) + 0.8
		s.put(pdfdoc.Left, y, facts, soft, pdfdoc.AlignLeft)
	}}
}

func (s *setter) agencyFacts(a *view.Agency) []string {
	facts := []string{}
	if a.Source != "" {
		facts = append(facts, a.Source)
	}
	if a.Parent != "" {
		facts = append(facts, s.t("parent", "name", a.Parent))
	}
	typed := false
	for _, place := range a.Groups {
		title := place.Column
		for _, g := range s.r.Groups {
			if g.ID == place.Column {
				title = g.Title
			}
		}
		if place.Rank > 0 {
			facts = append(facts, s.t("group_place", "group", title, "value", place.Value, "place", place.Text))
			typed = typed || place.Value == a.Type
		}
	}
	if a.Type != "" && !typed {
		facts = append([]string{a.Type}, facts...)
	}
	for _, other := range a.Others {
		facts = append(facts, l10n.Join(" ", other.Title+":", other.Index.Text, other.Band.Title))
	}
	return facts
}

// panelHeight is that of the panel with the index.
const panelHeight = 31.0

// agencyPanel shows the index, where it lies among the others, and the place with how sure it is.
func (s *setter) agencyPanel(a *view.Agency) part {
	return &fixed{panelHeight, func(y float64) {
		s.d.FillRect(pdfdoc.Left, y, pdfdoc.Width, panelHeight, pdfdoc.Pale)
		s.d.FillRect(pdfdoc.Left, y, 1.5, panelHeight, bandColor(a.Band))
		s.panelIndex(a, pdfdoc.Left+5, y+2.5, 36)
		alone := len(s.r.Agencies) == 1
		to := pdfdoc.Left + 122
		if alone || a.RankNumber == 0 {
			to = pdfdoc.Right - 6
		}
		s.panelStrip(a, pdfdoc.Left+47, to, y)
		if !alone && a.RankNumber > 0 {
			s.panelRank(a, pdfdoc.Left+130, y+2.5, 41)
		}
	}}
}

func (s *setter) panelIndex(a *view.Agency, x, y, width float64) {
	big := pdfdoc.Style{Size: 27, Bold: true, Ink: pdfdoc.Accent}
	s.line(x, y, width, s.t("index"), soft, pdfdoc.AlignLeft)
	s.line(x, y+2.6, width, a.Index.Text, s.shrunk(a.Index.Text, big, width, 10), pdfdoc.AlignLeft)
	y += 15.2
	if !a.Index.Known {
		s.put(x, y, s.d.Wrap(a.Reason, tiny, width, 3), tiny, pdfdoc.AlignLeft)
		return
	}
	s.d.FillRect(x, y+0.5, 3, 3, bandColor(a.Band))
	s.lowCorner(x, y+0.5, 3, 1.4, a.Band)
	s.line(x+4.2, y, width-4.2, a.Band.Title, sized(strong, 9), pdfdoc.AlignLeft)
	y += 4.4
	if a.Verdict != "" {
		s.line(x, y, width, a.Verdict, tiny, pdfdoc.AlignLeft)
		y += 3.2
	}
	s.line(x, y, width, s.t("coverage_is", "coverage", a.Coverage.Text), tiny, pdfdoc.AlignLeft)
}

// panelStrip draws the index on its scale: the others as a crowd, its bounds as a whisker, the reference as a stroke.
func (s *setter) panelStrip(a *view.Agency, x0, x1, y float64) {
	ax := s.indexAxis(x0, x1)
	f := s.fieldOf(a.Governs)
	about := ""
	if a.Low.Text != a.High.Text {
		about = s.t("index.bounds", "bounds", view.Between(a.Low, a.High))
	}
	if len(f.values) > 1 {
		about = l10n.Join(" · ", s.t("among", "n", len(f.values)), about)
	}
	s.line(x0, y+2.5, x1-x0, about, soft, pdfdoc.AlignLeft)
	floor := y + 17.5
	if len(f.values) > 1 {
		s.crowd(f, ax, floor, 8.5, 0.85, func(float64) pdfdoc.Color { return none })
	}
	middle := floor + 1.6
	if a.Low.Known && a.High.Known {
		s.boundsLine(ax, a.Low.Value, a.High.Value, middle, 1.2)
	}
	if a.Reference.Index.Known {
		s.d.Line(ax.at(a.Reference.Index.Value), floor-8, ax.at(a.Reference.Index.Value), floor+3.4, pdfdoc.Stroke{Ink: reference, Width: 0.5, Dash: []float64{1, 0.7}})
	}
	if a.Index.Known {
		s.marker(ax.at(a.Index.Value), middle, 1.9, a.Band)
	}
	s.bandAxis(ax, floor+7.3, floor+7.3)
	y = y + panelHeight - 4.2
	s.d.Line(x0, y+1.8, x0+4, y+1.8, pdfdoc.Stroke{Ink: reference, Width: 0.5, Dash: []float64{1, 0.7}})
	s.line(x0+5.5, y, x1-x0-5.5, s.referenceWords(a), tiny, pdfdoc.AlignLeft)
}

// referenceWords names the reference with its value, which the name of a limit has already.
func (s *setter) referenceWords(a *view.Agency) string {
	text := s.t("reference_is", "name", a.Reference.Name)
	if a.Reference.Median && a.Reference.Index.Known {
		text = l10n.Join(": ", text, a.Reference.Index.Text)
	}
	return text
}

func (s *setter) panelRank(a *view.Agency, x, y, width float64) {
	big := pdfdoc.Style{Size: 17, Bold: true, Ink: pdfdoc.Accent}
	s.line(x, y, width, s.t("rank"), soft, pdfdoc.AlignLeft)
	rank := s.t("rank_of", "rank", a.Rank, "of", a.Of)
	s.line(x, y+3.2, width, rank, s.shrunk(rank, big, width, 9), pdfdoc.AlignLeft)
	y += 12
	ax := axis{1, float64(max(a.Of, 2)), x + 1, x + width - 1}
	s.d.Line(ax.x0, y+1.5, ax.x1, y+1.5, pdfdoc.Stroke{Ink: peers, Width: 0.2})
	s.interval(ax, a.RankRow, y+1.5, 2.2)
	s.d.Dot(ax.at(float64(a.RankNumber)), y+1.5, 1.1, own)
	y += 3.6
	lines := s.d.Wrap(s.intervalWords(a), tiny, width, 4)
	s.put(x, y, lines, tiny, pdfdoc.AlignLeft)
}

// intervalWords says between which places an agency lies, for which reason, and from how many it cannot be told apart.
func (s *setter) intervalWords(a *view.Agency) string {
	key, level := "interval.bounds", ""
	if a.Drawn() && s.r.Robust != nil {
		key, level = "interval.draws", s.r.Robust.Level.Text
	}
	if a.Best == a.Worst {
		key += ".sure"
	}
	text := s.t(key, "interval", a.Interval, "level", level)
	if a.TieSize > 1 {
		text += " " + s.t("interval.tied", "n", a.TieSize-1)
	}
	return text
}

// agencyFoot sets what stands at the foot of the page: claims and measurements beside the state of the data.
func (s *setter) agencyFoot(a *view.Agency, half, gap float64) []part {
	right, width := pdfdoc.Left+half+gap, half
	bare := !s.r.Measured && len(a.Views) == 0
	if bare { // nothing stands at the left
		right, width = pdfdoc.Left, pdfdoc.Width
	}
	left := &stack{gap: gapLeast}
	status := &stack{gap: 2.2}
	add := func(to *stack, p part) {
		if p != nil {
			to.parts = append(to.parts, p)
		}
	}
	if s.r.Measured {
		add(left, s.agencyClaims(a, pdfdoc.Left, half))
	}
	status.parts = append(status.parts, s.statusHead(right, width))
	for _, p := range []part{s.answered(a, right, width), s.evidence(a, right, width), s.basesLine(a, right, width), s.placeholderLine(a, right, width), s.trendLine(a, right, width)} {
		add(status, p)
	}
	add(status, s.pointer(a, right, width))
	if bare {
		return []part{status}
	}
	// The second views stand where there is more room.
	if left.height() <= status.height()+10 {
		add(left, s.agencyTags(a, pdfdoc.Left, half))
	} else {
		status.parts = slices.Insert(status.parts, len(status.parts)-1, s.agencyTags(a, right, half))
		status.parts = present(status.parts)
	}
	return []part{&pair{left, status}}
}

func (s *setter) statusHead(x, width float64) part {
	return &fixed{captionHeight - 1, func(y float64) { s.caption(x, y, width, s.t("status"), pdfdoc.Accent) }}
}

// agencyClaims draws the claims that measurements do not bear out.
func (s *setter) agencyClaims(a *view.Agency, x, width float64) part {
	title := s.t("contradictions")
	all := a.Contradictions
	if len(all) == 0 {
		lines := s.d.Wrap(s.t("contradictions.none"), soft, width, 2)
		return &fixed{captionHeight + 0.5 + float64(len(lines))*soft.Leading(), func(y float64) {
			s.caption(x, y, width, title, pdfdoc.Accent)
			s.put(x, y+captionHeight+0.5, lines, soft, pdfdoc.AlignLeft)
		}}
	}
	const numbers = 36.0
	list := &rows{head: captionHeight + 0.5, keep: 1, shown: len(all), least: min(len(all), 1)}
	list.paintHead = func(y float64) { s.caption(x, y, width, title, pdfdoc.Warn) }
	titles, words := make([][]string, len(all)), make([][]string, len(all))
	for i, c := range all {
		titles[i] = s.d.Wrap(c.IndicatorTitle, sized(strong, 7.8), width-numbers-2, 2)
		words[i] = s.d.Wrap(s.measurement(c), tiny, width, 2)
		list.heights = append(list.heights, float64(len(titles[i]))*sized(strong, 7.8).Leading()+float64(len(words[i]))*tiny.Leading()+1.2)
	}
	list.paintRow = func(i int, y float64) {
		c := all[i]
		next := s.put(x, y, titles[i], sized(strong, 7.8), pdfdoc.AlignLeft)
		to := x + width
		s.line(to-27, y, 9, c.Claim.Text, soft, pdfdoc.AlignRight)
		s.dumbbell(c, to-25.5, to-10, y+1.9)
		s.line(to, y, 9, c.Measured.Text, in(strong, pdfdoc.Warn), pdfdoc.AlignRight)
		s.put(x, next, words[i], tiny, pdfdoc.AlignLeft)
	}
	list.more = func(left int, y float64) {
		s.line(x, y, width, s.t("more.claims", "n", left), tiny, pdfdoc.AlignLeft)
	}
	return list
}

// answered draws how many indicators are known, unknown and not applicable.
func (s *setter) answered(a *view.Agency, x, width float64) part {
	if len(a.Indicators) == 0 {
		return nil
	}
	unknown, na := len(a.Unknown), len(a.NotApplicable)
	known := max(len(a.Indicators)-unknown-na, 0)
	text := s.t("answered", "n", known, "unknown", unknown, "na", na)
	return s.split(x, width, text, []piece{{float64(known), own, false}, {float64(unknown), pdfdoc.White, true}, {float64(na), grid, false}})
}

// piece is one part of a bar.
type piece struct {
	n     float64
	ink   pdfdoc.Color
	hatch bool
}

// split draws a bar of several pieces below a text.
func (s *setter) split(x, width float64, text string, pieces []piece) part {
	lines := s.d.Wrap(text, sized(plain, 7.5), width, 2)
	st := sized(plain, 7.5)
	return &fixed{float64(len(lines))*st.Leading() + 2.6, func(y float64) {
		y = s.put(x, y, lines, st, pdfdoc.AlignLeft) + 0.3
		whole := 0.0
		for _, p := range pieces {
			whole += p.n
		}
		at := x
		for _, p := range pieces {
			if p.n <= 0 || whole <= 0 {
				continue
			}
			w := width * p.n / whole
			if p.hatch {
				s.unknownCell(at, y, w, 2.2)
			} else {
				s.d.FillRect(at, y, w, 2.2, p.ink)
			}
			at += w
		}
	}}
}

// evidence draws how much of the agency's evidence is accepted.
func (s *setter) evidence(a *view.Agency, x, width float64) part {
	if len(a.Evidence) == 0 {
		return nil
	}
	accepted := 0
	others := map[string]int{}
	var order []string
	for _, e := range a.Evidence {
		if e.Accepted {
			accepted++
			continue
		}
		if others[e.StatusText] == 0 {
			order = append(order, e.StatusText)
		}
		others[e.StatusText]++
	}
	words := []string{s.t("evidence.accepted", "n", accepted)}
	for _, status := range order {
		words = append(words, s.t("evidence.other", "n", others[status], "status", status))
	}
	text := s.t("evidence", "n", len(a.Evidence), "parts", strings.Join(words, ", "))
	return s.split(x, width, text, []piece{{float64(accepted), good, false}, {float64(len(a.Evidence) - accepted), shades[1], false}})
}

// basesLine gives the index on every basis, and how the agency's own assessment differs from its assessors'.
func (s *setter) basesLine(a *view.Agency, x, width float64) part {
	if len(a.Bases.Rows) == 0 {
		return nil
	}
	row := a.Bases.Rows[0]
	var texts []string
	for i, c := range row.Cells {
		if i < len(a.Bases.Titles) {
			texts = append(texts, l10n.Join(" ", a.Bases.Titles[i]+":", c.Value.Text, c.Band.Title))
		}
	}
	return s.block(x, width, strings.Join(texts, " · "), sized(plain, 7.5), 3)
}

// placeholderLine warns of stand-ins among the values.
func (s *setter) placeholderLine(a *view.Agency, x, width float64) part {
	if len(a.Placeholders) == 0 {
		return nil
	}
	return s.block(x, width, s.t("placeholders")+": "+strings.Join(a.Placeholders, "; "), in(sized(strong, 7.5), pdfdoc.Warn), 3)
}

// trendLine draws the index over earlier assessments.
func (s *setter) trendLine(a *view.Agency, x, width float64) part {
	if s.r.History == nil {
		return nil
	}
	for _, row := range s.r.History.Rows {
		if row.Anchor != a.Anchor {
			continue
		}
		text := s.t("history.since", "label", s.r.History.Columns[max(len(s.r.History.Columns)-2, 0)].Label, "change", row.Change.Text, "places", or(row.Text))
		st := sized(plain, 7.5)
		return &fixed{st.Leading() + 7, func(y float64) {
			s.line(x, y, width, text, st, pdfdoc.AlignLeft)
			s.trend(row.Cells, x+1, y+st.Leading()+0.5, width-2, 6)
		}}
	}
	return nil
}

// agencyTags draws the agency's scores in the second views.
func (s *setter) agencyTags(a *view.Agency, x, width float64) part {
	type line struct {
		title string
		tag   view.TagScore
	}
	var all []line
	for _, v := range a.Views {
		for _, tag := range v.Tags {
			all = append(all, line{v.Title, tag})
		}
	}
	if len(all) == 0 {
		return nil
	}
	const row = 3.9
	list := &rows{head: captionHeight, keep: 0.45, shown: len(all)}
	list.paintHead = func(y float64) { s.caption(x, y, width, all[0].title, pdfdoc.Accent) }
	if len(a.Views) > 1 {
		list.paintHead = func(y float64) { s.caption(x, y, width, s.p.Text("view.section.views"), pdfdoc.Accent) }
	}
	for range all {
		list.heights = append(list.heights, row)
	}
	ax := s.indexAxis(x+width*0.5, x+width-10)
	list.paintRow = func(i int, y float64) {
		tag := all[i].tag
		s.line(x, y, width*0.48, tag.Title, sized(plain, 7.5), pdfdoc.AlignLeft)
		s.d.Line(ax.x0, y+1.9, ax.x1, y+1.9, pdfdoc.Stroke{Ink: grid, Width: 0.15})
		if tag.Value.Known {
			s.marker(ax.at(tag.Value.Value), y+1.9, 1, tag.Band)
		}
		s.line(x+width, y, 10, s.value(tag.State, tag.Value), sized(strong, 7.5), pdfdoc.AlignRight)
	}
	list.more = func(left int, y float64) { s.line(x, y, width, s.t("more.tags", "n", left), tiny, pdfdoc.AlignLeft) }
	list.few = min(4, len(all))
	return list
}

// pointer leads to the agency's indicators in the appendix, or to its details.
func (s *setter) pointer(a *view.Agency, x, width float64) part {
	link := s.appendix[a.Anchor]
	if link == 0 {
		return nil
	}
	at := 0.0
	d := s.d
	part := &fixed{tiny.Leading(), func(y float64) {
		at = y
		d.LinkArea(x, y, width, tiny.Leading(), link)
		d.Later(func(pageOf func(pdfdoc.Link) int) {
			s.line(x, at, width, s.t("pointer", "n", len(a.Indicators), "page", pageOf(link)), in(tiny, pdfdoc.Accent), pdfdoc.AlignLeft)
		})
	}}
	return part
}
