package doctor_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/internal/diag"
	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/scoring/doctor"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

var nan = math.NaN()

// tree is the shape of a small rubric: dimensions with their indicators, each "id" or "id=weight".
type tree map[string][]string

// instrument makes a rubric on a scale from 0 to 100.
func instrument(dimensions []string, members tree) *rubric.Rubric {
	r := &rubric.Rubric{ID: "r", Version: "1", Scale: rubric.Scale{Min: 0, Max: 100}, Weights: rubric.Relative}
	node := func(spec string) *rubric.Node {
		id, weight, found := strings.Cut(spec, "=")
		n := &rubric.Node{ID: id, Weight: 1, Title: rubric.Text{ID: id, EN: id}}
		if found {
			n.Weight, _ = strconv.ParseFloat(weight, 64)
		}
		return n
	}
	for _, d := range dimensions {
		dimension := node(d)
		for _, m := range members[dimension.ID] {
			dimension.Children = append(dimension.Children, node(m))
		}
		r.Children = append(r.Children, dimension)
	}
	r.Link()
	return r
}

// assessed makes an assessment of the values of the indicators: one column for each, in the order of the rubric.
// Dimensions and the index are the weighted means of what is known.
func assessed(r *rubric.Rubric, columns ...[]float64) *result.Assessment {
	a := &result.Assessment{
		Schema: result.Schema, Rubric: result.Rubric{Tree: r},
		Options: result.Options{Basis: result.Self, Bases: []result.Basis{result.Self}},
	}
	leaf := map[string]int{}
	for i, n := range r.Indicators() {
		leaf[n.ID] = i
	}
	for u := range columns[0] {
		s := &result.Scores{Nodes: map[string]*result.Node{}}
		var value func(n *rubric.Node) *result.Node
		mean := func(children []*rubric.Node) *result.Node {
			sum, weight := 0.0, 0.0
			for _, c := range children {
				of := value(c)
				s.Nodes[c.ID] = of
				if of.Value != nil {
					sum, weight = sum+c.Weight**of.Value, weight+c.Weight
				}
			}
			return known(sum / weight)
		}
		value = func(n *rubric.Node) *result.Node {
			if n.IsIndicator() {
				return known(columns[leaf[n.ID]][u])
			}
			return mean(n.Children)
		}
		s.Index = *mean(r.Children)
		id := fmt.Sprintf("a%02d", u+1)
		a.Agencies = append(a.Agencies, &result.Agency{ID: id, Name: "Agency " + id, Results: map[result.Basis]*result.Scores{result.Self: s}})
	}
	return a
}

// known is a node with a value, or, for NaN, without one.
func known(x float64) *result.Node {
	if math.IsNaN(x) {
		return &result.Node{Reason: result.ReasonUnknown}
	}
	return &result.Node{Value: &x, Coverage: 1}
}

// said yields answers: agency, indicator, respondent's role and value.
func said(answers ...result.Record) iter.Seq2[result.Record, error] {
	return func(yield func(result.Record, error) bool) {
		for _, r := range answers {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func answer(agency, indicator, role string, value float64) result.Record {
	return result.Record{Kind: result.KindAnswer, Agency: agency, Indicator: indicator, Role: role, Claim: &value}
}

func examine(t testing.TB, a *result.Assessment, records iter.Seq2[result.Record, error], o doctor.Options) *fitness.Report {
	t.Helper()
	r, err := doctor.Examine(a, records, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(r); err != nil { // JSON knows no NaN and no infinity
		t.Fatal(err)
	}
	return r
}

// of gives the findings of a code.
func of(r *fitness.Report, code string) []fitness.Finding {
	var out []fitness.Finding
	for _, f := range r.Findings {
		if f.Code == code {
			out = append(out, f)
		}
	}
	return out
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %v, want %v (tolerance %v)", what, got, want, tol)
	}
}

// steps gives n values that rise evenly, from 10 to 90.
func steps(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = 10 + 80*float64(i)/float64(n-1)
	}
	return out
}

// mixed gives the same values in an order that has little to do with rising.
func mixed(n, stride int) []float64 {
	rising, out := steps(n), make([]float64, n)
	for i := range out {
		out[i] = rising[i*stride%n]
	}
	return out
}

// other gives the values of twelve steps in one more order: r is 0.17 with the rising one, 0.03 with that of stride 5.
func other(int) []float64 {
	rising, out := steps(12), make([]float64, 12)
	for i, at := range []int{3, 7, 0, 10, 5, 1, 11, 8, 2, 6, 9, 4} {
		out[i] = rising[at]
	}
	return out
}

// codes says of which codes there are findings.
func codes(r *fitness.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Code)
	}
	return slices.Compact(out)
}

