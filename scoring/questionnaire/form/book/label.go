package book

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"siap/internal/safetext"
	"siap/scoring/questionnaire/form"
)

// labelLimit is how many characters of a choice a drop-down shows; the whole text stands beside the question.
const labelLimit = 64

// Labels gives what a drop-down shows for some choices, each once: one line, shortened at a word, and never a text
// that a spreadsheet would take for a formula when it is chosen.
func Labels(choices []form.Choice, lang string) []string {
	out := make([]string, len(choices))
	seen := map[string]bool{}
	for i, c := range choices {
		label := plain(shorten(safetext.Line(c.Label(lang)), labelLimit))
		if key := form.Fold(label); seen[key] || key == "" {
			label = plain(c.Code + " – " + label)
		}
		seen[form.Fold(label)] = true
		out[i] = label
	}
	return out
}

// plain puts a mark before a text that begins as formulas do.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "› " + s
	}
	return s
}

// shorten cuts a text to so many characters, behind a word where there is one.
func shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit-2])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:(–-") + " …"
}

// within cuts a text to what Excel allows it, counted as Excel counts.
func within(s string, limit int) string {
	units := utf16.Encode([]rune(s))
	if len(units) <= limit {
		return s
	}
	return strings.TrimRight(string(utf16.Decode(units[:limit-2])), "\uFFFD ") + "…"
}

// sheetName makes a name that every spreadsheet allows and that no other sheet has: at most 31 characters, none of
// []:*?/\, no apostrophe at either end, and not the reserved History.
func (b *builder) sheetName(want string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, safetext.Line(want))
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "' ")
	if clean == "" {
		clean = "–"
	}
	const limit = 31
	name := strings.Trim(within(clean, limit), "' ")
	for n := 2; b.names[strings.ToLower(name)] || strings.EqualFold(name, "history") || strings.EqualFold(name, MachineSheet); n++ {
		tail := " (" + form.LevelCode(float64(n)) + ")"
		name = strings.Trim(within(clean, limit-len(tail)), "' ") + tail
	}
	b.names[strings.ToLower(name)] = true
	return name
}

// quoted is a sheet's name in a formula.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }
