package telemetry

import (
	"math"
	"slices"

	"siap/internal/diag"
	"siap/rubric"
)

// measure reduces the settled series of one agency to the value of one indicator.
func (p *plan) measure(agency int, n *rubric.Node, place func(sample) diag.Place) Measurement {
	number := p.number[n.Measure.Metric]
	top := p.series[p.slot(agency, number)]
	m := Measurement{
		Agency: p.query.Agencies.All()[agency].ID, Indicator: n.ID,
		Metric: n.Measure.Metric, Reduction: n.Measure.Reduction,
		Value: math.NaN(), Numerator: math.NaN(), Denominator: math.NaN(),
	}
	p.count(&m, agency, number, top, place)
	if m.Samples == 0 {
		m.Reason = NoSamples
	}
	switch n.Measure.Reduction {
	case rubric.ReduceRatio:
		p.ratio(&m, agency, top, n.Measure.Over, place)
	case rubric.ReduceLast:
		m.Value = last(top)
	case rubric.ReduceShare:
		m.Value = share(top, n.Measure.AtLeast)
	default:
		m.Value = mean(top)
	}
	return m
}

// count fills in what is said of every series: how much of it there was, of when, and from where.
func (p *plan) count(m *Measurement, agency, metric int, s *series, place func(sample) diag.Place) {
	m.Samples, m.Expected = len(s.samples), p.expected(agency, metric)
	m.Coverage = min(1, float64(m.Samples)/float64(m.Expected))
	m.LeftOut, m.Repeated = s.outside, s.repeated
	if m.Samples > 0 {
		start := p.spans[agency].start
		m.First, m.Last = start.Add(s.samples[0].at), start.Add(s.samples[m.Samples-1].at)
	}
	m.Places = placesOf(s, place)
}

// ratio divides the last values of two series. Samples, Expected and Coverage are those of the one that is
// covered less (of the upper where both are alike); times, counts and places are of both.
func (p *plan) ratio(m *Measurement, agency int, top *series, over string, place func(sample) diag.Place) {
	m.Over = over
	number := p.number[over]
	bottom := p.series[p.slot(agency, number)]
	m.Numerator, m.Denominator = last(top), last(bottom)
	var below Measurement
	p.count(&below, agency, number, bottom, place)
	m.LeftOut += below.LeftOut
	m.Repeated += below.Repeated
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
		m.Samples, m.Expected, m.Coverage = below.Samples, below.Expected, below.Coverage
	}
	quotient := m.Numerator / m.Denominator
	switch {
	case len(top.samples) == 0:
	case len(bottom.samples) == 0:
		m.Reason = NoDenominator
	case m.Denominator == 0 || math.IsInf(quotient, 0): // so near to zero that nothing can be divided by it
		m.Reason = ZeroDenominator
	default:
		m.Value = quotient
	}
}

// mean is Σ x / n, added up in order of time, so that the order of rows in the files never shows; NaN without
// samples. Where the sum is too large for a float64 it is Σ (x / n).
func mean(s *series) float64 {
	n := float64(len(s.samples))
	sum, small := 0.0, 0.0
	for _, x := range s.samples {
		sum += x.value
		small += x.value / n
	}
	if math.IsInf(sum, 0) || math.IsNaN(sum) {
		return small
	}
	return sum / n
}

// last is the value of the latest sample; NaN without samples.
func last(s *series) float64 {
	if len(s.samples) == 0 {
		return math.NaN()
	}
	return s.samples[len(s.samples)-1].value
}

// tolerance is how much a sample may lie below the threshold of a share, relative to the threshold.
const tolerance = 1e-9

// share is the share of samples, 0 to 1, at or above the threshold; NaN without samples or threshold.
func share(s *series, atLeast *float64) float64 {
	if atLeast == nil {
		return math.NaN()
	}
	least := *atLeast - tolerance*math.Abs(*atLeast)
	n := 0
	for _, x := range s.samples {
		if x.value >= least {
			n++
		}
	}
	return float64(n) / float64(len(s.samples))
}

// placesOf names the files of a series in their order, each with the line of its first sample.
func placesOf(s *series, place func(sample) diag.Place) []diag.Place {
	var first []sample
	for _, x := range s.samples {
		i := slices.IndexFunc(first, func(f sample) bool { return f.file == x.file })
		switch {
		case i < 0:
			first = append(first, x)
		case x.line < first[i].line:
			first[i].line = x.line
		}
	}
	slices.SortFunc(first, func(a, b sample) int { return int(a.file - b.file) })
	var places []diag.Place
	for _, x := range first {
		places = append(places, place(x))
	}
	return places
}
