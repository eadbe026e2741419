// Package coherence asks of the columns of an index whether they fit together: how each is distributed, how they go
// together, whether those below one node tell of one thing, and whether each moves its parent as much as its weight
// says.
//
// It judges nothing: what is too much or too little is the caller's to say. It is pure, like all of composite: columns
// of float64 with one entry per unit, NaN for what is not known. No function changes its input. An infinite value is an
// error; numbers as large as 1e308 are not, for every column is brought to one size before anything is squared.
//
// What cannot be computed is said in one of two ways. Where nothing at all comes out (a single unit, no two columns
// that vary), the error is an ErrTooFew. Where one number among others has no meaning (the correlation with a column
// that does not vary), that number is NaN, unknown, and the documentation of its field says when.
//
// Ties and the want of spread are decided by composite.Same, and sums are those of the package describe, so that the
// order of the units shows in no result.
package coherence

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// ErrTooFew says that there are too few units, or too few columns that vary, for the statistic that was asked for.
var ErrTooFew = errors.New("too few known values that differ")

// Blanks says what becomes of a unit of which something is not known.
type Blanks string

// Pairwise uses, for each pair of columns, all units that have both; Listwise uses only the units that have all
// columns.
const (
	Pairwise Blanks = "pairwise"
	Listwise Blanks = "listwise"
)

// flat reports whether the values, of which some may be unknown, do not differ; so do none and one.
func flat(x []float64) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if composite.IsKnown(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	return low >= high || composite.Same(low, high)
}

// check refuses columns of different lengths and infinite values.
func check(columns [][]float64) error {
	for i, c := range columns {
		if len(c) != len(columns[0]) {
			return fmt.Errorf("column %d has %d units, the first one %d", i, len(c), len(columns[0]))
		}
		for u, x := range c {
			if math.IsInf(x, 0) {
				return fmt.Errorf("column %d has an infinite value at unit %d", i, u)
			}
		}
	}
	return nil
}

// exponent is the power of two that the largest of the values is just under.
func exponent(x []float64) int {
	most := 0.0
	for _, v := range x {
		if composite.IsKnown(v) {
			most = max(most, math.Abs(v))
		}
	}
	_, e := math.Frexp(most)
	return e
}

// scaled gives the values times 2^-e. The multiplication is exact but for what becomes smaller than any number.
func scaled(x []float64, e int) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = math.Ldexp(v, -e)
	}
	return out
}

// complete lists the units that have a value in every column.
func complete(columns [][]float64) []int {
	var units []int
	for u := range columns[0] {
		if !slices.ContainsFunc(columns, func(c []float64) bool { return !composite.IsKnown(c[u]) }) {
			units = append(units, u)
		}
	}
	return units
}

// only gives the columns with some of their units.
func only(columns [][]float64, units []int) [][]float64 {
	out := make([][]float64, len(columns))
	for i, c := range columns {
		out[i] = make([]float64, len(units))
		for k, u := range units {
			out[i][k] = c[u]
		}
	}
	return out
}

// varying gives the columns that vary, by place, and the places of those that do not.
func varying(columns [][]float64) (some [][]float64, places, constant []int) {
	for i, c := range columns {
		if flat(c) {
			constant = append(constant, i)
			continue
		}
		some, places = append(some, c), append(places, i)
	}
	return some, places, constant
}
