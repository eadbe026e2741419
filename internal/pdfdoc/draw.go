package pdfdoc

// This file is the drawing layer: all charts are drawn with these few primitives, in millimetres from the top left
// corner of the page, and nothing else here or in the reports knows how a line gets into a PDF.

import (
	"slices"

	"github.com/jung-kurt/gofpdf"
)

// Color is an opaque colour.
type Color struct{ R, G, B uint8 }

// The colours of the page itself, which are those of the HTML report; charts bring their own.
var (
	Black = Color{0x16, 0x20, 0x1c}
	Grey  = Color{0x55, 0x61, 0x5c}
	Rule  = Color{0xc3, 0xcb, 0xc6}
	Pale  = Color{0xf4, 0xf6, 0xf4}
	White = Color{0xff, 0xff, 0xff}
	// Accent is that of headings and of grounds with white letters, Faint of letters on such a ground, Tint a pale ground,
	// Mark that of dots, lines and bars. They are names rather than colours: where a document has colours of its own
	// (Options.Primary, Options.Marks) those are drawn in their place.
	Accent = Color{0x0f, 0x5b, 0x80}
	Faint  = Color{0xb7, 0xd6, 0xe6}
	Tint   = Color{0xe6, 0xf0, 0xf5}
	Mark   = Color{0x0f, 0x5b, 0x81}
	Warn   = Color{0x9a, 0x3d, 0x00}
	// WarnTint is the ground of what must be seen.
	WarnTint = Color{0xfd, 0xf2, 0xe5}
)

// Stroke is how a line looks; Width is in millimetres, Dash the lengths of dashes and gaps.
type Stroke struct {
	Ink   Color
	Width float64
	Dash  []float64
}

// Align says where a text stands relative to its x.
type Align int

// The alignments.
const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
)

// Point is a place on the page, in millimetres from the top left corner.
type Point struct{ X, Y float64 }

// selected is what the page at hand has selected, so that nothing is written twice.
type selected struct {
	fonts, fills, draws, widths, dashes bool // whether the following is known
	bold                                bool
	size                                float64
	fill, draw                          Color
	width                               float64
	dash                                []float64
}

// forget says that nothing is known of what is selected: on a new page, on going back to one, and after a clip or a
// turn ends, which bring back in the file what gofpdf believes to be gone.
func (d *Doc) forget() { d.now = selected{} }

func (d *Doc) pen(s Stroke) {
	n := &d.now
	s.Ink = d.Paint(s.Ink)
	if !n.draws || n.draw != s.Ink {
		d.pdf.SetDrawColor(int(s.Ink.R), int(s.Ink.G), int(s.Ink.B))
		n.draws, n.draw = true, s.Ink
	}
	if !n.widths || n.width != s.Width {
		d.pdf.SetLineWidth(d.finite(s.Width))
		n.widths, n.width = true, s.Width
	}
	if !n.dashes || !slices.Equal(n.dash, s.Dash) {
		d.pdf.SetDashPattern(s.Dash, 0)
		n.dashes, n.dash = true, s.Dash
	}
}

func (d *Doc) brush(c Color) {
	c = d.Paint(c)
	if d.now.fills && d.now.fill == c {
		return
	}
	d.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	d.now.fills, d.now.fill = true, c
}

// letters selects the font and the colour of a text. The fill colour is set to the same: gofpdf would otherwise write
// the text colour beside every text.
func (d *Doc) letters(st Style) {
	n := &d.now
	st.Ink = d.Paint(st.Ink)
	if !n.fonts || n.bold != st.Bold || n.size != st.Size {
		style := ""
		if st.Bold {
			style = "B"
		}
		d.pdf.SetFont(family, style, st.Size)
		n.fonts, n.bold, n.size = true, st.Bold, st.Size
	}
	if d.ink != st.Ink || !d.inked {
		d.pdf.SetTextColor(int(st.Ink.R), int(st.Ink.G), int(st.Ink.B))
		d.ink, d.inked = st.Ink, true
		n.fills = false // gofpdf compares the two only when one of them is set
	}
	d.brush(st.Ink)
}

// Line draws a straight line.
func (d *Doc) Line(x1, y1, x2, y2 float64, s Stroke) {
	d.pen(s)
	d.pdf.Line(d.finite(x1), d.finite(y1), d.finite(x2), d.finite(y2))
}

// Polyline draws a line through the points; fewer than two draw nothing.
func (d *Doc) Polyline(points []Point, s Stroke) {
	if len(points) < 2 {
		return
	}
	d.pen(s)
	d.path(points)
	d.pdf.DrawPath("D")
}

// Curve draws a cubic Bézier curve between two points, bent towards two others.
func (d *Doc) Curve(from, bend1, bend2, to Point, s Stroke) {
	d.pen(s)
	d.pdf.MoveTo(d.finite(from.X), d.finite(from.Y))
	d.pdf.CurveBezierCubicTo(d.finite(bend1.X), d.finite(bend1.Y), d.finite(bend2.X), d.finite(bend2.Y), d.finite(to.X), d.finite(to.Y))
	d.pdf.DrawPath("D")
}

