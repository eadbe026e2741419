package pdf

import (
	"math"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// axis maps scores to places between x0 and x1.
type axis struct {
	min, max, x0, x1 float64
}

func (a axis) at(v float64) float64 {
	if !(a.max > a.min) {
		return a.x0
	}
	return a.x0 + (min(max(v, a.min), a.max)-a.min)/(a.max-a.min)*(a.x1-a.x0)
}

// indexAxis is that of the index between two places.
func (s *setter) indexAxis(x0, x1 float64) axis { return axis{s.r.Scale.Min, s.r.Scale.Max, x0, x1} }

// bandAxis draws the bands of the index as coloured bars from y on, lines from there down to bottom, and above them the
// limits as numbers; a number that would touch its neighbour is left out.
func (s *setter) bandAxis(ax axis, y, bottom float64) {
	s.ground(ax, y, bottom, s.r.Bands, s.r.Scale.MinText, s.r.Scale.MaxText)
}

// ground is bandAxis for other bands, or none, and other ends.
func (s *setter) ground(ax axis, y, bottom float64, bands []view.Band, least, most string) {
	line := pdfdoc.Stroke{Ink: grid, Width: 0.2}
	last := ax.x1 - s.d.TextWidth(most, tiny)/2
	free := math.Inf(-1)
	for i, b := range bands {
		from, to := ax.at(b.From), ax.at(b.To)
		s.d.FillRect(from, y, to-from, 1.1, bandColor(b.BandRef))
		if bottom > y+1.1 {
			s.d.Line(from, y+1.1, from, bottom, line)
		}
		text := limit(s.p, b.From, bands)
		if half := s.d.TextWidth(text, tiny) / 2; from-half > free+1 && (from+half < last-1 || i == 0) {
			s.d.Label(from, y-1.1, 0, text, tiny, pdfdoc.AlignCenter)
			free = from + half
		}
	}
	if len(bands) == 0 {
		s.d.Line(ax.x0, y, ax.x1, y, pdfdoc.Stroke{Ink: peers, Width: 0.2})
		s.d.Line(ax.x0, y, ax.x0, bottom, line)
		s.d.Label(ax.x0, y-1.1, 0, least, tiny, pdfdoc.AlignCenter)
	}
	if bottom > y+1.1 {
		s.d.Line(ax.x1, y+1.1, ax.x1, bottom, line)
	}
	if len(bands) > 0 {
		most = limit(s.p, ax.max, bands)
	}
	s.d.Label(ax.x1, y-1.1, 0, most, tiny, pdfdoc.AlignCenter)
}

// limit writes a band's lower limit with the digits that the limits need: none for whole numbers, else two or more.
func limit(p *l10n.Printer, x float64, bands []view.Band) string {
	digits := 0
	for _, b := range bands {
		for digits < 4 && math.Abs(math.Round(b.From*math.Pow10(digits))-b.From*math.Pow10(digits)) > 1e-6 {
			digits = max(digits+1, 2)
		}
	}
	return p.Number(x, digits)
}

// marker draws a value: a dot in the colour of its band with a dark edge, so that a pale one is seen on white too.
func (s *setter) marker(x, y, r float64, band view.BandRef) {
	s.d.Dot(x, y, r, pdfdoc.Black)
	s.d.Dot(x, y, r*0.78, bandColor(band))
}

// referenceMark draws what a value is compared with.
func (s *setter) referenceMark(x, y, half float64) {
	s.d.Line(x, y-half, x, y+half, pdfdoc.Stroke{Ink: reference, Width: 0.55})
}

// boundsLine draws what unknown answers leave possible.
func (s *setter) boundsLine(ax axis, low, high, y, end float64) {
	s.d.Whisker(ax.at(low), ax.at(high), y, end, pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.3})
}
