package view

import (
	"slices"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// basisWords names a basis: whose values a result is computed from.
func (b *speaker) basisWords(basis result.Basis) string {
	switch basis {
	case result.Assessed, result.Accepted:
		return b.p.Text("view.basis." + string(basis))
	}
	return b.p.Text("view.basis.self")
}

// dimensionsOverAll gives each dimension with its values over all agencies.
func (b *builder) dimensionsOverAll() []Dimension {
	shares := b.shares()
	var dimensions []Dimension
	for _, d := range b.dimensions {
		v := Dimension{
			ID: d.ID, Code: clean(d.Code, shortLimit), Title: b.title(d), Description: b.words(d.Description, ""),
			Weight: Num{Text: l10n.Unknown}, Median: b.missing(""), Lowest: b.missing(""), Highest: b.missing(""),
			Coverage: Num{Text: l10n.Unknown}, Scale: b.scaleOf(d), OwnScale: b.scaleWords(d),
		}
		if share, known := shares[d.ID]; known {
			v.Weight = b.percent(share, 1)
		}
		var values []float64
		known, applies := 0.0, 0
		for _, e := range b.entries {
			n := e.node(d.ID)
			if n.Value != nil {
				values = append(values, *n.Value)
			}
			if n.Reason != result.ReasonNotApplicable {
				known += n.Coverage
				applies++
			}
		}
		slices.Sort(values)
		if m, ok := median(values); ok {
			v.Median, v.Lowest, v.Highest = b.score(m), b.score(values[0]), b.score(values[len(values)-1])
		}
		if applies > 0 {
			v.Coverage = b.coverage(known / float64(applies))
		}
		v.Known = len(values)
		dimensions = append(dimensions, v)
	}
	return dimensions
}

// summary gives the numbers of the first glance and the finding in sentences, each of which says how sure it is.
func (b *builder) summary(r *Report) (headlines []Headline, sentences []string) {
	say := func(key string, args ...any) { sentences = append(sentences, b.p.Text(key, args...)) }
	glance := func(label, value, note string) {
		headlines = append(headlines, Headline{Label: b.p.Text(label), Value: value, Note: note})
	}
	var indices []float64
	covered, loose := 0.0, 0
	for _, e := range b.entries {
		covered += e.scores.Index.Coverage
		if v := e.scores.Index.Value; v != nil {
			indices = append(indices, *v)
		}
		if e.row.Best != e.row.Worst {
			loose++
		}
	}
	slices.Sort(indices)
	middle, some := median(indices)

	scope := "view.summary.scope"
	if len(indices) == len(b.entries) && some {
		scope = "view.summary.scope.all"
	}
	say(scope, "n", len(b.entries), "rubric", r.Rubric.Title, "version", r.Rubric.Version,
		"basis", lowerFirst(r.Basis), "scored", len(indices))
	glance("view.headline.agencies", b.p.Integer(len(b.entries)), b.p.Text("view.headline.agencies.note", "n", len(indices)))
	if !some {
		say("view.summary.nothing")
		return headlines, sentences
	}
	if len(indices) > 1 {
		say("view.summary.index", "median", b.score(middle).Text, "low", b.score(indices[0]).Text,
			"high", b.score(indices[len(indices)-1]).Text, "min", r.Scale.MinText, "max", r.Scale.MaxText)
	}
	glance("view.headline.median", b.score(middle).Text,
		b.p.Text("view.headline.median.note", "min", r.Scale.MinText, "max", r.Scale.MaxText))
	if words := b.bandCounts(r.Bands); words != "" {
		say("view.summary.bands", "bands", words)
	}
	b.sayDimensions(r.Dimensions, say)
	governments := 0
	for _, e := range b.entries {
		governments += count(e.a.Governs)
	}
	if governments > 0 {
		say("view.summary.governments", "n", governments)
	}
	b.sayFirst(say)
	switch {
	case len(indices) == 1: // a single agency cannot move
	case loose > 0 && b.drawn():
		say("view.summary.loose.draws", "n", loose, "of", len(indices))
	case b.drawn():
		say("view.summary.fixed.draws")
	case loose > 0:
		say("view.summary.loose", "n", loose, "of", len(indices))
	case covered < float64(len(b.entries)):
		say("view.summary.fixed.partly")
	default:
		say("view.summary.fixed")
	}
	mean := b.coverage(covered / float64(len(b.entries)))
	glance("view.headline.coverage", mean.Text, b.p.Text("view.headline.coverage.note"))
	switch {
	case mean.Value >= 1 && len(indices) == 1 && len(b.entries) == 1: // said of the only agency
	case mean.Value >= 1:
		say("view.summary.coverage.full")
	case b.tree.Unknown == rubric.Bottom:
		say("view.summary.coverage.bottom", "coverage", mean.Text)
	default:
		say("view.summary.coverage", "coverage", mean.Text)
	}
	if r.Measured {
		glance("view.headline.contradictions", b.p.Integer(len(r.Contradictions)), b.p.Text("view.headline.contradictions.note"))
		b.sayContradictions(r.Contradictions, say)
	}
	if r.Optimism != nil {
		sentences = append(sentences, strings.Join(r.Optimism.Sentences[:min(len(r.Optimism.Sentences), 2)], " "))
	}
	b.sayPlaceholders(r.Agencies, say)
	if len(r.Actions) > 0 && len(b.entries) > 1 {
		first := r.Actions[0]
		dimension := ""
		if first.Dimension != "" {
			dimension = " (" + first.Dimension + ")"
		}
		say("view.summary.action", "indicator", first.IndicatorTitle, "dimension", dimension,
			"n", first.Agencies, "best", commonBest)
	}
	return headlines, sentences
}

// bandCounts lists the bands from the highest with how many agencies are in each, without the empty ones.
func (b *builder) bandCounts(bands []Band) string {
	var parts []string
	for _, band := range slices.Backward(bands) {
		if band.Count > 0 {
			parts = append(parts, b.p.Text("view.summary.band", "n", band.Count, "band", band.Title))
		}
	}
	return b.list(parts)
}

// sayDimensions names the strongest and the weakest dimension, each by its place on its own scale.
func (b *builder) sayDimensions(dimensions []Dimension, say func(string, ...any)) {
	best, weakest := extremeDimensions(dimensions)
	if best == nil || best == weakest {
		return
	}
	median := func(d *Dimension) string {
		if d.OwnScale != "" {
			return d.Median.Text + ", " + d.OwnScale
		}
		return d.Median.Text
	}
	say("view.summary.dimensions", "best", best.Title, "high", median(best), "weakest", weakest.Title, "low", median(weakest))
}

// extremeDimensions gives the strongest and the weakest dimension, each by the place of its median on its own scale;
// nil where none has a median.
func extremeDimensions(dimensions []Dimension) (best, weakest *Dimension) {
	place := func(d *Dimension) float64 { return d.Scale.Part(d.Median.Value) }
	for i := range dimensions {
		d := &dimensions[i]
		if !d.Median.Known {
			continue
		}
		if best == nil || place(d) > place(best)+tolerance {
			best = d
		}
		if weakest == nil || place(d) < place(weakest)-tolerance {
			weakest = d
		}
	}
	return best, weakest
}

// sayFirst names who leads, and how far the unknown answers put that in doubt.
func (b *builder) sayFirst(say func(string, ...any)) {
	var first []*entry
	parts := slices.ContainsFunc(b.entries, func(e *entry) bool { return !e.a.Governs && e.row.RankNumber > 0 })
	for _, e := range b.entries {
		if e.row.RankNumber == 1 && e.a.Governs != parts { // the agencies, or the governments where there is nothing else
			first = append(first, e)
		}
	}
	if len(first) == 0 {
		return
	}
	lead := first[0]
	if lead.row.Of == 1 {
		key := "view.summary.single"
		if lead.scores.Index.Coverage >= 1 {
			key = "view.summary.single.full"
		}
		say(key, "name", lead.row.Name, "index", lead.row.Index.Text, "band", bandWords(lead.row),
			"low", lead.row.Low.Text, "high", lead.row.High.Text)
		return
	}
	if len(first) > 1 {
		var names []string
		for _, e := range first[:min(len(first), 5)] {
			names = append(names, e.row.Name)
		}
		say("view.summary.first.tied", "n", len(first), "names", b.list(names), "index", lead.row.Index.Text)
		return
	}
	key := "view.summary.first.span"
	drawn := lead.row.Method == result.IntervalDraws
	switch {
	case drawn && lead.row.Worst <= 1:
		key = "view.summary.first.draws.sure"
	case drawn:
		key = "view.summary.first.draws"
	case lead.row.Worst <= 1:
		key = "view.summary.first.sure"
	}
	say(key, "name", lead.row.Name, "index", lead.row.Index.Text, "best", lead.row.Best, "worst", lead.row.Worst)
}

func (b *builder) sayContradictions(contradictions []Contradiction, say func(string, ...any)) {
	if len(contradictions) == 0 {
		say("view.summary.contradictions.none")
		return
	}
	agencies := map[string]bool{}
	for _, c := range contradictions {
		agencies[c.Agency] = true
	}
	widest := contradictions[0]
	say("view.summary.contradictions", "n", len(contradictions), "agencies", len(agencies),
		"name", widest.AgencyName, "indicator", widest.IndicatorTitle, "claim", widest.Claim.Text, "measured", widest.Measured.Text)
}

// sayPlaceholders names the indicators that stand in for an external index, and for how many agencies: their values
// are no findings.
func (b *builder) sayPlaceholders(agencies []*Agency, say func(string, ...any)) {
	var names []string
	affected := 0
	for _, a := range agencies {
		affected += count(len(a.Placeholders) > 0)
		for _, name := range a.Placeholders {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if affected > 0 {
		say("view.summary.placeholders", "n", affected, "names", b.list(names))
	}
}

func (b *builder) rubricInfo() Rubric {
	t := b.tree
	r := Rubric{
		Title: b.words(t.Title, b.a.Rubric.ID), ID: clean(b.a.Rubric.ID, nameLimit), Version: clean(b.a.Rubric.Version, shortLimit),
		Description: b.words(t.Description, ""), Decree: clean(t.Source.Decree, nameLimit), Note: b.words(t.Source.Note, ""),
		FingerprintScoring: clean(b.a.Rubric.Fingerprints.Scoring, nameLimit),
		FingerprintText:    clean(b.a.Rubric.Fingerprints.Text, nameLimit),
	}
	for _, cite := range t.Source.Cites {
		r.Cites = append(r.Cites, clean(cite, textLimit))
	}
	r.Status = b.known("view.source_status.", t.Source.Status)
	return r
}

// known gives the message under prefix + word, and the word itself where the catalogues do not know it.
func (b *speaker) known(prefix, word string) string {
	if word != "" && b.p.Has(prefix+word) {
		return b.p.Text(prefix + word)
	}
	return readable(word)
}

// reductionWords names a reduction on its own, as the method does.
func (b *builder) reductionWords(m *rubric.Measure) string {
	return b.p.Text("view.reduction."+reductionKey(m.Reduction), "over", lowerFirst(b.overTitle(m)), "at_least", b.atLeast(m),
		"within", b.within(m))
}

// bandWords gives the band of an agency and, where the rubric has one, its verdict.
func bandWords(row RankRow) string {
	if row.Verdict == "" {
		return row.Band.Title
	}
	return row.Band.Title + ", " + lowerFirst(row.Verdict)
}
