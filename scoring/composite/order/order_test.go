package order

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite/compositetest"
)

var unknown = math.NaN()

// of makes criteria of weights and columns.
func of(weights []float64, columns ...[]float64) []Criterion {
	out := make([]Criterion, len(columns))
	for i, c := range columns {
		out[i] = Criterion{Weight: weights[i], Values: c}
	}
	return out
}

func TestBlanks(t *testing.T) {
	u := unknown
	// Weights 1, 2, 1. a and b share the first criterion, on which b is better; a and c the second, on which a is; b and c
	// the third, where they are the same. d shares nothing with anyone, e knows nothing.
	criteria := of([]float64{1, 2, 1, 5}, []float64{1, 2, u, u, u}, []float64{2, u, 1, u, u}, []float64{u, 3, 3, u, u}, []float64{u, u, u, 7, u})
	matrix, err := Outrank(criteria)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]float64{{0, 0, 1, 0.5, u}, {1, 0, 0.5, 0.5, u}, {0, 0.5, 0, 0.5, u}, {0.5, 0.5, 0.5, 0, u}, {u, u, u, u, u}} {
		compositetest.Near(t, "row", matrix[i], want, 0)
	}
	for name, want := range map[string][]float64{
		// −1 + 1 + 0, 1 + 0 + 0, −1 + 0 + 0
		"copeland":   {0, 1, -1, 0, u},
		"outranking": {0, 1.0 / 3, -1.0 / 3, 0, u},
		// Shares 0 and 1 of weights 1 and 2: 2/3; 1 and ½ of 1 and 1; 0 and ½ of 2 and 1; ½. Times 3.
		"borda": {2, 2.25, 0.5, 1.5, u},
		// ½ and 1; 1 and 1; ½ and 1; 1.
		"saw": {(0.5 + 2) / 3, 1, (2*0.5 + 1) / 3, 1, u},
		// The second of two is the worst, so 0 or 1; of both criteria of a only the larger distance is known:
		// |1/√(5·4/2)| against 2·1/√(5·4/2): 2 of 3.
		"topsis": {2.0 / 3, 1, 0, 0.5, u},
		// b beats a and a beats c; the rest is tied. So b, a, c, and d anywhere, in four orders: behind b are 3, 3, 3 or 2.
		"kemeny": {1.5, 2.75, 0.25, 1.5, u},
	} {
		m, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, name, mustScore(t, m, criteria).Scores, want, 1e-12)
	}
}

func TestByHand(t *testing.T) {
	// Condorcet's circle: a beats b, b beats c, c beats a, each by two of three.
	circle := of([]float64{1, 1, 1}, []float64{3, 2, 1}, []float64{1, 3, 2}, []float64{2, 1, 3})
	best, err := Kemeny{}.Order(circle)
	if err != nil {
		t.Fatal(err)
	}
	if best.Count != 3 || !slices.Equal(best.Blocks, []int{3}) || len(best.Orders) != 3 {
		t.Errorf("a circle: %+v", best)
	}
	compositetest.Near(t, "agreement and bound", []float64{best.Agreement, best.Bound}, []float64{5.0 / 3, 2}, 1e-15)
	for _, name := range []string{"borda", "copeland", "kemeny", "outranking"} {
		m, _ := Named(name)
		s := mustScore(t, m, circle).Scores
		if s[0] != s[1] || s[1] != s[2] {
			t.Errorf("%s parts a circle: %v", name, s)
		}
	}
	// Two circles, everyone of the first before everyone of the second, and one last: three blocks, nine orders.
	column := func(first, second []float64) []float64 {
		return slices.Concat([]float64{10 + first[0], 10 + first[1], 10 + first[2]}, second, []float64{0})
	}
	two := of([]float64{1, 1, 1},
		column([]float64{3, 2, 1}, []float64{3, 2, 1}), column([]float64{1, 3, 2}, []float64{1, 3, 2}), column([]float64{2, 1, 3}, []float64{2, 1, 3}))
	if best, err = (Kemeny{}).Order(two); err != nil {
		t.Fatal(err)
	}
	if best.Count != 9 || !slices.Equal(best.Blocks, []int{3, 3, 1}) || len(best.Orders) != 9 {
		t.Errorf("two circles: %d orders, blocks %v", best.Count, best.Blocks)
	}
	compositetest.Near(t, "two circles", mustScore(t, Kemeny{}, two).Scores, []float64{5, 5, 5, 2, 2, 2, 0}, 1e-15)
	// Twenty who are the same: one block beyond the exact, and nobody is better.
	same := of([]float64{1}, slices.Repeat([]float64{7}, 20))
	if best, err = (Kemeny{}).Order(same); err != nil || best.Exact || best.Count != 0 || best.Agreement != best.Bound {
		t.Errorf("twenty the same: %+v, %v", best, err)
	}
	compositetest.Near(t, "twenty the same", mustScore(t, Kemeny{}, same).Scores, slices.Repeat([]float64{9.5}, 20), 1e-12)
	// Forty in a clear order are forty blocks, and exact.
	clear := make([]float64, 40)
	for u := range clear {
		clear[u] = float64(u * 7 % 40)
	}
	if best, err = (Kemeny{}).Order(of([]float64{1}, clear)); err != nil || !best.Exact || best.Count != 1 || len(best.Blocks) != 40 {
		t.Errorf("forty in order: %+v, %v", best, err)
	}
	compositetest.Near(t, "forty in order", mustScore(t, Kemeny{}, of([]float64{1}, clear)).Scores, clear, 0)
	// What is the same but for rounding is the same.
	tenth, fifth := 0.1, 0.2
	for _, name := range Names() {
		m, _ := Named(name)
		s := mustScore(t, m, of([]float64{1}, []float64{0.3, tenth + fifth, 0.9})).Scores
		if math.Abs(s[0]-s[1]) > 1e-12 || !(s[2] > s[0]) {
			t.Errorf("%s: %v", name, s)
		}
	}
}

