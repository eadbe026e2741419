package xlsx

import (
	"strings"

	"siap/reports/view"
)

// contradictions are the claims that a measurement does not bear out; nil where nothing is measured.
func (b *book) contradictions() *page {
	if !b.r.Measured {
		return nil
	}
	return b.tablePage("contradictions", true, func() *table {
		t := &table{fixed: 1, columns: []column{
			{name: "agency", kind: long, width: 32},
			{name: "dimension", kind: long, width: 24},
			{name: "indicator", kind: long, width: 32},
			{name: "claim", head: b.r.ClaimTitle, about: b.text("column.claim.about"), kind: score, width: 10},
			{name: "measured", kind: score, width: 10},
			{name: "gap", kind: score, width: 9},
			{name: "measurement", kind: long, width: 38},
			{name: "window", kind: long, width: 24},
			{name: "window_coverage", kind: part, width: 12},
		}}
		for i := range b.r.Contradictions {
			c := &b.r.Contradictions[i]
			t.rows = append(t.rows, []any{c.AgencyName, c.Dimension, c.IndicatorTitle, c.Claim, c.Measured, c.Gap, c.Measurement, c.Window, c.Coverage})
		}
		return t
	})
}

// actions are the next steps of every agency, the best first; nil where the rubric names none.
func (b *book) actions() *page {
	if !b.r.Actionable {
		return nil
	}
	return b.tablePage("actions", true, func() *table {
		t := &table{fixed: 1, columns: []column{
			{name: "agency", kind: long, width: 30},
			{name: "dimension", kind: long, width: 22},
			{name: "indicator", kind: long, width: 28},
			{name: "action", kind: long, width: 48},
			{name: "from", kind: score, width: 9},
			{name: "to", kind: score, width: 9},
			{name: "effect", kind: effect, width: 10},
			{name: "index_after", kind: score, width: 14},
			{name: "effort", kind: count, width: 9},
			{name: "effort_text", kind: long, width: 20},
			{name: "quick_win", width: 12},
			{name: "depends_on", kind: long, width: 26},
			{name: "wanted", kind: long, width: 36},
		}}
		for _, a := range b.r.Agencies {
			for i := range a.Actions {
				step := &a.Actions[i]
				quick := ""
				if step.QuickWin {
					quick = b.text("yes")
				}
				t.rows = append(t.rows, []any{
					a.Name, step.Dimension, step.Title, step.Text, step.From, step.To, step.Effect, step.IndexAfter, step.Effort, step.EffortText, quick,
					strings.Join(step.DependsOn, "; "), step.Wanted,
				})
			}
		}
		return t
	})
}

// optimism are the rows on which an agency and its assessors differ; nil where not both gave values.
func (b *book) optimism() *page {
	if b.r.Optimism == nil {
		return nil
	}
	return b.tablePage("optimism", true, func() *table {
		t := &table{fixed: 1, notes: b.r.Optimism.Sentences, columns: []column{
			{name: "agency", kind: long, width: 34},
			{name: "code", width: 9},
			{name: "indicator", kind: long, width: 40},
			{name: "item", kind: long, width: 26},
			{name: "self", kind: score, width: 10},
			{name: "assessed", kind: score, width: 10},
			{name: "difference", kind: effect, width: 10},
		}}
		for _, a := range b.r.Optimism.Agencies {
			t.rows = append(t.rows, []any{a.Name, "", b.r.Text("view.index"), "", a.Self, a.Assessed, a.Difference})
			for i := range a.Rows {
				o := &a.Rows[i]
				t.rows = append(t.rows, []any{a.Name, o.Code, o.Title, o.Item, o.Self, o.Assessed, o.Difference})
			}
		}
		return t
	})
}

// views has a line for each agency and a column for each tag of the rubric's second views; nil where it has none.
func (b *book) views() *page {
	if len(b.r.Views) == 0 {
		return nil
	}
	return b.tablePage("views", true, func() *table {
		t := &table{fixed: 2, columns: []column{{name: "rank", kind: count, width: 10}, {name: "agency", kind: long, width: 38}}, groups: map[int]string{}}
		for _, v := range b.r.Views {
			t.groups[len(t.columns)] = v.Title
			for _, tag := range v.Tags {
				about := tag.Description
				if about == "" {
					about = b.text("column.tag.about")
				}
				t.columns = append(t.columns, column{head: tag.Title, about: about, kind: score, width: 16})
			}
		}
		t.heat = []heat{{3, len(t.columns), b.r.Scale.Min, b.r.Scale.Max}}
		for i, a := range b.r.Agencies {
			row := []any{orText(b.r.Ranking[i].RankNumber), a.Name}
			own := map[string]view.TagScore{}
			for _, v := range a.Views {
				for _, tag := range v.Tags {
					own[tag.ID] = tag
				}
			}
			for _, v := range b.r.Views {
				for _, tag := range v.Tags {
					s, some := own[tag.ID]
					if !some {
						s.State = view.Unknown
					}
					row = append(row, b.stated(s.State, s.Value))
				}
			}
			t.rows = append(t.rows, row)
		}
		return t
	})
}

// notes are the respondents' words; nil where there are none.
func (b *book) notes() *page {
	some := false
	for _, a := range b.r.Agencies {
		for i := range a.Indicators {
			some = some || len(a.Indicators[i].Notes) > 0
		}
	}
	if !some {
		return nil
	}
	return b.tablePage("notes", true, func() *table {
		t := &table{fixed: 1, columns: []column{
			{name: "agency", kind: long, width: 28},
			{name: "indicator", kind: long, width: 28},
			{name: "item", kind: long, width: 18},
			{name: "note", kind: long, width: 46},
			{name: "quote", kind: long, width: 40},
			{name: "role", kind: long, width: 18},
			{name: "respondent", width: 14},
			{name: "visibility", width: 15},
			{name: "source", kind: long, width: 22},
			{name: "place", kind: code, width: 30},
		}}
		for _, a := range b.r.Agencies {
			for i := range a.Indicators {
				for _, n := range a.Indicators[i].Notes {
					t.rows = append(t.rows, []any{a.Name, a.Indicators[i].Title, n.Item, n.Note, n.Quote, n.Role, n.Respondent, n.Visibility, n.Source, n.Place})
				}
			}
		}
		return t
	})
}
