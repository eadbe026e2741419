package view

import (
	"math"
	"slices"
	"strings"
	"time"

	"siap/rubric"
	"siap/scoring/result"
)

// quantity writes a number in an indicator's own unit: four digits behind the mark at most, or four that count where
// it is small, and no zeros at the end.
func (b *speaker) quantity(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return b.missing("").Text
	}
	digits := 4
	for v := math.Abs(x); v > 0 && v < 0.1 && digits < 12; v *= 10 {
		digits++
	}
	return b.plain(x, digits)
}

// unitOf is the unit of an indicator's raw values; "" where it has none.
func unitOf(n *rubric.Node) string {
	switch {
	case n.Asked() == rubric.Date:
		return "days"
	case n.Unit == "" && n.Asked() == rubric.Percentage:
		return "%"
	}
	return n.Unit
}

// rawWords writes a value in an indicator's own unit as people gave it: "30 %", "40 hari" (the age of a date), "ya".
func (b *speaker) rawWords(n *rubric.Node, x float64) string {
	switch n.Asked() {
	case rubric.YesNo:
		switch x {
		case 0:
			return b.p.Text("view.no")
		case 1:
			return b.p.Text("view.yes")
		}
	case rubric.Choice:
		if o := optionWorth(n, x); o != nil {
			return b.p.Text("view.option", "text", b.words(o.Text, o.ID), "points", b.quantity(x))
		}
	case rubric.Multiple:
		if x == 1 {
			return b.p.Text("view.point")
		}
		return b.p.Text("view.points", "points", b.quantity(x))
	}
	return b.unit(b.quantity(x), unitOf(n))
}

// answerWords writes what was answered where that is something else than the score, or an option was chosen; else "".
func (b *speaker) answerWords(n *rubric.Node, score *result.Node) string {
	switch {
	case score.Raw != nil:
		return b.rawWords(n, *score.Raw)
	case n.Asked() == rubric.Choice && score.Claim != nil && optionWorth(n, *score.Claim) != nil:
		return b.rawWords(n, *score.Claim)
	}
	return ""
}

// optionWorth gives the one option with so many points; nil where none has them, or several do.
func optionWorth(n *rubric.Node, points float64) *rubric.Option {
	var found *rubric.Option
	for i := range n.Answer.Options {
		if o := &n.Answer.Options[i]; o.Points == points {
			if found != nil {
				return nil
			}
			found = o
		}
	}
	return found
}

// converts reports whether an indicator's answers are something else than its scores.
func converts(n *rubric.Node) bool {
	return n.Scoring().Method != rubric.AsIs || n.Asked() == rubric.Date
}

// methodWords says how an indicator's answers become scores, with the parameters; "" where they are scores.
func (b *speaker) methodWords(n *rubric.Node) string {
	if !converts(n) {
		return ""
	}
	return b.prepared(n.Scoring()) + b.lineWords(n)
}

// lineWords says how what was prepared becomes a score.
func (b *speaker) lineWords(n *rubric.Node) string {
	s, span := n.Scoring(), n.Span()
	bottom, top := b.score(span.Min).Text, b.score(span.Max).Text
	if n.Direction == rubric.Down {
		bottom, top = top, bottom
	}
	raw := func(x float64) string { return b.rawWords(n, x) }
	switch s.Method {
	case rubric.Goalposts:
		key := "view.method.goalposts"
		if s.Log {
			key += ".log"
		}
		text := b.p.Text(key, "min", raw(or(s.Min, 0)), "max", raw(or(s.Max, 1)), "bottom", bottom, "top", top)
		if s.Cap != nil && !*s.Cap {
			text += b.p.Text("view.method.open")
		}
		return text
	case rubric.MinMax, rubric.Percentile:
		return b.p.Text("view.method."+string(s.Method), "bottom", bottom, "top", top)
	case rubric.ZScore:
		mean, sd := standing(s, span)
		return b.p.Text("view.method.z_score", "mean", b.score(mean).Text, "sd", b.score(sd).Text)
	case rubric.Steps:
		var rows []string
		for _, r := range s.Rows {
			rows = append(rows, b.rowWords(n, r)+" → "+b.score(r.Score).Text)
		}
		return b.p.Text("view.method.steps", "rows", strings.Join(rows, "; "))
	case rubric.Piecewise:
		var corners []string
		for _, p := range s.Points {
			corners = append(corners, raw(p.At)+" → "+b.score(p.Score).Text)
		}
		return b.p.Text("view.method.piecewise", "points", strings.Join(corners, "; "))
	}
	if s.Method.Relative() {
		return b.p.Text("view.method.compared", "how", b.p.Text("word.method."+string(s.Method)), "bottom", bottom, "top", top) +
			b.comparedTo(n, s)
	}
	return b.p.Text("view.method.as_is")
}

