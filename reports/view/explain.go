package view

import (
	"errors"
	"slices"
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

// ErrNoNode says that the rubric of the assessment has no such node and no such tag.
var ErrNoNode = errors.New("the rubric has no such node")

// Explain explains the index of an agency, the node of an id or official number below it, or a tag of the rubric's
// views, from the assessment and the agency's records of its evidence file.
func Explain(a *result.Assessment, agency *result.Agency, node string, records []result.Record, lang string) (*Step, error) {
	x := &explainer{
		speaker: speaker{p: l10n.For(lang), tree: a.Rubric.Tree}, a: a, agency: agency, scores: a.Headline(agency),
		records: map[string][]result.Record{},
	}
	if x.tree == nil {
		return nil, ErrNoNode
	}
	if x.scores == nil {
		x.scores = &result.Scores{Index: result.Node{Reason: result.ReasonUnknown}}
	}
	for _, r := range records {
		x.records[r.Indicator] = append(x.records[r.Indicator], r)
	}
	if node == "" {
		return x.index(), nil
	}
	if n := x.tree.Node(node); n != nil {
		return x.node(n), nil
	}
	if t := x.tree.Tag(node); t != nil {
		return x.tag(t), nil
	}
	return nil, ErrNoNode
}

// explainer builds the steps of one agency.
type explainer struct {
	speaker
	a       *result.Assessment
	agency  *result.Agency
	scores  *result.Scores
	records map[string][]result.Record
}

// of gives the agency's numbers of a node; unknown where there are none.
func (x *explainer) of(id string) *result.Node {
	if n := x.scores.Nodes[id]; n != nil {
		return n
	}
	return &result.Node{Reason: result.ReasonUnknown}
}

func (x *explainer) index() *Step {
	s := &Step{ID: "index", Title: x.p.Text("explain.index", "agency", clean(x.agency.Name, nameLimit))}
	x.inner(s, &x.scores.Index, nil)
	s.Lines = append(s.Lines, x.rankLines()...)
	return s
}

func (x *explainer) node(n *rubric.Node) *Step {
	s := &Step{ID: n.ID, Code: n.Code, Title: x.title(n)}
	if n.IsIndicator() {
		x.indicator(s, n)
		s.Lines = append(s.Lines, x.comparedLines(n)...)
	} else {
		x.inner(s, x.of(n.ID), n)
	}
	return s
}

// inner explains a node with children, or the index for nil: the way the rubric combines them, with the numbers of
// those that are known.
func (x *explainer) inner(s *Step, score *result.Node, n *rubric.Node) {
	s.Value, s.Exact = x.value(score.Value), score.Value
	children := x.tree.Children
	if n != nil {
		children = n.Children
	}
	children = present(children)
	for _, c := range children {
		s.Parts = append(s.Parts, x.node(c))
	}
	switch {
	case score.Value == nil:
		s.Sentence = x.missingWords(score)
	case x.agency.Source == result.RolledUp:
		s.Sentence = x.p.Text("explain.rollup", "value", s.Value, "how", x.known("view.rollup.", x.a.Options.Rollup))
	default:
		c := combinationOf(x.tree, n, x.of)
		s.Sentence = x.combined(s.Value, c)
		s.Lines = append(s.Lines, x.combinedLines(c)...)
	}
	if own := x.scaleWords(n); own != "" {
		s.Lines = append(s.Lines, x.p.Text("explain.scale", "scale", own))
	}
	x.naming(s, score, n)
	x.certainty(s, score)
	if score.Imputed > 0 {
		s.Lines = append(s.Lines, x.p.Text("explain.imputed.share", "share", x.percentText(score.Imputed)))
	}
	how, _ := x.tree.Combines(n)
	x.leftOut(s, children, score.Value == nil, how)
	s.Lines = append(s.Lines, x.otherBases(n)...)
}

// missingWords says why there is no value.
func (x *explainer) missingWords(n *result.Node) string {
	key := "explain.reason." + n.Reason
	if !x.p.Has(key) {
		key = "explain.reason." + result.ReasonUnknown
	}
	return x.p.Text(key, "coverage", x.percentText(n.Coverage))
}

// percentText writes a coverage; never 100 % for less than all.
func (x *explainer) percentText(share float64) string { return x.coverage(share).Text }

// naming adds the band and the verdict of a value.
func (x *explainer) naming(s *Step, score *result.Node, n *rubric.Node) {
	if score.Value == nil {
		return
	}
	words := x.bandOf(n, score.Band).Title
	verdicts := x.tree.Verdicts.Index
	if n != nil {
		verdicts = x.verdictsOf(n)
	}
	if v := x.verdict(verdicts, score.Verdict); v != "" {
		words = strings.TrimPrefix(words+"; "+v, "; ")
	}
	if words != "" {
		s.Lines = append(s.Lines, x.p.Text("explain.band", "words", words))
	}
}

// certainty adds coverage and bounds.
func (x *explainer) certainty(s *Step, score *result.Node) {
	switch {
	case score.Low == nil || score.High == nil:
	case score.Coverage >= 1:
		s.Lines = append(s.Lines, x.p.Text("explain.complete"))
	default:
		s.Lines = append(s.Lines, x.p.Text("explain.coverage", "coverage", x.percentText(score.Coverage),
			"low", x.value(score.Low), "high", x.value(score.High)))
	}
}

// leftOut names the children that have no value, do not apply, or have one that nobody gave. Where the node itself has
// no value nothing became of the weight of the unknown ones.
func (x *explainer) leftOut(s *Step, children []*rubric.Node, nothing bool, how rubric.Aggregation) {
	unknown := "explain.unknown"
	if how == rubric.Minimum || how == rubric.Sum {
		unknown += "." + string(how)
	}
	names := map[string][]string{}
	for _, c := range children {
		n, key := x.of(c.ID), ""
		switch {
		case n.Value == nil && n.Reason == result.ReasonNotApplicable:
			key = "explain.not_applicable"
		case n.Value == nil && nothing:
			key = "explain.unknown.only"
		case n.Value == nil:
			key = unknown
		case slices.Contains(n.Flags, result.FlagPlaceholder):
			key = "explain.placeholders"
		case slices.Contains(n.Flags, result.FlagUnknownAtBottom):
			key = "explain.bottom"
		default:
			continue
		}
		names[key] = append(names[key], x.title(c))
	}
	for _, key := range []string{"explain.placeholders", unknown, "explain.unknown.only", "explain.bottom", "explain.not_applicable"} {
		if len(names[key]) > 0 {
			s.Lines = append(s.Lines, x.p.Text(key, "names", strings.Join(names[key], "; ")))
		}
	}
}

// otherBases gives the number of a node, of the index for nil, on every other basis: they are never mixed.
func (x *explainer) otherBases(n *rubric.Node) []string {
	return x.onBases(func(s *result.Scores) *result.Node {
		if n == nil {
			return &s.Index
		}
		return s.Nodes[n.ID]
	})
}

func (x *explainer) onBases(of func(*result.Scores) *result.Node) []string {
	headline := x.a.Options.Basis
	bases := slices.DeleteFunc(slices.Clone(x.a.Options.Bases), func(b result.Basis) bool { return b == headline })
	var parts []string
	for _, basis := range append([]result.Basis{headline}, bases...) {
		if s := x.agency.Results[basis]; s != nil {
			if n := of(s); n != nil {
				parts = append(parts, lowerFirst(x.basisWords(basis))+" "+x.value(n.Value))
			}
		}
	}
	if len(parts) < 2 {
		return nil
	}
	return []string{x.p.Text("explain.bases", "headline", parts[0], "others", strings.Join(parts[1:], "; "))}
}

// tag explains a tag: the mean of its indicators by their share in the index.
func (x *explainer) tag(t *rubric.Tag) *Step {
	s := &Step{ID: t.ID, Title: x.words(t.Title, t.ID)}
	score := x.scores.Tags[t.ID]
	if score == nil {
		score = &result.Node{Reason: result.ReasonUnknown}
	}
	s.Value, s.Exact = x.value(score.Value), score.Value
	carriers, shares := x.tree.Tagged()[t.ID], x.tree.Shares()
	c := combination{how: rubric.Arithmetic}
	for _, n := range carriers {
		s.Parts = append(s.Parts, x.node(n))
		child := x.of(n.ID)
		if child.Value == nil {
			continue
		}
		times, _ := timesOf(x.tree, n, child)
		weight := shares[n.ID] * float64(times)
		c.parts = append(c.parts, part{n, child, *child.Value, weight, times})
		c.known += weight
	}
	switch {
	case score.Value == nil:
		s.Sentence = x.missingWords(score)
	case x.agency.Source == result.RolledUp:
		s.Sentence = x.p.Text("explain.rollup", "value", s.Value, "how", x.known("view.rollup.", x.a.Options.Rollup))
	default:
		var terms, weights []string
		for _, p := range c.parts {
			term := x.p.Percent(p.weight, 2) + " × " + x.value(&p.value) + " (" + x.title(p.node) + ")"
			terms, weights = append(terms, term), append(weights, x.p.Percent(p.weight, 2))
		}
		s.Sentence = s.Value + " = (" + strings.Join(terms, " + ") + ") ÷ (" + strings.Join(weights, " + ") + ")"
		s.Lines = append(s.Lines, x.p.Text("explain.tag.shares"))
		if c.repeats() {
			s.Lines = append(s.Lines, x.p.Text("explain.tag.rows"))
		}
	}
	if band := x.bandRef(score.Band).Title; score.Value != nil && band != "" {
		s.Lines = append(s.Lines, x.p.Text("explain.band", "words", band))
	}
	x.certainty(s, score)
	x.leftOut(s, carriers, score.Value == nil, rubric.Arithmetic)
	s.Lines = append(s.Lines, x.onBases(func(s *result.Scores) *result.Node { return s.Tags[t.ID] })...)
	return s
}

func (x *explainer) value(v *float64) string {
	if v == nil {
		return l10n.Unknown
	}
	return x.score(*v).Text
}
