package pdf

import (
	"cmp"
	"math"
	"slices"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// The number of dimensions that a radar can show: two make a line, more than six a ball of wool.
const (
	radarLeast = 3
	radarMost  = 6
)

// agencyCharts sets the radar and, beside it, the dimensions as dots from the highest to the lowest; the dots alone
// where there are too few or too many dimensions for a radar.
func (s *setter) agencyCharts(a *view.Agency) part {
	n := len(a.Dimensions)
	if n == 0 {
		return nil
	}
	if n < radarLeast || n > radarMost {
		return s.dots(a, pdfdoc.Left, pdfdoc.Right)
	}
	const wide, high = 78.0, 54.0
	dots := s.dots(a, pdfdoc.Left+wide+6, pdfdoc.Right)
	height := max(high, dots.height())
	return &pair{&fixed{height, func(y float64) { s.radar(a, pdfdoc.Left, wide, y, height) }}, dots}
}

// radar draws the dimensions as spokes: the agency's values as an area, the reference as a broken line.
func (s *setter) radar(a *view.Agency, x, width, top, height float64) {
	n := len(a.Dimensions)
	cx, cy := x+width/2, top+height/2+1.5
	radius := min(height/2-10.5, 19.5)
	spoke := func(i int, share float64) pdfdoc.Point {
		angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		return pdfdoc.Point{X: cx + math.Cos(angle)*radius*share, Y: cy + math.Sin(angle)*radius*share}
	}
	ring := func(at float64) []pdfdoc.Point {
		points := make([]pdfdoc.Point, n)
		for i := range n {
			points[i] = spoke(i, at)
		}
		return points
	}
	thin := pdfdoc.Stroke{Ink: grid, Width: 0.2}
	for _, at := range []float64{1.0 / 3, 2.0 / 3, 1} {
		s.d.Polygon(ring(at), thin)
	}
	for i := range n {
		end := spoke(i, 1)
		s.d.Line(cx, cy, end.X, end.Y, thin)
	}
	refs, values := make([]*pdfdoc.Point, n), make([]*pdfdoc.Point, n)
	for i, dim := range a.Dimensions {
		if dim.Reference.Known {
			p := spoke(i, dim.Scale.Part(dim.Reference.Value))
			refs[i] = &p
		}
		if dim.Value.Known {
			p := spoke(i, dim.Scale.Part(dim.Value.Value))
			values[i] = &p
		}
	}
	s.outline(values, pdfdoc.Stroke{Ink: own, Width: 0.6}, true)
	s.outline(refs, pdfdoc.Stroke{Ink: reference, Width: 0.45, Dash: []float64{1.2, 0.8}}, false)
	for _, p := range values {
		if p != nil {
			s.d.Dot(p.X, p.Y, 0.9, own)
		}
	}
	least, most := s.ends()
	small := sized(tiny, 6.2)
	s.d.Label(cx+0.8, cy+2.3, 0, least, small, pdfdoc.AlignLeft)
	s.d.Label(cx+0.8, cy-radius+2.6, 0, most, small, pdfdoc.AlignLeft)
	for i, dim := range a.Dimensions {
		s.spokeLabel(spoke(i, 1.15), spoke(i, 1), cx, cy, x, width, dim)
	}
}

// ends names the ends of the axis that dimensions are drawn on: those of the scale, or of each one's own in per cent.
func (s *setter) ends() (least, most string) {
	if s.r.OwnScales {
		return s.p.Percent(0, 0), s.p.Percent(1, 0)
	}
	return s.r.Scale.MinText, s.r.Scale.MaxText
}

// outline joins the known points; where one is unknown the line is broken, for nothing may be shown there.
func (s *setter) outline(points []*pdfdoc.Point, st pdfdoc.Stroke, fill bool) {
	var all []pdfdoc.Point
	for _, p := range points {
		if p != nil {
			all = append(all, *p)
		}
	}
	if len(all) == len(points) {
		if fill {
			s.d.FillPolygon(all, st.Ink, 0.14)
		}
		s.d.Polygon(all, st)
		return
	}
	for i, p := range points {
		if next := points[(i+1)%len(points)]; p != nil && next != nil {
			s.d.Line(p.X, p.Y, next.X, next.Y, st)
		}
	}
}

// spokeLabel writes a dimension's name, in three lines at most, and its value at the end of its spoke.
func (s *setter) spokeLabel(at, end pdfdoc.Point, cx, cy, x, width float64, dim view.DimensionScore) {
	st := sized(plain, 7)
	align, room := pdfdoc.AlignCenter, 46.0
	switch {
	case end.X > cx+2:
		align, room = pdfdoc.AlignLeft, x+width-at.X
	case end.X < cx-2:
		align, room = pdfdoc.AlignRight, at.X-x
	}
	lines := append(s.d.Wrap(dim.Title, st, room, 3), s.value(dim.State, dim.Value))
	y := at.Y
	switch height := float64(len(lines)) * st.Leading(); {
	case align != pdfdoc.AlignCenter && end.Y > cy+2: // below the middle: clear of the area
		y -= height / 4
	case align != pdfdoc.AlignCenter:
		y -= height / 2
	case end.Y < at.Y: // below
	default:
		y -= height
	}
	for i, line := range lines {
		st.Bold = i == len(lines)-1
		s.line(at.X, y+float64(i)*st.Leading(), 0, line, st, align)
	}
}

// dots draws a row for each dimension, the highest first: its value as a dot, its bounds as a whisker, the reference as
// a stroke, and how far the agencies lie apart as a bar behind.
func (s *setter) dots(a *view.Agency, x0, x1 float64) part {
	n := len(a.Dimensions)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	at := func(i int) float64 {
		if dim := a.Dimensions[i]; dim.Value.Known {
			return dim.Scale.Part(dim.Value.Value)
		}
		return -1
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(at(k), at(i)) })
	wide := x1-x0 > 120
	names := (x1 - x0) * 0.36
	ax := axis{0, 1, x0 + names + 2, x1 - 12}
	st := sized(plain, 7.5)
	list := &rows{head: 7, keep: 3, shown: n, least: min(n, 6)}
	titles := make([][]string, n)
	for k, i := range order {
		dim := a.Dimensions[i]
		most := 2
		if wide && n > 12 {
			most = 1
		}
		titles[k] = s.d.Wrap(l10n.Join(" ", dim.Code, dim.Title), st, names, most)
		high := max(7.4, float64(len(titles[k]))*st.Leading()+1.2)
		switch {
		case n > 12:
			high = max(4.4, float64(len(titles[k]))*st.Leading()+0.4)
		case n > radarMost:
			high = max(5.6, float64(len(titles[k]))*st.Leading()+0.6)
		}
		list.heights = append(list.heights, high)
	}
	list.paintHead = func(y float64) {
		least, most := s.ends()
		bottom := y + list.head
		for _, h := range list.heights[:list.shown] {
			bottom += h
		}
		if s.r.OwnScales { // the limits of the bands are those of the index
			s.ground(ax, y+4.4, bottom, nil, least, most)
		} else {
			s.bandAxis(s.indexAxis(ax.x0, ax.x1), y+4.4, bottom)
		}
	}
	spans := s.fieldOf(a.Governs).dimensions
	list.paintRow = func(k int, y float64) {
		i := order[k]
		dim := a.Dimensions[i]
		middle := y + list.heights[k]/2
		for j, line := range titles[k] {
			s.line(x0, middle+(float64(j)-float64(len(titles[k]))/2)*st.Leading(), 0, line, st, pdfdoc.AlignLeft)
		}
		s.d.Line(ax.x0, middle, ax.x1, middle, pdfdoc.Stroke{Ink: grid, Width: 0.15})
		if len(s.r.Agencies) > 1 && i < len(spans) && spans[i][0] <= spans[i][1] {
			s.d.FillRect(ax.at(spans[i][0]), middle-1, ax.at(spans[i][1])-ax.at(spans[i][0]), 2, grid)
		}
		if dim.Low.Known && dim.High.Known {
			s.boundsLine(ax, dim.Scale.Part(dim.Low.Value), dim.Scale.Part(dim.High.Value), middle, 0.9)
		}
		if dim.Reference.Known {
			s.referenceMark(ax.at(dim.Scale.Part(dim.Reference.Value)), middle, 1.7)
		}
		if dim.Value.Known {
			s.marker(ax.at(dim.Scale.Part(dim.Value.Value)), middle, 1.3, dim.Band)
		}
		s.line(x1, middle-st.Leading()/2, 11, s.value(dim.State, dim.Value), sized(strong, 7.5), pdfdoc.AlignRight)
	}
	list.more = func(left int, y float64) {
		s.line(x0, y, x1-x0, s.t("more.dimensions", "n", left), tiny, pdfdoc.AlignLeft)
	}
	return list
}

