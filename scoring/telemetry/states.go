package telemetry

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/scoring/telemetry/reduce"
	"siap/scoring/telemetry/samples"
)

// states are the series of a run, by their numbers.
type states struct {
	plan   *plan
	series []*state
	slots  []slotState
	// touched says that any sample came.
	touched bool
	outside []outside // by file

	totalled []*slotTotal
}

// state is one series with what it needs.
type state struct {
	need   *reduce.Need
	window reduce.Span
	quiet  []reduce.Span
	reduce.Series
	slot int
}

// slotState is what the series of one agency and metric share.
type slotState struct {
	values *reduce.Values
	// disordered says that samples of one of the series did not come in order.
	disordered bool
}

// outside counts the samples of a file outside the window: all, and those so far outside that a clock may be wrong.
type outside struct {
	n, far        int
	line, farLine int32
}

func newStates(p *plan, files int) *states {
	return &states{plan: p, series: make([]*state, p.asked.Series()), slots: make([]slotState, len(p.wanted)), outside: make([]outside, files)}
}

// farOff is how long after the end of the window a sample is taken for one of a wrong clock: a year. So is one from
// before the year 2000, where clocks start that were never set.
const (
	farAfter  = int64(366 * 24 * 3600 * 1e9)
	farBefore = int64(946684800 * 1e9)
)

// Batch feeds samples of a file to their series.
func (s *states) Batch(file int, b *samples.Batch) {
	s.touched = s.touched || len(b.Samples) > 0
	for i := range b.Samples {
		x := &b.Samples[i]
		if int(x.Series) >= len(s.series) {
			s.series = append(s.series, make([]*state, max(s.plan.asked.Series(), int(x.Series)+1)-len(s.series))...)
		}
		one := s.series[x.Series]
		if one == nil {
			one = s.begin(x.Series)
		}
		line := x.Line + int32(b.Base) + 1
		switch one.Add(one.need, one.window, one.quiet, reduce.Sample{At: x.At, Value: x.Value, File: int32(file), Line: line}) {
		case reduce.Outside:
			s.outside[file].count(x.At, line, one.window)
		case reduce.Disordered:
			s.slots[one.slot].disordered = true
			s.slots[one.slot].values = nil
			one.Values = nil
		}
	}
}

// End is for samples.Sink.
func (s *states) End(int, *samples.File) {}

// begin makes the state of a series.
func (s *states) begin(number int32) *state {
	p := s.plan
	slot := p.asked.Slot(number)
	agency, metric := slot/len(p.metrics), slot%len(p.metrics)
	one := &state{need: &p.needs[metric], window: p.spans[agency].window, quiet: p.quiet[slot], slot: slot}
	if p.quantiles[metric] {
		shared := &s.slots[slot]
		if shared.values == nil {
			shared.values = reduce.NewValues(p.mostValues, p.cells)
		}
		one.Values = shared.values
	}
	s.series[number] = one
	return one
}

func (o *outside) count(at int64, line int32, window reduce.Span) {
	if o.n++; o.n == 1 {
		o.line = line
	}
	if at < farBefore || (at > window.To && at-window.To > farAfter) {
		if o.far++; o.far == 1 {
			o.farLine = line
		}
	}
}

// slotTotal is what came out of a slot.
type slotTotal struct {
	reduce.Total
	values *reduce.Values
}

// totals ends all series and adds them up by slot, those that labels tell apart by the order of their labels.
func (s *states) totals() []*slotTotal {
	order := make([]int32, 0, len(s.series))
	for i, one := range s.series {
		if one != nil {
			order = append(order, int32(i))
		}
	}
	asked := s.plan.asked
	slices.SortFunc(order, func(a, b int32) int {
		if d := s.series[a].slot - s.series[b].slot; d != 0 {
			return d
		}
		return strings.Compare(asked.Key(a), asked.Key(b))
	})
	totals := make([]*slotTotal, len(s.slots))
	for _, i := range order {
		one := s.series[i]
		one.End(one.need, one.window, one.quiet)
		if totals[one.slot] == nil {
			totals[one.slot] = &slotTotal{values: s.slots[one.slot].values}
		}
		totals[one.slot].Add(&one.Series)
	}
	return totals
}

// sketched counts the slots whose quantiles are not exact, and gives the largest bound of their errors.
func (s *states) sketched() (n int, bound float64) {
	for i := range s.slots {
		if b := s.slots[i].values.Bound(); b > 0 {
			n++
			bound = max(bound, b)
		}
	}
	return n, bound
}

// taker feeds the states and tells what was found in each file.
type taker struct {
	work      *work
	summaries []Summary
}

// Batch is for samples.Sink.
func (t *taker) Batch(file int, b *samples.Batch) { t.work.state.Batch(file, b) }

// End tells what was found in a file.
func (t *taker) End(file int, f *samples.File) {
	w := t.work
	w.files[file] = f
	if f.Read == 0 && !f.Refused() {
		f.Found = append(f.Found, ruleNoRows.At(diag.Place{File: f.Name}))
	}
	for _, d := range f.Found {
		w.tell(d)
	}
	if o := &w.state.outside[file]; o.n > 0 {
		d := ruleOutside.At(f.TimePlace(int(o.line))).Allows(w.plan.query.Window.String())
		d.Count = o.n
		w.tell(d)
		if o.far > 0 {
			d := ruleFarOff.At(f.TimePlace(int(o.farLine))).Allows(w.plan.query.Window.String())
			d.Count = o.far
			w.tell(d)
		}
	}
	t.summaries[file] = Summary{Name: f.Name, Format: f.Format, SHA256: f.SHA256}
	if f.Refused() {
		t.summaries[file].Refused, t.summaries[file].LeftOut = true, f.Read
	}
}

func decimal(n int) string { return strconv.Itoa(n) }