func TestFewUnits(t *testing.T) {
	for _, name := range Names() {
		m, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		r := mustScore(t, m, of([]float64{2}, []float64{5}))
		compositetest.Finite(t, name+" of one", false, r.Scores...)
		if !(r.Scale.Tolerance() > 0) {
			t.Errorf("%s of one: scale %v", name, r.Scale)
		}
		r = mustScore(t, m, of([]float64{2, 1}, []float64{5, 5}, []float64{0, 0}))
		if r.Scores[0] != r.Scores[1] {
			t.Errorf("%s of two the same: %v", name, r.Scores)
		}
		compositetest.Near(t, name+" of nobody", mustScore(t, m, of([]float64{1}, nil)).Scores, nil, 0)
		compositetest.Near(t, name+" of the unknown", mustScore(t, m, of([]float64{1}, []float64{unknown, unknown})).Scores, []float64{unknown, unknown}, 0)
		// A criterion without weight is none.
		r = mustScore(t, m, of([]float64{1, 0}, []float64{1, 2, unknown}, []float64{9, 1, 5}))
		if !(r.Scores[1] > r.Scores[0]) || !math.IsNaN(r.Scores[2]) {
			t.Errorf("%s with a criterion of no weight: %v", name, r.Scores)
		}
		// Huge and tiny.
		r = mustScore(t, m, of([]float64{1e308, 1e308}, []float64{1e308, 1e307, 0.5e308}, []float64{3e-320, 1e-320, 2e-320}))
		compositetest.Finite(t, name+" of huge and tiny", false, r.Scores...)
		if !(r.Scores[0] > r.Scores[2] && r.Scores[2] > r.Scores[1]) {
			t.Errorf("%s of huge and tiny: %v", name, r.Scores)
		}
	}
}

func TestRefuses(t *testing.T) {
	inf := math.Inf(1)
	some := []float64{1, 2, 3}
	for what, criteria := range map[string][]Criterion{
		"no criteria":     nil,
		"zero-sum":        of([]float64{0, 0}, some, some),
		"weight below 0":  of([]float64{1, -1}, some, some),
		"weight unknown":  of([]float64{1, unknown}, some, some),
		"weight infinite": of([]float64{1, inf}, some, some),
		"two lengths":     of([]float64{1, 1}, some, []float64{1}),
		"infinite":        of([]float64{1}, []float64{1, inf, 2}),
		"infinite only":   of([]float64{1}, []float64{-inf, unknown}),
		"too far apart":   of([]float64{1}, []float64{-1.7e308, 1.7e308}),
	} {
		for _, name := range Names() {
			m, _ := Named(name)
			if r, err := m.Score(criteria); err == nil {
				t.Errorf("%s, %s: accepted, %v", name, what, r.Scores)
			}
		}
		if _, err := Outrank(criteria); err == nil {
			t.Errorf("outranking, %s: accepted", what)
		}
	}
	if _, err := (SAW{}).Score(of([]float64{1}, []float64{-1, 2})); err == nil {
		t.Error("SAW of a negative value was accepted")
	}
	if _, err := (SAW{}).Score([]Criterion{{Weight: 1, Values: []float64{0, 2}, Down: true}}); err == nil {
		t.Error("SAW of less than a best value of 0 was accepted")
	}
	for _, exact := range []int{-1, 17} {
		if _, err := (Kemeny{Exact: exact}).Score(of([]float64{1}, some)); err == nil {
			t.Errorf("%d units exactly were accepted", exact)
		}
	}
	if _, err := (Kemeny{}).Score(of([]float64{1}, make([]float64, 2001))); err == nil {
		t.Error("2,001 units were accepted")
	}
	if _, err := Named("vikor"); err == nil {
		t.Error("vikor was accepted")
	}
	if got := Agreement([][]float64{{0, 1}, {0, 0}}, []int{0, 2}); !math.IsNaN(got) {
		t.Errorf("a unit that is not there: %v", got)
	}
}

