package describe

import (
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
)

var unknown = math.NaN()

// The worked examples of Microsoft's documentation of SKEW, KURT, STDEV.S, PERCENTILE.INC, QUARTILE.INC and CORREL.
func TestSpreadsheetExamples(t *testing.T) {
	s := Of([]float64{3, 4, 5, 2, unknown, 3, 4, 5, 6, 4, 7})
	compositetest.Near(t, "SKEW and KURT", []float64{s.Skewness, s.Kurtosis}, []float64{0.359543071, -0.151799637}, 5e-10)
	s = Of([]float64{1345, 1301, 1368, 1322, 1310, 1370, 1318, 1350, 1303, 1299})
	compositetest.Near(t, "STDEV.S", []float64{s.SD}, []float64{27.46391572}, 5e-9)
	compositetest.Near(t, "PERCENTILE.INC", []float64{Quantile([]float64{1, 3, unknown, 2, 4}, 0.3)}, []float64{1.9}, 1e-15)
	compositetest.Near(t, "QUARTILE.INC", []float64{Quantile([]float64{1, 2, 4, 7, 8, 9, 10, 12}, 0.25)}, []float64{3.5}, 0)
	r, n := Correlation([]float64{3, 2, 4, 5, 6, unknown}, []float64{9, 7, 12, 15, 17, 1})
	compositetest.Near(t, "CORREL", []float64{r, float64(n)}, []float64{0.997054486, 5}, 5e-10)
}

func TestByHand(t *testing.T) {
	// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares of the differences 32.
	s := Of([]float64{2, 4, 4, unknown, 4, 5, 5, 7, 9})
	compositetest.Near(t, "summary", []float64{float64(s.N), s.Min, s.Max, s.Mean, s.Median, s.SD},
		[]float64{8, 2, 9, 5, 4.5, math.Sqrt(32.0 / 7)}, 1e-15)
	// A column is symmetric: no skewness. d = ±1, ±1: r = 4·4/16 = 1, G2 = (5·(1-3)+6)·3/(2·1) = -6.
	s = Of([]float64{1, 3, 1, 3})
	compositetest.Near(t, "shape", []float64{s.Skewness, s.Kurtosis}, []float64{0, -6}, 1e-14)
	// The sum is 1 when nothing is rounded on the way: 1e16 + 1 - 1e16.
	if got := Sum([]float64{1e16, 1, unknown, -1e16}); got != 1 {
		t.Errorf("the sum is %v, want 1", got)
	}
	// Ten times the float64 next to 0.1 is 1 + 2^-54·…, which rounds to 1; adding one by one gives 0.9999999999999999.
	if got := Sum(slices.Repeat([]float64{0.1}, 10)); got != 1 {
		t.Errorf("ten times 0.1 are %v", got)
	}
}

func TestWhatCannotBeSaid(t *testing.T) {
	inf := math.Inf(1)
	nothing := []float64{unknown, unknown, unknown, unknown, unknown, unknown, unknown}
	tenth, fifth := 0.1, 0.2
	for name, c := range map[string]struct {
		values []float64
		want   []float64 // min, max, mean, median, sd, skewness, kurtosis
	}{
		"nothing":         {nil, nothing},
		"all unknown":     {[]float64{unknown, unknown}, nothing},
		"one":             {[]float64{7, unknown}, []float64{7, 7, 7, 7, unknown, unknown, unknown}},
		"two":             {[]float64{1, 3}, []float64{1, 3, 2, 2, math.Sqrt2, unknown, unknown}},
		"constant":        {[]float64{7, 7, 7, 7}, []float64{7, 7, 7, 7, 0, unknown, unknown}},
		"constant by sum": {[]float64{0.3, tenth + fifth}, []float64{0.3, tenth + fifth, 0.3, 0.3, 0, unknown, unknown}},
		"infinite":        {[]float64{1, 2, inf}, nothing},
		"minus infinite":  {[]float64{1, 2, -inf}, nothing},
		// Symmetric about 0: no skewness; n·Σd⁴/(Σd²)² = 3·2/4 is of no use with three.
		"huge": {[]float64{-1e308, 0, 1e308}, []float64{-1e308, 1e308, 0, 0, 1e308, 0, unknown}},
	} {
		s := Of(c.values)
		got := []float64{s.Min, s.Max, s.Mean, s.Median, s.SD, s.Skewness, s.Kurtosis}
		for i, w := range c.want {
			if !(math.Abs(got[i]-w) <= 1e-14*max(1, math.Abs(w))) && !(math.IsNaN(got[i]) && math.IsNaN(w)) {
				t.Errorf("%s, number %d: %v, want %v", name, i+1, got[i], w)
			}
		}
	}
	for name, c := range map[string][2][]float64{
		"nothing":                       {nil, nil},
		"one unit":                      {{1}, {2}},
		"nothing in common":             {{1, unknown, 3, unknown}, {unknown, 2, unknown, 4}},
		"one in common":                 {{1, 2, unknown}, {unknown, 2, 3}},
		"constant":                      {{1, 1, 1}, {1, 2, 3}},
		"constant where both are known": {{1, 1, 5}, {1, 2, unknown}},
		"infinite":                      {{1, 2, inf}, {1, 2, 3}},
		"of two lengths":                {{1, 2, 3}, {1, 2}},
	} {
		if r, _ := Correlation(c[0], c[1]); !math.IsNaN(r) {
			t.Errorf("%s: the correlation is %v", name, r)
		}
	}
	if q := Quantile([]float64{1, 2}, 1.5); !math.IsNaN(q) {
		t.Errorf("the quantile of 1.5 is %v", q)
	}
	if r, _ := Correlation([]float64{-1e308, 0, 1e308}, []float64{1e-300, 2e-300, 3e-300}); !(math.Abs(r-1) < 1e-14) {
		t.Errorf("a huge and a tiny straight line: the correlation is %v", r)
	}
}

