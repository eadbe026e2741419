package weigh

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/compositetest"
)

// Who says nothing of their own weight keep their share; the rest is shared out by the method. Standard deviations of
// 1,2,3 and 1,3,5 are 1 and 2.
func TestSiblings(t *testing.T) {
	unknown := composite.Unknown
	varies, twice := []float64{1, 2, 3}, []float64{1, 3, 5}
	constant, few := []float64{2, 2, 2}, []float64{1, unknown, 3}
	for _, c := range []struct {
		name    string
		m       Method
		columns [][]float64
		stated  []float64
		want    []float64
		kept    []Kept
		err     error
	}{
		{"all weighed", StandardDeviation{}, [][]float64{varies, twice}, []float64{5, 5}, []float64{1.0 / 3, 2.0 / 3}, []Kept{"", ""}, nil},
		// The constant one keeps 40 of 100; 60 are shared out as 1:2.
		{"one constant", StandardDeviation{}, [][]float64{varies, constant, twice}, []float64{30, 40, 30}, []float64{0.2, 0.4, 0.4}, []Kept{"", KeptConstant, ""}, nil},
		{"one hardly known", StandardDeviation{}, [][]float64{few, varies, twice}, []float64{2, 1, 1}, []float64{0.5, 1.0 / 6, 1.0 / 3}, []Kept{KeptFew, "", ""}, nil},
		{"only one left", StandardDeviation{}, [][]float64{varies, constant}, []float64{3, 1}, []float64{0.75, 0.25}, []Kept{"", KeptConstant}, ErrNothing},
		{"equal asks nothing", Equal{}, [][]float64{few, constant}, []float64{3, 1}, []float64{0.5, 0.5}, []Kept{"", ""}, nil},
		{"the method's own error", Entropy{}, [][]float64{{-1, 2, 3}, twice}, []float64{3, 1}, []float64{0.75, 0.25}, []Kept{"", ""}, errAny},
		{"no stated weight", Equal{}, [][]float64{varies}, []float64{0}, nil, nil, errAny},
		{"too few stated", Equal{}, [][]float64{varies, twice}, []float64{1}, nil, nil, errAny},
	} {
		got, err := Siblings(c.m, c.columns, c.stated)
		if (err != nil) != (c.err != nil) || (c.err != nil && !errors.Is(c.err, errAny) && !errors.Is(err, c.err)) {
			t.Errorf("%s: error %v, want %v", c.name, err, c.err)
		}
		if c.want == nil {
			continue
		}
		compositetest.Near(t, c.name, got.Weights, c.want, 1e-12)
		if !slices.Equal(got.Kept, c.kept) {
			t.Errorf("%s: kept %q, want %q", c.name, got.Kept, c.kept)
		}
	}
}

var errAny = errors.New("any")

// Whatever the columns: where there is no error the weights sum to 1, and none is below 0; stated weights times a
// number change nothing.
func TestSiblingsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(3, 8).Draw(t, "units"), rapid.IntRange(2, 5).Draw(t, "columns")
		columns, stated, times := make([][]float64, k), make([]float64, k), make([]float64, k)
		factor := rapid.Float64Range(0.1, 100).Draw(t, "factor")
		for i := range columns {
			for range n {
				x := float64(rapid.IntRange(0, 5).Draw(t, "x"))
				if x == 0 {
					x = composite.Unknown
				}
				columns[i] = append(columns[i], x)
			}
			stated[i] = rapid.Float64Range(0.1, 10).Draw(t, "stated")
			times[i] = stated[i] * factor
		}
		m, err := Named(rapid.SampledFrom(Names()).Draw(t, "method"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Siblings(m, columns, stated)
		if err != nil {
			return
		}
		sum := 0.0
		for i, w := range got.Weights {
			sum += w
			if !(w >= 0) || (got.Kept[i] != "" && !(w > 0)) {
				t.Fatalf("weights %v", got.Weights)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("weights %v sum to %v", got.Weights, sum)
		}
		again, err := Siblings(m, columns, times)
		if err != nil {
			t.Fatal(err)
		}
		for i := range again.Weights {
			if math.Abs(again.Weights[i]-got.Weights[i]) > 1e-9 {
				t.Fatalf("%v, and %v of weights times %v", got.Weights, again.Weights, factor)
			}
		}
	})
}

// Equal weights give the correlations that Analyse tells of them, and the weights found those that it reached.
func TestReached(t *testing.T) {
	columns := [][]float64{{1, 2, 3, 4}, {2, 1, 4, 3}, {1, 3, 2, 5}}
	m := Correlated{}
	found, err := m.Analyse(columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name          string
		weights, want []float64
	}{
		{"equal", []float64{2, 2, 2}, found.EqualWeights},
		{"found", found.Weights, found.Correlations},
	} {
		got, err := m.Reached(columns, c.weights)
		if err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, c.name, got, c.want, 1e-12)
	}
	// The first column goes with its sum with twice itself wholly.
	if got, err := m.Reached([][]float64{{1, 2, 4}, {2, 4, 8}}, []float64{1, 1}); err != nil || math.Abs(got[0]-1) > 1e-12 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range [][]float64{{1, 1}, {0, 0, 0}, {-1, 1, 1}} {
		if _, err := m.Reached(columns, bad); err == nil {
			t.Errorf("%v are weights", bad)
		}
	}
}
