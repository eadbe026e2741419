// Package agreement measures how far people who valued the same things agree: Krippendorff's alpha on any level of
// measurement and with blanks, Kendall's W of several rankings, and Kendall's tau of each two.
//
// It is pure, like all of composite: NaN is a value that nobody gave, an infinite value is an error, and draws come
// from an explicit seed. Where agreement has no meaning because all values are the same, it is NaN, unknown: neither
// agreement nor the want of it can be told from values that do not differ.
package agreement

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// ErrTooFew says that there are too few values to speak of agreement.
var ErrTooFew = errors.New("too few values given by more than one")

// Metric is what the difference of two values means.
type Metric string

// The metrics, with the squared difference δ² of the values c and k (K. Krippendorff, Content Analysis, 2004,
// pp. 232-236): Nominal 1 where they differ; Ordinal the square of the number of values from c to k in the order of
// all pairable ones, those equal to c or k counted half; Interval (c-k)²; Ratio ((c-k)/(c+k))², for values not below 0.
const (
	Nominal  Metric = "nominal"
	Ordinal  Metric = "ordinal"
	Interval Metric = "interval"
	Ratio    Metric = "ratio"
)

// Alpha is Krippendorff's alpha, 1 - Do/De: the disagreement observed within the units beside the one expected if
// values came to units by chance. 1 is perfect agreement, 0 that of chance, below 0 worse than chance.
type Alpha struct {
	Metric Metric
	// Value is alpha; NaN where the pairable values do not differ.
	Value float64
	// Units are the units with two values or more, Values the values in them: the pairable ones.
	Units, Values int
}

// Krippendorff computes alpha. units has the values that were given to each unit, NaN for none; who gave them does not
// matter. A unit with fewer than two values cannot be paired and is left out. With the coincidences o_ck = Σ_u (pairs
// c, k in unit u)/(m_u - 1) and their margins n_c, Do = Σ o_ck δ²/n and De = Σ n_c n_k δ²/(n(n-1)) (Krippendorff,
// Computing Krippendorff's Alpha-Reliability, 2011). It is an ErrTooFew where no unit has two values; other errors name
// an infinite value, a value below 0 under Ratio, or a metric there is not.
func Krippendorff(units [][]float64, metric Metric) (*Alpha, error) {
	pairable, err := prepare(units, metric)
	if err != nil {
		return nil, fmt.Errorf("computing Krippendorff's alpha: %w", err)
	}
	a := &Alpha{Metric: metric, Value: alpha(pairable, metric), Units: len(pairable)}
	for _, values := range pairable {
		a.Values += len(values)
	}
	return a, nil
}

// prepare gives the known values of the pairable units, at a size that can be squared.
func prepare(units [][]float64, metric Metric) ([][]float64, error) {
	switch metric {
	case Nominal, Ordinal, Interval, Ratio:
	default:
		return nil, fmt.Errorf("there is no metric %q; take %s, %s, %s or %s", metric, Nominal, Ordinal, Interval, Ratio)
	}
	var pairable [][]float64
	most := 0.0
	for u, values := range units {
		var known []float64
		for _, x := range values {
			switch {
			case math.IsInf(x, 0):
				return nil, fmt.Errorf("unit %d has an infinite value", u)
			case metric == Ratio && x < 0:
				return nil, fmt.Errorf("unit %d has the value %v; ratios are of values not below 0", u, x)
			case composite.IsKnown(x):
				known = append(known, x)
			}
		}
		if len(known) < 2 {
			continue
		}
		pairable = append(pairable, known)
		for _, x := range known {
			most = max(most, math.Abs(x))
		}
	}
	if len(pairable) == 0 {
		return nil, ErrTooFew
	}
	_, e := math.Frexp(most)
	for _, values := range pairable {
		slices.Sort(values)
		for i := range values {
			values[i] = math.Ldexp(values[i], -e)
		}
	}
	return pairable, nil
}

// count is one of the different values and how many times it was given.
type count struct{ value, times float64 }

// tally counts the different values, in rising order.
func tally(units [][]float64) []count {
	var all []float64
	for _, values := range units {
		all = append(all, values...)
	}
	slices.Sort(all)
	var counts []count
	for _, x := range all {
		if last := len(counts) - 1; last >= 0 && composite.Same(counts[last].value, x) {
			counts[last].times++
			continue
		}
		counts = append(counts, count{x, 1})
	}
	return counts
}

// alpha of pairable units. The coincidence matrix itself is never laid out: of it the sums within the units and the
// margins are needed only.
func alpha(units [][]float64, metric Metric) float64 {
	counts := tally(units)
	if len(counts) < 2 {
		return composite.Unknown
	}
	n, middle := 0.0, make([]float64, len(counts))
	for i, c := range counts {
		middle[i] = n + c.times/2
		n += c.times
	}
	// What a value stands as: for Ordinal its place in the middle of its equals, so that the values from c to k, the
	// ends counted half, are the distance of the two.
	standing := func(i int) float64 { return counts[i].value }
	if metric == Ordinal {
		standing = func(i int) float64 { return middle[i] }
	}
	difference := func(i, k int) float64 {
		x, y := standing(i), standing(k)
		switch {
		case i == k:
			return 0
		case metric == Nominal:
			return 1
		case metric == Ratio:
			return (x - y) / (x + y) * ((x - y) / (x + y))
		}
		return (x - y) * (x - y)
	}
	place := func(x float64) int {
		return sort.Search(len(counts), func(i int) bool { return counts[i].value >= x || composite.Same(counts[i].value, x) })
	}
	// Sums that do not depend on the order of the units.
	var observed, expected []float64
	for _, values := range units {
		within := 0.0
		places := make([]int, len(values))
		for i, x := range values {
			places[i] = place(x)
			for k := range i {
				within += 2 * difference(places[i], places[k])
			}
		}
		observed = append(observed, within/float64(len(values)-1))
	}
	switch metric {
	case Ratio:
		for i := range counts {
			for k := range i {
				expected = append(expected, 2*counts[i].times*counts[k].times*difference(i, k))
			}
		}
	case Nominal:
		for _, c := range counts {
			expected = append(expected, c.times*(n-c.times))
		}
	default: // Σ n_c n_k (c-k)² = 2n Σ n_c (c-c̄)²
		mean := 0.0
		for i, c := range counts {
			mean += c.times / n * standing(i)
		}
		for i, c := range counts {
			expected = append(expected, 2*n*c.times*(standing(i)-mean)*(standing(i)-mean))
		}
	}
	return 1 - describe.Sum(observed)*(n-1)/describe.Sum(expected)
}
