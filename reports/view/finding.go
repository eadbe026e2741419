package view

import "slices"

// finding is the result in one or two short sentences, the groups before the ranks: what a reader takes away who reads
// nothing else.
func (b *builder) finding(r *Report) string {
	var scored []*entry
	for _, e := range b.entries {
		if e.row.Index.Known {
			scored = append(scored, e)
		}
	}
	switch {
	case len(scored) == 0:
		return b.p.Text("view.finding.none", "n", len(b.entries))
	case len(b.entries) == 1:
		return b.findingOne(r, scored[0])
	}
	first := b.findingFirst()
	words := b.findingBands(r.Bands)
	if words == "" {
		return first
	}
	text := b.p.Text("view.finding.bands", "n", len(scored), "bands", words)
	if first != "" {
		text += " " + first
	}
	return text
}

// findingBands counts the agencies in each band, from the highest, without the empty ones.
func (b *builder) findingBands(bands []Band) string {
	var parts []string
	for _, band := range slices.Backward(bands) {
		key := "view.finding.band"
		if len(parts) == 0 {
			key = "view.finding.band.first"
		}
		if band.Count > 0 {
			parts = append(parts, b.p.Text(key, "n", band.Count, "band", band.Title))
		}
	}
	return b.list(parts)
}

// findingFirst says who leads, and from how many others that cannot be told.
func (b *builder) findingFirst() string {
	var tier, first, together []*entry
	agencies := false
	for _, e := range b.entries {
		agencies = agencies || (!e.a.Governs && e.row.RankNumber > 0)
	}
	for _, e := range b.entries {
		if e.row.RankNumber == 0 || e.a.Governs == agencies {
			continue
		}
		tier = append(tier, e)
		if e.row.RankNumber == 1 {
			first = append(first, e)
		}
	}
	if len(first) == 0 || len(tier) < 2 {
		return ""
	}
	for _, e := range tier {
		if e.row.Tie > 0 && e.row.Tie == first[0].row.Tie {
			together = append(together, e)
		}
	}
	who := b.p.Text("view.finding.first", "name", first[0].row.Name, "index", first[0].row.Index.Text)
	if len(first) > 1 {
		who = b.p.Text("view.finding.first.tied", "n", len(first), "index", first[0].row.Index.Text)
	}
	if others := len(together) - len(first); others > 0 {
		return b.p.Text("view.finding.apart", "first", who, "n", others)
	}
	return b.p.Text("view.finding.clear", "first", who)
}

// findingOne is the finding on a single agency, with its strongest and its weakest dimension.
func (b *builder) findingOne(r *Report, e *entry) string {
	args := []any{"name", e.row.Name, "index", e.row.Index.Text, "max", r.Scale.MaxText, "band", lowerFirst(bandWords(e.row))}
	best, weakest := extremeDimensions(r.Dimensions)
	if best == nil || best == weakest {
		return b.p.Text("view.finding.one", args...)
	}
	return b.p.Text("view.finding.one.weakest", append(args, "best", best.Title, "weakest", weakest.Title)...)
}
