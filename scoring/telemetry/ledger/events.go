package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/telemetry/workdays"
)

// What stands for a day where there is none: nothing was written, or nothing that can be used.
const (
	noDay  workdays.Day = math.MinInt32
	badDay workdays.Day = math.MinInt32 + 1
)

// event is one row of a register.
type event struct {
	agency     int32
	file, line int32
	days       [len(steps)]int32 // by step, see day
	groups     [len(groups)]int32
	state      uint8 // a number of States from 1; 0 for none, unclear for a word that is not known
	extended   bool
	// gone is true where a later row has the same number.
	gone bool
}

// unclear is the state of an event whose word for it is not known.
const unclear = 255

func (e *event) day(step int) workdays.Day { return workdays.Day(e.days[step]) }

func (e *event) is(s State) bool {
	return e.state > 0 && int(e.state) <= len(States()) && States()[e.state-1] == s
}

// over reports whether the register's word says that a step lies behind the event.
func (e *event) over(step int) bool {
	return e.is(IsClosed) || e.is(IsRefused) || (e.is(IsAnswered) && step <= stepAnswered)
}

// maxEvents is how many events all registers together may hold: more than a nation's complaints of a year. One takes
// 44 bytes, and some 40 more where it has a number.
const maxEvents = 2_000_000

// book is what was read of the files of one entry.
type book struct {
	entry  *Entry
	events []event
	// byNumber finds events by the hash of agency and number, so that no number is kept.
	byNumber map[uint64]int32
	groups   [len(groups)]*words
	// last is the latest day in any column of dates; noDay without any.
	last workdays.Day
	// repeated counts the events that later ones replaced, by agency.
	repeated map[int32]int
	// ends are the steps that the measures of this entry wait for.
	ends [len(steps)]bool
}

func newBook(e *Entry, r *rubric.Rubric) *book {
	b := &book{entry: e, byNumber: map[uint64]int32{}, last: noDay, repeated: map[int32]int{}}
	for g, field := range groups {
		var named []string
		for i := range e.Metrics {
			named = append(named, e.Metrics[i].Where[field]...)
			for k := range r.Metrics {
				if e.Metrics[i].serves(&r.Metrics[k]) {
					named = append(named, r.Metrics[k].Labels[string(field)]...)
				}
			}
		}
		b.groups[g] = newWords(slices.DeleteFunc(named, func(s string) bool { return s == rubric.AnyLabel }))
	}
	for n, metric := range Measured(r) {
		for i := range e.Metrics {
			if e.Metrics[i].serves(metric) && n.Measure.Reduction != rubric.ReduceCount {
				b.ends[e.Metrics[i].ends(n.Measure)] = true
			}
		}
	}
	return b
}

// keyOf is the hash of an agency's number for an event; it is never 0. Registers begin again at 1 each year, so the year
// is part of it.
func keyOf(agency int, opened workdays.Day, number string) uint64 {
	var buf [128]byte
	text := strconv.AppendInt(buf[:0], int64(agency), 10)
	text = append(text, '/')
	text = strconv.AppendInt(text, int64(opened.Time().Year()), 10)
	text = append(text, '/')
	sum := sha256.Sum256(append(text, number...))
	return max(binary.LittleEndian.Uint64(sum[:8]), 1)
}

// choice is a filter made ready: for each group the numbers of the values it keeps; nil keeps everything.
type choice [len(groups)]map[int32]bool

// choose makes the filter of a metric: what the rubric says of its labels and what the settings say, both of which
// must hold.
func (b *book) choose(m *Metric, of *rubric.Metric) choice {
	var c choice
	for g, field := range groups {
		for _, values := range [][]string{m.Where[field], of.Labels[string(field)]} {
			if len(values) == 0 {
				continue
			}
			keep := map[int32]bool{}
			for _, v := range values {
				if v == rubric.AnyLabel {
					keep = nil
					break
				}
				if n, known := b.groups[g].number[Fold(v)]; known && (c[g] == nil || c[g][n]) {
					keep[n] = true
				}
			}
			switch {
			case keep != nil:
				c[g] = keep
			case c[g] == nil:
				c[g] = map[int32]bool{anyWord: true}
			}
		}
	}
	return c
}

// anyWord among the numbers of a choice keeps every value that is not empty.
const anyWord int32 = -3

func (c *choice) keeps(e *event) bool {
	for g, keep := range c {
		n := e.groups[g]
		if keep != nil && !keep[n] && (!keep[anyWord] || n == noWord) {
			return false
		}
	}
	return true
}

// unseen warns of values that the settings ask for and no row has.
func (b *book) unseen() []*diag.Diagnostic {
	if len(b.events) == 0 {
		return nil
	}
	var found []*diag.Diagnostic
	for i := range b.entry.Metrics {
		m := &b.entry.Metrics[i]
		for g, field := range groups {
			w := b.groups[g]
			for _, v := range m.Where[field] {
				n, known := w.number[Fold(v)]
				if known && w.seen[n] {
					continue
				}
				found = append(found, ruleValueUnseen.At(m.Place).About(string(field)).Saw(v).Near(nearest.Of(v, w.shown[w.named:])))
			}
		}
	}
	return found
}
