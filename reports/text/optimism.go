package text

import (
	"fmt"
	"io"
	"strconv"

	"siap/internal/l10n"
	"siap/reports/view"
)

// How much of the comparison of self-assessment and assessors is printed: rows of the only agency, and agencies where
// there are several. The rest is counted.
const (
	rowsShown     = 30
	optimistShown = 5
)

// optimism prints how far self-assessment and assessors differ: the sentences, and then the rows of the only agency, or
// the agencies with the largest differences. Nothing where not both are there.
func optimism(out io.Writer, r *view.Report, p *l10n.Printer, width int, paint painter) {
	if r.Optimism == nil || len(r.Optimism.Agencies) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", paint.paint(bold, p.Text("view.section.optimism")))
	for _, s := range r.Optimism.Sentences {
		fmt.Fprintln(out, line(s))
	}
	columns, rows, more := agencyTable(r, p)
	key := "text.optimism.more"
	if len(r.Ranking) == 1 {
		columns, rows, more = rowTable(r.Optimism.Agencies[0], p)
		key = "text.optimism.more.rows"
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(out)
	for _, s := range layout(columns, rows, width, paint) {
		fmt.Fprintln(out, s)
	}
	if more > 0 {
		fmt.Fprintln(out, p.Text(key, "n", more))
	}
}

// comparison are the columns of both tables behind their first ones.
func comparison(p *l10n.Printer, first ...column) []column {
	return append(
		first,
		column{title: p.Text("text.self"), right: true},
		column{title: p.Text("text.assessors"), right: true},
		column{title: p.Text("text.difference"), right: true},
	)
}

// rowTable has the rows on which an agency and its assessors differ.
func rowTable(a *view.AgencyOptimism, p *l10n.Printer) (columns []column, rows [][]cell, more int) {
	columns = comparison(p, column{title: p.Text("text.number")}, column{title: p.Text("text.indicator"), least: 16})
	for i, row := range a.Rows {
		if i == rowsShown {
			more = len(a.Rows) - i
			break
		}
		code := row.Code
		if code == "" {
			code = l10n.Unknown
		}
		rows = append(rows, []cell{
			{text: code},
			{text: shorten(line(l10n.Join(", ", row.Title, row.Item)), nameLimit)},
			{text: row.Self.Text},
			{text: row.Assessed.Text},
			{text: row.Difference.Text, paint: bold},
		})
	}
	return columns, rows, more
}

// agencyTable has the agencies with the largest differences of the index.
func agencyTable(r *view.Report, p *l10n.Printer) (columns []column, rows [][]cell, more int) {
	columns = append(comparison(p, column{title: p.Text("text.agency"), least: 16}), column{title: p.Text("text.differing"), right: true})
	for i, a := range r.Optimism.Agencies {
		if i == optimistShown {
			more = len(r.Optimism.Agencies) - i
			break
		}
		rows = append(rows, []cell{
			{text: shorten(line(a.Name), nameLimit)},
			{text: a.Self.Text},
			{text: a.Assessed.Text},
			{text: a.Difference.Text, paint: bold},
			{text: strconv.Itoa(len(a.Rows)) + "/" + strconv.Itoa(a.Compared)},
		})
	}
	return columns, rows, more
}
