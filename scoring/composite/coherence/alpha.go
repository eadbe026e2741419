package coherence

import (
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Reliability is Cronbach's alpha of some items: how far those who score high on one score high on the others (L. J.
// Cronbach, Psychometrika 16(3), 1951, 297-334). With C the covariances (n-1) of k items,
//
//	alpha = k/(k-1) · (1 - Σ C_ii / Σ C_ij)
//
// and the standardised one is the same of the correlations, k·r̄/(1 + (k-1)·r̄). It is at most 1, has no lower end, and
// grows with the number of items. Under Pairwise each covariance is that of the units that have both items, each
// variance that of the units that have the item.
type Reliability struct {
	Blanks Blanks
	// Units is the number of units used; under Pairwise the fewest that a pair of items shares.
	Units int
	// Raw and Standardised are alpha. NaN where the sum of the covariances is not above 0, or so large beside the
	// variances that no complete data have them, which Pairwise can give.
	Raw, Standardised float64
	// Mean is the mean correlation of two items, r̄.
	Mean float64
	// Items are the items used, in the order of the columns. Constant are the places of those that were left out
	// because they do not vary: they can agree with nothing.
	Items    []Item
	Constant []int
}

// Item is one item of a scale.
type Item struct {
	// Column is its place among the columns.
	Column int
	// Without and WithoutStandardised are alpha of the other items; NaN where only one is left.
	Without, WithoutStandardised float64
	// Rest is its correlation with the sum of the other items, RestStandardised that of the standardised ones; NaN
	// where the others cancel out.
	Rest, RestStandardised float64
}

// Cronbach computes alpha of the columns. It is an ErrTooFew where fewer than two columns vary, or fewer than three
// units have what they all need.
func Cronbach(columns [][]float64, blanks Blanks) (*Reliability, error) {
	m, c, err := fullMatrix(columns, blanks)
	if err != nil {
		return nil, fmt.Errorf("computing alpha: %w", err)
	}
	used := columns
	if blanks == Listwise {
		used = only(columns, complete(columns))
	}
	// One power of two for all items: they keep their sizes beside each other, and no square overflows.
	e := math.MinInt
	for _, place := range c.Columns {
		e = max(e, exponent(used[place]))
	}
	items := make([][]float64, len(c.Columns))
	for i, place := range c.Columns {
		items[i] = scaled(used[place], e)
	}
	raw, standard := covariances(items), m.R
	r := &Reliability{Blanks: blanks, Units: c.Units, Constant: c.Constant}
	none := make([]bool, len(items))
	r.Raw, r.Standardised, r.Mean = alpha(raw, none), alpha(standard, none), meanOff(standard)
	for i, place := range c.Columns {
		out := slices.Clone(none)
		out[i] = true
		r.Items = append(r.Items, Item{
			Column: place, Without: alpha(raw, out), WithoutStandardised: alpha(standard, out),
			Rest: restOf(raw, i), RestStandardised: restOf(standard, i),
		})
	}
	return r, nil
}

// covariances of the columns with n-1, each over the units that have both.
func covariances(columns [][]float64) [][]float64 {
	c := square[float64](len(columns))
	var x, y []float64
	for i := range columns {
		for j := i; j < len(columns); j++ {
			x, y = x[:0], y[:0]
			for u, v := range columns[i] {
				if w := columns[j][u]; composite.IsKnown(v) && composite.IsKnown(w) {
					x, y = append(x, v), append(y, w)
				}
			}
			mx, my := describe.Mean(x), describe.Mean(y)
			for k := range x {
				x[k] = (x[k] - mx) * (y[k] - my)
			}
			c[i][j] = describe.Sum(x) / float64(len(x)-1)
			c[j][i] = c[i][j]
		}
	}
	return c
}

// alpha of the items of a matrix that are not left out.
func alpha(c [][]float64, leftOut []bool) float64 {
	trace, total, k := 0.0, 0.0, 0.0
	for i := range c {
		if leftOut[i] {
			continue
		}
		k++
		trace += c[i][i]
		for j := range c {
			if !leftOut[j] {
				total += c[i][j]
			}
		}
	}
	// With covariances of one set of units, total lies between 0 and k·trace.
	if k < 2 || !(total > composite.Tolerance*trace) || total > k*trace*(1+composite.Tolerance) {
		return composite.Unknown
	}
	return min(1, k/(k-1)*(1-trace/total))
}

func meanOff(c [][]float64) float64 {
	total, k := 0.0, float64(len(c))
	for i := range c {
		for j := range i {
			total += c[i][j]
		}
	}
	return total / (k * (k - 1) / 2)
}

// restOf is the correlation of an item with the sum of the others, of their covariances.
func restOf(c [][]float64, item int) float64 {
	with, rest, trace := 0.0, 0.0, 0.0
	for i := range c {
		if i == item {
			continue
		}
		with += c[item][i]
		trace += c[i][i]
		for j := range c {
			if j != item {
				rest += c[i][j]
			}
		}
	}
	if !(c[item][item] > 0) || !(rest > composite.Tolerance*trace) {
		return composite.Unknown
	}
	r := with / (math.Sqrt(c[item][item]) * math.Sqrt(rest))
	if math.Abs(r) > 1+composite.Tolerance { // of no complete data, under Pairwise
		return composite.Unknown
	}
	return min(max(r, -1), 1)
}
