package pdf

import (
	"cmp"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// placeMap sets the map with every place in words below it.
func (s *setter) placeMap() {
	m := s.r.Map
	s.d.Paragraph(l10n.Join(" ", m.Title+".", m.Sentence), pdfdoc.Body)
	s.bandLegend(slices.ContainsFunc(m.Places, func(p view.Place) bool { return p.Agencies > 0 && !p.Index.Known }), false)
	height := s.placesHeight(pdfdoc.Width)
	y := s.d.Reserve(height + 3)
	s.places(pdfdoc.Left, y, pdfdoc.Width, true)
	if m.Height == 0 {
		s.d.Paragraph(s.t("map.tiles"), pdfdoc.Small)
	}
	s.placeTable()
	if len(m.Absent) > 0 {
		s.d.Paragraph(s.t("map.absent", "names", strings.Join(m.Absent[:min(len(m.Absent), absentMost)], "; "), "n", len(m.Absent)), pdfdoc.Small)
	}
}

// absentMost is how many agencies without a place on the map are named.
const absentMost = 40

// placesHeight is that of the map at a width.
func (s *setter) placesHeight(width float64) float64 {
	m := s.r.Map
	if m.Height > 0 {
		return m.Height * s.shapeScale(width)
	}
	return width / float64(m.Columns) * float64(m.Rows)
}

// shapesHigh is the greatest height of a map of outlines.
const shapesHigh = 150.0

// shapeScale brings the sheet of outlines, 1000 wide, into a width and under the greatest height.
func (s *setter) shapeScale(width float64) float64 {
	return min(width/1000, shapesHigh*(width/pdfdoc.Width)/s.r.Map.Height)
}

// places draws the tiles, or the outlines, in the colours of their bands; numbered says that tiles have their numbers.
func (s *setter) places(x, y, width float64, numbered bool) {
	m := s.r.Map
	if m.Height > 0 {
		s.outlines(x, y, width)
		return
	}
	size := width / float64(m.Columns)
	for _, p := range m.Places {
		s.tileOf(p, x+float64(p.Column)*size, y+float64(p.Row)*size, size, numbered)
	}
}

func (s *setter) tileOf(p view.Place, x, y, size float64, numbered bool) {
	inner := size * 0.94
	ink := pdfdoc.Grey
	switch {
	case p.Index.Known:
		color := bandColor(p.Band)
		s.d.FillRect(x, y, inner, inner, color)
		s.lowCorner(x, y, inner, inner*0.18, p.Band)
		ink = *inkOn(color)
	case p.Agencies > 0:
		s.unknownCell(x, y, inner, inner)
		ink = pdfdoc.Black
	default:
		s.d.FillRect(x, y, inner, inner, pdfdoc.Pale)
	}
	name := pdfdoc.Style{Size: size * 0.85, Bold: true, Ink: ink}
	if !numbered {
		name.Size = size
		s.d.Label(x+inner/2, y+inner*0.62, inner, p.Short, name, pdfdoc.AlignCenter)
	} else {
		s.d.Label(x+inner/2, y+inner*0.45, inner, p.Short, name, pdfdoc.AlignCenter)
		if p.Index.Known {
			s.d.Label(x+inner/2, y+inner*0.82, inner, p.Index.Text, pdfdoc.Style{Size: size * 0.66, Ink: ink}, pdfdoc.AlignCenter)
		}
	}
	if link := s.links[p.Anchor]; link != 0 {
		s.d.LinkArea(x, y, inner, inner, link)
	}
}

func (s *setter) outlines(x, y, width float64) {
	scale := s.shapeScale(width)
	x += (width - 1000*scale) / 2
	for _, p := range s.r.Map.Places {
		fill := pdfdoc.Pale
		if p.Index.Known {
			fill = bandColor(p.Band)
		} else if p.Agencies > 0 {
			fill = none
		}
		rings := make([][]pdfdoc.Point, len(p.Rings))
		for i, ring := range p.Rings {
			for _, at := range ring {
				rings[i] = append(rings[i], pdfdoc.Point{X: x + at.X*scale, Y: y + at.Y*scale})
			}
		}
		s.d.FillRings(rings, fill, pdfdoc.Stroke{Ink: pdfdoc.White, Width: 0.12})
	}
}

// placeTable lists the places that anything is known of, the highest first, in columns.
func (s *setter) placeTable() {
	var all []view.Place
	for _, p := range s.r.Map.Places {
		if p.Agencies > 0 {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b view.Place) int {
		return cmp.Or(-cmp.Compare(b2i(a.Index.Known), b2i(b.Index.Known)), cmp.Compare(b.Index.Value, a.Index.Value))
	})
	if len(all) == 0 {
		return
	}
	const columns, gap, row = 3, 7.0, 4.6
	width := (pdfdoc.Width - gap*(columns-1)) / columns
	for len(all) > 0 {
		fits := max(int((s.d.Room()-2)/row), 6)
		per := min(fits, (len(all)+columns-1)/columns)
		part := all[:min(len(all), per*columns)]
		all = all[len(part):]
		y := s.d.Reserve(float64(min(per, len(part))) * row)
		for i, p := range part {
			s.placeLine(p, pdfdoc.Left+float64(i/per)*(width+gap), y+float64(i%per)*row, width)
		}
	}
	s.d.Space(2)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// placeLine writes one place: its code, its name, its number.
func (s *setter) placeLine(p view.Place, x, y, width float64) {
	s.d.FillRect(x, y+0.9, 2.6, 2.6, bandColor(p.Band))
	s.lowCorner(x, y+0.9, 2.6, 1.2, p.Band)
	s.line(x+3.6, y+0.5, 6, p.Short, sized(strong, 7.5), pdfdoc.AlignLeft)
	name := p.Name
	if p.Agencies > 1 {
		name = l10n.Join(" ", name, "("+s.p.Integer(p.Agencies)+")")
	}
	s.line(x+9.5, y+0.5, width-21, name, sized(plain, 7.5), pdfdoc.AlignLeft)
	s.line(x+width, y+0.5, 11, p.Index.Text, sized(strong, 7.5), pdfdoc.AlignRight)
}
