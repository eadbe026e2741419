package benefit

import (
	"math"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/normalise"
)

var unknown = math.NaN()

func mustGive(t rapid.TB, limits Limits, columns ...[]float64) *Result {
	t.Helper()
	r, err := OfTheDoubt(columns, limits)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The Handbook's example, Table 19: 23 countries, eight indicators by min-max, shares from 0.10 to 0.15. The scores are
// printed with two digits, of data with two digits.
func TestHandbook(t *testing.T) {
	raw := compositetest.Read(t, os.DirFS("../../aggregate/testdata"), "tai23.csv").Pick(t,
		"patents", "royalties", "internet", "exports", "telephones_log", "electricity_log", "schooling", "university")
	for _, c := range raw {
		m, err := normalise.FitMinMax(c, composite.Scale{Min: 0, Max: 1}, false)
		if err != nil {
			t.Fatal(err)
		}
		m.Normalise(c, c)
	}
	printed := compositetest.Read(t, os.DirFS("../testdata"), "tai23_ranks.csv").Columns["BOD_score"]
	r := mustGive(t, Limits{Low: 0.10, High: 0.15}, raw...)
	compositetest.Near(t, "scores", r.Scores, printed, 0.007)
	for u, w := range r.Weights {
		sum := 0.0
		for _, x := range w {
			sum += x
			if !(x >= 0.10-1e-9 && x <= 0.15+1e-9) {
				t.Errorf("country %d has the weight %v", u+1, x)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("the weights of country %d sum to %v", u+1, sum)
		}
		for _, peer := range r.Peers[u] {
			if r.Scores[peer] != 1 {
				t.Errorf("country %d is held down by %d with the score %v", u+1, peer+1, r.Scores[peer])
			}
		}
	}
}

func TestByHand(t *testing.T) {
	// One unit is best in each indicator, the third is half-way between the two, the fourth is half of the third.
	r := mustGive(t, Limits{}, []float64{4, 0, 2, 1, 0}, []float64{0, 4, 2, 1, 0})
	compositetest.Near(t, "scores", r.Scores, []float64{1, 1, 1, 0.5, 0}, 1e-12)
	if r.Weights[4] != nil || !slices.Equal(r.Weights[0], []float64{1, 0}) || !slices.Equal(r.Weights[1], []float64{0, 1}) {
		t.Errorf("weights %v", r.Weights)
	}
	// (3, 1) beside (4, 0) and (0, 4): 4·w1 ≤ 1 and 4·w2 ≤ 1, so 3/4 + 1/4. (1, 1): 1/2.
	r = mustGive(t, Limits{}, []float64{4, 0, 1}, []float64{0, 4, 1})
	compositetest.Near(t, "below the line", r.Scores, []float64{1, 1, 0.5}, 1e-12)
	if !slices.Equal(r.Peers[2], []int{0, 1}) {
		t.Errorf("held down by %v, want both others", r.Peers[2])
	}
	// Equal weights only: 5, 2 and 4 of the largest sum, 5.
	equal := mustGive(t, Limits{Low: 0.5, High: 0.5}, []float64{5, 0, 1}, []float64{0, 2, 3})
	compositetest.Near(t, "no choice", equal.Scores, []float64{1, 0.4, 0.8}, 1e-12)
	// The second is nothing with at least a quarter on each: 3·¾ + 0 against 4·¾ + 4·¼ of the first.
	limited := mustGive(t, Limits{Low: 0.25}, []float64{4, 3}, []float64{4, 0})
	compositetest.Near(t, "limited", limited.Scores, []float64{1, 2.25 / 4}, 1e-12)
	compositetest.Near(t, "its weights", limited.Weights[1], []float64{0.75, 0.25}, 1e-12)
	// The same from above.
	limited = mustGive(t, Limits{High: 0.75}, []float64{4, 3}, []float64{4, 0})
	compositetest.Near(t, "limited from above", limited.Scores, []float64{1, 2.25 / 4}, 1e-12)
	// One unit, and one indicator.
	compositetest.Near(t, "alone", mustGive(t, Limits{}, []float64{7}, []float64{0}).Scores, []float64{1}, 1e-12)
	compositetest.Near(t, "one indicator", mustGive(t, Limits{}, []float64{7, 14, 0}).Scores, []float64{0.5, 1, 0}, 1e-12)
	// Nothing but zeros, and an indicator of zeros.
	compositetest.Near(t, "zeros", mustGive(t, Limits{}, []float64{0, 0}).Scores, []float64{0, 0}, 0)
	compositetest.Near(t, "a column of zeros", mustGive(t, Limits{Low: 0.2}, []float64{0, 0}, []float64{1, 2}).Scores, []float64{0.5, 1}, 1e-12)
	// Sizes far apart.
	compositetest.Near(t, "huge and tiny", mustGive(t, Limits{}, []float64{1e308, 0, 0.5e308}, []float64{0, 1e-300, 0.25e-300}).Scores,
		[]float64{1, 1, 0.75}, 1e-12)
	// Everyone the same: ties everywhere.
	compositetest.Near(t, "the same", mustGive(t, Limits{Low: 0.1, High: 0.5}, []float64{3, 3, 3}, []float64{3, 3, 3}, []float64{3, 3, 3}).Scores,
		[]float64{1, 1, 1}, 1e-12)
}

// A blank is left out of a unit's programme, with those who do not know either, and the limits are widened.
func TestBlanks(t *testing.T) {
	r := mustGive(t, Limits{Low: 0.25, High: 0.5}, []float64{4, 2, 8, unknown}, []float64{4, unknown, unknown, unknown}, []float64{4, 1, 0, unknown})
	// The first knows all, and nobody else does. The second and the third know the first and the last; limits 0.375 and
	// 0.75. Beside (4, 4) and (8, 0): w = (0.75, 0.25) gives the second 1.75 of 6, w = (0.375, 0.625) 1.375 of 4,
	// w = (½, ½) 1.5 of 4.
	compositetest.Near(t, "scores", r.Scores, []float64{1, 0.375, 1, unknown}, 1e-12)
	if r.Weights[3] != nil || r.Weights[1][1] != 0 {
		t.Errorf("weights %v", r.Weights)
	}
	compositetest.Near(t, "weights of the second", r.Weights[1], []float64{0.5, 0, 0.5}, 1e-12)
}

func TestRefuses(t *testing.T) {
	two := [][]float64{{1, 2}, {2, 1}}
	for name, c := range map[string]struct {
		columns [][]float64
		limits  Limits
	}{
		"no indicators": {nil, Limits{}},
		"nobody":        {[][]float64{{}, {}}, Limits{}},
		"below 0":       {[][]float64{{1, -1}}, Limits{}},
		"infinite":      {[][]float64{{1, math.Inf(1)}}, Limits{}},
		"two lengths":   {[][]float64{{1, 2}, {1}}, Limits{}},
		"too low":       {two, Limits{High: 0.4}},
		"too high":      {two, Limits{Low: 0.6}},
		"crossed":       {two, Limits{Low: 0.5, High: 0.3}},
		"below nothing": {two, Limits{Low: -0.1}},
		"unknown":       {two, Limits{Low: unknown}},
		"above all":     {two, Limits{High: 2}},
	} {
		if r, err := OfTheDoubt(c.columns, c.limits); err == nil {
			t.Errorf("%s: accepted, %v", name, r.Scores)
		}
	}
}

// drawProgramme draws indicators with ties, zeros and dominated units, and limits or none.
func drawProgramme(t *rapid.T, blanks bool) ([][]float64, Limits) {
	units, k := rapid.IntRange(1, 8).Draw(t, "units"), rapid.IntRange(1, 4).Draw(t, "indicators")
	some := []float64{0, 0, 1, 1, 0.5}
	if blanks {
		some = append(some, unknown)
	}
	value := rapid.OneOf(rapid.Float64Range(0.01, 1), rapid.SampledFrom(some))
	columns := rapid.SliceOfN(rapid.SliceOfN(value, units, units), k, k).Draw(t, "columns")
	limits := Limits{}
	if rapid.Bool().Draw(t, "limited") {
		lows := []float64{0, 0.1, 0.5, 0.9, 1}
		if blanks {
			lows = append(lows, 1e-12, 1e-6) // gonum breaks its constraints with these
		}
		limits.Low = rapid.SampledFrom(lows).Draw(t, "low") / float64(k)
		limits.High = rapid.SampledFrom([]float64{1, 1 / float64(k), 0.7 + 0.3/float64(k)}).Draw(t, "high")
	}
	return columns, limits
}

// Another solver, gonum's on the same programmes with a slack for each row, finds the same scores.
func TestAgainstGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, limits := drawProgramme(t, false)
		r := mustGive(t, limits, columns...)
		units, k := len(columns[0]), len(columns)
		if limits.High == 0 {
			limits.High = 1
		}
		rows := units + 2*k
		for c := range units {
			a, b, objective := mat.NewDense(rows, k+rows, nil), make([]float64, rows), make([]float64, k+rows)
			for i := range rows {
				a.Set(i, k+i, 1)
			}
			for j := range k {
				objective[j] = -columns[j][c]
				for u := range units {
					a.Set(u, j, columns[j][u])
				}
				for i := range k {
					a.Set(units+i, j, limits.Low)
					a.Set(units+k+i, j, -limits.High)
				}
				a.Set(units+j, j, limits.Low-1)
				a.Set(units+k+j, j, 1-limits.High)
			}
			for u := range units {
				b[u] = 1
			}
			slack := make([]int, rows)
			for i := range slack {
				slack[i] = k + i
			}
			value, _, err := lp.Simplex(objective, a, b, 1e-10, slack)
			if err != nil {
				continue // it gives up on some degenerate ones
			}
			if math.Abs(-value-r.Scores[c]) > 1e-7 {
				t.Fatalf("unit %d: score %v, by gonum %v", c, r.Scores[c], -value)
			}
		}
	})
}

