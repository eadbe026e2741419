package coherence_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"siap/scoring/composite/coherence"
	"siap/scoring/composite/describe"
)

// Three coefficients by hand. Pearson: Σ dx dy = 1, Σ dx² = Σ dy² = 2; with one degree of freedom t = 1/√3, and
// Student's distribution is Cauchy's: p = 1 - 2/π · arctan t = 2/3. Spearman: the ranks of y are 1, 2.5, 2.5, 4, 5, so
// 9.5/√(10·9.5). Kendall: of six pairs one is tied in y, three agree and two do not: 1/√(6·5).
func TestCorrelateByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		method coherence.Method
		x, y   []float64
		r, p   float64
		n      int
	}{
		{"Pearson", coherence.Pearson, []float64{1, 2, 3}, []float64{1, 3, 2}, 0.5, 2.0 / 3, 3},
		{"Spearman", coherence.Spearman, []float64{1, 2, 3, 4, 5}, []float64{1, 2, 2, 3, 4}, 9.5 / math.Sqrt(95), nan, 5},
		{"with blanks", coherence.Pearson, []float64{1, nan, 2, 3, 9}, []float64{1, 5, 3, 2, nan}, 0.5, 2.0 / 3, 3},
		{"two units", coherence.Pearson, []float64{1, 2, nan}, []float64{2, 1, 3}, -1, nan, 2},
		{"one unit", coherence.Pearson, []float64{1, 2}, []float64{nan, 1}, nan, nan, 1},
		{"none", coherence.Kendall, []float64{1, nan}, []float64{nan, 1}, nan, nan, 0},
		{"constant where both are known", coherence.Spearman, []float64{1, 1, 2}, []float64{1, 2, nan}, nan, nan, 2},
		{"one line", coherence.Pearson, []float64{1, 2, 3, 4}, []float64{8, 6, 4, 2}, -1, 0, 4},
		{"Kendall", coherence.Kendall, []float64{1, 2, 3, 4}, []float64{1, 2, 2, 1.5}, 1 / math.Sqrt(30), nan, 4},
		{"huge", coherence.Pearson, []float64{1e308, 0, -1e308}, []float64{1e-308, 0, -1e-308}, 1, 0, 3},
		{"far from 0", coherence.Pearson, []float64{1e15 + 1, 1e15 + 2, 1e15 + 3}, []float64{1, 3, 2}, nan, nan, 3},
		{"a little nearer", coherence.Pearson, []float64{1e9 + 1, 1e9 + 2, 1e9 + 3}, []float64{1, 3, 2}, 0.5, 2.0 / 3, 3},
	} {
		m, err := coherence.Correlate([][]float64{c.x, c.y}, c.method)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		near(t, c.name+": r", m.R[0][1], c.r, 1e-9)
		if c.name != "Kendall" && c.name != "Spearman" { // their p is tested below and against SciPy's
			near(t, c.name+": p", m.P[0][1], c.p, 1e-9)
		}
		if m.N[0][1] != c.n {
			t.Errorf("%s: %d units, want %d", c.name, m.N[0][1], c.n)
		}
	}
}

// All 24 orders of four: S = 6 for one, 4 for three, 2 for five, 0 for six, and the same below 0 (Kendall 1970,
// Appendix Table 1: 0.042, 0.167, 0.375, 0.625 one-sided).
func TestExactKendall(t *testing.T) {
	for _, c := range []struct {
		y []float64
		p float64
	}{
		{[]float64{1, 2, 3, 4}, 2.0 / 24},
		{[]float64{4, 3, 2, 1}, 2.0 / 24},
		{[]float64{2, 1, 3, 4}, 8.0 / 24},
		{[]float64{2, 1, 4, 3}, 18.0 / 24},
		{[]float64{3, 2, 1, 4}, 1},
	} {
		m, err := coherence.Correlate([][]float64{{1, 2, 3, 4}, c.y}, coherence.Kendall)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "p", m.P[0][1], c.p, 1e-15)
	}
	// Where the exact distribution ends the normal one goes on: 49 and 50 units, nearly the same coefficient.
	var p [2]float64
	for k := range p {
		n := 49 + k
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			x[i], y[i] = float64(i), float64((i*17+5)%n)
		}
		m, err := coherence.Correlate([][]float64{x, y}, coherence.Kendall)
		if err != nil {
			t.Fatal(err)
		}
		s := m.R[0][1] * float64(n*(n-1)) / 2
		z := math.Abs(s) / math.Sqrt(float64(n*(n-1)*(2*n+5))/18)
		p[k] = m.P[0][1]
		near(t, "p of "+strconv.Itoa(n), p[k], math.Erfc(z/math.Sqrt2), []float64{0.02, 1e-12}[k])
	}
}

