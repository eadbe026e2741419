package plan

import (
	"cmp"
	"errors"
	"math"
	"runtime"
	"slices"
	"sync"

	"siap/scoring"
	"siap/scoring/composite/rank"
	"siap/scoring/result"
)

// The goals of a budget that many agencies share.
const (
	// Mean is the highest mean index.
	Mean = "mean"
	// Reached is the most agencies that reach the target, and of equally many the least spent.
	Reached = "reached"
)

// Share shares one budget out among all agencies that have an index of their own: to the highest mean index, or to the
// most agencies that reach a target. Both are exact: each agency's part is a point of its own frontier, and a dynamic
// programme over the budget (or, for Reached, the cheapest first) picks the points. Governments get nothing of their own.
func Share(a *result.Assessment, budget float64, goal string, target *Target, o Options) (*result.Plans, error) {
	layout, err := scoring.NewLayout(a.Rubric.Tree)
	if err != nil {
		return nil, err
	}
	s := &sharing{assessment: a, layout: layout, all: fieldOf(a, layout), options: o.withDefaults(), target: target, budget: budget}
	if err := s.solve(); err != nil {
		return nil, err
	}
	var chosen []int
	switch {
	case goal != Reached:
		goal = Mean
		chosen = s.raiseMean()
	case target == nil:
		return nil, ErrNothing
	default:
		chosen = s.reachMost()
	}
	return s.write(goal, chosen)
}

// sharing is one budget and what each agency can have of it.
type sharing struct {
	assessment *result.Assessment
	layout     *scoring.Layout
	all        *standings
	options    Options
	target     *Target
	budget     float64
	parts      []part
	exact      bool
	curve      []result.CurvePoint
	// rounded says that costs were rounded up to fit the memory there is.
	rounded bool
}

// part is what one agency can have.
type part struct {
	agency *result.Agency
	points []reachable
	// reaches is the first point at the target, −1 for none or where there is no target.
	reaches int
}

// problemOf makes the problem of one agency.
func (s *sharing) problemOf(one *result.Agency) (*problem, error) {
	return newProblemOn(s.assessment, s.layout, s.all, one.ID, s.options)
}

// solve finds the frontier of every agency, on all cores; each is a problem of its own, so the order changes nothing.
func (s *sharing) solve() error {
	var agencies []*result.Agency
	for _, one := range s.assessment.Agencies {
		if !one.Governs && one.Source != result.RolledUp {
			agencies = append(agencies, one)
		}
	}
	parts, exact, errs := make([]part, len(agencies)), make([]bool, len(agencies)), make([]error, len(agencies))
	next := make(chan int)
	var running sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			for i := range next {
				parts[i], exact[i], errs[i] = s.part(agencies[i])
			}
		})
	}
	for i := range agencies {
		next <- i
	}
	close(next)
	running.Wait()
	s.exact = !slices.Contains(exact, false)
	for _, p := range parts {
		if p.agency != nil {
			s.parts = append(s.parts, p)
		}
	}
	return errors.Join(errs...)
}

// part solves one agency; its agency is nil where it has no index.
func (s *sharing) part(one *result.Agency) (out part, exact bool, err error) {
	p, err := s.problemOf(one)
	if errors.Is(err, ErrNoIndex) {
		return part{}, true, nil
	}
	if err != nil {
		return part{}, false, err
	}
	out = part{agency: one, reaches: -1}
	work := s.options.Work
	if out.points, exact, err = p.points(s.budget, &work); err != nil || s.target == nil {
		return out, exact, err
	}
	reached, err := p.reaches(*s.target)
	if err != nil {
		return out, false, err
	}
	out.reaches = slices.IndexFunc(out.points, func(r reachable) bool { return reached(r.index) })
	return out, exact, nil
}

// reachMost gives the target to whom it costs least, as long as the budget lasts.
func (s *sharing) reachMost() []int {
	chosen := make([]int, len(s.parts))
	var wanting []int
	count := 0
	for i, p := range s.parts {
		switch {
		case p.reaches == 0:
			count++
		case p.reaches > 0:
			wanting = append(wanting, i)
		}
	}
	cost := func(i int) float64 { return s.parts[i].points[s.parts[i].reaches].cost }
	slices.SortStableFunc(wanting, func(x, y int) int { return cmp.Compare(cost(x), cost(y)) })
	spent := 0.0
	s.curve = []result.CurvePoint{{Value: float64(count)}}
	for _, i := range wanting {
		if spent+cost(i) > s.budget+1e-9 {
			break
		}
		spent += cost(i)
		count++
		chosen[i] = s.parts[i].reaches
		s.curve = append(s.curve, result.CurvePoint{Effort: spent, Value: float64(count)})
	}
	return chosen
}

// raiseMean gives every agency the point by which the sum of all indices is highest, by a dynamic programme over the
// budget, agency by agency.
func (s *sharing) raiseMean() []int {
	grid := s.grid()
	room := int(math.Floor(s.budget/grid + 1e-9))
	units := func(cost float64) int { return int(math.Ceil(cost/grid - 1e-9)) }
	best := make([]float64, room+1)
	picks := make([][]uint16, len(s.parts))
	start := 0.0
	for i, p := range s.parts {
		start += p.points[0].index
		pick, after := make([]uint16, room+1), slices.Clone(best)
		for k, r := range p.points[1:] {
			gain := r.index - p.points[0].index
			for c := units(r.cost); c <= room; c++ {
				if x := best[c-units(r.cost)] + gain; x > after[c]+1e-12 {
					after[c], pick[c] = x, uint16(k+1)
				}
			}
		}
		best, picks[i] = after, pick
	}
	n := float64(max(1, len(s.parts)))
	for c, x := range best {
		if c == 0 || (start+x)/n > s.curve[len(s.curve)-1].Value+1e-12 {
			s.curve = append(s.curve, result.CurvePoint{Effort: float64(c) * grid, Value: (start + x) / n})
		}
	}
	chosen := make([]int, len(s.parts))
	c := room
	for i := len(s.parts) - 1; i >= 0; i-- {
		chosen[i] = int(picks[i][c])
		c -= units(s.parts[i].points[chosen[i]].cost)
	}
	return chosen
}

