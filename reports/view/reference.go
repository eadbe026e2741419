package view

import (
	"slices"

	"siap/internal/l10n"
	"siap/rubric"
)

// groupMinimum is how many agencies with a score a group needs before its median is a fair reference.
const groupMinimum = 5

// group is the agencies with the same value in the first column that is grouped by; all agencies where there is
// no such column.
type group struct {
	value  string
	scored int
	// values has the known values of each node, sorted; those of the index under "".
	values map[string][]float64
}

// groupKey gives the value of the first group_by column.
func (b *builder) groupKey(e *entry) string {
	if len(b.a.Options.GroupBy) == 0 {
		return ""
	}
	return columnValue(e, b.a.Options.GroupBy[0])
}

func columnValue(e *entry, column string) string {
	if v, ok := e.a.Groups[column]; ok {
		return v
	}
	if column == "type" {
		return e.a.Type
	}
	return ""
}

func (b *builder) fillGroups() {
	b.groups = map[string]*group{}
	for _, e := range b.entries {
		key := b.groupKey(e)
		g := b.groups[key]
		if g == nil {
			g = &group{value: key, values: map[string][]float64{}}
			b.groups[key] = g
		}
		if e.scores.Index.Value != nil {
			g.scored++
			g.values[""] = append(g.values[""], *e.scores.Index.Value)
		}
		for id, n := range e.scores.Nodes {
			if n != nil && n.Value != nil {
				g.values[id] = append(g.values[id], *n.Value)
			}
		}
	}
	for _, g := range b.groups {
		for _, values := range g.values {
			slices.Sort(values)
		}
	}
}

// median of sorted values: the middle one, or the mean of the two in the middle.
func median(sorted []float64) (m float64, ok bool) {
	n := len(sorted)
	if n == 0 {
		return 0, false
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2, true
}

// reference gives what a node of the agency (the index under "") is compared with: the median of its group, where
// that has five agencies or more with a score and one or more with a value of the node, else the lower limit of the
// second-highest band. Roll-ups stand in their own group by their own type.
func (b *builder) reference(e *entry, node string) (value float64, r Reference) {
	g := b.groups[b.groupKey(e)]
	if g != nil && g.scored >= groupMinimum {
		if m, ok := median(g.values[node]); ok {
			return m, b.medianReference(g)
		}
	}
	return b.bandReference(b.tree.Node(node))
}

func (b *builder) medianReference(g *group) Reference {
	r := Reference{Median: true, Short: b.p.Text("view.reference.median.short")}
	if len(b.a.Options.GroupBy) == 0 {
		r.Name = b.p.Text("view.reference.median.all", "n", g.scored)
		return r
	}
	value := clean(g.value, nameLimit)
	if value == "" {
		value = l10n.Unknown
	}
	r.Name = b.p.Text("view.reference.median.group", "group", readable(value), "n", g.scored)
	return r
}

func (b *builder) bandReference(n *rubric.Node) (value float64, r Reference) {
	span := b.span(n)
	bands, own := b.bandsFor(n)
	if len(bands) == 0 {
		middle := (span.Min + span.Max) / 2
		name := b.p.Text("view.reference.middle", "value", b.score(middle).Text)
		return middle, Reference{Name: name, Short: name}
	}
	band := bands[max(len(bands)-2, 0)]
	value = band.From
	if b.ownScale(n) && !own {
		value = span.Min + b.scaleOf(nil).Part(band.From)*span.Span()
	}
	title := b.words(band.Title, band.ID)
	return value, Reference{
		Name:  b.p.Text("view.reference.band", "band", title, "value", b.score(value).Text),
		Short: b.p.Text("view.reference.band.short", "band", title),
	}
}

// bandsFor gives the bands that a node is held against: its own, or those of the nearest node above it on the same
// scale, else the rubric's; own is false for those.
func (b *builder) bandsFor(n *rubric.Node) (bands []rubric.Band, own bool) {
	if n == nil {
		return b.tree.Bands, false
	}
	for _, id := range slices.Backward(b.path[n.ID]) {
		if up := b.tree.Node(id); up != nil && len(up.Bands) > 0 && up.Span() == n.Span() {
			return up.Bands, true
		}
	}
	return b.tree.Bands, false
}
