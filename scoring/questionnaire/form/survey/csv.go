package survey

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// CSVColumns are the columns of a form as a table: those of the long layout of answers, whose empty ones are to be
// filled in, and three that only help whoever fills them in.
var CSVColumns = []string{
	"agency", "respondent", "role", "indicator", "item", "value", "note", "submitted", "question_text", "allowed_answers", form.VersionField,
}

// CSV writes a form as a table of answers in the long layout, one row a question, whose column value is empty. It has
// one language. Without an agency and a list of agencies the column agency is empty too.
func CSV(w io.Writer, f *form.Form, o Options) error {
	plan, err := newPlan(f, o)
	if err != nil {
		return err
	}
	lang := o.languages()[0]
	out := csv.NewWriter(w)
	if err := out.Write(CSVColumns); err != nil {
		return fmt.Errorf("writing the table of %s: %w", f.Rubric.ID, err)
	}
	agencies := plan.agencies
	switch {
	case f.Agency != nil:
		agencies = []*agency.Agency{f.Agency}
	case len(agencies) == 0:
		agencies = []*agency.Agency{nil}
	}
	version := form.Version(f.Rubric)
	for _, a := range agencies {
		id := ""
		if a != nil {
			id = a.ID
		}
		for q := range f.All() {
			if a != nil && !q.Node.Applies(a.Columns) {
				continue
			}
			record := []string{
				id, "", f.Role, q.Node.ID, "", "", "", "",
				safetext.Cell(q.Field(form.Value).Label(lang)), safetext.Cell(allowed(q, lang)), version,
			}
			if err := out.Write(record); err != nil {
				return fmt.Errorf("writing the table of %s: %w", f.Rubric.ID, err)
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the table of %s: %w", f.Rubric.ID, err)
	}
	return nil
}

// allowed says what may be written as an answer.
func allowed(q form.Question, lang string) string {
	var all []string
	for _, c := range q.Choices {
		label := c.Label(lang)
		switch {
		case c.Special:
			continue
		case q.Node.Asked() != rubric.Levels:
			label = c.Code + " = " + label
		}
		all = append(all, label)
	}
	if len(q.Choices) == 0 {
		low, high := form.Limits(q.Node)
		all = append(all, text("survey.kind."+string(q.Node.Asked())).In(lang))
		if limits := limitText(low, high, lang); limits != "" && q.Node.Asked() != rubric.Date {
			all = append(all, limits)
		}
	}
	if q.Node.Asked() == rubric.Multiple {
		all = append(all, text("survey.kind.multiple").In(lang))
	}
	return strings.Join(append(all, "n/a", "?"), "; ")
}
