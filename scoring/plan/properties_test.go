package plan_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/plan"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/scoringtest"
)

// small draws a problem that can be gone through, with its brute force; nil where there is none.
func small(t *rapid.T, ways int) (*brute, *result.Assessment, string) {
	in, opts, a, agency := drawn(t)
	if a.Agency(agency).Source == result.RolledUp || a.Headline(a.Agency(agency)).Index.Value == nil {
		return nil, nil, ""
	}
	b := newBrute(t, in, opts, a, agency, plan.Level)
	n := 1
	for _, r := range b.rows {
		if n *= len(r.score) + 1; n > ways {
			return nil, nil, ""
		}
	}
	return b, a, agency
}

// reachIndex wants a part of the way from where the agency stands to the top of the scale.
func reachIndex(t *rapid.T, a *result.Assessment, agency string) plan.Target {
	x := *a.Headline(a.Agency(agency)).Index.Value
	x += rapid.Float64Range(0, 1).Draw(t, "how far") * (a.Rubric.Tree.Scale.Max - x)
	return plan.Target{Index: &x}
}

// Every year has the best that its room buys of the plan, given the years before: against all sets of steps.
func TestYearsEqualBruteForce(t *testing.T) {
	years := 0
	rapid.Check(t, func(t *rapid.T) {
		b, a, agency := small(t, 200)
		if b == nil {
			return
		}
		room := float64(rapid.IntRange(1, 4).Draw(t, "room"))
		p, err := plan.Reach(a, agency, reachIndex(t, a, agency), plan.Options{PerYear: room})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Years) != int(math.Ceil(p.Effort/room-1e-9)) {
			t.Fatalf("%v of effort take %d years at %v a year", p.Effort, len(p.Years), room)
		}
		final, taken := make([]int, len(b.rows)), make([]int, len(b.rows))
		place := func(s result.PlanStep) int {
			return slices.IndexFunc(b.rows, func(r bruteRow) bool { return r.node.ID == s.Indicator && r.item == s.Item })
		}
		for _, s := range p.Steps {
			final[place(s)]++
		}
		at, spent := 0, 0.0
		for _, year := range p.Years {
			years++
			best := math.Inf(-1)
			b.every(func(steps []int, cost, index float64) {
				for i := range steps {
					if steps[i] < taken[i] || steps[i] > final[i] {
						return
					}
				}
				if cost <= room*float64(year.Year)+1e-9 {
					best = max(best, index)
				}
			})
			for ; at < len(p.Steps) && p.Steps[at].Year == year.Year; at++ {
				taken[place(p.Steps[at])]++
				spent += p.Steps[at].Effort
				if p.Reached && !b.allowed(taken) {
					t.Fatalf("in year %d a prerequisite is not met: %+v", year.Year, p.Steps)
				}
			}
			if spent > room*float64(year.Year)+1e-9 {
				t.Fatalf("by year %d %v is spent, at %v a year", year.Year, spent, room)
			}
			if p.Reached && math.Abs(*year.After.Index-best) > 1e-8*a.Rubric.Tree.Scale.Span() {
				t.Fatalf("year %d ends at %v, the best is %v: %+v", year.Year, *year.After.Index, best, p.Steps)
			}
		}
		if at != len(p.Steps) {
			t.Fatalf("%d of %d steps have a year", at, len(p.Steps))
		}
	})
	if years < 10 {
		t.Errorf("only %d years", years)
	}
}

