package composite

import (
	"cmp"
	"fmt"
	"slices"
)

// inner is an inner node as the Evaluator sees it.
type inner struct {
	node int
	mean bool // a weighted mean: computed by matrices
	// members are its children: those that are leaves first, in the order of their columns, then inner nodes.
	members []int
	leaves  int
	runs    []run
	below   []int // the inner nodes among the members, by place in Evaluator.inner
	// pattern says for each unit which of the patterns its children have; nil where all have the first real one.
	pattern []uint32
	// patterns are the rows of a matrix: how often each member counts. The first two are no patterns: a node without
	// a value, and one whose value is handed in.
	patterns []float64
	// times and total are the columns of the members, for an Aggregator; nil for a mean.
	times, total [][]float64
	// under says who is under the minimum coverage; nil where nobody is.
	under []bool
	// drawnUnits are the units whose values are handed in, rising, and their numbers.
	drawnUnits, drawnNumbers []int32
	// forMean says that the parent is a mean; the root's is none.
	forMean bool
	// strange says that there is a node that is no mean in it, whose values may fail.
	strange bool
}

// run is neighbouring columns of leaves.
type run struct{ from, to int }

const (
	patternNone = iota
	patternDrawn
	patternFirst // the first real one
)

// state is what laying out knows of one node, one entry per unit.
type state struct {
	total    []float64 // how often it would count
	times    []float64 // how often it counts in the values to be computed
	coverage []float64 // as its parent's coverage sees it
	known    []bool    // it counts in the values of the columns
}

func (s *state) stand() standings {
	out := standings{applies: make([]bool, len(s.total)), scored: s.known, coverage: s.coverage, times: s.times}
	for u, total := range s.total {
		out.applies[u] = total > 0
	}
	return out
}

// layout makes the parts of an Evaluator.
type layout struct {
	e       *Evaluator
	options EvaluatorOptions
	states  []state
	meanFor []bool // by node: the parent is a mean
}

// node lays out one node; its children are done.
func (l *layout) node(i int, c *Column) error {
	t := l.e.tree
	if l.meanFor == nil {
		l.meanFor = make([]bool, len(t.Nodes))
		for p := range t.Nodes {
			for _, child := range t.Nodes[p].Children {
				if child > p && child < len(t.Nodes) {
					l.meanFor[child] = isMean(t.Nodes[p].Combine)
				}
			}
		}
	}
	if len(t.Nodes[i].Children) == 0 {
		if err := checkLeaf(c, l.e.n); err != nil {
			return fmt.Errorf("laying out leaf %d: %w", i, err)
		}
		l.leaf(i, c)
		return nil
	}
	if err := t.checkChildren(i); err != nil {
		return err
	}
	l.combine(i)
	return nil
}

// leaf lays out a leaf: its values, and how often they count.
func (l *layout) leaf(i int, c *Column) {
	e, n := l.e, l.e.n
	s := state{total: make([]float64, n), times: make([]float64, n), coverage: make([]float64, n), known: make([]bool, n)}
	k := e.column[i]
	e.forMean[k] = l.meanFor[i]
	scale, values := e.tree.ScaleOf(i), e.Column(k)
	for u := range n {
		if c == nil {
			s.total[u], s.times[u], s.coverage[u], s.known[u] = 1, 1, 1, true
			continue
		}
		x, covered, known := c.Value[u], c.Coverage[u], c.Known[u]
		if !IsKnown(x) {
			known = 0
		}
		assumed := c.assumed != nil && c.assumed[u]
		s.total[u], s.coverage[u] = c.Total[u], covered
		if e.tree.UnknownAtBottom && c.Total[u] > 0 && !assumed {
			if known == 0 {
				x, known = scale.Min, c.Total[u]
			} else {
				x, known = covered*x+(1-covered)*scale.Min, c.Total[u]
			}
		}
		s.known[u] = known > 0
		if l.options.Filled && c.Total[u] > 0 {
			x = c.Value[u]
			if middle := scale.Min/2 + scale.Max/2; c.Known[u] == 0 || covered == 0 {
				x = middle
			} else if covered < 1 {
				x = covered*x + (1-covered)*middle
			}
			known = c.Total[u]
		}
		s.times[u] = known
		if known == 0 {
			continue
		}
		values[u] = x
		if l.meanFor[i] {
			values[u] *= known
		}
	}
	l.states[i] = s
	for u, times := range s.times {
		if times != 1 {
			e.odd[u] = append(e.odd[u], oddLeaf{int32(k), times})
		}
	}
}

