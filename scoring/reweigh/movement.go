package reweigh

import (
	"cmp"
	"slices"

	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// MovementOf says what places do from one assessment to another of the same agencies, on a basis, "" for the headline of
// the first; nil where nobody has a place in both. Compared are those that a report on weights compares.
func MovementOf(before, after *result.Assessment, basis result.Basis) *weighing.Movement {
	basis = cmp.Or(basis, before.Options.Basis)
	agencies, _ := before.Compared(basis)
	later := map[string]int{}
	for _, one := range after.Agencies {
		if one != nil && one.Results[basis] != nil {
			later[one.ID] = one.Results[basis].Rank.Overall
		}
	}
	ranked := slices.Clone(agencies)
	slices.SortStableFunc(ranked, func(x, y *result.Agency) int {
		return cmp.Compare(x.Results[basis].Rank.Overall, y.Results[basis].Rank.Overall)
	})
	m, sum, most := &weighing.Movement{}, 0, 0
	for _, one := range ranked {
		from, to := one.Results[basis].Rank.Overall, later[one.ID]
		if from == 0 || to == 0 {
			continue
		}
		m.Ranked++
		far := max(from-to, to-from)
		sum += far
		if far > 0 {
			m.Moved++
		}
		if far > most {
			most, m.Farthest, m.From, m.To = far, one.ID, from, to
		}
	}
	if m.Ranked == 0 {
		return nil
	}
	m.Shift = float64(sum) / float64(m.Ranked)
	return m
}

// Weights gives the found weights of a report by node, as a scenario takes them; those of nodes that kept the rubric's are
// not among them. Empty where nothing was found.
func Weights(r *weighing.Report) map[string]float64 {
	out := map[string]float64{}
	for i := range r.Nodes {
		n := &r.Nodes[i]
		if n.Reason != "" {
			continue
		}
		for _, m := range n.Members {
			out[m.Node] = m.Weight
		}
	}
	return out
}
