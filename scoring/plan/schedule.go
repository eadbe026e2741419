package plan

import (
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/result"
)

// schedule puts the steps in order: year by year where a year has a limit, each year the best that the room so far can
// buy of them; within a year the step that gains most for its effort first, after what it needs. ends is how far each unit
// is lifted by the end of each year.
func (p *problem) schedule(steps []int) (out []result.PlanStep, years []result.PlanYear, ends [][]int, err error) {
	taken := p.floor()
	out = []result.PlanStep{}
	if p.options.PerYear <= 0 {
		err := p.take(taken, steps, 0, &out)
		return out, nil, nil, err
	}
	work := p.options.Work
	for year := 1; !slices.Equal(taken, steps); year++ {
		room := float64(year) * p.options.PerYear
		next := steps
		if p.costOf(steps) > room+1e-9 {
			units := int64(math.Floor(room/p.grid + 1e-9))
			found, _, _, err := p.search(taken, steps, bestWithin(units), worthier, &work)
			if err != nil {
				return nil, nil, nil, err
			}
			if found == nil || p.costOf(found) > room+1e-9 {
				found = taken
			}
			next = found
		}
		before := len(out)
		spent := p.costOf(next) - p.costOf(taken)
		if err := p.take(taken, next, year, &out); err != nil {
			return nil, nil, nil, err
		}
		after, err := p.standing(taken)
		if err != nil {
			return nil, nil, nil, err
		}
		years = append(years, result.PlanYear{Year: year, Effort: spent, Steps: len(out) - before, After: after})
		ends = append(ends, slices.Clone(taken))
	}
	return out, years, ends, nil
}

// take takes the steps from where the units stand to where they are to stand, and moves them there.
func (p *problem) take(taken, wanted []int, year int, out *[]result.PlanStep) error {
	columns, err := p.evaluate(1, func(_, unit int) int { return taken[unit] })
	if err != nil {
		return err
	}
	index := columns[0].Value[0]
	for !slices.Equal(taken, wanted) {
		var ready []int
		for i := range taken {
			if taken[i] < wanted[i] && p.mayRise(taken, i) {
				ready = append(ready, i)
			}
		}
		if len(ready) == 0 { // what is needed stands in a circle: the rubric's check forbids that
			for i := range taken {
				if taken[i] < wanted[i] {
					ready = append(ready, i)
				}
			}
		}
		columns, err := p.evaluate(len(ready), func(set, unit int) int {
			if ready[set] == unit {
				return taken[unit] + 1
			}
			return taken[unit]
		})
		if err != nil {
			return err
		}
		best := 0
		rate := func(k int) float64 {
			return (columns[0].Value[k] - index) / max(p.units[ready[k]].steps[taken[ready[k]]].cost, 1e-9)
		}
		for k := range ready {
			if rate(k) > rate(best)+slack {
				best = k
			}
		}
		i := ready[best]
		after := columns[0].Value[best]
		*out = append(*out, p.describe(i, taken[i], year, after-index, after))
		taken[i]++
		index = after
	}
	return nil
}

// mayRise reports whether a unit may take its next step.
func (p *problem) mayRise(taken []int, i int) bool {
	for k := range p.needs {
		if n := &p.needs[k]; n.of == i && !n.holds(taken[i]+1, taken[n.on]) {
			return false
		}
	}
	return true
}

// describe writes one step down: from where a unit stands to the next.
func (p *problem) describe(i, at, year int, gain, index float64) result.PlanStep {
	u := p.units[i]
	s := u.steps[at]
	out := result.PlanStep{
		Indicator: u.leaf.node.ID, Item: u.item, From: u.value, To: s.Score, Effort: s.cost, Assumed: s.assumed,
		Gain: gain, Index: index, Year: year,
	}
	if at > 0 {
		out.From = u.steps[at-1].Score
	}
	if len(u.leaf.node.Levels) > 0 {
		level := s.Level
		out.Level = &level
	}
	if s.Action != nil && s.Action.Text != (rubric.Text{}) {
		out.Action = &s.Action.Text
	}
	for k := range p.needs {
		n := &p.needs[k]
		if n.of != i || n.least[at+1] == 0 {
			continue
		}
		on := p.units[n.on]
		out.Needs = append(out.Needs, result.PlanNeed{
			Indicator: on.leaf.node.ID, Item: on.item, Score: on.steps[n.least[at+1]-1].Score,
		})
	}
	out.Claim, out.Measured = p.evidence(u, s.Score)
	return out
}

// assumptions lists what a plan takes for granted.
func (p *problem) assumptions(steps []result.PlanStep) []string {
	var out []string
	add := func(word string, when bool) {
		if when {
			out = append(out, word)
		}
	}
	one, measured := false, false
	for _, s := range steps {
		one = one || s.Assumed
		measured = measured || s.Measured != nil
	}
	add(result.AssumeEffortOne, one)
	add(result.AssumeMeasured, measured)
	unknown := false
	for _, l := range p.leaves {
		for _, r := range l.rows {
			unknown = unknown || !r.known && l.state != isAssumed
		}
		unknown = unknown || (l.state == isUnknown && len(l.rows) == 0)
	}
	add(result.AssumeUnknownBottom, unknown && p.bottoms())
	add(result.AssumeUnknownKept, unknown && !p.bottoms())
	depends := slices.ContainsFunc(p.leaves, func(l *leaf) bool { return len(l.node.DependsOn) > 0 })
	switch p.options.Prerequisites {
	case Level:
		add(result.AssumeLevel, depends)
	case Started:
		add(result.AssumeStarted, depends)
	default:
		add(result.AssumeIgnored, depends)
	}
	add(result.AssumePrerequisite, p.doubtful)
	add(result.AssumeSpread, p.options.PerYear > 0)
	add(result.AssumeRounded, p.rounded)
	return out
}
