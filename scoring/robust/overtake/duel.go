package overtake

import (
	"fmt"
	"math"

	"siap/scoring/composite"
)

// duel is two units in a tree: first the one above, then the one below.
type duel struct {
	tree   *composite.Tree
	given  []float64 // the weights, by node
	parent []int     // by node, -1 for the root
	mean   []bool    // by node: a weighted mean
	// times and value are those of the leaves and, of times, of all nodes: how often each counts in its parent.
	times, total, value [2][]float64
	// found are the values of all nodes under the weights of the tree; tried those under others, of which only the last
	// are kept.
	found, tried [2][]float64
	children     []composite.Weighted
	scratch      composite.Scratch
}

func newDuel(t *composite.Tree, leaves []*composite.Column, above, below int) (*duel, error) {
	d := &duel{tree: t, given: make([]float64, len(t.Nodes)), parent: make([]int, len(t.Nodes)), mean: make([]bool, len(t.Nodes))}
	columns := make([]*composite.Column, len(t.Nodes))
	if len(leaves) != len(t.Nodes) {
		return nil, fmt.Errorf("there are %d columns for %d nodes", len(leaves), len(t.Nodes))
	}
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) > 0 {
			continue
		}
		if leaves[i] == nil || above < 0 || below < 0 || max(above, below) >= len(leaves[i].Value) {
			return nil, fmt.Errorf("leaf %d has not both units", i)
		}
		columns[i] = composite.NewLeaf(2)
		columns[i].Take(0, leaves[i], above)
		columns[i].Take(1, leaves[i], below)
	}
	columns, err := t.Evaluate(columns, 2)
	if err != nil {
		return nil, err
	}
	for u, unit := range []int{above, below} {
		if columns[0].Known[u] == 0 {
			return nil, fmt.Errorf("unit %d has no index", unit)
		}
		for _, c := range columns {
			d.times[u], d.total[u], d.value[u] = append(d.times[u], c.Known[u]), append(d.total[u], c.Total[u]), append(d.value[u], c.Value[u])
		}
	}
	for i := range t.Nodes {
		d.given[i] = t.Nodes[i].Weight
		linear, may := t.Nodes[i].Combine.(composite.Linear)
		d.mean[i] = may && linear.IsMean()
		for _, c := range t.Nodes[i].Children {
			d.parent[c] = i
		}
	}
	d.parent[0] = -1
	for u := range d.found {
		d.found[u] = append([]float64(nil), d.values(u, d.given)...)
	}
	return d, nil
}

// values gives the values of all nodes of one unit under other weights, until they are asked for again.
func (d *duel) values(u int, weights []float64) []float64 {
	d.tried[u] = append(d.tried[u][:0], d.value[u]...)
	out := d.tried[u]
	for i := len(out) - 1; i >= 0; i-- {
		node := &d.tree.Nodes[i]
		if len(node.Children) == 0 || d.times[u][i] == 0 {
			continue
		}
		children := d.children[:0]
		for _, c := range node.Children {
			children = append(children, composite.Weighted{
				Weight: weights[c], Values: out[c : c+1], Times: d.times[u][c : c+1], Total: d.total[u][c : c+1], Scale: d.tree.ScaleOf(c),
			})
		}
		d.children = children
		if b, borrows := node.Combine.(composite.Borrower); borrows {
			d.scratch.Reset()
			b.AggregateIn(out[i:i+1], children, &d.scratch)
		} else {
			node.Combine.Aggregate(out[i:i+1], children)
		}
	}
	return out
}

// ahead is the index of the unit below less that of the one above.
func (d *duel) ahead(weights []float64) float64 {
	return d.values(1, weights)[0] - d.values(0, weights)[0]
}

// alone looks for the smallest change of the share of one node.
func (d *duel) alone(node int) (Change, bool) {
	p := d.parent[node]
	rest := 0.0
	for _, c := range d.tree.Nodes[p].Children {
		if c != node {
			rest += d.given[c]
		}
	}
	change := Change{Node: node, Before: d.given[node] / (d.given[node] + rest), Method: Exact}
	exact := true
	for i := p; i >= 0; i = d.parent[i] {
		exact = exact && d.mean[i]
	}
	var weights []float64
	if exact {
		weights = d.roots(node)
	} else {
		change.Method = Searched
		weights = d.search(node, rest)
	}
	found := false
	for _, w := range weights {
		after := w / (w + rest)
		if !found || math.Abs(after-change.Before) < math.Abs(change.After-change.Before) {
			change.Weight, change.After, found = w, after, true
		}
	}
	return change, found
}

