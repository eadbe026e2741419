package survey_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// structure reads a survey structure back as LimeSurvey does: tabs, and quotes where a cell begins with one.
func structure(t *testing.T, f *form.Form, o survey.Options) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := survey.LimeSurvey(&b, f, o); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked || strings.Contains(text, `\`) {
		t.Error("the byte order mark is missing, or a backslash is left, which guards a quote in the reader")
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = '\t'
	records, err := in.ReadAll() // it wants as many cells in every line as in the header
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, cells := range records[1:] {
		r := map[string]string{}
		for i, c := range cells {
			r[records[0][i]] = c
		}
		out = append(out, r)
	}
	return out
}

var (
	limeCode   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,19}$`)
	limeAnswer = regexp.MustCompile(`^[A-Za-z0-9]{1,5}$`)
	limeName   = regexp.MustCompile(`([A-Za-z0-9]+)\.NAOK`)
)

func TestLimeSurveyOfEveryRubric(t *testing.T) {
	rubrics := map[string]*rubric.Rubric{"kinds": surveytest.Kinds()}
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		rubrics[id] = r
	}
	for id, r := range rubrics {
		t.Run(id, func(t *testing.T) {
			f := form.New(r, form.Options{})
			rows := structure(t, f, survey.Options{Agencies: surveytest.Agencies().All()})
			byLang := map[string][]map[string]string{}
			codes := map[string]bool{}
			for _, row := range rows {
				if row["class"] != "S" && row["class"] != "SL" {
					byLang[row["language"]] = append(byLang[row["language"]], row)
				}
				if row["class"] == "Q" {
					codes[row["name"]] = true
				}
			}
			if len(byLang) != 2 || len(byLang["id"]) != len(byLang["en"]) {
				t.Fatalf("%d lines in Indonesian, %d in English", len(byLang["id"]), len(byLang["en"]))
			}
			seen, answers := map[string]bool{}, map[string]bool{}
			for i, row := range byLang["id"] {
				other := byLang["en"][i]
				for _, column := range []string{"id", "class", "type/scale", "relevance", "mandatory", "hidden"} {
					if row[column] != other[column] {
						t.Fatalf("line %d differs in %s: %q and %q", i, column, row[column], other[column])
					}
				}
				switch row["class"] {
				case "G":
				case "Q":
					answers = map[string]bool{}
					if !limeCode.MatchString(row["name"]) || seen[row["name"]] || row["name"] != other["name"] {
						t.Errorf("the question code %q is not allowed, or not the only one", row["name"])
					}
					seen[row["name"]] = true
					if row["mandatory"] != "N" || row["text"] == "" || other["text"] == "" {
						t.Errorf("%s: %v", row["name"], row)
					}
				case "SQ", "A":
					if !limeAnswer.MatchString(row["name"]) || answers[row["name"]] || row["text"] == "" || row["name"] != other["name"] {
						t.Errorf("the answer code %q is not allowed, or not the only one", row["name"])
					}
					answers[row["name"]] = true
				default:
					t.Errorf("the class %q", row["class"])
				}
				if formula := row["type/scale"] == "*"; !formula && strings.ContainsAny(row["text"]+row["help"]+other["text"], "{}<") && !strings.Contains(row["help"], "<br />") {
					t.Errorf("%s holds an expression or HTML: %q", row["name"], row["text"])
				}
				for _, found := range limeName.FindAllStringSubmatch(row["relevance"]+row["text"], -1) {
					if !codes[found[1]] {
						t.Errorf("%s refers to %s, which is not there", row["name"], found[1])
					}
				}
			}
			for q := range f.All() {
				for _, p := range []form.Part{form.Value, form.Evidence, form.Note} {
					if !codes[q.Field(p).Short()] {
						t.Errorf("%s is not asked", q.Field(p).Code())
					}
				}
			}
		})
	}
}

// The survey structure of the rubric of every kind, in full. Its rules stand in the tests above; this shows a change.
func TestLimeSurveyGolden(t *testing.T) {
	var b bytes.Buffer
	if err := survey.LimeSurvey(&b, form.New(surveytest.Kinds(), form.Options{Slots: 2}), survey.Options{Agencies: surveytest.Agencies().All()}); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/kinds.limesurvey.txt", b.Bytes())
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it with -update and git diff", path)
	}
}

func TestLimeSurveyKinds(t *testing.T) {
	r := surveytest.Kinds()
	rows := map[string]map[string]string{}
	children := map[string][]string{}
	last := ""
	for _, row := range structure(t, form.New(r, form.Options{Slots: 2}), survey.Options{Agencies: surveytest.Agencies().All(), Language: "en"}) {
		switch {
		case row["language"] != "en":
		case row["class"] == "Q":
			last = row["name"]
			rows[last] = row
		case row["class"] == "A" || row["class"] == "SQ":
			children[last] = append(children[last], row["name"])
		}
	}
	short := func(id string, slot int, p form.Part) string {
		return form.Field{Node: r.Indicator(id), Slot: slot, Part: p}.Short()
	}
	for code, want := range map[string]map[string]string{
		"agency":                           {"type/scale": "!"},
		"siapform":                         {"type/scale": "*", "hidden": "1", "text": "{'" + form.Version(r) + "'}"},
		"portal":                           {"type/scale": "L", "text": "1.1 Is there a data portal?", "relevance": "1"},
		"backup":                           {"relevance": `(is_empty(role.NAOK) or role.NAOK == "A1")`},
		"channels":                         {"type/scale": "M", "exclude_all_others": "NA;DK"},
		"uptime":                           {"type/scale": "N", "min_num_value_n": "0", "max_num_value_n": "100"},
		"tested":                           {"type/scale": "D", "date_format": "yyyy-mm-dd"},
		"online":                           {"type/scale": "*", "hidden": "1"},
		"quality":                          nil,
		short("quality", 2, form.Value):    {"type/scale": "L", "relevance": "!is_empty(" + short("quality", 1, form.Item) + ".NAOK)"},
		short("uptime", 0, form.Special):   {"type/scale": "L", "relevance": "is_empty(uptime.NAOK)"},
		"datacentre":                       {"relevance": `(siapapplies1.NAOK == "Y")`},
		short("portal", 0, form.Note):      {"type/scale": "T"},
		short("online", 0, form.Numerator): {"type/scale": "N"},
	} {
		for column, value := range want {
			if got := rows[code][column]; got != value {
				t.Errorf("the %s of %s is %q, want %q", column, code, got, value)
			}
		}
	}
	for code, want := range map[string][]string{
		"portal": {"A1", "A2", "A3", "NA", "DK"}, "law": {"Y", "N", "NA", "DK"}, "channels": {"A1", "A2", "A3", "NA", "DK"}, "role": {"A1", "A2"},
		short("tested", 0, form.Special): {"NA", "DK"},
	} {
		if !slices.Equal(children[code], want) {
			t.Errorf("%s has the answers %v, want %v", code, children[code], want)
		}
	}
}
