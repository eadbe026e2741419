package cases

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
)

// instrument is an invented rubric: one half of the index is asked on levels 0 to 4 (a 3, b 1), the other has an
// indicator of each further kind.
const instrument = `schema: siap/rubric/1
id: invented
version: "1"
title: {id: Rekaan, en: Invented}
scale: {min: 0, max: 4}
rounding: {digits: 1}
min_coverage: 0.5
bands:
  - {id: low, from: 0, title: {id: Rendah, en: Low}}
  - {id: high, from: 2, title: {id: Tinggi, en: High}}
verdicts:
  index: [{id: weak, from: 0, title: {id: Lemah, en: Weak}}, {id: firm, from: 3, title: {id: Kokoh, en: Firm}}]
metrics: [{id: uptime, title: {id: Ketersediaan, en: Uptime}, unit: "%", expected: 1d}]
views: [{id: v, title: {id: V, en: V}, tags: [{id: marked, title: {id: T, en: T}}]}]
children:
  - id: asked
    code: A
    title: {id: Tanya, en: Asked}
    children:
      - id: a
        code: "1.1"
        weight: 3
        title: {id: A, en: A}
        question: {id: A?, en: A?}
        tags: [marked]
        repeats: mean
        levels: [{level: 0, text: {id: T, en: N}}, {level: 2, text: {id: S, en: S}}, {level: 4, text: {id: Y, en: Y}}]
      - id: b
        code: "1.2"
        title: {id: B, en: B}
        question: {id: B?, en: B?}
        applies_to: {type: [province]}
        levels: [{level: 0, text: {id: T, en: N}}, {level: 4, text: {id: Y, en: Y}}]
  - id: other
    code: B
    title: {id: Lain, en: Other}
    children:
      - id: yes
        title: {id: Ya, en: "Yes"}
        question: {id: Ya?, en: Yes?}
        answer: {kind: yes_no}
      - id: many
        title: {id: Banyak, en: Many}
        question: {id: Apa?, en: What?}
        answer: {kind: multiple, options: [{id: web, points: 1, text: {id: Situs web, en: Web site}}, {id: api, points: 3, text: {id: API, en: API}}]}
      - id: share
        title: {id: Bagian, en: Share}
        question: {id: Berapa?, en: How much?}
        answer: {kind: percentage}
      - id: since
        title: {id: Sejak, en: Since}
        question: {id: Kapan?, en: When?}
        answer: {kind: date}
        direction: down
        score: {method: goalposts, min: 0, max: 100}
      - id: up
        title: {id: Hidup, en: Up}
        measure: {metric: uptime, reduction: mean, breakpoints: [{at: 90, score: 0}, {at: 100, score: 4}], rule: measured}
`

func invented(t *testing.T) *rubric.Rubric {
	t.Helper()
	r, list := rubric.Parse("invented.yaml", []byte(instrument))
	if r == nil {
		t.Fatal(list.All())
	}
	return r
}

// run parses and runs cases on the invented rubric.
func run(t *testing.T, text string) ([]Outcome, *diag.List) {
	t.Helper()
	f, list := Parse("cases.yaml", []byte(text))
	if f == nil {
		return nil, list
	}
	outcomes, found, err := Run(f, invented(t))
	if err != nil {
		t.Fatal(err)
	}
	list.AddAll(found)
	return outcomes, list
}

// The published figures of Denpasar 2018, within half of the last digit they were printed with.
func TestDenpasar(t *testing.T) {
	f, list := Read(source.Source{Path: filepath.Join("testdata", "denpasar.yaml"), Name: "denpasar.yaml"})
	if f == nil || list.Len() > 0 {
		t.Fatal(list.All())
	}
	r, err := library.Open(f.Rubric)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, list, err := Run(f, r)
	if err != nil || list.Len() > 0 {
		t.Fatal(err, list.All())
	}
	if len(outcomes) != 1 || len(outcomes[0].Checks) != 15 {
		t.Fatalf("%+v", outcomes)
	}
	for _, c := range outcomes[0].Checks {
		if !c.Passed {
			t.Errorf("%s %s: %s, want %s", c.Node, c.Member, c.Got, c.Want)
		}
	}
}

