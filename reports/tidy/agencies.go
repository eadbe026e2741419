package tidy

import (
	"maps"
	"slices"

	"siap/scoring/result"
)

func (b *build) agencies() []agencyRow {
	var out []agencyRow
	for _, one := range b.a.Agencies {
		out = append(out, agencyRow{
			Agency: clean(one.ID), Name: clean(one.Name), Type: clean(one.Type), Parent: clean(one.Parent), Tier: tier(one),
			Source: one.Source, Weight: above0(one.Weight), Timezone: one.Timezone,
		})
	}
	return out
}

func (b *build) ranking() []rankingRow {
	contradicted := map[[2]string]int64{}
	for _, c := range b.a.Contradictions {
		contradicted[[2]string{c.Agency, string(c.Basis)}]++
	}
	var out []rankingRow
	b.each(func(one *result.Agency, basis result.Basis, s *result.Scores) {
		n := &s.Index
		row := rankingRow{
			Agency: clean(one.ID), Basis: string(basis), Headline: basis == b.a.Options.Basis, Name: clean(one.Name), Tier: tier(one),
			Rank: place(s.Rank.Overall), Of: int64(s.Rank.Of), Tie: place(s.Rank.Tie), Decided: s.Rank.Decided,
			Index: n.Value, Low: n.Low, High: n.High, Coverage: n.Coverage, Band: n.Band, Verdict: n.Verdict, Reason: n.Reason,
			Contradictions: contradicted[[2]string{one.ID, string(basis)}],
		}
		if i := s.Rank.Interval; i != nil {
			row.Best, row.Worst, row.IntervalMethod = place(i.Best), place(i.Worst), i.Method
		}
		if i := s.Rank.Possible; i != nil {
			row.PossibleBest, row.PossibleWorst = place(i.Best), place(i.Worst)
		}
		if d := s.Rank.Spread; d != nil {
			row.MedianRank, row.MeanRank, row.MeanRankError = &d.Median, &d.Mean, &d.Error
			row.DrawnLow, row.DrawnHigh, row.AboveNext = &d.Low, &d.High, d.Above
		}
		out = append(out, row)
	})
	return out
}

func (b *build) scores() []scoreRow {
	var out []scoreRow
	b.eachResult(func(one *result.Agency, basis result.Basis, from string, s *result.Scores) {
		row := func(id, kind string, n *result.Node) scoreRow {
			return scoreRow{
				Agency: clean(one.ID), Basis: string(basis), Result: from, Node: id, Kind: kind, Value: n.Value, Low: n.Low, High: n.High,
				Coverage: n.Coverage, Imputed: n.Imputed, Weight: n.Weight, Band: n.Band, Verdict: n.Verdict, Reason: n.Reason,
				Raw: n.Raw, Claim: n.Claim, Measured: n.Measured, Rule: string(n.Rule), Respondents: place(n.N), Rows: place(n.Rows),
				Flags: cleanAll(n.Flags),
			}
		}
		out = append(out, row(indexNode, kindIndex, &s.Index))
		for node := range b.tree.All() {
			n := s.Nodes[node.ID]
			if n == nil {
				continue
			}
			one := row(node.ID, kindOf(node), n)
			if n.N > 1 {
				one.Spread = &n.Spread
			}
			if n.Rows > 0 {
				known := int64(n.Known)
				one.RowsKnown = &known
			}
			out = append(out, one)
		}
	})
	return out
}

func (b *build) items() []itemRow {
	var out []itemRow
	b.eachResult(func(one *result.Agency, basis result.Basis, from string, s *result.Scores) {
		for node := range b.tree.All() {
			n := s.Nodes[node.ID]
			if n == nil {
				continue
			}
			for i, item := range n.Items {
				out = append(out, itemRow{
					clean(one.ID), string(basis), from, node.ID, int64(i + 1), clean(item.Item), item.Value, item.Reason,
				})
			}
		}
	})
	return out
}

func (b *build) tags() []tagRow {
	var out []tagRow
	b.eachResult(func(one *result.Agency, basis result.Basis, from string, s *result.Scores) {
		for _, v := range b.tree.Views {
			for _, t := range v.Tags {
				if n := s.Tags[t.ID]; n != nil {
					out = append(out, tagRow{
						clean(one.ID), string(basis), from, v.ID, t.ID, n.Value, n.Low, n.High, n.Coverage, n.Band, n.Reason,
					})
				}
			}
		}
	})
	return out
}

func (b *build) groups() []groupRow {
	var out []groupRow
	b.each(func(one *result.Agency, basis result.Basis, s *result.Scores) {
		values := maps.Clone(one.Groups)
		if values == nil {
			values = map[string]string{}
		}
		if _, has := values["type"]; !has && one.Type != "" {
			values["type"] = one.Type
		}
		for _, column := range slices.Sorted(maps.Keys(values)) {
			row := groupRow{
				Agency: clean(one.ID), Column: clean(column), Value: clean(values[column]), Basis: string(basis),
				Ranked: slices.Contains(b.a.Options.GroupBy, column),
			}
			if g, ranked := s.Rank.Groups[column]; ranked {
				of := int64(g.Of)
				row.Rank, row.Of = place(g.Rank), &of
				if g.Interval != nil {
					row.Best, row.Worst = place(g.Interval.Best), place(g.Interval.Worst)
				}
			}
			out = append(out, row)
		}
	})
	return out
}
