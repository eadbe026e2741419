package view

import (
	"math"
	"strings"

	"siap/rubric"
)

// combined writes the arithmetic of a combination with its numbers, as one equation.
func (x *explainer) combined(value string, c combination) string {
	terms := func(term func(p part, weight, value, title string) string, between string) string {
		var all []string
		for _, p := range c.parts {
			weight := ""
			if c.known > 0 {
				weight = x.p.Number(p.weight/c.known, 4)
			}
			all = append(all, term(p, weight, x.value(&p.value), " ("+x.title(p.node)+")"))
		}
		return strings.Join(all, between)
	}
	switch c.how {
	case rubric.Geometric:
		return value + " = " + terms(func(_ part, w, v, title string) string { return v + "^" + w + title }, " × ")
	case rubric.Harmonic:
		return value + " = 1 ÷ (" + terms(func(_ part, w, v, title string) string { return w + " ÷ " + v + title }, " + ") + ")"
	case rubric.PowerMean:
		power := x.signed(x.quantity(c.power), c.power)
		sum := terms(func(_ part, w, v, title string) string { return w + " × " + v + "^" + power + title }, " + ")
		return value + " = (" + sum + ")^(1 ÷ " + power + ")"
	case rubric.Minimum:
		return x.p.Text("explain.minimum", "value", value, "n", len(c.parts), "names", x.lowest(c))
	case rubric.Median:
		var all []string
		for _, p := range c.rising() {
			all = append(all, x.p.Text("explain.median.part", "value", x.value(&p.value), "title", x.title(p.node),
				"weight", x.p.Number(p.weight/c.known, 4)))
		}
		return x.p.Text("explain.median.of", "value", value, "values", strings.Join(all, "; "))
	case rubric.Sum:
		sum := terms(func(p part, _, v, title string) string {
			if bottom := p.node.Span().Min; c.partial() && bottom != 0 {
				v = "(" + v + " − " + x.signed(x.quantity(bottom), bottom) + ")"
			}
			return x.quantity(p.weight) + " × " + v + title
		}, " + ")
		if !c.partial() {
			return value + " = " + sum
		}
		bottom := ""
		if c.bottom != 0 {
			bottom = x.quantity(c.bottom) + " + "
		}
		return value + " = " + bottom + "(" + sum + ") ÷ " + x.quantity(c.knownSpan) + " × " + x.quantity(c.span)
	default:
		return value + " = " + terms(func(p part, _, v, title string) string {
			return x.p.Number(p.score.Weight, 4) + " × " + v + title
		}, " + ")
	}
}

// lowest names the children with the lowest value.
func (x *explainer) lowest(c combination) string {
	least := c.least()
	var names []string
	for _, p := range c.parts {
		if p.value-least <= tolerance*math.Abs(p.node.Span().Span()) {
			names = append(names, x.title(p.node))
		}
	}
	return x.list(names)
}

// combinedLines says in words how the children were combined, where that is not the weighted mean, and what repeated
// rows did to it.
func (x *explainer) combinedLines(c combination) []string {
	var lines []string
	if c.how != rubric.Arithmetic {
		lines = append(lines, x.p.Text("explain.how."+string(c.how)))
	}
	if vanishes := c.how == rubric.Geometric || c.how == rubric.Harmonic || (c.how == rubric.PowerMean && c.power <= 0); vanishes && c.least() == 0 {
		lines = append(lines, x.p.Text("explain.zero", "names", x.lowest(c)))
	}
	if c.how == rubric.Sum && c.partial() {
		lines = append(lines, x.p.Text("explain.sum.part", "known", x.quantity(c.knownSpan), "total", x.quantity(c.span)))
	}
	if !c.repeats() {
		return lines
	}
	// Each row counts as a child of its own: Σ w Σ x ÷ Σ w n, which is not the mean of the indicators.
	var sum, weights []string
	plain, weight, rows := 0.0, 0.0, 0
	for _, p := range c.parts {
		own := x.quantity(p.node.Weight)
		sum = append(sum, x.p.Text("explain.rows.term", "weight", own, "n", p.times, "value", x.value(&p.value), "title", x.title(p.node)))
		weights = append(weights, own+" × "+x.p.Integer(p.times))
		plain, weight, rows = plain+p.node.Weight*p.value, weight+p.node.Weight, rows+p.times
	}
	value, without := c.value(), plain/weight
	return append(lines, x.p.Text("explain.rows", "n", rows, "sum", strings.Join(sum, " + "), "weights", strings.Join(weights, " + "),
		"value", x.value(&value), "count", len(c.parts), "without", x.value(&without)))
}
