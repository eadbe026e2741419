package text

import (
	"io"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
)

// RubricNode prints all that a rubric says of one node.
func RubricNode(w io.Writer, p *l10n.Printer, r *rubric.Rubric, n *rubric.Node) error {
	s := newRubricWriter(w, p, r)
	s.line(s.name(n) + ", " + p.Text("tree.share", "share", p.Percent(s.shares[n.ID], 1)))
	s.say("tree.about", n.Description.In(p.Lang()))
	if n.IsIndicator() {
		s.asked(n)
		s.scored(n)
		s.measured(n)
		s.external(n)
		s.say("tree.evidence", n.Evidence.In(p.Lang()))
		s.actions(n)
		s.say("tree.depends", s.names(n.DependsOn))
		s.say("show.applies", columnsOf(n.AppliesTo))
		if n.Repeats != "" {
			s.say("show.repeats", p.Text("word.repeats."+n.Repeats))
		}
	} else {
		s.say("show.aggregate", s.aggregation(r.Combines(n)))
	}
	if n.Scale != nil {
		s.say("show.scale", span(p, *n.Scale))
	}
	if n.MinCoverage != nil {
		s.say("show.min_coverage", p.Percent(*n.MinCoverage, 0))
	}
	s.bands("show.bands", n.Bands, n.Span())
	s.bands("show.verdicts", n.Verdicts, n.Span())
	s.say("show.tags", s.tags(n))
	for _, law := range n.Law {
		s.say("tree.law", law)
	}
	if !n.IsIndicator() {
		s.line(p.Text("show.below") + ":")
		s.tree(n.Children, 0)
	}
	return s.end("printing " + n.ID + " of the rubric")
}

// entry prints one line of a list: what it is about, and what it says.
func (s *rubricWriter) entry(head, text string) { s.line("  " + line(head) + "  " + line(text)) }

// asked prints the question, whom it is for and what may be answered.
func (s *rubricWriter) asked(n *rubric.Node) {
	p := s.p
	s.say("tree.question", n.Question.In(p.Lang()))
	var roles []string
	for _, id := range n.AskedOf {
		if role := s.r.Role(id); role != nil {
			id = role.Title.In(p.Lang()) + " [" + id + "]"
		}
		roles = append(roles, id)
	}
	s.say("tree.asked", strings.Join(roles, ", "))
	kind := n.Asked()
	if kind == rubric.NotAsked {
		return
	}
	how := p.Text("word.kind." + string(kind))
	if n.Cumulative {
		how += ", " + p.Text("show.cumulative_long")
	}
	if a := n.Answer; a != nil && a.Limits != nil {
		how += ", " + s.limits(a.Limits)
	}
	s.say("show.answer", how)
	s.say("show.unit", n.Unit)
	for _, l := range n.Levels {
		s.entry(exact(p, l.Level), l.Text.In(p.Lang()))
		if proof := l.Evidence.In(p.Lang()); proof != "" {
			s.line("     " + p.Text("tree.evidence") + ": " + line(proof))
		}
	}
	if a := n.Answer; a != nil {
		for _, o := range a.Options {
			s.entry("["+o.ID+"] "+p.Text("show.points", "points", exact(p, o.Points)), o.Text.In(p.Lang()))
		}
		s.say("show.numerator", a.Numerator.In(p.Lang()))
		s.say("show.denominator", a.Denominator.In(p.Lang()))
	}
}

// limits words what numbers are possible.
func (s *rubricWriter) limits(l *rubric.Limits) string {
	switch {
	case l.Min != nil && l.Max != nil:
		return exact(s.p, *l.Min) + "–" + exact(s.p, *l.Max)
	case l.Min != nil:
		return "≥ " + exact(s.p, *l.Min)
	case l.Max != nil:
		return "≤ " + exact(s.p, *l.Max)
	}
	return ""
}

// scored prints how an answer becomes a score, unless it is one.
func (s *rubricWriter) scored(n *rubric.Node) {
	how := n.Scoring()
	if how.Method == rubric.AsIs && n.Score == nil {
		return
	}
	s.say("show.score", s.method(n))
	s.corners(how.Points)
	for _, r := range how.Rows {
		s.entry(s.interval(r), "→ "+exact(s.p, r.Score))
	}
}

