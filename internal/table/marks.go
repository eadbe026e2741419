package table

import (
	"siap/internal/diag"
	"siap/internal/workbook"
)

// maxFormulas is how many cells with formulas are remembered; whoever refuses formulas has refused enough by then.
const maxFormulas = 100_000

// Marks are what a sheet says of its cells beside their values. Text files have none.
type Marks struct {
	formulas map[[2]int]bool
	merged   []workbook.Range
}

// Marks looks through the sheet for formulas and merged cells. A value beside a formula was calculated by whoever saved
// the file, and may be anything; of merged cells only the first holds what a reader sees in all of them. The diagnostic
// says why the sheet could not be looked through.
func (t *Table) Marks() (*Marks, *diag.Diagnostic) {
	if wr, is := t.impl.(*workbookReader); is {
		return wr.marks()
	}
	return &Marks{}, nil
}

func (wr *workbookReader) marks() (*Marks, *diag.Diagnostic) {
	book, err := workbook.Open(wr.data)
	if err != nil {
		return nil, WorkbookFault(wr.name, err)
	}
	m := &Marks{formulas: map[[2]int]bool{}}
	sheet := book.Sheet(wr.sheet)
	if sheet == nil {
		return m, nil
	}
	for row, err := range book.Rows(sheet) {
		if err != nil {
			return nil, WorkbookFault(wr.name, err)
		}
		for _, c := range row.Cells {
			if c.Formula && len(m.formulas) < maxFormulas {
				m.formulas[[2]int{row.Number, c.Column - 1}] = true
			}
		}
	}
	m.merged = sheet.Merged
	return m, nil
}

// Formula reports whether the value of a cell was calculated; line and column are those of Table.Place.
func (m *Marks) Formula(line, column int) bool { return m.formulas[[2]int{line, column}] }

// Merged gives every range of merged cells that reaches below a line: its first cell, by line and column as in
// Table.Place, and the last.
func (m *Marks) Merged(below int) (ranges [][2][2]int) {
	for _, r := range m.merged {
		if r.LastRow > below {
			ranges = append(ranges, [2][2]int{{r.FirstRow, r.FirstColumn - 1}, {r.LastRow, r.LastColumn - 1}})
		}
	}
	return ranges
}
