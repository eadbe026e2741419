// Package order puts units in order by comparing them with each other on weighted criteria, one file a method.
//
// Borda, Copeland, Kemeny and Outranking look at which of two is better and not at how much, so a strength in one
// criterion buys no weakness in another, and no scale is needed; SAW and TOPSIS look at distances. All give each unit a
// score, higher is better, that package rank makes places of; what a score means is said at each method, and none of
// them is a score on the scale of an index: they change with the company.
//
// Two units are compared on the criteria that both know, the weights of these renormalised, so that what one does not
// know neither helps nor harms it against the other; COINr counts it for the second of the two. A pair without a
// criterion in common is a tie. A unit that knows nothing has no score and takes no part. Two values are the same within
// composite.Tolerance of their criterion's span. The order of the units changes no bit of any score.
package order

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"siap/scoring/composite"
)

// Criterion is one column that units are compared on.
type Criterion struct {
	// Weight is 0 or more; weights count in proportion.
	Weight float64
	// Values has one entry per unit, NaN where unknown.
	Values []float64
	// Down says that less is better.
	Down bool
}

// Method is a way to score units beside each other.
type Method interface {
	// Score gives every unit its score. An error names criteria that have no shape, values or weights that cannot be
	// taken, or what the method refuses.
	Score(criteria []Criterion) (*Result, error)
}

// Result are the scores of the units.
type Result struct {
	// Scores are higher for the better; unknown for a unit that knows no criterion.
	Scores []float64
	// Scale is the lowest and the highest score there can be; its Tolerance decides ties.
	Scale composite.Scale
}

// Named gives the method of that name: saw, borda, copeland, kemeny, outranking or topsis. An error names a word that
// is none of these.
func Named(name string) (Method, error) {
	switch name {
	case "saw":
		return SAW{}, nil
	case "borda":
		return Borda{}, nil
	case "copeland":
		return Copeland{}, nil
	case "kemeny":
		return Kemeny{}, nil
	case "outranking":
		return Outranking{}, nil
	case "topsis":
		return TOPSIS{}, nil
	}
	return nil, fmt.Errorf("choosing how units are ordered: %q is no way; take one of %s", name, strings.Join(Names(), ", "))
}

// Names are the words that Named takes.
func Names() []string {
	return []string{"saw", "borda", "copeland", "kemeny", "outranking", "topsis"}
}

// table is the checked criteria, of weight above 0, more of which is better.
type table struct {
	weights []float64 // as shares of the largest
	columns [][]float64
	same    []float64   // the difference up to which two values of a criterion are the same
	rows    [][]float64 // the columns, unit by unit
	units   []int       // who knows any of them
}

// check makes the table.
func check(criteria []Criterion) (*table, error) {
	if len(criteria) == 0 {
		return nil, errors.New("comparing units: there are no criteria")
	}
	largest := 0.0
	for i, c := range criteria {
		if !(c.Weight >= 0) || math.IsInf(c.Weight, 0) {
			return nil, fmt.Errorf("comparing units: the weight %v of criterion %d is no finite number of 0 or above", c.Weight, i+1)
		}
		if len(c.Values) != len(criteria[0].Values) {
			return nil, fmt.Errorf("comparing units: criterion %d has %d units and criterion 1 has %d", i+1, len(c.Values), len(criteria[0].Values))
		}
		largest = max(largest, c.Weight)
	}
	if largest == 0 {
		return nil, errors.New("comparing units: no criterion has a weight above 0")
	}
	t := &table{rows: make([][]float64, len(criteria[0].Values))}
	for i, c := range criteria {
		low, high := math.Inf(1), math.Inf(-1)
		column := make([]float64, len(c.Values))
		for u, x := range c.Values {
			if column[u] = x; c.Down {
				column[u] = -x
			}
			if composite.IsKnown(x) {
				low, high = min(low, x), max(high, x)
			}
		}
		if low > high {
			continue // nobody knows it
		}
		if math.IsInf(high-low, 0) || math.IsInf(low, 0) {
			return nil, fmt.Errorf("comparing units: the values of criterion %d from %v to %v are too far apart to be compared; "+
				"look for a faulty one", i+1, low, high)
		}
		if w := c.Weight / largest; w > 0 {
			t.weights, t.columns, t.same = append(t.weights, w), append(t.columns, column), append(t.same, composite.Tolerance*(high-low))
		}
	}
	for u := range t.rows {
		knows := false
		for _, c := range t.columns {
			t.rows[u] = append(t.rows[u], c[u])
			knows = knows || composite.IsKnown(c[u])
		}
		if knows {
			t.units = append(t.units, u)
		}
	}
	return t, nil
}

// blank is a column of unknown scores.
func blank(n int) []float64 {
	out := make([]float64, n)
	for u := range out {
		out[u] = composite.Unknown
	}
	return out
}
