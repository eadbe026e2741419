// Package page writes a questionnaire as one HTML file that needs nothing else: an agency opens it on any computer or
// phone, without a network, answers, and sends back a response file (*.siap.json).
//
// The page is a shell with three parts in it: a style, a script and the form as a block of JSON. The script builds
// every question out of that block with text nodes only, so nothing in a rubric can become markup or script, and a
// Content-Security-Policy allows exactly this style and this script, by their hashes, and no connection at all. The
// answers stay in the storage of the browser until they are written to a file. What the page refuses is what the
// reader of response files (package questionnaire) refuses: both take their limits from one place.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"

	"siap/internal/l10n"
	"siap/internal/onefile"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

//go:embed assets
var assets embed.FS

// Options are the choices of a page.
type Options struct {
	// Language is "id" or "en"; any other is Indonesian.
	Language string
	// Title is the heading, such as the title of the assessment; the rubric's title where it is "".
	Title string
	// Agencies are offered to choose from where the form is for no agency in particular; with none of them the id is
	// typed in.
	Agencies []*agency.Agency
}

// Write writes the page of a form. The same form gives the same bytes. It fails only if writing does, or if one of the
// embedded parts is broken.
func Write(w io.Writer, f *form.Form, o Options) error {
	s, err := newShell(f, o)
	if err != nil {
		return err
	}
	templates, err := template.ParseFS(assets, "assets/page.tmpl")
	if err != nil {
		return fmt.Errorf("reading the template of the HTML form: %w", err)
	}
	return onefile.Write(w, "the HTML form", templates, "page.tmpl", s)
}

// shell is what the template sees.
type shell struct {
	p *l10n.Printer
	// Title is the heading, Rubric what the form asks by, Agency whom it is for ("" for any).
	Title, Rubric, Version, Agency string
	// Policy is the Content-Security-Policy.
	Policy string
	Style  template.HTML
	// Scripts are the block of data and the script, whole.
	Scripts template.HTML
	// Print is the fingerprint, short enough for people to compare.
	Print string
	// Roles says that the respondent may choose a role, or has one.
	Roles bool
}

func newShell(f *form.Form, o Options) (*shell, error) {
	p := l10n.For(o.Language)
	s := &shell{
		p: p, Title: o.Title, Rubric: f.Rubric.Title.In(p.Lang()), Version: f.Rubric.Version,
		Print: f.Fingerprint[:min(12, len(f.Fingerprint))], Roles: len(f.Rubric.Roles) > 0,
	}
	if s.Title == "" {
		s.Title = s.Rubric
	}
	if f.Agency != nil {
		s.Agency = nameOf(f.Agency)
	}
	style, err := assets.ReadFile("assets/form.css")
	if err != nil {
		return nil, fmt.Errorf("reading the style of the HTML form: %w", err)
	}
	script, err := assets.ReadFile("assets/form.js")
	if err != nil {
		return nil, fmt.Errorf("reading the script of the HTML form: %w", err)
	}
	data, err := newData(f, o, p)
	if err != nil {
		return nil, err
	}
	var parts onefile.Parts
	s.Style = parts.Style(style)
	s.Scripts = onefile.Data("data", data) + "\n" + parts.Script(script) + "\n"
	s.Policy = parts.Policy()
	return s, nil
}

// Lang is the language of the page.
func (s *shell) Lang() string { return s.p.Lang() }

// T gives a message in the language of the page.
func (s *shell) T(key string, args ...any) string { return s.p.Text(key, args...) }

// nameOf is what people call an agency.
func nameOf(a *agency.Agency) string {
	if a.Name != "" {
		return a.Name
	}
	return a.ID
}
