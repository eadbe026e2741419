// Package reduce turns the samples of a series, given in order of time, into what the reductions of the rubric
// language need, in memory that does not grow with their number. It knows nothing of files, agencies or rubrics.
//
// A sample stands until the next one, at most for the interval in which samples are expected: what lies beyond is a
// gap, which is neither good nor bad. Of samples at the same time the one given last counts. Sums are carried with
// twice the digits of a float64, and sketches of quantiles do not depend on order, so that the same samples give the
// same bits however they were cut into files and read by however many readers.
package reduce

import (
	"math"
	"time"
)

// Need says what is wanted of the series of one metric.
type Need struct {
	// Step is how long a sample stands at most; 0 is until the next one, or the end of the window.
	Step time.Duration
	// Thresholds are what samples are held against, by time as well as by number.
	Thresholds []float64
	// Time is wanted for what is weighted by time, Counter for increases.
	Time, Counter bool
	// LeaveOut are values that are no measurement.
	LeaveOut []float64
}

// Sample is one reading.
type Sample struct {
	// At is the time in nanoseconds since 1970.
	At int64
	// Value is NaN where the source says that there was nothing to measure.
	Value float64
	// File and Line say where it stands.
	File, Line int32
}

// Outcome is what became of a sample.
type Outcome int

// The outcomes: taken; taken in place of an earlier one at the same time; outside the window; earlier than the one
// before, which makes the series useless until its samples are put in order.
const (
	Taken Outcome = iota
	Replaced
	Outside
	Disordered
)

// Span is a time from a start to before an end, in nanoseconds since 1970.
type Span struct{ From, To int64 }

// Use says how many samples of a file were used, and the line of the first.
type Use struct {
	File, Line int32
	Samples    int
}

// Series is the state of one series. The zero Series is ready for samples.
type Series struct {
	// Values takes every value, for quantiles, unless it is nil. Series whose values belong together share one.
	Values *Values

	// What every sample touches stands together: the states of thousands of series do not stay near the processor.
	pending           Sample
	use               Use // of the file that samples come from just now
	n                 int64
	low, high         float64
	last              int64
	lastValue         float64
	began, disordered bool
	sum               Sum
	reached           []int64

	first    int64
	increase Sum
	resets   int
	covered  int64 // nanoseconds
	timed    Sum   // value · seconds
	standed  []int64

	outside, repeated, notMeasured, maintained int
	uses                                       []Use // of the files before, and of all once the series has ended
	replaced                                   []Use // by the file that replaced, Line unused
}

// Add takes the next sample. window is the assessed time, quiet the times of maintenance in order.
func (s *Series) Add(need *Need, window Span, quiet []Span, x Sample) Outcome {
	switch {
	case x.At < window.From || x.At >= window.To:
		s.outside++
		return Outside
	case s.disordered:
		return Disordered
	case !s.began:
		s.began = true
	case x.At > s.pending.At:
		s.settle(need, window, quiet, x.At)
	case x.At == s.pending.At:
		s.repeated++
		s.replaced = used(s.replaced, Use{File: x.File, Samples: 1})
		s.pending = x
		return Replaced
	default:
		*s = Series{disordered: true, outside: s.outside} // what was counted until now may be wrong
		return Disordered
	}
	s.pending = x
	return Taken
}

// Disordered reports whether the samples came out of order, so that the series holds nothing but the number of those
// outside the window.
func (s *Series) Disordered() bool { return s.disordered }

// Restart makes a series ready for its samples inside the window once more, in order this time.
func (s *Series) Restart() { *s = Series{outside: s.outside} }

// End settles the last sample. Nothing may be added afterwards.
func (s *Series) End(need *Need, window Span, quiet []Span) {
	if s.began && !s.disordered {
		s.settle(need, window, quiet, window.To)
		s.began = false
	}
	s.turn()
}

// settle counts the pending sample, now that it is known when the next one comes.
func (s *Series) settle(need *Need, window Span, quiet []Span, next int64) {
	x := &s.pending
	if len(quiet) > 0 {
		for _, q := range quiet {
			if x.At >= q.From && x.At < q.To {
				s.maintained++
				return
			}
			if q.From > x.At {
				next = min(next, q.From)
				break
			}
		}
	}
	if x.Value != x.Value || !counts(need.LeaveOut, x.Value) {
		s.notMeasured++
		return
	}
	v := x.Value
	if s.n == 0 {
		s.low, s.high, s.first = v, v, x.At
	} else {
		if v < s.low {
			s.low = v
		}
		if v > s.high {
			s.high = v
		}
		if need.Counter {
			s.grow(v)
		}
	}
	s.n++
	s.sum.Add(v)
	s.last, s.lastValue = x.At, v
	if len(need.Thresholds) > 0 {
		s.compare(need, v)
	}
	if need.Time {
		s.stand(need, v, min(next, window.To)-x.At)
	}
	if s.Values != nil {
		s.Values.Add(v)
	}
	if s.use.File != x.File || s.use.Samples == 0 {
		s.turn()
		s.use = Use{File: x.File, Line: x.Line}
	}
	s.use.Samples++
	s.use.Line = min(s.use.Line, x.Line)
}

// turn puts what was used of the present file to that of the others.
func (s *Series) turn() {
	if s.use.Samples > 0 {
		s.uses = used(s.uses, s.use)
		s.use = Use{}
	}
}

// counts reports whether a value is a measurement.
func counts(leaveOut []float64, v float64) bool {
	for _, none := range leaveOut {
		if v == none {
			return false
		}
	}
	return true
}

// grow adds what a counter grew by; one that fell began again at zero.
func (s *Series) grow(v float64) {
	if v < s.lastValue {
		s.resets++
		s.increase.Add(v)
		return
	}
	if d := v - s.lastValue; !math.IsInf(d, 0) {
		s.increase.Add(d)
		return
	}
	s.increase.Add(v)
	s.increase.Add(-s.lastValue)
}

// tolerance is how much a sample may lie below a threshold, relative to the threshold.
const tolerance = 1e-9

// Reaches reports whether a value is at or above a threshold, less a billionth of it.
func Reaches(v, threshold float64) bool { return v >= threshold-tolerance*math.Abs(threshold) }

func (s *Series) compare(need *Need, v float64) {
	if s.reached == nil {
		s.reached = make([]int64, len(need.Thresholds))
	}
	for i, threshold := range need.Thresholds {
		if Reaches(v, threshold) {
			s.reached[i]++
		}
	}
}

// stand counts a value for as long as it stands.
func (s *Series) stand(need *Need, v float64, length int64) {
	if need.Step > 0 {
		length = min(length, int64(need.Step))
	}
	s.covered += length
	s.timed.AddProduct(v, float64(length)/float64(time.Second))
	if len(need.Thresholds) == 0 {
		return
	}
	if s.standed == nil {
		s.standed = make([]int64, len(need.Thresholds))
	}
	for i, threshold := range need.Thresholds {
		if Reaches(v, threshold) {
			s.standed[i] += length
		}
	}
}

// used counts more samples of a file.
func used(uses []Use, more Use) []Use {
	for i := len(uses) - 1; i >= 0; i-- {
		if uses[i].File == more.File {
			uses[i].Samples += more.Samples
			uses[i].Line = min(uses[i].Line, more.Line)
			return uses
		}
	}
	return append(uses, more)
}
