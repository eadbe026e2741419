package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// summary sets the one page for who has a minute: the finding, the few numbers, bands before ranks, where the agencies
// stand, and what to do.
func (s *setter) summary() {
	large := pdfdoc.Style{Size: 16, Bold: true, Ink: pdfdoc.Accent}
	parts := []part{
		&fixed{large.Leading(), func(y float64) { s.line(pdfdoc.Left, y, pdfdoc.Width, s.t("summary"), large, pdfdoc.AlignLeft) }},
		s.finding(),
		s.firstAndLast(),
		s.tiles(s.headlines()),
	}
	many := len(s.r.Agencies) > 1
	switch {
	case many && s.r.Map != nil:
		const bands = 64.0
		wide := pdfdoc.Width - bands - 6
		place := &fixed{captionHeight + s.placesHeight(wide) + 2, func(y float64) {
			x := pdfdoc.Left + bands + 6
			s.caption(x, y, wide, s.r.Map.Title, pdfdoc.Accent)
			s.places(x, y+captionHeight+1, wide, false)
		}}
		parts = append(parts, &pair{s.bands(pdfdoc.Left, bands), place})
	case many:
		parts = append(parts, s.distribution(), s.bands(pdfdoc.Left, pdfdoc.Width))
	}
	parts = append(parts, s.dimensions(), s.toDo())
	s.compose(parts...)
}

// finding is the result in a sentence or two, on a ground of its own.
func (s *setter) finding() part {
	if s.r.Finding == "" {
		return nil
	}
	st := pdfdoc.Style{Size: 12.5, Ink: pdfdoc.Black}
	lines := s.d.Wrap(s.r.Finding, st, pdfdoc.Width-10, 6)
	height := float64(len(lines))*st.Leading() + 7
	return &fixed{height, func(y float64) {
		s.d.FillRect(pdfdoc.Left, y, pdfdoc.Width, height, pdfdoc.Tint)
		s.d.FillRect(pdfdoc.Left, y, 1.5, height, pdfdoc.Accent)
		s.put(pdfdoc.Left+6, y+3.5, lines, st, pdfdoc.AlignLeft)
	}}
}

func (s *setter) headlines() []tile {
	var tiles []tile
	for _, h := range s.r.Headlines {
		tiles = append(tiles, tile{value: h.Value, label: h.Label, note: h.Note})
	}
	return tiles[:min(len(tiles), 5)]
}

// tile is one large number.
type tile struct {
	value, label, note string
}

// tiles sets large numbers side by side.
func (s *setter) tiles(tiles []tile) part {
	if len(tiles) == 0 {
		return nil
	}
	const gap, pad = 3.0, 2.6
	big := pdfdoc.Style{Size: 17, Bold: true, Ink: pdfdoc.Accent}
	width := (pdfdoc.Width - gap*float64(len(tiles)-1)) / float64(len(tiles))
	inner := width - 2*pad
	labels, notes := make([][]string, len(tiles)), make([][]string, len(tiles))
	mostLabels, mostNotes := 1, 0
	for i, t := range tiles {
		labels[i] = s.d.Wrap(t.label, soft, inner, 2)
		mostLabels = max(mostLabels, len(labels[i]))
		if t.note != "" {
			notes[i] = s.d.Wrap(t.note, tiny, inner, 2)
		}
		mostNotes = max(mostNotes, len(notes[i]))
	}
	height := 2*pad + float64(mostLabels)*soft.Leading() + big.Leading() + float64(mostNotes)*tiny.Leading()
	return &fixed{height, func(top float64) {
		for i, t := range tiles {
			x := pdfdoc.Left + float64(i)*(width+gap)
			s.d.FillRect(x, top, width, height, pdfdoc.Pale)
			s.d.FillRect(x, top, width, 0.6, pdfdoc.Accent)
			s.put(x+pad, top+pad, labels[i], soft, pdfdoc.AlignLeft)
			y := top + pad + float64(mostLabels)*soft.Leading()
			s.line(x+pad, y, inner, t.value, s.shrunk(t.value, big, inner, 8), pdfdoc.AlignLeft)
			s.put(x+pad, y+big.Leading(), notes[i], tiny, pdfdoc.AlignLeft)
		}
	}}
}

// shrunk gives the style, smaller where the text would not fit, but not below a size.
func (s *setter) shrunk(text string, st pdfdoc.Style, width, least float64) pdfdoc.Style {
	for st.Size > least && s.d.TextWidth(text, st) > width {
		st.Size--
	}
	return st
}

