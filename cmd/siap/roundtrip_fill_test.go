package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// campaign is one questionnaire sent to some agencies: the blank forms, and what everybody is going to answer. All
// answers are invented.
type campaign struct {
	rubric *rubric.Rubric
	form   *form.Form
	list   *agency.List
	subs   []*surveytest.Submission
	// blanks is the folder of the blank forms, answers the one that filled forms are put into.
	blanks, answers string
}

// filling is one way to answer: what siap form is told, and how its forms are filled in.
type filling struct {
	name string
	args []string
	fill func(t testing.TB, c *campaign)
}

// fillings are the formats that come back, of the survey tools one variant each and one with labels.
var fillings = []filling{
	{"xlsx", []string{"--to", "xlsx"}, fillBooks},
	{"one book", []string{"--to", "xlsx", "--one-book"}, fillOneBook},
	{"html", []string{"--to", "html"}, func(t testing.TB, c *campaign) {
		fillPages(t, c, func(s *surveytest.Submission) string { return "form-" + s.Agency.ID })
	}},
	{"html, any agency", []string{"--to", "html", "--generic"}, func(t testing.TB, c *campaign) {
		fillPages(t, c, func(*surveytest.Submission) string { return "form" })
	}},
	{"csv", []string{"--to", "csv"}, fillCSV},
	{"kobo csv, names", []string{"--to", "xlsform"}, func(t testing.TB, c *campaign) {
		table := surveytest.Kobo(c.form, c.subs, surveytest.KoboOptions{})
		asksAll(t, c, table[0])
		c.put(t, "kobo.csv", []byte(table.CSV(";", "\r\n", true)))
	}},
	{"kobo xlsx, labels", []string{"--to", "xlsform"}, func(t testing.TB, c *campaign) {
		c.putXLSX(t, "kobo.xlsx", surveytest.Kobo(c.form, c.subs, surveytest.KoboOptions{Labels: "id", Groups: true, HXL: true}), "Data")
	}},
	{"odk csv", []string{"--to", "xlsform"}, func(t testing.TB, c *campaign) {
		table := surveytest.ODK(c.form, c.subs, surveytest.ODKOptions{Groups: true, Split: true})
		c.put(t, "odk.csv", []byte(table.CSV(",", "\n", false)))
	}},
	{"odk zip", []string{"--to", "xlsform"}, func(t testing.TB, c *campaign) {
		table := surveytest.ODK(c.form, c.subs, surveytest.ODKOptions{})
		asksAll(t, c, table[0])
		data, err := surveytest.Zip("odk.csv", table.CSV(",", "\n", false))
		ok(t, err)
		c.put(t, "odk.csv.zip", data)
	}},
	{"limesurvey, codes", []string{"--to", "limesurvey"}, func(t testing.TB, c *campaign) {
		table := surveytest.Lime(c.form, c.subs, c.list, surveytest.LimeOptions{})
		asksAll(t, c, table[0])
		c.put(t, "results.csv", []byte("\ufeff"+table.CSV(",", "\n", true)))
	}},
	{"limesurvey, texts", []string{"--to", "limesurvey"}, func(t testing.TB, c *campaign) {
		table := surveytest.Lime(c.form, c.subs, c.list, surveytest.LimeOptions{Texts: "id", Headings: "code id"})
		c.put(t, "results.csv", []byte("\ufeff"+table.CSV(";", "\n", true)))
	}},
	{"google", nil, func(t testing.TB, c *campaign) {
		c.put(t, "google.csv", []byte(surveytest.Google(c.form, c.subs, "id").CSV(",", "\n", true)))
	}},
	{"microsoft", nil, func(t testing.TB, c *campaign) {
		c.putXLSX(t, "microsoft.xlsx", surveytest.Microsoft(c.form, c.subs, "en"), "Sheet1")
	}},
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (c *campaign) put(t testing.TB, name string, data []byte) {
	t.Helper()
	ok(t, os.WriteFile(filepath.Join(c.answers, name), data, 0o600))
}

func (c *campaign) putXLSX(t testing.TB, name string, table surveytest.Table, sheet string) {
	t.Helper()
	data, err := table.XLSX(sheet)
	ok(t, err)
	c.put(t, name, data)
}

// asksAll wants every question of an export, by its name, in the blank form that was written for the tool.
func asksAll(t testing.TB, c *campaign, header []string) {
	t.Helper()
	asked := map[string]bool{}
	if data, err := os.ReadFile(filepath.Join(c.blanks, "limesurvey.txt")); err == nil {
		for _, line := range strings.Split(string(data), "\n") {
			if cells := strings.Split(line, "\t"); len(cells) > 4 {
				asked[strings.Trim(cells[4], `"`)] = true
			}
		}
	} else {
		x, err := excelize.OpenFile(filepath.Join(c.blanks, "xlsform.xlsx"))
		ok(t, err)
		defer x.Close()
		rows, err := x.GetRows("survey")
		ok(t, err)
		at := slices.Index(rows[0], "name")
		for _, row := range rows {
			if at < len(row) {
				asked[row[at]] = true
			}
		}
	}
	questions := 0
	m := form.NewMatcher(c.rubric, form.MaxSlots)
	for _, name := range header {
		if len(m.Find(name)) == 0 { // a column of the tool's own
			continue
		}
		questions++
		if !asked[name] {
			t.Errorf("the blank form does not ask %s", name)
		}
	}
	if questions == 0 {
		t.Error("the export asks nothing")
	}
}

// answerOf is what a submission says to a question.
func answerOf(s *surveytest.Submission, code string) (value, item, note string) {
	return s.Answers[code], s.Items[code], s.Notes[code]
}

// fillBooks fills in one workbook for each agency.
func fillBooks(t testing.TB, c *campaign) {
	for _, s := range c.subs {
		name := "form-" + s.Agency.ID + ".xlsx"
		b := openBook(t, filepath.Join(c.blanks, name))
		b.submission(c, s, "")
		b.save(filepath.Join(c.answers, name))
	}
}

// fillOneBook fills in the workbook with a sheet for each agency.
func fillOneBook(t testing.TB, c *campaign) {
	b := openBook(t, filepath.Join(c.blanks, "forms.xlsx"))
	for _, s := range c.subs {
		b.submission(c, s, s.Agency.ID+"!")
	}
	b.save(filepath.Join(c.answers, "forms.xlsx"))
}

// filledBook is a workbook that is filled in as a person would: what is seen in the drop-downs is written into the
// cells, which are found by the hidden codes beside them.
type filledBook struct {
	testing.TB
	x *excelize.File
	// cells are the sheet and the name of the cell by "code part" and "sheet!code part".
	cells map[string][2]string
}

func openBook(t testing.TB, path string) *filledBook {
	t.Helper()
	x, err := excelize.OpenFile(path)
	ok(t, err)
	b := &filledBook{TB: t, x: x, cells: map[string][2]string{}}
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet)
		ok(t, err)
		var parts []string
		for i, row := range rows {
			switch {
			case sheet == book.MachineSheet || len(row) == 0 || row[0] == "":
			case row[0] == book.ColumnMark:
				parts = row
			default:
				for k := 1; k < len(parts); k++ {
					cell, err := excelize.CoordinatesToCellName(k+1, i+1)
					ok(t, err)
					for _, key := range []string{row[0] + " " + parts[k], sheet + "!" + row[0] + " " + parts[k]} {
						b.cells[key] = [2]string{sheet, cell}
					}
				}
			}
		}
	}
	return b
}

