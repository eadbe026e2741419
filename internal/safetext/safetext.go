// Package safetext makes text from files harmless for where it goes: a terminal or a spreadsheet.
// HTML is escaped by html/template and PDF by package pdfdoc.
package safetext

import (
	"strings"
	"unicode"
)

// Line gives text fit for one line of a terminal or a PDF: control characters, line breaks and the marks that
// turn the writing direction become visible or a space, and invalid bytes U+FFFD.
func Line(s string) string {
	if plain(s) {
		return s
	}
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

// plain reports whether a text is printable ASCII throughout, as most are.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
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
