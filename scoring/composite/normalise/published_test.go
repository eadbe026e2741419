package normalise

import (
	"math"
	"os"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/compositetest"
)

func compare(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%s: %d scores, want %d", what, len(got), len(want))
	}
	for u := range want {
		if !(math.Abs(got[u]-want[u]) <= tol) {
			t.Errorf("%s, row %d: %v, published %v", what, u+1, got[u], want[u])
		}
	}
}

// The Handbook's example: the schooling of 23 countries in several normalisations (testdata/source.md). Tolerances
// are half of the last digit printed, and the rounding of a printed .5.
func TestHandbookSchooling(t *testing.T) {
	table := compositetest.Read(t, os.DirFS("testdata"), "schooling.csv").Columns
	years := table["schooling"]
	n := float64(len(years))
	got := make([]float64, len(years))

	minmax, err := FitMinMax(years, composite.Scale{Min: 0, Max: 1}, false)
	if err != nil {
		t.Fatal(err)
	}
	minmax.Normalise(got, years)
	compare(t, "min-max", got, table["minmax"], 0.005+1e-9)

	// A scale wide enough that no z-score is cut.
	z, err := FitZScore(years, composite.Scale{Min: -5, Max: 5}, 0, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	z.Normalise(got, years)
	compare(t, "z-score", got, table["zscore"], 0.005+1e-9)

	// On the scale from 0 to n the score is the rank itself, on that from 0 to 100 its percentile.
	scorer := func(s Scorer, err error) Scorer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	hundred, one := composite.Scale{Min: 0, Max: 100}, composite.Scale{Min: 0, Max: 1}
	ratio := func(against Against, difference bool) Scorer {
		return scorer(FitRatio(years, against, one, RatioOptions{Difference: difference, Open: true}))
	}
	for _, c := range []struct {
		column string
		scorer Scorer
		tol    float64
	}{
		{"rank_ascending", scorer(FitRank(years, composite.Scale{Min: 0, Max: n}, RankOptions{Ties: LowestOfTies})), 1e-12},
		{"percentile", scorer(FitRank(years, hundred, RankOptions{Ties: LowestOfTies})), 0.05 + 1e-9},
		{"minmax", scorer(Named("distance_max", years, one, Options{})), 0.005 + 1e-9},
		{"ratio_to_mean", ratio(TheMean, false), 0.005 + 1e-9},
		{"ratio_to_best", ratio(TheBest, false), 0.005 + 1e-9},
		{"ratio_to_worst", ratio(TheWorst, false), 0.005 + 1e-9},
		{"diff_to_mean", ratio(TheMean, true), 0.005 + 1e-9},
		{"diff_to_worst", ratio(TheWorst, true), 0.005 + 1e-9},
		{"above_below_p20", scorer(FitAboveBelow(years, 0.2, composite.Scale{Min: -1, Max: 1}, false)), 0},
		{"categorical", scorer(FitCategories(years, HandbookCategories(), hundred, false)), 1e-12},
	} {
		c.scorer.Normalise(got, years)
		compare(t, c.column, got, table[c.column], c.tol)
	}
}

// DESI 2022: each indicator runs from 0 to 100 between fixed goalposts. The sub-dimensions 2d and 3a have one
// indicator each; 1a has three, of weights 2, 1 and 1.
func TestDESIGoalposts(t *testing.T) {
	table := compositetest.Read(t, os.DirFS("testdata"), "desi2022.csv").Columns
	scores := map[string][]float64{}
	for name, ends := range map[string][2]float64{
		"2d1": {25, 100}, "3a1": {0.2, 1}, "1a1": {0, 1}, "1a2": {0, 0.66}, "1a3": {0.25, 1},
	} {
		g, err := NewGoalposts(ends[0], ends[1], composite.Scale{Min: 0, Max: 100}, GoalpostOptions{})
		if err != nil {
			t.Fatal(err)
		}
		scores[name] = make([]float64, len(table[name]))
		g.Normalise(scores[name], table[name])
	}
	skills := make([]float64, len(scores["1a1"]))
	for u := range skills {
		skills[u] = (2*scores["1a1"][u] + scores["1a2"][u] + scores["1a3"][u]) / 4
	}
	compare(t, "broadband price", scores["2d1"], table["score_2d"], 1e-12)
	compare(t, "digital intensity", scores["3a1"], table["score_3a"], 1e-12)
	compare(t, "skills", skills, table["score_1a"], 1e-12)
}

// UNDP, Human Development Report 2020, Technical note 1, the worked example: an income of 3,829 dollars a head gets
// (ln 3829 - ln 100)/(ln 75000 - ln 100) = 0.5506, printed with four digits.
func TestIncomeIndex(t *testing.T) {
	g, err := NewGoalposts(100, 75000, composite.Scale{Min: 0, Max: 1}, GoalpostOptions{Log: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Score(3829); !(math.Abs(got-0.5506) <= 0.00005) {
		t.Errorf("the income index is %v, published: 0.5506", got)
	}
}
