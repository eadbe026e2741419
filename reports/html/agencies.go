package html

import (
	"cmp"
	"slices"
	"strings"

	"siap/reports/view"
	"siap/scoring/result"
)

// agencyData are the agencies in the order of the ranking, a column for each thing there is to say.
type agencyData struct {
	ID   []string `json:"id"`
	Name []string `json:"name"`
	// Type and Source are places among the shared strings.
	Type   column `json:"type,omitempty"`
	Source column `json:"source,omitempty"`
	// Parent is the name of its government; Governs says that it is one.
	Parent  column `json:"parent,omitempty"`
	Governs column `json:"governs,omitempty"`
	// ByName is the order of the names, for those of equal rank.
	ByName column `json:"byName"`
	// Members are, for each government that is computed from its agencies, its place and theirs; Size is the weight of
	// each agency there.
	Members [][]int `json:"members,omitempty"`
	Size    column  `json:"size,omitempty"`

	Rank column `json:"rank"`
	Of   column `json:"of"`
	// Best and Worst are the interval of places, Drawn says that it comes from draws; Possible* is by the bounds.
	Best          column `json:"best"`
	Worst         column `json:"worst"`
	Drawn         column `json:"drawn,omitempty"`
	PossibleBest  column `json:"possibleBest,omitempty"`
	PossibleWorst column `json:"possibleWorst,omitempty"`
	Tie           column `json:"tie"`
	// Spread is, for each agency with draws, the median and the mean of its places, the error of the mean, both ends of
	// its index, the share of draws above the next one, and how many draws gave which place from which on.
	Spread [][]any `json:"spread,omitempty"`
	// Reason says why there is no index.
	Reason column `json:"reason,omitempty"`
	// Groups are the columns that are ranked within.
	Groups []groupData `json:"groups,omitempty"`

	// Peers is the group that an agency is compared with, References what the nodes of each group are compared with.
	Peers      column  `json:"peers"`
	References [][]any `json:"references"`

	// Factors are, for each agency, indicators and by how much they lift the index; Actions are indicators, from where,
	// to which of the indicator's actions, the effect on the index, and the index with it.
	Factors [][][2]any `json:"factors"`
	Actions [][][]any  `json:"actions"`
	// Others are results beside the headline: title, index, band.
	Others [][][]any `json:"others,omitempty"`
	// Placeholders are the indicators whose value stands in for an index that is not known yet.
	Placeholders [][]int `json:"placeholders,omitempty"`
	// Evidence are, for each agency, its items of data dukung: indicator, title, level, state, accepted, link, note,
	// recommendation and whether it is internal; EvidenceCounts how many are in which state, where the items are too many.
	Evidence       [][][]any  `json:"evidence,omitempty"`
	EvidenceCounts [][][2]any `json:"evidenceCounts,omitempty"`
	// Notes are respondents' words: indicator, respondent, role, item, note, quotation, source, place, internal.
	Notes [][][]any `json:"notes,omitempty"`
}

// groupData is a column that agencies are ranked within.
type groupData struct {
	ID     string   `json:"id"`
	Values []string `json:"values"`
	Value  column   `json:"value"`
	Rank   column   `json:"rank"`
	Of     column   `json:"of"`
	Best   column   `json:"best,omitempty"`
	Worst  column   `json:"worst,omitempty"`
}

