package treat

import (
	"fmt"
	"math"
)

// Log takes the natural logarithm of every value.
type Log struct{ Limits Limits }

var _ Method = Log{}

// Treat implements Method. An error names a value that has no logarithm.
func (m Log) Treat(values []float64) (*Result, error) {
	r, known, err := begin("log", values)
	if err != nil {
		return nil, err
	}
	if len(known) > 0 && !(known[0] > 0) {
		return nil, fmt.Errorf("treating by log: %v has no logarithm; all values must be above 0, or take log_shifted", known[0])
	}
	return r.finish(values, m.Limits, ln)
}

// ShiftedLog takes the logarithm of the distance from the smallest value and a small shift, ln(x − min + a), a being
// a share of the span. Where the skewness is negative the distance is that from the largest value, and the sign is
// turned, −ln(max + a − x), so that more stays more: COINr's log_CT and log_CT_plus.
type ShiftedLog struct {
	Limits Limits
	// Share is the shift as a share of the distance from the smallest to the largest value; 0 stands for 0.01.
	Share float64
}

var _ Method = ShiftedLog{}

// Treat implements Method. A column that does not vary has no span to take a share of, and stays as it is. An error
// names a share that is not above 0.
func (m ShiftedLog) Treat(values []float64) (*Result, error) {
	r, known, err := begin("log_shifted", values)
	if err != nil {
		return nil, err
	}
	share := m.Share
	if share == 0 {
		share = 0.01
	}
	if !(share > 0) || math.IsInf(share, 0) {
		return nil, fmt.Errorf("treating by log_shifted: the shift of %v times the span is no number above 0", share)
	}
	if r.Before.Constant() {
		return r.finish(values, m.Limits, func(x float64) float64 { return x })
	}
	low, high := known[0], known[len(known)-1]
	a := share * (high - low)
	if r.Reflected = r.Before.Skewness < 0; r.Reflected {
		r.Shift = high + a
		return r.finish(values, m.Limits, func(x float64) float64 { return -ln(high - x + a) })
	}
	r.Shift = a - low
	return r.finish(values, m.Limits, func(x float64) float64 { return ln(x - low + a) })
}

// ln is the natural logarithm, infinite at 0 and NaN below. Subnormal numbers are lifted first, as in package
// aggregate: math.Log is wrong for them on some processors.
func ln(x float64) float64 {
	if x > 0 && x < 0x1p-1022 {
		return math.Log(x*0x1p54) - 54*math.Ln2
	}
	return math.Log(x)
}
