package coherence_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/coherence"
	"siap/scoring/composite/compositetest"
	"siap/scoring/composite/describe"
)

// table draws columns of whole numbers, so that affine maps by whole numbers keep ties; some values are unknown.
func table(t *rapid.T, blanks bool) [][]float64 {
	units := rapid.IntRange(1, 30).Draw(t, "units")
	k := rapid.IntRange(2, 6).Draw(t, "columns")
	values := rapid.IntRange(1, 40).Draw(t, "different values")
	out := make([][]float64, k)
	for i := range out {
		out[i] = make([]float64, units)
		for u := range out[i] {
			out[i][u] = float64(rapid.IntRange(0, values).Draw(t, "x"))
			if blanks && rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
				out[i][u] = nan
			}
		}
	}
	return out
}

// shuffled gives the columns with their units in another order, the same for all.
func shuffled(t *rapid.T, columns [][]float64) [][]float64 {
	units := make([]int, len(columns[0]))
	for u := range units {
		units[u] = u
	}
	units = rapid.Permutation(units).Draw(t, "order")
	out := make([][]float64, len(columns))
	for i, c := range columns {
		out[i] = make([]float64, len(c))
		for k, u := range units {
			out[i][k] = c[u]
		}
	}
	return out
}

// alike reports whether both are unknown, or nearly the same number.
func alike(a, b float64) bool {
	return math.IsNaN(a) == math.IsNaN(b) && (math.IsNaN(a) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)))
}

func TestCorrelationsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := table(t, true)
		method := rapid.SampledFrom(coherence.Methods).Draw(t, "method")
		m, err := coherence.Correlate(data, method)
		if err != nil {
			t.Fatal(err)
		}
		other := shuffled(t, data)
		again, err := coherence.Correlate(other, method)
		if err != nil {
			t.Fatal(err)
		}
		for i := range m.R {
			if !compositetest.SameBits(m.R[i], again.R[i]) || !compositetest.SameBits(m.P[i], again.P[i]) {
				t.Fatalf("%v, in another order %v", m.R[i], again.R[i])
			}
		}
		// An affine map of one column keeps the size of every coefficient; a falling one turns its sign.
		factor := float64(rapid.SampledFrom([]int{-3, -1, 2, 5}).Draw(t, "factor"))
		for u := range other[0] {
			other[0][u] = factor*other[0][u] + 7
		}
		mapped, err := coherence.Correlate(other, method)
		if err != nil {
			t.Fatal(err)
		}
		for i := range m.R {
			varies := distinct(data[i]) > 1
			if varies && (m.R[i][i] != 1 || m.P[i][i] != 0) || !varies && !math.IsNaN(m.R[i][i]) {
				t.Fatalf("the diagonal of column %d is %v (p %v), it varies: %v", i, m.R[i][i], m.P[i][i], varies)
			}
			for j := range m.R {
				r, p, n := m.R[i][j], m.P[i][j], m.N[i][j]
				if math.Abs(r) > 1 || p < 0 || p > 1 || math.IsInf(r, 0) || n != m.N[j][i] || !alike(r, m.R[j][i]) {
					t.Fatalf("%d, %d: r %v, p %v, n %d", i, j, r, p, n)
				}
				if (math.IsNaN(r) || n < 3) && i != j && !math.IsNaN(p) {
					t.Fatalf("%d, %d: r %v of %d units has p %v", i, j, r, n, p)
				}
				sign := 1.0
				if (i == 0) != (j == 0) {
					sign = math.Copysign(1, factor)
				}
				if !alike(mapped.R[i][j], sign*r) || !alike(mapped.P[i][j], p) {
					t.Fatalf("%d, %d: r %v and p %v, mapped %v and %v", i, j, r, p, mapped.R[i][j], mapped.P[i][j])
				}
			}
		}
	})
}

// distinct counts the different known values of whole numbers.
func distinct(x []float64) int {
	known := slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	slices.Sort(known)
	return len(slices.Compact(known))
}

