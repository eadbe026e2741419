package pdfdoc

import (
	"github.com/jung-kurt/gofpdf"
)

// Color is an opaque colour.
type Color struct{ R, G, B uint8 }

// The colours of the page itself; charts bring their own.
var (
	Black  = Color{0x1f, 0x29, 0x33}
	Grey   = Color{0x5f, 0x6b, 0x7a}
	Rule   = Color{0xc5, 0xcd, 0xd6}
	Pale   = Color{0xf3, 0xf6, 0xf9}
	White  = Color{0xff, 0xff, 0xff}
	Accent = Color{0x12, 0x4e, 0x78}
	Warn   = Color{0xa3, 0x3a, 0x10}
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

// reselect writes font, colours and line again: after a clip ends, or on going back to a page, what gofpdf
// believes to be selected is not what the page has.
func (d *Doc) reselect() {
	d.pdf.SetFont(family, "", 9)
	d.pdf.SetFillColor(255, 255, 255)
	d.pdf.SetDrawColor(0, 0, 0)
	d.pdf.SetLineWidth(0.2)
	d.pdf.SetDashPattern(nil, 0)
}

func (d *Doc) pen(s Stroke) {
	d.pdf.SetDrawColor(int(s.Ink.R), int(s.Ink.G), int(s.Ink.B))
	d.pdf.SetLineWidth(s.Width)
	d.pdf.SetDashPattern(s.Dash, 0)
}

func (d *Doc) brush(c Color) { d.pdf.SetFillColor(int(c.R), int(c.G), int(c.B)) }

// Line draws a straight line.
func (d *Doc) Line(x1, y1, x2, y2 float64, s Stroke) {
	d.pen(s)
	d.pdf.Line(d.finite(x1), d.finite(y1), d.finite(x2), d.finite(y2))
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
	d.pdf.ClipRect(x, y, w, h, false)
	d.pen(Stroke{Ink: ink, Width: 0.15})
	for at := x - h; at < x+w; at += 1.6 {
		d.pdf.Line(at, y+h, at+h, y)
	}
	d.pdf.ClipEnd()
	d.reselect()
}

// Dot fills a circle of radius r.
func (d *Doc) Dot(x, y, r float64, fill Color) {
	d.brush(fill)
	d.pdf.Circle(d.finite(x), d.finite(y), d.finite(r), "F")
}

// Whisker draws a level line from x1 to x2 with small ends: a span of possible values.
func (d *Doc) Whisker(x1, x2, y, end float64, s Stroke) {
	d.Line(x1, y, x2, y, s)
	d.Line(x1, y-end, x1, y+end, s)
	d.Line(x2, y-end, x2, y+end, s)
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
	d.pdf.SetAlpha(opacity, "Normal")
	d.pdf.Polygon(d.points(points), "F")
	d.pdf.SetAlpha(1, "Normal")
}

func (d *Doc) points(in []Point) []gofpdf.PointType {
	out := make([]gofpdf.PointType, len(in))
	for i, p := range in {
		out[i] = gofpdf.PointType{X: d.finite(p.X), Y: d.finite(p.Y)}
	}
	return out
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
	style := ""
	if st.Bold {
		style = "B"
	}
	d.pdf.SetFont(family, style, st.Size)
	d.pdf.SetTextColor(int(st.Ink.R), int(st.Ink.G), int(st.Ink.B))
	// The fill colour is written too: gofpdf leaves the text colour out where it takes the two to be equal.
	d.brush(st.Ink)
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