// Scores keep the constraints: under a unit's own weights nobody has more than 1/score of it, shares keep their
// limits; a unit that is nowhere worse has no lower score; the order of the units changes no bit.
func TestScoresKeepTheirWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, limits := drawProgramme(t, true)
		r := mustGive(t, limits, columns...)
		units := len(columns[0])
		sumOf := func(w []float64, u int) float64 {
			sum := 0.0
			for i, c := range columns {
				if w[i] > 0 {
					sum += w[i] * c[u]
				}
			}
			return sum
		}
		order := make([]int, units)
		for u := range units {
			order[u] = u
			w := r.Weights[u]
			if w == nil {
				continue
			}
			for v := range units {
				alike := true // v knows what u knows
				for _, c := range columns {
					alike = alike && (math.IsNaN(c[u]) || !math.IsNaN(c[v]))
				}
				if other := sumOf(w, v); alike && sumOf(w, u) < r.Scores[u]*other*(1-1e-9)-1e-12 {
					t.Fatalf("unit %d has the score %v, and under its weights %v beside %v of unit %d", u, r.Scores[u], sumOf(w, u), other, v)
				}
			}
		}
		for u := range units {
			for v := range units {
				worse := true // and both know everything
				for _, c := range columns {
					worse = worse && c[u] <= c[v]
				}
				if worse && r.Scores[u] > r.Scores[v]+1e-9 {
					t.Fatalf("unit %d is nowhere better than %d and has %v beside %v", u, v, r.Scores[u], r.Scores[v])
				}
			}
		}
		order = rapid.Permutation(order).Draw(t, "order")
		var moved [][]float64
		for _, c := range columns {
			moved = append(moved, compositetest.Permuted(c, order))
		}
		again := mustGive(t, limits, moved...)
		if !compositetest.SameBits(again.Scores, compositetest.Permuted(r.Scores, order)) {
			t.Fatalf("%v in one order, %v in another", r.Scores, again.Scores)
		}
		for i, from := range order {
			if !compositetest.SameBits(again.Weights[i], r.Weights[from]) {
				t.Fatalf("weights %v in one order, %v in another", r.Weights[from], again.Weights[i])
			}
		}
	})
}

// BenchmarkOfTheDoubt is 500 units, invented, with 50 indicators, all of them on the frontier.
func BenchmarkOfTheDoubt(b *testing.B) {
	columns := make([][]float64, 50)
	for i := range columns {
		columns[i] = make([]float64, 500)
		for u := range columns[i] {
			columns[i][u] = math.Mod(float64(u*(i+7)+i*i)*0.6180339887, 1)
		}
	}
	for b.Loop() {
		if _, err := OfTheDoubt(columns, Limits{Low: 0.01, High: 0.05}); err != nil {
			b.Fatal(err)
		}
	}
}
