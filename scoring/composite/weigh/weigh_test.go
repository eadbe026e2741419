package weigh

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/describe"
)

var unknown = math.NaN()

func weights(t rapid.TB, m Method, columns ...[]float64) []float64 {
	t.Helper()
	w, err := m.Weights(columns)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestStated(t *testing.T) {
	compositetest.Near(t, "equal", weights(t, Equal{}, nil, nil, nil, nil), []float64{0.25, 0.25, 0.25, 0.25}, 0)
	got, err := Given([]float64{1, 0, 3})
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "given", got, []float64{0.25, 0, 0.75}, 0)
	if got, err = Given([]float64{1e308, 1e308}); err != nil || got[0] != 0.5 {
		t.Errorf("weights of 1e308: %v, %v", got, err)
	}
	for name, w := range map[string][]float64{
		"none": nil, "zero-sum": {0, 0}, "below 0": {2, -1}, "unknown": {1, unknown}, "infinite": {1, math.Inf(1)},
	} {
		if got, err := Given(w); err == nil {
			t.Errorf("%s: accepted, %v", name, got)
		}
	}
}

func TestBudget(t *testing.T) {
	a, err := Budget([][]float64{{50, 30, 20}, {30, 30, 40}, {40, 0, 60}}, 100)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "means", a.Weights, []float64{0.4, 0.2, 0.4}, 1e-15)
	compositetest.Near(t, "least", a.Low, []float64{0.3, 0, 0.2}, 1e-15)
	compositetest.Near(t, "most", a.High, []float64{0.5, 0.3, 0.6}, 1e-15)
	// ±0.1 and 0; 0.1, 0.1, −0.2: √(0.06/2); ±0.2 and 0
	compositetest.Near(t, "deviations", a.SD, []float64{0.1, math.Sqrt(0.03), 0.2}, 1e-15)
	// Without a budget every expert counts the same, whatever their points sum to.
	if a, err = Budget([][]float64{{1, 1}, {300, 100}}, 0); err != nil || a.Experts != 2 {
		t.Fatal(err)
	}
	compositetest.Near(t, "any budget", a.Weights, []float64{0.625, 0.375}, 1e-15)
	if a, err = Budget([][]float64{{1, 3}}, 4); err != nil || !math.IsNaN(a.SD[0]) {
		t.Errorf("one expert: %+v, %v", a, err)
	}
	// A third, printed with ten digits, thrice: within the tolerance of 1.
	if _, err = Budget([][]float64{{0.3333333333, 0.3333333333, 0.3333333333}}, 1); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		points [][]float64
		budget float64
	}{
		"nobody": {nil, 100}, "no indicators": {[][]float64{{}}, 100}, "another sum": {[][]float64{{50, 49}}, 100},
		"another number": {[][]float64{{50, 50}, {100}}, 100}, "below 0": {[][]float64{{120, -20}}, 100},
		"unknown": {[][]float64{{100, unknown}}, 100}, "nothing": {[][]float64{{0, 0}}, 0},
		"no budget": {[][]float64{{1, 1}}, -2}, "budget unknown": {[][]float64{{1, 1}}, unknown},
	} {
		if _, err := Budget(c.points, c.budget); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestByVariation(t *testing.T) {
	// Shares 1/4 and 3/4 against 1/2 and 1/2: E = −(¼ ln ¼ + ¾ ln ¾)/ln 2 and 1. All the weight is on the first.
	compositetest.Near(t, "entropy", weights(t, Entropy{}, []float64{1, 3}, []float64{7, 7}), []float64{1, 0}, 0)
	// 0 has no logarithm and adds nothing: 0, 1 is as uneven as can be, E = 0; 1, 3 as above.
	e := -(0.25*math.Log(0.25) + 0.75*math.Log(0.75)) / math.Ln2
	compositetest.Near(t, "entropy of a 0", weights(t, Entropy{}, []float64{0, 1}, []float64{1, 3}),
		[]float64{1 / (2 - e), (1 - e) / (2 - e)}, 1e-15)
	// A blank is left out: n is 2 for both.
	compositetest.Near(t, "entropy, blanks", weights(t, Entropy{}, []float64{0, unknown, 1}, []float64{1, 3, unknown}),
		[]float64{1 / (2 - e), (1 - e) / (2 - e)}, 1e-15)
	// Deviations √2/2·2 and √2/2·6; of blanks the same.
	compositetest.Near(t, "deviation", weights(t, StandardDeviation{}, []float64{1, 3, unknown}, []float64{unknown, 0, 6}, []float64{5, 5, 5}),
		[]float64{0.25, 0.75, 0}, 1e-15)
	// √2 over 2 and 3√2 over 3.
	compositetest.Near(t, "variation", weights(t, Variation{}, []float64{1, 3}, []float64{0, 6}, []float64{5, 5}), []float64{1.0 / 3, 2.0 / 3, 0}, 1e-15)
	// 1e308 does not overflow.
	compositetest.Near(t, "huge", weights(t, Entropy{}, []float64{1e308, 1e308, 0}, []float64{1, 1, 0}), []float64{0.5, 0.5}, 1e-15)
	compositetest.Near(t, "huge deviation", weights(t, StandardDeviation{}, []float64{1e308, 0}, []float64{0, 1e308}), []float64{0.5, 0.5}, 1e-15)
}

func TestCritic(t *testing.T) {
	// The first two are the same, the third goes against both: conflict 2, 2 and 4; all have the deviation of 0, ½, 1.
	columns := [][]float64{{1, 2, 3, unknown}, {10, 20, 30, unknown}, {6, 4, 2, unknown}, {7, 7, 7, 7}}
	c, err := Critic{}.Analyse(columns)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "conflict", c.Conflict, []float64{2, 2, 4, 0}, 1e-15)
	compositetest.Near(t, "deviation", c.SD, []float64{0.5, 0.5, 0.5, 0}, 1e-15)
	compositetest.Near(t, "weights", c.Weights, []float64{0.25, 0.25, 0.5, 0}, 1e-15)
	// Where less of the third is better, all say the same: nothing is left to weigh by.
	if _, err := (Critic{Down: []bool{false, false, true, false}}).Weights(columns); err == nil {
		t.Error("indicators that all say the same were weighed")
	}
	compositetest.Near(t, "one indicator", weights(t, Critic{}, []float64{1, 5}), []float64{1}, 0)
}