// Each defect of a small assessment is found, with the nodes, the agencies and the numbers; nothing else of its kind
// is. The numbers are counted or follow from how the columns are made.
func TestFindings(t *testing.T) {
	const n = 12
	one := func(edit func(x []float64), x []float64) []float64 { edit(x); return x }
	falling := func(x []float64) []float64 {
		for i := range x {
			x[i] = 100 - x[i]
		}
		return x
	}
	two := func() *rubric.Rubric {
		return instrument([]string{"d1", "d2"}, tree{"d1": {"i1", "i2"}, "d2": {"i3", "i4"}})
	}
	for _, c := range []struct {
		name     string
		code     string
		rubric   *rubric.Rubric
		columns  [][]float64
		nodes    [][]string
		agencies [][]string
		numbers  map[fitness.Number]float64 // of the first finding
		few      float64                    // a limit of its own
	}{
		{
			name: "few agencies", code: "DQ001", rubric: two(),
			columns: [][]float64{steps(9), mixed(9, 4), mixed(9, 5), mixed(9, 2)},
			nodes:   [][]string{nil}, numbers: map[fitness.Number]float64{"n": 9},
		},
		{
			name: "many members", code: "DQ002", rubric: instrument([]string{"d1"}, tree{"d1": {"i1", "i2", "i3", "i4", "i5"}}),
			columns: [][]float64{steps(n), mixed(n, 5), other(n), mixed(n, 11), mixed(n, 1)},
			nodes:   [][]string{{"d1"}}, numbers: map[fitness.Number]float64{"n": 12, "members": 5},
		},
		{
			name: "unknown indicator", code: "DQ003", rubric: two(),
			columns: [][]float64{
				one(func(x []float64) { x[0], x[1], x[2], x[3], x[4] = nan, nan, nan, nan, nan }, steps(n)),
				one(func(x []float64) { x[0], x[1], x[2], x[3] = nan, nan, nan, nan }, steps(n)), // 8 of 12 are two thirds
				mixed(n, 5), other(n),
			},
			nodes: [][]string{{"i1"}}, numbers: map[fitness.Number]float64{"n": 7, "members": 12, "share": 7.0 / 12},
		},
		{
			name: "silent agency", code: "DQ004", rubric: two(),
			columns: [][]float64{
				one(func(x []float64) { x[3] = nan }, steps(n)), one(func(x []float64) { x[3] = nan }, mixed(n, 5)),
				one(func(x []float64) { x[5] = nan }, other(n)), mixed(n, 11), // of the sixth, 3 of 4 are known
			},
			nodes: [][]string{nil}, agencies: [][]string{{"a04"}}, numbers: map[fitness.Number]float64{"n": 2, "members": 4, "share": 0.5},
		},
		{
			name: "constant", code: "DQ010", rubric: two(),
			columns: [][]float64{steps(n), make([]float64, n), mixed(n, 5), other(n)},
			nodes:   [][]string{{"i2"}}, numbers: map[fitness.Number]float64{"n": 12},
		},
		{
			name: "nearly alike", code: "DQ011", rubric: two(),
			columns: [][]float64{steps(n), one(func(x []float64) { x[2] = 50 }, make([]float64, n)), mixed(n, 5), other(n)},
			nodes:   [][]string{{"i2"}}, numbers: map[fitness.Number]float64{"n": 12, "share": 11.0 / 12},
		},
		{ // eleven values close together and one far away
			name: "heavy tail", code: "DQ012", rubric: two(),
			columns: [][]float64{
				{10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 95}, steps(n), mixed(n, 5), other(n),
			},
			nodes: [][]string{{"i1"}}, agencies: [][]string{{"a12"}}, numbers: map[fitness.Number]float64{"n": 12},
		},
		{ // the quartiles are 46.75 and 52.25: the outer fences lie at 30.25 and 68.75
			name: "far", code: "DQ013", rubric: two(), few: 0.2,
			columns: [][]float64{
				{90, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 10}, steps(n), mixed(n, 5), other(n),
			},
			nodes: [][]string{{"i1"}}, agencies: [][]string{{"a01", "a12"}}, numbers: map[fitness.Number]float64{"members": 2},
		},
		{
			name: "ceiling", code: "DQ014", rubric: two(),
			columns: [][]float64{
				{100, 100, 100, 100, 100, 100, 50, 40, 30, 20, 10, 0}, other(n), mixed(n, 5), steps(n),
			},
			nodes: [][]string{{"i1"}}, numbers: map[fitness.Number]float64{"share": 0.5, "n": 12},
		},
		{ // two of twelve dimensions at the bottom are 17 %, and the limit for dimensions is 15 %
			name: "floor", code: "DQ015", rubric: two(),
			columns: [][]float64{
				{0, 0, 50, 40, 30, 20, 10, 60, 70, 65, 75, 80}, {0, 0, 40, 50, 20, 30, 60, 10, 75, 80, 65, 70}, mixed(n, 5), steps(n),
			},
			nodes: [][]string{{"d1"}}, numbers: map[fitness.Number]float64{"share": 2.0 / 12, "n": 12},
		},
		{
			name: "the same twice", code: "DQ020", rubric: two(),
			columns: [][]float64{steps(n), mixed(n, 5), steps(n), other(n)},
			nodes:   [][]string{{"i1", "i3"}}, numbers: map[fitness.Number]float64{"r": 1, "n": 12, "p": 0},
		},
		{
			name: "the opposite", code: "DQ021", rubric: two(),
			columns: [][]float64{steps(n), mixed(n, 5), falling(steps(n)), other(n)},
			nodes:   [][]string{{"i1", "i3"}}, numbers: map[fitness.Number]float64{"r": -1, "n": 12},
		},
		{ // r = -0.63
			name: "contrary members", code: "DQ022", rubric: two(),
			columns: [][]float64{
				steps(n), falling([]float64{10, 60, 20, 50, 30, 90, 40, 80, 65, 85, 55, 75}), mixed(n, 5), other(n),
			},
			nodes: [][]string{{"i1", "i2", "d1"}}, numbers: map[fitness.Number]float64{"n": 12},
		},
		{ // i1 counts three times i2, which falls where i1 rises
			name: "backwards", code: "DQ023", rubric: instrument([]string{"d1", "d2"}, tree{"d1": {"i1=3", "i2"}, "d2": {"i3", "i4"}}),
			columns: [][]float64{steps(n), falling(steps(n)), mixed(n, 5), other(n)},
			nodes:   [][]string{{"i2", "d1"}}, numbers: map[fitness.Number]float64{"r": -1, "n": 12},
		},
		{ // i3 makes d2 rise, and d2 falls where d1, which counts nine times, rises
			name: "against the index", code: "DQ024", rubric: instrument([]string{"d1=9", "d2"}, tree{"d1": {"i1"}, "d2": {"i3", "i4"}}),
			columns: [][]float64{steps(n), falling(steps(n)), falling([]float64{10, 20, 40, 30, 50, 60, 80, 70, 90, 95, 85, 88})},
			nodes:   [][]string{{"i3"}, {"i4"}}, numbers: map[fitness.Number]float64{"n": 12},
		},
		{ // the members of each dimension go together, and those of d1 are against those of d2: two things
			name: "two things", code: "DQ032", rubric: instrument([]string{"d1"}, tree{"d1": {"i1", "i2", "i3", "i4"}}),
			columns: [][]float64{steps(n), steps(n), mixed(n, 5), mixed(n, 5)},
			nodes:   [][]string{{"d1"}}, numbers: map[fitness.Number]float64{"strong": 2, "members": 4, "n": 12},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			limits := doctor.Defaults()
			limits.Few = max(limits.Few, c.few)
			got := of(examine(t, assessed(c.rubric, c.columns...), nil, doctor.Options{Limits: &limits}), c.code)
			if len(got) != len(c.nodes) {
				t.Fatalf("%d findings, want %d: %+v", len(got), len(c.nodes), got)
			}
			for i, f := range got {
				for k, id := range c.nodes[i] {
					if f.Nodes[k] != id {
						t.Errorf("the nodes are %v, want %v", f.Nodes, c.nodes[i])
					}
				}
				if len(c.agencies) > 0 && !slices.Equal(f.Agencies, c.agencies[i]) {
					t.Errorf("the agencies are %v, want %v", f.Agencies, c.agencies[i])
				}
			}
			for name, want := range c.numbers {
				x, there := got[0].Numbers[name]
				if !there {
					t.Errorf("no number %s in %v", name, got[0].Numbers)
				}
				near(t, string(name), x, want, 1e-9)
			}
		})
	}
}

