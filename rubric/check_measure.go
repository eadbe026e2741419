package rubric

import "strconv"

// measure checks how a metric becomes a score.
func (c *checker) measure(n *Node, at spot, span Scale) {
	m := n.Measure
	c.metric(m.Metric, at.key("metric"))
	oneOf(c, m.Reduction, at.key("reduction"), ReduceMean, ReduceLast, ReduceShare, ReduceRatio)
	oneOf(c, m.Rule, at.key("rule"), RuleClaim, RuleMeasured, RuleCap, RuleFloor, RuleMean)
	c.share(m.MinCoverage, at.key("min_coverage"))
	switch {
	case m.AtLeast != nil && m.Reduction != ReduceShare:
		c.report(ruleNotForReduce, at.key("at_least")).Saw(string(m.Reduction)).Allows(string(ReduceShare))
	case m.AtLeast != nil:
		c.finite(*m.AtLeast, at.key("at_least"))
	case m.Reduction == ReduceShare:
		c.report(ruleAtLeast, at.key("at_least"))
	}
	switch {
	case m.Over != "" && m.Reduction != ReduceRatio:
		c.used["metric:"+m.Over] = true
		c.report(ruleNotForReduce, at.key("over")).Saw(string(m.Reduction)).Allows(string(ReduceRatio))
	case m.Over != "":
		c.metric(m.Over, at.key("over"))
	case m.Reduction == ReduceRatio:
		c.report(ruleOver, at.key("over"))
	}
	if len(m.Breakpoints) == 0 && n.Scoring().Method != AsIs {
		return // the indicator's own line scores the measurement too
	}
	if len(m.Breakpoints) == 0 && !c.tainted[at.key("breakpoints").path] {
		c.report(ruleNoLine, at)
		return
	}
	c.breakpoints(m.Breakpoints, at.key("breakpoints"), span)
}

// metric wants the id of a metric that the rubric declares.
func (c *checker) metric(id string, at spot) {
	c.used["metric:"+id] = true
	if c.needs(id, at) && !c.metrics.set[id] && !c.tainted["metrics"] {
		c.report(ruleMetric, at).Saw(id).Allows(brief(c.metrics.list)).Near(c.guess.near(id, c.metrics.list))
	}
}

// breakpoints wants a line that never turns: better is better, or less is better, all the way.
func (c *checker) breakpoints(points []Breakpoint, at spot, s Scale) {
	if len(points) < 2 {
		c.report(ruleFewBreakpoints, at).Saw(strconv.Itoa(len(points))).Allows("≥ 2")
	}
	direction := 0
	for i, p := range points {
		here := at.item(i, "")
		c.finite(p.At, here.key("at"))
		if c.finite(p.Score, here.key("score")) && (p.Score < s.Min || p.Score > s.Max) {
			c.report(ruleScoreOutside, here.key("score")).Saw(number(p.Score)).Allows(within(s))
		}
		if i == 0 {
			continue
		}
		before := points[i-1]
		if p.At <= before.At {
			c.report(ruleAtOrder, here.key("at")).Saw(number(p.At)).Allows("> " + number(before.At))
		}
		turn := sign(p.Score - before.Score)
		if turn*direction < 0 {
			c.report(ruleMonotone, here.key("score")).Saw(number(p.Score))
		}
		if direction == 0 {
			direction = turn
		}
	}
}

// sign is -1, 0 or 1; 0 for NaN.
func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}
