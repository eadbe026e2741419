package questionnaire

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// twoQuestions is invented: a rubric of two questions, so that what goes wrong with one is seen beside the other.
func twoQuestions() *rubric.Rubric {
	levels := []rubric.Level{{Level: 1, Text: rubric.Text{ID: "belum", EN: "none"}}, {Level: 2, Text: rubric.Text{ID: "ada", EN: "some"}}}
	r := &rubric.Rubric{
		ID: "dua", Version: "1.0", Title: rubric.Text{ID: "Dua", EN: "Two"}, Scale: rubric.Scale{Min: 1, Max: 2},
		Roles: []rubric.Role{{ID: "staff", Title: rubric.Text{ID: "Pegawai", EN: "Staff"}, Weight: 1}},
		Children: []*rubric.Node{{ID: "d", Title: rubric.Text{ID: "Data", EN: "Data"}, Children: []*rubric.Node{
			{ID: "portal", Code: "1.1", Title: rubric.Text{ID: "Portal", EN: "Portal"}, Weight: 1, Levels: levels},
			{ID: "ratio", Code: "1.2", Title: rubric.Text{ID: "Rasio", EN: "Ratio"}, Weight: 1, Answer: &rubric.Answer{Kind: rubric.Ratio}},
		}}},
	}
	r.Link()
	return r
}

const (
	sheetData  = "1 Data"
	sheetCover = "Petunjuk"
)

