package book

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"siap/internal/workbook"
)

// list is what one or more drop-downs offer: its name on the hidden sheet and the range of its labels there.
type list struct{ name, at string }

// list puts entries on the hidden sheet, once, and gives the range of their labels. All drop-downs take theirs from
// there: a list inside a validation may have 255 characters and no comma in its texts.
func (b *builder) list(entries []Entry) string {
	key := fmt.Sprint(entries)
	if l, known := b.lists[key]; known {
		return l.at
	}
	l := list{name: strconv.Itoa(len(b.lists) + 1)}
	from := len(b.listed) + 1
	for _, e := range entries {
		b.listed = append(b.listed, []string{l.name, e.Code, e.Label})
	}
	column := workbook.ColumnName(listAt + 2)
	l.at = fmt.Sprintf("%s!$%s$%d:$%s$%d", MachineSheet, column, from, column, len(b.listed))
	b.lists[key] = l
	return l.at
}

// machine writes the hidden sheet: the map, and the lists beside it.
func (b *builder) machine() {
	_, err := b.x.NewSheet(MachineSheet)
	b.try(err)
	lines := b.m.lines(func(r Row) string { return b.lists[fmt.Sprint(r.Choices)].name })
	write := func(rows [][]string, column int) {
		for i, row := range rows {
			for k, text := range row {
				if text != "" {
					b.try(b.x.SetCellStr(MachineSheet, cell(column+k, i+1), text))
				}
			}
		}
	}
	write(lines, 1)
	write(b.listed, listAt)
	b.try(b.x.SetSheetDimension(MachineSheet, "A1:"+cell(listAt+2, max(len(lines), len(b.listed)))))
	b.try(b.x.ProtectSheet(MachineSheet, &excelize.SheetProtectionOptions{}))
	b.try(b.x.SetSheetVisible(MachineSheet, false, true))
}
