package ledger

import (
	"math"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/scoring/telemetry/workdays"
)

// row reads one event. Only cells of columns that the entry names are looked at.
func (r *reading) row(row table.Row) {
	cell := func(f Field) string {
		if i, there := r.at[f]; there {
			return strings.TrimSpace(row.Cells[i])
		}
		return ""
	}
	place := func(f Field) diag.Place { return r.place(row.Line, f) }
	agency := r.agency
	if agency == ambiguous {
		var known bool
		if agency, known = r.find(cell(Agency), place); !known {
			return
		}
	}
	e := event{agency: int32(agency), file: r.file, line: int32(min(row.Line, math.MaxInt32))}
	zone := r.engine.query.Agencies.All()[agency].Zone
	for step, field := range steps {
		e.days[step] = int32(r.date(cell(field), field, zone, place))
	}
	r.order(&e, place)
	r.state(&e, cell(Status), place)
	r.ending(&e, place)
	r.extension(&e, cell(Extended), zone, place)
	for g, field := range groups {
		e.groups[g] = noWord
		if _, there := r.at[field]; there {
			e.groups[g] = r.book.groups[g].read(cell(field))
		}
	}
	r.events = append(r.events, e)
	if _, numbered := r.at[Number]; numbered {
		var key uint64
		if number := table.Fold(cell(Number)); number != "" {
			key = keyOf(agency, e.day(stepOpened), number)
		}
		r.keys = append(r.keys, key)
	}
}

// find gives the agency that a row belongs to.
func (r *reading) find(name string, place func(Field) diag.Place) (int, bool) {
	if name == "" {
		r.report(ruleCellEmpty.At(place(Agency)).About(string(Agency)))
		return 0, false
	}
	i, known := r.engine.directory.find(name)
	if !known {
		r.agencies.add(name, maxNames, func() *diag.Diagnostic {
			return ruleAgency.At(place(Agency)).Saw(name).Near(r.engine.directory.nearest(name))
		})
		return 0, false
	}
	r.agencies.known = true
	return i, true
}

// date reads the day of a step.
func (r *reading) date(cell string, field Field, zone *time.Location, place func(Field) diag.Place) workdays.Day {
	if blank(cell) {
		if field != Opened {
			return noDay
		}
		r.report(ruleCellEmpty.At(place(field)).About(string(field)))
		return badDay
	}
	day, ok := r.dates.read(cell, zone)
	switch {
	case !ok:
		r.report(ruleDate.At(place(field)).About(string(field)).Saw(shown(cell)).Allows(dateForms))
		return badDay
	case day > r.engine.latest(r.book.entry):
		r.report(ruleFuture.At(place(field)).About(string(field)).Saw(shown(cell)).Allows("≤ " + r.engine.latest(r.book.entry).String()))
		return badDay
	}
	r.book.last = max(r.book.last, day)
	return day
}

// blank reports cells in which nothing stands but a dash or a question mark.
func blank(cell string) bool { return strings.Trim(cell, "-–—? ") == "" }

// order finds steps that were taken before the event was opened.
func (r *reading) order(e *event, place func(Field) diag.Place) {
	opened := e.day(stepOpened)
	if opened == badDay {
		return
	}
	for step := stepVerified; step < len(steps); step++ {
		if day := e.day(step); day != noDay && day != badDay && day < opened {
			r.report(ruleBackwards.At(place(steps[step])).About(string(steps[step])).Saw(day.String()).Allows("≥ " + opened.String()))
			e.days[step] = int32(badDay)
		}
	}
}

// state reads the register's word for how far the event is.
func (r *reading) state(e *event, cell string, place func(Field) diag.Place) {
	folded := Fold(cell)
	if folded == "" {
		return
	}
	state, known := r.engine.stateWords(r.book.entry)[folded]
	if !known {
		e.state = unclear
		r.states.add(folded, maxStates, func() *diag.Diagnostic {
			var words []string
			for w := range r.engine.stateWords(r.book.entry) {
				words = append(words, w)
			}
			slices.Sort(words)
			return ruleState.At(place(Status)).Saw(cell).Allows(strings.Join(words, ", ")).Near(nearest.Of(folded, words))
		})
		return
	}
	r.states.known = true
	e.state = uint8(slices.Index(States(), state) + 1)
	if day := e.day(stepClosed); state == IsOpen && day != noDay && day != badDay {
		r.report(ruleStillOpen.At(place(Closed)).Saw(day.String()))
	}
}

// ending finds events that are over by their state, without a date for it.
func (r *reading) ending(e *event, place func(Field) diag.Place) {
	for step, wanted := range r.book.ends {
		if wanted && e.over(step) && e.reached(step) == noDay {
			r.report(ruleNoEnd.At(place(Status)).About(string(steps[step])))
			return
		}
	}
}

// The words for an extension that was, or was not, given.
var (
	yesWords = []string{"ya", "y", "yes", "true", "1", "diperpanjang", "perpanjangan", "extended", "v", "x", "✓", "√"}
	noWords  = []string{"tidak", "t", "no", "n", "false", "0", "tidak diperpanjang"}
)

// extension reads whether the time limit was extended: a word, or the day on which whoever asked was told. One who
// tells it when the limit is over is late already.
func (r *reading) extension(e *event, cell string, zone *time.Location, place func(Field) diag.Place) {
	lower := strings.ToLower(cell)
	limit := r.book.entry.Extension
	if limit == (Extension{}) || blank(cell) || slices.Contains(noWords, lower) {
		return
	}
	if slices.Contains(yesWords, lower) {
		e.extended = true
		return
	}
	switch day, isDate := r.dates.read(cell, zone); {
	case !isDate:
		r.report(ruleExtended.At(place(Extended)).Saw(shown(cell)).Allows("ya, tidak, " + dateForms))
	case e.day(stepOpened) == badDay:
	case r.engine.counter.Between(e.day(stepOpened), day) > limit.Within:
		r.report(ruleExtendedLate.At(place(Extended)).Saw(day.String()).
			Allows("≤ " + r.engine.calendar.After(e.day(stepOpened), limit.Within).String()))
	default:
		e.extended = true
	}
}
