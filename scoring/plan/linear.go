package plan

import "slices"

// variable is one thing that can be lifted, step by step: cost and gain are those of standing at each step, the first
// that of staying where it is, which is nothing.
type variable struct {
	cost, gain []int64
}

// need says that one variable climbs no higher than another allows: at step k of the first, the second must stand at
// step least[k] at least.
type need struct {
	of, on int
	least  []int
}

// holds reports whether the need is met.
func (n *need) holds(ofStep, onStep int) bool { return onStep >= n.least[ofStep] }

// widest is the most neighbours a variable may have when it is eliminated; needs beyond it are left to branching.
const widest = 4

// linear is a problem whose gain is the sum of the gains of its variables. It is solved exactly by a dynamic programme
// over costs; variables that need each other are eliminated one by one, each giving a table over its neighbours
// (U. Bertelè & F. Brioschi, Nonserial Dynamic Programming, 1972).
type linear struct {
	variables []variable
	needs     []need
	// handled are the needs that the programme keeps to, by place in needs.
	handled []bool
	groups  [][]elimination
	store   *pareto[int64]
}

// elimination is one variable with the neighbours that it has when its turn comes.
type elimination struct {
	variable  int
	neighbour []int
	needs     []int
}

// newLinear orders the variables. limit is the highest cost of interest.
func newLinear(variables []variable, needs []need, limit int64) *linear {
	l := &linear{variables: variables, needs: needs, handled: make([]bool, len(needs)), store: newPareto[int64](limit)}
	all := make([]int, len(needs))
	for i := range all {
		all[i] = i
	}
	groups, fits := order(len(variables), needs, all)
	if !fits { // as many of them as a table of bounded width can keep to
		kept := all[:0:0]
		for _, i := range all {
			if more, ok := order(len(variables), needs, append(kept, i)); ok {
				groups, kept = more, append(kept, i)
			}
		}
		all = kept
	}
	for _, i := range all {
		l.handled[i] = true
	}
	l.groups = groups
	return l
}

// order gives the order in which n variables are eliminated, in groups that need each other: always the one with the
// fewest neighbours, the first of several. It is false where one of them has more than widest.
func order(n int, needs []need, kept []int) (groups [][]elimination, fits bool) {
	near := make([]map[int]bool, n)
	group := make([]int, n)
	for i := range n {
		near[i], group[i] = map[int]bool{}, i
	}
	var root func(i int) int
	root = func(i int) int {
		if group[i] != i {
			group[i] = root(group[i])
		}
		return group[i]
	}
	for _, i := range kept {
		of, on := needs[i].of, needs[i].on
		near[of][on], near[on][of] = true, true
		group[root(of)] = root(on)
	}
	found := map[int][]elimination{}
	gone := make([]bool, n)
	for range n {
		best := -1
		for i := range n {
			if !gone[i] && (best < 0 || len(near[i]) < len(near[best])) {
				best = i
			}
		}
		if len(near[best]) > widest {
			return nil, false
		}
		e := elimination{variable: best}
		for j := range n { // in order, not as a map gives them
			if near[best][j] {
				e.neighbour = append(e.neighbour, j)
				delete(near[j], best)
			}
		}
		for _, i := range kept {
			if need := needs[i]; (need.of == best && !gone[need.on]) || (need.on == best && !gone[need.of]) {
				e.needs = append(e.needs, i)
			}
		}
		for _, a := range e.neighbour {
			for _, b := range e.neighbour {
				if a != b {
					near[a][b] = true
				}
			}
		}
		gone[best] = true
		found[root(best)] = append(found[root(best)], e)
	}
	for i := range n {
		if list, ok := found[i]; ok {
			groups = append(groups, list)
		}
	}
	return groups, true
}

// exact reports whether the programme keeps to all needs.
func (l *linear) exact() bool { return !slices.Contains(l.handled, false) }

// table has a list of points for every choice of the variables in its scope.
type table struct {
	scope []int
	size  []int
	lists [][]point[int64]
}

// at is the place of a choice in the table; step gives the step of a variable.
func (t *table) at(step func(v int) int, low []int) int {
	place := 0
	for i, v := range t.scope {
		place = place*t.size[i] + step(v) - low[v]
	}
	return place
}

// solve gives the points of the problem with every variable between its steps low and high. Costs and gains are counted
// from the first step of each, wherever low is.
func (l *linear) solve(low, high []int) []point[int64] {
	all := []point[int64]{{}}
	for _, group := range l.groups {
		list := l.group(group, low, high)
		if len(list) == 0 {
			return nil
		}
		l.store.sums(all, list, plus)
		all = l.store.take()
	}
	return all
}

// group eliminates the variables of one group.
func (l *linear) group(group []elimination, low, high []int) []point[int64] {
	var tables []*table
	steps := make([]int, len(l.variables))
	for _, e := range group {
		out := &table{scope: e.neighbour}
		count := 1
		for _, v := range e.neighbour {
			out.size = append(out.size, high[v]-low[v]+1)
			count *= high[v] - low[v] + 1
		}
		out.lists = make([][]point[int64], count)
		var mine, others []*table
		for _, t := range tables {
			if slices.Contains(t.scope, e.variable) {
				mine = append(mine, t)
			} else {
				others = append(others, t)
			}
		}
		for place := range count {
			for i, rest := len(e.neighbour)-1, place; i >= 0; i-- {
				v := e.neighbour[i]
				steps[v] = low[v] + rest%out.size[i]
				rest /= out.size[i]
			}
			out.lists[place] = l.eliminate(e, mine, steps, low, high)
		}
		tables = append(others, out)
	}
	// What is left has no scope: one table where the group is connected.
	all := []point[int64]{{}}
	for _, t := range tables {
		l.store.sums(all, t.lists[0], plus)
		all = l.store.take()
	}
	return all
}

// eliminate gives the best of one variable while its neighbours stand at their steps.
func (l *linear) eliminate(e elimination, mine []*table, steps, low, high []int) []point[int64] {
	var offers [][]point[int64]
	v := l.variables[e.variable]
	for k := low[e.variable]; k <= high[e.variable]; k++ {
		steps[e.variable] = k
		if !l.allowed(e, steps) {
			continue
		}
		list := []point[int64]{{v.cost[k], v.gain[k], &trace{e.variable, k, nil, nil}}}
		for _, t := range mine {
			found := t.lists[t.at(func(v int) int { return steps[v] }, low)]
			l.store.sums(list, found, plus)
			list = l.store.take()
		}
		offers = append(offers, list)
	}
	for _, list := range offers {
		for _, p := range list {
			l.store.add(p.cost, p.value, p.trace, nil)
		}
	}
	return l.store.take()
}

// allowed reports whether the needs between a variable and its neighbours are met.
func (l *linear) allowed(e elimination, steps []int) bool {
	for _, i := range e.needs {
		if n := &l.needs[i]; !n.holds(steps[n.of], steps[n.on]) {
			return false
		}
	}
	return true
}
