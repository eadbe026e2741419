package ledger

import (
	"cmp"
	"slices"

	"siap/rubric"
)

// Limits are the time limits, in working days, that a breakdown has shares for: verifying a complaint (3), following it
// up (5), an information request (10) and one that was extended (17: UU 14/2008, article 22).
var Limits = []int{3, 5, 10, 17}

// Line is what became of the events of one agency and metric that have one value of a group.
type Line struct {
	// Agency and Metric are ids; Until is the step at which the events count as finished.
	Agency, Metric string
	Until          Field
	// Group is what the events are grouped by, "" for all of them together; Value is theirs, "" for those without one
	// and those beyond the number of values that are told apart.
	Group Field
	Value string
	// Events were opened in the window. Finished of them were finished by its end, Refused of these by a refusal; Open
	// were not.
	Events, Finished, Refused, Open int
	// Withdrawn and Unusable events are not among Events.
	Withdrawn, Unusable int
	// OnTime are the shares on time, in the order of the limits that were asked for.
	OnTime []OnTime
	// Mean, Median and P90 are working days until finished; NaN where nothing was.
	Mean, Median, P90 float64
}

// OnTime is how many events were finished within a limit in working days, of those that are decided.
type OnTime struct{ Within, InTime, Decided int }

// Breakdown groups the events that Measure has read by one of Groups, or not at all where the group is "": one line for
// each agency, metric and value, in the order of the agencies, the rubric's metrics and the values' text. Metrics that
// are measured up to several steps have lines for each.
func (e *Engine) Breakdown(group Field, limits ...int) []Line {
	if len(limits) == 0 {
		limits = Limits
	}
	g := slices.Index(groups[:], group)
	var out []Line
	done := map[string]bool{}                    // by metric, and by metric and step
	for _, counts := range []bool{false, true} { // a count knows no step: it has lines of its own where nothing else has
		for n, metric := range Measured(e.query.Rubric) {
			if counts != (n.Measure.Reduction == rubric.ReduceCount) || (counts && done[metric.ID]) {
				continue
			}
			lines := map[lineKey]*lineTally{}
			for _, b := range e.books {
				for i := range b.entry.Metrics {
					m := &b.entry.Metrics[i]
					if m.serves(metric) && !done[metric.ID+"/"+string(steps[m.ends(n.Measure)])] {
						e.group(lines, b, m, n, metric, g, limits)
					}
				}
			}
			for k, t := range lines {
				done[metric.ID], done[metric.ID+"/"+string(steps[k.until])] = true, true
				out = append(out, e.line(k, t, metric.ID, group, limits))
			}
		}
	}
	order := map[string]int{}
	for i := range e.query.Rubric.Metrics {
		order[e.query.Rubric.Metrics[i].ID] = i
	}
	slices.SortFunc(out, func(a, b Line) int {
		i, _ := e.query.Agencies.Index(a.Agency)
		j, _ := e.query.Agencies.Index(b.Agency)
		return cmp.Or(cmp.Compare(i, j), cmp.Compare(order[a.Metric], order[b.Metric]),
			cmp.Compare(stepOf(a.Until, 0), stepOf(b.Until, 0)), cmp.Compare(Fold(a.Value), Fold(b.Value)))
	})
	return out
}

type lineKey struct {
	agency int32
	until  int
	value  string // folded: two registers may write it in two ways
}

type lineTally struct {
	tally
	value  string // as it was first written
	onTime []OnTime
}

// group counts the events of one entry for one metric.
func (e *Engine) group(lines map[lineKey]*lineTally, b *book, m *Metric, n *rubric.Node, metric *rubric.Metric, g int, limits []int) {
	keep := b.choose(m, metric)
	from, to, end := m.begins(), m.ends(n.Measure), e.endOf(b.entry)
	for i := range b.events {
		ev := &b.events[i]
		if ev.gone || !keep.keeps(ev) || (ev.day(stepOpened) != badDay && !e.inside(ev.day(stepOpened))) {
			continue
		}
		value := ""
		if g >= 0 {
			value = b.groups[g].text(ev.groups[g])
		}
		k := lineKey{ev.agency, to, Fold(value)}
		t := lines[k]
		if t == nil {
			t = &lineTally{value: value, onTime: make([]OnTime, len(limits))}
			lines[k] = t
		}
		what, took := e.fate(ev, from, to, end)
		t.add(ev, what, took, noLimit)
		for l, within := range limits {
			most := b.limit(ev, within)
			switch {
			case what == finished && took <= most:
				t.onTime[l].InTime++
				t.onTime[l].Decided++
			case what == finished || (what == pending && took > most):
				t.onTime[l].Decided++
			}
		}
	}
}

func (e *Engine) line(k lineKey, t *lineTally, metric string, group Field, limits []int) Line {
	out := Line{
		Agency: e.query.Agencies.All()[k.agency].ID, Metric: metric, Until: steps[k.until], Group: group, Value: t.value,
		Events: t.events, Finished: len(t.days), Refused: t.refused, Open: t.open, Withdrawn: t.withdrawn, Unusable: t.unusable,
		OnTime: t.onTime, Mean: meanOf(t.days), Median: quantile(t.days, 0.5), P90: quantile(t.days, 0.9),
	}
	for l, within := range limits {
		out.OnTime[l].Within = within
	}
	return out
}
