package agreement_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"siap/internal/table/csvtest"
	"siap/scoring/composite/agreement"
)

var nan = math.NaN()

// example gives the values of an example, one row for each first key (a rater, a judge), in the order of the file.
func example(t *testing.T, path, name string) [][]float64 {
	t.Helper()
	var out [][]float64
	first := ""
	for _, row := range csvtest.Records(t, "testdata/"+path)[1:] {
		if row[0] != name {
			continue
		}
		if row[1] != first || out == nil {
			first = row[1]
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], csvtest.Figure(t, row[3]))
	}
	return out
}

// turned makes rows of columns.
func turned(x [][]float64) [][]float64 {
	out := make([][]float64, len(x[0]))
	for i := range out {
		for _, row := range x {
			out[i] = append(out[i], row[i])
		}
	}
	return out
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > tol {
		t.Errorf("%s is %v, want %v (tolerance %v)", what, got, want, tol)
	}
}

func TestKrippendorffPublished(t *testing.T) {
	compared := 0
	for _, row := range csvtest.Records(t, "testdata/krippendorff_expected.csv")[1:] {
		units := turned(example(t, "krippendorff_data.csv", row[0]))
		a, err := agreement.Krippendorff(units, agreement.Metric(row[1]))
		if err != nil {
			t.Fatal(err)
		}
		tol := 0.00051
		if len(row[2]) > 5 {
			tol = 0.00000051
		}
		near(t, row[0]+" "+row[1], a.Value, csvtest.Figure(t, row[2]), tol)
		near(t, row[0]+" "+row[1]+", recomputed", a.Value, csvtest.Figure(t, row[3]), 0.00000051)
		compared++
		// Of example C the twelfth unit has one value and cannot be paired: 40 values in 11 units (2011, p. 7).
		if row[0] == "krippendorff2011_C" && (a.Units != 11 || a.Values != 40) {
			t.Errorf("%d units with %d values", a.Units, a.Values)
		}
	}
	if compared != 8 {
		t.Errorf("%d values compared", compared)
	}
}

// Two units by hand. (1, 1) and (1, 2), n = 4, three times 1 and once 2. Do = 2/4, De = 2·3·1/(4·3) = 1/2: alpha 0.
// Ordinal and interval have two different values only, so their squared difference is one and the same; ratio too.
func TestKrippendorffByHand(t *testing.T) {
	for _, metric := range []agreement.Metric{agreement.Nominal, agreement.Ordinal, agreement.Interval, agreement.Ratio} {
		a, err := agreement.Krippendorff([][]float64{{1, 1}, {1, nan, 2}, {7, nan}}, metric)
		if err != nil {
			t.Fatal(err)
		}
		near(t, string(metric), a.Value, 0, 1e-15)
		// Perfect agreement on different values, and the most disagreement of two: Do = 1, De = 2·2·2/(4·3) = 2/3.
		if a, err = agreement.Krippendorff([][]float64{{1, 1, 1}, {3, 3}}, metric); err != nil || a.Value != 1 {
			t.Errorf("%s: %+v, %v", metric, a, err)
		}
		if a, err = agreement.Krippendorff([][]float64{{1, 2}, {2, 1}}, metric); err != nil {
			t.Error(err)
		} else {
			near(t, string(metric), a.Value, -0.5, 1e-12)
		}
		// Values that do not differ: no alpha.
		if a, err = agreement.Krippendorff([][]float64{{2, 2}, {2, 2, nan}}, metric); err != nil || !math.IsNaN(a.Value) {
			t.Errorf("%s of one value: %+v, %v", metric, a, err)
		}
	}
	// Three values, interval: units (0, 1) and (1, 3); n = 4 of 0, 1, 1, 3. Do = (2·1 + 2·4)/4 = 2.5;
	// De = 2(1 + 1 + 9 + 4 + 4)/(4·3) = 38/12, over the pairs 0-1 twice, 0-3, 1-3 twice. alpha = 1 - 30/38.
	a, err := agreement.Krippendorff([][]float64{{0, 1}, {1, 3}}, agreement.Interval)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "interval", a.Value, 1-30.0/38, 1e-12)
	// Ordinal: the places in the middle are 0.5, 2, 3.5, so 0-1 and 1-3 are 1.5 apart and 0-3 is 3 apart:
	// Do = 4·1.5²/4 = 2.25; De = 2(4·2.25 + 9)/12 = 3. alpha = 0.25.
	if a, err = agreement.Krippendorff([][]float64{{0, 1}, {1, 3}}, agreement.Ordinal); err != nil {
		t.Fatal(err)
	}
	near(t, "ordinal", a.Value, 0.25, 1e-12)
	// Ratio: ((0-1)/1)² = 1, ((1-3)/4)² = 1/4, ((0-3)/3)² = 1: Do = (2 + 0.5)/4; De = 2(2·1 + 1 + 2/4)/12.
	if a, err = agreement.Krippendorff([][]float64{{0, 1}, {1, 3}}, agreement.Ratio); err != nil {
		t.Fatal(err)
	}
	near(t, "ratio", a.Value, 1-0.625/(7.0/12), 1e-12)
}

