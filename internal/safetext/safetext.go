// Package safetext makes text from files harmless for where it goes: a terminal, a spreadsheet, a file name.
// HTML is escaped by html/template and PDF by package pdfdoc.
package safetext

import (
	"strings"
	"unicode"
)

// Line gives text fit for one line of a terminal or a PDF: control characters, line breaks and the marks that
// turn the writing direction become visible or a space, and invalid bytes U+FFFD.
func Line(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || turnsDirection(r):
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// turnsDirection reports the invisible characters that re-order the text around them.
func turnsDirection(r rune) bool {
	return (r >= '\u202A' && r <= '\u202E') || (r >= '\u2066' && r <= '\u2069') || r == '\u200E' || r == '\u200F' || r == '\u061C'
}

// Cell guards a text for a CSV file: a spreadsheet would run one that begins like a formula, so it gets a
// leading apostrophe (OWASP, "CSV injection"). Write numbers that the program made itself without it.
func Cell(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	if trimmed := strings.TrimLeft(s, " \u00a0"); trimmed != "" && strings.ContainsRune("=+-@\t\r\n", rune(trimmed[0])) {
		return "'" + s
	}
	return s
}

// FileName gives a text as a file name that is valid on Windows, Linux and macOS and stays in its folder:
// letters, digits, dash, underscore and inner dots, at most 80 characters; never empty, never a device name.
func FileName(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "") {
		if b.Len() >= 80 {
			break
		}
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' || r == '.'):
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), ".")
	switch base, _, _ := strings.Cut(strings.ToUpper(name), "."); {
	case name == "":
		return "_"
	case base == "CON" || base == "PRN" || base == "AUX" || base == "NUL",
		len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")):
		return "_" + name
	}
	return name
}
