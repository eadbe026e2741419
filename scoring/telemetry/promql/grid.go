package promql

import (
	"context"
	"math"
	"strconv"
	"time"
)

// grid replaces what is known of series by what their samples say one by one: how many reach a threshold and, with
// filter, everything without values that are no measurement. The time is cut into cells that end where the next one
// begins; in each the latest sample is looked at. Where that is all of them, which their number shows, the result is
// exact; where it is not, cells are halved.
func (f *fetch) grid(ctx context.Context, runs map[string]*run, from, to time.Time, filter bool) error {
	most := 0
	for _, r := range runs {
		most = max(most, r.samples)
	}
	length := to.Sub(from)
	step := length / time.Duration(most)
	if f.want.Step > 0 && f.want.Step <= length && time.Duration(most) <= (length+f.want.Step-1)/f.want.Step {
		step = f.want.Step
	}
	step = max(step.Truncate(time.Millisecond), time.Millisecond)
	found := map[string]*stretch{}
	if err := f.cells(ctx, runs, found, from, to, step, filter); err != nil {
		return err
	}
	for key, r := range runs {
		s := found[key]
		if s == nil {
			s = &stretch{reached: make([]int, len(f.want.Need.Thresholds))}
		}
		r.reached = s.reached
		if !filter {
			continue
		}
		r.notMeasured = r.samples - s.samples
		r.samples, r.sum, r.low, r.high, r.last = s.samples, s.sum/f.scale, s.low/f.scale, s.high/f.scale, s.last/f.scale
		r.quantiles = nil
	}
	if filter && len(f.want.Need.Quantiles) > 0 {
		return f.filtered(ctx, runs, from, to, step)
	}
	return nil
}

// cells asks for a stretch of time in cells of a length, in as many questions as that takes, and adds what it learns.
func (f *fetch) cells(ctx context.Context, runs map[string]*run, found map[string]*stretch, from, to time.Time, step time.Duration, filter bool) error {
	for from.Before(to) {
		n, cell := to.Sub(from)/step, step
		if n == 0 { // what is left is shorter than a cell
			n, cell = 1, to.Sub(from)
		}
		n = min(n, maxPoints)
		end := from.Add(n * cell)
		rows, proved, err := f.chunk(ctx, runs, from, end, cell, filter, nil)
		if err != nil {
			return err
		}
		if !proved {
			if cell < 4*time.Millisecond {
				return errTooFine
			}
			if err := f.cells(ctx, runs, found, from, end, (cell / 2).Truncate(time.Millisecond), filter); err != nil {
				return err
			}
			from = end
			continue
		}
		for key, row := range rows {
			s := row.stretch()
			for i := range f.want.Need.Thresholds {
				s.reached = append(s.reached, int(row.parts["t"+strconv.Itoa(i)]))
			}
			if !filter {
				s.samples = int(row.parts["all"])
			}
			if known := found[key]; known != nil {
				known.then(&s)
			} else {
				found[key] = &s
			}
		}
		from = end
	}
	return nil
}

// chunk asks for cells of equal length; proved says that no cell holds two samples of a series.
func (f *fetch) chunk(
	ctx context.Context, runs map[string]*run, from, to time.Time, cell time.Duration, filter bool, quantiles []float64,
) (rows map[string]*row, proved bool, err error) {
	at, offset := align(to, cell)
	in := subquery(to.Sub(from)/cell, cell)
	latest := "last_over_time(" + f.window(cell, offset) + ")"
	value := latest
	if f.scale != 1 {
		value = "(" + value + " * " + number(f.scale) + ")"
	}
	if filter {
		value = f.measured(value)
	}
	parts := []string{
		labelled("all", "count_over_time("+f.window(to.Sub(from), offset)+")"),
		labelled("seen", "count_over_time("+latest+in+")"),
	}
	if filter {
		parts = append(parts, f.statistics("("+value+")"+in)...)
	}
	for i, least := range f.least() {
		parts = append(parts, labelled("t"+strconv.Itoa(i), "count_over_time(("+value+" >= "+number(least)+")"+in+")"))
	}
	for i, q := range quantiles {
		parts = append(parts, labelled("q"+strconv.Itoa(i), "quantile_over_time("+number(q)+",("+value+")"+in+")"))
	}
	if rows, err = f.rows(ctx, sum(parts), at); err != nil {
		return nil, false, err
	}
	for key := range runs {
		if r := rows[key]; r != nil && r.parts["all"] != r.parts["seen"] {
			return rows, false, nil
		}
	}
	return rows, true, nil
}

// measured leaves out of an expression what is no measurement. Every number but NaN is at or above -Inf.
func (f *fetch) measured(value string) string {
	value = "(" + value + " >= -Inf)"
	for _, none := range f.want.Metric.LeaveOut {
		value = "(" + value + " != " + number(none) + ")"
	}
	return value
}

