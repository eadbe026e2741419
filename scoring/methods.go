package scoring

import (
	"fmt"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/composite/weigh"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// The choices of method, as results name them.
const (
	choices         = result.SourceMethods + "."
	choiceNormalise = choices + "normalise"
	choiceImpute    = choices + "impute"
	choiceAggregate = choices + "aggregate"
	choiceWeights   = choices + "weights"
)

// variedMethods lays out the choices of method: ways has a scorer for each way to normalise, cells what each resolved;
// choice is the place of that choice among the methods, -1 where it is none. methods is nil where nothing is chosen.
func (s *scorer) variedMethods(v result.VariedMethods, cells []resolved) (ways []*scorer, all [][]resolved, choice int, methods *robust.Methods, err error) {
	ways, all, choice = []*scorer{s}, [][]resolved{cells}, -1
	m := &robust.Methods{}
	if len(v.Normalise) > 0 {
		ways, all, choice = nil, nil, len(m.Choices)
		for _, name := range v.Normalise {
			way, own := s, cells
			if name != result.MethodOwn {
				if way, own, err = s.normalised(rubric.ScoreMethod(name)); err != nil {
					return nil, nil, 0, nil, err
				}
			}
			ways, all = append(ways, way), append(all, own)
		}
		m.Choices = append(m.Choices, named(choiceNormalise, v.Normalise))
	}
	imputing := -1
	if len(v.Impute) > 0 {
		imputing = len(m.Choices)
		m.Choices = append(m.Choices, named(choiceImpute, v.Impute))
	}
	if choice >= 0 || imputing >= 0 {
		m.Data = s.dataOf(v, ways, all, choice, imputing)
	}
	if len(v.Aggregate) > 0 {
		c, err := s.aggregations(v.Aggregate)
		if err != nil {
			return nil, nil, 0, nil, err
		}
		m.Choices = append(m.Choices, c)
	}
	if len(v.Weights) > 0 {
		c, err := s.weightings(v.Weights, cells)
		if err != nil {
			return nil, nil, 0, nil, err
		}
		m.Choices = append(m.Choices, c)
	}
	if len(m.Choices) == 0 {
		return ways, all, choice, nil, nil
	}
	return ways, all, choice, m, nil
}

// named makes a choice of alternatives that differ in their data alone.
func named(name string, alternatives []string) robust.Choice {
	c := robust.Choice{Name: name}
	for _, a := range alternatives {
		c.Alternatives = append(c.Alternatives, robust.Alternative{Name: a})
	}
	return c
}

// normalised resolves the evidence again with every indicator compared by another method.
func (s *scorer) normalised(method rubric.ScoreMethod) (*scorer, []resolved, error) {
	e := *s.evidence
	e.indicators, e.lines = make([]*rubric.Node, len(s.evidence.indicators)), make([]line, len(s.evidence.lines))
	for i, n := range s.evidence.indicators {
		e.indicators[i], e.lines[i] = n, s.evidence.lines[i]
		if n.External != nil {
			continue
		}
		was, other := n.Scoring(), *n
		other.Score = &rubric.Score{Method: method, Per: was.Per, Times: was.Times}
		e.indicators[i], e.lines[i] = &other, nil
	}
	way := &scorer{plan: s.plan, evidence: &e, options: s.options, agencies: s.agencies, basis: s.basis, out: &result.Assessment{}, reader: reader{of: &e}}
	cells, err := way.cells()
	if err != nil {
		return nil, nil, fmt.Errorf("comparing agencies by %s: %w", method, err)
	}
	return way, cells, nil
}

// dataOf gives the leaves under each combination of a way to normalise and one to fill in, each computed once.
func (s *scorer) dataOf(v result.VariedMethods, ways []*scorer, all [][]resolved, choice, imputing int) func(picks []int) (*robust.Data, error) {
	made := map[[2]int]*robust.Data{}
	return func(picks []int) (*robust.Data, error) {
		key := [2]int{}
		impute := s.rubric.Impute
		if choice >= 0 {
			key[0] = picks[choice]
		}
		if imputing >= 0 {
			key[1] = picks[imputing]
			switch name := v.Impute[key[1]]; name {
			case result.MethodOwn:
			case "none":
				impute = nil
			default:
				impute = &rubric.Impute{Method: rubric.ImputeMethod(name), Group: "type"}
			}
		}
		if d := made[key]; d != nil {
			return d, nil
		}
		way := ways[key[0]]
		cells := append([]resolved(nil), all[key[0]]...)
		for k := range cells { // what the rubric's own way filled in is unknown again
			if c := &cells[k]; c.filled {
				c.value, c.assumed, c.filled = composite.Unknown, false, false
			}
		}
		if _, err := way.imputeBy(impute, cells); err != nil {
			return nil, err
		}
		made[key] = &robust.Data{Leaves: way.leaves(cells)}
		return made[key], nil
	}
}

// aggregations makes the choice of how nodes are aggregated, all of them at once; the means that have no meaning below
// 0 are refused on scales that go there.
func (s *scorer) aggregations(names []string) (robust.Choice, error) {
	c := robust.Choice{Name: choiceAggregate}
	for _, name := range names {
		a := robust.Alternative{Name: name}
		if name != result.MethodOwn {
			how, err := aggregate.Named(name, 0)
			if err != nil {
				return c, fmt.Errorf("varying how nodes are aggregated: %w", err)
			}
			a.Combine = map[int]composite.Aggregator{}
			for at := range s.tree.Nodes {
				if len(s.tree.Nodes[at].Children) > 0 {
					a.Combine[at] = how
				}
			}
		}
		c.Alternatives = append(c.Alternatives, a)
	}
	return c, nil
}

// weightings makes the choice of how weights are found: the rubric's own, equal ones, and those that the scores of all
// agencies give, within each node.
func (s *scorer) weightings(names []string, cells []resolved) (robust.Choice, error) {
	c := robust.Choice{Name: choiceWeights}
	var columns []*composite.Column
	for _, name := range names {
		a := robust.Alternative{Name: name}
		if name != result.MethodOwn {
			method, err := weigh.Named(name, weigh.Options{})
			if err != nil {
				return c, fmt.Errorf("varying how weights are found: %w", err)
			}
			if columns == nil {
				if columns, err = s.tree.Evaluate(s.leaves(cells), s.agencies.Len()); err != nil {
					return c, fmt.Errorf("varying how weights are found: %w", err)
				}
			}
			a.Weights = s.weighed(method, columns)
		}
		c.Alternatives = append(c.Alternatives, a)
	}
	return c, nil
}

// weighed finds the weights of the children of every node from their columns. A child whose data say nothing of its
// weight keeps its share, and where the data of a node give no weights all do.
func (s *scorer) weighed(method weigh.Method, columns []*composite.Column) []float64 {
	out := s.weightsOf(nil)
	for at := range s.tree.Nodes {
		children := s.tree.Nodes[at].Children
		if len(children) < 2 {
			continue
		}
		data, stated := make([][]float64, len(children)), make([]float64, len(children))
		for k, c := range children {
			data[k], stated[k] = columns[c].Value, out[c]
		}
		shares, err := weigh.Siblings(method, data, stated)
		if err != nil || slices.ContainsFunc(shares.Weights, func(w float64) bool { return !(w > 0) }) {
			continue
		}
		for k, c := range children {
			out[c] = shares.Weights[k]
		}
	}
	return out
}
