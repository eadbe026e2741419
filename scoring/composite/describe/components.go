package describe

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Components are the principal components of a correlation matrix, the one that explains most first.
type Components struct {
	// Values are the eigenvalues: the variance of each component, where every indicator has variance 1. They sum
	// to the number of indicators.
	Values []float64
	// Loadings[i][j] is the correlation of indicator i with component j: the eigenvector times the square root of
	// the eigenvalue. A sign that the matrix leaves open is chosen so that a component's loadings sum to 0 or more.
	Loadings [][]float64
}

// ErrIndefinite says that a matrix is none of correlations, which pairwise complete ones may be that come from
// different units. Correlations over the units that know everything always are.
var ErrIndefinite = errors.New("the correlations contradict each other, for they come from different units; " +
	"use the units that know all indicators (listwise), or fill the unknown values first")

// indefinite is how far below 0 an eigenvalue may be by rounding.
const indefinite = 1e-9

// Principal finds the principal components of a correlation matrix (OECD/JRC, Handbook on Constructing Composite
// Indicators, 2008, pp. 63-66). An error names a matrix that is not symmetric, or a correlation that is not known;
// it is ErrIndefinite where no data can have such correlations.
func Principal(correlations [][]float64) (*Components, error) {
	k := len(correlations)
	if k == 0 {
		return nil, errors.New("finding principal components: there are no indicators")
	}
	sym := mat.NewSymDense(k, nil)
	for i, row := range correlations {
		if len(row) != k {
			return nil, fmt.Errorf("finding principal components: row %d of the matrix has %d entries, want %d", i+1, len(row), k)
		}
		for j, r := range row {
			if !(math.Abs(r) <= 1) || (i == j && r != 1) {
				return nil, fmt.Errorf("finding principal components: the correlation of indicators %d and %d is %v; "+
					"leave out indicators that do not vary or have too few units in common", i+1, j+1, r)
			}
			if j < i && correlations[j][i] != r {
				return nil, fmt.Errorf("finding principal components: indicators %d and %d have two correlations, %v and %v",
					i+1, j+1, r, correlations[j][i])
			}
			sym.SetSym(i, j, r)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(sym, true) {
		return nil, errors.New("finding principal components: the eigenvalues did not converge")
	}
	rising := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	if rising[0] < -indefinite*float64(k) {
		return nil, fmt.Errorf("finding principal components: an eigenvalue is %.3g: %w", rising[0], ErrIndefinite)
	}
	c := &Components{Values: make([]float64, k), Loadings: make([][]float64, k)}
	for i := range c.Loadings {
		c.Loadings[i] = make([]float64, k)
	}
	for j := range k {
		from := k - 1 - j
		c.Values[j] = max(rising[from], 0)
		for i := range k {
			c.Loadings[i][j] = vectors.At(i, from) * math.Sqrt(c.Values[j])
		}
		Upright(c.Loadings, j)
	}
	return c, nil
}

// Upright turns column j of the loadings over where they sum to less than 0. Where they sum to nothing, the first
// one that is not 0 becomes positive.
func Upright(loadings [][]float64, j int) {
	sum, size, first := 0.0, 0.0, 0.0
	for _, row := range loadings {
		sum += row[j]
		size += math.Abs(row[j])
		if first == 0 && math.Abs(row[j]) > 1e-9 {
			first = row[j]
		}
	}
	if math.Abs(sum) <= 1e-9*size {
		sum = first
	}
	if sum < 0 {
		for _, row := range loadings {
			row[j] = -row[j]
		}
	}
}
