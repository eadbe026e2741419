// Package aggregate holds the ways to make one score of several, one file a method.
//
// All but Sum are means: they lie between the smallest and the largest value they are made of, and multiplying all
// weights by one number changes nothing. For every method a child counts where it is known and its Times are above
// zero, with weight times Times; what is left shares the whole, and where nothing is left the result is unknown.
// None of them falls when a child rises. Weights are positive, which composite.Tree sees to.
//
// They differ in how far a strong child makes up for a weak one: wholly in Arithmetic and Sum, less in Geometric,
// less still in Harmonic, not at all in Minimum; Power goes through all of them. Median looks at the order only.
package aggregate

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"siap/scoring/composite"
)

// Named gives the method a rubric names: arithmetic, geometric, harmonic, power, minimum, median or sum. power is the
// exponent of "power", a finite number, and means nothing to the others. An error names a word that is none of
// these, or an exponent that is no number.
func Named(name string, power float64) (composite.Aggregator, error) {
	words := []string{"arithmetic", "geometric", "harmonic", "power", "minimum", "median", "sum"}
	methods := []composite.Aggregator{
		Arithmetic{}, Geometric{}, Harmonic{}, Power{P: power}, Minimum{}, Median{}, Sum{},
	}
	at := slices.Index(words, name)
	switch {
	case at < 0:
		return nil, fmt.Errorf("choosing an aggregation: %q is none; take one of %s", name, strings.Join(words, ", "))
	case name == "power" && (math.IsNaN(power) || math.IsInf(power, 0)):
		return nil, fmt.Errorf("choosing an aggregation: the exponent %v of the power mean is no finite number; "+
			"state one, or take minimum", power)
	}
	return methods[at], nil
}
