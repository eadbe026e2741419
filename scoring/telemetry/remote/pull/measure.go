package pull

import (
	"math"
	"slices"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry"
)

// measure makes the measurement of one indicator for one agency; not ok where something that belongs to it failed. A
// problem says why, unless that was said already.
func (p *plan) measure(agency int, n *rubric.Node, replies []*Reply) (m telemetry.Measurement, problem *diag.Diagnostic, ok bool) {
	w, g, top, ok := p.totalOf(agency, n.Measure.Metric, replies)
	if !ok {
		return m, nil, false
	}
	m = telemetry.Measurement{
		Agency: p.query.Agencies.All()[agency].ID, Indicator: n.ID, Metric: n.Measure.Metric, Reduction: n.Measure.Reduction,
		Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN(), Places: []diag.Place{w.Place},
	}
	count(&m, w, g, &top)
	if n.Measure.Reduction == rubric.ReduceRatio {
		below, under, bottom, ok := p.totalOf(agency, n.Measure.Over, replies)
		if !ok {
			return m, nil, false
		}
		var other telemetry.Measurement
		count(&other, below, under, &bottom)
		problem = ratio(&m, &other, w, below, &top, &bottom, n.Measure.Over)
		return m, problem, problem == nil
	}
	if m.Samples == 0 {
		m.Reason = telemetry.NoSamples
		return m, nil, true
	}
	value, rule := reduced(n.Measure, w, &top)
	if rule != nil {
		return m, rule.At(w.Place).About(w.Metric.ID).Saw(string(n.Measure.Reduction)).See(diag.Place{File: m.Agency}), false
	}
	m.Value = value
	return m, nil, true
}

func (p *plan) totalOf(agency int, metric string, replies []*Reply) (*Want, *Group, total, bool) {
	i := p.number[metric]
	r := replies[i]
	if r.Broken || r.Failed[agency] {
		return nil, nil, total{}, false
	}
	return p.wants[i], p.of[i][agency], totalOf(r, agency), true
}

// count fills in how much there was, and of when.
func count(m *telemetry.Measurement, w *Want, g *Group, t *total) {
	m.Samples, m.Expected, m.Series = t.samples, expected(w, g)*max(t.series, 1), t.series
	m.Coverage = min(1, float64(m.Samples)/float64(m.Expected))
	m.First, m.Last = t.first, t.latest
	m.NotMeasured, m.Repeated, m.Resets = t.notMeasured, t.repeated, t.resets
	m.InMaintenance, m.Maintenance = t.inMaintenance, g.maintenance()
}

// reduced gives the value of every reduction but ratio, of at least one sample.
func reduced(how *rubric.Measure, w *Want, t *total) (float64, *diag.Rule) {
	if q, is := how.Reduction.Quantile(); is {
		i := slices.Index(w.Need.Quantiles, q)
		if t.quantilesMissing || i < 0 || i >= len(t.quantiles) {
			return math.NaN(), &RuleTogether
		}
		return finite(t.quantiles[i])
	}
	switch how.Reduction {
	case rubric.ReduceMin:
		return finite(t.min)
	case rubric.ReduceMax:
		return finite(t.max)
	case rubric.ReduceSum:
		return finite(t.sum)
	case rubric.ReduceCount:
		return float64(t.samples), nil
	case rubric.ReduceLast:
		if t.lastUnclear {
			return math.NaN(), &RuleTogether
		}
		return finite(t.last)
	case rubric.ReduceIncrease:
		return finite(t.increase)
	case rubric.ReduceTimeMean:
		return finite(t.timed / t.covered)
	case rubric.ReduceShare, rubric.ReduceTimeShare:
		return share(how, w, t)
	}
	return finite(t.sum / float64(t.samples))
}

func share(how *rubric.Measure, w *Want, t *total) (float64, *diag.Rule) {
	if how.AtLeast == nil { // no checked rubric
		return math.NaN(), &RuleUnsuited
	}
	if how.Reduction == rubric.ReduceShare {
		return finite(float64(t.reached[slices.Index(w.Need.Thresholds, *how.AtLeast)]) / float64(t.samples))
	}
	return finite(t.standed[slices.Index(w.Need.TimeThresholds, *how.AtLeast)] / t.covered)
}

func finite(x float64) (float64, *diag.Rule) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return x, &RuleNotFinite
	}
	return x, nil
}

// ratio divides the last values, or of counters the increases. Samples, Expected and Coverage are those of the metric
// that is covered less.
func ratio(m, other *telemetry.Measurement, w, below *Want, top, bottom *total, over string) *diag.Diagnostic {
	m.Over = over
	part := func(w *Want, t *total) (float64, *diag.Diagnostic) {
		if t.samples == 0 {
			return math.NaN(), nil
		}
		how := &rubric.Measure{Reduction: rubric.ReduceLast}
		if w.Metric.Is(rubric.Counter) {
			how.Reduction = rubric.ReduceIncrease
		}
		x, rule := reduced(how, w, t)
		if rule != nil {
			return x, rule.At(w.Place).About(w.Metric.ID).Saw(string(rubric.ReduceRatio)).See(diag.Place{File: m.Agency})
		}
		return x, nil
	}
	var problem *diag.Diagnostic
	if m.Numerator, problem = part(w, top); problem != nil {
		return problem
	}
	if m.Denominator, problem = part(below, bottom); problem != nil {
		return problem
	}
	m.NotMeasured += other.NotMeasured
	m.InMaintenance += other.InMaintenance
	m.Maintenance = max(m.Maintenance, other.Maintenance)
	m.Repeated += other.Repeated
	m.Resets += other.Resets
	switch {
	case other.Samples == 0:
	case m.Samples == 0:
		m.First, m.Last = other.First, other.Last
	default:
		if other.First.Before(m.First) {
			m.First = other.First
		}
		if other.Last.After(m.Last) {
			m.Last = other.Last
		}
	}
	empty := m.Samples == 0
	if other.Coverage < m.Coverage {
		m.Samples, m.Expected, m.Coverage, m.Series = other.Samples, other.Expected, other.Coverage, other.Series
	}
	quotient := m.Numerator / m.Denominator
	switch {
	case empty:
		m.Reason = telemetry.NoSamples
	case bottom.samples == 0:
		m.Reason = telemetry.NoDenominator
	case m.Denominator == 0 || math.IsInf(quotient, 0):
		m.Reason = telemetry.ZeroDenominator
	case quotient < 0:
		m.Reason = telemetry.NegativeRatio
	case math.IsNaN(quotient):
		m.Reason = telemetry.TooLarge
	default:
		m.Value = quotient
	}
	return nil
}
