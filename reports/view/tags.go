package view

import (
	"slices"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// tagsOf gives the tags of a view that any agency has numbers for, in the rubric's order: a tag that no indicator
// carries has none, and an assessment from before there were views has none at all.
func (b *builder) tagsOf(v *rubric.View) []*rubric.Tag {
	var tags []*rubric.Tag
	for i := range v.Tags {
		t := &v.Tags[i]
		if slices.ContainsFunc(b.entries, func(e *entry) bool { return e.scores.Tags[t.ID] != nil }) {
			tags = append(tags, t)
		}
	}
	return tags
}

// tag gives an agency's numbers for a tag; unknown where there are none.
func (e *entry) tag(id string) *result.Node {
	if n := e.scores.Tags[id]; n != nil {
		return n
	}
	return &result.Node{Reason: result.ReasonUnknown}
}

// views gives the second views over all agencies; those without a tag that has numbers are left out.
func (b *builder) views() []View {
	var views []View
	tagged, shares := b.tree.Tagged(), b.shares()
	for i := range b.tree.Views {
		v := &b.tree.Views[i]
		tags := b.tagsOf(v)
		if len(tags) == 0 {
			continue
		}
		view := View{ID: v.ID, Title: b.words(v.Title, v.ID), Description: b.words(v.Description, "")}
		for _, t := range tags {
			view.Tags = append(view.Tags, b.tagOverAll(t, tagged[t.ID], shares))
		}
		for _, e := range b.entries {
			if len(b.entries) > 1 {
				view.Rows = append(view.Rows, b.tagRow(e, tags))
			}
		}
		views = append(views, view)
	}
	return views
}

func (b *builder) tagOverAll(t *rubric.Tag, carriers []*rubric.Node, shares map[string]float64) Tag {
	tag := Tag{
		ID: t.ID, Title: b.words(t.Title, t.ID), Description: b.words(t.Description, ""), Indicators: len(carriers),
		Share: Num{Text: l10n.Unknown}, Median: b.missing(""), Lowest: b.missing(""), Highest: b.missing(""),
	}
	share, all := 0.0, true
	for _, n := range carriers {
		one, known := shares[n.ID]
		share, all = share+one, all && known
	}
	if all && len(carriers) > 0 {
		tag.Share = b.percent(share, 1)
	}
	var values []float64
	for _, e := range b.entries {
		if v := e.tag(t.ID).Value; v != nil {
			values = append(values, *v)
		}
	}
	slices.Sort(values)
	if m, ok := median(values); ok {
		tag.Median, tag.Lowest, tag.Highest = b.score(m), b.score(values[0]), b.score(values[len(values)-1])
	}
	tag.Known = len(values)
	return tag
}

// tagRow is one agency's line in a view over all agencies.
func (b *builder) tagRow(e *entry, tags []*rubric.Tag) HeatRow {
	row := HeatRow{ID: e.row.ID, Name: e.row.Name, Short: e.row.Short, Anchor: e.row.Anchor, Rank: e.row.Rank}
	for _, t := range tags {
		row.Cells = append(row.Cells, b.cell(e, t.ID, b.words(t.Title, t.ID), e.tag(t.ID), nil))
	}
	return row
}

// agencyViews gives one agency's scores in the views.
func (b *builder) agencyViews(e *entry) []AgencyView {
	var views []AgencyView
	tagged := b.tree.Tagged()
	for i := range b.tree.Views {
		v := &b.tree.Views[i]
		view := AgencyView{ID: v.ID, Title: b.words(v.Title, v.ID), Description: b.words(v.Description, "")}
		some := false
		for _, t := range b.tagsOf(v) {
			n := e.tag(t.ID)
			s := TagScore{
				ID: t.ID, Title: b.words(t.Title, t.ID), State: stateOf(n), Value: b.scoreOf(n.Value, n.Reason),
				Low: b.scoreOf(n.Low, n.Reason), High: b.scoreOf(n.High, n.Reason), Coverage: b.coverage(n.Coverage),
				Band: b.bandRef(n.Band), Indicators: len(tagged[t.ID]),
			}
			if s.State == NotApplicable {
				s.Coverage = b.missing(n.Reason)
			}
			some = some || s.Value.Known
			view.Tags = append(view.Tags, s)
		}
		if some {
			views = append(views, view)
		}
	}
	return views
}

// shares gives the share of every node in the index, 0 to 1, where all is known and applicable: by weight, under a sum
// by weight times the length of the child's scale. Below a minimum or a median there are no shares.
func (b *speaker) shares() map[string]float64 {
	shares := map[string]float64{}
	var divide func(n *rubric.Node, nodes []*rubric.Node, whole float64)
	divide = func(n *rubric.Node, nodes []*rubric.Node, whole float64) {
		how, _ := b.tree.Combines(n)
		if how == rubric.Minimum || how == rubric.Median {
			return
		}
		part := func(child *rubric.Node) float64 {
			if how == rubric.Sum {
				return child.Weight * child.Span().Span()
			}
			return child.Weight
		}
		total := 0.0
		for _, child := range nodes {
			total += part(child)
		}
		for _, child := range nodes {
			if total > 0 {
				shares[child.ID] = whole * part(child) / total
				divide(child, present(child.Children), shares[child.ID])
			}
		}
	}
	divide(nil, present(b.tree.Children), 1)
	return shares
}
