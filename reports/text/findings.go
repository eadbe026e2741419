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

// findingColumns are the columns of the follow-up table for programs: the same in every language.
var findingColumns = []string{
	"agency", "name", "number", "indicator", "title", "item", "self", "assessed", "reason", "evidence", "level",
	"status", "link", "note", "recommendation", "responsible", "due",
}

// FindingsCSV writes the follow-up table, one line a finding. Numbers are unrounded; texts that a spreadsheet would
// run as a formula get a leading apostrophe.
func FindingsCSV(w io.Writer, findings []view.FollowUp) error {
	out := csv.NewWriter(w)
	_ = out.Write(findingColumns) // the writer keeps its first error, which is asked for below
	for _, f := range findings {
		row := []string{
			f.Agency, f.AgencyName, f.Number, f.Indicator, f.Title, f.Item, plain(f.Self), plain(f.Assessed),
			strings.Join(f.Reasons, "; "), f.Evidence, f.Level, f.Status, f.Link, f.Note, f.Recommendation,
			f.Responsible, f.Due,
		}
		for i := range row {
			if i != 6 && i != 7 {
				row[i] = safetext.Cell(row[i])
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the follow-up table: %w", err)
	}
	return nil
}

// plain is an unrounded number, "" for none.
func plain(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}
