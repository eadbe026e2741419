package scoring

import (
	"fmt"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// gauge turns the measurements of one indicator into scores and holds them against claims.
type gauge struct {
	measure *rubric.Measure
	// line makes a score of the measured value; nil where the indicator's own line does, until it is fitted.
	line line
	// step is the difference between claim and measurement from which they contradict each other: one level and the
	// indicator's tolerance.
	step float64
	tol  float64
}

// newGauge makes the gauge of an indicator; nil where the rubric measures nothing there.
func newGauge(n *rubric.Node) (*gauge, error) {
	if n.Measure == nil {
		return nil, nil
	}
	g := &gauge{measure: n.Measure, step: contradictionStep(n, n.Span()) + n.Measure.Tolerance, tol: composite.Tolerance * n.Span().Span()}
	if len(n.Measure.Breakpoints) == 0 {
		return g, nil
	}
	var err error
	if g.line, err = piecewise(n.Measure.Breakpoints); err != nil {
		return nil, fmt.Errorf("reading the breakpoints of indicator %s: %w", n.ID, err)
	}
	return g, nil
}

// contradictionStep is one level, the smallest step between two neighbours, or a quarter of the scale where the
// indicator has no levels.
func contradictionStep(n *rubric.Node, scale rubric.Scale) float64 {
	if len(n.Levels) < 2 {
		return scale.Span() / 4
	}
	step := n.Levels[1].Level - n.Levels[0].Level
	for i := 2; i < len(n.Levels); i++ {
		step = min(step, n.Levels[i].Level-n.Levels[i-1].Level)
	}
	return step
}

// score gives the score of a measurement; unknown where there is none, or too little of the window is covered. own
// is the indicator's own line, for a measure without breakpoints.
func (g *gauge) score(m *telemetry.Measurement, own line) float64 {
	x := g.value(m)
	if g.line != nil {
		own = g.line
	}
	return own.Score(x)
}

// value gives what was measured, in the metric's own unit; unknown as in score.
func (g *gauge) value(m *telemetry.Measurement) float64 {
	if m == nil || m.Reason != "" || m.Coverage < g.measure.MinCoverage-composite.Tolerance {
		return composite.Unknown
	}
	return m.Value
}

// reconcile gives the value of an indicator from its claim and its measured score, either of which may be
// unknown, and the flag of a side that was missing where the rule wants both. coverage is the share of the window,
// 0 to 1, that the measurement covers.
func (g *gauge) reconcile(claimed, measured, coverage float64) (value float64, flag string) {
	rule := g.measure.Rule
	switch {
	case rule == rubric.RuleClaim:
		return claimed, ""
	case rule == rubric.RuleMeasured:
		return measured, ""
	case !composite.IsKnown(claimed) && !composite.IsKnown(measured):
		return composite.Unknown, ""
	case !composite.IsKnown(measured):
		return claimed, result.FlagClaimOnly
	case !composite.IsKnown(claimed):
		return measured, result.FlagMeasuredOnly
	}
	switch rule {
	case rubric.RuleCap:
		return min(claimed, measured), ""
	case rubric.RuleFloor:
		return max(claimed, measured), ""
	case rubric.RuleCoverage:
		return (1-coverage)*claimed + coverage*measured, ""
	default:
		return (claimed + measured) / 2, ""
	}
}

// contradicts reports a claim that lies one step, with its tolerance, or more above what was measured, under every rule.
func (g *gauge) contradicts(claimed, measured float64) bool {
	return claimed-measured >= g.step-g.tol // false where either is NaN
}
