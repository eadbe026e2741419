package pdfdoc

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// replacement stands visibly for a character that cannot be printed.
const replacement = '□'

// Style is how a text looks.
type Style struct {
	// Size is in points.
	Size float64
	Bold bool
	Ink  Color
}

// mmPerPoint turns a font size in points into millimetres.
const mmPerPoint = 25.4 / 72

// Leading is the distance of two lines of the style, in millimetres.
func (s Style) Leading() float64 { return s.Size * mmPerPoint * 1.32 }

// clean is the door every text passes before gofpdf sees it. Line breaks and tabs become a space. Marks that
// only join or vary other characters are dropped. Whatever is left that the fonts cannot show as it was meant
// (control characters, marks that turn the writing direction, scripts written from right to left, which gofpdf
// would set backwards, emoji, missing glyphs) is replaced by a hollow square and counted.
func (d *Doc) clean(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case r == '\u2011': // the font has no non-breaking hyphen
			b.WriteByte('-')
		case r == '\u00AD' || r == '\u200B' || r == '\u200C' || r == '\u200D' || r == '\uFEFF' || (r >= '\uFE00' && r <= '\uFE0F'):
		case unicode.IsControl(r) || unicode.In(r, unicode.Cf) || turnsDirection(r) || !d.glyphs.printable(r):
			b.WriteRune(replacement)
			d.lose(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// lose counts a character that is replaced, and remembers the first few.
func (d *Doc) lose(r rune) {
	d.replaced++
	if len(d.lost) < lostMost && !slices.Contains(d.lost, r) {
		d.lost = append(d.lost, r)
	}
}

// lostMost is how many of the characters that were replaced are remembered.
const lostMost = 12

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// turnsDirection reports characters of scripts written from right to left.
func turnsDirection(r rune) bool {
	p, _ := bidi.LookupRune(r)
	c := p.Class()
	return c == bidi.R || c == bidi.AL || c == bidi.AN
}

// TextWidth is the width of a text in millimetres; characters that would be replaced count as replaced.
func (d *Doc) TextWidth(s string, st Style) float64 {
	ems := 0.0
	for _, r := range s {
		ems += d.glyphs.width(r, st.Bold)
	}
	return ems * st.Size * mmPerPoint
}

func (d *Doc) advance(r rune, st Style) float64 {
	return d.glyphs.width(r, st.Bold) * st.Size * mmPerPoint
}

// Fit gives the text, cleaned, if it is at most so wide, and else its beginning with an ellipsis.
func (d *Doc) Fit(s string, st Style, width float64) string {
	s = d.clean(s)
	if d.TextWidth(s, st) <= width {
		return s
	}
	d.clipped++
	return d.ellipsis(s, st, width)
}

func (d *Doc) ellipsis(s string, st Style, width float64) string {
	left := width - d.advance('…', st)
	end := 0
	for i, r := range s {
		if left -= d.advance(r, st); left < 0 {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	return strings.TrimRight(s[:end], " ") + "…"
}

// Wrap breaks a text, cleaned, into lines of at most the width. It breaks at spaces, after hyphens and slashes,
// and inside words that are longer than a line; a line break in the text is kept. With limit > 0 there are at
// most so many lines, the last ending in an ellipsis where something is missing.
func (d *Doc) Wrap(s string, st Style, width float64, limit int) []string {
	var lines []string
	for part := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if limit > 0 {
			if len(lines) > limit {
				break
			}
			// What cannot be shown in so many lines need not be looked at either.
			whole := len(part)
			part = firstRunes(part, (limit+1)*(int(width/(st.Size*mmPerPoint*0.15))+2))
			lines = append(lines, d.wrapLine(d.clean(part), st, width, limit)...)
			if len(part) < whole && len(lines) <= limit {
				lines = append(lines, make([]string, limit+1-len(lines))...) // something is missing: see below
			}
			continue
		}
		lines = append(lines, d.wrapLine(d.clean(part), st, width, 0)...)
	}
	if limit > 0 && len(lines) > limit {
		d.clipped++
		last := strings.TrimRight(lines[limit-1], " ")
		if d.TextWidth(last+"…", st) > width {
			last = d.ellipsis(last, st, width)
		} else {
			last += "…"
		}
		lines = append(lines[:limit-1], last)
	}
	return lines
}

func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// wrapLine is Wrap for one paragraph, already cleaned. It may give one line more than the limit, then stops.
func (d *Doc) wrapLine(s string, st Style, width float64, limit int) []string {
	var lines []string
	s = strings.TrimSpace(s)
	for s != "" {
		if limit > 0 && len(lines) > limit {
			return lines
		}
		used, end, fit := 0.0, -1, 0
		for i, r := range s {
			used += d.advance(r, st)
			if r == ' ' {
				if used-d.advance(r, st) <= width {
					end = i
				}
				if used > width {
					break
				}
				continue
			}
			if used > width {
				break
			}
			fit = i + utf8.RuneLen(r)
			if after := fit; (r == '-' || r == '/' || r == '–' || r == '—') && i > 0 && after < len(s) {
				end = after
			}
		}
		switch {
		case fit == len(s): // the rest fits
			return append(lines, s)
		case end > 0:
		case fit > 0: // one word longer than the line
			end = fit
		default: // not even one character fits: take it, so that we come to an end
			_, end = utf8.DecodeRuneInString(s)
		}
		lines = append(lines, strings.TrimRight(s[:end], " "))
		s = strings.TrimLeft(s[end:], " ")
	}
	if lines == nil {
		return []string{""}
	}
	return lines
}
