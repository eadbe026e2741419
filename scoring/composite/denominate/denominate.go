// Package denominate makes sizes comparable: complaints per 1,000 inhabitants, staff per office, spending per rupiah of
// the regional budget. It divides one column by another and says of every unit that has no quotient why not.
package denominate

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// Reason is a code for why a unit has no quotient.
type Reason string

// The reasons.
const (
	ValueUnknown        Reason = "value_unknown"
	DenominatorUnknown  Reason = "denominator_unknown"
	DenominatorZero     Reason = "denominator_zero"
	DenominatorNegative Reason = "denominator_negative"
	TooLarge            Reason = "too_large" // the quotient is beyond a float64
)

// Without is one unit that has no quotient.
type Without struct {
	Unit int
	Why  Reason
}

// Result are the quotients.
type Result struct {
	// Values are value/denominator·factor; unknown for the units in Without.
	Values  []float64
	Without []Without
}

// By divides values by denominators, unit by unit, and multiplies by factor: 1000 makes it per thousand. A
// denominator of 0 or below has no meaning as a size, so the quotient is unknown; that it is 0 where both are 0 is not
// known either. An error names columns of different lengths, infinite values, or a factor that is not above 0.
func By(values, denominators []float64, factor float64) (*Result, error) {
	if len(values) != len(denominators) {
		return nil, fmt.Errorf("dividing a column: %d values and %d denominators", len(values), len(denominators))
	}
	if !(factor > 0) || math.IsInf(factor, 0) {
		return nil, fmt.Errorf("dividing a column: the factor %v is no finite number above 0", factor)
	}
	r := &Result{Values: make([]float64, len(values))}
	for u, x := range values {
		d := denominators[u]
		if math.IsInf(x, 0) || math.IsInf(d, 0) {
			return nil, fmt.Errorf("dividing a column: unit %d has %v over %v; look for a faulty value", u+1, x, d)
		}
		why := reason(x, d)
		r.Values[u] = x / d * factor
		if why == "" && math.IsInf(r.Values[u], 0) {
			why = TooLarge
		}
		if why != "" {
			r.Values[u] = composite.Unknown
			r.Without = append(r.Without, Without{Unit: u, Why: why})
		}
	}
	return r, nil
}

// reason says why a value over a denominator is no quotient; "" where it is one.
func reason(x, d float64) Reason {
	switch {
	case !composite.IsKnown(x):
		return ValueUnknown
	case !composite.IsKnown(d):
		return DenominatorUnknown
	case d == 0:
		return DenominatorZero
	case d < 0:
		return DenominatorNegative
	}
	return ""
}
