package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/rubric/library"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey/surveytest"
	"siap/scoring/result"
)

// From the blank form through the command line and back: for every rubric of the library and every format that comes
// back, a form that was written by siap form and filled in by a program gives, scored by siap score, the answers that
// were filled in, and the same index whatever the format.
func TestRoundTripOfEveryRubricAndFormat(t *testing.T) {
	for _, id := range library.IDs() {
		index := map[string]string{}
		for _, f := range fillings {
			t.Run(id+"/"+f.name, func(t *testing.T) {
				c := newCampaign(t, id, surveytest.Agencies(), 11)
				if f.args != nil {
					c.write(t, f.args...)
				}
				f.fill(t, c)
				a, records := c.score(t, exitDone)
				compareLines(t, answersIn(t, records), c.expected(t))
				for _, one := range a.Agencies {
					if got := indexOf(a, one.ID); index[one.ID] == "" {
						index[one.ID] = got
					} else if got != index[one.ID] {
						t.Errorf("the index of %s is %s, and %s by the other formats", one.ID, got, index[one.ID])
					}
				}
			})
		}
	}
}

// newCampaign makes an assessment folder with a list of agencies, whose answers are invented from the seed.
func newCampaign(t testing.TB, id string, list *agency.List, seed uint64) *campaign {
	t.Helper()
	r, err := library.Open(id)
	ok(t, err)
	dir := t.TempDir()
	c := &campaign{rubric: r, form: form.New(r, form.Options{}), list: list, blanks: filepath.Join(dir, "forms"), answers: filepath.Join(dir, "answers")}
	c.subs = surveytest.Fill(c.form, list, seed)
	ok(t, os.Mkdir(c.answers, 0o700))
	agencies := "id,name,type,timezone\n"
	for _, a := range list.All() {
		agencies += fmt.Sprintf("%s,%q,%s,WITA\n", a.ID, a.Name, a.Type)
	}
	ok(t, os.WriteFile(filepath.Join(dir, "agencies.csv"), []byte(agencies), 0o600))
	settings := "title: Uji bolak-balik\nyear: 2025\nrubric: " + id + "\nlanguage: id\nbasis: self\n" +
		"invented: {id: Semua jawaban karangan., en: All answers are invented.}\n"
	ok(t, os.WriteFile(filepath.Join(dir, "siap.yaml"), []byte(settings), 0o600))
	return c
}

func (c *campaign) dir() string { return filepath.Dir(c.answers) }

// write lets siap form write the blank forms.
func (c *campaign) write(t testing.TB, args ...string) {
	t.Helper()
	var out, said bytes.Buffer
	if code := run(append([]string{"form", c.dir()}, args...), testWorld(&out, &said)); code != exitDone {
		t.Fatalf("siap form %v exits %d: %s", args, code, said.String())
	}
	if !strings.HasPrefix(out.String(), c.blanks) {
		t.Fatalf("siap form wrote %q", out.String())
	}
}

// score lets siap score read what came back.
func (c *campaign) score(t testing.TB, want int) (*result.Assessment, []result.Record) {
	t.Helper()
	var out, said bytes.Buffer
	if code := run([]string{"score", c.dir()}, testWorld(&out, &said)); code != want {
		t.Fatalf("siap score exits %d, want %d:\n%s", code, want, said.String())
	}
	file, err := os.Open(filepath.Join(c.dir(), "out", result.FileName))
	ok(t, err)
	defer file.Close()
	a, err := result.Read(file)
	ok(t, err)
	evidence, err := os.Open(filepath.Join(c.dir(), "out", result.EvidenceFileName))
	ok(t, err)
	defer evidence.Close()
	var records []result.Record
	for r, err := range result.ReadEvidence(evidence) {
		ok(t, err)
		records = append(records, r)
	}
	return a, records
}

// expected are the answers that were filled in: the library asks for levels and numbers, which are their own values.
func (c *campaign) expected(t testing.TB) []string {
	t.Helper()
	var lines []string
	for _, s := range c.subs {
		for q := range c.form.All() {
			value, item, note := answerOf(s, q.Field(form.Value).Code())
			switch value {
			case "":
				continue
			case form.NotApplicable:
				value = "n/a"
			case form.DontKnow:
				value = "unknown"
			default:
				x, err := strconv.ParseFloat(value, 64)
				ok(t, err)
				value = fmt.Sprintf("%.9g", x)
			}
			lines = append(lines, answerLine(s.Agency.ID, q.Node.ID, item, s.Respondent, s.Role, value, note))
		}
	}
	slices.Sort(lines)
	if len(lines) < len(c.subs)*2 {
		t.Fatalf("%d answers are filled in, too few to try anything", len(lines))
	}
	return lines
}

// answersIn are the answers of an evidence file, as lines.
func answersIn(t testing.TB, records []result.Record) []string {
	t.Helper()
	var lines []string
	for _, r := range records {
		if r.Kind != result.KindAnswer {
			continue
		}
		value := r.ClaimState
		if r.Claim != nil {
			value = fmt.Sprintf("%.9g", *r.Claim)
		}
		lines = append(lines, answerLine(r.Agency, r.Indicator, r.Item, r.Respondent, r.Role, value, r.Note))
	}
	slices.Sort(lines)
	return lines
}

func answerLine(parts ...string) string {
	return strings.ReplaceAll(strings.Join(parts, "|"), "\r\n", "\n")
}

// compareLines wants every answer back, and no other. A question that was left open may come back as unknown, which is
// the same to whoever scores it: a table and a workbook have a row for it.
func compareLines(t *testing.T, got, want []string) {
	t.Helper()
	got = slices.DeleteFunc(got, func(line string) bool {
		return strings.HasSuffix(line, "|unknown|") && !slices.Contains(want, line)
	})
	shown := 0
	for _, w := range want {
		if !slices.Contains(got, w) && shown < 5 {
			shown++
			t.Errorf("lost: %q", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) && shown < 10 {
			shown++
			t.Errorf("not filled in: %q", g)
		}
	}
	if shown == 0 && !slices.Equal(got, want) {
		t.Errorf("%d answers, want %d", len(got), len(want))
	}
}

// indexOf is the index of an agency with the reason why there is none.
func indexOf(a *result.Assessment, id string) string {
	index := a.Headline(a.Agency(id)).Index
	if index.Value == nil {
		return "none: " + string(index.Reason)
	}
	return fmt.Sprintf("%.9g", *index.Value)
}
