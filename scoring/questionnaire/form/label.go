package form

import (
	"strings"

	"siap/internal/l10n"
)

// Label is a field as one line for people: the question with its official number, the slot and the part behind.
// Matcher.Find finds a field by its label in either language, Matcher.Label gives one that no other field has.
func (f Field) Label(lang string) string {
	name := f.Node.Question.In(lang)
	if name == "" {
		name = f.Node.Title.In(lang)
	}
	if f.Node.Code != "" {
		name = f.Node.Code + " " + name
	}
	if f.Slot > 0 {
		name += " (" + LevelCode(float64(f.Slot)) + ")"
	}
	if f.Part == Value {
		return name
	}
	return name + " – " + f.word(lang)
}

// word is what our own forms call the part.
func (f Field) word(lang string) string {
	word := l10n.For(lang).Text("survey.part." + string(f.Part))
	if a := f.Node.Answer; a != nil {
		switch f.Part {
		case Numerator:
			word += ": " + a.Numerator.In(lang)
		case Denominator:
			word += ": " + a.Denominator.In(lang)
		}
	}
	return word
}

// Label is a field's label, with its code in brackets behind where another field has the same label.
func (m *Matcher) Label(f Field, lang string) string {
	label := f.Label(lang)
	if len(m.labels[Fold(label)]) > 1 {
		label += " [" + f.Code() + "]"
	}
	return label
}

// bracketed finds the field of a label that Label made unique by the code behind it.
func (m *Matcher) bracketed(header string) (Field, bool) {
	label, rest, found := cutLast(header, " [")
	if !found || !strings.HasSuffix(rest, "]") {
		return Field{}, false
	}
	f, known := m.codes[strings.ToLower(strings.TrimSuffix(rest, "]"))]
	if !known {
		return Field{}, false
	}
	for _, candidate := range m.labels[Fold(label)] {
		if candidate == f {
			return f, true
		}
	}
	return Field{}, false
}