// Costs of the planner's own, whole or not: the cheapest of all sets, or, where costs were rounded, within the gap.
func TestCostsEqualBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, a, agency := small(t, 200)
		if b == nil {
			return
		}
		digits := rapid.SampledFrom([]float64{1, 100, 1e7}).Draw(t, "digits")
		costs := map[string][]float64{}
		for i := range b.rows {
			for k := range b.rows[i].cost {
				b.rows[i].cost[k] = math.Round(rapid.Float64Range(0, 100).Draw(t, "cost")*digits) / digits
			}
			costs[b.rows[i].node.ID+"/"+b.rows[i].item] = b.rows[i].cost
		}
		o := plan.Options{Costs: func(_, indicator, item string, level float64) (float64, bool) {
			for _, r := range b.rows {
				if at := slices.Index(r.score, level); r.node.ID == indicator && r.item == item && at >= 0 {
					return costs[indicator+"/"+item][at], true
				}
			}
			return 0, false
		}}
		target := reachIndex(t, a, agency)
		p, err := plan.Reach(a, agency, target, o)
		if err != nil {
			t.Fatal(err)
		}
		cheapest := math.Inf(1)
		b.every(func(_ []int, cost, index float64) {
			if index >= *target.Index-1e-9*a.Rubric.Tree.Scale.Span() {
				cheapest = min(cheapest, cost)
			}
		})
		switch {
		case p.Reached == math.IsInf(cheapest, 1):
			t.Fatalf("reached %v, the cheapest costs %v", p.Reached, cheapest)
		case !p.Reached:
		case p.Effort < cheapest-1e-6 || p.Bound > cheapest+1e-6 || math.Abs(p.Effort-p.Bound-p.Gap) > 1e-9:
			t.Fatalf("costs %v, at least %v (gap %v, %s); the cheapest costs %v", p.Effort, p.Bound, p.Gap, p.Proof, cheapest)
		case p.Proof == result.ProofOptimal && math.Abs(p.Effort-cheapest) > 1e-6:
			t.Fatalf("said to be optimal at %v, the cheapest costs %v", p.Effort, cheapest)
		case digits == 1 && p.Proof != result.ProofOptimal:
			t.Fatalf("whole numbers are %s", p.Proof)
		}
	})
}

// Where the work is stopped early, what is said about the cheapest plan still holds.
func TestGapHolds(t *testing.T) {
	gaps := 0
	rapid.Check(t, func(t *rapid.T) {
		b, a, agency := small(t, 200)
		if b == nil {
			return
		}
		target := reachIndex(t, a, agency)
		p, err := plan.Reach(a, agency, target, plan.Options{Work: 1})
		if err != nil {
			t.Fatal(err)
		}
		cheapest := math.Inf(1)
		b.every(func(_ []int, cost, index float64) {
			if index >= *target.Index-1e-9*a.Rubric.Tree.Scale.Span() {
				cheapest = min(cheapest, cost)
			}
		})
		if p.Reached && (p.Effort < cheapest-1e-9 || p.Bound > cheapest+1e-9 || math.Abs(p.Gap-(p.Effort-p.Bound)) > 1e-9) {
			t.Fatalf("costs %v, at least %v (%s); the cheapest costs %v", p.Effort, p.Bound, p.Proof, cheapest)
		}
		if p.Reached == math.IsInf(cheapest, 1) {
			t.Fatalf("reached %v, the cheapest costs %v", p.Reached, cheapest)
		}
		if p.Gap > 0 {
			gaps++
		}
	})
	t.Log(gaps)
}

