package text

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/reports/view"
)

// CompareOptions say what of a comparison is printed.
type CompareOptions struct {
	// Agencies are the ids that are told one by one, with their paths; none tells all by the size of their change.
	Agencies []string
	// Top is how many of the most risen and of the most fallen agencies are listed; all where they are no more than that.
	Top   int
	Width int
	Color bool
}

// Comparison prints what changed: what the results have in common, the mean, who moved most, and the splits.
func Comparison(w io.Writer, c *view.Comparison, o CompareOptions) error {
	out := &comparisonWriter{Writer: bufio.NewWriter(w), c: c, o: o, paint: painter(o.Color)}
	out.line(out.paint.paint(bold, c.Title))
	for _, s := range c.Sides {
		out.line(l10n.Join(" · ", s.Label, s.Rubric, s.Basis))
	}
	marked := map[string]bool{}
	for _, s := range c.Sides {
		for _, mark := range s.Marks {
			if !marked[mark] {
				marked[mark] = true
				out.line(out.paint.paint(yellow, line(mark)))
			}
		}
	}
	if len(o.Agencies) > 0 {
		for _, id := range o.Agencies {
			out.path(id)
		}
	} else {
		out.overview()
	}
	out.line("")
	out.line(c.Rule)
	if c.Interval != "" {
		out.line(c.Interval)
	}
	return flush(out.Writer)
}

type comparisonWriter struct {
	*bufio.Writer
	c     *view.Comparison
	o     CompareOptions
	paint painter
}

func (w *comparisonWriter) line(s string) { fmt.Fprintln(w, s) }

// heading begins a section.
func (w *comparisonWriter) heading(s string) {
	w.line("")
	w.line(w.paint.paint(bold, line(s)))
}

func (w *comparisonWriter) table(columns []column, rows [][]cell) {
	for _, s := range layout(columns, rows, w.o.Width, w.paint) {
		w.line(s)
	}
}

// overview tells all steps, and of the last one the agencies.
func (w *comparisonWriter) overview() {
	last := &w.c.Steps[len(w.c.Steps)-1]
	if len(w.c.Steps) > 1 {
		for i := range w.c.Steps {
			step := &w.c.Steps[i]
			w.heading(step.Label)
			w.about(step)
		}
	} else {
		w.heading(last.Label)
		w.about(last)
	}
	shown := movers(last.Changes, w.o.Top)
	for _, kind := range []string{"rank", "index"} {
		parts := last.RankParts
		if kind == "index" {
			parts = last.IndexParts
		}
		w.heading(w.c.Text("compare.section."+kind) + " · " + last.Label)
		columns := []column{{title: w.c.Text("text.agency"), least: 12}}
		rows := make([][]cell, len(shown))
		for i, c := range shown {
			rows[i] = append([]cell{{text: shorten(line(c.Name), nameLimit)}}, changeCells(c, kind, parts)...)
		}
		w.table(append(columns, w.changeColumns(kind, parts)...), rows)
	}
	if more := len(last.Changes) - len(shown); more > 0 {
		w.line(w.c.Text("compare.more", "n", more))
	}
}

// about prints the sentences about a step; of several steps, what they have in common is told where it is not all.
func (w *comparisonWriter) about(step *view.ComparedStep) {
	w.rules(step)
	if step.Mean != "" {
		w.line(line(step.Mean))
	}
	for _, only := range []struct {
		side  string
		at    int
		names []string
	}{{"from", step.From, step.OnlyFrom}, {"to", step.To, step.OnlyTo}} {
		if len(only.names) == 0 {
			continue
		}
		named := only.names[:min(len(only.names), 8)]
		text := strings.Join(named, ", ")
		if more := len(only.names) - len(named); more > 0 {
			text = w.c.Text("compare.and_more", "list", text, "n", more)
		}
		w.line(line(w.c.Text("compare.only.agencies."+only.side, "side", w.c.Sides[only.at].Label, "list", text)))
	}
}

// movers gives the agencies that rose and fell most; all where they are no more than that.
func movers(changes []view.Change, top int) []view.Change {
	if top <= 0 || len(changes) <= 2*top {
		return changes
	}
	compared := changes[:slices.IndexFunc(append(slices.Clone(changes), view.Change{}), func(c view.Change) bool { return !c.PlacesGained.Known })]
	if len(compared) <= 2*top {
		return changes[:2*top]
	}
	return append(slices.Clone(compared[:top]), compared[len(compared)-top:]...)
}

// changeColumns are the columns of a change of the rank or the index.
func (w *comparisonWriter) changeColumns(kind string, parts []view.PartName) []column {
	columns := []column{
		{title: w.c.Text("compare.column.from_to"), right: true},
		{title: w.c.Text("compare.column.change"), right: true},
	}
	for _, p := range parts {
		columns = append(columns, column{title: p.Word, right: true, optional: true})
	}
	if kind == "rank" {
		columns = append(columns, column{title: w.c.Text("compare.column.beyond"), optional: true})
	}
	return columns
}

