package questionnaire

import (
	"slices"
	"strings"
)

// microsoftForms are the answers to a Microsoft form, as its workbook or saved as CSV. Its columns are the texts of
// the questions, with a number behind those that stand twice.
var microsoftForms = &tool{
	name: "Microsoft Forms",
	is: func(h headers) bool {
		return h.has("id") && h.has(microsoftStart...) && h.has(microsoftEnd...)
	},
	system: func(name string) bool {
		return slices.Contains(microsoftStart, name) || slices.Contains([]string{
			"last modified time", "waktu modifikasi terakhir", "total points", "total poin", "quiz feedback", "grade posted time", "language", "bahasa",
		}, name) || strings.HasPrefix(name, "points - ") || strings.HasPrefix(name, "feedback - ")
	},
	submitted: microsoftEnd,
	id:        []string{"id"},
	person:    []string{"email", "name", "nama", "email1", "name1"},
	names: func(header string) []string {
		if trimmed := strings.TrimRight(header, "0123456789"); trimmed != header && trimmed != "" {
			return []string{trimmed}
		}
		return nil
	},
	slashes: true,
}

var (
	microsoftStart = []string{"start time", "waktu mulai", "mulai"}
	microsoftEnd   = []string{"completion time", "waktu penyelesaian", "waktu selesai"}
)