// drawCriteria draws criteria with ties, blanks and directions; values are above 0, so that SAW takes them.
func drawCriteria(t *rapid.T, most int) []Criterion {
	units := rapid.IntRange(1, most).Draw(t, "units")
	value := rapid.OneOf(rapid.Float64Range(0.1, 10), rapid.SampledFrom([]float64{1, 1, 2, 3, unknown}))
	var out []Criterion
	for range rapid.IntRange(1, 5).Draw(t, "criteria") {
		out = append(out, Criterion{
			Weight: float64(rapid.IntRange(0, 4).Draw(t, "weight")),
			Values: rapid.SliceOfN(value, units, units).Draw(t, "values"), Down: rapid.Bool().Draw(t, "down"),
		})
	}
	out[0].Weight++
	return out
}

// methods are all of them, and the search that is not exact.
func methods() map[string]Method {
	out := map[string]Method{"kemeny by search": Kemeny{Exact: 1}}
	for _, name := range Names() {
		out[name], _ = Named(name)
	}
	return out
}

// The order of the units changes no bit, weights count in proportion, scores lie on the scale, and a unit that is
// nowhere worse on the same criteria has no lower score.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		criteria := drawCriteria(t, 7)
		units := len(criteria[0].Values)
		places := make([]int, units)
		for u := range places {
			places[u] = u
		}
		order := rapid.Permutation(places).Draw(t, "order")
		factor := float64(rapid.IntRange(2, 1000).Draw(t, "factor"))
		moved, heavier := slices.Clone(criteria), slices.Clone(criteria)
		for i, c := range criteria {
			moved[i].Values = compositetest.Permuted(c.Values, order)
			heavier[i].Weight *= factor
		}
		for name, m := range methods() {
			r := mustScore(t, m, criteria)
			if again := mustScore(t, m, moved); !compositetest.SameBits(again.Scores, compositetest.Permuted(r.Scores, order)) {
				t.Fatalf("%s: %v in one order, %v in another", name, r.Scores, again.Scores)
			}
			if again := mustScore(t, m, heavier); !compositetest.SameBits(again.Scores, r.Scores) {
				t.Fatalf("%s: %v, with weights times %v %v", name, r.Scores, factor, again.Scores)
			}
			for u, s := range r.Scores {
				if s < r.Scale.Min-1e-12 || s > r.Scale.Max+1e-12 {
					t.Fatalf("%s: %v is not on the scale %v", name, s, r.Scale)
				}
				for v := range units {
					worse := true
					for _, c := range criteria {
						a, b := c.Values[u], c.Values[v]
						if c.Down {
							a, b = b, a
						}
						worse = worse && (a <= b || (math.IsNaN(a) && math.IsNaN(b)))
					}
					if worse && s > r.Scores[v]+1e-9 {
						t.Fatalf("%s: unit %d is nowhere better than %d and has %v beside %v", name, u, v, s, r.Scores[v])
					}
				}
			}
		}
	})
}

// Of comparisons alone no scale matters: any rising function of a criterion gives the same scores. SAW and TOPSIS do not
// mind the unit.
func TestScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.IntRange(1, 7).Draw(t, "units")
		numbers := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(1, 9), units, units), 1, 4).Draw(t, "values")
		var criteria, cubed, larger []Criterion
		for i, column := range numbers {
			c := Criterion{Weight: float64(i + 1), Down: i == 1}
			a, b, d := c, c, c
			for _, x := range column {
				a.Values = append(a.Values, float64(x))
				b.Values = append(b.Values, math.Exp(float64(x)))
				d.Values = append(d.Values, 16*float64(x))
			}
			criteria, cubed, larger = append(criteria, a), append(cubed, b), append(larger, d)
		}
		for name, m := range methods() {
			other := cubed
			if name == "saw" || name == "topsis" {
				other = larger
			}
			if a, b := mustScore(t, m, criteria), mustScore(t, m, other); !compositetest.SameBits(a.Scores, b.Scores) {
				t.Fatalf("%s: %v, on another scale %v", name, a.Scores, b.Scores)
			}
		}
	})
}

