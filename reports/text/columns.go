package text

import (
	"strings"

	"github.com/rivo/uniseg"
)

// column is one column of a table in the terminal.
type column struct {
	title string
	right bool
	// least is how narrow the column may become, 0 for one that never shrinks.
	least int
	// optional columns are left out where the terminal is too narrow, the last one first.
	optional bool
}

// cell is one cell; paint colours it without changing its width.
type cell struct {
	text  string
	paint string
}

// The colours, as terminals know them (ECMA-48, SGR).
const (
	bold   = "1"
	faint  = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

// painter colours texts, or leaves them alone.
type painter bool

func (p painter) paint(code, s string) string {
	if !p || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

const gutter = "  "

// layout gives the table as lines, aligned by what a terminal shows and not by bytes; width 0 is no limit. The
// texts of the cells are cleaned here, so a name cannot move the cursor or turn the line around.
func layout(columns []column, rows [][]cell, width int, p painter) []string {
	for _, row := range rows {
		for i := range row {
			row[i].text = line(row[i].text)
		}
	}
	keep := make([]bool, len(columns))
	widths := make([]int, len(columns))
	for i, c := range columns {
		keep[i] = true
		widths[i] = uniseg.StringWidth(c.title)
		for _, row := range rows {
			widths[i] = max(widths[i], uniseg.StringWidth(row[i].text))
		}
	}
	if width > 0 {
		squeeze(columns, widths, keep, width)
	}

	heads := make([]cell, len(columns))
	for i, c := range columns {
		heads[i] = cell{line(c.title), bold}
	}
	out := []string{formatRow(columns, heads, widths, keep, p)}
	rule := make([]cell, len(columns))
	for i := range columns {
		rule[i] = cell{strings.Repeat("─", widths[i]), faint}
	}
	out = append(out, formatRow(columns, rule, widths, keep, p))
	for _, row := range rows {
		out = append(out, formatRow(columns, row, widths, keep, p))
	}
	return out
}

// squeeze fits the widths into the terminal: optional columns are left out, the last first, as long as the others
// would not fit even at their least; then the others shrink as far as they must.
func squeeze(columns []column, widths []int, keep []bool, width int) {
	least := func(i int) int {
		if columns[i].least == 0 {
			return widths[i]
		}
		return min(widths[i], columns[i].least)
	}
	total := func(of func(i int) int) int {
		sum := -len(gutter)
		for i := range columns {
			if keep[i] {
				sum += of(i) + len(gutter)
			}
		}
		return sum
	}
	for i := len(columns) - 1; i >= 0 && total(least) > width; i-- {
		keep[i] = keep[i] && !columns[i].optional
	}
	for i := len(columns) - 1; i >= 0; i-- { // the name shrinks last
		if over := total(func(i int) int { return widths[i] }) - width; over > 0 {
			widths[i] = max(least(i), widths[i]-over)
		}
	}
}

func formatRow(columns []column, row []cell, widths []int, keep []bool, p painter) string {
	var b strings.Builder
	for i, c := range columns {
		if !keep[i] {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(gutter)
		}
		text := shorten(row[i].text, widths[i])
		pad := strings.Repeat(" ", widths[i]-uniseg.StringWidth(text))
		if c.right {
			b.WriteString(pad + p.paint(row[i].paint, text))
		} else {
			b.WriteString(p.paint(row[i].paint, text) + pad)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// shorten gives the text if the terminal shows it in so many columns, else its beginning with an ellipsis.
func shorten(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	var b strings.Builder
	used, state := 0, -1
	for s != "" {
		var cluster string
		var wide int
		cluster, s, wide, state = uniseg.FirstGraphemeClusterInString(s, state)
		if used+wide > width-1 {
			break
		}
		used += wide
		b.WriteString(cluster)
	}
	return strings.TrimRight(b.String(), " ") + "…"
}
