// Package plan finds the cheapest set of level rises by which an agency reaches a band, an index or a rank.
//
// A plan lifts indicators step by step, a level at a time; rows of a repeated indicator are lifted one by one. A step has
// the effort that the rubric gives the action that leads to its level (1 where it gives none), or a cost of the
// planner's own. All other agencies stay as they are. What the rubric's tree makes of a set of steps is computed by the same
// evaluation as the assessment.
//
// The answer is proven, not guessed. Where all nodes are arithmetic means and sums, the gains of the steps add up, and a
// dynamic programme over efforts finds the highest index for every effort, prerequisites included. Under other
// aggregations a dynamic programme up the tree gives what could be had without prerequisites, and branch and bound deals
// with those; if its limit of work is reached, the answer says how far from the optimum it can be at most. docs/plan.md
// has the rules. Nothing is read or written here.
package plan

import (
	"errors"
	"fmt"
	"math"

	"siap/scoring/composite"
	"siap/scoring/result"
)

// Options are the choices of a plan; the zero value takes the defaults.
type Options struct {
	// Fixed are indicators, by id, that are left as they are.
	Fixed []string
	// Unknown says what an unknown indicator is taken for: Keep (the default) leaves it unknown, Bottom lets it stand at the
	// bottom of its scale, so that the plan holds whatever it turns out to be.
	Unknown string
	// Prerequisites says what an indicator needs of those it depends on: Level (the default) that they stand as high on
	// their scales, Started that they are above the bottom, Ignore nothing.
	Prerequisites string
	// PerYear is what one year has room for; 0 is no limit.
	PerYear float64
	// Costs gives the cost of the step of an agency's indicator (and row) that leads to a level, in place of the rubric's
	// efforts; false is a step that cannot be planned. Costs are finite and not negative.
	Costs func(agency, indicator, item string, level float64) (cost float64, ok bool)
	// Work is how many relaxed problems may be solved, 2,000 where it is 0.
	Work int
}

// The choices.
const (
	Keep    = "keep"
	Bottom  = "bottom"
	Level   = "level"
	Started = "started"
	Ignore  = "ignore"
)

// defaultWork is the limit of work where none is given.
const defaultWork = 2000

func (o Options) withDefaults() Options {
	if o.Unknown == "" {
		o.Unknown = Keep
	}
	if o.Prerequisites == "" {
		o.Prerequisites = Level
	}
	if o.Work <= 0 {
		o.Work = defaultWork
	}
	return o
}

// Target is what is to be reached; one member is set.
type Target struct {
	// Band is the id of a band of the rubric.
	Band  string
	Index *float64
	// Rank is the place among the others as they are, 1 or more.
	Rank int
	// Budget asks for the highest index that so much effort can buy.
	Budget *float64
}

// The errors that say why there is no plan; all others are broken input.
var (
	// ErrNoAgency: the assessment has no such agency.
	ErrNoAgency = errors.New("there is no such agency")
	// ErrRolledUp: a government's index comes from its agencies, which have plans of their own.
	ErrRolledUp = errors.New("the index is computed from the agencies below it")
	// ErrNoIndex: there is no index to start from; with Bottom there may be one.
	ErrNoIndex = errors.New("the agency has no index")
	// ErrNoBand: the rubric has no such band.
	ErrNoBand = errors.New("the rubric has no such band")
	// ErrOrder: the rubric decides places by more than the index.
	ErrOrder = errors.New("places are not decided by the index")
	// ErrNoIndicator: a fixed indicator is not in the rubric.
	ErrNoIndicator = errors.New("the rubric has no such indicator")
	// ErrNothing: no target was given.
	ErrNothing = errors.New("there is no target")
)

// Reach finds the cheapest plan of an agency for a target.
func Reach(a *result.Assessment, agency string, target Target, o Options) (*result.Plan, error) {
	p, err := newProblem(a, agency, o.withDefaults())
	if err != nil {
		return nil, err
	}
	if target.Budget != nil {
		return p.spend(*target.Budget)
	}
	reached, err := p.reaches(target)
	if err != nil {
		return nil, err
	}
	return p.plan(target, reached)
}