// Kemeny beside all orders there are: the agreement, the number of best orders, and the mean of the places.
func TestKemenyAgainstAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		criteria := drawCriteria(t, 6)
		best, err := Kemeny{}.Order(criteria)
		if err != nil {
			t.Fatal(err)
		}
		matrix, err := Outrank(criteria)
		if err != nil {
			t.Fatal(err)
		}
		var ranked []int
		for u := range matrix {
			if !math.IsNaN(matrix[u][u]) {
				ranked = append(ranked, u)
			}
		}
		if len(ranked) == 0 {
			t.Skip("nobody knows anything")
		}
		most, count, behind := math.Inf(-1), 0, make([]float64, len(matrix))
		every(len(ranked), func(places []int) {
			order := compositetest.Permuted(ranked, places)
			switch sum := Agreement(matrix, order); {
			case sum > most+1e-9:
				most, count = sum, 0
				clear(behind)
				fallthrough
			case sum >= most-1e-9:
				count++
				for i, u := range order {
					behind[u] += float64(len(order) - 1 - i)
				}
			}
		})
		if math.Abs(best.Agreement-most) > 1e-9 || best.Count != uint64(count) || len(best.Orders) != min(count, listed) || !best.Exact {
			t.Fatalf("agreement %v of %d orders, want %v of %d", best.Agreement, best.Count, most, count)
		}
		for _, order := range best.Orders {
			if got := Agreement(matrix, order); math.Abs(got-most) > 1e-9 {
				t.Fatalf("%v is no best order: %v", order, got)
			}
		}
		for _, u := range ranked {
			if want := behind[u] / float64(count); math.Abs(best.scores[u]-want) > 1e-9 {
				t.Fatalf("unit %d: score %v, want %v", u, best.scores[u], want)
			}
		}
		if best.Bound < most-1e-9 {
			t.Fatalf("the bound %v is below %v", best.Bound, most)
		}
		// The search comes no higher, and at least half of the way that is open: any order or its reverse does.
		found, err := Kemeny{Exact: 1}.Order(criteria)
		if err != nil {
			t.Fatal(err)
		}
		pairs := float64(len(ranked)*(len(ranked)-1)) / 2
		if found.Agreement > most+1e-9 || found.Agreement < pairs/2-1e-9 || found.Bound != best.Bound {
			t.Fatalf("found %v, the most is %v, half of the pairs %v", found.Agreement, most, pairs/2)
		}
	})
}

// On complete data Borda's points are the flows: (n-1)/2·(1 + net flow).
func TestBordaIsTheFlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		criteria := drawCriteria(t, 7)
		for _, c := range criteria {
			for u, x := range c.Values {
				if math.IsNaN(x) {
					c.Values[u] = 5
				}
			}
		}
		points, flows := mustScore(t, Borda{}, criteria).Scores, mustScore(t, Outranking{}, criteria).Scores
		for u := range points {
			if want := float64(len(points)-1) / 2 * (1 + flows[u]); math.Abs(points[u]-want) > 1e-9 {
				t.Fatalf("unit %d: %v points, flow %v", u, points[u], flows[u])
			}
		}
	})
}

// BenchmarkScore orders 500 units, invented, on 50 criteria.
func BenchmarkScore(b *testing.B) {
	criteria := make([]Criterion, 50)
	for i := range criteria {
		criteria[i] = Criterion{Weight: float64(i%3 + 1), Values: make([]float64, 500)}
		for u := range criteria[i].Values {
			criteria[i].Values[u] = 1 + math.Mod(float64(u*(i+7)+i*i)*0.6180339887, 1)
		}
	}
	for name, m := range methods() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := m.Score(criteria); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	twelve := make([]Criterion, len(criteria))
	for i, c := range criteria {
		twelve[i] = Criterion{Weight: c.Weight, Values: c.Values[:12]}
	}
	b.Run("kemeny of 12", func(b *testing.B) {
		for b.Loop() {
			if _, err := (Kemeny{}).Score(twelve); err != nil {
				b.Fatal(err)
			}
		}
	})
}