func TestKeep(t *testing.T) {
	values := []float64{2.5, 1, 0.3, 0.2}
	for _, c := range []struct {
		keep Keep
		want int
	}{
		{Keep{}, 1},
		{Keep{Eigenvalue: 0.9}, 2},
		{Keep{Eigenvalue: 9}, 1},
		{Keep{Number: 3}, 3},
		{Keep{Each: 0.25}, 2},
		{Keep{Each: 0.05}, 4},
		{Keep{Cumulative: 0.6}, 1},
		{Keep{Cumulative: 0.875}, 2},
		{Keep{Cumulative: 1}, 4},
	} {
		if got, err := c.keep.count(values); err != nil || got != c.want {
			t.Errorf("%+v keeps %d, %v; want %d", c.keep, got, err, c.want)
		}
	}
	for _, k := range []Keep{
		{Number: 5}, {Number: -1}, {Eigenvalue: unknown}, {Eigenvalue: math.Inf(1)}, {Each: 1.1}, {Cumulative: 60}, {Number: 1, Each: 0.1},
	} {
		if got, err := k.count(values); err == nil {
			t.Errorf("%+v keeps %d", k, got)
		}
	}
}

// Two pairs of indicators, each pair the same but for the unit, the pairs unrelated: two factors of two, all weights
// a quarter. Rotated by 45 degrees first, Varimax finds the way back.
func TestFactorsByHand(t *testing.T) {
	columns := [][]float64{{1, 1, -1, -1}, {20, 20, 10, 10}, {3, -3, 3, -3}, {1, 0, 1, 0}}
	f, err := Factor{Keep: Keep{Eigenvalue: 1}}.Analyse(columns)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "eigenvalues", f.Eigenvalues, []float64{2, 2, 0, 0}, 1e-14)
	compositetest.Near(t, "weights", f.Weights, []float64{0.25, 0.25, 0.25, 0.25}, 1e-14)
	if f.Of[0] != f.Of[1] || f.Of[2] != f.Of[3] || f.Of[0] == f.Of[2] || f.Kept != 2 || f.Units != 4 {
		t.Errorf("%+v", f)
	}
	half := math.Sqrt(0.5)
	rotated, err := Varimax([][]float64{{half, half}, {half, half}, {-half, half}, {0, 0}})
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "turned back", slices.Concat(rotated...), []float64{1, 0, 1, 0, 0, 1, 0, 0}, 1e-12)
}