var indicators = []string{"patents", "royalties", "internet", "exports", "telephones_log", "electricity_log", "schooling", "university"}

func TestHandbookCorrelations(t *testing.T) {
	values := compositetest.Read(t, os.DirFS("../aggregate/testdata"), "tai23.csv").Pick(t, indicators...)
	printed := compositetest.Read(t, os.DirFS("testdata"), "tai23_corr.csv")
	r, n := Correlations(values)
	for i, name := range indicators {
		if n[i][0] != 23 {
			t.Errorf("%s: %d countries, want 23", name, n[i][0])
		}
		for j, other := range indicators {
			// Telephones and electricity are printed as logarithms of two digits only, see testdata/source.md.
			tol := 0.005 + 1e-9
			switch logs := strings.HasSuffix(name, "_log") || strings.HasSuffix(other, "_log"); {
			case i+j == 5 && i*j == 4: // royalties and telephones
				tol = 0.0185
			case logs:
				tol = 0.0075
			}
			compositetest.Near(t, name+" with "+other, []float64{r[i][j]}, []float64{printed.Columns[other][i]}, tol)
		}
	}
}

// The eigenvalues and explained percentages of ten blocks of DESI indicators, printed with two digits.
func TestDESIPrincipal(t *testing.T) {
	data := compositetest.Read(t, os.DirFS("testdata"), "desi2022.csv")
	printed := compositetest.Read(t, os.DirFS("testdata"), "desi2022_pca.csv")
	for b, block := range printed.Names {
		var columns [][]float64
		for _, name := range data.Header {
			if strings.HasPrefix(name, block) {
				columns = append(columns, data.Columns[name][:27]) // the last row is the EU
			}
		}
		r, _ := Correlations(columns)
		c, err := Principal(r)
		if err != nil {
			t.Fatal(err)
		}
		k := printed.Columns["indicators"][b]
		if float64(len(columns)) != k {
			t.Fatalf("block %s has %d indicators, want %v", block, len(columns), k)
		}
		got := []float64{c.Values[0], c.Values[1]}
		compositetest.Near(t, "eigenvalues of "+block, got,
			[]float64{printed.Columns["eigen1"][b], printed.Columns["eigen2"][b]}, 0.005)
		compositetest.Near(t, "percentages of "+block, []float64{100 * got[0] / k, 100 * got[1] / k},
			[]float64{printed.Columns["percent1"][b], printed.Columns["percent2"][b]}, 0.04)
	}
}

// Two indicators of correlation r have the eigenvalues 1 ± r and the loadings √((1 ± r)/2).
func TestPrincipalByHand(t *testing.T) {
	c, err := Principal([][]float64{{1, -0.6}, {-0.6, 1}})
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "eigenvalues", c.Values, []float64{1.6, 0.4}, 1e-15)
	// The first component opposes the two, so its sign is open: the first indicator is positive.
	compositetest.Near(t, "loadings", slices.Concat(c.Loadings...),
		[]float64{math.Sqrt(0.8), math.Sqrt(0.2), -math.Sqrt(0.8), math.Sqrt(0.2)}, 1e-15)
}