// factorsShown is how many factors of each kind a page has at most.
const factorsShown = 5

// factorPair sets what lifts and what pulls the index, side by side; nil where there is neither.
func (s *setter) factorPair(a *view.Agency, left, right, width float64) part {
	if len(a.Supporting)+len(a.Inhibiting) == 0 {
		return nil
	}
	most := 0.0
	for _, list := range [][]view.Factor{a.Supporting, a.Inhibiting} {
		for _, f := range list {
			most = max(most, math.Abs(f.Contribution.Value))
		}
	}
	return &pair{
		s.factors(s.t("supporting"), a.Supporting, good, left, width, most),
		s.factors(s.t("inhibiting"), a.Inhibiting, pdfdoc.Warn, right, width, most),
	}
}

// factors draws indicators with their value, the reference, and what the difference is worth in points of the index.
func (s *setter) factors(title string, all []view.Factor, ink pdfdoc.Color, x, width, most float64) part {
	all = all[:min(len(all), factorsShown)]
	list := &rows{head: captionHeight + 3.6, keep: 1.2, shown: len(all), least: min(len(all), 2)}
	const numbers = 38.0 // value 9, reference 10, bar and contribution 19
	to := x + width
	list.paintHead = func(y float64) {
		s.caption(x, y, width, title, ink)
		y += captionHeight - 0.6
		if len(all) == 0 {
			s.line(x, y, width, s.t("none"), soft, pdfdoc.AlignLeft)
			return
		}
		small := sized(tiny, 6.2)
		s.line(to-numbers+9.5, y, 14, s.t("value"), small, pdfdoc.AlignRight)
		s.line(to-numbers+20, y, 14, s.t("reference"), small, pdfdoc.AlignRight)
		s.line(to, y, 17, s.t("contribution"), small, pdfdoc.AlignRight)
	}
	st := sized(plain, 7.8)
	titles := make([][]string, len(all))
	for i, f := range all {
		titles[i] = s.d.Wrap(f.Title, st, width-numbers-1, 2)
		list.heights = append(list.heights, float64(len(titles[i]))*st.Leading()+0.7)
	}
	list.paintRow = func(i int, y float64) {
		f := all[i]
		s.put(x, y, titles[i], st, pdfdoc.AlignLeft)
		s.line(to-numbers+9.5, y, 10, f.Value.Text, sized(strong, 7.8), pdfdoc.AlignRight)
		s.line(to-numbers+20, y, 10, f.Reference.Text, soft, pdfdoc.AlignRight)
		s.line(to, y, 11, f.Contribution.Text, in(sized(strong, 7.5), ink), pdfdoc.AlignRight)
		if most > 0 {
			bar := 6 * math.Abs(f.Contribution.Value) / most
			s.d.FillRect(to-numbers+21.5, y+0.9, bar, 2, ink)
		}
	}
	return list
}

