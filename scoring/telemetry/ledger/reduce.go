package ledger

import (
	"math"
	"slices"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/workdays"
)

// outcome is what became of an event between two steps by the end of the window.
type outcome int

const (
	unusable  outcome = iota // its dates do not tell
	withdrawn                // counts in nothing
	notBegun                 // the first step was not taken
	pending                  // the second step was not taken
	finished
)

// reached is the day on which a step was reached: its own, or that of the next step that has one, for what was answered
// was looked at before. badDay where a day that matters cannot be used.
func (e *event) reached(step int) workdays.Day {
	for ; step < len(steps); step++ {
		if day := e.day(step); day != noDay {
			return day
		}
	}
	return noDay
}

// fate gives what became of an event between two steps by the end of a day's eve, and how many working days it took, or
// has taken so far. What was done on the day end, or later, is not known yet.
func (e *Engine) fate(ev *event, from, to int, end workdays.Day) (outcome, int) {
	begun, done := ev.day(from), ev.reached(to)
	switch {
	case ev.is(IsWithdrawn):
		return withdrawn, 0
	case ev.day(stepOpened) == badDay || begun == badDay || done == badDay:
		return unusable, 0
	case done == noDay && (ev.over(to) || ev.state == unclear):
		return unusable, 0
	case begun == noDay && done != noDay && done < end, begun != noDay && done != noDay && done < begun:
		return unusable, 0
	case begun == noDay || begun >= end:
		return notBegun, 0
	case done == noDay || done >= end:
		return pending, e.counter.Between(begun, end)
	}
	return finished, e.counter.Between(begun, done)
}

// limit is the time limit of an event, in working days.
func (b *book) limit(ev *event, within int) int {
	if ev.extended && within == b.entry.Extension.Within {
		return within + b.entry.Extension.Days
	}
	return within
}

// tally is what is counted of the events of one agency.
type tally struct {
	events, unusable, outside, withdrawn, refused int
	// open are those that are not finished, late of them those that no time can mend; notBegun are open too.
	open, notBegun int
	// inTime and late are those of which it is decided.
	inTime, late int
	days         []int32
	first, last  workdays.Day
	files        map[int32]int32
}

// add counts an event; within is negative where no limit is asked for.
func (t *tally) add(ev *event, what outcome, took, limit int) {
	switch what {
	case unusable:
		t.unusable++
		return
	case withdrawn:
		t.withdrawn++
		return
	case notBegun:
		t.open++
		t.notBegun++
	case pending:
		t.open++
		if limit >= 0 && took > limit {
			t.late++
		}
	case finished:
		t.days = append(t.days, int32(took))
		switch {
		case limit < 0:
		case took <= limit:
			t.inTime++
		default:
			t.late++
		}
	}
	t.events++
	if ev.is(IsRefused) {
		t.refused++
	}
	opened := ev.day(stepOpened)
	if t.files == nil {
		t.first, t.last, t.files = opened, opened, map[int32]int32{}
	}
	t.first, t.last = min(t.first, opened), max(t.last, opened)
	if line, seen := t.files[ev.file]; !seen || ev.line < line {
		t.files[ev.file] = ev.line
	}
}

// noLimit stands for measures without a time limit.
const noLimit = -1

// told is what is worth saying about one indicator beside its measurements.
type told struct {
	undecided []*diag.Diagnostic
	// counted says that working days were counted, beyond how many events of an entry have days that the calendar
	// does not know.
	counted bool
	beyond  map[*Entry]int
}

// measure reduces all events of one indicator, for all agencies.
func (e *Engine) measure(n *rubric.Node, metric *rubric.Metric) ([]telemetry.Measurement, told) {
	tallies := make([]tally, e.query.Agencies.Len())
	repeated := make([]int, len(tallies))
	share := 1.0
	about := told{beyond: map[*Entry]int{}}
	for _, b := range e.books {
		for i := range b.entry.Metrics {
			m := &b.entry.Metrics[i]
			if !m.serves(metric) {
				continue
			}
			share = min(share, e.share(b.entry))
			e.tally(tallies, b, m, n, metric, &about)
			for agency, count := range b.repeated {
				repeated[agency] += count
			}
		}
	}
	out := make([]telemetry.Measurement, len(tallies))
	for a := range tallies {
		out[a] = e.reduce(a, n, &tallies[a], share)
		out[a].Repeated = repeated[a]
	}
	return out, about
}

