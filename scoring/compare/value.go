package compare

import (
	"fmt"

	"siap/scoring/composite"
	"siap/scoring/result"
)

// valuation has the index of every unit in every coalition, and what its indicators moved of it.
type valuation struct {
	// index is the game of the components that move an index.
	index game
	// strict is the index by coalition and unit, NaN where there is none; best is the same, without minimum coverage where
	// only that withholds it.
	strict, best map[coalition][]float64
	// parts are what each shared indicator moved of the own change, by unit.
	parts [][]float64
}

// evaluate computes the index of every unit for every mixture of the two sides.
func (p *pair) evaluate() error {
	p.play()
	v := &valuation{strict: map[coalition][]float64{}, best: map[coalition][]float64{}}
	p.values = v
	for _, player := range []int{own, coverage, weights, method, others} {
		if p.playing[player] && (player != others || p.relative) {
			v.index = append(v.index, player)
		}
	}
	v.parts = make([][]float64, len(p.shared))
	for i := range v.parts {
		v.parts[i] = make([]float64, len(p.units))
	}
	for _, c := range v.index.coalitions() {
		if c.has(own) {
			continue // comes with the one without it
		}
		before, err := p.at(c)
		if err != nil {
			return err
		}
		if !p.playing[own] {
			continue
		}
		after, err := p.at(c.with(own))
		if err != nil {
			return err
		}
		if err := p.shareOut(before, after, v.index.weight(c)); err != nil {
			return err
		}
	}
	return nil
}

// play finds which components differ between the sides at all; weights and method are known from the trees.
func (p *pair) play() {
	p.playing[others] = true
	for rules := range p.trees {
		for yardstick := range p.trees {
			p.playCells(p.cells[from][rules][yardstick], p.cells[to][rules][yardstick])
		}
	}
	for u, one := range p.units {
		// A government may change by its members alone, and the company by who has an index and who governs.
		p.playing[own] = p.playing[own] || !sameMembers(p.members, u)
		p.playing[company] = p.playing[company] || p.isRanked(one, from) != p.isRanked(one, to) ||
			(one.both() && tierOf(p.sides[from], one.at[from]) != tierOf(p.sides[to], one.at[to]))
	}
}

// playCells finds whether anything became known, or another value, between two tables of cells.
func (p *pair) playCells(a, b cellTable) {
	for i := range p.shared {
		for u := range p.units[:p.common] {
			x, y := a[i][u], b[i][u]
			p.playing[coverage] = p.playing[coverage] || !sameState(x, y)
			p.playing[own] = p.playing[own] || (x.said() && y.said() && x.value != y.value)
		}
	}
}

// sameMembers reports whether a unit has the same members with the same weights on both sides.
func sameMembers(members [2]*rollup, u int) bool {
	var below [2][]int
	for s, r := range members {
		if u < len(r.below) {
			below[s] = r.below[u]
		}
	}
	if len(below[from]) != len(below[to]) {
		return false
	}
	weight := map[int]float64{}
	for _, m := range below[from] {
		weight[m] = members[from].weight[m]
	}
	for _, m := range below[to] {
		if w, both := weight[m]; !both || w != members[to].weight[m] {
			return false
		}
	}
	return true
}

// evaluated is one mixture of the sides.
type evaluated struct {
	in   coalition
	tree *mixture
	// leaves are the indicators as they went in, columns what the strict tree gave, lenient what the lenient one did; nil
	// where it was not needed.
	leaves           cellTable
	columns, lenient []*composite.Column
}

// at evaluates a coalition and stores its indices.
func (p *pair) at(c coalition) (*evaluated, error) {
	e := &evaluated{in: c, tree: p.trees[c.side(weights)][c.side(method)]}
	e.leaves = p.leavesOf(c)
	var err error
	if e.columns, err = p.run(e.tree.tree, e); err != nil {
		return nil, err
	}
	rollup := p.members[c.side(own)]
	strict := rollup.apply(e.tree.rollup, e.tree.tree, e.columns[0])
	best := strict
	for u, one := range p.units[:p.common] {
		if composite.IsKnown(strict[u]) || !p.hasIndex(one) {
			continue
		}
		if e.lenient, err = p.run(e.tree.lenient, e); err != nil {
			return nil, err
		}
		p.note(result.NoteLenient)
		best = rollup.apply(e.tree.rollup, e.tree.lenient, e.lenient[0])
		for u := range best {
			if composite.IsKnown(strict[u]) {
				best[u] = strict[u]
			}
		}
		break
	}
	p.values.strict[c], p.values.best[c] = strict, best
	return e, nil
}

// leavesOf gives the indicators in a coalition: how far they are known by the side of coverage, their values by the side
// of own, both by the rules of the side of method and the yardstick of the side of others. What an agency of one side
// only has is always its own.
func (p *pair) leavesOf(c coalition) cellTable {
	m, x := c.side(method), c.side(others)
	table := make(cellTable, len(p.shared))
	for i := range p.shared {
		state, values := p.cells[c.side(coverage)][m][x][i], p.cells[c.side(own)][m][x][i]
		table[i] = make([]cell, len(p.units))
		for u, one := range p.units {
			switch {
			case u < p.common:
				table[i][u] = mixed(state[u], values[u])
			case one.at[from] >= 0:
				table[i][u] = p.cells[from][m][x][i][u]
			default:
				table[i][u] = p.cells[to][m][x][i][u]
			}
		}
	}
	return table
}

// run evaluates a tree on the indicators of a mixture.
func (p *pair) run(tree *composite.Tree, e *evaluated) ([]*composite.Column, error) {
	return runTree(tree, e.tree.leaf, len(p.units), func(i, u int) cell { return e.leaves[i][u] })
}

// runTree evaluates a tree for n units; at gives the cell of an indicator.
func runTree(tree *composite.Tree, leaf []int, n int, at func(i, u int) cell) ([]*composite.Column, error) {
	columns := make([]*composite.Column, len(tree.Nodes))
	for i, place := range leaf {
		columns[place] = composite.NewLeaf(n)
		for u := range n {
			at(i, u).put(columns[place], u)
		}
	}
	out, err := tree.Evaluate(columns, n)
	if err != nil {
		return nil, fmt.Errorf("evaluating a mixture of two sides: %w", err)
	}
	return out, nil
}

// hasIndex reports whether a unit has an index on both sides.
func (p *pair) hasIndex(one unit) bool { return p.isRanked(one, from) && p.isRanked(one, to) }
