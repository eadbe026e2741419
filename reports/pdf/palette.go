package pdf

import (
	"math"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// shades go from the lowest band to the highest: orange over cream to blue, which people who do not tell red from green
// can tell apart. They are those of the HTML report. In grey the two ends look alike, so that cells of the lower half
// carry a corner (see lowCorner) and the value, or the word, always stands beside the colour.
var shades = [...]pdfdoc.Color{
	{R: 0xa0, G: 0x46, B: 0x0b},
	{R: 0xf2, G: 0xb4, B: 0x7a},
	{R: 0xef, G: 0xe5, B: 0xc0},
	{R: 0xa6, G: 0xcf, B: 0xe8},
	{R: 0x17, G: 0x5a, B: 0x94},
}

var (
	own       = pdfdoc.Mark
	reference = pdfdoc.Color{R: 0xb5, G: 0x4c, B: 0x06}
	grid      = pdfdoc.Color{R: 0xdf, G: 0xe4, B: 0xe0}
	peers     = pdfdoc.Color{R: 0x8f, G: 0x9b, B: 0x95}
	good      = pdfdoc.Color{R: 0x1c, G: 0x66, B: 0x4b}
	none      = pdfdoc.Color{R: 0xc3, G: 0xcb, B: 0xc6}
)

// bandColor is the colour of a band, one of five steps whatever the number of bands; grey where there is none.
func bandColor(b view.BandRef) pdfdoc.Color {
	if b.ID == "" || math.IsNaN(b.Shade) {
		return none
	}
	return shades[int(math.Round(min(max(b.Shade, 0), 1)*float64(len(shades)-1)))]
}

// lowBand reports whether a band is in the lower half of all.
func lowBand(b view.BandRef) bool { return b.ID != "" && b.Shade < 0.5 }

// lowCorner marks a cell of a band in the lower half, for those who see no colours: a triangle at its top right corner.
func (s *setter) lowCorner(x, y, w, size float64, b view.BandRef) {
	if !lowBand(b) {
		return
	}
	s.d.FillPolygon([]pdfdoc.Point{{X: x + w - size, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + size}}, *inkOn(bandColor(b)), 1)
}

// inkOn is black or white, whichever reads better on the ground (relative luminance, WCAG 2).
func inkOn(ground pdfdoc.Color) *pdfdoc.Color {
	linear := func(c uint8) float64 {
		x := float64(c) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	if 0.2126*linear(ground.R)+0.7152*linear(ground.G)+0.0722*linear(ground.B) < 0.179 {
		return &pdfdoc.White
	}
	return &pdfdoc.Black
}

// chip is a pointer to a band's colour, nil where there is no band.
func chip(b view.BandRef) *pdfdoc.Color {
	if b.ID == "" {
		return nil
	}
	c := bandColor(b)
	return &c
}
