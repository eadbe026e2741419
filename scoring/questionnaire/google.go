package questionnaire

import "slices"

// googleForms are the answers to a Google form, downloaded as CSV or from its sheet. Its columns are the texts of the
// questions.
var googleForms = &tool{
	name:      "Google Forms",
	is:        func(h headers) bool { i := h.first(googleTime); return i == 0 },
	system:    func(name string) bool { return slices.Contains([]string{"score", "skor"}, name) },
	submitted: googleTime,
	person:    []string{"email address", "alamat email", "username", "nama pengguna", "email"},
	slashes:   true,
}

// googleTime is the first column in the languages that a form may be kept in.
var googleTime = []string{"timestamp", "cap waktu", "stempel waktu"}
