package promql

import (
	"context"
	"errors"
	"maps"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"siap/scoring/telemetry/remote/pull"
)

// fetch is what one metric of one group of agencies is asked for.
type fetch struct {
	*Server

	want *pull.Want
	// series and labels make the selector; query is asked for instead where it is not "".
	series, query string
	labels        []string
	scale         float64
	agencyLabel   string
	// asked counts the questions.
	asked    int
	warnings []string
}

const (
	// maxPoints is how many moments one query looks at: the limit that Prometheus sets for ranges.
	maxPoints = 11_000
	// maxWhole is how many moments one query may look at where what it asks for cannot be put together from parts.
	maxWhole = 200_000
	// maxAsked is how many questions one metric of one group may take.
	maxAsked = 500
)

// errTooFine says that telling samples apart would take too many questions.
var errTooFine = errors.New("too many queries")

// stretch is what is known of one series over one stretch of time, in the units of the server.
type stretch struct {
	samples, notMeasured int
	sum, low, high, last float64
	// head is the first value, increase what a counter grew by; NaN where nobody asked.
	head, increase float64
	resets         int
	first, latest  time.Time
	reached        []int
	quantiles      []float64
}

// then adds the stretch that follows.
func (s *stretch) then(next *stretch) {
	s.notMeasured += next.notMeasured
	switch {
	case next.samples == 0:
		return
	case s.samples == 0:
		missing := s.notMeasured
		*s = *next
		s.notMeasured = missing
		return
	}
	s.increase += next.increase
	if next.head < s.last {
		s.increase += next.head
		s.resets++
	} else {
		s.increase += next.head - s.last
	}
	s.resets += next.resets
	s.samples += next.samples
	s.sum += next.sum
	s.low, s.high, s.last = min(s.low, next.low), max(s.high, next.high), next.last
	s.latest = next.latest
	for i := range next.reached {
		s.reached[i] += next.reached[i]
	}
	s.quantiles = nil
}

// run is one series of the server with what is known of it.
type run struct {
	stretch

	labels        map[string]string
	inMaintenance int
}

// Fetch asks for one metric.
func (s *Server) Fetch(ctx context.Context, w *pull.Want, groups []pull.Group, agencies *pull.Agencies) *pull.Reply {
	r := &pull.Reply{}
	for i := range groups {
		g := &groups[i]
		f := &fetch{Server: s, want: w, agencyLabel: w.How.Label(s.source)}
		f.labels = matchers(w, &w.How, f.agencyLabel, g)
		f.series, f.query, f.scale = resolve(w.How, w.Metric.Name(), w.Metric.Unit, f.labels)
		runs, err := f.runs(ctx, g)
		if err != nil {
			d := s.problem(err, w.Place, w.Metric.ID)
			if errors.Is(err, errTooFine) {
				d = pull.RuleTooFine.At(w.Place).About(w.Metric.ID).Saw(strconv.Itoa(f.asked))
			}
			return &pull.Reply{Broken: true, Problems: append(r.Problems, d)}
		}
		if len(f.warnings) > 0 {
			r.Note(pull.RulePartial.At(w.Place).About(w.Metric.ID).Saw(s.client.Clean(f.warnings[0])))
		}
		f.settle(r, g, runs, agencies)
	}
	return r
}

// runs asks for the whole window but its maintenance, in parts where the server answers for shorter ranges only.
func (f *fetch) runs(ctx context.Context, g *pull.Group) (map[string]*run, error) {
	all := map[string]*run{}
	for _, piece := range g.Pieces() {
		for from := up(piece.From); from.Before(up(piece.To)); {
			to := up(piece.To)
			if longest := f.source.MaxRange; longest > 0 && to.Sub(from) > longest {
				to = from.Add(longest)
			}
			part, err := f.over(ctx, from, to)
			if err != nil {
				return nil, err
			}
			add(all, part)
			from = to
		}
	}
	if len(g.Quiet) > 0 && f.query == "" {
		return all, f.maintained(ctx, g, all)
	}
	return all, nil
}