// actionsShown is how many actions a page has at most.
const actionsShown = 6

// agencyActions sets the next steps, those first that need little effort, with the index that each would give.
func (s *setter) agencyActions(a *view.Agency) part {
	if !s.r.Actionable {
		return nil
	}
	all := view.QuickFirst(a.Actions)
	x, to := pdfdoc.Left, pdfdoc.Right
	if len(all) == 0 {
		return &fixed{captionHeight + 4, func(y float64) {
			s.caption(x, y, pdfdoc.Width, s.t("next_steps"), pdfdoc.Accent)
			s.line(x, y+captionHeight, pdfdoc.Width, s.t("none"), soft, pdfdoc.AlignLeft)
		}}
	}
	const effort, step, effect, after = 30.0, 21.0, 13.0, 20.0
	text := pdfdoc.Width - effort - step - effect - after - 6
	list := &rows{head: captionHeight + 3.6, keep: 2, shown: min(len(all), actionsShown), least: min(len(all), 2)}
	list.paintHead = func(y float64) {
		s.caption(x, y, pdfdoc.Width, s.t("next_steps"), pdfdoc.Accent)
		y += captionHeight - 0.6
		small := sized(tiny, 6.2)
		s.line(to-after-effect-step-effort, y, effort, s.t("effort"), small, pdfdoc.AlignLeft)
		s.line(to-after-effect-2, y, step, s.t("step"), small, pdfdoc.AlignRight)
		s.line(to-after, y, effect, s.t("effect"), small, pdfdoc.AlignRight)
		s.line(to, y, after, s.t("index.after"), small, pdfdoc.AlignRight)
	}
	st := sized(plain, 7.8)
	texts := make([][]string, len(all))
	efforts := make([][]string, len(all))
	for i, act := range all {
		texts[i] = s.d.Wrap(act.Text, st, text, 2)
		efforts[i] = s.d.Wrap(act.EffortText, tiny, effort-2, 2)
		lines := float64(len(texts[i]))*st.Leading() + tiny.Leading()
		list.heights = append(list.heights, max(lines, float64(len(efforts[i]))*tiny.Leading())+1)
	}
	list.paintRow = func(i int, y float64) {
		act := all[i]
		if act.QuickWin {
			s.d.FillRect(x, y+0.4, 1.2, list.heights[i]-1.6, good)
		}
		next := s.put(x+3, y, texts[i], st, pdfdoc.AlignLeft)
		s.line(x+3, next, text, l10n.Join(" · ", act.Title, act.Dimension), tiny, pdfdoc.AlignLeft)
		ink := pdfdoc.Grey
		if act.QuickWin {
			ink = good
		}
		s.put(to-after-effect-step-effort, y, efforts[i], in(tiny, ink), pdfdoc.AlignLeft)
		s.line(to-after-effect-2, y, step, act.From.Text+" → "+act.To.Text, soft, pdfdoc.AlignRight)
		s.line(to-after, y, effect, act.Effect.Text, sized(strong, 7.8), pdfdoc.AlignRight)
		s.line(to, y, after, act.IndexAfter.Text, in(sized(strong, 7.8), pdfdoc.Accent), pdfdoc.AlignRight)
		s.d.Line(x, y+list.heights[i]-0.6, to, y+list.heights[i]-0.6, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	}
	list.more = func(left int, y float64) {
		s.line(x, y, pdfdoc.Width, s.t("more.actions", "n", left), tiny, pdfdoc.AlignLeft)
	}
	return list
}
