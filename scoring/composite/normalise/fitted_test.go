package normalise

import (
	"math"
	"testing"

	"siap/scoring/composite"
)

func TestMinMax(t *testing.T) {
	up, err := FitMinMax([]float64{30, unknown, 10, 50}, levels, false)
	if err != nil {
		t.Fatal(err)
	}
	down, err := FitMinMax([]float64{30, unknown, 10, 50}, levels, true)
	if err != nil {
		t.Fatal(err)
	}
	checkScore(t, up, 10, 1)
	checkScore(t, up, 50, 5)
	checkScore(t, up, 20, 2) // 1 + 10/40·4
	checkScore(t, up, 99, 5) // beyond those that were fitted
	checkScore(t, up, unknown, unknown)
	checkScore(t, down, 10, 5)
	checkScore(t, down, 20, 4) // 5 - 10/40·4
	checkScore(t, down, 50, 1)
}

func TestZScore(t *testing.T) {
	// The mean of 2, 4, 4, 4, 5, 5, 7, 9 is 5; the squares of the differences add up to 32, so s² = 32/7.
	values := []float64{2, 4, 4, unknown, 4, 5, 5, 7, 9}
	s := math.Sqrt(32.0 / 7)
	for _, down := range []bool{false, true} {
		z, err := FitZScore(values, percent, 50, 10, down)
		if err != nil {
			t.Fatal(err)
		}
		sign := 1.0
		if down {
			sign = -1
		}
		checkScore(t, z, 5, 50)
		checkScore(t, z, 9, 50+sign*10*4/s)
		checkScore(t, z, 2, 50-sign*10*3/s)
		checkScore(t, z, 6, 50+sign*10/s) // a value that was not fitted
		checkScore(t, z, 1e6, 50+sign*50) // kept on the scale
		checkScore(t, z, -1e6, 50-sign*50)
		checkScore(t, z, math.Inf(1), 50+sign*50)
		checkScore(t, z, unknown, unknown)
	}
}

// Large numbers close together, and numbers whose squares overflow: 1, 2, 3 have z-scores -1, 0, 1 in any unit.
func TestZScoreOfLargeNumbers(t *testing.T) {
	for _, values := range [][]float64{{1e9 + 1, 1e9 + 2, 1e9 + 3}, {1e300, 2e300, 3e300}, {1e-300, 2e-300, 3e-300}} {
		z, err := FitZScore(values, percent, 50, 10, false)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float64{40, 50, 60} {
			checkScore(t, z, values[i], want)
		}
	}
}

func TestPercentile(t *testing.T) {
	// In order: 10, 20, 20, 40, 50. Ranks 1, 2.5, 2.5, 4, 5; shares of 4: 0, 1.5, 1.5, 3, 4.
	values := []float64{40, 20, 10, unknown, 50, 20}
	for _, c := range []struct {
		name     string
		x        float64
		up, down float64
	}{
		{"lowest", 10, 0, 100},
		{"tied", 20, 37.5, 62.5},
		{"fourth", 40, 75, 25},
		{"highest", 50, 100, 0},
		// three lie below and none is equal: (3 - 0.5)/4
		{"between", 30, 62.5, 37.5},
		// one below: (1 - 0.5)/4
		{"between the lowest two", 11, 12.5, 87.5},
		{"below all", -5, 0, 100},
		{"above all", 51, 100, 0},
		{"infinite", math.Inf(1), 100, 0},
		{"unknown", unknown, unknown, unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			for down, want := range map[bool]float64{false: c.up, true: c.down} {
				p, err := FitPercentile(values, percent, down)
				if err != nil {
					t.Fatal(err)
				}
				checkScore(t, p, c.x, want)
			}
		})
	}
	tenth, fifth := 0.1, 0.2
	p, err := FitPercentile([]float64{tenth + fifth, 0.3, 0.1, 0.9}, percent, false)
	if err != nil {
		t.Fatal(err)
	}
	// Ranks 1, 2.5, 2.5, 4 of 4: 0.3 and 0.1 + 0.2 are tied.
	checkScore(t, p, 0.3, 50)
	checkScore(t, p, tenth+fifth, 50)
}

