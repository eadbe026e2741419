package overtake

import (
	"cmp"
	"math"
	"slices"
)

// spread finds the smallest common spread of the weights.
//
// How far the unit below can be ahead at a node with weights within ±t is the largest Σ w·n·d / Σ w·n, d being how
// far it can be ahead at the children: their weights are their own, and the node gains by the gain of any child. It is
// reached with every weight at one of its ends, the upper one for the children that are further ahead than the node
// itself (a linear fraction over a box; W. Dinkelbach, Management Science 13 (1967), 492-498): so by the best cut of
// the children in that order. At the root it grows with t, and the smallest t is found by halving. Of one level it is
// t = −Σ w·n·d / Σ w·n·|d|.
func (d *duel) spread() Spread {
	for i := range d.tree.Nodes {
		if d.times[0][i] != d.times[1][i] {
			return Spread{NotComputed: Apart}
		}
	}
	for i := range d.tree.Nodes {
		if len(d.tree.Nodes[i].Children) > 0 && d.times[0][i] > 0 && !d.mean[i] {
			return Spread{NotComputed: Unlike}
		}
	}
	low, high := 0.0, 1.0
	if ahead, _ := d.furthest(1 - 1e-12); ahead < 0 {
		return Spread{NotComputed: Never}
	}
	for range 100 {
		middle := (low + high) / 2
		if middle <= low || middle >= high {
			break // no number lies between them
		}
		if ahead, _ := d.furthest(middle); ahead < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	_, weights := d.furthest(high)
	return Spread{T: high, Weights: weights}
}

// furthest gives how far the unit below can be ahead with weights within ±t, and such weights.
func (d *duel) furthest(t float64) (float64, []float64) {
	weights := append([]float64(nil), d.given...)
	ahead := make([]float64, len(d.tree.Nodes))
	for i := len(ahead) - 1; i >= 0; i-- {
		if d.times[0][i] == 0 {
			continue
		}
		if len(d.tree.Nodes[i].Children) == 0 {
			ahead[i] = d.value[1][i] - d.value[0][i]
			continue
		}
		var counting []int
		for _, c := range d.tree.Nodes[i].Children {
			if d.times[0][c] > 0 {
				counting = append(counting, c)
			}
		}
		slices.SortStableFunc(counting, func(a, b int) int { return cmp.Compare(ahead[b], ahead[a]) })
		ahead[i] = math.Inf(-1)
		cut := 0
		for k := 1; k <= len(counting); k++ {
			var sum, all float64
			for j, c := range counting {
				w := d.given[c] * d.times[0][c] * end(t, j < k)
				sum += w * ahead[c]
				all += w
			}
			if x := sum / all; x > ahead[i] {
				ahead[i], cut = x, k
			}
		}
		for j, c := range counting {
			weights[c] = d.given[c] * end(t, j < cut)
		}
	}
	return ahead[0], weights
}

func end(t float64, up bool) float64 {
	if up {
		return 1 + t
	}
	return 1 - t
}
