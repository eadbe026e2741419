package xlsx

import (
	"bytes"
	"fmt"
	"image"
	"io"
	"math"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"siap/scoring/edition"
)

// cover is the first sheet: what this is, the few numbers of the first glance, and the finding in sentences.
func (b *book) cover() *page {
	return &page{key: "cover", title: b.r.Title, write: (*book).writeCover}
}

func (b *book) writeCover(p *page) {
	columns := []column{{width: 34}, {width: 92}}
	b.logo(b.sheets[p.key], columns)
	s := b.open(p, columns)
	if s == nil {
		return
	}
	one := func(words string, l look, height float64) {
		if words != "" {
			s.row([]any{words}, l, height)
		}
	}
	fact := func(label string, value any) {
		words, is := value.(string)
		if value == nil || (is && words == "") {
			return
		}
		s.row([]any{label, cell{value, func(l look) look { l.ink = ""; return l }}}, look{ink: soft, wrap: true, top: true, border: true, align: "left"}, float64(linesOf(words, 90))*lineHeight+3)
	}
	heading := func(words string) {
		s.row(nil, look{}, 0)
		s.row([]any{words}, look{bold: true, size: 13, ink: b.primary()}, 20)
	}
	warn := look{bold: true, ink: warnInk, fill: warnFill, wrap: true, top: true}
	banner := func(words string) {
		if words != "" {
			s.row([]any{b.text("cover.attention"), words}, warn, float64(linesOf(words, 90))*lineHeight+6)
		}
	}
	publication := &b.r.Publication
	if publication.Logo != nil {
		s.row(nil, look{}, logoHeight+6)
	}
	one(publication.Watermark, look{bold: true, size: 18, ink: warnInk}, 28)
	one(b.text("cover.kind"), look{ink: soft}, 18)
	one(b.r.Title, look{bold: true, size: 20, ink: b.primary()}, 34)
	one(b.r.Year, look{size: 14, ink: soft}, 22)
	banner(b.r.Invented)
	banner(b.r.Simulation)
	banner(publication.Withheld)
	if b.r.Finding != "" {
		s.row([]any{b.text("cover.finding"), cell{b.r.Finding, func(l look) look { l.ink, l.bold, l.size = "", true, 12; return l }}},
			look{ink: soft, wrap: true, top: true}, float64(linesOf(b.r.Finding, 78))*(lineHeight+2)+6)
	}
	s.row(nil, look{}, 0)
	fact(b.text("fact.rubric"), strings.TrimSpace(b.r.Rubric.Title+" "+b.r.Rubric.Version))
	fact(b.text("fact.status"), b.r.Rubric.Status)
	fact(b.text("fact.basis"), b.r.Basis)
	fact(b.text("fact.window"), b.r.Window)
	if !b.r.Created.IsZero() {
		fact(b.text("fact.created"), b.r.Date(b.r.Created.UTC()))
	}
	if b.grid.fits() && b.grid.rows > 0 {
		s.row([]any{b.text("cover.check"), cell{formula{b.checkFormula(), b.text("cover.same")}, func(l look) look { l.ink = ""; return l }}},
			look{ink: soft, border: true, align: "left"}, 0)
	}
	fact(b.text("fact.contents"), link{b.sheets["contents"], b.sheets["contents"]})
	for _, change := range b.r.Changes {
		fact(b.text("cover.changed_rule"), change)
	}
	if len(b.r.Headlines) > 0 {
		heading(b.text("cover.headlines"))
		for _, h := range b.r.Headlines {
			words := h.Value
			if h.Note != "" {
				words += " · " + h.Note
			}
			fact(h.Label, words)
		}
	}
	if len(b.r.Summary) > 0 {
		heading(b.r.Text("view.section.summary"))
		for i, sentence := range b.r.Summary {
			fact(number(i+1), sentence)
		}
	}
	if len(publication.Preface) > 0 {
		heading(b.text("cover.preface"))
		for _, part := range publication.Preface {
			s.row([]any{nil, part}, look{wrap: true, top: true}, float64(linesOf(part, 88))*lineHeight+6)
		}
	}
	if sign := publication.Signatory; !sign.Empty() {
		s.row(nil, look{}, 0)
		for _, line := range []string{strings.Trim(sign.Place+", "+sign.Date, ", "), sign.Position, "", "", sign.Name, sign.Number} {
			s.row([]any{nil, cell{line, func(l look) look { l.bold = line == sign.Name; return l }}}, look{}, 0)
		}
	}
	s.close()
}

// logoHeight is how high a logo stands on the cover, in points.
const logoHeight = 60

// logo puts the issuer's logo above the title, as high as its row and no wider than the page.
func (b *book) logo(sheet string, columns []column) {
	logo := b.r.Publication.Logo
	if logo == nil || b.err != nil {
		return
	}
	if logo.Kind == "svg" {
		registerSVG()
	}
	for i, c := range columns { // a picture is placed by the columns and rows as they are then
		b.must(b.file.SetColWidth(sheet, letters(i+1), letters(i+1), c.width))
	}
	b.must(b.file.SetRowHeight(sheet, 1, logoHeight+6))
	const pixels = 96.0 / 72 // of a point
	scale := min(logoHeight*pixels/logo.Height, 600/logo.Width)
	b.must(b.file.AddPictureFromBytes(sheet, "A1", &excelize.Picture{
		Extension: "." + logo.Kind, File: bytes.TrimLeft(logo.Data, "\ufeff \t\r\n"),
		Format: &excelize.GraphicOptions{ScaleX: scale, ScaleY: scale, AltText: b.text("cover.logo"), Positioning: "oneCell", LockAspectRatio: true, OffsetX: 2, OffsetY: 2},
	}))
}

// registerSVG tells the library how large a drawing is, which it asks the standard library's registry of formats. All it
// ever sees are logos that were checked.
var registerSVG = sync.OnceFunc(func() {
	size := func(r io.Reader) (image.Config, error) {
		data, err := io.ReadAll(io.LimitReader(r, edition.LogoBytes+1))
		if err != nil {
			return image.Config{}, err
		}
		logo, err := edition.ReadLogo(data)
		if err != nil {
			return image.Config{}, err
		}
		return image.Config{Width: int(math.Ceil(logo.Width)), Height: int(math.Ceil(logo.Height))}, nil
	}
	image.RegisterFormat("svg", "<", func(io.Reader) (image.Image, error) { return nil, image.ErrFormat }, size)
})

// checkFormula says in words whether the formulas of the workbook still give what siap computed.
func (b *book) checkFormula() string {
	sheet := quoted(b.sheets["calculation"])
	return fmt.Sprintf("IF(AND(%s!$%s$%d<%s,%s!$%s$%d=0),%s,%s)", sheet, letters(indexColumn), checkRow, exact(b.calc.Tolerance),
		sheet, letters(rankColumn), checkRow, literal(b.text("cover.same")), literal(b.text("cover.changed")))
}
