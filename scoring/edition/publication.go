package edition

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"siap/rubric"
	"siap/scoring/result"
)

// Publication is what an issuer adds to a result: how the outputs look, who answers for them, and what stands before
// them. It changes no number.
type Publication struct {
	// Title stands in place of the assessment's own in the public and the anonymous edition; empty to keep it (public),
	// or for a neutral one (anonymous).
	Title rubric.Text
	// Watermark is printed across or above every page, such as "EMBARGO until 1 March 2026".
	Watermark rubric.Text
	// Preface stands before the findings; an empty line begins a new paragraph.
	Preface rubric.Text
	// Signatory answers for the result.
	Signatory Signatory
	// Colours are those of headings and marks; empty for siap's own.
	Colours Colours
	// Logo is nil for none.
	Logo *Logo
}

// Signatory is who signs, in words as they are printed: "Samarinda", "2 Maret 2026", "Kepala Dinas Kominfo", a name and
// the number of a civil servant (NIP).
type Signatory struct {
	Name, Position, Number, Place, Date string
}

// Empty reports whether nobody signs.
func (s Signatory) Empty() bool { return s == Signatory{} }

// Colours are written #RRGGBB.
type Colours struct {
	// Primary is the ground of headings with white letters on it, Accent that of marks.
	Primary, Accent string
}

// The most characters that the texts of a publication have.
const (
	TitleMost     = 200
	WatermarkMost = 80
	PrefaceMost   = 8000
	SignatoryMost = 200
)

// ContrastLeast is the contrast that white letters must have on the primary colour: 4.5 to 1, level AA of WCAG 2.
const ContrastLeast = 4.5

// TooLong gives the length of a text that has more characters than the most, else 0.
func TooLong(t rubric.Text, most int) int {
	if n := max(utf8.RuneCountInString(t.ID), utf8.RuneCountInString(t.EN)); n > most {
		return n
	}
	return 0
}

// IsColour reports whether a text is a colour, #RRGGBB.
func IsColour(s string) bool {
	_, ok := rgb(s)
	return ok
}

// Contrast is the contrast of white letters on a colour, 1 to 21 (WCAG 2); 0 for what is no colour.
func Contrast(colour string) float64 {
	parts, ok := rgb(colour)
	if !ok {
		return 0
	}
	light := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		x := parts[i] / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		light += weight * x
	}
	return 1.05 / (light + 0.05)
}

func rgb(s string) (parts [3]float64, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return parts, false
	}
	for i := range parts {
		x, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return parts, false
		}
		parts[i] = float64(x)
	}
	return parts, true
}

// For gives what of a publication an edition of an assessment may show. The anonymous edition has neither signatory nor
// preface nor logo, for they say whose agencies these are; its title and watermark must name no agency (*NamedError).
func (p *Publication) For(e Edition, a *result.Assessment) (*Publication, error) {
	if p == nil {
		p = &Publication{}
	}
	out := *p
	switch e {
	case Full, "":
		out.Title = rubric.Text{}
		return &out, nil
	case Public:
		return &out, nil
	}
	out.Signatory, out.Preface, out.Logo = Signatory{}, rubric.Text{}, nil
	for _, t := range []struct {
		what string
		text rubric.Text
	}{{"title", out.Title}, {"watermark", out.Watermark}} {
		if name := names(t.text, a); name != "" {
			return nil, &NamedError{t.what, name}
		}
	}
	return &out, nil
}

// namedLeast is how long a name or an id must be to be looked for in a text: shorter ones are in every other word.
const namedLeast = 4

// names gives the name or id of an agency that a text holds as whole words, "" for none.
func names(t rubric.Text, a *result.Assessment) string {
	text := " " + words(t.ID+" "+t.EN) + " "
	for _, one := range a.Agencies {
		if one == nil {
			continue
		}
		for _, name := range []string{one.Name, one.ID} {
			if w := words(name); utf8.RuneCountInString(w) >= namedLeast && strings.Contains(text, " "+w+" ") {
				return name
			}
		}
	}
	return ""
}

// words gives a text in small letters with one space between words.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !(r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 127)
	}), " ")
}
