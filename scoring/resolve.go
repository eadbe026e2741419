package scoring

import (
	"cmp"
	"fmt"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// evidence is the sorted evidence of an input: for each agency and indicator the answers and the measurement.
type evidence struct {
	indicators []*rubric.Node
	gauges     []*gauge
	// answers are sorted by agency, indicator, item, role and respondent; cell gives where each cell's begin.
	answers      []*questionnaire.Answer
	begin        []int
	measurements []*telemetry.Measurement
}

// sortEvidence puts the answers and measurements of an input into their cells, agency by agency.
func sortEvidence(in Input) (*evidence, error) {
	e := &evidence{indicators: in.Rubric.Indicators()}
	indicatorIndex := make(map[string]int, len(e.indicators))
	for i, n := range e.indicators {
		indicatorIndex[n.ID] = i
		g, err := newGauge(n, n.Span())
		if err != nil {
			return nil, err
		}
		e.gauges = append(e.gauges, g)
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

	// A counting sort by cell; the few answers of one cell are put in order afterwards.
	cellOfAnswer := make([]int32, len(in.Answers))
	e.begin = make([]int, cells+1)
	for k := range in.Answers {
		cell, err := cellOf(in.Answers[k].Agency, in.Answers[k].Indicator)
		if err != nil {
			return nil, fmt.Errorf("taking the answer at %s: %w", in.Answers[k].Place, err)
		}
		cellOfAnswer[k] = int32(cell)
		e.begin[cell+1]++
	}
	for c := range cells {
		e.begin[c+1] += e.begin[c]
	}
	e.answers = make([]*questionnaire.Answer, len(in.Answers))
	next := slices.Clone(e.begin)
	for k := range in.Answers {
		e.answers[next[cellOfAnswer[k]]] = &in.Answers[k]
		next[cellOfAnswer[k]]++
	}
	for c := range cells {
		slices.SortStableFunc(e.answers[e.begin[c]:e.begin[c+1]], func(a, b *questionnaire.Answer) int {
			return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Respondent, b.Respondent))
		})
	}

	e.measurements = make([]*telemetry.Measurement, cells)
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
	return e, nil
}

// at gives the answers and the measurement of one agency and indicator.
func (e *evidence) at(agencyIndex, indicator int) ([]*questionnaire.Answer, *telemetry.Measurement) {
	cell := agencyIndex*len(e.indicators) + indicator
	return e.answers[e.begin[cell]:e.begin[cell+1]], e.measurements[cell]
}

// resolved is one indicator of one agency after its evidence was resolved.
type resolved struct {
	value         float64 // mean of the known rows, NaN where unknown
	claim         float64
	measured      float64
	notApplicable bool
	// rows apply, known of them have a value; both 1 at most for an indicator that does not repeat.
	rows, known int
	n           int
	spread      float64
	flags       []string
}

// resolve makes one value of all evidence on an indicator of an agency.
func (o *Options) resolve(n *rubric.Node, applies bool, g *gauge, answers []*questionnaire.Answer,
	m *telemetry.Measurement, basis result.Basis,
) resolved {
	out := resolved{value: composite.Unknown, claim: composite.Unknown, measured: composite.Unknown}
	if !applies {
		out.notApplicable = true
		return out
	}
	if g != nil && m != nil {
		out.measured = g.score(m)
		if m.Reason == "" && !composite.IsKnown(out.measured) {
			out.flag(result.FlagLowWindowCoverage)
		}
	}
	claims := o.claims(answers, basis)
	if len(claims) == 0 {
		claims = []claim{{value: composite.Unknown}}
	}
	var sum, claimSum float64
	claimed := 0
	for _, c := range claims {
		value, applicable := out.row(c, g)
		if !applicable {
			continue
		}
		out.rows++
		if composite.IsKnown(c.value) {
			claimed++
			claimSum += c.value
			out.n += c.n
			out.spread = max(out.spread, c.high-c.low)
		}
		if composite.IsKnown(value) {
			out.known++
			sum += value
		}
	}
	out.notApplicable = out.rows == 0
	if claimed > 0 {
		out.claim = claimSum / float64(claimed)
	}
	if out.known > 0 {
		out.value = sum / float64(out.known)
	}
	if n.Repeats == "" && out.rows > 1 {
		out.rows, out.known = 1, min(out.known, 1)
	}
	return out
}

// row gives the value of one row, and false where it does not apply. A valid measurement that the rule uses
// shows that the indicator applies, whatever was answered.
func (r *resolved) row(c claim, g *gauge) (value float64, applicable bool) {
	measurable := g != nil && g.measure.Rule != rubric.RuleClaim && composite.IsKnown(r.measured)
	if c.notApplicable {
		if !measurable {
			return composite.Unknown, false
		}
		r.flag(result.FlagMeasuredDespiteNA)
	}
	if g == nil {
		return c.value, true
	}
	value, flag := g.reconcile(c.value, r.measured)
	r.flag(flag)
	return value, true
}

func (r *resolved) flag(flag string) {
	if flag != "" && !slices.Contains(r.flags, flag) {
		r.flags = append(r.flags, flag)
	}
}

// claims combines the answers item by item.
func (o *Options) claims(answers []*questionnaire.Answer, basis result.Basis) []claim {
	var out []claim
	for start := 0; start < len(answers); {
		end := start
		for end < len(answers) && answers[end].Item == answers[start].Item {
			end++
		}
		out = append(out, o.combine(answers[start:end], basis))
		start = end
	}
	return out
}
