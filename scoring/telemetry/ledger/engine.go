package ledger

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/workdays"
)

// Calendar is the days that are worked.
type Calendar struct {
	Days *workdays.Calendar
	// Builtin says that it is the one that came with the program, which somebody has to verify.
	Builtin bool
	// Place is where the settings name it, or the settings where they name none.
	Place diag.Place
}

// Engine measures the indicators of a rubric that are about events.
type Engine struct {
	entries  []Entry
	named    Calendar
	calendar *workdays.Calendar
	counter  *workdays.Counter

	query     telemetry.Query
	directory *directory
	// from and end are the first day of the window and the first behind it.
	from, end workdays.Day
	words     map[*Entry]map[string]State
	books     []*book
	readings  []*reading
	summaries []telemetry.Summary
	// kept is how many events all books hold.
	kept int
}

var _ telemetry.Engine = (*Engine)(nil)

// New makes the engine of some entries and a calendar; without days the built-in calendar is used.
func New(entries []Entry, calendar Calendar) *Engine {
	if calendar.Days == nil {
		calendar.Days, calendar.Builtin = workdays.Builtin(), true
	}
	return &Engine{entries: entries, named: calendar, calendar: calendar.Days, counter: calendar.Days.Counter()}
}

// Summaries says, after Measure, what was read from each file. Records are the events that were opened inside the
// window; Records + LeftOut is the number of rows.
func (e *Engine) Summaries() []telemetry.Summary { return e.summaries }

// Measure reads all files and yields first what was found wrong with them, then the measurements of the indicators
// that are about events.
func (e *Engine) Measure(ctx context.Context, q telemetry.Query) iter.Seq2[telemetry.Measurement, *diag.Diagnostic] {
	return func(yield func(telemetry.Measurement, *diag.Diagnostic) bool) {
		if !e.read(ctx, q, func(d *diag.Diagnostic) bool { return yield(telemetry.Measurement{}, d) }) {
			return
		}
		var all [][]telemetry.Measurement
		var nodes []*rubric.Node
		needed, beyond := false, map[*Entry]int{}
		for n, metric := range Measured(q.Rubric) {
			if ctx.Err() != nil {
				return
			}
			measurements, found := e.measure(n, metric)
			for entry, count := range found.beyond {
				beyond[entry] = max(beyond[entry], count)
			}
			needed = needed || found.counted
			for _, d := range found.undecided {
				if !yield(telemetry.Measurement{}, d) {
					return
				}
			}
			nodes, all = append(nodes, n), append(all, measurements)
		}
		for _, d := range e.doubts(needed, beyond) {
			if !yield(telemetry.Measurement{}, d) {
				return
			}
		}
		for a, one := range q.Agencies.All() {
			for i, n := range nodes {
				if n.Applies(one.Columns) && !yield(all[i][a], nil) {
					return
				}
			}
		}
	}
}

// read fills the books; false where whoever reads the diagnostics wants no more.
func (e *Engine) read(ctx context.Context, q telemetry.Query, emit func(*diag.Diagnostic) bool) bool {
	e.query, e.directory = q, newDirectory(q.Agencies)
	e.from, e.end = dayOf(q.Window.From), dayOf(q.Window.To)
	e.words = map[*Entry]map[string]State{}
	e.books, e.readings, e.summaries, e.kept = nil, nil, nil, 0
	for i := range e.entries {
		b := newBook(&e.entries[i], q.Rubric)
		e.books = append(e.books, b)
		for _, src := range b.entry.Sources {
			sum, r := e.readFile(ctx, b, src, emit)
			e.readings, e.summaries = append(e.readings, r), append(e.summaries, sum)
			if r.stopped {
				return false
			}
			for _, d := range e.hand(r) {
				if !emit(d) {
					return false
				}
			}
		}
		for _, d := range append(b.unseen(), e.stale(b)...) {
			if !emit(d) {
				return false
			}
		}
	}
	e.count()
	return ctx.Err() == nil
}

