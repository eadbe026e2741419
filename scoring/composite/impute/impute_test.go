package impute

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
)

var unknown = math.NaN()

// five is an invented table: three columns of five units.
func five() Data {
	return Data{
		Columns: [][]float64{
			{0, 10, 20, unknown, 40},
			{1, 2, unknown, 4, 9},
			{unknown, 7, unknown, 8, 12},
		},
		Groups: []string{"a", "a", "b", "b", ""},
	}
}

func mustImpute(t rapid.TB, m Method, d Data) *Result {
	t.Helper()
	r, err := m.Impute(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMiddle(t *testing.T) {
	for _, c := range []struct {
		name   string
		method Method
		want   [][]float64
		filled int
		left   []Left
	}{
		{"none", None{}, five().Columns, 0, []Left{{3, 0, Asked}, {2, 1, Asked}, {0, 2, Asked}, {2, 2, Asked}}},
		// 70/4, 16/4, 27/3
		{"mean", Middle{}, [][]float64{{0, 10, 20, 17.5, 40}, {1, 2, 4, 4, 9}, {9, 7, 9, 8, 12}}, 4, nil},
		// of 0 10 20 40, of 1 2 4 9, of 7 8 12
		{"median", Middle{Median: true}, [][]float64{{0, 10, 20, 15, 40}, {1, 2, 3, 4, 9}, {8, 7, 8, 8, 12}}, 4, nil},
		// a: 7; b: 20, 4 and 8
		{"group mean", Middle{ByGroup: true}, [][]float64{{0, 10, 20, 20, 40}, {1, 2, 4, 4, 9}, {7, 7, 8, 8, 12}}, 4, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustImpute(t, c.method, five())
			for i, w := range c.want {
				if !compositetest.SameBits(r.Columns[i], w) {
					t.Errorf("column %d: %v, want %v", i, r.Columns[i], w)
				}
			}
			if len(r.Filled) != c.filled || !slices.Equal(r.Left, c.left) {
				t.Errorf("filled %v, left %v; want %d and %v", r.Filled, r.Left, c.filled, c.left)
			}
			// 4 of 15 cells are unknown; 2 of the third unit's 3, 2 of the third column's 5.
			compositetest.Near(t, "shares", []float64{r.Share, r.ByUnit[2], r.ByColumn[2], r.ByUnit[1]},
				[]float64{float64(c.filled) / 15, float64(min(c.filled, 2)) / 3, float64(min(c.filled, 2)) / 5, 0}, 1e-15)
		})
	}
}

func TestGroups(t *testing.T) {
	d := five()
	d.Groups = []string{"a", "a", "c", "", "a"}
	r := mustImpute(t, Middle{ByGroup: true}, d)
	want := []Left{{3, 0, NoGroup}, {2, 1, GroupKnows}, {2, 2, GroupKnows}}
	if !slices.Equal(r.Left, want) || len(r.Filled) != 1 || r.Filled[0].N != 2 || r.Filled[0].Value != 9.5 { // (7 + 12)/2
		t.Errorf("left %v, filled %+v", r.Left, r.Filled)
	}
	if _, err := (Middle{ByGroup: true}).Impute(Data{Columns: d.Columns}); err == nil {
		t.Error("no groups were accepted")
	}
}

func TestNearest(t *testing.T) {
	// Spans 40, 8 and 5. Unit 3 knows columns 1 and 2. In shares, 0.375 and 0.2:
	// to unit 0 on column 1: 0.375; to unit 1: √((0.25² + 0.2²)/2) = 0.226; to unit 2: nothing in common; to unit 4:
	// √((0.625² + 0.8²)/2).
	r := mustImpute(t, Nearest{Neighbours: 2}, five())
	f := r.Filled[0]
	if f.Unit != 3 || f.Column != 0 || !slices.Equal(f.From, []int{1, 0}) || f.Value != 5 || f.N != 2 { // (10 + 0)/2
		t.Errorf("unit 3: %+v", f)
	}
	compositetest.Near(t, "distances", f.Distances, []float64{math.Sqrt((0.0625 + 0.04) / 2), 0.375}, 1e-15)
	// Unit 2 knows column 0 only, at half: the others there are at 0, 0.25 and 1. For column 1 units 1, then 0 and 4
	// equally far away: (2 + 1 + 9)/3, three though two were asked for. For column 2 units 1 and 4: (7 + 12)/2.
	f = r.Filled[1]
	if f.Unit != 2 || f.Column != 1 || !slices.Equal(f.From, []int{1, 0, 4}) || f.Value != 4 || f.N != 3 {
		t.Errorf("unit 2, column 1: %+v", f)
	}
	if f = r.Filled[3]; f.Unit != 2 || f.Column != 2 || !slices.Equal(f.From, []int{1, 4}) || f.Value != 9.5 {
		t.Errorf("unit 2, column 2: %+v", f)
	}
	// On two shared columns unit 2 is like nobody.
	r = mustImpute(t, Nearest{Shared: 2, Median: true}, five())
	if want := []Left{{2, 1, NoNeighbour}, {2, 2, NoNeighbour}}; !slices.Equal(r.Left, want) {
		t.Errorf("left %v, want %v", r.Left, want)
	}
	// A column that does not vary brings nobody near.
	r = mustImpute(t, Nearest{}, Data{Columns: [][]float64{{7, 7, 7}, {unknown, 1, 2}, {unknown, unknown, unknown}}})
	if want := []Left{{0, 1, NoNeighbour}, {0, 2, NobodyKnows}, {1, 2, NobodyKnows}, {2, 2, NobodyKnows}}; !slices.Equal(r.Left, want) {
		t.Errorf("left %v, want %v", r.Left, want)
	}
}

// What does not apply is neither filled nor taken from.
func TestDoesNotApply(t *testing.T) {
	d := Data{
		Columns: [][]float64{{1, unknown, 100, unknown}, {1, 2, 3, 4}},
		Applies: [][]bool{{true, true, false, false}, {true, true, true, true}},
	}
	for _, name := range Names()[1:] {
		m, err := Named(name, 0)
		if err != nil {
			t.Fatal(err)
		}
		d.Groups = []string{"g", "g", "g", "g"}
		r := mustImpute(t, m, d)
		if want := []float64{1, 1, 100, unknown}; !compositetest.SameBits(r.Columns[0], want) {
			t.Errorf("%s: %v, want %v", name, r.Columns[0], want)
		}
		compositetest.Near(t, name, []float64{r.Share, r.ByColumn[0], r.ByUnit[1], r.ByUnit[3]}, []float64{1.0 / 6, 0.5, 0.5, 0}, 1e-15)
	}
}

func TestRefuses(t *testing.T) {
	for _, name := range Names() {
		m, err := Named(name, 3)
		if err != nil {
			t.Fatal(err)
		}
		for what, d := range map[string]Data{
			"infinite":      {Columns: [][]float64{{1, math.Inf(1)}}, Groups: []string{"", ""}},
			"two lengths":   {Columns: [][]float64{{1, 2}, {1}}, Groups: []string{"", ""}},
			"mask of none":  {Columns: [][]float64{{1}}, Applies: [][]bool{}, Groups: []string{""}},
			"mask too long": {Columns: [][]float64{{1}}, Applies: [][]bool{{true, true}}, Groups: []string{""}},
		} {
			if _, err := m.Impute(d); err == nil {
				t.Errorf("%s, %s: accepted", name, what)
			}
		}
		if r := mustImpute(t, m, Data{}); len(r.Columns) != 0 || r.Share != 0 {
			t.Errorf("%s, nothing: %+v", name, r)
		}
		r := mustImpute(t, m, Data{Columns: [][]float64{{unknown, unknown}}, Groups: []string{"g", "g"}})
		if len(r.Left) != 2 || len(r.Filled) != 0 {
			t.Errorf("%s, all unknown: %+v", name, r)
		}
	}
	for _, name := range []string{"", "knn", "Mean"} {
		if _, err := Named(name, 0); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
	if _, err := Named("nearest", -1); err == nil {
		t.Error("-1 neighbours were accepted")
	}
	if _, err := (Nearest{Shared: -1}).Impute(five()); err == nil {
		t.Error("-1 shared columns were accepted")
	}
	if _, err := (Nearest{}).Impute(Data{Columns: [][]float64{{-1.7e308, 1.7e308, unknown}}}); err == nil {
		t.Error("values too far apart were accepted")
	}
	// A mean of huge values is no infinity.
	r := mustImpute(t, Middle{}, Data{Columns: [][]float64{{1.7e308, 1.7e308, unknown}}})
	if r.Columns[0][2] != 1.7e308 {
		t.Errorf("the mean of 1.7e308 and 1.7e308 is %v", r.Columns[0][2])
	}
}

// drawData draws a table with ties and unknown values.
func drawData(t *rapid.T) Data {
	units := rapid.IntRange(1, 9).Draw(t, "units")
	value := rapid.OneOf(rapid.Float64Range(-10, 10), rapid.SampledFrom([]float64{0, 1, 1, 2, 1e300, unknown, unknown}))
	return Data{
		Columns: rapid.SliceOfN(rapid.SliceOfN(value, units, units), 1, 4).Draw(t, "columns"),
		Groups:  rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b"}), units, units).Draw(t, "groups"),
	}
}

// What is known stays, what is filled lies between the values it is made of, and every blank is accounted for; the
// order of the units changes no bit.
func TestFillsHonestly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		m, err := Named(rapid.SampledFrom(Names()).Draw(t, "method"), rapid.IntRange(1, 3).Draw(t, "neighbours"))
		if err != nil {
			t.Fatal(err)
		}
		r := mustImpute(t, m, d)
		blanks := 0
		for c, column := range d.Columns {
			low, high := math.Inf(1), math.Inf(-1)
			for u, x := range column {
				if math.IsNaN(x) {
					blanks++
					continue
				}
				low, high = min(low, x), max(high, x)
				if r.Columns[c][u] != x {
					t.Fatalf("the known %v became %v", x, r.Columns[c][u])
				}
			}
			for u, x := range r.Columns[c] {
				if !math.IsNaN(x) && (x < low || x > high) {
					t.Fatalf("unit %d got %v, outside %v to %v", u, x, low, high)
				}
			}
		}
		if len(r.Filled)+len(r.Left) != blanks {
			t.Fatalf("%d filled and %d left of %d", len(r.Filled), len(r.Left), blanks)
		}
		places := make([]int, len(d.Groups))
		for u := range places {
			places[u] = u
		}
		order := rapid.Permutation(places).Draw(t, "order")
		moved := Data{Groups: compositetest.Permuted(d.Groups, order)}
		for _, c := range d.Columns {
			moved.Columns = append(moved.Columns, compositetest.Permuted(c, order))
		}
		again := mustImpute(t, m, moved)
		for c := range d.Columns {
			if !compositetest.SameBits(again.Columns[c], compositetest.Permuted(r.Columns[c], order)) {
				t.Fatalf("column %d: %v in one order, %v in another", c, r.Columns[c], again.Columns[c])
			}
		}
	})
}
