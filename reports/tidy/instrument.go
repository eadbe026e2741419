package tidy

import "siap/rubric"

func kindOf(n *rubric.Node) string {
	if n.IsIndicator() {
		return kindIndicator
	}
	return kindDimension
}

func (b *build) nodes() []nodeRow {
	t := b.tree
	how, power := t.Combines(nil)
	whole, least := 1.0, t.MinCoverage
	out := []nodeRow{{
		Node: indexNode, Kind: kindIndex, TitleID: clean(t.Title.ID), TitleEN: clean(t.Title.EN), Share: &whole, Aggregate: string(how),
		MinCoverage: &least, ScaleMin: t.Scale.Min, ScaleMax: t.Scale.Max,
	}}
	if how == rubric.PowerMean {
		out[0].Power = &power
	}
	shares := t.Shares()
	var down func(nodes []*rubric.Node, parent, dimension string, depth int64)
	down = func(nodes []*rubric.Node, parent, dimension string, depth int64) {
		for _, n := range nodes {
			if n == nil {
				continue
			}
			of := dimension
			if of == "" {
				of = n.ID
			}
			row := nodeRow{
				Node: n.ID, Parent: parent, Dimension: of, Kind: kindOf(n), Depth: depth, Position: int64(len(out)), Code: n.Code,
				TitleID: clean(n.Title.ID), TitleEN: clean(n.Title.EN), Weight: &n.Weight, MinCoverage: n.MinCoverage,
				ScaleMin: n.Span().Min, ScaleMax: n.Span().Max, Tags: cleanAll(n.Tags), DependsOn: cleanAll(n.DependsOn),
			}
			if share, known := shares[n.ID]; known {
				row.Share = &share
			}
			if n.IsIndicator() {
				describeIndicator(&row, n)
			} else {
				how, power := t.Combines(n)
				row.Aggregate = string(how)
				if how == rubric.PowerMean {
					row.Power = &power
				}
			}
			out = append(out, row)
			down(n.Children, n.ID, of, depth+1)
		}
	}
	down(t.Children, indexNode, "", 1)
	return out
}

// describeIndicator says what an indicator asks and measures.
func describeIndicator(row *nodeRow, n *rubric.Node) {
	row.Answer, row.Score = string(n.Asked()), string(n.Scoring().Method)
	row.Unit, row.Direction, row.Repeats = clean(n.Unit), string(n.Direction), n.Repeats
	if m := n.Measure; m != nil {
		row.Metric, row.Reduction, row.Rule = m.Metric, string(m.Reduction), string(m.Rule)
	}
}

func (b *build) bands() []bandRow {
	var out []bandRow
	add := func(of, set string, bands []rubric.Band) {
		for i, one := range bands {
			out = append(out, bandRow{of, set, one.ID, int64(i + 1), one.From, clean(one.Title.ID), clean(one.Title.EN)})
		}
	}
	add("", "bands", b.tree.Bands)
	add("", "verdicts_index", b.tree.Verdicts.Index)
	add("", "verdicts_dimension", b.tree.Verdicts.Dimension)
	for n := range b.tree.All() {
		add(n.ID, "bands", n.Bands)
		add(n.ID, "verdicts_dimension", n.Verdicts)
	}
	return out
}