func TestKrippendorffRefuses(t *testing.T) {
	some := [][]float64{{1, 2}, {2, 2}}
	for name, c := range map[string]struct {
		units  [][]float64
		metric agreement.Metric
		few    bool
	}{
		"no units":         {nil, agreement.Nominal, true},
		"one value each":   {[][]float64{{1, nan}, {2}, nil}, agreement.Ordinal, true},
		"all unknown":      {[][]float64{{nan, nan}}, agreement.Interval, true},
		"infinite":         {[][]float64{{1, math.Inf(-1)}}, agreement.Interval, false},
		"below 0 as ratio": {[][]float64{{1, -1}}, agreement.Ratio, false},
		"metric":           {some, "circular", false},
	} {
		a, err := agreement.Krippendorff(c.units, c.metric)
		if err == nil || errors.Is(err, agreement.ErrTooFew) != c.few {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		if _, err := agreement.Bootstrap(c.units, c.metric, 10, 0.95, 1); err == nil || errors.Is(err, agreement.ErrTooFew) != c.few {
			t.Errorf("drawing, %s: %v", name, err)
		}
	}
	// Huge numbers are numbers like others.
	big, err := agreement.Krippendorff([][]float64{{-1e308, 1e308}, {1e308, 1e308}}, agreement.Interval)
	if err != nil {
		t.Fatal(err)
	}
	small, err := agreement.Krippendorff([][]float64{{-1, 1}, {1, 1}}, agreement.Interval)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "alpha of huge values", big.Value, small.Value, 1e-12)
	for name, share := range map[string]float64{"0": 0, "1": 1, "NaN": nan} {
		if _, err := agreement.Bootstrap(some, agreement.Nominal, 10, share, 1); err == nil {
			t.Errorf("a share of %s was taken", name)
		}
	}
	if _, err := agreement.Bootstrap(some, agreement.Nominal, 0, 0.9, 1); err == nil {
		t.Error("no draws were taken")
	}
}

