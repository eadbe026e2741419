package compare

import (
	"errors"
	"fmt"
	"slices"

	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// fillCells gives the cells of each side's evidence by the rules of each side: as stored where the rules agree, else the
// evidence is scored by the rules of the other. Where it is not at hand, what the rules changed stays part of own.
func (p *pair) fillCells() error {
	for e := range p.cells {
		own := p.stored(e)
		for m := range p.cells[e] {
			for x := range p.cells[e][m] {
				p.cells[e][m][x] = own
			}
		}
	}
	if !p.rescored && !p.relative {
		return nil
	}
	var in [2]*scoring.Input
	for s, one := range p.sides {
		var err error
		if in[s], err = one.evidence(); errors.Is(err, ErrNoEvidence) {
			p.rescored, p.relative = false, false
			p.note(result.NoteNoEvidence)
			return nil
		} else if err != nil {
			return err
		}
	}
	for e := range p.cells {
		var made [2][2]cellTable
		made[e][e] = p.cells[e][e][e]
		for m := range p.cells[e] {
			for x := range p.cells[e][m] {
				rules, yardstick := e, e
				if p.rescored {
					rules = m
				}
				if p.relative {
					yardstick = x
				}
				if made[rules][yardstick] == nil {
					table, err := p.rescore(e, rules, yardstick, in)
					if err != nil {
						return err
					}
					made[rules][yardstick] = table
				}
				p.cells[e][m][x] = made[rules][yardstick]
			}
		}
	}
	return nil
}

// rescore scores the evidence of side e by the rules of side m, with the agencies of side x where they are compared.
func (p *pair) rescore(e, m, x int, in [2]*scoring.Input) (cellTable, error) {
	rules := p.sides[m]
	basis := rules.Basis
	if !slices.Contains(p.sides[e].Result.Options.Bases, basis) {
		basis = p.sides[e].Basis
		p.note(result.NoteOtherBasis)
	}
	opts := scoring.Options{Combine: rules.Result.Options.Combine, RoleWeights: rules.Result.Options.RoleWeights}
	evidence := p.restricted(in[e], rules.rubric())
	var yardstick *scoring.Input
	if x != e {
		other := p.restricted(in[x], rules.rubric())
		yardstick = &other
	}
	columns, err := scoring.Leaves(evidence, opts, basis, yardstick)
	if err != nil {
		return nil, fmt.Errorf("scoring the evidence of one side by the rules of the other: %w", err)
	}
	table := make(cellTable, len(p.shared))
	for i, leaf := range p.shared {
		if p.fixed[i] {
			table[i] = p.cells[e][e][e][i]
			continue
		}
		table[i] = make([]cell, len(p.units))
		for u, one := range p.units {
			table[i][u] = absent
			if at, known := evidence.Agencies.Index(one.id); known && one.at[e] >= 0 {
				table[i][u] = cellOf(columns[leaf.at[m]], at)
			}
		}
	}
	return table, nil
}

// restricted is the evidence on the shared indicators, under another rubric.
func (p *pair) restricted(in *scoring.Input, r *rubric.Rubric) scoring.Input {
	shared := map[string]bool{}
	for i, leaf := range p.shared {
		shared[leaf.id] = !p.fixed[i]
	}
	out := scoring.Input{Rubric: r, Agencies: in.Agencies, Until: in.Until, Gathered: &questionnaire.Store{}}
	for a := range in.Said().All() {
		if shared[a.Indicator] {
			out.Gathered.Add(a)
		}
	}
	out.Measurements = keep(in.Measurements, func(m *telemetry.Measurement) bool { return shared[m.Indicator] })
	out.Evidence = keep(in.Evidence, func(e *questionnaire.Evidence) bool { return shared[e.Indicator] })
	return out
}

func keep[T any](all []T, wanted func(*T) bool) []T {
	var out []T
	for i := range all {
		if wanted(&all[i]) {
			out = append(out, all[i])
		}
	}
	return out
}

// bring carries one side over to the rubric of the other by a crosswalk that joins the two: the earlier to the later
// one's, or, where it only leads the other way, the later to the earlier one's. It gives the indicators it leads to.
func bring(a, b **side, c *crosswalk.Crosswalk, shared *result.Shared) (map[string]bool, error) {
	ra, rb := (*a).rubric(), (*b).rubric()
	if c == nil || ra.ID == rb.ID {
		return nil, nil
	}
	move, target, brought := a, rb, "from"
	links := c.Links(ra.ID, rb.ID)
	if len(links) == 0 {
		move, target, brought = b, ra, "to"
		if links = c.Links(rb.ID, ra.ID); len(links) == 0 {
			return nil, nil
		}
	}
	moved, err := translated(*move, c, target)
	if err != nil {
		return nil, err
	}
	*move = moved
	shared.Crosswalk, shared.Brought = c.ID+" "+c.Version, brought
	targets := map[string]bool{}
	for _, l := range links {
		targets[l.Target] = true
	}
	return targets, nil
}

// translated is a side brought over to another rubric and scored by it.
func translated(s *side, c *crosswalk.Crosswalk, target *rubric.Rubric) (*side, error) {
	in, err := s.evidence()
	if err != nil {
		return nil, err
	}
	r := s.Result
	opts := scoring.Options{
		Basis: s.Basis, Combine: r.Options.Combine, RoleWeights: r.Options.RoleWeights, GroupBy: []string{}, Rollup: r.Options.Rollup,
	}
	over, err := scoring.Translate(*in, opts, c, target, r.Language)
	if err != nil {
		return nil, fmt.Errorf("bringing %s over to %s: %w", r.Rubric.ID, target.ID, err)
	}
	opts.RoleWeights = nil // the roles are those of the rubric that was answered, and have had their weight
	derived, err := scoring.Assess(over, opts)
	if err != nil {
		return nil, fmt.Errorf("scoring what was brought over to %s: %w", target.ID, err)
	}
	derived.Title, derived.Year, derived.Language, derived.Invented = r.Title, r.Year, r.Language, r.Invented
	return load(Side{Result: derived, Path: s.Path, Basis: s.Basis, Input: func() (scoring.Input, error) { return over, nil }})
}