// path lays a line through points, of which there is one at least.
func (d *Doc) path(points []Point) {
	d.pdf.MoveTo(d.finite(points[0].X), d.finite(points[0].Y))
	for _, p := range points[1:] {
		d.pdf.LineTo(d.finite(p.X), d.finite(p.Y))
	}
}

// FillRect fills a rectangle.
func (d *Doc) FillRect(x, y, w, h float64, fill Color) {
	d.brush(fill)
	d.pdf.Rect(d.finite(x), d.finite(y), d.finite(w), d.finite(h), "F")
}

// StrokeRect draws the border of a rectangle.
func (d *Doc) StrokeRect(x, y, w, h float64, s Stroke) {
	d.pen(s)
	d.pdf.Rect(d.finite(x), d.finite(y), d.finite(w), d.finite(h), "D")
}

// HatchRect fills a rectangle with slanted lines, the sign for "unknown".
func (d *Doc) HatchRect(x, y, w, h float64, ink Color) {
	x, y, w, h = d.finite(x), d.finite(y), d.finite(w), d.finite(h)
	d.pen(Stroke{Ink: ink, Width: 0.15})
	// Each line is cut to the rectangle, which is less to write than a clip.
	for at := x - h + 0.8; at < x+w; at += 1.6 {
		x1, y1, x2, y2 := at, y+h, at+h, y
		if x1 < x {
			y1, x1 = y1-(x-x1), x
		}
		if x2 > x+w {
			y2, x2 = y2+(x2-x-w), x+w
		}
		d.pdf.Line(x1, y1, x2, y2)
	}
}

// Dot fills a circle of radius r.
func (d *Doc) Dot(x, y, r float64, fill Color) {
	d.brush(fill)
	d.pdf.Circle(d.finite(x), d.finite(y), d.finite(r), "F")
}

// Ring draws a circle of radius r, filled with the colour of the paper.
func (d *Doc) Ring(x, y, r float64, s Stroke) {
	d.pen(s)
	d.brush(White)
	d.pdf.Circle(d.finite(x), d.finite(y), d.finite(r), "FD")
}

// Whisker draws a level line from x1 to x2 with small ends: a span of possible values.
func (d *Doc) Whisker(x1, x2, y, end float64, s Stroke) {
	d.Line(x1, y, x2, y, s)
	if end > 0 {
		d.Line(x1, y-end, x1, y+end, s)
		d.Line(x2, y-end, x2, y+end, s)
	}
}

// Polygon draws a closed line through the points; fewer than two draw nothing.
func (d *Doc) Polygon(points []Point, s Stroke) {
	if len(points) < 2 {
		return
	}
	d.pen(s)
	d.pdf.Polygon(d.points(points), "D")
}

// FillPolygon fills the area within the points, the share of colour being opacity, 0 to 1.
func (d *Doc) FillPolygon(points []Point, fill Color, opacity float64) {
	if len(points) < 3 {
		return
	}
	d.brush(fill)
	if opacity < 1 {
		d.pdf.SetAlpha(opacity, "Normal")
		defer d.pdf.SetAlpha(1, "Normal")
	}
	d.pdf.Polygon(d.points(points), "F")
}

// FillRings fills the area within closed lines and draws the lines; where an odd number of them lies around a place it
// is inside, so that a ring within a ring is a hole.
func (d *Doc) FillRings(rings [][]Point, fill Color, s Stroke) {
	d.brush(fill)
	d.pen(s)
	some := false
	for _, ring := range rings {
		if len(ring) >= 3 {
			d.path(ring)
			d.pdf.ClosePath()
			some = true
		}
	}
	if some {
		d.pdf.DrawPath("FD*")
	}
}

func (d *Doc) points(in []Point) []gofpdf.PointType {
	out := make([]gofpdf.PointType, len(in))
	for i, p := range in {
		out[i] = gofpdf.PointType{X: d.finite(p.X), Y: d.finite(p.Y)}
	}
	return out
}

// Clip draws what paint draws, but nothing of it outside a rectangle.
func (d *Doc) Clip(x, y, w, h float64, paint func()) {
	d.pdf.ClipRect(d.finite(x), d.finite(y), d.finite(w), d.finite(h), false)
	paint()
	d.pdf.ClipEnd()
	d.forget()
}

// Label writes one line of text with its baseline at y, shortened with an ellipsis to the width if width > 0.
func (d *Doc) Label(x, y, width float64, s string, st Style, a Align) {
	if width > 0 {
		s = d.Fit(s, st, width)
	} else {
		s = d.clean(s)
	}
	d.label(x, y, s, st, a)
}

// label writes a text that has passed the door.
func (d *Doc) label(x, y float64, s string, st Style, a Align) {
	if s == "" {
		return
	}
	d.letters(st)
	switch a {
	case AlignCenter:
		x -= d.TextWidth(s, st) / 2
	case AlignRight:
		x -= d.TextWidth(s, st)
	case AlignLeft:
	}
	d.pdf.Text(d.finite(x), d.finite(y), s)
}

// LinkArea makes a rectangle lead to a link's target.
func (d *Doc) LinkArea(x, y, w, h float64, l Link) {
	if _, known := d.links[l]; known {
		d.pdf.Link(d.finite(x), d.finite(y), d.finite(w), d.finite(h), int(l))
	}
}
