package questionnaire

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// benchBooks is how many workbooks come back: one from each of the 552 regional governments that a national round asks.
const benchBooks = 552

// booksOf fills in the 47 indicators of SPBE 2020 in 552 workbooks. Twelve contents are made, each of which stands in
// 46 files: nothing that reads them remembers one file for the next.
func booksOf(b *testing.B) ([]source.Source, *rubric.Rubric, int64) {
	b.Helper()
	r, err := library.Open("spbe-2020")
	must(b, err)
	var contents [][]byte
	for k := range 12 {
		fm := form.New(r, form.Options{Agency: &agency.Agency{ID: fmt.Sprintf("kabupaten-%02d", k), Name: "Kabupaten"}})
		f := fillBook(b, blankBook(b, fm, book.Options{Language: "id"}))
		i := 0
		for q := range fm.All() {
			code := q.Field(form.Value).Code()
			f.set(code, form.Value, book.Labels(q.Choices, "id")[(i*7+k)%5])
			f.set(code, form.Evidence, fmt.Sprintf("https://kab-%d.go.id/spbe/%s.pdf", k, code))
			f.set(code, form.Status, "proses")
			f.set(code, form.Note, fmt.Sprintf("Catatan %d: dokumen ditetapkan dan sedang ditinjau.", i))
			i++
		}
		if i != 47 {
			b.Fatalf("%d questions, want 47", i)
		}
		data, err := os.ReadFile(f.save("x.xlsx").Path)
		must(b, err)
		contents = append(contents, data)
	}
	dir, size := b.TempDir(), int64(0)
	files := make([]source.Source, benchBooks)
	for i := range files {
		name := fmt.Sprintf("%03d.xlsx", i)
		files[i] = source.Source{Path: filepath.Join(dir, name), Name: name}
		must(b, os.WriteFile(files[i].Path, contents[i%len(contents)], 0o600))
		size += int64(len(contents[i%len(contents)]))
	}
	return files, r, size
}

// BenchmarkBooks reads and checks 552 workbooks, one after the other on one core.
func BenchmarkBooks(b *testing.B) {
	files, r, size := booksOf(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n, proofs := 0, 0
		for _, src := range files {
			f, d := Open(src, r, nil)
			if d != nil {
				b.Fatal(d)
			}
			for _, d := range f.Answers() {
				if d != nil {
					b.Fatal(d)
				}
				n++
			}
			proofs += len(f.Evidence())
			must(b, f.Close())
		}
		if n != benchBooks*47 || proofs != n {
			b.Fatalf("%d answers, %d items of evidence", n, proofs)
		}
	}
}

// BenchmarkBooksExcelize reads the cells of the same workbooks with excelize, and does nothing with them.
func BenchmarkBooksExcelize(b *testing.B) {
	files, _, size := booksOf(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		rows := 0
		for _, src := range files {
			x, err := excelize.OpenFile(src.Path)
			must(b, err)
			for _, sheet := range x.GetSheetList() {
				cells, err := x.GetRows(sheet)
				must(b, err)
				rows += len(cells)
			}
			must(b, x.Close())
		}
		if rows < benchBooks*47 {
			b.Fatalf("%d rows", rows)
		}
	}
}

// BenchmarkBookWritten writes one blank workbook of 47 indicators.
func BenchmarkBookWritten(b *testing.B) {
	r, err := library.Open("spbe-2020")
	must(b, err)
	fm := form.New(r, form.Options{Agency: &agency.Agency{ID: "kabupaten", Name: "Kabupaten"}})
	for b.Loop() {
		b.SetBytes(int64(len(blankBook(b, fm, book.Options{Language: "id"}))))
	}
}
