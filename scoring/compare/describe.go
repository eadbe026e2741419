package compare

import (
	"cmp"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/result"
)

// The reasons why a change is not split.
const (
	reasonNoScore       = "no_score"
	reasonScales        = "scales"
	reasonTier          = "tier"
	reasonSource        = "source"
	reasonNotReproduced = "not_reproduced"
	reasonNothingShared = "nothing_shared"
	reasonOrder         = "order"
)

// describe writes down the change of every agency on both sides, and the mean.
func (p *pair) describe() error {
	r := p.newRanks()
	total := &result.Mean{}
	var sum result.Split
	split := 0
	for u, one := range p.units[:p.common] {
		a := p.sides[to].Result.Agencies[one.at[to]]
		c := result.AgencyChange{
			Agency: one.id, Name: a.Name,
			From: p.sides[from].standing(one.at[from]), To: p.sides[to].standing(one.at[to]),
		}
		c.Reason = p.unsplit(u)
		if c.Reason == "" {
			p.splitIndex(u, &c)
		}
		if c.RankReason = p.unranked(u); c.RankReason == "" {
			p.splitRank(r, u, &c)
		}
		p.significance(one, &c)
		p.states(u, &c)
		p.nodes(one, &c)
		p.step.Agencies = append(p.step.Agencies, c)
		if p.hasIndex(one) && !p.step.Shared.Scales {
			total.Agencies++
			total.From += *c.From.Index
			total.To += *c.To.Index
		}
		if c.Index != nil {
			split++
			add(&sum, c.Index, 1)
		}
	}
	if total.Agencies > 0 {
		n := float64(total.Agencies)
		total.From, total.To = total.From/n, total.To/n
		if split > 0 {
			total.Split = &result.Split{}
			add(total.Split, &sum, 1/float64(split))
		}
		p.step.Mean = total
	}
	return nil
}

// add adds a split, times a number, to another.
func add(to, s *result.Split, times float64) {
	to.Change += times * s.Change
	to.Own += times * s.Own
	to.Others += times * s.Others
	to.Company += times * s.Company
	to.Rubric += times * s.Rubric
	to.Weights += times * s.Weights
	to.Dropped += times * s.Dropped
	to.Added += times * s.Added
	to.Coverage += times * s.Coverage
	to.Method += times * s.Method
}

// unsplit says why the change of a unit's index cannot be split; "" where it can.
func (p *pair) unsplit(u int) string {
	if p.step.Shared.Scales {
		return reasonScales
	}
	return p.unevaluated(u)
}

// unevaluated says why a unit cannot be evaluated in mixtures.
func (p *pair) unevaluated(u int) string {
	one := p.units[u]
	a, b := p.sides[from], p.sides[to]
	switch {
	case !p.hasIndex(one):
		return reasonNoScore
	case !a.reproduced[one.at[from]] || !b.reproduced[one.at[to]]:
		return reasonNotReproduced
	case a.Result.Agencies[one.at[from]].Source != b.Result.Agencies[one.at[to]].Source:
		return reasonSource
	}
	for _, values := range p.values.best {
		if !composite.IsKnown(values[u]) {
			return reasonNothingShared
		}
	}
	return ""
}

// unranked is unsplit for the rank, which has no scale but must be among the same kind.
func (p *pair) unranked(u int) string {
	if why := p.unevaluated(u); why != "" {
		return why
	}
	one := p.units[u]
	for _, s := range p.sides {
		if orderText(s.rubric()) != string(rubric.ByIndex) {
			return reasonOrder
		}
	}
	if tierOf(p.sides[from], one.at[from]) != tierOf(p.sides[to], one.at[to]) {
		return reasonTier
	}
	return ""
}

func (p *pair) splitIndex(u int, c *result.AgencyChange) {
	v := p.values
	value := func(at coalition) float64 { return v.best[at][u] }
	s := partsOf(v.index.split(value))
	s.Change = *c.To.Index - *c.From.Index
	if !p.whole[from] {
		s.Dropped = value(0) - *c.From.Index
	}
	if !p.whole[to] {
		s.Added = *c.To.Index - value(v.index.whole())
	}
	s.Rubric += s.Dropped + s.Added
	c.Index = s
	drivers := 0.0
	for i, leaf := range p.shared {
		part := v.parts[i][u]
		drivers += part
		if part == 0 {
			continue
		}
		d := result.Driver{Indicator: leaf.id, Part: part}
		for s, value := range []*float64{&d.From, &d.To} {
			if n := p.sides[s].scores[p.units[u].at[s]].Nodes[leaf.id]; n.Value != nil {
				*value = *n.Value
			}
		}
		c.Drivers = append(c.Drivers, d)
	}
	if math.Abs(drivers-s.Own) > p.scaleOf(to).Tolerance() {
		c.Drivers = nil // a government whose members changed: no indicator accounts for that
	}
	slices.SortStableFunc(c.Drivers, func(a, b result.Driver) int {
		return cmp.Compare(math.Abs(b.Part), math.Abs(a.Part))
	})
}

