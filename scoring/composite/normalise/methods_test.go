package normalise

import (
	"math"
	"testing"

	"siap/scoring/composite"
)

// of makes a scorer or ends the test.
func of(t *testing.T) func(s Scorer, err error) Scorer {
	return func(s Scorer, err error) Scorer {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

func TestRank(t *testing.T) {
	// In order: 10, 20, 20, 40, 50, so five.
	values := []float64{40, 20, 10, unknown, 50, 20}
	five := composite.Scale{Min: 0, Max: 5}
	four := composite.Scale{Min: 0, Max: 4}
	for _, c := range []struct {
		name    string
		options RankOptions
		to      composite.Scale
		want    [7]float64 // of 10, 20, 40, 50, 30, -5, 99
	}{
		{"mean", RankOptions{}, five, [7]float64{1, 2.5, 4, 5, 3.5, 1, 5}},
		{"lowest", RankOptions{Ties: LowestOfTies}, five, [7]float64{1, 2, 4, 5, 4, 1, 5}},
		{"highest", RankOptions{Ties: HighestOfTies}, five, [7]float64{1, 3, 4, 5, 3, 1, 5}},
		{"mean, down", RankOptions{Down: true}, five, [7]float64{5, 3.5, 2, 1, 2.5, 5, 1}},
		{"lowest, down", RankOptions{Ties: LowestOfTies, Down: true}, five, [7]float64{5, 3, 2, 1, 3, 5, 1}},
		{"borda", RankOptions{Borda: true}, four, [7]float64{0, 1.5, 3, 4, 2.5, 0, 4}},
		{"borda, down", RankOptions{Borda: true, Down: true}, four, [7]float64{4, 2.5, 1, 0, 1.5, 4, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := of(t)(FitRank(values, c.to, c.options))
			for i, x := range []float64{10, 20, 40, 50, 30, -5, 99} {
				checkScore(t, r, x, c.want[i])
			}
			checkScore(t, r, unknown, unknown)
			if low, high := r.Range(); math.Abs(low-min(c.want[0], c.want[3])) > 1e-12 || high != c.to.Max {
				t.Errorf("the range is %v to %v", low, high)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	values := []float64{30, unknown, 10, 40}
	up := of(t)(FitDistance(values, 50, levels, DistanceOptions{}))
	checkScore(t, up, 10, 1)
	checkScore(t, up, 30, 3) // 1 + 20/40·4
	checkScore(t, up, 50, 5)
	checkScore(t, up, 90, 5)
	checkScore(t, up, 0, 1)
	open := of(t)(FitDistance(values, 50, levels, DistanceOptions{Open: true}))
	checkScore(t, open, 60, 6)
	if low, high := open.Range(); !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		t.Errorf("the open range is %v to %v", low, high)
	}
	if low, high := Bounds(open, []float64{30, unknown, 60, 10}); low != 1 || high != 6 {
		t.Errorf("the bounds of an unknown are %v to %v, want those observed, 1 and 6", low, high)
	}
	if low, high := Bounds(up, values); low != 1 || high != 5 {
		t.Errorf("the bounds of an unknown are %v to %v, want those of the scale", low, high)
	}
	down := of(t)(FitDistance(values, 0, levels, DistanceOptions{Down: true}))
	checkScore(t, down, 40, 1)
	checkScore(t, down, 10, 4) // 1 + 30/40·4
	checkScore(t, down, 0, 5)
	checkScore(t, down, -7, 5)
	// COINr's n_dist2ref and n_dist2targ multiply by -1 for direction -1 first: (−10 − −40)/(0 − −40) = 3/4 too.
	reference := of(t)(Named("distance_reference", values, levels, Options{Unit: 0}))
	checkScore(t, reference, 20, 3) // half-way from 10 to 30
	checkScore(t, reference, 40, 5)

	reached := of(t)(FitDistance([]float64{60, 90}, 50, levels, DistanceOptions{}))
	checkScore(t, reached, 60, 5)
	checkScore(t, reached, 50, 5)
	checkScore(t, reached, 49, 1)
	short := of(t)(FitDistance([]float64{7, 7}, 50, levels, DistanceOptions{Open: true}))
	checkScore(t, short, 7, 3)
	checkScore(t, short, 50, 5)
	if low, high := short.Range(); low != 1 || high != 5 {
		t.Errorf("the range without a way is %v to %v", low, high)
	}
	nobody := of(t)(FitDistance([]float64{unknown}, 50, levels, DistanceOptions{}))
	checkScore(t, nobody, 7, unknown)
}

func TestRatio(t *testing.T) {
	values := []float64{20, unknown, 10, 60}
	best := of(t)(FitRatio(values, TheBest, levels, RatioOptions{}))
	checkScore(t, best, 60, 5)
	checkScore(t, best, 30, 3)
	checkScore(t, best, 0, 1)
	checkScore(t, best, 90, 5)
	checkScore(t, best, -9, 1)
	// Less is better: min/x.
	down := of(t)(FitRatio(values, TheBest, levels, RatioOptions{Down: true}))
	checkScore(t, down, 10, 5)
	checkScore(t, down, 20, 3)
	checkScore(t, down, 40, 2)
	checkScore(t, down, 0, 5)
	// The mean is 30, the worst 10.
	mean := of(t)(Named("ratio_mean", values, levels, Options{Open: true}))
	checkScore(t, mean, 60, 9)
	worst := of(t)(FitRatio(values, TheWorst, levels, RatioOptions{Open: true, Difference: true}))
	checkScore(t, worst, 15, 3) // 15/10 − 1
	checkScore(t, worst, 0, -3)
	less := of(t)(FitRatio(values, TheMean, levels, RatioOptions{Open: true, Difference: true, Down: true}))
	checkScore(t, less, 15, 3) // 1 − 15/30
	openDown := of(t)(FitRatio(values, TheBest, levels, RatioOptions{Open: true, Down: true}))
	checkScore(t, openDown, 0, unknown)
	checkScore(t, openDown, 5e-324, unknown)
	zeros := of(t)(FitRatio([]float64{0, 0}, TheBest, levels, RatioOptions{}))
	checkScore(t, zeros, 0, 3)
	nobody := of(t)(FitRatio(nil, TheBest, levels, RatioOptions{Open: true}))
	checkScore(t, nobody, 1, unknown)
}

func TestAboveBelow(t *testing.T) {
	// The mean is 10, a fifth of it 2.
	a := of(t)(FitAboveBelow([]float64{5, 15, unknown, 10}, 0.2, levels, false))
	for x, want := range map[float64]float64{7.9: 1, 8: 3, 10: 3, 12: 3, 12.1: 5} {
		checkScore(t, a, x, want)
	}
	down := of(t)(FitAboveBelow([]float64{5, 15, 10}, 0.2, levels, true))
	checkScore(t, down, 7.9, 5)
	checkScore(t, down, 13, 1)
	// A mean below 0 has its band about it all the same: -12 to -8.
	below := of(t)(FitAboveBelow([]float64{-5, -15}, 0.2, levels, false))
	checkScore(t, below, -11, 3)
	checkScore(t, below, -7, 5)
	checkScore(t, of(t)(FitAboveBelow([]float64{unknown}, 0.2, levels, false)), 1, unknown)
}

func TestCategories(t *testing.T) {
	// Percentiles 25, 50, 75, 100.
	classes := []Category{{0, 0}, {50, 0.5}, {100, 1}}
	c := of(t)(FitCategories([]float64{4, 1, unknown, 2, 3}, classes, levels, false))
	for x, want := range map[float64]float64{1: 1, 2: 3, 3: 3, 4: 5, 2.5: 3, 9: 5, -9: 1} {
		checkScore(t, c, x, want)
	}
	down := of(t)(FitCategories([]float64{4, 1, 2, 3}, classes, levels, true))
	checkScore(t, down, 1, 5)
	checkScore(t, down, 4, 1)
	if low, high := of(t)(FitCategories([]float64{1, 2}, []Category{{0, 0.25}, {50, 0.5}}, levels, false)).Range(); low != 2 || high != 3 {
		t.Errorf("the range is %v to %v, want 2 to 3", low, high)
	}
}

func TestMethodsRefuse(t *testing.T) {
	inf := math.Inf(1)
	some := []float64{1, 2, 3}
	for name, f := range map[string]func() (Scorer, error){
		"best unknown":       func() (Scorer, error) { return FitDistance(some, unknown, levels, DistanceOptions{}) },
		"best infinite":      func() (Scorer, error) { return FitDistance(some, inf, levels, DistanceOptions{}) },
		"no way up":          func() (Scorer, error) { return FitDistance(some, 1, levels, DistanceOptions{Open: true}) },
		"best far away":      func() (Scorer, error) { return FitDistance([]float64{-1.7e308, 0}, 1.7e308, levels, DistanceOptions{}) },
		"reference 0":        func() (Scorer, error) { return NewRatio(0, levels, RatioOptions{}) },
		"reference below 0":  func() (Scorer, error) { return NewRatio(-1, levels, RatioOptions{}) },
		"reference infinite": func() (Scorer, error) { return NewRatio(inf, levels, RatioOptions{}) },
		"ratio below 0":      func() (Scorer, error) { return FitRatio([]float64{-1, 2}, TheBest, levels, RatioOptions{}) },
		"best of less is 0":  func() (Scorer, error) { return FitRatio([]float64{0, 2}, TheBest, levels, RatioOptions{Down: true}) },
		"worst is 0":         func() (Scorer, error) { return FitRatio([]float64{0, 2}, TheWorst, levels, RatioOptions{}) },
		"threshold below 0":  func() (Scorer, error) { return FitAboveBelow(some, -1, levels, false) },
		"threshold unknown":  func() (Scorer, error) { return FitAboveBelow(some, unknown, levels, false) },
		"no classes":         func() (Scorer, error) { return FitCategories(some, nil, levels, false) },
		"classes from 5":     func() (Scorer, error) { return FitCategories(some, []Category{{5, 0}}, levels, false) },
		"classes falling": func() (Scorer, error) {
			return FitCategories(some, []Category{{0, 0}, {50, 0.5}, {40, 1}}, levels, false)
		},
		"scores falling":     func() (Scorer, error) { return FitCategories(some, []Category{{0, 1}, {50, 0.5}}, levels, false) },
		"scores beyond":      func() (Scorer, error) { return FitCategories(some, []Category{{0, 0}, {50, 2}}, levels, false) },
		"percentile unknown": func() (Scorer, error) { return FitCategories(some, []Category{{0, 0}, {unknown, 1}}, levels, false) },
		"no such unit":       func() (Scorer, error) { return Named("distance_reference", some, levels, Options{Unit: 3}) },
		"unit unknown": func() (Scorer, error) {
			return Named("distance_reference", []float64{1, unknown}, levels, Options{Unit: 1})
		},
		"no such method": func() (Scorer, error) { return Named("zscore", some, levels, Options{}) },
	} {
		if _, err := f(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for name, fit := range anchored {
		for what, values := range map[string][]float64{"infinite": {1, inf}, "minus infinite": {-inf, 1}} {
			if _, err := fit(values, levels, false); err == nil {
				t.Errorf("%s, %s: accepted", name, what)
			}
		}
		if _, err := fit(some, composite.Scale{Min: 1, Max: 1}, false); err == nil {
			t.Errorf("%s: a scale of no length was accepted", name)
		}
		s, err := fit([]float64{unknown}, levels, false)
		if err != nil {
			t.Errorf("%s, all unknown: %v", name, err)
		} else if y := s.Score(7); !math.IsNaN(y) {
			t.Errorf("%s, all unknown: 7 gets %v", name, y)
		}
	}
}

// Every name makes a scorer, with nothing but the least said.
func TestNamed(t *testing.T) {
	values := []float64{1, 2, unknown, 4}
	for _, name := range Names() {
		s, err := Named(name, values, percent, Options{High: 4, Target: 4, Unit: 3})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		low, high := s.Score(1), s.Score(4)
		if !(low < high) || !math.IsNaN(s.Score(unknown)) {
			t.Errorf("%s: 1 gets %v and 4 gets %v", name, low, high)
		}
	}
}
