package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"

	"siap/internal/source"
)

func write(t testing.TB, name string, data []byte) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: name}
}

// read gives all that a table says as lines: "format", "line:cell|cell" and "place CODE".
func read(t testing.TB, src source.Source) []string {
	t.Helper()
	tab, d := Open(src)
	if d != nil {
		return []string{d.Place.String() + " " + d.Code}
	}
	defer tab.Close()
	lines := []string{"", "head:" + strings.Join(tab.Header, "|")}
	for row, d := range tab.Rows() {
		if d != nil {
			lines = append(lines, d.Place.String()+" "+d.Code)
			continue
		}
		lines = append(lines, fmt.Sprintf("%d:%s", row.Line, strings.Join(row.Cells, "|")))
	}
	lines[0] = tab.Format
	return lines
}

func encode(t testing.TB, e unicode.Endianness, bom unicode.BOMPolicy, s string) []byte {
	t.Helper()
	out, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestText(t *testing.T) {
	long := strings.Repeat("x", MaxCell+1)
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"plain", "a,b\n1,2\n", []string{"CSV (,), UTF-8", "head:a|b", "2:1|2"}},
		{"no newline at the end, CRLF", "a,b\r\n1,2", []string{"CSV (,), UTF-8", "head:a|b", "2:1|2"}},
		{"carriage returns only", "a,b\r1,2\r3,4", []string{"CSV (,), UTF-8", "head:a|b", "2:1|2", "3:3|4"}},
		{"semicolon and decimal comma", "a;b\n2,5;x,y\n", []string{"CSV (;), UTF-8", "head:a|b", "2:2,5|x,y"}},
		{"tab", "a\tb\n1\t2\n", []string{"TSV (tab), UTF-8", "head:a|b", "2:1|2"}},
		{"separators inside quotes do not count", "\"a;b;c\",d\n1,2\n", []string{"CSV (,), UTF-8", "head:a;b;c|d", "2:1|2"}},
		{"Excel's separator line", "sep=;\na;b\n1;2\n", []string{"CSV (;), UTF-8", "head:a|b", "3:1|2"}},
		{"separator line with tab", "sep=\t\r\na\tb,c\r\n1\t2\r\n", []string{"TSV (tab), UTF-8", "head:a|b,c", "3:1|2"}},
		{"byte order mark", "\xef\xbb\xbfa,b\né,2\n", []string{"CSV (,), UTF-8", "head:a|b", "2:é|2"}},
		{"Windows-1252", "a,b\ncaf\xe9,\x93x\x94\n", []string{"CSV (,), Windows-1252", "head:a|b", "2:café|“x”"}},
		{"Windows-1252 in the header", "r\xf4le,b\n1,2\n", []string{"CSV (,), Windows-1252", "head:rôle|b", "2:1|2"}},
		{"UTF-8 that breaks later", "a,b\né,1\n\xe9,2\nx,3\n", []string{"CSV (,), UTF-8", "head:a|b", "2:é|1", "t.csv:3:1 TB018", "4:x|3"}},
		{"a byte Windows-1252 does not have", "a,b\n\xe9\x81,2\n", []string{"CSV (,), Windows-1252", "head:a|b", "t.csv:2:1 TB018"}},
		{"UTF-16 LE", string(encode(t, unicode.LittleEndian, unicode.UseBOM, "a;b\né;2\n")), []string{"CSV (;), UTF-16", "head:a|b", "2:é|2"}},
		{"UTF-16 BE", string(encode(t, unicode.BigEndian, unicode.UseBOM, "a;b\né;2\n")), []string{"CSV (;), UTF-16", "head:a|b", "2:é|2"}},
		{"UTF-16 LE without a mark", string(encode(t, unicode.LittleEndian, unicode.IgnoreBOM, "a;b\n1;2\n")), []string{"CSV (;), UTF-16", "head:a|b", "2:1|2"}},
		{"UTF-16 BE without a mark", string(encode(t, unicode.BigEndian, unicode.IgnoreBOM, "a;b\n1;2\n")), []string{"CSV (;), UTF-16", "head:a|b", "2:1|2"}},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", []string{"t.csv TB018"}},
		{"quotes", "a,b\n\"x, \"\"y\"\"\",\"\"\n", []string{"CSV (,), UTF-8", "head:a|b", "2:x, \"y\"|"}},
		{"a line break inside quotes", "a,b\n\"x\r\ny\",1\nz,2\n", []string{"CSV (,), UTF-8", "head:a|b", "2:x\r\ny|1", "4:z|2"}},
		{"a quote inside an unquoted cell", "a,b\nDinas \"X\",1\n", []string{"CSV (,), UTF-8", "head:a|b", "2:Dinas \"X\"|1"}},
		{"an empty cell after a quoted one", "a,b,c\n1,\"2\",\n", []string{"CSV (,), UTF-8", "head:a|b|c", "2:1|2|"}},
		{"a quote that never closes costs one row", "a,b\n1,\"x\n2,y\n3,z\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB015", "3:2|y", "4:3|z"}},
		{"and so on the last line", "a,b\n1,\"x", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB015"}},
		{"a lost quote before a quoted cell", "a,b\n1,\"x\n2,\"y\"\n3,z\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB016", "3:2|y", "4:3|z"}},
		{"text behind a quote", "a,b\n\"x\"y,2\n3,z\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:1 TB016", "3:3|z"}},
		{"too many cells", "a,b\n1,2,3\n4,5,,\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:3 TB014", "3:4|5"}},
		{"too few cells", "a,b,c\n1\n", []string{"CSV (,), UTF-8", "head:a|b|c", "2:1||"}},
		{"a column without a name", "a,,c\n1,,3\n4,5,6\n", []string{"CSV (,), UTF-8", "head:a||c", "2:1||3", "t.csv:3:2 TB014"}},
		{"blank lines", "\n,,\n a ,b \n\n , \n1,2\n", []string{"CSV (,), UTF-8", "head:a|b", "6:1|2"}},
		{"a name twice", "a,b,A\n1,2,3\n", []string{"t.csv:1:3 TB010"}},
		{"a large cell", "a,b\n1," + long + "\n3,4\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB012", "3:3|4"}},
		{"a cell of 1 MB in quotes", "a,b\n1,\"" + strings.Repeat("x\n", 500_000) + "\"\n3,4\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB012", "500003:3|4"}},
		{"a line beyond all limits", "a,b\n1," + strings.Repeat("x", MaxRecord+10) + "\n3,4\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2 TB013", "3:3|4"}},
		{"NUL", "a,b\n1,x\x00y\n3,4\n", []string{"CSV (,), UTF-8", "head:a|b", "t.csv:2:2 TB017", "3:3|4"}},
		{"empty", "", []string{"t.csv TB003"}},
		{"blank", " \n\n", []string{"t.csv TB003"}},
		{"a PDF", "%PDF-1.7\n", []string{"t.csv TB004"}},
		{"a web page", "\n<!DOCTYPE html><html>", []string{"t.csv TB004"}},
		{"binary", "a\x01\x02\x03\x04b", []string{"t.csv TB004"}},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", []string{"t.csv TB004"}},
		{"a workbook under a password", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", []string{"t.csv TB006"}},
		{"data that looks like code", "a,b\n=cmd|' /C calc'!A0,<script>alert(1)</script>\n../../etc,{{x}}\n", []string{"CSV (,), UTF-8", "head:a|b", "2:=cmd|' /C calc'!A0|<script>alert(1)</script>", "3:../../etc|{{x}}"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, write(t, "t.csv", []byte(c.data)))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMissingAndMisnamed(t *testing.T) {
	_, d := Open(source.Source{Path: filepath.Join(t.TempDir(), "no.csv"), Name: "no.csv"})
	if d == nil || d.Code != "TB001" || d.Place.File != "no.csv" {
		t.Errorf("missing file: %v", d)
	}
	_, d = Open(source.Source{Path: t.TempDir(), Name: "folder"})
	if d == nil || d.Code != "TB019" {
		t.Errorf("folder: %v", d)
	}
	if got := read(t, write(t, "a.xlsx", []byte("a,b\n1,2\n"))); got[0] != "a.xlsx TB005" {
		t.Errorf("CSV named .xlsx: %v", got)
	}
}

func TestHash(t *testing.T) {
	tab, d := Open(write(t, "a.csv", []byte("a,b\n1,2\n")))
	if d != nil {
		t.Fatal(d)
	}
	defer tab.Close()
	for range tab.Rows() {
	}
	// printf 'a,b\n1,2\n' | sha256sum
	const want = "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"
	if got, err := tab.SHA256(); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}

func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkbook(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		must(t, f.SetSheetName("Sheet1", "Rahasia"))
		must(t, f.SetSheetRow("Rahasia", "A1", &[]any{"x", "y"}))
		_, err := f.NewSheet("Jawaban")
		must(t, err)
		f.SetActiveSheet(1)
		must(t, f.SetSheetVisible("Rahasia", false))
		must(t, f.SetSheetRow("Jawaban", "A2", &[]any{"agency", "value", "when"}))
		must(t, f.SetSheetRow("Jawaban", "A3", &[]any{"dinkes", 2.5, time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)}))
		must(t, f.SetSheetRow("Jawaban", "A5", &[]any{"=cmd|' /C calc'!A0", "2,5"}))
		must(t, f.SetCellValue("Jawaban", "E6", "stray"))
		must(t, f.SetSheetRow("Jawaban", "A7", &[]any{"<script>", "x\x01"}))
	})
	// 1 March 2025 is day 45717 of Excel's calendar (DATEVALUE), noon is .5.
	want := []string{
		"XLSX, Jawaban", "head:agency|value|when", "3:dinkes|2.5|45717.5", "5:=cmd|' /C calc'!A0|2,5|",
		"b.xlsx!Jawaban!E6 TB014", "7:<script>|x\uFFFD|",
	}
	if diff := cmp.Diff(want, read(t, write(t, "b.xlsx", data))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	// The content counts, not the name.
	if got := read(t, write(t, "b.csv", data)); got[0] != "XLSX, Jawaban" {
		t.Errorf("XLSX named .csv: %v", got)
	}
	tab, d := Open(write(t, "b.xlsx", data))
	if d != nil {
		t.Fatal(d)
	}
	defer tab.Close()
	if got, ok := tab.Date("45717.5"); !ok || !got.Equal(time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("45717.5 is %v", got)
	}
	if _, ok := tab.Date("x"); ok {
		t.Error("x is a date")
	}
}