// Columns that go together well, with different values all over the scale, leave nothing to say.
func TestNothingToSay(t *testing.T) {
	near := func(shift int) []float64 {
		x := steps(24)
		for i := range x {
			x[i] += []float64{-9, 4, 7, -3, 8, -6, 2}[(i+shift)%7]
		}
		return x
	}
	r := instrument([]string{"d1", "d2"}, tree{"d1": {"i1", "i2"}, "d2": {"i3", "i4"}})
	limits := doctor.Defaults()
	limits.Collinear = 0.995 // columns made of one another are nearly the same
	got := examine(t, assessed(r, near(0), near(2), near(3), near(5)), nil, doctor.Options{Limits: &limits})
	if len(got.Findings) != 0 {
		t.Errorf("%+v", got.Findings)
	}
	if got.Limits.Collinear != 0.995 || got.Basis != "self" || len(got.Agencies) != 24 {
		t.Errorf("%+v", got)
	}
}

// Three items whose correlations are 0.8 for the first two and 0 with the third, made of patterns that have nothing to
// do with each other: r̄ = 0.8/3, alpha = 3r̄/(1 + 2r̄) = 0.8/(1 + 1.6/3) = 0.5217, without the third 2·0.8/1.8 = 0.8889.
func TestAlphaFinding(t *testing.T) {
	a := []float64{1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1}
	b := []float64{1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1}
	c := []float64{1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1}
	mix := func(share float64, x, y []float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			out[i] = 50 + 20*(share*x[i]+math.Sqrt(1-share*share)*y[i])
		}
		return out
	}
	r := instrument([]string{"d1"}, tree{"d1": {"i1", "i2", "i3"}})
	assessment := assessed(r, mix(1, a, a), mix(0.8, a, b), mix(1, c, c))
	got := of(examine(t, assessment, nil, doctor.Options{}), "DQ031")
	if len(got) != 1 || !slices.Equal(got[0].Nodes, []string{"d1", "i3"}) || got[0].Severity != diag.Note {
		t.Fatalf("%+v", got)
	}
	near(t, "alpha", got[0].Numbers[fitness.Reliability], 0.8/(1+1.6/3), 1e-9)
	near(t, "alpha without i3", got[0].Numbers[fitness.Without], 1.6/1.8, 1e-9)
	near(t, "members", got[0].Numbers[fitness.Members], 3, 0)
	// All three apart: alpha 0, graver, and no deletion helps.
	got = of(examine(t, assessed(r, mix(1, a, a), mix(1, b, b), mix(1, c, c)), nil, doctor.Options{}), "DQ030")
	if len(got) != 1 || len(got[0].Nodes) != 1 || got[0].Severity != diag.Warning {
		t.Fatalf("%+v", got)
	}
	near(t, "alpha", got[0].Numbers[fitness.Reliability], 0, 1e-9)
}

