package table

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
)

// FuzzOpen: whatever the bytes, nothing panics, every diagnostic can be said and placed, and every row fits its header.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a;b\r\n\"x\n\",2,5\n", "\xef\xbb\xbfa\tb\n", "\xff\xfea\x00,\x00", "sep=;\na;b", "a,b\n\"", "\xe9,b\n\x81,\x00\n",
		"PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "%PDF", "a\rb\r", "\"a\"b,c\n\"\"\"\n",
	} {
		f.Add([]byte(seed))
	}
	f.Add(book(f, func(x *excelize.File) {
		must(f, x.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"}))
		must(f, x.SetSheetRow("Sheet1", "A3", &[]any{"c", 1.5, "d"}))
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		tab, d := Open(write(t, "f.csv", data))
		if d != nil {
			if d.Place.File != "f.csv" || !l10n.For("en").Has(d.Code) {
				t.Fatalf("poor diagnostic %v", d)
			}
			return
		}
		defer tab.Close()
		last := 0
		for row, d := range tab.Rows() {
			if d != nil {
				if d.Place.File != "f.csv" || d.Place.Line < 1 || !l10n.For("en").Has(d.Code) {
					t.Fatalf("poor diagnostic %v", d)
				}
				continue
			}
			if len(row.Cells) != len(tab.Header) || row.Line <= last {
				t.Fatalf("line %d after %d with %d cells under %d names", row.Line, last, len(row.Cells), len(tab.Header))
			}
			last = row.Line
			for _, c := range row.Cells {
				if len(c) > MaxCell*4 || !utf8.ValidString(c) || strings.Contains(c, "\x00") {
					t.Fatalf("cell %q", c)
				}
			}
		}
		if _, err := tab.SHA256(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzSheet puts the bytes inside a sound archive, where no checksum keeps them from the parser.
func FuzzSheet(f *testing.F) {
	const open, end = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, `</sheetData></worksheet>`
	for _, seed := range []string{
		`<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="3"><c r="B3"><v>1.5</v></c></row>`,
		`<row><c t="s"><v>0</v></c><c t="s"><v>99999999999</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`,
		`<row r="5"><c r="ZZZ5"><v>1</v></c></row><row r="2"/>`, `<row r="-1"><c r="A0"/></row>`,
		`<row r="1"><c r="XFD1" t="str"><v>a</v></c><c r="A1" t="e"><v>#REF!</v></c></row>`, `<row r="1"><c t="d"><v>2025-01-01T`,
	} {
		f.Add([]byte(open+seed+end), []byte(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>`))
	}
	f.Fuzz(func(t *testing.T, sheet, strs []byte) {
		data := smallest(t, sheet, strs)
		tab, d := Open(write(t, "f.xlsx", data))
		if d != nil {
			if d.Place.File != "f.xlsx" || !l10n.For("en").Has(d.Code) {
				t.Fatalf("poor diagnostic %v", d)
			}
			return
		}
		defer tab.Close()
		for row, d := range tab.Rows() {
			if d != nil {
				if d.Place.Cell == "" && d.Place.Sheet == "" {
					t.Fatalf("poor place %v", d)
				}
				continue
			}
			if len(row.Cells) != len(tab.Header) {
				t.Fatalf("%d cells under %d names", len(row.Cells), len(tab.Header))
			}
		}
	})
}

// smallest is the smallest workbook that opens, around the XML of its sheet and of its shared strings.
func smallest(t testing.TB, sheet, strs []byte) []byte {
	t.Helper()
	return zipped(t, map[string][]byte{
		"[Content_Types].xml": []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`),
		"_rels/.rels":         []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml": []byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
			`<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml":   sheet,
		"xl/sharedStrings.xml":       strs,
	})
}

// The workbook of FuzzSheet opens, or the target would test nothing.
func TestSmallestWorkbook(t *testing.T) {
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="A3"><v>1.5</v></c></row></sheetData></worksheet>`
	got := read(t, write(t, "f.xlsx", smallest(t, []byte(sheet), []byte(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>`))))
	if diff := cmp.Diff([]string{"XLSX, S", "head:x", "3:1.5"}, got); diff != "" {
		t.Error(diff)
	}
}
