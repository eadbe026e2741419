package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag/diagtest"
	"siap/internal/source"
	"siap/rubric/workbook/rubrictest"
)

// rewritten is a workbook with one of its parts changed.
func rewritten(t testing.TB, data []byte, part string, change func(string) string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	found := false
	for _, f := range from.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			changed := change(string(text))
			found = changed != string(text)
			text = []byte(changed)
		}
		w, err := to.Create(f.Name)
		if err == nil {
			_, err = w.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if !found {
		t.Fatalf("%s was not changed", part)
	}
	return out.Bytes()
}

// archive is a ZIP file of parts with so many bytes of one character each.
func archive(t testing.TB, parts map[string]int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, size := range parts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		chunk := bytes.Repeat([]byte(" "), 1<<20)
		for size > 0 {
			n := min(size, len(chunk))
			if _, err := f.Write(chunk[:n]); err != nil {
				t.Fatal(err)
			}
			size -= n
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const nodesPart = "xl/worksheets/sheet6.xml"

// Hostile files are refused with the right reason; the changed workbooks are small ones that a person could have.
func TestHostileFiles(t *testing.T) {
	good := export(t, small(t))
	row := func(n int, cells string) string {
		return fmt.Sprintf(`<row r="%d">%s</row></sheetData>`, n, cells)
	}
	add := func(part, rows string) []byte {
		return rewritten(t, good, part, func(s string) string { return strings.Replace(s, "</sheetData>", rows, 1) })
	}
	many := func() string {
		var b strings.Builder
		for i := range MaxRows + 10 {
			fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>1</v></c></row>`, i+100, i+100)
		}
		return b.String() + "</sheetData>"
	}
	parts := map[string]int{"xl/workbook.xml": 10}
	for i := range maxParts {
		parts[fmt.Sprintf("xl/%d.bin", i)] = 1
	}
	for _, c := range []struct {
		name, code string
		data       []byte
	}{
		{"nothing", "RB090", nil},
		{"not a ZIP file", "RB090", []byte("id,name\n1,a\n")},
		{"a ZIP file without a workbook", "RB090", archive(t, map[string]int{"word/document.xml": 10})},
		{"a workbook without sheets", "RB090", archive(t, map[string]int{"xl/workbook.xml": 10})},
		{"larger than the limit", "RB091", make([]byte, MaxBytes+1)},
		{"a ZIP bomb", "RB091", archive(t, map[string]int{"xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": maxUnzip})},
		{"too many parts", "RB091", archive(t, parts)},
		{"cut in the middle", "RB090", good[:len(good)/2]},
		{"cut at the end", "RB090", good[:len(good)-10]},
		{"a sheet cut off", "RB090", rewritten(t, good, nodesPart, func(s string) string { return s[:len(s)/2] })},
		{"an empty sheet part", "RB090", rewritten(t, good, nodesPart, func(string) string { return "" })},
		{"a sheet of other XML", "RB094", rewritten(t, good, nodesPart, func(string) string { return "<a/>" })},
		{"shared strings cut off", "RB090", rewritten(t, good, "xl/sharedStrings.xml", func(s string) string { return s[:len(s)/2] })},
		{"a document type with entities", "RB090", rewritten(t, good, nodesPart, func(s string) string {
			return strings.Replace(s, "<worksheet", `<!DOCTYPE a [<!ENTITY b "cccc">]><worksheet`, 1) + "&b;"
		})},
		{"a shared string that is not there", "RB090", add(nodesPart, row(99, `<c r="A99" t="s"><v>999999</v></c>`))},
		{"a column far to the right", "RB091", add(nodesPart, row(99, `<c r="XFD99"><v>1</v></c>`))},
		{"a row beyond all sheets", "RB090", add(nodesPart, row(99999999, `<c r="A99999999"><v>1</v></c>`))},
		{"too many rows", "RB091", add("xl/worksheets/sheet7.xml", many())},
		{"too many nodes", "RB091", add(nodesPart, many())},
		{"a huge cell", "RB091", add(nodesPart, row(99, `<c r="A99" t="str"><v>`+strings.Repeat("a", maxCell+1)+`</v></c>`))},
		{"a formula that failed", "RB098", add(nodesPart, row(99, `<c r="B99" t="e"><f>-oops</f><v>#NAME?</v></c>`))},
		{"a row with nothing but a formula without value", "RB098", add(nodesPart, row(99, `<c r="B99"><f>A1</f></c>`))},
		{"too many sheets", "RB091", edit(t, small(t), func(e edited) {
			for i := range maxSheets {
				e.must(e.NewSheet(fmt.Sprint("x", i)))
			}
		})},
		{"more text than any rubric", "RB091", edit(t, small(t), func(e edited) {
			long := strings.Repeat("a", excelize.TotalCellChars)
			for i := range maxText/len(long) + 2 {
				e.must(0, e.SetCellStr(sheetRoles, fmt.Sprintf("B%d", i+10), long))
			}
		})},
		{"nodes in a chain without end", "RB037", edit(t, small(t), func(e edited) {
			for i := range 3000 {
				e.must(0, e.SetSheetRow(sheetNodes, fmt.Sprintf("A%d", i+10), &[]any{fmt.Sprint("n", i-1), fmt.Sprint("n", i)}))
			}
			e.must(0, e.SetCellStr(sheetNodes, "A10", ""))
		})},
		{"a circle of thousands", "RB097", edit(t, small(t), func(e edited) {
			for i := range 3000 {
				e.must(0, e.SetSheetRow(sheetNodes, fmt.Sprintf("A%d", i+10), &[]any{fmt.Sprint("n", (i+1)%3000), fmt.Sprint("n", i)}))
			}
		})},
		{"unknown nodes by the thousand", "RB096", edit(t, small(t), func(e edited) {
			for i := range 5000 {
				e.must(0, e.SetSheetRow(sheetLevels, fmt.Sprintf("A%d", i+10), &[]any{fmt.Sprint("portl", i), 1}))
			}
		})},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, list := Parse("hostile.xlsx", c.data)
			if r != nil || !diagtest.Has(list, c.code) {
				t.Errorf("want %s, got %v", c.code, list.All())
			}
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge := write("huge.xlsx", nil)
	if err := os.Truncate(huge, MaxBytes+1); err != nil { // sparse: no disk is filled
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, code string }{
		{"a good file", write("good.xlsx", export(t, small(t))), ""},
		{"no such file", filepath.Join(dir, "none.xlsx"), "RB090"},
		{"a folder", dir, "RB090"},
		{"too large", huge, "RB091"},
	} {
		r, list := Load(source.Source{Path: c.path, Name: "r.xlsx"})
		if (r != nil) != (c.code == "") || (c.code != "" && !diagtest.Has(list, c.code)) {
			t.Errorf("%s: want %q, got %v", c.name, c.code, list.All())
		}
	}
}

// Every rule is provoked by some workbook of these tests.
func TestEveryRuleIsTested(t *testing.T) {
	seen := map[string]bool{"RB090": true, "RB091": true} // TestHostileFiles
	for _, m := range mistakes {
		for _, w := range m.want {
			_, code, _ := strings.Cut(w, " ")
			seen[code] = true
		}
	}
	for _, rule := range Rules() {
		if !seen[rule.Code] {
			t.Errorf("no test provokes %s", rule.Code)
		}
	}
}

// Whatever the bytes, reading ends without a panic, says of every fault where it is, and what it accepts is a sound
// rubric that survives its own workbook.
func FuzzParse(f *testing.F) {
	good := export(f, small(f))
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("not a workbook"))
	f.Add(rewritten(f, good, nodesPart, func(s string) string { return strings.Replace(s, `<v>`, `<v>9`, 40) }))
	f.Add(rewritten(f, good, "xl/sharedStrings.xml", func(s string) string { return strings.Replace(s, "portal", "network", 3) }))
	f.Add(edit(f, small(f), func(e edited) { e.set(sheetNodes, "parent", 2, "portal") }))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return // the fuzzer's time is better spent on small ones
		}
		r, list := Parse("fuzz.xlsx", data)
		if (r == nil) != list.HasErrors() {
			t.Fatalf("rubric %v with findings %v", r != nil, list.All())
		}
		for _, d := range list.All() {
			if d.Place.File != "fuzz.xlsx" {
				t.Errorf("no place: %v", d)
			}
		}
		if r == nil {
			return
		}
		if again, list := Parse("again.xlsx", export(t, r)); again == nil || again.Fingerprints() != r.Fingerprints() {
			t.Errorf("accepted, and then: %v", list.All())
		}
	})
}

