// Package rank orders units by their scores, and says how far the order can be trusted.
package rank

import (
	"cmp"
	"iter"
	"slices"
	"sort"

	"siap/scoring/composite"
)

// Competition gives each unit its place, the highest score first, as "1224": tied units share the best place and
// the places they take up are left out after them. Tied is who lies within tol of the best of the tie. A unit
// without a score has place 0 and is not counted in of.
func Competition(scores []float64, tol float64) (places []int, of int) {
	places = make([]int, len(scores))
	for tie := range ties(scores, tol) {
		for _, u := range tie {
			places[u] = of + 1
		}
		of += len(tie)
	}
	return places, of
}

// Dense gives each unit its place as "1223": like Competition, but no place is left out after a tie. It says how
// many better scores there are, not how many better units.
func Dense(scores []float64, tol float64) (places []int, of int) {
	places = make([]int, len(scores))
	place := 0
	for tie := range ties(scores, tol) {
		place++
		for _, u := range tie {
			places[u] = place
		}
		of += len(tie)
	}
	return places, of
}

// Fractional gives each unit its place as "1 2.5 2.5 4": tied units share the mean of the places they take up, so
// that the places of n units always sum to n·(n+1)/2, as correlations of ranks need it.
func Fractional(scores []float64, tol float64) (places []float64, of int) {
	places = make([]float64, len(scores))
	for tie := range ties(scores, tol) {
		for _, u := range tie {
			places[u] = float64(of) + float64(len(tie)+1)/2
		}
		of += len(tie)
	}
	return places, of
}

// ties gives the units with a score in groups of the tied, the best first.
func ties(scores []float64, tol float64) iter.Seq[[]int] {
	order := make([]int, 0, len(scores))
	for u, x := range scores {
		if composite.IsKnown(x) {
			order = append(order, u)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	return func(yield func([]int) bool) {
		for from := 0; from < len(order); {
			best, to := scores[order[from]], from+1
			// Two infinite scores are as good as each other, though their difference is no number.
			for to < len(order) && (scores[order[to]] == best || best-scores[order[to]] <= tol) {
				to++
			}
			if !yield(order[from:to]) {
				return
			}
			from = to
		}
	}
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
