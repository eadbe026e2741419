package view

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"siap/scoring/result"
)

// Optimism compares what agencies say of themselves with what their assessors found. The two are results of their own
// and are never mixed; a difference is the self-assessment less the assessors' value.
type Optimism struct {
	// Sentences are the finding over all agencies, or on the only one.
	Sentences []string
	// Agencies are those of which both gave a value, the largest difference of the index first.
	Agencies []*AgencyOptimism
	// Indicators are those compared for any agency, the largest mean difference first; nil where there is only one
	// agency, whose own rows tell the same.
	Indicators []IndicatorOptimism
	// Rows is how many rows the two differ on, over all agencies.
	Rows int
}

// AgencyOptimism is the comparison for one agency.
type AgencyOptimism struct {
	Name, Short, Anchor string
	// Self and Assessed are the index on each basis, Difference the first less the second.
	Self, Assessed, Difference Num
	// Compared is how many rows both gave a value; the agency is Higher on some, and Lower on others.
	Compared, Higher, Lower int
	// Sentence tells the whole.
	Sentence string
	// Rows are those on which the two differ, the widest difference first.
	Rows []OptimismRow
}

// OptimismRow is one indicator, or one item of an indicator that repeats, on which the two differ.
type OptimismRow struct {
	// Indicator is its id, Code its official number, "" for none; Item is "" where it does not repeat.
	Indicator, Code, Title, Item string
	Self, Assessed, Difference   Num
}

// IndicatorOptimism is the comparison on one indicator over the agencies.
type IndicatorOptimism struct {
	ID, Code, Title, Dimension string
	// Difference is the mean over the agencies compared, each with the mean of its rows.
	Difference Num
	// Compared is how many agencies that are; Higher gave themselves more than their assessors, Lower less.
	Compared, Higher, Lower int
}

// optimism compares self-assessment and assessors, and puts each agency's comparison into its profile; nil where there
// is nothing to compare.
func (b *builder) optimism(profiles []*Agency) *Optimism {
	if len(b.a.Optimism) == 0 {
		return nil
	}
	o := &Optimism{}
	relative := b.anyOwnScale()
	given := slices.Clone(b.a.Optimism)
	slices.SortStableFunc(given, func(x, y result.Optimism) int {
		return cmp.Compare(lastIfUnknown(y.Index), lastIfUnknown(x.Index))
	})
	own := map[string]*AgencyOptimism{}
	for i := range given {
		a := b.agencyOptimism(&given[i], relative)
		o.Agencies = append(o.Agencies, a)
		o.Rows += len(a.Rows)
		own[a.Anchor] = a
	}
	for _, profile := range profiles {
		profile.Optimism = own[profile.Anchor]
	}
	if len(b.entries) > 1 {
		o.Indicators = b.indicatorOptimism(given, relative)
	}
	o.Sentences = b.optimismSentences(o)
	return o
}

// lastIfUnknown is a number to sort by, from high to low.
func lastIfUnknown(x *float64) float64 {
	if x == nil || math.IsNaN(*x) {
		return math.Inf(-1)
	}
	return *x
}

func (b *builder) agencyOptimism(given *result.Optimism, relative bool) *AgencyOptimism {
	a := &AgencyOptimism{
		Name: clean(given.Agency, nameLimit), Short: clean(given.Agency, shortLimit),
		Self: b.missing(""), Assessed: b.missing(""), Difference: b.missing(""), Compared: max(given.Rows, len(given.Differences)),
	}
	if given.Index != nil {
		a.Difference = b.distance(*given.Index)
	}
	if e := b.byID[given.Agency]; e != nil {
		a.Name, a.Short, a.Anchor = e.row.Name, e.row.Short, e.row.Anchor
		a.Self, a.Assessed = b.indexOn(e, result.Self), b.indexOn(e, result.Assessed)
	}
	differences := slices.Clone(given.Differences)
	slices.SortStableFunc(differences, func(x, y result.Difference) int {
		return cmp.Compare(b.width(y, relative), b.width(x, relative))
	})
	for _, d := range differences {
		row := OptimismRow{
			Indicator: d.Indicator, Title: b.nodeTitle(d.Indicator), Item: clean(d.Item, nameLimit),
			Self: b.score(d.Self), Assessed: b.score(d.Assessed), Difference: b.distance(d.Self - d.Assessed),
		}
		if n := b.tree.Node(d.Indicator); n != nil {
			row.Code = clean(n.Code, shortLimit)
		}
		a.Rows = append(a.Rows, row)
		a.Higher += count(d.Self > d.Assessed)
		a.Lower += count(d.Self < d.Assessed)
	}
	a.Sentence = strings.Join(b.comparedWords(a), " ")
	return a
}

// indexOn gives an agency's index on a basis.
func (b *builder) indexOn(e *entry, basis result.Basis) Num {
	s := e.a.Results[basis]
	if s == nil {
		return b.missing("")
	}
	return b.scoreOf(s.Index.Value, s.Index.Reason)
}

// width is what differences are compared by: the difference, or its part of the indicator's scale where scales differ.
func (b *builder) width(d result.Difference, relative bool) float64 {
	return math.Abs(d.Self-d.Assessed) / b.widthUnit(d.Indicator, relative)
}

