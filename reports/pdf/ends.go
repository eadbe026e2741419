package pdf

import (
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// endsEach is how many agencies the summary names from the top and from the bottom of the ranking.
const endsEach = 5

// firstAndLast names the first and the last agencies, each with the places it may have before its index; all of them
// where there are few.
func (s *setter) firstAndLast() part {
	var all []view.RankRow
	governs := len(s.fieldOf(false).values) == 0
	for _, row := range s.r.Ranking {
		if row.RankNumber > 0 && row.Governs == governs {
			all = append(all, row)
		}
	}
	if len(all) < 2 {
		return nil
	}
	left, right := all[:(len(all)+1)/2], all[(len(all)+1)/2:]
	titles := [2]string{s.t("ends.all"), ""}
	if len(all) > 2*endsEach {
		left, right = all[:endsEach], all[len(all)-endsEach:]
		titles = [2]string{s.t("ends.first"), s.t("ends.last")}
	}
	const gap = 8.0
	width := (pdfdoc.Width - gap) / 2
	xs := [2]float64{pdfdoc.Left, pdfdoc.Left + width + gap}
	list := &rows{head: captionHeight + 3, keep: 2, shown: len(left), least: min(len(left), 3)}
	for range left {
		list.heights = append(list.heights, 4.7)
	}
	list.paintHead = func(y float64) {
		small := sized(tiny, 6.2)
		for i, x := range xs {
			s.caption(x, y, width, titles[i], pdfdoc.Accent)
			s.line(x+endsRank, y+captionHeight-0.8, endsPlaces, s.t("places"), small, pdfdoc.AlignLeft)
			s.line(x+width, y+captionHeight-0.8, 12, s.t("index"), small, pdfdoc.AlignRight)
		}
	}
	list.paintRow = func(i int, y float64) {
		s.endsRow(left[i], xs[0], y, width)
		if i < len(right) {
			s.endsRow(right[i], xs[1], y, width)
		}
	}
	return list
}

// Where the columns of an agency's line begin, in millimetres from its left.
const (
	endsRank   = 8.0
	endsPlaces = 22.0
)

// endsRow writes one agency: rank, the places it may have in figures and drawn, name, index.
func (s *setter) endsRow(row view.RankRow, x, y, width float64) {
	const name = endsRank + endsPlaces + 2
	s.line(x+endsRank-2, y+0.4, endsRank-2, row.Rank, strong, pdfdoc.AlignRight)
	s.line(x+endsRank, y+0.4, 12, row.Interval, plain, pdfdoc.AlignLeft)
	ax := axis{1, float64(max(row.Of, 2)), x + endsRank + 11.5, x + endsRank + endsPlaces - 1}
	s.d.Line(ax.x0, y+2.3, ax.x1, y+2.3, pdfdoc.Stroke{Ink: grid, Width: 0.15})
	s.interval(ax, row, y+2.3, 1.7)
	s.d.Dot(ax.at(float64(row.RankNumber)), y+2.3, 0.85, own)
	s.line(x+name, y+0.4, width-name-9, row.Name, sized(plain, 7.6), pdfdoc.AlignLeft)
	s.line(x+width, y+0.4, 10, row.Index.Text, strong, pdfdoc.AlignRight)
	if link := s.links[row.Anchor]; link != 0 {
		s.d.LinkArea(x, y, width, 4.7, link)
	}
}
