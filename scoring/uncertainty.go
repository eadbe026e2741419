package scoring

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/order"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// The level of the intervals of package robust, and the share of the draws from which it tells two agencies apart.
const (
	intervalLevel = 0.9
	apartFrom     = 0.95
)

// ranked is a set of agencies that are ranked among themselves, and where their places are written.
type rankedSet struct {
	members []int
	// column is the column of a group, "" for all agencies or all governments.
	column string
}

// uncertain draws the evidence, the weights and what else is to be varied, and writes down what becomes of every place.
// It is done for the headline basis.
func (s *scorer) uncertain(ctx context.Context, cells []resolved, leaves []*composite.Column) error {
	wanted := s.options.Uncertainty
	if wanted.Draws == 0 || s.basis != s.options.Basis {
		return nil
	}
	sets := s.rankedSets()
	if len(sets) == 0 {
		return nil
	}
	model, err := s.model(leaves, sets)
	if err != nil {
		return err
	}
	sources, told, err := s.sources(&wanted, cells)
	if err != nil {
		return err
	}
	engine, err := robust.New(model, sources, s.options.Seed)
	if err != nil {
		return fmt.Errorf("laying out the draws: %w", err)
	}
	if s.options.inspect != nil {
		var choices []robust.Choice
		if sources.Methods != nil {
			choices = sources.Methods.Choices
		}
		s.options.inspect(s, engine, sets, choices)
	}
	options := robust.Options{Draws: wanted.Draws, Progress: s.options.Progress}
	if wanted.Until > 0 {
		options.Stop = &robust.Stop{Place: wanted.Until}
	}
	if wanted.Pairs {
		options.Pairs = robust.Neighbours
	}
	if s.options.Collect != nil {
		options.Keep = s.options.Collect.begin(s, wanted.Draws)
	}
	drawn, err := engine.Run(ctx, options)
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	out := s.tell(wanted, told, sets, drawn)
	if s.options.Collect != nil {
		s.options.Collect.end(out, engine)
	}
	return s.explainUncertainty(ctx, engine, &wanted, cells, sets, out)
}

// tell writes down what became of the places of all sets in the draws.
func (s *scorer) tell(wanted result.Uncertainty, told []result.Source, sets []rankedSet, drawn *robust.Result) *result.Robust {
	out := &result.Robust{
		Basis: s.basis, Settings: wanted, Draws: drawn.Draws, Shifts: robust.Shifts, Seed: s.options.Seed,
		Level: intervalLevel, Apart: apartFrom, Sources: told,
	}
	for k := range sets {
		s.spread(&sets[k], &drawn.Sets[k], drawn, out)
	}
	s.out.Robust = out
	return out
}

// rankedSets lists the sets of agencies that are ranked among themselves: agencies, governments, and each group of both.
func (s *scorer) rankedSets() []rankedSet {
	var out []rankedSet
	for _, governing := range []bool{false, true} {
		var tier []int
		for u, a := range s.out.Agencies {
			if a.Governs == governing && a.Results[s.basis].Rank.Overall > 0 {
				tier = append(tier, u)
			}
		}
		if len(tier) == 0 {
			continue
		}
		out = append(out, rankedSet{members: tier})
		for _, column := range s.options.GroupBy {
			groups := map[string][]int{}
			for _, u := range tier {
				if v := s.out.Agencies[u].Groups[column]; v != "" {
					groups[v] = append(groups[v], u)
				}
			}
			for _, value := range slices.Sorted(maps.Keys(groups)) {
				if members := groups[value]; len(members) < len(tier) {
					out = append(out, rankedSet{members, column})
				}
			}
		}
	}
	return out
}

// model is what is ranked, as package robust takes it.
func (s *scorer) model(leaves []*composite.Column, sets []rankedSet) (robust.Model, error) {
	m := s.modelOf(robust.Model{Tree: &s.tree, Leaves: leaves, Units: s.agencies.Len(), Keys: keys(s.out.Agencies), RollUps: s.rolled}, sets)
	if by := s.rubric.Order; by != "" && by != rubric.ByIndex {
		method, err := order.Named(string(by))
		if err != nil {
			return m, fmt.Errorf("reading how places are decided: %w", err)
		}
		m.Compare = func(values [][]float64, weights []float64) ([]float64, float64, error) {
			criteria := make([]order.Criterion, len(values))
			for c := range values {
				criteria[c] = order.Criterion{Weight: weights[c], Values: values[c]}
			}
			scored, err := method.Score(criteria)
			if err != nil {
				return nil, 0, err
			}
			return scored.Scores, scored.Scale.Tolerance(), nil
		}
	}
	return m, nil
}

