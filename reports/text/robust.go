package text

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/reports/view"
)

// leftOutShown and overtakesShown are how many nodes and pairs are printed; the rest is counted.
const (
	leftOutShown   = 12
	overtakesShown = 12
)

// Robust prints how far a ranking can be trusted: what was varied, the place of every agency with its interval, which
// source matters, and how little turns neighbours round.
func Robust(w io.Writer, r *view.Report, width int, color bool) error {
	p := l10n.For(r.Lang)
	paint := painter(color)
	out := bufio.NewWriter(w)
	for _, mark := range []string{r.Invented, r.Simulation} {
		if mark != "" {
			fmt.Fprintln(out, paint.paint(yellow, line(mark)))
		}
	}
	prose := width
	if prose == 0 || prose > proseWidth {
		prose = proseWidth
	}
	for _, s := range wrap(line(strings.Join(r.Robust.Sentences, " ")), prose) {
		fmt.Fprintln(out, s)
	}
	fmt.Fprintln(out)
	for _, s := range r.Robust.Sources {
		fmt.Fprintf(out, "  %s: %s\n", paint.paint(bold, line(s.Title)), line(s.Text))
	}
	section := func(key string, columns []column, rows [][]cell, more int) {
		if len(rows) == 0 {
			return
		}
		fmt.Fprintf(out, "\n%s\n", paint.paint(bold, p.Text(key)))
		for _, s := range layout(columns, rows, width, paint) {
			fmt.Fprintln(out, s)
		}
		if more > 0 {
			fmt.Fprintln(out, p.Text("text.robust.more", "n", more))
		}
	}
	columns, rows := placesTable(r, p)
	section("text.robust.places", columns, rows, 0)
	columns, rows = factorTable(r.Robust, p)
	section("text.robust.factors", columns, rows, 0)
	columns, rows = leftOutTable(r.Robust, p)
	shown := min(len(rows), leftOutShown)
	section("text.robust.left", columns, rows[:shown], len(rows)-shown)
	if len(r.Robust.Overtakes) > 0 {
		fmt.Fprintf(out, "\n%s\n", paint.paint(bold, p.Text("text.robust.overtakes")))
		for i, o := range r.Robust.Overtakes {
			if i == overtakesShown {
				fmt.Fprintln(out, p.Text("text.robust.more", "n", len(r.Robust.Overtakes)-i))
				break
			}
			for k, s := range wrap(line(o.Sentence), prose-4) {
				mark := "  · "
				if k > 0 {
					mark = "    "
				}
				fmt.Fprintln(out, mark+s)
			}
		}
	}
	return flush(out)
}

// placesTable has the place of every agency with its interval, median, index interval, group and the chance to stand
// above the next one.
func placesTable(r *view.Report, p *l10n.Printer) (columns []column, rows [][]cell) {
	columns = []column{
		{title: p.Text("text.rank"), right: true},
		{title: p.Text("text.agency"), least: 16},
		{title: p.Text("text.index"), right: true},
		{title: p.Text("text.interval"), right: true},
		{title: p.Text("text.robust.median"), right: true},
		{title: p.Text("text.robust.index"), right: true, optional: true},
		{title: p.Text("text.robust.tie"), right: true},
		{title: p.Text("text.robust.above"), right: true, optional: true},
	}
	for _, a := range r.Ranking {
		if a.Spread == nil {
			continue
		}
		rows = append(rows, []cell{
			{text: a.Rank},
			{text: shorten(line(a.Name), nameLimit)},
			{text: a.Index.Text},
			{text: a.Interval, paint: bold},
			{text: a.Spread.Median.Text},
			{text: a.Spread.Low.Text + "–" + a.Spread.High.Text},
			{text: strconv.Itoa(a.Tie)},
			{text: a.Spread.Above.Text},
		})
	}
	return columns, rows
}

func factorTable(r *view.Robust, p *l10n.Printer) (columns []column, rows [][]cell) {
	columns = []column{
		{title: p.Text("text.robust.source")},
		{title: p.Text("text.robust.total"), right: true},
		{title: "", right: true},
		{title: p.Text("text.robust.first"), right: true},
		{title: "", right: true, optional: true},
	}
	for _, f := range r.Factors {
		rows = append(rows, []cell{
			{text: f.Title},
			{text: f.Total.Value.Text, paint: bold},
			{text: f.Total.Low.Text + "–" + f.Total.High.Text, paint: faint},
			{text: f.First.Value.Text},
			{text: f.First.Low.Text + "–" + f.First.High.Text, paint: faint},
		})
	}
	return columns, rows
}

func leftOutTable(r *view.Robust, p *l10n.Printer) (columns []column, rows [][]cell) {
	columns = []column{
		{title: p.Text("text.indicator"), least: 20},
		{title: p.Text("text.robust.shift"), right: true},
		{title: p.Text("text.robust.most"), right: true},
		{title: p.Text("text.agency"), least: 16, optional: true},
	}
	for _, l := range r.LeftOut() {
		rows = append(rows, []cell{
			{text: strings.TrimSpace(l.Code + " " + l.Title)},
			{text: l.Shift.Text},
			{text: strconv.Itoa(l.Largest)},
			{text: l.Agency},
		})
	}
	return columns, rows
}
