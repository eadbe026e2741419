package html

import "siap/reports/view"

// baseData are the index and the dimensions on another basis than the headline.
type baseData struct {
	// Title is a place among the shared strings; Nodes are the places of the dimensions.
	Title  float64  `json:"title"`
	Nodes  []int    `json:"nodes"`
	Values []column `json:"v"`
	Covers []column `json:"cov"`
	Bands  []column `json:"band"`
}

// bases gives the results on every basis, the headline first; none where there is only one.
func (b *builder) bases() []baseData {
	var all []baseData
	byTitle := map[string]int{}
	for u, a := range b.id.Agencies {
		for k, title := range a.Bases.Titles {
			at, seen := byTitle[title]
			if !seen {
				at = len(all)
				byTitle[title] = at
				one := baseData{Title: b.strings.place(title, b.en.Agencies[u].Bases.Titles[k])}
				for r := range a.Bases.Rows {
					node := 0
					if r > 0 {
						node = b.place[b.id.Dimensions[r-1].ID]
					}
					one.Nodes = append(one.Nodes, node)
					one.Values = append(one.Values, newColumn(b.n, unknown))
					one.Covers = append(one.Covers, newColumn(b.n, unknown))
					one.Bands = append(one.Bands, newColumn(b.n, -1))
				}
				all = append(all, one)
			}
			for r, row := range a.Bases.Rows {
				all[at].Values[r][u], all[at].Covers[r][u] = b.printed(row.Cells[k].Value, 0), coverage(row.Cells[k].Coverage)
				all[at].Bands[r][u] = bandPlace(row.Cells[k].Band)
			}
		}
	}
	return all
}

// viewData is a second view of the rubric: its tags over all agencies.
type viewData struct {
	Tags []tagData `json:"tags"`
}

type tagData struct {
	Indicators int    `json:"n"`
	Share      any    `json:"share"`
	Value      column `json:"v"`
	Low        column `json:"lo"`
	High       column `json:"hi"`
	Cover      column `json:"cov"`
	Band       column `json:"band"`
	State      column `json:"s"`
}

func (b *builder) views() []viewData {
	var all []viewData
	for _, v := range b.id.Views {
		var one viewData
		for t, tag := range v.Tags {
			none := func(x float64) column { return newColumn(b.n, x) }
			d := tagData{
				Indicators: tag.Indicators, Share: nullable(percent(tag.Share, 1)), Value: none(unknown), Low: none(unknown), High: none(unknown),
				Cover: none(unknown), Band: none(-1), State: none(stateUnknown),
			}
			for u, a := range b.id.Agencies {
				for _, own := range a.Views {
					if own.ID != v.ID || t >= len(own.Tags) {
						continue
					}
					s := own.Tags[t]
					d.Value[u], d.Low[u], d.High[u] = b.printed(s.Value, 0), b.printed(s.Low, 0), b.printed(s.High, 0)
					d.Cover[u], d.Band[u], d.State[u] = coverage(s.Coverage), bandPlace(s.Band), float64(b.stateOf(s.State, s.Value))
				}
			}
			one.Tags = append(one.Tags, d)
		}
		all = append(all, one)
	}
	return all
}

// contradictionData is a claim that a measurement does not bear out; its words stand in the texts in the same order.
type contradictionData struct {
	// Agency is its place, -1 where the report does not know it.
	Agency   int     `json:"a"`
	Node     int     `json:"i"`
	Claim    float64 `json:"claim"`
	Measured float64 `json:"measured"`
	Gap      float64 `json:"gap"`
	Cover    any     `json:"cov"`
}

func (b *builder) agencyAt(anchor string) int {
	if u, known := b.agency[anchor]; known {
		return u
	}
	return -1
}

func (b *builder) contradictions() []contradictionData {
	var all []contradictionData
	for _, c := range b.id.Contradictions {
		all = append(all, contradictionData{
			Agency: b.agencyAt(c.Anchor), Node: b.place[c.Indicator], Claim: b.printed(c.Claim, 0), Measured: b.printed(c.Measured, 0),
			Gap: b.printed(c.Gap, 0), Cover: nullable(coverage(c.Coverage)),
		})
	}
	return all
}

// optimismData compares self-assessment and assessors.
type optimismData struct {
	// Agencies are: agency, self, assessed, difference, compared, higher, lower.
	Agencies [][]any `json:"agencies"`
	// Indicators are: indicator, mean difference, compared, higher, lower.
	Indicators [][]any `json:"indicators,omitempty"`
	// Rows are, in the order of Agencies: indicator, item, self, assessed; none where there are too many.
	Rows    [][][]any `json:"rows,omitempty"`
	LeftOut bool      `json:"leftOut,omitempty"`
}

// optimismRows is the most rows on which agencies and assessors differ that a page lists.
const optimismRows = 6000

func (b *builder) optimism() *optimismData {
	given := b.id.Optimism
	if given == nil {
		return nil
	}
	o := &optimismData{LeftOut: given.Rows > optimismRows}
	for _, a := range given.Agencies {
		o.Agencies = append(o.Agencies, []any{
			b.agencyAt(a.Anchor), nullable(b.printed(a.Self, 0)), nullable(b.printed(a.Assessed, 0)), nullable(b.printed(a.Difference, 0)),
			a.Compared, a.Higher, a.Lower,
		})
		rows := [][]any{}
		for _, row := range a.Rows {
			rows = append(rows, []any{b.place[row.Indicator], row.Item, nullable(b.printed(row.Self, 0)), nullable(b.printed(row.Assessed, 0))})
		}
		if !o.LeftOut {
			o.Rows = append(o.Rows, rows)
		}
	}
	for _, i := range given.Indicators {
		o.Indicators = append(o.Indicators, []any{b.place[i.ID], nullable(b.printed(i.Difference, 0)), i.Compared, i.Higher, i.Lower})
	}
	return o
}

