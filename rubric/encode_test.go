package rubric_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/rubric/library"
	"siap/rubric/workbook/rubrictest"
)

// encodeAndParse writes a rubric and reads it back; the second writing must give the same bytes.
func encodeAndParse(t rapid.TB, want *rubric.Rubric) *rubric.Rubric {
	t.Helper()
	data, err := rubric.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, list := rubric.Parse("encoded.yaml", data)
	if got == nil {
		t.Fatalf("%v in\n%s", list.All(), data)
	}
	if diff := rubrictest.Diff(want, got); diff != "" {
		t.Fatalf("lost on the way (-want +got):\n%s\nin\n%s", diff, data)
	}
	again, err := rubric.Encode(got)
	if err != nil || !bytes.Equal(again, data) {
		t.Fatalf("%v: the second time\n%s\nthe first time\n%s", err, again, data)
	}
	return got
}

// Any rubric survives its YAML, with texts of all characters, those that no file may hold unescaped among them.
func TestEncodeLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rubrictest.Draw(rt, rubrictest.Texts())
		if list := rubric.Check(r, nil); list.HasErrors() {
			rt.Fatalf("the random rubric is not sound: %v", list.All())
		}
		encodeAndParse(rt, r)
	})
}

// The built-in rubrics survive too, and the file begins by naming its schema as theirs do.
func TestEncodeTheLibrary(t *testing.T) {
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		encodeAndParse(t, r)
		data, err := rubric.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		original, err := library.Data(id)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(original), "\n")
		if got, _, _ := strings.Cut(string(data), "\n"); got != first {
			t.Errorf("%s begins with %q, want %q", id, got, first)
		}
	}
}

// What is a default is not written; what only looks like one is.
func TestEncodeLeavesDefaultsOut(t *testing.T) {
	small, err := os.ReadFile("testdata/good/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	encode := func(spoil func(r *rubric.Rubric)) string {
		t.Helper()
		r, list := rubric.Parse("small.yaml", small)
		if r == nil {
			t.Fatal(list.All())
		}
		spoil(r)
		data, err := rubric.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	plain := encode(func(*rubric.Rubric) {})
	for _, key := range []string{"status:", "rounding:", "decide:", "band_edge:", "unknown:", "weights:", "weight: 1\n", "min_coverage: 0.5"} {
		if strings.Contains(plain, key) {
			t.Errorf("the default %q is written in\n%s", key, plain)
		}
	}
	for _, c := range []struct {
		name, want string
		change     func(r *rubric.Rubric)
	}{
		{"a code stays text", `code: "010"`, func(*rubric.Rubric) {}},
		{"no coverage is asked", "min_coverage: 0\n", func(r *rubric.Rubric) { r.MinCoverage = 0 }},
		{"no digits", "rounding: {digits: 0}", func(r *rubric.Rubric) { r.Rounding.Digits = 0 }},
		{"a level of zero", "level: 0\n", func(r *rubric.Rubric) { r.Indicator("portal").Levels[0].Level = 0 }},
		{"a share is always written", "weight: 1\n", func(r *rubric.Rubric) { r.Weights = rubric.OfParent }},
		{"a tiny number", "weight: 1.5e-09\n", func(r *rubric.Rubric) { r.Children[0].Weight = 1.5e-9 }},
		{"a large number", "weight: 123456789012\n", func(r *rubric.Rubric) { r.Children[0].Weight = 123456789012 }},
	} {
		if got := encode(c.change); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q is not in\n%s", c.name, c.want, got)
		}
	}
}

// What Parse could never give has no YAML; it is refused by name.
func TestEncodeRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		r          rubric.Rubric
	}{
		{"not a number", "rubric.min_coverage", rubric.Rubric{MinCoverage: math.NaN()}},
		{"infinite", "rubric.scale.max", rubric.Rubric{Scale: rubric.Scale{Max: math.Inf(1)}}},
		{"broken bytes", "rubric.title.id", rubric.Rubric{Title: rubric.Text{ID: "\xff"}}},
		{"a hole in the tree", "rubric.children[0]", rubric.Rubric{Children: []*rubric.Node{nil}}},
	} {
		if data, err := rubric.Encode(&c.r); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\n%s", c.name, err, data)
		}
	}
}