// Each line is a case with what it expects, all of which holds; the sums stand beside them.
func TestCasesHold(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{
			// asked = (3×4 + 1×0)/4 = 3; other = (4 + 1 + 2 + 3)/4 = 2.5 of four known fifths: many has 1 of 4 points,
			// share half of the scale, since is 25 days old: 4 − 1. The index is the mean: 2.75.
			"every kind", `{answers: {a: 4, "1.2": 0, yes: ya, many: web, share: 50 %, since: 2025-12-07},
			agency: {type: province}, expect: {index: 2.75, band: Tinggi, verdict: weak, A: 3, B: {value: 2.5, coverage: 0.8}, marked: 4}}`,
		},
		{
			"the short notation", `{answers: "a=4, 1.2=0 yes=ya many='web site' share=50% since=2025-12-07", agency: {type: province}, expect: {index: 2.75}}`,
		},
		{
			// 95 % lies halfway between 90 and 100: 2.
			"a measurement", `{measured: {up: 95}, answers: {"*": n/a}, expect: {up: 2, other: 2, index: 2, asked: n/a, a: {reason: not_applicable}}}`,
		},
		{
			// Repeats count by their mean: (0 + 2 + 4)/3 = 2. b does not apply to a city.
			"repeats", `{answers: {a: [0, 2, 4]}, agency: {type: city}, expect: {a: 2, b: n/a, asked: {value: 2, coverage: 1, band: high}}}`,
		},
		{
			"items by name", `{answers: {a: {letters: 0, archive: 4}}, expect: {a: 2}}`,
		},
		{
			"items in the short notation", `{answers: "a@letters=0 1.1@archive=4", expect: {a: 2}}`,
		},
		{
			// Nothing else is known: asked has 3/4 known, and (3×2 + 0)/4 = 1.5 to (3×2 + 4)/4 = 2.5 as bounds; other has
			// nothing. The index knows 3/8 < 0.5: it has no score, and the ends of the scale as bounds.
			"unknown", `{answers: {a: 2}, agency: {type: province}, expect: {index: {value: none, reason: min_coverage, coverage: 0.375, low: 0, high: 4}, asked: {value: 2, low: 1.5, high: 2.5}, b: none}}`,
		},
		{
			"a question mark and nothing", `{answers: {a: "?", yes: , share: null}, expect: {a: {reason: unknown}, yes: none, index: {value: none, coverage: 0}}}`,
		},
		{"a decimal comma", `{answers: {share: "12,5"}, expect: {share: "0,5"}}`},
		{"all others", `{answers: "*=4 since=2025-12-07 many=api yes=1 share=100", agency: {type: province}, expect: {asked: 4, many: 3}}`},
		{"within its own tolerance", `{answers: {share: 53}, tolerance: 0.2, expect: {share: 2}}`},
		{"within half of the last digit", `{answers: {share: 51.25}, expect: {share: 2}}`},
		{"nodes apart", `{answers: {share: 50}, expect: {nodes: {share: 2}}}`},
	} {
		text := "rubric: invented\nuntil: 2026-01-01\ncases:\n- " + c.text
		outcomes, list := run(t, text)
		if list.Len() > 0 || len(outcomes) != 1 {
			t.Errorf("%s: %v", c.name, list.All())
			continue
		}
		for _, check := range outcomes[0].Checks {
			if !check.Passed {
				t.Errorf("%s: %s %s is %s, want %s", c.name, check.Node, check.Member, check.Got, check.Want)
			}
		}
	}
}

// What does not hold fails, and says by how much.
func TestCasesFail(t *testing.T) {
	outcomes, list := run(t, `rubric: invented
cases:
- name: half
  answers: {share: 50, a: 4}
  expect: {share: 2.06, a: {band: low, coverage: 0.9, value: none}, b: 1, yes: {reason: min_coverage}, index: {verdict: firm}}
- {answers: {share: 50}, expect: {share: 2}}
`)
	if list.Len() > 0 || len(outcomes) != 2 {
		t.Fatal(list.All())
	}
	var got []string
	for _, c := range outcomes[0].Checks {
		got = append(got, fmt.Sprintf("%s %s: want %s got %s", c.Node, c.Member, c.Want, c.Got))
		if c.Passed {
			t.Errorf("%s passed", c.Node)
		}
	}
	// b applies to provinces only, and this agency has no type, which rules nothing out: it is unknown.
	want := []string{
		"share value: want 2.06 got 2", "a band: want low got high", "a coverage: want 0.9 got 1",
		"a value: want none got 4", "b value: want 1 got unknown", "yes reason: want min_coverage got unknown",
		" verdict: want firm got weak",
	}
	// The index: asked = 4, other = 2 with 1/5 of its weight known, too little; so asked alone, 4: firm? Its coverage is
	// (1×3/4 … + 0)/2 < 0.5, so it has no score and no verdict.
	want[len(want)-1] = " verdict: want firm got "
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if outcomes[0].Passed || outcomes[0].Name != "half" || !outcomes[1].Passed || outcomes[1].Name != "2" {
		t.Errorf("%+v", outcomes)
	}
	if c := outcomes[0].Checks[0]; math.Abs(*c.WantNumber-2.06) > 0 || *c.GotNumber != 2 || c.Tolerance != 0.05 || c.Place.Line != 5 {
		t.Errorf("%+v", c)
	}
}

