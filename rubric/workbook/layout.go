package workbook

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"siap/rubric"
)

// spareRows is how many rows below the last one offer the choices too, for what people add.
const spareRows = 500

// The colours of headers: white on a dark blue, which prints well and keeps a contrast of more than 7 to 1.
const (
	headerFill = "1F3864"
	headerText = "FFFFFF"
)

// prepare makes the styles and says whose the workbook is.
func (w *writer) prepare(r *rubric.Rubric) error {
	err := w.book.SetDocProps(&excelize.DocProperties{Creator: "siap", LastModifiedBy: "siap", Title: r.ID + " " + r.Version})
	if err != nil {
		return fmt.Errorf("setting the properties: %w", err)
	}
	w.header, err = w.book.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: headerText, Family: "Calibri", Size: 11},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headerFill}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	if err != nil {
		return fmt.Errorf("making the style of headers: %w", err)
	}
	const general, asText = 0, 49 // the number formats General and @, which keeps 1.10 and =A as they are typed
	for _, look := range []struct {
		format int
		kinds  []kind
	}{
		{general, []kind{kindNumber, kindWhole, kindFlag}},
		{asText, []kind{kindText, kindWord, kindChoice, kindLines, kindWords, kindMapping, kindNumbers}},
	} {
		style, err := w.book.NewStyle(&excelize.Style{
			NumFmt: look.format, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
		})
		if err != nil {
			return fmt.Errorf("making the style of cells: %w", err)
		}
		for _, k := range look.kinds {
			w.styles[k] = style
		}
	}
	return nil
}

// layout writes the header and gives the sheet its columns: widths, formats, the panes that stay in sight.
func (w *writer) layout(name string, columns []column, frozen, rows int) error {
	for i, c := range columns {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return fmt.Errorf("laying out %s: %w", name, err)
		}
		if err := w.book.SetColWidth(name, letter, letter, c.width); err != nil {
			return fmt.Errorf("laying out %s: %w", name, err)
		}
		if err := w.book.SetColStyle(name, letter, w.styles[c.kind]); err != nil {
			return fmt.Errorf("laying out %s: %w", name, err)
		}
		if err := w.book.SetCellStr(name, letter+"1", c.key); err != nil {
			return fmt.Errorf("laying out %s: %w", name, err)
		}
		if err := w.book.SetCellStyle(name, letter+"1", letter+"1", w.header); err != nil {
			return fmt.Errorf("laying out %s: %w", name, err)
		}
	}
	last, err := excelize.CoordinatesToCellName(len(columns), rows)
	if err != nil {
		return fmt.Errorf("laying out %s: %w", name, err)
	}
	if err := w.book.SetSheetDimension(name, "A1:"+last); err != nil {
		return fmt.Errorf("laying out %s: %w", name, err)
	}
	corner, err := excelize.CoordinatesToCellName(frozen+1, 2)
	if err != nil {
		return fmt.Errorf("laying out %s: %w", name, err)
	}
	err = w.book.SetPanes(name, &excelize.Panes{
		Freeze: true, XSplit: frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: corner, ActiveCell: corner, Pane: "bottomRight"}},
	})
	if err != nil {
		return fmt.Errorf("laying out %s: %w", name, err)
	}
	return nil
}

// style gives one cell the look of a kind.
func (w *writer) style(sheet string, column, row int, k kind) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err == nil {
		err = w.book.SetCellStyle(sheet, cell, cell, w.styles[k])
	}
	if err != nil {
		return fmt.Errorf("laying out %s, row %d: %w", sheet, row, err)
	}
	return nil
}

// The height of rows: a spreadsheet that opens a file need not find out how tall wrapped texts are.
const (
	lineHeight = 15 // points
	mostLines  = 12 // of a long text the beginning shows
)

// wrapped is about how many lines a value takes in a column of so many characters.
func wrapped(value any, width float64) int {
	s, is := value.(string)
	if !is {
		return 1
	}
	lines := 0
	for part := range strings.SplitSeq(s, "\n") {
		lines += 1 + int(float64(utf8.RuneCountInString(part))/width)
	}
	return lines
}

