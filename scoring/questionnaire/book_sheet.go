package questionnaire

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
	"siap/internal/workbook"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// bookParts are the parts of a row, in the order in which a bookRow holds them.
var bookParts = []form.Part{
	form.Value, form.Item, form.Evidence, form.Status, form.Note,
	book.Assessed, book.Recommendation, book.Responsible, book.Due,
}

// The places of the parts in a bookRow.
const (
	partValue = iota
	partItem
	partEvidence
	partStatus
	partNote
	partAssessed
	partRecommendation
	partResponsible
	partDue
	partCount
)

// bookSheet is one sheet of a form, read.
type bookSheet struct {
	sheet *workbook.Sheet
	m     *book.Sheet
	// key is what the first cell says, known whether any code of the map was found.
	key   string
	known bool
	// columns are where the parts stand, 0 where nowhere.
	columns [partCount]int
	// rows are the rows of the map in its order; a nil one is gone, or is not to be used.
	rows  []*bookRow
	found []*diag.Diagnostic
}

// bookRow is one row to fill in.
type bookRow struct {
	number int
	cells  [partCount]bookCell
	// twice says that the code stands in a second row.
	twice int
}

// bookCell is what stands in one cell.
type bookCell struct {
	text    string
	kind    workbook.Kind
	formula bool
	style   int
}

// maxStray is how many cells beside the questions of a sheet are told of.
const maxStray = 20

// readSheet reads the rows of a sheet that have a code of the map. A sheet of any length takes the memory of these rows.
func (f *bookFile) readSheet(s *workbook.Sheet, m *book.Sheet) *bookSheet {
	out := &bookSheet{sheet: s, m: m, rows: make([]*bookRow, len(m.Rows))}
	for i, p := range bookParts {
		out.columns[i] = m.Columns[p]
	}
	wanted := make(map[string]int, len(m.Rows))
	for i := range m.Rows {
		wanted[m.Rows[i].Code] = i
	}
	store := make([]bookRow, 0, len(m.Rows))
	questions := m.Columns[form.Evidence] > 0
	begun, stray := false, 0
	for row, err := range f.book.Rows(s) {
		if err != nil {
			out.found = append(out.found, table.WorkbookFault(f.src.Name, err))
			break
		}
		code := ""
		if c := row.Cell(1); c.Kind == workbook.Text {
			code, err = row.Text(c)
		}
		i, known := wanted[code]
		switch {
		case err != nil:
			out.found = append(out.found, table.WorkbookFault(f.src.Name, err))
			return out
		case code == book.ColumnMark:
			err = f.moveColumns(out, row)
		case code == book.HeaderMark:
			begun = true
		case strings.HasPrefix(code, book.KeyMark):
			if row.Number == 1 {
				out.key = code[len(book.KeyMark):]
			}
		case known:
			out.known = true
			if out.rows[i] != nil {
				out.rows[i].twice = row.Number
				continue
			}
			store = append(store, bookRow{number: row.Number})
			out.rows[i] = &store[len(store)-1]
			err = f.readRow(out, out.rows[i], row)
		case questions && begun && stray < maxStray:
			stray += f.stray(out, row)
		}
		if err != nil {
			out.found = append(out.found, table.WorkbookFault(f.src.Name, err))
			return out
		}
	}
	if out.known {
		f.compare(out)
	}
	return out
}

// moveColumns takes the columns from the sheet itself, where they are not those of the map any more.
func (f *bookFile) moveColumns(s *bookSheet, row *workbook.Row) error {
	at := [partCount]int{}
	for _, c := range row.Cells {
		if c.Column == 1 || c.Kind != workbook.Text {
			continue
		}
		name, err := row.Text(c)
		if err != nil {
			return err
		}
		if part, known := book.PartOf(name); known {
			if i := slices.Index(bookParts, part); at[i] == 0 {
				at[i] = c.Column
			}
		}
	}
	if at == s.columns {
		return nil
	}
	moved := ""
	for i, p := range bookParts {
		switch {
		case s.columns[i] > 0 && at[i] == 0:
			s.found = append(s.found, ruleBookColumnGone.At(f.place(s.sheet, 0, 0)).About(book.PartName(p)))
		case s.columns[i] != at[i] && s.columns[i] > 0 && moved == "":
			moved = workbook.ColumnName(s.columns[i]) + " → " + workbook.ColumnName(at[i])
		}
	}
	if moved != "" {
		s.found = append(s.found, ruleBookMoved.At(f.place(s.sheet, 0, 0)).About(s.m.Name).Saw(moved))
	}
	s.columns = at
	return nil
}

// readRow takes the cells of a row that hold anything.
func (f *bookFile) readRow(s *bookSheet, out *bookRow, row *workbook.Row) error {
	for _, c := range row.Cells {
		i := slices.Index(s.columns[:], c.Column)
		if i < 0 || c.Column == 0 {
			continue
		}
		text, err := row.Text(c)
		if err != nil {
			return err
		}
		if c.Kind == workbook.Number {
			text = table.ShortNumber(text)
		}
		out.cells[i] = bookCell{text: strings.TrimSpace(text), kind: c.Kind, formula: c.Formula, style: c.Style}
	}
	return nil
}

// stray looks for what somebody wrote beside the questions, such as a row that was added; it gives how many cells were told of.
func (f *bookFile) stray(s *bookSheet, row *workbook.Row) int {
	for _, c := range row.Cells {
		if i := slices.Index(s.columns[:], c.Column); i < 0 || c.Column == 0 || c.Kind == workbook.Empty {
			continue
		}
		text, err := row.Text(c)
		if err != nil || strings.TrimSpace(text) == "" {
			continue
		}
		s.found = append(s.found, ruleBookStray.At(f.place(s.sheet, c.Column, row.Number)).Saw(text))
		return 1
	}
	return 0
}

// compare holds what was found against the map.
func (f *bookFile) compare(s *bookSheet) {
	moved, from := 0, 0
	for i, r := range s.rows {
		m := &s.m.Rows[i]
		switch {
		case r == nil:
			s.found = append(s.found, ruleBookRowGone.At(f.place(s.sheet, 0, 0)).About(m.Code))
		case r.twice > 0:
			s.found = append(s.found, ruleBookRowTwice.At(f.place(s.sheet, s.columns[partValue], r.twice)).About(m.Code).
				See(f.place(s.sheet, s.columns[partValue], r.number)))
			s.rows[i] = nil
		case r.number != m.Number:
			if moved++; moved == 1 {
				from = i
			}
		}
		if s.rows[i] == nil && f.known.fields[m.Code].Node != nil {
			f.rows.summary.LeftOut++
		}
	}
	if moved > 0 {
		d := ruleBookMoved.At(f.place(s.sheet, 0, 0)).About(s.m.Name).
			Saw(strconv.Itoa(s.m.Rows[from].Number) + " → " + strconv.Itoa(s.rows[from].number))
		s.found = append(s.found, d)
	}
}

// merged gives the merged range that a cell lies in, as its name; "" for none.
func (s *bookSheet) merged(column, row int) string {
	for _, r := range s.sheet.Merged {
		if r.Holds(column, row) {
			return workbook.CellName(r.FirstColumn, r.FirstRow) + ":" + workbook.CellName(r.LastColumn, r.LastRow)
		}
	}
	return ""
}
