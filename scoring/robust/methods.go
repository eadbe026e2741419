package robust

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// maxCombinations is how many combinations of alternatives there may be: each has its leaves in memory.
const maxCombinations = 1024

// variant is the tree under one way of preparing leaves and of aggregating.
type variant struct {
	evaluator *composite.Evaluator
	// scale and shift bring an index to the scale of the model's root.
	scale, shift float64
	leaves       []*composite.Column // of the columns of the evaluator, not of the nodes
	// cells are those whose value is made of a known part and of something else, unit by unit.
	cells  []cell
	cellOf []int32 // where those of a unit begin
	// rows are the scores as they were found, a unit a row; nil where nothing is sampled.
	rows []float64
}

// cell is one leaf of one unit: covered times the known part's score, and the rest between low and low + span, or at
// low where unknowns are not drawn.
type cell struct {
	column             int32
	covered, low, span float64
}

// plan of the choices: the variant and the weights of each combination of alternatives.
type plan struct {
	choices []Choice
	// byPicks is the variant of a combination, the last choice counting fastest.
	byPicks  []int
	variants []*variant
}

// combination numbers the alternatives picked.
func (p *plan) combination(picks []int) int {
	at := 0
	for c, pick := range picks {
		at = at*len(p.choices[c].Alternatives) + pick
	}
	return at
}

// weights are those that the alternatives give, else those of the tree.
func (p *plan) weights(dst []float64, t *composite.Tree, picks []int) {
	for i := range dst {
		dst[i] = t.Nodes[i].Weight
	}
	for c, pick := range picks {
		if given := p.choices[c].Alternatives[pick].Weights; given != nil {
			copy(dst, given)
		}
	}
}

// newPlan prepares a variant for every combination that needs one of its own.
func newPlan(m *Model, s *Sources, nominal *composite.Evaluator) (*plan, error) {
	p := &plan{}
	if s.Methods != nil {
		p.choices = s.Methods.Choices
	}
	combinations := 1
	for _, c := range p.choices {
		if len(c.Alternatives) == 0 {
			return nil, fmt.Errorf("the choice %q has no alternatives", c.Name)
		}
		if combinations *= len(c.Alternatives); combinations > maxCombinations {
			return nil, fmt.Errorf("there are more than %d combinations of methods", maxCombinations)
		}
		for _, a := range c.Alternatives {
			if err := checkAlternative(m.Tree, &a); err != nil {
				return nil, fmt.Errorf("taking %q for the choice %q: %w", a.Name, c.Name, err)
			}
		}
	}
	type key struct {
		data    *Data
		combine string
	}
	known := map[key]int{}
	picks := make([]int, len(p.choices))
	for at := range combinations {
		rest := at
		for c := len(picks) - 1; c >= 0; c-- {
			picks[c] = rest % len(p.choices[c].Alternatives)
			rest /= len(p.choices[c].Alternatives)
		}
		k := key{}
		if s.Methods != nil && s.Methods.Data != nil {
			data, err := s.Methods.Data(append([]int(nil), picks...))
			if err != nil {
				return nil, fmt.Errorf("preparing the leaves of %s: %w", p.name(picks), err)
			}
			k.data = data
		}
		combine := map[int]composite.Aggregator{}
		for c, pick := range picks {
			a := &p.choices[c].Alternatives[pick]
			for node, how := range a.Combine {
				combine[node] = how
			}
			if len(a.Combine) > 0 {
				k.combine += fmt.Sprintf("%d:%d ", c, pick)
			}
		}
		index, done := known[k]
		if !done {
			v, err := newVariant(m, s, k.data, combine, nominal)
			if err != nil {
				return nil, fmt.Errorf("preparing %s: %w", p.name(picks), err)
			}
			index = len(p.variants)
			known[k], p.variants = index, append(p.variants, v)
		}
		p.byPicks = append(p.byPicks, index)
	}
	return p, nil
}

// name says which alternatives were picked.
func (p *plan) name(picks []int) string {
	if len(picks) == 0 {
		return "the model"
	}
	out := "the methods"
	for c, pick := range picks {
		out += fmt.Sprintf(" %q", p.choices[c].Alternatives[pick].Name)
	}
	return out
}

