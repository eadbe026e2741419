package coherence

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// Influence is how much one child of a node really moves it. The weight that was stated is a rate of exchange between
// children; how much of the differences between units a child decides depends on its spread and on what it goes
// together with. The measure is the main effect S = V(E(y|x))/V(y), the share of the variance of the parent that goes
// when the child is held fixed, estimated by the square of Pearson's correlation, which is exact where the two go
// together in a straight line and was chosen because it needs few units (P. Paruolo, M. Saisana and A. Saltelli,
// Journal of the Royal Statistical Society A 176(3), 2013, 609-634, section 3).
type Influence struct {
	// Stated is the child's weight as a share of its siblings', 0 to 1.
	Stated float64
	// Units have both the child and the parent.
	Units int
	// R is the correlation of child and parent; NaN where one of them does not vary.
	R float64
	// Effect is the main effect, R²; 0 where the child does not vary. NaN where the parent does not.
	Effect float64
	// Effective is the effect as a share of the siblings' effects, 0 to 1, to be held against Stated; NaN where no
	// child has any. A share says nothing of direction: a negative R moves the parent as much.
	Effective float64
}

// Influences compares the children of a node with their weights. An error names weights that are no positive numbers
// or not as many as there are children, and an ErrTooFew a parent that is known for fewer than three units or does not
// vary.
func Influences(parent []float64, children [][]float64, weights []float64) ([]Influence, error) {
	if len(weights) != len(children) {
		return nil, fmt.Errorf("comparing weights: %d weights for %d children", len(weights), len(children))
	}
	if err := check(append([][]float64{parent}, children...)); err != nil {
		return nil, fmt.Errorf("comparing weights: %w", err)
	}
	largest := 0.0
	for i, w := range weights {
		if !(w > 0) || math.IsInf(w, 0) {
			return nil, fmt.Errorf("comparing weights: the weight %v of child %d is not a positive number", w, i)
		}
		largest = max(largest, w)
	}
	if n := len(complete([][]float64{parent})); n < 3 || flat(parent) {
		return nil, fmt.Errorf("comparing weights: the parent has %d values: %w", n, ErrTooFew)
	}
	out := make([]Influence, len(children))
	whole, effects := 0.0, 0.0
	for _, w := range weights {
		whole += w / largest
	}
	for i, child := range children {
		both := only([][]float64{parent, child}, complete([][]float64{parent, child}))
		m, err := Correlate(both, Pearson)
		if err != nil {
			return nil, fmt.Errorf("comparing weights: %w", err)
		}
		one := Influence{
			Stated: weights[i] / largest / whole, Units: m.N[0][1], R: composite.Unknown, Effect: composite.Unknown,
		}
		switch {
		case one.Units < 3:
		case composite.IsKnown(m.R[0][1]):
			one.R, one.Effect = m.R[0][1], m.R[0][1]*m.R[0][1]
		case !flat(both[0]): // the child does not vary, and what does not vary moves nothing
			one.Effect = 0
		}
		if composite.IsKnown(one.Effect) {
			effects += one.Effect
		}
		out[i] = one
	}
	for i := range out {
		out[i].Effective = composite.Unknown
		if effects > 0 {
			out[i].Effective = out[i].Effect / effects
		}
	}
	return out, nil
}

// Domination is a child that moves the parent far less than a sibling, beside what their weights say.
type Domination struct {
	// Child is the dominated one, By the sibling that dominates it most, by place.
	Child, By int
	// Left is how much of its say beside By the child has left: (S_child/S_by) / (w_child/w_by), 0 to 1. At 1 the two
	// move the parent as their weights say, at 0 the child does not move it at all.
	Left float64
}

// Dominated lists the children that have at most limit of their say left beside the sibling with the largest effect
// for its weight: the ratio of two main effects against that of the weights (Paruolo, Saisana and Saltelli, 2013). None
// where fewer than two effects are known.
func Dominated(children []Influence, limit float64) []Domination {
	by := -1
	for i, c := range children {
		if composite.IsKnown(c.Effect) && (by < 0 || c.Effect/c.Stated > children[by].Effect/children[by].Stated) {
			by = i
		}
	}
	var out []Domination
	for i, c := range children {
		if i == by || by < 0 || !composite.IsKnown(c.Effect) || children[by].Effect == 0 {
			continue
		}
		left := min(1, c.Effect/children[by].Effect*(children[by].Stated/c.Stated))
		if left <= limit {
			out = append(out, Domination{Child: i, By: by, Left: left})
		}
	}
	return out
}
