package compare

import "siap/scoring/composite"

// ranks places units in every mixture of the two sides.
type ranks struct {
	p    *pair
	game game
	// fields are the others that a unit is placed among, by the coalition of weights, method, others and company, and by
	// tier: agencies, governments. mark is the score that a unit itself has in it.
	fields map[coalition][2]*field
	marks  map[coalition][]float64
}

func (p *pair) newRanks() *ranks {
	r := &ranks{p: p, fields: map[coalition][2]*field{}, marks: map[coalition][]float64{}}
	for player := range players {
		if p.playing[player] {
			r.game = append(r.game, player)
		}
	}
	return r
}

// around is what the places of others depend on.
const around = 1<<weights | 1<<method | 1<<others | 1<<company

// field gives who is ranked in a coalition, by tier, and the score that each unit has there.
func (r *ranks) field(c coalition) ([2]*field, []float64) {
	key := c & around
	if found, ok := r.fields[key]; ok {
		return found, r.marks[key]
	}
	p := r.p
	whole := p.values.index.whole()
	base := c & (1<<weights | 1<<method | 1<<others)
	// of gives the indices with the evidence of one side.
	of := func(side int) []float64 {
		at := base
		if side == to {
			at |= 1<<own | 1<<coverage
		}
		return p.values.strict[at&whole]
	}
	scores := [2][]float64{of(from), of(to)}
	tree := p.trees[c.side(weights)][c.side(method)]
	ranked := make([]float64, len(p.units))
	list := c.side(company)
	var tiers [2][]float64
	for u, one := range p.units {
		ranked[u] = composite.Unknown
		if !p.isRanked(one, list) {
			continue
		}
		evidence := list // of who is ranked on one side only
		if p.isRanked(one, 1-list) {
			evidence = c.side(others)
		}
		score := scores[evidence][u]
		if !composite.IsKnown(score) {
			continue
		}
		ranked[u] = tree.ranked(score)
		tier := tierOf(p.sides[list], one.at[list])
		tiers[tier] = append(tiers[tier], ranked[u])
	}
	made := [2]*field{newField(tiers[0], tree.tol), newField(tiers[1], tree.tol)}
	r.fields[key], r.marks[key] = made, ranked
	return made, ranked
}

// isRanked reports whether a unit has an index on a side.
func (p *pair) isRanked(one unit, side int) bool {
	return one.at[side] >= 0 && p.sides[side].scores[one.at[side]].Index.Value != nil
}

// tierOf is 1 for a government, which is ranked among its like, else 0.
func tierOf(s *side, u int) int {
	if s.Result.Agencies[u].Governs {
		return 1
	}
	return 0
}

// place gives the place of a unit in a coalition.
func (r *ranks) place(u int, c coalition) int {
	p := r.p
	fields, marks := r.field(c)
	tree := p.trees[c.side(weights)][c.side(method)]
	score := p.values.best[c&p.values.index.whole()][u]
	return fields[tierOf(p.sides[to], p.units[u].at[to])].place(tree.ranked(score), marks[u])
}
