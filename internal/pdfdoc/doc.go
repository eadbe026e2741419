// Package pdfdoc sets A4 documents: it is the one place that knows gofpdf, shared by reports and paper forms.
//
// It flows headings, paragraphs, boxes and tables down the page and knows the manners of a printed page: a
// heading never stands alone at the foot, a table repeats its header and never leaves one row behind, every
// page has its running head and "page x of y". Charts are drawn with a few vector primitives, in millimetres
// from the top left corner.
//
// Every text, wherever it goes (a cell, a bookmark, the metadata), passes one door (see text.go), because
// gofpdf panics on characters beyond U+FFFF and prints nothing for those its font lacks; what had to be
// replaced is counted. The two weights of Liberation Sans (SIL OFL) are embedded as subsets. With the same
// content and the same Options.Created the bytes are the same, for there is at most one image and no clock.
//
// The result is not tagged: gofpdf cannot do PDF/UA. It has a language and shows its title, though.
package pdfdoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// The page in millimetres: A4 upright.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
	Left       = 18.0
	Right      = PageWidth - 18.0
	Top        = 22.0
	Bottom     = PageHeight - 18.0
	// Width is what lies between the margins.
	Width = Right - Left
)

// Options describe a document as a whole.
type Options struct {
	Title, Author, Subject, Keywords string
	// Lang is the language of the text: "id" or "en", or any other as in RFC 5646.
	Lang string
	// Created is the date in the metadata; the package itself reads no clock.
	Created time.Time
	// Head stands at the left of every page's top, before the page's chapter; Mark at its right, in warning colour.
	Head, Mark string
	// Aside stands at the right of every page's top in the colour of the head, where there is no Mark.
	Aside string
	// Foot stands at the left of every page's bottom.
	Foot string
	// Cover says that the first page has neither head nor foot.
	Cover bool
	// Primary and Marks take the place of Accent and Mark, and of what is pale of them; nil for the usual ones. White letters
	// must be legible on Primary.
	Primary, Marks *Color
	// Watermark is written across every page in large, faint letters; "" is none.
	Watermark string
	// PageOf gives the words at the right of the foot, such as "page 3 of 12"; nil leaves them out.
	PageOf func(page, pages int) string
}

// Link is a place in the document that can be jumped to; the zero Link is none.
type Link int

// Doc is a document being set. It is not safe for use by several goroutines.
type Doc struct {
	pdf      *gofpdf.Fpdf
	opts     Options
	glyphs   *glyphs
	y        float64
	fresh    bool // nothing was set on this page yet
	pending  []Heading
	replaced int
	lost     []rune
	clipped  int
	links    map[Link]int // the page of the link's target, 0 while it has none
	later    []deferred
	now      selected
	ink      Color // of text, as gofpdf believes; inked says that it was set
	inked    bool
	chapter  string   // at the end of what was set
	chapters []string // of each page, as it began
	level    int      // of the last bookmark
	picture  *Picture
	err      error
}

const family = "liberation"

// New starts a document on its first page.
func New(o Options) (*Doc, error) {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(o.Created.UTC())
	pdf.SetModificationDate(o.Created.UTC())
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	// The fonts are copied: gofpdf keeps and reads the slices it is given.
	pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(liberationsansregular.TTF))
	pdf.AddUTF8FontFromBytes(family, "B", bytes.Clone(liberationsansbold.TTF))
	d := &Doc{pdf: pdf, opts: o, glyphs: fonts(), links: map[Link]int{}, level: -1}
	pdf.SetTitle(d.clean(o.Title), true)
	pdf.SetAuthor(d.clean(o.Author), true)
	pdf.SetCreator(d.clean(o.Author), true)
	pdf.SetProducer("siap (gofpdf)", true)
	pdf.SetSubject(d.clean(o.Subject), true)
	pdf.SetKeywords(d.clean(o.Keywords), true)
	d.newPage()
	if err := pdf.Error(); err != nil {
		return nil, fmt.Errorf("starting a PDF document: %w", err)
	}
	return d, nil
}

