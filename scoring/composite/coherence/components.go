package coherence

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Components are the principal components of the correlation matrix (Pearson) of some columns (OECD/JRC, Handbook on
// Constructing Composite Indicators, 2008, section 4.1).
type Components struct {
	Blanks Blanks
	// Units is the number of units used; under Pairwise the fewest that a pair of columns shares.
	Units int
	// Columns are the places of the columns used. Constant are those that were left out because they do not vary.
	Columns, Constant []int
	// Eigenvalues are the variances of the components, the largest first; their sum is the number of columns used.
	Eigenvalues []float64
	// Share is each eigenvalue as a share of their sum, 0 to 1.
	Share []float64
	// Loadings has a row for each of Columns and a column for each component: the correlation of the two, signed as
	// describe.Upright says.
	Loadings [][]float64
}

// PrincipalComponents computes the components of the columns. It is an ErrTooFew where fewer than two columns vary, or
// fewer than three units have what they all need, and a describe.ErrIndefinite where correlations of different units
// contradict each other, which Pairwise can give. Columns that do not vary over the units used are left out.
func PrincipalComponents(columns [][]float64, blanks Blanks) (*Components, error) {
	m, c, err := fullMatrix(columns, blanks)
	if err != nil {
		return nil, fmt.Errorf("computing principal components: %w", err)
	}
	found, err := describe.Principal(m.R)
	if err != nil {
		return nil, fmt.Errorf("computing principal components: %w", err)
	}
	c.Eigenvalues, c.Loadings = found.Values, found.Loadings
	for _, value := range found.Values {
		c.Share = append(c.Share, value/float64(len(found.Values)))
	}
	return c, nil
}

// fullMatrix correlates the columns that vary, and refuses those whose matrix has a hole.
func fullMatrix(columns [][]float64, blanks Blanks) (*Matrix, *Components, error) {
	if len(columns) == 0 {
		return nil, nil, fmt.Errorf("no columns: %w", ErrTooFew)
	}
	if err := check(columns); err != nil {
		return nil, nil, err
	}
	used, c := columns, &Components{Blanks: blanks}
	switch blanks {
	case Listwise:
		used = only(columns, complete(columns))
	case Pairwise:
	default:
		return nil, nil, fmt.Errorf("blanks are treated %q; take %s or %s", blanks, Pairwise, Listwise)
	}
	used, c.Columns, c.Constant = varying(used)
	if len(used) < 2 {
		return nil, nil, fmt.Errorf("%d of %d columns vary: %w", len(used), len(columns), ErrTooFew)
	}
	m, err := Correlate(used, Pearson)
	if err != nil {
		return nil, nil, err
	}
	c.Units = len(used[0])
	for i := range used {
		for j := range i {
			c.Units = min(c.Units, m.N[i][j])
			if m.N[i][j] < 3 || !composite.IsKnown(m.R[i][j]) {
				return nil, nil, fmt.Errorf("columns %d and %d share %d units: %w", c.Columns[j], c.Columns[i], m.N[i][j], ErrTooFew)
			}
		}
	}
	return m, c, nil
}

// Keep says which components count as strong.
type Keep struct {
	// Eigenvalue is what a component must exceed, Share the part of the whole variance it must have, 0 to 1.
	Eigenvalue, Share float64
}

// HandbookKeep is the standard practice the Handbook names: an eigenvalue above 1 (Kaiser), and more than 10 % of the
// variance (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, section 6.1).
var HandbookKeep = Keep{Eigenvalue: 1, Share: 0.10}

// Strong counts the components that are to be kept.
func (c *Components) Strong(keep Keep) int {
	n := 0
	for i, value := range c.Eigenvalues {
		if value > keep.Eigenvalue+composite.Tolerance && c.Share[i] > keep.Share {
			n++
		}
	}
	return n
}

// Belonging gives the places of the columns that load most, in size, on a component among the first kept ones, in
// rising order.
func (c *Components) Belonging(component, kept int) []int {
	var out []int
	for i, place := range c.Columns {
		best := 0
		for other := range min(kept, len(c.Eigenvalues)) {
			if math.Abs(c.Loadings[i][other]) > math.Abs(c.Loadings[i][best])+composite.Tolerance {
				best = other
			}
		}
		if best == component {
			out = append(out, place)
		}
	}
	return out
}
