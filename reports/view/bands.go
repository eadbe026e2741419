package view

import (
	"siap/rubric"
)

// bandRef gives the category of an id among the rubric's bands.
func (b *speaker) bandRef(id string) BandRef { return b.bandAmong(b.tree.Bands, id) }

// bandOf gives the category of a node's value: one of its own bands where it has some, else one of the rubric's. On a
// scale of its own without bands of its own a node has no category: the rubric's limits mean nothing there.
func (b *speaker) bandOf(n *rubric.Node, id string) BandRef {
	switch {
	case n == nil:
		return b.bandRef(id)
	case len(n.Bands) > 0:
		return b.bandAmong(n.Bands, id)
	case b.ownScale(n):
		return BandRef{}
	}
	return b.bandRef(id)
}

func (b *speaker) bandAmong(bands []rubric.Band, id string) BandRef {
	for i, band := range bands {
		if band.ID == id && id != "" {
			return BandRef{ID: id, Title: b.words(band.Title, id), Order: i, Shade: shade(i, len(bands))}
		}
	}
	return BandRef{}
}

// ownScale reports whether a node's scores are on another scale than the index.
func (b *speaker) ownScale(n *rubric.Node) bool { return n != nil && n.Span() != b.tree.Scale }

func shade(order, of int) float64 {
	if of < 2 {
		return 1
	}
	return float64(order) / float64(of-1)
}

// bandsWithCounts gives the categories with how many agencies are in each.
func (b *builder) bandsWithCounts() []Band {
	var bands []Band
	scored := 0
	for i, band := range b.tree.Bands {
		v := Band{BandRef: b.bandRef(band.ID), From: band.From, To: bandTop(b.tree.Bands, i, b.tree.Scale)}
		v.Range = b.bandRange(b.tree.Bands, i, b.tree.Scale)
		for _, e := range b.entries {
			if e.scores.Index.Value != nil && e.scores.Index.Band == band.ID {
				v.Count++
				scored++
			}
		}
		bands = append(bands, v)
	}
	for i := range bands {
		if scored > 0 {
			bands[i].Share = float64(bands[i].Count) / float64(scored)
		}
	}
	return bands
}

func bandTop(bands []rubric.Band, i int, span rubric.Scale) float64 {
	if i+1 < len(bands) {
		return bands[i+1].From
	}
	return span.Max
}

// bandRange writes the limits of a band, with the side that belongs to it.
func (b *speaker) bandRange(bands []rubric.Band, i int, span rubric.Scale) string {
	key := "view.range.lower"
	switch last := i == len(bands)-1; {
	case last && b.tree.BandEdge == rubric.EdgeUpper && i > 0:
		key = "view.range.above_top"
	case last:
		key = "view.range.top"
	case b.tree.BandEdge == rubric.EdgeUpper && i > 0:
		key = "view.range.upper"
	case b.tree.BandEdge == rubric.EdgeUpper:
		key = "view.range.top" // the lowest band holds both its ends
	}
	return b.p.Text(key, "from", b.score(bands[i].From).Text, "to", b.score(bandTop(bands, i, span)).Text)
}

// verdict gives the words of a verdict among a set.
func (b *speaker) verdict(set []rubric.Band, id string) string {
	for _, v := range set {
		if v.ID == id && id != "" {
			return b.words(v.Title, id)
		}
	}
	return ""
}

// verdictsOf gives the words a study uses for a node: its own, or those for dimensions where it is one.
func (b *speaker) verdictsOf(n *rubric.Node) []rubric.Band {
	if len(n.Verdicts) > 0 {
		return n.Verdicts
	}
	for _, d := range b.tree.Children {
		if d == n && !b.ownScale(n) {
			return b.tree.Verdicts.Dimension
		}
	}
	return nil
}

// scaleOf gives the span of a node's score, or of the index for nil.
func (b *speaker) scaleOf(n *rubric.Node) Scale {
	s := b.tree.Scale
	if n != nil {
		s = n.Span()
	}
	return Scale{Min: s.Min, Max: s.Max, MinText: b.quantity(s.Min), MaxText: b.quantity(s.Max)}
}

// scaleWords says on what scale a node's values are, where that is not the rubric's; else "".
func (b *speaker) scaleWords(n *rubric.Node) string {
	if !b.ownScale(n) {
		return ""
	}
	s := b.scaleOf(n)
	return b.p.Text("view.scale.own", "min", s.MinText, "max", s.MaxText)
}

// anyOwnScale reports whether any node's scores are on another scale than the index.
func (b *speaker) anyOwnScale() bool {
	for n := range b.tree.All() {
		if b.ownScale(n) {
			return true
		}
	}
	return false
}