// tally counts the events that one entry has for one metric.
func (e *Engine) tally(tallies []tally, b *book, m *Metric, n *rubric.Node, metric *rubric.Metric, about *told) {
	keep := b.choose(m, metric)
	from, to, end := m.begins(), m.ends(n.Measure), e.endOf(b.entry)
	if n.Measure.Reduction == rubric.ReduceCount {
		from, to = stepOpened, stepOpened
	}
	within := noLimit
	if n.Measure.Within != nil && n.Measure.Reduction == rubric.ReduceOnTime {
		within = *n.Measure.Within
	}
	inDays := n.Measure.Reduction.Gives() == rubric.WorkingDays || within >= 0
	undecided := 0
	for i := range b.events {
		ev := &b.events[i]
		if ev.gone || !keep.keeps(ev) {
			continue
		}
		t := &tallies[ev.agency]
		opened := ev.day(stepOpened)
		if opened != badDay && !e.inside(opened) {
			t.outside++
			continue
		}
		what, took := e.fate(ev, from, to, end)
		limit := noLimit
		if within >= 0 {
			limit = b.limit(ev, within)
		}
		t.add(ev, what, took, limit)
		if what == notBegun || (what == pending && took <= limit) {
			undecided++
		}
		if inDays && (what == pending || what == finished) {
			about.counted = true
			last := end
			if what == finished {
				last = ev.reached(to)
			}
			if !e.calendar.Knows(ev.day(from), max(last, ev.day(from))) {
				about.beyond[b.entry]++
			}
		}
	}
	if undecided > 0 && within >= 0 {
		d := ruleUndecided.At(m.Place).About(n.ID).Saw(metric.ID)
		d.Count = undecided
		about.undecided = append(about.undecided, d)
	}
}

// reduce makes one measurement of what was counted. Samples are the events that its value is made of; the others that
// were there count as not measured: those that were withdrawn and those of which it is not decided yet.
func (e *Engine) reduce(a int, n *rubric.Node, t *tally, share float64) telemetry.Measurement {
	one := e.query.Agencies.All()[a]
	m := telemetry.Measurement{
		Agency: one.ID, Indicator: n.ID, Metric: n.Measure.Metric, Reduction: n.Measure.Reduction,
		Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN(), LeftOut: t.outside,
	}
	m.Samples = t.events
	reason := telemetry.NoSamples
	switch n.Measure.Reduction {
	case rubric.ReduceCount:
		m.Value = float64(t.events)
	case rubric.ReduceFinished:
		m.Value = float64(len(t.days)) / float64(t.events)
	case rubric.ReduceOnTime:
		m.Samples, reason = t.inTime+t.late, NothingDecided
		m.Value = float64(t.inTime) / float64(m.Samples)
	case rubric.ReduceDaysMean:
		m.Samples, reason = len(t.days), NothingFinished
		m.Value = meanOf(t.days)
	case rubric.ReduceDaysMedian:
		m.Samples, reason = len(t.days), NothingFinished
		m.Value = quantile(t.days, 0.5)
	case rubric.ReduceDaysP90:
		m.Samples, reason = len(t.days), NothingFinished
		m.Value = quantile(t.days, 0.9)
	}
	m.NotMeasured = t.events - m.Samples + t.withdrawn
	m.Expected = m.Samples + t.unusable
	if m.Samples == 0 {
		m.Value, m.Reason = math.NaN(), telemetry.NoSamples
		if t.events > 0 {
			m.Reason = reason
		}
		return m
	}
	m.Coverage = share * float64(m.Samples) / float64(m.Expected)
	m.First, m.Last = startOf(t.first, one.Zone), startOf(t.last, one.Zone)
	m.Places = e.placesOf(t.files)
	return m
}

// startOf is the beginning of a day in a time zone.
func startOf(d workdays.Day, zone *time.Location) time.Time {
	y, m, day := d.Time().Date()
	return time.Date(y, m, day, 0, 0, 0, 0, zone)
}

// meanOf is the arithmetic mean; NaN of nothing.
func meanOf(days []int32) float64 {
	sum := int64(0)
	for _, d := range days {
		sum += int64(d)
	}
	return float64(sum) / float64(len(days))
}

// quantile is the value at the rank (n − 1) q counted from 0, on a straight line between its neighbours (type 7 of
// Hyndman and Fan 1996, The American Statistician 50(4), p. 363); NaN of nothing. It sorts the days.
func quantile(days []int32, q float64) float64 {
	if len(days) == 0 {
		return math.NaN()
	}
	slices.Sort(days)
	rank := float64(len(days)-1) * q
	below := math.Floor(rank)
	low := float64(days[int(below)])
	high := float64(days[min(int(below)+1, len(days)-1)])
	return low + (high-low)*(rank-below)
}
