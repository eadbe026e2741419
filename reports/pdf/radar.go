package pdf

import (
	"math"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// The number of dimensions that a radar can show: two make a line, more than twelve a ball of wool.
const (
	radarLeast = 3
	radarMost  = 12
	dotsMost   = 20
)

// profileCharts sets the radar and, beside it, each dimension as a dot with its bounds against the reference.
func (s *setter) profileCharts(a *view.Agency) {
	n := len(a.Dimensions)
	if n == 0 || n > dotsMost {
		return // the table below has all numbers
	}
	const wide = 84.0
	height := 66.0
	withRadar := n >= radarLeast && n <= radarMost
	if !withRadar {
		height = 14 + float64(n)*6
	}
	top := s.d.Reserve(height + 6)
	left := pdfdoc.Left
	if withRadar {
		s.radar(a, pdfdoc.Left+wide/2, top+height/2, 22)
		left += wide + 2
	}
	s.dots(a, left, pdfdoc.Right, top+4, height-8)
	s.legend(a, top+height)
}

// legend names the two lines.
func (s *setter) legend(a *view.Agency, y float64) {
	st := pdfdoc.Style{Size: 7.5, Ink: pdfdoc.Black}
	x := pdfdoc.Left
	s.d.Line(x, y+2, x+7, y+2, pdfdoc.Stroke{Ink: own, Width: 0.6})
	s.d.Dot(x+3.5, y+2, 0.9, own)
	text := s.d.Fit(a.Short, st, 62)
	s.d.Label(x+8.5, y+3, 0, text, st, pdfdoc.AlignLeft)
	x += 8.5 + s.d.TextWidth(text, st) + 6
	s.d.Line(x, y+2, x+7, y+2, pdfdoc.Stroke{Ink: reference, Width: 0.5, Dash: []float64{1.2, 0.8}})
	s.d.Label(x+8.5, y+3, pdfdoc.Right-x-8.5, s.t("reference_is", "name", a.Reference.Name), st, pdfdoc.AlignLeft)
}

func (s *setter) radar(a *view.Agency, cx, cy, radius float64) {
	n := len(a.Dimensions)
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
	s.outline(refs, pdfdoc.Stroke{Ink: reference, Width: 0.5, Dash: []float64{1.2, 0.8}}, false)
	for _, p := range values {
		if p != nil {
			s.d.Dot(p.X, p.Y, 0.9, own)
		}
	}
	tiny := pdfdoc.Style{Size: 6.5, Ink: pdfdoc.Grey}
	least, most := s.ends()
	s.d.Label(cx+0.8, cy+2.4, 0, least, tiny, pdfdoc.AlignLeft)
	s.d.Label(cx+0.8, cy-radius+2.6, 0, most, tiny, pdfdoc.AlignLeft)
	for i, dim := range a.Dimensions {
		s.spokeLabel(spoke(i, 1.12), spoke(i, 1), cx, dim)
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
			s.d.FillPolygon(all, st.Ink, 0.15)
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

// spokeLabel writes a dimension's name, in two lines at most, and its value at the end of its spoke.
func (s *setter) spokeLabel(at, end pdfdoc.Point, cx float64, dim view.DimensionScore) {
	st := pdfdoc.Style{Size: 7, Ink: pdfdoc.Black}
	align, room := pdfdoc.AlignCenter, 40.0
	switch {
	case end.X > cx+2:
		align, room = pdfdoc.AlignLeft, pdfdoc.Left+84-at.X
	case end.X < cx-2:
		align, room = pdfdoc.AlignRight, at.X-pdfdoc.Left
	}
	text := s.value(dim.State, dim.Value)
	lines := append(s.d.Wrap(dim.Title, st, room, 3), text)
	y := at.Y
	switch height := float64(len(lines)) * st.Leading(); {
	case align != pdfdoc.AlignCenter:
		y -= height / 2
	case end.Y < at.Y: // below
	default:
		y -= height
	}
	for i, line := range lines {
		st.Bold = i == len(lines)-1
		s.d.Label(at.X, y+(float64(i)+0.78)*st.Leading(), 0, line, st, align)
	}
}

// value is a number, or "?" and "n/a" in the language.
func (s *setter) value(state view.State, n view.Num) string {
	if n.Known {
		return n.Text
	}
	if state == view.NotApplicable {
		return s.t("na")
	}
	return n.Text
}

// dots draws one row for each dimension: its value as a dot, its bounds as a whisker, the reference as a stroke.
func (s *setter) dots(a *view.Agency, x0, x1, top, height float64) {
	n := len(a.Dimensions)
	names := max(min(38.0, (x1-x0)*0.42), (x1-x0)*0.36)
	ax := axis{0, 1, x0 + names + 2, x1 - 13}
	head := 7.0
	row := min((height-head)/float64(n), 10)
	body := top + head
	least, most := s.ends()
	if s.r.OwnScales { // the limits of the bands are those of the index
		s.ground(ax, body-1.4, body+row*float64(n), 6.8, nil, least, most)
	} else {
		s.bandAxis(axis{s.r.Scale.Min, s.r.Scale.Max, ax.x0, ax.x1}, body-1.4, body+row*float64(n), 6.8)
	}
	st := pdfdoc.Style{Size: 7.5, Ink: pdfdoc.Black}
	perName := 1
	if row >= 2*st.Leading() {
		perName = 2
	}
	for i, dim := range a.Dimensions {
		y := body + (float64(i)+0.5)*row
		lines := s.d.Wrap(dim.Title, st, names, perName)
		for j, line := range lines {
			s.d.Label(x0, y+(float64(j)+0.78-float64(len(lines))/2)*st.Leading(), 0, line, st, pdfdoc.AlignLeft)
		}
		s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: grid, Width: 0.1})
		if dim.Low.Known && dim.High.Known {
			s.d.Whisker(ax.at(dim.Scale.Part(dim.Low.Value)), ax.at(dim.Scale.Part(dim.High.Value)), y, 0.9, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.35})
		}
		if dim.Reference.Known {
			x := ax.at(dim.Scale.Part(dim.Reference.Value))
			s.d.Line(x, y-1.9, x, y+1.9, pdfdoc.Stroke{Ink: reference, Width: 0.6})
		}
		if dim.Value.Known {
			s.d.Dot(ax.at(dim.Scale.Part(dim.Value.Value)), y, 1.2, own)
		}
		s.d.Label(x1, y+1, 12, s.value(dim.State, dim.Value), pdfdoc.Style{Size: 7.5, Bold: true, Ink: pdfdoc.Black}, pdfdoc.AlignRight)
	}
}
