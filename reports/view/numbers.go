package view

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"siap/internal/decimal"
	"siap/internal/l10n"
	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/result"
)

// The most characters of a text from a file that a report prints: of a name, of a name in a chart, of a note.
const (
	nameLimit  = 200
	shortLimit = 40
	textLimit  = 2000
)

// clean makes a text fit for one paragraph of any format: no control characters, no marks that turn the writing
// direction, no more than limit characters.
func clean(s string, limit int) string {
	s = strings.TrimSpace(safetext.Line(s))
	if len(s) <= limit {
		return s
	}
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
}

// speaker writes texts and numbers of one rubric in one language.
type speaker struct {
	p    *l10n.Printer
	tree *rubric.Rubric
	// reached has the texts of levels, for all agencies ask for the same few; it is only read where agencies are written
	// down at the same time.
	reached map[*rubric.Level]string
}

// score writes a value on the rubric's scale.
func (b *speaker) score(x float64) Num { return b.scoreWith(x, b.tree.Rounding.Digits) }

func (b *speaker) scoreWith(x float64, digits int) Num {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return b.missing(result.ReasonUnknown)
	}
	return Num{Text: b.p.Rounded(x, digits, b.tree.Rounding.Mode), Value: x, Known: true}
}

// scoreOf writes a value that may be missing, with the reason.
func (b *speaker) scoreOf(x *float64, reason string) Num {
	if x == nil {
		return b.missing(reason)
	}
	return b.score(*x)
}

// gain writes a difference of two scores, with its sign and one digit more than a score: effects of a single
// indicator are small.
func (b *speaker) gain(x float64) Num {
	n := b.scoreWith(x, b.tree.Rounding.Digits+1)
	if n.Known && x > 0 {
		n.Text = "+" + n.Text
	}
	return n
}

// distance writes a difference of two scores with its sign.
func (b *speaker) distance(x float64) Num {
	n := b.score(x)
	if n.Known && strings.Trim(n.Text, "0.,") != "" && x > 0 {
		n.Text = "+" + n.Text
	}
	return n
}

// percent writes a share, 0 to 1; the Value stays the share.
func (b *speaker) percent(share float64, digits int) Num {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return b.missing(result.ReasonUnknown)
	}
	return Num{Text: b.p.Percent(share, digits), Value: share, Known: true}
}

// coverage writes a share of known weight, and never rounds something missing away to 100 %, or something known to 0.
func (b *speaker) coverage(share float64) Num {
	shown := share
	switch {
	case share < 1 && share > 0.99:
		shown = 0.99
	case share > 0 && share < 0.01:
		shown = 0.01
	}
	n := b.percent(shown, 0)
	n.Value = share
	return n
}

func (b *speaker) missing(reason string) Num {
	return Num{Text: l10n.Unknown, Reason: b.reason(reason)}
}

// reason gives the words for a missing value.
func (b *speaker) reason(reason string) string {
	if reason == "" {
		reason = result.ReasonUnknown
	}
	if key := "view.reason." + reason; b.p.Has(key) {
		return b.p.Text(key)
	}
	return clean(reason, nameLimit)
}

// plain writes a measured value: at most so many digits, without trailing zeros.
func (b *speaker) plain(x float64, digits int) string {
	text := decimal.Format(x, digits, decimal.HalfUp)
	if _, fraction, ok := strings.Cut(text, "."); ok {
		fraction = strings.TrimRight(fraction, "0")
		digits = len(fraction)
	}
	return b.p.Number(x, digits)
}

// withUnit writes a measured value with its unit.
func (b *speaker) withUnit(x float64, unit string) string { return b.unit(b.plain(x, 2), unit) }

// unit puts a unit behind a number.
func (b *speaker) unit(text, unit string) string {
	switch unit = b.unitWords(unit); {
	case unit == "":
		return text
	case unit == "%" && b.p.Lang() == l10n.English:
		return text + unit
	}
	return text + "\u00a0" + unit
}

// unitWords is a unit in words; units that the catalogues know are translated.
func (b *speaker) unitWords(unit string) string {
	if key := "view.unit." + unit; b.p.Has(key) {
		unit = b.p.Text(key)
	}
	return clean(unit, shortLimit)
}

// reduced writes what a reduction gave of a metric's samples: a share in per cent, a ratio plainly, the rest with
// the metric's unit.
func (b *speaker) reduced(x float64, r rubric.Reduction, unit string) string {
	switch r {
	case rubric.ReduceShare, rubric.ReduceTimeShare, rubric.ReduceOnTime, rubric.ReduceFinished:
		return b.p.Percent(x, 1)
	case rubric.ReduceDaysMean, rubric.ReduceDaysMedian, rubric.ReduceDaysP90: // the sentence says what they are
		return b.plain(x, 1)
	case rubric.ReduceCount:
		return b.plain(x, 0)
	case rubric.ReduceRatio:
		return b.plain(x, 3)
	default:
		return b.withUnit(x, unit)
	}
}

// day reads the local date at the start of a time; zero where it is none.
func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s[:min(len(s), len(time.DateOnly))])
	if err != nil {
		return time.Time{}
	}
	return t
}

// windowWords writes a window whose end is exclusive with its last day.
func (b *speaker) windowWords(from, to string) string {
	first, end := day(from), day(to)
	if first.IsZero() || end.IsZero() {
		return ""
	}
	return b.daysWords(first, end.AddDate(0, 0, -1))
}

// daysWords writes the days from the first to the last, both included.
func (b *speaker) daysWords(first, last time.Time) string {
	switch {
	case first.IsZero() || last.IsZero():
		return ""
	case !last.After(first):
		return b.p.Date(first)
	}
	return b.p.Text("view.window", "from", b.p.Date(first), "to", b.p.Date(last))
}

// lowerFirst writes a title inside a sentence; an abbreviation keeps its capitals.
func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(first) && !unicode.IsLower(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 || first == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

// list writes names as a list of words.
func (b *speaker) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return b.p.Text("view.and", "first", strings.Join(names[:len(names)-1], ", "), "last", names[len(names)-1])
}