// combine lays out an inner node.
func (l *layout) combine(i int) {
	e, n, node := l.e, l.e.n, &l.e.tree.Nodes[i]
	in := inner{node: i, mean: isMean(node.Combine), members: slices.Clone(node.Children), forMean: l.meanFor[i]}
	slices.SortStableFunc(in.members, func(a, b int) int {
		return cmp.Compare(e.place(a), e.place(b))
	})
	for _, m := range in.members {
		k := e.column[m]
		if k < 0 {
			in.below = append(in.below, e.at[m])
			in.strange = in.strange || e.inner[e.at[m]].strange
			continue
		}
		in.leaves++
		if last := len(in.runs) - 1; last >= 0 && in.runs[last].to == k {
			in.runs[last].to++
		} else {
			in.runs = append(in.runs, run{k, k + 1})
		}
	}
	in.strange = in.strange || !in.mean
	s := l.judge(i, &in)
	l.pattern(&in, s)
	if !in.mean {
		for _, m := range in.members {
			in.times, in.total = append(in.times, l.states[m].times), append(in.total, l.states[m].total)
		}
	}
	for u := range n {
		if l.options.Filled && in.under != nil && in.under[u] && s.total[u] > 0 {
			in.drawnUnits = append(in.drawnUnits, int32(u))
		}
	}
	if i == 0 && l.options.Parts {
		for _, m := range node.Children {
			e.parts = append(e.parts, l.states[m].stand())
		}
	}
	for _, m := range in.members {
		l.states[m] = state{} // the children's columns have done their service
	}
	l.states[i] = s
	e.at[i] = len(e.inner)
	e.inner = append(e.inner, in)
}

// place orders the children of a node: leaves by their columns, then inner nodes as they are.
func (e *Evaluator) place(node int) int {
	if k := e.column[node]; k >= 0 {
		return k
	}
	return len(e.leaves) + node
}

// judge decides for every unit whether the node applies, whether it is under its minimum coverage and whether it has
// a value, by the rules of Tree.Evaluate.
func (l *layout) judge(i int, in *inner) state {
	e, n, node := l.e, l.e.n, &l.e.tree.Nodes[i]
	s := state{total: make([]float64, n), times: make([]float64, n), coverage: make([]float64, n), known: make([]bool, n)}
	var decided []bool
	if l.options.Under != nil {
		decided = l.options.Under.inner[l.options.Under.at[i]].under
	}
	for u := range n {
		var applicable, covered float64
		has, counts := false, false
		for _, m := range node.Children {
			child, w := &l.states[m], e.tree.Nodes[m].Weight
			applicable += w * child.total[u]
			covered += w * child.total[u] * child.coverage[u]
			has = has || child.known[u]
			counts = counts || child.times[u] > 0
		}
		if applicable == 0 {
			continue
		}
		s.total[u], s.coverage[u] = 1, covered/applicable
		under := s.coverage[u] < node.MinCoverage-Tolerance
		if l.options.Under != nil {
			unit := u
			if l.options.Of != nil {
				unit = l.options.Of[u]
			}
			under = decided != nil && decided[unit]
		}
		if under {
			if in.under == nil {
				in.under = make([]bool, n)
			}
			in.under[u] = true
		}
		s.known[u] = has && !under
		if counts && (!under || l.options.Filled) {
			s.times[u] = 1
		}
		if i == 0 {
			continue // the root's coverage is what it is
		}
		if under && has {
			s.coverage[u] = 0 // withheld: wholly unknown to the parent
		}
	}
	return s
}

// finish adds what needs all nodes.
func (l *layout) finish() {
	e, s := l.e, l.states[0]
	e.root = s.stand()
	for u := range e.n {
		if !s.known[u] {
			e.root.unscored = append(e.root.unscored, u)
		}
	}
	e.even = !l.options.Parts && !slices.ContainsFunc(e.inner, func(in inner) bool { return !in.mean || in.pattern != nil })
	for u := range e.odd {
		e.even = e.even && len(e.odd[u]) == 0
	}
	for i := range e.inner {
		for _, u := range e.inner[i].drawnUnits {
			e.drawn = append(e.drawn, drawnNode{int32(e.inner[i].node), u})
		}
	}
	slices.SortFunc(e.drawn, func(a, b drawnNode) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.node, b.node))
	})
	e.drawnOf = make([]int32, e.n+1)
	for number, d := range e.drawn {
		e.drawnOf[d.unit+1] = int32(number + 1)
		in := &e.inner[e.at[d.node]]
		in.drawnNumbers = append(in.drawnNumbers, int32(number)) // by unit, as drawnUnits are
	}
	for u := range e.n {
		e.drawnOf[u+1] = max(e.drawnOf[u+1], e.drawnOf[u])
	}
}
