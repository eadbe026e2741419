package rubric

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"siap/internal/diag/diagtest"
	"siap/internal/l10n"
	"siap/internal/source"
)

func small(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/good/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// parse gives a rubric that must be without any finding.
func parse(t testing.TB, data []byte) *Rubric {
	t.Helper()
	r, list := Parse("test.yaml", data)
	for _, d := range list.All() {
		t.Errorf("unexpected finding: %v", d)
	}
	if r == nil {
		t.FailNow()
	}
	return r
}

func TestParseKeepsWhatIsWritten(t *testing.T) {
	r := parse(t, small(t))
	if n := r.Node("010"); n == nil || n.ID != "technology" {
		t.Errorf("the code 010 was not kept as written: %v", n)
	}
	if r.Version != "1.0" {
		t.Errorf("version %q, want 1.0 as written", r.Version)
	}
	m := r.Indicator("portal").Measure
	if m.AtLeast == nil || *m.AtLeast != 99 || m.MinCoverage != 0.7 || m.Reduction != ReduceShare {
		t.Errorf("measure read wrongly: %+v", m)
	}
	if got := r.Indicator("portal").AppliesTo["type"]; !slices.Equal(got, []string{"province", "regency"}) {
		t.Errorf("applies_to read wrongly: %v", got)
	}
}

func TestDefaults(t *testing.T) {
	r := parse(t, []byte(`
schema: siap/rubric/1
id: plain
version: "1"
title: {id: A, en: A}
scale: {min: 0, max: 1}
bands: [{id: any, from: 0, title: {id: A, en: A}}]
roles: [{id: staff, title: {id: A, en: A}}]
metrics: [{id: m, title: {id: A, en: A}, unit: x, expected: once}]
children:
  - id: one
    title: {id: A, en: A}
    question: {id: A, en: A}
    levels: [{level: 0, text: {id: A, en: A}}, {level: 1, text: {id: A, en: A}}]
    actions: [{to: 1, text: {id: A, en: A}}]
    measure: {metric: m, reduction: last, rule: cap, breakpoints: [{at: 0, score: 0}, {at: 1, score: 1}]}
`))
	n := r.Indicator("one")
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"status", r.Status, Draft},
		{"source status", r.Source.Status, "unverified"},
		{"rounding", r.Rounding, Rounding{Digits: 2, Mode: "half_up"}},
		{"decide", r.Decide, Decide{Bands: "unrounded", Ranks: "unrounded"}},
		{"band edge", r.BandEdge, EdgeLower},
		{"unknown", r.Unknown, Renormalise},
		{"weights", r.Weights, Relative},
		{"min_coverage", r.MinCoverage, 0.5},
		{"role weight", r.Roles[0].Weight, 1.0},
		{"node weight", n.Weight, 1.0},
		{"effort", n.Actions[0].Effort, 1},
		{"coverage of a measure", n.Measure.MinCoverage, DefaultMinCoverage},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if n.MinCoverage != nil {
		t.Errorf("the node got a coverage of its own: %v", *n.MinCoverage)
	}
}

// generated are bad rubrics too large, or too odd, to keep as files.
func generated(t testing.TB) []struct {
	name, code string
	data       []byte
} {
	base := string(small(t))
	nest := func(n int) string { return "a: " + strings.Repeat("[", n) + strings.Repeat("]", n) }
	deep := func(levels int) string {
		var b strings.Builder
		b.WriteString("children:\n")
		for i := range levels {
			indent := strings.Repeat("  ", 2*i+1)
			b.WriteString(indent + "- id: n" + string(rune('a'+i)) + "\n" + indent + "  children:\n")
		}
		b.WriteString(strings.Repeat("  ", 2*levels+1) + "- id: leaf\n")
		return b.String()
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'k'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	many := "children:\n" + strings.Repeat("  - {id: x}\n", MaxIndicators+1)
	return []struct {
		name, code string
		data       []byte
	}{
		{"empty", "RB005", nil},
		{"only a comment", "RB005", []byte("# nothing\n")},
		{"invalid bytes", "RB003", []byte("id: \xff\n")},
		{"UTF-16", "RB003", []byte("\xff\xfei\x00d\x00")},
		{"a control character", "RB003", []byte("id: \"a\x00\"")},
		{"larger than the limit", "RB002", bytes.Repeat([]byte("#"), MaxBytes+1)},
		{"100 MB", "RB002", bytes.Repeat([]byte("a"), 100<<20)},
		{"nested 10,000 deep", "RB008", []byte(nest(10_000))},
		{"nested a million deep", "RB008", []byte(nest(1_000_000))},
		{"dashes without end", "RB008", []byte(strings.Repeat("- ", 1_000_000))},
		{"an alias bomb", "RB007", []byte(bomb)},
		{"an anchor in a circle", "RB007", []byte("roles: &a [*a]\n")},
		{"a tree too deep", "RB037", []byte(deep(13))},
		{"too many indicators", "RB036", []byte(many)},
		{"a second document after a good one", "RB006", []byte(base + "---\na: 1\n")},
		{"200,000 unknown keys", "RB010", unknownKeys(200_000)},
		{"200,000 entries of the wrong kind", "RB015", []byte("groups:\n" + strings.Repeat("- []\n", 200_000))},
		{"a million values", "RB002", []byte("groups: [" + strings.Repeat("a,", 1_000_000) + "]")},
		{"unknown roles by the thousand", "RB048", []byte(strings.Replace(base,
			"asked_of: [staff, public]", "asked_of: ["+strings.Repeat("stafff,", 200_000)+"]", 1))},
	}
}

func unknownKeys(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		b.WriteString("key")
		for ; i > 0; i /= 26 {
			b.WriteByte(byte('a' + i%26))
		}
		b.WriteString(": 1\n")
	}
	return b.Bytes()
}

