package order

import (
	"cmp"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// local orders a block by moving units to where they fit best, from two starts.
func (s *search) local(block []int) partial {
	byFlow := slices.Clone(block)
	flows := make(map[int]float64, len(block))
	for _, v := range block {
		var over []float64
		for _, w := range block {
			over = append(over, s.over[v][w])
		}
		flows[v] = describe.Sum(over)
	}
	slices.SortStableFunc(byFlow, func(v, w int) int { return cmp.Compare(flows[w], flows[v]) })
	best := s.settle(slices.Clone(block))
	if other := s.settle(byFlow); s.agreement(other) > s.agreement(best)+composite.Tolerance {
		best = other
	}
	p := partial{scores: make([]float64, len(block)), orders: [][]int{best}}
	// Units with the very same values are in no order; they share the mean of their places.
	sums, counts := map[int]float64{}, map[int]float64{}
	for place, v := range best {
		sums[s.alike[v]] += float64(len(block) - 1 - place)
		counts[s.alike[v]]++
	}
	for i, v := range block {
		p.scores[i] = sums[s.alike[v]] / counts[s.alike[v]]
	}
	return p
}

// settle takes each unit out in turn and puts it where the sum is largest, until no unit moves.
func (s *search) settle(order []int) []int {
	// Every move gains more than the tolerance and the sum is bounded, so this ends; the bound is for certainty.
	for range len(order) * len(order) {
		moved := false
		for _, v := range slices.Clone(order) {
			at := slices.Index(order, v)
			best, most, gain := at, composite.Tolerance, 0.0
			for to := at - 1; to >= 0; to-- { // forward over order[to]
				gain += s.over[v][order[to]] - s.over[order[to]][v]
				if gain > most {
					best, most = to, gain
				}
			}
			gain = 0
			for to := at + 1; to < len(order); to++ { // back behind order[to]
				gain += s.over[order[to]][v] - s.over[v][order[to]]
				if gain > most {
					best, most = to, gain
				}
			}
			if best != at {
				order = slices.Insert(slices.Delete(order, at, at+1), best, v)
				moved = true
			}
		}
		if !moved {
			break
		}
	}
	return order
}
