package compare

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"siap/rubric"
	"siap/scoring/result"
)

// methods lists the differences of method: how nodes are combined, what becomes of unknowns, how answers become scores,
// and the options of the two assessments.
func (p *pair) methods() {
	a, b := p.sides[from].Result, p.sides[to].Result
	ra, rb := a.Rubric.Tree, b.Rubric.Tree
	p.fixed = make([]bool, len(p.shared))
	p.option("combine", a.Options.Combine, b.Options.Combine, true)
	p.option("role_weights", weightsText(a.Options.RoleWeights), weightsText(b.Options.RoleWeights), true)
	p.option("basis", string(p.sides[from].Basis), string(p.sides[to].Basis), true)
	p.option("rollup", a.Options.Rollup, b.Options.Rollup, false)
	for _, leaf := range p.shared {
		p.relative = p.relative || nodeOf(ra, leaf.id).Scoring().Method.Relative() || nodeOf(rb, leaf.id).Scoring().Method.Relative()
	}
	if p.step.Shared.Same {
		return
	}
	p.option("unknown", string(ra.Unknown), string(rb.Unknown), false)
	p.option("decide", decideText(ra), decideText(rb), false)
	p.option("order", orderText(ra), orderText(rb), false)
	p.option("impute", imputeText(ra.Impute), imputeText(rb.Impute), true)
	p.combined("", nil, nil)
	for n := range rb.All() {
		if other := nodeOf(ra, n.ID); !n.IsIndicator() && other != nil && !other.IsIndicator() {
			p.combined(n.ID, other, n)
		}
	}
	for i, leaf := range p.shared {
		p.scored(i, nodeOf(ra, leaf.id), nodeOf(rb, leaf.id))
	}
}

// option notes one difference; rescores says that it changes the scores of indicators.
func (p *pair) option(what, a, b string, rescores bool) {
	if a == b {
		return
	}
	p.step.Method = append(p.step.Method, result.Change{What: what, From: a, To: b})
	p.rescored = p.rescored || rescores
}

// combined notes how the combination of a node of both rubrics differs.
func (p *pair) combined(id string, na, nb *rubric.Node) {
	ra, rb := p.sides[from].rubric(), p.sides[to].rubric()
	howA, powerA := ra.Combines(na)
	howB, powerB := rb.Combines(nb)
	text := func(how rubric.Aggregation, power float64) string {
		if how == rubric.PowerMean {
			return string(how) + " " + number(power)
		}
		return string(how)
	}
	for _, d := range [][3]string{
		{"aggregation", text(howA, powerA), text(howB, powerB)},
		{"min_coverage", number(minCoverage(ra, na)), number(minCoverage(rb, nb))},
	} {
		if d[1] != d[2] {
			p.step.Method = append(p.step.Method, result.Change{What: d[0], Node: id, From: d[1], To: d[2]})
		}
	}
}

func minCoverage(r *rubric.Rubric, n *rubric.Node) float64 {
	if n != nil && n.MinCoverage != nil {
		return *n.MinCoverage
	}
	return r.MinCoverage
}

// scored notes how the scores of one indicator of both rubrics are made differently.
func (p *pair) scored(i int, a, b *rubric.Node) {
	differ := func(what, x, y string) {
		if x != y {
			p.step.Method = append(p.step.Method, result.Change{What: what, Node: a.ID, From: x, To: y})
			p.rescored = true
		}
	}
	if !reflect.DeepEqual(a.Scoring(), b.Scoring()) || directionOf(a) != directionOf(b) || a.Asked() != b.Asked() {
		p.step.Method = append(p.step.Method, result.Change{
			What: "normalisation", Node: a.ID, From: string(a.Scoring().Method), To: string(b.Scoring().Method),
		})
		p.rescored = true
	}
	differ("repeats", a.Repeats, b.Repeats)
	differ("applies_to", columnsText(a.AppliesTo), columnsText(b.AppliesTo))
	if p.sides[from].Basis == result.Accepted || p.sides[to].Basis == result.Accepted {
		differ("levels", levelsText(a), levelsText(b))
	}
	ma, mb := a.Measure, b.Measure
	switch {
	case ma == nil && mb == nil:
	case ma == nil || mb == nil || !sameMeasurement(ma, mb):
		differ("measure", measureText(ma), measureText(mb))
		p.fixed[i] = true
		p.note(result.NoteMeasure)
	default:
		differ("rule", string(ma.Rule), string(mb.Rule))
		differ("breakpoints", fmt.Sprint(ma.Breakpoints), fmt.Sprint(mb.Breakpoints))
		differ("window_coverage", number(ma.MinCoverage), number(mb.MinCoverage))
	}
}

// sameMeasurement reports whether two measures read the same number off the telemetry.
func sameMeasurement(a, b *rubric.Measure) bool {
	return a.Metric == b.Metric && a.Reduction == b.Reduction && a.Over == b.Over && a.Ends() == b.Ends() &&
		reflect.DeepEqual(a.AtLeast, b.AtLeast) && reflect.DeepEqual(a.Within, b.Within)
}

func measureText(m *rubric.Measure) string {
	if m == nil {
		return ""
	}
	return m.Metric + " " + string(m.Reduction)
}

func directionOf(n *rubric.Node) rubric.Direction {
	if n.Direction == "" {
		return rubric.Up
	}
	return n.Direction
}

func decideText(r *rubric.Rubric) string {
	if r.Decide.Ranks != "rounded" {
		return "unrounded"
	}
	return "rounded " + strconv.Itoa(r.Rounding.Digits) + " " + r.Rounding.Mode
}

// orderText names what places are decided on.
func orderText(r *rubric.Rubric) string {
	if r.Order == "" {
		return string(rubric.ByIndex)
	}
	return string(r.Order)
}

func imputeText(i *rubric.Impute) string {
	if i == nil {
		return ""
	}
	text := string(i.Method)
	if i.Group != "" {
		text += " " + i.Group
	}
	if i.Neighbours != nil {
		text += " " + strconv.Itoa(*i.Neighbours)
	}
	return text
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func weightsText(weights map[string]float64) string {
	var parts []string
	for _, role := range slices.Sorted(maps.Keys(weights)) {
		parts = append(parts, role+"="+number(weights[role]))
	}
	return strings.Join(parts, " ")
}

func columnsText(columns map[string][]string) string {
	var parts []string
	for _, c := range slices.Sorted(maps.Keys(columns)) {
		values := slices.Clone(columns[c])
		slices.Sort(values)
		parts = append(parts, c+"="+strings.Join(values, ","))
	}
	return strings.Join(parts, " ")
}

func levelsText(n *rubric.Node) string {
	var parts []string
	for _, l := range n.Levels {
		parts = append(parts, number(l.Level))
	}
	if n.Cumulative {
		parts = append(parts, "cumulative")
	}
	return strings.Join(parts, " ")
}
