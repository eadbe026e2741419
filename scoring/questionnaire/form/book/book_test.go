package book_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/pdfdoc/pdftest"
	"siap/internal/workbook"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
	"siap/scoring/questionnaire/form/book/booktest"
)

var office = &agency.Agency{ID: "diskominfo", Name: "Dinas Komunikasi dan Informatika"}

func written(t testing.TB, f *form.Form, o book.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := book.Write(&out, f, o); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func libraryForm(t testing.TB, id string) *form.Form {
	t.Helper()
	r, err := library.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return form.New(r, form.Options{Agency: office})
}

// hostile is invented: texts that are formulas, too long, or full of characters that mean something to a spreadsheet.
func hostile() *rubric.Rubric {
	var top []*rubric.Node
	for i, title := range []string{
		"=HYPERLINK(\"http://x\")", "History", "siap", "'a'/b:c*?[d]\\", strings.Repeat("panjang sekali ", 9), strings.Repeat("panjang sekali ", 9) + "b", "\x00\x1b\u202e",
	} {
		levels := []rubric.Level{
			{Level: 1, Text: rubric.Text{ID: "=1+1", EN: "=1+1"}},
			{Level: 2, Text: rubric.Text{ID: strings.Repeat("uraian, \"kutipan\" & <tanda>; ", 300), EN: "-x"}},
		}
		top = append(top, &rubric.Node{ID: fmt.Sprintf("d%d", i), Weight: 1, Title: rubric.Text{ID: title, EN: title}, Children: []*rubric.Node{{
			ID: fmt.Sprintf("q%d", i), Weight: 1, Levels: levels, Title: rubric.Text{ID: title}, Question: rubric.Text{ID: "@SUM(A1)" + title, EN: "+1"},
		}, {
			ID: fmt.Sprintf("o%d", i), Weight: 1, Title: rubric.Text{ID: title}, Answer: &rubric.Answer{Kind: rubric.Choice, Options: []rubric.Option{
				{ID: "a", Text: rubric.Text{ID: "-5", EN: "=1"}}, {ID: "b", Text: rubric.Text{ID: "-5", EN: "=1"}},
			}},
		}}})
	}
	r := &rubric.Rubric{ID: "hostile", Version: "1", Title: rubric.Text{ID: "=cmd|' /C calc'!A0 & \"x\"", EN: "&P"}, Scale: rubric.Scale{Min: 1, Max: 2}, Children: top}
	r.Link()
	return r
}

// The same form gives the same bytes, whenever and however often it is written.
func TestSameBytes(t *testing.T) {
	f := libraryForm(t, "spbe-2018")
	first := written(t, f, book.Options{Language: "id", Assessor: true})
	for range 3 {
		if !bytes.Equal(first, written(t, f, book.Options{Language: "id", Assessor: true})) {
			t.Fatal("the bytes differ")
		}
	}
}

var unsafeName = regexp.MustCompile(`[\[\]:*?/\\]|^'|'$`)

// Names of sheets are allowed and unique, texts are never formulas, and the only formulas are the counts on the cover.
func TestHostileTexts(t *testing.T) {
	f := form.New(hostile(), form.Options{})
	for _, lang := range []string{"id", "en"} {
		x := open(t, written(t, f, book.Options{Language: lang, Agencies: []*agency.Agency{{ID: "a", Name: "=1+1"}}}))
		seen := map[string]bool{}
		for _, name := range x.GetSheetList() {
			if n := len(utf16.Encode([]rune(name))); n == 0 || n > 31 || unsafeName.MatchString(name) || seen[strings.ToLower(name)] || strings.EqualFold(name, "history") {
				t.Errorf("the name of a sheet %q is not allowed, or not the only one", name)
			}
			seen[strings.ToLower(name)] = true
			rows, err := x.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range rows {
				for k := range row {
					at := workbook.CellName(k+1, i+1)
					formula, err := x.GetCellFormula(name, at)
					if err != nil {
						t.Fatal(err)
					}
					if formula != "" && !strings.HasPrefix(formula, "COUNTA(") && !strings.HasPrefix(formula, "REPT(") && !strings.HasPrefix(formula, "SUM(") {
						t.Errorf("%s!%s holds the formula %q", name, at, formula)
					}
				}
			}
		}
		if len(seen) != 9 { // a cover, seven dimensions and the hidden sheet
			t.Errorf("%d sheets, want 9", len(seen))
		}
	}
}

// What is chosen from a drop-down is put into the cell, so no label may be taken for a formula; and each is the only one.
func TestLabels(t *testing.T) {
	rubrics := []*rubric.Rubric{hostile()}
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		rubrics = append(rubrics, r)
	}
	for _, r := range rubrics {
		for q := range form.New(r, form.Options{}).All() {
			for _, lang := range []string{"id", "en"} {
				labels := book.Labels(q.Choices, lang)
				for i, l := range labels {
					if strings.ContainsAny(l[:1], "=+-@") || len([]rune(l)) > 80 || slices.Index(labels, l) != i {
						t.Errorf("%s %s: the label %q is not allowed, or not the only one", r.ID, q.Node.ID, l)
					}
				}
			}
		}
	}
	levels := []form.Choice{{Code: "3", Text: rubric.Text{ID: strings.Repeat("panjang ", 20)}}}
	if got, want := book.Labels(levels, "id")[0], "3 – "+strings.Repeat("panjang ", 7)+"…"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Everything is locked but the cells to fill in, the structure of the workbook is, and the hidden sheet is hidden.
func TestProtection(t *testing.T) {
	f := libraryForm(t, "spbe-2018")
	x := open(t, written(t, f, book.Options{Language: "id", Assessor: true}))
	if x.WorkBook.WorkbookProtection == nil || !x.WorkBook.WorkbookProtection.LockStructure {
		t.Error("sheets can be deleted")
	}
	unlocked := 0
	for _, name := range x.GetSheetList() {
		visible, err := x.GetSheetVisible(name)
		if err != nil {
			t.Fatal(err)
		}
		if visible == (name == book.MachineSheet) {
			t.Errorf("the sheet %q is visible: %v", name, visible)
		}
		p, err := x.GetSheetProtection(name)
		if err != nil || !p.SelectUnlockedCells && name != book.MachineSheet || p.InsertRows || p.DeleteRows || p.FormatCells {
			t.Errorf("%s is protected as %+v, %v", name, p, err)
		}
		rows, err := x.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for row := 1; row <= len(rows)+5; row++ {
			for column := 1; column <= 15; column++ {
				at := workbook.CellName(column, row)
				id, err := x.GetCellStyle(name, at)
				if err != nil {
					t.Fatal(err)
				}
				s, err := x.GetStyle(id)
				if err != nil {
					t.Fatal(err)
				}
				if s.Protection == nil || s.Protection.Locked {
					continue
				}
				unlocked++
				if value, _ := x.GetCellValue(name, at); value != "" {
					t.Errorf("%s!%s is to be filled in, and holds %q", name, at, value)
				}
			}
		}
	}
	// 37 rows with answer, evidence, status, note and the four of the assessor, and 3 names of services; on the cover
	// respondent, date, deadline and address.
	if want := 37*8 + 3 + 4; unlocked != want {
		t.Errorf("%d cells are unlocked, want %d", unlocked, want)
	}
}

// The map on the hidden sheet is the one that was written, and every cell that it names can be filled in.
func TestMap(t *testing.T) {
	f := libraryForm(t, "spbe-2018")
	b, err := workbook.Open(written(t, f, book.Options{Language: "en"}))
	if err != nil {
		t.Fatal(err)
	}
	m := readMap(t, b)
	if m.Rubric != "spbe-2018" || m.Fingerprint != f.Fingerprint || m.Version != f.Rubric.Version || m.Language != "en" {
		t.Errorf("%+v", m)
	}
	if diff := cmp.Diff([]book.Unit{{Agency: "diskominfo"}}, m.Units); diff != "" {
		t.Error(diff)
	}
	var codes []string
	for _, s := range m.Sheets {
		if b.Sheet(s.Name) == nil {
			t.Errorf("there is no sheet %q", s.Name)
		}
		for _, r := range s.Rows {
			codes = append(codes, r.Code)
			if r.Code == "spbe_kebijakan_arsitektur" && len(r.Choices) == 0 {
				t.Errorf("%s has no choices", r.Code)
			}
		}
	}
	want := []string{form.RespondentField, book.SubmittedField}
	for q := range f.All() {
		want = append(want, q.Field(form.Value).Code())
	}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

func readMap(t testing.TB, b *workbook.Book) *book.Map {
	t.Helper()
	m, err := book.ParseMap(func(yield func([]string, error) bool) {
		for row, err := range b.Rows(b.Sheet(book.MachineSheet)) {
			if err != nil {
				t.Fatal(err)
			}
			cells := make([]string, book.MapWidth)
			for _, c := range row.Cells {
				if cells[c.Column-1], err = row.Text(c); err != nil {
					t.Fatal(err)
				}
			}
			if !yield(cells, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The dimension of every sheet covers its cells: programs that believe it would read nothing else.
func TestDimension(t *testing.T) {
	x := open(t, written(t, libraryForm(t, "indrajit-5"), book.Options{Language: "id"}))
	for _, name := range x.GetSheetList() {
		ref, err := x.GetSheetDimension(name)
		if err != nil {
			t.Fatal(err)
		}
		_, last, _ := strings.Cut(ref, ":")
		column, row, err := excelize.CellNameToCoordinates(last)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		widest := 0
		for _, r := range rows {
			widest = max(widest, len(r))
		}
		if row != len(rows) || column < widest {
			t.Errorf("%s has the dimension %s, and %d rows and %d columns", name, ref, len(rows), widest)
		}
	}
}

// The counts on the cover calculate what is answered: what repeats and what has options counts once.
func TestProgress(t *testing.T) {
	levels := []rubric.Level{{Level: 1, Text: rubric.Text{ID: "a"}}, {Level: 2, Text: rubric.Text{ID: "b"}}}
	many := &rubric.Answer{Kind: rubric.Multiple, Options: []rubric.Option{{ID: "x", Text: rubric.Text{ID: "X"}}, {ID: "y", Text: rubric.Text{ID: "Y"}}}}
	r := &rubric.Rubric{ID: "r", Version: "1", Title: rubric.Text{ID: "R"}, Scale: rubric.Scale{Min: 1, Max: 2}, Children: []*rubric.Node{
		{ID: "d", Title: rubric.Text{ID: "D'1"}, Children: []*rubric.Node{
			{ID: "one", Levels: levels},
			{ID: "p", Title: rubric.Text{ID: "P"}, Children: []*rubric.Node{{ID: "two", Levels: levels}, {ID: "rep", Levels: levels, Repeats: rubric.RepeatMean}}},
			{ID: "many", Answer: many},
			{ID: "last", Levels: levels},
		}},
		{ID: "e", Title: rubric.Text{ID: "E"}, Children: []*rubric.Node{{ID: "only", Levels: levels, Repeats: rubric.RepeatMean}}},
	}}
	r.Link()
	x := open(t, written(t, form.New(r, form.Options{Agency: office}), book.Options{Language: "id"}))
	cover := x.GetSheetList()[0]
	counts := func() string {
		var out []string
		for row := 1; row < 60; row++ {
			at := workbook.CellName(3, row)
			if formula, _ := x.GetCellFormula(cover, at); formula != "" {
				text, err := x.CalcCellValue(cover, at)
				if err != nil {
					t.Fatalf("%s: %v", formula, err)
				}
				out = append(out, text)
			}
		}
		return strings.Join(out, ", ")
	}
	if got := counts(); got != "0 dari 5, 0 dari 1, 0 dari 6" {
		t.Errorf("empty: %s", got)
	}
	fill := func(sheet, code string) {
		rows, err := x.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		column := 0
		for i, row := range rows {
			if len(row) > 0 && row[0] == book.ColumnMark {
				column = slices.Index(row, "value") + 1
			}
			if len(row) > 0 && row[0] == code {
				if err := x.SetCellStr(sheet, workbook.CellName(column, i+1), "x"); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
		t.Fatalf("no %s", code)
	}
	for _, code := range []string{"two", "rep__1", "rep__3", "many/y", "last"} {
		fill("1 D'1", code)
	}
	if got := counts(); got != "4 dari 5, 0 dari 1, 4 dari 6" {
		t.Errorf("filled in: %s", got)
	}
}

// A blank form shows its counts in programs that do not calculate, too.
func TestCachedCounts(t *testing.T) {
	b, err := workbook.Open(written(t, libraryForm(t, "indrajit-5"), book.Options{Language: "id"}))
	if err != nil {
		t.Fatal(err)
	}
	counts := 0
	for row, err := range b.Rows(b.Sheets[0]) {
		if err != nil {
			t.Fatal(err)
		}
		if c := row.Cell(3); c.Formula {
			counts++
			if text, err := row.Text(c); c.Kind != workbook.Number || text != "0" || err != nil {
				t.Errorf("a count holds %q, %v", text, err)
			}
		}
	}
	if counts != 6 {
		t.Errorf("%d counts, want one for each of 5 dimensions and one for all", counts)
	}
}

func TestWriteOneRefuses(t *testing.T) {
	r := hostile()
	other := hostile()
	a := form.New(r, form.Options{Agency: office})
	for name, forms := range map[string][]*form.Form{
		"none": nil, "no agency": {form.New(r, form.Options{})}, "two rubrics": {a, form.New(other, form.Options{Agency: office})},
		"too many": slices.Repeat([]*form.Form{a}, book.MaxAgencies+1),
	} {
		if err := book.WriteOne(&bytes.Buffer{}, forms, book.Options{}); err == nil {
			t.Errorf("%s: written", name)
		}
	}
	// Two agencies whose ids differ in case, or by what no sheet may be called, have sheets of their own.
	b := form.New(r, form.Options{Agency: &agency.Agency{ID: "DISKOMINFO"}})
	var out bytes.Buffer
	if err := book.WriteOne(&out, []*form.Form{a, b}, book.Options{Language: "id"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Petunjuk", "diskominfo", "DISKOMINFO (2)", book.MachineSheet}, open(t, out.Bytes()).GetSheetList()); diff != "" {
		t.Error(diff)
	}
}

// LibreOffice opens every form and prints it: each question and the words of each level are on the paper, none is cut off.
func TestOpensInLibreOffice(t *testing.T) {
	for _, id := range []string{"indrajit-5", "spbe-2018", "egdi"} {
		f := libraryForm(t, id)
		path := filepath.Join(t.TempDir(), id+".xlsx")
		if err := os.WriteFile(path, written(t, f, book.Options{Language: "id"}), 0o600); err != nil {
			t.Fatal(err)
		}
		printed := booktest.Convert(t, path, "pdf")
		if over := booktest.Overlaps(t, printed); len(over) > 0 {
			t.Errorf("%s: %d words lie over others, such as %s", id, len(over), over[0])
		}
		pdf, err := os.ReadFile(printed)
		if err != nil {
			t.Fatal(err)
		}
		words := squeeze(pdftest.Words(t, pdf))
		for q := range f.All() {
			if q.Slot > 1 {
				continue
			}
			texts := []string{q.Node.Question.ID}
			for _, l := range q.Node.Levels {
				texts = append(texts, l.Text.ID)
			}
			for _, text := range texts {
				if !strings.Contains(words, squeeze(text)) {
					t.Errorf("%s: %q is not on the paper", id, text)
				}
			}
		}
		if total := fmt.Sprintf("0dari%d", answersOf(f)); !strings.Contains(words, total) {
			t.Errorf("%s: the count %s is not on the paper", id, total)
		}
		if strings.Contains(words, "#REF") || strings.Contains(words, "Err:") || strings.Contains(words, "###") {
			t.Errorf("%s: something could not be calculated or shown", id)
		}
	}
}

// squeeze takes away what changes when a line is broken: spaces, and hyphens at its end.
func squeeze(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "-", "")
}

// answersOf counts the questions, those that repeat once.
func answersOf(f *form.Form) int {
	n := 0
	for q := range f.All() {
		if q.Slot <= 1 {
			n++
		}
	}
	return n
}
