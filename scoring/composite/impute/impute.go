// Package impute fills unknown values in, one file a method, and says which, from what and how many.
//
// An imputed value is a guess, so none is made silently: a Result names every cell that was filled, the units it was
// taken from, every cell that could not be filled and why, and the share of guesses in the whole, in each unit and in
// each column. None fills nothing; it is what siap does unless told otherwise, for a mean over what is known needs no
// guess (package aggregate).
//
// Columns are in the units' order; NaN is unknown. Cells that do not apply are never filled and never taken from. The
// order of the units changes no bit of any value.
package impute

import (
	"fmt"
	"math"
	"strings"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Method is a way to fill unknown values in.
type Method interface {
	// Impute gives the columns filled, as new ones. An error names data that have no shape or an infinite value.
	Impute(d Data) (*Result, error)
}

// Data are the columns of all indicators, one entry per unit.
type Data struct {
	Columns [][]float64
	// Applies says, column by column, which cells apply; nil where all do.
	Applies [][]bool
	// Groups names the group of each unit, "" for none; only group means and medians look at it.
	Groups []string
}

// applies reports whether a cell applies.
func (d Data) applies(column, unit int) bool { return d.Applies == nil || d.Applies[column][unit] }

// Fill is one value that was filled in.
type Fill struct {
	Unit, Column int
	Value        float64
	// N is how many known values it was made of.
	N int
	// From are the neighbours' units, the nearest first; only Nearest has them. All others take every unit that
	// knows the column, in the unit's group where the method goes by groups.
	From []int
	// Distances are those of the neighbours, in From's order, each between 0 and 1.
	Distances []float64
}

// Reason is a code for why a cell stayed unknown.
type Reason string

// The reasons.
const (
	Asked       Reason = "asked"        // the method fills nothing
	NobodyKnows Reason = "nobody_knows" // no unit knows the column
	NoGroup     Reason = "no_group"     // the unit is in no group
	GroupKnows  Reason = "group_knows_nothing"
	NoNeighbour Reason = "no_neighbour" // no unit that knows the column knows enough of the same others
)

// Left is one cell that applies and stayed unknown.
type Left struct {
	Unit, Column int
	Why          Reason
}

// Result are the filled columns and what was done.
type Result struct {
	Columns [][]float64
	// Filled and Left are all cells that apply and were unknown, by column and then unit.
	Filled []Fill
	Left   []Left
	// Share is the share of the cells that apply that were filled in, 0 to 1; ByUnit and ByColumn are the same
	// within one unit and one column. 0 where no cell applies.
	Share            float64
	ByUnit, ByColumn []float64
}

// check refuses data that cannot be filled.
func (d Data) check() error {
	if d.Applies != nil && len(d.Applies) != len(d.Columns) {
		return fmt.Errorf("imputing: %d columns say which cells apply, want %d", len(d.Applies), len(d.Columns))
	}
	for c, column := range d.Columns {
		if len(column) != len(d.Columns[0]) {
			return fmt.Errorf("imputing: column %d has %d units and column 1 has %d", c+1, len(column), len(d.Columns[0]))
		}
		if d.Applies != nil && len(d.Applies[c]) != len(column) {
			return fmt.Errorf("imputing: column %d has %d units and says of %d whether it applies", c+1, len(column), len(d.Applies[c]))
		}
		for u, x := range column {
			if math.IsInf(x, 0) {
				return fmt.Errorf("imputing: unit %d of column %d is %v; look for a faulty value", u+1, c+1, x)
			}
		}
	}
	return nil
}

// guess makes the value of one unknown cell, or says why not.
type guess func(column, unit int) (Fill, Reason)

// fill fills every unknown cell that applies, each from the values as they were given.
func fill(d Data, g guess) *Result {
	r := &Result{Columns: make([][]float64, len(d.Columns)), ByColumn: make([]float64, len(d.Columns))}
	if len(d.Columns) > 0 {
		r.ByUnit = make([]float64, len(d.Columns[0]))
	}
	all, ofUnit := 0, make([]float64, len(r.ByUnit))
	for c, column := range d.Columns {
		r.Columns[c] = append(make([]float64, 0, len(column)), column...)
		ofColumn := 0
		for u, x := range column {
			if !d.applies(c, u) {
				continue
			}
			ofColumn++
			ofUnit[u]++
			if composite.IsKnown(x) {
				continue
			}
			f, why := g(c, u)
			if why != "" {
				r.Left = append(r.Left, Left{Unit: u, Column: c, Why: why})
				continue
			}
			f.Unit, f.Column = u, c
			r.Columns[c][u] = f.Value
			r.Filled = append(r.Filled, f)
			r.ByUnit[u]++
			r.ByColumn[c]++
		}
		all += ofColumn
		r.ByColumn[c] /= float64(max(ofColumn, 1))
	}
	for u := range ofUnit {
		r.ByUnit[u] /= max(ofUnit[u], 1)
	}
	r.Share = float64(len(r.Filled)) / float64(max(all, 1))
	return r
}

// known gives the values of a column that apply and are known, of the units that are wanted.
func (d Data) known(column int, wanted func(unit int) bool) []float64 {
	var out []float64
	for u, x := range d.Columns[column] {
		if composite.IsKnown(x) && d.applies(column, u) && wanted(u) {
			out = append(out, x)
		}
	}
	return out
}

// middle is the mean or the median.
func middle(values []float64, median bool) float64 {
	if median {
		return describe.Quantile(values, 0.5)
	}
	return describe.Mean(values)
}

// Named gives the method of that name: none, mean, median, group_mean, group_median or nearest. neighbours is how
// many of them nearest takes, 0 for its default, and means nothing to the others. An error names a word that is none
// of these, or a number of neighbours below 0.
func Named(name string, neighbours int) (Method, error) {
	switch name {
	case "none":
		return None{}, nil
	case "mean", "median", "group_mean", "group_median":
		return Middle{Median: strings.HasSuffix(name, "median"), ByGroup: strings.HasPrefix(name, "group_")}, nil
	case "nearest":
		if neighbours < 0 {
			return nil, fmt.Errorf("choosing an imputation: %d neighbours are none", neighbours)
		}
		return Nearest{Neighbours: neighbours}, nil
	}
	return nil, fmt.Errorf("choosing an imputation: %q is none; take one of %s", name, strings.Join(Names(), ", "))
}

// Names are the words that Named takes.
func Names() []string {
	return []string{"none", "mean", "median", "group_mean", "group_median", "nearest"}
}

// checkGroups refuses groups that are not one for each unit.
func (d Data) checkGroups() error {
	if len(d.Columns) > 0 && len(d.Groups) != len(d.Columns[0]) {
		return fmt.Errorf("imputing by groups: %d groups for %d units; name one for each, or none with an empty name",
			len(d.Groups), len(d.Columns[0]))
	}
	return nil
}
