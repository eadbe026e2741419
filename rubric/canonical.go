package rubric

import "strconv"

// scoringForm is the canonical form of all that can move a score, a rank, a form or a plan.
func (r *Rubric) scoringForm() object {
	o := object{
		"schema":       r.Schema,
		"id":           r.ID,
		"scale":        []string{canonical(r.Scale.Min), canonical(r.Scale.Max)},
		"rounding":     []string{strconv.Itoa(r.Rounding.Digits), r.Rounding.Mode},
		"decide":       []string{r.Decide.Bands, r.Decide.Ranks},
		"band_edge":    string(r.BandEdge),
		"unknown":      string(r.Unknown),
		"min_coverage": canonical(r.MinCoverage),
		"weights":      string(r.Weights),
	}
	combined(o, r.Aggregate, r.Power)
	if i := r.Impute; i != nil {
		form := object{"method": string(i.Method)}
		form.put("group", i.Group)
		if i.Neighbours != nil {
			form["neighbours"] = strconv.Itoa(*i.Neighbours)
		}
		o["impute"] = form
	}
	if r.Order != ByIndex {
		o.put("order", string(r.Order))
	}
	o.put("bands", each(r.Bands, edgeForm))
	o.put("verdicts_index", each(r.Verdicts.Index, edgeForm))
	o.put("verdicts_dimension", each(r.Verdicts.Dimension, edgeForm))
	o.put("groups", sorted(r.Groups))
	o.put("roles", byID(r.Roles, roleID, func(role Role) object {
		return object{"id": role.ID, "weight": canonical(role.Weight)}
	}))
	o.put("metrics", byID(r.Metrics, metricID, metricForm))
	o.put("views", byID(r.Views, viewID, func(v View) object {
		form := object{"id": v.ID}
		form.put("tags", byID(v.Tags, tagID, func(t Tag) object { return object{"id": t.ID} }))
		return form
	}))
	o.put("children", children(r.Children, r.nodeForm))
	return o
}

// combined adds how a node is aggregated; the arithmetic mean goes without saying.
func combined(o object, how Aggregation, power *float64) {
	if how != Arithmetic {
		o.put("aggregate", string(how))
	}
	o.putNumber("power", power)
}

func roleID(role Role) string  { return role.ID }
func metricID(m Metric) string { return m.ID }
func viewID(v View) string     { return v.ID }
func tagID(t Tag) string       { return t.ID }

func edgeForm(b Band) object { return object{"id": b.ID, "from": canonical(b.From)} }

func (r *Rubric) nodeForm(n *Node) object {
	o := object{"id": n.ID, "weight": canonical(n.Weight)}
	o.put("code", n.Code)
	coverage := r.MinCoverage
	if n.MinCoverage != nil {
		coverage = *n.MinCoverage
	}
	o.put("min_coverage", canonical(coverage))
	combined(o, n.Aggregate, n.Power)
	if n.Scale != nil {
		o["scale"] = []string{canonical(n.Scale.Min), canonical(n.Scale.Max)}
	}
	o.put("bands", each(n.Bands, edgeForm))
	o.put("verdicts", each(n.Verdicts, edgeForm))
	o.put("tags", sorted(n.Tags))
	o.put("asked_of", sorted(n.AskedOf))
	o.put("levels", each(n.Levels, func(l Level) object { return object{"level": canonical(l.Level)} }))
	if n.Cumulative {
		o["cumulative"] = "true"
	}
	o.put("unit", n.Unit)
	if n.Direction != Up {
		o.put("direction", string(n.Direction))
	}
	o.put("answer", answerForm(n.Answer))
	o.put("score", scoreForm(n.Score))
	if n.External != nil {
		form := object{"external": "true"}
		form.putNumber("placeholder", n.External.Placeholder)
		o["external"] = form
	}
	o.put("actions", each(n.Actions, func(a Action) object {
		return object{"to": canonical(a.To), "effort": strconv.Itoa(a.Effort)}
	}))
	o.put("depends_on", sorted(n.DependsOn))
	applies := object{}
	for column, values := range n.AppliesTo {
		applies[column] = sorted(values)
	}
	o.put("applies_to", applies)
	o.put("repeats", n.Repeats)
	if n.Measure != nil {
		o["measure"] = measureForm(n.Measure)
	}
	o.put("children", children(n.Children, r.nodeForm))
	return o
}

func answerForm(a *Answer) object {
	if a == nil {
		return nil
	}
	o := object{"kind": string(a.Kind)}
	o.put("options", each(a.Options, func(p Option) object { return object{"id": p.ID, "points": canonical(p.Points)} }))
	if a.Limits != nil {
		o.putNumber("least", a.Limits.Min)
		o.putNumber("most", a.Limits.Max)
	}
	return o
}