func (b *builder) agencies() agencyData {
	none := func(x float64) column { return newColumn(b.n, x) }
	a := agencyData{
		ID: []string{}, Name: []string{},
		Type: none(-1), Source: none(-1), Parent: none(-1), Governs: none(0), ByName: none(0), Size: none(1),
		Rank: none(0), Of: none(0), Best: none(0), Worst: none(0), Drawn: none(0), PossibleBest: none(0), PossibleWorst: none(0),
		Tie: none(0), Reason: none(-1), Spread: make([][]any, b.n), Factors: make([][][2]any, b.n), Actions: make([][][]any, b.n),
	}
	drawn := false
	for u, one := range b.id.Agencies {
		en := b.en.Agencies[u]
		a.ID, a.Name = append(a.ID, one.ID), append(a.Name, one.Name)
		a.Type[u], a.Source[u] = b.strings.place(one.Type, en.Type), b.strings.place(one.Source, en.Source)
		a.Parent[u] = b.strings.place(one.Parent, en.Parent)
		if one.Governs {
			a.Governs[u] = 1
		}
		a.Rank[u], a.Of[u] = float64(one.RankNumber), float64(one.Of)
		a.Best[u], a.Worst[u], a.Tie[u] = float64(one.Best), float64(one.Worst), float64(one.Tie)
		if one.Method == result.IntervalDraws {
			a.Drawn[u] = 1
		}
		a.PossibleBest[u], a.PossibleWorst[u] = float64(one.PossibleBest), float64(one.PossibleWorst)
		if s := one.Spread; s != nil {
			drawn = true
			a.Spread[u] = []any{
				s.Median.Value, b.round(s.Mean.Value, 2), b.round(s.Error.Value, 3), b.printed(s.Low, 0), b.printed(s.High, 0),
				nullable(percent(s.Above, 0)), s.First, s.Counts,
			}
		}
		if one.Reason != "" {
			a.Reason[u] = b.strings.place(one.Reason, en.Reason)
		}
		a.Factors[u], a.Actions[u] = b.factorsOf(one), b.actionsOf(one)
	}
	if !drawn {
		a.Spread = nil
	}
	b.orderNames(&a)
	b.fillMembers(&a)
	b.fillGroups(&a)
	b.fillPeers(&a)
	b.fillExtras(&a)
	a.Type, a.Source, a.Parent = trimmed(a.Type, -1), trimmed(a.Source, -1), trimmed(a.Parent, -1)
	a.Governs, a.Size, a.Drawn = trimmed(a.Governs, 0), trimmed(a.Size, 1), trimmed(a.Drawn, 0)
	a.PossibleBest, a.PossibleWorst, a.Reason = trimmed(a.PossibleBest, 0), trimmed(a.PossibleWorst, 0), trimmed(a.Reason, -1)
	return a
}

// nullable is a number for JSON, nil where it is not known.
func nullable(x float64) any {
	if x != x {
		return nil
	}
	return x
}

// orderNames numbers the agencies as those of equal rank are ordered.
func (b *builder) orderNames(a *agencyData) {
	order := make([]int, b.n)
	for u := range order {
		order[u] = u
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name[x]), strings.ToLower(a.Name[y])), cmp.Compare(a.ID[x], a.ID[y]))
	})
	for i, u := range order {
		a.ByName[u] = float64(i)
	}
}

func (b *builder) fillMembers(a *agencyData) {
	for _, one := range b.calc.Agencies {
		a.Size[one.Place] = one.Weight
		if !one.Rolled {
			continue
		}
		members := []int{one.Place}
		for _, m := range b.calc.Agencies[one.First : one.First+one.Count] {
			members = append(members, m.Place)
		}
		a.Members = append(a.Members, members)
	}
}

func (b *builder) fillGroups(a *agencyData) {
	for k, g := range b.id.Groups {
		none := func(x float64) column { return newColumn(b.n, x) }
		one := groupData{ID: g.ID, Values: append([]string{}, g.Values...), Value: none(-1), Rank: none(0), Of: none(0), Best: none(0), Worst: none(0)}
		place := map[string]int{}
		for i, v := range g.Values {
			place[v] = i
		}
		for u, row := range b.id.Ranking {
			at := row.Groups[k]
			if i, known := place[at.Value]; known {
				one.Value[u] = float64(i)
			}
			one.Rank[u], one.Of[u] = float64(at.Rank), float64(at.Of)
			one.Best[u], one.Worst[u] = float64(at.Best), float64(at.Worst)
		}
		one.Best, one.Worst = trimmed(one.Best, 0), trimmed(one.Worst, 0)
		a.Groups = append(a.Groups, one)
	}
}

// fillPeers finds what agencies are compared with: those of one group with the same.
func (b *builder) fillPeers(a *agencyData) {
	a.Peers = newColumn(b.n, 0)
	groups := map[string]int{}
	for u, one := range b.id.Agencies {
		key := one.Reference.Name
		if len(one.Groups) > 0 {
			key += "\x00" + one.Groups[0].Value
		}
		at, seen := groups[key]
		if !seen {
			at = len(groups)
			groups[key] = at
			var references []any
			for i := range b.calc.Nodes {
				references = append(references, nullable(b.printed(b.id.ReferenceOf(u, b.calc.Nodes[i].ID), 0)))
			}
			a.References = append(a.References, references)
			b.peers = append(b.peers, u)
		}
		a.Peers[u] = float64(at)
	}
}

