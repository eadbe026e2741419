package view

import (
	"strings"

	"siap/rubric"
	"siap/scoring/edition"
)

// Publication is what an issuer adds to a report, in its language, with what an edition leaves out of it. All outputs
// show it: the watermark across or above every page, the rest on the cover.
type Publication struct {
	// Edition is edition.Full, Public or Anonymous; Withheld says in words what an edition leaves out, "" in the full one.
	Edition  edition.Edition
	Withheld string
	// Watermark is "" for none.
	Watermark string
	// Preface are paragraphs.
	Preface []string
	// Signatory answers for the result; Empty where nobody does.
	Signatory edition.Signatory
	// Colours are #RRGGBB each, "" for the output's own.
	Colours edition.Colours
	// Logo is checked: it may stand in any output as it is; nil for none.
	Logo *edition.Logo
}

// Publish adds what the issuer says; p is what edition.Publication.For gave for the report's edition.
func (r *Report) Publish(p *edition.Publication) {
	if p == nil || r.builder == nil {
		return
	}
	r.add(func(r *Report) {
		say := func(t rubric.Text, limit int) string { return clean(t.In(r.Lang), limit) }
		if title := say(p.Title, nameLimit); title != "" {
			r.Title = title
		}
		to := &r.Publication
		to.Watermark = say(p.Watermark, edition.WatermarkMost)
		to.Preface = paragraphs(p.Preface.In(r.Lang))
		s := p.Signatory
		to.Signatory = edition.Signatory{
			Name: clean(s.Name, nameLimit), Position: clean(s.Position, nameLimit), Number: clean(s.Number, nameLimit), Place: clean(s.Place, nameLimit), Date: clean(s.Date, nameLimit),
		}
		to.Colours, to.Logo = p.Colours, p.Logo
	})
}

// paragraphs are the parts of a text between empty lines.
func paragraphs(text string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if part = clean(part, edition.PrefaceMost); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// publication says which edition the assessment is.
func (b *builder) publication() Publication {
	p := Publication{Edition: edition.Full}
	switch e := edition.Edition(b.a.Edition); e {
	case "", edition.Full:
	case edition.Public:
		p.Edition, p.Withheld = e, b.p.Text("view.edition.public")
	default:
		p.Edition, p.Withheld = edition.Anonymous, b.p.Text("view.edition.anonymous")
	}
	return p
}
