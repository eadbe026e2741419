package pdf

import (
	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/reports/view"
)

// base is where the base of a line lies, as a share of its leading.
const base = 0.78

// The sizes of text in composed pages and charts.
var (
	plain  = pdfdoc.Style{Size: 8, Ink: pdfdoc.Black}
	strong = pdfdoc.Style{Size: 8, Ink: pdfdoc.Black, Bold: true}
	soft   = pdfdoc.Style{Size: 7.5, Ink: pdfdoc.Grey}
	tiny   = pdfdoc.Style{Size: 6.8, Ink: pdfdoc.Grey}
)

// in gives a style in another colour.
func in(st pdfdoc.Style, ink pdfdoc.Color) pdfdoc.Style {
	st.Ink = ink
	return st
}

// sized gives a style in another size.
func sized(st pdfdoc.Style, size float64) pdfdoc.Style {
	st.Size = size
	return st
}

// put writes lines below y and gives the y below them.
func (s *setter) put(x, y float64, lines []string, st pdfdoc.Style, a pdfdoc.Align) float64 {
	for _, line := range lines {
		s.d.Label(x, y+st.Leading()*base, 0, line, st, a)
		y += st.Leading()
	}
	return y
}

// line writes one line below y, shortened to the width.
func (s *setter) line(x, y, width float64, text string, st pdfdoc.Style, a pdfdoc.Align) {
	s.d.Label(x, y+st.Leading()*base, width, text, st, a)
}

// block is a text over a width as a part, in so many lines at most; nil for an empty one.
func (s *setter) block(x, width float64, text string, st pdfdoc.Style, most int) part {
	if text == "" {
		return nil
	}
	lines := s.d.Wrap(text, st, width, most)
	return &fixed{float64(len(lines)) * st.Leading(), func(y float64) { s.put(x, y, lines, st, pdfdoc.AlignLeft) }}
}

// captionHeight is that of a caption.
const captionHeight = 6.0

// caption heads a part of a composed page.
func (s *setter) caption(x, y, width float64, text string, ink pdfdoc.Color) {
	st := pdfdoc.Style{Size: 9, Bold: true, Ink: ink}
	s.line(x, y, width, text, st, pdfdoc.AlignLeft)
	s.d.Line(x, y+4.7, x+width, y+4.7, pdfdoc.Stroke{Ink: ink, Width: 0.25})
}

// t gives one of this package's own texts.
func (s *setter) t(key string, args ...any) string { return s.p.Text("pdf."+key, args...) }

// value is a number, or "?" and "n/a" in the language.
func (s *setter) value(state view.State, n view.Num) string {
	if n.Known {
		return n.Text
	}
	if state == view.NotApplicable {
		return s.t("na")
	}
	return n.Text
}

// or gives the text, and a dash where there is none.
func or(text string) string {
	if text == "" {
		return l10n.Unknown
	}
	return text
}
