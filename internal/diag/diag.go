// Package diag holds a diagnostic: one thing that is wrong, or doubtful, with an input.
//
// A diagnostic says where it stands (a cell, or a line and column), what was seen there, what would be allowed
// and what was probably meant. It carries no sentence: the words come from the message catalogues under its
// code, so one diagnostic reads well in every language and a program can act on its parts. Readers yield
// diagnostics as values and go on, so that a user sees all faults of an input in one pass; whether a fault is
// fatal is the caller's decision.
package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Severity says what a diagnostic does to its input.
type Severity string

// An Error makes its input unusable; a Warning is something the user should know and may leave; a Note only
// tells what was done, such as samples outside the window that were left out.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Place is where in the inputs something stands. A spreadsheet has Sheet and Cell ("C17"), a text file has
// Line and Column, both from 1, zero where unknown; Column counts fields in a table and characters elsewhere.
type Place struct {
	File   string `json:"file,omitempty"`
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// String gives the place as file!Sheet!C17 or file:18:4, and "" for no place at all.
func (p Place) String() string {
	switch {
	case p.Cell != "" && p.Sheet != "":
		return p.File + "!" + p.Sheet + "!" + p.Cell
	case p.Line > 0 && p.Column > 0:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	case p.Line > 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	case p.Sheet != "":
		return p.File + "!" + p.Sheet
	}
	return p.File
}

// Spot is the place within its file: ":18:4", "!Sheet!C17".
func (p Place) Spot() string {
	p.File = ""
	return p.String()
}

// Rule is one kind of diagnostic. Its texts stand in the message catalogues under the code: "QA004" says what
// is wrong and "QA004.fix" what to do; both may use {subject}, {seen}, {allowed}, {nearest} and {other}.
type Rule struct {
	Code     string
	Severity Severity
}

// At starts a diagnostic of the rule at a place.
func (r Rule) At(p Place) *Diagnostic {
	return &Diagnostic{Code: r.Code, Severity: r.Severity, Place: p}
}

// Diagnostic is one finding about an input.
type Diagnostic struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Place    Place    `json:"place,omitzero"`
	// Subject is what the finding is about: an id, a column, a key.
	Subject string `json:"subject,omitempty"`
	// Seen is the value found, shortened to SeenLimit characters.
	Seen string `json:"seen,omitempty"`
	// Allowed says which values would do, such as "1–4, n/a".
	Allowed string `json:"allowed,omitempty"`
	// Nearest is the known value closest to the one seen.
	Nearest string `json:"nearest,omitempty"`
	// Repair is the value that the place may safely be read as instead: it means the same and is allowed.
	Repair string `json:"repair,omitempty"`
	// Other is a second place that matters, such as where a duplicate stood first.
	Other string `json:"other,omitempty"`
	// Count is how many findings this one stands for, where several were folded together; 0 means 1.
	Count int `json:"count,omitempty"`
}

// SeenLimit is how many characters of an input's own text a diagnostic carries.
const SeenLimit = 120

// About sets the subject.
func (d *Diagnostic) About(subject string) *Diagnostic { d.Subject = clip(subject); return d }

// Saw sets what was found, shortened to SeenLimit characters.
func (d *Diagnostic) Saw(seen string) *Diagnostic { d.Seen = clip(seen); return d }

// Allows sets what would be allowed.
func (d *Diagnostic) Allows(allowed string) *Diagnostic { d.Allowed = allowed; return d }

// Near sets the suggestion; "" means there is none.
func (d *Diagnostic) Near(nearest string) *Diagnostic { d.Nearest = nearest; return d }

// Mend sets the value that means the same and is allowed; "" means there is none.
func (d *Diagnostic) Mend(value string) *Diagnostic { d.Repair = value; return d }

// See sets the second place.
func (d *Diagnostic) See(p Place) *Diagnostic { d.Other = p.String(); return d }

// Error is the diagnostic for programmers and logs; users read the catalogue's sentence.
func (d *Diagnostic) Error() string {
	var b strings.Builder
	if p := d.Place.String(); p != "" {
		b.WriteString(p + ": ")
	}
	b.WriteString(d.Code)
	for _, part := range [...][2]string{
		{"about", d.Subject},
		{"saw", d.Seen},
		{"allowed", d.Allowed},
		{"nearest", d.Nearest},
		{"see", d.Other},
	} {
		if part[1] != "" {
			fmt.Fprintf(&b, " %s %q", part[0], part[1])
		}
	}
	return b.String()
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if utf8.RuneCountInString(s) <= SeenLimit {
		return s
	}
	return string([]rune(s)[:SeenLimit-1]) + "…"
}
