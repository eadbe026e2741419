package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/reports/view"
	"siap/reports/xlsx"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// sample scores one of the samples as siap run does.
func sample(t testing.TB, name string) *result.Assessment {
	t.Helper()
	dir := filepath.Join("..", "..", "samples", name)
	settings, problems := intake.ReadSettings(source.Source{Path: filepath.Join(dir, intake.SettingsFile), Name: intake.SettingsFile})
	if problems.HasErrors() {
		t.Fatal(problems.All())
	}
	var r *rubric.Rubric
	if slices.Contains(library.IDs(), settings.Rubric) {
		var err error
		if r, err = library.Open(settings.Rubric); err != nil {
			t.Fatal(err)
		}
	} else if r, problems = rubric.Load(source.Source{Path: filepath.Join(dir, settings.Rubric), Name: settings.Rubric}); problems.HasErrors() {
		t.Fatal(problems.All())
	}
	found := &diag.List{}
	taken, err := intake.Gather(t.Context(), r, settings, intake.Find(dir, settings.Inputs, found))
	if err != nil {
		t.Fatal(err)
	}
	a, err := scoring.Assess(taken.Input, scoring.Options{
		Basis: result.Basis(settings.Basis), Combine: settings.Combine, RoleWeights: settings.RoleWeights, GroupBy: settings.GroupBy, Rollup: settings.Rollup,
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Year, a.Invented, a.Created = settings.Title, settings.Year, settings.Invented, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a.Inputs = taken.Read
	return a
}

// hostileNames are names that a spreadsheet, its XML or its formulas could trip over.
var hostileNames = []string{
	`=HYPERLINK("http://x","y")`, `+1+1`, `-2`, `@SUM(A1)`, `<script>alert(1)</script>`, `a & b "c" 'd'`, "tab\tand\nline", "nul\x00 bell\x07", "\u202egnp.exe",
	"emoji 😀 衛生", strings.Repeat("panjang sekali ", 400), "", "_x0041_", `'[1]x'!A1`, "Dinas A", "dinas a",
}

// hostile is an assessment whose every text is one of them.
func hostile(t testing.TB) *result.Assessment {
	t.Helper()
	r := kindsOf(t, "half_up", "unrounded", "lower", "renormalise", "0.2", "arithmetic", "")
	var list []*agency.Agency
	for i, name := range hostileNames {
		list = append(list, &agency.Agency{ID: fmt.Sprintf("a%d", i), Name: name, Type: name, Weight: 1, Zone: agency.WIB, Columns: map[string]string{"type": name}})
	}
	a := assess(t, r, list, drawn(r, list), scoring.Options{GroupBy: []string{"type"}})
	a.Title = hostileNames[0] + hostileNames[4]
	i := 0
	for n := range a.Rubric.Tree.All() {
		n.Title = rubric.Text{ID: hostileNames[i%10], EN: hostileNames[i%10]}
		i++
	}
	for k := range a.Rubric.Tree.Bands {
		a.Rubric.Tree.Bands[k].Title = rubric.Text{ID: hostileNames[k], EN: hostileNames[k]}
	}
	for u, one := range a.Agencies {
		for _, n := range a.Headline(one).Nodes {
			n.Notes = []result.Note{{Note: hostileNames[u], Quote: hostileNames[(u+1)%len(hostileNames)], Respondent: "=R1", Visibility: "internal"}}
		}
	}
	a.Inputs = []result.Input{{Path: "=cmd|'/c calc'!A0.csv", Kind: "answers"}}
	return a
}

// However texts look, they stay texts: no cell becomes a formula by what is in it, the XML holds, names of sheets and
// heads of tables are what a workbook allows. (That LibreOffice takes it, see TestFormulasComputeTheIndex.)
func TestHostileTexts(t *testing.T) {
	a := hostile(t)
	data := report(t, a, "id")
	checkParts(t, data)
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	checkStructure(t, book)
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := book.GetCellFormula(sheet, at); formula != "" && strings.ContainsAny(value, "=<@") && !strings.HasPrefix(value, "<min") {
					if !strings.Contains(formula, "INDEX(") && !strings.Contains(formula, `&IF(`) { // shows a text of another cell
						t.Errorf("%s!%s is the formula %q for %q", sheet, at, formula, value)
					}
				}
			}
		}
	}
	for i, name := range hostileNames {
		if name == "" || strings.ContainsAny(name, "\x00\t\n\u202e") || len(name) > 200 {
			continue
		}
		found := false
		rows, _ := book.GetRows("Peringkat")
		for _, row := range rows {
			found = found || slices.Contains(row, name)
		}
		if !found {
			t.Errorf("the ranking lacks the name %d: %q", i, name)
		}
	}
}

