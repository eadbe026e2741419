package questionnaire

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
	"siap/scoring/questionnaire/form/book/booktest"
)

// blankBook writes a blank workbook.
func blankBook(t testing.TB, f *form.Form, o book.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := book.Write(&out, f, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filler fills in a workbook as a person with Excel would: it finds its way by the hidden codes on the sheets, not by
// the map that the reader goes by.
type filler struct {
	testing.TB
	x     *excelize.File
	cells map[string][2]string
}

func fillBook(t testing.TB, data []byte) *filler {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return &filler{TB: t, x: x}
}

// find gives the sheet and the cell of one part of a question; the sheet may be named before the code, "sheet!code".
func (f *filler) find(code string, part form.Part) (sheet, cell string) {
	f.Helper()
	if f.cells == nil {
		f.index()
	}
	at, there := f.cells[code+" "+book.PartName(part)]
	if !there {
		f.Fatalf("there is no cell for %s %s", code, book.PartName(part))
	}
	return at[0], at[1]
}

// index notes where every code and part stand: "code part" and "sheet!code part".
func (f *filler) index() {
	f.Helper()
	f.cells = map[string][2]string{}
	for _, sheet := range f.x.GetSheetList() {
		rows, err := f.x.GetRows(sheet)
		must(f, err)
		var parts []string
		for i, row := range rows {
			if sheet == book.MachineSheet || len(row) == 0 || row[0] == "" {
				continue
			}
			if row[0] == book.ColumnMark {
				parts = row
				continue
			}
			for k, part := range parts {
				if k == 0 || part == "" {
					continue
				}
				at, err := excelize.CoordinatesToCellName(k+1, i+1)
				must(f, err)
				f.cells[row[0]+" "+part] = [2]string{sheet, at}
				f.cells[sheet+"!"+row[0]+" "+part] = [2]string{sheet, at}
			}
		}
	}
}

func (f *filler) set(code string, part form.Part, value any) {
	f.Helper()
	sheet, cell := f.find(code, part)
	must(f, f.x.SetCellValue(sheet, cell, value))
}

func (f *filler) save(name string) source.Source {
	f.Helper()
	var out bytes.Buffer
	must(f, f.x.Write(&out))
	return write(f, name, out.String())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// readBook gives what a workbook says: answers as "agency indicator[/item] [respondent:role] claim assessed note",
// evidence as "evidence …", and diagnostics as "CODE place …".
func readBook(t testing.TB, src source.Source, r *rubric.Rubric, list *agency.List) ([]string, Summary) {
	t.Helper()
	file, d := Open(src, r, list)
	if d != nil {
		return []string{d.Code + " " + d.Place.String() + " " + d.Seen}, Summary{}
	}
	defer file.Close()
	var out []string
	records := 0
	for a, d := range file.Answers() {
		if d != nil {
			out = append(out, strings.TrimRight(fmt.Sprintf("%s %s %s %s", d.Code, d.Place.Spot(), d.Subject, d.Seen), " "))
			continue
		}
		records++
		out = append(out, sayAnswer(a))
	}
	for _, e := range file.Evidence() {
		out = append(out, sayEvidence(e))
	}
	s := file.Summary()
	if s.Records != records {
		t.Errorf("the summary counts %d answers, and %d were read", s.Records, records)
	}
	return out, s
}

func sayAnswer(a Answer) string {
	line := a.Agency + " " + a.Indicator
	if a.Item != "" {
		line += "/" + a.Item
	}
	if a.Respondent != "" || a.Role != "" {
		line += " " + a.Respondent + ":" + a.Role
	}
	line += " " + say(a.Claim)
	if a.Assessed.State != Unknown {
		line += " assessed " + say(a.Assessed)
	}
	if a.Note != "" {
		line += " " + strconv.Quote(a.Note)
	}
	if !a.Submitted.IsZero() {
		line += " " + a.Submitted.Format(time.DateOnly)
	}
	return line
}

func sayEvidence(e Evidence) string {
	line := fmt.Sprintf("evidence %s %s/%s %q %q %s", e.Agency, e.Indicator, e.Item, e.Title, e.Link, e.Status)
	if e.Recommendation != "" || e.Responsible != "" || !e.Due.IsZero() {
		line += fmt.Sprintf(" %q %q %s", e.Recommendation, e.Responsible, e.Due.Format(time.DateOnly))
	}
	if !math.IsNaN(e.Level) {
		line += " level " + formatNumber(e.Level)
	}
	return line
}

// wantOf gives the value that a choice stands for, taken from the rubric.
func wantOf(n *rubric.Node, code string) string {
	switch {
	case code == form.NotApplicable:
		return "n/a"
	case code == form.DontKnow:
		return "?"
	case n.Asked() == rubric.YesNo:
		return map[string]string{"yes": "1", "no": "0"}[code]
	case n.Asked() == rubric.Choice:
		return formatNumber(n.Answer.Option(code).Points)
	}
	return code
}

// Every form of every library rubric, in both languages, filled in by a program, gives back what was filled in.
func TestBookRoundTrip(t *testing.T) {
	for _, id := range library.IDs() {
		for _, lang := range []string{"id", "en"} {
			t.Run(id+"/"+lang, func(t *testing.T) {
				r, err := library.Open(id)
				must(t, err)
				who := &agency.Agency{ID: "diskominfo-kt", Name: "Dinas Komunikasi & Informatika", Zone: agency.WITA}
				fm := form.New(r, form.Options{Agency: who})
				f := fillBook(t, blankBook(t, fm, book.Options{Language: lang, Assessor: lang == "id"}))
				var want, proofs []string
				i := 0
				for q := range fm.All() {
					i++
					code := q.Field(form.Value).Code()
					line := who.ID + " " + q.Node.ID
					item := ""
					if q.Slot == 3 {
						continue // a row that is left empty says nothing
					}
					if q.Slot > 0 {
						item = fmt.Sprintf("Layanan %d", q.Slot)
						f.set(code, form.Item, item)
						line += "/" + item
					}
					if len(q.Choices) == 0 { // a number of the library: within its limits
						low, _ := form.Limits(q.Node)
						f.set(code, form.Value, low+0.5)
						line += " " + formatNumber(low+0.5)
					} else {
						k := i % len(q.Choices)
						f.set(code, form.Value, book.Labels(q.Choices, lang)[k])
						line += " " + wantOf(q.Node, q.Choices[k].Code)
					}
					if lang == "id" && i%4 == 0 {
						low, high := form.Limits(q.Node)
						f.set(code, book.Assessed, (low+high)/2)
						line += " assessed " + formatNumber((low+high)/2)
					}
					if i%3 == 0 {
						f.set(code, form.Note, "- catatan ke-"+strconv.Itoa(i)+"\n= baris kedua")
						line += ` "- catatan ke-` + strconv.Itoa(i) + `\n= baris kedua"`
					}
					if i%5 == 0 {
						f.set(code, form.Evidence, "https://kaltim.go.id/sk-"+strconv.Itoa(i)+".pdf")
						f.set(code, form.Status, map[string]string{"id": "proses", "en": "in process"}[lang])
						proofs = append(proofs, fmt.Sprintf("evidence %s %s/%s %q %q proses", who.ID, q.Node.ID, item,
							"kaltim.go.id/sk-"+strconv.Itoa(i)+".pdf", "https://kaltim.go.id/sk-"+strconv.Itoa(i)+".pdf"))
					}
					want = append(want, line)
				}
				got, s := readBook(t, f.save("a.xlsx"), r, agency.NewList([]*agency.Agency{who}, nil))
				if lang == "id" { // an assessor between two levels is told of and kept
					got = withoutCode(got, "QA011")
				}
				if diff := cmp.Diff(append(want, proofs...), got); diff != "" {
					t.Error(diff)
				}
				if wantFormat := "siap workbook, form " + id + " " + r.Version + ", diskominfo-kt"; s.Format != wantFormat || len(s.SHA256) != 64 || s.LeftOut != 0 {
					t.Errorf("%+v, want the format %q", s, wantFormat)
				}
			})
		}
	}
}

func withoutCode(lines []string, code string) []string {
	var out []string
	for _, l := range lines {
		if !strings.HasPrefix(l, code+" ") {
			out = append(out, l)
		}
	}
	return out
}

// What LibreOffice saves is read as what excelize saves: it writes its XML in its own way.
func TestBookSavedByLibreOffice(t *testing.T) {
	r := bookRubric()
	f := fillBook(t, blankBook(t, form.New(r, form.Options{Agency: agencies().All()[0]}), book.Options{Language: "id", Assessor: true}))
	fillEverything(f)
	src := f.save("terisi.xlsx")
	want, _ := readBook(t, src, r, agencies())
	saved := booktest.Convert(t, src.Path, "xlsx")
	got, _ := readBook(t, source.Source{Path: saved, Name: "terisi.xlsx"}, r, agencies())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// bookRubric is invented: every kind of answer, one that repeats, one for provinces only, and roles.
func bookRubric() *rubric.Rubric {
	kinds := everyKind()
	levels := []rubric.Level{
		{Level: 1, Text: rubric.Text{ID: "Belum ada, atau belum lengkap", EN: "None yet, or incomplete"}},
		{Level: 2, Text: rubric.Text{ID: "=Ada \"sebagian\" & <tertulis>", EN: "=Some \"in part\" & <written>"}},
		{Level: 3, Text: rubric.Text{ID: strings.Repeat("Lengkap dan dipakai oleh seluruh bidang; ", 6) + "akhir", EN: strings.Repeat("Complete and in use; ", 9) + "end"}},
	}
	ratio := kinds.Node("ratio")
	ratio.Answer.Numerator = rubric.Text{ID: "layanan daring", EN: "online services"}
	ratio.Answer.Denominator = rubric.Text{ID: "semua layanan", EN: "all services"}
	r := &rubric.Rubric{
		ID: "contoh", Version: "1.0", Title: rubric.Text{ID: "Contoh [rekaan]: 'uji'", EN: "Example"}, Scale: rubric.Scale{Min: 1, Max: 4},
		Roles: []rubric.Role{{ID: "staff", Title: rubric.Text{ID: "Pegawai", EN: "Staff"}, Weight: 1}, {ID: "public", Title: rubric.Text{ID: "Masyarakat", EN: "Public"}, Weight: 1}},
		Children: []*rubric.Node{
			{ID: "levels", Title: rubric.Text{ID: "Tingkat: a/b [c]?*\\ yang namanya panjang sekali", EN: "Levels"}, Children: []*rubric.Node{
				{ID: "aspect", Title: rubric.Text{ID: "Aspek", EN: "Aspect"}, Children: []*rubric.Node{
					{ID: "portal", Code: "1.1", Weight: 1, Levels: levels, Question: rubric.Text{ID: "=1+1 portal?", EN: "Portal?"}, Evidence: rubric.Text{ID: "SK", EN: "Decree"}},
					{ID: "staffed", Code: "1.2", Weight: 1, Levels: levels, AskedOf: []string{"staff"}},
				}},
				{ID: "quality", Code: "1.3", Weight: 1, Levels: levels, Repeats: rubric.RepeatRows},
				{ID: "province", Code: "1.4", Weight: 1, Levels: levels, AppliesTo: map[string][]string{"type": {"provinsi"}}},
			}},
			{ID: "kinds", Title: rubric.Text{ID: "Jenis", EN: "Kinds"}, Children: kinds.Children},
		},
	}
	r.Link()
	return r
}

// fillEverything fills in every kind of answer of bookRubric, in the ways that people do.
func fillEverything(f *filler) {
	f.Helper()
	choices := func(id string) []string { return book.Labels(form.Choices(bookRubric().Indicator(id)), "id") }
	f.set(form.RespondentField, form.Value, "R01")
	f.set(form.RoleField, form.Value, "Pegawai")
	f.set(book.SubmittedField, form.Value, time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC))
	f.set("portal", form.Value, choices("portal")[1])
	f.set("portal", form.Note, "baik")
	f.set("portal", form.Evidence, "SK Kepala Dinas 12/2024\nbukti/sk 12.pdf\nhttps://a.id/1; https://a.id/2")
	f.set("portal", form.Status, "diterima")
	f.set("portal", book.Assessed, 1.5)
	f.set("portal", book.Recommendation, "tetapkan")
	f.set("portal", book.Responsible, "Sekretaris")
	f.set("portal", book.Due, time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC))
	f.set("staffed", form.Value, choices("staffed")[2])
	f.set("quality__1", form.Item, "Perizinan")
	f.set("quality__1", form.Value, choices("quality")[0])
	f.set("quality__3", form.Value, choices("quality")[3]) // n/a, and no name
	f.set("province", form.Value, "?")
	f.set("yes", form.Value, "Ya")
	f.set("pick", form.Value, "Aplikasi")
	f.set("many/web", form.Value, "Ya")
	f.set("many/app", form.Value, "Tidak")
	f.set("plain", form.Value, 2.5)
	f.set("limited", form.Value, "Tidak berlaku")
	f.set("percent", form.Value, "75%")
	f.set("ratio", form.Value, "3/4")
	f.set("date", form.Value, time.Date(1970, 1, 11, 0, 0, 0, 0, time.UTC))
	f.set("table", form.Value, 12.6)
	f.set("line", form.Value, "2,5")
	f.set("steps", form.Value, "3")
	f.set("ladder", form.Value, "4 – ")
	f.set("ladder", book.Recommendation, "naikkan")
}

// everything is what fillEverything says. 11 January 1970 is day 10, 3/4 is 0.75; an assessor may say 1.5, and is
// told of; a service without a name gets its number for one; the row without evidence keeps its recommendation.
var everything = []string{
	"QA011 !1 Tingkat a b c yang namanya…!J6 portal 1.5",
	`kaltim portal R01:staff 2 assessed 1.5 "baik" 2025-03-01`,
	"kaltim staffed R01:staff 3 2025-03-01",
	"kaltim quality/Perizinan R01:staff 1 2025-03-01",
	"QA067 !1 Tingkat a b c yang namanya…!E10 quality 3",
	"kaltim quality/3 R01:staff n/a 2025-03-01",
	"kaltim province R01:staff ? 2025-03-01",
	"kaltim yes R01:staff 1 2025-03-01",
	"kaltim pick R01:staff 2 2025-03-01",
	"kaltim many R01:staff 1 2025-03-01",
	"kaltim plain R01:staff 2.5 2025-03-01",
	"kaltim limited R01:staff n/a 2025-03-01",
	"kaltim percent R01:staff 75 2025-03-01",
	"kaltim ratio R01:staff 0.75 2025-03-01",
	"kaltim date R01:staff 10 2025-03-01",
	"kaltim table R01:staff 12.6 2025-03-01",
	"kaltim line R01:staff 2.5 2025-03-01",
	"kaltim steps R01:staff 3 2025-03-01",
	"kaltim ladder R01:staff 4 2025-03-01",
	`evidence kaltim portal/ "SK Kepala Dinas 12/2024" "" diterima "tetapkan" "Sekretaris" 2025-12-31`,
	`evidence kaltim portal/ "sk 12.pdf" "bukti/sk 12.pdf" diterima`,
	`evidence kaltim portal/ "a.id/1" "https://a.id/1" diterima`,
	`evidence kaltim portal/ "a.id/2" "https://a.id/2" diterima`,
	`evidence kaltim ladder/ "ladder" "" belum "naikkan" "" 0001-01-01`,
}

func TestBookEveryKind(t *testing.T) {
	r := bookRubric()
	f := fillBook(t, blankBook(t, form.New(r, form.Options{Agency: agencies().All()[0]}), book.Options{Language: "id", Assessor: true}))
	fillEverything(f)
	got, _ := readBook(t, f.save("a.xlsx"), r, agencies())
	if diff := cmp.Diff(everything, got); diff != "" {
		t.Error(diff)
	}
}
