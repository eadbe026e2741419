package library

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"siap/internal/schematest"
	"siap/rubric/crosswalk"
)

// Every built-in crosswalk loads without a finding under the id its file is named by, names its schema in the first
// line, keeps to it, and says of every indicator of both rubrics what answers it, or that nothing does.
func TestEveryCrosswalkIsSoundAndComplete(t *testing.T) {
	if !slices.Contains(CrosswalkIDs(), "indrajit-5-pegi") {
		t.Fatalf("indrajit-5-pegi is not in the library: %v", CrosswalkIDs())
	}
	published, err := os.ReadFile("../schema/crosswalk-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := schematest.Compile(t, published)
	for _, id := range CrosswalkIDs() {
		data, err := CrosswalkData(id)
		if err != nil {
			t.Fatal(err)
		}
		c, list := crosswalk.Parse(id+extension, data, crosswalk.Rubrics{IDs: IDs(), Open: builtIn})
		for _, d := range list.All() {
			t.Errorf("%s: %v", id, d)
		}
		if c == nil {
			continue
		}
		if c.ID != id || id != c.From.Rubric+"-"+c.To.Rubric {
			t.Errorf("%s%s holds the crosswalk %s from %s to %s", id, extension, c.ID, c.From.Rubric, c.To.Rubric)
		}
		first, _, _ := strings.Cut(string(data), "\n")
		if first != "# yaml-language-server: $schema=../../schema/crosswalk-1.schema.json" {
			t.Errorf("%s does not name the schema in its first line", id)
		}
		if err := schematest.YAML(t, schema, data); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		for _, side := range []struct {
			rubric string
			pair   func(crosswalk.Pair) string
			alone  func(crosswalk.Unmapped) string
		}{
			{c.From.Rubric, func(p crosswalk.Pair) string { return p.From }, func(u crosswalk.Unmapped) string { return u.From }},
			{c.To.Rubric, func(p crosswalk.Pair) string { return p.To }, func(u crosswalk.Unmapped) string { return u.To }},
		} {
			for _, n := range builtIn(side.rubric).Indicators() {
				paired := slices.ContainsFunc(c.Pairs, func(p crosswalk.Pair) bool { return side.pair(p) == n.ID })
				alone := slices.ContainsFunc(c.Unmapped, func(u crosswalk.Unmapped) bool { return side.alone(u) == n.ID })
				if !paired && !alone {
					t.Errorf("%s says nothing of %s of %s", id, n.ID, side.rubric)
				}
			}
		}
	}
}

func TestCrosswalkBetween(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"indrajit-5", "pegi", "indrajit-5-pegi"},
		{"pegi", "indrajit-5", "indrajit-5-pegi"},
		{"indrajit-5", "nothing", ""},
	} {
		if got := CrosswalkBetween(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	_, err := OpenCrosswalk("indrajit-5-pgi")
	if unknown, ok := errors.AsType[*UnknownCrosswalkError](err); !ok || unknown.Nearest != "indrajit-5-pegi" {
		t.Errorf("got %v", err)
	}
	if _, err := CrosswalkData("../indrajit-5"); err == nil {
		t.Error("a path was opened")
	}
}