// Any text in any cell of a good workbook is read without a panic, and each fault names a sheet.
func FuzzCell(f *testing.F) {
	good := export(f, small(f))
	f.Add(uint8(5), uint8(0), uint8(1), "portal")
	f.Add(uint8(5), uint8(7), uint8(1), "1e999")
	f.Add(uint8(5), uint8(1), uint8(2), "")
	f.Add(uint8(0), uint8(0), uint8(3), "source.cites")
	f.Add(uint8(1), uint8(1), uint8(1), "verdict")
	f.Add(uint8(6), uint8(1), uint8(0), "node")
	f.Add(uint8(8), uint8(1), uint8(1), "score")
	f.Fuzz(func(t *testing.T, sheet, column, row uint8, text string) {
		book, err := excelize.OpenReader(bytes.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		cell, err := excelize.CoordinatesToCellName(1+int(column)%52, 1+int(row)%12)
		if err != nil {
			t.Fatal(err)
		}
		name := sheets[int(sheet)%len(sheets)].name
		if err := book.SetCellDefault(name, cell, text); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		r, list := Parse("fuzz.xlsx", out.Bytes())
		if (r == nil) != list.HasErrors() {
			t.Fatalf("rubric %v with findings %v", r != nil, list.All())
		}
		for _, d := range list.All() {
			if d.Code != "RB090" && d.Place.Sheet == "" {
				t.Errorf("no sheet: %v", d)
			}
		}
		if r == nil {
			return
		}
		if again, list := Parse("again.xlsx", export(t, r)); again == nil || rubrictest.Diff(r, again) != "" {
			t.Errorf("accepted, and then: %v", list.All())
		}
	})
}
