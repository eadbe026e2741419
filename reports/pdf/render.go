// Package pdf prints a report on A4: the same story as the HTML, from the same view model, to be read on paper
// by a department head or a governor.
//
// It draws from view.Report only and computes nothing but places on the page. Charts are vectors, fonts are
// embedded, every text passes pdfdoc's door. The same report, options and time give the same bytes.
package pdf

import (
	"fmt"
	"io"
	"slices"
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
}

// Tool names the program and its version at the foot of every page.
func Tool(name string) Option { return func(o *options) { o.tool = name } }

// Profiles sets how many agencies get pages of their own, in the order of the ranking. The others are still in
// every table and chart over all agencies, and the report says how many profiles were left out.
func Profiles(most int) Option { return func(o *options) { o.profiles = max(0, most) } }

// Tell gives what became of the texts to the caller when the report is written.
func Tell(tell func(Printed)) Option { return func(o *options) { o.tell = tell } }

// DefaultProfiles is how many agencies get pages of their own where nothing else is asked: a thousand pages or
// so, which is what people can still print and turn over.
const DefaultProfiles = 500

// Printed says what became of texts on their way to paper.
type Printed struct {
	Pages int
	// Replaced is how many characters the fonts cannot show; a hollow square stands for each.
	Replaced int
	// Clipped is how many texts were too long for their place and end in an ellipsis.
	Clipped int
}

// Render writes the report as a PDF. Errors are those of w, or of a report with numbers that are not finite.
func Render(w io.Writer, r *view.Report, choices ...Option) error {
	o := options{profiles: DefaultProfiles}
	for _, choose := range choices {
		choose(&o)
	}
	p := l10n.For(r.Lang)
	title := r.Title
	if title == "" {
		title = p.Text("pdf.kind")
	}
	d, err := pdfdoc.New(pdfdoc.Options{
		Title: join(" ", title, r.Year), Author: "siap", Subject: join(" · ", p.Text("pdf.kind"), r.Rubric.Title, r.Basis),
		Lang: p.Lang(), Created: created(r.Created),
		Head: join(" ", title, r.Year), Mark: join(" · ", short(p, "pdf.invented", r.Invented), short(p, simulated(r), r.Simulation)),
		Foot:   join(" · ", join(" ", r.Rubric.Title, r.Rubric.Version), o.tool),
		PageOf: func(page, pages int) string { return p.Text("pdf.page_of", "page", page, "pages", pages) },
	})
	if err != nil {
		return fmt.Errorf("rendering the PDF report: %w", err)
	}
	s := &setter{
		d: d, r: r, p: p, title: title,
		profiles: r.Agencies[:min(o.profiles, len(r.Agencies))],
		links:    map[string]pdfdoc.Link{},
	}
	s.all()
	printed := Printed{Pages: d.Pages(), Replaced: d.Replaced(), Clipped: d.Clipped()}
	if err := d.Write(w); err != nil {
		return fmt.Errorf("rendering the PDF report: %w", err)
	}
	if o.tell != nil {
		o.tell(printed)
	}
	return nil
}

// short is the word for a banner, which stands in full on the cover; "" where there is none.
func short(p *l10n.Printer, key, banner string) string {
	if banner == "" {
		return ""
	}
	return p.Text(key)
}

// simulated is the key of the word for what is not the rubric's own result.
func simulated(r *view.Report) string {
	if r.Derived {
		return "pdf.derived"
	}
	return "pdf.simulation"
}

// created is the date of the file: gofpdf would take a zero time for now, and no two files would be the same.
func created(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0)
	}
	return t
}

// setter holds what the parts of the document share.
type setter struct {
	d        *pdfdoc.Doc
	r        *view.Report
	p        *l10n.Printer
	title    string
	profiles []*view.Agency
	// links lead to the agencies' own pages, by anchor.
	links map[string]pdfdoc.Link
}

// section is one chapter.
type section struct {
	title string
	set   func()
	link  pdfdoc.Link
	// page says that the chapter always begins a page.
	page bool
}

func (s *setter) all() {
	for _, a := range s.profiles {
		s.links[a.Anchor] = s.d.NewLink()
	}
	sections := []section{
		{title: s.t("summary"), set: s.summary},
		{title: s.t("ranking"), set: s.ranking, page: true},
		{title: s.t("chart"), set: s.indexChart},
		{title: s.t("heat"), set: s.heatMap},
		{title: s.p.Text("view.section.views"), set: s.views},
		{title: s.t("contradictions"), set: s.contradictions},
		{title: s.p.Text("view.section.optimism"), set: s.optimism},
		{title: s.t("actions"), set: s.commonActions},
		{title: s.t("profiles"), set: s.agencies, page: true},
		{title: s.t("method"), set: s.method, page: true},
		{title: s.t("quality"), set: s.quality},
		{title: s.t("provenance"), set: s.provenance},
	}
	leave := func(title string) {
		sections = slices.DeleteFunc(sections, func(part section) bool { return part.title == title })
	}
	if len(s.r.Agencies) < 2 || !s.r.Actionable { // what would help many agencies stands in the one agency's own pages
		leave(s.t("actions"))
	}
	if !s.r.Measured {
		leave(s.t("contradictions"))
	}
	if s.r.Optimism == nil || len(s.r.Agencies) < 2 { // that of one agency stands in its own pages
		leave(s.p.Text("view.section.optimism"))
	}
	if len(s.r.Views) == 0 || len(s.r.Agencies) < 2 { // those of one agency stand in its own pages
		leave(s.p.Text("view.section.views"))
	}
	for i := range sections {
		sections[i].link = s.d.NewLink()
	}
	s.cover(sections)
	s.d.PageBreak()
	for _, part := range sections {
		// A chapter begins a page where its author wants it, or little of the last one is left.
		if part.page || s.d.Room() < 90 {
			s.d.PageBreak()
		}
		s.d.Heading(pdfdoc.Heading{Text: part.title, Level: 1, Link: part.link, Bookmark: part.title})
		part.set()
	}
	if n := s.d.Replaced(); n > 0 {
		s.d.Box(s.t("replaced"), []string{s.t("replaced.n", "n", n)}, pdfdoc.NoteTone)
	}
}

// t gives one of this package's own texts.
func (s *setter) t(key string, args ...any) string { return s.p.Text("pdf."+key, args...) }

// join puts the texts that are not empty together.
func join(between string, texts ...string) string {
	out := ""
	for _, text := range texts {
		switch {
		case text == "":
		case out == "":
			out = text
		default:
			out += between + text
		}
	}
	return out
}

// or gives the text, and a dash where there is none.
func or(text string) string {
	if text == "" {
		return l10n.Unknown
	}
	return text
}