func TestRefusals(t *testing.T) {
	inf := math.Inf(1)
	two := [][]float64{{1, 2, 3}, {1, 3, 2}}
	for name, f := range map[string]func() error{
		"method":  func() error { _, err := coherence.Correlate(two, "cosine"); return err },
		"lengths": func() error { _, err := coherence.Correlate([][]float64{{1}, {1, 2}}, coherence.Pearson); return err },
		"infinite": func() error {
			_, err := coherence.Correlate([][]float64{{1, inf}, {1, 2}}, coherence.Kendall)
			return err
		},
		"blanks":   func() error { _, err := coherence.PrincipalComponents(two, "some"); return err },
		"weights":  func() error { _, err := coherence.Influences(two[0], two, []float64{1}); return err },
		"weight 0": func() error { _, err := coherence.Influences(two[0], two, []float64{1, 0}); return err },
		"weight ∞": func() error { _, err := coherence.Influences(two[0], two, []float64{1, inf}); return err },
		"∞ in item": func() error {
			_, err := coherence.Cronbach([][]float64{{1, inf}, {1, 2}}, coherence.Pairwise)
			return err
		},
	} {
		if err := f(); err == nil || errors.Is(err, coherence.ErrTooFew) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, columns := range map[string][][]float64{
		"none":              nil,
		"one column":        {{1, 2, 3}},
		"one unit":          {{1}, {2}},
		"two units":         {{1, 2}, {2, 1}},
		"all unknown":       {{nan, nan, nan}, {nan, nan, nan}},
		"constant columns":  {{1, 1, 1}, {2, 2, 2}},
		"one that varies":   {{1, 2, 3}, {2, 2, 2}},
		"nothing in common": {{1, 2, 3, nan, nan, nan}, {nan, nan, nan, 1, 2, 3}},
	} {
		for _, blanks := range []coherence.Blanks{coherence.Pairwise, coherence.Listwise} {
			if _, err := coherence.PrincipalComponents(columns, blanks); !errors.Is(err, coherence.ErrTooFew) {
				t.Errorf("components of %s, %s: %v", name, blanks, err)
			}
			if _, err := coherence.Cronbach(columns, blanks); !errors.Is(err, coherence.ErrTooFew) {
				t.Errorf("alpha of %s, %s: %v", name, blanks, err)
			}
		}
	}
	for name, parent := range map[string][]float64{
		"unknown": {nan, nan, nan}, "constant": {1, 1, 1}, "two": {1, 2, nan},
	} {
		if _, err := coherence.Influences(parent, two, []float64{1, 1}); !errors.Is(err, coherence.ErrTooFew) {
			t.Errorf("a parent that is %s: %v", name, err)
		}
	}
	if m, err := coherence.Correlate(nil, coherence.Pearson); err != nil || len(m.R) != 0 {
		t.Errorf("no columns: %+v, %v", m, err)
	}
}

// Columns that do not vary are left out and said; so is what pairwise blanks cannot give.
func TestLeftOut(t *testing.T) {
	columns := [][]float64{{1, 2, 3, 4}, {5, 5, 5, 5}, {1, 3, 2, 4}, {nan, nan, nan, nan}}
	c, err := coherence.PrincipalComponents(columns, coherence.Pairwise)
	if err != nil {
		t.Fatal(err)
	}
	// r = 0.8 of the two that are left: eigenvalues 1.8 and 0.2.
	if !slices.Equal(c.Columns, []int{0, 2}) || !slices.Equal(c.Constant, []int{1, 3}) || c.Units != 4 {
		t.Errorf("%+v", c)
	}
	near(t, "first eigenvalue", c.Eigenvalues[0], 1.8, 1e-12)
	near(t, "second eigenvalue", c.Eigenvalues[1], 0.2, 1e-12)
	near(t, "loading", c.Loadings[1][0], math.Sqrt(0.9), 1e-12)
	if got := c.Belonging(0, 1); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("belonging to the first: %v", got)
	}
	r, err := coherence.Cronbach(columns, coherence.Pairwise)
	if err != nil {
		t.Fatal(err)
	}
	// Two items: k r/(1 + r) = 1.6/1.8, raw the same for equal variances; without one of them none is left.
	near(t, "standardised alpha", r.Standardised, 1.6/1.8, 1e-12)
	near(t, "raw alpha", r.Raw, 1.6/1.8, 1e-12)
	near(t, "alpha without an item", r.Items[0].Without, nan, 0)
	near(t, "item-rest correlation", r.Items[1].Rest, 0.8, 1e-12)
	// Items that cancel out have no alpha: the sum does not vary.
	if r, err = coherence.Cronbach([][]float64{{1, 2, 3}, {3, 2, 1}}, coherence.Listwise); err != nil || !math.IsNaN(r.Raw) {
		t.Errorf("%+v, %v", r, err)
	}
	// Huge items of one size have the alpha of small ones.
	big := [][]float64{{1e308, 0.2e308, 0.3e308, 0.4e308}, {1.1e308, 0.3e308, 0.2e308, 0.4e308}}
	small := [][]float64{{1, 0.2, 0.3, 0.4}, {1.1, 0.3, 0.2, 0.4}}
	a, err := coherence.Cronbach(big, coherence.Listwise)
	if err != nil {
		t.Fatal(err)
	}
	b, err := coherence.Cronbach(small, coherence.Listwise)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "alpha of huge items", a.Raw, b.Raw, 1e-12)
}

