package coherence

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Method is a coefficient of correlation.
type Method string

// The coefficients.
//
// Pearson is Σ(x-x̄)(y-ȳ)/√(Σ(x-x̄)²Σ(y-ȳ)²). Spearman is Pearson's coefficient of the ranks, ties sharing the mean of
// theirs. Both take the p-value of t = r√((n-2)/(1-r²)) from Student's distribution with n-2 degrees of freedom, which
// for Spearman is an approximation (M. G. Kendall and A. Stuart, The Advanced Theory of Statistics, vol. 2, 1973,
// ch. 31).
//
// Kendall is τb = (C-D)/√((n0-n1)(n0-n2)), n0 = n(n-1)/2 less the pairs tied in x or in y (M. G. Kendall, Biometrika
// 33(3), 1945, 239-251), counted in O(n log n) (W. R. Knight, JASA 61(314), 1966, 436-439). Its p-value is exact up to
// 49 units without ties, else that of the normal approximation with the variance for ties (M. G. Kendall, Rank
// Correlation Methods, 1970, ch. 4), without a correction for continuity.
const (
	Pearson  Method = "pearson"
	Spearman Method = "spearman"
	Kendall  Method = "kendall"
)

// Methods are all coefficients.
var Methods = []Method{Pearson, Spearman, Kendall}

// Matrix holds the correlations of some columns, each pair over the units that have both. It is symmetric.
type Matrix struct {
	Method Method
	// R are the coefficients, -1 to 1; NaN where one of the two does not vary over the units they share, or they share
	// fewer than two. The diagonal is 1 where the column varies.
	R [][]float64
	// N are the units that have both columns.
	N [][]int
	// P are the probabilities of a coefficient at least as far from 0 if the two had nothing to do with each other,
	// two-sided; NaN where R is, and under three units. On the diagonal 0.
	P [][]float64
}

// Correlate computes the correlations of every pair of columns. An error names columns of different lengths, an
// infinite value or a method there is not.
func Correlate(columns [][]float64, method Method) (*Matrix, error) {
	if !slices.Contains(Methods, method) {
		return nil, fmt.Errorf("correlating: there is no method %q; take one of %v", method, Methods)
	}
	if err := check(columns); err != nil {
		return nil, fmt.Errorf("correlating: %w", err)
	}
	m := &Matrix{Method: method, P: square[float64](len(columns))}
	// Of all methods: which pairs have a coefficient, and of how many units.
	m.R, m.N = describe.Correlations(columns)
	var a, b pairing
	orders := make([]order, len(columns))
	if method != Pearson {
		for i, c := range columns {
			orders[i] = inOrder(c)
		}
	}
	for i := range columns {
		m.P[i][i] = composite.Unknown
		if composite.IsKnown(m.R[i][i]) {
			m.P[i][i] = 0
		}
		for j := range i {
			r, p := m.R[i][j], composite.Unknown
			if composite.IsKnown(r) {
				switch method {
				case Pearson:
					r = settled(r)
					p = studentP(r, m.N[i][j])
				case Spearman:
					share(&a, &b, &orders[i], &orders[j])
					r, p = spearman(&a, &b)
				case Kendall:
					share(&a, &b, &orders[i], &orders[j])
					r, p = kendall(&a, &b)
				}
			}
			m.R[i][j], m.R[j][i] = r, r
			m.P[i][j], m.P[j][i] = p, p
		}
	}
	return m, nil
}

func square[T any](k int) [][]T {
	backing, rows := make([]T, k*k), make([][]T, k)
	for i := range rows {
		rows[i] = backing[i*k : (i+1)*k : (i+1)*k]
	}
	return rows
}

// settled takes a coefficient that only rounding keeps from being a line, or nothing, for that.
func settled(r float64) float64 {
	switch {
	case composite.Same(math.Abs(r), 1):
		return math.Copysign(1, r)
	case composite.Same(1+math.Abs(r), 1):
		return 0
	}
	return r
}

// studentP is the two-sided probability of a coefficient of n units.
func studentP(r float64, n int) float64 {
	switch {
	case n < 3 || !composite.IsKnown(r):
		return composite.Unknown
	case math.Abs(r) >= 1:
		return 0
	}
	degrees := float64(n - 2)
	t := math.Abs(r) * math.Sqrt(degrees/((1-r)*(1+r)))
	return min(1, 2*distuv.StudentsT{Mu: 0, Sigma: 1, Nu: degrees}.Survival(t))
}
