package view

import (
	"slices"

	"siap/rubric"
	"siap/scoring/result"
)

// Calculation is what the index is computed of, for outputs that go on calculating, such as the formulas of a
// spreadsheet: the tree with its weights and ways of combining, and every agency's indicators as the scoring resolved
// them, on the headline basis. Its numbers are unrounded; 0 stands where a State says that there is none.
type Calculation struct {
	// Nodes are the tree, level by level: Nodes[0] is the index, and the children of a node stand side by side.
	Nodes []CalculatedNode
	// Agencies are in the order of the ranking; under a roll-up those that belong to one government stand side by side,
	// behind it.
	Agencies []CalculatedAgency
	// UnknownAtBottom says that unknown indicators count at the bottom of their scale.
	UnknownAtBottom bool
	// Bands are the categories of the index. UpperEdge says that a band holds its upper end in place of its lower one.
	Bands     []Band
	UpperEdge bool
	// RoundedBands and RoundedRanks say that bands and ranks are decided on the index rounded to Digits by Mode.
	RoundedBands, RoundedRanks bool
	// Ordered says that places are not decided on the index, but by a method that compares the agencies with each other.
	Ordered bool
	Digits  int
	Mode    string
	// Tolerance is the difference up to which two indices are the same, in points of the index; Share the same for
	// shares such as coverage.
	Tolerance, Share float64
}

// CalculatedNode is the index, a dimension, a part of one, or an indicator.
type CalculatedNode struct {
	// ID is "" for the index.
	ID, Code, Title string
	// Parent is the place of the node above, -1 for the index. The Count children begin at First.
	Parent, First, Count int
	// Depth is 0 for the index.
	Depth  int
	Weight float64
	// How and Power are how the children become one value; indicators have none.
	How   rubric.Aggregation
	Power float64
	// HowText is the same in words.
	HowText string
	// MinCoverage is the coverage, 0 to 1, below which the node has no value. It counts for indicators only where a
	// government is computed from its agencies.
	MinCoverage float64
	Scale       Scale
	// Repeats says that every row of the indicator counts like an indicator of its own.
	Repeats bool
}

// Indicator reports whether the node is a leaf.
func (n *CalculatedNode) Indicator() bool { return n.Count == 0 }

// CalculatedAgency is one agency's numbers.
type CalculatedAgency struct {
	// Place is the agency's in Report.Ranking and Report.Agencies.
	Place int
	// Governs says that it is ranked among governments.
	Governs bool
	// Rolled says that its values are those of the Count agencies that begin at First, node by node: their mean, by
	// their Weight.
	Rolled       bool
	First, Count int
	// Weight is its own in its government; 0 where it is not known.
	Weight float64
	// Cells are its numbers for each of Calculation.Nodes.
	Cells []CalculatedCell
}

// CalculatedCell is one agency's numbers for one node.
type CalculatedCell struct {
	State State
	// Withheld says that there would be a value, but the coverage is below the minimum.
	Withheld            bool
	Value               float64
	Low, High, Coverage float64
	// Given says that an indicator has a value of its own: one that is unknown and counts at the bottom has none.
	Given bool
	// Times is how often the value counts where it is known, Total how often it would were all of it known: more than
	// once for an indicator of which every row counts.
	Times, Total float64
	// Assumed says that nothing is known, and the value stands in for an external index or was filled in from other
	// agencies; Lowered that unknown rows are in it at the bottom of the scale.
	Assumed, Lowered bool
}

// Calculation gives what the index is computed of.
func (r *Report) Calculation() *Calculation { return r.builder.calculation() }

func (b *builder) calculation() *Calculation {
	c := &Calculation{
		UnknownAtBottom: b.tree.Unknown == rubric.Bottom, Bands: b.bandsWithCounts(), UpperEdge: b.tree.BandEdge == rubric.EdgeUpper,
		RoundedBands: b.decided(b.tree.Decide.Bands) == "rounded", RoundedRanks: b.decided(b.tree.Decide.Ranks) == "rounded",
		Ordered: b.tree.Order != "" && b.tree.Order != rubric.ByIndex,
		Digits:  b.tree.Rounding.Digits, Mode: b.tree.Rounding.Mode, Tolerance: b.tol, Share: tolerance,
	}
	nodes := b.levels(c)
	order, rolled := b.order()
	place, row := map[*entry]int{}, map[*entry]int{}
	for i, e := range b.entries {
		place[e] = i
	}
	for i, e := range order {
		row[e] = i
	}
	for _, e := range order {
		one := CalculatedAgency{Place: place[e], Governs: e.a.Governs, Weight: 1}
		if b.rollup() == "weighted" {
			one.Weight = max(e.a.Weight, 0)
		}
		if members := rolled[e]; len(members) > 0 {
			one.Rolled, one.First, one.Count = true, row[members[0]], len(members)
		}
		for at, n := range nodes {
			score := &e.scores.Index
			if at > 0 {
				score = e.node(n.ID)
			}
			one.Cells = append(one.Cells, b.calculated(n, score))
		}
		c.Agencies = append(c.Agencies, one)
	}
	return c
}

