package plan_test

import (
	"math"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/plan"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/scoringtest"
)

// brute goes through every set of steps of one agency, by assessing each anew: an independent account of what a plan can
// do, without the tree's layout, without gains that add up, without a programme.
type brute struct {
	t             *rapid.T
	in            scoring.Input
	opts          scoring.Options
	a             *result.Assessment
	agency        string
	prerequisites string
	rows          []bruteRow
}

// bruteRow is one thing that can be lifted: the scores above its value with what each step costs.
type bruteRow struct {
	node  *rubric.Node
	item  string
	value float64
	score []float64
	cost  []float64
}

// newBrute lists what can be lifted.
func newBrute(t *rapid.T, in scoring.Input, opts scoring.Options, a *result.Assessment, agency, prerequisites string) *brute {
	b := &brute{t: t, in: in, opts: opts, a: a, agency: agency, prerequisites: prerequisites}
	stored := a.Headline(a.Agency(agency))
	for _, n := range in.Rubric.Indicators() {
		s := stored.Nodes[n.ID]
		if s.Value == nil || s.Coverage == 0 {
			continue
		}
		items := s.Items
		if items == nil {
			items = []result.Item{{Value: s.Value}}
		}
		for _, item := range items {
			if item.Value == nil {
				continue
			}
			r := bruteRow{node: n, item: item.Item, value: *item.Value}
			for _, l := range n.Levels {
				if l.Level <= *item.Value+1e-9*n.Span().Span() {
					continue
				}
				cost := 1.0
				for _, action := range n.Actions {
					if action.To == l.Level {
						cost = float64(action.Effort)
					}
				}
				r.score, r.cost = append(r.score, l.Level), append(r.cost, cost)
			}
			b.rows = append(b.rows, r)
		}
	}
	return b
}

// index assesses the agency with some steps taken; NaN where there is no index.
func (b *brute) index(steps []int) float64 {
	in := b.in
	in.Answers = slices.Clone(in.Answers)
	in.Measurements = slices.Clone(in.Measurements)
	for i, r := range b.rows {
		if steps[i] == 0 {
			continue
		}
		score := r.score[steps[i]-1]
		for k := range in.Answers {
			if a := &in.Answers[k]; a.Agency == b.agency && a.Indicator == r.node.ID && a.Item == r.item {
				a.Claim = questionnaire.Value{Number: score, State: questionnaire.Known}
			}
		}
		for k := range in.Measurements {
			if m := &in.Measurements[k]; m.Agency == b.agency && m.Indicator == r.node.ID && r.node.Measure.Rule != rubric.RuleFloor {
				m.Value, m.Coverage = (score-r.node.Span().Min)/r.node.Span().Span()*100, 1
			}
		}
	}
	a, err := scoring.Assess(in, b.opts)
	if err != nil {
		b.t.Fatal(err)
	}
	if x := a.Headline(a.Agency(b.agency)).Index.Value; x != nil {
		return *x
	}
	return math.NaN()
}

// allowed reports whether the prerequisites of every lifted row are met.
func (b *brute) allowed(steps []int) bool {
	at := func(i int) float64 {
		if steps[i] == 0 {
			return b.rows[i].value
		}
		return b.rows[i].score[steps[i]-1]
	}
	height := func(i int) float64 { return (at(i) - b.rows[i].node.Span().Min) / b.rows[i].node.Span().Span() }
	for i, r := range b.rows {
		if steps[i] == 0 {
			continue
		}
		for _, id := range r.node.DependsOn {
			var same bool
			if r.node.Repeats != "" {
				mine, theirs := items(b.rows, r.node.ID), items(b.rows, id)
				same = slices.Equal(mine, theirs) && b.in.Rubric.Indicator(id).Repeats != ""
			}
			for k, other := range b.rows {
				if other.node.ID != id || same && other.item != r.item {
					continue
				}
				switch b.prerequisites {
				case plan.Level:
					if height(k) < height(i)-1e-9 {
						return false
					}
				case plan.Started:
					if height(k) < 1e-9 {
						return false
					}
				}
			}
		}
	}
	return true
}

func items(rows []bruteRow, id string) []string {
	var out []string
	for _, r := range rows {
		if r.node.ID == id {
			out = append(out, r.item)
		}
	}
	return out
}

// every calls f for every allowed set of steps with its cost and index.
func (b *brute) every(f func(steps []int, cost, index float64)) {
	steps := make([]int, len(b.rows))
	for {
		if b.allowed(steps) {
			cost := 0.0
			for i, k := range steps {
				for _, c := range b.rows[i].cost[:k] {
					cost += c
				}
			}
			f(steps, cost, b.index(steps))
		}
		i := 0
		for ; i < len(steps); i++ {
			if steps[i]++; steps[i] <= len(b.rows[i].score) {
				break
			}
			steps[i] = 0
		}
		if i == len(steps) {
			return
		}
	}
}

// cost and index of one set of steps.
type bought struct{ cost, index float64 }

