package view

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// profiles makes the pages of all agencies, on all cores: each reads the assessment and writes its own page only.
func (b *builder) profiles(contradictions map[string][]Contradiction) []*Agency {
	for _, leaf := range b.leaves { // what all ask for is written down first
		for i := range leaf.Levels {
			b.reached[&leaf.Levels[i]] = b.levelWords(&leaf.Levels[i])
		}
	}
	pages := make([]*Agency, len(b.entries))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(b.entries)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(b.entries); i = int(next.Add(1)) - 1 {
				pages[i] = b.profile(b.entries[i], contradictions[b.entries[i].row.ID])
			}
		})
	}
	all.Wait()
	return pages
}

// profile makes the page of one agency; the contradictions are its own.
func (b *builder) profile(e *entry, contradictions []Contradiction) *Agency {
	a := &Agency{RankRow: e.row, Actions: b.actions(e), Contradictions: contradictions}
	a.Supporting, a.Inhibiting = b.factors(e)
	value, reference := b.reference(e, "")
	a.Reference = reference
	a.Reference.Index = b.score(value)
	a.Sentence = b.agencySentence(e, a.Reference)
	if e.a.Source == result.RolledUp {
		a.Source = b.p.Text("view.source.rollup", "how", b.p.Text("view.rollup."+b.rollup()))
	}
	if parent := b.byID[e.a.Parent]; parent != nil {
		a.Parent = parent.row.Name
	} else {
		a.Parent = clean(e.a.Parent, nameLimit)
	}
	a.Others = b.others(e)
	for _, d := range b.dimensions {
		a.Dimensions = append(a.Dimensions, b.dimensionScore(e, d, 0))
	}
	a.Bases = b.bases(e)
	a.Views = b.agencyViews(e)
	for _, leaf := range b.leaves {
		s := b.indicatorScore(e, leaf)
		a.Indicators = append(a.Indicators, s)
		switch foundOut(e.node(leaf.ID)) {
		case Unknown:
			a.Unknown = append(a.Unknown, s.Title)
		case NotApplicable:
			a.NotApplicable = append(a.NotApplicable, s.Title)
		}
		flags := e.node(leaf.ID).Flags
		if slices.Contains(flags, result.FlagPlaceholder) {
			a.Placeholders = append(a.Placeholders, s.Title)
		}
		if slices.Contains(flags, result.FlagOutsideTable) {
			a.Outside = append(a.Outside, s.Title)
		}
	}
	for _, action := range a.Actions {
		if action.QuickWin {
			a.QuickWins++
		}
	}
	return a
}

// agencySentence is the finding on one agency: index, band, coverage, place and how sure the place is.
func (b *builder) agencySentence(e *entry, reference Reference) string {
	if !e.row.Index.Known {
		return b.p.Text("view.agency.none", "reason", e.row.Reason)
	}
	key := "view.agency.index"
	if e.scores.Index.Coverage >= 1 {
		key = "view.agency.index.full"
	}
	parts := []string{b.p.Text(key,
		"index", e.row.Index.Text, "min", b.scaleOf(nil).MinText, "max", b.scaleOf(nil).MaxText, "band", bandWords(e.row),
		"low", e.row.Low.Text, "high", e.row.High.Text, "coverage", e.row.Coverage.Text)}
	if e.row.RankNumber > 0 {
		key := "view.agency.rank.span"
		switch {
		case e.row.Of == 1:
			key = "view.agency.rank.only"
		case e.row.Method == result.IntervalDraws && e.row.Best == e.row.Worst:
			key = "view.agency.rank.draws.sure"
		case e.row.Method == result.IntervalDraws:
			key = "view.agency.rank.draws"
		case e.row.Best == e.row.Worst:
			key = "view.agency.rank.sure"
		}
		parts = append(parts, b.p.Text(key, "rank", e.row.Rank, "of", e.row.Of, "best", e.row.Best, "worst", e.row.Worst))
		if others := e.row.TieSize - 1; others > 0 {
			parts = append(parts, b.p.Text("view.agency.tied", "n", others))
		}
	}
	for _, g := range e.row.Groups {
		if g.Rank > 0 && g.Of > 1 && g.Of < e.row.Of {
			parts = append(parts, b.p.Text("view.agency.group",
				"column", lowerFirst(b.columnTitle(g.Column)), "value", g.Value, "rank", g.Rank, "of", g.Of))
		}
	}
	key = "view.agency.reference.band" // its value stands in its name
	if reference.Median {
		key = "view.agency.reference"
	}
	parts = append(parts, b.p.Text(key, "name", reference.Name, "value", reference.Index.Text))
	return strings.Join(parts, " ")
}

