package view

import (
	"math"
	"slices"
	"strings"

	"siap/rubric"
	"siap/scoring/result"
)

// accepted is the state of an evidence item that the assessors took.
const accepted = "diterima"

// indicator explains a leaf: claim, measurement, the rule between them, how the answer became a score, and every
// record with its place.
func (x *explainer) indicator(s *Step, n *rubric.Node) {
	node := x.of(n.ID)
	s.Value, s.Exact = x.value(node.Value), node.Value
	rule := ""
	if node.Rule != "" {
		rule = x.known("view.rule.", string(node.Rule))
	}
	placeholder := slices.Contains(node.Flags, result.FlagPlaceholder)
	basis := basisKey(x.a.Options.Basis)
	switch {
	case node.Value == nil:
		s.Sentence = x.missingWords(node)
	case len(node.Via) > 0:
		s.Sentence = x.p.Text("explain.via", "value", s.Value)
	case placeholder:
		s.Sentence = x.p.Text("explain.placeholder", "value", s.Value)
	case slices.Contains(node.Flags, result.FlagImputed):
		s.Sentence = s.Value + ": " + x.p.Text("view.flag."+result.FlagImputed)
	case x.agency.Source == result.RolledUp:
		s.Sentence = x.p.Text("explain.rollup", "value", s.Value, "how", x.known("view.rollup.", x.a.Options.Rollup))
	case node.Rule != "":
		s.Sentence = x.p.Text("explain.reconciled", "value", s.Value, "claim", x.value(node.Claim),
			"measured", x.value(node.Measured), "rule", rule)
	case node.Claim == nil && slices.Contains(node.Flags, result.FlagUnknownAtBottom):
		s.Sentence = s.Value + ": " + x.p.Text("view.flag."+result.FlagUnknownAtBottom)
	case node.Rows > 1:
		s.Sentence = x.p.Text("explain.rows.of", "value", s.Value, "known", node.Known, "rows", node.Rows)
	default:
		s.Sentence = x.p.Text("explain.claimed."+basis, "value", s.Value, "n", node.N)
	}
	if e := n.External; e != nil {
		s.Lines = append(s.Lines, x.p.Text("explain.external", "index", x.words(e.Index, n.ID), "steward", clean(e.Steward, nameLimit)))
	}
	for _, v := range node.Via {
		s.Lines = append(s.Lines, x.p.Text("explain.via.part", "title", x.sourceTitle(x.a, v.Indicator), "value", x.value(v.Value),
			"strength", x.p.Percent(v.Strength, 0), "coverage", x.percentText(v.Coverage)))
	}
	if len(node.Via) == 0 {
		s.Lines = append(s.Lines, x.conversion(n, node)...)
	}
	if own := x.scaleWords(n); own != "" {
		s.Lines = append(s.Lines, x.p.Text("explain.scale", "scale", own))
	}
	if node.Rule != "" && node.Value == nil && node.Claim != nil {
		s.Lines = append(s.Lines, x.p.Text("explain.claim_unused", "claim", x.value(node.Claim), "rule", rule))
	}
	if node.N > 1 && node.Rows < 2 && len(node.Via) == 0 {
		s.Lines = append(s.Lines, x.respondents(n, node, x.records[n.ID]))
	}
	for _, flag := range node.Flags {
		if (flag == result.FlagPlaceholder || flag == result.FlagImputed) && node.Value != nil {
			continue // the sentence has said so
		}
		s.Lines = append(s.Lines, x.known("view.flag.", flag))
	}
	s.Lines = append(s.Lines, x.proof(n, node)...)
	s.Lines = append(s.Lines, x.otherBases(n)...)
	for _, r := range x.records[n.ID] {
		switch r.Kind {
		case result.KindAnswer:
			s.Lines = append(s.Lines, x.answer(r, n))
		case result.KindMeasurement:
			s.Lines = append(s.Lines, x.measurement(r, n)...)
		case result.KindEvidence:
			s.Lines = append(s.Lines, x.evidence(r))
		case result.KindPart:
			s.Lines = append(s.Lines, x.part(r))
		}
	}
}

// conversion says how the answer became a score: the method with its parameters, then the arithmetic with the numbers
// as far as it gives the score that the assessment holds.
func (x *explainer) conversion(n *rubric.Node, node *result.Node) []string {
	if !converts(n) {
		return nil
	}
	lines := []string{}
	if text := x.methodWords(n); n.Scoring().Method != rubric.AsIs {
		if words := x.ratioWords(n); words != "" {
			text = words + "; " + text
		}
		lines = append(lines, x.p.Text("explain.method", "how", text))
	}
	if node.Raw == nil {
		return lines
	}
	raw := x.rawWords(n, *node.Raw)
	if node.Rows > 1 {
		return append(lines, x.p.Text("explain.raw.rows", "raw", raw))
	}
	one, ok := x.convert(n, *node.Raw, company(x.a, x.a.Options.Basis, n))
	switch {
	case node.Claim == nil:
		return append(lines, x.p.Text("explain.raw", "raw", raw))
	case !ok || math.Abs(one.score-*node.Claim) > 1e-6*n.Span().Span() || one.how == "":
		return append(lines, x.p.Text("explain.raw.score", "raw", raw, "score", x.value(node.Claim)))
	}
	key := "explain.raw.how"
	if n.Scoring().Method == rubric.Goalposts || n.Scoring().Method == rubric.Piecewise {
		if strings.Contains(one.how, "÷") {
			key = "explain.raw.equation"
		}
	}
	return append(lines, x.p.Text(key, "raw", raw, "how", one.how, "score", x.value(node.Claim)))
}