// up gives the next full millisecond, for PromQL knows nothing finer and samples have none between.
func up(t time.Time) time.Time { return time.UnixMilli(t.Add(time.Millisecond - 1).UnixMilli()) }

// add puts the runs of the following stretch of time to those that are known.
func add(all, part map[string]*run) {
	for key, next := range part {
		if known := all[key]; known != nil {
			known.then(&next.stretch)
		} else {
			all[key] = next
		}
	}
}

// maintained counts the samples of announced maintenance: all of the window but those that were counted.
func (f *fetch) maintained(ctx context.Context, g *pull.Group, all map[string]*run) error {
	for _, q := range g.Quiet {
		from, to := up(q.From), up(q.To)
		if !from.Before(to) {
			continue
		}
		rows, err := f.rows(ctx, labelled("n", "count_over_time("+f.window(to.Sub(from), 0)+")"), to.Add(-time.Millisecond))
		if err != nil {
			return err
		}
		for key, row := range rows {
			if r := all[key]; r != nil {
				r.inMaintenance += int(row.parts["n"])
			}
		}
	}
	return nil
}

// over asks for one stretch of time.
func (f *fetch) over(ctx context.Context, from, to time.Time) (map[string]*run, error) {
	if f.query != "" {
		return f.evaluated(ctx, from, to)
	}
	runs, err := f.plain(ctx, from, to)
	if err != nil || len(runs) == 0 {
		return runs, err
	}
	filter := len(f.want.Metric.LeaveOut) > 0
	for _, r := range runs {
		filter = filter || math.IsNaN(r.sum)
	}
	if filter || len(f.want.Need.Thresholds) > 0 {
		if err := f.grid(ctx, runs, from, to, filter); err != nil {
			return nil, err
		}
	}
	if f.want.Need.Increase {
		return runs, f.increases(ctx, runs, from, to)
	}
	return runs, nil
}

// sum joins expressions so that one query gives all of them.
func sum(parts []string) string { return strings.Join(parts, " or ") }

// window gives the range of a function: the samples of so long a time up to and with the moment at which the query is
// asked, which is the last millisecond of that time. offset moves it into the past.
func (f *fetch) window(length, offset time.Duration) string {
	if f.closed {
		length -= time.Millisecond
	}
	text := selector(f.series, f.labels) + "[" + millis(length) + "]"
	if offset > 0 {
		text += " offset " + millis(offset)
	}
	return text
}

// align gives the moment at which a query must be asked so that the cells of a grid end before a moment; offset is by
// how much later that is.
func align(end time.Time, step time.Duration) (at time.Time, offset time.Duration) {
	last, cell := end.UnixMilli()-1, step.Milliseconds()
	rest := last % cell
	if rest < 0 {
		rest += cell
	}
	if rest > 0 {
		offset = time.Duration(cell-rest) * time.Millisecond
	}
	return time.UnixMilli(last).Add(offset), offset
}

// plain asks for what PromQL has functions for. First and latest are the beginnings of the intervals in which the
// first and the latest sample lie.
func (f *fetch) plain(ctx context.Context, from, to time.Time) (map[string]*run, error) {
	need, length := &f.want.Need, to.Sub(from)
	step := interval(f.want.Step, length)
	at, offset := align(to, step)
	cells := (length + step - 1) / step
	in := f.window(length, offset)
	parts := []string{labelled("n", "count_over_time("+in+")"), labelled("sum", "sum_over_time("+in+")")}
	for i, q := range need.Quantiles {
		parts = append(parts, labelled("q"+strconv.Itoa(i), "quantile_over_time("+number(q)+","+in+")"))
	}
	if need.Min || need.Increase {
		parts = append(parts, labelled("min", "min_over_time("+in+")"))
	}
	if need.Max || need.Increase {
		parts = append(parts, labelled("max", "max_over_time("+in+")"))
	}
	if need.Last || need.Increase {
		parts = append(parts, labelled("last", "last_over_time("+in+")"))
	}
	if need.Increase {
		parts = append(parts, labelled("resets", "resets("+in+")"))
	}
	there := "(count_over_time(" + f.window(step, offset) + ")*0+time())" + subquery(cells, step)
	parts = append(parts, labelled("first", "min_over_time("+there+")"), labelled("latest", "max_over_time("+there+")"))
	rows, err := f.rows(ctx, sum(parts), at)
	if err != nil {
		return nil, err
	}
	runs := map[string]*run{}
	for key, row := range rows {
		r := &run{labels: row.labels, stretch: row.stretch()}
		if r.samples == 0 {
			continue
		}
		beginning := func(name string) time.Time {
			start := time.UnixMilli(int64(math.Round(row.parts[name] * 1000))).Add(time.Millisecond - offset - step)
			if start.Before(from) {
				return from
			}
			return start
		}
		r.first, r.latest = beginning("first"), beginning("latest")
		for i := range need.Quantiles {
			r.quantiles = append(r.quantiles, row.part("q"+strconv.Itoa(i))*f.scale)
		}
		runs[key] = r
	}
	return runs, nil
}

