package denominate

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
)

var unknown = math.NaN()

func TestBy(t *testing.T) {
	r, err := By(
		[]float64{6, 0, unknown, 5, 5, 5, 0, -6, 1e308, 1},
		[]float64{3, 3, 3, unknown, 0, -2, 0, 3, 1e-10, 5e-324}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	// 6/3·1000, 0/3, …, -6/3·1000: a negative value is one, a negative size is none.
	compositetest.Near(t, "quotients", r.Values, []float64{2000, 0, unknown, unknown, unknown, unknown, unknown, -2000, unknown, unknown}, 0)
	want := []Without{
		{2, ValueUnknown},
		{3, DenominatorUnknown},
		{4, DenominatorZero},
		{5, DenominatorNegative},
		{6, DenominatorZero},
		{8, TooLarge},
		{9, TooLarge},
	}
	if !slices.Equal(r.Without, want) {
		t.Errorf("without %v, want %v", r.Without, want)
	}
	if r, err := By(nil, nil, 1); err != nil || len(r.Values) != 0 {
		t.Errorf("nobody: %v, %v", r, err)
	}
}

func TestByRefuses(t *testing.T) {
	inf := math.Inf(1)
	for name, c := range map[string]struct {
		values, denominators []float64
		factor               float64
	}{
		"two lengths":          {[]float64{1, 2}, []float64{1}, 1},
		"infinite value":       {[]float64{inf}, []float64{1}, 1},
		"infinite denominator": {[]float64{1}, []float64{-inf}, 1},
		"factor 0":             {[]float64{1}, []float64{1}, 0},
		"factor below 0":       {[]float64{1}, []float64{1}, -1},
		"factor unknown":       {[]float64{1}, []float64{1}, unknown},
		"factor infinite":      {[]float64{1}, []float64{1}, inf},
	} {
		if r, err := By(c.values, c.denominators, c.factor); err == nil {
			t.Errorf("%s: accepted, %v", name, r.Values)
		}
	}
}

// Multiplying by the denominator gives the value again, and every unit has a quotient or a reason.
func TestThereAndBack(t *testing.T) {
	number := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, -1, unknown}))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "units")
		values, sizes := rapid.SliceOfN(number, n, n).Draw(t, "values"), rapid.SliceOfN(number, n, n).Draw(t, "sizes")
		r, err := By(values, sizes, 1)
		if err != nil {
			t.Fatal(err)
		}
		without := 0
		for u, q := range r.Values {
			// Halves, so that the largest numbers do not overflow on the way back.
			back, value := q*(sizes[u]/2), values[u]/2
			switch {
			case math.IsNaN(q):
				without++
			case math.IsInf(q, 0) || !(math.Abs(back-value) <= 1e-12*math.Abs(value)+sizes[u]*0x1p-1074):
				t.Fatalf("%v over %v gives %v", values[u], sizes[u], q)
			}
		}
		if without != len(r.Without) {
			t.Fatalf("%d have no quotient, %d have a reason", without, len(r.Without))
		}
	})
}
