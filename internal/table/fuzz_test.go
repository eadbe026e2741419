package table

import (
	"strings"
	"testing"
	"unicode/utf8"

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
