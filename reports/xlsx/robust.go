package xlsx

import "siap/reports/view"

// certainty says how sure every place is; nil where nothing was drawn, for then the ranking says it all.
func (b *book) certainty() *page {
	if b.r.Robust == nil {
		return nil
	}
	return b.tablePage("certainty", true, func() *table {
		t := &table{fixed: 2, notes: b.r.Robust.Sentences, columns: []column{
			{name: "rank", kind: count, width: 10},
			{name: "agency", kind: long, width: 38},
			{name: "tie", kind: count, width: 11},
			{name: "best", kind: count, width: 11},
			{name: "worst", kind: count, width: 11},
			{name: "possible_best", kind: count, width: 13},
			{name: "possible_worst", kind: count, width: 13},
			{name: "place_median", kind: free, width: 11},
			{name: "place_mean", kind: free, width: 11},
			{name: "place_error", kind: free, width: 11},
			{name: "index", kind: score, width: 10},
			{name: "index_low", kind: score, width: 11},
			{name: "index_high", kind: score, width: 11},
			{name: "above_next", kind: part, width: 13},
		}}
		for i := range b.r.Ranking {
			a := &b.r.Ranking[i]
			best, worst := a.PossibleBest, a.PossibleWorst
			if a.Possible == "" {
				best, worst = a.Best, a.Worst
			}
			row := []any{orText(a.RankNumber), a.Name, orText(a.Tie), orText(a.Best), orText(a.Worst), orText(best), orText(worst)}
			if d := a.Spread; d != nil {
				row = append(row, tenths(d.Median, "0.0"), tenths(d.Mean, "0.0"), tenths(d.Error, "0.00"), a.Index, d.Low, d.High, d.Above)
			} else {
				row = append(row, view.Dash, view.Dash, view.Dash, a.Index, view.Dash, view.Dash, view.Dash)
			}
			t.rows = append(t.rows, row)
		}
		return t
	})
}

// tenths is a mean place, which has a format of its own.
func tenths(n view.Num, format string) any {
	return cell{n, func(l look) look {
		l.format = format
		return l
	}}
}

// sensitivity is the ranking without one node at a time; nil where that was not computed.
func (b *book) sensitivity() *page {
	if b.r.Robust == nil || len(b.r.Robust.LeaveOut) == 0 {
		return nil
	}
	return b.tablePage("sensitivity", true, func() *table {
		t := &table{fixed: 2, columns: []column{
			{name: "code", width: 9},
			{name: "node", kind: long, width: 46},
			{name: "shift", kind: free, width: 13},
			{name: "largest_shift", kind: count, width: 13},
			{name: "moved", kind: long, width: 40},
			{name: "place_without", kind: count, width: 11},
		}}
		for _, l := range b.r.Robust.LeaveOut {
			t.rows = append(t.rows, []any{
				l.Code, cell{l.Title, func(k look) look { k.indent = min(l.Depth, 14) + 1; return k }}, tenths(l.Shift, "0.00"), l.Largest, l.Agency, orText(l.Place),
			})
		}
		return t
	})
}