// Rotation moves no distance from the origin, turns back what was turned, and never makes the squares vary less.
func TestVarimaxProperties(t *testing.T) {
	simplicity := func(rows [][]float64) float64 {
		sum := 0.0
		for j := range rows[0] {
			var squares, fourths, n float64
			for _, row := range rows {
				length := 0.0
				for _, l := range row {
					length = math.Hypot(length, l)
				}
				if length > nothing {
					s := row[j] / length * (row[j] / length)
					squares, fourths, n = squares+s, fourths+s*s, n+1
				}
			}
			if n > 0 {
				sum += fourths/n - (squares/n)*(squares/n)
			}
		}
		return sum
	}
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 4).Draw(t, "factors")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(-1, 1), k, k), 1, 8).Draw(t, "loadings")
		turned, err := Varimax(rows)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			for u := range rows {
				before, after := 0.0, 0.0
				for j := range k {
					before, after = before+rows[i][j]*rows[u][j], after+turned[i][j]*turned[u][j]
				}
				if math.Abs(before-after) > 1e-11 {
					t.Fatalf("the correlation of %d and %d that the factors explain was %v and is %v", i, u, before, after)
				}
			}
		}
		if before, after := simplicity(rows), simplicity(turned); after < before-1e-9 {
			t.Fatalf("the squares varied by %v and do by %v", before, after)
		}
	})
}

func TestCorrelated(t *testing.T) {
	// Uncorrelated, deviations in the ratio 1:3. Correlations with the index go with s·w, so w goes with 1/s.
	columns := [][]float64{{1, 1, -1, -1}, {3, -3, 3, -3}}
	r, err := Correlated{}.Analyse(columns)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "uncorrelated", r.Weights, []float64{0.75, 0.25}, 1e-12)
	compositetest.Near(t, "their correlations", r.Correlations, []float64{math.Sqrt(0.5), math.Sqrt(0.5)}, 1e-12)
	// Under equal weights they are 1 : 3, of length 1.
	compositetest.Near(t, "under equal weights", r.EqualWeights, []float64{1 / math.Sqrt(10), 3 / math.Sqrt(10)}, 1e-12)
	// Twice as strongly: s·w as 2 : 1, so w as 6 : 1.
	compositetest.Near(t, "two to one", weights(t, Correlated{Targets: []float64{2, 1}}, columns...), []float64{6.0 / 7, 1.0 / 7}, 1e-12)

	// Three indicators, the first two the same: together they count as the third, and share.
	same := [][]float64{{1, 1, -1, -1}, {1, 1, -1, -1}, {1, -1, 1, -1}}
	r, err = Correlated{}.Analyse(same)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "two the same", r.Weights, []float64{0.25, 0.25, 0.5}, 1e-6)

	// The third goes against the first two: equal correlations are out of reach. r = [[1,1,-1],[1,1,-1],[-1,-1,1]]: an
	// index goes one way or the other, the first two get 1 and the third -1, and its weight is the least allowed.
	against := [][]float64{{1, 2, 3}, {1, 2, 3}, {3, 2, 1}}
	r, err = Correlated{Least: 0.1}.Analyse(against)
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "one against two", r.Weights, []float64{0.45, 0.45, 0.1}, 1e-6)
	compositetest.Near(t, "its correlations", r.Correlations, []float64{1, 1, -1}, 1e-12)
	if !slices.Equal(r.Dropped, []int{2}) || !(r.Residual > 0.5) {
		t.Errorf("%+v", r)
	}
	// Two that say the opposite: whatever one gains the other loses.
	if w, err := (Correlated{}).Weights([][]float64{{1, 2, 3}, {3, 2, 1}}); err == nil {
		t.Errorf("opposites were weighed: %v", w)
	}
}