// comparedTo says what a method measures to, where the rubric names it.
func (b *speaker) comparedTo(n *rubric.Node, s rubric.Score) string {
	switch {
	case s.Target != nil:
		return " (" + b.rawWords(n, *s.Target) + ")"
	case s.Reference != "":
		return " (" + clean(s.Reference, shortLimit) + ")"
	case s.Threshold != nil:
		return " (± " + b.p.Percent(*s.Threshold, 0) + ")"
	}
	return ""
}

// prepared says what is done to answers before they become scores: divided, treated; "" for neither.
func (b *speaker) prepared(s rubric.Score) string {
	text := ""
	if s.Per != "" {
		text += b.p.Text("view.method.per", "column", readable(s.Per), "times", b.quantity(or(s.Times, 1))) + "; "
	}
	if s.Treat != nil {
		text += b.p.Text("view.method.treat", "how", b.p.Text("word.treat."+string(s.Treat.Method))) + "; "
	}
	return text
}

// or is a number that may be left out.
func or(x *float64, otherwise float64) float64 {
	if x == nil {
		return otherwise
	}
	return *x
}

// standing is the mean and the standard deviation that z-scores are given: the middle and a sixth of the scale where
// the rubric says nothing.
func standing(s rubric.Score, span rubric.Scale) (mean, sd float64) {
	return or(s.Mean, (span.Min+span.Max)/2), or(s.SD, span.Span()/6)
}

// rowWords writes the range of one row of a table.
func (b *speaker) rowWords(n *rubric.Node, r rubric.Row) string {
	from, to := or(r.From, or(r.Above, math.NaN())), or(r.To, or(r.Below, math.NaN()))
	key := "view.row"
	switch {
	case math.IsNaN(from):
		key += ".any"
	case r.From != nil:
		key += ".from"
	default:
		key += ".above"
	}
	switch {
	case math.IsNaN(to):
		key += ".any"
	case r.To != nil:
		key += ".to"
	default:
		key += ".below"
	}
	if r.From != nil && r.To != nil && *r.From == *r.To {
		key = "view.row.at"
	}
	return b.p.Text(key, "from", b.quantity(from), "to", b.unit(b.quantity(to), unitOf(n)), "at", b.unit(b.quantity(from), unitOf(n)))
}

// converted is one raw value on its way to a score.
type converted struct {
	score float64
	// how is the arithmetic with its numbers, without the score: "1 + (30 − 10) ÷ (50 − 10) × 4"; or the row of a table.
	how string
}

