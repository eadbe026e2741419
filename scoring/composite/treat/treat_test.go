package treat

import (
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/describe"
)

var unknown = math.NaN()

func mustTreat(t rapid.TB, m Method, values []float64) *Result {
	t.Helper()
	r, err := m.Treat(values)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWinsorise(t *testing.T) {
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	skewed := Limits{Skewness: 1, Kurtosis: -100} // the kurtosis excuses nothing
	with := func(more ...float64) []float64 { return append(slices.Clone(ten), more...) }
	for _, c := range []struct {
		name    string
		method  Winsorise
		values  []float64
		want    []float64
		touched int
		passed  bool
	}{
		{"within the limits", Winsorise{}, ten, ten, 0, true},
		// The 100 alone is out: at 10 the column is nearly even.
		{"one above", Winsorise{}, with(100), with(10), 1, true},
		{"one above, one unknown", Winsorise{}, with(unknown, 100), with(unknown, 10), 1, true},
		{"one below", Winsorise{}, with(-100), with(1), 1, true},
		// Of skewness only: at 1000 the last two still stretch the column, at 10 they do not.
		{"two above", Winsorise{Limits: skewed}, with(1000, 2000), with(10, 10), 2, true},
		{"two above, one allowed", Winsorise{Limits: skewed, MaxPoints: 1}, with(1000, 2000), with(1000, 1000), 1, false},
		// The two at 1000 are one step, and both count.
		{"tied above, one allowed", Winsorise{Limits: skewed, MaxPoints: 1}, with(1000, 1000), with(1000, 1000), 0, false},
		{"tied above, two allowed", Winsorise{Limits: skewed, MaxPoints: 2}, with(1000, 1000), with(10, 10), 2, true},
		// COINr counts the 1000 that were there with the 2000 that became one, 3 of 2; only one value has changed.
		{"a tie that is joined does not count", Winsorise{Limits: skewed, MaxPoints: 2}, with(1000, 1000, 2000), with(1000, 1000, 1000), 1, false},
		{"a tie that is joined, all allowed", Winsorise{Limits: skewed, MaxPoints: -1}, with(1000, 1000, 2000), with(10, 10, 10), 3, true},
		// G1 is √20/3·√5·10.08/14.8^1.5 = 0.590 before and √20/3·√5·(-2.88)/6.8^1.5 = -0.541 after.
		{"limits of one's own", Winsorise{Limits: Limits{0.57, -100}}, []float64{1, 2, 3, 4, 6}, []float64{1, 2, 3, 4, 4}, 1, true},
		// The 1 must not become a 0: the column would say nothing.
		{"nothing would be left", Winsorise{}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, false},
		{"constant", Winsorise{}, []float64{7, 7, 7, 7, 7}, []float64{7, 7, 7, 7, 7}, 0, true},
		{"all unknown", Winsorise{}, []float64{unknown, unknown}, []float64{unknown, unknown}, 0, true},
		{"nobody", Winsorise{}, nil, []float64{}, 0, true},
		{"two units", Winsorise{}, []float64{1, 1e9}, []float64{1, 1e9}, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := slices.Clone(c.values)
			r := mustTreat(t, c.method, c.values)
			if !compositetest.SameBits(r.Values, c.want) || len(r.Touched) != c.touched || r.Passed != c.passed {
				t.Errorf("got %v, %d touched, passed %v; want %v, %d, %v", r.Values, len(r.Touched), r.Passed, c.want, c.touched, c.passed)
			}
			for _, p := range r.Touched {
				if p.Before != c.values[p.Unit] || p.After != c.want[p.Unit] {
					t.Errorf("touched %+v, but %v became %v", p, c.values[p.Unit], c.want[p.Unit])
				}
			}
			if !compositetest.SameBits(before, c.values) {
				t.Error("the values given were changed")
			}
		})
	}
}

func TestLogarithms(t *testing.T) {
	e := math.E
	r := mustTreat(t, Log{}, []float64{1, e, unknown, e * e})
	compositetest.Near(t, "log", r.Values, []float64{0, 1, unknown, 2}, 1e-15)
	if r.Method != "log" || len(r.Touched) != 3 {
		t.Errorf("log: %q touched %v", r.Method, r.Touched)
	}
	// From 0 to 100 with a share of 0.01: a = 1. The skewness of 0, 0, 9, 100 is positive.
	r = mustTreat(t, ShiftedLog{}, []float64{0, unknown, 9, 100, 0})
	compositetest.Near(t, "shifted", r.Values, []float64{0, unknown, math.Log(10), math.Log(101), 0}, 1e-15)
	compositetest.Near(t, "a value that was not there", []float64{r.Value(99), r.Value(unknown), r.Value(-1), r.Value(-50)},
		[]float64{math.Log(100), unknown, unknown, unknown}, 1e-15)
	// The same upside down: −ln(100 + 1 − x) of 100, 91, 0.
	r = mustTreat(t, ShiftedLog{}, []float64{100, 91, 0, 100})
	compositetest.Near(t, "reflected", r.Values, []float64{0, -math.Log(10), -math.Log(101), 0}, 1e-15)
	if !r.Reflected {
		t.Error("a long lower tail was not reflected")
	}
	// Ten percent of 100.
	r = mustTreat(t, ShiftedLog{Share: 0.1}, []float64{0, 0, 90, 100, 0, 0})
	compositetest.Near(t, "another share", r.Values[2:4], []float64{math.Log(100), math.Log(110)}, 1e-15)
}

