package form

import (
	"strings"

	"siap/rubric"
)

// VersionField is the field in which a form carries its Version through tools that have no place of their own for it.
const VersionField = "siap_form"

// printLength is how many hex digits of the fingerprint a version carries.
const printLength = 12

// Version marks a form with the version of its rubric and the beginning of its scoring fingerprint: "1.0-3f2a…".
func Version(r *rubric.Rubric) string {
	return r.Version + "-" + r.Fingerprints().Scoring[:printLength]
}

// ID names the form of a rubric in tools that keep many forms; another version of the rubric is another form.
func ID(r *rubric.Rubric) string {
	return strings.Map(func(c rune) rune {
		if (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' {
			return c
		}
		return '-'
	}, r.ID+"_"+Version(r))
}

// Outdated reports whether a version that came back with a filled form is of a form that asks something else than
// the rubric with this scoring fingerprint; told is false where the text is no version of a form at all, such as a number that a
// tool gave.
func Outdated(fingerprint, version string) (outdated, told bool) {
	_, print, found := cutLast(strings.TrimSpace(version), "-")
	if !found || len(print) != printLength || strings.Trim(print, "0123456789abcdef") != "" {
		return false, false
	}
	return !strings.HasPrefix(fingerprint, print), true
}