// The bounds of the memory of sharing out a budget: agencies times units of cost, and units alone.
const (
	budgetCells = 100_000_000
	budgetUnits = 100_000
)

// grid is the unit that the budget is counted in: the largest of which all costs are multiples, or, where that is too
// fine, one that there is room for; costs are then rounded up.
func (s *sharing) grid() float64 {
	const fine = 1e6
	var whole int64
	for _, p := range s.parts {
		for _, r := range p.points {
			whole = greatest(whole, int64(math.Round(r.cost*fine)))
		}
	}
	if whole == 0 {
		return max(s.budget, 1)
	}
	grid := float64(whole) / fine
	if most := min(budgetUnits, float64(budgetCells/max(1, len(s.parts)))); s.budget/grid > most {
		grid, s.rounded = s.budget/most, true
	}
	return grid
}

// write writes down what each agency gets and what becomes of it.
func (s *sharing) write(goal string, chosen []int) (*result.Plans, error) {
	a := s.assessment
	out := &result.Plans{
		Schema: result.PlansSchema, Title: a.Title, Year: a.Year, Rubric: a.Rubric.ID, Version: a.Rubric.Version, Basis: a.Options.Basis,
		Goal: goal, Invented: a.Invented, Budget: s.budget, Unit: unitOf(s.options), Proof: result.ProofOptimal, Considered: len(s.parts),
		Agencies: []result.AgencyPlan{}, Assumptions: []string{}, Curve: s.curve,
	}
	if t := s.target; t != nil {
		out.Target = &result.PlanTarget{Band: t.Band, Index: t.Index, Rank: t.Rank}
	}
	if !s.exact || s.rounded {
		out.Proof = result.ProofGap
	}
	after := lifted{}
	for i, part := range s.parts {
		point := part.points[chosen[i]]
		out.Before += part.points[0].index / float64(len(s.parts))
		out.After += point.index / float64(len(s.parts))
		reached := part.reaches >= 0 && chosen[i] >= part.reaches
		out.Reached += count(reached)
		out.ReachedBefore += count(part.reaches == 0)
		if chosen[i] == 0 {
			continue
		}
		p, err := s.problemOf(part.agency)
		if err != nil {
			return nil, err
		}
		one := result.AgencyPlan{Agency: p.agency.ID, Name: p.agency.Name, Effort: point.cost, Before: p.before(), Reached: reached}
		steps := unpacked(point.steps)
		if one.After, err = p.standing(steps); err != nil {
			return nil, err
		}
		if one.Steps, _, _, err = p.schedule(steps); err != nil {
			return nil, err
		}
		after[p.agency] = p.honest(steps)
		out.Spent += point.cost
		out.Agencies = append(out.Agencies, one)
		for _, word := range p.assumptions(one.Steps) {
			if !slices.Contains(out.Assumptions, word) {
				out.Assumptions = append(out.Assumptions, word)
			}
		}
	}
	s.rankTogether(out)
	return out, s.spread(out, after)
}

// spread puts intervals from draws in place of those of the bounds, before the budget is spent and after.
func (s *sharing) spread(out *result.Plans, after lifted) error {
	found, err := s.all.intervals(s.assessment, false, []lifted{nil, after})
	if err != nil || found == nil {
		return err
	}
	for i := range out.Agencies {
		one := &out.Agencies[i]
		from, known := found[0][s.assessment.Agency(one.Agency)]
		to, still := found[1][s.assessment.Agency(one.Agency)]
		if !known || !still {
			continue
		}
		from.Best, from.Worst = min(from.Best, one.Before.Rank), max(from.Worst, one.Before.Rank)
		to.Best, to.Worst = min(to.Best, one.After.Rank), max(to.Worst, one.After.Rank)
		one.Before.Interval, one.After.Interval = &from, &to
	}
	out.Assumptions = append(out.Assumptions, result.AssumeDraws)
	return nil
}

// rankTogether gives the places after all agencies have had their part, not each alone.
func (s *sharing) rankTogether(out *result.Plans) {
	if s.all == nil {
		return
	}
	f := s.all.tiers[false]
	if f == nil {
		return
	}
	scores, lows, highs := slices.Clone(f.score), slices.Clone(f.low), slices.Clone(f.high)
	place := func(one *result.AgencyPlan) int { return s.all.place[s.assessment.Agency(one.Agency)] }
	for i := range out.Agencies {
		after, k := &out.Agencies[i].After, place(&out.Agencies[i])
		scores[k], lows[k], highs[k] = s.all.ranked(after.Index), s.all.ranked(after.Low), s.all.ranked(after.High)
	}
	places, of := rank.Competition(scores, f.tol)
	possible := rank.Possible(scores, lows, highs, f.tol)
	for i := range out.Agencies {
		after, k := &out.Agencies[i].After, place(&out.Agencies[i])
		after.Rank, after.Of = places[k], of
		after.Interval = &result.Interval{Best: possible[k].Best, Worst: possible[k].Worst, Method: result.IntervalBounds}
	}
}

// unitOf says what costs are counted in.
func unitOf(o Options) string {
	if o.Costs != nil {
		return "cost"
	}
	return "effort"
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
