package reweigh_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/source"
	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/composite/weigh"
	"siap/scoring/composite/weigh/ahp"
	"siap/scoring/panel"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
	"siap/scoring/reweigh"
	"siap/scoring/scenario"
	"siap/scoring/scoringtest"
)

var nan = math.NaN()

// flat makes a rubric of indicators directly below the index.
func flat(t testing.TB, ids ...string) *rubric.Rubric {
	t.Helper()
	var b strings.Builder
	b.WriteString("{schema: siap/rubric/1, id: flat, version: '1', title: {id: R, en: R}, scale: {min: 0, max: 100},\n" +
		"bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [\n")
	for _, id := range ids {
		fmt.Fprintf(&b, "{id: %s, title: {id: %s, en: %s}, question: {id: Q, en: Q}, answer: {kind: number}},\n", id, id, id)
	}
	b.WriteString("]}\n")
	r, problems := rubric.Parse("flat.yaml", []byte(b.String()))
	if r == nil || problems.HasErrors() {
		t.Fatal(problems.All())
	}
	return r
}

// assessed makes an assessment of a flat rubric by its columns.
func assessed(r *rubric.Rubric, columns ...[]float64) *result.Assessment {
	a := &result.Assessment{Schema: result.Schema, Options: result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}}}
	a.Rubric.ID, a.Rubric.Tree = r.ID, r
	for u := range columns[0] {
		s := &result.Scores{Nodes: map[string]*result.Node{}}
		for i, n := range r.Children {
			node := &result.Node{Reason: result.ReasonUnknown}
			if x := columns[i][u]; !math.IsNaN(x) {
				node = &result.Node{Value: &x, Coverage: 1}
			}
			s.Nodes[n.ID] = node
		}
		id := fmt.Sprintf("a%02d", u+1)
		a.Agencies = append(a.Agencies, &result.Agency{ID: id, Name: id, Results: map[result.Basis]*result.Scores{result.Self: s}})
	}
	return a
}

// sound fails where a report has a number that is none, or shares that are none.
func sound(t interface{ Fatalf(string, ...any) }, r *weighing.Report) {
	if _, err := json.Marshal(r); err != nil { // NaN and infinity are no JSON
		t.Fatalf("%s: %v", r.Method, err)
	}
	for _, n := range r.Nodes {
		sum, stated := 0.0, 0.0
		for _, m := range n.Members {
			if !(m.Found >= 0 && m.Weight > 0) {
				t.Fatalf("%s, %s: %+v", r.Method, n.Node, m)
			}
			sum, stated = sum+m.Found, stated+m.Stated
		}
		if math.Abs(sum-1) > 1e-9 || math.Abs(stated-1) > 1e-9 {
			t.Fatalf("%s, %q: shares sum to %v, the rubric's to %v", r.Method, n.Node, sum, stated)
		}
	}
}

// Too little for anything, and too much: a stated reason, the rubric's weights, and never NaN.
func TestBadData(t *testing.T) {
	blank := []float64{nan, nan, nan, nan}
	same := []float64{3, 3, 3, 3}
	up, down := []float64{1, 2, 3, 4}, []float64{4, 3, 2, 1}
	large := []float64{1e308, -1e308, 1e308, 0}
	for _, c := range []struct {
		name    string
		columns [][]float64
		// want is the reason of each method that finds nothing.
		want map[string]string
	}{
		{"all unknown", [][]float64{blank, blank}, all(weighing.ReasonFew)},
		{"all constant", [][]float64{same, same}, all(weighing.ReasonConstant)},
		{"one agency", [][]float64{{1}, {2}}, all(weighing.ReasonFew)},
		{"two agencies", [][]float64{{1, 2}, {2, 1}}, all(weighing.ReasonFew)},
		{"one that says something", [][]float64{up, same}, all(weighing.ReasonOne)},
		{"all the same", [][]float64{up, up}, map[string]string{"critic": weighing.ReasonSame}},
		{"nobody in common", [][]float64{{1, 2, 3, nan, nan, nan}, {nan, nan, nan, 1, 2, 3}}, map[string]string{
			"critic": weighing.ReasonCommon, "factor": weighing.ReasonCommon, "correlated": weighing.ReasonCommon,
		}},
		{"below 0", [][]float64{{-3, -2, -1, -1}, up}, map[string]string{"entropy": weighing.ReasonNegative, "variation": weighing.ReasonNegative}},
		{"exactly contrary", [][]float64{up, down}, map[string]string{"correlated": weighing.ReasonAgainst}},
		{"contrary, one wider", [][]float64{up, {8, 6, 4, 2}}, map[string]string{"correlated": weighing.ReasonAgainst}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assessed(flat(t, "x", "y"), c.columns...)
			for _, method := range weigh.Names() {
				r, err := reweigh.Data(a, reweigh.DataOptions{Method: method})
				if err != nil {
					t.Fatal(err)
				}
				sound(t, r)
				if method == "equal" {
					continue
				}
				if got := r.Nodes[0].Reason; got != c.want[method] {
					t.Errorf("%s: reason %q, want %q", method, got, c.want[method])
				}
				if r.Nodes[0].Reason != "" && (r.Nodes[0].Members[0].Found != 0.5 || len(reweigh.Weights(r)) != 0) {
					t.Errorf("%s: %+v", method, r.Nodes[0].Members)
				}
			}
		})
	}
	a := assessed(flat(t, "x", "y"), large, up)
	for _, method := range weigh.Names() {
		r, err := reweigh.Data(a, reweigh.DataOptions{Method: method})
		if err != nil {
			t.Fatal(err)
		}
		sound(t, r)
	}
	r, err := reweigh.Benefit(a, reweigh.BenefitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, r)
}