// modelOf adds who is ranked, and what on.
func (s *scorer) modelOf(m robust.Model, sets []rankedSet) robust.Model {
	for _, set := range sets {
		m.Sets = append(m.Sets, set.members)
	}
	if s.rubric.Decide.Ranks == "rounded" {
		m.Decide = func(x float64) float64 { return s.decided(x, s.rubric.Decide.Ranks) }
	}
	return m
}

// mostAbove bounds how many agencies are above one, whatever stands in a list.
const mostAbove = 64

// keys are what the draws of agencies are keyed by: a hash of the id and the ids above it, so that an agency draws the same
// beside any others, in any order, and two agencies of a nation draw independently, whatever their folders call them.
func keys(agencies []*result.Agency) []uint64 {
	parent := make(map[string]string, len(agencies))
	for _, a := range agencies {
		parent[a.ID] = a.Parent
	}
	out := make([]uint64, len(agencies))
	for u, a := range agencies {
		h := fnv.New64a()
		h.Write([]byte(a.ID))
		for id, steps := a.Parent, 0; id != "" && steps < mostAbove; id, steps = parent[id], steps+1 {
			h.Write([]byte{0})
			h.Write([]byte(id))
		}
		out[u] = h.Sum64()
	}
	return out
}

// spread writes down the places that the agencies of one set had.
func (s *scorer) spread(set *rankedSet, drawn *robust.SetResult, all *robust.Result, out *result.Robust) {
	moved, ranked := 0.0, 0
	for k := range drawn.Units {
		d := &drawn.Units[k]
		if d.Place == 0 {
			continue
		}
		rank := &s.out.Agencies[d.Unit].Results[s.basis].Rank
		interval := &result.Interval{Best: min(d.Best, d.Place), Worst: max(d.Worst, d.Place), Method: result.IntervalDraws}
		if set.column != "" {
			place := rank.Groups[set.column]
			place.Interval = interval
			rank.Groups[set.column] = place
			continue
		}
		index := &all.Index[d.Unit]
		rank.Possible, rank.Interval, rank.Tie = rank.Interval, interval, d.Group
		rank.Spread = &result.Spread{
			Median: d.Places.Median, Mean: d.Mean.Value, Error: d.Mean.Error, Low: index.Interval.Low, High: index.Interval.High,
		}
		counts(rank.Spread, drawn, k)
		out.Error = max(out.Error, d.Mean.Error)
		ranked++
		for _, p := range drawn.PlacesOf(k) {
			middle := float64(p.Best+p.Worst) / 2
			moved += math.Abs(middle-float64(d.Place)) * float64(p.Draws)
		}
	}
	if set.column != "" || ranked == 0 {
		return
	}
	s.above(set, drawn)
	if out.Shift == 0 { // agencies, which come first; of governments alone where there are no others
		out.Shift = moved / float64(ranked) / float64(all.Draws)
	}
	for _, column := range s.options.GroupBy { // a group of all of them has their places
		for _, u := range set.members {
			rank := &s.out.Agencies[u].Results[s.basis].Rank
			if place := rank.Groups[column]; place.Rank > 0 && place.Of == rank.Of && place.Interval == nil {
				place.Interval = rank.Interval
				rank.Groups[column] = place
			}
		}
	}
}

// counts writes down how often an agency had which place.
func counts(out *result.Spread, drawn *robust.SetResult, k int) {
	places := drawn.PlacesOf(k)
	width := max(drawn.Units[k].Width, 1)
	out.First = places[0].Best
	if width > 1 {
		out.Width = width
		out.First = places[0].Worst - width + 1
		if out.First < 1 {
			out.First = 1
		}
	}
	last := places[len(places)-1]
	out.Counts = make([]int, (last.Best-out.First)/width+1)
	for _, p := range places {
		out.Counts[(p.Best-out.First)/width] += p.Draws
	}
}

// above writes down how often each agency stood above the next one of the ranking.
func (s *scorer) above(set *rankedSet, drawn *robust.SetResult) {
	for k := range drawn.Units {
		if _, p, known := drawn.AboveNext(k); known {
			s.out.Agencies[drawn.Units[k].Unit].Results[s.basis].Rank.Spread.Above = &p
		}
	}
}
