package normalise

import (
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Against is what FitRatio measures values against.
type Against int

// The references.
const (
	// TheBest is the largest value, the smallest where less is better.
	TheBest Against = iota
	// TheMean is the arithmetic mean.
	TheMean
	// TheWorst is the smallest value, the largest where less is better.
	TheWorst
)

// RatioOptions say how a value is measured against a reference.
type RatioOptions struct {
	// Down says that less is better: the ratio is turned over.
	Down bool
	// Difference takes the ratio less 1: how much better than the reference, as a share of it.
	Difference bool
	// Open lets the score go on beyond the scale.
	Open bool
}

// Ratio measures a value in a reference: x/reference, 0 being the bottom of the scale and 1 its top, or with
// Difference x/reference − 1 (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Table 15, distance to a
// reference country). Against the best it is the fraction of the maximum (COINr's n_fracmax; in decision analysis the
// linear scale, x/max and min/x). Where less is better it is reference/x, and with Difference 1 − x/reference. It
// needs values of which 0 is none: sums of money and counts, not temperatures or changes.
type Ratio struct {
	reference float64
	to        composite.Scale
	options   RatioOptions
	all       bool // every value gets the middle of the scale
	none      bool // no value was known
}

var _ Scorer = (*Ratio)(nil)

// NewRatio measures against a given value, which is above 0.
func NewRatio(reference float64, to composite.Scale, options RatioOptions) (*Ratio, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("measuring against a reference: %w", err)
	}
	if !(reference > 0) || math.IsInf(reference, 0) {
		return nil, fmt.Errorf("measuring against a reference: %v is no finite number above 0", reference)
	}
	return &Ratio{reference: reference, to: to, options: options}, nil
}

// FitRatio measures against one of the values themselves or their mean; some may be unknown. Where all known ones are
// 0 there is nothing to measure in: each gets the middle of the scale. Where none is known every score is unknown. An
// error names a value below 0, and one of 0 that would have to be divided by.
func FitRatio(values []float64, against Against, to composite.Scale, options RatioOptions) (*Ratio, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("measuring against a reference: %w", err)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("measuring against a reference: %w", err)
	}
	if len(known) == 0 {
		return &Ratio{to: to, none: true}, nil
	}
	low, high := known[0], known[len(known)-1]
	if low < 0 {
		return nil, fmt.Errorf("measuring against a reference: the value %v is below 0, so that ratios mean nothing; "+
			"take min_max or z_score", low)
	}
	if high == 0 {
		return &Ratio{to: to, all: true}, nil
	}
	reference := high
	switch {
	case against == TheMean:
		reference = describe.Mean(known)
	case (against == TheWorst) != options.Down:
		reference = low
	}
	if reference == 0 {
		return nil, fmt.Errorf("measuring against a reference: the reference is 0 and the largest value %v; "+
			"take another reference, or min_max", high)
	}
	return NewRatio(reference, to, options)
}

// Score implements Scorer. Where less is better a value of 0 or below gets the top of the scale; on an open scale it
// has no score, except as a difference.
func (r *Ratio) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || r.none:
		return composite.Unknown
	case r.all:
		return onto(r.to, 0.5, false)
	}
	part := x / r.reference
	switch o := r.options; {
	case o.Down && o.Difference:
		part = 1 - part
	case o.Difference:
		part--
	case o.Down && x > 0:
		part = r.reference / x
	case o.Down:
		part = math.Inf(1)
	}
	if !r.options.Open {
		return onto(r.to, part, false)
	}
	if y := r.to.Min + part*(r.to.Max-r.to.Min); !math.IsInf(y, 0) {
		return y
	}
	return composite.Unknown
}

// Normalise implements composite.Normaliser.
func (r *Ratio) Normalise(dst, x []float64) { each(r, dst, x) }

// Range implements Scorer.
func (r *Ratio) Range() (lowest, highest float64) {
	if r.options.Open && !r.all && !r.none {
		return math.Inf(-1), math.Inf(1)
	}
	return r.to.Min, r.to.Max
}
