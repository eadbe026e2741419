package diff

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/rubric"
)

// The small rubric of package rubric: technology 3 (portal 1, network 3) and people 1 (staffing 1), so that portal
// has 3/4 × 1/4 = 0.1875 of the index, network 0.5625 and staffing 0.25.
func small(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../testdata/good/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func parse(t *testing.T, text string) *rubric.Rubric {
	t.Helper()
	r, list := rubric.Parse("r.yaml", []byte(text))
	if r == nil {
		t.Fatalf("%v", list.All())
	}
	return r
}

// lines writes changes down, one a line, for comparison.
func lines(changes []Change) []string {
	var out []string
	for _, c := range changes {
		s := fmt.Sprintf("%s %s %s %s", c.Kind, c.Class, c.Node, c.What)
		if c.Follows != "" {
			s += " follows " + c.Follows
		}
		if (c.Kind == Entered || c.Kind == Left) && c.Name.EN == "" {
			s += " without a name"
		}
		out = append(out, fmt.Sprintf("%s: %q → %q, %.4f → %.4f", s, c.Before, c.After, c.ShareBefore, c.ShareAfter))
	}
	return out
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to []string
		want     []string
		// touched of the old and the new index, and the weight that moved.
		figures [3]float64
	}{
		{
			name: "nothing", from: []string{"# A small"}, to: []string{"# Another"},
		},
		{
			name: "a default written down", from: []string{"    title: {id: Manusia, en: People}\n"},
			to: []string{"    title: {id: Manusia, en: People}\n    aggregate: arithmetic\n    min_coverage: 0.5\n    weight: 1\n"},
		},
		{
			name: "the version", from: []string{"version: 1.0", "status: draft"}, to: []string{"version: 1.1", "status: stable"},
			want: []string{
				`changed label  version: "1.0" → "1.1", 1.0000 → 1.0000`,
				`changed label  status: "draft" → "stable", 1.0000 → 1.0000`,
			},
		},
		{
			name: "a descriptor", from: []string{"{id: Ada, en: There}"}, to: []string{"{id: Ada, en: Here}"},
			want: []string{`changed words portal levels[4].text.en: "There" → "Here", 0.1875 → 0.1875`},
		},
		{
			name: "a title and a code", from: []string{"{id: Portal, en: Portal}", `code: "1.1"`},
			to: []string{"{id: Situs, en: Portal}", `code: "1.2"`},
			want: []string{
				`recoded scoring portal code: "1.1" → "1.2", 0.1875 → 0.1875`,
				`renamed words portal title.id: "Portal" → "Situs", 0.1875 → 0.1875`,
			},
		},
		{
			// technology 3 → 1 has half the index instead of three quarters. What is below it follows: portal 1/8,
			// network 3/8; staffing has the other half. 1/4 of the index goes from the one half to the other.
			name: "a weight", from: []string{"weight: 3\n    min_coverage"}, to: []string{"weight: 1\n    min_coverage"},
			want: []string{
				`reweighed scoring technology : "3" → "1", 0.7500 → 0.5000`,
				`reweighed scoring portal  follows technology: "1" → "1", 0.1875 → 0.1250`,
				`reweighed scoring network  follows technology: "3" → "3", 0.5625 → 0.3750`,
				`reweighed scoring people : "1" → "1", 0.2500 → 0.5000`,
				`reweighed scoring staffing  follows people: "1" → "1", 0.2500 → 0.5000`,
			},
			figures: [3]float64{0, 0, 0.25},
		},
		{
			// Ten times the weights of all siblings are the same shares.
			name: "weights in tens", from: []string{"weight: 3\n    min_coverage", "title: {id: Manusia, en: People}"},
			to: []string{"weight: 30\n    min_coverage", "title: {id: Manusia, en: People}\n    weight: 10"},
			want: []string{
				`rewritten scoring technology : "3" → "30", 0.7500 → 0.7500`,
				`rewritten scoring people : "1" → "10", 0.2500 → 0.2500`,
			},
		},
		{
			// network leaves: portal has all of technology's 0.75; 0.5625 went to it.
			name: "a node removed", from: []string{`      - id: network
        title: {id: Jaringan, en: Network}
        weight: 3
        measure:
          metric: uptime
          reduction: mean
          breakpoints: [{at: 90, score: 1}, {at: 99, score: 4}]
          rule: measured
`}, to: []string{""},
			want: []string{
				`reweighed scoring portal : "1" → "1", 0.1875 → 0.7500`,
				`removed scoring network : "technology" → "", 0.5625 → 0.0000`,
			},
			figures: [3]float64{0.5625, 0, 0.5625},
		},
		{
			// people holds a new group with the old indicator in it and one more, half and half: 1/8 each.
			name: "a group added, an indicator moved into it", from: []string{`      - id: staffing
        title: {id: Pegawai, en: Staff}
        measure:
          metric: officers
          over: required
          reduction: ratio
          breakpoints: [{at: 0, score: 1}, {at: 1, score: 4}]
          rule: measured
`}, to: []string{`      - id: unit
        title: {id: Satuan, en: Unit}
        children:
          - id: staffing
            title: {id: Pegawai, en: Staff}
            measure:
              metric: officers
              over: required
              reduction: ratio
              breakpoints: [{at: 0, score: 1}, {at: 1, score: 4}]
              rule: measured
          - id: training
            title: {id: Pelatihan, en: Training}
            measure: {metric: officers, reduction: last, breakpoints: [{at: 0, score: 1}, {at: 9, score: 4}], rule: measured}
`},
			want: []string{
				`added scoring unit : "" → "people", 0.0000 → 0.2500`,
				`moved scoring staffing : "people" → "unit", 0.2500 → 0.1250`,
				`reweighed scoring staffing : "1" → "1", 0.2500 → 0.1250`,
				`added scoring training  follows unit: "" → "unit", 0.0000 → 0.1250`,
			},
			figures: [3]float64{0.25, 0.25, 0.125},
		},
		{
			name: "levels and an action", from: []string{
				"          - {level: 4, text: {id: Ada, en: There}}\n", "to: 4, effort: 2",
			}, to: []string{
				"          - {level: 2.5, text: {id: Hampir, en: Nearly}}\n          - {level: 4, text: {id: Ada, en: There}}\n",
				"to: 4, effort: 3",
			},
			want: []string{
				`entered scoring portal levels[2.5]: "" → "{level: 2.5, text: {id: Hampir, en: Nearly}}", 0.1875 → 0.1875`,
				`changed scoring portal actions[4].effort: "2" → "3", 0.1875 → 0.1875`,
			},
			figures: [3]float64{0.1875, 0.1875, 0},
		},
		{
			name: "what concerns all", from: []string{"unknown: renormalise", "{id: high, from: 2.5", "digits: 2", "weights: relative"},
			to: []string{"unknown: bottom", "{id: high, from: 2.6", "digits: 1", "weights: relative\naggregate: geometric"},
			want: []string{
				`changed scoring  rounding.digits: "2" → "1", 1.0000 → 1.0000`,
				`changed scoring  bands[high].from: "2.5" → "2.6", 1.0000 → 1.0000`,
				`changed scoring  unknown: "renormalise" → "bottom", 1.0000 → 1.0000`,
				`changed scoring  aggregate: "" → "geometric", 1.0000 → 1.0000`,
			},
			figures: [3]float64{1, 1, 0},
		},
		{
			// uptime is measured for portal and network: 0.1875 + 0.5625.
			name: "a metric", from: []string{"expected: 1d"}, to: []string{"expected: 1h"},
			want:    []string{`changed scoring  metrics[uptime].expected: "1d" → "1h", 1.0000 → 1.0000`},
			figures: [3]float64{0.75, 0.75, 0},
		},
		{
			name: "groups and views touch no score of the tree", from: []string{"groups: [type]\n", "        law: [UU 14/2008]\n"},
			to: []string{
				"groups: [type, region]\nviews: [{id: v, title: {id: V, en: V}, tags: [{id: t, title: {id: T, en: T}}]}]\n",
				"        law: [UU 14/2008]\n        tags: [t]\n",
			},
			want: []string{
				`changed scoring  groups: "[type]" → "[type, region]", 1.0000 → 1.0000`,
				`entered scoring  views[v]: "" → "{id: v, title: {id: V, en: V}, tags: [{id: t, title: {id: T, en: T}}]}", 1.0000 → 1.0000`,
				`changed scoring portal tags: "" → "[t]", 0.1875 → 0.1875`,
			},
		},
		{
			name: "agencies and roles", from: []string{"[province, regency]", "[staff, public]", "[UU 14/2008]"},
			to: []string{"[regency, province, city]", "[public, staff]", "[UU 14/2009]"},
			want: []string{
				`changed words portal law: "[UU 14/2008]" → "[UU 14/2009]", 0.1875 → 0.1875`,
				`changed scoring portal applies_to[type]: "[province, regency]" → "[regency, province, city]", 0.1875 → 0.1875`,
			},
			figures: [3]float64{0.1875, 0.1875, 0},
		},
		{
			name: "the kind of answer", from: []string{`        levels:
          - {level: 1, text: {id: Tidak ada, en: None}}
          - {level: 4, text: {id: Ada, en: There}}
`}, to: []string{"        answer: {kind: percentage, limits: {max: 90}}\n        score: {method: goalposts, min: 0, max: 90}\n"},
			want: []string{
				`changed scoring portal answer: "" → "{kind: percentage, limits: {max: 90}}", 0.1875 → 0.1875`,
				`left scoring portal levels[1]: "{level: 1, text: {id: Tidak ada, en: None}}" → "", 0.1875 → 0.1875`,
				`left scoring portal levels[4]: "{level: 4, text: {id: Ada, en: There}}" → "", 0.1875 → 0.1875`,
				`changed scoring portal score: "" → "{method: goalposts, min: 0, max: 90}", 0.1875 → 0.1875`,
			},
			figures: [3]float64{0.1875, 0.1875, 0},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := small(t)
			for i := range c.from {
				if strings.Count(text, c.from[i]) != 1 {
					t.Fatalf("%q stands %d times in the rubric", c.from[i], strings.Count(text, c.from[i]))
				}
				text = strings.Replace(text, c.from[i], c.to[i], 1)
			}
			got := Compare(parse(t, small(t)), parse(t, text))
			if diff := cmp.Diff(c.want, lines(got.Changes)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			for i, x := range []float64{got.TouchedBefore, got.TouchedAfter, got.WeightMoved} {
				if math.Abs(x-c.figures[i]) > 1e-12 {
					t.Errorf("figure %d is %v, want %v", i, x, c.figures[i])
				}
			}
			counts := slices.ContainsFunc(got.Changes, func(c Change) bool { return c.Class == Scoring })
			if got.FormsOutdated != counts {
				t.Errorf("forms outdated %v, scoring changes %v", got.FormsOutdated, counts)
			}
		})
	}
}

