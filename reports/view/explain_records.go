package view

import (
	"math"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring/result"
)

// answer says who answered what, and in which cell.
func (x *explainer) answer(r result.Record, n *rubric.Node) string {
	if r.Via != "" {
		return x.brought(r)
	}
	value, state := r.Claim, r.ClaimState
	switch basis := x.a.Options.Basis; {
	case basis == result.Assessed, basis == result.Accepted && (r.Assessed != nil || r.AssessedState != ""):
		value, state = r.Assessed, r.AssessedState
		if state == "" && value == nil {
			state = "unknown"
		}
	}
	said := x.p.Text("explain.state.unknown")
	switch {
	case value != nil:
		said = x.said(n, *value, r)
	case state == "n/a":
		said = x.p.Text("explain.state.na")
	case x.a.Options.Basis == result.Assessed && r.Claim != nil:
		said = x.p.Text("explain.state.unassessed", "claim", x.said(n, *r.Claim, r))
	}
	who := clean(r.Respondent, nameLimit)
	if role := x.tree.Role(r.Role); role != nil {
		who = strings.TrimSpace(who + " (" + x.words(role.Title, role.ID) + ")")
	}
	if who == "" {
		who = x.p.Text("explain.whole_agency")
	}
	if r.Item != "" {
		who += ", " + clean(r.Item, nameLimit)
	}
	text := x.p.Text("explain.answer", "who", who, "said", said, "place", clean(r.Place.String(), nameLimit))
	for _, words := range []string{r.Note, r.Quote} {
		if words != "" {
			text += " “" + clean(words, nameLimit) + "”"
		}
	}
	return text
}

// brought says where the first evidence stands for a value that was brought over from another rubric, and why.
func (x *explainer) brought(r result.Record) string {
	value := r.Claim
	switch x.a.Options.Basis {
	case result.Assessed:
		value = r.Assessed
	case result.Accepted:
		value = r.Accepted
	}
	text := x.p.Text("explain.answer", "who", x.sourceTitle(x.a, r.Via), "said", x.value(value), "place", clean(r.Place.String(), nameLimit))
	if r.Note != "" {
		text += " “" + clean(r.Note, nameLimit) + "”"
	}
	return text
}

// said writes one answer by its kind: a date with its age at the end of the window, a ratio with its two numbers.
func (x *explainer) said(n *rubric.Node, value float64, r result.Record) string {
	switch n.Asked() {
	case rubric.Date:
		return x.dated(value)
	case rubric.Ratio:
		// A record has one pair of numbers, but the claim and the assessor's value may be two ratios.
		if r.Numerator != nil && r.Denominator != nil && math.Abs(*r.Numerator-value**r.Denominator) <= tolerance*math.Abs(*r.Numerator) {
			return x.p.Text("explain.said.ratio", "a", x.quantity(*r.Numerator), "b", x.quantity(*r.Denominator), "value", x.quantity(value))
		}
	}
	return x.rawWords(n, value)
}

// dated writes a day and its age in days at the end of the window.
func (x *explainer) dated(days float64) string {
	if !(math.Abs(days) < 1e6) {
		return x.quantity(days)
	}
	date := x.p.Date(dateOf(days))
	end, err := time.Parse(time.DateOnly, x.a.Window.To)
	if err != nil {
		return date
	}
	age := math.Floor(float64(end.Unix())/(24*60*60)) - days
	return x.p.Text("explain.said.date", "date", date, "age", x.quantity(age))
}

// measurement says what was measured, from which samples, and how it became a score.
func (x *explainer) measurement(r result.Record, n *rubric.Node) []string {
	var places []string
	for _, p := range r.Places {
		places = append(places, clean(p.String(), nameLimit))
	}
	title, over := clean(r.Metric, nameLimit), clean(r.Over, nameLimit)
	if m := x.tree.Metric(r.Metric); m != nil {
		title = x.words(m.Title, r.Metric)
	}
	if m := x.tree.Metric(r.Over); m != nil {
		over = x.words(m.Title, r.Over)
	}
	if r.Value == nil {
		return []string{x.p.Text("explain.no_measurement", "metric", title,
			"reason", x.p.Text("explain.measurement."+r.Reason, "over", r.Over), "places", strings.Join(places, ", "))}
	}
	how := x.p.Text("view.reduction."+reductionKey(rubric.Reduction(r.Reduction)), "over", lowerFirst(over), "at_least", x.least(n),
		"within", x.within(n.Measure)) + " " + x.quantity(*r.Value)
	if r.Numerator != nil && r.Denominator != nil {
		how = x.p.Text("explain.ratio", "over", over, "a", x.quantity(*r.Numerator), "b", x.quantity(*r.Denominator), "value", x.quantity(*r.Value))
	}
	coverage := math.NaN()
	if r.Coverage != nil {
		coverage = *r.Coverage
	}
	lines := []string{x.p.Text("explain.measurement", "metric", title, "how", how, "samples", r.Samples,
		"expected", r.Expected, "coverage", x.p.Percent(coverage, 1), "from", x.a.Window.From, "to", x.a.Window.To,
		"places", strings.Join(places, ", "))}
	switch {
	case n.Measure == nil:
	case len(n.Measure.Breakpoints) == 0:
		score := r.Score
		if score == nil { // against the other agencies a score depends on the basis, so it stands in the result only
			score = x.of(n.ID).Measured
		}
		lines = append(lines, x.p.Text("explain.measured.converted", "how", x.methodWords(n), "score", x.value(score)))
	default:
		var points []string
		for _, b := range n.Measure.Breakpoints {
			points = append(points, x.quantity(b.At)+" → "+x.quantity(b.Score))
		}
		lines = append(lines, x.p.Text("explain.breakpoints", "points", strings.Join(points, "; "), "score", x.value(r.Score)))
	}
	return lines
}

// least is the threshold of an indicator's measurement; "" where it has none.
func (x *explainer) least(n *rubric.Node) string {
	if n.Measure == nil || n.Measure.AtLeast == nil {
		return ""
	}
	return x.quantity(*n.Measure.AtLeast)
}

// evidence names one item of data dukung, with the level it is shown for.
func (x *explainer) evidence(r result.Record) string {
	key, level := "explain.evidence", ""
	if r.Level != nil {
		key, level = "explain.evidence.level", x.plain(*r.Level, 2)
	}
	text := x.p.Text(key, "title", clean(r.Title, nameLimit), "status", clean(r.Status, shortLimit),
		"place", clean(r.Place.String(), nameLimit), "level", level)
	if r.Link != "" {
		text += " " + clean(r.Link, nameLimit)
	}
	return text
}

// part says in which assessment of a nation a value stands, and how to ask there.
func (x *explainer) part(r result.Record) string {
	folder := ""
	if x.agency != nil {
		folder = x.agency.Part
	}
	return x.p.Text("explain.part", "value", x.value(r.Value), "place", clean(r.Place.String(), nameLimit),
		"agency", clean(r.Agency, nameLimit), "node", clean(r.Indicator, nameLimit), "folder", clean(folder, nameLimit))
}
