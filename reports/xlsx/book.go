package xlsx

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/reports/view"
)

// Report writes an assessment as a workbook: a cover, a list of contents, one table a sheet, and a sheet whose formulas
// compute the index again from the indicators' scores and the weights, so that a reader who changes one sees what
// becomes of index, band and rank. There are no merged cells and no macros, every text is written as text, and the same
// report gives the same bytes. The formulas are those of Excel 2010, which LibreOffice has too.
func Report(w io.Writer, r *view.Report) error {
	b := newBook(r)
	defer b.file.Close()
	b.listed = b.pages()
	for i, p := range b.listed {
		b.add(i, p)
	}
	if b.err == nil {
		b.file.SetActiveSheet(0) // reads every sheet, so it comes before they are written
	}
	for _, p := range b.listed {
		p.write(b, p)
	}
	b.finish()
	var raw bytes.Buffer
	if b.err == nil {
		b.must(b.file.Write(&raw))
	}
	if b.err == nil {
		b.must(sorted(w, raw.Bytes()))
	}
	if b.err != nil {
		return fmt.Errorf("writing the workbook: %w", b.err)
	}
	return nil
}

// book is a workbook on its way; its first error stops it.
type book struct {
	file  *excelize.File
	r     *view.Report
	calc  *view.Calculation
	looks map[look]int
	// sheets are the names of the pages by their key.
	sheets map[string]string
	taken  map[string]bool
	// listed are the pages in their order.
	listed []*page
	grid   *grid
	// weightRows are the rows of the nodes in the weights.
	weightRows []int
	// validations wait to be written in order.
	validations []validation
	err         error
}

// page is one sheet.
type page struct {
	// key names it in the catalogues; title is its first line, about what it holds in a sentence.
	key, title, about string
	// columns are those of its table, for the data dictionary.
	columns []column
	write   func(b *book, p *page)
	// wide pages are printed across the page.
	wide bool
}

func newBook(r *view.Report) *book {
	b := &book{
		file: excelize.NewFile(), r: r, calc: r.Calculation(), looks: map[look]int{}, sheets: map[string]string{},
		taken: map[string]bool{},
	}
	b.grid = newGrid(b.calc)
	return b
}

func (b *book) must(err error) {
	if b.err == nil {
		b.err = err
	}
}

// text is a message of this package's catalogue.
func (b *book) text(key string, args ...any) string { return b.r.Text("xlsx."+key, args...) }

// pages are the sheets in their order; those that would be empty for this assessment are left out.
func (b *book) pages() []*page {
	all := []*page{
		b.cover(), b.contents(),
		b.ranking(), b.charts(), b.certainty(), b.sensitivity(), b.dimensions(), b.spread(), b.indicators(), b.coverage(), b.contradictions(), b.actions(),
		b.optimism(), b.views(), b.notes(), b.quality(),
		b.calculation(), b.weights(), b.bands(),
		b.method(), b.conversions(), b.measures(), b.provenance(), b.inputs(), b.dictionary(),
	}
	all = slices.DeleteFunc(all, func(p *page) bool { return p == nil })
	for _, p := range all {
		p.title = cmp.Or(p.title, b.text("sheet."+p.key))
		p.about = cmp.Or(p.about, b.text("about."+p.key))
		b.sheets[p.key] = b.sheetName(b.text("sheet." + p.key))
	}
	return all
}

// pageOf gives the page of a key.
func (b *book) pageOf(key string) *page {
	for _, p := range b.listed {
		if p.key == key {
			return p
		}
	}
	return &page{key: key}
}

// add makes the sheet of a page, with what has to be said of it before its rows are written.
func (b *book) add(i int, p *page) {
	name := b.sheets[p.key]
	if i == 0 {
		b.must(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.must(err)
	}
	if b.err != nil {
		return
	}
	fit, a4, one, none := true, 9, 1, 0
	orientation := "portrait"
	if p.wide {
		orientation = "landscape"
	}
	width := 0.0
	for _, c := range p.columns {
		width += c.width
	}
	if width > 330 { // would be too small to read on one page: it goes over several, the first columns on each
		fit = false
		b.must(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{AdjustTo: ptr(uint(60))}))
	}
	b.must(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.must(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation, FitToWidth: &one, FitToHeight: &none}))
	margin, edge := 0.5, 0.3
	b.must(b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: ptr(0.8), Bottom: ptr(0.7), Header: &edge, Footer: &edge,
	}))
	watermark, left, right := "", 90, 40
	if words := b.r.Publication.Watermark; words != "" {
		watermark, left, right = `&C&"Calibri,Bold"&12`+" "+mark(words, 60), 30, 24
	}
	b.must(b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{
		OddHeader: "&L" + mark(b.r.Title, left) + watermark + "&R" + mark(p.title, right),
		OddFooter: "&L" + mark(b.footer(), 90) + "&R" + b.text("page", "page", "&P", "pages", "&N"),
	}))
	grid := false
	b.must(b.file.SetSheetView(name, -1, &excelize.ViewOptions{ShowGridLines: &grid}))
}

// footer is what stands below every printed page: the banners, or what this is.
func (b *book) footer() string {
	if words := strings.TrimSpace(b.r.Invented + " " + b.r.Simulation + " " + b.r.Publication.Withheld); words != "" {
		return words
	}
	return strings.TrimSpace(b.r.Rubric.Title + " " + b.r.Rubric.Version)
}

// mark makes a text fit for a header or footer, where & begins a code and 255 characters are all there is room for.
func mark(s string, limit int) string {
	return strings.ReplaceAll(fit(s, limit), "&", "&&")
}

// finish says what the whole workbook is, and that its formulas are to be computed when it is opened.
func (b *book) finish() {
	if b.err != nil {
		return
	}
	load := true
	b.must(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &load}))
	created := fixed
	if !b.r.Created.IsZero() {
		created = b.r.Created.UTC().Format("2006-01-02T15:04:05Z")
	}
	b.must(b.file.SetDocProps(&excelize.DocProperties{
		Title: fit(b.r.Title, 250), Subject: fit(b.r.Rubric.Title, 250), Creator: "siap", Language: b.r.Lang,
		Created: created, Modified: created,
	}))
	// LibreOffice trusts the stored values of programs it knows, and computes those of any other anew.
	b.must(b.file.SetAppProps(&excelize.AppProperties{Application: "siap"}))
}

// named gives a range a name for the whole workbook; the ids of a rubric make good names.
func (b *book) named(name, refersTo string) {
	b.must(b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo}))
}

// repeat lets rows, and columns where there are any, stand on every printed page.
func (b *book) repeat(sheet string, firstRow, lastRow int, columns string) {
	to := fmt.Sprintf("%s!$%d:$%d", quoted(sheet), firstRow, lastRow)
	if columns != "" {
		to = quoted(sheet) + "!" + columns + "," + to
	}
	b.must(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: to, Scope: sheet}))
}

func ptr[T any](x T) *T { return &x }