// commonData is a next step over all agencies.
type commonData struct {
	Node     int     `json:"i"`
	Agencies int     `json:"n"`
	First    int     `json:"first"`
	Effect   float64 `json:"effect"`
	Effort   int     `json:"effort"`
	TextFor  int     `json:"textFor"`
}

func (b *builder) common() []commonData {
	var all []commonData
	for _, c := range b.id.Actions {
		all = append(all, commonData{b.place[c.Indicator], c.Agencies, c.First, b.printed(c.Effect, 1), c.Effort, c.TextFor})
	}
	return all
}

// robustData is how far the ranking can be trusted, in numbers; its words stand in the texts.
type robustData struct {
	Draws int `json:"draws"`
	Level any `json:"level"`
	Apart any `json:"apart"`
	// Factors are: first, its interval, total, its interval, in per cent.
	Factors [][]any `json:"factors,omitempty"`
	// LeaveOut are: node, mean shift, largest, agency, its place.
	LeaveOut [][]any `json:"leaveOut,omitempty"`
	// Overtakes are: upper and lower agency, change of all weights in per cent.
	Overtakes [][]any `json:"overtakes,omitempty"`
}

func (b *builder) robust() *robustData {
	given := b.id.Robust
	if given == nil {
		return nil
	}
	r := &robustData{Draws: given.Draws, Level: nullable(percent(given.Level, 0)), Apart: nullable(percent(given.Apart, 0))}
	for _, f := range given.Factors {
		line := []any{}
		for _, e := range []view.RobustEstimate{f.First, f.Total} {
			line = append(line, nullable(percent(e.Value, 0)), nullable(percent(e.Low, 0)), nullable(percent(e.High, 0)))
		}
		r.Factors = append(r.Factors, line)
	}
	for _, l := range given.LeaveOut {
		at, known := b.place[l.ID]
		if known {
			r.LeaveOut = append(r.LeaveOut, []any{at, b.round(l.Shift.Value, 2), l.Largest, b.agencyAt(l.Anchor), l.Place})
		}
	}
	for _, o := range given.Overtakes {
		r.Overtakes = append(r.Overtakes, []any{b.agencyAt(o.UpperAnchor), b.agencyAt(o.LowerAnchor), nullable(percent(o.Spread, 1))})
	}
	return r
}

// mapData is a map; the names of its places stand in the texts in the same order.
type mapData struct {
	Height  float64 `json:"height,omitempty"`
	Rows    int     `json:"rows,omitempty"`
	Columns int     `json:"columns,omitempty"`
	// Group is the place of the column whose groups are shown, -1 for the agencies themselves.
	Group int `json:"group"`
	// Places are: short name, row, column, agency or group (-1 for none), index, band.
	Places [][]any `json:"places"`
	// Shapes are the outlines, as the path of an SVG.
	Shapes []string `json:"shapes,omitempty"`
}

func (b *builder) mapped() *mapData {
	given := b.id.Map
	if given == nil {
		return nil
	}
	m := &mapData{Height: b.round(given.Height, 1), Rows: given.Rows, Columns: given.Columns, Group: -1}
	values := map[string]int{}
	for k, g := range b.id.Groups {
		if given.Column != "" && g.ID == given.Column {
			m.Group = k
			for i, v := range g.Values {
				values[v] = i
			}
		}
	}
	for _, p := range given.Places {
		at := b.agencyAt(p.Anchor)
		if i, known := values[p.Group]; known && p.Group != "" {
			at = i
		}
		m.Places = append(m.Places, []any{p.Short, p.Row, p.Column, at, nullable(b.printed(p.Index, 0)), bandPlace(p.Band)})
		if len(p.Rings) > 0 {
			m.Shapes = append(m.Shapes, path(p.Rings))
		}
	}
	return m
}

// historyData are earlier assessments, in numbers.
type historyData struct {
	// Values and Ranks have a column for each assessment, the earliest first; the last is the report itself.
	Values []column `json:"v"`
	Ranks  []column `json:"rank"`
	Bands  []column `json:"band"`
	Same   []int    `json:"same"`
	// Change is the index less that of the assessment before, Moved by how many places an agency rose, 1000 for unknown.
	Change column `json:"change"`
	Moved  column `json:"moved"`
}

func (b *builder) history() *historyData {
	given := b.id.History
	if given == nil {
		return nil
	}
	h := &historyData{Change: newColumn(b.n, unknown), Moved: newColumn(b.n, unknown)}
	for k, c := range given.Columns {
		values, ranks, bands := newColumn(b.n, unknown), newColumn(b.n, 0), newColumn(b.n, -1)
		for u, row := range given.Rows {
			values[u], ranks[u], bands[u] = b.printed(row.Cells[k].Index, 0), float64(row.Cells[k].RankNumber), bandPlace(row.Cells[k].Band)
		}
		h.Values, h.Ranks, h.Bands, h.Same = append(h.Values, values), append(h.Ranks, ranks), append(h.Bands, bands), append(h.Same, flag(c.Comparable))
	}
	for u, row := range given.Rows {
		h.Change[u] = b.printed(row.Change, 0)
		if row.Text != "" {
			h.Moved[u] = float64(row.Moved)
		}
	}
	return h
}
