// Package weigh finds weights for the indicators of an index, one file a method. All weights are 0 or more and sum to 1.
//
// People may set them: Equal, Given, Budget (each expert hands out points), and package ahp below this one (experts
// compare two at a time). Or the data do: Entropy, StandardDeviation and Variation give more to what varies more,
// Critic to what also says something else than the rest, Factor to what stands for a common factor, Correlated what
// makes every indicator count as much as was meant. Package benefit lets each unit choose its own.
//
// Weights from data say what the data are like, not what matters: an indicator that every agency fulfils varies
// little and is not therefore unimportant. siap shows them beside the stated ones and puts them to use only when told.
//
// Columns are the indicators, one entry per unit, NaN where unknown, and more is better (Critic can be told otherwise).
// Every method says how it takes blanks: a column's own figures are those of the units that know it, correlations
// those of the units that know both. An indicator that does not vary gets the weight 0 from those that weigh by
// variation, as stated there. The order of the units changes no bit of any weight.
package weigh

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Method finds weights from the columns of all indicators.
type Method interface {
	// Weights gives one weight for each column. An error names columns that the method cannot weigh.
	Weights(columns [][]float64) ([]float64, error)
}

// Options are what the methods that Named gives can be told; each reads its own.
type Options struct {
	// Down says, for critic, of which columns less is better; nil for none.
	Down []bool
	// Keep says, for factor, which factors to keep; the zero value keeps those with eigenvalues above 1.
	Keep Keep
	// Listwise takes, for factor and correlated, the units only that know all columns.
	Listwise bool
	// Targets are, for correlated, how strongly each column is to go with the index; nil for equally.
	Targets []float64
	// Least is, for correlated, the least weight there may be.
	Least float64
}

// Named gives the method of that name: equal, entropy, standard_deviation, variation, critic, factor or correlated.
// Those that ask people (Given, Budget, package ahp) need more than columns and are made by their own functions. An
// error names a word that is none of these.
func Named(name string, o Options) (Method, error) {
	switch name {
	case "equal":
		return Equal{}, nil
	case "entropy":
		return Entropy{}, nil
	case "standard_deviation":
		return StandardDeviation{}, nil
	case "variation":
		return Variation{}, nil
	case "critic":
		return Critic{Down: o.Down}, nil
	case "factor":
		return Factor{Keep: o.Keep, Listwise: o.Listwise}, nil
	case "correlated":
		return Correlated{Targets: o.Targets, Least: o.Least, Listwise: o.Listwise}, nil
	}
	return nil, fmt.Errorf("choosing weights: %q is no method; take one of %s", name, strings.Join(Names(), ", "))
}

// Names are the words that Named takes.
func Names() []string {
	return []string{"equal", "entropy", "standard_deviation", "variation", "critic", "factor", "correlated"}
}

// shared brings amounts of 0 or more to the sum 1. It refuses amounts of which none is above 0.
func shared(amounts []float64) ([]float64, error) {
	largest := 0.0
	for i, x := range amounts {
		if !(x >= 0) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("the amount %v of indicator %d is no finite number of 0 or above", x, i+1)
		}
		largest = max(largest, x)
	}
	if largest == 0 {
		return nil, errors.New("all amounts are 0, so that there is nothing to share out")
	}
	out := make([]float64, len(amounts))
	for i, x := range amounts {
		out[i] = x / largest // no sum of these overflows
	}
	sum := describe.Sum(out)
	for i := range out {
		out[i] /= sum
	}
	return out, nil
}

// described describes the columns. It refuses none at all, different lengths, infinite values, and a column of which
// fewer than two values are known.
func described(columns [][]float64) ([]describe.Summary, error) {
	if len(columns) == 0 {
		return nil, errors.New("there are no indicators")
	}
	out := make([]describe.Summary, len(columns))
	for i, c := range columns {
		if len(c) != len(columns[0]) {
			return nil, fmt.Errorf("indicator %d has %d units and indicator 1 has %d", i+1, len(c), len(columns[0]))
		}
		out[i] = describe.Of(c)
		switch s := out[i]; {
		case s.N < 2:
			return nil, fmt.Errorf("indicator %d has %d known values; two or more are needed", i+1, s.N)
		case !composite.IsKnown(s.SD):
			return nil, fmt.Errorf("indicator %d has values too far apart to be compared; look for a faulty one", i+1)
		}
	}
	return out, nil
}

// listwise gives the columns with those units only that know all of them.
func listwise(columns [][]float64) [][]float64 {
	out := make([][]float64, len(columns))
	for u := range columns[0] {
		whole := true
		for _, c := range columns {
			whole = whole && composite.IsKnown(c[u])
		}
		if !whole {
			continue
		}
		for i, c := range columns {
			out[i] = append(out[i], c[u])
		}
	}
	return out
}
