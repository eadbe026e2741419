package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// What a workbook has room for: in a cell, in the head of a table's column, in the name of a sheet.
const (
	cellLimit  = 32767
	headLimit  = 255
	sheetLimit = 31
)

// fit cuts a text to so many characters as a workbook counts them, in 16-bit units, and takes out what XML cannot hold.
func fit(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0xFFFE || r == 0xFFFF || (r >= 0xD800 && r <= 0xDFFF):
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if len(s) <= limit {
		return s
	}
	units := 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units > limit {
			return cut(s[:i], limit-1) + "…"
		}
	}
	return s
}

// cut gives the beginning of a text that has at most so many 16-bit units.
func cut(s string, limit int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > limit {
			return s[:i]
		}
	}
	return s
}

// sheetName makes a name that a workbook allows and that no other sheet of it has.
func (b *book) sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return '-'
		}
		return r
	}, fit(s, sheetLimit))
	s = strings.Trim(s, "' ")
	if s == "" {
		s = "-"
	}
	name := s
	for n := 2; b.taken[strings.ToLower(name)]; n++ {
		end := " " + strconv.Itoa(n)
		name = cut(s, sheetLimit-len(end)) + end
	}
	b.taken[strings.ToLower(name)] = true
	return name
}

// quoted writes the name of a sheet in a formula.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// unique gives heads of columns that differ, as a table needs them, whatever the case of their letters.
func unique(heads []string) []string {
	out := make([]string, len(heads))
	seen := map[string]bool{}
	for i, head := range heads {
		head = strings.Join(strings.Fields(fit(head, headLimit-8)), " ")
		if head == "" {
			head = "-"
		}
		name := head
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = head + " (" + strconv.Itoa(n) + ")"
		}
		seen[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

// letters is the name of a column, counted from 1.
func letters(column int) string {
	name, err := excelize.ColumnNumberToName(column)
	if err != nil {
		return "XFD" // the last one there is; the layout keeps within it
	}
	return name
}

// at is the name of a cell.
func at(column, row int) string { return letters(column) + strconv.Itoa(row) }