func TestRefuses(t *testing.T) {
	inf := math.Inf(1)
	good := []float64{1, 2, 4, 3}
	for _, name := range Names() {
		m, err := Named(name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if w, err := m.Weights(nil); err == nil {
			t.Errorf("%s: no columns, weights %v", name, w)
		}
		if name == "equal" {
			continue
		}
		for what, columns := range map[string][][]float64{
			"nobody":        {{}, {}},
			"one unit":      {{1}, {2}},
			"one known":     {good, {unknown, unknown, 2, unknown}},
			"all unknown":   {good, {unknown, unknown, unknown, unknown}},
			"infinite":      {good, {1, 2, 3, inf}},
			"two lengths":   {good, {1, 2, 3}},
			"none varies":   {{7, 7, 7}, {5, 5, 5}},
			"too far apart": {good, {-1.7e308, 1.7e308, 1.7e308, -1.7e308}},
		} {
			if w, err := m.Weights(columns); err == nil {
				t.Errorf("%s, %s: weights %v", name, what, w)
			}
		}
	}
	for what, c := range map[string]struct {
		method  Method
		columns [][]float64
	}{
		"entropy below 0":          {Entropy{}, [][]float64{good, {-1, 2, 3, 4}}},
		"entropy of nothing":       {Entropy{}, [][]float64{good, {0, 0, 0, 0}}},
		"variation about 0":        {Variation{}, [][]float64{good, {-1, 1, -1, 1}}},
		"variation below 0":        {Variation{}, [][]float64{good, {-1, -2, -3, -4}}},
		"critic, nothing shared":   {Critic{}, [][]float64{{1, 2, unknown, unknown}, {unknown, unknown, 1, 2}}},
		"critic, directions":       {Critic{Down: []bool{true}}, [][]float64{good, good}},
		"factor, constant":         {Factor{}, [][]float64{good, {7, 7, 7, 7}}},
		"factor, two shared":       {Factor{}, [][]float64{{1, 2, 4, unknown}, {unknown, 2, 3, 4}}},
		"factor, listwise":         {Factor{Listwise: true}, [][]float64{{1, 2, 4, 3, unknown}, {unknown, 2, 3, 4, 5}, {1, unknown, 2, 4, 4}}},
		"factor, two units":        {Factor{}, [][]float64{{1, 2}, {2, 1}}},
		"correlated, constant":     {Correlated{}, [][]float64{good, {7, 7, 7, 7}}},
		"correlated, targets":      {Correlated{Targets: []float64{1}}, [][]float64{good, good}},
		"correlated, target below": {Correlated{Targets: []float64{1, -1}}, [][]float64{good, good}},
		"correlated, no targets":   {Correlated{Targets: []float64{0, 0}}, [][]float64{good, good}},
		"correlated, least":        {Correlated{Least: 0.5}, [][]float64{good, good}},
		"correlated, least below":  {Correlated{Least: -1}, [][]float64{good, good}},
	} {
		if w, err := c.method.Weights(c.columns); err == nil {
			t.Errorf("%s: weights %v", what, w)
		}
	}
	if _, err := Named("pca", Options{}); err == nil {
		t.Error("pca is accepted as a name")
	}
}

// Blanks: correlations pairwise complete may contradict each other, and then the way out is named; listwise takes the
// units that know everything.
func TestBlanks(t *testing.T) {
	u := unknown
	// Each pair is known by units of its own: a and b go together, b and c too, a and c against each other.
	columns := [][]float64{
		{10, 20, 30, u, u, u, 10, 20, 30, 1, 2, 4},
		{10, 20, 30, 10, 20, 30, u, u, u, 1, 3, 2},
		{u, u, u, 10, 20, 30, 30, 20, 10, 2, 1, 3},
	}
	for i := range columns {
		columns[i] = slices.Concat(slices.Repeat(columns[i][:9], 20), columns[i][9:])
	}
	for _, m := range []Method{Factor{}, Correlated{}} {
		if w, err := m.Weights(columns); !errors.Is(err, describe.ErrIndefinite) {
			t.Errorf("%T: %v, %v; want the contradiction named", m, w, err)
		}
	}
	whole := [][]float64{{1, 2, 4}, {1, 3, 2}, {2, 1, 3}}
	for _, c := range [][2]Method{{Factor{Listwise: true}, Factor{}}, {Correlated{Listwise: true}, Correlated{}}} {
		if got, want := weights(t, c[0], columns...), weights(t, c[1], whole...); !compositetest.SameBits(got, want) {
			t.Errorf("%T: %v, want those of the whole units, %v", c[0], got, want)
		}
	}
}

// drawColumns draws columns that vary, with ties and some blanks.
func drawColumns(t *rapid.T) [][]float64 {
	units := rapid.IntRange(4, 9).Draw(t, "units")
	value := rapid.OneOf(rapid.Float64Range(0.1, 10), rapid.SampledFrom([]float64{1, 1, 2, unknown}))
	return rapid.SliceOfN(rapid.SliceOfN(value, units, units), 2, 5).Draw(t, "columns")
}

// Weights are shares of 1, and the order of the units changes no bit of them.
func TestWeightsAreShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := Named(rapid.SampledFrom(Names()).Draw(t, "method"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		columns := drawColumns(t)
		w, err := m.Weights(columns)
		if err != nil {
			t.Skip(err)
		}
		for _, x := range w {
			if !(x >= 0 && x <= 1) {
				t.Fatalf("weights %v", w)
			}
		}
		if sum := describe.Sum(w); math.Abs(sum-1) > 1e-14 {
			t.Fatalf("weights %v sum to %v", w, sum)
		}
		units := make([]int, len(columns[0]))
		for u := range units {
			units[u] = u
		}
		order := rapid.Permutation(units).Draw(t, "order")
		var moved [][]float64
		for _, c := range columns {
			moved = append(moved, compositetest.Permuted(c, order))
		}
		if again := weights(t, m, moved...); !compositetest.SameBits(w, again) {
			t.Fatalf("%v in one order and %v in another", w, again)
		}
	})
}

