package weigh

import (
	"errors"
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Keep is the rule for how many factors are kept. One of the members is stated; with none it is Eigenvalue 1.
type Keep struct {
	// Number keeps so many.
	Number int
	// Eigenvalue keeps those whose eigenvalue is above it, at least the first (Kaiser's rule with 1: a factor that
	// explains no more than one indicator is none).
	Eigenvalue float64
	// Each keeps those that explain at least this share of the variance, 0 to 1.
	Each float64
	// Cumulative keeps as few as together explain at least this share of the variance, 0 to 1.
	Cumulative float64
}

// Factor weighs by factor analysis as the Handbook does (OECD/JRC, Handbook on Constructing Composite Indicators, 2008,
// Tables 7-9 and 16-18; Nicoletti, Scarpetta & Boylaud, OECD Economics Department Working Paper 226, 2000): principal
// components of the correlation matrix, the first few kept and rotated (Varimax), and the squared loadings of each
// factor brought to the sum 1. An indicator belongs to the factor on which its share is largest, and its weight goes
// with that share times what the factor explains. Squares have no sign, so a turned factor changes nothing; COINr's
// get_PCA takes the raw loadings of the first component, whose sign is chance.
type Factor struct {
	// Keep says how many factors.
	Keep Keep
	// Unrotated leaves the rotation out.
	Unrotated bool
	// Listwise takes those units only that know all indicators; else each correlation is over those that know both.
	Listwise bool
}

var _ Method = Factor{}

// Factors is how the weights of Factor come about. Matrices are indexed by indicator and then factor.
type Factors struct {
	Weights []float64
	// Correlations is the matrix that was analysed, Units the least number of units behind one of its entries.
	Correlations [][]float64
	Units        int
	// Eigenvalues are all of them; Loadings those of the components, all of them, before rotation.
	Eigenvalues []float64
	Loadings    [][]float64
	// Kept is how many factors were kept. The following have so many, the one that explains most first.
	Kept int
	// Rotated are the loadings after rotation, Explained the variance each factor explains, in indicators.
	Rotated   [][]float64
	Explained []float64
	// Squared are the squared loadings, those of each factor brought to the sum 1.
	Squared [][]float64
	// Of is the factor to which each indicator belongs.
	Of []int
}

// Weights implements Method.
func (m Factor) Weights(columns [][]float64) ([]float64, error) {
	f, err := m.Analyse(columns)
	if err != nil {
		return nil, err
	}
	return f.Weights, nil
}

// Analyse finds the weights and says how they come about. An error names a rule that keeps nothing, an indicator that
// does not vary, two with too few units in common, fewer than three units, and correlations over different units that
// contradict each other (describe.ErrIndefinite).
func (m Factor) Analyse(columns [][]float64) (*Factors, error) {
	f := &Factors{}
	var err error
	if f.Correlations, f.Units, err = correlate(columns, m.Listwise); err != nil {
		return nil, fmt.Errorf("weighing by factors: %w", err)
	}
	components, err := describe.Principal(f.Correlations)
	if err != nil {
		return nil, fmt.Errorf("weighing by factors: %w", err)
	}
	f.Eigenvalues, f.Loadings = components.Values, components.Loadings
	if f.Kept, err = m.Keep.count(f.Eigenvalues); err != nil {
		return nil, fmt.Errorf("weighing by factors: %w", err)
	}
	f.Rotated = make([][]float64, len(columns))
	for i, row := range f.Loadings {
		f.Rotated[i] = append([]float64(nil), row[:f.Kept]...)
	}
	if !m.Unrotated {
		if f.Rotated, err = Varimax(f.Rotated); err != nil {
			return nil, fmt.Errorf("weighing by factors: %w", err)
		}
	}
	f.share()
	amounts := make([]float64, len(columns))
	for i, j := range f.Of {
		amounts[i] = f.Squared[i][j] * f.Explained[j]
	}
	if f.Weights, err = shared(amounts); err != nil {
		return nil, fmt.Errorf("weighing by factors: %w", err)
	}
	return f, nil
}

// share makes the squared loadings, what each factor explains, and who belongs where.
func (f *Factors) share() {
	k := len(f.Rotated)
	f.Explained, f.Squared, f.Of = make([]float64, f.Kept), make([][]float64, k), make([]int, k)
	for i, row := range f.Rotated {
		f.Squared[i] = make([]float64, f.Kept)
		for j, l := range row {
			f.Squared[i][j] = l * l
			f.Explained[j] += l * l
		}
	}
	for i, row := range f.Squared {
		for j := range row {
			row[j] /= f.Explained[j]
			if row[j] > row[f.Of[i]]+composite.Tolerance {
				f.Of[i] = j
			}
		}
	}
}

// correlate gives the correlations of the columns and the least number of units behind one of them.
func correlate(columns [][]float64, whole bool) ([][]float64, int, error) {
	if _, err := described(columns); err != nil {
		return nil, 0, err
	}
	if whole {
		columns = listwise(columns)
	}
	r, n := describe.Correlations(columns)
	least := math.MaxInt
	for i, row := range n {
		for j, units := range row {
			if units < 3 {
				return nil, 0, fmt.Errorf("indicators %d and %d have %d units in common; three or more are needed", i+1, j+1, units)
			}
			least = min(least, units)
		}
	}
	return r, least, nil
}

// count says how many factors the rule keeps.
func (k Keep) count(eigenvalues []float64) (int, error) {
	stated := 0
	for _, x := range []float64{float64(k.Number), k.Eigenvalue, k.Each, k.Cumulative} {
		if !(x >= 0) || math.IsInf(x, 0) {
			return 0, fmt.Errorf("the rule for keeping factors has the number %v, want one of 0 or above", x)
		}
		if x > 0 {
			stated++
		}
	}
	all := float64(len(eigenvalues))
	switch {
	case stated > 1:
		return 0, errors.New("more than one rule for keeping factors is stated; keep one of number, eigenvalue, each and cumulative")
	case k.Number > len(eigenvalues):
		return 0, fmt.Errorf("%d factors cannot be kept of %d indicators", k.Number, len(eigenvalues))
	case k.Number > 0:
		return k.Number, nil
	case k.Each > 1 || k.Cumulative > 1:
		return 0, fmt.Errorf("the share of variance %v is above 1; state a share, as 0.6 for 60 %%", max(k.Each, k.Cumulative))
	case stated == 0:
		k.Eigenvalue = 1
	}
	kept, sum := 0, 0.0
	for i, value := range eigenvalues {
		switch {
		case k.Cumulative > 0:
			if sum < k.Cumulative*all-composite.Tolerance*all {
				kept = i + 1
			}
		case k.Each > 0:
			if value >= k.Each*all-composite.Tolerance*all {
				kept = i + 1
			}
		case value > k.Eigenvalue+composite.Tolerance*all:
			kept = i + 1
		}
		sum += value
	}
	return max(kept, 1), nil
}
