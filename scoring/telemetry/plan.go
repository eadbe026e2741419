package telemetry

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry/reduce"
	"siap/scoring/telemetry/samples"
)

const (
	// MaxSeries is how many series of agencies and metrics are read, those that labels tell apart counted one by one.
	MaxSeries = 200_000
	// exactMemory and sketchMemory are what the values of all series together may take, in bytes: values as long as
	// they are few enough for exact quantiles, sketches beyond.
	exactMemory, sketchMemory = 48 << 20, 32 << 20
	// mostCells is the room of a sketch where there is memory for it.
	mostCells = 4096
)

// plan is a query made ready for reading: which series are wanted, and of when.
type plan struct {
	query Query
	// metrics are those that the rubric's measures use, in the order of the indicators; number finds them by id.
	metrics []*rubric.Metric
	number  map[string]int
	// needs says, by metric, what is wanted of it, and quantiles whether that is any.
	needs     []reduce.Need
	quantiles []bool
	// measured are the indicators with a measure that samples can answer, in the rubric's order.
	measured []*rubric.Node
	// spans are the windows of the agencies in absolute time.
	spans []span
	// steps are the intervals of the metrics; 0 is once.
	steps []time.Duration
	// wanted says, by slot, which series an indicator asks for.
	wanted []bool
	asked  *samples.Asked
	quiet  quiet
	// mostValues and cells are the share that each quantile has of exactMemory and sketchMemory.
	mostValues, cells int
}

// span is a window in one agency's time zone: from start to before end.
type span struct {
	start, end time.Time
	window     reduce.Span
}

func newPlan(q Query, naming Naming) (*plan, *diag.Diagnostic) {
	p := &plan{query: q, number: map[string]int{}}
	for _, n := range q.Rubric.Indicators() {
		if n.Measure == nil || isEvents(q.Rubric, n) {
			continue
		}
		p.measured = append(p.measured, n)
		for metric := range metricsOf(n) {
			if d := p.need(metric, n.Measure); d != nil {
				return nil, d
			}
		}
	}
	p.wanted = make([]bool, q.Agencies.Len()*len(p.metrics))
	series, quantiles := 0, 0
	for i, a := range q.Agencies.All() {
		s := span{start: q.Window.From.In(a.Zone), end: q.Window.To.In(a.Zone)}
		s.window = reduce.Span{From: samples.Nanos(s.start), To: samples.Nanos(s.end)}
		p.spans = append(p.spans, s)
		for _, n := range p.measured {
			if !n.Applies(a.Columns) {
				continue
			}
			for metric := range metricsOf(n) {
				k := p.number[metric]
				if at := p.slot(i, k); !p.wanted[at] {
					p.wanted[at] = true
					series++
					if p.quantiles[k] {
						quantiles++
					}
				}
			}
		}
	}
	if series > MaxSeries {
		return nil, ruleTooMany.At(diag.Place{}).Saw(strconv.Itoa(series)).Allows(strconv.Itoa(MaxSeries))
	}
	p.mostValues = exactMemory / 8 / max(quantiles, 1)
	p.cells = min(sketchMemory/8/max(quantiles, 1), mostCells)
	p.asked = samples.NewAsked(samples.Query{
		Agencies: q.Agencies, Metrics: p.metrics, Wanted: p.wanted, AgencyLabel: naming.AgencyLabel, Aliases: naming.Agencies,
		MostSeries: MaxSeries - series, Window: q.Window.String(), End: q.Window.To.In(time.UTC),
	})
	return p, nil
}

// isEvents reports whether an indicator is measured by events, which ledgers answer and samples cannot.
func isEvents(r *rubric.Rubric, n *rubric.Node) bool {
	m := r.Metric(n.Measure.Metric)
	return m != nil && m.Is(rubric.Events)
}

// metricsOf yields the metric of an indicator's measure and, of a ratio, the one below the line.
func metricsOf(n *rubric.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		if yield(n.Measure.Metric) && n.Measure.Reduction == rubric.ReduceRatio {
			yield(n.Measure.Over)
		}
	}
}

// need notes what a measure wants of a metric.
func (p *plan) need(id string, m *rubric.Measure) *diag.Diagnostic {
	k, known := p.number[id]
	if !known {
		metric := p.query.Rubric.Metric(id)
		if metric == nil {
			metric = &rubric.Metric{ID: id}
		}
		step, _, err := rubric.ParseInterval(metric.Expected)
		if err != nil {
			return ruleInterval.At(diag.Place{}).About(id).Saw(metric.Expected)
		}
		k = len(p.metrics)
		p.number[id] = k
		p.metrics = append(p.metrics, metric)
		p.steps = append(p.steps, step)
		p.needs = append(p.needs, reduce.Need{Step: step, LeaveOut: metric.LeaveOut, Counter: metric.Is(rubric.Counter)})
		p.quantiles = append(p.quantiles, false)
	}
	need := &p.needs[k]
	need.Time = need.Time || m.Reduction == rubric.ReduceTimeMean || m.Reduction == rubric.ReduceTimeShare
	if _, is := m.Reduction.Quantile(); is {
		p.quantiles[k] = true
	}
	if m.AtLeast != nil && !slices.Contains(need.Thresholds, *m.AtLeast) {
		need.Thresholds = append(need.Thresholds, *m.AtLeast)
	}
	return nil
}

func (p *plan) slot(agency, metric int) int { return agency*len(p.metrics) + metric }

// expected is how many samples of a metric an agency's window should hold: 1 for once, else the window without its
// maintenance divided by the interval, rounded up, so that a year of 365 days holds 13 spans of 30 days. It is never
// less than 1.
func (p *plan) expected(agency, metric int) int {
	step := p.steps[metric]
	if step == 0 {
		return 1
	}
	length := p.spans[agency].end.Sub(p.spans[agency].start) - p.quiet.length(p.slot(agency, metric))
	n := length / step
	if length%step > 0 {
		n++
	}
	return int(max(n, 1))
}

// String names the window, for messages.
func (w Window) String() string {
	return fmt.Sprintf("%s ≤ t < %s", w.From, w.To)
}
