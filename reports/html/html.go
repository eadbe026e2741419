// Package html writes the report as one HTML file that needs nothing else: no network, no further file, no font.
//
// The page is a shell: a style, a block of JSON made of the view model in both languages (data.go, texts.go), and our
// own script, which builds every view out of it with text nodes only, so that nothing from a file can become markup or
// script. A Content-Security-Policy allows exactly the style and the scripts that Render puts in, by their hashes, and
// no connection at all. Without the script the page still shows the summary, the ranking and the method, which are
// plain HTML (static.tmpl).
//
// Charts are described with go-echarts types (charts.go) and drawn by the ECharts bundle, where it was built in. Every
// chart has a table beside it, so that the report is complete without.
package html

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"siap/internal/onefile"
	"siap/internal/webassets"
	"siap/reports/view"
)

//go:embed assets
var assets embed.FS

// The parts of the style and of the script, in the order they are put together. A part of the script may use those
// before it.
var (
	styles  = []string{"base", "layout", "tables", "views", "print"}
	scripts = []string{
		"numbers", "arithmetic", "model", "dom", "address", "drawings", "charts", "tables", "parts", "issuer", "map", "nation", "overview", "profile",
		"compare",
		"heatmap", "weights", "robust", "claims", "about", "start",
	}
)

// Option changes what goes into the file; without any it is the report without notes and quotations.
type Option func(*options)

type options struct {
	noCharts bool
	notes    bool
}

// WithoutCharts leaves the charts out even where the bundle is built in: the tables remain.
func WithoutCharts() Option { return func(o *options) { o.noCharts = true } }

// WithNotes adds what is free text: the respondents' notes and quotations, and the assessors' words on the evidence.
func WithNotes() Option { return func(o *options) { o.notes = true } }

// Render writes the report. The same report gives the same bytes. It fails only if writing does, or if one of the
// embedded parts is broken.
func Render(w io.Writer, r *view.Report, with ...Option) error {
	var o options
	o.notes = r.FreeText
	for _, set := range with {
		set(&o)
	}
	p, err := newPage(r, o)
	if err != nil {
		return err
	}
	templates, err := template.New("page.tmpl").Funcs(functions).ParseFS(assets, "assets/*.tmpl")
	if err != nil {
		return fmt.Errorf("reading the templates of the HTML report: %w", err)
	}
	return onefile.Write(w, "the HTML report", templates, "page.tmpl", p)
}

// page is what the templates see.
type page struct {
	R *view.Report
	// Policy is the Content-Security-Policy.
	Policy string
	// Style is the style element; First is a script at the head of the page, and Scripts is the block of data and the
	// other scripts, all of them whole.
	Style, First, Scripts template.HTML
	// Charts says that the bundle is in the page.
	Charts bool
	// Publication is what the issuer adds.
	Publication *publicationTexts
}

// first hides the plain report from browsers that will show the other one, unless that never comes.
const first = `document.documentElement.classList.add('js');` +
	`addEventListener('error', () => { if (!document.documentElement.dataset.ready) document.documentElement.classList.remove('js'); });`

func newPage(r *view.Report, o options) (*page, error) {
	p := &page{R: r, Publication: publicationOf(r)}
	style, err := joined("assets/style/%s.css", styles)
	if err != nil {
		return nil, err
	}
	style = append(style, colours(r.Publication.Colours)...)
	own, err := joined("assets/app/%s.js", scripts)
	if err != nil {
		return nil, err
	}
	d := newData(r, o)
	parts := [][]byte{own}
	if bundle, built := webassets.ECharts(); built && !o.noCharts {
		p.Charts = true
		if d.Charts, err = charted(); err != nil {
			return nil, err
		}
		parts = [][]byte{bundle, own}
	}
	text, err := block(d)
	if err != nil {
		return nil, err
	}
	var all onefile.Parts
	p.Style = all.Style(style)
	p.First = all.Script([]byte(first))
	var elements strings.Builder
	elements.WriteString(string(onefile.Data("data", text)))
	for _, script := range parts {
		elements.WriteString("\n" + string(all.Script(script)))
	}
	p.Scripts = template.HTML(elements.String() + "\n") //nolint:gosec // what onefile gave
	p.Policy = all.Policy("img-src data:")
	return p, nil
}

// joined puts the parts of a style or of a script together.
func joined(pattern string, names []string) ([]byte, error) {
	var all []byte
	for _, name := range names {
		part, err := assets.ReadFile(fmt.Sprintf(pattern, name))
		if err != nil {
			return nil, fmt.Errorf("reading a part of the HTML report: %w", err)
		}
		all = append(append(all, part...), '\n')
	}
	return all, nil
}

// T gives a message in the report's language; a percent sign stays on the line of its number.
func (p *page) T(key string, args ...any) string {
	return strings.ReplaceAll(p.R.Text(key, args...), " %", "\u00a0%")
}
