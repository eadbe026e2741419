package compare

import (
	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/result"
)

// exactLimit is how many indicators of one agency may have changed at once for their parts under a non-linear tree to be
// the mean over all orders (2^8 evaluations); of more, the mean is over the orders that begin at each of them in turn, in
// the order of the rubric and against it.
const exactLimit = 8

// shareOut shares the own change between two mixtures that differ in the values of the indicators only among these, and
// adds the parts with a weight. Where all nodes are means and sums a part is slope × difference; else it is a Shapley
// value again. Either way the parts of an agency sum to its change.
func (p *pair) shareOut(before, after *evaluated, weight float64) error {
	parts := make([][]float64, len(p.shared))
	for i := range parts {
		parts[i] = make([]float64, len(p.units))
	}
	var err error
	if before.tree.linear {
		p.bySlope(before, after, parts)
	} else {
		err = p.byOrders(before, after, parts)
	}
	if err != nil {
		return err
	}
	p.byMembers(before, parts)
	for i := range parts {
		for u, x := range parts[i] {
			p.values.parts[i][u] += weight * x
		}
	}
	return nil
}

// columnsFor gives the evaluated columns that a unit's index was taken from.
func (p *pair) columnsFor(e *evaluated, u int) []*composite.Column {
	if e.lenient != nil && !composite.IsKnown(e.columns[0].Value[u]) {
		return e.lenient
	}
	return e.columns
}

// bySlope is for linear trees: the index moves by slope × difference with each indicator, and the slope is the product of
// the shares on the way up, in a sum times the length of the sum over that of the member.
func (p *pair) bySlope(before, after *evaluated, parts [][]float64) {
	tree := before.tree.tree
	slopes := map[bool][][]float64{}
	slope := func(columns []*composite.Column, lenient bool) [][]float64 {
		if slopes[lenient] == nil {
			slopes[lenient] = slopesOf(tree, columns, len(p.units))
		}
		return slopes[lenient]
	}
	for u := range p.units[:p.common] {
		x, y := p.columnsFor(before, u), p.columnsFor(after, u)
		if !composite.IsKnown(x[0].Value[u]) || !composite.IsKnown(y[0].Value[u]) {
			continue
		}
		s := slope(x, before.lenient != nil && &x[0] == &before.lenient[0])
		for i, at := range before.tree.leaf {
			if x[at].Known[u] > 0 {
				parts[i][u] = s[at][u] * (y[at].Value[u] - x[at].Value[u])
			}
		}
	}
}

// slopesOf gives, for every node of a linear tree and unit, by how much the index moves with the node's value.
func slopesOf(tree *composite.Tree, columns []*composite.Column, n int) [][]float64 {
	slopes := make([][]float64, len(tree.Nodes))
	slopes[0] = make([]float64, n)
	for u := range n {
		slopes[0][u] = 1
	}
	for at := range tree.Nodes {
		node := &tree.Nodes[at]
		if len(node.Children) == 0 {
			continue
		}
		_, sum := node.Combine.(aggregate.Sum)
		lengths := make([]float64, n)
		for _, c := range node.Children {
			scale := tree.ScaleOf(c)
			for u := range n {
				lengths[u] += tree.Nodes[c].Weight * columns[c].Total[u] * (scale.Max - scale.Min)
			}
		}
		for _, c := range node.Children {
			slopes[c] = make([]float64, n)
			scale := tree.ScaleOf(c)
			for u := range n {
				slopes[c][u] = slopes[at][u] * columns[c].Share[u]
				if sum {
					slopes[c][u] *= lengths[u] / (scale.Max - scale.Min)
				}
			}
		}
	}
	return slopes
}

// byOrders is for all other trees: the mean, over orders of the indicators that changed, of what changes with each.
func (p *pair) byOrders(before, after *evaluated, parts [][]float64) error {
	for u := range p.units[:p.common] {
		x, y := p.columnsFor(before, u), p.columnsFor(after, u)
		if !composite.IsKnown(x[0].Value[u]) || !composite.IsKnown(y[0].Value[u]) {
			continue
		}
		var changed []int
		for i := range p.shared {
			if before.leaves[i][u].value != after.leaves[i][u].value && before.leaves[i][u].known > 0 {
				changed = append(changed, i)
			}
		}
		if len(changed) == 0 {
			continue
		}
		tree := before.tree.tree
		if before.lenient != nil && &x[0] == &before.lenient[0] {
			tree = before.tree.lenient
		}
		found, err := p.orders(tree, before, after, u, changed)
		if err != nil {
			return err
		}
		for k, i := range changed {
			parts[i][u] = found[k]
		}
	}
	return nil
}

// orders gives the part of each changed indicator of one unit.
func (p *pair) orders(tree *composite.Tree, before, after *evaluated, u int, changed []int) ([]float64, error) {
	position := make([]int, len(p.shared))
	for i := range position {
		position[i] = -1
	}
	for k, i := range changed {
		position[i] = k
	}
	// evaluate gives the index for sets of changed indicators.
	evaluate := func(n int, in func(set, k int) bool) ([]float64, error) {
		columns, err := runTree(tree, before.tree.leaf, n, func(i, set int) cell {
			if k := position[i]; k >= 0 && in(set, k) {
				return after.leaves[i][u]
			}
			return before.leaves[i][u]
		})
		if err != nil {
			return nil, err
		}
		return columns[0].Value, nil
	}
	n := len(changed)
	parts := make([]float64, n)
	if n <= exactLimit {
		values, err := evaluate(1<<n, func(set, k int) bool { return set>>k&1 == 1 })
		if err != nil {
			return nil, err
		}
		for k := range parts {
			for set := range values {
				if set>>k&1 == 0 {
					parts[k] += orderShare(ones(set), n) * (values[set|1<<k] - values[set])
				}
			}
		}
		return parts, nil
	}
	p.note(result.NoteOrders)
	for _, step := range []int{1, n - 1} { // forwards and backwards
		for start := range n {
			// The first s of the order that begins at start: place k comes as number (k − start)·step.
			values, err := evaluate(n+1, func(set, k int) bool { return ((k-start+n)*step)%n < set })
			if err != nil {
				return nil, err
			}
			for k := range parts {
				s := ((k - start + n) * step) % n
				parts[k] += (values[s+1] - values[s]) / float64(2*n)
			}
		}
	}
	return parts, nil
}

func ones(set int) int {
	n := 0
	for ; set > 0; set &= set - 1 {
		n++
	}
	return n
}

// byMembers gives governments the mean of their members' parts, with the weights of the roll-up. Where the members
// themselves changed, or not all of them have an index, no indicator accounts for all of the change; describe leaves the
// drivers out then, for they do not sum to it.
func (p *pair) byMembers(e *evaluated, parts [][]float64) {
	how := e.tree.rollup
	members := p.members[e.in.side(own)]
	index := p.values.best[e.in]
	done := make([]bool, len(p.units))
	var visit func(u int)
	visit = func(u int) {
		if done[u] || u >= len(members.below) {
			return
		}
		done[u] = true
		for _, m := range members.below[u] {
			visit(m)
		}
		if !members.rolled[u] || len(members.below[u]) == 0 {
			return
		}
		total := 0.0
		for _, m := range members.below[u] {
			if composite.IsKnown(index[m]) {
				total += members.weighs(how, m)
			}
		}
		for i := range parts {
			parts[i][u] = 0
			for _, m := range members.below[u] {
				if composite.IsKnown(index[m]) {
					parts[i][u] += members.weighs(how, m) / total * parts[i][m]
				}
			}
		}
	}
	for u := range p.units {
		visit(u)
	}
}