// statistics are what may be wanted of a subquery and can be put together from parts.
func (f *fetch) statistics(in string) []string {
	need := &f.want.Need
	parts := []string{labelled("n", "count_over_time("+in+")"), labelled("sum", "sum_over_time("+in+")")}
	if need.Min {
		parts = append(parts, labelled("min", "min_over_time("+in+")"))
	}
	if need.Max {
		parts = append(parts, labelled("max", "max_over_time("+in+")"))
	}
	if need.Last {
		parts = append(parts, labelled("last", "last_over_time("+in+")"))
	}
	return parts
}

// filtered asks for quantiles without values that are no measurement. They cannot be put together from parts, so the
// whole time is looked at in one question.
func (f *fetch) filtered(ctx context.Context, runs map[string]*run, from, to time.Time, step time.Duration) error {
	for ; to.Sub(from)/step <= maxWhole && step >= 2*time.Millisecond; step = (step / 2).Truncate(time.Millisecond) {
		if to.Sub(from)%step != 0 {
			continue
		}
		rows, proved, err := f.chunk(ctx, runs, from, to, step, true, f.want.Need.Quantiles)
		if err != nil {
			return err
		}
		if !proved {
			continue
		}
		for key, r := range runs {
			if row := rows[key]; row != nil {
				for i := range f.want.Need.Quantiles {
					r.quantiles = append(r.quantiles, row.part("q"+strconv.Itoa(i)))
				}
			}
		}
		return nil
	}
	return errTooFine
}

// evaluated asks for an expression that siap.yaml gives, once in every interval in which a sample is expected: at the
// whole multiples of the interval since 1970, as subqueries do; once is at the end.
func (f *fetch) evaluated(ctx context.Context, from, to time.Time) (map[string]*run, error) {
	step := f.want.Step
	value := "(" + f.query + "\n)"
	if f.scale != 1 {
		value = "(" + value + " * " + number(f.scale) + ")"
	}
	value = f.measured(value)
	f.scale = 1 // of what comes back
	all := map[string]*run{}
	if step <= 0 {
		return all, f.atOnce(ctx, all, value, from, to)
	}
	longest := maxPoints * step
	if len(f.want.Need.Quantiles) > 0 {
		if longest = maxWhole * step; to.Sub(from) > longest {
			return nil, errTooFine
		}
	}
	for from.Before(to) {
		end := to
		if to.Sub(from) > longest {
			end = from.Add(longest)
		}
		in := value + "[" + millis(end.Sub(from)) + ":" + millis(step) + "]"
		when := "(" + value + "*0+time())[" + millis(end.Sub(from)) + ":" + millis(step) + "]"
		parts := append(f.statistics(in), labelled("first", "min_over_time("+when+")"), labelled("latest", "max_over_time("+when+")"))
		for i, least := range f.least() {
			parts = append(parts, labelled("t"+strconv.Itoa(i),
				"count_over_time(("+value+" >= "+number(least)+")["+millis(end.Sub(from))+":"+millis(step)+"])"))
		}
		for i, q := range f.want.Need.Quantiles {
			parts = append(parts, labelled("q"+strconv.Itoa(i), "quantile_over_time("+number(q)+","+in+")"))
		}
		rows, err := f.rows(ctx, sum(parts), end.Add(-time.Millisecond))
		if err != nil {
			return nil, err
		}
		for key, row := range rows {
			r := &run{labels: row.labels, stretch: row.stretch()}
			r.first = time.UnixMilli(int64(math.Round(row.parts["first"] * 1000)))
			r.latest = time.UnixMilli(int64(math.Round(row.parts["latest"] * 1000)))
			for i := range f.want.Need.Thresholds {
				r.reached = append(r.reached, int(row.parts["t"+strconv.Itoa(i)]))
			}
			for i := range f.want.Need.Quantiles {
				r.quantiles = append(r.quantiles, row.part("q"+strconv.Itoa(i)))
			}
			add(all, map[string]*run{key: r})
		}
		from = end
	}
	return all, nil
}

// atOnce evaluates an expression once, at the last moment of a stretch of time.
func (f *fetch) atOnce(ctx context.Context, all map[string]*run, value string, _, to time.Time) error {
	at := to.Add(-time.Millisecond)
	rows, err := f.rows(ctx, labelled("last", value), at)
	if err != nil {
		return err
	}
	least := f.least()
	for key, row := range rows {
		x := row.part("last")
		r := &run{labels: row.labels, stretch: stretch{samples: 1, sum: x, low: x, high: x, last: x, first: at, latest: at}}
		for _, l := range least {
			reached := 0
			if x >= l {
				reached = 1
			}
			r.reached = append(r.reached, reached)
		}
		for range f.want.Need.Quantiles {
			r.quantiles = append(r.quantiles, x)
		}
		all[key] = r
	}
	return nil
}
