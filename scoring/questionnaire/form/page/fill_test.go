package page

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

// filled answers every question of a form with invented answers, another one each time, and says what reading them
// must give, by the meaning of each kind of answer (rubric.Answer).
func filled(t testing.TB, f *form.Form, turn int) (form.Response, []string) {
	t.Helper()
	r := form.Response{
		Schema: form.ResponseSchema, Rubric: form.ResponseRubric{ID: f.Rubric.ID, Version: f.Rubric.Version, Fingerprint: f.Fingerprint},
		Language: "id", Agency: "dinkes", Saved: "2025-03-01T10:00:00+07:00", Answers: map[string]form.ResponseAnswer{},
	}
	var want []string
	i := turn
	for q := range f.All() {
		i++
		a := form.ResponseAnswer{}
		name := q.Node.ID + "/"
		if q.Slot > 0 {
			a.Item = fmt.Sprintf("Layanan %d", q.Slot)
			name += a.Item
		}
		var means string
		switch choices := q.Choices; {
		case i%7 == 3:
			a.Value, means = form.NotApplicable, "n/a"
		case i%11 == 5:
			a.Value, means = form.DontKnow, "?"
		case q.Node.Asked() == rubric.Multiple:
			if i%3 == 0 {
				a.Value, means = "none", "0"
				break
			}
			sum := 0.0
			var codes []string
			for k, o := range q.Node.Answer.Options {
				if k == 0 || k%2 == i%2 {
					codes = append(codes, o.ID)
					sum += o.Points
				}
			}
			a.Value, means = strings.Join(codes, ";"), fmt.Sprint(sum)
		case len(choices) > 0:
			c := choices[i%(len(choices)-2)]
			a.Value = c.Code
			switch q.Node.Asked() {
			case rubric.Levels:
				means = c.Code
			case rubric.YesNo:
				means = map[string]string{"yes": "1", "no": "0"}[c.Code]
			case rubric.Choice:
				means = fmt.Sprint(q.Node.Answer.Option(c.Code).Points)
			}
		case q.Node.Asked() == rubric.Ratio:
			a.Value, means = "3/8", "0.375"
		case q.Node.Asked() == rubric.Date:
			day := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
			a.Value, means = day.Format(time.DateOnly), fmt.Sprint(day.Sub(time.Unix(0, 0)).Hours()/24)
		default:
			limits := questionnaire.LimitsOf(q.Node)
			x := 2.5
			if len(limits.Rows) > 0 {
				x = *limits.Rows[0].From
			} else if !math.IsInf(limits.Lowest, 0) && !math.IsInf(limits.Highest, 0) {
				x = limits.Lowest + (limits.Highest-limits.Lowest)/4
			}
			a.Value, means = strconv.FormatFloat(x, 'f', -1, 64), fmt.Sprint(x)
		}
		if i%4 == 1 {
			a.Note = "Catatan \"" + q.Node.ID + "\"\nbaris kedua <b>é</b>"
			means += " " + a.Note
		}
		if i%5 == 2 {
			e := form.ResponseEvidence{Title: "SK " + q.Number, Link: "bukti/" + q.Node.ID + ".pdf", Status: questionnaire.EvidenceStates[i%4]}
			if len(q.Node.Levels) > 0 {
				e.Level = form.LevelCode(q.Node.Levels[0].Level)
			}
			a.Evidence = []form.ResponseEvidence{e, {Title: "Tautan", Link: "https://contoh.go.id/a?b=1", Status: "belum"}}
			want = append(want, strings.TrimSpace(name+" SK "+q.Number+" "+e.Link+" "+e.Status+" "+e.Level), name+" Tautan https://contoh.go.id/a?b=1 belum")
		}
		r.Answers[q.Field(form.Value).Code()] = a
		want = append(want, name+" "+means)
	}
	slices.Sort(want)
	return r, want
}

