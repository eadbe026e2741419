package questionnaire

import (
	"sync/atomic"

	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// bookKnowledge is what the forms of one rubric have in common. It takes longer to make than a workbook takes to read.
type bookKnowledge struct {
	r *rubric.Rubric
	// print is the scoring fingerprint.
	print string
	// fields are the codes that a form may have.
	fields map[string]form.Field
	// labels give, by indicator, the code of each label that its drop-down shows in either language.
	labels map[string]map[string]string
}

// lastKnown holds the knowledge of the rubric that was asked for last: hundreds of workbooks are read with one. A
// rubric does not change once it is in use.
var lastKnown atomic.Pointer[bookKnowledge]

func knowledgeOf(r *rubric.Rubric) *bookKnowledge {
	if k := lastKnown.Load(); k != nil && k.r == r {
		return k
	}
	k := &bookKnowledge{
		r: r, print: r.Fingerprints().Scoring, fields: map[string]form.Field{}, labels: map[string]map[string]string{},
	}
	for _, n := range r.Indicators() {
		if n.Asked() == rubric.NotAsked {
			continue
		}
		k.labels[n.ID] = bookLabels(n)
		if n.Repeats == "" {
			k.fields[n.ID] = form.Field{Node: n}
			continue
		}
		for slot := 1; slot <= form.MaxSlots; slot++ {
			field := form.Field{Node: n, Slot: slot}
			k.fields[field.Code()] = field
		}
	}
	lastKnown.Store(k)
	return k
}

// bookChoices are what the drop-down of an indicator offers: of a multiple choice only n/a and don't know, for its options
// have rows of their own.
func bookChoices(n *rubric.Node) []form.Choice {
	choices := form.Choices(n)
	if len(choices) == 0 || n.Asked() == rubric.Multiple {
		return form.Specials()
	}
	return choices
}

// bookLabels gives the codes of the labels of an indicator. A label that means one thing in one language and another in
// the other means none.
func bookLabels(n *rubric.Node) map[string]string {
	choices := bookChoices(n)
	labels := map[string]string{}
	for _, lang := range []string{"id", "en"} {
		for i, label := range book.Labels(choices, lang) {
			if code, taken := labels[label]; taken && code != choices[i].Code {
				labels[label] = ""
				continue
			}
			labels[label] = choices[i].Code
		}
	}
	return labels
}

// chosen gives the code of what a cell names: a label of the rubric's, a choice's code or text, the level before a label
// that was changed since, or what the form's own list says, whose words may be those of an older version. What names
// nothing stays as it is.
func (k *bookKnowledge) chosen(n *rubric.Node, entries []book.Entry, text string) string {
	if code := k.labels[n.ID][text]; code != "" {
		return code
	}
	if _, isNumber := table.Number(text, true); isNumber {
		return text
	}
	if c := form.Chosen(bookChoices(n), text); c != nil {
		return c.Code
	}
	if level, ok := leadingLevel(n, text); ok {
		return level
	}
	if code := chosenEntry(entries, text); code != "" {
		return code
	}
	return text
}
