package coherence

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// The limits of outliers that are no choice of the caller's.
const (
	// InnerFence and OuterFence are how many interquartile ranges beyond a quartile an outlier begins, and one that is
	// far out (J. W. Tukey, Exploratory Data Analysis, 1977, p. 44).
	InnerFence = 1.5
	OuterFence = 3
	// SkewLimit and KurtosisLimit mark, together, a distribution with outliers that decide a min-max scale: |G1| > 2
	// and G2 > 3.5 (R. A. Groeneveld and G. Meeden, The Statistician 33(4), 1984, 391-399, as the Joint Research Centre
	// and COINr use it).
	SkewLimit     = 2
	KurtosisLimit = 3.5
)

// Distribution describes the known values of one column. Numbers that need more values than there are, or values that
// differ, are NaN.
type Distribution struct {
	// Summary has the number of known values, their ends, mean, median, deviation, skewness G1 and kurtosis G2.
	describe.Summary
	// Missing counts the unknown units, Zeros the values that are 0, Unique the different values, Largest the units in
	// the largest group of equal ones.
	Missing, Zeros, Unique, Largest int
	// Q1 and Q3 are the quartiles (type 7).
	Q1, Q3 float64
	// Outliers are the units beyond the inner fences, Far those of them beyond the outer ones, in rising order. Where
	// the quartiles are the same number the fences say nothing and there are none.
	Outliers, Far []int
	// Heavy says that |Skewness| is over SkewLimit and Kurtosis over KurtosisLimit.
	Heavy bool
}

// Varies reports whether at least two known values differ.
func (d *Distribution) Varies() bool { return d.Unique > 1 }

// Describe describes a column, some of whose values may be unknown. An error names an infinite value, or values so far
// apart that their distance is no number.
func Describe(x []float64) (*Distribution, error) {
	if err := check([][]float64{x}); err != nil {
		return nil, fmt.Errorf("describing a column: %w", err)
	}
	sorted := describe.Known(x)
	d := &Distribution{
		Summary: describe.Of(x), Missing: len(x) - len(sorted),
		Q1: describe.Quantile(sorted, 0.25), Q3: describe.Quantile(sorted, 0.75),
	}
	if d.N > 0 && math.IsInf(d.Max-d.Min, 0) {
		return nil, fmt.Errorf("describing a column: the values from %v to %v are too far apart to be compared; look for a faulty one",
			d.Min, d.Max)
	}
	d.count(sorted)
	if d.Varies() {
		d.Heavy = math.Abs(d.Skewness) > SkewLimit && d.Kurtosis > KurtosisLimit
		d.fences(x)
	}
	return d, nil
}

// count fills in what is counted, from the sorted values.
func (d *Distribution) count(sorted []float64) {
	for start := 0; start < len(sorted); {
		end := start
		for end < len(sorted) && composite.Same(sorted[start], sorted[end]) {
			end++
		}
		d.Unique++
		d.Largest = max(d.Largest, end-start)
		if sorted[start] == 0 {
			d.Zeros = end - start
		}
		start = end
	}
}

// fences fills in the units beyond the fences.
func (d *Distribution) fences(x []float64) {
	if composite.Same(d.Q1, d.Q3) {
		return
	}
	reach := d.Q3 - d.Q1
	for u, v := range x {
		// As shares of the reach, so that no fence overflows.
		beyond := max((d.Q1-v)/reach, (v-d.Q3)/reach)
		if beyond > InnerFence && !composite.Same(beyond, InnerFence) {
			d.Outliers = append(d.Outliers, u)
		}
		if beyond > OuterFence && !composite.Same(beyond, OuterFence) {
			d.Far = append(d.Far, u)
		}
	}
}