// height makes a row tall enough for so many lines.
func (w *writer) height(sheet string, row, lines int) error {
	if lines <= 1 {
		return nil
	}
	if err := w.book.SetRowHeight(sheet, row, lineHeight*float64(min(lines, mostLines))); err != nil {
		return fmt.Errorf("laying out %s, row %d: %w", sheet, row, err)
	}
	return nil
}

// offer puts a list of what may be chosen on the cells of a column, from one row to another: the words of a choice, of
// which no other is taken, or the ids of another sheet, which only help.
func (w *writer) offer(sheet string, c column, column, from, to int) error {
	letter, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return fmt.Errorf("laying out %s: %w", sheet, err)
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(fmt.Sprintf("%s%d:%s%d", letter, from, letter, to))
	words := c.allowed
	if c.kind == kindFlag {
		words = []string{"TRUE", "FALSE"}
	}
	switch {
	case len(words) > 0:
		if err := v.SetDropList(words); err != nil {
			return fmt.Errorf("offering the choice of %s!%s: %w", sheet, c.key, err)
		}
		v.SetError(excelize.DataValidationErrorStyleStop, c.key, w.p.Text("workbook.choice", "allowed", strings.Join(words, ", ")))
	case c.fromSheet != "":
		other := sheetNamed(c.fromSheet)
		at, err := excelize.ColumnNumberToName(1 + slices.Index(other.keys(), c.fromColumn))
		if err != nil {
			return fmt.Errorf("offering the choice of %s!%s: %w", sheet, c.key, err)
		}
		v.SetSqrefDropList(fmt.Sprintf("%s!$%s$2:$%s$%d", c.fromSheet, at, at, MaxRows))
	default:
		return nil
	}
	if err := w.book.AddDataValidation(sheet, v); err != nil {
		return fmt.Errorf("offering the choice of %s!%s: %w", sheet, c.key, err)
	}
	return nil
}

// note puts an explanation on a cell.
func (w *writer) note(sheet string, column, row int, text string) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err == nil {
		lines := uint(strings.Count(text, "\n")) + uint(len(text)/48) + 2
		err = w.book.AddComment(sheet, excelize.Comment{
			Cell: cell, Author: "siap", Width: 340, Height: 18 * lines,
			Paragraph: []excelize.RichTextRun{{Text: text}},
		})
	}
	if err != nil {
		return fmt.Errorf("explaining %s, column %d, row %d: %w", sheet, column, row, err)
	}
	return nil
}

// explain is the note of a column or a key: what it means with an example, what it may hold, in which language.
func (w *writer) explain(s *sheet, c column) string {
	lines := []string{c.key, w.p.Text(noteKey(s, c.key))}
	switch {
	case strings.HasSuffix(c.key, ".id"):
		lines = append(lines, w.p.Text("workbook.in_id"))
	case strings.HasSuffix(c.key, ".en"):
		lines = append(lines, w.p.Text("workbook.in_en"))
	case s.name == sheetRubric && c.kind == kindLines:
		lines = append(lines, w.p.Text("workbook.kind.repeated"))
	case c.kind == kindChoice:
		lines = append(lines, w.p.Text("workbook.choice", "allowed", strings.Join(c.allowed, ", ")))
	default:
		lines = append(lines, w.p.Text("workbook.kind."+string(c.kind)))
	}
	if c.required {
		lines = append(lines, w.p.Text("workbook.required"))
	}
	return strings.Join(lines, "\n")
}

// noteKey is the catalogue key of a column's explanation: the two languages of a text share one.
func noteKey(s *sheet, key string) string {
	if trimmed, is := strings.CutSuffix(key, ".en"); is {
		key = trimmed
	} else if trimmed, is := strings.CutSuffix(key, ".id"); is {
		key = trimmed
	}
	return "workbook.note." + strings.ToLower(s.name) + "." + key
}
