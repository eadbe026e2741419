// Package page writes one answer as one HTML file: a plan, a budget shared out, a comparison. The report of a whole
// assessment is package html's.
//
// A page has no script and asks for nothing: its charts are drawn here, as SVG, and all numbers in them stand in a table
// or a sentence too. What comes from files is escaped by html/template. The same answer gives the same bytes.
package page

import (
	"embed"
	"fmt"
	"html/template"
	"io"

	"siap/internal/l10n"
	"siap/internal/onefile"
	"siap/reports/view"
)

//go:embed assets
var assets embed.FS

// shell is what every page has.
type shell struct {
	Lang, Title, About string
	Marks              []string
	Policy             string
	Style              template.HTML
}

// planPage, plansPage and comparisonPage are what the templates see.
type planPage struct {
	shell
	P     *view.Plan
	Chart *stairs
}

type plansPage struct {
	shell
	P     *view.Plans
	Chart *stairs
}

type comparisonPage struct {
	shell
	C     *view.Comparison
	Chart *slopes
	// Last is the step that is told in a table; Movers are its agencies, of which More are left out.
	Last   *view.ComparedStep
	Movers []view.Change
	More   int
	// Told are the agencies that were asked for, each with its steps.
	Told []told
}

// Plan writes the plan of an agency.
func Plan(w io.Writer, p *view.Plan) error {
	s, err := newShell(p.Lang, p.Text("plan.title", "name", p.Name, "target", p.Target), about(p.Title, p.Year, p.Rubric, p.Basis), p.Invented)
	if err != nil {
		return err
	}
	return render(w, "plan", planPage{s, p, frontier(p)})
}

// Plans writes how a budget is shared out.
func Plans(w io.Writer, p *view.Plans) error {
	s, err := newShell(p.Lang, p.Goal, about(p.Title, p.Year, p.Rubric, p.Basis), p.Invented)
	if err != nil {
		return err
	}
	return render(w, "plans", plansPage{s, p, curve(p)})
}

// Comparison writes what changed; agencies are those to be told one by one, else the top who rose and fell most are drawn.
func Comparison(w io.Writer, c *view.Comparison, agencies []string, top int) error {
	var marks []string
	seen := map[string]bool{}
	for _, side := range c.Sides {
		for _, m := range side.Marks {
			if !seen[m] {
				seen[m] = true
				marks = append(marks, m)
			}
		}
	}
	s, err := newShell(c.Lang, c.Title, "", marks...)
	if err != nil {
		return err
	}
	return render(w, "comparison", newComparisonPage(s, c, agencies, top))
}

// about says in one line what is answered about.
func about(title, year, rubric, basis string) string {
	return l10n.Join(" · ", l10n.Join(" ", title, year), rubric, basis)
}

func newShell(lang, title, about string, marks ...string) (shell, error) {
	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return shell{}, fmt.Errorf("reading the style of the page: %w", err)
	}
	var parts onefile.Parts
	out := shell{Lang: lang, Title: title, About: about, Style: parts.Style(style)}
	out.Policy = parts.Policy()
	for _, m := range marks {
		if m != "" {
			out.Marks = append(out.Marks, m)
		}
	}
	return out, nil
}

// render fills a template in and writes it whole or not at all.
func render(w io.Writer, name string, data any) error {
	templates, err := template.ParseFS(assets, "assets/*.tmpl")
	if err != nil {
		return fmt.Errorf("reading the templates of the page: %w", err)
	}
	return onefile.Write(w, "the page", templates, name, data)
}
