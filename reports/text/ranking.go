package text

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"siap/internal/l10n"
	"siap/reports/view"
)

// Ranking prints the ranking as a table for a terminal of so many columns (0: as wide as it needs), with what
// belongs to every rank: the bounds of the index, its coverage and the places that unknown answers leave
// possible. Names that do not fit end in an ellipsis; on a narrow terminal the ranks within groups and the
// coverage give way first. Where there are assessors' values too, how far the self-assessment differs from them follows.
// Errors are those of w.
func Ranking(w io.Writer, r *view.Report, width int, color bool) error {
	p := l10n.For(r.Lang)
	paint := painter(color)
	out := bufio.NewWriter(w)

	title := line(l10n.Join(" ", r.Title, r.Year))
	if title != "" {
		fmt.Fprintln(out, paint.paint(bold, title))
	}
	if about := line(l10n.Join(" · ", l10n.Join(" ", r.Rubric.Title, r.Rubric.Version), r.Basis, r.Window)); about != "" {
		fmt.Fprintln(out, about)
	}
	for _, mark := range []string{r.Invented, r.Simulation} {
		if mark != "" {
			fmt.Fprintln(out, paint.paint(yellow, line(mark)))
		}
	}
	fmt.Fprintln(out)
	if len(r.Ranking) == 0 {
		fmt.Fprintln(out, p.Text("text.nobody"))
		return flush(out)
	}
	columns, rows := rankTable(r, p)
	for _, s := range layout(columns, rows, width, paint) {
		fmt.Fprintln(out, s)
	}
	fmt.Fprintln(out)
	for _, s := range unranked(r, p) {
		fmt.Fprintln(out, s)
	}
	if r.Robust != nil {
		fmt.Fprintln(out, p.Text("text.about.draws", "level", r.Robust.Level.Text, "draws", p.Integer(r.Robust.Draws)))
	} else {
		fmt.Fprintln(out, p.Text("text.about"))
	}
	if n := len(r.Contradictions); n > 0 {
		fmt.Fprintln(out, paint.paint(yellow, p.Text("text.contradictions", "n", n)))
		contradicted(out, r, p, width, paint)
	}
	optimism(out, r, p, width, paint)
	return flush(out)
}

// contradictedShown is how many indicators are listed with their contradictions; the rest is counted.
const contradictedShown = 8

// contradicted says for which indicators measurements do not bear out the claims, and of the widest gap the whole
// sentence.
func contradicted(out io.Writer, r *view.Report, p *l10n.Printer, width int, paint painter) {
	columns := []column{
		{title: p.Text("text.indicator"), least: 16},
		{title: p.Text("view.contradicted.agencies"), right: true},
		{title: p.Text("view.contradicted.compared"), right: true},
		{title: p.Text("view.contradicted.widest"), right: true},
		{title: p.Text("view.contradicted.at"), least: 16, optional: true},
	}
	var rows [][]cell
	for _, c := range r.Contradicted[:min(len(r.Contradicted), contradictedShown)] {
		rows = append(rows, []cell{
			{text: c.IndicatorTitle},
			{text: p.Integer(c.Agencies), paint: yellow},
			{text: p.Integer(c.Compared)},
			{text: c.Widest.Gap.Text},
			{text: c.Widest.AgencyName},
		})
	}
	fmt.Fprintln(out)
	for _, s := range layout(columns, rows, width, paint) {
		fmt.Fprintln(out, s)
	}
	if more := len(r.Contradicted) - contradictedShown; more > 0 {
		fmt.Fprintln(out, p.Text("text.contradicted.more", "n", more))
	}
	widest := r.Contradictions[0]
	fmt.Fprintf(out, "\n%s\n", line(p.Text("text.contradicted.widest", "agency", widest.AgencyName, "indicator", widest.IndicatorTitle,
		"sentence", widest.Sentence)))
}

// unrankedShown is how many agencies without a score are named with their reasons; the rest is counted.
const unrankedShown = 5

// unranked says why agencies have no index.
func unranked(r *view.Report, p *l10n.Printer) []string {
	var lines []string
	more := 0
	for _, a := range r.Ranking {
		switch {
		case a.Index.Known || a.Reason == "":
		case len(lines) == unrankedShown:
			more++
		default:
			lines = append(lines, p.Text("text.unranked", "agency", shorten(line(a.Name), nameLimit), "reason", line(a.Reason)))
		}
	}
	if more > 0 {
		lines = append(lines, p.Text("text.unranked.more", "n", more))
	}
	return lines
}

// nameLimit is how wide a name may be where the width of the terminal is not known.
const nameLimit = 60

func rankTable(r *view.Report, p *l10n.Printer) ([]column, [][]cell) {
	columns := []column{
		{title: p.Text("text.rank"), right: true},
		{title: p.Text("text.agency"), least: 16},
		{title: p.Text("text.index"), right: true},
		{title: p.Text("text.bounds"), right: true},
		{title: p.Text("text.coverage"), right: true, optional: true},
		{title: p.Text("text.band"), least: 12},
		{title: p.Text("text.interval"), right: true},
	}
	contradicted := len(r.Contradictions) > 0
	if contradicted {
		columns = append(columns, column{title: p.Text("text.contradicted"), right: true, optional: true})
	}
	for _, g := range r.Groups {
		columns = append(columns, column{title: shorten(line(g.Title), 16), right: true, optional: true})
	}
	rows := make([][]cell, 0, len(r.Ranking))
	for _, a := range r.Ranking {
		band := a.Band.Title
		if band == "" {
			band = l10n.Unknown
		}
		row := []cell{
			{text: a.Rank, paint: bold},
			{text: shorten(line(a.Name), nameLimit)},
			{text: a.Index.Text, paint: bold},
			{text: view.Between(a.Low, a.High)},
			{text: a.Coverage.Text},
			{text: band},
			{text: a.Interval},
		}
		if contradicted {
			n := cell{text: l10n.Unknown, paint: faint}
			if a.Contradictions > 0 {
				n = cell{text: strconv.Itoa(a.Contradictions), paint: yellow}
			}
			row = append(row, n)
		}
		for _, g := range r.Groups {
			row = append(row, cell{text: placeIn(a, g.ID).text})
		}
		rows = append(rows, row)
	}
	return columns, rows
}

// placed is an agency's place within a column, as people and as programs read it.
type placed struct {
	text string
	rank int
}

func placeIn(a view.RankRow, columnID string) placed {
	for _, g := range a.Groups {
		if g.Column == columnID {
			return placed{g.Text, g.Rank}
		}
	}
	return placed{text: l10n.Unknown}
}

func flush(out *bufio.Writer) error {
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	return nil
}
