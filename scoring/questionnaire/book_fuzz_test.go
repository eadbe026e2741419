package questionnaire

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// fuzzedParts are the parts of a workbook that are changed: the cover, the questions, the hidden sheet, the texts, the
// list of sheets and the styles.
var fuzzedParts = []string{
	"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml",
}

// FuzzBook: whatever stands in a part of a workbook, nothing panics, every finding has a place and a text, and every answer
// is about an indicator of the rubric and an agency with a valid id.
func FuzzBook(f *testing.F) {
	r := twoQuestions()
	fill := fillBook(f, blankBook(f, form.New(r, form.Options{Agency: agencies().All()[0]}), book.Options{Language: "id", Assessor: true}))
	fill.set("portal", form.Value, "2 – ada")
	fill.set("portal", form.Evidence, "bukti/sk.pdf")
	fill.set("portal", book.Recommendation, "tetapkan")
	fill.set("ratio", form.Value, 0.5)
	in, err := zip.OpenReader(fill.save("a.xlsx").Path)
	must(f, err)
	defer in.Close()
	parts := map[string][]byte{}
	for _, part := range in.File {
		r, err := part.Open()
		must(f, err)
		parts[part.Name], err = io.ReadAll(r)
		must(f, err)
		r.Close()
	}
	for i, name := range fuzzedParts {
		if len(parts[name]) == 0 {
			f.Fatalf("there is no part %s", name)
		}
		f.Add(uint8(i), parts[name])
		f.Add(uint8(i), parts[name][:len(parts[name])/2])
		f.Add(uint8(i), bytes.ReplaceAll(parts[name], []byte("1"), []byte("9")))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		changed := fuzzedParts[int(which)%len(fuzzedParts)]
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for name, part := range parts {
			if name == changed {
				part = data
			}
			to, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
			must(t, err)
			_, err = to.Write(part)
			must(t, err)
		}
		must(t, w.Close())
		file, d := Open(write(t, "f.xlsx", out.String()), r, nil)
		if d != nil {
			sound(t, d, "f.xlsx")
			return
		}
		defer file.Close()
		records := 0
		for a, d := range file.Answers() {
			if d != nil {
				sound(t, d, "f.xlsx")
				continue
			}
			records++
			n := r.Indicator(a.Indicator)
			if n == nil || !agency.ValidID(a.Agency) || !isCode(a.Respondent) || a.Place.Cell == "" {
				t.Fatalf("%+v", a)
			}
		}
		for _, e := range file.Evidence() {
			if r.Indicator(e.Indicator) == nil || !agency.ValidID(e.Agency) || e.Title == "" || !isLink(e.Link) || !slices.Contains(EvidenceStates, e.Status) {
				t.Fatalf("%+v", e)
			}
		}
		if s := file.Summary(); s.Records != records || s.LeftOut < 0 || !strings.Contains(s.Format, "XLSX") && !strings.HasPrefix(s.Format, "siap workbook") {
			t.Fatalf("%+v, but %d answers", s, records)
		}
	})
}
