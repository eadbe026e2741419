package table

import (
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/internal/source"
)

// coveredBook is a workbook with a cover, and a sheet whose header stands in row 3, with a formula and merged cells.
func coveredBook(t *testing.T) source.Source {
	t.Helper()
	return write(t, "b.xlsx", book(t, func(f *excelize.File) {
		must(t, f.SetCellValue("Sheet1", "A1", "Sampul"))
		_, err := f.NewSheet("Jawaban")
		must(t, err)
		for cell, value := range map[string]any{"A1": "Judul", "A3": "agency", "B3": "portal", "A4": "kaltim", "B4": 3, "A5": "dinkes", "A6": "rsud", "B6": 1} {
			must(t, f.SetCellValue("Jawaban", cell, value))
		}
		must(t, f.SetCellFormula("Jawaban", "B5", "1+1"))
		must(t, f.MergeCell("Jawaban", "A1", "B1"))
		must(t, f.MergeCell("Jawaban", "B6", "B7"))
	}))
}

func TestOpenAt(t *testing.T) {
	src := coveredBook(t)
	tab, d := OpenAt(src, Where{Sheet: "jawaban", Header: 3})
	if d != nil {
		t.Fatal(d)
	}
	defer tab.Close()
	if strings.Join(tab.Header, ",") != "agency,portal" || tab.Line != 3 {
		t.Errorf("the header is %v in row %d", tab.Header, tab.Line)
	}
	lines := ""
	for row, d := range tab.Rows() {
		if d != nil {
			t.Fatal(d)
		}
		lines += tab.Place(row.Line, 0).Cell + "=" + strings.Join(row.Cells, "|") + " "
	}
	if lines != "A4=kaltim|3 A5=dinkes| A6=rsud|1 " {
		t.Errorf("the rows are %s", lines)
	}
	marks, d := tab.Marks()
	if d != nil {
		t.Fatal(d)
	}
	if !marks.Formula(5, 1) || marks.Formula(4, 1) || marks.Formula(5, 0) {
		t.Error("the formula is not where it is")
	}
	if got := marks.Merged(tab.Line); len(got) != 1 || got[0] != [2][2]int{{6, 1}, {7, 1}} {
		t.Errorf("the merged cells below the header are %v", got)
	}
	if _, d := OpenAt(src, Where{Sheet: "Jawban"}); d == nil || d.Code != "TB020" || d.Allowed != "Sheet1, Jawaban" {
		t.Errorf("a sheet that is not there: %v", d)
	}
	if _, d := OpenAt(src, Where{Header: 9}); d == nil || d.Code != "TB003" {
		t.Errorf("a header behind the end: %v", d)
	}
	text := write(t, "a.csv", []byte("Judul\n\n\"x\"y\nagency;portal\nkaltim;3\ndinkes\n"))
	tab, d = OpenAt(text, Where{Header: 4})
	if d != nil {
		t.Fatal(d)
	}
	defer tab.Close()
	if tab.Line != 4 || strings.Join(tab.Header, "|") != "agency|portal" {
		t.Errorf("the header is %v in line %d", tab.Header, tab.Line)
	}
	if _, d := OpenAt(text, Where{Header: 70}); d == nil || d.Code != "TB003" {
		t.Errorf("a header behind the end of a text: %v", d)
	}
	if marks, d := tab.Marks(); d != nil || marks.Formula(5, 0) || len(marks.Merged(0)) != 0 {
		t.Errorf("a text has marks: %v, %v", marks, d)
	}
}

// part is a stream that is a string.
type part struct {
	io.Reader
	closed *bool
}

func (p part) SHA256() (string, error) { return "hash", nil }
func (p part) Close() error            { *p.closed = true; return nil }

func TestOpenPart(t *testing.T) {
	closed := false
	tab, d := OpenPart("a.zip", "x.csv", part{strings.NewReader("a,b,c\n1,2\n"), &closed})
	if d != nil {
		t.Fatal(d)
	}
	for row, d := range tab.Rows() {
		if d != nil || row.Width != 2 || len(row.Cells) != 3 {
			t.Errorf("the row is %v, %v", row, d)
		}
		if at := tab.Place(row.Line, 1); at.String() != "a.zip:2:2" || at.Sheet != "x.csv" {
			t.Errorf("the place is %v", at)
		}
	}
	if sum, err := tab.SHA256(); sum != "hash" || err != nil {
		t.Errorf("the hash is %s, %v", sum, err)
	}
	if err := tab.Close(); err != nil || !closed {
		t.Errorf("closed: %v, %v", closed, err)
	}
	for text, want := range map[string]string{"": "TB003", "PK\x03\x04": "TB004", "%PDF-1": "TB004", "a,A\n": "TB010"} {
		closed = false
		if _, d := OpenPart("a.zip", "x.csv", part{strings.NewReader(text), &closed}); d == nil || d.Code != want || !closed {
			t.Errorf("%q: %v, closed %v", text, d, closed)
		}
	}
}