func zipped(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := w.Create(name)
		must(t, err)
		_, err = part.Write(parts[name])
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

func TestHostileWorkbooks(t *testing.T) {
	good := book(t, func(f *excelize.File) { must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"})) })
	bomb := zipped(t, map[string][]byte{"xl/workbook.xml": {}, "xl/styles.xml": make([]byte, maxPart+1)})
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"a zip bomb", bomb, "TB008"},
		{"another zip", zipped(t, map[string][]byte{"a.txt": []byte("x")}), "TB004"},
		{"a Word document", zipped(t, map[string][]byte{"word/document.xml": []byte("x")}), "TB004"},
		{"OpenDocument", zipped(t, map[string][]byte{"content.xml": []byte("x")}), "TB004"},
		{"cut off", good[:len(good)/2], "TB007"},
		{"no parts", zipped(t, map[string][]byte{"xl/workbook.xml": []byte("x")}), "TB007"},
		{"a sheet cut off inside a sound archive", smallest(t, []byte(`<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2">`), nil), "TB007"},
		{"an empty sheet", book(t, func(*excelize.File) {}), "TB003"},
		{"a column name twice", book(t, func(f *excelize.File) {
			must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"a", "a"}))
		}), "TB010"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, d := Open(write(t, "h.xlsx", c.data))
			if d == nil || d.Code != c.want || d.Place.File != "h.xlsx" {
				t.Errorf("got %v, want %s", d, c.want)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		in    string
		comma bool
		want  float64
		ok    bool
	}{
		{"3", false, 3, true},
		{" -2.5 ", false, -2.5, true},
		{"2,5", true, 2.5, true},
		{"2.5", true, 2.5, true},
		{"2,5", false, 0, false},
		{"+.5", false, 0.5, true},
		{"1e3", false, 1000, true},
		{"1.5E-2", false, 0.015, true},
		{"1.234,5", true, 0, false},
		{"1,234,5", true, 0, false},
		{"1 000", false, 0, false},
		{"1_000", false, 0, false},
		{"0x10", false, 0, false},
		{"NaN", false, 0, false},
		{"Inf", false, 0, false},
		{"1e999", false, 0, false},
		{"1e", false, 0, false},
		{"1e+", false, 0, false},
		{"5.", false, 0, false},
		{".", false, 0, false},
		{"-", false, 0, false},
		{"", false, 0, false},
		{"x", false, 0, false},
		{"3x", false, 0, false},
	} {
		if got, ok := Number(c.in, c.comma); got != c.want || ok != c.ok {
			t.Errorf("Number(%q, %v) = %v, %v", c.in, c.comma, got, ok)
		}
	}
}

func TestShortNumber(t *testing.T) {
	for in, want := range map[string]string{
		"1.1000000000000001": "1.1", // the same float64 as 1.1
		"198001012005011001": "198001012005011001",
		"2.5":                "2.5",
		"1.10000000000x0001": "1.10000000000x0001",
	} {
		if got := shortNumber(in); got != want {
			t.Errorf("%s became %s, want %s", in, got, want)
		}
	}
}
