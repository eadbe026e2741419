package text

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/safetext"
)

// TelemetryTable is what was measured, in words.
type TelemetryTable struct {
	// Window are the assessed days; Invented marks made-up data.
	Window, Invented string
	Rows             []TelemetryRow
	Events           []EventsRow
	// UnknownAgencies and Unused are the findings about agencies that are not on the list and series that nothing asks
	// for.
	UnknownAgencies, Unused []*diag.Diagnostic
}

// TelemetryRow is one agency and metric, reduced in one way.
type TelemetryRow struct {
	Agency, Metric, Reduction string
	// Value is the reduced value with its unit; a Reason stands in its place where there is none.
	Value, Reason     string
	Coverage          float64
	Samples, Expected int
	Sources           []string
}

// EventsRow is what became of the events of one agency and metric that have one value of a group.
type EventsRow struct {
	Agency, Metric, Until string
	// By is what the events are grouped by, "" for all of them; Group is the value, "" for those without one.
	By, Group              string
	Events, Finished, Open int
	OnTime                 []OnTime
	Median, P90            *float64
}

// OnTime is how many events were in time within a number of working days, of those that are decided.
type OnTime struct{ Within, InTime, Decided int }

// Telemetry prints what was measured: one row for each agency and metric, then events by kind and topic, and what was
// measured of nobody or for nothing.
func Telemetry(w io.Writer, p *l10n.Printer, t *TelemetryTable, width int, color bool) error {
	out := bufio.NewWriter(w)
	paint := painter(color)
	head := func(key string) string { return p.Text("text.telemetry." + key) }
	fmt.Fprintln(out, p.Text("text.telemetry.window", "window", t.Window))
	if t.Invented != "" {
		fmt.Fprintln(out, paint.paint(yellow, line(t.Invented)))
	}
	fmt.Fprintln(out)
	if len(t.Rows) == 0 {
		fmt.Fprintln(out, head("nothing"))
	} else {
		columns := []column{
			{title: head("agency"), least: 16},
			{title: head("metric"), least: 16},
			{title: head("reduction"), least: 10},
			{title: head("value"), right: true},
			{title: head("coverage"), right: true},
			{title: head("samples"), right: true},
			{title: head("source"), least: 12, optional: true},
		}
		var cells [][]cell
		for i := range t.Rows {
			r := &t.Rows[i]
			value, source := cell{text: r.Value}, ""
			if r.Reason != "" {
				value, source = cell{text: r.Value, paint: yellow}, r.Reason
			}
			if r.Reason == "" && len(r.Sources) > 0 {
				source = r.Sources[0]
				if more := len(r.Sources) - 1; more > 0 {
					source += " " + p.Text("text.telemetry.more", "n", more)
				}
			}
			cells = append(cells, []cell{
				{text: r.Agency},
				{text: r.Metric},
				{text: r.Reduction},
				value,
				{text: p.Percent(r.Coverage, 1)},
				{text: p.Integer(r.Samples) + "/" + p.Integer(r.Expected)},
				{text: source},
			})
		}
		for _, s := range layout(columns, cells, width, paint) {
			fmt.Fprintln(out, s)
		}
	}
	for first := 0; first < len(t.Events); { // all events, by kind, by topic
		end := first
		for end < len(t.Events) && t.Events[end].By == t.Events[first].By {
			end++
		}
		events(out, p, t.Events[first:end], width, paint)
		first = end
	}
	others(out, p, "text.telemetry.unknown", t.UnknownAgencies, paint)
	others(out, p, "text.telemetry.unused", t.Unused, paint)
	return flush(out)
}