// Everything wrong with a file is found at its place; what is in the answers is found by the reader of answers.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"1:1 RC007 rubric, cases"}},
		{"no mapping", "[a]", []string{"1:1 RC006 "}},
		{"keys missing", "tolerance: 1", []string{"1:1 RC007 rubric", "1:1 RC007 cases"}},
		{"a misspelt key", "rubrik: x\ncases: [{expect: {index: 1}}]", []string{"1:1 RC004  near rubric", "1:1 RC007 rubric"}},
		{"a key twice", "rubric: x\nrubric: y\ncases: [{expect: {index: 1}}]", []string{"2:1 RC005 rubric"}},
		{"wrong values", "rubric: [x]\ntolerance: -1\nuntil: soon\ntogether: ja\ncases: []", []string{
			"1:9 RC006 rubric", "2:12 RC006 tolerance", "3:8 RC006 until", "4:11 RC006 together", "5:8 RC006 cases",
		}},
		{"a misspelt key of a case", "rubric: x\ncases:\n- {answer: a=1, expect: {index: 1}}", []string{"3:4 RC004  near answers"}},
		{"nothing expected", "rubric: x\ncases:\n- {name: n, answers: a=1}", []string{"3:3 RC012 n"}},
		{"a case that is none", "rubric: x\ncases: [a]", []string{"2:9 RC006 cases"}},
		{"members", "rubric: x\ncases:\n- expect: {index: {valeu: 1, coverage: 2, band: }, a: {}, b: [1], c: .nan, d: 0x1}", []string{
			"3:20 RC004  near value", "3:40 RC006 coverage", "3:49 RC007 band", "3:55 RC006 a", "3:62 RC006 b.value", "3:70 RC006 c.value", "3:79 RC006 d.value",
		}},
		{"notation", "rubric: x\ncases:\n- {answers: a=1 b 2 =3 c='x, expect: {index: 1}}", []string{
			"3:17 RC009 ", "3:19 RC009 ", "3:21 RC009 ", "3:24 RC009 ",
		}},
		{"twice in the notation", "rubric: x\ncases:\n- {answers: 'a=1 a=2', expect: {index: 1}}", []string{"3:18 RC005 a"}},
		{"lines of a block", "rubric: x\ncases:\n- answers: |\n    a=1\n    b\n  expect: {index: 1}", []string{"5:0 RC009 "}},
		{"aliases", "rubric: &r x\ncases:\n- {answers: {a: *r}, expect: {index: !!float 1}}", []string{"1:9 RC008 ", "3:17 RC008 ", "3:38 RC008 "}},
		{"two documents", "rubric: x\n---\na: b", []string{"2:1 RC014 "}},
		{"broken YAML", "rubric: [", []string{"2:1 RC003 "}},
		{"too deep", strings.Repeat("[", 99), []string{"1:25 RC003 "}},
		{"unknown names", "rubric: x\ncases:\n- {measured: {upp: 1, a: 2}, expect: {assked: 1, index: {band: hihg, reason: no, verdict: frim}}}", []string{
			"3:39 RC010  near asked", "3:64 RC011 band near high", "3:78 RC011 reason", "3:91 RC011 verdict near firm", "3:15 RC010  near up", "3:23 RC013 ",
		}},
		{"wrong answers", "rubric: x\ncases:\n- {answers: {a: 9, other: 1, bb: 2, yes: maybe, since: 2025-01-01}, expect: {index: 1}}", []string{
			"3:56 RC007 until", "3:17 QA008 a", "3:27 QA007 ", "3:34 QA006  near b", "3:42 QA026 yes",
		}},
		{"repeats of what has none", "rubric: x\ncases:\n- {answers: {share: [1, 2]}, expect: {index: 1}}", []string{"3:22 QA015 share", "3:25 QA015 share"}},
		{"the same answer twice", "rubric: x\ncases:\n- {answers: {a: 2, '1.1': 4}, expect: {index: 1}}", []string{"3:27 QA021 a"}},
		{"too many cases", "rubric: x\ncases: [" + strings.Repeat("a,", MaxCases+1) + "]", []string{"2:8 RC002 "}},
		{ // six indicators are asked: the answer after 500,000 belongs to item 83,334, at column 20 + 2 × 83,333
			"too many answers", "rubric: x\nuntil: 2026-01-01\ncases:\n- {answers: {'*': [" + strings.Repeat("1,", 100_000) + "]}, expect: {index: 1}}",
			[]string{"4:166686 RC002 "},
		},
	} {
		_, list := run(t, c.text)
		var got []string
		for _, d := range list.All() {
			s := fmt.Sprintf("%d:%d %s %s", d.Place.Line, d.Place.Column, d.Code, d.Subject)
			if d.Nearest != "" {
				s += " near " + d.Nearest
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// A rubric that compares agencies has the same scores for one case alone, and others for several together: 10, 20 and
// 40 of 10 to 40 are 0, 1/3 and 1 of the scale.
func TestTogether(t *testing.T) {
	text := strings.Replace(instrument, "answer: {kind: percentage}\n", "answer: {kind: number}\n        score: {method: min_max}\n", 1)
	r, list := rubric.Parse("r.yaml", []byte(text))
	if r == nil {
		t.Fatal(list.All())
	}
	f, list := Parse("cases.yaml", []byte(`rubric: r
together: true
cases:
- {answers: {share: 10}, expect: {share: 0}}
- {answers: {share: 20}, expect: {share: 1.3333}, tolerance: 0.0001}
- {answers: {share: 40}, expect: {share: 4}}
`))
	if f == nil {
		t.Fatal(list.All())
	}
	outcomes, list, err := Run(f, r)
	if err != nil || list.Len() > 0 {
		t.Fatal(err, list.All())
	}
	for _, o := range outcomes {
		if !o.Passed {
			t.Errorf("%+v", o)
		}
	}
}

func TestRulesHaveTexts(t *testing.T) {
	p := l10n.For(l10n.English)
	for i, rule := range Rules() {
		if !p.Has(rule.Code) || !p.Has(rule.Code+".fix") {
			t.Errorf("%s has no text", rule.Code)
		}
		if want := fmt.Sprintf("RC%03d", i+1); rule.Code != want {
			t.Errorf("%s stands where %s should", rule.Code, want)
		}
	}
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, make([]byte, MaxBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]string{large: "RC002", dir: "RC001", filepath.Join(dir, "none.yaml"): "RC001"} {
		f, list := Read(source.Source{Path: path, Name: "x"})
		if f != nil || list.Len() != 1 || list.All()[0].Code != code {
			t.Errorf("%s: %v", path, list.All())
		}
	}
}

// Whatever a file says, it is read, refused or run without a panic, and a case that passed has no failed check.
func FuzzCases(f *testing.F) {
	f.Add("rubric: x\ncases:\n- {answers: 'a=4 1.2=0 yes=ya', agency: {type: province}, expect: {index: 2.75, band: high}}")
	f.Add("rubric: x\nuntil: 2026-01-01\ntogether: true\ncases:\n- {answers: {a: [1, 2], since: 2025-01-01, '*': 2}, measured: {up: 95}, expect: {up: {value: 2}}}\n- {expect: {a: none}}")
	f.Add("cases: |\n  a=1\nrubric: &a [*a]")
	f.Add("rubric: x\ncases:\n- {answers: \"a='\\n;' b=\\\"\\0\", expect: {index: n/a}}")
	r, _ := rubric.Parse("r.yaml", []byte(instrument))
	f.Fuzz(func(t *testing.T, text string) {
		file, list := Parse("fuzz.yaml", []byte(text))
		if (file == nil) != list.HasErrors() {
			t.Fatalf("file %v with %v", file != nil, list.All())
		}
		if file == nil || len(file.Cases) > 20 {
			return
		}
		outcomes, list, err := Run(file, r)
		if err != nil {
			t.Fatal(err)
		}
		if (outcomes == nil) != list.HasErrors() {
			t.Fatalf("%d outcomes with %v", len(outcomes), list.All())
		}
		for _, o := range outcomes {
			for _, c := range o.Checks {
				if o.Passed && !c.Passed {
					t.Fatalf("%+v", o)
				}
			}
		}
	})
}
