// Package treat reshapes a column of raw values whose few extremes would decide a whole index, one file a method.
//
// A column needs treatment where its skewness and its kurtosis are both beyond limits. Winsorise pulls in the
// outermost values, one after another; Log, ShiftedLog and BoxCox bend the whole scale; Standard does the first and,
// where that is not enough, the second. No method ever swaps two units, and every value touched is in the result,
// with what stood there before: a treatment nobody can see is a correction nobody can defend.
//
// Unknown stays unknown. A column that does not vary, or has too few values to have a shape, is left as it is. The
// order of the units changes no bit.
package treat

import (
	"fmt"
	"math"
	"strings"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Method is a way to treat one column.
type Method interface {
	// Treat gives the column treated, as a new one. An error names values that the method cannot take.
	Treat(values []float64) (*Result, error)
}

// Limits are the skewness and the excess kurtosis up to which a column is left alone. The zero value stands for
// those of the JRC, 2 and 3.5 (Becker et al., Journal of Open Source Software 7(78), 2022, 4567).
type Limits struct{ Skewness, Kurtosis float64 }

// orStandard gives the limits, or the usual ones where none are stated.
func (l Limits) orStandard() Limits {
	if l == (Limits{}) {
		return Limits{Skewness: 2, Kurtosis: 3.5}
	}
	return l
}

// Pass reports whether a column is within one of the limits; one that has no shape always is.
func (l Limits) Pass(s describe.Summary) bool {
	l = l.orStandard()
	return !(math.Abs(s.Skewness) >= l.Skewness && s.Kurtosis >= l.Kurtosis)
}

// Point is a value that was touched.
type Point struct {
	// Unit is its place in the column.
	Unit int
	// Before and After are the value before and after the treatment.
	Before, After float64
}

// Result is a treated column and what was done to it.
type Result struct {
	// Method is the word for what was done, as Named takes it; "none" where the values are as they were.
	Method string
	// Values are the treated values, unknown where they were unknown.
	Values []float64
	// Before and After describe the column before and after.
	Before, After describe.Summary
	// Passed reports whether the column is now within the limits; the usual ones where a method has none.
	Passed bool
	// Touched are all values that changed, in the order of the units.
	Touched []Point
	// Low and High are the ends to which Winsorise pulled values in; unknown for the other methods.
	Low, High float64
	// Shift was added to every value before its logarithm or power was taken.
	Shift float64
	// Reflected reports whether the logarithm was taken from the other end, for a column with a long lower tail.
	Reflected bool
	// Lambda is the exponent of a Box-Cox transformation; unknown for the other methods.
	Lambda float64

	line func(x float64) float64
}

// Value gives what a raw value becomes, also one that was not in the column. It is unknown where x is, and where a
// logarithm or a power of it is no number.
func (r *Result) Value(x float64) float64 {
	y := r.line(x)
	if math.IsInf(y, 0) {
		return composite.Unknown
	}
	return y
}

// None leaves the column as it is, and says what shape it has.
type None struct{ Limits Limits }

// Treat implements Method.
func (m None) Treat(values []float64) (*Result, error) {
	r, _, err := begin("none", values)
	if err != nil {
		return nil, err
	}
	return r.finish(values, m.Limits, func(x float64) float64 { return x })
}

var _ Method = None{}

// begin checks a column and describes it. The known values come back in rising order.
func begin(name string, values []float64) (*Result, []float64, error) {
	known := describe.Known(values)
	if n := len(known); n > 0 && (math.IsInf(known[0], 0) || math.IsInf(known[n-1]-known[0], 0)) {
		return nil, nil, fmt.Errorf("treating by %s: the values from %v to %v are too far apart to be compared; "+
			"look for a faulty one", name, known[0], known[n-1])
	}
	return &Result{
		Method: name, Before: describe.Of(values),
		Low: composite.Unknown, High: composite.Unknown, Lambda: composite.Unknown,
	}, known, nil
}

// finish computes the treated values by a line that never falls. Rounding could let it fall by the last bit between
// two neighbours, so no value comes out below a smaller one's.
func (r *Result) finish(values []float64, limits Limits, line func(x float64) float64) (*Result, error) {
	r.line = line
	known := describe.Known(values)
	after := make(map[float64]float64, len(known))
	highest := math.Inf(-1)
	for _, x := range known {
		y := line(x)
		if math.IsNaN(y) || math.IsInf(y, 0) {
			return nil, fmt.Errorf("treating by %s: %v becomes %v; take another method or a smaller exponent", r.Method, x, y)
		}
		highest = max(highest, y)
		after[x] = highest
	}
	r.Values = make([]float64, len(values))
	for u, x := range values {
		r.Values[u] = x
		if !composite.IsKnown(x) {
			continue
		}
		r.Values[u] = after[x]
		if r.Values[u] != x {
			r.Touched = append(r.Touched, Point{Unit: u, Before: x, After: r.Values[u]})
		}
	}
	if len(r.Touched) == 0 {
		r.Method = "none"
	}
	r.After = describe.Of(r.Values)
	r.Passed = limits.Pass(r.After)
	return r, nil
}

// Options are what the methods that Named gives can be told; each reads its own.
type Options struct {
	// Limits are those of winsorise and standard, and those that Passed is decided by for all.
	Limits Limits
	// MaxPoints is how many values Winsorise may touch; see there.
	MaxPoints int
	// Share is the shift of a shifted logarithm; see ShiftedLog.
	Share float64
	// Lambda is the exponent of a Box-Cox transformation; unknown (NaN) estimates it.
	Lambda float64
}

// Named gives the method of that name: none, winsorise, log, log_shifted, box_cox or standard. An error names a word
// that is none of these.
func Named(name string, o Options) (Method, error) {
	switch name {
	case "none":
		return None{o.Limits}, nil
	case "winsorise":
		return Winsorise{Limits: o.Limits, MaxPoints: o.MaxPoints}, nil
	case "log":
		return Log{o.Limits}, nil
	case "log_shifted":
		return ShiftedLog{Limits: o.Limits, Share: o.Share}, nil
	case "box_cox":
		return BoxCox{Limits: o.Limits, Lambda: o.Lambda}, nil
	case "standard":
		return Standard{Limits: o.Limits, MaxPoints: o.MaxPoints, Share: o.Share}, nil
	}
	return nil, fmt.Errorf("choosing a treatment: %q is none; take one of %s", name, strings.Join(Names(), ", "))
}

// Names are the words that Named takes.
func Names() []string {
	return []string{"none", "winsorise", "log", "log_shifted", "box_cox", "standard"}
}