func TestPrincipalRefuses(t *testing.T) {
	for name, matrix := range map[string][][]float64{
		"nothing":       nil,
		"not square":    {{1, 0}},
		"unknown":       {{1, unknown}, {unknown, 1}},
		"constant":      {{unknown, 0}, {0, 1}},
		"not symmetric": {{1, 0.5}, {0.4, 1}},
		"above 1":       {{1, 1.5}, {1.5, 1}},
		"diagonal":      {{2, 0}, {0, 1}},
	} {
		if _, err := Principal(matrix); err == nil || errors.Is(err, ErrIndefinite) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Three that go together two by two but one pair of which goes apart: 1 + 2·0.9·0.9·(-0.9) - 3·0.81 < 0.
	_, err := Principal([][]float64{{1, 0.9, 0.9}, {0.9, 1, -0.9}, {0.9, -0.9, 1}})
	if !errors.Is(err, ErrIndefinite) {
		t.Errorf("correlations that contradict each other: %v", err)
	}
	// Collinear indicators are fine: the last eigenvalue is 0.
	if c, err := Principal([][]float64{{1, 1}, {1, 1}}); err != nil || c.Values[1] != 0 && c.Values[1] > 1e-15 {
		t.Errorf("collinear: %v, %v", c, err)
	}
}

// drawColumns draws some columns of equal length with ties and unknown values.
func drawColumns(t *rapid.T) [][]float64 {
	units := rapid.IntRange(0, 9).Draw(t, "units")
	value := rapid.OneOf(rapid.Float64Range(-1000, 1000), rapid.SampledFrom([]float64{0, 7, 7, unknown, 1e300, -1e-300}))
	return rapid.SliceOfN(rapid.SliceOfN(value, units, units), 1, 4).Draw(t, "columns")
}

// The order of the units changes no bit.
func TestOrderOfUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := drawColumns(t)
		units := make([]int, len(columns[0]))
		for u := range units {
			units[u] = u
		}
		order := rapid.Permutation(units).Draw(t, "order")
		var moved [][]float64
		for _, c := range columns {
			moved = append(moved, compositetest.Permuted(c, order))
		}
		a, n := Correlations(columns)
		b, m := Correlations(moved)
		for i := range a {
			if !compositetest.SameBits(a[i], b[i]) || !slices.Equal(n[i], m[i]) {
				t.Fatalf("correlations %v of %v became %v of %v", a[i], n[i], b[i], m[i])
			}
			x, y := Of(columns[i]), Of(moved[i])
			if !compositetest.SameBits([]float64{x.Mean, x.SD, x.Skewness, x.Kurtosis}, []float64{y.Mean, y.SD, y.Skewness, y.Kurtosis}) {
				t.Fatalf("%+v became %+v", x, y)
			}
			for j := range a {
				if r, _ := Correlation(columns[i], columns[j]); i != j && !compositetest.SameBits([]float64{r}, []float64{a[i][j]}) {
					t.Fatalf("the correlation of %d and %d is %v alone and %v in the matrix", i, j, r, a[i][j])
				}
				if r := a[i][j]; math.IsInf(r, 0) || r < -1 || r > 1 {
					t.Fatalf("a correlation of %v", r)
				}
			}
		}
	})
}

// Sums are those of the exact numbers: adding and taking away again leaves what was there.
func TestSumIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e100, 1e100), 0, 20).Draw(t, "values")
		rest := rapid.Float64Range(-1, 1).Draw(t, "rest")
		all := []float64{rest}
		for _, x := range values {
			all = append(all, x, -x)
		}
		if got := Sum(rapid.Permutation(all).Draw(t, "order")); got != rest {
			t.Fatalf("the sum is %v, want %v", got, rest)
		}
	})
}

// The fixed sum is the exact one, but for 2^-62 a number.
func TestFixedSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f fixed
		var e exact
		values := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-1, 1), rapid.SampledFrom([]float64{-1, 0, 1, 1e-300})), 0, 50).Draw(t, "values")
		for _, x := range values {
			f.add(x)
			e.add(x)
		}
		if got, want := f.value(), e.value(); !(math.Abs(got-want) <= float64(len(values))*0x1p-61+0x1p-52*math.Abs(want)) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// A component's loadings have its eigenvalue for the sum of squares, and together they make the matrix again.
func TestLoadingsMakeTheMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(-10, 10), 7, 7), 2, 5).Draw(t, "columns")
		r, _ := Correlations(columns)
		c, err := Principal(r)
		if err != nil {
			t.Skip("a constant column was drawn")
		}
		for i := range r {
			for j := range r {
				sum := 0.0
				for k := range c.Values {
					sum += c.Loadings[i][k] * c.Loadings[j][k]
				}
				if !(math.Abs(sum-r[i][j]) <= 1e-12) {
					t.Fatalf("correlation %v, from the loadings %v", r[i][j], sum)
				}
			}
		}
	})
}

func BenchmarkCorrelations(b *testing.B) {
	columns := make([][]float64, 50)
	for i := range columns {
		columns[i] = make([]float64, 5000)
		for u := range columns[i] {
			columns[i][u] = math.Sin(float64(1+u*(i+3)) * 0.37)
		}
	}
	for b.Loop() {
		Correlations(columns)
	}
}
