package view

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// Step is one number explained: the sentence that says how it came about, further lines, and the steps below it.
type Step struct {
	// ID is the node's id, "index" at the top; Code its official number.
	ID    string `json:"id"`
	Code  string `json:"code,omitempty"`
	Title string `json:"title"`
	// Value is the number as printed, Exact the unrounded one; null where there is none.
	Value string   `json:"value"`
	Exact *float64 `json:"exact"`
	// Sentence says how the number came about: the weighted sum, or the rule between claim and measurement.
	Sentence string `json:"sentence"`
	// Lines are what else matters: coverage and bounds, rank, each answer with its cell, each measurement.
	Lines []string `json:"lines,omitempty"`
	Parts []*Step  `json:"parts,omitempty"`
}

// ErrNoNode says that the rubric of the assessment has no such node.
var ErrNoNode = errors.New("the rubric has no such node")

// Explain explains the index of an agency, or the node of an id or official number below it, from the assessment
// and the agency's records of its evidence file.
func Explain(a *result.Assessment, agency *result.Agency, node string, records []result.Record, lang string) (*Step, error) {
	x := &explainer{
		p: l10n.For(lang), a: a, agency: agency, scores: a.Headline(agency), tree: a.Rubric.Tree,
		records: map[string][]result.Record{},
	}
	for _, r := range records {
		x.records[r.Indicator] = append(x.records[r.Indicator], r)
	}
	if node == "" {
		return x.index(), nil
	}
	n := x.tree.Node(node)
	if n == nil {
		return nil, ErrNoNode
	}
	return x.node(n), nil
}

// explainer builds the steps of one agency.
type explainer struct {
	p       *l10n.Printer
	a       *result.Assessment
	agency  *result.Agency
	scores  *result.Scores
	tree    *rubric.Rubric
	records map[string][]result.Record
}

func (x *explainer) index() *Step {
	s := &Step{ID: "index", Title: x.p.Text("explain.index", "agency", clean(x.agency.Name, nameLimit))}
	x.inner(s, &x.scores.Index, x.tree.Children, x.tree.Verdicts.Index)
	if r := x.scores.Rank; r.Overall > 0 {
		key := "explain.rank.span"
		if r.Interval.Best == r.Interval.Worst {
			key = "explain.rank.sure"
		}
		s.Lines = append(s.Lines, x.p.Text(key, "rank", r.Overall, "of", r.Of,
			"best", r.Interval.Best, "worst", r.Interval.Worst))
	}
	return s
}

func (x *explainer) node(n *rubric.Node) *Step {
	s := &Step{ID: n.ID, Code: n.Code, Title: n.Title.In(x.p.Lang())}
	if n.IsIndicator() {
		x.indicator(s, n)
		return s
	}
	var verdicts []rubric.Band
	for _, d := range x.tree.Children {
		if d == n {
			verdicts = x.tree.Verdicts.Dimension
		}
	}
	x.inner(s, x.scores.Nodes[n.ID], n.Children, verdicts)
	return s
}