func (b *builder) factorsOf(a *view.Agency) [][2]any {
	out := [][2]any{}
	for _, f := range append(slices.Clone(a.Supporting), a.Inhibiting...) {
		if i, known := b.place[f.Indicator]; known {
			out = append(out, [2]any{i, b.printed(f.Contribution, 1)})
		}
	}
	return out
}

func (b *builder) actionsOf(a *view.Agency) [][]any {
	out := [][]any{}
	for _, action := range a.Actions {
		i, known := b.place[action.Indicator]
		if !known {
			continue
		}
		which := slices.IndexFunc(b.info(action.Indicator).Actions, func(x view.ActionInfo) bool { return x.To == action.To.Value })
		out = append(out, []any{i, b.printed(action.From, 0), which, b.printed(action.Effect, 1), b.printed(action.IndexAfter, 0)})
	}
	return out
}

// The most items of evidence of which a page without notes has every line.
const evidenceInFull = 1500

// fillExtras puts in what few agencies have: other results, placeholders, evidence and notes.
func (b *builder) fillExtras(a *agencyData) {
	others, placeholders, items := false, false, 0
	a.Others, a.Placeholders = make([][][]any, b.n), make([][]int, b.n)
	for u, one := range b.id.Agencies {
		for k, o := range one.Others {
			others = true
			a.Others[u] = append(a.Others[u], []any{b.strings.place(o.Title, b.en.Agencies[u].Others[k].Title), nullable(b.printed(o.Index, 0)), bandPlace(o.Band)})
		}
		if len(one.Placeholders) > 0 {
			placeholders = true
			for _, s := range one.Indicators {
				if slices.Contains(one.Placeholders, s.Title) {
					a.Placeholders[u] = append(a.Placeholders[u], b.place[s.ID])
				}
			}
		}
		items += len(one.Evidence)
	}
	if !others {
		a.Others = nil
	}
	if !placeholders {
		a.Placeholders = nil
	}
	if items > 0 {
		b.fillEvidence(a, items <= evidenceInFull || b.options.notes)
	}
	if b.options.notes {
		b.fillNotes(a)
	}
}

func (b *builder) fillEvidence(a *agencyData, full bool) {
	if !full {
		a.EvidenceCounts = make([][][2]any, b.n)
		for u, one := range b.id.Agencies {
			counts := map[float64]int{}
			var order []float64
			for k, item := range one.Evidence {
				state := b.strings.place(item.StatusText, b.en.Agencies[u].Evidence[k].StatusText)
				if counts[state]++; counts[state] == 1 {
					order = append(order, state)
				}
			}
			for _, state := range order {
				a.EvidenceCounts[u] = append(a.EvidenceCounts[u], [2]any{state, counts[state]})
			}
		}
		return
	}
	a.Evidence = make([][][]any, b.n)
	for u, one := range b.id.Agencies {
		for k, item := range one.Evidence {
			i, known := b.place[item.Indicator]
			if !known {
				continue
			}
			line := []any{i, item.Title, nullable(b.printed(item.Level, 0)), b.strings.place(item.StatusText, b.en.Agencies[u].Evidence[k].StatusText), flag(item.Accepted), item.Link}
			if b.options.notes {
				line = append(line, item.Note, item.Recommendation, flag(item.Internal))
			}
			a.Evidence[u] = append(a.Evidence[u], line)
		}
	}
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *builder) fillNotes(a *agencyData) {
	a.Notes = make([][][]any, b.n)
	for u, one := range b.id.Agencies {
		for k := range one.Indicators {
			s := &one.Indicators[k]
			for m, note := range s.Notes {
				a.Notes[u] = append(a.Notes[u], []any{
					b.place[s.ID], note.Respondent, b.strings.place(note.Role, b.en.Agencies[u].Indicators[k].Notes[m].Role), note.Item,
					note.Note, note.Quote, note.Source, note.Place, flag(note.Internal),
				})
			}
		}
	}
}

// trimmed leaves a column out where nothing in it says anything.
func trimmed(c column, except float64) column {
	if c.is(except) {
		return nil
	}
	return c
}
