package agreement_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/agreement"
)

func ratings(t *rapid.T) [][]float64 {
	units, raters := rapid.IntRange(2, 12).Draw(t, "units"), rapid.IntRange(2, 5).Draw(t, "raters")
	levels := rapid.IntRange(2, 6).Draw(t, "levels")
	out := make([][]float64, units)
	for u := range out {
		out[u] = make([]float64, raters)
		for r := range out[u] {
			out[u][r] = float64(rapid.IntRange(0, levels).Draw(t, "value"))
			if rapid.IntRange(0, 5).Draw(t, "blank") == 0 {
				out[u][r] = nan
			}
		}
	}
	return out
}

// mapped gives all values through a function.
func mapped(x [][]float64, f func(float64) float64) [][]float64 {
	out := make([][]float64, len(x))
	for i, row := range x {
		for _, v := range row {
			out[i] = append(out[i], f(v))
		}
	}
	return out
}

func alike(a, b float64) bool {
	return math.IsNaN(a) == math.IsNaN(b) && (math.IsNaN(a) || math.Abs(a-b) <= 1e-9)
}

// coincidences is alpha by the coincidence matrix as Krippendorff writes it down, for comparison.
func coincidences(units [][]float64, delta func(c, k int, n []float64) float64) float64 {
	const most = 8
	var o [most][most]float64
	for _, unit := range units {
		known := slices.DeleteFunc(slices.Clone(unit), math.IsNaN)
		for i, c := range known {
			for j, k := range known {
				if i != j {
					o[int(c)][int(k)] += 1 / float64(len(known)-1)
				}
			}
		}
	}
	n, total := make([]float64, most), 0.0
	for c := range o {
		for k := range o {
			n[c] += o[c][k]
		}
		total += n[c]
	}
	observed, expected := 0.0, 0.0
	for c := range o {
		for k := range o {
			observed += o[c][k] * delta(c, k, n)
			expected += n[c] * n[k] * delta(c, k, n)
		}
	}
	return 1 - (total-1)*observed/expected
}

func TestKrippendorffIsItsDefinition(t *testing.T) {
	deltas := map[agreement.Metric]func(c, k int, n []float64) float64{
		agreement.Nominal: func(c, k int, _ []float64) float64 {
			if c == k {
				return 0
			}
			return 1
		},
		agreement.Ordinal: func(c, k int, n []float64) float64 {
			c, k = min(c, k), max(c, k)
			between := 0.0
			for g := c; g <= k; g++ {
				between += n[g]
			}
			between -= (n[c] + n[k]) / 2
			return between * between
		},
		agreement.Interval: func(c, k int, _ []float64) float64 { return float64((c - k) * (c - k)) },
		agreement.Ratio: func(c, k int, _ []float64) float64 {
			if c == k {
				return 0
			}
			d := float64(c-k) / float64(c+k)
			return d * d
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		units := ratings(t)
		for metric, delta := range deltas {
			a, err := agreement.Krippendorff(units, metric)
			if err != nil {
				return // no unit with two values
			}
			if math.IsNaN(a.Value) {
				continue
			}
			if want := coincidences(units, delta); !alike(a.Value, want) {
				t.Fatalf("%s is %v, by the matrix %v", metric, a.Value, want)
			}
			if a.Value > 1 || math.IsInf(a.Value, 0) {
				t.Fatalf("alpha %v", a.Value)
			}
		}
	})
}

// The order of the units, and of the raters within each, means nothing; nor does a map that the metric allows.
func TestKrippendorffHolds(t *testing.T) {
	maps := map[agreement.Metric]func(float64) float64{
		agreement.Nominal:  func(x float64) float64 { return 17 - 3*math.Mod(x*5, 7) }, // one to one
		agreement.Ordinal:  func(x float64) float64 { return -x * x * x },
		agreement.Interval: func(x float64) float64 { return 3 - 2*x },
		agreement.Ratio:    func(x float64) float64 { return 5 * x },
	}
	rapid.Check(t, func(t *rapid.T) {
		units := ratings(t)
		for metric, f := range maps {
			a, err := agreement.Krippendorff(units, metric)
			if err != nil {
				return
			}
			same, err := agreement.Krippendorff(rapid.Permutation(units).Draw(t, "other order"), metric)
			if err != nil || same.Value != a.Value && !(math.IsNaN(same.Value) && math.IsNaN(a.Value)) {
				t.Fatalf("%s: %+v, in another order %+v, %v", metric, a, same, err)
			}
			other := rapid.Permutation(mapped(units, f)).Draw(t, "order")
			for u := range other {
				slices.Reverse(other[u])
			}
			again, err := agreement.Krippendorff(other, metric)
			if err != nil || !alike(again.Value, a.Value) || again.Units != a.Units || again.Values != a.Values {
				t.Fatalf("%s: %+v, mapped %+v, %v", metric, a, again, err)
			}
		}
	})
}

func TestKendallHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judges := ratings(t)
		c, err := agreement.Kendall(judges)
		if err != nil {
			return // too few objects that all valued
		}
		if c.W < 0 || c.W > 1 || c.P < 0 || c.P > 1 || math.IsInf(c.W, 0) {
			t.Fatalf("%+v", c)
		}
		other := rapid.Permutation(mapped(judges, func(x float64) float64 { return x*x*x - 4 })).Draw(t, "order")
		for j := range other {
			slices.Reverse(other[j])
		}
		again, err := agreement.Kendall(other)
		if err != nil || !alike(again.W, c.W) || !alike(again.P, c.P) {
			t.Fatalf("%+v, mapped %+v, %v", c, again, err)
		}
	})
}
