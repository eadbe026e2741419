package text

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/reports/view"
)

// doubtsShown is how many findings of one kind are printed; the rest is counted.
const doubtsShown = 8

// proseWidth is how wide sentences are set where the terminal says nothing, or is wider.
const proseWidth = 100

// Fitness prints what was found about the data, each kind of doubt with its findings and what to do about it.
func Fitness(w io.Writer, f *view.Fitness, width int, color bool) error {
	p := l10n.For(f.Lang)
	paint := painter(color)
	out := bufio.NewWriter(w)
	if width == 0 || width > proseWidth {
		width = proseWidth
	}
	say := func(indent, mark, s, code string) {
		for i, part := range wrap(line(s), width-uniseg.StringWidth(indent+mark)) {
			before := indent + mark
			if i > 0 {
				before = indent + strings.Repeat(" ", uniseg.StringWidth(mark))
			}
			fmt.Fprintln(out, before+paint.paint(code, part))
		}
	}
	for _, mark := range f.Marks {
		say("", "", mark, yellow)
	}
	say("", "", strings.Join(f.Sentences, " "), "")
	for _, d := range f.Doubts {
		fmt.Fprintln(out)
		severity := paint.paint(severityColor(diag.Severity(d.Severity)), line(d.SeverityText))
		fmt.Fprintf(out, "%s %s: %s\n", severity, line(d.Code), paint.paint(bold, line(d.Title)))
		for i, s := range d.Sentences {
			if i == doubtsShown {
				say("  ", "· ", p.Text("text.fitness.more", "n", len(d.Sentences)-i), faint)
				break
			}
			say("  ", "· ", s, "")
		}
		say("  ", "→ ", d.Advice, "")
	}
	if len(f.Closing) > 0 {
		fmt.Fprintln(out)
		say("", "", strings.Join(f.Closing, " "), "")
	}
	return flush(out)
}

// wrap breaks a text into lines of so many columns, at spaces that may be broken; a word that is longer has a line of
// its own.
func wrap(s string, width int) []string {
	var lines []string
	at := ""
	for _, word := range strings.Split(s, " ") {
		switch {
		case at == "":
			at = word
		case uniseg.StringWidth(at)+1+uniseg.StringWidth(word) <= width:
			at += " " + word
		default:
			lines = append(lines, at)
			at = word
		}
	}
	return append(lines, at)
}

// Tables prints tables one below the other, with their notes.
func Tables(w io.Writer, p *l10n.Printer, tables []view.Table, width int, color bool) error {
	paint := painter(color)
	out := bufio.NewWriter(w)
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, paint.paint(bold, line(t.Title)))
		if len(t.Rows) == 0 {
			fmt.Fprintln(out, p.Text("text.fitness.empty"))
		} else {
			columns := make([]column, len(t.Columns))
			for k, c := range t.Columns {
				columns[k] = column{title: c.Title, right: c.Right, optional: c.Optional}
				if k == 0 {
					columns[k].least = 12
				}
			}
			var rows [][]cell
			for _, r := range t.Rows {
				row := make([]cell, len(r.Cells))
				for k, text := range r.Cells {
					row[k] = cell{text: shorten(text, nameLimit)}
					if r.Head {
						row[k].paint = bold
					}
				}
				rows = append(rows, row)
			}
			for _, s := range layout(columns, rows, width, paint) {
				fmt.Fprintln(out, s)
			}
		}
		for _, note := range t.Notes {
			for _, s := range wrap(line(note), proseWidth) {
				fmt.Fprintln(out, paint.paint(faint, s))
			}
		}
	}
	return flush(out)
}

// Records writes a table for programs as CSV. Texts that a spreadsheet would run as a formula get a leading apostrophe.
func Records(w io.Writer, header []string, records [][]string) error {
	out := csv.NewWriter(w)
	_ = out.Write(header) // the writer keeps its first error, which is asked for below
	for _, record := range records {
		row := make([]string, len(record))
		for i, s := range record {
			row[i] = s
			if _, err := strconv.ParseFloat(s, 64); err != nil {
				row[i] = safetext.Cell(s)
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing a table as CSV: %w", err)
	}
	return nil
}
