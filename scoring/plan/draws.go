package plan

import (
	"context"
	"fmt"

	"siap/scoring/composite"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// The draws of a plan: with drawsMost an end of an interval is known to a place or so, which is enough for what lies in
// the future. Where more than drawsUnits are ranked there are fewer, so that an answer does not keep anybody waiting, but
// never under drawsLeast.
const (
	drawsMost  = 256
	drawsUnits = 128
	drawsLeast = 64
)

// drawsFor is how often the places of so many agencies are drawn, where the assessment was drawn so often.
func drawsFor(agencies, stored int) int {
	draws := min(stored, drawsMost)
	for size := agencies; size > drawsUnits && draws > drawsLeast; size /= 2 {
		draws /= 2
	}
	return draws
}

// lifted is an agency with what its indicators are after some steps, a column of one unit for each; nil leaves it as it is.
type lifted map[*result.Agency][]*composite.Column

// intervals draws weights and unknown answers anew and gives, for each case, the interval of the place of every agency of a
// tier. All cases and the assessment as it is are ranked in the same draws, so that what differs between them is what the
// plan does. It is nil where the assessment holds no draws, and where indices are rolled up.
func (s *standings) intervals(a *result.Assessment, governs bool, cases []lifted) ([]map[*result.Agency]result.Interval, error) {
	if s == nil || a.Robust == nil || a.Robust.Draws == 0 {
		return nil, nil
	}
	var tier []*result.Agency
	for _, one := range a.Agencies {
		if one.Governs == governs {
			if one.Source == result.RolledUp {
				return nil, nil
			}
			tier = append(tier, one)
		}
	}
	model := s.model(a, tier, cases)
	weights, err := s.layout.Weights(a.Robust.Settings.Weights)
	if err != nil {
		return nil, err
	}
	engine, err := robust.New(model, robust.Sources{Weights: weights, Unknowns: a.Robust.Settings.Unknowns}, a.Robust.Seed)
	if err != nil {
		return nil, fmt.Errorf("laying out the draws of a plan: %w", err)
	}
	drawn, err := engine.Run(context.Background(), robust.Options{Draws: drawsFor(len(tier), a.Robust.Draws)})
	if err != nil {
		return nil, fmt.Errorf("drawing the places of a plan: %w", err)
	}
	out := make([]map[*result.Agency]result.Interval, len(cases))
	for c := range cases {
		out[c] = map[*result.Agency]result.Interval{}
		for k, unit := range drawn.Sets[c].Units {
			if unit.Place > 0 {
				out[c][tier[k]] = result.Interval{Best: min(unit.Best, unit.Place), Worst: max(unit.Worst, unit.Place), Method: result.IntervalDraws}
			}
		}
	}
	return out, nil
}

// model lays out the agencies of a tier and, after them, each lifted one as a unit of its own; every case is a set of as
// many units as the tier has, in its order.
func (s *standings) model(a *result.Assessment, tier []*result.Agency, cases []lifted) robust.Model {
	units := len(tier)
	sets := make([][]int, len(cases))
	var extra [][]*composite.Column
	for c, of := range cases {
		for k, one := range tier {
			if columns := of[one]; columns == nil {
				sets[c] = append(sets[c], k)
			} else {
				sets[c] = append(sets[c], units+len(extra))
				extra = append(extra, columns)
			}
		}
	}
	tree := s.layout.Tree()
	leaves := make([]*composite.Column, len(tree.Nodes))
	for _, at := range s.layout.Leaves() {
		column := composite.NewLeaf(units + len(extra))
		for k, one := range tier {
			s.layout.Restore(column, k, at, a.Headline(one).Nodes[s.layout.Nodes()[at].ID])
		}
		for k, columns := range extra {
			put(column, units+k, columns[at])
		}
		leaves[at] = column
	}
	model := robust.Model{Tree: tree, Leaves: leaves, Units: units + len(extra), Sets: sets}
	if s.layout.Rubric().Decide.Ranks == "rounded" {
		model.Decide = s.layout.Ranked
	}
	return model
}

// put copies the only unit of a column into another column.
func put(to *composite.Column, unit int, from *composite.Column) {
	to.Value[unit], to.Known[unit], to.Total[unit], to.Coverage[unit] = from.Value[0], from.Known[0], from.Total[0], from.Coverage[0]
}

// spread puts intervals from draws in place of those of the bounds, before the plan, after it and after each year.
func (p *problem) spread(out *result.Plan, ends [][]int) error {
	cases := []lifted{nil}
	for _, steps := range ends {
		cases = append(cases, lifted{p.agency: p.honest(steps)})
	}
	found, err := p.all.intervals(p.assessment, p.agency.Governs, cases)
	if err != nil || found == nil {
		return err
	}
	standings := []*result.PlanStanding{&out.Before, &out.After}
	for i := range out.Years {
		standings = append(standings, &out.Years[i].After)
	}
	intervals := make([]result.Interval, len(standings))
	for i := range standings {
		one, known := found[i][p.agency]
		if !known {
			return nil // in some case there is no index without what the plan takes unknowns for
		}
		intervals[i] = one
	}
	for i, s := range standings {
		one := intervals[i]
		one.Best, one.Worst = min(one.Best, s.Rank), max(one.Worst, s.Rank)
		s.Interval = &one
	}
	out.Assumptions = append(out.Assumptions, result.AssumeDraws)
	return nil
}