// The questions of twoQuestions stand in rows 5 and 6 of their sheet; E is the answer, F the evidence, G its status, H the note.
func TestBookFaults(t *testing.T) {
	portal, ratio := "kaltim portal 2", "kaltim ratio 0.5"
	for _, c := range []struct {
		name string
		// rubric changes the rubric after the form was made, fill the workbook, parts its parts.
		rubric func(r *rubric.Rubric)
		fill   func(f *filler)
		parts  func(p map[string][]byte)
		want   []string
	}{
		{name: "nothing wrong", want: []string{portal, ratio}},
		{
			name: "another rubric", rubric: func(r *rubric.Rubric) { r.ID = "tiga" },
			want: []string{"QA042 a.xlsx!siap dua"},
		},
		{
			name: "outdated", rubric: func(r *rubric.Rubric) { r.Version = "2.0"; r.Children[0].Children[1].Weight = 2 },
			want: []string{"QA043 !siap dua 1.0", portal, ratio},
		},
		{
			name: "a question that is no more", rubric: func(r *rubric.Rubric) {
				r.Version = "2.0"
				r.Children[0].Children[1].ID = "share"
				r.Link()
			},
			want: []string{"QA043 !siap dua 1.0", portal, "QA044 !1 Data!E6 ratio 1.0"},
		},
		{
			name: "an unknown agency", fill: func(f *filler) { f.machine("kaltim", "kaltin") },
			want: []string{"QA005 !siap  kaltin"},
		},
		{
			name: "a formula for an answer", fill: func(f *filler) { f.formula(sheetData, "E5", "1+1") },
			want: []string{"QA055 !1 Data!E5  2", ratio},
		},
		{
			name: "a formula for a note", fill: func(f *filler) { f.formula(sheetData, "H6", `HYPERLINK("http://x")`) },
			want: []string{portal, "QA055 !1 Data!H6  2"},
		},
		{
			name: "a formula for the respondent", fill: func(f *filler) { _, at := f.find(form.RespondentField, form.Value); f.formula(sheetCover, at, "A1") },
			want: []string{"QA055 !Petunjuk!C7  2"},
		},
		{
			name: "merged", fill: func(f *filler) { must(f, f.x.MergeCell(sheetData, "E5", "E6")) },
			want: []string{"QA054 !1 Data!E5  E5:E6", "QA054 !1 Data!E6  E5:E6"},
		},
		{
			name: "renamed sheet", fill: func(f *filler) { must(f, f.x.SetSheetName(sheetData, "Data kami")) },
			want: []string{"QA050 !Data kami 1 Data Data kami", portal, ratio},
		},
		{
			name: "deleted sheet", fill: func(f *filler) { must(f, f.x.DeleteSheet(sheetData)) },
			want: []string{"QA049  1 Data"},
		},
		{
			name: "a sheet put in its place", fill: func(f *filler) {
				must(f, f.x.DeleteSheet(sheetData))
				_, err := f.x.NewSheet(sheetData)
				must(f, err)
			},
			want: []string{"QA049  1 Data", "QA048 !1 Data  1 Data"},
		},
		{
			name: "further sheets", fill: func(f *filler) {
				for _, name := range []string{"Rahasia", "Kertas kerja"} {
					_, err := f.x.NewSheet(name)
					must(f, err)
				}
				must(f, f.x.SetSheetVisible("Rahasia", false))
			},
			want: []string{"QA047 !Rahasia  Rahasia", "QA048 !Kertas kerja  Kertas kerja", portal, ratio},
		},
		{
			name: "a hidden sheet of ours", fill: func(f *filler) { must(f, f.x.SetSheetVisible(sheetData, false)) },
			want: []string{"QA047 !1 Data  1 Data", portal, ratio},
		},
		{
			name: "inserted row", fill: func(f *filler) {
				must(f, f.x.InsertRows(sheetData, 6, 1))
				must(f, f.x.SetCellStr(sheetData, "E6", "2 – ada"))
			},
			want: []string{"QA057 !1 Data!E6  2 – ada", "QA050 !1 Data 1 Data 6 → 7", portal, ratio},
		},
		{
			name: "a row below", fill: func(f *filler) { must(f, f.x.SetCellStr(sheetData, "H9", "lihat lampiran")) },
			want: []string{"QA057 !1 Data!H9  lihat lampiran", portal, ratio},
		},
		{
			name: "deleted row", fill: func(f *filler) { must(f, f.x.RemoveRow(sheetData, 5)) },
			want: []string{"QA051 !1 Data portal", "QA050 !1 Data 1 Data 6 → 5", ratio},
		},
		{
			name: "a row twice", fill: func(f *filler) { must(f, f.x.DuplicateRow(sheetData, 5)) },
			want: []string{"QA052 !1 Data!E6 portal", "QA050 !1 Data 1 Data 6 → 7", ratio},
		},
		{
			name: "inserted column", fill: func(f *filler) { must(f, f.x.InsertCols(sheetData, "E", 1)) },
			want: []string{"QA050 !1 Data 1 Data E → F", portal, ratio},
		},
		{
			name: "deleted column", fill: func(f *filler) { must(f, f.x.RemoveCol(sheetData, "F")) },
			want: []string{"QA053 !1 Data evidence", "QA050 !1 Data 1 Data G → F", portal, ratio},
		},
		{
			name: "the hidden column is gone", fill: func(f *filler) { must(f, f.x.RemoveCol(sheetData, "A")) },
			want: []string{"QA049  1 Data", "QA048 !1 Data  1 Data"},
		},
		{
			name: "a broken map", fill: func(f *filler) { f.machine("unit", "unik") },
			want: []string{`QA040 a.xlsx!siap the hidden sheet, row 6: "unik": the line was changed`},
		},
		{
			name: "a later kind of form", fill: func(f *filler) { f.machine(book.Schema, "siap/form/9") },
			want: []string{"QA041 a.xlsx!siap siap/form/9"},
		},
		{
			name: "macros and links", parts: func(p map[string][]byte) {
				p["xl/vbaProject.bin"], p["xl/externalLinks/externalLink1.xml"] = []byte("x"), []byte("<x/>")
			},
			want: []string{"QA045", "QA046", portal, ratio},
		},
		{
			name: "a sheet that was cut off", parts: func(p map[string][]byte) {
				name := "xl/worksheets/sheet2.xml"
				p[name] = p[name][:bytes.Index(p[name], []byte(`<row r="6"`))]
			},
			want: []string{"TB007   reading xl/worksheets/sheet2.xml: unexpected EOF", "QA051 !1 Data ratio", portal},
		},
		{
			name: "a map that was cut off", parts: func(p map[string][]byte) {
				name := "xl/worksheets/sheet3.xml"
				p[name] = p[name][:len(p[name])/2]
			},
			want: []string{"TB007 a.xlsx reading xl/worksheets/sheet3.xml: unexpected EOF"},
		},
		{
			name: "shared strings that are too many", parts: func(p map[string][]byte) {
				p["xl/sharedStrings.xml"] = []byte("<sst>" + strings.Repeat(" ", 33<<20) + "</sst>")
			},
			want: []string{"TB008 a.xlsx xl/sharedstrings.xml"},
		},
		{
			name: "a name for a respondent", fill: func(f *filler) { f.set(form.RespondentField, form.Value, "Budi Santoso, S.Kom.") },
			want: []string{"QA018 !Petunjuk!C7"},
		},
		{
			name: "an unknown role", fill: func(f *filler) { f.set(form.RoleField, form.Value, "Kepala") },
			want: []string{"QA012 !Petunjuk!C8  Kepala"},
		},
		{
			name: "no date", fill: func(f *filler) { f.set(book.SubmittedField, form.Value, "kemarin") },
			want: []string{"QA017 !Petunjuk!C9 submitted kemarin"},
		},
		{
			name: "no such level", fill: func(f *filler) { f.set("portal", form.Value, 7) },
			want: []string{"QA008 !1 Data!E5 portal 7", ratio},
		},
		{
			name: "a level as it was called before", fill: func(f *filler) { f.set("portal", form.Value, "1 – sama sekali belum ada") },
			want: []string{"kaltim portal 1", ratio},
		},
		{
			name: "a ratio that Excel took for a date", fill: func(f *filler) {
				f.set("ratio", form.Value, time.Date(1940, 12, 1, 0, 0, 0, 0, time.UTC))
				style, err := f.x.NewStyle(&excelize.Style{NumFmt: 17})
				must(f, err)
				must(f, f.x.SetCellStyle(sheetData, "E6", "E6", style))
			},
			want: []string{portal, "QA056 !1 Data!E6 ratio 1940-12-01"},
		},
		{
			name: "a ratio in per cent", fill: func(f *filler) {
				f.set("ratio", form.Value, 0.25)
				style, err := f.x.NewStyle(&excelize.Style{NumFmt: 9})
				must(f, err)
				must(f, f.x.SetCellStyle(sheetData, "E6", "E6", style))
			},
			want: []string{portal, "kaltim ratio 0.25"},
		},
		{
			name: "evidence", fill: func(f *filler) {
				f.set("portal", form.Evidence, "javascript:alert(1)")
				f.set("ratio", form.Evidence, "../../rahasia.pdf")
			},
			want: []string{"QA030 !1 Data!F5  javascript:alert(1)", portal, "QA030 !1 Data!F6  ../../rahasia.pdf", ratio},
		},
		{
			name: "a status without evidence", fill: func(f *filler) { f.set("portal", form.Status, "revisi") },
			want: []string{"QA058 !1 Data!G5 portal revisi", portal, ratio},
		},
		{
			name: "an unknown status", fill: func(f *filler) {
				f.set("portal", form.Evidence, "SK")
				f.set("portal", form.Status, "beres")
			},
			want: []string{"QA031 !1 Data!G5  beres", portal, ratio},
		},
		{
			name: "the agency accepts its own evidence", fill: func(f *filler) {
				f.set("portal", form.Evidence, "SK")
				f.set("portal", form.Status, "diterima")
			},
			want: []string{"QA069 !1 Data!G5 portal diterima", portal, ratio, `evidence kaltim portal/ "SK" "" proses`},
		},
		{
			name: "a text that is too long", fill: func(f *filler) { f.set("portal", form.Note, strings.Repeat("x", MaxText+1)) },
			want: []string{"QA020 !1 Data!H5 note", ratio},
		},
		{
			name: "nothing filled in", fill: func(f *filler) { f.set("portal", form.Value, ""); f.set("ratio", form.Value, "") },
			want: []string{"kaltim portal ?", "kaltim ratio ?"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := twoQuestions()
			f := fillBook(t, blankBook(t, form.New(r, form.Options{Agency: agencies().All()[0]}), book.Options{Language: "id"}))
			f.set("portal", form.Value, "2 – ada")
			f.set("ratio", form.Value, "1/2")
			if c.fill != nil {
				c.fill(f)
			}
			src := f.save("a.xlsx")
			if c.parts != nil {
				src = repack(t, src, c.parts)
			}
			if c.rubric != nil {
				c.rubric(r)
			}
			got, _ := readBook(t, src, r, agencies())
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// machine changes every cell of the hidden sheet that holds a text.
func (f *filler) machine(from, to string) {
	f.Helper()
	rows, err := f.x.GetRows(book.MachineSheet)
	must(f, err)
	for i, row := range rows {
		for k, text := range row {
			if text == from {
				at, err := excelize.CoordinatesToCellName(k+1, i+1)
				must(f, err)
				must(f, f.x.SetCellStr(book.MachineSheet, at, to))
			}
		}
	}
}

func (f *filler) formula(sheet, cell, formula string) {
	f.Helper()
	must(f, f.x.SetCellInt(sheet, cell, 2)) // the cached value
	must(f, f.x.SetCellFormula(sheet, cell, formula))
}

// repack changes the parts of a workbook.
func repack(t testing.TB, src source.Source, change func(map[string][]byte)) source.Source {
	t.Helper()
	in, err := zip.OpenReader(src.Path)
	must(t, err)
	defer in.Close()
	parts := map[string][]byte{}
	for _, f := range in.File {
		r, err := f.Open()
		must(t, err)
		parts[f.Name], err = io.ReadAll(r)
		must(t, err)
		r.Close()
	}
	change(parts)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, data := range parts {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write(data)
		must(t, err)
	}
	must(t, w.Close())
	return write(t, src.Name, out.String())
}

// What is no workbook of ours is left to others, who say what is wrong with it.
func TestBookOfOthers(t *testing.T) {
	r := twoQuestions()
	ours := blankBook(t, form.New(r, form.Options{}), book.Options{Language: "id"})
	locked := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"...)
	var bomb bytes.Buffer // a sheet that says it unzips to 600 MiB
	w := zip.NewWriter(&bomb)
	for name, size := range map[string]uint64{"xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": 600 << 20} {
		_, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: size})
		must(t, err)
	}
	must(t, w.Close())
	for _, c := range []struct {
		name string
		data string
		want string
	}{
		{"a bomb", bomb.String(), "TB008 a.xlsx xl/worksheets/sheet1.xml"},
		{"under a password", string(locked), "TB006 a.xlsx"},
		{"cut off", string(ours[:len(ours)/2]), "TB007 a.xlsx zip: not a valid zip file"},
		{"a text", "agency,portal\nkaltim,1\n", "TB005 a.xlsx"},
	} {
		got, _ := readBook(t, write(t, "a.xlsx", c.data), r, agencies())
		if diff := cmp.Diff([]string{strings.TrimSpace(c.want)}, []string{strings.TrimSpace(got[0])}); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	x := excelize.NewFile()
	defer x.Close()
	_, err := x.NewSheet(book.MachineSheet)
	must(t, err)
	must(t, x.SetSheetRow("Sheet1", "A1", &[]any{"agency", "portal"}))
	must(t, x.SetSheetRow("Sheet1", "A2", &[]any{"kaltim", 1}))
	var out bytes.Buffer
	must(t, x.Write(&out))
	got, s := readBook(t, write(t, "a.xlsx", out.String()), r, agencies())
	if diff := cmp.Diff([]string{"kaltim portal 1"}, got); diff != "" || s.Format != "XLSX, Sheet1, wide" {
		t.Errorf("%s: %s", s.Format, diff)
	}
}

// A form for no agency in particular asks whose answers it holds; the drop-down shows ids with names.
func TestBookForAnyAgency(t *testing.T) {
	r := twoQuestions()
	data := blankBook(t, form.New(r, form.Options{}), book.Options{Language: "en", Agencies: []*agency.Agency{{ID: "dinkes", Name: "Dinas Kesehatan"}}})
	for cell, want := range map[string][]string{
		"dinkes – Dinas Kesehatan": {"dinkes portal 2", "dinkes ratio ?"},
		"dinkes":                   {"dinkes portal 2", "dinkes ratio ?"},
		"dinke":                    {"QA005 !Instructions!C6  dinke"},
		"":                         {"QA024 !Instructions!C6"},
	} {
		f := fillBook(t, data)
		f.set(form.AgencyField, form.Value, cell)
		f.set("portal", form.Value, "2 – some")
		got, s := readBook(t, f.save("a.xlsx"), r, agencies())
		if diff := cmp.Diff(want, got); diff != "" || s.Format != "siap workbook, form dua 1.0" {
			t.Errorf("%q: %s %s", cell, s.Format, diff)
		}
	}
}

// One workbook for several agencies gives the answers of each, with its own respondent.
func TestOneBook(t *testing.T) {
	r := bookRubric()
	var forms []*form.Form
	for _, a := range agencies().All() {
		forms = append(forms, form.New(r, form.Options{Agency: a, Role: "staff"}))
	}
	var out bytes.Buffer
	must(t, book.WriteOne(&out, forms, book.Options{Language: "id"}))
	f := fillBook(t, out.Bytes())
	var want []string
	for i, fm := range forms {
		id := fm.Agency.ID
		f.set(id+"!"+form.RespondentField, form.Value, fmt.Sprintf("R%d", i))
		f.set(id+"!portal", form.Value, i+1)
		for q := range fm.All() {
			answer := "?"
			if q.Node.ID == "portal" {
				answer = fmt.Sprint(i + 1)
			}
			if q.Slot == 0 {
				want = append(want, fmt.Sprintf("%s %s R%d:staff %s", id, q.Node.ID, i, answer))
			}
		}
	}
	got, s := readBook(t, f.save("semua.xlsx"), r, agencies())
	if diff := cmp.Diff(want, got); diff != "" || s.Format != "siap workbook, form contoh 1.0, 2 agencies" {
		t.Errorf("%s: %s", s.Format, diff)
	}
	// One agency that is not known does not keep the others from being read.
	f.machine("dinkes", "dinkus")
	got, s = readBook(t, f.save("semua.xlsx"), r, agencies())
	left := want[:len(want)/2+1] // province is not asked of dinkes
	if diff := cmp.Diff(append([]string{"QA050 !dinkes dinkus dinkes", "QA005 !siap  dinkus"}, left...), got); diff != "" || s.LeftOut != len(want)-len(left) {
		t.Errorf("%d left out: %s", s.LeftOut, diff)
	}
}

// A repair takes the place of what stands in a cell, also of a formula.
func TestBookRepairs(t *testing.T) {
	r := twoQuestions()
	f := fillBook(t, blankBook(t, form.New(r, form.Options{Agency: agencies().All()[0]}), book.Options{Language: "id"}))
	f.formula(sheetData, "E5", "1+1")
	f.set("ratio", form.Value, "1/2")
	src := f.save("a.xlsx")
	src.Repairs = source.Repairs{"!1 Data!E5": "2"}
	got, _ := readBook(t, src, r, agencies())
	if diff := cmp.Diff([]string{"kaltim portal 2", "kaltim ratio 0.5"}, got); diff != "" {
		t.Error(diff)
	}
}
