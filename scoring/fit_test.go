package scoring_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/result"
)

// scoredBy makes a rubric of one dimension with one number on the scale from 0 to 100, and of another that all know.
func scoredBy(t testing.TB, score, top string) *rubric.Rubric {
	t.Helper()
	text := fmt.Sprintf(`{schema: siap/rubric/1, id: r, version: "1", title: {id: R, en: R}, scale: {min: 0, max: 100}, %s
min_coverage: 0, bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: x, title: {id: X, en: X}, question: {id: X?, en: X?}, answer: {kind: number}, score: %s},
{id: y, title: {id: Y, en: Y}, question: {id: Y?, en: Y?}, answer: {kind: number}}]}`, top, score)
	r, problems := rubric.Parse("r.yaml", []byte(text))
	if r == nil {
		t.Fatal(problems.All())
	}
	return r
}

// answered has one agency for each value of x (NaN is no answer), in the groups of their first letters; all know y = 50.
func answered(r *rubric.Rubric, values ...float64) scoring.Input {
	var agencies []*agency.Agency
	in := scoring.Input{Rubric: r}
	staff := []string{"1", "4", "5", "0", "", "2,5"}
	for u, x := range values {
		id := fmt.Sprintf("%c%d", 'a'+u/2, u)
		a := one(id, id[:1], "", 1)
		a.Columns["staff"] = staff[u%len(staff)]
		agencies = append(agencies, a)
		in.Answers = append(in.Answers, says(id, "y", 50))
		if !math.IsNaN(x) {
			in.Answers = append(in.Answers, says(id, "x", x))
		}
	}
	in.Agencies = agency.NewList(agencies, nil)
	return in
}