// events prints what became of events that are grouped alike.
func events(out io.Writer, p *l10n.Printer, rows []EventsRow, width int, paint painter) {
	by := rows[0].By
	title := "text.telemetry.events"
	if by != "" {
		title += "." + by
	}
	fmt.Fprintf(out, "\n%s\n\n", paint.paint(bold, p.Text(title)))
	head := func(key string) string { return p.Text("text.telemetry." + key) }
	columns := []column{{title: head("agency"), least: 16}, {title: head("metric"), least: 16}, {title: head("until"), optional: true}}
	if by != "" {
		columns = append(columns, column{title: head("by." + by), least: 10})
	}
	columns = append(columns, column{title: head("count"), right: true}, column{title: head("finished"), right: true},
		column{title: head("open"), right: true})
	for _, on := range rows[0].OnTime {
		columns = append(columns, column{title: p.Text("text.telemetry.within", "n", on.Within), right: true})
	}
	columns = append(columns, column{title: head("median"), right: true}, column{title: head("p90"), right: true})
	var cells [][]cell
	for i := range rows {
		r := &rows[i]
		row := []cell{{text: r.Agency}, {text: r.Metric}, {text: p.Text("text.telemetry.until." + r.Until)}}
		if by != "" {
			group := r.Group
			if group == "" {
				group = head("none")
			}
			row = append(row, cell{text: group})
		}
		row = append(row, cell{text: p.Integer(r.Events)}, cell{text: p.Integer(r.Finished)}, cell{text: p.Integer(r.Open)})
		for _, on := range r.OnTime {
			share := "–"
			if on.Decided > 0 {
				share = p.Percent(float64(on.InTime)/float64(on.Decided), 0)
			}
			row = append(row, cell{text: share})
		}
		for _, days := range []*float64{r.Median, r.P90} {
			text := "–"
			if days != nil {
				text = p.Number(*days, 1)
			}
			row = append(row, cell{text: text})
		}
		cells = append(cells, row)
	}
	for _, s := range layout(columns, cells, width, paint) {
		fmt.Fprintln(out, s)
	}
}

// others lists what belongs to nobody, or to nothing.
func others(out io.Writer, p *l10n.Printer, title string, found []*diag.Diagnostic, paint painter) {
	if len(found) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", paint.paint(bold, p.Text(title)))
	for _, d := range found {
		text := p.Diagnostic(d)
		if place := d.Place.String(); place != "" {
			text = place + ": " + text
		}
		fmt.Fprintf(out, "  · %s\n", strings.TrimSpace(line(text)))
	}
}

// TelemetryLine is one line of the summary for programs.
type TelemetryLine struct {
	Agency, Name, Metric, Reduction, Over string
	AtLeast                               *float64
	Within                                *int
	Until                                 string
	Value                                 *float64
	Unit, Reason                          string
	Coverage                              float64
	Samples, Expected, Series             int
	// From and To are the window, First and Last the times of the first and the last sample.
	From, To, First, Last string
	ErrorBound            float64
	Sources, Indicators   []string
}

// telemetryColumns never change and are the same in every language, for programs read them.
var telemetryColumns = []string{
	"agency", "name", "metric", "reduction", "over", "at_least", "within", "until", "value", "unit", "reason", "coverage", "samples",
	"expected", "series", "window_from", "window_to", "first", "last", "error_bound", "sources", "indicators",
}

// TelemetryCSV writes one line for each agency and metric. Numbers are unrounded, coverage is a share from 0 to 1, the
// window's end is exclusive; empty means unknown. Texts that a spreadsheet would run as a formula get a leading
// apostrophe.
func TelemetryCSV(w io.Writer, lines []TelemetryLine) error {
	out := csv.NewWriter(w)
	_ = out.Write(telemetryColumns) // the writer keeps its first error, which is asked for below
	for i := range lines {
		l := &lines[i]
		within := ""
		if l.Within != nil {
			within = strconv.Itoa(*l.Within)
		}
		bound := ""
		if l.ErrorBound > 0 {
			bound = plain(&l.ErrorBound)
		}
		_ = out.Write([]string{
			safetext.Cell(l.Agency), safetext.Cell(l.Name), safetext.Cell(l.Metric), l.Reduction, safetext.Cell(l.Over), plain(l.AtLeast), within,
			l.Until, plain(l.Value), safetext.Cell(l.Unit), l.Reason, plain(&l.Coverage), strconv.Itoa(l.Samples), strconv.Itoa(l.Expected),
			strconv.Itoa(l.Series), l.From, l.To, l.First, l.Last, bound, safetext.Cell(strings.Join(l.Sources, " ")), strings.Join(l.Indicators, " "),
		})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the summary of telemetry: %w", err)
	}
	return nil
}