// Replaced is how many characters could not be printed and were replaced so far.
func (d *Doc) Replaced() int { return d.replaced }

// Lost are the first few of the characters that were replaced.
func (d *Doc) Lost() []rune { return slices.Clone(d.lost) }

// Clipped is how many texts were too long for their place and end in an ellipsis.
func (d *Doc) Clipped() int { return d.clipped }

// Pages is the number of pages so far.
func (d *Doc) Pages() int { return d.pdf.PageCount() }

// Room is what is left on this page, in millimetres.
func (d *Doc) Room() float64 { return Bottom - d.y }

// NewLink makes a link whose target is set later, by Heading or Target.
func (d *Doc) NewLink() Link {
	l := Link(d.pdf.AddLink())
	d.links[l] = 0
	return l
}

// Target lets the link lead to Y on this page.
func (d *Doc) Target(l Link) {
	if _, known := d.links[l]; known {
		d.pdf.SetLink(int(l), d.y, d.pdf.PageNo())
		d.links[l] = d.pdf.PageNo()
	}
}

// deferred is something to paint on a page when the document is complete.
type deferred struct {
	page  int
	paint func(pageOf func(Link) int)
}

// Later paints on this page when all pages are known, such as the page numbers of a table of contents; pageOf
// gives the page that a link leads to. Only drawing is allowed then, not what moves Y.
func (d *Doc) Later(paint func(pageOf func(Link) int)) {
	d.later = append(d.later, deferred{d.pdf.PageNo(), paint})
}

// PageBreak begins a new page, unless this one is still empty; headings that wait go with it.
func (d *Doc) PageBreak() {
	if !d.fresh {
		d.newPage()
	}
}

// Space leaves so many millimetres free, but none at the top of a page.
func (d *Doc) Space(mm float64) {
	if d.fresh {
		return
	}
	d.flush()
	d.y += mm
}

// Reserve makes room for a block of this height and gives its top: headings that wait are set first, on a new
// page with it if it does not fit here. The caller draws within [y, y+height].
func (d *Doc) Reserve(height float64) (y float64) {
	height = d.finite(height)
	total := height
	for _, h := range d.pending {
		total += d.headingHeight(h)
	}
	if d.y+total > Bottom && !d.fresh {
		d.newPage()
	}
	d.flush()
	y = d.y
	d.y += height
	d.fresh = false
	return y
}

func (d *Doc) newPage() {
	d.pdf.AddPage()
	d.forget()
	d.chapters = append(d.chapters, d.chapter)
	d.y, d.fresh = Top, true
}

// fail keeps the first error; gofpdf's own are kept by gofpdf.
func (d *Doc) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

var errNotFinite = errors.New("drawing at a place that is not a number")

// finite guards every coordinate: gofpdf would write NaN into the file.
func (d *Doc) finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) || math.Abs(x) > 1e6 {
		d.fail(errNotFinite)
		return 0
	}
	return x
}

// Write ends the document and writes it; the document cannot be used afterwards.
func (d *Doc) Write(w io.Writer) error {
	d.flush()
	for _, l := range d.later {
		d.pdf.SetPage(l.page)
		d.forget()
		l.paint(func(link Link) int { return d.links[link] })
	}
	d.runningHeads()
	for l, page := range d.links {
		if page == 0 {
			d.fail(fmt.Errorf("link %d has no target", l))
		}
	}
	if d.err != nil {
		return fmt.Errorf("setting the PDF document: %w", d.err)
	}
	var plain bytes.Buffer
	if err := d.pdf.Output(&plain); err != nil {
		return fmt.Errorf("setting the PDF document: %w", err)
	}
	whole, err := withLanguage(plain.Bytes(), tag(d.opts.Lang))
	if err != nil {
		return err
	}
	if _, err := w.Write(whole); err != nil {
		return fmt.Errorf("writing the PDF document: %w", err)
	}
	return nil
}

