package coherence_test

import (
	"math"
	"slices"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/coherence"
)

var nan = math.NaN()

// Skewness and kurtosis are those of Microsoft's documentation of SKEW and KURT, 0.359543 and -0.151800; the rest is
// counted. Sorted: 2 3 3 4 4 4 5 5 6 7; places 1 + 9/4 and 1 + 27/4 give the quartiles.
func TestDescribe(t *testing.T) {
	x := []float64{3, 4, nan, 5, 2, 3, 4, 5, 6, 4, 7}
	d, err := coherence.Describe(x)
	if err != nil {
		t.Fatal(err)
	}
	if d.N != 10 || d.Missing != 1 || d.Zeros != 0 || d.Unique != 6 || d.Largest != 3 || !d.Varies() {
		t.Errorf("counts are %+v", d)
	}
	near(t, "min", d.Min, 2, 0)
	near(t, "max", d.Max, 7, 0)
	near(t, "mean", d.Mean, 4.3, 1e-15)
	near(t, "first quartile", d.Q1, 3.25, 1e-15) // between the 3rd, 3, and the 4th, 4
	near(t, "median", d.Median, 4, 0)
	near(t, "third quartile", d.Q3, 5, 1e-15)
	near(t, "SD", d.SD, math.Sqrt(20.1/9), 1e-14) // Σ(x - 4.3)² = 205 - 10·4.3² = 20.1
	near(t, "skewness", d.Skewness, 0.359543, 0.0000006)
	near(t, "kurtosis", d.Kurtosis, -0.151800, 0.0000006)
	if d.Heavy || d.Outliers != nil {
		t.Errorf("outliers %v, heavy %v", d.Outliers, d.Heavy)
	}
	if !math.IsNaN(x[2]) || x[0] != 3 {
		t.Error("the input was changed")
	}
}

// 1 to 9 have the quartiles 3.25 and 7.75 with one more value at the top: fences at 7.75 + 1.5·4.5 = 14.5 and, outer,
// 7.75 + 3·4.5 = 21.25.
func TestFences(t *testing.T) {
	for _, c := range []struct {
		last          float64
		outliers, far []int
	}{
		{14.5, nil, nil},
		{14.6, []int{9}, nil},
		{21.3, []int{9}, []int{9}},
	} {
		d, err := coherence.Describe([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, c.last})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(d.Outliers, c.outliers) || !slices.Equal(d.Far, c.far) {
			t.Errorf("with %v the outliers are %v and %v, want %v and %v", c.last, d.Outliers, d.Far, c.outliers, c.far)
		}
	}
	// Where the quartiles are one number everything else would be an outlier: the fences say nothing.
	d, err := coherence.Describe([]float64{1, 3, 3, 3, 3, 3, 3, 4})
	if err != nil || d.Outliers != nil || d.SD == 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

// One value of 20 far from the rest: G1 of 19 zeros and a 1 is √20 = 4.472, G2 is 20, by their definitions.
func TestHeavy(t *testing.T) {
	x := make([]float64, 20)
	x[7] = 1
	d, err := coherence.Describe(x)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "skewness", d.Skewness, math.Sqrt(20), 1e-12)
	near(t, "kurtosis", d.Kurtosis, 20, 1e-10)
	if !d.Heavy || d.Zeros != 19 || d.Largest != 19 || d.Unique != 2 {
		t.Errorf("%+v", d)
	}
}

func TestDescribeLittle(t *testing.T) {
	type want struct{ known, unique int }
	for name, c := range map[string]struct {
		x    []float64
		want want
		sd   float64
	}{
		"nothing":            {nil, want{0, 0}, nan},
		"all unknown":        {[]float64{nan, nan}, want{0, 0}, nan},
		"one":                {[]float64{nan, 3}, want{1, 1}, nan},
		"two":                {[]float64{1, 3}, want{2, 2}, math.Sqrt2},
		"constant":           {[]float64{3, 3, 3, 3}, want{4, 1}, 0},
		"one number, in two": {[]float64{0.3, 0.1 + 0.2, 0.3}, want{3, 1}, 0},
		"minus zero":         {[]float64{0, math.Copysign(0, -1)}, want{2, 1}, 0},
		"huge":               {[]float64{1e308, 0, 0.5e308}, want{3, 3}, 0.5e308},
	} {
		d, err := coherence.Describe(c.x)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := (want{d.N, d.Unique}); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
		near(t, name+": SD", d.SD, c.sd, 1e-12*max(1, c.sd))
		if d.N < 3 && (!math.IsNaN(d.Skewness) || !math.IsNaN(d.Kurtosis)) {
			t.Errorf("%s: skewness %v, kurtosis %v", name, d.Skewness, d.Kurtosis)
		}
		for _, x := range []float64{d.Mean, d.SD, d.Skewness, d.Kurtosis, d.Q1, d.Q3} {
			if math.IsInf(x, 0) {
				t.Errorf("%s: infinite in %+v", name, d)
			}
		}
	}
	for name, x := range map[string][]float64{"infinite": {1, math.Inf(1)}, "too far apart": {-1.7e308, 1.7e308}} {
		if d, err := coherence.Describe(x); err == nil {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestAtEnds(t *testing.T) {
	scale := composite.Scale{Min: 1, Max: 5}
	got := coherence.AtEnds([]float64{1, 1 + 1e-12, 5, nan, 3, 6}, scale)
	if got != (coherence.Ends{Floor: 2.0 / 5, Ceiling: 2.0 / 5}) {
		t.Errorf("%+v", got)
	}
	if got := coherence.AtEnds([]float64{nan}, scale); !math.IsNaN(got.Floor) || !math.IsNaN(got.Ceiling) {
		t.Errorf("%+v", got)
	}
}