// line is the index of a unit as a function of one weight w, where all above it are weighted means:
// slope·(sum + part·w)/(weight + times·w) + rest.
type line struct{ slope, sum, part, weight, times, rest float64 }

func (d *duel) line(u, node int) line {
	values := d.found[u]
	p := d.parent[node]
	l := line{slope: 1, times: d.times[u][node]}
	if l.times > 0 {
		l.part = l.times * values[node]
	}
	for _, c := range d.tree.Nodes[p].Children {
		if times := d.times[u][c]; c != node && times > 0 {
			l.sum += d.given[c] * times * values[c]
			l.weight += d.given[c] * times
		}
	}
	// Upwards, what a node does not have from the child is its rest.
	for i := p; i > 0; i = d.parent[i] {
		up, own := d.parent[i], d.given[i]*d.times[u][i]
		sum, weight := 0.0, 0.0
		for _, c := range d.tree.Nodes[up].Children {
			if times := d.times[u][c]; times > 0 {
				weight += d.given[c] * times
				if c != i {
					sum += d.given[c] * times * values[c]
				}
			}
		}
		if weight == 0 {
			own, weight = 0, 1
		}
		l.slope, l.rest = l.slope*own/weight, (sum+own*l.rest)/weight
	}
	if l.weight == 0 && l.times == 0 || l.slope == 0 {
		// The weight does not move the unit.
		return line{rest: values[0], weight: 1}
	}
	return l
}

// roots gives the weights from 0 up at which the two are level.
func (d *duel) roots(node int) []float64 {
	a, b := d.line(0, node), d.line(1, node)
	// slope·(sum + part·w)/(weight + times·w) + rest, of b less of a, times both denominators, is a polynomial in w.
	rest := b.rest - a.rest
	q2 := b.slope*b.part*a.times - a.slope*a.part*b.times + rest*a.times*b.times
	q1 := b.slope*(b.sum*a.times+b.part*a.weight) - a.slope*(a.sum*b.times+a.part*b.weight) + rest*(a.weight*b.times+a.times*b.weight)
	q0 := b.slope*b.sum*a.weight - a.slope*a.sum*b.weight + rest*a.weight*b.weight
	var out []float64
	for _, w := range solve(q2, q1, q0) {
		if w >= 0 && !math.IsInf(w, 0) && d.level(node, w) {
			out = append(out, w)
		}
	}
	return out
}

// level makes sure that a weight is what it was found for: rounding may make a root where there is none.
func (d *duel) level(node int, w float64) bool {
	weights := append([]float64(nil), d.given...)
	weights[node] = max(w, math.SmallestNonzeroFloat64)
	scale := d.tree.ScaleOf(0)
	return math.Abs(d.ahead(weights)) <= composite.Tolerance*(scale.Max-scale.Min)
}

// solve gives the real roots of q2·w² + q1·w + q0, without cancellation.
func solve(q2, q1, q0 float64) []float64 {
	size := max(math.Abs(q2), math.Abs(q1), math.Abs(q0))
	if size == 0 {
		return nil
	}
	const nothing = 1e-14
	if math.Abs(q2) <= nothing*size {
		if math.Abs(q1) <= nothing*size {
			return nil
		}
		return []float64{-q0 / q1}
	}
	under := q1*q1 - 4*q2*q0
	if under < 0 {
		return nil
	}
	h := -(q1 + math.Copysign(math.Sqrt(under), q1)) / 2
	if h == 0 {
		return []float64{0}
	}
	return []float64{h / q2, q0 / h}
}

// search looks for the weights on either side of the given one, share by share.
func (d *duel) search(node int, rest float64) []float64 {
	const steps = 400
	weights := append([]float64(nil), d.given...)
	at := func(share float64) float64 {
		weights[node] = rest * share / (1 - share)
		return d.ahead(weights)
	}
	before := d.given[node] / (d.given[node] + rest)
	var out []float64
	for _, end := range []float64{0, 1} {
		from := before
		for k := 1; k < steps; k++ {
			to := before + (end-before)*float64(k)/steps
			if at(to) < 0 {
				from = to
				continue
			}
			for range 60 {
				if middle := (from + to) / 2; at(middle) < 0 {
					from = middle
				} else {
					to = middle
				}
			}
			out = append(out, rest*to/(1-to))
			break
		}
	}
	return out
}
