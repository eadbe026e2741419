package view

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// readable writes an id used as a value, such as dinas_kominfo, as words.
func readable(id string) string { return clean(strings.ReplaceAll(id, "_", " "), nameLimit) }

// groupColumns gives the columns agencies are ranked within, with their values in the order of the ranking.
func (b *builder) groupColumns() []GroupColumn {
	var columns []GroupColumn
	for _, id := range b.a.Options.GroupBy {
		c := GroupColumn{ID: id, Title: b.columnTitle(id)}
		seen := map[string]bool{}
		for _, e := range b.entries {
			if v := columnValue(e, id); v != "" && !seen[v] {
				seen[v] = true
				c.Values = append(c.Values, readable(v))
			}
		}
		columns = append(columns, c)
	}
	return columns
}

func (b *builder) columnTitle(id string) string {
	if key := "view.column." + id; b.p.Has(key) {
		return b.p.Text(key)
	}
	return readable(id)
}

// fillRows makes the line of each agency in the ranking.
func (b *builder) fillRows() {
	type place struct {
		governs bool
		rank    int
	}
	places, contradictions, anchors := map[place]int{}, map[string]int{}, map[string]int{}
	for _, e := range b.entries {
		places[place{e.a.Governs, e.scores.Rank.Overall}]++
	}
	for _, c := range b.a.Contradictions {
		if c.Basis == b.basis {
			contradictions[c.Agency]++
		}
	}
	for _, e := range b.entries {
		index, rank := &e.scores.Index, &e.scores.Rank
		name := clean(e.a.Name, nameLimit)
		if name == "" {
			name = clean(e.a.ID, nameLimit)
		}
		e.row = RankRow{
			Governs: e.a.Governs, Rank: l10n.Unknown, RankNumber: rank.Overall, Of: rank.Of,
			ID: clean(e.a.ID, nameLimit), Name: name, Short: clean(name, shortLimit), Type: readable(e.a.Type),
			Anchor: anchor(e.a.ID, anchors),
			Index:  b.scoreOf(index.Value, index.Reason),
			Low:    b.scoreOf(index.Low, index.Reason), High: b.scoreOf(index.High, index.Reason),
			Coverage:       b.coverage(index.Coverage),
			Interval:       l10n.Unknown,
			Contradictions: contradictions[e.a.ID],
		}
		if index.Value == nil {
			e.row.Reason = b.indexReason(e)
		} else {
			e.row.Band = b.bandRef(index.Band)
			e.row.Verdict = b.verdict(b.tree.Verdicts.Index, index.Verdict)
		}
		if rank.Overall > 0 {
			e.row.Rank = strconv.Itoa(rank.Overall)
			if e.a.Governs {
				e.row.Rank = b.p.Text("view.rank.government", "rank", e.row.Rank)
			}
			if e.row.Tied = places[place{e.a.Governs, rank.Overall}] > 1; e.row.Tied {
				e.row.Rank += "="
			}
		}
		if i := rank.Interval; i != nil && rank.Overall > 0 {
			e.row.Best, e.row.Worst = i.Best, i.Worst
			e.row.Interval = span(i.Best, i.Worst)
		}
		for _, column := range b.a.Options.GroupBy {
			e.row.Groups = append(e.row.Groups, groupPlace(e, column))
		}
	}
	b.fillCertainty()
}

func span(best, worst int) string {
	if best == worst {
		return strconv.Itoa(best)
	}
	return strconv.Itoa(best) + "–" + strconv.Itoa(worst)
}

func groupPlace(e *entry, column string) GroupPlace {
	g := GroupPlace{Column: column, Value: readable(columnValue(e, column)), Text: l10n.Unknown}
	if place, ok := e.scores.Rank.Groups[column]; ok && place.Rank > 0 {
		g.Rank, g.Of = place.Rank, place.Of
		g.Text = strconv.Itoa(place.Rank) + "/" + strconv.Itoa(place.Of)
		if i := place.Interval; i != nil {
			g.Interval, g.Best, g.Worst = span(i.Best, i.Worst), i.Best, i.Worst
		}
	}
	return g
}

// indexReason says why an agency has no index, with its coverage against what the rubric asks for.
func (b *builder) indexReason(e *entry) string {
	if e.scores.Index.Reason == result.ReasonMinCoverage {
		return b.p.Text("view.reason.min_coverage.index",
			"coverage", b.coverage(e.scores.Index.Coverage).Text, "least", b.coverage(b.tree.MinCoverage).Text)
	}
	if b.silent(e) {
		return b.p.Text("view.reason.silent")
	}
	return b.reason(e.scores.Index.Reason)
}

// silent reports whether nothing at all is known of the agency.
func (b *builder) silent(e *entry) bool {
	for _, leaf := range b.leaves {
		n := e.node(leaf.ID)
		if n.Known > 0 || n.Claim != nil || n.Measured != nil || foundOut(n) == Known {
			return false
		}
	}
	return true
}

// anchor makes an id fit for a link: letters, digits and dashes, unique among those taken.
func anchor(id string, taken map[string]int) string {
	var s strings.Builder
	s.WriteString("a-")
	for _, r := range clean(id, shortLimit) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			s.WriteRune(r)
		default:
			s.WriteByte('-')
		}
	}
	name := s.String()
	taken[name]++
	if n := taken[name]; n > 1 {
		return anchor(id+"-"+strconv.Itoa(n), taken)
	}
	return name
}

// heatRow makes the agency's line of the heat map.
func (b *builder) heatRow(e *entry) HeatRow {
	row := HeatRow{ID: e.row.ID, Name: e.row.Name, Short: e.row.Short, Anchor: e.row.Anchor, Rank: e.row.Rank}
	for _, d := range b.dimensions {
		row.Cells = append(row.Cells, b.cell(e, d.ID, b.title(d), e.node(d.ID), d))
	}
	return row
}

// cell is one agency's value in a dimension or, for d nil, for a tag.
func (b *builder) cell(e *entry, id, title string, n *result.Node, d *rubric.Node) HeatCell {
	cell := HeatCell{
		Dimension: id, Value: b.scoreOf(n.Value, n.Reason), Band: b.bandOf(d, n.Band), State: stateOf(n), Scale: b.scaleOf(d),
	}
	switch cell.State {
	case Known:
		cell.Text = cell.Value.Text
		key := "view.heat.known"
		if cell.Band.ID == "" {
			key = "view.heat.no_band"
		}
		cell.Title = b.p.Text(key, "agency", e.row.Short, "dimension", title,
			"value", cell.Text, "band", cell.Band.Title, "coverage", b.coverage(n.Coverage).Text)
	case NotApplicable:
		cell.Text = b.p.Text("view.na")
		cell.Title = b.p.Text("view.heat.missing", "agency", e.row.Short, "dimension", title, "reason", cell.Value.Reason)
	default:
		cell.Text = "?"
		cell.Title = b.p.Text("view.heat.missing", "agency", e.row.Short, "dimension", title, "reason", cell.Value.Reason)
	}
	return cell
}

// foundOut is stateOf, but a value that stands in for an answer nobody gave is unknown.
func foundOut(n *result.Node) State {
	if n.Value != nil && n.Coverage == 0 &&
		(slices.Contains(n.Flags, result.FlagPlaceholder) || slices.Contains(n.Flags, result.FlagUnknownAtBottom)) {
		return Unknown
	}
	return stateOf(n)
}

func stateOf(n *result.Node) State {
	switch {
	case n.Value != nil:
		return Known
	case n.Reason == result.ReasonNotApplicable:
		return NotApplicable
	}
	return Unknown
}
