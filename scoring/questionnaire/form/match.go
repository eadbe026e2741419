package form

import (
	"slices"
	"strings"

	"siap/rubric"
)

// Matcher finds the field that a column of somebody's export is about.
type Matcher struct {
	codes  map[string]Field   // exact codes, long and short, letter case folded
	labels map[string][]Field // folded labels; more than one field is ambiguous
}

// labelled are the words behind a label that name a part, in either language; the first of a language is what our
// own forms write.
var labelled = map[Part][]string{
	Item:     {"nama", "name", "layanan", "service"},
	Note:     {"catatan", "note", "keterangan", "notes", "komentar", "comment"},
	Evidence: {"data dukung", "evidence", "bukti", "link", "tautan"},
	Status:   {"status", "status data dukung", "evidence status"},

	Numerator:   {"pembilang", "numerator"},
	Denominator: {"penyebut", "denominator"},
}

// typed are the parts that an indicator has beside Parts.
func typed(n *rubric.Node) []Part {
	switch n.Asked() {
	case rubric.Number, rubric.Percentage, rubric.Date:
		return []Part{Special}
	case rubric.Ratio:
		return []Part{Special, Numerator, Denominator}
	}
	return nil
}

// NewMatcher prepares the look-up for a rubric, with this many slots for indicators that repeat.
func NewMatcher(r *rubric.Rubric, slots int) *Matcher {
	m := &Matcher{codes: map[string]Field{}, labels: map[string][]Field{}}
	for _, n := range r.Indicators() {
		if n.Asked() == rubric.NotAsked {
			continue
		}
		most := 0
		if n.Repeats != "" {
			most = max(slots, 1)
		}
		for slot := 0; slot <= most; slot++ {
			for _, p := range append(typed(n), Parts...) {
				m.add(Field{Node: n, Slot: slot, Part: p})
			}
		}
	}
	return m
}

func (m *Matcher) add(f Field) {
	m.codes[strings.ToLower(f.Code())] = f
	m.codes[strings.ToLower(f.Short())] = f
	for _, label := range f.labels() {
		if label = Fold(label); label != "" && !slices.Contains(m.labels[label], f) {
			m.labels[label] = append(m.labels[label], f)
		}
	}
}

// labels are the texts by which people name a field: the official number, the title and the question, alone and
// with the number before them, with the slot and the part behind.
func (f Field) labels() []string {
	var names []string
	if f.Node.Code != "" {
		names = append(names, f.Node.Code)
	}
	for _, lang := range []string{"id", "en"} {
		for _, t := range []rubric.Text{f.Node.Title, f.Node.Question} {
			name := t.In(lang)
			if name == "" {
				continue
			}
			names = append(names, name)
			if f.Node.Code != "" {
				names = append(names, f.Node.Code+" "+name)
			}
		}
	}
	var out []string
	for _, name := range names {
		if f.Slot > 0 {
			name += " (" + LevelCode(float64(f.Slot)) + ")"
		}
		if f.Part == Value {
			out = append(out, name)
			continue
		}
		for _, word := range append([]string{f.word("id"), f.word("en")}, labelled[f.Part]...) {
			out = append(out, name+" – "+word)
		}
	}
	return out
}

// Find gives the fields that a column header may be about: by code first, alone or behind the names of groups
// (joined by / or -), then by its label in either language. One field is a match, several are candidates to choose
// from, none is no question of the rubric.
func (m *Matcher) Find(header string) []Field {
	header = strings.TrimSpace(header)
	lower := strings.ToLower(header)
	if f, known := m.codes[lower]; known {
		return []Field{f}
	}
	for _, mark := range []string{"/", "-", "."} {
		if _, last, grouped := cutLast(lower, mark); grouped {
			if f, known := m.codes[last]; known {
				return []Field{f}
			}
		}
	}
	if f, known := m.bracketed(header); known {
		return []Field{f}
	}
	if found := m.labels[Fold(header)]; len(found) > 0 {
		return found
	}
	for rest := header; ; { // a label may hold a / itself
		_, after, grouped := strings.Cut(rest, "/")
		if !grouped {
			return nil
		}
		if f, known := m.bracketed(after); known {
			return []Field{f}
		}
		if found := m.labels[Fold(after)]; len(found) > 0 {
			return found
		}
		rest = after
	}
}

// FindOption gives the field and the option's code of a column that a multiple choice was split into:
// "channels/web", "Kanal apa saja?/Situs web", "channels[web]". ok is false where the column is none.
func (m *Matcher) FindOption(header string) (f Field, option string, ok bool) {
	header = strings.TrimSpace(header)
	for i, r := range header {
		before, last := header[:i], ""
		switch {
		case r == '/':
			last = header[i+1:]
		case r == '[' && strings.HasSuffix(header, "]"):
			last = header[i+1 : len(header)-1]
		default:
			continue
		}
		found := m.Find(before)
		if len(found) != 1 || found[0].Part != Value || found[0].Node.Asked() != rubric.Multiple {
			continue
		}
		choices := Choices(found[0].Node)
		if r == '[' {
			if k := slices.Index(ShortChoices(found[0].Node), last); k >= 0 {
				return found[0], choices[k].Code, true
			}
		}
		if c := Chosen(choices, last); c != nil {
			return found[0], c.Code, true
		}
	}
	return Field{}, "", false
}

func cutLast(s, mark string) (before, after string, found bool) {
	if i := strings.LastIndex(s, mark); i >= 0 {
		return s[:i], s[i+len(mark):], true
	}
	return s, "", false
}
