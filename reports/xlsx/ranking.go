package xlsx

import (
	"strconv"

	"siap/reports/view"
)

// orText gives what a number is, or the words for its absence.
func orText(n int) any {
	if n == 0 {
		return view.Dash
	}
	return n
}

// banded colours a cell like the band it stands for.
func banded(value any, band view.BandRef) any {
	fill, on := shade(band)
	if fill == "" {
		return value
	}
	return cell{value, func(l look) look {
		l.fill, l.ink = fill, on
		return l
	}}
}

// governments reports whether any government is ranked.
func (b *book) governments() bool {
	for i := range b.r.Ranking {
		if b.r.Ranking[i].Governs {
			return true
		}
	}
	return false
}

// ranking is one line for each agency.
func (b *book) ranking() *page {
	return b.tablePage("ranking", true, func() *table {
		tier := b.governments()
		verdicts, measured := false, b.r.Measured
		for i := range b.r.Ranking {
			verdicts = verdicts || b.r.Ranking[i].Verdict != ""
		}
		t := &table{fixed: 2}
		t.columns = []column{{name: "rank", kind: count, width: 10}, {name: "agency", kind: long, width: 38}}
		if tier {
			t.columns = append(t.columns, column{name: "tier", width: 13})
		}
		t.columns = append(t.columns, column{name: "type", width: 18},
			column{name: "index", kind: score, width: 9}, column{name: "low", kind: score, width: 9}, column{name: "high", kind: score, width: 9},
			column{name: "coverage", kind: part, width: 11}, column{name: "band", width: 18})
		if verdicts {
			t.columns = append(t.columns, column{name: "verdict", width: 20})
		}
		t.columns = append(t.columns, column{name: "best", kind: count, width: 10}, column{name: "worst", kind: count, width: 10},
			column{name: "of", kind: count, width: 8}, column{name: "tie", kind: count, width: 11})
		for _, g := range b.r.Groups {
			if g.ID != "type" {
				t.columns = append(t.columns, column{head: g.Title, about: b.text("column.group.about"), width: 18})
			}
			t.columns = append(t.columns, column{head: b.text("column.group_rank", "column", g.Title), about: b.text("column.group_rank.about"), kind: count, width: 13},
				column{head: b.text("column.group_of", "column", g.Title), about: b.text("column.group_of.about"), kind: count, width: 10})
		}
		if measured {
			t.columns = append(t.columns, column{name: "contradictions", kind: count, width: 13})
		}
		t.columns = append(t.columns, column{name: "reason", kind: long, width: 30}, column{name: "id", kind: code, width: 18})
		for i := range b.r.Ranking {
			t.rows = append(t.rows, b.rankingRow(&b.r.Ranking[i], tier, verdicts, measured))
		}
		return t
	})
}

func (b *book) rankingRow(a *view.RankRow, tier, verdicts, measured bool) []any {
	row := []any{orText(a.RankNumber), a.Name}
	if tier {
		row = append(row, b.tier(a))
	}
	row = append(row, a.Type, a.Index, a.Low, a.High, a.Coverage, banded(a.Band.Title, a.Band))
	if verdicts {
		row = append(row, a.Verdict)
	}
	row = append(row, orText(a.Best), orText(a.Worst), a.Of, orText(a.Tie))
	for _, g := range a.Groups {
		if g.Column != "type" {
			row = append(row, g.Value)
		}
		row = append(row, orText(g.Rank), orText(g.Of))
	}
	if measured {
		row = append(row, a.Contradictions)
	}
	return append(row, a.Reason, a.ID)
}

func (b *book) tier(a *view.RankRow) string {
	if a.Governs {
		return b.text("tier.government")
	}
	return b.text("tier.agency")
}

// stated is a value of a matrix: a number, or the mark for one that is unknown or does not apply.
func (b *book) stated(state view.State, value view.Num) any {
	if state == view.Known && value.Known {
		return value
	}
	mark := b.unknown()
	if state == view.NotApplicable {
		mark = b.notApplicable()
	}
	return cell{mark, func(l look) look {
		l.fill, l.ink, l.align, l.format = noneFill, soft, "center", ""
		return l
	}}
}

// unknown and notApplicable are the marks of what has no value; the formulas know them too.
func (b *book) unknown() string       { return "?" }
func (b *book) notApplicable() string { return b.r.Text("view.na") }

// dimensions has a line for each agency and a column for each direct child of the index.
func (b *book) dimensions() *page {
	return b.tablePage("dimensions", true, func() *table {
		t := &table{fixed: 2, columns: []column{{name: "rank", kind: count, width: 10}, {name: "agency", kind: long, width: 38}, {name: "index", kind: score, width: 9}}}
		for i, d := range b.r.Dimensions {
			t.columns = append(t.columns, column{head: headWith(d.Title, d.OwnScale), about: b.text("column.dimension_value.about"), kind: score, width: 16})
			t.heat = append(t.heat, heat{i + 4, i + 4, d.Scale.Min, d.Scale.Max})
		}
		for i, h := range b.r.HeatMap {
			row := []any{orText(b.r.Ranking[i].RankNumber), h.Name, b.r.Ranking[i].Index}
			for _, c := range h.Cells {
				row = append(row, b.stated(c.State, c.Value))
			}
			t.rows = append(t.rows, row)
		}
		return t
	})
}

