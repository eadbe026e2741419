package view

import (
	"cmp"
	"math"
	"slices"

	"siap/rubric"
)

// The most factors of each kind and the most actions that a profile names.
const (
	factorLimit = 8
	actionLimit = 10
)

// effectiveWeight is the share, 0 to 1, that an indicator really had in the agency's index: the product of the
// renormalised weights down the tree. It is 0 where the indicator, or a node above it, had no value.
func (b *builder) effectiveWeight(e *entry, indicator string) float64 {
	if e.scores.Index.Value == nil {
		return 0
	}
	weight := 1.0
	for _, id := range b.path[indicator] {
		weight *= e.node(id).Weight
	}
	return weight
}

// factors gives the indicators that lift and pull the agency's index most, by
//
//	contribution = effective weight × (value − reference)
//
// in points of the index: the difference to the reference that the indicator alone explains. Those at the
// reference, within the tolerance, are neither.
func (b *builder) factors(e *entry) (supporting, inhibiting []Factor) {
	for _, leaf := range b.leaves {
		n := e.node(leaf.ID)
		weight := b.effectiveWeight(e, leaf.ID)
		if n.Value == nil || weight == 0 {
			continue
		}
		reference, r := b.reference(e, leaf.ID)
		difference := *n.Value - reference
		if math.Abs(difference) <= b.tol {
			continue
		}
		f := Factor{
			Indicator: leaf.ID, Title: b.title(leaf), Dimension: b.dimensionTitle(leaf.ID),
			Value: b.score(*n.Value), Reference: b.score(reference), ReferenceName: r.Name,
			Weight: b.percent(weight, 1), Contribution: b.gain(weight * difference),
			Level: b.levelReached(leaf, *n.Value), Notes: b.notes(n.Notes),
		}
		if difference > 0 {
			supporting = append(supporting, f)
		} else {
			inhibiting = append(inhibiting, f)
		}
	}
	return strongest(supporting), strongest(inhibiting)
}

// strongest keeps the factors with the largest contributions; equal ones stay in the rubric's order.
func strongest(factors []Factor) []Factor {
	slices.SortStableFunc(factors, func(x, y Factor) int {
		return cmp.Compare(math.Abs(y.Contribution.Value), math.Abs(x.Contribution.Value))
	})
	return factors[:min(len(factors), factorLimit)]
}

// actions gives the next steps of the agency: for each known indicator below its top level the rubric's action to
// the next level, with
//
//	effect = effective weight × (next level − value)
//
// on the index. This is the first order: all other answers stay as they are, and the indicator's weight does too.
// They are sorted by effect for each unit of effort.
func (b *builder) actions(e *entry) []Action {
	var all []Action
	for _, leaf := range b.leaves {
		n := e.node(leaf.ID)
		weight := b.effectiveWeight(e, leaf.ID)
		if n.Value == nil || weight == 0 {
			continue
		}
		action, ok := b.nextAction(leaf, *n.Value)
		if !ok {
			continue
		}
		effect := weight * (action.To - *n.Value)
		a := Action{
			Indicator: leaf.ID, Title: b.title(leaf), Dimension: b.dimensionTitle(leaf.ID),
			Text: b.words(action.Text, leaf.ID),
			From: b.score(*n.Value), To: b.score(action.To),
			Effect: b.gain(effect), IndexAfter: b.score(*e.scores.Index.Value + effect),
			Effort: action.Effort, EffortText: b.effort(action.Effort), QuickWin: action.Effort == 1,
		}
		for _, id := range leaf.DependsOn {
			a.DependsOn = append(a.DependsOn, b.nodeTitle(id))
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(x, y Action) int {
		return cmp.Or(
			cmp.Compare(y.Effect.Value/effortOf(y), x.Effect.Value/effortOf(x)),
			cmp.Compare(y.Effect.Value, x.Effect.Value),
		)
	})
	return all[:min(len(all), actionLimit)]
}

func effortOf(a Action) float64 { return float64(max(a.Effort, 1)) }

// nextAction gives the rubric's action to the lowest level above the value; none at the top, and none where the
// rubric names no action to that level.
func (b *builder) nextAction(leaf *rubric.Node, value float64) (rubric.Action, bool) {
	for _, level := range leaf.Levels {
		if level.Level <= value+b.tol {
			continue
		}
		for _, action := range leaf.Actions {
			if math.Abs(action.To-level.Level) <= b.tol {
				return action, true
			}
		}
		return rubric.Action{}, false
	}
	return rubric.Action{}, false
}

func (b *builder) effort(effort int) string {
	switch effort {
	case 1:
		return b.p.Text("view.effort.1")
	case 2:
		return b.p.Text("view.effort.2")
	case 3:
		return b.p.Text("view.effort.3")
	}
	return ""
}

// commonBest is how many of an agency's actions count as its best when they are counted over all agencies.
const commonBest = 3

// commonActions counts over all agencies which indicators are most often among the best next actions.
func (b *builder) commonActions(agencies []*Agency) []CommonAction {
	type tally struct {
		CommonAction
		order, bestText int
		effect          float64
		texts           map[string]int
	}
	byIndicator := map[string]*tally{}
	for _, agency := range agencies {
		for i, action := range agency.Actions[:min(len(agency.Actions), commonBest)] {
			t := byIndicator[action.Indicator]
			if t == nil {
				t = &tally{order: len(byIndicator), texts: map[string]int{}}
				t.Indicator, t.IndicatorTitle, t.Dimension = action.Indicator, action.Title, action.Dimension
				byIndicator[action.Indicator] = t
			}
			t.Agencies++
			if i == 0 {
				t.First++
			}
			t.effect += action.Effect.Value
			t.texts[action.Text]++
			if t.texts[action.Text] > t.bestText {
				t.bestText = t.texts[action.Text]
				t.Text, t.To, t.TextFor = action.Text, action.To.Text, t.bestText
				t.Effort, t.EffortText = action.Effort, action.EffortText
			}
		}
	}
	tallies := make([]*tally, 0, len(byIndicator))
	for _, t := range byIndicator {
		t.Effect = b.gain(t.effect / float64(t.Agencies))
		tallies = append(tallies, t)
	}
	slices.SortFunc(tallies, func(x, y *tally) int {
		return cmp.Or(
			cmp.Compare(y.Agencies, x.Agencies), cmp.Compare(y.First, x.First),
			cmp.Compare(y.Effect.Value, x.Effect.Value), cmp.Compare(x.order, y.order),
		)
	})
	var common []CommonAction
	for _, t := range tallies[:min(len(tallies), actionLimit)] {
		common = append(common, t.CommonAction)
	}
	return common
}
