package compare

import (
	"cmp"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
)

// The two sides of a pair.
const (
	from = 0
	to   = 1
)

// pair is two sides and all that is worked out about them.
type pair struct {
	sides [2]*side
	step  *result.ComparisonStep
	// shared are the indicators of both, in the order of the rubric To.
	shared []sharedLeaf
	// whole says of each side that all of its rubric is shared, so that nothing was dropped or added.
	whole [2]bool
	// units are all agencies, those on both sides first, in the order of the side To; common is how many of those.
	units  []unit
	common int
	// rescored says that the scores themselves follow different rules, relative that some compare agencies.
	rescored, relative bool
	// fixed are the shared indicators whose cells cannot be made by the rules of the other side.
	fixed []bool
	// cells are by evidence, by the rules of a side, and by the yardstick of a side.
	cells [2][2][2]cellTable
	// trees are by the weights and by the method of a side.
	trees [2][2]*mixture
	// members are the agencies of governments on each side.
	members [2]*rollup
	// playing says which components differ at all.
	playing [players]bool
	values  *valuation
}

// sharedLeaf is one indicator of both rubrics, with its places in their layouts.
type sharedLeaf struct {
	id string
	at [2]int
}

// unit is one agency with its places on the two sides, -1 where it is missing.
type unit struct {
	id string
	at [2]int
}

// on reports whether the unit is on both sides.
func (u unit) both() bool { return u.at[from] >= 0 && u.at[to] >= 0 }

// cellTable has the cells of every shared indicator, by unit.
type cellTable [][]cell

// share finds what the two rubrics have in common; targets are the indicators that a crosswalk could bring over, nil
// where there is none.
func (p *pair) share(targets map[string]bool) error {
	a, b := p.sides[from], p.sides[to]
	out := &p.step.Shared
	prints := [2]rubric.Fingerprints{a.Result.Rubric.Fingerprints, b.Result.Rubric.Fingerprints}
	out.Same = prints[from].Scoring == prints[to].Scoring && targets == nil
	out.Scales = a.rubric().Scale != b.rubric().Scale
	shares := [2]map[string]float64{a.rubric().Shares(), b.rubric().Shares()}
	total := [2]float64{}
	for _, s := range []int{from, to} {
		p.whole[s] = true
		for _, n := range p.sides[s].rubric().Indicators() {
			total[s] += shares[s][n.ID]
		}
	}
	add := func(one result.SharedIndicator) {
		if !out.Same {
			out.Indicators = append(out.Indicators, one)
		}
	}
	for _, n := range b.rubric().Indicators() {
		one := result.SharedIndicator{ID: n.ID, In: "both", From: shares[from][n.ID], To: shares[to][n.ID]}
		other := nodeOf(a.rubric(), n.ID)
		switch {
		case other == nil:
			one.In, one.From = "to", 0
		case !other.IsIndicator():
			one.In, one.Reason = "to", "kind"
		case other.Span() != n.Span():
			one.In, one.Reason = "to", "scale"
		case targets != nil && !targets[n.ID]:
			one.In, one.Reason = "to", "unmapped"
		}
		if one.In == "to" {
			p.whole[to] = false
			if other != nil {
				p.whole[from] = false
			}
		} else {
			atA, _ := a.layout.Place(n.ID)
			atB, _ := b.layout.Place(n.ID)
			p.shared = append(p.shared, sharedLeaf{n.ID, [2]int{atA, atB}})
			out.From += one.From
			out.To += one.To
		}
		add(one)
	}
	for _, n := range a.rubric().Indicators() {
		if other := nodeOf(b.rubric(), n.ID); other == nil || !other.IsIndicator() {
			p.whole[from] = false
			add(result.SharedIndicator{ID: n.ID, In: "from", From: shares[from][n.ID]})
		}
	}
	for s, sum := range []*float64{&out.From, &out.To} {
		if total[s] > 0 {
			*sum = min(1, *sum/total[s])
		}
		if p.whole[s] {
			*sum = 1
		}
	}
	if len(p.shared) == 0 {
		return ErrNothingShared
	}
	return nil
}

// nodeOf gives the node with the very id, for Node also takes official numbers.
func nodeOf(r *rubric.Rubric, id string) *rubric.Node {
	if n := r.Node(id); n != nil && n.ID == id {
		return n
	}
	return nil
}

// match pairs the agencies of the two sides by their ids.
func (p *pair) match() {
	a, b := p.sides[from], p.sides[to]
	var only []unit
	for u, one := range b.Result.Agencies {
		if at, both := a.place[one.ID]; both {
			p.units = append(p.units, unit{one.ID, [2]int{at, u}})
		} else {
			only = append(only, unit{one.ID, [2]int{-1, u}})
		}
	}
	p.common = len(p.units)
	for u, one := range a.Result.Agencies {
		if _, both := b.place[one.ID]; !both {
			only = append(only, unit{one.ID, [2]int{u, -1}})
		}
	}
	p.units = append(p.units, only...)
	place := make(map[string]int, len(p.units))
	for i, u := range p.units {
		place[u.id] = i
	}
	for s := range p.members {
		p.members[s] = newRollup(p.sides[s], func(id string) int { return place[id] })
	}
	for _, u := range only {
		s, list := from, &p.step.OnlyFrom
		if u.at[from] < 0 {
			s, list = to, &p.step.OnlyTo
		}
		scores, one := p.sides[s].scores[u.at[s]], p.sides[s].Result.Agencies[u.at[s]]
		*list = append(*list, result.Single{
			Agency: u.id, Name: one.Name, Index: scores.Index.Value, Rank: scores.Rank.Overall, Of: scores.Rank.Of,
			Reason: scores.Index.Reason,
		})
	}
	for _, list := range []([]result.Single){p.step.OnlyFrom, p.step.OnlyTo} {
		slices.SortStableFunc(list, func(a, b result.Single) int {
			return cmp.Or(cmp.Compare(last(a.Rank), last(b.Rank)), cmp.Compare(a.Agency, b.Agency))
		})
	}
}

// last puts those without a rank behind all others.
func last(rank int) int {
	if rank == 0 {
		return 1 << 30
	}
	return rank
}

// stored are the cells of the evidence of a side as it was scored. A government that is rolled up has none of its own.
func (p *pair) stored(s int) cellTable {
	table := make(cellTable, len(p.shared))
	for i, leaf := range p.shared {
		table[i] = make([]cell, len(p.units))
		for u, one := range p.units {
			table[i][u] = absent
			if one.at[s] >= 0 && p.sides[s].Result.Agencies[one.at[s]].Source != result.RolledUp {
				table[i][u] = cellOf(p.sides[s].leaves[leaf.at[s]], one.at[s])
			}
		}
	}
	return table
}

// scaleOf is the span of the index of a side.
func (p *pair) scaleOf(s int) composite.Scale {
	scale := p.sides[s].rubric().Scale
	return composite.Scale{Min: scale.Min, Max: scale.Max}
}
