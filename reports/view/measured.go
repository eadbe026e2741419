package view

import (
	"siap/internal/l10n"
	"siap/rubric"
)

// Measured says in one language what the measures of a rubric are and what came out of them, apart from any assessment.
type Measured struct{ speaker }

// NewMeasured makes the words for a rubric.
func NewMeasured(p *l10n.Printer, r *rubric.Rubric) *Measured {
	return &Measured{speaker{p: p, tree: r}}
}

// Metric is the title of a metric, its id where the rubric has none.
func (m *Measured) Metric(id string) string {
	if metric := m.tree.Metric(id); metric != nil {
		return m.words(metric.Title, id)
	}
	return clean(id, nameLimit)
}

// Reduction names how the samples became one number.
func (m *Measured) Reduction(how *rubric.Measure) string {
	over, least := "", ""
	if how.Over != "" {
		over = lowerFirst(m.Metric(how.Over))
	}
	if how.AtLeast != nil {
		least = m.withUnit(*how.AtLeast, m.Unit(how.Metric))
	}
	return m.p.Text("view.reduction."+reductionKey(how.Reduction), "over", over, "at_least", least, "within", m.within(how))
}

// Unit is the unit of a metric's samples as the rubric writes it.
func (m *Measured) Unit(id string) string {
	if metric := m.tree.Metric(id); metric != nil {
		return metric.Unit
	}
	return ""
}

// Value writes what a measure gave.
func (m *Measured) Value(x float64, how *rubric.Measure) string {
	return m.reduced(x, how.Reduction, m.Unit(how.Metric))
}

// Reason says why a measure gave nothing.
func (m *Measured) Reason(reason string, how *rubric.Measure) string {
	return m.p.Text("explain.measurement."+reason, "over", lowerFirst(m.Metric(how.Over)))
}

// Window writes the assessed days, given as dates, the end exclusive.
func (m *Measured) Window(from, to string) string { return m.windowWords(from, to) }
