package normalise

import (
	"errors"
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// AboveBelow has three scores: the top of the scale for values above the mean by more than a threshold, the bottom for
// those below it by more, and the middle (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Table 15).
type AboveBelow struct {
	low, high float64 // where the middle begins and ends
	to        composite.Scale
	down      bool
	none      bool
}

var _ Scorer = (*AboveBelow)(nil)

// FitAboveBelow finds the mean of the values, of which some may be unknown; threshold is the share of the mean, 0.2
// for a fifth, by which a value must differ from it. A value at the edge belongs to the middle. Where no value is
// known every score is unknown. An error names a threshold that is no number of 0 or above, a scale without a length,
// or values too far apart.
func FitAboveBelow(values []float64, threshold float64, to composite.Scale, down bool) (*AboveBelow, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting the mean: %w", err)
	}
	if !(threshold >= 0) || math.IsInf(threshold, 0) {
		return nil, fmt.Errorf("fitting the mean: the threshold %v is no finite number of 0 or above", threshold)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting the mean: %w", err)
	}
	if len(known) == 0 {
		return &AboveBelow{none: true, to: to}, nil
	}
	mean := describe.Mean(known)
	return &AboveBelow{low: mean - threshold*math.Abs(mean), high: mean + threshold*math.Abs(mean), to: to, down: down}, nil
}

// Score implements Scorer.
func (a *AboveBelow) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || a.none:
		return composite.Unknown
	case x > a.high && !composite.Same(x, a.high):
		return onto(a.to, 1, a.down)
	case x < a.low && !composite.Same(x, a.low):
		return onto(a.to, 0, a.down)
	}
	return onto(a.to, 0.5, false)
}

// Normalise implements composite.Normaliser.
func (a *AboveBelow) Normalise(dst, x []float64) { each(a, dst, x) }

// Range implements Scorer.
func (a *AboveBelow) Range() (lowest, highest float64) { return a.to.Min, a.to.Max }

// Category is one class of a categorical scale: the units from a percentile on, up to the next class.
type Category struct {
	// From is the percentile, 0 to 100, with which the class begins.
	From float64
	// Score is where on the scale it stands, 0 being the bottom and 1 the top.
	Score float64
}

// HandbookCategories are the classes of the Handbook: the best 5 % of the units get 100, those from the 85th to the
// 95th percentile 80, and so on, the middle 50 and the last 5 % nothing. They reproduce its Table 15.
func HandbookCategories() []Category {
	return []Category{{0, 0}, {5, 0.2}, {15, 0.4}, {35, 0.5}, {65, 0.6}, {85, 0.8}, {95, 1}}
}

// Categories is a scale of a few scores, given by percentile: 100·rank/n, ties having the lowest of their ranks
// (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Table 15). It takes extremes away, and most
// differences with them.
type Categories struct {
	order   order
	classes []Category
	to      composite.Scale
	down    bool
}

var _ Scorer = (*Categories)(nil)

// FitCategories puts the values, of which some may be unknown, in order. Where the known ones do not differ, or there
// is only one, every value gets the middle of the scale; where there are none, every score is unknown. An error names
// classes that do not begin at 0 and rise, in percentiles to 100 and in scores from 0 to 1.
func FitCategories(values []float64, classes []Category, to composite.Scale, down bool) (*Categories, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting categories: %w", err)
	}
	if len(classes) == 0 || classes[0].From != 0 {
		return nil, errors.New("fitting categories: the first class must begin at the percentile 0")
	}
	for i, c := range classes {
		if !(c.From <= 100 && c.Score >= 0 && c.Score <= 1) || (i > 0 && !(c.From > classes[i-1].From && c.Score >= classes[i-1].Score)) {
			return nil, fmt.Errorf("fitting categories: class %d begins at the percentile %v with the score %v; percentiles "+
				"must rise to at most 100, scores must not fall and lie between 0 and 1", i+1, c.From, c.Score)
		}
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting categories: %w", err)
	}
	return &Categories{order: inOrder(known), classes: append([]Category(nil), classes...), to: to, down: down}, nil
}

// Score implements Scorer.
func (c *Categories) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || c.order.n() == 0:
		return composite.Unknown
	case len(c.order.values) == 1:
		return onto(c.to, 0.5, false)
	}
	percentile := 100 * (c.order.place(x, LowestOfTies, c.down) + 1) / float64(c.order.n())
	score := c.classes[0].Score
	for _, class := range c.classes {
		if percentile >= class.From-composite.Tolerance*100 {
			score = class.Score
		}
	}
	return onto(c.to, score, false)
}

// Normalise implements composite.Normaliser.
func (c *Categories) Normalise(dst, x []float64) { each(c, dst, x) }

// Range implements Scorer: the scores of the first and of the last class.
func (c *Categories) Range() (lowest, highest float64) {
	return onto(c.to, c.classes[0].Score, false), onto(c.to, c.classes[len(c.classes)-1].Score, false)
}