// Three pairs that no complete data have: r = 1, 1 and -1. The smallest eigenvalue would be below 0.
func TestPairwiseWithoutCompleteData(t *testing.T) {
	columns := [][]float64{
		{1, 2, 3, nan, nan, nan, 1, 2, 3},
		{1, 2, 3, 1, 2, 3, nan, nan, nan},
		{nan, nan, nan, 1, 2, 3, 3, 2, 1},
	}
	// The matrix ((1,1,-1),(1,1,1),(-1,1,1)) has the eigenvalues 2, 2 and -1.
	if _, err := coherence.PrincipalComponents(columns, coherence.Pairwise); !errors.Is(err, describe.ErrIndefinite) {
		t.Errorf("pairwise: %v", err)
	}
	if _, err := coherence.PrincipalComponents(columns, coherence.Listwise); !errors.Is(err, coherence.ErrTooFew) {
		t.Errorf("listwise: %v", err)
	}
}

// Two children that have nothing to do with each other, of which the second counts twice: of the variance of the sum,
// 1 + 4 parts, they have a fifth and four fifths. Stated are a third and two thirds, so the first has half of the say
// that its weight promises beside the second.
func TestInfluencesByHand(t *testing.T) {
	a, b := []float64{-1, -1, 1, 1}, []float64{-1, 1, -1, 1}
	parent := make([]float64, 4)
	for u := range parent {
		parent[u] = a[u] + 2*b[u]
	}
	got, err := coherence.Influences(parent, [][]float64{a, b, {3, 3, 3, 3}}, []float64{1, 2, 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []coherence.Influence{
		{Stated: 0.25, Units: 4, R: math.Sqrt(0.2), Effect: 0.2, Effective: 0.2},
		{Stated: 0.5, Units: 4, R: math.Sqrt(0.8), Effect: 0.8, Effective: 0.8},
		{Stated: 0.25, Units: 4, R: nan, Effect: 0, Effective: 0}, // it does not vary: it moves nothing
	} {
		near(t, "stated", got[i].Stated, want.Stated, 1e-15)
		near(t, "R", got[i].R, want.R, 1e-12)
		near(t, "effect", got[i].Effect, want.Effect, 1e-12)
		near(t, "effective", got[i].Effective, want.Effective, 1e-12)
		if got[i].Units != want.Units {
			t.Errorf("%d units", got[i].Units)
		}
	}
	dominated := coherence.Dominated(got, 0.5+1e-12)
	if len(dominated) != 2 || dominated[0].Child != 0 || dominated[0].By != 1 || dominated[1].Left != 0 {
		t.Fatalf("%+v", dominated)
	}
	near(t, "left", dominated[0].Left, 0.5, 1e-12)
	if got := coherence.Dominated(got, 0.4); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if got := coherence.Dominated(nil, 1); got != nil {
		t.Errorf("%+v", got)
	}
	unknown, err := coherence.Influences(parent, [][]float64{{nan, nan, 1, 2}, b}, []float64{1, 1})
	if err != nil || !math.IsNaN(unknown[0].Effect) || !math.IsNaN(unknown[0].Effective) || unknown[1].Effective != 1 {
		t.Errorf("%+v, %v", unknown, err)
	}
}

func BenchmarkCorrelate(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	columns := make([][]float64, 50)
	for i := range columns {
		columns[i] = make([]float64, 552)
		for u := range columns[i] {
			columns[i][u] = float64(random.IntN(5))
		}
	}
	for _, method := range coherence.Methods {
		b.Run(string(method)+"/552x50", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := coherence.Correlate(columns, method); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	// O(n log n): ten times the units take little more than ten times the time.
	for _, n := range []int{10_000, 100_000} {
		x, y := make([]float64, n), make([]float64, n)
		for u := range n {
			x[u], y[u] = random.Float64(), random.Float64()
		}
		b.Run("kendall/"+strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := coherence.Correlate([][]float64{x, y}, coherence.Kendall); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
