// Package pdf prints a report on A4: the same story as the HTML, from the same view model, to be read on paper by a
// governor in a minute and by a department head in ten.
//
// It draws from view.Report only and computes nothing but places on the page. Charts are vectors, drawn through
// pdfdoc's few primitives; fonts are embedded; every text passes pdfdoc's door. The same report, options and time give
// the same bytes.
//
// A report has a summary of one page, the chapters over all agencies, one page for each agency, and a compact appendix
// with all indicators. With many agencies the pages of each are left out unless the booklet is asked for. One agency
// may also have a file of its own.
package pdf

import (
	"fmt"
	"io"
	"time"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// Option changes how a report is printed.
type Option func(*options)

type options struct {
	tool     string
	profiles int
	tell     func(Printed)
	progress func(done, all int)
}

// Tool names the program and its version at the foot of every page.
func Tool(name string) Option { return func(o *options) { o.tool = name } }

// Profiles sets up to how many agencies each has a page of its own. Where there are more none has; they are still in
// every table and chart over all agencies, and the report says how to get the pages.
func Profiles(most int) Option { return func(o *options) { o.profiles = max(0, most) } }

// Book gives every agency its page, however many there are.
func Book() Option { return func(o *options) { o.profiles = int(^uint(0) >> 1) } }

// Progress is called after the page of each agency, with how many are set and how many there will be.
func Progress(report func(done, all int)) Option { return func(o *options) { o.progress = report } }

// Tell gives what became of the texts to the caller when the report is written.
func Tell(tell func(Printed)) Option { return func(o *options) { o.tell = tell } }

// DefaultProfiles is up to how many agencies each has a page of its own where nothing else is asked: what people still
// print and turn over.
const DefaultProfiles = 60

// Printed says what became of texts on their way to paper.
type Printed struct {
	Pages int
	// Replaced is how many characters the fonts cannot show; a hollow square stands for each. Lost are the first few.
	Replaced int
	Lost     []rune
	// Clipped is how many texts were too long for their place and end in an ellipsis.
	Clipped int
	// NoLogo says that the logo was left out because it is a drawing (SVG), which is not printed.
	NoLogo bool
}

// Render writes the report as a PDF. Errors are those of w, or of a report with numbers that are not finite.
func Render(w io.Writer, r *view.Report, choices ...Option) error {
	s, o, err := start(r, r.Title, choices)
	if err != nil {
		return fmt.Errorf("rendering the PDF report: %w", err)
	}
	if len(r.Agencies) <= o.profiles {
		s.profiles = r.Agencies
	}
	s.report()
	return s.end(w, o)
}

// RenderAgency writes the file of one agency of the report: its page, everything behind it, and how it was scored.
// Errors are as in Render.
func RenderAgency(w io.Writer, r *view.Report, a *view.Agency, choices ...Option) error {
	s, o, err := start(r, l10n.Join(" – ", a.Name, r.Title), choices)
	if err != nil {
		return fmt.Errorf("rendering the PDF of an agency: %w", err)
	}
	s.single(a)
	return s.end(w, o)
}

// start begins a document under a title.
func start(r *view.Report, title string, choices []Option) (*setter, *options, error) {
	o := &options{profiles: DefaultProfiles, progress: func(int, int) {}}
	for _, choose := range choices {
		choose(o)
	}
	p := l10n.For(r.Lang)
	if title == "" {
		title = p.Text("pdf.kind")
	}
	s := &setter{r: r, p: p, title: title, tool: o.tool, progress: o.progress, links: map[string]pdfdoc.Link{}, appendix: map[string]pdfdoc.Link{}}
	d, err := pdfdoc.New(pdfdoc.Options{
		Title: l10n.Join(" ", title, r.Year), Author: "siap", Subject: l10n.Join(" · ", p.Text("pdf.kind"), r.Rubric.Title, r.Basis),
		Lang: p.Lang(), Created: created(r.Created), Cover: true,
		Head: l10n.Join(" ", r.Title, r.Year), Mark: s.mark(),
		Watermark: r.Publication.Watermark, Primary: colour(r.Publication.Colours.Primary), Marks: colour(r.Publication.Colours.Accent),
		Foot:   l10n.Join(" · ", l10n.Join(" ", r.Rubric.Title, r.Rubric.Version), r.Basis, o.tool),
		PageOf: func(page, pages int) string { return p.Text("pdf.page_of", "page", page, "pages", pages) },
	})
	s.d = d
	return s, o, err
}

// end writes the document and says what became of it.
func (s *setter) end(w io.Writer, o *options) error {
	printed := Printed{Pages: s.d.Pages(), Replaced: s.d.Replaced(), Lost: s.d.Lost(), Clipped: s.d.Clipped(), NoLogo: s.noLogo}
	if err := s.d.Write(w); err != nil {
		return fmt.Errorf("rendering the PDF report: %w", err)
	}
	if o.tell != nil {
		o.tell(printed)
	}
	return nil
}

// mark repeats on every page, in a word or two, what the banners on the cover say.
func (s *setter) mark() string {
	short := func(key, banner string) string {
		if banner == "" {
			return ""
		}
		return s.p.Text(key)
	}
	simulated := "pdf.simulation"
	if s.r.Derived {
		simulated = "pdf.derived"
	}
	withheld := "pdf.edition." + string(s.r.Publication.Edition)
	return l10n.Join(" · ", short(withheld, s.r.Publication.Withheld), short("pdf.invented", s.r.Invented), short(simulated, s.r.Simulation))
}

// created is the date of the file: gofpdf would take a zero time for now, and no two files would be the same.
func created(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0)
	}
	return t
}