func (b *filledBook) set(code string, part form.Part, value any) {
	b.Helper()
	if value == "" {
		return
	}
	at, known := b.cells[code+" "+book.PartName(part)]
	if !known {
		b.Fatalf("the workbook has no cell for %s %s", code, book.PartName(part))
	}
	ok(b, b.x.SetCellValue(at[0], at[1], value))
}

func (b *filledBook) save(path string) {
	b.Helper()
	ok(b, b.x.SaveAs(path))
	ok(b, b.x.Close())
}

func (b *filledBook) submission(c *campaign, s *surveytest.Submission, sheet string) {
	b.set(sheet+form.RespondentField, form.Value, s.Respondent)
	if role := c.rubric.Role(s.Role); role != nil {
		b.set(sheet+form.RoleField, form.Value, role.Title.ID)
	}
	b.set(sheet+book.SubmittedField, form.Value, s.Time.Format("2006-01-02"))
	for q := range c.form.All() {
		code := q.Field(form.Value).Code()
		value, item, note := answerOf(s, code)
		if value == "" {
			continue
		}
		b.set(sheet+code, form.Item, item)
		b.set(sheet+code, form.Note, note)
		b.set(sheet+code, form.Value, seen(q, value))
	}
}

// seen is what a drop-down shows for an answer, and a number as a number.
func seen(q form.Question, value string) any {
	choices := q.Choices
	if len(choices) == 0 {
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			return x
		}
		choices = form.Specials()
	}
	labels := book.Labels(choices, "id")
	for i := range choices {
		if choices[i].Code == value {
			return labels[i]
		}
	}
	return value
}

