package telemetry

import (
	"math"
	"slices"
	"time"

	"siap/internal/diag"
	"siap/rubric"
)

// placer says where a sample of a metric stands.
type placer func(file, line, metric int) diag.Place

// measure reduces the series of one agency to the value of one indicator.
func (p *plan) measure(agency int, n *rubric.Node, totals []*slotTotal, place placer) Measurement {
	m := Measurement{
		Agency: p.query.Agencies.All()[agency].ID, Indicator: n.ID,
		Metric: n.Measure.Metric, Reduction: n.Measure.Reduction,
		Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN(),
	}
	k := p.number[n.Measure.Metric]
	top := totals[p.slot(agency, k)]
	if top == nil {
		top = &slotTotal{}
	}
	p.count(&m, agency, k, top, place)
	if m.Reduction == rubric.ReduceRatio {
		p.ratio(&m, agency, top, n.Measure.Over, totals, place)
		return m
	}
	if m.Samples == 0 {
		m.Reason = NoSamples
		return m
	}
	p.reduce(&m, n.Measure, k, top)
	if m.Reason == "" && (math.IsInf(m.Value, 0) || math.IsNaN(m.Value)) {
		m.Value, m.Reason = math.NaN(), TooLarge
	}
	return m
}

// reduce makes the one number of samples that are there.
func (p *plan) reduce(m *Measurement, how *rubric.Measure, metric int, t *slotTotal) {
	if q, is := how.Reduction.Quantile(); is {
		m.Value, m.ErrorBound = t.values.Quantile(q)
		return
	}
	switch how.Reduction {
	case rubric.ReduceTimeMean:
		m.Value = t.TimeMean()
	case rubric.ReduceMin:
		m.Value = t.Min()
	case rubric.ReduceMax:
		m.Value = t.Max()
	case rubric.ReduceSum:
		m.Value = t.Sum()
	case rubric.ReduceCount:
		m.Value = float64(t.Samples)
	case rubric.ReduceLast:
		m.Value = t.Latest()
	case rubric.ReduceIncrease:
		m.Value = t.Increase()
	case rubric.ReduceShare, rubric.ReduceTimeShare:
		if how.AtLeast == nil {
			m.Reason = NoThreshold
			return
		}
		threshold := slices.Index(p.needs[metric].Thresholds, *how.AtLeast)
		if m.Value = t.Share(threshold); how.Reduction == rubric.ReduceTimeShare {
			m.Value = t.TimeShare(threshold)
		}
	default:
		m.Value = t.Mean()
	}
}

// count fills in what is said of every metric: how much of it there was, of when, and from where.
func (p *plan) count(m *Measurement, agency, metric int, t *slotTotal, place placer) {
	slot := p.slot(agency, metric)
	m.Samples, m.Expected = t.Samples, p.expected(agency, metric)*max(t.Series, 1)
	m.Coverage = min(1, float64(m.Samples)/float64(m.Expected))
	m.LeftOut, m.Repeated = t.Outside, t.Repeated
	m.NotMeasured, m.InMaintenance, m.Maintenance = t.NotMeasured, t.Maintained, p.quiet.length(slot)
	m.Series, m.Resets = t.Series, t.Resets
	if m.Samples > 0 {
		start := p.spans[agency]
		m.First, m.Last = start.time(t.First), start.time(t.Last)
	}
	for _, u := range t.Uses {
		m.Places = append(m.Places, place(int(u.File), int(u.Line), metric))
	}
}

// time gives a moment in the agency's zone.
func (s span) time(at int64) time.Time { return s.start.Add(time.Duration(at - s.window.From)) }

// ratio divides the last values of two metrics or, of counters, their increases. Samples, Expected, Series and Coverage
// are those of the one that is covered less (of the upper where both are alike); times, counts and places are of both.
func (p *plan) ratio(m *Measurement, agency int, top *slotTotal, over string, totals []*slotTotal, place placer) {
	m.Over = over
	k := p.number[over]
	bottom := totals[p.slot(agency, k)]
	if bottom == nil {
		bottom = &slotTotal{}
	}
	counter := p.needs[p.number[m.Metric]].Counter
	m.Numerator, m.Denominator = part(top, counter), part(bottom, counter)
	var below Measurement
	p.count(&below, agency, k, bottom, place)
	m.LeftOut += below.LeftOut
	m.Repeated += below.Repeated
	m.NotMeasured += below.NotMeasured
	m.InMaintenance += below.InMaintenance
	m.Maintenance = max(m.Maintenance, below.Maintenance)
	m.Resets += below.Resets
	m.Places = append(m.Places, below.Places...)
	switch {
	case below.Samples == 0:
	case m.Samples == 0:
		m.First, m.Last = below.First, below.Last
	default:
		if below.First.Before(m.First) {
			m.First = below.First
		}
		if below.Last.After(m.Last) {
			m.Last = below.Last
		}
	}
	if below.Coverage < m.Coverage {
		m.Samples, m.Expected, m.Coverage, m.Series = below.Samples, below.Expected, below.Coverage, below.Series
	}
	quotient := m.Numerator / m.Denominator
	switch {
	case top.Samples == 0:
		m.Reason = NoSamples
	case bottom.Samples == 0:
		m.Reason = NoDenominator
	case m.Denominator == 0 || math.IsInf(quotient, 0): // so near to zero that nothing can be divided by it
		m.Reason = ZeroDenominator
	case quotient < 0:
		m.Reason = NegativeRatio
	case math.IsNaN(quotient):
		m.Reason = TooLarge
	default:
		m.Value = quotient
	}
}

// part is what a ratio is made of.
func part(t *slotTotal, counter bool) float64 {
	if counter {
		return t.Increase()
	}
	return t.Latest()
}
