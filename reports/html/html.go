// Package html writes the report as one HTML file that needs nothing else: no network, no further file, no font.
//
// The text comes from reports/view and passes through html/template, so nothing from a file can become markup or
// script. Charts are described with go-echarts types, but never rendered by that library, whose renderers let
// labels become live JavaScript: the options are printed as a JSON data block, and our own script hands them to
// the ECharts bundle. A Content-Security-Policy allows exactly the scripts that Render puts in, by their hashes.
// Every chart repeats a table, so that the report is complete where the bundle was not built in.
package html

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"siap/internal/webassets"
	"siap/reports/view"
)

//go:embed assets
var assets embed.FS

// Option changes what goes into the file; without any it is the complete report.
type Option func(*options)

type options struct {
	noCharts bool
}

// WithoutCharts leaves the charts out even where the bundle is built in: the tables remain.
func WithoutCharts() Option { return func(o *options) { o.noCharts = true } }

// Render writes the report. The same report gives the same bytes. It fails only if writing does, or if one of the
// embedded templates is broken.
func Render(w io.Writer, r *view.Report, with ...Option) error {
	var o options
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
	var out bytes.Buffer
	if err := templates.Execute(&out, p); err != nil {
		return fmt.Errorf("making the HTML report: %w", err)
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("writing the HTML report: %w", err)
	}
	return nil
}

// page is what the templates see.
type page struct {
	R *view.Report
	// Policy is the Content-Security-Policy.
	Policy string
	Style  template.CSS
	// Charts says that the bundle is in the page; ChartData is what our script draws with it.
	Charts    bool
	ChartData chartData
	// Scripts are the script elements, whole.
	Scripts template.HTML
}

func newPage(r *view.Report, o options) (*page, error) {
	p := &page{R: r}
	style, err := assets.ReadFile("assets/style.css")
	if err != nil {
		return nil, fmt.Errorf("reading the style of the HTML report: %w", err)
	}
	p.Style = template.CSS(style) //nolint:gosec // our own file
	own, err := assets.ReadFile("assets/report.js")
	if err != nil {
		return nil, fmt.Errorf("reading the script of the HTML report: %w", err)
	}
	scripts := [][]byte{own}
	if bundle, built := webassets.ECharts(); built && !o.noCharts {
		p.Charts = true
		if p.ChartData, err = charted(r); err != nil {
			return nil, err
		}
		scripts = [][]byte{bundle, own}
	}
	var elements strings.Builder
	var hashes []string
	for _, script := range scripts {
		sum := sha256.Sum256(script)
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		elements.WriteString("<script>")
		elements.Write(script)
		elements.WriteString("</script>\n")
	}
	p.Scripts = template.HTML(elements.String()) //nolint:gosec // our own script and the bundle, no input
	p.Policy = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'unsafe-inline'; script-src " +
		strings.Join(hashes, " ")
	return p, nil
}

// T gives a message in the report's language; a percent sign stays on the line of its number.
func (p *page) T(key string, args ...any) string {
	return strings.ReplaceAll(p.R.Text(key, args...), " %", "\u00a0%")
}

// Agency gives the templates one profile together with the page.
func (p *page) Agency(a *view.Agency) agencyPage {
	_, radar := p.ChartData.Agencies[a.Anchor]
	return agencyPage{page: p, A: a, Radar: radar}
}

type agencyPage struct {
	*page
	A *view.Agency
	// Radar says that there is a radar chart: charts are in the page and three dimensions or more have values.
	Radar bool
}

// Long says that the table of dimensions has too many lines, or too long ones, to stand beside the radar.
func (a agencyPage) Long() bool {
	lines := 0
	for _, d := range a.A.Dimensions {
		lines += 1 + len(d.Parts)
	}
	return lines > 8
}

// RadarSentence tells what the radar shows, for those who do not see it.
func (a agencyPage) RadarSentence() string {
	var parts []string
	for _, d := range a.A.Dimensions {
		if d.Value.Known {
			parts = append(parts, a.T("html.radar.part", "dimension", d.Title, "value", d.Value.Text, "reference", d.Reference.Text))
		}
	}
	return a.T("html.radar.sentence", "name", a.A.Name, "reference", a.A.Reference.Name, "values", strings.Join(parts, "; "))
}

// RadarMissing names the dimensions that the radar leaves out because they have no value.
func (a agencyPage) RadarMissing() string {
	var names []string
	for _, d := range a.A.Dimensions {
		if !d.Value.Known {
			names = append(names, d.Title)
		}
	}
	return strings.Join(names, ", ")
}

// foldedFrom is how many lines a table has that is folded, so that what follows it stays in sight.
const foldedFrom = 13

// Folds says that a table of so many lines is folded. Where there is one agency only the page is short anyway.
func (p *page) Folds(lines int) bool { return lines >= foldedFrom && len(p.R.Agencies) > 1 }

// rowsInFull is how many rows on which agencies and assessors differ have lines of their own, over all profiles: a line
// takes some hundred bytes, and a page of many agencies must still open quickly. Above it the profiles name them by
// their numbers.
const rowsInFull = 1000

// RowsInFull says that each row on which an agency and its assessors differ has a line of its own.
func (p *page) RowsInFull() bool { return p.R.Optimism != nil && p.R.Optimism.Rows <= rowsInFull }

// titlesMost is how many rows are named where they have no numbers; the rest is counted.
const titlesMost = 5

// Differing names the rows by their indicators' numbers, those of the same difference together.
func (p *page) Differing(rows []view.OptimismRow) string {
	var order []string
	names := map[string][]string{}
	titles := 0
	for _, row := range rows {
		name := row.Code
		if name == "" {
			name = row.Title
			if titles++; titles > titlesMost {
				continue
			}
		}
		if row.Item != "" {
			name += " (" + row.Item + ")"
		}
		if names[row.Difference.Text] == nil {
			order = append(order, row.Difference.Text)
		}
		names[row.Difference.Text] = append(names[row.Difference.Text], name)
	}
	var parts []string
	for _, difference := range order {
		parts = append(parts, difference+": "+strings.Join(names[difference], ", "))
	}
	if more := titles - titlesMost; more > 0 {
		parts = append(parts, p.T("html.optimism.more", "n", more))
	}
	return strings.Join(parts, "; ")
}

// dimensionPage gives the templates a dimension, or a node below one, together with the page.
type dimensionPage struct {
	*page
	D view.DimensionScore
}

// Dimension gives the templates a dimension together with the page.
func (p *page) Dimension(d view.DimensionScore) dimensionPage { return dimensionPage{page: p, D: d} }

// factorPage gives the templates a list of factors together with the page.
type factorPage struct {
	*page
	Factors []view.Factor
}

// Factors gives the templates a list of factors together with the page.
func (p *page) Factors(factors []view.Factor) factorPage {
	return factorPage{page: p, Factors: factors}
}

// factorNotes is how many notes stand beside a factor; the indicator's own line has all.
const factorNotes = 2

// FirstNotes gives the notes that stand beside a factor.
func (p *page) FirstNotes(notes []view.Note) []notePage {
	var first []notePage
	for _, n := range notes[:min(len(notes), factorNotes)] {
		first = append(first, p.Note(n))
	}
	return first
}

// notePage gives the templates a note together with the page.
type notePage struct {
	*page
	N view.Note
}

// Note gives the templates a note together with the page.
func (p *page) Note(n view.Note) notePage { return notePage{page: p, N: n} }

// Credit says whose words a note is, and where they stand.
func (n notePage) Credit() string {
	var parts []string
	for _, part := range []string{n.N.Role, n.N.Respondent, n.N.Item, n.N.Source, n.N.Place} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}