// proof says, where accepted evidence is part of the assessment, which level's evidence is missing, and otherwise what
// the rubric asks for at the next level.
func (x *explainer) proof(n *rubric.Node, node *result.Node) []string {
	if len(n.Levels) == 0 || x.agency.Source == result.RolledUp || len(node.Via) > 0 {
		return nil
	}
	if !slices.Contains(x.a.Options.Bases, result.Accepted) {
		at, ok := standsAt(n, node)
		if next := x.nextLevel(n, at); ok && next != nil && x.wanted(next) != "" {
			return []string{x.wanted(next)}
		}
		return nil
	}
	shown := slices.ContainsFunc(x.records[n.ID], func(r result.Record) bool { return r.Kind == result.KindEvidence })
	if !shown && x.a.Options.Basis != result.Accepted {
		return nil
	}
	var lines []string
	for _, item := range x.items(n) {
		lines = append(lines, x.proofOf(n, item)...)
	}
	return lines
}

// items are the rows of an indicator that were answered or evidenced, in the order of the records; one without a name
// where there is nothing.
func (x *explainer) items(n *rubric.Node) []string {
	var items []string
	for _, r := range x.records[n.ID] {
		if r.Kind != result.KindMeasurement && !slices.Contains(items, r.Item) {
			items = append(items, r.Item)
		}
	}
	if len(items) == 0 {
		return []string{""}
	}
	return items
}

// proofOf says of one row which levels accepted evidence bears out and where the first gap is. The lowest level needs
// no evidence (scoring, proofs.level).
func (x *explainer) proofOf(n *rubric.Node, item string) []string {
	accepts := func(level float64) bool {
		return slices.ContainsFunc(x.records[n.ID], func(r result.Record) bool {
			return r.Kind == result.KindEvidence && r.Item == item && r.Status == accepted && r.Level != nil && *r.Level == level
		})
	}
	reached, stopped := n.Levels[0].Level, false
	var gap *rubric.Level
	var proven, unused []string
	for i := range n.Levels[1:] {
		l := &n.Levels[i+1]
		switch has := accepts(l.Level); {
		case has && stopped:
			unused = append(unused, x.plain(l.Level, 2))
		case has:
			reached = l.Level
			proven = append(proven, x.plain(l.Level, 2))
		default:
			if gap == nil || (!n.Cumulative && gap.Level < reached) {
				gap = l
			}
			stopped = stopped || n.Cumulative
		}
	}
	of := ""
	if item != "" {
		of = x.p.Text("explain.proof.item", "item", clean(item, nameLimit))
	}
	var lines []string
	switch {
	case len(proven) > 0:
		lines = append(lines, x.p.Text("explain.proof", "levels", strings.Join(proven, ", "), "reached", x.plain(reached, 2), "of", of))
	case len(unused) == 0:
		lines = append(lines, x.p.Text("explain.proof.none", "reached", x.plain(reached, 2), "of", of))
	}
	if gap == nil || gap.Level < reached {
		return lines
	}
	if text := x.wanted(gap); len(proven)+len(unused) == 0 {
		if text != "" {
			lines = append(lines, text)
		}
		return lines // the line above has said it all
	}
	key := "explain.proof.gap"
	if len(unused) > 0 {
		key = "explain.proof.gap.below"
	}
	lines = append(lines, x.p.Text(key, "level", x.plain(gap.Level, 2), "above", strings.Join(unused, ", "), "of", of,
		"reached", x.plain(reached, 2)))
	if text := x.wanted(gap); text != "" {
		lines = append(lines, text)
	}
	return lines
}

// respondents says how several respondents became one claim, with the weights of the roles that answered.
func (x *explainer) respondents(n *rubric.Node, node *result.Node, records []result.Record) string {
	spread := x.spread(n, node)
	if x.a.Options.Combine == "median" {
		return x.p.Text("explain.median", "n", node.N, "spread", spread)
	}
	var weights []string
	for _, role := range x.tree.Roles {
		if !slices.ContainsFunc(records, func(r result.Record) bool { return r.Kind == result.KindAnswer && r.Role == role.ID }) {
			continue
		}
		weights = append(weights, x.words(role.Title, role.ID)+" "+x.quantity(x.a.Options.RoleWeights[role.ID]))
	}
	if len(weights) < 2 {
		return x.p.Text("explain.mean_of_one", "n", node.N, "spread", spread)
	}
	return x.p.Text("explain.mean", "n", node.N, "weights", strings.Join(weights, ", "), "spread", spread)
}

// spread is the widest difference between two respondents, on the indicator's scale.
func (x *explainer) spread(_ *rubric.Node, node *result.Node) string {
	return x.p.Number(node.Spread, max(2, x.tree.Rounding.Digits))
}
