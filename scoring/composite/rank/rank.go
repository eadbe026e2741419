// Package rank orders units by their scores, and says how far the order can be trusted.
package rank

import (
	"cmp"
	"slices"
	"sort"

	"siap/scoring/composite"
)

// Competition gives each unit its place, the highest score first, as "1224": tied units share the best place and
// the places they take up are left out after them. Tied is who lies within tol of the best of the tie. A unit
// without a score has place 0 and is not counted in of.
func Competition(scores []float64, tol float64) (places []int, of int) {
	order := make([]int, 0, len(scores))
	for u, x := range scores {
		if composite.IsKnown(x) {
			order = append(order, u)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	places = make([]int, len(scores))
	place, best := 0, 0.0
	for i, u := range order {
		if i == 0 || best-scores[u] > tol {
			place, best = i+1, scores[u]
		}
		places[u] = place
	}
	return places, len(order)
}

// Interval is the best and the worst place a unit can have; zero for a unit without a score.
type Interval struct{ Best, Worst int }

// Possible gives the places that the bounds of the scores leave possible, each unit taken anywhere between its
// low and its high independently of the others: the best is behind those only that are surely above, the worst
// behind all that may be. Units without a score take no part.
func Possible(scores, low, high []float64, tol float64) []Interval {
	var lows, highs []float64
	for u, x := range scores {
		if composite.IsKnown(x) {
			lows, highs = append(lows, low[u]), append(highs, high[u])
		}
	}
	slices.Sort(lows)
	slices.Sort(highs)
	above := func(sorted []float64, x float64) int {
		return len(sorted) - sort.Search(len(sorted), func(i int) bool { return sorted[i]-x > tol })
	}
	out := make([]Interval, len(scores))
	for u, x := range scores {
		if !composite.IsKnown(x) {
			continue
		}
		mayBeAbove := above(highs, low[u])
		if high[u]-low[u] > tol {
			mayBeAbove-- // the unit's own high is among them
		}
		out[u] = Interval{Best: 1 + above(lows, high[u]), Worst: 1 + mayBeAbove}
	}
	return out
}
