package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

const space = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// parts are the parts of a small workbook around the rows of its one sheet; others take the place of its own.
func parts(rows string, others ...string) map[string]string {
	p := map[string]string{
		"xl/workbook.xml": `<?xml version="1.0"?><workbook` + space + `><workbookPr/><sheets><sheet name="S &amp; T" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="http://x/relationships/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet` + space + `><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":     `<sst` + space + `><si><t>nol</t></si><si><r><rPr><b/></rPr><t>sa</t></r><r><t xml:space="preserve">tu </t></r><rPh sb="0" eb="1"><t>baca</t></rPh></si><si/></sst>`,
	}
	for i := 0; i+1 < len(others); i += 2 {
		p[others[i]] = others[i+1]
	}
	return p
}

func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, data := range parts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// show gives all cells as "A1=text", with the kind or the formula behind, and "error: …" at the end.
func show(data []byte) []string {
	b, err := Open(data)
	if err != nil {
		return []string{"error: " + err.Error()}
	}
	var out []string
	for _, s := range b.Sheets {
		for row, err := range b.Rows(s) {
			if err != nil {
				return append(out, "error: "+err.Error())
			}
			for _, c := range row.Cells {
				text, err := row.Text(c)
				if err != nil {
					return append(out, "error: "+err.Error())
				}
				line := CellName(c.Column, row.Number) + "=" + text
				line += map[Kind]string{Empty: " empty", Number: " number", Boolean: " boolean", Fault: " fault"}[c.Kind]
				if c.Formula {
					line += " formula"
				}
				out = append(out, line)
			}
		}
	}
	return out
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       []string
	}{
		{"numbers", `<row r="2"><c r="B2"><v>1.5</v></c><c r="AB2" s="3"><v>-2E-3</v></c></row>`, []string{"B2=1.5 number", "AB2=-2E-3 number"}},
		{"shared strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`, []string{"A1=nol", "B1=satu "}},
		{"inline strings", `<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>`, []string{"A1=ab"}},
		{"booleans and errors", `<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#REF!</v></c></row>`, []string{"A1=TRUE boolean", "B1=FALSE boolean", "C1=#REF! fault"}},
		{"formulas", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" si="0"/><v>x</v></c><c r="C1"><f>NOW()</f></c></row>`, []string{"A1=2 number formula", "B1=x formula", "C1= empty formula"}},
		{"styled but empty", `<row r="1" ht="20"><c r="A1" s="2"/><c r="B1" s="2"></c></row><row r="2"/>`, nil},
		{"no names", `<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, []string{"A1=1 number", "B1=2 number", "A2=3 number"}},
		{"prefixes and quotes", `<x:row r='7'><x:c r='A7' t='str'><x:v>a</x:v></x:c></x:row>`, []string{"A7=a"}},
		{"entities", `<row r="1"><c r="A1" t="str"><v>&lt;b&gt; &amp;amp; &quot;&apos;&#65;&#x41; &unknown; & &#0; &#1114112;</v></c></row>`, []string{"A1=<b> &amp; \"'AA &unknown; & � �"}},
		{"line ends", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc_x000D_\n_x0041_ _x005F_x0041_ _xZZZZ_ _x</v></c></row>", []string{"A1=a\nb\nc\nA _x0041_ _xZZZZ_ _x"}},
		{"comments and literal text", `<!-- <row r="9"> --><row r="1"><?pi x?><c r="A1" t="str"><v><![CDATA[a<b & c]]></v></c></row>`, []string{"A1=a<b & c"}},
		{"a mark in an attribute", `<row r="1" spans="a>b"><c r="A1" x='">"'><v>1</v></c></row>`, []string{"A1=1 number"}},
		{"bytes that are no text", "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\xffb</v></c></row>", []string{"A1=a�b"}},
		{"a string that is not there", `<row r="1"><c r="A1" t="s"><v>3</v></c></row>`, []string{"error: reading xl/sharedstrings.xml: there is no shared string 3"}},
		{"rows out of order", `<row r="2"><c><v>1</v></c></row><row r="2"/>`, []string{"A2=1 number", "error: reading xl/worksheets/sheet1.xml: row 2 behind row 2: a cell or row stands before the one it should follow"}},
		{"cells out of order", `<row r="1"><c r="B1"/><c r="A1"/></row>`, []string{"error: reading xl/worksheets/sheet1.xml: cell A1: a cell or row stands before the one it should follow"}},
		{"a cell of another row", `<row r="1"><c r="A2"/></row>`, []string{"error: reading xl/worksheets/sheet1.xml: cell \"A2\" in row 1: a cell's name is none"}},
		{"a row beyond the sheet", `<row r="1048577"/>`, []string{"error: reading xl/worksheets/sheet1.xml: row 1048577 behind row 0: a cell or row stands before the one it should follow"}},
		{"declared entities", `<!DOCTYPE x [<!ENTITY a "b">]>`, []string{"error: reading xl/worksheets/sheet1.xml: a document type declaration, which no spreadsheet program writes"}},
		{"cut off", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c`, []string{"A1=1 number", "error: reading xl/worksheets/sheet1.xml: unexpected EOF"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := parts(c.rows)
			if c.name == "cut off" {
				p["xl/worksheets/sheet1.xml"] = `<worksheet><sheetData>` + c.rows
			}
			if diff := cmp.Diff(c.want, show(pack(t, p))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOpenSaysWhatItSees(t *testing.T) {
	b, err := Open(pack(t, parts("",
		"xl/workbook.xml", `<workbook`+space+`><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/>`+
			`<sheet name="B" state="veryHidden" r:id="rId1"/><sheet name="Grafik" r:id="rId9"/></sheets></workbook>`,
		"xl/vbaProject.bin", "x", "xl/externalLinks/externalLink1.xml", "<x/>",
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0&quot; dari 9&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>`+
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData/><mergeCells><mergeCell ref="B2:C3"/><mergeCell ref="nonsense"/></mergeCells></worksheet>`,
	)))
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Sheets) != 2 || b.Sheets[0].Hidden || !b.Sheets[1].Hidden || !b.Date1904 || !b.Macros || !b.Links || b.Sheet("b") != b.Sheets[1] {
		t.Errorf("%+v", b)
	}
	for i, want := range []string{"", "yyyy-mm-dd", "0%", `0" dari 9"`, ""} {
		if got := b.Format(i); got != want {
			t.Errorf("the style %d has the format %q, want %q", i, got, want)
		}
	}
	for range b.Rows(b.Sheets[0]) {
		t.Error("there are no rows")
	}
	if diff := cmp.Diff([]Range{{2, 2, 3, 3}}, b.Sheets[0].Merged); diff != "" {
		t.Error(diff)
	}
	if r := b.Sheets[0].Merged[0]; !r.Holds(3, 2) || r.Holds(4, 2) || r.Holds(3, 4) {
		t.Error("the range holds other cells than B2:C3")
	}
}

func TestOpenRefuses(t *testing.T) {
	whole := pack(t, parts(`<row r="1"><c><v>1</v></c></row>`))
	// An archive whose directory says that a sheet is small.
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, 10_000)
	sheet := parts(rows)["xl/worksheets/sheet1.xml"]
	lying := bytes.ReplaceAll(pack(t, parts(rows)), binary.LittleEndian.AppendUint32(nil, uint32(len(sheet))), []byte{10, 0, 0, 0})
	twice := parts("")
	twice["XL/Workbook.xml"] = twice["xl/workbook.xml"]
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"no archive", []byte("agency,indicator\n"), zip.ErrFormat},
		{"cut off", whole[:len(whole)/2], zip.ErrFormat},
		{"another archive", pack(t, map[string]string{"word/document.xml": "<x/>"}), ErrOther},
		{"strings that do not fit into memory", pack(t, parts(`<row r="1"><c t="s"><v>0</v></c></row>`, "xl/sharedStrings.xml", "<sst>"+strings.Repeat(" ", MaxMemory)+"</sst>")), ErrLarge},
		{"a token that does not end", pack(t, parts("<"+strings.Repeat("a", maxToken))), errToken},
		{"a text that does not end", pack(t, parts(`<row><c><v>`+strings.Repeat("1", maxToken+1)+`</v></c></row>`)), errToken},
		{"UTF-16", pack(t, parts("", "xl/worksheets/sheet1.xml", "\xff\xfe<\x00")), errUTF16},
		{"a size that is not true", lying, zip.ErrFormat},
		{"a part that is there twice", pack(t, twice), errTwice},
		{"no sheet", pack(t, parts("", "xl/workbook.xml", "<workbook>")), io.ErrUnexpectedEOF},
	} {
		err := readAll(c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// A part may not be read beyond what the directory said of its size, nor all parts together beyond the limit.
func TestUnzipIsBounded(t *testing.T) {
	b, err := Open(pack(t, parts(strings.Repeat(`<row><c><v>1</v></c></row>`, 1000))))
	if err != nil {
		t.Fatal(err)
	}
	b.left = 10_000
	var last error
	rows := 0
	for _, err := range b.Rows(b.Sheets[0]) {
		last = err
		rows++
	}
	if !errors.Is(last, ErrLarge) || rows > 600 {
		t.Errorf("%d rows of 1000 with 26 bytes each were read out of 10,000 bytes: %v", rows, last)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range maxParts + 1 {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprint(i), Method: zip.Store}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(out.Bytes()); !errors.Is(err, ErrLarge) {
		t.Errorf("an archive of %d parts: %v", maxParts+1, err)
	}
}

func readAll(data []byte) error {
	b, err := Open(data)
	if err != nil {
		return err
	}
	for _, s := range b.Sheets {
		for row, err := range b.Rows(s) {
			if err != nil {
				return err
			}
			for _, c := range row.Cells {
				if _, err := row.Text(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A sheet of a million rows takes no more memory than a small one.
func TestMillionRows(t *testing.T) {
	data := pack(t, parts(strings.Repeat(`<row><c s="1"/><c><v>1</v></c></row>`, MaxRow)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range b.Rows(b.Sheets[0]) {
		if err != nil {
			t.Fatal(err)
		}
		n += len(row.Cells)
	}
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; n != MaxRow || taken > 4<<20 {
		t.Errorf("%d cells, %d bytes allocated; want %d and at most 4 MiB", n, taken, MaxRow)
	}
}

// What excelize writes is read as excelize reads it.
func TestSameAsExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := excelize.NewFile()
		defer x.Close()
		want := map[string]string{}
		for range rapid.IntRange(1, 20).Draw(t, "cells") {
			at := CellName(rapid.IntRange(1, 40).Draw(t, "column"), rapid.IntRange(1, 40).Draw(t, "row"))
			text := rapid.StringMatching(`[a-zA-Z <>&"'_=+\-–é…0-9]{1,12}`).Draw(t, "text")
			if err := x.SetCellStr("Sheet1", at, text); err != nil {
				t.Fatal(err)
			}
			want[at] = text
		}
		var out bytes.Buffer
		if err := x.Write(&out); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, line := range show(out.Bytes()) {
			at, text, _ := strings.Cut(line, "=")
			got[at] = text
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNamesOfCells(t *testing.T) {
	for _, c := range []struct {
		name        string
		column, row int
	}{
		{"A1", 1, 1},
		{"Z9", 26, 9},
		{"AA10", 27, 10},
		{"XFD1048576", MaxColumn, MaxRow},
		{"ab7", 28, 7},
		{"XFE1", 0, 0},
		{"A0", 0, 0},
		{"A", 0, 0},
		{"1", 0, 0},
		{"", 0, 0},
		{"A1048577", 0, 0},
		{"A-1", 0, 0},
		{"AAAA1", 0, 0},
	} {
		column, row := parseCell([]byte(c.name))
		if column != c.column || row != c.row {
			t.Errorf("%q is %d, %d; want %d, %d", c.name, column, row, c.column, c.row)
		}
		if column > 0 && CellName(column, row) != strings.ToUpper(c.name) {
			t.Errorf("%d, %d is %q, want %q", column, row, CellName(column, row), c.name)
		}
	}
}

// FuzzSheet: whatever stands in the parts, nothing panics, cells come in order, and texts are texts.
func FuzzSheet(f *testing.F) {
	sound := parts(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>x&#10;</t></is></c></row><row><c><f>1</f><v>2</v></c></row>`)
	f.Add([]byte(sound["xl/worksheets/sheet1.xml"]), []byte(sound["xl/sharedStrings.xml"]), []byte(sound["xl/workbook.xml"]))
	f.Add([]byte(`<worksheet><row r="1"><c><v><![CDATA[&]]></v></c></row><!-- --><mergeCell ref="A1:B2"/></worksheet>`), []byte(`<sst/>`), []byte(`<workbook/>`))
	f.Add([]byte("<worksheet a='>'><row><c t='s'><v>99999999999</v>"), []byte("<sst><si><t>a</si>"), []byte("\xff\xfe"))
	f.Add([]byte("<worksheet><row><c t=\"inlineStr\"><is><t>x&#1\x00\x01</t></is></c></row></worksheet>"), []byte(`<sst/>`), []byte(nil))
	f.Fuzz(func(t *testing.T, sheet, texts, list []byte) {
		p := parts("")
		p["xl/worksheets/sheet1.xml"], p["xl/sharedStrings.xml"] = string(sheet), string(texts)
		if len(list) > 0 {
			p["xl/workbook.xml"] = string(list)
		}
		b, err := Open(pack(t, p))
		if err != nil {
			return
		}
		for _, s := range b.Sheets {
			last := 0
			for row, err := range b.Rows(s) {
				if err != nil {
					break
				}
				if row.Number <= last || row.Number > MaxRow {
					t.Fatalf("row %d after row %d", row.Number, last)
				}
				last = row.Number
				column := 0
				for _, c := range row.Cells {
					if c.Column <= column || c.Column > MaxColumn {
						t.Fatalf("column %d after column %d", c.Column, column)
					}
					column = c.Column
					text, err := row.Text(c)
					if err == nil && (strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text) {
						t.Fatalf("cell %q", text)
					}
				}
			}
			b.Format(1)
		}
	})
}
