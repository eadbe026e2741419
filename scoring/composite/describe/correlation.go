package describe

import (
	"math"

	"siap/scoring/composite"
)

// Correlation is Pearson's coefficient over the units that both columns know, and how many these are. It is unknown
// with fewer than two of them, or where one of the columns does not vary among them.
func Correlation(a, b []float64) (r float64, n int) {
	if len(a) != len(b) {
		return composite.Unknown, 0
	}
	x, y := make([]float64, 0, len(a)), make([]float64, 0, len(a))
	for u := range a {
		if composite.IsKnown(a[u]) && composite.IsKnown(b[u]) {
			x, y = append(x, a[u]), append(y, b[u])
		}
	}
	if !centre(x) || !centre(y) {
		return composite.Unknown, len(x)
	}
	r = product(x, y) / math.Sqrt(product(x, x)*product(y, y))
	return min(max(r, -1), 1), len(x)
}

// Correlations are Pearson's coefficients of all pairs of columns, each over the units that both know (pairwise
// complete), and how many these are. The diagonal is 1, and unknown for a column that does not vary. With unknown
// values the matrix need not be one of correlations, that is, positive semidefinite; Principal says where it is not.
func Correlations(columns [][]float64) (r [][]float64, n [][]int) {
	k := len(columns)
	r, n = make([][]float64, k), make([][]int, k)
	// A column without unknowns is centred once; its pairs with others of the kind need no more.
	whole, sizes := make([][]float64, k), make([]float64, k)
	for i, c := range columns {
		r[i], n[i] = make([]float64, k), make([]int, k)
		known := Known(c)
		n[i][i], r[i][i] = len(known), composite.Unknown
		if centre(known) {
			r[i][i] = 1
		}
		if len(known) == len(c) && composite.IsKnown(r[i][i]) {
			whole[i] = append([]float64(nil), c...)
			centre(whole[i])
			sizes[i] = product(whole[i], whole[i])
		}
	}
	for i := range columns {
		for j := range i {
			if whole[i] != nil && whole[j] != nil && len(whole[i]) == len(whole[j]) {
				shared := product(whole[i], whole[j]) / math.Sqrt(sizes[i]*sizes[j])
				r[i][j], n[i][j] = min(max(shared, -1), 1), len(whole[i])
			} else {
				r[i][j], n[i][j] = Correlation(columns[i], columns[j])
			}
			r[j][i], n[j][i] = r[i][j], n[i][j]
		}
	}
	return r, n
}

// centre takes the mean off known values, in shares of their span; false where they do not vary or are too few.
func centre(values []float64) bool {
	if len(values) < 2 {
		return false
	}
	low, high := values[0], values[0]
	for _, x := range values {
		low, high = min(low, x), max(high, x)
	}
	if math.IsInf(low, 0) || math.IsInf(high, 0) || composite.Same(low, high) {
		return false
	}
	centred(values, low, high)
	return true
}

// product is Σ x·y, of centred columns.
func product(x, y []float64) float64 {
	var sum fixed
	for u := range x {
		sum.add(x[u] * y[u])
	}
	return sum.value()
}
