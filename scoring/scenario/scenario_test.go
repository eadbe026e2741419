package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/result"
	"siap/scoring/scenario"
)

// small is invented: two dimensions whose weights are shares of the whole, the first with two indicators.
const small = `{schema: siap/rubric/1, id: small, version: "1", title: {id: K, en: S}, scale: {min: 0, max: 4}, weights: of_parent,
bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: d, weight: 0.25, title: {id: D, en: D}, children: [
  {id: x, code: "1", weight: 0.5, title: {id: X, en: X}, question: {id: X, en: X}, answer: {kind: number}},
  {id: y, weight: 0.5, min_coverage: 0.1, title: {id: Y, en: Y}, question: {id: Y, en: Y}, answer: {kind: number}}]},
{id: e, weight: 0.75, title: {id: E, en: E}, question: {id: E, en: E}, answer: {kind: number}}]}`

func smallRubric(t *testing.T, text string) *rubric.Rubric {
	t.Helper()
	r, problems := rubric.Parse("small.yaml", []byte(text))
	if r == nil {
		t.Fatal(problems.All())
	}
	return r
}

func TestApply(t *testing.T) {
	power, coverage := 2.0, 0.25
	for _, c := range []struct {
		name string
		of   scenario.Scenario
		want []result.Change
	}{
		{"nothing", scenario.Scenario{}, nil},
		{"one weight, by id", scenario.Scenario{Weights: map[string]float64{"d": 2}}, []result.Change{
			{What: "weight", Node: "d", From: "0.25", To: "2"},
		}},
		{"one weight, by official number", scenario.Scenario{Weights: map[string]float64{"1": 3}}, []result.Change{
			{What: "weight", Node: "x", From: "0.5", To: "3"},
		}},
		{"equal, but one", scenario.Scenario{EqualWeights: true, Weights: map[string]float64{"e": 5}}, []result.Change{
			{What: "weight", Node: "d", From: "0.25", To: "1"},
			{What: "weight", Node: "x", From: "0.5", To: "1"},
			{What: "weight", Node: "y", From: "0.5", To: "1"},
			{What: "weight", Node: "e", From: "0.75", To: "5"},
		}},
		{"everywhere geometric, d a power mean", scenario.Scenario{
			Aggregate: rubric.Geometric, Aggregates: map[string]rubric.Aggregation{"d": rubric.PowerMean}, Power: &power,
		}, []result.Change{
			{What: "aggregate", From: "arithmetic", To: "geometric"},
			{What: "aggregate", Node: "d", From: "arithmetic", To: "power 2"},
		}},
		{"compared, filled in, ordered", scenario.Scenario{
			Normalise: rubric.MinMax, Impute: &rubric.Impute{Method: rubric.ImputeMedian}, Order: rubric.OrderCopeland,
		}, []result.Change{
			{What: "impute", From: "none", To: "median"},
			{What: "order", From: "index", To: "copeland"},
			{What: "normalise", Node: "x", From: "as_is", To: "min_max"},
			{What: "normalise", Node: "y", From: "as_is", To: "min_max"},
			{What: "normalise", Node: "e", From: "as_is", To: "min_max"},
		}},
		{"as it is already", scenario.Scenario{Aggregate: rubric.Arithmetic, Unknown: rubric.Renormalise}, nil},
		{"unknown and coverage", scenario.Scenario{Unknown: rubric.Bottom, MinCoverage: &coverage}, []result.Change{
			{What: "unknown", From: "renormalise", To: "bottom"},
			{What: "min_coverage", From: "0.5", To: "0.25"},
			{What: "min_coverage", Node: "y", From: "0.1", To: "0.25"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := smallRubric(t, small)
			before := r.Fingerprints()
			if problems := c.of.Check(r); problems.HasErrors() {
				t.Fatal(problems.All())
			}
			changed, changes, err := c.of.Apply(r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, changes); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if r.Fingerprints() != before {
				t.Error("the rubric itself was changed")
			}
			if same := changed.Fingerprints() == before; same != (len(c.want) == 0) {
				t.Errorf("the copy is the same: %v, with changes %v", same, changes)
			}
			if problems := rubric.Check(changed, nil); problems.HasErrors() {
				t.Errorf("the copy breaks a rule: %v", problems.All())
			}
		})
	}
}

// A copy of every library rubric is the rubric.
func TestCopyIsWhole(t *testing.T) {
	for _, id := range library.IDs() {
		r, err := library.Open(id)
		if err != nil {
			t.Fatal(err)
		}
		changed, changes, err := (&scenario.Scenario{}).Apply(r)
		if err != nil {
			t.Fatal(err)
		}
		if changed.Fingerprints() != r.Fingerprints() || len(changes) > 0 {
			t.Errorf("%s is not the same after nothing was changed: %v", id, changes)
		}
	}
}

func TestParse(t *testing.T) {
	r := smallRubric(t, small)
	one, problems := scenario.Parse("w.yaml", []byte("weights: {d: 2, e: 1}\n"), r)
	if problems.Len() > 0 || len(one) != 1 || one[0].Weights["d"] != 2 {
		t.Errorf("a file of weights gives %+v, %v", one, problems.All())
	}
	for _, form := range []string{
		"scenarios:\n  - {id: a, weights: {d: 2}}\n  - {id: b, aggregates: {index: geometric}}\n",
		"{scenarios: [{id: a, weights: {d: 2}}, {id: b, aggregates: {index: geometric}}]}",
	} {
		two, problems := scenario.Parse("s.yaml", []byte(form), r)
		if problems.Len() > 0 || len(two) != 2 || two[1].Aggregates[scenario.Index] != rubric.Geometric {
			t.Errorf("%s gives %+v, %v", form, two, problems.All())
		}
	}
}

func TestParseFinds(t *testing.T) {
	below := strings.NewReplacer("min: 0, max: 4", "min: -1, max: 4", "from: 0", "from: -1").Replace(small)
	for _, c := range []struct {
		name, rubric, text string
		want               []string // place and code
	}{
		{"unknown names and bad numbers, in one pass", small, "weights: {dd: 2, e: -1, x: 0}\naggregates: {x: geometric, d: geometrik}\n", []string{
			"s.yaml:1:15 CF032", "s.yaml:1:21 CF033", "s.yaml:1:28 CF033", "s.yaml:2:17 CF032", "s.yaml:2:31 CF034",
		}},
		{"an unknown key", small, "wieghts: {d: 2}\n", []string{"s.yaml:1:1 RB010"}},
		{"nothing changes", small, "weights: {d: 0.25}\n", []string{"s.yaml:1:1 CF037"}},
		{"a list without entries", small, "scenarios: []\n", []string{"s.yaml:1:12 CF031"}},
		{"no id, and one twice", small, "scenarios: [{weights: {d: 2}}, {id: a, weights: {d: 2}}, {id: a, weights: {d: 3}}]\n", []string{
			"s.yaml:1:13 CF036", "s.yaml:1:63 CF036",
		}},
		{"an id that would leave the folder", small, "scenarios: [{id: ../x, weights: {d: 2}}]\n", []string{"s.yaml:1:18 CF036"}},
		{"geometric below zero", below, "aggregate: geometric\n", []string{"s.yaml:1:1 CF035", "s.yaml:1:1 CF035"}},
		{"a power mean without its exponent", small, "aggregates: {d: power}\n", []string{"s.yaml:1:1 CF035"}},
		{"not a number", small, "weights: {d: .nan}\n", []string{"s.yaml:1:14 RB016"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, problems := scenario.Parse("s.yaml", []byte(c.text), smallRubric(t, c.rubric))
			var found []string
			for _, d := range problems.Sorted() {
				found = append(found, d.Place.String()+" "+d.Code)
			}
			slices.Sort(found)
			slices.Sort(c.want)
			if diff := cmp.Diff(c.want, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if problems.HasErrors() != (got == nil) {
				t.Errorf("scenarios %v beside errors", got)
			}
		})
	}
}

// FuzzParse gives files that somebody else wrote: what is accepted can be applied.
func FuzzParse(f *testing.F) {
	f.Add([]byte("weights: {d: 2}\n"))
	f.Add([]byte("scenarios: [{id: a, aggregate: power, power: 2, unknown: bottom, min_coverage: 1, equal_weights: true}]"))
	f.Add([]byte("aggregates: {index: minimum, d: geometric}\ntitle: {id: a, en: b}"))
	r, _ := rubric.Parse("small.yaml", []byte(small))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, problems := scenario.Parse("s.yaml", data, r)
		if problems.HasErrors() != (all == nil) {
			t.Fatalf("scenarios %v beside %v", all, problems.All())
		}
		for _, s := range all {
			if _, _, err := s.Apply(r); err != nil {
				t.Fatalf("accepted, but: %v", err)
			}
		}
	})
}
