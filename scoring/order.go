package scoring

import (
	"fmt"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/order"
	"siap/scoring/composite/rank"
	"siap/scoring/result"
)

// ordering is what the places of some agencies are decided on.
type ordering struct {
	// scores are by member, NaN for one that has no place; tol is within which two are tied.
	scores []float64
	tol    float64
	// possible are the places that unknown answers leave.
	possible []rank.Interval
	// compared says that the scores are not the index, but come of comparing these agencies with each other.
	compared bool
}

// orderBy decides the places of some agencies: by their index, or by the method of the rubric on their dimensions.
func (s *scorer) orderBy(members []int) (*ordering, error) {
	o := &ordering{tol: s.tree.Scale.Tolerance()}
	low, high := make([]float64, len(members)), make([]float64, len(members))
	for k, u := range members {
		index := &s.out.Agencies[u].Results[s.basis].Index
		o.scores = append(o.scores, s.ranked(index.Value))
		low[k], high[k] = s.ranked(index.Low), s.ranked(index.High)
	}
	if by := s.rubric.Order; by != "" && by != rubric.ByIndex {
		return o, s.compare(members, o)
	}
	o.possible = rank.Possible(o.scores, low, high, o.tol)
	return o, nil
}

// compare orders those who have an index by comparing them with each other on the dimensions.
func (s *scorer) compare(members []int, o *ordering) error {
	var with []int // places in members
	for k, x := range o.scores {
		if composite.IsKnown(x) {
			with = append(with, k)
		}
	}
	o.compared, o.possible = true, make([]rank.Interval, len(members))
	if len(with) == 0 {
		return nil
	}
	method, err := order.Named(string(s.rubric.Order))
	if err != nil {
		return fmt.Errorf("reading how places are decided: %w", err)
	}
	var values, lows, highs []order.Criterion
	for _, c := range s.tree.Nodes[0].Children {
		one := func(of func(n *result.Node) *float64) order.Criterion {
			out := order.Criterion{Weight: s.tree.Nodes[c].Weight}
			for _, k := range with {
				x := composite.Unknown
				if p := of(s.out.Agencies[members[k]].Results[s.basis].Nodes[s.nodes[c].ID]); p != nil {
					x = *p
				}
				out.Values = append(out.Values, x)
			}
			return out
		}
		values = append(values, one(func(n *result.Node) *float64 { return n.Value }))
		lows = append(lows, one(func(n *result.Node) *float64 { return n.Low }))
		highs = append(highs, one(func(n *result.Node) *float64 { return n.High }))
	}
	scored, err := method.Score(values)
	if err != nil {
		return fmt.Errorf("deciding places by %s: %w", s.rubric.Order, err)
	}
	o.tol = scored.Scale.Tolerance()
	places, _ := rank.Competition(scored.Scores, o.tol)
	for i, k := range with {
		o.scores[k] = scored.Scores[i]
		o.possible[k] = undominated(i, places[i], lows, highs, s.tree.Scale.Tolerance())
	}
	return nil
}

// undominated gives the places that unknown answers leave the unit at place i of the criteria. Where nothing is unknown
// the place is certain. Else a unit is surely above another only where its worst is at least the other's best on every
// criterion, for all of these methods keep that order; so the span is never too narrow.
func undominated(i, place int, lows, highs []order.Criterion, tol float64) rank.Interval {
	certain := true
	for c := range lows {
		for u := range lows[c].Values {
			certain = certain && !(highs[c].Values[u]-lows[c].Values[u] > tol) // NaN is not applicable, and known to be
		}
	}
	if certain {
		return rank.Interval{Best: place, Worst: place}
	}
	n := len(lows[0].Values)
	over := func(a, b int) bool { // a surely stands above b
		better := false
		for c := range lows {
			x, y := lows[c].Values[a], highs[c].Values[b]
			if !(x-y >= -tol) { // also where one of them does not apply
				return false
			}
			better = better || x-y > tol
		}
		return better
	}
	out := rank.Interval{Best: 1, Worst: n}
	for v := range n {
		switch {
		case v == i:
		case over(v, i):
			out.Best++
		case over(i, v):
			out.Worst--
		}
	}
	return out
}
