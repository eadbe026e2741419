package reduce

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Total is what came out of the series of one metric of one agency.
type Total struct {
	Samples, Series int
	// Outside, Repeated, NotMeasured and Maintained count samples that were not used, Resets beginnings of a counter.
	Outside, Repeated, NotMeasured, Maintained, Resets int
	// First and Last are the times of the first and last sample used, in nanoseconds since 1970.
	First, Last int64
	// Uses are the files in their order, Replaced those whose samples took the place of others.
	Uses, Replaced []Use

	sum, increase, timed Sum
	low, high, latest    float64
	covered              int64
	reached, standed     []int64
}

// Add adds a series that has ended; it must not be used afterwards. Of several series the latest sample is that of the
// series added first among those that end last.
func (t *Total) Add(s *Series) {
	t.Outside += s.outside
	t.Repeated += s.repeated
	t.NotMeasured += s.notMeasured
	t.Maintained += s.maintained
	for _, u := range s.replaced {
		t.Replaced = merged(t.Replaced, u)
	}
	if s.n == 0 {
		return
	}
	if t.Samples == 0 {
		t.low, t.high, t.First = s.low, s.high, s.first
	}
	if t.Samples == 0 || s.last > t.Last {
		t.Last, t.latest = s.last, s.lastValue
	}
	t.low, t.high, t.First = min(t.low, s.low), max(t.high, s.high), min(t.First, s.first)
	t.Samples += int(s.n)
	t.Series++
	t.Resets += s.resets
	t.sum.Merge(s.sum)
	t.increase.Merge(s.increase)
	t.timed.Merge(s.timed)
	t.covered += s.covered
	t.reached = added(t.reached, s.reached)
	t.standed = added(t.standed, s.standed)
	for _, u := range s.uses {
		t.Uses = merged(t.Uses, u)
	}
}

func merged(uses []Use, u Use) []Use {
	for i := range uses {
		if uses[i].File == u.File {
			uses[i].Samples += u.Samples
			uses[i].Line = min(uses[i].Line, u.Line)
			return uses
		}
	}
	uses = append(uses, u)
	slices.SortFunc(uses, func(a, b Use) int { return cmp.Compare(a.File, b.File) })
	return uses
}

func added(to, from []int64) []int64 {
	if to == nil {
		return from
	}
	for i := range from {
		to[i] += from[i]
	}
	return to
}

// All of what follows is NaN without samples; a sum that no float64 can hold is infinite.

func (t *Total) or(x float64) float64 {
	if t.Samples == 0 {
		return math.NaN()
	}
	return x
}

// Mean is Σ x / n.
func (t *Total) Mean() float64 { return t.or(t.sum.Over(float64(t.Samples))) }

// Sum is Σ x.
func (t *Total) Sum() float64 { return t.or(t.sum.Value()) }

// Min is the lowest sample.
func (t *Total) Min() float64 { return t.or(t.low) }

// Max is the highest sample.
func (t *Total) Max() float64 { return t.or(t.high) }

// Latest is the sample with the latest time.
func (t *Total) Latest() float64 { return t.or(t.latest) }

// Increase is by how much the counters grew together; 0 of a single sample.
func (t *Total) Increase() float64 { return t.or(t.increase.Value()) }

// Share is the share of the samples that reach the threshold of a number in Need.Thresholds.
func (t *Total) Share(threshold int) float64 {
	if t.Samples == 0 {
		return math.NaN()
	}
	return float64(t.reached[threshold]) / float64(t.Samples)
}

// TimeMean is Σ x dt / Σ dt over the time for which samples stand.
func (t *Total) TimeMean() float64 {
	if t.covered == 0 {
		return math.NaN()
	}
	return t.timed.Over(time.Duration(t.covered).Seconds())
}

// TimeShare is the share of that time during which the threshold is reached.
func (t *Total) TimeShare(threshold int) float64 {
	if t.covered == 0 {
		return math.NaN()
	}
	return float64(t.standed[threshold]) / float64(t.covered)
}
