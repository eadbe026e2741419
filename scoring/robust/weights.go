package robust

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// weigher draws the weights of all nodes from coordinates between 0 and 1.
type weigher struct {
	*Weights
	// families are the nodes with several children, the shallowest first.
	families []family
	experts  [][]float64 // by node, the shares of each expert
}

// family is the children of one node, with what their weights add up to.
type family struct {
	parent   int
	children []int
	sum      float64
}

// smallestShare is what is left of a weight whose drawn share is too small for a float64.
const smallestShare = 1e-30

// families gives the nodes with several children, the shallowest first: the first coordinates of a Sobol sequence
// are its best.
func families(t *composite.Tree) []family {
	depth := make([]int, len(t.Nodes))
	var out []family
	for i := range t.Nodes {
		f := family{parent: i, children: t.Nodes[i].Children}
		for _, c := range f.children {
			depth[c] = depth[i] + 1
			f.sum += t.Nodes[c].Weight
		}
		if len(f.children) > 1 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b family) int { return cmp.Compare(depth[a.parent], depth[b.parent]) })
	return out
}

// newWeigher checks how weights are drawn. A nil w draws none: it brings given weights to the sums of the tree.
func newWeigher(t *composite.Tree, w *Weights) (*weigher, error) {
	out := &weigher{Weights: w, families: families(t)}
	if w == nil {
		return out, nil
	}
	switch w.Kind {
	case UniformWeights:
		if w.SpreadOf != nil && len(w.SpreadOf) != len(t.Nodes) {
			return nil, fmt.Errorf("there are %d spreads for %d nodes", len(w.SpreadOf), len(t.Nodes))
		}
		for _, spread := range append([]float64{w.Spread}, w.SpreadOf...) {
			if !(spread >= 0 && spread < 1) {
				return nil, fmt.Errorf("the spread %v is not from 0 to under 1", spread)
			}
		}
	case DirichletWeights:
		if !(w.Concentration > 0) || w.Concentration > 1e6 {
			return nil, fmt.Errorf("the concentration %v is not above 0, up to 1e6", w.Concentration)
		}
	case OneExpert, ExpertMix:
		if len(w.Experts) == 0 {
			return nil, fmt.Errorf("there are no experts")
		}
		for k, weights := range w.Experts {
			if err := checkWeights(t, weights); err != nil {
				return nil, fmt.Errorf("taking the weights of expert %d: %w", k, err)
			}
			shares := slices.Clone(weights)
			out.normalise(shares)
			out.experts = append(out.experts, shares)
		}
	default:
		return nil, fmt.Errorf("weights cannot be drawn in the way %d", w.Kind)
	}
	return out, nil
}

// checkWeights refuses weights that are not positive numbers.
func checkWeights(t *composite.Tree, weights []float64) error {
	if len(weights) != len(t.Nodes) {
		return fmt.Errorf("there are %d weights for %d nodes", len(weights), len(t.Nodes))
	}
	for i, w := range weights {
		if i > 0 && (!(w > 0) || w > largest) {
			return fmt.Errorf("the weight %v of node %d is not a positive number up to %g", w, i, largest)
		}
	}
	return nil
}

// normalise brings the weights of each family to the sum they have in the tree, so that a sum stays on its scale.
func (w *weigher) normalise(weights []float64) {
	for i := range w.families {
		f := &w.families[i]
		sum := 0.0
		for _, c := range f.children {
			sum += weights[c]
		}
		for _, c := range f.children {
			weights[c] = max(weights[c]/sum, smallestShare) * f.sum
		}
	}
}

// coordinates gives how many coordinates the draw of a family takes; -1 for the draw of all families at once.
func (w *weigher) coordinates(f int) int {
	switch {
	case w.Weights == nil:
		return 0
	case w.Kind == UniformWeights || w.Kind == DirichletWeights:
		if f < 0 {
			return 0
		}
		return len(w.families[f].children)
	case f >= 0:
		return 0
	case w.Kind == OneExpert:
		return 1
	}
	return len(w.experts)
}

// draw changes the given weights to those drawn, from as many coordinates as all families take, in their order.
func (w *weigher) draw(weights, coordinates []float64) {
	if w.Weights == nil {
		w.normalise(weights)
		return
	}
	switch w.Kind {
	case UniformWeights:
		for i := range w.families {
			for _, c := range w.families[i].children {
				spread := w.Spread
				if w.SpreadOf != nil {
					spread = w.SpreadOf[c]
				}
				weights[c] *= 1 + spread*(2*coordinates[0]-1)
				coordinates = coordinates[1:]
			}
		}
	case DirichletWeights:
		for i := range w.families {
			children := w.families[i].children
			w.dirichlet(weights, children, coordinates)
			coordinates = coordinates[len(children):]
		}
	case OneExpert:
		k := int(coordinates[0] * float64(len(w.experts)))
		copy(weights[1:], w.experts[k][1:])
	case ExpertMix:
		w.mix(weights, coordinates)
	}
	w.normalise(weights)
}

// dirichlet draws the weights of some siblings: as shares of independent gamma variates whose shapes add up to the
// concentration (L. Devroye, Non-Uniform Random Variate Generation, 1986, p. 594), each by the inverse of its
// distribution function so that the evenness of the coordinates is kept.
func (w *weigher) dirichlet(weights []float64, children []int, coordinates []float64) {
	sum, top := 0.0, math.Inf(-1)
	for _, c := range children {
		sum += weights[c]
	}
	for k, c := range children {
		weights[c] = logGammaQuantile(w.Concentration*weights[c]/sum, coordinates[k])
		top = max(top, weights[c])
	}
	for _, c := range children {
		weights[c] = math.Exp(weights[c] - top)
	}
}

// mix takes a mean of all experts, its proportions uniform on all that add up to 1: shares of exponential variates.
func (w *weigher) mix(weights, coordinates []float64) {
	sum := 0.0
	for k := range w.experts {
		sum -= math.Log(coordinates[k])
	}
	clear(weights[1:])
	for k, expert := range w.experts {
		part := -math.Log(coordinates[k]) / sum
		for i := 1; i < len(weights); i++ {
			weights[i] += part * expert[i]
		}
	}
}
