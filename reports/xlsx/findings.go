// Package xlsx writes workbooks for people who go on working in a spreadsheet.
package xlsx

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
	"siap/reports/view"
)

// findingColumns are the columns of the follow-up table: the message key of the heading, and the width.
var findingColumns = []struct {
	key   string
	width float64
}{
	{"agency", 28},
	{"number", 9},
	{"title", 34},
	{"item", 18},
	{"self", 9},
	{"assessed", 9},
	{"reason", 34},
	{"evidence", 30},
	{"level", 8},
	{"status", 11},
	{"link", 24},
	{"note", 34},
	{"recommendation", 34},
	{"responsible", 22},
	{"due", 12},
}

// Findings writes the follow-up table as a workbook with one sheet that can be filtered and printed. Every text is
// written as text, so that none becomes a formula.
func Findings(w io.Writer, title, lang string, findings []view.FollowUp) error {
	p := l10n.For(lang)
	book := excelize.NewFile()
	defer book.Close()
	sheet := p.Text("finding.sheet")
	err := book.SetSheetName("Sheet1", sheet)
	must := func(step error) {
		if err == nil {
			err = step
		}
	}
	styled := func(s *excelize.Style) int {
		id, e := book.NewStyle(s)
		must(e)
		return id
	}
	border := []excelize.Border{{Type: "bottom", Color: "BFBFBF", Style: 1}}
	head := styled(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F4E79"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"},
	})
	body := styled(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Border: border})
	number := styled(&excelize.Style{NumFmt: 2, Alignment: &excelize.Alignment{Vertical: "top"}, Border: border})

	must(book.SetCellStr(sheet, "A1", title))
	must(book.SetCellStyle(sheet, "A1", "A1", styled(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}})))
	must(book.SetCellStr(sheet, "A2", p.Text("finding.about", "n", len(findings))))
	const top = 4
	for i, c := range findingColumns {
		name, e := excelize.ColumnNumberToName(i + 1)
		must(e)
		must(book.SetColWidth(sheet, name, name, c.width))
		must(book.SetCellStr(sheet, fmt.Sprintf("%s%d", name, top), p.Text("finding.column."+c.key)))
	}
	last, e := excelize.ColumnNumberToName(len(findingColumns))
	must(e)
	must(book.SetCellStyle(sheet, fmt.Sprintf("A%d", top), fmt.Sprintf("%s%d", last, top), head))
	for k, f := range findings {
		row := top + 1 + k
		lines := 1
		for i, text := range []string{
			f.AgencyName, f.Number, f.Title, f.Item, "", "", strings.Join(f.Reasons, "\n"), f.Evidence, f.Level,
			f.Status, f.Link, f.Note, f.Recommendation, f.Responsible, f.Due,
		} {
			at, e := excelize.CoordinatesToCellName(i+1, row)
			must(e)
			must(book.SetCellStr(sheet, at, text))
			lines = max(lines, linesOf(text, findingColumns[i].width))
		}
		must(book.SetRowHeight(sheet, row, float64(min(lines, 20))*lineHeight+3))
		for column, x := range map[int]*float64{5: f.Self, 6: f.Assessed} {
			at, e := excelize.CoordinatesToCellName(column, row)
			must(e)
			if x != nil {
				must(book.SetCellFloat(sheet, at, *x, -1, 64))
			}
		}
	}
	bottom := top + max(len(findings), 1)
	must(book.SetCellStyle(sheet, fmt.Sprintf("A%d", top+1), fmt.Sprintf("%s%d", last, bottom), body))
	must(book.SetCellStyle(sheet, fmt.Sprintf("E%d", top+1), fmt.Sprintf("F%d", bottom), number))
	must(book.AutoFilter(sheet, fmt.Sprintf("A%d:%s%d", top, last, bottom), nil))
	must(book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft"}))
	landscape, fit, a4 := "landscape", true, 9
	wide, tall := 1, 0
	must(book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &tall}))
	must(book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	must(book.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, top, top), Scope: sheet,
	}))
	must(book.SetSheetDimension(sheet, fmt.Sprintf("A1:%s%d", last, bottom)))
	must(book.SetDocProps(&excelize.DocProperties{Title: title, Creator: "siap", Created: fixed, Modified: fixed}))
	if err == nil {
		err = book.Write(w)
	}
	if err != nil {
		return fmt.Errorf("writing the follow-up workbook: %w", err)
	}
	return nil
}

// fixed is the time in a workbook's properties: the same inputs give the same bytes.
const fixed = "2000-01-01T00:00:00Z"
