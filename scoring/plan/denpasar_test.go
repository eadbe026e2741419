package plan_test

import (
	"math"
	"path/filepath"
	"strconv"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/plan"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// denpasar assesses the sample denpasar-2018.
func denpasar(t testing.TB) *result.Assessment {
	t.Helper()
	r, err := library.Open("spbe-2018")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{{ID: "kota-denpasar", Type: "kota", Zone: agency.WITA}}, nil)}
	for _, row := range csvtest.File(t, filepath.Join("..", "..", "samples", "denpasar-2018", "answers", "tingkat.csv")) {
		level := func(cell string) questionnaire.Value {
			return questionnaire.Value{Number: csvtest.Number(t, cell), State: questionnaire.Known}
		}
		in.Answers = append(in.Answers, questionnaire.Answer{
			Agency: row["agency"], Indicator: r.Indicator(row["indicator"]).ID, Item: row["item"],
			Claim: level(row["value"]), Assessed: level(row["assessor_value"]),
		})
	}
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The cheapest way of Kota Denpasar from 2.64 (Baik) to Sangat Baik (3.5), by the rubric's efforts and prerequisites: effort
// 46, which no set of steps undercuts. By hand:
//
//	15 steps of policies, weight 1 % each            15 · 0.01      = 0.15        effort 18
//	10 steps of governance, weight 4 % each          10 · 0.04      = 0.40        effort 14
//	 5 steps of services, weight 5 % each             5 · 0.05      = 0.25        effort 10
//	 2 steps of the public service 35, one of the
//	   six rows of an aspect of weight 20 %           2 · 0.20 / 6  = 0.0666667   effort 4
//	                                                 2.64 + 0.8666667 = 3.5066667 effort 46
func TestDenpasarToVeryGood(t *testing.T) {
	a := denpasar(t)
	p, err := plan.Reach(a, "kota-denpasar", plan.Target{Band: "sangat_baik"}, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Effort != 46 || p.Proof != result.ProofOptimal || !p.Reached || p.After.Band != "sangat_baik" || p.Before.Band != "baik" {
		t.Fatalf("effort %v (%s), from %s to %s", p.Effort, p.Proof, p.Before.Band, p.After.Band)
	}
	shares := a.Rubric.Tree.Shares()
	type tally struct {
		steps  int
		effort float64
		gain   float64
	}
	found := map[string]tally{}
	for _, s := range p.Steps {
		kind := "35"
		if s.Item == "" {
			kind = strconv.FormatFloat(math.Round(shares[s.Indicator]*1e6)/1e6, 'g', -1, 64)
		}
		f := found[kind]
		found[kind] = tally{f.steps + 1, f.effort + s.Effort, f.gain + s.Gain}
	}
	for kind, want := range map[string]tally{
		"0.01": {15, 18, 0.15}, "0.04": {10, 14, 0.40}, "0.05": {5, 10, 0.25}, "35": {2, 4, 2 * 0.20 / 6},
	} {
		if got := found[kind]; got.steps != want.steps || got.effort != want.effort || math.Abs(got.gain-want.gain) > 1e-12 {
			t.Errorf("share %s: %+v, want %+v", kind, got, want)
		}
	}
	if math.Abs(*p.Before.Index-2.64) > 1e-12 || math.Abs(*p.After.Index-(2.64+0.8+0.2/3)) > 1e-12 {
		t.Errorf("from %v to %v", *p.Before.Index, *p.After.Index)
	}
	if least := starProgramme(t, a, 3.5); least != 46 {
		t.Errorf("another programme says that %d is the least", least)
	}
	// The most that effort 45 buys falls short.
	for _, f := range p.Frontier {
		if f.Effort <= 45 && f.Index >= 3.5-5e-9 {
			t.Errorf("effort %v already gives %v", f.Effort, f.Index)
		}
	}
}

// starProgramme gives the least effort for an index by another programme, which knows that in this rubric each
// policy has its own dependents and nothing else depends on anything: all levels of a policy and its dependents are gone
// through, and the stars are put together by effort.
func starProgramme(t *testing.T, a *result.Assessment, wanted float64) int {
	r := a.Rubric.Tree
	stored := a.Headline(a.Agencies[0])
	shares := r.Shares()
	effort := func(n *rubric.Node, from, to float64) int {
		sum := 0
		for _, action := range n.Actions {
			if action.To > from && action.To <= to {
				sum += action.Effort
			}
		}
		return sum
	}
	type member struct {
		node  *rubric.Node
		level float64
		gain  float64 // of one level
	}
	members := func(n *rubric.Node) []member {
		s := stored.Nodes[n.ID]
		if s.Items == nil {
			gain := shares[n.ID]
			if sibling := stored.Nodes["agency_public_services"]; n.Weight == r.Indicator("agency_public_services").Weight && sibling != nil && inAspect(r, n, "agency_public_services") {
				gain = 0.20 / 6 // six rows share the aspect
			}
			return []member{{n, *s.Value, gain}}
		}
		var out []member
		for _, item := range s.Items {
			out = append(out, member{n, *item.Value, 0.20 / 6})
		}
		return out
	}
	dependents := map[string][]*rubric.Node{}
	for _, n := range r.Indicators() {
		if len(n.DependsOn) > 1 {
			t.Fatal("the rubric is no longer one of stars")
		}
		for _, on := range n.DependsOn {
			dependents[on] = append(dependents[on], n)
		}
	}
	const most = 400
	best := make([]float64, most)
	for i := 1; i < most; i++ {
		best[i] = math.Inf(-1)
	}
	for _, n := range r.Indicators() {
		if len(n.DependsOn) > 0 {
			continue
		}
		root := members(n)
		star := map[int]float64{}
		for _, m := range root {
			for top := m.level; top <= 5; top++ {
				// With the root at top, each dependent goes as high as top, or stays where it is.
				options := map[int]float64{effort(n, m.level, top): (top - m.level) * m.gain}
				for _, d := range dependents[n.ID] {
					for _, dm := range members(d) {
						next := map[int]float64{}
						for cost, gain := range options {
							for to := dm.level; to <= max(dm.level, top); to++ {
								c, g := cost+effort(d, dm.level, to), gain+(to-dm.level)*dm.gain
								if old, ok := next[c]; !ok || g > old {
									next[c] = g
								}
							}
						}
						options = next
					}
				}
				for c, g := range options {
					if old, ok := star[c]; !ok || g > old {
						star[c] = g
					}
				}
			}
		}
		if len(root) > 1 {
			t.Fatal("a repeated indicator has dependents")
		}
		after := make([]float64, most)
		for c := range after {
			after[c] = math.Inf(-1)
			for cost, gain := range star {
				if cost <= c {
					after[c] = max(after[c], best[c-cost]+gain)
				}
			}
		}
		best = after
	}
	for c, gain := range best {
		if 2.64+gain >= wanted-1e-9 {
			return c
		}
	}
	return -1
}

// inAspect reports whether two indicators have the same parent.
func inAspect(r *rubric.Rubric, n *rubric.Node, other string) bool {
	for p := range r.All() {
		has := map[string]bool{}
		for _, c := range p.Children {
			has[c.ID] = true
		}
		if has[n.ID] && has[other] {
			return true
		}
	}
	return false
}