// The order of options is part of a form, so it is told; that of roles is not.
func TestOrder(t *testing.T) {
	with := func(options, roles string) *rubric.Rubric {
		text := strings.Replace(small(t), `        levels:
          - {level: 1, text: {id: Tidak ada, en: None}}
          - {level: 4, text: {id: Ada, en: There}}
`, "        answer: {kind: choice, options: ["+options+"]}\n        score: {method: goalposts, min: 0, max: 3}\n", 1)
		return parse(t, strings.Replace(text, `  - {id: staff, title: {id: Pegawai, en: Staff}, weight: 2}
  - {id: public, title: {id: Masyarakat, en: Public}, weight: 1}
`, roles, 1))
	}
	a, b := "{id: a, points: 0, text: {id: A, en: A}}", "{id: b, points: 3, text: {id: B, en: B}}"
	staff, public := "  - {id: staff, title: {id: P, en: S}, weight: 2}\n", "  - {id: public, title: {id: M, en: P}, weight: 1}\n"
	got := Compare(with(a+", "+b, staff+public), with(b+", "+a, public+staff))
	want := []string{`reordered scoring portal answer.options: "a, b" → "b, a", 0.1875 → 0.1875`}
	if diff := cmp.Diff(want, lines(got.Changes)); diff != "" {
		t.Error(diff)
	}
}

