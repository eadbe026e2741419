package plan

import (
	"math"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// tree is a problem some of whose nodes are combined in other ways than by means and sums. No aggregation falls when a
// child rises, so of each child only the highest value for each cost matters to its node: from the leaves up, each node
// has a list of them, made by a dynamic programme over the costs of its children. Needs between variables are not kept
// to; what comes out is what could be had without them.
type tree struct {
	nodes *composite.Tree
	// known is how often each node counts in its parent, 0 for not at all, total how often it would if wholly known,
	// value what it is while nothing is lifted.
	known, total, value []float64
	leaves              map[int]*treeLeaf
	store               *pareto[float64]
	// below are the variables below each node, made when it is first asked for; memory has what the nodes under the index
	// gave for some bounds of those, for branching changes the bounds of a few only.
	below  [][]int
	memory map[string][]point[float64]
	// bounded says that a median had too many ways to be gone through, so that some values are only bounds.
	bounded bool
}

// treeLeaf is an indicator with variables: its value is that of now and the mean of what they rise by.
type treeLeaf struct {
	rows []treeRow
	// divisor is how many rows the mean is over.
	divisor float64
}

// treeRow is one variable of an indicator.
type treeRow struct {
	variable int
	cost     []int64
	score    []float64
}

// enumerated is in how many ways the children of a median may be combined to be gone through one by one.
const enumerated = 20_000

// solve gives the highest value of the index for every cost, with every variable between its steps low and high. exact is
// false where a value is only known not to be exceeded; then the choices behind it need not give it.
func (t *tree) solve(low, high []int) (list []point[float64], exact bool) {
	t.bounded = false
	list = t.node(0, low, high)
	return list, !t.bounded
}

// node gives the points of a node that counts.
func (t *tree) node(at int, low, high []int) []point[float64] {
	if leaf := t.leaves[at]; leaf != nil {
		return t.leaf(at, leaf, low, high)
	}
	node := &t.nodes.Nodes[at]
	var members []int
	for _, c := range node.Children {
		if t.known[c] > 0 {
			members = append(members, c)
		}
	}
	if len(members) == 0 {
		return []point[float64]{{value: t.value[at]}}
	}
	lists := make([][]point[float64], len(members))
	for k, c := range members {
		lists[k] = t.remembered(c, low, high)
	}
	switch how := node.Combine.(type) {
	case aggregate.Arithmetic:
		return t.mean(members, lists, func(x float64) float64 { return x }, func(y float64) float64 { return y })
	case aggregate.Geometric:
		return t.mean(members, lists, math.Log, math.Exp)
	case aggregate.Harmonic:
		return t.power(members, lists, -1)
	case aggregate.Power:
		return t.power(members, lists, how.P)
	case aggregate.Sum:
		return t.sum(at, members, lists)
	case aggregate.Minimum:
		return t.fold(lists, func(_ int, x float64) float64 { return x }, math.Min, func(y float64) float64 { return y })
	}
	return t.every(at, members, lists)
}

// memoryLimit is how many lists are kept before all are forgotten.
const memoryLimit = 4096

// remembered is node, from memory where the bounds of the variables below it were met before.
func (t *tree) remembered(at int, low, high []int) []point[float64] {
	if t.below == nil {
		t.below, t.memory = make([][]int, len(t.nodes.Nodes)), map[string][]point[float64]{}
		for i := len(t.nodes.Nodes) - 1; i >= 0; i-- {
			if leaf := t.leaves[i]; leaf != nil {
				for _, r := range leaf.rows {
					t.below[i] = append(t.below[i], r.variable)
				}
			}
			for _, c := range t.nodes.Nodes[i].Children {
				t.below[i] = append(t.below[i], t.below[c]...)
			}
		}
	}
	key := make([]byte, 0, 2*len(t.below[at])+4)
	key = append(key, byte(at), byte(at>>8), byte(at>>16), byte(at>>24))
	for _, v := range t.below[at] {
		key = append(key, byte(low[v]), byte(high[v]))
	}
	if list, ok := t.memory[string(key)]; ok {
		return list
	}
	bounded := t.bounded
	t.bounded = false
	list := t.node(at, low, high)
	if !t.bounded { // what is only a bound must say so each time
		if len(t.memory) >= memoryLimit {
			clear(t.memory)
		}
		t.memory[string(key)] = list
	}
	t.bounded = t.bounded || bounded
	return list
}

// leaf adds up what its variables rise by.
func (t *tree) leaf(at int, leaf *treeLeaf, low, high []int) []point[float64] {
	lists := make([][]point[float64], len(leaf.rows))
	for k, r := range leaf.rows {
		for s := low[r.variable]; s <= high[r.variable]; s++ {
			lists[k] = append(lists[k], point[float64]{r.cost[s], r.score[s] - r.score[0], &trace{r.variable, s, nil, nil}})
		}
	}
	return t.fold(lists, func(_ int, x float64) float64 { return x }, plus,
		func(sum float64) float64 { return t.value[at] + sum/leaf.divisor })
}

// mean combines by the inverse of f of Σ w n f(x) / Σ w n.
func (t *tree) mean(members []int, lists [][]point[float64], f, inverse func(float64) float64) []point[float64] {
	whole := 0.0
	for _, c := range members {
		whole += t.nodes.Nodes[c].Weight * t.known[c]
	}
	return t.fold(lists, func(k int, x float64) float64 {
		return t.nodes.Nodes[members[k]].Weight * t.known[members[k]] / whole * f(x)
	}, plus, inverse)
}

// power combines by the power mean. A negative power falls as x rises, so it is counted downwards: −∞ where x is 0.
func (t *tree) power(members []int, lists [][]point[float64], p float64) []point[float64] {
	switch {
	case math.Abs(p) < 1e-9:
		return t.mean(members, lists, math.Log, math.Exp)
	case p < 0:
		return t.mean(members, lists, func(x float64) float64 { return -math.Pow(x, p) }, func(y float64) float64 { return math.Pow(-y, 1/p) })
	}
	return t.mean(members, lists, func(x float64) float64 { return math.Pow(x, p) }, func(y float64) float64 { return math.Pow(y, 1/p) })
}

// sum combines by the weighted sum; what is unknown stands where the known stands on its span.
func (t *tree) sum(at int, members []int, lists [][]point[float64]) []point[float64] {
	var bottom, span, known float64
	for _, c := range t.nodes.Nodes[at].Children {
		scale := t.nodes.ScaleOf(c)
		bottom += t.nodes.Nodes[c].Weight * t.total[c] * scale.Min
		span += t.nodes.Nodes[c].Weight * t.total[c] * (scale.Max - scale.Min)
		known += t.nodes.Nodes[c].Weight * t.known[c] * (scale.Max - scale.Min)
	}
	return t.fold(lists, func(k int, x float64) float64 {
		c := members[k]
		return t.nodes.Nodes[c].Weight * t.known[c] * (x - t.nodes.ScaleOf(c).Min)
	}, plus, func(y float64) float64 { return bottom + y*span/known })
}

// fold goes through the children one by one: value is what a child's value counts as, add how it is added to the others,
// last what the total comes to.
func (t *tree) fold(lists [][]point[float64], value func(k int, x float64) float64, add func(x, y float64) float64, last func(float64) float64) []point[float64] {
	var all []point[float64]
	for k, list := range lists {
		mine := slices.Clone(list)
		for i := range mine {
			mine[i].value = value(k, mine[i].value)
		}
		if k == 0 {
			all = mine
			continue
		}
		t.store.sums(all, mine, add)
		all = t.store.take()
	}
	for i := range all {
		all[i].value = last(all[i].value)
	}
	return all
}

// every goes through all ways to combine the children, for aggregations such as the median that are no running total.
// Where there are too many, each child is given the whole of every cost: nothing can be better than that.
func (t *tree) every(at int, members []int, lists [][]point[float64]) []point[float64] {
	ways := 1
	for _, list := range lists {
		if ways *= len(list); ways > enumerated {
			return t.bound(at, members, lists)
		}
	}
	values := make([]float64, len(lists))
	for way := range ways {
		cost, rest := int64(0), way
		var all *trace
		for k, list := range lists {
			one := list[rest%len(list)]
			rest /= len(list)
			cost += one.cost
			values[k] = one.value
			all = &trace{-1, 0, one.trace, all}
		}
		t.store.add(cost, t.combine(at, members, values), all, nil)
	}
	return t.store.take()
}

// bound gives values that are not exceeded.
func (t *tree) bound(at int, members []int, lists [][]point[float64]) []point[float64] {
	t.bounded = true
	var costs []int64
	least := int64(0)
	for _, list := range lists {
		least += list[0].cost
		for _, one := range list {
			costs = append(costs, one.cost)
		}
	}
	values := make([]float64, len(lists))
	for _, cost := range costs {
		cost = max(cost, least)
		var all *trace
		for k, list := range lists {
			i := 0
			for i+1 < len(list) && list[i+1].cost <= cost {
				i++
			}
			values[k] = list[i].value
			all = &trace{-1, 0, list[i].trace, all}
		}
		t.store.add(cost, t.combine(at, members, values), all, nil)
	}
	return t.store.take()
}

// combine computes a node for some values of its members.
func (t *tree) combine(at int, members []int, values []float64) float64 {
	children := make([]composite.Weighted, len(members))
	for k, c := range members {
		children[k] = composite.Weighted{
			Weight: t.nodes.Nodes[c].Weight, Values: values[k : k+1], Times: t.known[c : c+1], Total: t.total[c : c+1], Scale: t.nodes.ScaleOf(c),
		}
	}
	out := make([]float64, 1)
	t.nodes.Nodes[at].Combine.Aggregate(out, children)
	return out[0]
}