// One budget for several agencies: against all ways to share it out.
func TestShareEqualsBruteForce(t *testing.T) {
	shared := 0
	rapid.Check(t, func(t *rapid.T) {
		o := scoringtest.Options{Linear: rapid.Bool().Draw(t, "linear"), Indicators: 3, Agencies: 3}
		r := scoringtest.Rubric(t, o)
		r.Unknown = rubric.Renormalise
		in, opts := scoringtest.Input(t, r, o)
		a, err := scoring.Assess(in, opts)
		if err != nil {
			t.Fatal(err)
		}
		wanted := r.Scale.Min + rapid.Float64Range(0.3, 0.9).Draw(t, "wanted")*r.Scale.Span()
		tol := 1e-9 * r.Scale.Span()
		budget := float64(rapid.IntRange(0, 8).Draw(t, "budget"))
		type way struct {
			cost, index float64
		}
		var ways [][]way
		combinations := 1
		for _, one := range a.Agencies {
			x := a.Headline(one).Index.Value
			if one.Governs || one.Source == result.RolledUp || x == nil {
				continue
			}
			b := newBrute(t, in, opts, a, one.ID, plan.Level)
			n := 1
			for _, row := range b.rows {
				n *= len(row.score) + 1
			}
			if combinations *= n; combinations > 20_000 || n > 100 {
				return
			}
			var mine []way
			b.every(func(_ []int, cost, index float64) { mine = append(mine, way{cost, index}) })
			ways = append(ways, mine)
		}
		if len(ways) == 0 {
			return
		}
		bestMean, most, least := math.Inf(-1), -1, 0.0
		var try func(i int, cost, sum float64, reached int)
		try = func(i int, cost, sum float64, reached int) {
			if cost > budget {
				return
			}
			if i == len(ways) {
				bestMean = max(bestMean, sum/float64(len(ways)))
				if reached > most || reached == most && cost < least {
					most, least = reached, cost
				}
				return
			}
			for _, w := range ways[i] {
				n := 0
				if w.index >= wanted-tol {
					n = 1
				}
				try(i+1, cost+w.cost, sum+w.index, reached+n)
			}
		}
		try(0, 0, 0, 0)
		got, err := plan.Share(a, budget, plan.Mean, nil, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got.After-bestMean) > 1e-8*r.Scale.Span() || got.Spent > budget+1e-9 || got.Proof != result.ProofOptimal {
			t.Fatalf("the mean comes to %v for %v (%s), the best is %v", got.After, got.Spent, got.Proof, bestMean)
		}
		got, err = plan.Share(a, budget, plan.Reached, &plan.Target{Index: &wanted}, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Reached != most || math.Abs(got.Spent-least) > 1e-9 {
			t.Fatalf("%d reach it for %v, the most is %d for %v", got.Reached, got.Spent, most, least)
		}
		shared++
	})
	if shared < 10 {
		t.Errorf("only %d budgets were shared", shared)
	}
}

// A plan that takes unknowns to stand at the bottom holds whatever they turn out to be.
func TestPlanFromTheBottomHolds(t *testing.T) {
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		o := scoringtest.Options{Linear: rapid.Bool().Draw(t, "linear"), Indicators: 4, Agencies: 2}
		r := scoringtest.Rubric(t, o)
		r.MinCoverage = 0
		for _, n := range r.Indicators() {
			n.Measure, n.External = nil, nil
		}
		in, opts := scoringtest.Input(t, r, o)
		a, err := scoring.Assess(in, opts)
		if err != nil {
			t.Fatal(err)
		}
		one := a.Agencies[len(a.Agencies)-1]
		wanted := r.Scale.Min + rapid.Float64Range(0.2, 0.8).Draw(t, "wanted")*r.Scale.Span()
		p, err := plan.Reach(a, one.ID, plan.Target{Index: &wanted}, plan.Options{Unknown: plan.Bottom})
		if err != nil || !p.Reached {
			return // rolled up, or out of reach
		}
		// The plan is carried out, and what is still unknown turns out to be anything.
		in.Answers = slices.Clone(in.Answers)
		top := map[string]float64{}
		for _, s := range p.Steps {
			top[s.Indicator+"/"+s.Item] = s.To
		}
		for i := range in.Answers {
			answer := &in.Answers[i]
			if answer.Agency != one.ID {
				continue
			}
			n := r.Indicator(answer.Indicator)
			if to, lifted := top[answer.Indicator+"/"+answer.Item]; lifted {
				answer.Claim = questionnaire.Value{Number: to, State: questionnaire.Known}
			} else if answer.Claim.State == questionnaire.Unknown {
				answer.Claim = questionnaire.Value{Number: n.Levels[rapid.IntRange(0, len(n.Levels)-1).Draw(t, "turns out")].Level, State: questionnaire.Known}
			}
		}
		a, err = scoring.Assess(in, opts)
		if err != nil {
			t.Fatal(err)
		}
		if x := a.Headline(a.Agency(one.ID)).Index.Value; x == nil || *x < wanted-1e-9*r.Scale.Span() {
			t.Fatalf("the plan ends at %v, wanted %v: %+v", x, wanted, p.Steps)
		}
		held++
	})
	if held < 10 {
		t.Errorf("only %d plans held", held)
	}
}