// Reading a comparison the other way round swaps what came and what went, and nothing else; a rubric compared with
// itself has no change.
func TestCompareIsSymmetric(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := drawn(rt, "a"), drawn(rt, "b")
		if same := Compare(a, a); len(same.Changes) > 0 || same.TouchedAfter != 0 || same.WeightMoved != 0 {
			rt.Fatalf("a rubric differs from itself: %v", lines(same.Changes))
		}
		there, back := Compare(a, b), Compare(b, a)
		swap := map[Kind]Kind{Added: Removed, Removed: Added, Entered: Left, Left: Entered}
		var want, got []string
		for _, c := range there.Changes {
			if k := swap[c.Kind]; k != "" {
				c.Kind = k
			}
			c.Before, c.After = c.After, c.Before
			c.ShareBefore, c.ShareAfter = c.ShareAfter, c.ShareBefore
			want = append(want, lines([]Change{c})...)
		}
		got = lines(back.Changes)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-there +back):\n%s", diff)
		}
		if math.Abs(there.TouchedBefore-back.TouchedAfter) > 1e-12 || math.Abs(there.WeightMoved-back.WeightMoved) > 1e-12 {
			rt.Fatalf("figures: %v %v, %v %v", there.TouchedBefore, there.WeightMoved, back.TouchedAfter, back.WeightMoved)
		}
		if there.FormsOutdated != (len(there.Changes) > 0) { // titles are all alike here
			rt.Fatalf("forms outdated %v with %v", there.FormsOutdated, lines(there.Changes))
		}
	})
}

