package survey

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// workbook is a workbook of plain tables.
type workbook struct{ sheets []sheet }

type sheet struct {
	name string
	rows [][]string
}

// table puts rows under the names of their columns.
func table(columns []string, rows []row) [][]string {
	out := [][]string{columns}
	for _, r := range rows {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = r[c]
		}
		out = append(out, cells)
	}
	return out
}

// write writes the workbook. Every cell is a text: a formula from a rubric stays words.
func (b workbook) write(w io.Writer) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("making a style: %w", err)
	}
	for i, s := range b.sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err == nil {
			err = s.fill(f, bold)
		}
		if err != nil {
			return fmt.Errorf("filling the sheet %s: %w", s.name, err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

func (s sheet) fill(f *excelize.File, header int) error {
	for y, cells := range s.rows {
		for x, text := range cells {
			if text == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(s.name, at, text); err != nil {
				return err
			}
		}
	}
	columns := len(s.rows[0])
	last, err := excelize.CoordinatesToCellName(columns, len(s.rows))
	if err != nil {
		return err
	}
	lastColumn, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	return errors.Join(
		// Without it the sheet says that it ends at A1, and the converter of XLSForms reads an empty form.
		f.SetSheetDimension(s.name, "A1:"+last),
		f.SetColWidth(s.name, "A", lastColumn, 24),
		f.SetRowStyle(s.name, 1, 1, header),
		f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
}
