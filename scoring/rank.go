package scoring

import (
	"siap/scoring/composite"
	"siap/scoring/composite/rank"
	"siap/scoring/result"
)

// rank gives every agency its places: among all, within each column that is ranked by, and the places that the
// bounds of the scores leave possible. Governments, which have agencies below them, are ranked among themselves, and
// so are the agencies: a whole does not compete with its parts.
func (s *scorer) rank() {
	tiers := map[bool][]int{}
	for u, a := range s.out.Agencies {
		tiers[a.Governs] = append(tiers[a.Governs], u)
	}
	for _, governing := range []bool{false, true} {
		s.rankAmong(tiers[governing], func(r *result.Rank, place, of int, possible rank.Interval) {
			r.Overall, r.Of = place, of
			if place > 0 {
				r.Interval = &result.Interval{Best: possible.Best, Worst: possible.Worst, Method: result.IntervalBounds}
			}
		})
		for _, column := range s.options.GroupBy {
			groups := map[string][]int{}
			for _, u := range tiers[governing] {
				if v := s.out.Agencies[u].Groups[column]; v != "" {
					groups[v] = append(groups[v], u)
				}
			}
			for _, members := range groups {
				s.rankAmong(members, func(r *result.Rank, place, of int, _ rank.Interval) {
					r.Groups[column] = result.GroupRank{Rank: place, Of: of}
				})
			}
		}
	}
}

// rankAmong ranks some agencies and hands each place to set.
func (s *scorer) rankAmong(members []int, set func(r *result.Rank, place, of int, possible rank.Interval)) {
	scores, low, high := make([]float64, len(members)), make([]float64, len(members)), make([]float64, len(members))
	for k, u := range members {
		index := &s.out.Agencies[u].Results[s.basis].Index
		scores[k], low[k], high[k] = s.ranked(index.Value), s.ranked(index.Low), s.ranked(index.High)
	}
	tol := s.tree.Scale.Tolerance()
	places, of := rank.Competition(scores, tol)
	possible := rank.Possible(scores, low, high, tol)
	for k, u := range members {
		r := &s.out.Agencies[u].Results[s.basis].Rank
		if r.Groups == nil {
			r.Groups = map[string]result.GroupRank{}
		}
		set(r, places[k], of, possible[k])
	}
}

// ranked is the number that ranks are decided on.
func (s *scorer) ranked(x *float64) float64 {
	if x == nil {
		return composite.Unknown
	}
	return s.decided(*x, s.rubric.Decide.Ranks)
}
