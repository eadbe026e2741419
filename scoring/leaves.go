package scoring

import (
	"fmt"

	"siap/scoring/composite"
	"siap/scoring/result"
)

// Leaves resolves the evidence of an input on one basis into the columns of its rubric's indicators, by their places in
// the Layout (nil at all others), one unit for each agency of the list, and leaves them unevaluated. Indicators that
// compare agencies with each other compare them with those of yardstick, an input by the same rubric; nil is the input
// itself. A basis on which nothing was said gives columns of unknowns.
func Leaves(in Input, opts Options, basis result.Basis, yardstick *Input) ([]*composite.Column, error) {
	p, err := newPlan(in.Rubric)
	if err != nil {
		return nil, fmt.Errorf("laying out the rubric %s: %w", in.Rubric.ID, err)
	}
	prepare := func(in Input) (*scorer, error) {
		e, err := sortEvidence(in)
		if err != nil {
			return nil, fmt.Errorf("sorting the evidence: %w", err)
		}
		opts := opts.withDefaults(in)
		return &scorer{
			plan: p, evidence: e, options: &opts, agencies: in.Agencies, basis: basis, out: &result.Assessment{}, reader: reader{of: e},
		}, nil
	}
	s, err := prepare(in)
	if err != nil {
		return nil, err
	}
	if yardstick != nil {
		y, err := prepare(*yardstick)
		if err != nil {
			return nil, fmt.Errorf("taking the yardstick: %w", err)
		}
		s.yardstick, _ = y.lines()
	}
	cells, err := s.cells()
	if err != nil {
		return nil, fmt.Errorf("resolving the evidence on the basis %s: %w", basis, err)
	}
	if err := s.impute(cells); err != nil {
		return nil, err
	}
	return s.leaves(cells), nil
}

// leaves puts the resolved indicators into columns, by their places in the tree.
func (s *scorer) leaves(cells []resolved) []*composite.Column {
	n := s.agencies.Len()
	leaves := make([]*composite.Column, len(s.tree.Nodes))
	for at, i := range s.indicator {
		if i < 0 {
			continue
		}
		leaves[at] = composite.NewLeaf(n)
		for u := range n {
			fill(leaves[at], u, s.nodes[at], &cells[u*len(s.evidence.indicators)+i])
		}
	}
	return leaves
}