// drawn is a problem with prerequisites, few enough to be gone through.
func drawn(t *rapid.T) (scoring.Input, scoring.Options, *result.Assessment, string) {
	o := scoringtest.Options{Linear: rapid.Bool().Draw(t, "linear"), Plain: rapid.Bool().Draw(t, "plain"), Indicators: 4, Agencies: 3}
	r := scoringtest.Rubric(t, o)
	r.Unknown = rubric.Renormalise
	leaves := r.Indicators()
	for i, n := range leaves {
		if i > 0 && rapid.Bool().Draw(t, "depends") {
			n.DependsOn = []string{leaves[rapid.IntRange(0, i-1).Draw(t, "on")].ID}
		}
	}
	in, opts := scoringtest.Input(t, r, o)
	a, err := scoring.Assess(in, opts)
	if err != nil {
		t.Fatal(err)
	}
	return in, opts, a, a.Agencies[rapid.IntRange(0, len(a.Agencies)-1).Draw(t, "agency")].ID
}

func TestPlanEqualsBruteForce(t *testing.T) {
	solved := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		in, opts, a, agency := drawn(t)
		one := a.Agency(agency)
		stored := a.Headline(one)
		if one.Source == result.RolledUp || stored.Index.Value == nil {
			return
		}
		o := plan.Options{Prerequisites: rapid.SampledFrom([]string{plan.Level, plan.Started, plan.Ignore}).Draw(t, "prerequisites")}
		b := newBrute(t, in, opts, a, agency, o.Prerequisites)
		ways := 1
		for _, r := range b.rows {
			if ways *= len(r.score) + 1; ways > 300 {
				return
			}
		}
		var all []bought
		b.every(func(_ []int, cost, index float64) { all = append(all, bought{cost, index}) })
		top := 0.0
		for _, x := range all {
			top = max(top, x.index)
		}
		span := in.Rubric.Scale.Span()
		tol := 1e-9 * span

		var target plan.Target
		var reached func(x float64) bool
		switch rapid.IntRange(0, 2).Draw(t, "target") {
		case 0:
			wanted := *stored.Index.Value + rapid.Float64Range(0, 1.05).Draw(t, "how far")*(top-*stored.Index.Value)
			target, reached = plan.Target{Index: &wanted}, func(x float64) bool { return x >= wanted-tol }
		case 1:
			edge := in.Rubric.Bands[1].From
			target, reached = plan.Target{Band: in.Rubric.Bands[1].ID}, func(x float64) bool { return x >= edge-tol }
		default:
			rank := rapid.IntRange(1, 2).Draw(t, "rank")
			target = plan.Target{Rank: rank}
			reached = func(x float64) bool {
				above := 0
				for _, other := range a.Agencies {
					y := a.Headline(other).Index.Value
					if other.ID != agency && other.Governs == one.Governs && y != nil && *y > x+tol {
						above++
					}
				}
				return above < rank
			}
		}
		cheapest := math.Inf(1)
		for _, x := range all {
			if reached(x.index) {
				cheapest = min(cheapest, x.cost)
			}
		}
		got, err := plan.Reach(a, agency, target, o)
		if err != nil {
			t.Fatal(err)
		}
		if got.Reached != !math.IsInf(cheapest, 1) {
			t.Fatalf("reached %v, the cheapest costs %v: %+v", got.Reached, cheapest, got)
		}
		if got.Reached && (math.Abs(got.Effort-cheapest) > 1e-9 || got.Proof != result.ProofOptimal || got.Gap != 0) {
			t.Fatalf("the plan costs %v (%s), the cheapest %v: %+v", got.Effort, got.Proof, cheapest, got.Steps)
		}
		if got.Reached && !reached(*got.After.Index) {
			t.Fatalf("the plan ends at %v, short of %+v", *got.After.Index, target)
		}
		// The steps are those of a plan: assessed anew they give the index that was promised.
		steps := make([]int, len(b.rows))
		index := *stored.Index.Value
		for _, s := range got.Steps {
			for i, r := range b.rows {
				if r.node.ID == s.Indicator && r.item == s.Item {
					if r.score[steps[i]] != s.To {
						t.Fatalf("%s goes to %v, its next level is %v", s.Indicator, s.To, r.score[steps[i]])
					}
					steps[i]++
				}
			}
			if index += s.Gain; math.Abs(index-s.Index) > 1e-9*span {
				t.Fatalf("the gains come to %v, not %v", index, s.Index)
			}
			if got.Reached && !b.allowed(steps) {
				t.Fatalf("a prerequisite is not met after %+v of %+v", s, got.Steps)
			}
		}
		if again := b.index(steps); math.Abs(again-*got.After.Index) > 1e-9*span {
			t.Fatalf("assessed anew the plan gives %v, not %v", again, *got.After.Index)
		}
		// The frontier is that of all sets of steps.
		var want []bought
		sort.SliceStable(all, func(i, j int) bool {
			return all[i].cost < all[j].cost || all[i].cost == all[j].cost && all[i].index > all[j].index
		})
		for _, x := range all {
			if len(want) == 0 || x.index > want[len(want)-1].index+tol {
				want = append(want, x)
			}
		}
		if len(want) != len(got.Frontier) || got.FrontierProof != result.ProofOptimal {
			t.Fatalf("the frontier is %+v (%s), want %v", got.Frontier, got.FrontierProof, want)
		}
		for i, x := range want {
			if f := got.Frontier[i]; math.Abs(f.Effort-x.cost) > 1e-9 || math.Abs(f.Index-x.index) > 2*tol {
				t.Fatalf("the frontier is %+v, want %v", got.Frontier, want)
			}
		}
		solved[got.Proof]++
	})
	t.Log(solved)
	if solved[result.ProofOptimal] < 10 {
		t.Errorf("only %v were solved", solved)
	}
}
