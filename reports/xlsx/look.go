package xlsx

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
)

// look is how a cell looks; looks that are equal are one style of the workbook.
type look struct {
	bold, italic, wrap, border bool
	size                       float64
	ink, fill                  string // RRGGBB, "" for the default
	align                      string // left, center or right; "" by what the cell holds
	top                        bool   // at the top of the cell in place of its middle
	format                     string // of numbers, "" for none
	rotate                     int
	indent                     int
}

// The colours of the workbook that no settings change.
const (
	ink      = "1D2421"
	soft     = "5A645F"
	rule     = "D5DAD6"
	wash     = "F4F5F2"
	warnInk  = "9A3D00"
	warnFill = "FDF1E3"
	// What may be changed is blue on yellow, as spreadsheets of accountants have it.
	inputInk  = "1F3D8A"
	inputFill = "FFF6D6"
	noneFill  = "ECEEEC"
)

// primary is the colour of headings, accent that of bars; the issuer may have chosen them.
func (b *book) primary() string {
	return cmp.Or(strings.TrimPrefix(b.r.Publication.Colours.Primary, "#"), "1F4E79")
}

func (b *book) accent() string {
	return cmp.Or(strings.TrimPrefix(b.r.Publication.Colours.Accent, "#"), b.primary())
}

func (b *book) style(l look) int {
	if id, known := b.looks[l]; known {
		return id
	}
	s := &excelize.Style{Font: &excelize.Font{Family: "Calibri", Size: 11, Color: ink}, Alignment: &excelize.Alignment{Vertical: "center"}}
	s.Font.Bold, s.Font.Italic = l.bold, l.italic
	if l.size > 0 {
		s.Font.Size = l.size
	}
	if l.ink != "" {
		s.Font.Color = l.ink
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.top {
		s.Alignment.Vertical = "top"
	}
	s.Alignment.WrapText, s.Alignment.Horizontal, s.Alignment.TextRotation, s.Alignment.Indent = l.wrap, l.align, l.rotate, l.indent
	if l.indent > 0 && l.align == "" {
		s.Alignment.Horizontal = "left"
	}
	if l.border {
		s.Border = []excelize.Border{{Type: "bottom", Color: rule, Style: 1}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.file.NewStyle(s)
	b.must(err)
	b.looks[l] = id
	return id
}

// decimals is the format of a score with so many digits; what is exactly nothing keeps them.
func decimals(digits int) string {
	if digits <= 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", min(digits, 15))
}

// signed is the format of a difference.
func signed(digits int) string {
	d := decimals(digits)
	return "+" + d + ";\u2212" + d + ";" + d
}

// share is the format of a part of a whole: what is not quite all is never shown as all.
const share = `[>=1]0%;[>0.99]"99%";0%`

// shades go from the lowest band to the highest, as in the other reports: told apart by people who are colour blind.
var shades = [][3]float64{{0xc4, 0x57, 0x2a}, {0xee, 0xb4, 0x79}, {0x9c, 0xc4, 0xdb}, {0x2b, 0x6c, 0x9c}}

// shade is the fill of a band and the ink that reads on it; "" where there is none.
func shade(band view.BandRef) (fill, on string) {
	if band.ID == "" {
		return "", ""
	}
	place := min(max(band.Shade, 0), 1) * float64(len(shades)-1)
	if math.IsNaN(place) {
		place = 0
	}
	i := min(int(place), len(shades)-2)
	var rgb [3]float64
	for k := range rgb {
		rgb[k] = math.Round(shades[i][k] + (place-float64(i))*(shades[i+1][k]-shades[i][k]))
	}
	// Relative luminance of WCAG 2; below 0.179 white reads better.
	light := 0.0
	for k, weight := range []float64{0.2126, 0.7152, 0.0722} {
		x := rgb[k] / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		light += weight * x
	}
	on = "000000"
	if light < 0.179 {
		on = "FFFFFF"
	}
	return fmt.Sprintf("%02X%02X%02X", int(rgb[0]), int(rgb[1]), int(rgb[2])), on
}
