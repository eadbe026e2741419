package questionnaire_test

import (
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// sound reads a file and wants every answer to be about an agency and an indicator that exist, with a value that is
// possible, a code for a respondent, and every finding to have a place and words.
func sound(t *testing.T, name string, data []byte) {
	t.Helper()
	r, list := surveytest.Kinds(), surveytest.Agencies()
	f, d := questionnaire.Open(file(t, name, data), r, list)
	if d != nil {
		if d.Place.File != name || !l10n.For("en").Has(d.Code) {
			t.Fatalf("poor diagnostic %v", d)
		}
		return
	}
	defer f.Close()
	records := 0
	for a, d := range f.Answers() {
		if d != nil {
			if d.Place.File != name || !l10n.For("en").Has(d.Code) {
				t.Fatalf("poor diagnostic %v", d)
			}
			continue
		}
		records++
		n := r.Indicator(a.Indicator)
		if _, known := list.Index(a.Agency); n == nil || !known || strings.ContainsAny(a.Respondent, " @") || len(a.Respondent) > 40 {
			t.Fatalf("%+v", a)
		}
		if low, high := form.Limits(n); a.Claim.State == questionnaire.Known && len(n.Levels) > 0 && !(a.Claim.Number >= low && a.Claim.Number <= high) {
			t.Fatalf("%+v outside %g–%g", a.Claim, low, high)
		}
	}
	if s := f.Summary(); s.Records != records || s.LeftOut < 0 || s.Format == "" {
		t.Fatalf("%+v, but %d answers", s, records)
	}
	for _, e := range f.Evidence() {
		if e.Title == "" || e.Status == "diterima" || !agency.ValidID(e.Agency) || strings.HasPrefix(strings.ToLower(e.Link), "javascript") {
			t.Fatalf("%+v", e)
		}
	}
}

func seeds(f *testing.F, of func(form *form.Form, subs []*surveytest.Submission) []string) {
	r := surveytest.Kinds()
	blank := form.New(r, form.Options{Slots: 2})
	for _, text := range of(blank, surveytest.Fill(blank, surveytest.Agencies(), 3)) {
		f.Add([]byte(text))
	}
}

// The readers of exports, whatever is in the file.

func FuzzKobo(f *testing.F) {
	seeds(f, func(blank *form.Form, subs []*surveytest.Submission) []string {
		return []string{
			surveytest.Kobo(blank, subs, surveytest.KoboOptions{HXL: true}).CSV(";", "\r\n", true),
			surveytest.Kobo(blank, subs, surveytest.KoboOptions{Labels: "id", Groups: true}).CSV(",", "\n", false),
			"agency;channels/web;_id;_uuid\nkaltim;2;;\n", "agency;portal;_id;_uuid\n#a;;;\nkaltim;3",
		}
	})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "k.csv", data) })
}

func FuzzODK(f *testing.F) {
	seeds(f, func(blank *form.Form, subs []*surveytest.Submission) []string {
		text := surveytest.ODK(blank, subs, surveytest.ODKOptions{Groups: true, Split: true}).CSV(",", "\n", false)
		archive, err := surveytest.Zip("a.csv", text, "b.csv", "name,PARENT_KEY,KEY\n")
		if err != nil {
			f.Fatal(err)
		}
		return []string{text, string(archive), string(archive[:len(archive)/2])}
	})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "o.csv.zip", data) })
}

func FuzzLimeSurvey(f *testing.F) {
	seeds(f, func(blank *form.Form, subs []*surveytest.Submission) []string {
		return []string{
			surveytest.Lime(blank, subs, surveytest.Agencies(), surveytest.LimeOptions{}).CSV(";", "\n", true),
			surveytest.Lime(blank, subs, surveytest.Agencies(), surveytest.LimeOptions{Texts: "en", Headings: "code en"}).CSV(",", "\n", true) + "\n",
		}
	})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "l.csv", data) })
}

func FuzzGoogleForms(f *testing.F) {
	seeds(f, func(blank *form.Form, subs []*surveytest.Submission) []string {
		return []string{
			surveytest.Google(blank, subs, "id").CSV(",", "\n", true), surveytest.Google(blank, subs, "en").CSV("\t", "\n", false),
			"Timestamp,Instansi,1.1\n31/12/99 25:61:61 PM GMT-99:99,kaltim,3\n",
		}
	})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "g.csv", data) })
}

func FuzzMicrosoftForms(f *testing.F) {
	seeds(f, func(blank *form.Form, subs []*surveytest.Submission) []string {
		table := surveytest.Microsoft(blank, subs, "en")
		book, err := table.XLSX("Sheet1")
		if err != nil {
			f.Fatal(err)
		}
		return []string{table.CSV(";", "\r\n", false), string(book)}
	})
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, "m.dat", data) })
}
