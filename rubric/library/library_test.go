package library

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"siap/internal/schematest"
	"siap/rubric"
)

// Every built-in rubric loads without a finding, not even a warning, under the id its file is named by, and
// names its schema in the first line, so that editors complete and check it.
func TestEveryRubricIsSound(t *testing.T) {
	if !slices.Contains(IDs(), "indrajit-5") {
		t.Fatalf("indrajit-5 is not in the library: %v", IDs())
	}
	for _, id := range IDs() {
		data, err := Data(id)
		if err != nil {
			t.Fatal(err)
		}
		r, list := rubric.Parse(id+extension, data)
		for _, d := range list.All() {
			t.Errorf("%s: %v", id, d)
		}
		if r == nil {
			continue
		}
		if r.ID != id {
			t.Errorf("%s%s holds the rubric %s", id, extension, r.ID)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		if first != "# yaml-language-server: $schema=../schema/rubric-1.schema.json" {
			t.Errorf("%s does not name the schema in its first line", id)
		}
		if opened, err := Open(id); err != nil || opened.Fingerprints() != r.Fingerprints() {
			t.Errorf("opening %s: %v", id, err)
		}
	}
}

// Beyond what the language asks, a built-in rubric is complete: each indicator says what proves the answer, and
// one that is asked also what lifts it to every level.
func TestEveryRubricIsComplete(t *testing.T) {
	for _, id := range IDs() {
		r, err := Open(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range r.Indicators() {
			if n.Evidence == (rubric.Text{}) {
				t.Errorf("%s: %s names no evidence", id, n.ID)
			}
			for _, l := range n.Levels[min(1, len(n.Levels)):] {
				if !slices.ContainsFunc(n.Actions, func(a rubric.Action) bool { return a.To == l.Level }) {
					t.Errorf("%s: nothing lifts %s to %v", id, n.ID, l.Level)
				}
			}
		}
		for _, m := range r.Metrics {
			if m.About == (rubric.Text{}) {
				t.Errorf("%s: the metric %s does not say where it is read", id, m.ID)
			}
		}
	}
}

func TestEveryRubricKeepsTheSchema(t *testing.T) {
	schema := schematest.Compile(t, rubric.SchemaJSON)
	for _, id := range IDs() {
		data, err := Data(id)
		if err != nil {
			t.Fatal(err)
		}
		if err := schematest.YAML(t, schema, data); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// A rubric frozen in an assessment as JSON is still known as the same one.
func TestEveryRubricSurvivesJSON(t *testing.T) {
	for _, id := range IDs() {
		r, err := Open(id)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var frozen rubric.Rubric
		if err := json.Unmarshal(data, &frozen); err != nil {
			t.Fatal(err)
		}
		frozen.Link()
		if frozen.Fingerprints() != r.Fingerprints() {
			t.Errorf("%s changes its fingerprints in JSON", id)
		}
	}
}

func TestUnknownRubric(t *testing.T) {
	_, err := Open("indrajit5")
	unknown, ok := errors.AsType[*UnknownError](err)
	if !ok || unknown.Nearest != "indrajit-5" {
		t.Errorf("got %v", err)
	}
	if _, err := Open("../secret"); err == nil {
		t.Error("a path was opened")
	}
}
