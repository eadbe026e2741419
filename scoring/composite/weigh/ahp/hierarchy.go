package ahp

import (
	"errors"
	"fmt"
	"math"
)

// Hierarchy is a tree of weights: criteria, the criteria below them, and at the bottom the indicators, or the
// alternatives that are compared under each lowest criterion.
type Hierarchy struct {
	// Weights are those of what is directly below, in proportion.
	Weights []float64
	// Below are the criteria below, one for each weight; nil where the weights are those of the bottom.
	Below []*Hierarchy
}

// Leaves gives the weight of everything at the bottom in the whole, from the first branch to the last: the product of
// the weights on the way down (Saaty 1980, principle of composition). They sum to 1. An error names a branch whose
// weights are not numbers of 0 or above, or not one for each branch below.
func (h *Hierarchy) Leaves() ([]float64, error) {
	var out []float64
	err := h.walk(1, "the top", 0, func(leaves []float64) error {
		out = append(out, leaves...)
		return nil
	})
	return out, err
}

// Alternatives gives the weight of each alternative in the whole: the sum over the lowest criteria, under each of
// which the same alternatives are compared in the same order. An error also names a criterion with another number of
// them.
func (h *Hierarchy) Alternatives() ([]float64, error) {
	var out []float64
	err := h.walk(1, "the top", 0, func(leaves []float64) error {
		if out == nil {
			out = make([]float64, len(leaves))
		}
		if len(leaves) != len(out) {
			return fmt.Errorf("%d alternatives are compared under one criterion and %d under another", len(out), len(leaves))
		}
		for i, w := range leaves {
			out[i] += w
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// deepest is how many levels a hierarchy may have; one that has more goes round in a circle.
const deepest = 50

// walk hands the weights of the bottom, in the whole, to visit, group by group.
func (h *Hierarchy) walk(share float64, name string, depth int, visit func(leaves []float64) error) error {
	if h == nil || len(h.Weights) == 0 {
		return fmt.Errorf("composing a hierarchy: %s has nothing below it", name)
	}
	if depth > deepest {
		return errors.New("composing a hierarchy: it has more than fifty levels, or goes round in a circle")
	}
	if h.Below != nil && len(h.Below) != len(h.Weights) {
		return fmt.Errorf("composing a hierarchy: %s has %d weights for %d branches", name, len(h.Weights), len(h.Below))
	}
	largest := 0.0
	for i, w := range h.Weights {
		if !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("composing a hierarchy: weight %d of %s is %v, no finite number of 0 or above", i+1, name, w)
		}
		largest = max(largest, w)
	}
	if largest == 0 {
		return fmt.Errorf("composing a hierarchy: no weight of %s is above 0", name)
	}
	sum := 0.0
	for _, w := range h.Weights {
		sum += w / largest
	}
	shares := make([]float64, len(h.Weights))
	for i, w := range h.Weights {
		shares[i] = share * (w / largest / sum)
	}
	if h.Below == nil {
		if err := visit(shares); err != nil {
			return fmt.Errorf("composing a hierarchy: %w", err)
		}
		return nil
	}
	for i, below := range h.Below {
		if err := below.walk(shares[i], fmt.Sprintf("branch %d of %s", i+1, name), depth+1, visit); err != nil {
			return err
		}
	}
	return nil
}