// convert computes the score of a raw value as the rubric says; the company are the raw values of all agencies, for
// the methods that compare. It is false where the rubric's own numbers give no score. Scores in a result are never
// replaced by this: it shows how they came about, and what a higher level would be worth.
func (b *speaker) convert(n *rubric.Node, x float64, company []float64) (converted, bool) {
	s, span := n.Scoring(), n.Span()
	down := n.Direction == rubric.Down
	switch s.Method {
	case rubric.AsIs:
		return converted{score: x}, true
	case rubric.Goalposts:
		return b.alongLine(n, x, or(s.Min, 0), or(s.Max, 1), s)
	case rubric.Steps:
		for _, r := range s.Rows {
			if r.Holds(x) {
				return converted{r.Score, b.p.Text("view.convert.row", "row", b.rowWords(n, r))}, true
			}
		}
	case rubric.Piecewise:
		return b.alongCorners(n, x, s.Points)
	}
	company = slices.Sorted(slices.Values(company))
	shown := s.Method == rubric.MinMax || s.Method == rubric.ZScore || s.Method == rubric.Percentile
	if len(company) == 0 || !shown || s.Treat != nil { // what the others were fitted to stands in the result

		return converted{}, false
	}
	least, most := company[0], company[len(company)-1]
	if !(most > least) {
		middle, _ := standing(rubric.Score{}, span)
		if s.Method == rubric.ZScore {
			middle, _ = standing(s, span)
		}
		return converted{middle, b.p.Text("view.convert.same", "n", len(company))}, true
	}
	switch s.Method {
	case rubric.MinMax:
		one, ok := b.alongLine(n, x, least, most, rubric.Score{})
		one.how = b.p.Text("view.convert.min_max", "n", len(company), "least", b.rawWords(n, least), "most", b.rawWords(n, most), "how", one.how)
		return one, ok
	case rubric.ZScore:
		return b.deviations(n, x, company, s, down)
	default: // percentile
		below, equal := 0, 0
		for _, other := range company {
			below += count(other < x)
			equal += count(other == x)
		}
		place := (float64(below) + float64(equal-1)/2) / float64(len(company)-1)
		score := onto(span, place, down)
		how := b.p.Text("view.convert.percentile", "n", len(company), "below", below, "equal", max(equal-1, 0),
			"place", b.p.Percent(place, 1))
		return converted{score, how}, true
	}
}

// onto gives the place on a scale that lies part of the way up it, or down it; it never leaves the scale.
func onto(span rubric.Scale, part float64, down bool) float64 {
	if down {
		part = 1 - part
	}
	return span.Min + min(max(part, 0), 1)*span.Span()
}

// alongLine is the straight line between two goalposts.
func (b *speaker) alongLine(n *rubric.Node, x, low, high float64, s rubric.Score) (converted, bool) {
	span, open := n.Span(), s.Cap != nil && !*s.Cap
	place := func(v float64) float64 { return v }
	write := b.quantity
	if s.Log {
		place = math.Log
		write = func(v float64) string { return "ln " + b.quantity(v) }
	}
	part := (place(x) - place(low)) / (place(high) - place(low))
	if s.Log && x <= 0 {
		part = math.Inf(-1)
	}
	if n.Asked() == rubric.YesNo && n.Score == nil {
		return converted{score: onto(span, part, n.Direction == rubric.Down)}, true
	}
	switch {
	case math.IsNaN(part), open && math.IsInf(part, 0):
		return converted{}, false
	case !open && part <= 0:
		return converted{onto(span, part, n.Direction == rubric.Down), b.p.Text("view.convert.below", "post", b.rawWords(n, low))}, true
	case !open && part >= 1:
		return converted{onto(span, part, n.Direction == rubric.Down), b.p.Text("view.convert.beyond", "post", b.rawWords(n, high))}, true
	}
	from, sign, score := span.Min, " + ", span.Min+part*span.Span()
	if n.Direction == rubric.Down {
		from, sign, score = span.Max, " − ", span.Max-part*span.Span()
	}
	return converted{score, b.quantity(from) + sign + "(" + write(x) + " − " + b.signed(write(low), low) + ") ÷ (" + write(high) + " − " +
		b.signed(write(low), low) + ") × " + b.quantity(span.Span())}, true
}

// signed puts a number below zero into brackets, so that it can be taken away.
func (b *speaker) signed(text string, x float64) string {
	if x < 0 {
		return "(" + text + ")"
	}
	return text
}