func changeCells(c view.Change, kind string, parts []view.PartName) []cell {
	from, to, change, split := c.RankFrom, c.RankTo, c.PlacesGained, c.Rank
	if kind == "index" {
		from, to, change, split = c.IndexFrom, c.IndexTo, c.IndexChange, c.Index
	}
	colour := ""
	switch {
	case !change.Known:
	case strings.HasPrefix(change.Text, "+"):
		colour = green
	case change.Value < 0:
		colour = red
	}
	cells := []cell{{text: from.Text + " → " + to.Text}, {text: change.Text, paint: colour}}
	for _, p := range parts {
		text := l10n.Unknown
		if split != nil {
			text = split[p.At].Text
		}
		cells = append(cells, cell{text: text})
	}
	if kind == "rank" {
		beyond := c.Beyond
		if beyond == "" {
			beyond = l10n.Unknown
		}
		cells = append(cells, cell{text: beyond, paint: faint})
	}
	return cells
}

// path tells one agency over all steps.
func (w *comparisonWriter) path(id string) {
	name := id
	changes := make([]*view.Change, len(w.c.Steps))
	for i := range w.c.Steps {
		for k := range w.c.Steps[i].Changes {
			if c := &w.c.Steps[i].Changes[k]; c.ID == id {
				changes[i], name = c, c.Name
			}
		}
	}
	w.heading(name)
	if len(w.c.Sides) > 2 {
		w.trend(id)
	}
	for _, kind := range []string{"rank", "index"} {
		parts := w.parts(kind)
		columns := append([]column{{title: w.c.Text("compare.column.step"), least: 10}}, w.changeColumns(kind, parts)...)
		var rows [][]cell
		for i, c := range changes {
			if c != nil {
				rows = append(rows, append([]cell{{text: w.c.Steps[i].Label}}, changeCells(*c, kind, parts)...))
			}
		}
		if len(rows) > 0 {
			w.heading(w.c.Text("compare.section." + kind))
			w.table(columns, rows)
		}
	}
	for i, c := range changes {
		if c == nil {
			w.heading(w.c.Steps[i].Label)
			w.line(line(w.c.Text("compare.not_there", "agency", name)))
			continue
		}
		w.heading(w.c.Steps[i].Label)
		w.rules(&w.c.Steps[i])
		for _, s := range c.Sentences {
			w.line(line(s))
		}
		w.drivers(c)
	}
}

// rules prints what the two sides of a step have in common, unless it is one of several and that is all.
func (w *comparisonWriter) rules(step *view.ComparedStep) {
	if step.Alike && len(w.c.Steps) > 1 {
		return
	}
	for _, s := range step.About {
		w.line(line(s))
	}
}

// parts are those of any step, in their order.
func (w *comparisonWriter) parts(kind string) []view.PartName {
	found := map[int]view.PartName{}
	for _, s := range w.c.Steps {
		list := s.RankParts
		if kind == "index" {
			list = s.IndexParts
		}
		for _, p := range list {
			found[p.At] = p
		}
	}
	var out []view.PartName
	for at := range 16 {
		if p, ok := found[at]; ok {
			out = append(out, p)
		}
	}
	return out
}

// driversShown is how many indicators a person is shown; --json has all.
const driversShown = 8

func (w *comparisonWriter) drivers(c *view.Change) {
	if len(c.Drivers) == 0 {
		return
	}
	columns := []column{
		{title: w.c.Text("text.indicator"), least: 16},
		{title: w.c.Text("compare.column.from_to"), right: true},
		{title: w.c.Text("compare.column.part"), right: true},
	}
	var rows [][]cell
	for _, d := range c.Drivers[:min(len(c.Drivers), driversShown)] {
		rows = append(rows, []cell{{text: shorten(d.Title, nameLimit)}, {text: d.From.Text + " → " + d.To.Text}, {text: d.Part.Text}})
	}
	w.table(columns, rows)
}

// trend prints an agency's path over all sides.
func (w *comparisonWriter) trend(id string) {
	at := slices.IndexFunc(w.c.Lines, func(l view.TrendLine) bool { return l.ID == id })
	if at < 0 {
		return
	}
	l := w.c.Lines[at]
	columns := []column{
		{title: w.c.Text("compare.column.year"), least: 6},
		{title: w.c.Text("text.index"), right: true},
		{title: w.c.Text("compare.column.yearly"), right: true, optional: true},
		{title: w.c.Text("text.rank"), right: true},
		{title: w.c.Text("compare.column.of"), right: true},
		{title: w.c.Text("text.interval"), right: true},
		{title: w.c.Text("compare.column.yearly"), right: true, optional: true},
	}
	var rows [][]cell
	for i, p := range l.Points {
		label := w.c.Sides[i].Label
		if p == nil {
			rows = append(rows, []cell{{text: label}, {text: l10n.Unknown}, {}, {text: l10n.Unknown}, {}, {}, {}})
			continue
		}
		if p.Break {
			label += " *"
		}
		rows = append(rows, []cell{
			{text: label},
			{text: p.Index.Text},
			{text: p.Yearly.Text},
			{text: strconv.Itoa(p.Rank), paint: bold},
			{text: strconv.Itoa(p.Of)},
			{text: p.Interval},
			{text: p.PlacesYearly.Text},
		})
	}
	w.table(columns, rows)
	if l.Sentence != "" {
		w.line(line(l.Sentence))
	}
}
