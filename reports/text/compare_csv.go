package text

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"siap/internal/safetext"
	"siap/reports/view"
)

// comparisonColumns are the columns of a comparison for programs: the same in every language.
var comparisonColumns = []string{
	"step", "from", "to", "agency", "name",
	"index_from", "index_to", "index_change", "index_own", "index_others", "index_company", "index_weights", "index_dropped",
	"index_added", "index_coverage", "index_method", "index_beyond", "reason",
	"rank_from", "of_from", "best_from", "worst_from", "rank_to", "of_to", "best_to", "worst_to", "places_gained",
	"rank_own", "rank_others", "rank_company", "rank_weights", "rank_dropped", "rank_added", "rank_coverage", "rank_method",
	"rank_beyond", "rank_reason", "interval_from", "interval_to", "drivers",
}

// ComparisonCSV writes one line for each agency and step, all of them or those with the ids. Numbers are unrounded; what
// cannot be split is empty, with the reason in words. drivers has indicator=part, the strongest first.
func ComparisonCSV(w io.Writer, c *view.Comparison, agencies []string) error {
	out := csv.NewWriter(w)
	_ = out.Write(comparisonColumns) // the writer keeps its first error, which is asked for below
	wanted := map[string]bool{}
	for _, id := range agencies {
		wanted[id] = true
	}
	for i, step := range c.Steps {
		for _, a := range step.Changes {
			if len(wanted) > 0 && !wanted[a.ID] {
				continue
			}
			row := []string{
				strconv.Itoa(i + 1), safetext.Cell(c.Sides[step.From].Label), safetext.Cell(c.Sides[step.To].Label),
				safetext.Cell(a.ID), safetext.Cell(a.Name), number(a.IndexFrom), number(a.IndexTo), number(a.IndexChange),
			}
			row = append(row, splitCells(a.Index)...)
			row = append(row, truth(a.IndexBeyond), safetext.Cell(a.Reason))
			for _, p := range []view.ComparedPlace{a.PlaceFrom, a.PlaceTo} {
				row = append(row, count(p.Rank), count(p.Of), count(p.Best), count(p.Worst))
			}
			row = append(row, number(a.PlacesGained))
			row = append(row, splitCells(a.Rank)...)
			row = append(row, truth(a.RankBeyond), safetext.Cell(a.RankReason), safetext.Cell(a.PlaceFrom.Method), safetext.Cell(a.PlaceTo.Method), drivers(a))
			_ = out.Write(row)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the comparison as CSV: %w", err)
	}
	return nil
}

// splitCells are the eight parts of a split, empty where there is none.
func splitCells(parts []view.Num) []string {
	cells := make([]string, 8)
	for i := range parts {
		cells[i] = number(parts[i])
	}
	return cells
}

func truth(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func drivers(a view.Change) string {
	var parts []string
	for _, d := range a.Drivers {
		parts = append(parts, d.Indicator+"="+strconv.FormatFloat(d.Part.Value, 'g', -1, 64))
	}
	return safetext.Cell(strings.Join(parts, "; "))
}