// runningHeads goes back to every page, for only now the number of pages is known. gofpdf remembers colours
// and fonts of the page it left, so all is selected anew on each.
func (d *Doc) runningHeads() {
	pages := d.pdf.PageCount()
	small := Style{Size: 7.5, Ink: Grey}
	strong := Style{Size: 7.5, Ink: Black, Bold: true}
	mark := Style{Size: 7.5, Ink: Warn, Bold: true}
	aside, st := d.opts.Mark, mark
	if aside == "" {
		aside, st = d.opts.Aside, small
	}
	aside = d.Fit(aside, st, Width*0.45)
	room := Width
	if aside != "" {
		room -= d.TextWidth(aside, st) + 6
	}
	foot := d.Fit(d.opts.Foot, small, Width*0.75)
	heads := map[string][2]string{}
	for page := 1; page <= pages; page++ {
		d.pdf.SetPage(page)
		d.forget()
		d.watermark()
		if page == 1 && d.opts.Cover {
			continue
		}
		d.label(Right, 13, aside, st, AlignRight)
		chapter := d.chapters[page-1]
		head, known := heads[chapter]
		if !known {
			head[1] = d.Fit(chapter, strong, room*0.6)
			left := room
			if head[1] != "" {
				left -= d.TextWidth(head[1], strong) + 3
			}
			head[0] = d.Fit(d.opts.Head, small, left)
			heads[chapter] = head
		}
		d.label(Left, 13, head[0], small, AlignLeft)
		if head[0] == "" {
			d.label(Left, 13, head[1], strong, AlignLeft)
		} else {
			d.label(Left+d.TextWidth(head[0], small)+3, 13, head[1], strong, AlignLeft)
		}
		d.Line(Left, 15.5, Right, 15.5, Stroke{Ink: Rule, Width: 0.2})
		d.Line(Left, 284, Right, 284, Stroke{Ink: Rule, Width: 0.2})
		d.label(Left, 288.2, foot, small, AlignLeft)
		if d.opts.PageOf != nil {
			d.label(Right, 288.2, d.clean(d.opts.PageOf(page, pages)), small, AlignRight)
		}
	}
	d.pdf.SetPage(pages)
	d.forget()
}

// What a watermark takes at most: along its line and across it in millimetres, and the size of its letters in points.
const (
	watermarkLong = 250.0
	watermarkHigh = 120.0
	watermarkMost = 110.0
)

// watermark writes across the page, over all that stands there, as faintly as to leave it legible.
func (d *Doc) watermark() {
	lines, size := d.watermarkLines(d.opts.Watermark)
	if len(lines) == 0 {
		return
	}
	st := Style{Size: size, Bold: true, Ink: Warn}
	d.pdf.SetAlpha(0.11, "Normal")
	d.pdf.TransformBegin()
	d.pdf.TransformRotate(52, PageWidth/2, PageHeight/2)
	d.forget()
	for i, line := range lines {
		y := PageHeight/2 + (float64(i)-float64(len(lines))/2+0.72)*st.Leading()
		d.label(PageWidth/2, y, line, st, AlignCenter)
	}
	d.pdf.TransformEnd()
	d.forget()
	d.pdf.SetAlpha(1, "Normal")
}

// watermarkLines breaks a text into as many lines as let its letters be largest, and gives their size.
func (d *Doc) watermarkLines(text string) (lines []string, size float64) {
	text = d.clean(firstRunes(text, 80))
	if text == "" {
		return nil, 0
	}
	unit := Style{Size: 10, Bold: true}
	whole := d.TextWidth(text, unit)
	for n := range 4 {
		broken := d.wrapLine(text, unit, whole/float64(n+1)*1.15, 0)
		widest := 0.0
		for _, line := range broken {
			widest = max(widest, d.TextWidth(line, unit))
		}
		if fits := min(watermarkMost, unit.Size*watermarkLong/widest, watermarkHigh/(Style{Size: 1}.Leading()*float64(len(broken)))); fits > size*1.01 {
			lines, size = broken, fits
		}
	}
	return lines, size
}

// tag gives the language with its country, as screen readers choose their voices.
func tag(lang string) string {
	switch lang {
	case "id":
		return "id-ID"
	case "en":
		return "en-GB"
	}
	return lang
}