// Kendall's tau-b by its definition, pair by pair.
func TestKendallIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := table(t, true)
		m, err := coherence.Correlate(data[:2], coherence.Kendall)
		if err != nil {
			t.Fatal(err)
		}
		var s, inX, inY float64
		x, y := data[0], data[1]
		for i := range x {
			for j := range i {
				dx, dy := x[i]-x[j], y[i]-y[j]
				if math.IsNaN(dx) || math.IsNaN(dy) {
					continue
				}
				if dx*dy != 0 {
					s += math.Copysign(1, dx*dy)
				}
				if dx != 0 {
					inX++
				}
				if dy != 0 {
					inY++
				}
			}
		}
		want := nan
		if inX > 0 && inY > 0 {
			want = s / math.Sqrt(inX*inY)
		}
		if !alike(m.R[0][1], want) {
			t.Fatalf("tau-b is %v, by its definition %v", m.R[0][1], want)
		}
	})
}

func TestDescriptionsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := table(t, true)
		d, err := coherence.Describe(data[0])
		if err != nil {
			t.Fatal(err)
		}
		again, err := coherence.Describe(shuffled(t, data[:1])[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]float64{
			{d.Mean, again.Mean},
			{d.SD, again.SD},
			{d.Skewness, again.Skewness},
			{d.Kurtosis, again.Kurtosis},
			{d.Q1, again.Q1},
			{d.Median, again.Median},
			{d.Q3, again.Q3},
		} {
			// Not nearly: everything is computed from the sorted values.
			if pair[0] != pair[1] && !(math.IsNaN(pair[0]) && math.IsNaN(pair[1])) {
				t.Fatalf("%+v in another order is %+v", d, again)
			}
		}
		if d.N > 0 && (d.Min > d.Q1 || d.Q1 > d.Median || d.Median > d.Q3 || d.Q3 > d.Max || d.Mean < d.Min || d.Mean > d.Max) {
			t.Fatalf("out of order: %+v", d)
		}
		if d.N+d.Missing != len(data[0]) || d.Unique != distinct(data[0]) || len(d.Outliers) < len(d.Far) {
			t.Fatalf("%+v", d)
		}
		mapped := slices.Clone(data[0])
		for u := range mapped {
			mapped[u] = 100 - 4*mapped[u]
		}
		if again, err = coherence.Describe(mapped); err != nil {
			t.Fatal(err)
		}
		if !alike(again.Skewness, -d.Skewness) || !alike(again.Kurtosis, d.Kurtosis) || !alike(again.SD, 4*d.SD) ||
			!alike(again.Q1, 100-4*d.Q3) || !slices.Equal(again.Outliers, d.Outliers) {
			t.Fatalf("%+v mapped is %+v", d, again)
		}
	})
}

func TestComponentsAndAlphaHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := table(t, true)
		blanks := rapid.SampledFrom([]coherence.Blanks{coherence.Pairwise, coherence.Listwise}).Draw(t, "blanks")
		c, err := coherence.PrincipalComponents(data, blanks)
		if errors.Is(err, describe.ErrIndefinite) {
			if blanks == coherence.Listwise {
				t.Fatal(err)
			}
			return
		}
		r, alphaErr := coherence.Cronbach(data, blanks)
		if (err == nil) != (alphaErr == nil) {
			t.Fatalf("components: %v, alpha: %v", err, alphaErr)
		}
		if err != nil {
			if !errors.Is(err, coherence.ErrTooFew) || !errors.Is(alphaErr, coherence.ErrTooFew) {
				t.Fatalf("%v; %v", err, alphaErr)
			}
			return
		}
		total, shares := 0.0, 0.0
		for i, value := range c.Eigenvalues {
			total, shares = total+value, shares+c.Share[i]
			if i > 0 && value > c.Eigenvalues[i-1] || value < 0 {
				t.Fatalf("eigenvalues %v", c.Eigenvalues)
			}
		}
		if !alike(total, float64(len(c.Columns))) || !alike(shares, 1) || c.Units < 3 {
			t.Fatalf("%+v", c)
		}
		if blanks == coherence.Listwise { // the loadings of all components make up each column
			for i := range c.Columns {
				whole := 0.0
				for _, l := range c.Loadings[i] {
					whole += l * l
				}
				if !alike(whole, 1) {
					t.Fatalf("the squared loadings of column %d sum to %v", i, whole)
				}
			}
		}
		other := shuffled(t, data)
		slices.Reverse(other)
		again, err := coherence.PrincipalComponents(other, blanks)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.Eigenvalues {
			if !alike(again.Eigenvalues[i], c.Eigenvalues[i]) {
				t.Fatalf("in another order %v, before %v", again.Eigenvalues, c.Eigenvalues)
			}
		}
		reversed, err := coherence.Cronbach(other, blanks)
		if err != nil {
			t.Fatal(err)
		}
		// The columns are turned round too, which shows in the last bits.
		if !alike(reversed.Raw, r.Raw) || !alike(reversed.Standardised, r.Standardised) || !alike(reversed.Mean, r.Mean) {
			t.Fatalf("in another order %+v, before %+v", reversed, r)
		}
		// One positive affine map for all items changes neither alpha; one of its own for each not the standardised.
		for i := range other {
			for u := range other[i] {
				other[i][u] = float64(i+2)*other[i][u] - 5
			}
		}
		mapped, err := coherence.Cronbach(other, blanks)
		if err != nil {
			t.Fatal(err)
		}
		if !alike(mapped.Standardised, r.Standardised) {
			t.Fatalf("standardised alpha %v, mapped %v", r.Standardised, mapped.Standardised)
		}
		checkAlphas(t, r)
		checkAlphas(t, mapped)
	})
}

func checkAlphas(t *rapid.T, r *coherence.Reliability) {
	alphas := []float64{r.Raw, r.Standardised}
	for _, item := range r.Items {
		alphas = append(alphas, item.Without, item.WithoutStandardised)
		for _, x := range []float64{item.Rest, item.RestStandardised} {
			if math.Abs(x) > 1 || math.IsInf(x, 0) {
				t.Fatalf("item-rest correlation %v", x)
			}
		}
	}
	for _, a := range alphas {
		if a > 1 || math.IsInf(a, 0) {
			t.Fatalf("alpha %v of %+v", a, r)
		}
	}
}

func TestInfluencesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := table(t, true)
		weights := make([]float64, len(data)-1)
		for i := range weights {
			weights[i] = float64(rapid.IntRange(1, 9).Draw(t, "weight"))
		}
		got, err := coherence.Influences(data[0], data[1:], weights)
		if err != nil {
			if !errors.Is(err, coherence.ErrTooFew) {
				t.Fatal(err)
			}
			return
		}
		for i := range weights {
			weights[i] *= 1e300
		}
		other := shuffled(t, data)
		again, err := coherence.Influences(other[0], other[1:], weights)
		if err != nil {
			t.Fatal(err)
		}
		stated, effective, some := 0.0, 0.0, false
		for i, one := range got {
			stated += one.Stated
			if composite.IsKnown(one.Effective) {
				effective, some = effective+one.Effective, true
			}
			if one.Effect < 0 || one.Effect > 1 || math.IsInf(one.Effective, 0) {
				t.Fatalf("%+v", one)
			}
			if !alike(one.Stated, again[i].Stated) || !alike(one.Effective, again[i].Effective) || !alike(one.R, again[i].R) {
				t.Fatalf("%+v, in another order %+v", one, again[i])
			}
		}
		if !alike(stated, 1) || some && !alike(effective, 1) {
			t.Fatalf("stated %v, effective %v", stated, effective)
		}
		for _, d := range coherence.Dominated(got, 0.5) {
			if d.Child == d.By || !(d.Left >= 0 && d.Left <= 0.5) {
				t.Fatalf("%+v", d)
			}
		}
	})
}
