package text

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"siap/internal/l10n"
)

// StatusRow is how far one agency is with its questionnaire.
type StatusRow struct {
	ID, Name string
	// Done of Asked questions have an answer; Share is the same, 0 to 1.
	Done, Asked int
	Share       float64
	Respondents int
	// Assessed questions have an assessor's value.
	Assessed int
	// Waiting and Returned are the items of evidence that assessors have to look at, and that went back.
	Waiting, Returned, Accepted int
	// Last is when the agency last submitted something; "" where that is not known.
	Last string
	// Missing are the questions without an answer, number and title.
	Missing []string
}

// Status prints who has answered and how far, then for the agencies that detail names what is missing.
func Status(w io.Writer, p *l10n.Printer, rows []StatusRow, detail bool, width int, color bool) error {
	out := bufio.NewWriter(w)
	paint := painter(color)
	head := func(key string) string { return p.Text("text.status." + key) }
	columns := []column{
		{title: head("agency"), least: 16},
		{title: head("answered"), right: true},
		{title: head("share"), right: true},
		{title: head("respondents"), right: true, optional: true},
		{title: head("assessed"), right: true, optional: true},
		{title: head("waiting"), right: true},
		{title: head("returned"), right: true, optional: true},
		{title: head("last"), optional: true},
	}
	var cells [][]cell
	complete, none := 0, 0
	for _, r := range rows {
		mark := ""
		switch {
		case r.Done == r.Asked:
			complete++
			mark = green
		case r.Done == 0:
			none++
			mark = red
		}
		name := r.Name
		if name == "" {
			name = r.ID
		}
		cells = append(cells, []cell{
			{text: name},
			{text: p.Integer(r.Done) + "/" + p.Integer(r.Asked), paint: mark},
			{text: p.Percent(r.Share, 0), paint: mark},
			{text: p.Integer(r.Respondents)},
			{text: p.Integer(r.Assessed)},
			{text: p.Integer(r.Waiting)},
			{text: p.Integer(r.Returned)},
			{text: r.Last},
		})
	}
	for _, s := range layout(columns, cells, width, paint) {
		fmt.Fprintln(out, s)
	}
	fmt.Fprintf(out, "\n%s\n", p.Text("text.status.sum", "n", len(rows), "complete", complete, "none", none,
		"begun", len(rows)-complete-none))
	if detail {
		for _, r := range rows {
			if len(r.Missing) == 0 {
				continue
			}
			fmt.Fprintf(out, "\n%s\n  %s\n", paint.paint(bold, line(r.Name+" ["+r.ID+"]")), line(p.Text("text.status.missing", "n", len(r.Missing))))
			for _, m := range r.Missing {
				fmt.Fprintf(out, "  · %s\n", strings.TrimSpace(line(m)))
			}
		}
	}
	return flush(out)
}
