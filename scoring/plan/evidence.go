package plan

import (
	"math"

	"siap/rubric"
	"siap/scoring/result"
)

// evidence says what must rise for a unit to stand at a score: what is claimed, what is measured. Where both count, both
// are taken to rise to it.
func (p *problem) evidence(u *unit, score float64) (claim bool, measured *result.PlanMeasured) {
	n, stored := u.leaf.node, u.leaf.stored
	m := n.Measure
	tol := p.tree.ScaleOf(u.leaf.at).Tolerance()
	below := func(x *float64) bool { return x == nil || *x < score-tol }
	if m == nil || m.Rule == rubric.RuleClaim {
		return true, nil
	}
	claim = below(stored.Claim) || u.item != ""
	wanted := stored.Measured != nil && below(stored.Measured)
	switch m.Rule {
	case rubric.RuleMeasured:
		claim, wanted = false, true
	case rubric.RuleFloor:
		claim, wanted = true, false // the higher counts, and a claim is what an agency can make
	}
	if !wanted {
		return claim, nil
	}
	out := &result.PlanMeasured{Metric: m.Metric, Reduction: m.Reduction}
	if metric := p.layout.Rubric().Metric(m.Metric); metric != nil {
		out.Unit = metric.Unit
	}
	out.Value, out.AtMost = threshold(n, score)
	return claim, out
}

// threshold gives the value from which on a measurement has a score, or up to which where less is better; nil where that
// depends on the other agencies, or no value has it.
func threshold(n *rubric.Node, score float64) (value *float64, atMost bool) {
	if points := n.Measure.Breakpoints; len(points) > 0 {
		return onLine(points, score)
	}
	s := n.Scoring()
	scale := n.Span()
	switch s.Method {
	case rubric.AsIs:
		return &score, false
	case rubric.Goalposts:
		low, high := 0.0, 1.0
		if s.Min != nil {
			low = *s.Min
		}
		if s.Max != nil {
			high = *s.Max
		}
		part := (score - scale.Min) / (scale.Max - scale.Min)
		down := n.Direction == rubric.Down
		if down {
			part = 1 - part
		}
		x := low + part*(high-low)
		if s.Log {
			x = low * math.Pow(high/low, part)
		}
		return &x, down
	case rubric.Piecewise:
		return onLine(s.Points, score)
	case rubric.Steps:
		for _, row := range s.Rows {
			if row.Score >= score-1e-9 {
				switch {
				case row.From != nil:
					return row.From, false
				case row.Above != nil:
					return row.Above, false
				}
			}
		}
	}
	return nil, false
}

// onLine gives where a line through corners first has a score: from the left where it rises, from the right where it falls.
func onLine(points []rubric.Breakpoint, score float64) (value *float64, atMost bool) {
	if len(points) == 0 {
		return nil, false
	}
	first, last := points[0], points[len(points)-1]
	falls := last.Score < first.Score
	at := func(i int) rubric.Breakpoint {
		if falls {
			return points[len(points)-1-i]
		}
		return points[i]
	}
	if at(0).Score >= score {
		x := at(0).At
		return &x, falls
	}
	for i := 1; i < len(points); i++ {
		a, b := at(i-1), at(i)
		if b.Score >= score-1e-12 && b.Score > a.Score {
			x := a.At + (min(score, b.Score)-a.Score)/(b.Score-a.Score)*(b.At-a.At)
			return &x, falls
		}
	}
	return nil, false
}