// drawn is a random tree of two floors over few ids, so that two of them share some.
func drawn(rt *rapid.T, name string) *rubric.Rubric {
	r := &rubric.Rubric{Scale: rubric.Scale{Min: 0, Max: 1}}
	ids := rapid.Permutation([]string{"k", "l", "m", "n", "o", "p"}).Draw(rt, name)
	for range rapid.IntRange(1, 3).Draw(rt, name+" dimensions") {
		d := &rubric.Node{ID: ids[0], Weight: rapid.Float64Range(0.1, 9).Draw(rt, "weight")}
		ids = ids[1:]
		r.Children = append(r.Children, d)
		for range rapid.IntRange(0, 1).Draw(rt, "indicators") {
			d.Children = append(d.Children, &rubric.Node{
				ID: ids[0], Weight: rapid.Float64Range(0.1, 9).Draw(rt, "weight"),
				Cumulative: rapid.Bool().Draw(rt, "cumulative"),
			})
			ids = ids[1:]
		}
	}
	r.Link()
	return r
}

// A frozen rubric is whatever a file says: null nodes and ids that stand twice must not end in a panic.
func TestHostileTree(t *testing.T) {
	odd := &rubric.Rubric{Children: []*rubric.Node{nil, {ID: "a"}, {ID: "a", Children: []*rubric.Node{nil, {ID: "a"}}}}}
	odd.Link()
	got := Compare(odd, parse(t, small(t)))
	if len(got.Changes) == 0 || got.TouchedBefore != 1 {
		t.Errorf("%+v", got)
	}
}
