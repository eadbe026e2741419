package promql

import (
	"context"
	"math"
	"strconv"
	"time"
)

// halvings is into how many parts a stretch of time is cut to find where a counter began again.
const halvings = 1000

// increases finds by how much counters grew. One that never began again grew from its lowest to its highest value. Of
// the others the time is cut into parts, and each part in which a counter began again into smaller ones, until none
// holds two samples with a fall between them; from part to part the last value is followed by the next part's first.
func (f *fetch) increases(ctx context.Context, runs map[string]*run, from, to time.Time) error {
	falling := map[string]bool{}
	for key, r := range runs {
		if r.resets > 0 && r.samples > 1 && !math.IsNaN(r.sum) {
			falling[key] = true
		} else {
			r.resets = 0
		}
	}
	if len(falling) == 0 {
		return nil
	}
	exact, err := f.unwind(ctx, falling, from, to)
	if err != nil {
		return err
	}
	for key := range falling {
		r, s := runs[key], exact[key]
		if s == nil || s.samples != r.samples { // the server has changed its mind between two questions
			return &strangeError{why: "the number of samples changes from question to question"}
		}
		r.head, r.increase, r.resets = s.head, s.increase, s.resets
	}
	return nil
}

// unwind gives what some series did over a stretch of time.
func (f *fetch) unwind(ctx context.Context, falling map[string]bool, from, to time.Time) (map[string]*stretch, error) {
	length := to.Sub(from)
	step := max((length / halvings).Truncate(time.Millisecond), 2*time.Millisecond)
	whole := length / step
	if whole < 2 {
		return nil, errTooFine
	}
	parts := make([]map[string]*row, 0, whole+1)
	rows, err := f.parts(ctx, from, int(whole), step)
	if err != nil {
		return nil, err
	}
	parts = append(parts, rows...)
	if end := from.Add(whole * step); end.Before(to) {
		rows, err := f.parts(ctx, end, 1, to.Sub(end))
		if err != nil {
			return nil, err
		}
		parts = append(parts, rows...)
	}
	found := map[string]*stretch{}
	for i, rows := range parts {
		start := from.Add(time.Duration(i) * step)
		end := start.Add(step)
		if end.After(to) {
			end = to
		}
		again := map[string]bool{}
		for key := range falling {
			if row := rows[key]; row != nil && row.parts["n"] > 1 && row.parts["resets"] > 0 {
				again[key] = true
			}
		}
		var finer map[string]*stretch
		if len(again) > 0 {
			if finer, err = f.unwind(ctx, again, start, end); err != nil {
				return nil, err
			}
		}
		for key := range falling {
			row := rows[key]
			if row == nil || row.parts["n"] == 0 {
				continue
			}
			s := row.stretch()
			s.resets = 0
			if again[key] {
				if finer[key] == nil {
					return nil, &strangeError{why: "samples are gone from question to question"}
				}
				s = *finer[key]
			}
			if known := found[key]; known != nil {
				known.then(&s)
			} else {
				found[key] = &s
			}
		}
	}
	return found, nil
}

// parts asks for equal parts of a stretch of time, one after the other.
func (f *fetch) parts(ctx context.Context, from time.Time, n int, step time.Duration) ([]map[string]*row, error) {
	if f.asked++; f.asked > maxAsked {
		return nil, errTooFine
	}
	in := f.window(step, 0)
	expression := sum([]string{
		labelled("n", "count_over_time("+in+")"), labelled("min", "min_over_time("+in+")"),
		labelled("max", "max_over_time("+in+")"), labelled("last", "last_over_time("+in+")"),
		labelled("resets", "resets("+in+")"),
	})
	first := from.Add(step - time.Millisecond)
	a, err := f.Server.queryRange(ctx, f.want.Metric.ID, expression, first, first.Add(time.Duration(n-1)*step), step)
	if err != nil {
		return nil, err
	}
	f.hear(a)
	parts := make([]map[string]*row, n)
	for i := range parts {
		parts[i] = map[string]*row{}
	}
	for i := range a.series {
		e := &a.series[i]
		for _, p := range e.points {
			ms := int64(math.Round(p.time*1000)) - first.UnixMilli()
			k := ms / step.Milliseconds()
			if ms < 0 || k >= int64(n) || ms%step.Milliseconds() != 0 {
				return nil, &strangeError{why: "a value at a time that was not asked for: " + strconv.FormatFloat(p.time, 'f', 3, 64)}
			}
			rowOf(parts[k], e).parts[e.labels[part]] = p.value
		}
	}
	return parts, nil
}