// hand gives a file's events to its book; of those with one number in one year the last counts.
func (e *Engine) hand(r *reading) []*diag.Diagnostic {
	b := r.book
	var found []*diag.Diagnostic
	var replaced, outside *diag.Diagnostic
	begin := len(b.events)
	if begin == 0 {
		b.events = r.events
	} else {
		b.events = append(b.events, r.events...)
	}
	for i := range r.events {
		ev := &b.events[begin+i]
		opened := ev.day(stepOpened)
		if opened != badDay && (opened < e.from || opened >= e.end) {
			if outside == nil {
				outside = ruleOutside.At(r.place(int(ev.line), Opened)).Allows(e.query.Window.String())
			}
			outside.Count++
		}
		at := int32(begin + i)
		if len(r.keys) == 0 || r.keys[i] == 0 || opened == badDay {
			continue
		}
		before, twice := b.byNumber[r.keys[i]]
		b.byNumber[r.keys[i]] = at
		if !twice {
			continue
		}
		old := &b.events[before]
		old.gone = true
		b.repeated[old.agency]++
		place := r.place(int(ev.line), Number)
		if old.file == r.file {
			found = append(found, ruleTwice.At(place).See(r.place(int(old.line), Number)))
			continue
		}
		if replaced == nil {
			replaced = ruleReplaced.At(diag.Place{File: r.src.Name}).See(diag.Place{File: e.readings[old.file].src.Name})
		}
		replaced.Count++
	}
	e.kept += len(r.events)
	r.events, r.keys = nil, nil
	for _, d := range []*diag.Diagnostic{replaced, outside} {
		if d != nil {
			found = append(found, d)
		}
	}
	return found
}

// count completes the summaries once it is known which events count.
func (e *Engine) count() {
	for i := range e.summaries {
		if !e.summaries[i].Refused {
			e.summaries[i].LeftOut = e.readings[i].rows
		}
	}
	for _, b := range e.books {
		for i := range b.events {
			if ev := &b.events[i]; !ev.gone && e.inside(ev.day(stepOpened)) {
				e.summaries[ev.file].Records++
				e.summaries[ev.file].LeftOut--
			}
		}
	}
}

// inside reports whether a day lies in the window; badDay does not.
func (e *Engine) inside(d workdays.Day) bool { return d >= e.from && d < e.end }

// endOf is the first day that a register knows nothing of any more: the end of the window, or the day after the one of
// which it was taken.
func (e *Engine) endOf(entry *Entry) workdays.Day {
	if entry.AsOf == (telemetry.Date{}) {
		return e.end
	}
	return min(e.end, dayOf(entry.AsOf)+1)
}

// share is how much of the window, 0 to 1, a register covers.
func (e *Engine) share(entry *Entry) float64 {
	if e.end <= e.from {
		return 0
	}
	return float64(max(e.endOf(entry)-e.from, 0)) / float64(e.end-e.from)
}

// overtime is how many days behind the window a date may lie where the settings do not say of which day a register
// was taken: registers are taken after the window, but dates further on are slips of the pen.
const overtime = 366

// latest is the last day that a register can have written down.
func (e *Engine) latest(entry *Entry) workdays.Day {
	if entry.AsOf == (telemetry.Date{}) {
		return min(e.end+overtime, workdays.Last)
	}
	return dayOf(entry.AsOf)
}

// silence is how many days before the end of the window a register may fall silent before it is asked when it was
// taken.
const silence = 31

// stale warns of a register that ends long before the window and does not say why: what is open in it would be judged
// at the end of the window, though it may have been closed since.
func (e *Engine) stale(b *book) []*diag.Diagnostic {
	if b.last == noDay || b.entry.AsOf != (telemetry.Date{}) || b.last >= e.end-silence {
		return nil
	}
	return []*diag.Diagnostic{ruleStale.At(b.entry.Place).About(b.entry.File).Saw(b.last.String()).Allows((e.end - 1).String())}
}

// doubts are about the calendar: the built-in one is to be verified by whoever uses a number that depends on it, and
// beyond its years no calendar knows holidays.
func (e *Engine) doubts(needed bool, beyond map[*Entry]int) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	first, last := e.calendar.Years()
	years := strconv.Itoa(first) + "–" + strconv.Itoa(last)
	if first == 0 {
		years = "–"
	}
	if needed && e.named.Builtin {
		found = append(found, ruleBuiltin.At(e.named.Place).Allows(years))
	}
	for i := range e.entries {
		if n := beyond[&e.entries[i]]; n > 0 {
			d := ruleOtherYears.At(e.entries[i].Place).Saw(e.entries[i].File).Allows(years)
			d.Count = n
			found = append(found, d)
		}
	}
	return found
}

// stateWords are the words of a register for its states: its own and those that are always known.
func (e *Engine) stateWords(entry *Entry) map[string]State {
	if known := e.words[entry]; known != nil {
		return known
	}
	all := maps.Clone(stateWords)
	for word, state := range entry.States {
		all[Fold(word)] = state
	}
	e.words[entry] = all
	return all
}

func dayOf(d telemetry.Date) workdays.Day { return workdays.DayOf(d.In(time.UTC)) }

// placesOf names the files that events came from in their order, each with the line of the first of them.
func (e *Engine) placesOf(first map[int32]int32) []diag.Place {
	var places []diag.Place
	for _, file := range slices.Sorted(maps.Keys(first)) {
		r := e.readings[file]
		places = append(places, r.place(int(first[file]), Opened))
	}
	return places
}
