package view

import (
	"maps"
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// method says how the numbers came about: only what this assessment and its rubric really did.
func (b *builder) method() Method {
	m := Method{}
	say := func(heading, text string) {
		m.Paragraphs = append(m.Paragraphs, Paragraph{Heading: b.p.Text(heading), Text: text})
	}
	scale := b.scaleOf(nil)
	span := b.p.Text("view.method.scale.text", "min", scale.MinText, "max", scale.MaxText,
		"dimensions", len(b.dimensions), "indicators", len(b.leaves))
	if b.anyOwnScale() {
		span = b.p.Text("view.method.scale.own", "min", scale.MinText, "max", scale.MaxText,
			"dimensions", len(b.dimensions), "indicators", len(b.leaves))
	}
	if slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { c := n.Scoring().Cap; return c != nil && !*c }) {
		span += " " + b.p.Text("view.method.scale.open")
	}
	say("view.method.scale", span)
	say("view.method.index", b.combinationWords())
	if text := b.crosswalkWords(); text != "" {
		say("view.method.crosswalk", text)
	}
	if rows := b.repeatedRows(); len(rows) > 0 {
		say("view.method.rows", b.p.Text("view.method.rows.text", "names", b.list(rows)))
	}
	if b.tree.Unknown == rubric.Bottom {
		say("view.method.unknown", b.p.Text("view.method.unknown.bottom"))
	} else {
		say("view.method.unknown", b.p.Text("view.method.unknown.renormalise"))
	}
	key := "view.method.coverage.text"
	if b.tree.MinCoverage <= 0 {
		key = "view.method.coverage.none"
	}
	say("view.method.coverage", b.p.Text(key, "least", b.coverage(b.tree.MinCoverage).Text))
	say("view.method.bands", b.p.Text("view.method.bands."+b.decided(b.tree.Decide.Bands)))
	say("view.method.ranks", b.p.Text("view.method.ranks."+b.decided(b.tree.Decide.Ranks)))
	say("view.method.interval", b.intervalWords())
	say("view.method.respondents", b.p.Text("view.method.respondents."+b.combine(), "roles", b.roleWords()))
	m.Conversions = b.conversions()
	if len(m.Conversions) > 0 {
		say("view.method.conversions", b.p.Text("view.method.conversions.text", "n", len(m.Conversions)))
	}
	if slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { return n.Scoring().Method.Relative() }) {
		say("view.method.relative", b.p.Text("view.method.relative.text"))
	}
	if slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { return n.External != nil }) {
		say("view.method.external", b.p.Text("view.method.external.text"))
	}
	if len(b.a.Options.Bases) > 1 {
		var bases []string
		for _, basis := range b.a.Options.Bases {
			bases = append(bases, lowerFirst(b.basisWords(basis)))
		}
		say("view.method.bases", b.p.Text("view.method.bases.text", "bases", upperFirst(b.list(bases)), "basis", lowerFirst(b.basisWords(b.basis))))
		if slices.Contains(b.a.Options.Bases, result.Accepted) {
			m.Paragraphs[len(m.Paragraphs)-1].Text += " " + b.p.Text("view.method.bases.accepted")
		}
	}
	if len(b.a.Optimism) > 0 {
		say("view.section.optimism", b.p.Text("view.method.optimism.text"))
	}
	if len(b.views()) > 0 {
		say("view.method.views", b.p.Text("view.method.views.text"))
	}
	m.Measures = b.measures()
	if len(m.Measures) > 0 {
		say("view.method.claims", b.p.Text("view.method.claims.text"))
	}
	if window := b.windowWords(b.a.Window.From, b.a.Window.To); window != "" && len(m.Measures) > 0 {
		say("view.method.window", b.p.Text("view.method.window.text", "window", window))
	}
	if rollup := b.rollup(); rollup != "none" {
		say("view.method.rollup", b.p.Text("view.method.rollup.text", "how", b.p.Text("view.rollup."+rollup)))
	}
	factors := "view.method.factors.text"
	switch {
	case !b.allLinear():
		factors = "view.method.factors.again"
	case b.anyOwnScale():
		factors = "view.method.factors.sum"
	}
	say("view.method.factors", b.p.Text(factors, "n", groupMinimum))
	if slices.ContainsFunc(b.leaves, func(n *rubric.Node) bool { return len(n.Actions) > 0 }) {
		key := "view.method.actions.text"
		if !b.allMeans() {
			key = "view.method.actions.again"
		}
		say("view.method.actions", b.p.Text(key))
	}
	say("view.method.rounding", b.p.Text("view.method.rounding.text", "n", b.tree.Rounding.Digits))
	m.Weights = b.weights(nil, b.dimensions, 0, b.shares())
	m.Verdicts = append(b.verdicts("view.verdict.index", b.tree.Verdicts.Index),
		b.verdicts("view.verdict.dimension", b.tree.Verdicts.Dimension)...)
	for n := range b.tree.All() {
		for k, set := range [][]rubric.Band{n.Bands, n.Verdicts} {
			key := []string{"view.verdict.bands", "view.verdict.node"}[k]
			for i, v := range set {
				m.Verdicts = append(m.Verdicts, VerdictRow{
					Of: b.p.Text(key, "node", b.title(n)), Title: b.words(v.Title, v.ID), Range: b.bandRange(set, i, n.Span()),
				})
			}
		}
	}
	m.Roles = b.roles()
	return m
}