// levels lays the tree out level by level, and gives the rubric's nodes in the same order; the first one is nil.
func (b *builder) levels(c *Calculation) []*rubric.Node {
	combined := func(to *CalculatedNode, n *rubric.Node) {
		to.How, to.Power = b.tree.Combines(n)
		to.HowText = b.known("view.combined.", string(to.How)) + powerWords(b, to.How, to.Power)
	}
	nodes := []*rubric.Node{nil}
	c.Nodes = []CalculatedNode{{
		Title: b.p.Text("view.index"), Parent: -1, Weight: 1, MinCoverage: b.tree.MinCoverage, Scale: b.scaleOf(nil),
	}}
	combined(&c.Nodes[0], nil)
	for at := 0; at < len(nodes); at++ {
		children := b.dimensions
		if at > 0 {
			children = present(nodes[at].Children)
		}
		c.Nodes[at].First, c.Nodes[at].Count = len(nodes), len(children)
		for _, n := range children {
			one := CalculatedNode{
				ID: n.ID, Code: clean(n.Code, shortLimit), Title: b.title(n), Parent: at, Depth: c.Nodes[at].Depth + 1, Weight: n.Weight,
				MinCoverage: b.tree.MinCoverage, Scale: b.scaleOf(n), Repeats: n.Repeats == rubric.RepeatRows && n.IsIndicator(),
			}
			if n.MinCoverage != nil {
				one.MinCoverage = *n.MinCoverage
			}
			if !n.IsIndicator() {
				combined(&one, n)
			}
			nodes, c.Nodes = append(nodes, n), append(c.Nodes, one)
		}
	}
	return nodes
}

// order gives the agencies in the order of the ranking, with those of a government that was rolled up behind it, side
// by side; and these by government. A government in a circle of governments has none.
func (b *builder) order() (order []*entry, rolled map[*entry][]*entry) {
	rolled = map[*entry][]*entry{}
	inside := map[*entry]bool{}
	for _, e := range b.entries {
		above := b.byID[e.a.Parent]
		if above != nil && e.a.Parent != "" && above.a.Source == result.RolledUp && b.rollup() != "none" {
			rolled[above] = append(rolled[above], e)
			inside[e] = true
		}
	}
	seen := map[*entry]bool{}
	add := func(more []*entry) {
		for _, e := range more {
			if !seen[e] {
				seen[e] = true
				order = append(order, e)
			}
		}
	}
	add(slices.DeleteFunc(slices.Clone(b.entries), func(e *entry) bool { return inside[e] }))
	for at := 0; at < len(order); at++ {
		add(rolled[order[at]])
	}
	whole := len(order)
	add(b.entries)
	for _, e := range order[whole:] {
		delete(rolled, e)
	}
	return order, rolled
}

// calculated gives one agency's numbers for a node, nil for the index.
func (b *builder) calculated(n *rubric.Node, score *result.Node) CalculatedCell {
	c := CalculatedCell{
		State: stateOf(score), Coverage: score.Coverage, Times: 1, Total: 1, Withheld: score.Reason == result.ReasonMinCoverage,
		Value: or(score.Value, 0), Low: or(score.Low, 0), High: or(score.High, 0),
	}
	if n == nil || !n.IsIndicator() {
		return c
	}
	times, total := timesOf(b.tree, n, score)
	c.Times, c.Total = float64(times), float64(total)
	if c.State == Unknown {
		c.Times = c.Total
	}
	atBottom := slices.Contains(score.Flags, result.FlagUnknownAtBottom)
	c.Assumed = slices.Contains(score.Flags, result.FlagPlaceholder) || slices.Contains(score.Flags, result.FlagImputed)
	if c.Assumed {
		c.Times, c.Total = 1, 1
	}
	c.Given = c.State == Known && !(atBottom && c.Coverage == 0)
	c.Lowered = c.Given && atBottom
	return c
}