// The interval depends on the seed alone, holds alpha of these data, and gets narrower with more units.
func TestBootstrap(t *testing.T) {
	units := turned(example(t, "krippendorff_data.csv", "krippendorff2011_C"))
	a, err := agreement.Krippendorff(units, agreement.Ordinal)
	if err != nil {
		t.Fatal(err)
	}
	one, err := agreement.Bootstrap(units, agreement.Ordinal, 2000, 0.95, 7)
	if err != nil {
		t.Fatal(err)
	}
	again, err := agreement.Bootstrap(units, agreement.Ordinal, 2000, 0.95, 7)
	if err != nil || *again != *one {
		t.Errorf("%+v and %+v of one seed: %v", one, again, err)
	}
	other, err := agreement.Bootstrap(units, agreement.Ordinal, 2000, 0.95, 8)
	if err != nil || other.Low == one.Low && other.High == one.High {
		t.Errorf("%+v and %+v of two seeds: %v", one, other, err)
	}
	if !(one.Low < a.Value && a.Value < one.High && one.High <= 1) || one.Draws != 2000 || one.Seed != 7 {
		t.Errorf("%+v around %v", one, a.Value)
	}
	many := slices.Concat(units, units, units, units, units, units, units, units, units)
	narrow, err := agreement.Bootstrap(many, agreement.Ordinal, 500, 0.95, 7)
	if err != nil {
		t.Fatal(err)
	}
	// Nine times the units: about a third of the width.
	if ratio := (narrow.High - narrow.Low) / (one.High - one.Low); ratio < 0.2 || ratio > 0.55 {
		t.Errorf("with nine times the units the interval is %v as wide", ratio)
	}
	// Two units, one of them with different values: a quarter of the draws have one value only.
	little, err := agreement.Bootstrap([][]float64{{1, 1}, {1, 2}}, agreement.Nominal, 400, 0.9, 1)
	if err != nil || little.Undefined < 60 || little.Undefined > 140 {
		t.Errorf("%+v, %v", little, err)
	}
	none, err := agreement.Bootstrap([][]float64{{1, 1}}, agreement.Nominal, 5, 0.9, 1)
	if err != nil || none.Undefined != 5 || !math.IsNaN(none.Low) || !math.IsNaN(none.High) {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestKendallPublished(t *testing.T) {
	c, err := agreement.Kendall(example(t, "kendall_w_data.csv", "projects_10x4"))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "W", c.W, 12*1048/(16*990.0), 1e-12)
	if c.Judges != 4 || c.Objects != 10 || c.Degrees != 9 {
		t.Errorf("%+v", c)
	}
	if c, err = agreement.Kendall(example(t, "kendall_w_data.csv", "hollander_wolfe_rounding")); err != nil {
		t.Fatal(err)
	}
	near(t, "W with ties", c.W, 0.253247, 0.00000051)
	near(t, "chi-squared", c.ChiSquared, 11.142857, 0.00000051)
	near(t, "chi-squared, printed", c.ChiSquared, 11.143, 0.00051)
	near(t, "p", c.P, 0.003805, 0.00000051)
	if c.Judges != 22 || c.Objects != 3 || c.Degrees != 2 || c.LeftOut != 0 {
		t.Errorf("%+v", c)
	}
}

// Two judges: W = (1 + rho)/2. Orders 1 2 3 and 1 3 2 have rho 1/2; an object that one of them left out does not count.
func TestKendallByHand(t *testing.T) {
	c, err := agreement.Kendall([][]float64{{1, 2, nan, 3}, {10, 30, 5, 20}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "W", c.W, 0.75, 1e-15)
	near(t, "mean Spearman", c.MeanSpearman, 0.5, 1e-15)
	near(t, "chi-squared", c.ChiSquared, 2*2*0.75, 1e-15)
	near(t, "p", c.P, math.Exp(-1.5), 1e-12) // two degrees of freedom: exp(-x/2)
	if c.LeftOut != 1 || c.Objects != 3 {
		t.Errorf("%+v", c)
	}
	if c, err = agreement.Kendall([][]float64{{2, 2}, {3, 3}}); err != nil || !math.IsNaN(c.W) || !math.IsNaN(c.P) {
		t.Errorf("judges that tell nothing apart: %+v, %v", c, err)
	}
	if c, err = agreement.Kendall([][]float64{{-1e308, 1e308, 0}, {1, 3, 2}}); err != nil || c.W != 1 {
		t.Errorf("huge: %+v, %v", c, err)
	}
	for name, ratings := range map[string][][]float64{
		"nobody": nil, "one judge": {{1, 2}}, "one object": {{1}, {2}}, "nothing in common": {{1, nan}, {nan, 2}},
	} {
		if c, err := agreement.Kendall(ratings); !errors.Is(err, agreement.ErrTooFew) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
	for name, ratings := range map[string][][]float64{"lengths": {{1, 2}, {1}}, "infinite": {{1, 2}, {1, math.Inf(1)}}} {
		if c, err := agreement.Kendall(ratings); err == nil || errors.Is(err, agreement.ErrTooFew) {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

// Box 7 of the Handbook again, as judges: tau = 0.5714 (printed 0.57).
func TestTaus(t *testing.T) {
	m, err := agreement.Taus([][]float64{{1, 2, 3, 4, 5, 6, 7, 8}, {3, 4, 1, 2, 5, 7, 8, 6}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tau", m.R[1][0], 4.0*22/(8*7)-1, 1e-15)
	if _, err := agreement.Taus([][]float64{{1}, {1, 2}}); err == nil {
		t.Error("judges of different objects were compared")
	}
}