func scoreForm(s *Score) object {
	if s == nil {
		return nil
	}
	o := object{"method": string(s.Method)}
	o.putNumber("min", s.Min)
	o.putNumber("max", s.Max)
	o.putNumber("mean", s.Mean)
	o.putNumber("sd", s.SD)
	if s.Log {
		o["log"] = "true"
	}
	if s.Cap != nil && !*s.Cap {
		o["cap"] = "false"
	}
	o.put("points", each(s.Points, pointForm))
	o.putNumber("target", s.Target)
	o.put("reference", s.Reference)
	o.putNumber("threshold", s.Threshold)
	o.put("per", s.Per)
	o.putNumber("times", s.Times)
	if t := s.Treat; t != nil {
		form := object{"method": string(t.Method)}
		form.putNumber("skewness", t.Skewness)
		form.putNumber("kurtosis", t.Kurtosis)
		form.putNumber("lambda", t.Lambda)
		if t.Most != nil {
			form["most"] = strconv.Itoa(*t.Most)
		}
		o["treat"] = form
	}
	o.put("rows", each(s.Rows, func(r Row) object { return object{"range": r.String(), "score": canonical(r.Score)} }))
	return o
}

func pointForm(p Breakpoint) object {
	return object{"at": canonical(p.At), "score": canonical(p.Score)}
}

// metricForm leaves out what goes without saying, so that rubrics written before there were kinds keep their
// fingerprints.
func metricForm(m Metric) object {
	o := object{"id": m.ID, "unit": m.Unit, "expected": m.Expected}
	if !m.Is(Gauge) {
		o["kind"] = string(m.Kind)
	}
	o.put("series", m.Series)
	labels := object{}
	for label, values := range m.Labels {
		labels[label] = sorted(values)
	}
	o.put("labels", labels)
	left := make([]string, 0, len(m.LeaveOut))
	for _, x := range m.LeaveOut {
		left = append(left, canonical(x))
	}
	o.put("leave_out", sorted(left))
	return o
}

func measureForm(m *Measure) object {
	o := object{
		"metric":       m.Metric,
		"reduction":    string(m.Reduction),
		"rule":         string(m.Rule),
		"min_coverage": canonical(m.MinCoverage),
	}
	o.put("over", m.Over)
	if m.AtLeast != nil {
		o["at_least"] = canonical(*m.AtLeast)
	}
	if m.Within != nil {
		o["within"] = strconv.Itoa(*m.Within)
	}
	if m.Until != "" && m.Until != Closed {
		o["until"] = string(m.Until)
	}
	if m.Tolerance != 0 {
		o["tolerance"] = canonical(m.Tolerance)
	}
	if m.Error != 0 {
		o["error"] = canonical(m.Error)
	}
	o.put("breakpoints", each(m.Breakpoints, pointForm))
	return o
}

// textForm is the canonical form of all words.
func (r *Rubric) textForm() object {
	o := object{}
	o.put("title", words(r.Title))
	o.put("description", words(r.Description))
	source := object{}
	source.put("status", r.Source.Status)
	source.put("decree", r.Source.Decree)
	source.put("cites", r.Source.Cites)
	source.put("note", words(r.Source.Note))
	o.put("source", source)
	o.put("bands", each(r.Bands, bandWords))
	o.put("verdicts_index", each(r.Verdicts.Index, bandWords))
	o.put("verdicts_dimension", each(r.Verdicts.Dimension, bandWords))
	o.put("roles", byID(r.Roles, roleID, func(role Role) object {
		return object{"id": role.ID, "title": words(role.Title)}
	}))
	o.put("metrics", byID(r.Metrics, metricID, func(m Metric) object {
		return object{"id": m.ID, "title": words(m.Title), "about": words(m.About)}
	}))
	o.put("views", byID(r.Views, viewID, func(v View) object {
		form := object{"id": v.ID, "title": words(v.Title)}
		form.put("description", words(v.Description))
		form.put("tags", byID(v.Tags, tagID, func(t Tag) object {
			tag := object{"id": t.ID, "title": words(t.Title)}
			tag.put("description", words(t.Description))
			return tag
		}))
		return form
	}))
	o.put("children", children(r.Children, nodeWords))
	return o
}

func words(t Text) object {
	o := object{}
	o.put("id", t.ID)
	o.put("en", t.EN)
	return o
}

func bandWords(b Band) object { return object{"id": b.ID, "title": words(b.Title)} }

func nodeWords(n *Node) object {
	o := object{"id": n.ID, "title": words(n.Title)}
	o.put("description", words(n.Description))
	o.put("question", words(n.Question))
	o.put("evidence", words(n.Evidence))
	o.put("levels", each(n.Levels, func(l Level) object {
		form := object{"level": canonical(l.Level), "text": words(l.Text)}
		form.put("evidence", words(l.Evidence))
		return form
	}))
	o.put("bands", each(n.Bands, bandWords))
	o.put("verdicts", each(n.Verdicts, bandWords))
	if a := n.Answer; a != nil {
		o.put("numerator", words(a.Numerator))
		o.put("denominator", words(a.Denominator))
		o.put("options", each(a.Options, func(p Option) object { return object{"id": p.ID, "text": words(p.Text)} }))
	}
	if e := n.External; e != nil {
		o["external"] = object{"index": words(e.Index), "steward": e.Steward}
	}
	o.put("actions", each(n.Actions, func(a Action) object {
		return object{"to": canonical(a.To), "text": words(a.Text)}
	}))
	o.put("law", n.Law)
	o.put("children", children(n.Children, nodeWords))
	return o
}