// bands sets the categories from the highest down, with how many agencies are in each.
func (s *setter) bands(x, width float64) part {
	if len(s.r.Bands) == 0 {
		return nil
	}
	title := s.t("bands_of")
	count := pdfdoc.Style{Size: 11, Bold: true, Ink: pdfdoc.Black}
	most := 1
	for _, b := range s.r.Bands {
		most = max(most, b.Count)
	}
	const left = 40.0 // title and limits
	list := &rows{head: captionHeight, keep: 1, paintHead: func(y float64) { s.caption(x, y, width, title, pdfdoc.Accent) }}
	var paint []func(y float64)
	for i := len(s.r.Bands) - 1; i >= 0; i-- {
		b := s.r.Bands[i]
		const height = 7.8
		list.heights = append(list.heights, height)
		paint = append(paint, func(y float64) {
			s.d.FillRect(x, y+1.1, 3, 3, bandColor(b.BandRef))
			s.lowCorner(x, y+1.1, 3, 1.6, b.BandRef)
			s.line(x+4.4, y+0.6, left-6, b.Title, strong, pdfdoc.AlignLeft)
			s.line(x+4.4, y+4.2, left-6, b.Range, tiny, pdfdoc.AlignLeft)
			s.line(x+left+10, y, 12, s.p.Integer(b.Count), count, pdfdoc.AlignRight)
			bar := (width - left - 12) * float64(b.Count) / float64(most)
			if b.Count > 0 {
				s.d.FillRect(x+left+12, y+1.2, bar, 3, bandColor(b.BandRef))
			}
		})
	}
	list.shown, list.least = len(list.heights), len(list.heights)
	list.paintRow = func(i int, y float64) { paint[i](y) }
	return list
}

// distribution draws where all agencies stand on the scale.
func (s *setter) distribution() part {
	if len(s.r.Ranking) < 2 {
		return nil
	}
	const high, head, foot = 15.0, captionHeight, 6.0
	r := 1.7
	if len(s.r.Ranking) > 30 {
		r = 1.1
	}
	ax := s.indexAxis(pdfdoc.Left+2, pdfdoc.Right-2)
	return &fixed{head + high + foot, func(y float64) {
		s.caption(pdfdoc.Left, y, pdfdoc.Width, s.t("distribution"), pdfdoc.Accent)
		y += head + high
		for _, governs := range []bool{true, false} {
			f := s.fieldOf(governs)
			if len(f.values) > 0 && (!governs || len(s.fieldOf(false).values) == 0) {
				s.crowd(f, ax, y, high-1.5, r, func(v float64) pdfdoc.Color { return deeper(bandColor(s.bandAt(v))) })
			}
		}
		s.bandAxis(ax, y+3.6, y+3.6)
	}}
}

// deeper darkens a pale colour a little, so that dots of it are seen on white.
func deeper(c pdfdoc.Color) pdfdoc.Color {
	if int(c.R)+int(c.G)+int(c.B) < 600 {
		return c
	}
	return pdfdoc.Color{R: c.R - c.R/5, G: c.G - c.G/5, B: c.B - c.B/5}
}

// dimensions draws each dimension over all agencies: the median as a dot on the span from the lowest to the highest.
func (s *setter) dimensions() part {
	all := s.r.Dimensions
	if len(all) == 0 {
		return nil
	}
	const names, numbers = 66.0, 46.0
	ax := axis{0, 1, pdfdoc.Left + names, pdfdoc.Right - numbers}
	list := &rows{head: captionHeight + 6, keep: 1.5, shown: len(all), least: min(len(all), 3)}
	one := len(s.r.Agencies) == 1
	list.paintHead = func(y float64) {
		s.caption(pdfdoc.Left, y, pdfdoc.Width, s.t("dimensions"), pdfdoc.Accent)
		y += captionHeight
		median := s.t("median")
		if one {
			median = s.t("value")
		}
		s.line(pdfdoc.Right-26, y, 18, median, tiny, pdfdoc.AlignRight)
		s.line(pdfdoc.Right, y, 22, s.t("coverage"), tiny, pdfdoc.AlignRight)
		if !s.r.OwnScales {
			s.bandAxis(s.indexAxis(ax.x0, ax.x1), y+4, y+4)
		}
	}
	for range all {
		list.heights = append(list.heights, 5.6)
	}
	list.paintRow = func(i int, y float64) {
		dim := all[i]
		middle := y + 2.9
		s.d.Label(pdfdoc.Left, middle+1, names-6, l10n.Join(" ", dim.Code, dim.Title), plain, pdfdoc.AlignLeft)
		s.d.Line(ax.x0, middle, ax.x1, middle, pdfdoc.Stroke{Ink: grid, Width: 0.15})
		if dim.Lowest.Known && dim.Highest.Known && !one {
			from, to := ax.at(dim.Scale.Part(dim.Lowest.Value)), ax.at(dim.Scale.Part(dim.Highest.Value))
			s.d.FillRect(from, middle-0.8, max(to-from, 0.3), 1.6, pdfdoc.Rule)
		}
		if dim.Median.Known {
			s.d.Dot(ax.at(dim.Scale.Part(dim.Median.Value)), middle, 1.5, own)
		}
		s.d.Label(pdfdoc.Right-26, middle+1, 0, dim.Median.Text, strong, pdfdoc.AlignRight)
		s.d.Label(pdfdoc.Right, middle+1, 0, dim.Coverage.Text, soft, pdfdoc.AlignRight)
	}
	list.more = func(left int, y float64) {
		s.line(pdfdoc.Left, y, pdfdoc.Width, s.t("more.dimensions", "n", left), tiny, pdfdoc.AlignLeft)
	}
	return list
}

