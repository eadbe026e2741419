package book

import (
	"fmt"
	"strings"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// fontName is the font of the workbook: every office program has it, or Liberation Sans, which is as wide.
const fontName = "Arial"

// The text of a sheet, in points.
const (
	fontSize   = 10
	lineHeight = 12.8
	padding    = 5
	indent     = 12 // of every text from the edges of its cell, both sides together
)

// widths are the widths of the first characters, in ems. Spreadsheets do not fit the height of a row to its text
// when they open a file, so it is measured here.
var widths = sync.OnceValues(func() ([0x500]float64, error) {
	var out [0x500]float64
	f, err := sfnt.Parse(liberationsansregular.TTF)
	if err != nil {
		return out, fmt.Errorf("reading the built-in font: %w", err)
	}
	var buf sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	for r := range out {
		out[r] = widest
		index, err := f.GlyphIndex(&buf, rune(r))
		if err != nil || index == 0 {
			continue
		}
		if w, err := f.GlyphAdvance(&buf, index, em, font.HintingNone); err == nil {
			out[r] = float64(w) / float64(em)
		}
	}
	return out, nil
})

// widest is the width that is taken for a character that was not measured.
const widest = 1.0

func width(s string) float64 {
	table, _ := widths() // a broken font would be a broken build, which the tests find; widths of 1 only waste space
	sum := 0.0
	for _, r := range s {
		if int(r) < len(table) && table[r] > 0 {
			sum += table[r]
			continue
		}
		if r == '–' || r == '…' || r == '“' || r == '”' || r == '’' || r == '›' {
			sum += 0.56
			continue
		}
		sum += widest
	}
	return sum
}

// characterWidth is the width of one unit of a column's width, in points: that of a digit in the workbook's own font
// (Arial of 11 points), rounded to the pixels of a screen.
const characterWidth = 8 * 72.0 / 96

// lines counts the lines that a text takes in a column of a width in characters. It is on the safe side: programs
// differ a little in how wide they draw.
func lines(s string, columnWidth float64) int {
	room := (columnWidth*characterWidth - indent) / fontSize * 0.97
	n := 0
	for paragraph := range strings.SplitSeq(s, "\n") {
		n++
		at := 0.0
		for word := range strings.FieldsSeq(paragraph) {
			w := width(word)
			gap := 0.0
			if at > 0 {
				gap = width(" ")
			}
			if at > 0 && at+gap+w > room {
				n++
				at, gap = 0, 0
			}
			for w > room { // a word that is wider than the column is broken
				n++
				w -= room
			}
			at += gap + w
		}
	}
	return n
}

// height is the height of a row for so many lines, in points.
func height(lines int) float64 { return min(float64(lines)*lineHeight+padding, maxHeight) }

// maxHeight is the highest row that Excel allows.
const maxHeight = 409
