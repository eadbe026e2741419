package questionnaire

import (
	"slices"
	"strings"
)

// limeSurvey are the responses that LimeSurvey exports as CSV, with codes or texts for questions and answers.
var limeSurvey = &tool{
	name: "LimeSurvey",
	is: func(h headers) bool {
		own := 0
		for _, name := range limeColumns {
			if h.has(name) {
				own++
			}
		}
		return own >= 2 && h.has(limeSubmitted...) && h.has("id", "response id", "id respons", "id. id", "id. response id")
	},
	system: func(name string) bool {
		return slices.Contains(limeColumns, name) || strings.HasSuffix(name, "time") && strings.HasPrefix(name, "group") ||
			name == "interviewtime" || name == "id. response id"
	},
	submitted: limeSubmitted,
	id:        []string{"id", "response id", "id respons", "id. response id"},
	person:    []string{"email", "email address", "alamat email"},
	verdicts:  limeVerdicts,
	short:     true,
	names:     limeNames,
}

// limeSubmitted are the names of the column that is empty as long as a response is not complete.
var limeSubmitted = []string{"submitdate", "date submitted", "tanggal dikirim", "tanggal pengiriman", "submitdate. date submitted"}

var limeColumns = []string{
	"lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl", "token", "last page", "start language",
	"date started", "date last action", "ip address", "referrer url", "access code", "halaman terakhir", "bahasa awal",
	"tanggal mulai", "tanggal tindakan terakhir", "lastpage. last page", "startlanguage. start language", "seed. seed",
	"startdate. date started", "datestamp. date last action",
}

// limeVerdicts leave out what was not sent.
var limeVerdicts = func() map[string]func(string) verdict {
	of := map[string]func(string) verdict{}
	for _, name := range limeSubmitted {
		of[name] = func(cell string) verdict {
			if cell == "" || strings.EqualFold(cell, "n/a") {
				return verdict{ruleIncomplete, true}
			}
			return verdict{}
		}
	}
	return of
}()

// limeNames gives the other names of a column: the code before the text, "portal. Adakah portal?", and the question before
// the brackets of its only part.
func limeNames(header string) []string {
	var names []string
	if code, text, both := strings.Cut(header, ". "); both {
		names = append(names, code, text)
	}
	if before, _, both := strings.Cut(header, "["); both && strings.HasSuffix(header, "]") {
		if code, _, both := strings.Cut(before, ". "); both {
			names = append(names, code+header[len(before):])
		}
	}
	return names
}
