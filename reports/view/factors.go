package view

import (
	"cmp"
	"math"
	"slices"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// The most factors of each kind and the most actions that a profile names.
const (
	factorLimit = 8
	actionLimit = 10
)

// factors gives the indicators that lift and pull the agency's index most: by how much the index is higher, or lower,
// for the indicator having its value and not its reference's. Under weighted means alone that is
//
//	contribution = effective weight × (value − reference)
//
// and else the index is computed again (effect.go). Those at the reference, within the tolerance, and those that move
// nothing are neither.
func (b *builder) factors(e *entry) (supporting, inhibiting []Factor) {
	var up, down []pull
	for _, leaf := range b.leaves {
		n := e.node(leaf.ID)
		if n.Value == nil || slices.Contains(n.Flags, result.FlagPlaceholder) {
			continue // a placeholder is no finding about the agency
		}
		reference, r := b.reference(e, leaf.ID)
		contribution := -b.effect(e, leaf, reference)
		switch {
		case math.Abs(*n.Value-reference) <= tolerance*leaf.Span().Span() || math.Abs(contribution) <= b.still():
		case contribution > 0:
			up = append(up, pull{leaf, reference, r.Name, contribution})
		default:
			down = append(down, pull{leaf, reference, r.Name, contribution})
		}
	}
	return b.strongest(e, up), b.strongest(e, down)
}

// pull is by how much an indicator lifts or pulls an agency's index, against a reference.
type pull struct {
	leaf         *rubric.Node
	reference    float64
	name         string
	contribution float64
}

// strongest gives the factors with the largest contributions; equal ones stay in the rubric's order.
func (b *builder) strongest(e *entry, pulls []pull) []Factor {
	slices.SortStableFunc(pulls, func(x, y pull) int {
		return cmp.Compare(math.Abs(y.contribution), math.Abs(x.contribution))
	})
	var factors []Factor
	for _, p := range pulls[:min(len(pulls), factorLimit)] {
		factors = append(factors, b.factor(e, p))
	}
	return factors
}

func (b *builder) factor(e *entry, p pull) Factor {
	n := e.node(p.leaf.ID)
	f := Factor{
		Indicator: p.leaf.ID, Title: b.title(p.leaf), Dimension: b.dimensionTitle(p.leaf.ID),
		Value: b.score(*n.Value), Reference: b.score(p.reference), ReferenceName: p.name,
		Weight: Num{Text: l10n.Unknown}, Contribution: b.gain(p.contribution), Notes: b.notes(n.Notes),
	}
	if share, ok := b.shareOf(e, p.leaf); ok {
		f.Weight = b.percent(share, 1)
	}
	if at, ok := standsAt(p.leaf, n); ok {
		f.Level = b.levelReached(p.leaf, at)
	}
	if raw := b.answerWords(p.leaf, n); f.Level == "" && raw != "" {
		f.Level = upperFirst(b.p.Text("view.raw", "raw", raw))
	}
	if foundOut(n) == Unknown {
		f.Level = upperFirst(b.p.Text("view.flag." + result.FlagUnknownAtBottom))
	}
	return f
}

// actions gives the next steps of the agency: for each known indicator below its top level the rubric's action to
// the next level, with what the index gains by it. All other answers stay as they are, and the indicator's weight does
// too: under weighted means alone
//
//	effect = effective weight × (next level − value)
//
// They are sorted by effect for each unit of effort. A step that moves nothing by itself, as under a minimum, is named
// only where no other does.
func (b *builder) actions(e *entry) []Action {
	type lift struct {
		leaf   *rubric.Node
		next   step
		effect float64
	}
	var all, idle []lift
	for _, leaf := range b.leaves {
		next, ok := b.nextStep(leaf, e.node(leaf.ID))
		if !ok || !b.counts(e, leaf) {
			continue
		}
		if effect := b.effect(e, leaf, next.score); effect > b.still() {
			all = append(all, lift{leaf, next, effect})
		} else {
			idle = append(idle, lift{leaf, next, effect})
		}
	}
	if len(all) == 0 {
		all = idle
	}
	slices.SortStableFunc(all, func(x, y lift) int {
		return cmp.Or(
			cmp.Compare(y.effect/effortOf(y.next.action), x.effect/effortOf(x.next.action)),
			cmp.Compare(y.effect, x.effect),
		)
	})
	var actions []Action
	for _, l := range all[:min(len(all), actionLimit)] {
		action := l.next.action
		a := Action{
			Indicator: l.leaf.ID, Title: b.title(l.leaf), Dimension: b.dimensionTitle(l.leaf.ID),
			Text: b.words(action.Text, l.leaf.ID), Wanted: l.next.wanted,
			From: b.score(l.next.from), To: b.score(action.To),
			Effect: b.gain(l.effect), IndexAfter: b.score(*e.scores.Index.Value + l.effect),
			Effort: action.Effort, EffortText: b.effort(action.Effort), QuickWin: action.Effort == 1,
		}
		for _, id := range l.leaf.DependsOn {
			a.DependsOn = append(a.DependsOn, b.nodeTitle(id))
		}
		actions = append(actions, a)
	}
	return actions
}

func effortOf(a rubric.Action) float64 { return float64(max(a.Effort, 1)) }

// step is what lifts an indicator: the rubric's action, from where, and the score it leads to.
type step struct {
	action      rubric.Action
	from, score float64
	wanted      string
}

// nextStep gives the rubric's action to the lowest level above where the indicator stands or, without levels, the one
// that leads to the lowest value above its own. It is false at the top, where the rubric names no action to that level,
// and where a level has no fixed score because it is compared with the other agencies.
func (b *builder) nextStep(leaf *rubric.Node, n *result.Node) (next step, ok bool) {
	if n.Value == nil {
		return step{}, false
	}
	if len(leaf.Levels) == 0 {
		next.from = *n.Value
		for _, action := range leaf.Actions {
			if action.To > next.from+levelTolerance(leaf) && (!ok || action.To < next.action.To) {
				next.action, next.score, ok = action, action.To, true
			}
		}
		return next, ok
	}
	if next.from, ok = standsAt(leaf, n); !ok {
		return step{}, false
	}
	level := b.nextLevel(leaf, next.from)
	if level == nil {
		return step{}, false
	}
	to, ok := b.convert(leaf, level.Level, nil)
	for _, action := range leaf.Actions {
		if ok && math.Abs(action.To-level.Level) <= levelTolerance(leaf) {
			next.action, next.score, next.wanted = action, to.score, b.wanted(level)
			return next, true
		}
	}
	return step{}, false
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
