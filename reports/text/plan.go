package text

import (
	"bufio"
	"fmt"
	"io"
	"strconv"

	"github.com/rivo/uniseg"

	"siap/internal/l10n"
	"siap/reports/view"
)

// PlanOptions say how plans are printed.
type PlanOptions struct {
	// Frontier prints every point of effort and index, in place of the most telling ones.
	Frontier bool
	Width    int
	Color    bool
}

// planWidth is how wide texts are where the width of the terminal is not known.
const planWidth = 100

type planWriter struct {
	*bufio.Writer
	o     PlanOptions
	paint painter
	text  func(key string, args ...any) string
}

func (w *planWriter) line(s string) { fmt.Fprintln(w, s) }

func (w *planWriter) heading(s string) {
	w.line("")
	w.line(w.paint.paint(bold, line(s)))
}

// prose prints a text, broken at the width, every line after an indent; mark stands before the first.
func (w *planWriter) prose(mark, indent, s string) {
	width := w.o.Width
	if width <= 0 {
		width = planWidth
	}
	for i, part := range wrap(line(s), max(20, width-uniseg.StringWidth(indent))) {
		if i == 0 {
			w.line(mark + part)
		} else {
			w.line(indent + part)
		}
	}
}

func (w *planWriter) table(columns []column, rows [][]cell) {
	for _, s := range layout(columns, rows, w.o.Width, w.paint) {
		w.line(s)
	}
}

// head prints what a plan is about.
func (w *planWriter) head(title string, about, invented string, summary []string) {
	w.line(w.paint.paint(bold, line(title)))
	w.line(line(about))
	if invented != "" {
		w.line(w.paint.paint(yellow, line(invented)))
	}
	w.line("")
	for _, s := range summary {
		w.prose("", "", s)
	}
}

// list prints sentences under a heading.
func (w *planWriter) list(heading string, sentences []string) {
	if len(sentences) == 0 {
		return
	}
	w.heading(heading)
	for _, s := range sentences {
		w.prose("- ", "  ", s)
	}
}

// Plan prints the cheapest way of one agency: the answer, the actions in words, year by year where there are years, and
// what effort gives what index.
func Plan(out io.Writer, p *view.Plan, o PlanOptions) error {
	w := &planWriter{Writer: bufio.NewWriter(out), o: o, paint: painter(o.Color), text: p.Text}
	w.head(p.Text("plan.title", "name", p.Name, "target", p.Target), l10n.Join(" · ", l10n.Join(" ", p.Title, p.Year), p.Rubric, p.Basis), p.Invented, p.Summary)
	if len(p.Actions) > 0 {
		year := -1
		for i, a := range p.Actions {
			if a.Year != year {
				year = a.Year
				if year > 0 {
					w.heading(p.Text("plan.section.year", "year", strconv.Itoa(year)))
				} else {
					w.heading(p.Text("plan.section.steps"))
				}
			}
			w.action(i+1, a, p.Unit)
		}
	}
	w.years(p)
	w.frontier(p)
	w.list(p.Text("plan.section.assumptions"), p.Assumptions)
	w.list(p.Text("plan.section.left"), p.Left)
	return flush(w.Writer)
}

// action prints what one indicator is lifted by.
func (w *planWriter) action(number int, a view.PlanAction, unit string) {
	title := a.Title
	if a.Item != "" {
		title += " (" + a.Item + ")"
	}
	mark := fmt.Sprintf("%2d. ", number)
	const indent = "    "
	w.prose(w.paint.paint(bold, mark), indent,
		title+": "+a.From.Text+" → "+a.To.Text+", "+unit+" "+a.Effort.Text+", "+a.Gain.Text)
	for _, t := range a.Texts {
		w.prose(indent, indent+"  ", t)
	}
	if a.Assumed {
		w.prose(indent, indent+"  ", w.text("plan.effort_assumed"))
	}
	if a.Needs != "" {
		w.prose(indent, indent+"  ", w.text("plan.needs", "list", a.Needs))
	}
	if a.Measured != "" {
		key := "plan.measure"
		if !a.Claim {
			key = "plan.measure_only"
		}
		w.prose(indent, indent+"  ", w.text(key, "text", a.Measured))
	}
}

// standingColumns are where an agency stands.
func (w *planWriter) standingColumns() []column {
	return []column{
		{title: w.text("text.index"), right: true},
		{title: w.text("text.band"), least: 8},
		{title: w.text("plan.column.rank"), right: true, optional: true},
		{title: w.text("text.interval"), right: true, optional: true},
	}
}

func standingCells(s view.PlanStanding) []cell {
	return []cell{{text: s.Index.Text, paint: bold}, {text: s.Band}, {text: s.Rank}, {text: s.Interval}}
}

