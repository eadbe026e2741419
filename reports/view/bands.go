package view

import (
	"siap/rubric"
)

// bandRef gives the category of an id among the rubric's bands.
func (b *builder) bandRef(id string) BandRef {
	for i, band := range b.tree.Bands {
		if band.ID == id && id != "" {
			return BandRef{ID: id, Title: b.words(band.Title, id), Order: i, Shade: shade(i, len(b.tree.Bands))}
		}
	}
	return BandRef{}
}

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
		v := Band{BandRef: b.bandRef(band.ID), From: band.From, To: b.bandTop(b.tree.Bands, i)}
		v.Range = b.bandRange(b.tree.Bands, i)
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

func (b *builder) bandTop(bands []rubric.Band, i int) float64 {
	if i+1 < len(bands) {
		return bands[i+1].From
	}
	return b.tree.Scale.Max
}

// bandRange writes the limits of a band, with the side that belongs to it.
func (b *builder) bandRange(bands []rubric.Band, i int) string {
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
	return b.p.Text(key, "from", b.score(bands[i].From).Text, "to", b.score(b.bandTop(bands, i)).Text)
}

// verdict gives the words of a verdict for the index or for a dimension.
func (b *builder) verdict(set []rubric.Band, id string) string {
	for _, v := range set {
		if v.ID == id && id != "" {
			return b.words(v.Title, id)
		}
	}
	return ""
}

func (b *builder) scale() Scale {
	s := b.tree.Scale
	return Scale{Min: s.Min, Max: s.Max, MinText: b.plain(s.Min, 2), MaxText: b.plain(s.Max, 2)}
}
