package workbook

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Several texts in one cell: one a line. A backslash makes what would divide or be lost part of a text: \n, \r and \t
// are a line break, a return and a tab, \s is a blank at an end of a text, \\ is a backslash; \= and \| stand for
// themselves in a mapping. Any other backslash is itself.

// joinLines puts texts into one cell.
func joinLines(list []string) string {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = escape(s, "")
	}
	return strings.Join(lines, "\n")
}

// splitLines takes them out again; blank lines say nothing.
func splitLines(cell string) []string {
	var list []string
	for _, line := range strings.Split(cell, "\n") {
		if line = unescape(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// splitWords takes ids out of a cell; none holds a comma, a semicolon or a blank.
func splitWords(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
}

// joinNumbers puts numbers into one cell, each as its shortest decimal text.
func joinNumbers(list []float64) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strings.Join(texts, "; ")
}

// joinMapping puts a mapping of lists into one cell, by the order of its keys.
func joinMapping(m map[string][]string) string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		values := make([]string, len(m[key]))
		for i, v := range m[key] {
			values[i] = escape(v, "=|")
		}
		lines = append(lines, escape(key, "=|")+"="+strings.Join(values, "|"))
	}
	return strings.Join(lines, "\n")
}

// pair is one line of a mapping.
type pair struct {
	key    string
	values []string
}

// splitMapping takes a mapping out of a cell, line by line; broken are the lines that are none.
func splitMapping(cell string) (pairs []pair, broken []string) {
	for _, line := range strings.Split(cell, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := splitAt(line, '=', 2)
		if len(parts) != 2 || unescape(parts[0]) == "" {
			broken = append(broken, line)
			continue
		}
		p := pair{key: unescape(parts[0])}
		for _, value := range splitAt(parts[1], '|', -1) {
			if value = unescape(value); value != "" {
				p.values = append(p.values, value)
			}
		}
		pairs = append(pairs, p)
	}
	return pairs, broken
}

// splitAt divides a text at a mark that no backslash stands before, into at most so many parts (-1 for all).
func splitAt(s string, mark byte, most int) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == mark && len(parts)+1 != most:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// ends are the blanks that mean nothing around an entry, and so are escaped where they are part of it.
const ends = " \t\r"

func escape(s, marks string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == ' ' && (i == 0 || i == len(s)-1):
			b.WriteString(`\s`)
		case r == '\\' || strings.ContainsRune(marks, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unescape(s string) string {
	s = strings.Trim(s, ends)
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 's':
			b.WriteByte(' ')
		case '\\', '=', '|':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