// Hostile files are refused with the right reason, in a time that does not grow without bound: the limit is
// generous, for a machine under load, and still far from what an expanded bomb (9^10 nodes) would take.
func TestHostileFiles(t *testing.T) {
	for _, c := range generated(t) {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			r, list := Parse("hostile.yaml", c.data)
			if r != nil || !diagtest.Has(list, c.code) {
				t.Errorf("want %s, got %v", c.code, diagtest.Found(list))
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.yaml")
	f, err := os.Create(huge)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(100 << 20); err != nil { // sparse: no disk is filled
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, code string }{
		{"a good file", "testdata/good/small.yaml", ""},
		{"no such file", filepath.Join(dir, "none.yaml"), "RB001"},
		{"a folder", dir, "RB001"},
		{"100 MB", huge, "RB002"},
	} {
		r, list := Load(source.Source{Path: c.path, Name: "r.yaml"})
		if (r != nil) != (c.code == "") || (c.code != "" && !diagtest.Has(list, c.code)) {
			t.Errorf("%s: want %q, got %v", c.name, c.code, list.All())
		}
	}
}

// Every rule is provoked by some bad rubric of these tests, and has its words.
func TestEveryRuleIsTested(t *testing.T) {
	seen := map[string]bool{"RB001": true} // TestLoad
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range diagtest.Wanted(t, string(data)) {
			_, code, _ := strings.Cut(w, " ")
			seen[code] = true
		}
	}
	for _, c := range generated(t) {
		seen[c.code] = true
	}
	words := l10n.For(l10n.English)
	before := ""
	for _, rule := range Rules() {
		if !seen[rule.Code] {
			t.Errorf("no test provokes %s", rule.Code)
		}
		if !words.Has(rule.Code) || !words.Has(rule.Code+".fix") {
			t.Errorf("%s has no words", rule.Code)
		}
		if rule.Code <= before {
			t.Errorf("%s stands after %s", rule.Code, before)
		}
		before = rule.Code
	}
}

func TestSuggestions(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"a key", "weight: 3\n    min_coverage", "wieght: 3\n    min_coverage", "weight"},
		{"a role", "[staff, public]", "[staff, pulbic]", "public"},
		{"a metric", "metric: officers", "metric: oficers", "officers"},
		{"a word of the language", "rule: cap", "rule: cup", "cap"},
		{"an indicator", "[staffing]", "[stafing]", "staffing"},
	} {
		_, list := Parse("r.yaml", []byte(strings.Replace(string(small(t)), c.from, c.to, 1)))
		if len(list.All()) == 0 || list.All()[0].Nearest != c.want {
			t.Errorf("%s: want %q, got %v", c.name, c.want, list.All())
		}
	}
}

// A rubric that no file stood behind is checked just as well: frozen trees come from JSON, which can hold what
// YAML cannot give.
func TestCheckWithoutAFile(t *testing.T) {
	r := parse(t, small(t))
	if list := Check(r, nil); list.Len() != 0 {
		t.Fatalf("a good rubric: %v", list.All())
	}
	for _, c := range []struct {
		name, code string
		spoil      func(r *Rubric)
	}{
		{"weight not a number", "RB016", func(r *Rubric) { r.Children[0].Weight = math.NaN() }},
		{"infinite band", "RB016", func(r *Rubric) { r.Bands[0].From = math.Inf(1) }},
		{"no scale", "RB017", func(r *Rubric) { r.Scale = Scale{} }},
		{"a hole in the tree", "RB049", func(r *Rubric) { r.Children[1].Children[0] = nil }},
		{"nothing at all", "RB035", func(r *Rubric) { *r = Rubric{} }},
	} {
		r := parse(t, small(t))
		c.spoil(r)
		r.Link()
		if list := Check(r, nil); !diagtest.Has(list, c.code) {
			t.Errorf("%s: want %s, got %v", c.name, c.code, list.All())
		}
		r.Fingerprints()
		r.Shares()
	}
}

func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, list := Parse("fuzz.yaml", data)
		if (r == nil) != list.HasErrors() {
			t.Fatalf("rubric %v with findings %v", r != nil, list.All())
		}
		for _, d := range list.All() {
			if p := d.Place; d.Code != "RB003" && d.Code != "RB004" && (p.Line < 1 || p.Column < 1) {
				t.Errorf("no place: %v", d)
			}
		}
		if r == nil {
			return
		}
		// What was accepted is sound: it stays so without its file, and its shares make a whole.
		if again := Check(r, nil); again.HasErrors() {
			t.Errorf("accepted, and then: %v", again.All())
		}
		sum := 0.0
		shares := r.Shares()
		for _, n := range r.Indicators() {
			sum += shares[n.ID]
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Errorf("the shares sum to %v", sum)
		}
	})
}
