package questionnaire_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

// file writes a file to read.
func file(t testing.TB, name string, data []byte) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: name}
}

// readAll reads a file and wants it to open.
func readAll(t testing.TB, src source.Source, r *rubric.Rubric, list *agency.List) ([]questionnaire.Answer, []questionnaire.Evidence, []*diag.Diagnostic, questionnaire.Summary) {
	t.Helper()
	f, d := questionnaire.Open(src, r, list)
	if d != nil {
		t.Fatalf("%v", d)
	}
	defer f.Close()
	answers, found := questionnaire.ReadAll(f)
	return answers, f.Evidence(), found.All(), f.Summary()
}

// worth gives the value that an answer stands for, by arithmetic of its own.
func worth(t testing.TB, n *rubric.Node, answer string) (questionnaire.Value, bool) {
	t.Helper()
	switch answer {
	case "":
		return questionnaire.Value{}, false
	case form.NotApplicable:
		return questionnaire.Value{State: questionnaire.NotApplicable}, true
	case form.DontKnow:
		return questionnaire.Value{}, true
	}
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := 0.0
	switch n.Asked() {
	case rubric.YesNo:
		x = map[string]float64{"yes": 1, "no": 0}[answer]
	case rubric.Choice, rubric.Multiple:
		for _, code := range strings.Split(answer, ";") {
			x += n.Answer.Option(code).Points
		}
	case rubric.Ratio:
		over, under, _ := strings.Cut(answer, "/")
		x = number(over) / number(under)
	case rubric.Date:
		day, err := time.Parse(time.DateOnly, answer)
		if err != nil {
			t.Fatal(err)
		}
		x = day.Sub(time.Unix(0, 0)).Hours() / 24
	default:
		x = number(answer)
	}
	return questionnaire.Value{Number: x, State: questionnaire.Known}, true
}

func line(agency, indicator, item, respondent, role, note string, v questionnaire.Value) string {
	value := fmt.Sprintf("%.9g", v.Number)
	if v.State != questionnaire.Known {
		value = fmt.Sprintf("state %d", v.State)
	}
	return strings.Join([]string{agency, indicator, item, respondent, role, value, note}, "|")
}

// expected are the answers and the evidence of submissions.
func expected(t testing.TB, f *form.Form, subs []*surveytest.Submission) (answers, evidence []string) {
	t.Helper()
	for _, s := range subs {
		for q := range f.All() {
			code := q.Field(form.Value).Code()
			if v, said := worth(t, q.Node, s.Answers[code]); said || s.Notes[code] != "" {
				answers = append(answers, line(s.Agency.ID, q.Node.ID, s.Items[code], s.Respondent, s.Role, s.Notes[code], v))
			}
			if link := s.Evidence[code]; link != "" {
				evidence = append(evidence, s.Agency.ID+"|"+q.Node.ID+"|"+s.Items[code]+"|"+link+"|proses")
			}
		}
	}
	slices.Sort(answers)
	slices.Sort(evidence)
	return answers, evidence
}

// variant is one way in which one tool writes its export.
type variant struct {
	name, file, format string
	make               func(f *form.Form, subs []*surveytest.Submission, list *agency.List) ([]byte, error)
}

func csvOf(t surveytest.Table, sep, end string, always bool) ([]byte, error) {
	return []byte(t.CSV(sep, end, always)), nil
}

