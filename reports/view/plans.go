package view

import (
	"cmp"
	"slices"
	"strconv"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// Plans is one budget shared out among many agencies, as people read it.
type Plans struct {
	Lang, Title, Year string
	Invented          string
	Rubric, Basis     string
	// Goal tells what the budget was to buy.
	Goal                 string
	Summary, Assumptions []string
	Budget, Spent        Num
	Unit                 string
	// Agencies are those that get something: the most effort first.
	Agencies []AgencyPlan
	// Curve is what smaller budgets buy: agencies at the target where Counts, else a mean index.
	Curve  []CurvePoint
	Counts bool

	printer *l10n.Printer
}

// Text gives a message of the catalogues in the language of the plans.
func (p *Plans) Text(key string, args ...any) string { return p.printer.Text(key, args...) }

// AgencyPlan is one agency's part.
type AgencyPlan struct {
	ID, Name, Short string
	Effort, Gain    Num
	Before, After   PlanStanding
	Actions         []PlanAction
	Steps           []PlanStep
	Reached         bool
}

// CurvePoint is what a budget buys: a mean index, or a number of agencies.
type CurvePoint struct {
	Effort, Value Num
}

// NewPlans puts a shared budget into words; a is the assessment it was made from.
func NewPlans(p *result.Plans, a *result.Assessment, lang string) *Plans {
	w := newPlanWords(a, p.Unit, lang)
	out := &Plans{
		Lang: w.p.Lang(), Title: clean(p.Title, nameLimit), Rubric: w.rubric(p.Version), Basis: w.basisWords(p.Basis),
		Invented: w.invented(p.Invented), Budget: w.effort(p.Budget), Spent: w.effort(p.Spent), Unit: w.p.Text("plan.unit." + p.Unit),
		Counts: p.Goal == "reached", printer: w.p,
	}
	if p.Year != 0 {
		out.Year = strconv.Itoa(p.Year)
	}
	target := ""
	if p.Target != nil {
		target = w.target(*p.Target)
	}
	out.Goal = w.p.Text("plan.goal."+p.Goal, "target", target)
	out.Summary = append(out.Summary, w.p.Text("plan.shared", "budget", out.Budget.Text, "spent", out.Spent.Text, "n", len(p.Agencies),
		"of", p.Considered, "from", w.score(p.Before).Text, "to", w.score(p.After).Text))
	if p.Target != nil {
		out.Summary = append(out.Summary, w.p.Text("plan.reach_count", "target", target, "from", p.ReachedBefore, "n", p.Reached, "of", p.Considered))
	}
	out.Summary = append(out.Summary, w.p.Text("plan.shared."+p.Proof))
	for _, one := range p.Agencies {
		name := w.name(one.Name, one.Agency)
		v := AgencyPlan{
			ID: clean(one.Agency, nameLimit), Name: name, Short: clean(name, shortLimit), Effort: w.effort(one.Effort),
			Before: w.standing(one.Before), After: w.standing(one.After), Actions: w.actions(one.Steps), Steps: w.steps(one.Steps),
			Reached: one.Reached, Gain: Num{Text: l10n.Unknown},
		}
		if one.Before.Index != nil && one.After.Index != nil {
			v.Gain = w.gain(*one.After.Index - *one.Before.Index)
		}
		out.Agencies = append(out.Agencies, v)
	}
	slices.SortStableFunc(out.Agencies, func(x, y AgencyPlan) int { return cmp.Compare(y.Effort.Value, x.Effort.Value) })
	for _, c := range p.Curve {
		value := w.score(c.Value)
		if out.Counts {
			value = Num{Text: w.p.Integer(int(c.Value)), Value: c.Value, Known: true}
		}
		out.Curve = append(out.Curve, CurvePoint{w.effort(c.Effort), value})
	}
	for _, word := range p.Assumptions {
		out.Assumptions = append(out.Assumptions, w.p.Text("plan.assume."+word))
	}
	return out
}
