package view

import (
	"maps"
	"slices"
	"strings"

	"siap/rubric"
	"siap/scoring/result"
)

// method says how the numbers came about: only what this assessment and its rubric really did.
func (b *builder) method() Method {
	m := Method{}
	say := func(heading, text string) {
		m.Paragraphs = append(m.Paragraphs, Paragraph{Heading: b.p.Text(heading), Text: text})
	}
	scale := b.scale()
	say("view.method.scale", b.p.Text("view.method.scale.text", "min", scale.MinText, "max", scale.MaxText,
		"dimensions", len(b.tree.Children), "indicators", len(b.leaves)))
	say("view.method.index", b.p.Text("view.method.index.text"))
	if b.tree.Unknown == rubric.Bottom {
		say("view.method.unknown", b.p.Text("view.method.unknown.bottom"))
	} else {
		say("view.method.unknown", b.p.Text("view.method.unknown.renormalise"))
	}
	say("view.method.coverage", b.p.Text("view.method.coverage.text", "least", b.coverage(b.tree.MinCoverage).Text))
	say("view.method.bands", b.p.Text("view.method.bands."+b.decided(b.tree.Decide.Bands)))
	say("view.method.ranks", b.p.Text("view.method.ranks."+b.decided(b.tree.Decide.Ranks)))
	say("view.method.interval", b.p.Text("view.method.interval.text"))
	say("view.method.respondents", b.p.Text("view.method.respondents."+b.combine(), "roles", b.roleWords()))
	m.Measures = b.measures()
	if len(m.Measures) > 0 {
		say("view.method.claims", b.p.Text("view.method.claims.text"))
	}
	if window := b.windowWords(b.a.Window.From, b.a.Window.To); window != "" {
		say("view.method.window", b.p.Text("view.method.window.text", "window", window))
	}
	if rollup := b.rollup(); rollup != "none" {
		say("view.method.rollup", b.p.Text("view.method.rollup.text", "how", b.p.Text("view.rollup."+rollup)))
	}
	say("view.method.factors", b.p.Text("view.method.factors.text", "n", groupMinimum))
	say("view.method.actions", b.p.Text("view.method.actions.text"))
	say("view.method.rounding", b.p.Text("view.method.rounding.text", "n", b.tree.Rounding.Digits))
	m.Weights = b.weights(b.tree.Children, 0, 1)
	m.Verdicts = append(b.verdicts("view.verdict.index", b.tree.Verdicts.Index),
		b.verdicts("view.verdict.dimension", b.tree.Verdicts.Dimension)...)
	m.Roles = b.roles()
	return m
}

func (b *builder) decided(on string) string {
	if on == "rounded" {
		return on
	}
	return "unrounded"
}

func (b *builder) combine() string {
	if b.a.Options.Combine == "median" {
		return "median"
	}
	return "mean"
}

func (b *builder) rollup() string {
	switch b.a.Options.Rollup {
	case "mean", "weighted":
		return b.a.Options.Rollup
	}
	return "none"
}

// weights gives the tree with each node's share of the index where all is known and applicable.
func (b *builder) weights(nodes []*rubric.Node, depth int, share float64) []WeightRow {
	total := 0.0
	for _, n := range nodes {
		total += n.Weight
	}
	var rows []WeightRow
	for _, n := range nodes {
		own := 0.0
		if total > 0 {
			own = share * n.Weight / total
		}
		rows = append(rows, WeightRow{
			Depth: depth, ID: n.ID, Code: clean(n.Code, shortLimit), Title: b.title(n), Indicator: n.IsIndicator(),
			Weight: Num{Text: b.plain(n.Weight, 4), Value: n.Weight, Known: true}, Share: b.percent(own, 1),
		})
		rows = append(rows, b.weights(n.Children, depth+1, own)...)
	}
	return rows
}

func (b *builder) measures() []MeasureRow {
	var rows []MeasureRow
	for _, leaf := range b.leaves {
		m := leaf.Measure
		if m == nil {
			continue
		}
		unit := ""
		if metric := b.tree.Metric(m.Metric); metric != nil {
			unit = metric.Unit
		}
		var points []string
		for _, p := range m.Breakpoints {
			points = append(points, b.reduced(p.At, m.Reduction, unit)+" → "+b.score(p.Score).Text)
		}
		rows = append(rows, MeasureRow{
			Indicator: leaf.ID, Title: b.title(leaf), Metric: b.metricTitle(m.Metric),
			Reduction: b.reductionWords(m), Rule: b.known("view.rule.", string(m.Rule)),
			Breakpoints: strings.Join(points, "; "), MinCoverage: b.percent(m.MinCoverage, 0),
		})
	}
	return rows
}