// alongCorners is the line through the corners of a piecewise conversion.
func (b *speaker) alongCorners(n *rubric.Node, x float64, points []rubric.Breakpoint) (converted, bool) {
	for i, p := range points {
		switch {
		case i == 0 && x <= p.At, i == len(points)-1 && x >= p.At, x == p.At:
			return converted{p.Score, b.p.Text("view.convert.corner", "at", b.rawWords(n, p.At))}, true
		case i > 0 && x < p.At:
			q := points[i-1]
			return converted{
				q.Score + (x-q.At)/(p.At-q.At)*(p.Score-q.Score),
				b.quantity(q.Score) + " + (" + b.quantity(x) + " − " + b.signed(b.quantity(q.At), q.At) + ") ÷ (" + b.quantity(p.At) + " − " +
					b.signed(b.quantity(q.At), q.At) + ") × (" + b.quantity(p.Score) + " − " + b.signed(b.quantity(q.Score), q.Score) + ")",
			}, true
		}
	}
	return converted{}, false
}

// deviations is the z-score: how many standard deviations (with n − 1) a value lies above the mean of all.
func (b *speaker) deviations(n *rubric.Node, x float64, company []float64, s rubric.Score, down bool) (converted, bool) {
	sum, squares, size := 0.0, 0.0, float64(len(company))
	for _, v := range company {
		sum += v
	}
	middle := sum / size
	for _, v := range company {
		squares += (v - middle) * (v - middle)
	}
	deviation := math.Sqrt(squares / (size - 1))
	mean, sd := standing(s, n.Span())
	sign := " + "
	if down {
		sd, sign = -sd, " − "
	}
	span := n.Span()
	score := min(max(mean+sd*(x-middle)/deviation, span.Min), span.Max)
	how := b.p.Text("view.convert.z_score", "n", len(company), "mean", b.rawWords(n, middle), "sd", b.quantity(deviation),
		"how", b.quantity(mean)+sign+b.quantity(math.Abs(sd))+" × ("+b.quantity(x)+" − "+b.signed(b.quantity(middle), middle)+") ÷ "+b.quantity(deviation))
	return converted{score, how}, !math.IsNaN(score)
}

// company gives the raw values of all agencies on an indicator that compares them, as far as the assessment holds
// them; nil where measurements take part, which it does not hold in their own unit.
func company(a *result.Assessment, basis result.Basis, n *rubric.Node) []float64 {
	if !n.Scoring().Method.Relative() || (n.Measure != nil && len(n.Measure.Breakpoints) == 0) || n.Repeats != "" {
		return nil
	}
	var values []float64
	for _, agency := range a.Agencies {
		if agency == nil || agency.Results[basis] == nil {
			continue
		}
		if node := agency.Results[basis].Nodes[n.ID]; node != nil && node.Raw != nil {
			values = append(values, *node.Raw)
		}
	}
	return values
}

// dateOf gives the day of a date answer, which is counted from 1 January 1970.
func dateOf(days float64) time.Time { return time.Unix(int64(days)*24*60*60, 0).UTC() }

// answerKind names what kind of answer an indicator asks for, with what its numbers are.
func (b *speaker) answerKind(n *rubric.Node) string {
	kind := n.Asked()
	if n.External != nil {
		return b.p.Text("view.answer.external", "index", b.words(n.External.Index, n.ID), "steward", clean(n.External.Steward, nameLimit))
	}
	if words := b.ratioWords(n); words != "" {
		return words
	}
	if kind == rubric.NotAsked {
		return b.p.Text("view.answer.none")
	}
	text := b.known("view.answer.", string(kind))
	if n.Unit != "" {
		text += " (" + b.unitWords(n.Unit) + ")"
	}
	return text
}

// ratioWords says what the two numbers of a ratio are; "" for other answers, and where the rubric does not say.
func (b *speaker) ratioWords(n *rubric.Node) string {
	if n.Asked() != rubric.Ratio || n.Answer == nil {
		return ""
	}
	over, under := b.words(n.Answer.Numerator, ""), b.words(n.Answer.Denominator, "")
	if over == "" || under == "" {
		return ""
	}
	return b.p.Text("view.answer.ratio.of", "numerator", over, "denominator", under)
}
