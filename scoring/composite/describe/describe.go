// Package describe says what one column of numbers is like, and how two go together: the statistics that treatment,
// weights and checks of an index are decided on.
//
// NaN is unknown and left out. Sums are exact and rounded once, so that the order of the units changes no bit of any
// result. What cannot be said (the skewness of a constant, the correlation of two units) is unknown, as is everything
// of a column with an infinite value. Standard deviations are those of a sample, with n-1; quantiles are of type 7.
package describe

import (
	"math"
	"slices"

	"siap/scoring/composite"
)

// Known gives the known values in rising order.
func Known(values []float64) []float64 {
	known := make([]float64, 0, len(values))
	for _, x := range values {
		if composite.IsKnown(x) {
			known = append(known, x)
		}
	}
	slices.Sort(known)
	return known
}

// Summary is what a column is like. All but N are unknown where there is no known value or an infinite one.
type Summary struct {
	// N is how many values are known.
	N int
	// Min and Max are the smallest and the largest, Mean and Median the arithmetic mean and the median.
	Min, Max, Mean, Median float64
	// SD is the standard deviation with n-1; unknown with fewer than two values, 0 for a constant column.
	SD float64
	// Skewness is G1 and Kurtosis the excess G2 (Joanes & Gill, The Statistician 47, 1998, p. 184): the figures of
	// Excel, SAS and COINr. Unknown for a constant column, and with fewer than three and four values.
	Skewness, Kurtosis float64
}

// Constant reports whether the known values are all the same (composite.Same), or there are none.
func (s Summary) Constant() bool { return !(s.Min < s.Max) || composite.Same(s.Min, s.Max) }

// Of describes a column, of which some values may be unknown.
func Of(values []float64) Summary {
	known := Known(values)
	n := len(known)
	unknown := composite.Unknown
	s := Summary{N: n, Min: unknown, Max: unknown, Mean: unknown, Median: unknown, SD: unknown, Skewness: unknown, Kurtosis: unknown}
	if n == 0 || math.IsInf(known[0], 0) || math.IsInf(known[n-1], 0) {
		return s
	}
	s.Min, s.Max, s.Mean, s.Median = known[0], known[n-1], mean(known), quantile(known, 0.5)
	if n < 2 {
		return s
	}
	if s.Constant() {
		s.SD = 0
		return s
	}
	centred(known, s.Min, s.Max)
	var second, third, fourth fixed
	for _, d := range known {
		second.add(d * d)
		third.add(d * d * d)
		fourth.add(d * d * d * d)
	}
	m2, m3, m4, N := second.value(), third.value(), fourth.value(), float64(n)
	// Half the span is a number where the whole is beyond one. So may the deviation be, and is unknown then.
	if sd := 2 * (math.Sqrt(m2/(N-1)) * (s.Max/2 - s.Min/2)); !math.IsInf(sd, 0) {
		s.SD = sd
	}
	if n > 2 {
		s.Skewness = math.Sqrt(N*(N-1)) / (N - 2) * math.Sqrt(N) * m3 / math.Pow(m2, 1.5)
	}
	if n > 3 {
		r := N * m4 / (m2 * m2)
		s.Kurtosis = ((N+1)*(r-3) + 6) * (N - 1) / ((N - 2) * (N - 3))
	}
	return s
}

// centred turns values from low to high into shares of that span and takes the mean of the shares off, so that
// neither squares nor distances overflow. Unknown values stay unknown.
func centred(values []float64, low, high float64) {
	half := 1.0
	if math.IsInf(high-low, 0) {
		half = 0.5
	}
	var sum fixed
	n := 0.0
	for i, x := range values {
		values[i] = (half*x - half*low) / (half*high - half*low)
		if composite.IsKnown(x) {
			sum.add(values[i])
			n++
		}
	}
	middle := sum.value() / n
	for i := range values {
		values[i] -= middle
	}
}

// Mean is the arithmetic mean of the known values; unknown where there are none, or one is infinite.
func Mean(values []float64) float64 { return mean(Known(values)) }

// mean is the mean of sorted values; it lies between the first and the last.
func mean(known []float64) float64 {
	n := len(known)
	if n == 0 || math.IsInf(known[0], 0) || math.IsInf(known[n-1], 0) {
		return composite.Unknown
	}
	scale := 0
	if max(-known[0], known[n-1]) > 0x1p900 {
		scale = 100 // a power of two, for which the sum stays exact and finite
	}
	var sum exact
	for _, x := range known {
		sum.add(math.Ldexp(x, -scale))
	}
	return min(max(math.Ldexp(sum.value()/float64(n), scale), known[0]), known[n-1])
}

// Quantile is the value below which the share p (0 to 1) of the known values lies, by linear interpolation between
// the two nearest: type 7 of Hyndman & Fan (The American Statistician 50, 1996, pp. 361-365), as in Excel, R and
// numpy. Unknown where no value is known, one is infinite, or p is no share.
func Quantile(values []float64, p float64) float64 {
	return quantile(Known(values), p)
}

func quantile(known []float64, p float64) float64 {
	n := len(known)
	if n == 0 || !(p >= 0 && p <= 1) || math.IsInf(known[0], 0) || math.IsInf(known[n-1], 0) {
		return composite.Unknown
	}
	at := p * float64(n-1)
	i := int(at)
	if i+1 >= n {
		return known[n-1]
	}
	part := at - float64(i)
	return min(max((1-part)*known[i]+part*known[i+1], known[i]), known[i+1])
}