// unitColumn is the heading of efforts or costs.
func unitColumn(text func(string, ...any) string, unit string) column {
	if unit == text("plan.unit.cost") {
		return column{title: text("plan.column.cost"), right: true}
	}
	return column{title: text("plan.column.effort"), right: true}
}

func (w *planWriter) years(p *view.Plan) {
	if len(p.Years) == 0 {
		return
	}
	w.heading(p.Text("plan.section.years"))
	columns := append([]column{
		{title: p.Text("plan.column.year"), right: true}, unitColumn(p.Text, p.Unit), {title: p.Text("plan.column.steps"), right: true},
	}, w.standingColumns()...)
	rows := [][]cell{append([]cell{{text: "0"}, {text: "0"}, {text: "0"}}, standingCells(p.Before)...)}
	for _, y := range p.Years {
		rows = append(rows, append([]cell{
			{text: strconv.Itoa(y.Year)}, {text: y.Effort.Text}, {text: strconv.Itoa(y.Steps)},
		}, standingCells(y.After)...))
	}
	w.table(columns, rows)
}

// frontierShown is about how many points a person is shown.
const frontierShown = 12

func (w *planWriter) frontier(p *view.Plan) {
	if len(p.Frontier) < 2 {
		return
	}
	w.heading(p.Text("plan.section.frontier"))
	columns := []column{
		unitColumn(p.Text, p.Unit), {title: p.Text("text.index"), right: true}, {title: p.Text("text.band"), least: 8}, {title: ""},
	}
	every := max(1, (len(p.Frontier)+frontierShown-1)/frontierShown)
	var rows [][]cell
	for i, f := range p.Frontier {
		if !w.o.Frontier && !f.First && !f.Chosen && i%every != 0 && i != len(p.Frontier)-1 {
			continue
		}
		chosen := ""
		if f.Chosen {
			chosen = p.Text("plan.chosen")
		}
		rows = append(rows, []cell{{text: f.Effort.Text}, {text: f.Index.Text}, {text: f.Band}, {text: chosen, paint: green}})
	}
	w.table(columns, rows)
	w.line(line(p.FrontierProof))
}

// plansShown is how many agencies a person is shown.
const plansShown = 30

// Plans prints how one budget is shared out.
func Plans(out io.Writer, p *view.Plans, o PlanOptions) error {
	w := &planWriter{Writer: bufio.NewWriter(out), o: o, paint: painter(o.Color), text: p.Text}
	w.head(p.Goal, l10n.Join(" · ", l10n.Join(" ", p.Title, p.Year), p.Rubric, p.Basis), p.Invented, p.Summary)
	if len(p.Agencies) > 0 {
		w.heading(p.Text("plan.section.agencies"))
		columns := []column{
			{title: p.Text("text.agency"), least: 16},
			unitColumn(p.Text, p.Unit),
			{title: p.Text("plan.column.steps"), right: true},
			{title: p.Text("compare.column.from_to"), right: true},
			{title: p.Text("plan.column.gain"), right: true},
			{title: p.Text("text.band"), least: 8, optional: true},
			{title: p.Text("plan.column.rank"), right: true, optional: true},
		}
		var rows [][]cell
		for _, a := range p.Agencies[:min(len(p.Agencies), plansShown)] {
			rows = append(rows, []cell{
				{text: shorten(a.Name, nameLimit)},
				{text: a.Effort.Text},
				{text: strconv.Itoa(len(a.Steps))},
				{text: a.Before.Index.Text + " → " + a.After.Index.Text},
				{text: a.Gain.Text},
				{text: a.After.Band},
				{text: rankText(a.Before) + " → " + rankText(a.After)},
			})
		}
		w.table(columns, rows)
		if more := len(p.Agencies) - len(rows); more > 0 {
			w.line(p.Text("plan.more", "n", more))
		}
	}
	if len(p.Curve) > 1 {
		w.heading(p.Text("plan.section.curve"))
		value := "plan.column.mean"
		if p.Counts {
			value = "plan.column.reached"
		}
		columns := []column{unitColumn(p.Text, p.Unit), {title: p.Text(value), right: true}}
		every := max(1, (len(p.Curve)+frontierShown-1)/frontierShown)
		var rows [][]cell
		for i, c := range p.Curve {
			if i%every == 0 || i == len(p.Curve)-1 {
				rows = append(rows, []cell{{text: c.Effort.Text}, {text: c.Value.Text}})
			}
		}
		w.table(columns, rows)
	}
	w.list(p.Text("plan.section.assumptions"), p.Assumptions)
	return flush(w.Writer)
}

func rankText(s view.PlanStanding) string {
	if s.Place.Rank == 0 {
		return "–"
	}
	return strconv.Itoa(s.Place.Rank)
}
