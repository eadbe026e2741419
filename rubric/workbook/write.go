package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"siap/internal/l10n"
	"siap/rubric"
)

// TooLongError says that a text of the rubric is longer than the 32,767 characters (UTF-16 units) that a cell takes.
type TooLongError struct {
	// Sheet and Cell are where it would stand, Column is the header there.
	Sheet, Cell, Column string
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("writing %s!%s (%s): the text is longer than a cell can hold", e.Sheet, e.Cell, e.Column)
}

// Write writes a rubric without faults as a workbook, with notes on the headers in the printer's language. The same
// rubric gives the same bytes. Before anything is written the workbook is read back and must give the same rubric. A
// text that no cell can hold gives a *TooLongError.
func Write(w io.Writer, r *rubric.Rubric, p *l10n.Printer) error {
	out := &writer{book: excelize.NewFile(), p: p, styles: map[kind]int{}}
	defer out.book.Close()
	if err := out.write(r); err != nil {
		return fmt.Errorf("writing the rubric %s as a workbook: %w", r.ID, err)
	}
	var data bytes.Buffer
	if err := out.book.Write(&data); err != nil {
		return fmt.Errorf("writing the rubric %s as a workbook: %w", r.ID, err)
	}
	if err := readsBack(r, data.Bytes()); err != nil {
		return fmt.Errorf("writing the rubric %s as a workbook: %w", r.ID, err)
	}
	_, err := w.Write(data.Bytes())
	return err
}

// readsBack makes sure that nothing was lost: whoever edits the workbook gives the original away.
func readsBack(r *rubric.Rubric, data []byte) error {
	want, err := rubric.Encode(r)
	if err != nil {
		return err
	}
	back, list := Parse("workbook", data)
	if back == nil {
		return fmt.Errorf("reading it back: %w", list.All()[0])
	}
	got, err := rubric.Encode(back)
	if err != nil {
		return err
	}
	if bytes.Equal(got, want) {
		return nil
	}
	before, after := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(before), len(after)) {
		if before[i] != after[i] {
			return fmt.Errorf("reading it back: %q became %q", strings.TrimSpace(before[i]), strings.TrimSpace(after[i]))
		}
	}
	return errors.New("reading it back: the end is missing")
}

// writer fills one workbook.
type writer struct {
	book   *excelize.File
	p      *l10n.Printer
	styles map[kind]int
	header int
}

func (w *writer) write(r *rubric.Rubric) error {
	if err := w.prepare(r); err != nil {
		return err
	}
	all := linesOf(r)
	for i, s := range sheets {
		var err error
		if i == 0 {
			err = w.book.SetSheetName(w.book.GetSheetName(0), s.name)
		} else {
			_, err = w.book.NewSheet(s.name)
		}
		if err != nil {
			return fmt.Errorf("making the sheet %s: %w", s.name, err)
		}
		if s.name == sheetRubric {
			err = w.rubricSheet(s, r)
		} else {
			err = w.sheet(s, all[s.name])
		}
		if err != nil {
			return err
		}
	}
	w.book.SetActiveSheet(0)
	return nil
}

// sheet writes a sheet with one row for each line.
func (w *writer) sheet(s *sheet, lines []line) error {
	if err := w.layout(s.name, s.columns, s.frozen, len(lines)+1); err != nil {
		return err
	}
	for i, c := range s.columns {
		if err := w.note(s.name, i+1, 1, w.explain(s, c)); err != nil {
			return err
		}
		if err := w.offer(s.name, c, i+1, 2, len(lines)+spareRows); err != nil {
			return err
		}
	}
	for i, l := range lines {
		tall := 1
		for k, c := range s.columns {
			value := cellOf(c, l)
			if err := w.set(s.name, c.key, k+1, i+2, value); err != nil {
				return err
			}
			tall = max(tall, wrapped(value, c.width))
		}
		if err := w.height(s.name, i+2, tall); err != nil {
			return err
		}
	}
	return nil
}

// rubricSheet writes the sheet of keys and values.
func (w *writer) rubricSheet(s *sheet, r *rubric.Rubric) error {
	count := 0
	for _, c := range s.columns {
		count += len(entriesOf(c, r))
	}
	if err := w.layout(s.name, rubricColumns, s.frozen, count+1); err != nil {
		return err
	}
	for i, c := range rubricColumns {
		if err := w.note(s.name, i+1, 1, w.explain(s, c)); err != nil {
			return err
		}
	}
	row := 1
	for _, c := range s.columns {
		for i, value := range entriesOf(c, r) {
			row++
			if err := w.set(s.name, columnKey, 1, row, c.key); err != nil {
				return err
			}
			if i == 0 {
				if err := w.note(s.name, 1, row, w.explain(s, c)); err != nil {
					return err
				}
			}
			if err := w.style(s.name, 2, row, c.kind); err != nil {
				return err
			}
			if err := w.offer(s.name, c, 2, row, row); err != nil {
				return err
			}
			if err := w.set(s.name, c.key, 2, row, value); err != nil {
				return err
			}
			if err := w.height(s.name, row, wrapped(value, rubricColumns[1].width)); err != nil {
				return err
			}
		}
	}
	return nil
}

// set writes one value; nil leaves the cell empty.
func (w *writer) set(sheet, key string, column, row int, value any) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Errorf("writing %s, column %d, row %d: %w", sheet, column, row, err)
	}
	switch x := value.(type) {
	case nil:
		return nil
	case float64:
		// The digits are ours: left to itself, the library keeps 15, and 1/3 would not come back.
		err = w.book.SetCellDefault(sheet, cell, strconv.FormatFloat(x, 'f', -1, 64))
	case int:
		err = w.book.SetCellInt(sheet, cell, int64(x))
	case bool:
		err = w.book.SetCellBool(sheet, cell, x)
	case string:
		if x = escapeXML(x); len(x) > excelize.TotalCellChars && len(utf16.Encode([]rune(x))) > excelize.TotalCellChars {
			return &TooLongError{Sheet: sheet, Cell: cell, Column: key}
		}
		err = w.book.SetCellStr(sheet, cell, x)
	}
	if err != nil {
		return fmt.Errorf("writing %s!%s: %w", sheet, cell, err)
	}
	return nil
}

// escapeXML writes what XML 1.0 has no way to hold (section 2.2, Char) as spreadsheets do, _x0007_, and what only looks
// like such an escape with its first character escaped (ECMA-376 part 1, 22.9.2.19, ST_Xstring). The library undoes
// this when it reads, but does not do it when it writes.
func escapeXML(s string) string {
	var b strings.Builder
	for i, r := range s {
		if (r == '_' && looksEscaped.MatchString(s[i:])) || (r < ' ' && r != '\t' && r != '\n' && r != '\r') || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&b, "_x%04X_", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var looksEscaped = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)
