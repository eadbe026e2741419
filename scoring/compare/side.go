package compare

import (
	"fmt"
	"math"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/composite"
	"siap/scoring/result"
)

// side is an assessment with its rubric laid out and its stored indicators as columns.
type side struct {
	Side
	layout *scoring.Layout
	place  map[string]int // the agencies by id
	scores []*result.Scores
	// leaves are the stored indicators, by place in the layout.
	leaves []*composite.Column
	// reproduced says of each agency that its index follows from its stored indicators.
	reproduced []bool

	input    *scoring.Input
	inputErr error
	asked    bool
}

func load(s Side) (*side, error) {
	if s.Basis == "" {
		s.Basis = s.Result.Options.Basis
	}
	layout, err := scoring.NewLayout(s.Result.Rubric.Tree)
	if err != nil {
		return nil, err
	}
	out := &side{Side: s, layout: layout, place: make(map[string]int, len(s.Result.Agencies))}
	n := len(s.Result.Agencies)
	out.leaves = make([]*composite.Column, len(layout.Nodes()))
	for _, at := range layout.Leaves() {
		out.leaves[at] = composite.NewLeaf(n)
	}
	for u, one := range s.Result.Agencies {
		scores := one.Results[s.Basis]
		if scores == nil {
			return nil, fmt.Errorf("taking the results of %s on the basis %s: %w", one.ID, s.Basis, ErrNoBasis)
		}
		out.place[one.ID] = u
		out.scores = append(out.scores, scores)
		for _, at := range layout.Leaves() {
			layout.Restore(out.leaves[at], u, at, scores.Nodes[layout.Nodes()[at].ID])
		}
	}
	return out, out.reproduce()
}

// reproduce evaluates the rubric's own tree on the stored indicators, to find results that do not follow from them.
func (s *side) reproduce() error {
	n := len(s.scores)
	columns := make([]*composite.Column, len(s.leaves))
	for at, c := range s.leaves {
		if c != nil {
			columns[at] = copied(c, n)
		}
	}
	tree := s.layout.Tree()
	columns, err := tree.Evaluate(columns, n)
	if err != nil {
		return fmt.Errorf("evaluating the stored indicators: %w", err)
	}
	r := newRollup(s, func(id string) int { return s.place[id] })
	index := r.apply(s.Result.Options.Rollup, tree, columns[0])
	s.reproduced = make([]bool, n)
	for u, scores := range s.scores {
		stored := scores.Index.Value
		s.reproduced[u] = stored != nil && math.Abs(index[u]-*stored) <= tree.Scale.Tolerance()
	}
	return nil
}

// copied is a column of the same numbers, for evaluation completes columns in place.
func copied(c *composite.Column, n int) *composite.Column {
	out := composite.NewLeaf(n)
	for u := range n {
		cellOf(c, u).put(out, u)
	}
	return out
}

// evidence gives the input of the side, asked for once.
func (s *side) evidence() (*scoring.Input, error) {
	if s.asked {
		return s.input, s.inputErr
	}
	s.asked = true
	if s.Input == nil {
		s.inputErr = ErrNoEvidence
		return nil, s.inputErr
	}
	in, err := s.Input()
	if err != nil {
		s.inputErr = fmt.Errorf("%w: %w", ErrNoEvidence, err)
		return nil, s.inputErr
	}
	s.input = &in
	return s.input, nil
}

// account describes the side.
func (s *side) account() result.ComparisonSide {
	r := s.Result
	out := result.ComparisonSide{
		Title: r.Title, Year: r.Year, Path: s.Path, Rubric: r.Rubric.ID, Version: r.Rubric.Version,
		Prints: r.Rubric.Fingerprints, Basis: s.Basis, Simulation: r.Options.Simulation, Invented: r.Invented, Agencies: len(r.Agencies),
	}
	for _, scores := range s.scores {
		if scores.Index.Value != nil {
			out.Scored++
		}
	}
	return out
}

func (s *side) rubric() *rubric.Rubric { return s.Result.Rubric.Tree }

// standing is where an agency stands on the side.
func (s *side) standing(u int) result.Standing {
	scores := s.scores[u]
	n := &scores.Index
	out := result.Standing{
		Index: n.Value, Low: n.Low, High: n.High, Method: result.IntervalBounds, Coverage: n.Coverage, Band: n.Band,
		Rank: scores.Rank.Overall, Of: scores.Rank.Of, Interval: scores.Rank.Interval, Reason: n.Reason,
	}
	if drawn := scores.Rank.Spread; drawn != nil {
		low, high := drawn.Low, drawn.High
		out.Low, out.High, out.Method = &low, &high, result.IntervalDraws
	}
	if n.Value == nil {
		out.Low, out.High, out.Method = nil, nil, ""
	}
	return out
}
