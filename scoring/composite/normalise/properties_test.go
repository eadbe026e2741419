package normalise

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
)

// drawScorer draws any method with any parameters. The scale is that of the fitted methods and the goalposts; a
// table and a piecewise line are drawn rising, so that up means up for all.
func drawScorer(t *rapid.T, down bool) Scorer {
	to := composite.Scale{Min: rapid.Float64Range(-10, 10).Draw(t, "bottom")}
	to.Max = to.Min + rapid.Float64Range(0.1, 100).Draw(t, "span")
	value := rapid.Float64Range(-1000, 1000)
	var s Scorer
	var err error
	switch kind := rapid.SampledFrom([]string{
		"goalposts", "log", "open", "steps", "piecewise", "min-max", "z-score", "percentile", "rank", "borda", "categorical",
		"above-below", "distance", "fraction", "ratio", "difference",
	}).Draw(t, "kind"); kind {
	case "goalposts", "open", "log":
		low := value.Draw(t, "low")
		if kind == "log" {
			low = math.Abs(low) + 1e-3
		}
		high := low + rapid.Float64Range(0.1, 1000).Draw(t, "distance")
		s, err = NewGoalposts(low, high, to, GoalpostOptions{Log: kind == "log", Open: kind == "open", Down: down})
	case "steps", "piecewise":
		edges := rapid.SliceOfNDistinct(rapid.IntRange(-1000, 1000), 2, 6, rapid.ID[int]).Draw(t, "edges")
		slices.Sort(edges)
		var rows []Step
		var at, score []float64
		for i, e := range edges {
			at, score = append(at, float64(e)), append(score, float64(i))
			if i > 0 {
				rows = append(rows, Step{Low: float64(edges[i-1]), High: float64(e), LowClosed: true, Score: float64(i)})
			}
		}
		if down {
			slices.Reverse(score)
			for i := range rows {
				rows[i].Score = -rows[i].Score
			}
		}
		if kind == "steps" {
			s, err = NewSteps(rows)
		} else {
			s, err = NewPiecewise(at, score)
		}
	case "above-below", "distance", "fraction", "ratio", "difference":
		s, err = anchored[kind](drawValues(t), to, down)
	default:
		s, err = fits[kind].fit(drawValues(t), to, down)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawValues draws the values of some units, ties and unknown ones among them.
func drawValues(t *rapid.T) []float64 {
	return rapid.SliceOfN(rapid.OneOf(
		rapid.Float64Range(-1000, 1000), rapid.SampledFrom([]float64{0, 0.3, 7, 7, unknown}),
	), 1, 12).Draw(t, "values")
}

// A better value never gets a lower score, scores stay in the range, and unknown stays unknown.
func TestBetterIsNotLower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		down := rapid.Bool().Draw(t, "down")
		s := drawScorer(t, down)
		x := rapid.SliceOfN(rapid.Float64Range(-2000, 2000), 2, 2).Draw(t, "x")
		slices.Sort(x)
		if down {
			slices.Reverse(x)
		}
		worse, better := s.Score(x[0]), s.Score(x[1])
		if better < worse-1e-12*max(1, math.Abs(worse)) {
			t.Fatalf("%v gets %v and the better %v gets %v", x[0], worse, x[1], better)
		}
		lowest, highest := s.Range()
		for _, y := range []float64{worse, better} {
			if composite.IsKnown(y) && !(y >= lowest && y <= highest) {
				t.Fatalf("the score %v is not in the range from %v to %v", y, lowest, highest)
			}
		}
		if y := s.Score(unknown); composite.IsKnown(y) {
			t.Fatalf("unknown became %v", y)
		}
	})
}

// The order of the units changes no bit of any score.
func TestOrderOfUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := drawValues(t)
		shuffled := rapid.Permutation(values).Draw(t, "order")
		before, after := slices.Clone(values), slices.Clone(shuffled)
		all := maps.Clone(anchored)
		for name, f := range fits {
			all[name] = f.fit
		}
		for name, fit := range all {
			a, err := fit(values, levels, false)
			if err != nil {
				t.Fatal(err)
			}
			b, err := fit(shuffled, levels, false)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range append(slices.Clone(values), 3.3, -1e9) {
				if p, q := a.Score(x), b.Score(x); math.Float64bits(p) != math.Float64bits(q) {
					t.Fatalf("%s: %v gets %v in one order and %v in another", name, x, p, q)
				}
			}
		}
		same := func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
		if !slices.EqualFunc(values, before, same) || !slices.EqualFunc(shuffled, after, same) {
			t.Fatal("the values given were changed")
		}
	})
}

// The unit of the values does not matter to a fit: values times c, plus d, get the same scores, and c below 0 turns
// the scale around.
func TestUnitOfValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.IntRange(-50, 50), 2, 12).Draw(t, "values")
		factor := float64(rapid.SampledFrom([]int{-7, -1, 3, 1000}).Draw(t, "factor"))
		shift := float64(rapid.IntRange(-100, 100).Draw(t, "shift"))
		values, moved := make([]float64, len(numbers)), make([]float64, len(numbers))
		for i, n := range numbers {
			values[i], moved[i] = float64(n), factor*float64(n)+shift
		}
		for name, f := range fits {
			a, err := f.fit(values, levels, false)
			if err != nil {
				t.Fatal(err)
			}
			b, err := f.fit(moved, levels, factor < 0)
			if err != nil {
				t.Fatal(err)
			}
			for i := range values {
				if p, q := a.Score(values[i]), b.Score(moved[i]); !(math.Abs(p-q) <= 1e-12) {
					t.Fatalf("%s: %v gets %v, and as %v it gets %v", name, values[i], p, moved[i], q)
				}
			}
		}
	})
}

// The middle of a percentile rank is the middle of the scale, whatever the ties.
func TestPercentileMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 9), func(n int) float64 { return float64(n) }), 1, 20).Draw(t, "values")
		p, err := FitPercentile(values, percent, rapid.Bool().Draw(t, "down"))
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, x := range values {
			sum += p.Score(x)
		}
		if mean := sum / float64(len(values)); !(math.Abs(mean-50) <= 1e-10) {
			t.Fatalf("the mean score is %v, want 50", mean)
		}
	})
}

// Normalise is Score, unit by unit.
func TestNormalise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScorer(t, false)
		x := drawValues(t)
		dst := make([]float64, len(x))
		s.Normalise(dst, x)
		for i, v := range x {
			if want := s.Score(v); math.Float64bits(dst[i]) != math.Float64bits(want) {
				t.Fatalf("%v gets %v in the column and %v alone", v, dst[i], want)
			}
		}
	})
}