func TestBoxCox(t *testing.T) {
	// (x² − 1)/2, (x^-1 − 1)/-1, ln x, √: 2(√x − 1).
	x := []float64{1, 4, unknown, 9}
	for lambda, want := range map[float64][]float64{
		2: {0, 7.5, unknown, 40}, -1: {0, 0.75, unknown, 8.0 / 9}, 0: {0, math.Log(4), unknown, math.Log(9)}, 0.5: {0, 2, unknown, 4},
	} {
		r := mustTreat(t, BoxCox{Lambda: lambda}, x)
		compositetest.Near(t, "box-cox", r.Values, want, 1e-13)
		if r.Lambda != lambda {
			t.Errorf("lambda %v became %v", lambda, r.Lambda)
		}
	}
	// −3, 0, 5 are shifted by 4 to 1, 4, 9.
	r := mustTreat(t, BoxCox{Lambda: 0.5}, []float64{-3, 0, 5})
	compositetest.Near(t, "shifted", append(r.Values, r.Shift), []float64{0, 2, 4, 4}, 1e-14)

	// Logarithms that are symmetric about any centre: λ and −λ are as likely, and 0 is likeliest.
	r = mustTreat(t, BoxCox{Lambda: unknown}, []float64{1e3, 2e3, 4e3, 8e3, 16e3})
	compositetest.Near(t, "symmetric logarithms", []float64{r.Lambda}, []float64{0}, 1e-6)

	var passengers []float64
	table := compositetest.Read(t, os.DirFS("testdata"), "airline.csv")
	for _, c := range table.Columns {
		passengers = append(passengers, c...)
	}
	r = mustTreat(t, BoxCox{Lambda: unknown}, passengers)
	compositetest.Near(t, "airline passengers", []float64{r.Lambda}, []float64{0.148023}, 5e-7+1e-7)

	// The unit does not matter: thousands or singles. And x to the power of c has λ/c.
	for i := range passengers {
		passengers[i] = math.Pow(1000*passengers[i], 2)
	}
	r = mustTreat(t, BoxCox{Lambda: unknown}, passengers)
	compositetest.Near(t, "squares of airline passengers", []float64{r.Lambda}, []float64{0.148023 / 2}, 4e-7)
}

func TestStandard(t *testing.T) {
	few := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000}
	if r := mustTreat(t, Standard{}, few); r.Method != "winsorise" || !r.Passed || r.Values[10] != 10 {
		t.Errorf("one far out: %q, passed %v, %v", r.Method, r.Passed, r.Values)
	}
	// e^0 … e^19.9: far more than five would have to be pulled in, but their logarithms are even.
	var powers []float64
	for i := range 200 {
		powers = append(powers, math.Exp(float64(i)/10))
	}
	if r := mustTreat(t, Standard{Share: 1e-6}, powers); r.Method != "log_shifted" || !r.Passed || len(r.Touched) != 200 {
		t.Errorf("powers: %q, passed %v, %d touched", r.Method, r.Passed, len(r.Touched))
	}
	if r := mustTreat(t, Standard{MaxPoints: -1}, powers); r.Method != "winsorise" || !r.Passed {
		t.Errorf("powers, all allowed: %q", r.Method)
	}
	if r := mustTreat(t, Standard{}, []float64{1, 2, 3}); r.Method != "none" || !r.Passed || len(r.Touched) > 0 {
		t.Errorf("within the limits: %+v", r)
	}
}