// pageData is what a filler needs to know of the block of data in an HTML form.
type pageData struct {
	Schema   string
	Suffix   string
	Language string
	Rubric   form.ResponseRubric
	Agency   *struct{ ID string }
	Agencies []struct{ ID string }
	Sections []struct {
		Questions []struct {
			ID      string
			Slots   int
			Choices []struct{ Code string }
		}
	}
}

// fillPages writes the response file that the HTML form of each agency would export, by what stands in the form.
func fillPages(t testing.TB, c *campaign, name func(*surveytest.Submission) string) {
	t.Helper()
	for _, s := range c.subs {
		page, err := os.ReadFile(filepath.Join(c.blanks, name(s)+".html"))
		ok(t, err)
		_, data, _ := strings.Cut(string(page), `<script type="application/json" id="data">`)
		data, _, found := strings.Cut(data, "</script>")
		var d pageData
		if err := json.Unmarshal([]byte(data), &d); !found || err != nil {
			t.Fatalf("the form of %s has no data: %v", s.Agency.ID, err)
		}
		offered := slices.ContainsFunc(d.Agencies, func(a struct{ ID string }) bool { return a.ID == s.Agency.ID })
		if d.Agency == nil && !offered || d.Agency != nil && d.Agency.ID != s.Agency.ID {
			t.Errorf("the form is not for %s", s.Agency.ID)
		}
		r := form.Response{
			Schema: d.Schema, Rubric: d.Rubric, Language: d.Language, Agency: s.Agency.ID, Respondent: s.Respondent, Role: s.Role,
			Saved: s.Time.Format("2006-01-02T15:04:05Z07:00"), Answers: map[string]form.ResponseAnswer{},
		}
		for _, section := range d.Sections {
			for _, q := range section.Questions {
				for slot := min(1, q.Slots); slot <= q.Slots; slot++ {
					code := form.Field{Node: c.rubric.Indicator(q.ID), Slot: slot}.Code()
					value, item, note := answerOf(s, code)
					if value == "" {
						continue
					}
					special := value == form.NotApplicable || value == form.DontKnow
					if len(q.Choices) > 0 && !special && !slices.ContainsFunc(q.Choices, func(o struct{ Code string }) bool { return o.Code == value }) {
						t.Errorf("%s does not offer %s", code, value)
					}
					r.Answers[code] = form.ResponseAnswer{Value: value, Item: item, Note: note}
				}
			}
		}
		out, err := json.MarshalIndent(r, "", " ")
		ok(t, err)
		c.put(t, s.Agency.ID+d.Suffix, out)
	}
}

// fillCSV fills in the table of all agencies, as a person with a spreadsheet would: the rows that were not answered stay
// in it, but those of services that an agency does not have are deleted.
func fillCSV(t testing.TB, c *campaign) {
	t.Helper()
	c.put(t, "form.csv", filledTable(t, c, func(string) bool { return true }))
}

// filledTable is the filled-in table with the rows of some agencies.
func filledTable(t testing.TB, c *campaign, wanted func(agency string) bool) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join(c.blanks, "form.csv"))
	ok(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	ok(t, err)
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	bySub := map[string]*surveytest.Submission{}
	for _, s := range c.subs {
		bySub[s.Agency.ID] = s
	}
	slots := map[string]int{}
	kept := rows[:1:1]
	for _, row := range rows[1:] {
		s := bySub[row[at["agency"]]]
		if !wanted(s.Agency.ID) {
			continue
		}
		f := form.Field{Node: c.rubric.Indicator(row[at["indicator"]])}
		if f.Node.Repeats != "" {
			slots[s.Agency.ID+f.Node.ID]++
			f.Slot = slots[s.Agency.ID+f.Node.ID]
		}
		row[at["respondent"]], row[at["role"]], row[at["submitted"]] = s.Respondent, s.Role, s.Time.Format("2006-01-02")
		row[at["value"]], row[at["item"]], row[at["note"]] = answerOf(s, f.Code())
		kept = append(kept, row)
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	ok(t, w.WriteAll(kept))
	return []byte(out.String())
}