// inner explains a node with children: value = Σ weight × child, over the children that are known.
func (x *explainer) inner(s *Step, n *result.Node, children []*rubric.Node, verdicts []rubric.Band) {
	s.Value, s.Exact = x.value(n.Value), n.Value
	var sum, unknown, notApplicable []string
	for _, c := range children {
		child := x.scores.Nodes[c.ID]
		title := c.Title.In(x.p.Lang())
		switch {
		case child.Reason == result.ReasonNotApplicable:
			notApplicable = append(notApplicable, title)
		case child.Value == nil || child.Weight == 0:
			unknown = append(unknown, title)
		default:
			sum = append(sum, x.p.Number(child.Weight, 4)+" × "+x.value(child.Value)+" ("+title+")")
		}
		s.Parts = append(s.Parts, x.node(c))
	}
	switch {
	case n.Value == nil:
		s.Sentence = x.p.Text("explain.reason."+n.Reason, "coverage", x.p.Percent(n.Coverage, 0))
	case x.agency.Source == result.RolledUp:
		s.Sentence = x.p.Text("explain.rollup", "value", s.Value, "how", x.p.Text("view.rollup."+x.a.Options.Rollup))
	default:
		s.Sentence = s.Value + " = " + strings.Join(sum, " + ")
	}
	if n.Value != nil {
		words := x.title(x.tree.Bands, n.Band)
		if v := x.title(verdicts, n.Verdict); v != "" {
			words += "; " + v
		}
		s.Lines = append(s.Lines, x.p.Text("explain.band", "words", words))
	}
	switch {
	case n.Low == nil || n.High == nil:
	case n.Coverage >= 1:
		s.Lines = append(s.Lines, x.p.Text("explain.complete"))
	default:
		s.Lines = append(s.Lines, x.p.Text("explain.coverage", "coverage", x.p.Percent(n.Coverage, 0),
			"low", x.value(n.Low), "high", x.value(n.High)))
	}
	if len(unknown) > 0 {
		s.Lines = append(s.Lines, x.p.Text("explain.unknown", "names", strings.Join(unknown, "; ")))
	}
	if len(notApplicable) > 0 {
		s.Lines = append(s.Lines, x.p.Text("explain.not_applicable", "names", strings.Join(notApplicable, "; ")))
	}
}

// indicator explains a leaf: claim, measurement, the rule between them, and every record with its place.
func (x *explainer) indicator(s *Step, n *rubric.Node) {
	node := x.scores.Nodes[n.ID]
	s.Value, s.Exact = x.value(node.Value), node.Value
	switch {
	case node.Value == nil:
		s.Sentence = x.p.Text("explain.reason."+node.Reason, "coverage", x.p.Percent(node.Coverage, 0))
	case x.agency.Source == result.RolledUp:
		s.Sentence = x.p.Text("explain.rollup", "value", s.Value, "how", x.p.Text("view.rollup."+x.a.Options.Rollup))
	case node.Rule != "":
		s.Sentence = x.p.Text("explain.reconciled", "value", s.Value, "claim", x.value(node.Claim),
			"measured", x.value(node.Measured), "rule", x.p.Text("view.rule."+string(node.Rule)))
	default:
		s.Sentence = x.p.Text("explain.claimed", "value", s.Value, "n", node.N)
	}
	if node.Rule != "" && node.Value == nil && node.Claim != nil {
		s.Lines = append(s.Lines, x.p.Text("explain.claim_unused", "claim", x.value(node.Claim),
			"rule", x.p.Text("view.rule."+string(node.Rule))))
	}
	if node.N > 1 {
		s.Lines = append(s.Lines, x.combined(node, x.records[n.ID]))
	}
	for _, flag := range node.Flags {
		s.Lines = append(s.Lines, x.p.Text("view.flag."+flag))
	}
	for _, r := range x.records[n.ID] {
		switch r.Kind {
		case result.KindAnswer:
			s.Lines = append(s.Lines, x.answer(r))
		case result.KindMeasurement:
			s.Lines = append(s.Lines, x.measurement(r, n)...)
		case result.KindEvidence:
			s.Lines = append(s.Lines, x.evidence(r))
		}
	}
}

// combined says how several respondents became one claim, with the weights of the roles that answered.
func (x *explainer) combined(n *result.Node, records []result.Record) string {
	if x.a.Options.Combine == "median" {
		return x.p.Text("explain.median", "n", n.N, "spread", x.p.Number(n.Spread, 2))
	}
	var weights []string
	for _, role := range x.tree.Roles {
		if !slices.ContainsFunc(records, func(r result.Record) bool { return r.Kind == result.KindAnswer && r.Role == role.ID }) {
			continue
		}
		weights = append(weights, role.Title.In(x.p.Lang())+" "+x.short(x.a.Options.RoleWeights[role.ID]))
	}
	if len(weights) < 2 {
		return x.p.Text("explain.mean_of_one", "n", n.N, "spread", x.p.Number(n.Spread, 2))
	}
	return x.p.Text("explain.mean", "n", n.N, "weights", strings.Join(weights, ", "), "spread", x.p.Number(n.Spread, 2))
}