func (b *builder) verdicts(of string, set []rubric.Band) []VerdictRow {
	var rows []VerdictRow
	for i, v := range set {
		rows = append(rows, VerdictRow{Of: b.p.Text(of), Title: b.words(v.Title, v.ID), Range: b.bandRange(set, i)})
	}
	return rows
}

// roles gives the weights that were used: those of the options, in the rubric's order, then any others by name.
func (b *builder) roles() []RoleRow {
	var rows []RoleRow
	add := func(title string, weight float64) {
		rows = append(rows, RoleRow{Title: title, Weight: Num{Text: b.plain(weight, 4), Value: weight, Known: true}})
	}
	used := b.a.Options.RoleWeights
	named := map[string]bool{}
	for _, role := range b.tree.Roles {
		named[role.ID] = true
		weight, ok := used[role.ID]
		if !ok {
			weight = role.Weight
		}
		add(b.words(role.Title, role.ID), weight)
	}
	for _, id := range slices.Sorted(maps.Keys(used)) {
		if !named[id] {
			add(clean(id, nameLimit), used[id])
		}
	}
	return rows
}

func (b *builder) roleWords() string {
	var parts []string
	for _, r := range b.roles() {
		parts = append(parts, lowerFirst(r.Title)+" "+r.Weight.Text)
	}
	if len(parts) == 0 {
		return b.p.Text("view.method.no_roles")
	}
	return b.list(parts)
}

func (b *builder) provenance(r *Report) Provenance {
	a := b.a
	p := Provenance{}
	add := func(label, value string, code bool) {
		if value != "" {
			p.Facts = append(p.Facts, Fact{Label: b.p.Text(label), Value: value, Code: code})
		}
	}
	add("view.fact.tool", clean(a.Tool.Name+" "+a.Tool.Version, nameLimit), false)
	if !a.Created.IsZero() {
		utc := a.Created.UTC()
		add("view.fact.created", b.p.Date(utc)+" "+utc.Format("15:04:05")+" UTC", false)
	}
	add("view.fact.schema", clean(a.Schema, nameLimit), true)
	add("view.fact.rubric", r.Rubric.Title+" ("+r.Rubric.ID+" "+r.Rubric.Version+")", false)
	add("view.fact.status", r.Rubric.Status, false)
	add("view.fact.fingerprint.scoring", r.Rubric.FingerprintScoring, true)
	add("view.fact.fingerprint.text", r.Rubric.FingerprintText, true)
	add("view.fact.window", r.Window, false)
	add("view.fact.basis", r.Basis, false)
	var bases []string
	for _, basis := range a.Options.Bases {
		bases = append(bases, b.basisWords(basis))
	}
	add("view.fact.bases", strings.Join(bases, ", "), false)
	add("view.fact.combine", b.p.Text("view.combine."+b.combine()), false)
	var columns []string
	for _, g := range r.Groups {
		columns = append(columns, g.Title)
	}
	add("view.fact.groups", strings.Join(columns, ", "), false)
	add("view.fact.rollup", b.p.Text("view.rollup."+b.rollup()), false)
	add("view.fact.seed", uintText(a.Options.Seed), true)
	add("view.fact.evidence", clean(a.Evidence.Path, nameLimit), true)
	add("view.fact.evidence.records", b.p.Integer(a.Evidence.Records), false)
	add("view.fact.evidence.sha256", clean(a.Evidence.SHA256, nameLimit), true)
	for _, in := range a.Inputs {
		p.Inputs = append(p.Inputs, b.input(in))
	}
	return p
}

func (b *builder) input(in result.Input) Input {
	return Input{
		Path: clean(in.Path, nameLimit), Kind: b.known("view.kind.", in.Kind), Format: clean(in.Format, shortLimit),
		SHA256: clean(in.SHA256, nameLimit), Records: in.Records, LeftOut: in.LeftOut, Refused: in.Refused,
	}
}