// checkParts reads every part of the archive as XML: a library that builds it by strings can go wrong in any.
func checkParts(t *testing.T, data []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, ".xml") && !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(part)
		for {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", f.Name, err)
				break
			}
		}
		part.Close()
	}
}

// checkStructure wants what every sheet has: no merged cells, rows that stay, a paper size, words of the catalogue.
func checkStructure(t *testing.T, book *excelize.File) {
	t.Helper()
	tables := map[string]bool{}
	for i, sheet := range book.GetSheetList() {
		if n := len([]rune(sheet)); n > 31 || strings.ContainsAny(sheet, `[]:*?/\`) {
			t.Errorf("%q is no name of a sheet", sheet)
		}
		if merged, err := book.GetMergeCells(sheet); err != nil || len(merged) > 0 {
			t.Errorf("%s has merged cells: %v", sheet, err)
		}
		layout, err := book.GetPageLayout(sheet)
		if err != nil || layout.Size == nil || *layout.Size != 9 {
			t.Errorf("%s is not for A4: %v", sheet, err)
		}
		foot, err := book.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(foot.OddFooter, "&P") || !strings.Contains(foot.OddFooter, "&N") || len(foot.OddFooter) > 255 {
			t.Errorf("%s has no page numbers: %+v", sheet, foot)
		}
		panes, err := book.GetPanes(sheet)
		if i > 2 && sheet != "Bagan" && sheet != "Charts" && (err != nil || !panes.Freeze) {
			t.Errorf("%s has no head that stays", sheet)
		}
		found, err := book.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range found {
			if tables[table.Name] {
				t.Errorf("two tables are called %s", table.Name)
			}
			tables[table.Name] = true
			first, _, _ := strings.Cut(table.Range, ":")
			_, row, _ := excelize.CellNameToCoordinates(first)
			rows, _ := book.GetRows(sheet)
			seen := map[string]bool{}
			for _, head := range rows[row-1] {
				if head == "" || seen[strings.ToLower(head)] || len([]rune(head)) > 255 {
					t.Errorf("%s has the head %q twice, or none", sheet, head)
				}
				seen[strings.ToLower(head)] = true
			}
		}
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for _, value := range row {
				if strings.HasPrefix(value, "xlsx.") || strings.HasPrefix(value, "view.") {
					t.Errorf("%s, row %d: the message %s is missing", sheet, r+1, value)
				}
				if value == "NaN" || strings.HasSuffix(value, "Inf") {
					t.Errorf("%s, row %d: %s", sheet, r+1, value)
				}
			}
		}
	}
	if len(tables) < 5 {
		t.Errorf("only %d tables", len(tables))
	}
}

// The workbook of a sample has its sheets in both languages, its names, links and charts, and the same bytes again.
func TestWorkbookOfASample(t *testing.T) {
	a := sample(t, "kaltim-opd")
	for lang, want := range map[string][]string{
		"id": {
			"Sampul", "Daftar isi", "Peringkat", "Bagan", "Dimensi", "Sebaran dimensi", "Indikator", "Cakupan dan batas", "Klaim dan pengukuran", "Tindak lanjut",
			"Pandangan lintas dimensi", "Catatan responden", "Mutu data", "Hitung", "Bobot", "Predikat", "Metode", "Pengukuran", "Asal-usul", "Masukan", "Kamus data",
		},
		"en": {
			"Cover", "Contents", "Ranking", "Charts", "Dimensions", "Spread of dimensions", "Indicators", "Coverage and bounds", "Claims and measurements", "Actions",
			"Views across dimensions", "Respondents' notes", "Data quality", "Calculation", "Weights", "Bands", "Method", "Measurements", "Provenance", "Inputs", "Data dictionary",
		},
	} {
		data := report(t, a, lang)
		if !bytes.Equal(data, report(t, a, lang)) {
			t.Errorf("%s: other bytes on the second run", lang)
		}
		checkParts(t, data)
		book, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		if got := book.GetSheetList(); !slices.Equal(got, want) {
			t.Errorf("%s: sheets %q, want %q", lang, got, want)
		}
		checkStructure(t, book)
		for i, sheet := range want[2:] {
			cell := fmt.Sprintf("A%d", i+5)
			if some, to, err := book.GetCellHyperLink(want[1], cell); err != nil || !some || to != "'"+strings.ReplaceAll(sheet, "'", "''")+"'!A1" {
				t.Errorf("%s: %s leads to %q, want %s (%v)", lang, cell, to, sheet, err)
			}
		}
		names := map[string]bool{}
		for _, d := range book.GetDefinedName() {
			names[d.Name] = true
		}
		for _, name := range []string{"siap_index", "siap_live_index", "siap_largest_difference", "w_data", "w_staff_quantity", "_xlnm.Print_Titles"} {
			if !names[name] {
				t.Errorf("%s: no range is called %s", lang, name)
			}
		}
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		charts := 0
		for _, f := range archive.File {
			if strings.HasPrefix(f.Name, "xl/charts/chart") {
				charts++
			}
		}
		if charts != 2 {
			t.Errorf("%s: %d charts", lang, charts)
		}
		// The dictionary has every column of every table.
		rows, err := book.GetRows(want[len(want)-1])
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]bool{}
		for _, row := range rows {
			if len(row) > 2 {
				told[row[0]+"|"+row[1]] = true
			}
		}
		for _, sheet := range want {
			tables, err := book.GetTables(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range tables {
				first, _, _ := strings.Cut(table.Range, ":")
				_, row, _ := excelize.CellNameToCoordinates(first)
				all, _ := book.GetRows(sheet)
				for _, head := range all[row-1] {
					if !told[sheet+"|"+head] {
						t.Errorf("%s: the dictionary does not tell of %s, %s", lang, sheet, head)
					}
				}
			}
		}
	}
}

// national makes 552 agencies × 47 indicators in 8 dimensions with 3 % unknown, by arithmetic.
func national(t testing.TB) *result.Assessment {
	t.Helper()
	var b strings.Builder
	b.WriteString("schema: siap/rubric/1\nid: national\nversion: \"1\"\nstatus: draft\ntitle: {id: Uji, en: Test}\nsource: {status: unverified}\nscale: {min: 1, max: 5}\n" +
		"bands:\n  - {id: low, from: 1, title: {id: Rendah, en: Low}}\n  - {id: high, from: 3, title: {id: Tinggi, en: High}}\nchildren:\n")
	for d, i := 0, 0; d < 8; d++ {
		fmt.Fprintf(&b, "  - {id: d%d, weight: %d, title: {id: Dimensi %d, en: Dimension %d}, children: [\n", d, d%3+1, d, d)
		for end := 47 * (d + 1) / 8; i < end; i++ {
			fmt.Fprintf(&b, "      {id: i%d, weight: %d, title: {id: Indikator %d, en: Indicator %d}, question: {id: a, en: a}, answer: {kind: number}},\n", i, i%4+1, i, i)
		}
		b.WriteString("  ]}\n")
	}
	r := parsed(t, "national", b.String())
	var list []*agency.Agency
	answers := map[string]map[string]float64{}
	for u := range 552 {
		id := fmt.Sprintf("kab%03d", u)
		list = append(list, &agency.Agency{ID: id, Name: "Pemerintah Kabupaten " + strconv.Itoa(u), Type: "kabupaten", Weight: 1, Zone: agency.WIB, Columns: map[string]string{"type": "kabupaten"}})
		own := map[string]float64{}
		for i := range 47 {
			if (u*31+i*17)%33 != 0 {
				own[fmt.Sprintf("i%d", i)] = 1 + float64((u*7919+i*104729+u*i)%401)/100
			}
		}
		answers[id] = own
	}
	return assess(t, r, list, answers, scoring.Options{GroupBy: []string{"type"}})
}

// BenchmarkReport552 writes the workbook of 552 agencies × 47 indicators.
func BenchmarkReport552(b *testing.B) {
	r := view.New(national(b), "id")
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := xlsx.Report(&out, r); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len()), "bytes")
	}
	if path := os.Getenv("SIAP_KEEP"); path != "" {
		var out bytes.Buffer
		if err := errors.Join(xlsx.Report(&out, r), os.WriteFile(path, out.Bytes(), 0o600)); err != nil {
			b.Fatal(err)
		}
	}
}
