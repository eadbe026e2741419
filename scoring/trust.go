package scoring

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"siap/scoring/result"
	"siap/scoring/robust"
	"siap/scoring/robust/overtake"
)

// overtakesAsked is for how many pairs of neighbours, from the top, the smallest change of weights is looked for.
const overtakesAsked = 100

// explainUncertainty says where the uncertainty of the first set of agencies comes from: which source, which indicator,
// which respondent, and how little the weights must change for neighbours to change places.
func (s *scorer) explainUncertainty(ctx context.Context, engine *robust.Engine, wanted *result.Uncertainty, cells []resolved, sets []rankedSet, out *result.Robust) error {
	if wanted.Sensitivity > 0 && len(engine.Factors()) > 0 && len(sets[0].members) > 1 {
		if err := s.factors(ctx, engine, wanted, out); err != nil {
			return err
		}
	}
	if wanted.LeaveOut {
		left, err := engine.LeaveOutIndicators(ctx)
		if err != nil {
			return fmt.Errorf("ranking without each indicator: %w", err)
		}
		found := engine.Places()[0]
		for _, one := range left {
			if !one.Impossible {
				out.LeaveOut = append(out.LeaveOut, s.leftOut(one, found, sets[0].members))
			}
		}
		if err := s.withoutRespondents(ctx, engine, cells, out); err != nil {
			return err
		}
	}
	if wanted.Overtakes {
		s.overtakes(cells, sets[0].members, out)
	}
	return nil
}

// factors says which source moves the ranking.
func (s *scorer) factors(ctx context.Context, engine *robust.Engine, wanted *result.Uncertainty, out *result.Robust) error {
	found, err := engine.Sensitivity(ctx, robust.SensitivityOptions{Rows: wanted.Sensitivity, Level: intervalLevel})
	if err != nil {
		return fmt.Errorf("finding out which source matters: %w", err)
	}
	if found.Targets[0].Constant {
		return nil // nothing moves, so nothing has a part in it
	}
	for k, g := range found.Groups {
		index := found.Targets[0].Inputs[k]
		out.Factors = append(out.Factors, result.Factor{
			ID:    g.Name,
			First: result.Estimate{Value: index.First.Value, Low: index.First.Low, High: index.First.High},
			Total: result.Estimate{Value: index.Total.Value, Low: index.Total.Low, High: index.Total.High},
		})
	}
	slices.SortStableFunc(out.Factors, func(a, b result.Factor) int { return cmp.Compare(b.Total.Value, a.Total.Value) })
	return nil
}

// leftOut says what becomes of the first set without one indicator.
func (s *scorer) leftOut(one robust.LeftOut, found []int, members []int) result.LeaveOut {
	out := result.LeaveOut{Node: s.nodes[one.Node].ID, Shift: one.Sets[0].MeanShift}
	for k, place := range one.Sets[0].Places {
		if place == 0 || found[k] == 0 {
			continue
		}
		if moved := max(place-found[k], found[k]-place); moved > out.Largest {
			out.Largest, out.Agency, out.Place = moved, s.out.Agencies[members[k]].ID, place
		}
	}
	return out
}

// withoutRespondents says which agencies would stand elsewhere without one of their respondents.
func (s *scorer) withoutRespondents(ctx context.Context, engine *robust.Engine, cells []resolved, out *result.Robust) error {
	if s.drawn == nil {
		s.drawn = newSampler([]*scorer{s}, [][]resolved{cells}, -1)
	}
	rows, err := engine.LeaveOutRespondents(ctx, s.drawn)
	if err != nil {
		return fmt.Errorf("ranking without each respondent: %w", err)
	}
	largest := map[int]result.LeaveRespondent{}
	for _, row := range rows {
		if row.Lost || len(row.Places) == 0 {
			continue
		}
		place := row.Places[0] // that among all
		moved := max(place.Place-place.Found, place.Found-place.Place)
		before, some := largest[row.Unit]
		if moved == 0 || (some && moved <= max(before.Place-before.Found, before.Found-before.Place)) {
			continue
		}
		who := s.person(row.Unit, row.Respondent)
		largest[row.Unit] = result.LeaveRespondent{
			Agency: s.out.Agencies[row.Unit].ID, Respondent: who[1], Role: who[0],
			Place: place.Place, Found: place.Found, Index: row.Index,
		}
	}
	for u := range s.out.Agencies {
		if one, some := largest[u]; some {
			out.Respondents = append(out.Respondents, one)
		}
	}
	return nil
}

// overtakes looks, for the neighbours of the first set from the top, how little the weights must change.
func (s *scorer) overtakes(cells []resolved, members []int, out *result.Robust) {
	order := slices.Clone(members)
	index := func(u int) float64 { return *s.out.Agencies[u].Results[s.basis].Index.Value }
	order = slices.DeleteFunc(order, func(u int) bool {
		return s.out.Agencies[u].Source == result.RolledUp // whose weights are those of its agencies
	})
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(index(b), index(a)) })
	leaves := s.leaves(cells)
	for i := 0; i+1 < len(order) && i < overtakesAsked; i++ {
		upper, lower := order[i], order[i+1]
		one := result.Overtake{Upper: s.out.Agencies[upper].ID, Lower: s.out.Agencies[lower].ID}
		if index(upper)-index(lower) <= s.tree.Scale.Tolerance() {
			one.Reason = reasonLevel
			out.Overtakes = append(out.Overtakes, one)
			continue
		}
		found, err := overtake.Find(&s.tree, leaves, upper, lower)
		if err != nil {
			one.Reason = reasonUnlike
			out.Overtakes = append(out.Overtakes, one)
			continue
		}
		if found.Spread.NotComputed == 0 {
			one.Spread = &found.Spread.T
		} else {
			one.Reason = map[overtake.Reason]string{
				overtake.Apart: reasonApart, overtake.Unlike: reasonUnlike, overtake.Never: reasonNever,
			}[found.Spread.NotComputed]
		}
		s.alone(&one, found.Changes)
		out.Overtakes = append(out.Overtakes, one)
	}
}

// alone writes down the single weight that does it with the smallest change of its share.
func (s *scorer) alone(one *result.Overtake, changes []overtake.Change) {
	for _, c := range changes {
		if c.Weight > 0 && !math.IsInf(c.Weight, 0) {
			one.Node, one.From, one.To = s.nodes[c.Node].ID, s.tree.Nodes[c.Node].Weight, c.Weight
			return
		}
	}
}

// Why the smallest spread of weights that turns two agencies round was not computed.
const (
	reasonApart  = "apart"  // they know different indicators
	reasonUnlike = "unlike" // a node is no weighted mean
	reasonNever  = "never"  // no weights do it
	reasonLevel  = "level"  // they are level already
)
