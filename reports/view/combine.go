package view

import (
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/result"
)

// combination is how the value of one node follows from its children, with the numbers of one agency: what explain
// shows, and what the effect of an indicator on the index is computed with.
type combination struct {
	how   rubric.Aggregation
	power float64
	// parts are the children that count, in the rubric's order.
	parts []part
	// known is the weight of the parts, rows counting each.
	known float64
	// bottom and span are, for a sum, Σ weight × the bottom, and the length, of the scales of all children that apply;
	// knownSpan is the length of the parts' scales.
	bottom, span, knownSpan float64
}

// part is one child that counts.
type part struct {
	node  *rubric.Node
	score *result.Node
	value float64
	// weight is the rubric's weight times how often the child counts: once, or once for each known row.
	weight float64
	times  int
}

// combinationOf collects how a node, or the index for nil, follows from its children; of gives a child's numbers.
func combinationOf(tree *rubric.Rubric, n *rubric.Node, of func(id string) *result.Node) combination {
	children := tree.Children
	if n != nil {
		children = n.Children
	}
	var c combination
	c.how, c.power = tree.Combines(n)
	for _, child := range children {
		if child == nil {
			continue
		}
		score := of(child.ID)
		if score == nil || (score.Value == nil && score.Reason == result.ReasonNotApplicable) {
			continue
		}
		times, total := timesOf(tree, child, score)
		c.bottom += child.Weight * float64(total) * child.Span().Min
		c.span += child.Weight * float64(total) * child.Span().Span()
		if score.Value == nil {
			continue
		}
		c.known += child.Weight * float64(times)
		c.knownSpan += child.Weight * float64(times) * child.Span().Span()
		c.parts = append(c.parts, part{child, score, *score.Value, child.Weight * float64(times), times})
	}
	return c
}

// timesOf gives how often a child counts, and how often it would were all of it known: once, unless each of its rows
// counts like an indicator of its own.
func timesOf(tree *rubric.Rubric, n *rubric.Node, score *result.Node) (times, total int) {
	if n.Repeats != rubric.RepeatRows || score.Rows < 1 || slices.Contains(score.Flags, result.FlagPlaceholder) {
		return 1, 1
	}
	if tree.Unknown == rubric.Bottom {
		return score.Rows, score.Rows
	}
	return max(score.Known, 1), score.Rows
}

// partial reports whether a sum has unknown members, which are taken to stand where the known ones do.
func (c combination) partial() bool { return c.span > c.knownSpan*(1+tolerance) }

// repeats reports whether any of the parts counts more than once.
func (c combination) repeats() bool {
	return slices.ContainsFunc(c.parts, func(p part) bool { return p.times > 1 })
}

// linear gives the factor by which the node's value moves with a child's, false where it is not the same everywhere.
func (c combination) linear(id string) (slope float64, ok bool) {
	if !(c.known > 0) {
		return 0, false
	}
	for _, p := range c.parts {
		if p.node.ID != id {
			continue
		}
		switch c.how {
		case rubric.Arithmetic:
			return p.weight / c.known, true
		case rubric.Sum:
			return p.weight * c.span / c.knownSpan, c.knownSpan > 0
		default:
			return 0, false
		}
	}
	return 0, false
}

// with gives the combination with another value for one child.
func (c combination) with(id string, x float64) combination {
	c.parts = slices.Clone(c.parts)
	for i := range c.parts {
		if c.parts[i].node.ID == id {
			c.parts[i].value = x
		}
	}
	return c
}

// value computes what the children give by the rubric's way of combining them; NaN where they give nothing. The
// formulas are those of the scoring (scoring/composite/aggregate), whose result a report never replaces: this is for
// the difference that another value of a child would make.
func (c combination) value() float64 {
	if !(c.known > 0) {
		return math.NaN()
	}
	switch c.how {
	case rubric.Sum:
		up := 0.0
		for _, p := range c.parts {
			up += p.weight * (p.value - p.node.Span().Min)
		}
		return c.bottom + c.span*up/c.knownSpan
	case rubric.Minimum:
		return c.least()
	case rubric.Median:
		return c.median()
	case rubric.Geometric:
		return c.powerMean(0)
	case rubric.Harmonic:
		return c.powerMean(-1)
	case rubric.PowerMean:
		return c.powerMean(c.power)
	default:
		return c.sum(func(x float64) float64 { return x }) / c.known
	}
}

// sum is Σ weight × f(value).
func (c combination) sum(f func(float64) float64) float64 {
	s := 0.0
	for _, p := range c.parts {
		s += p.weight * f(p.value)
	}
	return s
}

func (c combination) least() float64 {
	least := math.Inf(1)
	for _, p := range c.parts {
		least = min(least, p.value)
	}
	return least
}

// powerMean is (Σ w x^p / Σ w)^(1/p), for p = 0 the geometric mean; 0 where p is not positive and one child is 0.
func (c combination) powerMean(p float64) float64 {
	least := c.least()
	switch {
	case least < 0:
		return math.NaN()
	case least == 0 && p <= 0:
		return 0
	case p == 0:
		return math.Exp(c.sum(math.Log) / c.known)
	}
	unit := least // the value that weighs most: no power of a ratio to it overflows
	if p > 0 {
		for _, one := range c.parts {
			unit = max(unit, one.value)
		}
	}
	if unit == 0 {
		return 0
	}
	return unit * math.Pow(c.sum(func(x float64) float64 { return math.Pow(x/unit, p) })/c.known, 1/p)
}

// rising gives the parts from the lowest value to the highest; equal ones stay in the rubric's order.
func (c combination) rising() []part {
	parts := slices.Clone(c.parts)
	slices.SortStableFunc(parts, func(a, b part) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	return parts
}

// median is the weighted median; where the weights up to a value make exactly one half, the middle of it and the next.
func (c combination) median() float64 {
	const tolerance = 1e-9
	upTo, lower := 0.0, math.NaN()
	for _, p := range c.rising() {
		upTo += p.weight
		if math.IsNaN(lower) && upTo >= c.known*(0.5-tolerance) {
			lower = p.value
		}
		if upTo > c.known*(0.5+tolerance) {
			return (lower + p.value) / 2
		}
	}
	return lower
}
