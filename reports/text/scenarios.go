package text

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/reports/view"
)

// changesShown is how many changes of a scenario are printed; the rest is counted.
const changesShown = 12

// Scenarios prints simulations beside the result they depart from: what each changed, and the place of every agency
// with how far it moves.
func Scenarios(w io.Writer, s *view.Scenarios, p *l10n.Printer, width int, colour bool) error {
	paint := painter(colour)
	out := bufio.NewWriter(w)
	for _, c := range s.Columns {
		title := p.Text("text.scenario.only")
		if c.Title != c.ID {
			title = p.Text("text.scenario.title", "id", c.ID, "title", c.Title)
		}
		fmt.Fprintln(out, paint.paint(bold, line(title)))
		for i, change := range c.Changes {
			if i == changesShown && len(c.Changes) > changesShown+1 {
				fmt.Fprintln(out, "  "+p.Text("text.scenario.more", "n", len(c.Changes)-i))
				break
			}
			fmt.Fprintln(out, "  "+line(change))
		}
		if len(c.Changes) == 0 {
			fmt.Fprintln(out, "  "+p.Text("text.scenario.same"))
		}
		fmt.Fprintln(out, "  "+line(c.Sentence))
	}
	columns := []column{
		{title: p.Text("text.rank"), right: true},
		{title: p.Text("text.agency"), least: 16},
		{title: p.Text("text.index"), right: true},
	}
	for _, c := range s.Columns {
		columns = append(columns, column{title: c.ID, right: true}, column{right: true}, column{title: p.Text("text.index"), right: true, optional: true})
	}
	var rows [][]cell
	for _, r := range s.Rows {
		row := []cell{{text: r.Rank}, {text: shorten(line(r.Name), nameLimit)}, {text: r.Index.Text}}
		for _, c := range r.Cells {
			colour := ""
			switch {
			case c.Shift > 0:
				colour = green
			case c.Shift < 0:
				colour = red
			}
			row = append(row, cell{text: c.Rank}, cell{text: c.Arrow, paint: colour}, cell{text: c.Index.Text})
		}
		rows = append(rows, row)
	}
	fmt.Fprintln(out)
	for _, s := range layout(columns, rows, width, paint) {
		fmt.Fprintln(out, s)
	}
	return flush(out)
}

// ScenariosCSV writes one line for each agency and scenario: scenario, agency, name, rank and index by the rubric, rank
// and index in the scenario, and the shift (above 0 is a rise). Numbers are unrounded; empty is unknown.
func ScenariosCSV(w io.Writer, s *view.Scenarios) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"scenario", "agency", "name", "rank", "index", "scenario_rank", "scenario_index", "shift"})
	for k, c := range s.Columns {
		for _, r := range s.Rows {
			cell := r.Cells[k]
			shift := ""
			if r.RankNumber > 0 && cell.RankNumber > 0 {
				shift = strconv.Itoa(cell.Shift)
			}
			_ = out.Write([]string{
				safetext.Cell(c.ID), safetext.Cell(r.Agency), safetext.Cell(r.Name), count(r.RankNumber), number(r.Index),
				count(cell.RankNumber), number(cell.Index), shift,
			})
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the scenarios as CSV: %w", err)
	}
	return nil
}