// readBack reads a response file and says its answers and evidence as filled does.
func readBack(t testing.TB, path string, r *rubric.Rubric) []string {
	t.Helper()
	list := agency.NewList([]*agency.Agency{{ID: "dinkes", Name: "Dinas Kesehatan", Zone: agency.WIB, Columns: dinkes.Columns}}, []string{"type"})
	f, d := questionnaire.Open(source.Source{Path: path, Name: filepath.Base(path)}, r, list)
	if d != nil {
		t.Fatal(d)
	}
	defer f.Close()
	if s := f.Summary(); !strings.HasPrefix(s.Format, "siap response (HTML form)") {
		t.Errorf("read as %q", s.Format)
	}
	answers, found := questionnaire.ReadAll(f)
	for _, d := range found.All() {
		t.Errorf("%v", d)
	}
	var got []string
	for _, a := range answers {
		value := fmt.Sprint(a.Claim.Number)
		switch a.Claim.State {
		case questionnaire.NotApplicable:
			value = "n/a"
		case questionnaire.Unknown:
			value = "?"
		}
		if a.Note != "" {
			value += " " + a.Note
		}
		if a.Agency != "dinkes" || a.Submitted.IsZero() {
			t.Errorf("%+v", a)
		}
		got = append(got, a.Indicator+"/"+a.Item+" "+value)
	}
	for _, e := range f.Evidence() {
		line := e.Indicator + "/" + e.Item + " " + e.Title + " " + e.Link + " " + e.Status
		if !math.IsNaN(e.Level) {
			line += " " + form.LevelCode(e.Level)
		}
		got = append(got, line)
	}
	slices.Sort(got)
	return got
}

// rubrics are all rubrics of the library, and one with every kind of answer.
func rubrics(t testing.TB) []*rubric.Rubric {
	t.Helper()
	out := []*rubric.Rubric{every("")}
	for _, id := range library.IDs() {
		out = append(out, open(t, id))
	}
	return out
}

// Whatever the rubric and the kind of answer, a response that a program wrote reads back as it was meant.
func TestResponseRoundTrip(t *testing.T) {
	for _, r := range rubrics(t) {
		for turn := range 12 {
			response, want := filled(t, form.New(r, form.Options{Agency: dinkes}), turn)
			data, err := json.Marshal(response)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "dinkes.siap.json")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, readBack(t, path, r)); diff != "" {
				t.Fatalf("%s, turn %d: −want +got\n%s", r.ID, turn, diff)
			}
		}
	}
}

// The same through the page: it opens the response, shows it, and writes the same answers again.
func TestBrowserRoundTripOfEveryRubric(t *testing.T) {
	for i, r := range rubrics(t) {
		t.Run(r.ID, func(t *testing.T) {
			f := form.New(r, form.Options{Agency: dinkes})
			response, want := filled(t, f, i)
			data, err := json.Marshal(response)
			if err != nil {
				t.Fatal(err)
			}
			b := browse(t, written(t, f, Options{Language: "id"}))
			b.give(t, "x.siap.json", string(data))
			b.wait(t, `document.querySelector('#told.good') !== null`)
			path := b.downloaded(t, `#export`)
			if name := filepath.Base(path); name != "dinkes-"+r.ID+".siap.json" {
				t.Errorf("the file is called %s", name)
			}
			if diff := cmp.Diff(want, readBack(t, path, r)); diff != "" {
				t.Errorf("−want +got\n%s", diff)
			}
			var again form.Response
			out, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(out, &again); err != nil {
				t.Fatal(err)
			}
			again.Saved = response.Saved
			if diff := cmp.Diff(response, again); diff != "" {
				t.Errorf("−read +written\n%s", diff)
			}
			valid(t, out)
			// All that was answered counts, and a repeated indicator counts once.
			asked := map[string]bool{}
			for q := range f.All() {
				asked[q.Node.ID] = true
			}
			if got, want := b.text(t, "#all-text"), fmt.Sprintf("%d dari %d pertanyaan terjawab", len(asked), len(asked)); got != want {
				t.Errorf("the page says %q, want %q", got, want)
			}
			b.quiet(t)
		})
	}
}