// fits are the fitted methods with nothing but the values left open, and what they give where these do not differ.
var fits = map[string]struct {
	fit  func(values []float64, to composite.Scale, down bool) (Scorer, error)
	flat float64 // on the scale from 1 to 5
}{
	"min-max": {func(v []float64, to composite.Scale, down bool) (Scorer, error) { return FitMinMax(v, to, down) }, 3},
	"z-score": {func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitZScore(v, to, to.Min+(to.Max-to.Min)/4, (to.Max-to.Min)/6, down)
	}, 2},
	"percentile": {func(v []float64, to composite.Scale, down bool) (Scorer, error) { return FitPercentile(v, to, down) }, 3},
	"rank": {func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitRank(v, to, RankOptions{Ties: LowestOfTies, Down: down})
	}, 3},
	"borda": {func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitRank(v, to, RankOptions{Ties: HighestOfTies, Borda: true, Down: down})
	}, 3},
	"categorical": {func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitCategories(v, HandbookCategories(), to, down)
	}, 3},
}

// anchored are the fitted methods for which the zero of the values has a meaning, so that a shift changes the scores.
var anchored = map[string]func(values []float64, to composite.Scale, down bool) (Scorer, error){
	"above-below": func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitAboveBelow(v, 0.2, to, down)
	},
	"distance": func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitDistance(v, 100, to, DistanceOptions{Down: down})
	},
	"fraction": func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitRatio(absolute(v), TheBest, to, RatioOptions{Down: down})
	},
	"ratio": func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitRatio(absolute(v), TheMean, to, RatioOptions{Down: down, Open: !down})
	},
	"difference": func(v []float64, to composite.Scale, down bool) (Scorer, error) {
		return FitRatio(absolute(v), TheMean, to, RatioOptions{Down: down, Open: true, Difference: true})
	},
}

// absolute moves values away from and above 0, where ratios have a meaning.
func absolute(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, x := range values {
		out[i] = math.Abs(x) + 1
	}
	return out
}

func TestFitWithoutSpread(t *testing.T) {
	tenth, fifth := 0.1, 0.2
	for name, f := range fits {
		for what, values := range map[string][]float64{
			"one value":                {7},
			"one value and an unknown": {7, unknown},
			"the same thrice":          {7, 7, 7},
			"the same but for a bit":   {0.3, tenth + fifth},
			"zero and zero":            {0, math.Copysign(0, -1)},
		} {
			for _, down := range []bool{false, true} {
				s, err := f.fit(values, levels, down)
				if err != nil {
					t.Fatal(err)
				}
				if got := s.Score(values[0]); !(math.Abs(got-f.flat) <= 1e-12) {
					t.Errorf("%s, %s: got %v, want %v", name, what, got, f.flat)
				}
				if got := s.Score(unknown); !math.IsNaN(got) {
					t.Errorf("%s, %s: unknown became %v", name, what, got)
				}
			}
		}
		for what, values := range map[string][]float64{"nothing": nil, "all unknown": {unknown, unknown}} {
			s, err := f.fit(values, levels, false)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Score(7); !math.IsNaN(got) {
				t.Errorf("%s, %s: got %v, want unknown", name, what, got)
			}
		}
	}
}

func TestFitRefuses(t *testing.T) {
	some := []float64{1, 2, 3}
	for name, f := range fits {
		for what, values := range map[string][]float64{
			"infinite":       {1, math.Inf(1)},
			"minus infinite": {math.Inf(-1), 1},
			"too far apart":  {-math.MaxFloat64, math.MaxFloat64},
			"all infinite":   {math.Inf(1), math.Inf(1)},
		} {
			if _, err := f.fit(values, levels, false); err == nil {
				t.Errorf("%s, %s: accepted", name, what)
			}
		}
		if _, err := f.fit(some, composite.Scale{Min: 1, Max: 1}, false); err == nil {
			t.Errorf("%s: a scale of no length was accepted", name)
		}
	}
	for what, c := range map[string][2]float64{
		"mean off the scale": {6, 1}, "mean below the scale": {0, 1}, "mean unknown": {unknown, 1},
		"sd 0": {3, 0}, "sd below 0": {3, -1}, "sd unknown": {3, unknown}, "sd infinite": {3, math.Inf(1)},
	} {
		if _, err := FitZScore(some, levels, c[0], c[1], false); err == nil {
			t.Errorf("z-score, %s: accepted", what)
		}
	}
}
