package telemetry

import (
	"fmt"
	"iter"
	"time"

	"siap/internal/diag"
	"siap/rubric"
)

// plan is a query made ready for reading: which series are wanted, and of when.
type plan struct {
	query Query
	// metrics are the ids that the rubric's measures use, in the order of the indicators; number is their inverse.
	metrics []string
	number  map[string]int
	// measured are the indicators with a measure, in the rubric's order.
	measured []*rubric.Node
	// spans are the windows of the agencies in absolute time.
	spans []span
	// steps are the intervals of the metrics; 0 is once.
	steps []time.Duration
	// series are the samples wanted, by agency and then by metric; nil where no indicator asks for them.
	series []*series
}

// span is a window in one agency's time zone: from start to before end.
type span struct {
	start, end time.Time
}

func newPlan(q Query) (*plan, *diag.Diagnostic) {
	p := &plan{query: q, number: map[string]int{}}
	for _, n := range q.Rubric.Indicators() {
		if n.Measure == nil {
			continue
		}
		p.measured = append(p.measured, n)
		for metric := range metricsOf(n) {
			if _, known := p.number[metric]; known {
				continue
			}
			step, d := stepOf(q.Rubric, metric)
			if d != nil {
				return nil, d
			}
			p.number[metric] = len(p.metrics)
			p.metrics = append(p.metrics, metric)
			p.steps = append(p.steps, step)
		}
	}
	p.series = make([]*series, q.Agencies.Len()*len(p.metrics))
	for i, a := range q.Agencies.All() {
		p.spans = append(p.spans, span{q.Window.From.In(a.Zone), q.Window.To.In(a.Zone)})
		for _, n := range p.measured {
			if !n.Applies(a.Columns) {
				continue
			}
			for metric := range metricsOf(n) {
				if at := p.slot(i, p.number[metric]); p.series[at] == nil {
					p.series[at] = &series{}
				}
			}
		}
	}
	return p, nil
}

// metricsOf yields the metric of an indicator's measure and, of a ratio, the one below the line.
func metricsOf(n *rubric.Node) iter.Seq[string] {
	return func(yield func(string) bool) {
		if yield(n.Measure.Metric) && n.Measure.Reduction == rubric.ReduceRatio {
			yield(n.Measure.Over)
		}
	}
}

func stepOf(r *rubric.Rubric, metric string) (time.Duration, *diag.Diagnostic) {
	expected := ""
	if m := r.Metric(metric); m != nil {
		expected = m.Expected
	}
	step, _, err := rubric.ParseInterval(expected)
	if err != nil {
		return 0, ruleInterval.At(diag.Place{}).About(metric).Saw(expected)
	}
	return step, nil
}

func (p *plan) slot(agency, metric int) int { return agency*len(p.metrics) + metric }

// expected is how many samples of a metric an agency's window should hold: 1 for once, else the window divided by
// the interval, rounded up, so that a year of 365 days holds 13 spans of 30 days. It is never less than 1.
func (p *plan) expected(agency, metric int) int {
	step := p.steps[metric]
	if step == 0 {
		return 1
	}
	length := p.spans[agency].end.Sub(p.spans[agency].start)
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