func variants() []variant {
	var all []variant
	add := func(name, file, format string, make func(f *form.Form, subs []*surveytest.Submission, list *agency.List) ([]byte, error)) {
		all = append(all, variant{name, file, format, make})
	}
	for _, labels := range []string{"", "id", "en"} {
		kind := "labels"
		if labels == "" {
			kind = "names"
		}
		for _, groups := range []bool{false, true} {
			o := surveytest.KoboOptions{Labels: labels, Groups: groups, HXL: groups}
			hxl := ""
			if groups {
				hxl = ", HXL"
			}
			add(fmt.Sprintf("kobo csv labels %q groups %v", labels, groups), "a.csv", "KoboToolbox CSV (;), UTF-8, "+kind+hxl,
				func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
					return csvOf(surveytest.Kobo(f, subs, o), ";", "\r\n", true)
				})
			add(fmt.Sprintf("kobo xlsx labels %q groups %v", labels, groups), "a.xlsx", "KoboToolbox XLSX, Segala jenis, "+kind+hxl,
				func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
					return surveytest.Kobo(f, subs, o).XLSX("Segala jenis")
				})
		}
		for _, split := range []string{"columns", "joined"} {
			add(fmt.Sprintf("kobo csv labels %q %s", labels, split), "a.csv", "KoboToolbox CSV (;), UTF-8, "+kind,
				func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
					return csvOf(surveytest.Kobo(f, subs, surveytest.KoboOptions{Labels: labels, Split: split}), ";", "\r\n", true)
				})
		}
	}
	for _, groups := range []bool{false, true} {
		o := surveytest.ODKOptions{Groups: groups, Split: groups}
		add(fmt.Sprintf("odk csv groups %v", groups), "a.csv", "ODK Central CSV (,), UTF-8, names",
			func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
				return csvOf(surveytest.ODK(f, subs, o), ",", "\n", false)
			})
		add(fmt.Sprintf("odk zip groups %v", groups), "a.csv.zip", "ODK Central CSV (,), UTF-8, names, ZIP",
			func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
				return surveytest.Zip("form.csv", surveytest.ODK(f, subs, o).CSV(",", "\n", false), "media/a.jpg", "x")
			})
	}
	for _, o := range []surveytest.LimeOptions{{}, {Texts: "id"}, {Texts: "en", Headings: "en"}, {Headings: "code id"}, {Texts: "id", Headings: "id"}} {
		sep, kind := ",", "names"
		if o.Texts != "" {
			sep = ";"
		}
		if o.Headings != "" {
			kind = "labels"
		}
		add(fmt.Sprintf("limesurvey %+v", o), "results.csv", "LimeSurvey CSV ("+sep+"), UTF-8, "+kind,
			func(f *form.Form, subs []*surveytest.Submission, list *agency.List) ([]byte, error) {
				return []byte("\ufeff" + surveytest.Lime(f, subs, list, o).CSV(sep, "\n", true) + "\n"), nil
			})
	}
	for _, lang := range []string{"id", "en"} {
		add("google "+lang, "Formulir.csv", "Google Forms CSV (,), UTF-8, labels", func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
			return csvOf(surveytest.Google(f, subs, lang), ",", "\n", true)
		})
		add("google zip "+lang, "Formulir.csv.zip", "Google Forms CSV (,), UTF-8, labels, ZIP", func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
			return surveytest.Zip("Formulir.csv", surveytest.Google(f, subs, lang).CSV(",", "\n", true))
		})
		add("microsoft "+lang, "Formulir(1-4).xlsx", "Microsoft Forms XLSX, Sheet1, labels", func(f *form.Form, subs []*surveytest.Submission, _ *agency.List) ([]byte, error) {
			return surveytest.Microsoft(f, subs, lang).XLSX("Sheet1")
		})
	}
	return all
}

// From a form through the tool's export back: the same answers, for every rubric of the library and every way the tools
// write their exports.
func TestSurveyRoundTrip(t *testing.T) {
	rubrics := []*rubric.Rubric{surveytest.Kinds()}
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		rubrics = append(rubrics, r)
	}
	list := surveytest.Agencies()
	for _, r := range rubrics {
		f := form.New(r, form.Options{})
		subs := surveytest.Fill(f, list, 7)
		wantAnswers, wantEvidence := expected(t, f, subs)
		for _, v := range variants() {
			t.Run(r.ID+"/"+v.name, func(t *testing.T) {
				data, err := v.make(f, subs, list)
				if err != nil {
					t.Fatal(err)
				}
				answers, evidence, found, summary := readAll(t, file(t, v.file, data), r, list)
				for _, d := range found {
					if d.Severity != diag.Note {
						t.Errorf("%v", d)
					}
				}
				var got, proofs []string
				for _, a := range answers {
					got = append(got, line(a.Agency, a.Indicator, a.Item, a.Respondent, a.Role, a.Note, a.Claim))
					if a.Submitted.IsZero() || a.Place.File != v.file || a.Place.Line < 2 {
						t.Fatalf("submitted %v at %v", a.Submitted, a.Place)
					}
				}
				for _, e := range evidence {
					proofs = append(proofs, e.Agency+"|"+e.Indicator+"|"+e.Item+"|"+e.Link+"|"+e.Status)
				}
				slices.Sort(got)
				slices.Sort(proofs)
				compare(t, "answers", got, wantAnswers)
				compare(t, "evidence", proofs, wantEvidence)
				if summary.Format != v.format || summary.Records != len(wantAnswers) || summary.LeftOut != 0 || len(summary.SHA256) != 64 {
					t.Errorf("the summary is %+v, want the format %q and %d answers", summary, v.format, len(wantAnswers))
				}
				if !slices.ContainsFunc(found, func(d *diag.Diagnostic) bool { return d.Code == "QA070" && d.Seen == "4" && d.Subject == v.format }) {
					t.Errorf("nothing says that four submissions were read: %v", found)
				}
			})
		}
	}
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	shown := 0
	for _, w := range want {
		if !slices.Contains(got, w) && shown < 5 {
			shown++
			t.Errorf("the %s lack %q", what, w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) && shown < 10 {
			shown++
			t.Errorf("the %s have %q", what, g)
		}
	}
	if shown == 0 {
		t.Errorf("%d %s, want %d", len(got), what, len(want))
	}
}