func checkAlternative(t *composite.Tree, a *Alternative) error {
	if a.Weights != nil {
		if err := checkWeights(t, a.Weights); err != nil {
			return err
		}
	}
	for node, how := range a.Combine {
		if node < 0 || node >= len(t.Nodes) || len(t.Nodes[node].Children) == 0 || how == nil {
			return fmt.Errorf("node %d cannot be aggregated", node)
		}
	}
	return nil
}

// newVariant lays out the tree with other leaves or aggregations.
func newVariant(m *Model, s *Sources, data *Data, combine map[int]composite.Aggregator, nominal *composite.Evaluator) (*variant, error) {
	tree, leaves := *m.Tree, m.Leaves
	tree.Nodes = append([]composite.Node(nil), m.Tree.Nodes...)
	for node, how := range combine {
		tree.Nodes[node].Combine = how
	}
	if data != nil {
		leaves = data.Leaves
		if len(leaves) != len(tree.Nodes) || (data.Scales != nil && len(data.Scales) != len(tree.Nodes)) {
			return nil, fmt.Errorf("there are %d columns and %d scales for %d nodes", len(leaves), len(data.Scales), len(tree.Nodes))
		}
		for i := range data.Scales {
			tree.Nodes[i].Scale = data.Scales[i]
		}
		if err := checkScales(&tree); err != nil {
			return nil, err
		}
		if err := checkLeaves(&tree, leaves, m.Units); err != nil {
			return nil, err
		}
	}
	options := composite.EvaluatorOptions{Filled: s.Unknowns, Under: nominal, Parts: m.Compare != nil}
	e, err := composite.NewEvaluator(&tree, leaves, m.Units, options)
	if err != nil {
		return nil, err
	}
	v := &variant{evaluator: e, scale: 1}
	if own, root := tree.ScaleOf(0), m.Tree.ScaleOf(0); own != root {
		v.scale = (root.Max - root.Min) / (own.Max - own.Min)
		v.shift = root.Min - v.scale*own.Min
	}
	for _, node := range e.Leaves() {
		v.leaves = append(v.leaves, leaves[node])
	}
	v.layCells(&tree, m.Units, s.Unknowns)
	if s.samples() {
		v.rows = make([]float64, m.Units*len(v.leaves))
		for k, c := range v.leaves {
			for u, x := range c.Value {
				if c.Known[u] == 0 {
					x = composite.Unknown
				}
				v.rows[u*len(v.leaves)+k] = x
			}
		}
	}
	return v, nil
}

// samples reports whether evidence is drawn.
func (s *Sources) samples() bool { return s.Sampler != nil && (s.Respondents || s.Measurement) }

// layCells lists the leaves that are not simply as they were found or sampled.
func (v *variant) layCells(t *composite.Tree, n int, filled bool) {
	v.cellOf = make([]int32, n+1)
	for u := range n {
		for k, c := range v.leaves {
			if c.Total[u] == 0 || c.Coverage[u] == 1 {
				continue
			}
			scale := t.ScaleOf(v.evaluator.Leaves()[k])
			one := cell{column: int32(k), covered: c.Coverage[u], low: scale.Min}
			if c.Known[u] == 0 {
				one.covered = 0
			}
			standsIn := c.Known[u] > 0 && c.Coverage[u] == 0
			switch {
			case filled:
				one.span = scale.Max - scale.Min
			case standsIn:
				one.low = c.Value[u]
			case !t.UnknownAtBottom:
				continue
			}
			v.cells = append(v.cells, one)
		}
		v.cellOf[u+1] = int32(len(v.cells))
	}
}

// sane puts what was found in the place of sampled scores that are no numbers, and gives how many of those were
// known.
func (v *variant) sane(row, found []float64) (kept int) {
	for k, x := range row {
		if math.Abs(x) <= largest { // false for NaN
			continue
		}
		row[k] = found[k]
		if composite.IsKnown(found[k]) {
			kept++
		}
	}
	return kept
}
