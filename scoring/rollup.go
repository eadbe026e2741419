package scoring

import (
	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// rollUp computes every government from the agencies below it, the deepest first: each node is the mean of the
// agencies' values (equal, or by their weight), over those that have one; coverage and bounds are the mean over
// all to which the node applies. A government that was itself assessed keeps its own result and has the
// rolled-up one beside it.
func (s *scorer) rollUp() {
	if s.options.Rollup == RollupNone {
		return
	}
	below := make([][]int, len(s.out.Agencies))
	for u, a := range s.out.Agencies {
		if p, known := s.agencies.Index(a.Parent); known && a.Parent != "" {
			below[p] = append(below[p], u)
		}
	}
	done := make([]bool, len(s.out.Agencies))
	var visit func(u int)
	visit = func(u int) {
		if done[u] || len(below[u]) == 0 {
			return
		}
		done[u] = true // before its children, so that a cycle in the list would end
		for _, c := range below[u] {
			visit(c)
		}
		s.rollUpOne(u, below[u])
	}
	for u := range s.out.Agencies {
		visit(u)
	}
}

func (s *scorer) rollUpOne(u int, members []int) {
	rolled := &result.Scores{Nodes: make(map[string]*result.Node, len(s.nodes)-1)}
	for at, n := range s.nodes {
		if at == 0 {
			rolled.Index = *s.mean(at, members, func(r *result.Scores) *result.Node { return &r.Index })
			continue
		}
		rolled.Nodes[n.ID] = s.mean(at, members, func(r *result.Scores) *result.Node { return r.Nodes[n.ID] })
	}
	for _, t := range s.tags {
		if rolled.Tags == nil {
			rolled.Tags = map[string]*result.Node{}
		}
		rolled.Tags[t.id] = s.mean(0, members, func(r *result.Scores) *result.Node { return r.Tags[t.id] })
		rolled.Tags[t.id].Verdict = ""
	}
	s.weigh(rolled)
	agency := s.out.Agencies[u]
	if s.evidence.direct(u) {
		if agency.Rollup == nil {
			agency.Rollup = map[result.Basis]*result.Scores{}
		}
		agency.Rollup[s.basis] = rolled
		return
	}
	roll := robust.RollUp{Unit: u, Members: members}
	if s.options.Rollup == RollupWeighted {
		for _, m := range members {
			roll.Weights = append(roll.Weights, s.agencies.All()[m].Weight)
		}
	}
	s.rolled = append(s.rolled, roll)
	agency.Source = result.RolledUp
	agency.Results[s.basis] = rolled
}

// mean gives one node of a government from its members.
func (s *scorer) mean(at int, members []int, of func(*result.Scores) *result.Node) *result.Node {
	var value, known, low, high, coverage, imputed, applicable float64
	withheld := false
	for _, m := range members {
		n := of(s.out.Agencies[m].Results[s.basis])
		if n.Reason == result.ReasonNotApplicable {
			continue
		}
		w := 1.0
		if s.options.Rollup == RollupWeighted {
			w = s.agencies.All()[m].Weight
		}
		applicable += w
		low += w * *n.Low
		high += w * *n.High
		if n.Reason == result.ReasonMinCoverage {
			withheld = true
			continue
		}
		coverage += w * n.Coverage
		imputed += w * n.Imputed
		if n.Value != nil {
			value += w * *n.Value
			known += w
		}
	}
	if applicable == 0 {
		return &result.Node{Reason: result.ReasonNotApplicable}
	}
	out := &result.Node{Coverage: coverage / applicable, Imputed: imputed / applicable, Reason: result.ReasonUnknown}
	minimum := s.tree.Nodes[at].MinCoverage
	if known > 0 && out.Coverage >= minimum-composite.Tolerance {
		out.Low, out.High = number(low/applicable), number(high/applicable)
		out.Value, out.Reason = number(value/known), ""
		out.Band, out.Verdict = s.band(at, *out.Value), s.verdict(at, *out.Value)
		return out
	}
	if known > 0 || withheld {
		out.Reason = result.ReasonMinCoverage
	}
	scale := s.tree.ScaleOf(at)
	out.Low, out.High = number(scale.Min), number(scale.Max)
	return out
}

// weigh writes down the share each node has among its known siblings. A rolled-up value is the mean of the
// members' values, not of its own children, so the shares are those of the rubric and only say what matters.
func (s *scorer) weigh(r *result.Scores) {
	get := func(at int) *result.Node {
		if at == 0 {
			return &r.Index
		}
		return r.Nodes[s.nodes[at].ID]
	}
	for at := range s.tree.Nodes {
		total := 0.0
		for _, c := range s.tree.Nodes[at].Children {
			if get(c).Value != nil {
				total += s.tree.Nodes[c].Weight
			}
		}
		for _, c := range s.tree.Nodes[at].Children {
			if n := get(c); n.Value != nil {
				n.Weight = s.tree.Nodes[c].Weight / total
			}
		}
	}
	if r.Index.Value != nil {
		r.Index.Weight = 1
	}
}
