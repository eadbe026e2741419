package scoring

import (
	"fmt"
	"maps"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/rank"
	"siap/scoring/result"
)

// Rank gives the agencies of an assessment their places by the scores that are there, on each basis and within the columns
// of its options: for scores that were put together from several assessments. Places that they had are forgotten.
func Rank(a *result.Assessment) error {
	p, err := newPlan(a.Rubric.Tree)
	if err != nil {
		return fmt.Errorf("laying out the rubric %s: %w", a.Rubric.ID, err)
	}
	for _, basis := range a.Options.Bases {
		for _, one := range a.Agencies {
			one.Results[basis].Rank = result.Rank{}
		}
		s := &scorer{plan: p, options: &Options{GroupBy: a.Options.GroupBy}, basis: basis, out: a}
		if err := s.rank(); err != nil {
			return fmt.Errorf("ranking on the basis %s: %w", basis, err)
		}
	}
	return nil
}

// rank gives every agency its places: among all, within each column that is ranked by, and the places that the
// bounds of the scores leave possible. Governments, which have agencies below them, are ranked among themselves, and
// so are the agencies: a whole does not compete with its parts.
func (s *scorer) rank() error {
	tiers := map[bool][]int{}
	for u, a := range s.out.Agencies {
		tiers[a.Governs] = append(tiers[a.Governs], u)
	}
	for _, governing := range []bool{false, true} {
		err := s.rankAmong(tiers[governing], func(r *result.Rank, place, of int, possible rank.Interval, decided *float64) {
			r.Overall, r.Of, r.Decided = place, of, decided
			if place > 0 {
				r.Interval = &result.Interval{Best: possible.Best, Worst: possible.Worst, Method: result.IntervalBounds}
			}
		})
		if err != nil {
			return err
		}
		for _, column := range s.options.GroupBy {
			groups := map[string][]int{}
			for _, u := range tiers[governing] {
				if v := s.out.Agencies[u].Groups[column]; v != "" {
					groups[v] = append(groups[v], u)
				}
			}
			for _, value := range slices.Sorted(maps.Keys(groups)) {
				err := s.rankAmong(groups[value], func(r *result.Rank, place, of int, _ rank.Interval, _ *float64) {
					r.Groups[column] = result.GroupRank{Rank: place, Of: of}
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// rankAmong ranks some agencies and hands each place to set, with what it was decided on where that is not the index.
func (s *scorer) rankAmong(members []int, set func(r *result.Rank, place, of int, possible rank.Interval, decided *float64)) error {
	o, err := s.orderBy(members)
	if err != nil {
		return err
	}
	places, of := rank.Competition(o.scores, o.tol)
	for k, u := range members {
		r := &s.out.Agencies[u].Results[s.basis].Rank
		if r.Groups == nil {
			r.Groups = map[string]result.GroupRank{}
		}
		var decided *float64
		if o.compared {
			decided = number(o.scores[k])
		}
		set(r, places[k], of, o.possible[k], decided)
	}
	return nil
}

// ranked is the number that ranks are decided on.
func (s *scorer) ranked(x *float64) float64 {
	if x == nil {
		return composite.Unknown
	}
	return s.decided(*x, s.rubric.Decide.Ranks)
}
