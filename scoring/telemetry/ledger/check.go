package ledger

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
)

// Measured yields the indicators of a rubric that are measured by events, each with its metric, in the order of the
// rubric.
func Measured(r *rubric.Rubric) iter.Seq2[*rubric.Node, *rubric.Metric] {
	return func(yield func(*rubric.Node, *rubric.Metric) bool) {
		for _, n := range r.Indicators() {
			if n.Measure == nil {
				continue
			}
			if m := r.Metric(n.Measure.Metric); m != nil && m.Is(rubric.Events) && !yield(n, m) {
				return
			}
		}
	}
}

// serves reports whether the settings mean a metric of the rubric by an id.
func (m *Metric) serves(of *rubric.Metric) bool { return m.ID == of.ID || m.ID == of.Name() }

// Check holds entries against a rubric: metrics that it lacks, or that are none of events, columns that are needed but
// not named, steps that contradict the rubric, metrics that nothing gives. The errors among the findings say that the
// settings cannot be meant.
func Check(r *rubric.Rubric, entries []Entry) *diag.List {
	found := &diag.List{}
	for i := range entries {
		entries[i].check(r, found)
	}
	for n, metric := range Measured(r) {
		served := slices.ContainsFunc(entries, func(e Entry) bool {
			return slices.ContainsFunc(e.Metrics, func(m Metric) bool { return m.serves(metric) })
		})
		if len(entries) > 0 && !served {
			found.Add(ruleMetricUnserved.At(diag.Place{File: entries[0].Place.File}).About(n.ID).Saw(metric.ID))
		}
	}
	return found
}

func (e *Entry) check(r *rubric.Rubric, found *diag.List) {
	need := func(field Field, of string, at diag.Place) {
		if _, there := e.Columns[field]; !there {
			found.Add(ruleColumnNeeded.At(at).About(string(field)).Saw(of))
		}
	}
	need(Opened, e.File, e.Place)
	if e.Agency == "" {
		need(Agency, e.File, e.Place)
	}
	if len(e.Sources) == 0 {
		found.Add(ruleNoFiles.At(e.Place).Saw(e.File))
	}
	for i := range e.Metrics {
		e.checkMetric(&e.Metrics[i], r, need, found)
	}
}

func (e *Entry) checkMetric(m *Metric, r *rubric.Rubric, need func(Field, string, diag.Place), found *diag.List) {
	var ids []string
	known, used := false, false
	needed := map[Field]bool{}
	for i := range r.Metrics {
		of := &r.Metrics[i]
		if of.Is(rubric.Events) {
			ids = append(ids, of.ID)
		}
		if !m.serves(of) {
			continue
		}
		known = true
		if !of.Is(rubric.Events) {
			found.Add(ruleMetricKind.At(m.Place).Saw(m.ID))
			return
		}
		for label := range of.Labels {
			needed[Field(label)] = true
		}
		for _, n := range r.Indicators() {
			if n.Measure == nil || n.Measure.Metric != of.ID {
				continue
			}
			used = true
			if m.To != "" && n.Measure.Until != "" && m.To != Field(n.Measure.Until) {
				found.Add(ruleEndsElsewhere.At(m.Place).About(n.ID).Saw(string(m.To)).Allows(string(n.Measure.Until)))
			}
			if n.Measure.Reduction != rubric.ReduceCount {
				needed[steps[m.begins()]], needed[steps[m.ends(n.Measure)]] = true, true
			}
		}
	}
	switch {
	case !known:
		found.Add(ruleMetricUnknown.At(m.Place).Saw(m.ID).Allows(strings.Join(ids, ", ")).Near(nearest.Of(m.ID, ids)))
		return
	case !used:
		found.Add(ruleMetricUnused.At(m.Place).Saw(m.ID))
	}
	for field := range m.Where {
		needed[field] = true
	}
	delete(needed, Opened) // was asked for already
	for _, field := range slices.Sorted(maps.Keys(needed)) {
		need(field, m.ID, m.Place)
	}
}
