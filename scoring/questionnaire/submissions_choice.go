package questionnaire

import (
	"slices"
	"strings"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// value reads an answer by what stands in a cell of an export: a code, a label in either language, or several of
// them.
func (f *surveyFile) value(s *surveyQuestion, cell string, single bool) (Value, diag.Rule, bool) {
	if f.words != nil {
		cell = f.words.value(s.q.node.ID, cell)
	}
	if s.q.node.Asked() == rubric.Date {
		cell = f.order.day(cell)
	}
	if s.typed() {
		if f.tool.short {
			cell = specialShort(cell)
		}
		return f.cells.value(s.q, cell, single)
	}
	if s.q.node.Asked() == rubric.Multiple {
		codes, ways := f.several(s, cell)
		switch {
		case ways > 1:
			return Value{}, ruleChoiceAmbiguous, false
		case ways == 1 && len(codes) == 1:
			return f.cells.value(s.q, codes[0], single)
		case ways == 1 && slices.ContainsFunc(codes, isSpecial):
			return Value{}, ruleOption, false
		case ways == 1:
			return f.cells.value(s.q, strings.Join(codes, ";"), single)
		}
		return f.cells.value(s.q, cell, single)
	}
	if code, known := f.code(s, cell); known {
		cell = code
	}
	return f.cells.value(s.q, cell, single)
}

func isSpecial(code string) bool { return code == form.NotApplicable || code == form.DontKnow }

// specialShort reads n/a and don't know as LimeSurvey writes them.
func specialShort(cell string) string {
	if lower := strings.ToLower(cell); isSpecial(lower) {
		return lower
	}
	return cell
}

// code gives the code of the choice that a word names.
func (f *surveyFile) code(s *surveyQuestion, word string) (string, bool) {
	word = strings.TrimSpace(word)
	if f.tool.short {
		for i, short := range s.shorts {
			if strings.EqualFold(short, word) {
				return s.choices[i].Code, true
			}
		}
	}
	if c := form.Chosen(s.choices, word); c != nil {
		return c.Code, true
	}
	return "", false
}

// several reads several choices in one cell. Some tools put spaces between them, some commas or semicolons, and the
// labels of choices hold spaces and commas themselves; so the cell is parted in every way that makes known choices of all its
// parts. ways is in how many different ways that is possible, at most 2.
func (f *surveyFile) several(s *surveyQuestion, cell string) (codes []string, ways int) {
	for _, marks := range []string{";", "|", "\n", "+"} { // marks that say where a choice ends
		if parts, all := f.parts(s, strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(marks, r) })); all {
			return parts, 1
		}
	}
	if code, known := f.code(s, cell); known {
		return []string{code}, 1
	}
	if parts, all := f.parts(s, strings.Fields(cell)); all {
		return parts, 1
	}
	return f.split(s, form.Fold(cell))
}

// parts gives the codes of words; all is false where one of them is no choice, or there is only one word.
func (f *surveyFile) parts(s *surveyQuestion, words []string) (codes []string, all bool) {
	for _, w := range words {
		if strings.TrimSpace(w) == "" {
			continue
		}
		code, known := f.code(s, w)
		if !known {
			return nil, false
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes, len(words) > 1 && len(codes) > 0
}

// split parts a folded text into the folded labels of choices, each at most once.
func (f *surveyFile) split(s *surveyQuestion, folded string) (codes []string, ways int) {
	if folded == "" || len(folded) > 4096 {
		return nil, 0
	}
	type label struct{ text, code string }
	var labels []label
	for _, c := range s.choices {
		for _, lang := range []string{"id", "en"} {
			if l := (label{form.Fold(c.Label(lang)), c.Code}); l.text != "" && !slices.Contains(labels, l) {
				labels = append(labels, l)
			}
		}
	}
	// reached holds, for each place in the text, the different sets of choices that end there, at most two.
	reached := map[int][][]string{0: {nil}}
	for at := 0; at < len(folded); at++ {
		for _, set := range reached[at] {
			rest := folded[at:]
			for _, l := range labels {
				if !strings.HasPrefix(rest, l.text) || slices.Contains(set, l.code) {
					continue
				}
				end := at + len(l.text)
				switch {
				case end == len(folded):
				case folded[end] == ' ':
					end++
				default:
					continue
				}
				next := append(slices.Clone(set), l.code)
				slices.Sort(next)
				same := func(other []string) bool { return slices.Equal(other, next) }
				if len(reached[end]) < 2 && !slices.ContainsFunc(reached[end], same) {
					reached[end] = append(reached[end], next)
				}
			}
		}
	}
	found := reached[len(folded)]
	if len(found) == 0 {
		return nil, 0
	}
	return found[0], len(found)
}
