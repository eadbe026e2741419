package compare

import (
	"siap/scoring"
	"siap/scoring/composite"
	"siap/scoring/result"
)

// rollup computes governments from their agencies, by the rule of package scoring.
type rollup struct {
	// below are the members of each unit, rolled says which units have no result of their own, weight what each weighs.
	below  [][]int
	rolled []bool
	weight []float64
	tops   []int
}

// newRollup takes the tree of agencies of a side; at gives the unit of an agency.
func newRollup(s *side, at func(id string) int) *rollup {
	r := &rollup{}
	grow := func(u int) {
		for len(r.below) <= u {
			r.below, r.rolled, r.weight = append(r.below, nil), append(r.rolled, false), append(r.weight, 1)
		}
	}
	for _, one := range s.Result.Agencies {
		u := at(one.ID)
		grow(u)
		r.rolled[u], r.weight[u] = one.Source == result.RolledUp, one.Weight
		if _, known := s.place[one.Parent]; known && one.Parent != "" {
			p := at(one.Parent)
			grow(p)
			r.below[p] = append(r.below[p], u)
		}
		r.tops = append(r.tops, u)
	}
	return r
}

// apply gives the index of every unit: of those that are rolled up the mean of their members, of all others the
// column's.
func (r *rollup) apply(how string, tree *composite.Tree, index *composite.Column) []float64 {
	out := make([]float64, len(index.Value))
	copy(out, index.Value)
	if how == scoring.RollupNone || how == "" {
		return out
	}
	coverage := make([]float64, len(out))
	copy(coverage, index.Coverage)
	withheld := make([]bool, len(out))
	copy(withheld, index.Withheld)
	applies := make([]bool, len(out))
	for u := range applies {
		applies[u] = index.Total[u] > 0
	}
	done := make([]bool, len(r.below))
	var visit func(u int)
	visit = func(u int) {
		if done[u] || len(r.below[u]) == 0 {
			return
		}
		done[u] = true
		for _, m := range r.below[u] {
			visit(m)
		}
		if !r.rolled[u] {
			return
		}
		var value, known, covered, total float64
		some := false
		for _, m := range r.below[u] {
			w := r.weighs(how, m)
			if !applies[m] {
				continue
			}
			total += w
			if withheld[m] {
				some = true
				continue
			}
			covered += w * coverage[m]
			if composite.IsKnown(out[m]) {
				value += w * out[m]
				known += w
			}
		}
		out[u], withheld[u], applies[u], coverage[u] = composite.Unknown, false, total > 0, 0
		if total == 0 {
			return
		}
		coverage[u] = covered / total
		if known > 0 && coverage[u] >= tree.Nodes[0].MinCoverage-composite.Tolerance {
			out[u] = value / known
			return
		}
		withheld[u] = known > 0 || some
	}
	for _, u := range r.tops {
		visit(u)
	}
	return out
}

func (r *rollup) weighs(how string, u int) float64 {
	if how == scoring.RollupWeighted {
		return r.weight[u]
	}
	return 1
}