// reaches gives the test of a target: whether an index is high enough. It never turns false as the index rises.
func (p *problem) reaches(t Target) (func(index float64) bool, error) {
	r := p.layout.Rubric()
	switch {
	case t.Band != "":
		wanted := -1
		for i, b := range r.Bands {
			if b.ID == t.Band {
				wanted = i
			}
		}
		if wanted < 0 {
			return nil, fmt.Errorf("looking for the band %q: %w", t.Band, ErrNoBand)
		}
		return func(x float64) bool {
			id := p.layout.Band(0, x)
			for i, b := range r.Bands {
				if b.ID == id {
					return i >= wanted
				}
			}
			return false
		}, nil
	case t.Index != nil:
		tol := composite.Tolerance * r.Scale.Span()
		return func(x float64) bool { return x >= *t.Index-tol }, nil
	case t.Rank > 0:
		if p.others == nil {
			return nil, ErrOrder
		}
		return func(x float64) bool {
			place, _ := p.placeOf(x)
			return place <= t.Rank
		}, nil
	}
	return nil, ErrNothing
}

// plan finds the cheapest steps to a target and writes them down.
func (p *problem) plan(target Target, reached func(float64) bool) (*result.Plan, error) {
	out := p.account()
	out.Target = result.PlanTarget{Band: target.Band, Index: target.Index, Rank: target.Rank}
	work := p.options.Work
	best, bound, proof, err := p.cheapest(reached, &work)
	if err != nil {
		return nil, err
	}
	out.Proof, out.Reached = proof, proof != result.ProofUnreachable
	out.Effort = p.costOf(best)
	out.Bound = out.Effort
	if proof == result.ProofGap || (p.rounded && out.Reached) {
		out.Bound = min(out.Effort, float64(bound)*p.grid)
		if out.Gap = out.Effort - out.Bound; out.Gap > 0 {
			out.Proof = result.ProofGap
		}
	}
	return out, p.complete(out, best, &work)
}

// spend finds the highest index that a budget can buy.
func (p *problem) spend(budget float64) (*result.Plan, error) {
	out := p.account()
	out.Target = result.PlanTarget{Budget: &budget}
	work := p.options.Work
	points, exact, err := p.points(budget, &work)
	if err != nil {
		return nil, err
	}
	best := points[len(points)-1]
	out.Effort, out.Bound, out.Reached, out.Proof = best.cost, best.cost, true, result.ProofOptimal
	if !exact {
		out.Proof = result.ProofGap
	}
	return out, p.complete(out, unpacked(best.steps), &work)
}

// complete adds to a plan its steps in order, what they lead to, and the frontier.
func (p *problem) complete(out *result.Plan, steps []int, work *int) (err error) {
	var ends [][]int
	if out.Steps, out.Years, ends, err = p.schedule(steps); err != nil {
		return err
	}
	if out.After, err = p.standing(steps); err != nil {
		return err
	}
	if out.Frontier, out.FrontierProof, err = p.frontier(work); err != nil {
		return err
	}
	out.Work = min(p.options.Work-*work, p.options.Work)
	out.Assumptions = p.assumptions(out.Steps)
	if err := p.spread(out, append([][]int{steps}, ends...)); err != nil {
		return err
	}
	lifted := map[[2]string]bool{}
	for _, s := range out.Steps {
		lifted[[2]string{s.Indicator, s.Item}] = true
	}
	for _, l := range p.left {
		if !lifted[[2]string{l.Indicator, l.Item}] {
			out.Left = append(out.Left, l)
		}
	}
	return nil
}

// account begins a plan with what it is about.
func (p *problem) account() *result.Plan {
	a := p.assessment
	return &result.Plan{
		Schema: result.PlanSchema, Title: a.Title, Year: a.Year, Rubric: a.Rubric.ID, Version: a.Rubric.Version,
		Agency: p.agency.ID, Name: p.agency.Name, Basis: a.Options.Basis, Invented: a.Invented, Unit: unitOf(p.options), Before: p.before(),
		Steps: []result.PlanStep{}, Limit: p.options.Work, PerYear: p.options.PerYear, Assumptions: []string{},
	}
}

// number is a value for the result: nil where it is unknown.
func number(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}
