package crosswalk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/internal/diag/diagtest"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
)

// testRubrics are the two small rubrics of testdata.
func testRubrics(t testing.TB) Rubrics {
	t.Helper()
	var all []*rubric.Rubric
	for _, id := range []string{"source", "target"} {
		r, list := rubric.Load(source.Source{Path: filepath.Join("testdata", id+".yaml"), Name: id})
		if list.HasErrors() {
			t.Fatal(list.All())
		}
		all = append(all, r)
	}
	return Of(all...)
}

func small(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/good/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// parse gives a crosswalk that must be without any finding.
func parse(t testing.TB, data []byte) *Crosswalk {
	t.Helper()
	c, list := Parse("c.yaml", data, testRubrics(t))
	for _, d := range list.All() {
		t.Errorf("unexpected finding: %v", d)
	}
	if c == nil {
		t.FailNow()
	}
	return c
}

func TestParseKeepsWhatIsWritten(t *testing.T) {
	c := parse(t, small(t))
	if c.Pairs[0].Strength != 1 || c.Pairs[0].Back != 1 {
		t.Errorf("an equal pair answers %v and %v, want 1 and 1", c.Pairs[0].Strength, c.Pairs[0].Back)
	}
	if p := c.Pairs[1]; p.From != "network" || p.To != "lines" {
		t.Errorf("the official numbers 1.2 and B became %s and %s", p.From, p.To)
	}
}

func TestLinksInBothDirections(t *testing.T) {
	c := parse(t, small(t))
	shown := func(links []Link) []string {
		var out []string
		for _, l := range links {
			out = append(out, fmt.Sprint(l.Source, " ", l.Target, " ", l.Strength, " ", l.Levels))
		}
		return out
	}
	want := []string{"devices equipment 1 [{1 0} {2 1} {4 5}]", "network lines 0.5 []", "training crew 0.4 []"}
	if diff := cmp.Diff(want, shown(c.Links("source", "target"))); diff != "" {
		t.Errorf("forward (-want +got):\n%s", diff)
	}
	want = []string{"equipment devices 1 [{0 1} {1 2} {5 4}]", "lines network 0.25 []", "crew training 1 []"}
	if diff := cmp.Diff(want, shown(c.Links("target", "source"))); diff != "" {
		t.Errorf("back (-want +got):\n%s", diff)
	}
	c.Pairs[1].Back = 0
	if links := c.Links("target", "source"); len(links) != 2 {
		t.Errorf("a pair without a strength back leads back: %v", links)
	}
	if links := c.Links("source", "other"); links != nil {
		t.Errorf("a crosswalk leads where it does not: %v", links)
	}
}

// Every file of testdata/bad says, in a comment on the line where it stands, which faults it holds and at which
// column; nothing more and nothing less may be found. What is missing at the top is found at line 1.
func TestBadCrosswalks(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no bad crosswalks found: %v", err)
	}
	missing := map[string][]string{"header.yaml": {"1:1 RB017", "1:1 RB025"}}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c, list := Load(source.Source{Path: path, Name: "c.yaml"}, testRubrics(t))
			if c != nil {
				t.Error("a bad crosswalk was returned")
			}
			want := append(diagtest.Wanted(t, string(data)), missing[filepath.Base(path)]...)
			slices.Sort(want)
			if diff := cmp.Diff(want, diagtest.Found(list)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// generated are bad crosswalks that are no use as files.
func generated() []struct {
	name, code string
	data       []byte
} {
	many := "schema: siap/crosswalk/1\nmap:\n" + strings.Repeat("  - {from: x, to: y}\n", MaxPairs+1)
	return []struct {
		name, code string
		data       []byte
	}{
		{"empty", "RB102", nil},
		{"two documents", "RB103", []byte("a: 1\n---\nb: 1\n")},
		{"larger than the limit", "RB101", bytes.Repeat([]byte("#"), MaxBytes+1)},
		{"a million values", "RB101", []byte("cites: [" + strings.Repeat("a,", 600_000) + "]")},
		{"too many pairs", "RB111", []byte(many)},
		{"a list", "RB012", []byte("- a\n")},
		{"not a number", "RB016", []byte("map: [{strength: .nan}]")},
	}
}

func TestGeneratedBadCrosswalks(t *testing.T) {
	for _, c := range generated() {
		if got, list := Parse("c.yaml", c.data, testRubrics(t)); got != nil || !diagtest.Has(list, c.code) {
			t.Errorf("%s: want %s, got %v", c.name, c.code, list.All())
		}
	}
	if _, list := Load(source.Source{Path: "nowhere", Name: "c.yaml"}, testRubrics(t)); list.All()[0].Code != "RB100" {
		t.Errorf("a missing file: %v", list.All())
	}
}

// Every rule is provoked by a test and has its words.
func TestEveryRuleIsUsed(t *testing.T) {
	seen := map[string]bool{"RB100": true}
	paths, _ := filepath.Glob("testdata/bad/*.yaml")
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
	for _, c := range generated() {
		seen[c.code] = true
	}
	words := l10n.For(l10n.English)
	for i, rule := range Rules() {
		if !seen[rule.Code] {
			t.Errorf("no test provokes %s", rule.Code)
		}
		if !words.Has(rule.Code) || !words.Has(rule.Code+".fix") {
			t.Errorf("%s has no words", rule.Code)
		}
		if want := fmt.Sprintf("RB%d", 100+i); rule.Code != want {
			t.Errorf("%s stands where %s should", rule.Code, want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"{rubric: target}", "{rubric: taget}", "target"},
		{"from: devices", "from: devises", "devices"},
		{"kind: part", "kind: prat", "part"},
		{"reason: {id: Sama", "raeson: {id: Sama", "reason"},
	} {
		text := string(small(t))
		_, list := Parse("c.yaml", []byte(strings.Replace(text, c.from, c.to, 1)), testRubrics(t))
		if !slices.ContainsFunc(list.All(), func(d *diag.Diagnostic) bool { return d.Nearest == c.want }) {
			t.Errorf("%s: want %q among %v", c.to, c.want, list.All())
		}
	}
}

// The scoring fingerprint follows strengths, not words nor the order of pairs; the text fingerprint the reverse.
func TestFingerprints(t *testing.T) {
	base := parse(t, small(t)).Fingerprints()
	for _, c := range []struct {
		name, from, to string
		scoring, text  bool
	}{
		{"a strength", "strength: 0.4", "strength: 0.5", true, false},
		{"a level", "{from: 2, to: 1}", "{from: 2, to: 1.5}", true, false},
		{"a reason", "A part.", "Only a part.", false, true},
		{"the version", `version: "1.0"`, `version: "1.1"`, false, false},
	} {
		got := parse(t, []byte(strings.Replace(string(small(t)), c.from, c.to, 1))).Fingerprints()
		if (got.Scoring != base.Scoring) != c.scoring || (got.Text != base.Text) != c.text {
			t.Errorf("%s: scoring changed %v, text changed %v", c.name, got.Scoring != base.Scoring, got.Text != base.Text)
		}
	}
	turned := parse(t, small(t))
	slices.Reverse(turned.Pairs)
	if turned.Fingerprints() != base {
		t.Error("the order of pairs changes a fingerprint")
	}
	data, err := json.Marshal(parse(t, small(t)))
	if err != nil {
		t.Fatal(err)
	}
	var frozen Crosswalk
	if err := json.Unmarshal(data, &frozen); err != nil || frozen.Fingerprints() != base {
		t.Errorf("a frozen crosswalk is not known as the same one: %v", err)
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
	known := testRubrics(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, list := Parse("c.yaml", data, known)
		if (c == nil) != list.HasErrors() {
			t.Fatalf("a crosswalk %v with the findings %v", c != nil, list.All())
		}
		if c == nil {
			return
		}
		for _, l := range append(c.Links("source", "target"), c.Links("target", "source")...) {
			if !(l.Strength > 0 && l.Strength <= 1) {
				t.Fatalf("a link of strength %v", l.Strength)
			}
		}
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var again Crosswalk
		if err := json.Unmarshal(data, &again); err != nil || again.Fingerprints() != c.Fingerprints() {
			t.Fatalf("frozen and read again it is another one: %v", err)
		}
	})
}
