package table

import "strings"

// Fold gives a column's name as it is compared: lower case, with underscores for spaces and dashes, so that
// "Zona Waktu" and zona_waktu are one.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return '_'
		}
		return r
	}, strings.ToLower(strings.TrimSpace(name)))
}