// others gives what its agencies give for a government that was assessed itself.
func (b *builder) others(e *entry) []OtherResult {
	var others []OtherResult
	if s := e.a.Rollup[b.basis]; s != nil {
		others = append(others, b.other(b.p.Text("view.other.rollup"), s))
	}
	return others
}

// bases gives the agency's index and dimensions on every basis, the headline first.
func (b *builder) bases(e *entry) BasisTable {
	bases := []result.Basis{b.basis}
	for _, basis := range b.a.Options.Bases {
		if e.a.Results[basis] != nil && !slices.Contains(bases, basis) {
			bases = append(bases, basis)
		}
	}
	var t BasisTable
	if len(bases) < 2 {
		return t
	}
	row := func(title string, d *rubric.Node, of func(*result.Scores) *result.Node) {
		r := BasisRow{Title: title, Index: d == nil}
		for _, basis := range bases {
			var n *result.Node
			if s := e.a.Results[basis]; s != nil {
				n = of(s)
			}
			if n == nil {
				n = &result.Node{Reason: result.ReasonUnknown}
			}
			r.Cells = append(r.Cells, BasisCell{
				Value: b.scoreOf(n.Value, n.Reason), Coverage: b.coverage(n.Coverage), Band: b.bandOf(d, n.Band),
			})
		}
		t.Rows = append(t.Rows, r)
	}
	for _, basis := range bases {
		t.Titles = append(t.Titles, b.basisWords(basis))
	}
	row(b.p.Text("view.index"), nil, func(s *result.Scores) *result.Node { return &s.Index })
	for _, d := range b.dimensions {
		row(b.title(d), d, func(s *result.Scores) *result.Node { return s.Nodes[d.ID] })
	}
	return t
}

func (b *builder) other(title string, s *result.Scores) OtherResult {
	return OtherResult{Title: title, Index: b.scoreOf(s.Index.Value, s.Index.Reason), Band: b.bandRef(s.Index.Band)}
}

func (b *builder) dimensionScore(e *entry, d *rubric.Node, depth int) DimensionScore {
	n := e.node(d.ID)
	s := DimensionScore{
		ID: d.ID, Code: clean(d.Code, shortLimit), Title: b.title(d), Depth: depth, State: stateOf(n), Value: b.scoreOf(n.Value, n.Reason),
		Low: b.scoreOf(n.Low, n.Reason), High: b.scoreOf(n.High, n.Reason), Coverage: b.coverage(n.Coverage),
		Band: b.bandOf(d, n.Band), Verdict: b.verdict(b.verdictsOf(d), n.Verdict),
		Scale: b.scaleOf(d), OwnScale: b.scaleWords(d),
		Weight: Num{Text: l10n.Unknown}, Distance: Num{Text: l10n.Unknown},
	}
	if s.State == NotApplicable {
		s.Coverage = b.missing(n.Reason)
	}
	value, _ := b.reference(e, d.ID)
	s.Reference = b.score(value)
	if share, ok := b.shareOf(e, d); ok {
		s.Weight = b.percent(share, 1)
	}
	if n.Value != nil {
		s.Distance = b.distance(*n.Value - value)
	}
	for _, child := range present(d.Children) {
		if child.IsIndicator() {
			continue
		}
		part := b.dimensionScore(e, child, depth+1)
		below := part.Parts
		part.Parts = nil
		s.Parts = append(append(s.Parts, part), below...)
	}
	return s
}

func (b *builder) indicatorScore(e *entry, leaf *rubric.Node) IndicatorScore {
	n := e.node(leaf.ID)
	s := IndicatorScore{
		ID: leaf.ID, Code: clean(leaf.Code, shortLimit), Title: b.title(leaf), Question: b.words(leaf.Question, ""),
		State: stateOf(n), Value: b.scoreOf(n.Value, n.Reason), Band: b.bandOf(leaf, n.Band), OwnScale: b.scaleWords(leaf),
		Low: b.scoreOf(n.Low, n.Reason), High: b.scoreOf(n.High, n.Reason), Coverage: b.coverage(n.Coverage),
		Claim: b.scoreOf(n.Claim, ""), Measured: b.scoreOf(n.Measured, ""),
		N: n.N, Spread: b.score(n.Spread), Weight: Num{Text: l10n.Unknown}, Notes: b.notes(n.Notes),
	}
	if d := b.dimensionOf(leaf.ID); d != nil {
		s.Dimension, s.DimensionTitle = d.ID, b.title(d)
	}
	if at, ok := standsAt(leaf, n); ok {
		s.Level = b.levelReached(leaf, at)
		if next := b.nextLevel(leaf, at); next != nil {
			s.Wanted = b.wanted(next)
		}
	}
	s.Raw = b.answerWords(leaf, n)
	if share, ok := b.shareOf(e, leaf); ok {
		s.Weight = b.percent(share, 1)
	}
	if n.Rule != "" {
		s.Rule = b.p.Text("view.rule." + string(n.Rule))
	}
	if n.Rows > 1 {
		s.N = 0 // the answers of all rows are no number of respondents
		s.Rows = b.p.Text("view.rows", "known", n.Known, "rows", n.Rows)
	}
	s.Via = b.viaWords(b.a, n)
	for _, flag := range n.Flags {
		if key := "view.flag." + flag; b.p.Has(key) {
			s.Flags = append(s.Flags, b.p.Text(key))
		} else {
			s.Flags = append(s.Flags, readable(flag))
		}
	}
	return s
}

