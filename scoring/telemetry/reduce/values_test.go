package reduce

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func quantileOf(numbers []float64, q float64) float64 {
	v := NewValues(1000, 16)
	for _, x := range numbers {
		v.Add(x)
	}
	x, _ := v.Quantile(q)
	return x
}

// The quantiles of type 7 of Hyndman and Fan: position (n − 1) q, here of 10, 20, 30, 40.
func TestQuantiles(t *testing.T) {
	four := []float64{40, 10, 30, 20}
	for _, c := range []struct {
		numbers []float64
		q, want float64
	}{
		{four, 0, 10},
		{four, 1, 40},
		{four, 0.5, 25},                    // 1.5
		{four, 0.9, 37},                    // 2.7: 30 + 0.7 · 10
		{four, 1.0 / 3, 20},                // 1
		{[]float64{7}, 0.99, 7},            //
		{[]float64{-5, 5}, 0.5, 0},         //
		{[]float64{1, 1, 1, 9}, 0.5, 1},    //
		{[]float64{-1e308, 1e308}, 0.5, 0}, // whose difference no float64 can hold
		{nil, 0.5, math.NaN()},             //
	} {
		if got := quantileOf(c.numbers, c.q); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%v of %v: %v, want %v", c.q, c.numbers, got, c.want)
		}
	}
	var none *Values
	if x, bound := none.Quantile(0.5); !math.IsNaN(x) || bound != 0 {
		t.Errorf("of nothing: %v, %v", x, bound)
	}
}

// A sketch keeps the bound that it states, at every rank; the numbers are drawn over many orders of magnitude and of
// both signs, so that it has to coarsen.
func TestSketchKeepsItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		spread := rapid.SampledFrom([]float64{0.1, 1, 5, 20, 100}).Draw(t, "spread")
		room := rapid.SampledFrom([]int{64, 512, 4096}).Draw(t, "room")
		negative := rapid.Float64Range(0, 1).Draw(t, "negative")
		zeros := rapid.Float64Range(0, 0.3).Draw(t, "zeros")
		r := rand.New(rand.NewPCG(seed, 1))
		numbers := make([]float64, 3000)
		for i := range numbers {
			switch x := math.Exp(r.NormFloat64() * spread); {
			case r.Float64() < zeros:
			case r.Float64() < negative:
				numbers[i] = -x
			default:
				numbers[i] = x
			}
		}
		parts := []*Values{NewValues(100, room), NewValues(100, room), NewValues(100, room)}
		whole := NewValues(100, room)
		for _, x := range numbers {
			whole.Add(x)
			parts[r.IntN(3)].Add(x)
		}
		parts[0].Merge(parts[1])
		parts[0].Merge(parts[2])
		slices.Sort(numbers)
		for _, q := range []float64{0, 0.01, 0.5, 0.9, 0.95, 0.99, 1} {
			got, bound := whole.Quantile(q)
			if again, b := parts[0].Quantile(q); again != got || b != bound {
				t.Fatalf("%v: %v ± %v in one, %v ± %v in parts", q, got, bound, again, b)
			}
			rank := float64(len(numbers)-1) * q
			low, high := numbers[int(rank)], numbers[min(int(rank)+1, len(numbers)-1)]
			if low < 0 && high > 0 || bound >= 1 {
				continue // the bound is one of numbers of one sign
			}
			if want := between(low, high, rank-math.Floor(rank)); math.Abs(got-want) > bound*max(math.Abs(low), math.Abs(high))*(1+1e-12) {
				t.Fatalf("%v: %v, want %v ± %v", q, got, want, bound)
			}
		}
	})
}

// What is exact and what is a sketch depends on how many there are, not on how they came.
func TestExactAsLongAsTheyFit(t *testing.T) {
	for _, n := range []int{99, 100, 101, 1000} {
		v := NewValues(100, 4096)
		for i := range n {
			v.Add(float64(i + 1))
		}
		_, bound := v.Quantile(0.5)
		if (bound == 0) != (n <= 100) || bound != v.Bound() {
			t.Errorf("%d numbers: bound %v", n, bound)
		}
		a, b := NewValues(100, 4096), NewValues(100, 4096)
		for i := range n {
			if i%3 == 0 {
				a.Add(float64(i + 1))
			} else {
				b.Add(float64(i + 1))
			}
		}
		a.Merge(b)
		for _, q := range []float64{0, 0.3, 0.95} {
			x, e := v.Quantile(q)
			y, f := a.Quantile(q)
			if x != y || e != f {
				t.Errorf("%d numbers at %v: %v ± %v, merged %v ± %v", n, q, x, e, y, f)
			}
		}
	}
}

// A sketch takes no more room than it was given, whatever it is fed.
func TestSketchIsBounded(t *testing.T) {
	s := NewSketch(64)
	for e := -1022; e < 1024; e++ {
		s.Add(math.Ldexp(1.5, e))
		s.Add(-math.Ldexp(1.25, 1-e))
	}
	for _, side := range s.sides {
		if len(side.counts) > 64 {
			t.Errorf("%d cells", len(side.counts))
		}
	}
	v := &Values{sketch: s, n: 2 * 2046, low: math.Inf(-1), high: math.Inf(1)}
	if _, bound := v.Quantile(0.5); bound != 1 {
		t.Errorf("the middle of everything is said to be known within %v", bound)
	}
	if x, bound := v.Quantile(1); bound != 0.5 || x < math.Ldexp(1, 1023) {
		t.Errorf("the largest is %v ± %v", x, bound)
	}
}
