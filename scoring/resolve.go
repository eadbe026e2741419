package scoring

import (
	"fmt"
	"math"
	"slices"
	"time"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// evidence is the sorted evidence of an input: for each agency and indicator the answers and the measurement.
type evidence struct {
	indicators []*rubric.Node
	gauges     []*gauge
	// lines are the indicators' lines; nil for one that compares agencies, until it is fitted to a basis.
	lines []line
	// said are the answers, cells the same by agency and indicator and, within these, by item, role and respondent.
	said         *questionnaire.Store
	cells        *questionnaire.Cells
	measurements []*telemetry.Measurement
	// accepted are the items of evidence of each cell, where it has any.
	accepted map[int]proofs
	until    time.Time
}

// sortEvidence puts the answers and measurements of an input into their cells, agency by agency.
func sortEvidence(in Input) (*evidence, error) {
	e := &evidence{indicators: in.Rubric.Indicators(), until: in.Until.In(time.UTC)}
	indicatorIndex := make(map[string]int, len(e.indicators))
	for i, n := range e.indicators {
		indicatorIndex[n.ID] = i
		g, err := newGauge(n)
		if err != nil {
			return nil, err
		}
		e.gauges = append(e.gauges, g)
		var own line
		if !n.Scoring().Method.Relative() {
			if own, err = newLine(n, company{}); err != nil {
				return nil, err
			}
		}
		e.lines = append(e.lines, own)
	}
	cells := in.Agencies.Len() * len(e.indicators)
	cellOf := func(agencyID, indicator string) (int, error) {
		a, known := in.Agencies.Index(agencyID)
		if !known {
			return 0, fmt.Errorf("agency %q is not in the list", agencyID)
		}
		i, known := indicatorIndex[indicator]
		if !known {
			return 0, fmt.Errorf("indicator %q is not in rubric %s", indicator, in.Rubric.ID)
		}
		return a*len(e.indicators) + i, nil
	}

	e.said = in.Said()
	var err error
	e.cells, err = e.said.Cells(in.Agencies.Len(), len(e.indicators), in.Agencies.Index, func(id string) (int, bool) {
		i, known := indicatorIndex[id]
		return i, known
	})
	if err != nil {
		return nil, err
	}
	e.measurements = make([]*telemetry.Measurement, cells)
	if err := e.unmixed(); err != nil {
		return nil, err
	}
	for k := range in.Measurements {
		m := &in.Measurements[k]
		cell, err := cellOf(m.Agency, m.Indicator)
		if err != nil {
			return nil, fmt.Errorf("taking a measurement of %s: %w", m.Metric, err)
		}
		if e.measurements[cell] != nil {
			return nil, fmt.Errorf("taking a measurement of %s: agency %s has two for indicator %s", m.Metric, m.Agency, m.Indicator)
		}
		e.measurements[cell] = m
	}
	e.accepted = map[int]proofs{}
	for k := range in.Evidence {
		cell, err := cellOf(in.Evidence[k].Agency, in.Evidence[k].Indicator)
		if err != nil {
			return nil, fmt.Errorf("taking the evidence at %s: %w", in.Evidence[k].Place, err)
		}
		e.accepted[cell] = append(e.accepted[cell], &in.Evidence[k])
	}
	return e, nil
}

// measured gives the measurement of one agency and indicator, nil where there is none.
func (e *evidence) measured(agencyIndex, indicator int) *telemetry.Measurement {
	return e.measurements[agencyIndex*len(e.indicators)+indicator]
}

// direct reports whether anything was answered or measured for the agency itself.
func (e *evidence) direct(u int) bool {
	if e.cells.Answered(u) {
		return true
	}
	return slices.ContainsFunc(e.measurements[u*len(e.indicators):(u+1)*len(e.indicators)], func(m *telemetry.Measurement) bool {
		return m != nil && m.Samples > 0
	})
}

// reader reads the evidence of one agency after the other; going back and forth between them costs time.
type reader struct {
	of     *evidence
	block  questionnaire.Block
	loaded int // the agency in block, and one
}

// at gives the answers and the measurement of one agency and indicator. The answers are valid until those of another
// agency are asked for.
func (r *reader) at(u, i int) ([]*questionnaire.Answer, *telemetry.Measurement) {
	if r.loaded != u+1 {
		r.of.cells.Load(u, &r.block)
		r.loaded = u + 1
	}
	return r.block.At(i), r.of.measured(u, i)
}

// resolved is one indicator of one agency after its evidence was resolved.
type resolved struct {
	value    float64 // mean of the known rows, NaN where unknown
	claim    float64 // the score of what was said
	raw      float64 // what was said, in the indicator's own unit
	measured float64
	window   float64 // the share of the window that the measurement covers
	// assumed says that the value stands in for an external index that is not known.
	assumed bool
	// filled says that the stand-in was made of what is known of other agencies.
	filled        bool
	notApplicable bool
	// rows apply, known of them have a value; both 1 at most for an indicator that does not repeat.
	rows, known int
	items       []result.Item // the rows of a repeated indicator, one by one
	n           int
	spread      float64
	flags       []string
	// via is what the value was brought over from, empty where it was said or measured; covered is the share of the
	// indicator that is known then.
	via     []result.Via
	covered float64
}

// resolve makes one value of all evidence on an indicator of an agency; own is the indicator's line.
func (o *Options) resolve(n *rubric.Node, applies bool, g *gauge, own line, claims []claim, m *telemetry.Measurement) resolved {
	out := resolved{value: composite.Unknown, claim: composite.Unknown, raw: composite.Unknown, measured: composite.Unknown}
	if !applies {
		out.notApplicable = true
		return out
	}
	if g != nil && m != nil {
		out.measured, out.window = g.score(m, own), m.Coverage
		if m.Reason == "" && !composite.IsKnown(g.value(m)) {
			out.flag(result.FlagLowWindowCoverage)
		}
	}
	if len(claims) == 0 {
		claims = []claim{{value: composite.Unknown}}
	}
	var sum, claimSum, rawSum float64
	claimed := 0
	for _, c := range claims {
		score := own.Score(c.value)
		value, applicable := out.row(c, score, g)
		if n.Repeats != "" {
			out.items = append(out.items, item(c.item, value, applicable))
		}
		if !applicable {
			continue
		}
		out.rows++
		if composite.IsKnown(score) {
			claimed++
			claimSum += score
			rawSum += c.value
			out.n += c.n
			out.spread = max(out.spread, math.Abs(own.Score(c.high)-own.Score(c.low)))
		} else if composite.IsKnown(c.value) {
			out.flag(result.FlagOutsideTable)
		}
		if composite.IsKnown(value) {
			out.known++
			sum += value
		}
	}
	out.notApplicable = out.rows == 0
	if claimed > 0 {
		out.claim = claimSum / float64(claimed)
		out.raw = rawSum / float64(claimed)
	}
	if out.known > 0 {
		out.value = sum / float64(out.known)
	}
	if n.Repeats == "" && out.rows > 1 {
		out.rows, out.known = 1, min(out.known, 1)
	}
	out.placeholder(n)
	return out
}

// undivided flags an indicator whose answer could not be divided by its column of the list of agencies.
func (r *resolved) undivided(n *rubric.Node, a *agency.Agency, answered bool) {
	if answered && n.Scoring().Per != "" && !r.notApplicable && !composite.IsKnown(perAgency(n, a)) {
		r.flag(result.FlagNoDenominator)
	}
}

// item writes one row down.
func item(name string, value float64, applicable bool) result.Item {
	out := result.Item{Item: name, Value: number(value)}
	switch {
	case !applicable:
		out.Value, out.Reason = nil, result.ReasonNotApplicable
	case out.Value == nil:
		out.Reason = result.ReasonUnknown
	}
	return out
}

// placeholder lets the stand-in of an external index count where nothing is known.
func (r *resolved) placeholder(n *rubric.Node) {
	if ext := n.External; ext != nil && ext.Placeholder != nil && r.known == 0 && !r.notApplicable {
		r.value, r.assumed = *ext.Placeholder, true
		r.flag(result.FlagPlaceholder)
	}
}

// row gives the value of one row, and false where it does not apply. A valid measurement that the rule uses
// shows that the indicator applies, whatever was answered.
func (r *resolved) row(c claim, score float64, g *gauge) (value float64, applicable bool) {
	measurable := g != nil && g.measure.Rule != rubric.RuleClaim && composite.IsKnown(r.measured)
	if c.notApplicable {
		if !measurable {
			return composite.Unknown, false
		}
		r.flag(result.FlagMeasuredDespiteNA)
	}
	if g == nil {
		return score, true
	}
	value, flag := g.reconcile(score, r.measured, r.window)
	r.flag(flag)
	return value, true
}

func (r *resolved) flag(flag string) {
	if flag != "" && !slices.Contains(r.flags, flag) {
		r.flags = append(r.flags, flag)
	}
}

// claims combines the answers about one indicator of an agency, item by item.
func (s *scorer) claims(u, i int) []claim {
	answers, _ := s.at(u, i)
	n := s.evidence.indicators[i]
	var out []claim
	for start := 0; start < len(answers); {
		end := start
		for end < len(answers) && answers[end].Item == answers[start].Item {
			end++
		}
		c := s.options.combine(answers[start:end], s.basis)
		if n.Asked() == rubric.Date {
			c.value, c.low, c.high = age(c.value, s.evidence.until), age(c.high, s.evidence.until), age(c.low, s.evidence.until)
		}
		if factor := perAgency(n, s.agencies.All()[u]); factor != 1 {
			c.value, c.low, c.high = c.value*factor, c.low*factor, c.high*factor
		}
		if s.basis == result.Accepted {
			c = s.evidence.proven(u, i, answers[start].Item, c)
		}
		c.item = answers[start].Item
		out = append(out, c)
		start = end
	}
	if s.basis == result.Accepted && len(out) == 0 {
		out = s.evidence.provenAlone(u, i)
	}
	return out
}

// lines gives the line of every indicator, those that compare agencies fitted to what all of them said or, where
// only that counts, to what was measured of them; and the accounts of those fits.
func (s *scorer) lines() ([]line, []result.Fit) {
	if s.yardstick != nil {
		return s.yardstick, nil
	}
	lines := slices.Clone(s.evidence.lines)
	var fits []result.Fit
	for i, c := range s.companies(lines) {
		if lines[i] != nil {
			continue
		}
		own, fit := s.fitted(s.evidence.indicators[i], c.company, c.units)
		lines[i] = own
		fits = append(fits, fit)
	}
	return lines, fits
}

// gathered is what an indicator that compares agencies is fitted to, and whose each value is.
type gathered struct {
	company
	units []int
}

func (c *gathered) take(u int, x float64, reference bool) {
	if !composite.IsKnown(x) {
		return
	}
	c.values, c.units = append(c.values, x), append(c.units, u)
	if reference {
		c.reference = x
	}
}

// companies gathers the values of every indicator that has no line yet, agency by agency.
func (s *scorer) companies(lines []line) []gathered {
	all := make([]gathered, len(lines))
	for i := range all {
		all[i].reference = composite.Unknown
	}
	if !slices.Contains(lines, nil) {
		return all
	}
	for u, one := range s.agencies.All() {
		for i, n := range s.evidence.indicators {
			if lines[i] != nil {
				continue
			}
			if answers, _ := s.at(u, i); !n.Applies(one.Columns) || derived(answers) {
				continue
			}
			reference := one.ID == n.Scoring().Reference
			for _, said := range s.claims(u, i) {
				all[i].take(u, said.value, reference)
			}
			if g := s.evidence.gauges[i]; g != nil && g.line == nil {
				all[i].take(u, g.value(s.evidence.measured(u, i)), reference)
			}
		}
	}
	return all
}
