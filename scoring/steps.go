package scoring

import (
	"cmp"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
)

// Step is one place on an indicator that can be aimed at.
type Step struct {
	// Level is the level, or the answer, that leads there; the score itself where the indicator has neither.
	Level float64
	Score float64
	// Action is the rubric's action that leads there; nil where it names none.
	Action *rubric.Action
}

// Steps gives the places on an indicator by their scores, the lowest first: its levels, yes and no, the options of a
// choice, and else the scores that its actions lead to. It is nil where there are none to aim at, and where a score
// depends on the other agencies or on their size.
func Steps(n *rubric.Node) []Step {
	if s := n.Scoring(); s.Method.Relative() || s.Per != "" {
		return nil
	}
	l, err := newLine(n, company{})
	if err != nil {
		return nil
	}
	action := func(to float64) *rubric.Action {
		tol := 1e-9 * max(1, n.Span().Span())
		for i := range n.Actions {
			if d := n.Actions[i].To - to; d <= tol && d >= -tol {
				return &n.Actions[i]
			}
		}
		return nil
	}
	var out []Step
	add := func(level float64) {
		if score := l.Score(level); composite.IsKnown(score) { // else the level is in no row of its table
			out = append(out, Step{level, score, action(level)})
		}
	}
	switch kind := n.Asked(); {
	case len(n.Levels) > 0:
		for _, level := range n.Levels {
			add(level.Level)
		}
	case kind == rubric.YesNo:
		add(0)
		add(1)
	case kind == rubric.Choice:
		for _, o := range n.Answer.Options {
			add(o.Points)
		}
	default:
		for i := range n.Actions {
			out = append(out, Step{n.Actions[i].To, n.Actions[i].To, &n.Actions[i]})
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int { return cmp.Compare(a.Score, b.Score) })
	return slices.CompactFunc(out, func(a, b Step) bool { return a.Score == b.Score })
}
