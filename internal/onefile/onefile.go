// Package onefile puts a style, scripts and data into an HTML page, so that it is one file which needs nothing else.
//
// A Content-Security-Policy allows exactly the styles and scripts that were put in, by their hashes, and no connection
// at all: whatever else got into a page as markup would not run.
package onefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// Parts are what was put into a page; the zero value is a page with nothing yet.
type Parts struct {
	styles, scripts []string // their hashes
}

// Style gives the element of a style of our own, whole.
func (p *Parts) Style(text []byte) template.HTML {
	p.styles = append(p.styles, hash(text))
	return template.HTML("<style>" + string(text) + "</style>") //nolint:gosec // our own file
}

// Script gives the element of a script of our own, whole.
func (p *Parts) Script(text []byte) template.HTML {
	p.scripts = append(p.scripts, hash(text))
	return template.HTML("<script>" + string(text) + "</script>") //nolint:gosec // our own script
}

// Data gives the element of a block of JSON that a script finds by the id. In it <, > and & must be escaped, as
// encoding/json does.
func Data(id string, json []byte) template.HTML {
	return template.HTML(`<script type="application/json" id="` + template.HTMLEscapeString(id) + `">` + string(json) + "</script>") //nolint:gosec // escaped
}

// Policy is the Content-Security-Policy of a page with these parts; also are further directives, such as "img-src data:".
func (p *Parts) Policy(also ...string) string {
	all := append([]string{"default-src 'none'", "base-uri 'none'", "form-action 'none'"}, also...)
	if len(p.styles) > 0 {
		all = append(all, "style-src "+strings.Join(p.styles, " "))
	}
	if len(p.scripts) > 0 {
		all = append(all, "script-src "+strings.Join(p.scripts, " "))
	}
	return strings.Join(all, "; ")
}

// hash is how a policy names a script or a style.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Write fills in a template and writes it whole; where that fails nothing is written. what is the page, for errors:
// "the HTML report".
func Write(w io.Writer, what string, templates *template.Template, name string, data any) error {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, data); err != nil {
		return fmt.Errorf("making %s: %w", what, err)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("writing %s: %w", what, err)
	}
	return nil
}