// Two dimensions of one weight that have nothing to do with each other; the first varies ten times as much. Of the
// variance of their mean it has 100/101, so that beside it the second has 1/100 of its say left. The indicators of the
// first counted 9 and 1 and vary alike: 81/82 and 1/82 of its variance.
func TestWeightFindings(t *testing.T) {
	a := []float64{1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1}
	b := []float64{1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1}
	c := []float64{1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1}
	scaled := func(x []float64, by float64) []float64 {
		out := make([]float64, len(x))
		for i := range out {
			out[i] = 50 + by*x[i]
		}
		return out
	}
	r := instrument([]string{"d1", "d2"}, tree{"d1": {"i1=3", "i2"}, "d2": {"i3"}})
	// d1 = (3·i1 + i2)/4 with i1 and i2 as they are: its variance is (9 + 1)/16 of theirs.
	got := examine(t, assessed(r, scaled(a, 20), scaled(b, 20), scaled(c, 1)), nil, doctor.Options{})
	dominated := of(got, "DQ041")
	if len(dominated) != 1 || !slices.Equal(dominated[0].Nodes, []string{"d2", "d1", ""}) {
		// d2 has one indicator and is a dimension all the same
		t.Fatalf("%+v", dominated)
	}
	d1 := 400 * 10.0 / 16
	near(t, "left", dominated[0].Numbers[fitness.Left], 1/d1, 1e-9)
	near(t, "stated", dominated[0].Numbers[fitness.Stated], 0.5, 1e-12)
	near(t, "effective", dominated[0].Numbers[fitness.Effective], 1/(d1+1), 1e-9)
	// i2 has a quarter of the weight of d1 and a tenth of its variance: half and 10 % of the whole apart.
	far := of(got, "DQ040")
	if len(far) != 1 || !slices.Equal(far[0].Nodes, []string{"i2", "d1"}) {
		t.Fatalf("%+v", far)
	}
	near(t, "stated", far[0].Numbers[fitness.Stated], 0.25, 1e-12)
	near(t, "effective", far[0].Numbers[fitness.Effective], 0.1, 1e-9)
	// Members that go together all move their parent, whatever their weights: no doubt.
	same := examine(t, assessed(r, scaled(a, 20), scaled(a, 21), scaled(c, 20)), nil, doctor.Options{})
	if got := of(same, "DQ040"); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// DESI 2022 from its published scores: across the unstandardised scores of the sub-dimensions alpha is -0.33 within
// dimension 2 and 0.86 within dimension 3 (A. Gotti, MSc thesis, University of Padova with DG CONNECT, Table 4.10;
// recomputed -0.326 and 0.859).
func TestDESI(t *testing.T) {
	rows := csvtest.File(t, "../testdata/desi/scores.csv")
	members := tree{"1": {"1a", "1b"}, "2": {"2a=.25", "2b=.25", "2c=.4", "2d=.1"}, "3": {"3a=.15", "3b=.7", "3c=.15"}, "4": {"4a"}}
	r := instrument([]string{"1", "2", "3", "4"}, members)
	var columns [][]float64
	for _, n := range r.Indicators() {
		var column []float64
		for _, row := range rows {
			column = append(column, csvtest.Number(t, row[n.ID]))
		}
		columns = append(columns, column)
	}
	a := assessed(r, columns...)
	// The means that this test forms are the published ones.
	for u, row := range rows {
		near(t, "DESI of "+row["country"], *a.Agencies[u].Results[result.Self].Index.Value, csvtest.Number(t, row["DESI"]), 1e-9)
	}
	got := examine(t, a, nil, doctor.Options{})
	compared := 0
	for _, alpha := range got.Alphas {
		for node, want := range map[string]float64{"2": -0.326, "3": 0.859} {
			if alpha.Node == node {
				near(t, "alpha of "+node, *alpha.Raw, want, 0.00051)
				compared++
			}
		}
	}
	if compared != 2 {
		t.Errorf("%d alphas compared", compared)
	}
	if found := of(got, "DQ030"); len(found) != 1 || found[0].Nodes[0] != "2" || found[0].Nodes[1] != "2c" {
		t.Errorf("%+v", found)
	}
}