func all(reason string) map[string]string {
	out := map[string]string{}
	for _, m := range weigh.Names() {
		out[m] = reason
	}
	return out
}

// A member whose values are all the same keeps its share of the rubric's, and the others share out the rest: with 1/3
// left to it, equal deviations give 1/3 each; the deviations 1 and 3 of the others give 2/3·1/4 and 2/3·3/4.
func TestConstantMemberKeepsItsShare(t *testing.T) {
	a := assessed(flat(t, "x", "y", "z"), []float64{1, 2, 3}, []float64{3, 6, 9}, []float64{7, 7, 7})
	r, err := reweigh.Data(a, reweigh.DataOptions{Method: "standard_deviation"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{2.0 / 12, 2.0 / 4, 1.0 / 3} {
		if got := r.Nodes[0].Members[i]; math.Abs(got.Found-want) > 1e-12 || (got.Kept == "constant") != (i == 2) {
			t.Errorf("%+v, want %v", got, want)
		}
	}
}

// Limits that no weights keep, and more agencies than there is time for, are refused.
func TestBenefitRefuses(t *testing.T) {
	a := assessed(flat(t, "x", "y"), []float64{1, 2, 3}, []float64{3, 2, 1})
	least := 0.6
	_, err := reweigh.Benefit(a, reweigh.BenefitOptions{Least: &least})
	if _, is := errors.AsType[*reweigh.LimitsError](err); !is {
		t.Errorf("least 0.6 of two: %v", err)
	}
	many := slices.Repeat([]float64{1}, reweigh.MaxDoubted+1)
	_, err = reweigh.Benefit(assessed(flat(t, "x", "y"), many, many), reweigh.BenefitOptions{})
	if _, is := errors.AsType[*reweigh.TooManyError](err); !is {
		t.Errorf("too many: %v", err)
	}
}

// Two agencies, the first better at x and the second at y, scale 0–100, shares from 0 to 1: each puts all on what it does
// best and has the score 1; the third is worse by half in both: (10·w + 20·v) where 20·w ≤ 1 and 40·v ≤ 1 and so on.
func TestBenefit(t *testing.T) {
	a := assessed(flat(t, "x", "y"), []float64{20, 10, 10}, []float64{20, 40, 20})
	none, whole := 0.0, 1.0
	r, err := reweigh.Benefit(a, reweigh.BenefitOptions{Least: &none, Most: &whole})
	if err != nil {
		t.Fatal(err)
	}
	// The third: max 10w + 20v where 20w + 20v ≤ 1, 10w + 40v ≤ 1. Both bind: w = 1/30, v = 1/60, score 20/30.
	for u, want := range []float64{1, 1, 2.0 / 3} {
		if got := r.Benefit.Agencies[u].Score; got == nil || math.Abs(*got-want) > 1e-9 {
			t.Errorf("agency %d: %v, want %v", u+1, got, want)
		}
	}
	third := r.Benefit.Agencies[2]
	if !slices.Equal(third.Peers, []string{"a01", "a02"}) || math.Abs(third.Weights[0]-2.0/3) > 1e-9 {
		t.Errorf("%+v", third)
	}
}

// The published judgements, read from files as people write them (package ahp tests the mathematics): weights to half a
// unit of their last digit, Saaty's consistency ratio of 0.022.
func TestPublishedJudgements(t *testing.T) {
	examples := map[string][][]string{}
	for _, row := range csvtest.Records(t, filepath.Join("..", "composite", "weigh", "ahp", "testdata", "matrices.csv"))[1:] {
		examples[row[0]] = append(examples[row[0]], row)
	}
	checked := 0
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		matrix := examples[name]
		n := len(matrix)
		var ids []string
		for i := range n {
			ids = append(ids, fmt.Sprintf("m%d", i+1))
		}
		text := "a," + strings.Join(ids, ",") + "\n"
		for i, row := range matrix {
			text += ids[i] + "," + strings.Join(row[2:2+n], ",") + "\n"
		}
		path := filepath.Join(t.TempDir(), "m.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		rubric := flat(t, ids...)
		j, _, found := panel.ReadJudgements(source.Source{Path: path, Name: name}, rubric)
		if j == nil {
			t.Errorf("%s: %v", name, found.All())
			continue
		}
		r, err := reweigh.Judged(rubric, j, reweigh.JudgedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		sound(t, r)
		for i, row := range matrix {
			if want, err := strconv.ParseFloat(row[10], 64); err == nil {
				if got := r.Nodes[0].Members[i].Found; math.Abs(got-want) > 0.00051 {
					t.Errorf("%s, %s: %v, published %v", name, row[1], got, want)
				}
				checked++
			}
			if want, err := strconv.ParseFloat(row[11], 64); err == nil && name == "saaty2008_drinks" {
				if got := r.Nodes[0].Judged.Judges[0].Ratio; got == nil || math.Abs(*got-want) > 0.0005 {
					t.Errorf("%s: consistency ratio %v, published %v", name, got, want)
				}
			}
		}
	}
	if checked < 7 {
		t.Errorf("%d weights only", checked)
	}
}

// Two judges who turn each other round are, together, of no opinion: the geometric mean of 4 and 1/4 is 1. Combined by
// weights it is 0.8·0.2 against 0.2·0.8, the same.
func TestSeveralJudges(t *testing.T) {
	r := flat(t, "x", "y")
	j := &panel.Judgements{Judges: []string{"A", "B"}, Groups: []panel.Compared{{
		Members: []string{"x", "y"}, Judges: []string{"A", "B"}, Matrices: [][][]float64{{{1, 4}, {0.25, 1}}, {{1, 0.25}, {4, 1}}},
	}}}
	for _, how := range ahp.Combinations() {
		for _, method := range ahp.Methods() {
			got, err := reweigh.Judged(r, j, reweigh.JudgedOptions{Judges: how, Priorities: method})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, got)
			n := got.Nodes[0]
			if math.Abs(n.Members[0].Found-0.5) > 1e-12 || math.Abs(n.Judged.Judges[0].Shares[0]-0.8) > 1e-9 || n.Judged.Judges[0].Ratio != nil {
				t.Errorf("%s, %s: %+v", how, method, n)
			}
		}
	}
	experts, err := reweigh.ExpertsOfJudges(r, j, reweigh.JudgedOptions{})
	if err != nil || math.Abs(experts[0]["x"]-1.6) > 1e-8 || math.Abs(experts[1]["x"]-0.4) > 1e-8 {
		t.Errorf("%v, %v", experts, err)
	}
}

// Whatever the rubric and the evidence, every method gives weights that are weights, and a scenario of them makes a
// rubric with the shares that the report tells.
func TestReportsAreWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := scoringtest.Rubric(t, scoringtest.Options{})
		for n := range r.All() {
			n.Repeats = "" // these say nothing of how they are asked
		}
		if problems := rubric.Check(r, nil); problems.HasErrors() {
			t.Fatalf("the drawn rubric: %v", problems.All())
		}
		in, opts := scoringtest.Input(t, r, scoringtest.Options{Agencies: 9})
		a, err := scoring.Assess(in, opts)
		if errors.Is(err, scoring.ErrNoBasis) {
			t.Skip("nobody answered")
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range weigh.Names() {
			rep, err := reweigh.Data(a, reweigh.DataOptions{Method: method})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, rep)
			s := scenario.Scenario{Weights: reweigh.Weights(rep)}
			changed, _, err := s.Apply(a.Rubric.Tree)
			if err != nil {
				t.Fatal(err)
			}
			shares := changed.Shares()
			for _, n := range rep.Nodes {
				for _, m := range n.Members {
					if math.Abs(shares[m.Node]-m.FoundIndex) > 1e-7 {
						t.Fatalf("%s: %s is %v of the index, the report says %v", method, m.Node, shares[m.Node], m.FoundIndex)
					}
				}
			}
		}
		if slices.Contains(reweigh.Groups(a.Rubric.Tree), "") {
			rep, err := reweigh.Benefit(a, reweigh.BenefitOptions{})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, rep)
		}
	})
}

func TestMovement(t *testing.T) {
	r := flat(t, "x", "y")
	placed := func(places ...int) *result.Assessment {
		a := assessed(r, make([]float64, len(places)), make([]float64, len(places)))
		for u, p := range places {
			a.Agencies[u].Results[result.Self].Rank.Overall = p
		}
		return a
	}
	got := reweigh.MovementOf(placed(1, 2, 3, 4, 0), placed(2, 1, 4, 0, 3), "")
	want := weighing.Movement{Ranked: 3, Moved: 3, Shift: 1, Farthest: "a01", From: 1, To: 2}
	if got == nil || *got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := reweigh.MovementOf(placed(0, 0), placed(1, 2), ""); got != nil {
		t.Errorf("nobody has a place: %+v", got)
	}
}