// viaWords names the indicators of another rubric that a value was brought over from, with the share of this one that
// each answers.
func (b *speaker) viaWords(a *result.Assessment, n *result.Node) string {
	if len(n.Via) == 0 {
		return ""
	}
	var names []string
	for _, v := range n.Via {
		names = append(names, b.p.Text("view.via.one", "title", b.sourceTitle(a, v.Indicator), "strength", b.p.Percent(v.Strength, 0)))
	}
	return b.p.Text("view.via", "names", b.list(names))
}

// sourceTitle gives the title of an indicator of the rubric that was answered, its id where the assessment has none.
func (b *speaker) sourceTitle(a *result.Assessment, id string) string {
	if a.DerivedFrom != nil {
		if source, known := a.DerivedFrom.Indicators[id]; known {
			return strings.TrimSpace(clean(source.Code, shortLimit) + " " + b.words(source.Title, id))
		}
	}
	return clean(id, nameLimit)
}

// standsAt gives where an indicator stands among its levels: its value, or the answer where the rubric turns levels
// into scores of another kind; false where it has no value.
func standsAt(leaf *rubric.Node, n *result.Node) (at float64, ok bool) {
	switch {
	case n.Value == nil:
		return 0, false
	case !converts(leaf):
		return *n.Value, true
	case n.Raw == nil:
		return 0, false
	}
	return *n.Raw, true
}

// levelTolerance is the difference within which a number is a level.
func levelTolerance(leaf *rubric.Node) float64 {
	lowest, highest := leaf.LevelSpan()
	return tolerance * (highest - lowest)
}

// levelReached gives the descriptor of the highest level at or under a place.
func (b *speaker) levelReached(leaf *rubric.Node, at float64) string {
	for i := len(leaf.Levels) - 1; i >= 0; i-- {
		if level := &leaf.Levels[i]; level.Level <= at+levelTolerance(leaf) {
			if text, told := b.reached[level]; told {
				return text
			}
			return b.levelWords(level)
		}
	}
	return ""
}

// levelWords is the descriptor of a level, with its number.
func (b *speaker) levelWords(level *rubric.Level) string {
	return b.p.Text("view.level", "level", b.plain(level.Level, 2), "text", b.words(level.Text, ""))
}

// nextLevel gives the lowest level above a place, nil at the top.
func (b *speaker) nextLevel(leaf *rubric.Node, at float64) *rubric.Level {
	for i := range leaf.Levels {
		if leaf.Levels[i].Level > at+levelTolerance(leaf) {
			return &leaf.Levels[i]
		}
	}
	return nil
}

// wanted says what the rubric asks for as evidence of a level; "" where it says nothing.
func (b *speaker) wanted(l *rubric.Level) string {
	text := b.words(l.Evidence, "")
	if text == "" {
		return ""
	}
	return b.p.Text("view.wanted", "level", b.plain(l.Level, 2), "text", text)
}

func (b *builder) notes(notes []result.Note) []Note {
	var out []Note
	for _, n := range notes {
		note := Note{
			Respondent: clean(n.Respondent, shortLimit), Role: clean(n.Role, nameLimit), Item: clean(n.Item, nameLimit),
			Note: clean(n.Note, textLimit), Quote: clean(n.Quote, textLimit),
			Source: clean(n.Source, nameLimit), Place: clean(n.Place.String(), nameLimit),
			Internal: n.Visibility != "public",
		}
		if note.Note == "" && note.Quote == "" {
			continue
		}
		if role := b.tree.Role(n.Role); role != nil {
			note.Role = b.words(role.Title, n.Role)
		}
		note.Visibility = b.p.Text("view.visibility.public")
		if note.Internal {
			note.Visibility = b.p.Text("view.visibility.internal")
		}
		out = append(out, note)
	}
	return out
}
