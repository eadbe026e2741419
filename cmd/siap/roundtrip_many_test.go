package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// Forty agencies answer in five formats, and three of them send something broken: a workbook that arrived in half, a
// response with a level that does not exist, a table with a misspelt indicator and an answer nobody can read. The report
// names each with its place, and the other 37 are scored.
func TestFortyAgenciesInFiveFormats(t *testing.T) {
	c := newCampaign(t, "indrajit-5", forty(), 40)
	whole := *c.rubric
	whole.Roles = nil // each agency answers as a whole, so that every one of them has answers enough
	c.subs = surveytest.Fill(form.New(&whole, form.Options{}), c.list, 40)
	part := func(from, to int) *campaign {
		some := *c
		some.subs = c.subs[from-1 : to]
		return &some
	}
	for format, some := range map[string]*campaign{"xlsx": part(1, 10), "html": part(11, 20)} {
		args := []string{"--to", format}
		for _, s := range some.subs {
			args = append(args, "--agency", s.Agency.ID)
		}
		c.write(t, args...)
	}
	c.write(t, "--to", "csv,xlsform,limesurvey")
	fillBooks(t, part(1, 10))
	fillPages(t, part(11, 20), func(s *surveytest.Submission) string { return "form-" + s.Agency.ID })
	for _, s := range part(21, 28).subs {
		c.put(t, s.Agency.ID+".csv", filledTable(t, c, func(id string) bool { return id == s.Agency.ID }))
	}
	c.put(t, "kobo.csv", []byte(surveytest.Kobo(c.form, part(29, 34).subs, surveytest.KoboOptions{}).CSV(";", "\r\n", true)))
	c.put(t, "limesurvey.csv", []byte("\ufeff"+surveytest.Lime(c.form, part(35, 40).subs, c.list, surveytest.LimeOptions{}).CSV(",", "\n", true)))

	c.prove(t)

	broken := []string{"opd-03", "opd-14", "opd-25"}
	c.spoil(t, "form-opd-03.xlsx", func(data string) string { return data[:len(data)/2] })
	code := firstAnswered(c, "opd-14")
	c.spoil(t, "opd-14"+form.ResponseSuffix, func(data string) string {
		before, after, _ := strings.Cut(data, `"`+code+`": {`)
		_, rest, _ := strings.Cut(after, `"value": "`)
		_, rest, _ = strings.Cut(rest, `"`)
		return before + `"` + code + `": {` + "\n   " + `"value": "9"` + rest
	})
	c.spoil(t, "opd-25.csv", func(data string) string {
		data = strings.Replace(data, ",satu_data,,", ",satu_dta,,", 1)
		return strings.Replace(data, ",api,,", ",api,,tinggi sekali", 1)
	})

	var out, said bytes.Buffer
	if code := run([]string{"check", c.dir()}, testWorld(&out, &said)); code != exitPartial {
		t.Errorf("siap check exits %d, want %d", code, exitPartial)
	}
	golden(t, "forty.txt", said.Bytes())

	a, records := c.score(t, exitPartial)
	scored := 0
	for _, one := range a.Agencies {
		known := a.Headline(a.Agency(one.ID)).Index.Value != nil
		if known == slices.Contains(broken, one.ID) {
			t.Errorf("%s has an index: %v", one.ID, known)
		}
		if known {
			scored++
		}
	}
	if scored != 37 {
		t.Errorf("%d agencies are scored, want 37", scored)
	}
	want := *c
	want.subs = slices.DeleteFunc(slices.Clone(c.subs), func(s *surveytest.Submission) bool { return slices.Contains(broken, s.Agency.ID) })
	compareLines(t, answersIn(t, records), want.expected(t))
}

// forty are agencies that do not exist.
func forty() *agency.List {
	var all []*agency.Agency
	for i := 1; i <= 40; i++ {
		all = append(all, &agency.Agency{
			ID: fmt.Sprintf("opd-%02d", i), Name: fmt.Sprintf("Dinas Karangan %02d", i), Type: "dinas", Weight: 1, Zone: agency.WITA,
			Columns: map[string]string{"type": "dinas"},
		})
	}
	return agency.NewList(all, []string{"type"})
}

// prove puts an invented item of evidence beside every answer, so that the report is about what is broken only.
func (c *campaign) prove(t testing.TB) {
	t.Helper()
	items := "agency,indicator,title,status\n"
	for _, s := range c.subs {
		for q := range c.form.All() {
			if s.Answers[q.Field(form.Value).Code()] != "" {
				items += s.Agency.ID + "," + q.Node.ID + ",Dokumen karangan,proses\n"
			}
		}
	}
	ok(t, os.Mkdir(filepath.Join(c.dir(), "evidence"), 0o700))
	ok(t, os.WriteFile(filepath.Join(c.dir(), "evidence", "evidence.csv"), []byte(items), 0o600))
}

// firstAnswered is the code of the first question that an agency answers with a level.
func firstAnswered(c *campaign, id string) string {
	for _, s := range c.subs {
		for q := range c.form.All() {
			code := q.Field(form.Value).Code()
			if value := s.Answers[code]; s.Agency.ID == id && value != "" && value != form.NotApplicable && value != form.DontKnow {
				return code
			}
		}
	}
	return ""
}

// spoil changes a filled-in form.
func (c *campaign) spoil(t testing.TB, name string, change func(string) string) {
	t.Helper()
	path := filepath.Join(c.answers, name)
	data, err := os.ReadFile(path)
	ok(t, err)
	spoilt := change(string(data))
	if spoilt == string(data) {
		t.Fatalf("%s is as it was", name)
	}
	ok(t, os.WriteFile(path, []byte(spoilt), 0o600))
}

// golden compares what was said with a file of testdata, which -update writes.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		ok(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("what was said differs from %s; look at it, then use -update:\n%s", path, got)
	}
}
