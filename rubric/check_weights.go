package rubric

import "math"

// weightTolerance is the relative error allowed in the sum of weights: enough for shares written with the digits of
// a float, too little for a forgotten third of a per cent.
const weightTolerance = 1e-9

// nodeWeight wants a positive weight, and one that was stated where a sibling states one.
func (c *checker) nodeWeight(n *Node, at spot) {
	if _, said := c.positions[at.path]; c.positions != nil && !said && n.Weight == 0 && c.ofWhole() {
		c.report(ruleWeightMissing, at)
		return
	}
	c.weight(n.Weight, at)
}

// ofWhole reports whether the weights are shares that must add up.
func (c *checker) ofWhole() bool { return c.r.Weights == OfParent || c.r.Weights == OfIndex }

// family checks what the children of a node, or of the index for nil, have to do with each other: the sum of their
// weights and how they are aggregated. whole is the parent's own weight.
func (c *checker) family(parent *Node, children []*Node, at spot, whole float64) {
	c.sumOfWeights(children, at, whole)
	how, power, aggregate, exponent := Aggregation(""), (*float64)(nil), at.key("aggregate"), at.key("power")
	span := c.scale
	if parent == nil {
		how, power = c.r.Aggregate, c.r.Power
	} else {
		how, power = parent.Aggregate, parent.Power
		span = c.spanOf(parent)
	}
	if how == "" {
		how = Arithmetic
	}
	oneOf(c, how, aggregate, Aggregations()...)
	switch {
	case how == PowerMean && power == nil:
		c.report(rulePower, aggregate)
	case how != PowerMean && power != nil:
		c.report(ruleNotForAggregate, exponent).Saw(string(how)).Allows(string(PowerMean))
	case power != nil && c.finite(*power, exponent) && (*power == 0 || math.Abs(*power) > maxPower):
		c.report(rulePower, exponent).Saw(number(*power))
	}
	switch how {
	case Geometric, Harmonic, PowerMean:
		if span.Min < 0 {
			c.report(ruleNegativeScale, aggregate).Saw(within(span)).Allows("≥ 0")
		}
	case Sum:
		c.sumOfScales(children, at, span)
	}
}

// maxPower keeps the powers of a mean within what floats can hold.
const maxPower = 50

// spanOf is the scale of a node that was not linked yet.
func (c *checker) spanOf(n *Node) Scale {
	if n.Scale != nil {
		return *n.Scale
	}
	span := c.scale
	var find func(nodes []*Node, above Scale) bool
	find = func(nodes []*Node, above Scale) bool {
		for _, one := range nodes {
			if one == nil {
				continue
			}
			own := above
			if one.Scale != nil {
				own = *one.Scale
			}
			if one == n {
				span = own
				return true
			}
			if find(one.Children, own) {
				return true
			}
		}
		return false
	}
	find(c.r.Children, c.scale)
	return span
}

// sumOfWeights wants shares to use up the whole they are shares of.
func (c *checker) sumOfWeights(children []*Node, at spot, parent float64) {
	if !c.ofWhole() || len(children) == 0 {
		return
	}
	want := c.whole
	if c.r.Weights == OfIndex {
		want = parent
	}
	sum := 0.0
	for i, n := range children {
		if n == nil || !(n.Weight > 0) || c.faulty[at.child(i, "").key("weight").path] {
			return // said elsewhere
		}
		sum += n.Weight
	}
	if math.Abs(sum-want) > weightTolerance*want {
		c.report(ruleWeightSum, at.key("children")).Saw(short(sum)).Allows(short(want))
	}
}

// short is a sum for people: without the noise of its last digits.
func short(x float64) string { return number(math.Round(x*1e9) / 1e9) }

// sumOfScales wants the children of a sum to have scales whose weighted sums are the ends of their parent's.
func (c *checker) sumOfScales(children []*Node, at spot, span Scale) {
	if c.ofWhole() {
		c.report(ruleNotForAggregate, at.key("aggregate")).Saw(string(c.r.Weights)).Allows(string(Relative))
		return
	}
	low, high := 0.0, 0.0
	for i, n := range children {
		if n == nil {
			continue
		}
		if n.Scale == nil {
			c.report(ruleMissing, at.child(i, n.ID).key("scale"))
			return
		}
		low += n.Weight * n.Scale.Min
		high += n.Weight * n.Scale.Max
	}
	tol := weightTolerance * span.Span()
	if math.Abs(low-span.Min) > tol || math.Abs(high-span.Max) > tol {
		c.report(ruleSumScale, at.key("aggregate")).Saw(short(low) + "–" + short(high)).Allows(within(span))
	}
}

// ownScale wants a sensible scale, and only where a node is the child of a sum: a mean needs one scale for all.
func (c *checker) ownScale(n *Node, at spot, parent *Node) {
	s := *n.Scale
	c.finite(s.Min, at.key("min"))
	c.finite(s.Max, at.key("max"))
	if s.Min >= s.Max {
		c.report(ruleScale, at).Saw(within(s))
	}
	if how, _ := c.r.Combines(parent); how != Sum {
		c.report(ruleOwnScale, at).Saw(string(how)).Allows(string(Sum))
	}
}