// answer says who answered what, and in which cell.
func (x *explainer) answer(r result.Record) string {
	value, state := r.Claim, r.ClaimState
	if x.a.Options.Basis == result.Assessed {
		value, state = r.Assessed, r.AssessedState
		if state == "" && value == nil {
			state = "unknown"
		}
	}
	said := x.p.Text("explain.state." + state)
	if value != nil {
		said = x.short(*value)
	} else if state == "n/a" {
		said = x.p.Text("explain.state.na")
	}
	who := clean(r.Respondent, nameLimit)
	if role := x.tree.Role(r.Role); role != nil {
		who = strings.TrimSpace(who + " (" + role.Title.In(x.p.Lang()) + ")")
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

// measurement says what was measured, from which samples, and how it became a score.
func (x *explainer) measurement(r result.Record, n *rubric.Node) []string {
	var places []string
	for _, p := range r.Places {
		places = append(places, clean(p.String(), nameLimit))
	}
	title := clean(r.Metric, nameLimit)
	if m := x.tree.Metric(r.Metric); m != nil {
		title = m.Title.In(x.p.Lang())
	}
	if r.Value == nil {
		return []string{x.p.Text("explain.no_measurement", "metric", title,
			"reason", x.p.Text("explain.measurement."+r.Reason, "over", r.Over), "places", strings.Join(places, ", "))}
	}
	how := x.p.Text("view.reduction."+r.Reduction) + " " + x.short(*r.Value)
	if r.Numerator != nil && r.Denominator != nil {
		over := r.Over
		if m := x.tree.Metric(r.Over); m != nil {
			over = m.Title.In(x.p.Lang())
		}
		how = x.p.Text("explain.ratio", "over", over, "a", x.short(*r.Numerator), "b", x.short(*r.Denominator), "value", x.short(*r.Value))
	}
	coverage := math.NaN()
	if r.Coverage != nil {
		coverage = *r.Coverage
	}
	lines := []string{x.p.Text("explain.measurement", "metric", title, "how", how, "samples", r.Samples,
		"expected", r.Expected, "coverage", x.p.Percent(coverage, 1), "from", x.a.Window.From, "to", x.a.Window.To,
		"places", strings.Join(places, ", "))}
	if n.Measure != nil {
		var points []string
		for _, b := range n.Measure.Breakpoints {
			points = append(points, x.short(b.At)+" → "+x.short(b.Score))
		}
		lines = append(lines, x.p.Text("explain.breakpoints", "points", strings.Join(points, "; "), "score", x.value(r.Score)))
	}
	return lines
}

// evidence names one item of data dukung.
func (x *explainer) evidence(r result.Record) string {
	text := x.p.Text("explain.evidence", "title", clean(r.Title, nameLimit), "status", clean(r.Status, shortLimit),
		"place", clean(r.Place.String(), nameLimit))
	if r.Link != "" {
		text += " " + clean(r.Link, nameLimit)
	}
	return text
}

func (x *explainer) value(v *float64) string {
	if v == nil {
		return l10n.Unknown
	}
	return x.p.Rounded(*v, x.tree.Rounding.Digits, x.tree.Rounding.Mode)
}

// short writes a number with at most four digits behind the mark and no zeros at the end.
func (x *explainer) short(v float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 4, 64), 64)
	_, fraction, _ := strings.Cut(strconv.FormatFloat(rounded, 'f', -1, 64), ".")
	return x.p.Number(rounded, len(fraction))
}

func (x *explainer) title(bands []rubric.Band, id string) string {
	for _, b := range bands {
		if b.ID == id {
			return b.Title.In(x.p.Lang())
		}
	}
	return ""
}
