// Package paper prints a questionnaire on A4, to be filled in by pen where there is neither a computer nor a network.
//
// It asks what every other format asks, under the same numbers and codes, so that whoever types the answers in
// afterwards finds the place of each. A question stands whole on one page, with a box to tick for each of its
// answers and lines for evidence and a note. Nothing is read back from paper. The same form gives the same bytes.
package paper

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// Options are the choices of a paper form.
type Options struct {
	// Language is "id" or "en"; any other is Indonesian.
	Language string
	// Title is the heading, such as the title of the assessment; "" takes the rubric's.
	Title string
	// Year stands below the title; "" leaves it out.
	Year string
}

// Printed says what became of texts on their way to paper.
type Printed struct {
	Pages int
	// Replaced is how many characters the fonts cannot show; a hollow square stands for each.
	Replaced int
}

// printLength is how many hex digits of the fingerprint stand on every page, as in all formats.
const printLength = 12

// Write prints a form. It fails if the form asks nothing, or if writing does.
func Write(w io.Writer, f *form.Form, o Options) (Printed, error) {
	if len(f.Sections) == 0 {
		return Printed{}, errors.New("printing a paper form: the form has no question; choose another agency or role")
	}
	tight, err := lay(f, o, rooms[0])
	if err != nil {
		return Printed{}, err
	}
	// Paper is dear, room to write is not: take the most of it that needs no further page.
	best := tight
	for _, r := range rooms[1:] {
		wide, err := lay(f, o, r)
		if err != nil {
			return Printed{}, err
		}
		if wide.d.Pages() > tight.d.Pages() {
			break
		}
		best = wide
	}
	printed := Printed{Pages: best.d.Pages(), Replaced: best.d.Replaced()}
	if err := best.d.Write(w); err != nil {
		return Printed{}, fmt.Errorf("printing a paper form: %w", err)
	}
	return printed, nil
}

// room is how many lines each question has for evidence and for a note.
type room struct{ evidence, note int }

// rooms are the choices of room, from the least to the most.
var rooms = []room{{1, 1}, {2, 1}, {2, 2}, {3, 2}}

// lay sets a form with so much room.
func lay(f *form.Form, o Options, r room) (*setter, error) {
	p := l10n.For(o.Language)
	s := &setter{f: f, p: p, title: o.Title, year: o.Year, room: r}
	if s.title == "" {
		s.title = s.t("title", "rubric", f.Rubric.Title.In(p.Lang()))
	}
	identity := f.Rubric.ID + " " + f.Rubric.Version + " · " + f.Fingerprint[:min(printLength, len(f.Fingerprint))]
	head, who := s.t("head.any"), ""
	if f.Agency != nil {
		head, who = s.agency(), s.agency()
	}
	d, err := pdfdoc.New(pdfdoc.Options{
		Title: l10n.Join(" – ", l10n.Join(" ", s.title, s.year), who), Author: "siap", Subject: identity, Lang: p.Lang(),
		// A form carries no clock: gofpdf wants a date, and this one is no day anybody takes for real.
		Created: time.Unix(0, 0),
		Head:    head, Aside: identity, Foot: l10n.Join(" ", s.title, s.year),
		PageOf: func(page, pages int) string { return p.Text("pdf.page_of", "page", page, "pages", pages) },
	})
	if err != nil {
		return nil, fmt.Errorf("printing a paper form: %w", err)
	}
	s.d = d
	s.all()
	return s, nil
}

// setter holds what the parts of the form share.
type setter struct {
	d     *pdfdoc.Doc
	f     *form.Form
	p     *l10n.Printer
	title string
	year  string
	room  room
	// links lead to the sections.
	links []pdfdoc.Link
	// x and width are where questions stand: right of their numbers.
	x, width float64
}

// all sets the cover and every section.
func (s *setter) all() {
	s.x = s.numbers()
	s.width = pdfdoc.Right - s.x
	for range s.f.Sections {
		s.links = append(s.links, s.d.NewLink())
	}
	s.cover()
	for i, section := range s.f.Sections {
		if i == 0 || s.d.Room() < s.opening(section) {
			s.d.PageBreak()
		}
		s.section(section, s.links[i])
	}
}

// opening is what a page must have left, in millimetres, for a section to begin on it: room for its headings, its
// description and its first question.
func (s *setter) opening(section form.Section) float64 {
	const heading, below = 24, 14
	first := section.Questions[0]
	need := heading + below*float64(len(first.Path)) + s.lines(pdfdoc.Left, pdfdoc.Width, s.description(section), about).height()
	for _, e := range s.units([]form.Question{first})[0] {
		need += e.height()
	}
	return need
}

// description is the description of a section; that of a dimension which is itself the indicator stands with its question.
func (s *setter) description(section form.Section) string {
	if section.Node.IsIndicator() {
		return ""
	}
	return clip(s.text(section.Node.Description))
}

// about is how the description of a section looks.
var about = pdfdoc.Style{Size: 9, Ink: pdfdoc.Grey}

// section sets one dimension: its heading, its description and its questions.
func (s *setter) section(section form.Section, link pdfdoc.Link) {
	title := s.heading(section.Node)
	s.d.Heading(pdfdoc.Heading{Text: title, Level: 1, Link: link, Bookmark: title})
	s.d.Paragraph(s.description(section), about)
	var path []*rubric.Node
	questions := section.Questions
	for len(questions) > 0 {
		q := questions[0]
		slots := 1
		for slots < len(questions) && questions[slots].Node == q.Node {
			slots++
		}
		level := 1 + s.path(path, q.Path)
		path = q.Path
		s.question(questions[:slots], level)
		questions = questions[slots:]
	}
}

// path sets the headings of the nodes that a question is below and the one before it was not. It gives how many
// nodes there are.
func (s *setter) path(before, now []*rubric.Node) int {
	same := 0
	for same < len(before) && same < len(now) && before[same] == now[same] {
		same++
	}
	for i := same; i < len(now); i++ {
		title := s.heading(now[i])
		s.d.Heading(pdfdoc.Heading{Text: title, Level: min(2+i, 3), Bookmark: title, BookmarkLevel: 1 + i})
	}
	return len(now)
}

// heading is the official number, where there is one, and the title of a node.
func (s *setter) heading(n *rubric.Node) string { return clip(l10n.Join(" ", n.Code, s.text(n.Title))) }

// agency is whom the form is for: the name and the id.
func (s *setter) agency() string {
	a := s.f.Agency
	if a.Name == "" || a.Name == a.ID {
		return a.ID
	}
	return a.Name + " (" + a.ID + ")"
}

// t gives one of this package's own texts.
func (s *setter) t(key string, args ...any) string { return s.p.Text("paper."+key, args...) }

// text is a text of the rubric in the language of the form.
func (s *setter) text(t rubric.Text) string { return strings.TrimSpace(t.In(s.p.Lang())) }

// maxText is how many bytes of one text of a rubric are printed: about two pages of it.
const maxText = 8000

// clip shortens a text that is too long to be meant for paper.
func clip(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:maxText], "") + "…"
}
