package form

import (
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
)

// Choice is one answer that may be chosen.
type Choice struct {
	// Code is what stands in a filled form: the level ("3"), the id of an option, "yes" or "no", NotApplicable or
	// DontKnow.
	Code string
	// Text is what people read.
	Text rubric.Text
	// Special marks n/a and don't know, which no format may mix up with an answer.
	Special bool
}

// The codes of the two answers that every question takes beside its own.
const (
	NotApplicable = "na"
	DontKnow      = "dk"
)

// Choices gives what may be chosen for an indicator, n/a and don't know last; nil where a number or a date is
// asked for, and for these formats offer the two special answers in their own way (Specials).
func Choices(n *rubric.Node) []Choice {
	var out []Choice
	switch n.Asked() {
	case rubric.Levels:
		for _, l := range n.Levels {
			out = append(out, Choice{Code: LevelCode(l.Level), Text: l.Text})
		}
	case rubric.YesNo:
		out = []Choice{{Code: "yes", Text: text("form.yes")}, {Code: "no", Text: text("form.no")}}
	case rubric.Choice, rubric.Multiple:
		for _, o := range n.Answer.Options {
			out = append(out, Choice{Code: o.ID, Text: o.Text})
		}
	default:
		return nil
	}
	return append(out, Specials()...)
}

// Specials are n/a and don't know.
func Specials() []Choice {
	return []Choice{
		{Code: NotApplicable, Text: text("form.na"), Special: true},
		{Code: DontKnow, Text: text("form.dk"), Special: true},
	}
}

// LevelCode writes a level as a code: "3", "2.5".
func LevelCode(level float64) string { return strconv.FormatFloat(level, 'f', -1, 64) }

// Label is a choice as one line for a list to choose from: "3 – descriptor" for a level, its text for all others.
func (c Choice) Label(lang string) string {
	if _, err := strconv.ParseFloat(c.Code, 64); err == nil && !c.Special {
		return c.Code + " – " + c.Text.In(lang)
	}
	return c.Text.In(lang)
}

// Chosen finds the choice that a cell of a filled form names: by its code, by its text or its label in either
// language, or by the level that the label begins with. Letter case and space around do not matter. nil where none
// is meant.
func Chosen(choices []Choice, cell string) *Choice {
	cell = strings.TrimSpace(cell)
	for i := range choices {
		if strings.EqualFold(choices[i].Code, cell) {
			return &choices[i]
		}
	}
	folded := Fold(cell)
	if folded == "" {
		return nil
	}
	for i := range choices {
		c := &choices[i]
		for _, lang := range []string{"id", "en"} {
			if folded == Fold(c.Text.In(lang)) || folded == Fold(c.Label(lang)) {
				return c
			}
		}
	}
	return nil
}

// text gives a catalogue text in both languages.
func text(key string) rubric.Text {
	return rubric.Text{ID: l10n.For(l10n.Indonesian).Text(key), EN: l10n.For(l10n.English).Text(key)}
}
