package rubric

import (
	"slices"
	"strconv"
	"strings"
)

// maxWithin is the longest time an event may be given, in working days: about ten years.
const maxWithin = 2500

// measure checks how a metric becomes a score.
func (c *checker) measure(n *Node, at spot, span Scale) {
	m := n.Measure
	c.metric(m.Metric, at.key("metric"))
	oneOf(c, m.Reduction, at.key("reduction"), Reductions()...)
	oneOf(c, m.Rule, at.key("rule"), Reconciliations()...)
	c.share(m.MinCoverage, at.key("min_coverage"))
	if c.finite(m.Tolerance, at.key("tolerance")) && m.Tolerance < 0 {
		c.report(ruleTolerance, at.key("tolerance")).Saw(number(m.Tolerance)).Allows("≥ 0")
	}
	if c.finite(m.Error, at.key("error")) && m.Error < 0 {
		c.report(ruleError, at.key("error")).Saw(number(m.Error)).Allows("≥ 0")
	}
	c.suits(m, at)
	c.threshold(m, at)
	c.divisor(m, at)
	c.deadline(m, at)
	if len(m.Breakpoints) == 0 && n.Scoring().Method != AsIs {
		return // the indicator's own line scores the measurement too
	}
	if len(m.Breakpoints) == 0 && !c.tainted[at.key("breakpoints").path] {
		c.report(ruleNoLine, at)
		return
	}
	c.breakpoints(m.Breakpoints, at.key("breakpoints"), span)
}

// suits wants a reduction that makes sense of the metric's kind: the mean of a running total says nothing.
func (c *checker) suits(m *Measure, at spot) {
	metric := c.r.Metric(m.Metric)
	if metric == nil || !slices.Contains(Reductions(), m.Reduction) {
		return // said already
	}
	kind := metric.Kind
	switch kind {
	case "":
		kind = Gauge
	case Gauge, Counter, Events:
	default:
		return
	}
	if !slices.Contains(kind.Reductions(), m.Reduction) {
		c.report(ruleNotForKind, at.key("reduction")).Saw(string(m.Reduction) + " (" + string(kind) + ")").
			Allows(listed(kind.Reductions()))
	}
}

// threshold checks what a sample must reach.
func (c *checker) threshold(m *Measure, at spot) {
	shares := m.Reduction == ReduceShare || m.Reduction == ReduceTimeShare
	switch {
	case m.AtLeast != nil && !shares:
		c.report(ruleNotForReduce, at.key("at_least")).Saw(string(m.Reduction)).Allows(listed([]Reduction{ReduceShare, ReduceTimeShare}))
	case m.AtLeast != nil:
		c.finite(*m.AtLeast, at.key("at_least"))
	case shares:
		c.report(ruleAtLeast, at.key("at_least"))
	}
}

// divisor checks the metric below the line.
func (c *checker) divisor(m *Measure, at spot) {
	switch {
	case m.Over != "" && m.Reduction != ReduceRatio:
		c.used["metric:"+m.Over] = true
		c.report(ruleNotForReduce, at.key("over")).Saw(string(m.Reduction)).Allows(string(ReduceRatio))
	case m.Over != "":
		c.metric(m.Over, at.key("over"))
		top, bottom := c.r.Metric(m.Metric), c.r.Metric(m.Over)
		switch {
		case m.Over == m.Metric:
			c.report(ruleOverItself, at.key("over")).Saw(m.Over)
		case top != nil && bottom != nil && !bottom.Is(top.Kind) && !top.Is(bottom.Kind):
			c.report(ruleOverKind, at.key("over")).Saw(m.Over).Allows(kindOf(top))
		}
	case m.Reduction == ReduceRatio:
		c.report(ruleOver, at.key("over"))
	}
}

// deadline checks what is said of the end of events.
func (c *checker) deadline(m *Measure, at spot) {
	switch {
	case m.Within != nil && m.Reduction != ReduceOnTime:
		c.report(ruleNotForReduce, at.key("within")).Saw(string(m.Reduction)).Allows(string(ReduceOnTime))
	case m.Within != nil && (*m.Within < 0 || *m.Within > maxWithin):
		c.report(ruleWithinRange, at.key("within")).Saw(strconv.Itoa(*m.Within)).Allows("0–" + strconv.Itoa(maxWithin))
	case m.Within == nil && m.Reduction == ReduceOnTime:
		c.report(ruleWithin, at.key("within"))
	}
	if m.Until == "" {
		return
	}
	ending := slices.DeleteFunc(Events.Reductions(), func(r Reduction) bool { return r == ReduceCount })
	if !slices.Contains(ending, m.Reduction) {
		c.report(ruleNotForReduce, at.key("until")).Saw(string(m.Reduction)).Allows(listed(ending))
		return
	}
	oneOf(c, m.Until, at.key("until"), Verified, Answered, Closed)
}

func kindOf(m *Metric) string {
	if m.Kind == "" {
		return string(Gauge)
	}
	return string(m.Kind)
}

// listed joins words of the language for a message.
func listed[S ~string](words []S) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
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
