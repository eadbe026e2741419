package questionnaire

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// surveyQuestion is one question, or one slot of it, with the columns that hold its parts.
type surveyQuestion struct {
	q       *question
	slot    int
	at      map[form.Part]int
	options []optionColumn
	choices []form.Choice
	shorts  []string
}

// optionColumn is one of the columns that a multiple choice was split into.
type optionColumn struct {
	at   int
	code string
}

// has gives the column of a part, and false where there is none.
func (s *surveyQuestion) has(p form.Part) (int, bool) { i, ok := s.at[p]; return i, ok }

// question gives the question that a field is a part of.
func (f *surveyFile) questionOf(field form.Field) *surveyQuestion {
	for _, s := range f.questions {
		if s.q.node == field.Node && s.slot == field.Slot {
			return s
		}
	}
	s := &surveyQuestion{
		q: f.cells.questions[field.Node.ID], slot: field.Slot, at: map[form.Part]int{},
		choices: form.Choices(field.Node), shorts: form.ShortChoices(field.Node),
	}
	f.questions = append(f.questions, s)
	return s
}

// resolve finds out what every column is about: by its code, then by its label in either language.
func (f *surveyFile) resolve() *diag.Diagnostic {
	t, c := f.t, f.cells
	m := form.NewMatcher(c.rubric, min(form.MaxSlots, len(t.Header)))
	h := headersOf(t)
	version := h.first(f.tool.version)
	if version >= 0 {
		c.at[form.VersionField] = version
	}
	f.kind = "labels"
	var unknown []string
	for i, header := range t.Header {
		name := strings.ToLower(header)
		if of := f.tool.verdicts[name]; of != nil {
			f.verdicts = append(f.verdicts, verdictColumn{i, of})
			continue
		}
		if header == "" || i == version || (f.tool.system != nil && f.tool.system(name)) ||
			slices.Contains(f.tool.person, name) || slices.Contains(f.tool.id, name) || slices.Contains(f.tool.submitted, name) {
			continue
		}
		if !f.resolveOne(m, i, header) {
			unknown = append(unknown, header)
		}
	}
	if i := h.first(f.tool.submitted); i >= 0 {
		c.at["submitted"] = i
	}
	if !c.has("agency") {
		words := []string{form.OwnLabel(form.AgencyField, "id"), form.OwnLabel(form.AgencyField, "en"), form.AgencyField}
		near := ""
		for _, w := range words {
			if near == "" {
				near = nearest.Of(w, unknown)
			}
		}
		return ruleNoColumn.At(c.header()).About("agency").Saw(strings.Join(t.Header, ", ")).Near(near)
	}
	if len(f.questions) == 0 && len(f.header) == 0 {
		return ruleNoColumn.At(c.header()).About("indicator").Saw(strings.Join(t.Header, ", "))
	}
	if len(unknown) > 0 {
		f.header = append(f.header, ruleColumnsUnread.At(c.header()).About(strconv.Itoa(len(unknown))).Saw(listed(unknown)))
	}
	return nil
}

// listed names the first of some columns.
func listed(names []string) string {
	if len(names) > 6 {
		names = append(slices.Clone(names[:6]), "…")
	}
	return strings.Join(names, ", ")
}

// resolveOne finds what one column is about; false where that is not known.
func (f *surveyFile) resolveOne(m *form.Matcher, i int, header string) bool {
	names := []string{header}
	if f.tool.names != nil {
		names = append(names, f.tool.names(header)...)
	}
	for _, name := range names {
		if len(m.Find(name)) > 0 && name == header {
			break // the whole header is a question, whatever marks are in it
		}
		if field, option, ok := m.FindOption(name); ok {
			f.option(i, field, option)
			return true
		}
	}
	for _, name := range names {
		if own := form.FindOwn(name); own != "" {
			f.own(i, own)
			return true
		}
		found := m.Find(name)
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			var codes []string
			for _, field := range found {
				codes = append(codes, field.Code())
			}
			f.header = append(f.header, ruleColumnAmbiguous.At(f.t.Place(f.t.Line, i)).Saw(header).Allows(listed(codes)))
			return true
		}
		field := found[0]
		if field.Node.Repeats != "" && field.Slot == 0 && strings.HasPrefix(header, name) { // a question that stands again
			field.Slot, _ = strconv.Atoi(header[len(name):]) // 0 where nothing stands behind
		}
		f.column(i, field, header)
		return true
	}
	return false
}

// own notes a column of the fields that a form has once.
func (f *surveyFile) own(i int, field string) {
	if field == form.VersionField { // surer than a version that the tool tells
		f.cells.at[form.VersionField] = i
		return
	}
	if first, twice := f.cells.at[field]; twice {
		f.twice(i, first, field)
		return
	}
	f.cells.at[field] = i
}

// column notes the column of one part of a question.
func (f *surveyFile) column(i int, field form.Field, header string) {
	if lower := strings.ToLower(header); strings.HasSuffix(lower, strings.ToLower(field.Code())) || strings.HasSuffix(lower, strings.ToLower(field.Short())) {
		f.kind = "names"
	}
	s := f.questionOf(field)
	if first, twice := s.has(field.Part); twice {
		f.twice(i, first, field.Code())
		return
	}
	s.at[field.Part] = i
}

// option notes one of the columns that a multiple choice was split into.
func (f *surveyFile) option(i int, field form.Field, code string) {
	s := f.questionOf(field)
	for _, o := range s.options {
		if o.code == code {
			f.twice(i, o.at, field.Code()+"/"+code)
			return
		}
	}
	if strings.HasSuffix(strings.ToLower(f.t.Header[i]), "/"+code) {
		f.kind = "names"
	}
	s.options = append(s.options, optionColumn{i, code})
}

// twice says that a second column means the same.
func (f *surveyFile) twice(i, first int, about string) {
	f.header = append(f.header, ruleColumnTwice.At(f.t.Place(f.t.Line, i)).About(about).Saw(f.t.Header[i]).See(f.t.Place(f.t.Line, first)))
}

// typed reports whether a question has no choices: a number, a ratio or a date.
func (s *surveyQuestion) typed() bool {
	switch s.q.node.Asked() {
	case rubric.Number, rubric.Percentage, rubric.Ratio, rubric.Date:
		return true
	}
	return false
}