// headWith is a title with its scale, where it has one of its own.
func headWith(title, scale string) string {
	if scale == "" {
		return title
	}
	return title + " (" + scale + ")"
}

// spread says of each dimension how the agencies stand in it.
func (b *book) spread() *page {
	return b.tablePage("spread", true, func() *table {
		t := &table{fixed: 2, columns: []column{
			{name: "code", width: 9},
			{name: "dimension", kind: long, width: 40},
			{name: "share", kind: part, width: 12},
			{name: "scale", width: 14},
			{name: "median", kind: score, width: 10},
			{name: "lowest", kind: score, width: 10},
			{name: "highest", kind: score, width: 10},
			{name: "known", kind: count, width: 12},
			{name: "mean_coverage", kind: part, width: 12},
		}}
		for _, d := range b.r.Dimensions {
			t.rows = append(t.rows, []any{d.Code, d.Title, d.Weight, d.Scale.MinText + "–" + d.Scale.MaxText, d.Median, d.Lowest, d.Highest, d.Known, d.Coverage})
		}
		return t
	})
}

// indicators has a line for each agency and a column for each indicator.
func (b *book) indicators() *page {
	return b.tablePage("indicators", true, func() *table {
		t := &table{fixed: 2, columns: []column{{name: "rank", kind: count, width: 10}, {name: "agency", kind: long, width: 38}}, groups: map[int]string{}}
		var before string
		if len(b.r.Agencies) > 0 {
			for i, n := range b.r.Agencies[0].Indicators {
				if n.Dimension != before {
					before = n.Dimension
					t.groups[i+2] = n.DimensionTitle
				}
				title := n.Title
				if n.Code != "" {
					title = n.Code + " " + title
				}
				t.columns = append(t.columns, column{head: headWith(title, n.OwnScale), about: b.text("column.indicator_value.about"), kind: score, width: 15})
			}
		}
		for k, low, high := 0, 0.0, 0.0; k < len(b.calc.Nodes); k++ {
			n := &b.calc.Nodes[k]
			if !n.Indicator() {
				continue
			}
			low, high = n.Scale.Min, n.Scale.Max
			if place := b.placeOf(n.ID); place >= 0 {
				t.heat = append(t.heat, heat{place + 3, place + 3, low, high})
			}
		}
		t.heat = joined(t.heat)
		for i, a := range b.r.Agencies {
			row := []any{orText(b.r.Ranking[i].RankNumber), a.Name}
			for _, n := range a.Indicators {
				row = append(row, b.stated(n.State, n.Value))
			}
			t.rows = append(t.rows, row)
		}
		return t
	})
}

// placeOf is the place of an indicator among the rubric's, -1 where there is none.
func (b *book) placeOf(id string) int {
	if len(b.r.Agencies) > 0 {
		for i := range b.r.Agencies[0].Indicators {
			if b.r.Agencies[0].Indicators[i].ID == id {
				return i
			}
		}
	}
	return -1
}

// joined puts neighbours with one scale together, so that a sheet has few rules.
func joined(all []heat) []heat {
	places := map[int]heat{}
	most := 0
	for _, h := range all {
		places[h.first] = h
		most = max(most, h.last)
	}
	var out []heat
	for at := 1; at <= most; at++ {
		h, some := places[at]
		if !some {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].last == at-1 && out[last].low == h.low && out[last].high == h.high {
			out[last].last = at
			continue
		}
		out = append(out, h)
	}
	return out
}

// coverage has index, dimensions and their parts of every agency, each with what is known and what that leaves open.
func (b *book) coverage() *page {
	return b.tablePage("coverage", true, func() *table {
		t := &table{fixed: 2, columns: []column{
			{name: "agency", kind: long, width: 38},
			{name: "node", kind: long, width: 38},
			{name: "depth", kind: count, width: 13},
			{name: "value", kind: score, width: 9},
			{name: "low", kind: score, width: 9},
			{name: "high", kind: score, width: 9},
			{name: "width", kind: score, width: 9},
			{name: "coverage", kind: part, width: 11},
			{name: "real_share", kind: part, width: 13},
			{name: "band", width: 18},
			{name: "reason", kind: long, width: 30},
		}}
		for _, a := range b.r.Agencies {
			t.rows = append(t.rows, []any{
				a.Name, b.r.Text("view.index"), 0, a.Index, a.Low, a.High, between(a.Low, a.High), a.Coverage, 1.0, banded(a.Band.Title, a.Band), a.Index.Reason,
			})
			add := func(d *view.DimensionScore) {
				t.rows = append(t.rows, []any{
					a.Name,
					cell{d.Title, func(l look) look { l.indent = min(d.Depth+1, 15); return l }},
					d.Depth + 1, d.Value, d.Low, d.High, between(d.Low, d.High),
					d.Coverage, d.Weight, banded(d.Band.Title, d.Band), d.Value.Reason,
				})
			}
			for i := range a.Dimensions {
				d := &a.Dimensions[i]
				add(d)
				for k := range d.Parts {
					add(&d.Parts[k])
				}
			}
		}
		return t
	})
}

// between is the width of an interval.
func between(low, high view.Num) any {
	if !low.Known || !high.Known {
		return view.Dash
	}
	return high.Value - low.Value
}

// number writes a count as text, for sentences.
func number(n int) string { return strconv.Itoa(n) }