// intervalWords says what an interval of places allows for, and who cannot be told apart.
func (b *builder) intervalWords() string {
	r := b.a.Robust
	if r == nil || !b.drawn() {
		return b.p.Text("view.method.interval.text") + " " + b.p.Text("view.method.tied.bounds")
	}
	var varied []string
	for _, s := range r.Sources {
		varied = append(varied, lowerFirst(b.known("view.robust.source.", s.ID)))
	}
	return b.p.Text("view.method.interval.draws", "level", b.p.Percent(r.Level, 0), "draws", r.Draws, "sources", b.list(varied),
		"seed", uintText(r.Seed), "apart", b.p.Percent(r.Apart, 0))
}

// crosswalkWords says by what a derived assessment came from another rubric; "" for one that was answered itself.
func (b *builder) crosswalkWords() string {
	c, from := b.a.Options.Crosswalk, b.a.DerivedFrom
	if c == nil || c.Content == nil || from == nil {
		return ""
	}
	links := c.Content.Links(from.Rubric, b.a.Rubric.ID)
	targets, levels := map[string]bool{}, false
	for _, l := range links {
		targets[l.Target], levels = true, levels || len(l.Levels) > 0
	}
	parts := []string{
		b.p.Text("view.method.crosswalk.text", "rubric", clean(from.Rubric, nameLimit), "rubric_version", clean(from.Version, shortLimit),
			"title", b.words(c.Content.Title, c.ID), "id", clean(c.ID, nameLimit), "version", clean(c.Version, shortLimit),
			"links", len(links), "targets", len(targets), "indicators", len(b.leaves)),
	}
	if levels {
		parts = append(parts, b.p.Text("view.method.crosswalk.levels"))
	} else {
		parts = append(parts, b.p.Text("view.method.crosswalk.ends"))
	}
	parts = append(parts, b.p.Text("view.method.crosswalk.coverage"))
	if note := b.words(c.Content.Note, ""); note != "" {
		parts = append(parts, note)
	}
	if len(c.Content.Cites) > 0 {
		var cites []string
		for _, cite := range c.Content.Cites {
			cites = append(cites, clean(cite, textLimit))
		}
		parts = append(parts, b.p.Text("view.method.crosswalk.cites", "cites", strings.Join(cites, " · ")))
	}
	return strings.Join(parts, " ")
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
func (b *builder) weights(above *rubric.Node, nodes []*rubric.Node, depth int, shares map[string]float64) []WeightRow {
	how, _ := b.tree.Combines(above)
	var rows []WeightRow
	for _, n := range nodes {
		row := WeightRow{
			Depth: depth, ID: n.ID, Code: clean(n.Code, shortLimit), Title: b.title(n), Indicator: n.IsIndicator(),
			Weight: Num{Text: b.plain(n.Weight, 4), Value: n.Weight, Known: true}, Share: Num{Text: l10n.Unknown},
			OwnScale: b.scaleWords(n),
		}
		if how == rubric.Minimum {
			row.Weight = Num{Text: l10n.Unknown}
		}
		if share, known := shares[n.ID]; known {
			row.Share = b.percent(share, 1)
		}
		rows = append(rows, row)
		rows = append(rows, b.weights(n, present(n.Children), depth+1, shares)...)
	}
	return rows
}

// combinationWords says how the index and the nodes below it follow from their children: what most of them do first,
// then those that differ.
func (b *builder) combinationWords() string {
	if b.allMeans() {
		return b.p.Text("view.method.index.text")
	}
	how := func(n *rubric.Node) string {
		method, power := b.tree.Combines(n)
		return b.known("view.combined.", string(method)) + powerWords(b, method, power)
	}
	parts := []string{b.p.Text("view.method.index.how", "how", how(nil))}
	var order []string
	names := map[string][]string{}
	for n := range b.tree.All() {
		if n.IsIndicator() {
			continue
		}
		words := how(n)
		if names[words] == nil {
			order = append(order, words)
		}
		names[words] = append(names[words], b.title(n))
	}
	for _, words := range order {
		key := "view.method.index.some"
		if len(order) == 1 {
			key = "view.method.index.all"
		}
		parts = append(parts, b.p.Text(key, "how", words, "names", b.list(names[words])))
	}
	return strings.Join(append(parts, b.p.Text("view.method.index.na")), " ")
}

// powerWords gives the exponent of a power mean; "" for all other ways.
func powerWords(b *builder, how rubric.Aggregation, power float64) string {
	if how != rubric.PowerMean {
		return ""
	}
	return " (p = " + b.quantity(power) + ")"
}

// allMeans reports whether every node is the weighted arithmetic mean of its children.
func (b *builder) allMeans() bool { return b.all(rubric.Arithmetic) }

// allLinear reports whether every node moves with each of its children by a fixed factor.
func (b *builder) allLinear() bool { return b.all(rubric.Arithmetic, rubric.Sum) }

// all reports whether the index and every node with children are combined in one of these ways.
func (b *builder) all(ways ...rubric.Aggregation) bool {
	if how, _ := b.tree.Combines(nil); !slices.Contains(ways, how) {
		return false
	}
	for n := range b.tree.All() {
		if how, _ := b.tree.Combines(n); !n.IsIndicator() && !slices.Contains(ways, how) {
			return false
		}
	}
	return true
}

// repeatedRows names the indicators of which every row counts like an indicator of its own.
func (b *builder) repeatedRows() []string {
	var names []string
	for _, leaf := range b.leaves {
		if leaf.Repeats == rubric.RepeatRows {
			names = append(names, b.title(leaf))
		}
	}
	return names
}

// conversions are the indicators whose answers are not their scores, or whose scores come from elsewhere.
func (b *builder) conversions() []ConversionRow {
	var rows []ConversionRow
	for _, leaf := range b.leaves {
		if !converts(leaf) && leaf.External == nil {
			continue
		}
		row := ConversionRow{Code: clean(leaf.Code, shortLimit), Title: b.title(leaf), Answer: b.answerKind(leaf), How: b.methodWords(leaf)}
		if leaf.External != nil && leaf.External.Placeholder != nil {
			row.How = strings.TrimPrefix(row.How+"; ", "; ") + b.p.Text("view.placeholder", "value", b.score(*leaf.External.Placeholder).Text)
		}
		rows = append(rows, row)
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
		if len(points) == 0 {
			points = append(points, b.methodWords(leaf))
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
		rows = append(rows, VerdictRow{Of: b.p.Text(of), Title: b.words(v.Title, v.ID), Range: b.bandRange(set, i, b.tree.Scale)})
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
	p.Commands = b.commands()
	return p
}

func (b *builder) input(in result.Input) Input {
	return Input{
		Path: clean(in.Path, nameLimit), Kind: b.known("view.kind.", in.Kind), Format: clean(in.Format, shortLimit),
		SHA256: clean(in.SHA256, nameLimit), Records: in.Records, LeftOut: in.LeftOut, Refused: in.Refused,
	}
}