// The unit of an indicator does not matter to Entropy, Variation, Critic and Factor, nor does its zero to the last two.
func TestUnitOfIndicators(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"entropy", "variation", "critic", "factor"}).Draw(t, "method")
		// Whole numbers, which a change of unit does not round.
		units := rapid.IntRange(4, 9).Draw(t, "units")
		numbers := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(1, 50), units, units), 2, 4).Draw(t, "columns")
		factor, shift := float64(rapid.IntRange(2, 9).Draw(t, "factor")), 0.0
		if name == "critic" || name == "factor" {
			shift = float64(rapid.IntRange(-100, 100).Draw(t, "shift"))
		}
		var columns, moved [][]float64
		for _, c := range numbers {
			column, other := []float64{}, []float64{}
			for _, x := range c {
				column, other = append(column, float64(x)), append(other, factor*float64(x)+shift)
			}
			columns, moved = append(columns, column), append(moved, other)
		}
		m, err := Named(name, Options{Keep: Keep{Number: 1}})
		if err != nil {
			t.Fatal(err)
		}
		a, err := m.Weights(columns)
		if err != nil {
			t.Skip(err)
		}
		b := weights(t, m, moved...)
		for i := range a {
			if math.Abs(a[i]-b[i]) > 1e-9 {
				t.Fatalf("%v in one unit and %v in another", a, b)
			}
		}
	})
}

// No other weights bring the correlations nearer to the targets: the optimality conditions of the cone hold, tried by
// moving each weight a little.
func TestCorrelatedIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(0, 10), 6, 6), 2, 4).Draw(t, "columns")
		targets := rapid.SliceOfN(rapid.Float64Range(0.1, 1), len(columns), len(columns)).Draw(t, "targets")
		r, err := Correlated{Targets: targets}.Analyse(columns)
		if err != nil {
			t.Skip(err)
		}
		correlations, _ := describe.Correlations(columns)
		var deviations []float64
		for _, c := range columns {
			deviations = append(deviations, describe.Of(c).SD)
		}
		cosine := func(w []float64) float64 {
			got := withIndex(correlations, deviations, w)
			var dot, a, b float64
			for i := range got {
				dot, a, b = dot+got[i]*targets[i], a+got[i]*got[i], b+targets[i]*targets[i]
			}
			return dot / math.Sqrt(a*b)
		}
		best := cosine(r.Weights)
		for i := range r.Weights {
			for _, step := range []float64{-1e-2, -1e-4, 1e-4, 1e-2} {
				w := slices.Clone(r.Weights)
				if w[i] += step; w[i] < 0 {
					continue
				}
				if other := cosine(w); other > best+1e-9 {
					t.Fatalf("weight %d moved by %v: the cosine rises from %v to %v", i, step, best, other)
				}
			}
		}
		if len(r.Dropped) == 0 && r.Residual > 1e-6 {
			t.Fatalf("nothing dropped out, and yet the targets are missed by %v", r.Residual)
		}
	})
}