// interval writes the range of a row; an end that is not there is open.
func (s *rubricWriter) interval(r rubric.Row) string {
	left, right := "(−∞", "∞)"
	switch {
	case r.From != nil:
		left = "[" + exact(s.p, *r.From)
	case r.Above != nil:
		left = "(" + exact(s.p, *r.Above)
	}
	switch {
	case r.To != nil:
		right = exact(s.p, *r.To) + "]"
	case r.Below != nil:
		right = exact(s.p, *r.Below) + ")"
	}
	return left + "; " + right
}

func (s *rubricWriter) corners(points []rubric.Breakpoint) {
	for _, b := range points {
		s.entry(exact(s.p, b.At), "→ "+exact(s.p, b.Score))
	}
}

// measured prints what is measured and what becomes of it.
func (s *rubricWriter) measured(n *rubric.Node) {
	m, p := n.Measure, s.p
	if m == nil {
		return
	}
	reduction := p.Text("word.reduction." + string(m.Reduction))
	if m.AtLeast != nil {
		reduction += " " + exact(p, *m.AtLeast)
	}
	if m.Within != nil {
		reduction += ", " + p.Text("show.within", "n", *m.Within)
	}
	if m.Until != "" {
		reduction += ", " + p.Text("show.until", "step", p.Text("word.until."+string(m.Until)))
	}
	s.say("tree.measure", s.metric(m.Metric)+", "+reduction)
	if m.Over != "" {
		s.say("show.over", s.metric(m.Over))
	}
	s.corners(m.Breakpoints)
	s.say("show.rule", p.Text("word.rule."+string(m.Rule)))
	s.say("show.window", p.Percent(m.MinCoverage, 0))
	if m.Tolerance > 0 {
		s.say("show.tolerance", exact(p, m.Tolerance))
	}
	if m.Error > 0 {
		s.say("show.error", exact(p, m.Error))
	}
}

// metric is what a metric is called, with its unit, how often it comes and what belongs to it.
func (s *rubricWriter) metric(id string) string {
	m, p := s.r.Metric(id), s.p
	if m == nil {
		return id
	}
	text := p.Text("show.metric", "title", m.Title.In(p.Lang()), "id", id, "unit", m.Unit, "expected", m.Expected)
	if m.Expected == rubric.Once {
		text = p.Text("show.metric_once", "title", m.Title.In(p.Lang()), "id", id, "unit", m.Unit)
	}
	if !m.Is(rubric.Gauge) {
		text += ", " + p.Text("word.kind."+string(m.Kind))
	}
	if m.Series != "" {
		text += ", " + p.Text("show.series", "name", m.Series)
	}
	if len(m.Labels) > 0 {
		text += ", " + p.Text("show.labels", "labels", columnsOf(m.Labels))
	}
	if len(m.LeaveOut) > 0 {
		var values []string
		for _, x := range m.LeaveOut {
			values = append(values, exact(p, x))
		}
		text += ", " + p.Text("show.leave_out", "values", strings.Join(values, "; "))
	}
	return text
}

// external prints where a score comes from that is another body's.
func (s *rubricWriter) external(n *rubric.Node) {
	e := n.External
	if e == nil {
		return
	}
	text := s.p.Text("show.external_by", "index", e.Index.In(s.p.Lang()), "steward", e.Steward)
	if e.Placeholder != nil {
		text += "; " + s.p.Text("show.placeholder", "score", exact(s.p, *e.Placeholder))
	}
	s.say("show.external_head", text)
}

func (s *rubricWriter) actions(n *rubric.Node) {
	for _, a := range n.Actions {
		s.line("  → " + exact(s.p, a.To) + "  " + line(a.Text.In(s.p.Lang())) + " (" + s.p.Text("tree.effort", "n", a.Effort) + ")")
	}
}

// names are what indicators are called, by their ids.
func (s *rubricWriter) names(ids []string) string {
	var names []string
	for _, id := range ids {
		if n := s.r.Node(id); n != nil {
			id = s.name(n)
		}
		names = append(names, id)
	}
	return strings.Join(names, ", ")
}

// tags are the tags a node carries by itself, each with its view.
func (s *rubricWriter) tags(n *rubric.Node) string {
	var names []string
	for _, id := range n.Tags {
		if t := s.r.Tag(id); t != nil {
			id = t.Title.In(s.p.Lang()) + " [" + id + "]"
		}
		names = append(names, id)
	}
	return strings.Join(names, ", ")
}