// subquery is the range of a subquery with so many steps.
func subquery(cells, step time.Duration) string {
	return "[" + millis((cells-1)*step+time.Millisecond) + ":" + millis(step) + "]"
}

// interval is the length of the cells in which times are told: the interval of the samples where it cuts the time
// evenly into few enough cells, else the shortest round one that does.
func interval(step, length time.Duration) time.Duration {
	if step > 0 && length%step == 0 && length/step <= maxPoints {
		return step
	}
	for _, round := range []time.Duration{
		time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute,
		30 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	} {
		if length%round == 0 && length/round <= maxPoints {
			return round
		}
	}
	return 24 * time.Hour
}

// row are the numbers that an answer gives for one series.
type row struct {
	labels map[string]string
	parts  map[string]float64
}

// part is one of the numbers; NaN where the answer has none.
func (r *row) part(name string) float64 {
	if x, has := r.parts[name]; has {
		return x
	}
	return math.NaN()
}

// stretch gives the numbers under their usual names. A counter that never began again has its first value lowest.
func (r *row) stretch() stretch {
	s := stretch{
		samples: int(r.parts["n"]), sum: r.part("sum"), low: r.part("min"), high: r.part("max"), last: r.part("last"),
		resets: int(r.parts["resets"]), head: r.part("min"), increase: r.part("max") - r.part("min"),
	}
	return s
}

// rows asks for numbers at one moment and sorts them by series.
func (f *fetch) rows(ctx context.Context, expression string, at time.Time) (map[string]*row, error) {
	if f.asked++; f.asked > maxAsked {
		return nil, errTooFine
	}
	a, err := f.Server.query(ctx, f.want.Metric.ID, expression, at)
	if err != nil {
		return nil, err
	}
	f.hear(a)
	rows := map[string]*row{}
	for i := range a.series {
		e := &a.series[i]
		if len(e.points) != 1 {
			return nil, &strangeError{why: "a series without exactly one value"}
		}
		r := rowOf(rows, e)
		name := e.labels[part]
		if _, twice := r.parts[name]; twice {
			return nil, &strangeError{why: "the same series twice: " + key(e.labels)}
		}
		r.parts[name] = e.points[0].value
	}
	return rows, nil
}

func (f *fetch) hear(a *answer) {
	f.warnings = append(f.warnings, a.warnings...)
	if a.partial {
		f.warnings = append(f.warnings, "isPartial")
	}
}

func rowOf(rows map[string]*row, e *element) *row {
	k := key(e.labels)
	r := rows[k]
	if r == nil {
		r = &row{labels: e.labels, parts: map[string]float64{}}
		rows[k] = r
	}
	return r
}

// key tells series apart: all labels but the name of the metric, which some functions keep and others drop, and the
// label that is ours.
func key(labels map[string]string) string {
	names := slices.Collect(maps.Keys(labels))
	sort.Strings(names)
	var b strings.Builder
	for _, name := range names {
		if name != "__name__" && name != part {
			b.WriteString(strconv.Quote(name) + "=" + strconv.Quote(labels[name]) + ",")
		}
	}
	return b.String()
}