// toDo sets the three things to do first.
func (s *setter) toDo() part {
	todo := s.r.ToDo()
	if len(todo) == 0 {
		return nil
	}
	number := pdfdoc.Style{Size: 15, Bold: true, Ink: pdfdoc.Accent}
	what := pdfdoc.Style{Size: 10, Bold: true, Ink: pdfdoc.Black}
	why := pdfdoc.Style{Size: 8.5, Ink: pdfdoc.Grey}
	list := &rows{head: captionHeight + 1.5, keep: 9, shown: len(todo), least: len(todo)}
	list.paintHead = func(y float64) { s.caption(pdfdoc.Left, y, pdfdoc.Width, s.t("todo"), pdfdoc.Accent) }
	var texts, reasons [][]string
	for _, one := range todo {
		texts = append(texts, s.d.Wrap(one.Text, what, pdfdoc.Width-9, 3))
		reasons = append(reasons, s.d.Wrap(one.Why, why, pdfdoc.Width-9, 2))
		i := len(texts) - 1
		list.heights = append(list.heights, float64(len(texts[i]))*what.Leading()+float64(len(reasons[i]))*why.Leading()+2)
	}
	list.paintRow = func(i int, y float64) {
		s.line(pdfdoc.Left, y-0.6, 8, s.p.Integer(i+1), number, pdfdoc.AlignLeft)
		y = s.put(pdfdoc.Left+9, y, texts[i], what, pdfdoc.AlignLeft)
		s.put(pdfdoc.Left+9, y, reasons[i], why, pdfdoc.AlignLeft)
	}
	return list
}

// bandLegend sets the bands' colours, and where there are any what a hatched and an empty cell mean, in as many lines as it
// takes.
func (s *setter) bandLegend(unknown, na bool) {
	type entry struct {
		text string
		draw func(x, y float64)
	}
	var entries []entry
	for _, b := range s.r.Bands {
		entries = append(entries, entry{b.Title, func(x, y float64) {
			s.d.FillRect(x, y, 4.5, 2.8, bandColor(b.BandRef))
			s.lowCorner(x, y, 4.5, 1.5, b.BandRef)
		}})
	}
	if unknown {
		entries = append(entries, entry{s.t("unknown"), func(x, y float64) { s.unknownCell(x, y, 4.5, 2.8) }})
	}
	if na {
		entries = append(entries, entry{s.t("not_applicable"), func(x, y float64) { s.d.FillRect(x, y, 4.5, 2.8, pdfdoc.Pale) }})
	}
	if len(entries) == 0 {
		return
	}
	x := pdfdoc.Left
	y := s.d.Reserve(5)
	for _, e := range entries {
		text := s.d.Fit(e.text, plain, 60)
		wide := s.d.TextWidth(text, plain) + 12
		if x+wide > pdfdoc.Right {
			x, y = pdfdoc.Left, s.d.Reserve(5)
		}
		e.draw(x, y+0.6)
		s.d.Label(x+6, y+3, 0, text, plain, pdfdoc.AlignLeft)
		x += wide
	}
	s.d.Space(1.5)
}

// unknownCell draws the ground of a value that is not known.
func (s *setter) unknownCell(x, y, w, h float64) {
	s.d.HatchRect(x, y, w, h, peers)
	s.d.StrokeRect(x, y, w, h, pdfdoc.Stroke{Ink: grid, Width: 0.1})
}

// heatCell gives a cell of a map of values: coloured by band, hatched where unknown, empty where not applicable.
func (s *setter) heatCell(c view.HeatCell) pdfdoc.Cell {
	switch c.State {
	case view.Known:
		fill := bandColor(c.Band)
		cell := pdfdoc.Cell{Text: c.Text, Fill: &fill, Ink: inkOn(fill)}
		if c.Band.ID == "" {
			cell.Fill, cell.Ink = nil, nil
		}
		cell.Draw = func(x, y, w, _ float64) { s.lowCorner(x, y, w, 1.5, c.Band) }
		return cell
	case view.NotApplicable:
		return pdfdoc.Cell{Text: c.Text, Fill: &pdfdoc.Pale, Ink: &pdfdoc.Grey}
	}
	return pdfdoc.Cell{Text: c.Text, Hatch: true, Ink: &pdfdoc.Black}
}
