package view

import (
	"cmp"
	"slices"

	"siap/rubric"
	"siap/scoring/result"
)

// contradictions gives those of the headline basis, the widest gap first.
func (b *builder) contradictions() []Contradiction {
	var out []Contradiction
	for _, c := range b.a.Contradictions {
		if c.Basis == b.basis {
			out = append(out, b.contradiction(c))
		}
	}
	slices.SortStableFunc(out, func(x, y Contradiction) int {
		return cmp.Or(cmp.Compare(y.Width, x.Width), cmp.Compare(x.AgencyName, y.AgencyName))
	})
	return out
}

// contradicted gathers contradictions, the widest gap first, by their indicators.
func (b *builder) contradicted(all []Contradiction) []ContradictedIndicator {
	var out []ContradictedIndicator
	at := map[string]int{}
	for _, c := range all {
		k, known := at[c.Indicator]
		if !known {
			k = len(out)
			at[c.Indicator] = k
			out = append(out, ContradictedIndicator{
				Indicator: c.Indicator, IndicatorTitle: c.IndicatorTitle, Dimension: c.Dimension, Widest: c,
			})
		}
		out[k].Agencies++
	}
	for i := range out {
		for _, e := range b.entries {
			n := e.node(out[i].Indicator)
			out[i].Compared += count(n.Claim != nil && n.Measured != nil && !slices.Contains(n.Flags, result.FlagLowWindowCoverage))
		}
	}
	slices.SortStableFunc(out, func(x, y ContradictedIndicator) int {
		return cmp.Or(cmp.Compare(y.Agencies, x.Agencies), cmp.Compare(y.Widest.Width, x.Widest.Width))
	})
	return out
}

func (b *builder) contradiction(c result.Contradiction) Contradiction {
	v := Contradiction{
		Agency: clean(c.Agency, nameLimit), AgencyName: clean(c.Agency, nameLimit), AgencyShort: clean(c.Agency, shortLimit),
		Indicator: c.Indicator, IndicatorTitle: b.nodeTitle(c.Indicator), Dimension: b.dimensionTitle(c.Indicator),
		Claim: b.score(c.Claim), Measured: b.score(c.Measured), Gap: b.score(c.Gap),
		Measurement: b.measurement(c), Window: b.daysWords(day(c.From), day(c.To)), Coverage: b.coverage(c.Coverage),
	}
	v.Width = v.Gap.Value
	if b.anyOwnScale() { // else the gaps are compared as they are
		if span := b.span(b.tree.Node(c.Indicator)).Span(); span > 0 {
			v.Width = v.Gap.Value / span
		}
	}
	if e := b.byID[c.Agency]; e != nil {
		v.AgencyName, v.AgencyShort, v.Anchor = e.row.Name, e.row.Short, e.row.Anchor
	}
	key := "view.contradiction"
	switch {
	case v.Window == "":
		key = "view.contradiction.no_window"
	case !day(c.To).After(day(c.From)):
		key = "view.contradiction.day"
	}
	v.Sentence = b.p.Text(key, "claim", v.Claim.Text, "measured", v.Measured.Text, "measurement", v.Measurement,
		"window", v.Window, "coverage", v.Coverage.Text,
		"claims", b.claims())
	return v
}

// claims is the verb for what a claim is on the headline basis: mengklaim, dinilai asesor, terbukti.
func (b *builder) claims() string { return b.p.Text("view.claims." + basisKey(b.basis)) }

// basisKey is the last part of a message key for a basis.
func basisKey(basis result.Basis) string {
	if basis == result.Assessed || basis == result.Accepted {
		return string(basis)
	}
	return string(result.Self)
}

// measurement writes the metric's own value: its title, how it was reduced and what came out.
func (b *builder) measurement(c result.Contradiction) string {
	leaf := b.tree.Indicator(c.Indicator)
	var m *rubric.Measure
	if leaf != nil {
		m = leaf.Measure
	}
	return b.p.Text("view.measurement."+reductionKey(c.Reduction),
		"metric", lowerFirst(b.metricTitle(c.Metric)), "value", b.reduced(c.Value, c.Reduction, c.Unit),
		"over", lowerFirst(b.overTitle(m)), "at_least", b.atLeast(m), "within", b.within(m))
}

// reductionKey gives the last part of a message key for a reduction; one that is not known, from a newer program,
// reads as the latest value.
func reductionKey(r rubric.Reduction) string {
	for _, kind := range []rubric.MetricKind{rubric.Gauge, rubric.Counter, rubric.Events} {
		if slices.Contains(kind.Reductions(), r) {
			return string(r)
		}
	}
	return string(rubric.ReduceLast)
}

// within is the number of working days that a measure allows, as text.
func (b *speaker) within(m *rubric.Measure) string {
	if m == nil || m.Within == nil {
		return ""
	}
	return b.p.Integer(*m.Within)
}

func (b *builder) metricTitle(id string) string {
	if m := b.tree.Metric(id); m != nil {
		return b.words(m.Title, id)
	}
	return clean(id, nameLimit)
}

func (b *builder) overTitle(m *rubric.Measure) string {
	if m == nil || m.Over == "" {
		return ""
	}
	return b.metricTitle(m.Over)
}

func (b *builder) atLeast(m *rubric.Measure) string {
	if m == nil || m.AtLeast == nil {
		return ""
	}
	unit := ""
	if metric := b.tree.Metric(m.Metric); metric != nil {
		unit = metric.Unit
	}
	return b.withUnit(*m.AtLeast, unit)
}