func TestRefuses(t *testing.T) {
	inf := math.Inf(1)
	for name, c := range map[string]struct {
		method Method
		values []float64
	}{
		"infinite":           {None{}, []float64{1, inf}},
		"too far apart":      {Winsorise{}, []float64{-1.7e308, 1.7e308}},
		"log of 0":           {Log{}, []float64{0, 1}},
		"log below 0":        {Log{}, []float64{-1, 1}},
		"share below 0":      {ShiftedLog{Share: -1}, []float64{1, 2}},
		"share unknown":      {ShiftedLog{Share: unknown}, []float64{1, 2}},
		"exponent infinite":  {BoxCox{Lambda: inf}, []float64{1, 2}},
		"power beyond":       {BoxCox{Lambda: 2}, []float64{1, 1e308}},
		"standard, infinite": {Standard{}, []float64{1, -inf}},
		"infinite only":      {ShiftedLog{}, []float64{inf, inf}},
	} {
		if r, err := c.method.Treat(c.values); err == nil {
			t.Errorf("%s: accepted, %v", name, r.Values)
		}
	}
	for _, name := range Names() {
		if _, err := Named(name, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if m, err := Named("winsorize", Options{}); err == nil {
		t.Errorf("%v was accepted", m)
	}
}

// drawMethod draws any method with any parameters.
func drawMethod(t *rapid.T) Method {
	m, err := Named(rapid.SampledFrom(Names()).Draw(t, "method"), Options{
		Limits:    Limits{rapid.Float64Range(0, 3).Draw(t, "skewness"), rapid.Float64Range(-2, 4).Draw(t, "kurtosis")},
		MaxPoints: rapid.IntRange(-1, 6).Draw(t, "points"),
		Share:     rapid.SampledFrom([]float64{0, 1e-6, 0.01, 1}).Draw(t, "share"),
		Lambda:    rapid.SampledFrom([]float64{unknown, -1, 0, 0.3, 2}).Draw(t, "lambda"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// drawValues draws some values with outliers, neighbours, ties and unknown ones.
func drawValues(t *rapid.T) []float64 {
	return rapid.SliceOfN(rapid.OneOf(
		rapid.Float64Range(0.5, 10), rapid.Float64Range(-1000, 1e6),
		rapid.SampledFrom([]float64{0, 7, 7, math.Nextafter(7, 8), 1e100, unknown}),
	), 0, 14).Draw(t, "values")
}

// A treatment never swaps two units and never parts a tie, unknown stays unknown, and the order of the units changes
// no bit.
func TestNeverSwaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		method, values := drawMethod(t), drawValues(t)
		r, err := method.Treat(values)
		if err != nil {
			t.Skip(err)
		}
		places := make([]int, len(values))
		for u := range values {
			places[u] = u
			if math.IsNaN(values[u]) != math.IsNaN(r.Values[u]) || math.IsInf(r.Values[u], 0) {
				t.Fatalf("%v became %v", values[u], r.Values[u])
			}
			for v := range values {
				if values[u] < values[v] && r.Values[u] > r.Values[v] || values[u] == values[v] && r.Values[u] != r.Values[v] {
					t.Fatalf("%v and %v became %v and %v", values[u], values[v], r.Values[u], r.Values[v])
				}
			}
			if got, want := r.Value(values[u]), r.Values[u]; !(math.Abs(got-want) <= 1e-12*math.Abs(want)) && !math.IsNaN(want) {
				t.Fatalf("%v is %v alone and %v in the column", values[u], got, want)
			}
		}
		order := rapid.Permutation(places).Draw(t, "order")
		again, err := method.Treat(compositetest.Permuted(values, order))
		if err != nil {
			t.Fatal(err)
		}
		if !compositetest.SameBits(again.Values, compositetest.Permuted(r.Values, order)) {
			t.Fatalf("%v in one order, %v in another", r.Values, again.Values)
		}
	})
}

// Winsorising changes no more values than are allowed, and only the outermost; where it passes, the column is within
// the limits.
func TestWinsorisedWithinLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Winsorise{MaxPoints: rapid.IntRange(1, 5).Draw(t, "points")}
		values := drawValues(t)
		r := mustTreat(t, m, values)
		if len(r.Touched) > m.MaxPoints {
			t.Fatalf("%d values changed, %d are allowed", len(r.Touched), m.MaxPoints)
		}
		if s := describe.Of(r.Values); r.Passed && math.Abs(s.Skewness) >= 2 && s.Kurtosis >= 3.5 {
			t.Fatalf("passed with %+v", s)
		}
		for _, p := range r.Touched {
			if p.After != r.Low && p.After != r.High {
				t.Fatalf("%+v is at neither end, %v and %v", p, r.Low, r.High)
			}
		}
	})
}

// The exponent found is likelier than all in steps of 0.01.
func TestLikeliest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		logs := rapid.SliceOfN(rapid.Float64Range(-3, 3), 3, 12).Draw(t, "logs")
		slices.Sort(logs)
		if describe.Of(logs).Constant() {
			t.Skip("constant")
		}
		found := likelihood(logs, likeliest(logs))
		for l := -5.0; l <= 5; l += 0.01 {
			if other := likelihood(logs, l); other > found+1e-9*math.Abs(found) {
				t.Fatalf("%v has the likelihood %v, the one found %v", l, other, found)
			}
		}
	})
}
