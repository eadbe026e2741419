package pdfdoc

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// In whatever order headings, texts, boxes, charts and tables follow each other: nothing is set over anything else, nothing
// leaves the page.
func TestNothingIsSetOverAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := newDoc(t)
		// Where the flow has come to, page by page; each block must begin at or below it.
		reached := map[int]float64{}
		block := func(what string, page int, from, to float64) {
			if last, some := reached[page]; some && from < last-1e-6 {
				rt.Fatalf("%s on page %d begins at %.2f, over what ends at %.2f", what, page, from, last)
			}
			if from < Top-1e-6 || to > Bottom+1e-6 {
				rt.Fatalf("%s on page %d goes from %.2f to %.2f", what, page, from, to)
			}
			reached[page] = to
		}
		n := rapid.IntRange(1, 25).Draw(rt, "blocks")
		for i := range n {
			kind := rapid.SampledFrom([]string{"heading", "text", "box", "chart", "table", "bullets", "entry", "space", "break"}).Draw(rt, fmt.Sprint("kind ", i))
			words := rapid.IntRange(1, 300).Draw(rt, fmt.Sprint("words ", i))
			text := strings.Repeat("kata ", words)
			switch kind {
			case "heading":
				if len(d.pending) < 3 {
					d.Heading(Heading{Text: text[:min(len(text), 80)], Level: 1 + words%3, About: text[:min(len(text), words%60)]})
				}
			case "chart":
				h := float64(words) * 0.7
				y := d.Reserve(h)
				block(kind, d.Pages(), y, y+h)
			case "table":
				rows := make([][]Cell, 1+words%40)
				for k := range rows {
					rows[k] = []Cell{{Text: text[:min(len(text), 30*(1+k%5))], Draw: func(_, y, _, h float64) { block("row", d.Pages(), y, y+h) }}}
				}
				d.Table(Table{Columns: []Column{{Title: "a"}}, Rows: rows})
			case "space":
				d.Space(float64(words % 20))
			case "break":
				d.PageBreak()
			default: // what flows over pages is measured by its ends
				page, from := d.Pages(), d.y
				switch kind {
				case "text":
					d.Paragraph(text, Body)
				case "box":
					d.Box("Judul", []string{text}, NoteTone)
				case "bullets":
					d.Bullets([]string{text, "x"}, Body)
				case "entry":
					d.Entry("Istilah yang panjang", text, 44, Body)
				}
				if d.Pages() > page {
					from = Top
				}
				// The space below a block may reach over the margin; no text does.
				block(kind, d.Pages(), from, min(d.y, Bottom))
			}
			if y := d.y; len(d.pending) == 0 && y < reached[d.Pages()]-1e-6 {
				rt.Fatalf("after %s the flow is at %.2f, above %.2f", kind, y, reached[d.Pages()])
			}
		}
	})
}