func TestComparingMethodsByHand(t *testing.T) {
	none := math.NaN()
	for _, c := range []struct {
		score  string
		values []float64
		want   []float64
	}{
		// rank/n: 1/3, 2/3, 3/3
		{"{method: rank}", []float64{2, 4, 10}, []float64{100. / 3, 200. / 3, 100}},
		// (rank − 1)/(n − 1): 0/2, 1/2, 2/2
		{"{method: borda}", []float64{2, 4, 10}, []float64{0, 50, 100}},
		// (x − 2)/(20 − 2)
		{"{method: distance_target, target: 20}", []float64{2, 4, 10}, []float64{0, 100. / 9, 400. / 9}},
		// (x − 2)/(4 − 2), and not beyond the top
		{"{method: distance_reference, reference: a1}", []float64{2, 4, 10}, []float64{0, 100, 100}},
		// nobody is measured to an agency that did not answer
		{"{method: distance_reference, reference: a1}", []float64{2, none, 10}, []float64{none, none, none}},
		// x/10
		{"{method: fraction_max}", []float64{2, 4, 10}, []float64{20, 40, 100}},
		// a best value of 0 has no shares: no score, and that is told
		{"{method: fraction_max}", []float64{-2, -4, 0}, []float64{none, none, none}},
		// x/(16/3), and not beyond the top
		{"{method: ratio_mean}", []float64{2, 4, 10}, []float64{37.5, 75, 100}},
		// a fifth around 16/3 is 4.27 to 6.4
		{"{method: above_below}", []float64{2, 5, 10}, []float64{0, 50, 100}},
		// 10 · x/staff with staff 1, 4, 5 is 20, 10, 20
		{"{method: min_max, per: staff, times: 10}", []float64{2, 4, 10}, []float64{100, 0, 100}},
		// 2/1, 4/4, 10/5, nobody's staff is 0 or nothing, 5/2.5: 2, 1, 2, –, –, 2
		{"{method: min_max, per: staff}", []float64{2, 4, 10, 3, 3, 5}, []float64{100, 0, 100, none, none, 100}},
		// skewness 2.23 and kurtosis 4.99 are beyond 2 and 3.5, so 100 is pulled in to 4: 1 2 3 4 4
		{"{method: min_max, treat: {method: winsorise}}", []float64{1, 2, 3, 4, 100}, []float64{0, 100. / 3, 200. / 3, 100, 100}},
		// with wider limits nothing is touched
		{"{method: min_max, treat: {method: winsorise, skewness: 3, kurtosis: 9}}", []float64{1, 2, 3, 4, 100}, []float64{0, 100. / 99, 200. / 99, 300. / 99, 100}},
		// ln 1 = 0, ln 10 = 1·ln 10, ln 1000 = 3·ln 10
		{"{method: min_max, treat: {method: log}}", []float64{1, 10, 1000}, []float64{0, 100. / 3, 100}},
		// there is no logarithm of 0: the values stay as they are
		{"{method: min_max, treat: {method: log}}", []float64{0, 10, 40}, []float64{0, 25, 100}},
	} {
		t.Run(c.score, func(t *testing.T) {
			a, err := scoring.Assess(answered(scoredBy(t, c.score, ""), c.values...), scoring.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for u, want := range c.want {
				n := a.Agencies[u].Results[result.Self].Nodes["x"]
				got := math.NaN()
				if n.Value != nil {
					got = *n.Value
				}
				if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-9 {
					t.Errorf("%v of %v has %v, want %v", c.values[u], c.values, got, want)
				}
			}
			if len(a.Fits) != 1 || a.Fits[0].Method != string(a.Rubric.Tree.Indicators()[0].Scoring().Method) {
				t.Errorf("what was fitted is told as %+v", a.Fits)
			}
		})
	}
}

// What a treatment touched, and that it could not be made, stands in the result.
func TestTreatmentIsTold(t *testing.T) {
	a, err := scoring.Assess(answered(scoredBy(t, "{method: min_max, treat: {method: winsorise}}", ""), 1, 2, 3, 4, 100), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	told := a.Fits[0].Treatment
	if told == nil || told.Applied != "winsorise" || len(told.Points) != 1 || told.Points[0] != (result.TreatedPoint{Agency: "c4", Before: 100, After: 4}) {
		t.Errorf("told %+v", told)
	}
	// G1 = √20/3 · 88920/1522^1.5, from the deviations −21 −20 −19 −18 78
	if want := math.Sqrt(20) / 3 * 88920 / math.Pow(1522, 1.5); math.Abs(*a.Fits[0].Before.Skewness-want) > 1e-12 {
		t.Errorf("skewness %v, want %v", *a.Fits[0].Before.Skewness, want)
	}
	a, err = scoring.Assess(answered(scoredBy(t, "{method: min_max, treat: {method: log}}", ""), 0, 10, 40), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if told := a.Fits[0].Treatment; told == nil || !told.Failed {
		t.Errorf("a logarithm of 0 is told as %+v", told)
	}
	a, err = scoring.Assess(answered(scoredBy(t, "{method: fraction_max}", ""), -2, -4, 0), scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !a.Fits[0].Failed {
		t.Errorf("shares of a best value of 0 are told as %+v", a.Fits[0])
	}
}

// Unknown x of c4, in a list with x = 0 20 40 100 and no x for the last.
func TestImputationByHand(t *testing.T) {
	for _, c := range []struct {
		how  string
		want float64
		n    int
		from string
	}{
		{"mean", 40, 4, ""},                              // (0 + 20 + 40 + 100)/4
		{"median", 30, 4, ""},                            // (20 + 40)/2
		{"group_mean, group: type", math.NaN(), 0, ""},   // c4 is alone in its group
		{"group_mean, group: half", 70, 2, ""},           // (40 + 100)/2
		{"nearest, neighbours: 4", 40, 4, "a0 a1 b2 b3"}, // y tells nothing, for it does not vary
	} {
		t.Run(c.how, func(t *testing.T) {
			in := answered(scoredBy(t, "{method: as_is}", "impute: {method: "+c.how+"},"), 0, 20, 40, 100, math.NaN())
			for u, one := range in.Agencies.All() {
				one.Columns["half"] = []string{"1", "1", "2", "2", "2"}[u]
			}
			if strings.HasPrefix(c.how, "nearest") { // let y vary, so that distances exist: all as far from c4's 50
				for k := range in.Answers {
					if in.Answers[k].Indicator == "y" && in.Answers[k].Agency != "c4" {
						in.Answers[k] = says(in.Answers[k].Agency, "y", 40)
					}
				}
			}
			a, err := scoring.Assess(in, scoring.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s := a.Agency("c4").Results[result.Self]
			if math.IsNaN(c.want) {
				if s.Nodes["x"].Value != nil || len(a.Imputations) > 0 || s.Index.Imputed != 0 {
					t.Errorf("filled in %v", a.Imputations)
				}
				return
			}
			x := s.Nodes["x"]
			if x.Value == nil || math.Abs(*x.Value-c.want) > 1e-12 || x.Coverage != 0 || *x.Low != 0 || *x.High != 100 || x.Imputed != 1 {
				t.Errorf("x is %+v", x)
			}
			// The index is the mean with y; half of its weight is a guess, and only half is known.
			y := *s.Nodes["y"].Value
			if math.Abs(*s.Index.Value-(c.want+y)/2) > 1e-12 || s.Index.Imputed != 0.5 || s.Index.Coverage != 0.5 {
				t.Errorf("the index is %+v", s.Index)
			}
			if len(a.Imputations) != 1 || a.Imputations[0].N != c.n || strings.Join(a.Imputations[0].From, " ") != c.from {
				t.Errorf("told as %+v", a.Imputations)
			}
		})
	}
}
