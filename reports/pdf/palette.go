package pdf

import (
	"math"

	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// shades go from the lowest band to the highest. Orange to blue is told apart by people who are colour blind,
// and in grey by its depth at both ends; the value is always printed too.
var shades = []pdfdoc.Color{
	{R: 0xc4, G: 0x57, B: 0x2a},
	{R: 0xee, G: 0xb4, B: 0x79},
	{R: 0x9c, G: 0xc4, B: 0xdb},
	{R: 0x2b, G: 0x6c, B: 0x9c},
}

var (
	own       = pdfdoc.Color{R: 0x12, G: 0x4e, B: 0x78}
	reference = pdfdoc.Color{R: 0x8a, G: 0x4b, B: 0x08}
	grid      = pdfdoc.Color{R: 0xd9, G: 0xdf, B: 0xe5}
	good      = pdfdoc.Color{R: 0x1f, G: 0x6b, B: 0x4a}
)

// bandColor is the colour of a band; grey where there is none.
func bandColor(b view.BandRef) pdfdoc.Color {
	if b.ID == "" {
		return pdfdoc.Rule
	}
	at := min(max(b.Shade, 0), 1) * float64(len(shades)-1)
	if math.IsNaN(at) {
		at = 0
	}
	i := min(int(at), len(shades)-2)
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (at-float64(i))*(float64(y)-float64(x)))) }
	a, z := shades[i], shades[i+1]
	return pdfdoc.Color{R: mix(a.R, z.R), G: mix(a.G, z.G), B: mix(a.B, z.B)}
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