// partsOf names the parts of a game.
func partsOf(parts [players]float64) *result.Split {
	return &result.Split{
		Own: parts[own], Others: parts[others], Company: parts[company], Coverage: parts[coverage], Method: parts[method],
		Rubric: parts[weights], Weights: parts[weights],
	}
}

// splitRank splits the places gained: a better place is a smaller number, so values are counted downwards.
func (p *pair) splitRank(r *ranks, u int, c *result.AgencyChange) {
	places := map[coalition]float64{}
	for _, at := range r.game.coalitions() {
		places[at] = -float64(r.place(u, at))
	}
	first, last := places[0], places[r.game.whole()]
	s := partsOf(r.game.split(func(at coalition) float64 { return places[at] }))
	s.Change = float64(c.From.Rank - c.To.Rank)
	if !p.whole[from] {
		s.Dropped = first + float64(c.From.Rank)
	}
	if !p.whole[to] {
		s.Added = -float64(c.To.Rank) - last
	}
	s.Rubric += s.Dropped + s.Added
	if math.Abs(s.Own+s.Others+s.Company+s.Rubric+s.Coverage+s.Method-s.Change) > 1e-6 {
		c.RankReason = reasonNotReproduced // the stored rank is not that of the stored indices
		return
	}
	c.Rank = s
}

// significance says whether the intervals of the two sides overlap: those of draws where both have them, else those of the
// bounds on both, for intervals of different methods allow for different things.
func (p *pair) significance(one unit, c *result.AgencyChange) {
	a, b := c.From, c.To
	if a.Method != b.Method {
		for s, standing := range []*result.Standing{&a, &b} {
			scores := p.sides[s].scores[one.at[s]]
			standing.Low, standing.High = scores.Index.Low, scores.Index.High
			if scores.Rank.Possible != nil {
				standing.Interval = scores.Rank.Possible
			}
		}
	}
	if a.Low != nil && b.Low != nil && a.High != nil && b.High != nil && a.Index != nil && b.Index != nil && !p.step.Shared.Scales {
		tol := p.scaleOf(to).Tolerance()
		beyond := *a.High < *b.Low-tol || *b.High < *a.Low-tol
		c.IndexBeyond = &beyond
	}
	if a, b := a.Interval, b.Interval; a != nil && b != nil {
		beyond := a.Worst < b.Best || b.Worst < a.Best
		c.RankBeyond = &beyond
	}
}

// states lists the shared indicators that became known or unknown, applicable or not.
func (p *pair) states(u int, c *result.AgencyChange) {
	a, b := p.cells[from][from][from], p.cells[to][to][to]
	for i, leaf := range p.shared {
		x, y := a[i][u], b[i][u]
		switch {
		case x.total == 0 && y.total > 0:
			c.Applies = append(c.Applies, leaf.id)
		case x.total > 0 && y.total == 0:
			c.Inapplicable = append(c.Inapplicable, leaf.id)
		case !x.said() && y.said():
			c.Known = append(c.Known, leaf.id)
		case x.said() && !y.said():
			c.Unknown = append(c.Unknown, leaf.id)
		}
	}
}

// nodes gives the dimensions that both rubrics have on one scale.
func (p *pair) nodes(one unit, c *result.AgencyChange) {
	for n := range p.sides[to].rubric().All() {
		other := nodeOf(p.sides[from].rubric(), n.ID)
		if n.IsIndicator() || other == nil || other.IsIndicator() || other.Span() != n.Span() {
			continue
		}
		x, y := p.sides[from].scores[one.at[from]].Nodes[n.ID], p.sides[to].scores[one.at[to]].Nodes[n.ID]
		c.Nodes = append(c.Nodes, result.NodeChange{Node: n.ID, From: x.Value, To: y.Value})
	}
}
