package form

import (
	"slices"
	"strings"

	"siap/internal/l10n"
)

// ownWords are what people call the fields that a form has once, beside what our own forms call them.
var ownWords = map[string][]string{
	AgencyField: {
		"instansi", "nama instansi", "instansi anda", "opd", "nama opd", "perangkat daerah", "nama perangkat daerah",
		"skpd", "unit kerja", "nama unit kerja", "satuan kerja", "agency", "agency name", "name of agency", "organisation", "organization",
	},
	RespondentField: {"responden", "kode responden", "respondent", "respondent code", "respondent id"},
	RoleField:       {"peran", "peran responden", "peran anda", "role", "your role", "respondent role"},
	VersionField:    {},
}

// OwnFields are the fields that a form has once, in the order of a form.
var OwnFields = []string{VersionField, AgencyField, RespondentField, RoleField}

// OwnLabel is what our own forms call a field that a form has once.
func OwnLabel(field, lang string) string { return l10n.For(lang).Text("survey.own." + field) }

// FindOwn gives which of the fields that a form has once a column is, by its code, alone or behind the names of
// groups, or by its label in either language; "" where it is none.
func FindOwn(header string) string {
	header = strings.TrimSpace(header)
	codes := []string{strings.ToLower(header)}
	labels := []string{Fold(header)}
	for _, mark := range []string{"/", "-"} {
		if _, last, grouped := cutLast(header, mark); grouped {
			codes = append(codes, strings.ToLower(last))
			if mark == "/" {
				labels = append(labels, Fold(last))
			}
		}
	}
	for _, field := range OwnFields {
		if slices.Contains(codes, field) || slices.Contains(codes, strings.ReplaceAll(field, "_", "")) {
			return field
		}
	}
	for _, field := range OwnFields {
		for _, label := range labels {
			if label != "" && (label == Fold(OwnLabel(field, "id")) || label == Fold(OwnLabel(field, "en")) || slices.Contains(ownWords[field], label)) {
				return field
			}
		}
	}
	return ""
}