func (b *builder) widthUnit(indicator string, relative bool) float64 {
	if n := b.tree.Node(indicator); relative && n != nil && n.Span().Span() > 0 {
		return n.Span().Span()
	}
	return 1
}

// comparedWords are the sentences on one agency: the two indices, and on how many rows they differ.
func (b *builder) comparedWords(a *AgencyOptimism) []string {
	var parts []string
	if a.Difference.Known && a.Self.Known && a.Assessed.Known {
		parts = append(parts, b.p.Text("view.optimism.index",
			"self", a.Self.Text, "assessed", a.Assessed.Text, "difference", a.Difference.Text))
	}
	return append(parts, b.rowWords(len(a.Rows), a.Compared, a.Higher, a.Lower))
}

func (b *builder) rowWords(differ, compared, higher, lower int) string {
	if differ == 0 {
		return b.p.Text("view.optimism.rows.none", "n", compared)
	}
	return b.p.Text("view.optimism.rows", "n", differ, "rows", compared, "higher", higher, "lower", lower)
}

// optimismSentences are the finding over all agencies.
func (b *builder) optimismSentences(o *Optimism) []string {
	if len(b.entries) == 1 {
		return b.comparedWords(o.Agencies[0])
	}
	var self, assessed, difference float64
	var widest *AgencyOptimism
	both, compared, higher, lower := 0, 0, 0, 0
	for _, a := range o.Agencies {
		compared, higher, lower = compared+a.Compared, higher+a.Higher, lower+a.Lower
		if !a.Difference.Known || !a.Self.Known || !a.Assessed.Known {
			continue
		}
		both++
		self, assessed, difference = self+a.Self.Value, assessed+a.Assessed.Value, difference+a.Difference.Value
		if widest == nil || math.Abs(a.Difference.Value) > math.Abs(widest.Difference.Value)+b.tol {
			widest = a
		}
	}
	var sentences []string
	if n := float64(both); both > 0 {
		sentences = append(sentences, b.p.Text("view.optimism.mean", "n", both,
			"self", b.score(self/n).Text, "assessed", b.score(assessed/n).Text, "difference", b.distance(difference/n).Text))
	}
	sentences = append(sentences, b.rowWords(o.Rows, compared, higher, lower))
	if both > 1 {
		sentences = append(sentences, b.p.Text("view.optimism.widest", "name", widest.Name,
			"self", widest.Self.Text, "assessed", widest.Assessed.Text, "difference", widest.Difference.Text))
	}
	return sentences
}

// indicatorOptimism compares the two on each indicator over all agencies.
func (b *builder) indicatorOptimism(given []result.Optimism, relative bool) []IndicatorOptimism {
	sums, numbers := make([]float64, len(b.leaves)), make([]IndicatorOptimism, len(b.leaves))
	for _, o := range given {
		e := b.byID[o.Agency]
		if e == nil {
			continue
		}
		own := map[string]float64{}
		for _, d := range o.Differences {
			own[d.Indicator] += d.Self - d.Assessed
		}
		rows := b.comparedRows(e, &o)
		for i, leaf := range b.leaves {
			if rows[i] <= 0 {
				continue
			}
			mean := own[leaf.ID] / float64(rows[i])
			sums[i] += mean
			numbers[i].Compared++
			tol := tolerance * leaf.Span().Span()
			numbers[i].Higher += count(mean > tol)
			numbers[i].Lower += count(mean < -tol)
		}
	}
	var out []IndicatorOptimism
	for i, leaf := range b.leaves {
		n := numbers[i]
		if n.Compared == 0 {
			continue
		}
		n.ID, n.Code, n.Title, n.Dimension = leaf.ID, clean(leaf.Code, shortLimit), b.title(leaf), b.dimensionTitle(leaf.ID)
		n.Difference = b.distance(sums[i] / float64(n.Compared))
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(x, y IndicatorOptimism) int {
		return cmp.Compare(y.Difference.Value/b.widthUnit(y.ID, relative), x.Difference.Value/b.widthUnit(x.ID, relative))
	})
	return out
}

// comparedRows gives how many rows of each indicator both gave a value. The result has their number over all
// indicators only: an indicator that repeats has as many as the basis with fewer of them, as long as these add up to
// that number; where they do not, some rows have a value on one basis only, and which ones is not known, so its
// repeating indicators count for none.
func (b *builder) comparedRows(e *entry, o *result.Optimism) []int {
	rows := make([]int, len(b.leaves))
	total := 0
	self, assessed := e.a.Results[result.Self], e.a.Results[result.Assessed]
	if self == nil || assessed == nil {
		return rows
	}
	for i, leaf := range b.leaves {
		x, y := self.Nodes[leaf.ID], assessed.Nodes[leaf.ID]
		if x == nil || y == nil || x.Claim == nil || y.Claim == nil {
			continue
		}
		rows[i] = 1
		if leaf.Repeats != "" {
			rows[i] = min(x.Known, y.Known)
		}
		total += rows[i]
	}
	if total != o.Rows {
		for i, leaf := range b.leaves {
			if leaf.Repeats != "" {
				rows[i] = 0
			}
		}
	}
	return rows
}
