package survey

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// The names of the two languages in an XLSForm; the code in brackets is what the apps choose by.
var xlsLanguages = map[string]string{"id": "Bahasa Indonesia (id)", "en": "English (en)"}

// XLSForm writes a form as an XLSForm workbook (xlsform.org), which KoboToolbox, ODK Central and Enketo take. It has
// both languages. Names are the codes of package form; the agency is chosen by its AgencyCode.
func XLSForm(w io.Writer, f *form.Form, o Options) error {
	plan, err := newPlan(f, o)
	if err != nil {
		return err
	}
	x := &xlsForm{plan: plan, lists: map[string]string{}, names: map[string]bool{}}
	x.head()
	for _, s := range f.Sections {
		x.section(s)
	}
	book := workbook{
		sheets: []sheet{
			{name: "survey", rows: table(surveyColumns, x.survey)},
			{name: "choices", rows: table(x.choiceColumns(), x.choices)},
			{name: "settings", rows: table(settingsColumns, []row{x.settings(o)})},
		},
	}
	if err := book.write(w); err != nil {
		return fmt.Errorf("writing the XLSForm of %s: %w", f.Rubric.ID, err)
	}
	return nil
}

// row is one row of a sheet, by the names of its columns.
type row map[string]string

// translated are the columns that stand in both languages.
func translated(column string) []string {
	return []string{column + "::" + xlsLanguages["id"], column + "::" + xlsLanguages["en"]}
}

var surveyColumns = func() []string {
	columns := []string{"type", "name"}
	columns = append(columns, translated("label")...)
	columns = append(columns, translated("hint")...)
	columns = append(columns, "required", "relevant", "constraint")
	columns = append(columns, translated("constraint_message")...)
	return append(columns, "calculation", "appearance", "choice_filter")
}()

var settingsColumns = []string{"form_title", "form_id", "version", "default_language"}

// put sets a text in both languages; one that is missing is filled with the other, for the tools would show "-".
func (r row) put(column string, t rubric.Text) row {
	if t == (rubric.Text{}) {
		return r
	}
	for i, lang := range []string{"id", "en"} {
		// ${…} in a label is a reference to a question.
		r[translated(column)[i]] = strings.ReplaceAll(t.In(lang), "${", "$ {")
	}
	return r
}

// xlsForm gathers the rows of the sheets.
type xlsForm struct {
	*plan
	survey, choices []row
	lists           map[string]string // name of a list by its content
	names           map[string]bool   // of groups
}

func (x *xlsForm) ask(kind, name string, label rubric.Text, more row) row {
	r := row{"type": kind, "name": name}.put("label", label)
	for column, value := range more {
		r[column] = value
	}
	if !strings.HasPrefix(kind, "begin") && !strings.HasPrefix(kind, "end") && kind != "calculate" && kind != "note" {
		r["required"] = "no"
	}
	x.survey = append(x.survey, r)
	return r
}

// calculate adds a value that nobody is asked.
func (x *xlsForm) calculate(name, formula string) {
	x.survey = append(x.survey, row{"type": "calculate", "name": name, "calculation": formula})
}

// quote writes a text as a literal of XPath 1.0, which has no escapes; our texts never hold both kinds of quotes.
func quote(s string) string {
	if strings.Contains(s, "'") {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return "'" + s + "'"
}

// head asks who answers.
func (x *xlsForm) head() {
	f := x.form
	x.calculate(form.VersionField, quote(form.Version(f.Rubric)))
	agencyLabel := both(func(lang string) string { return form.OwnLabel(form.AgencyField, lang) })
	switch {
	case f.Agency != nil:
		x.survey = append(x.survey, row{"type": "note", "name": "for_agency"}.put("label", text("survey.for_agency", "agency", f.Agency.Name)))
		x.calculate(form.AgencyField, quote(form.AgencyCode(f.Agency.ID)))
	case len(x.agencies) > 0:
		labels := x.agencyLabels()
		for i, a := range x.agencies {
			c := row{"list_name": "agencies", "name": form.AgencyCode(a.ID)}.put("label", rubric.Text{ID: labels[i], EN: labels[i]})
			for k, applies := range x.applies {
				c[appliesName(k+1)] = "0"
				if applies[i] {
					c[appliesName(k+1)] = "1"
				}
			}
			x.choices = append(x.choices, c)
		}
		more := row{"appearance": "minimal"}
		if len(x.applies) > 0 {
			more["choice_filter"] = "true()" // older tools keep further columns of a list only where it is filtered
		}
		x.ask("select_one agencies", form.AgencyField, agencyLabel, more)
		for k := range x.applies {
			x.calculate(appliesName(k+1), "instance('agencies')/root/item[name = ${"+form.AgencyField+"}]/"+appliesName(k+1))
		}
	default:
		x.ask("text", form.AgencyField, agencyLabel, row{"constraint": "regex(., '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')"}).
			put("constraint_message", text("survey.wrong.agency")).put("hint", text("survey.hint.agency"))
	}
	x.ask("text", form.RespondentField, both(func(lang string) string { return form.OwnLabel(form.RespondentField, lang) }),
		row{"constraint": "regex(., '^[A-Za-z0-9._-]{1,40}$')"}).
		put("constraint_message", text("survey.wrong.respondent")).put("hint", text("survey.hint.respondent"))
	switch {
	case f.Role != "":
		x.calculate(form.RoleField, quote(f.Role))
	case len(x.roles()) > 0:
		for _, role := range x.roles() {
			x.choices = append(x.choices, row{"list_name": "roles", "name": role.ID}.put("label", role.Title))
		}
		x.ask("select_one roles", form.RoleField, both(func(lang string) string { return form.OwnLabel(form.RoleField, lang) }), nil)
	}
}

func appliesName(set int) string { return "applies_" + strconv.Itoa(set) }

// group gives a name for a group that is no question's and no other group's.
func (x *xlsForm) group(name string) string {
	name = "g_" + name
	for x.names[name] || x.form.Rubric.Node(name) != nil {
		name += "_"
	}
	x.names[name] = true
	return name
}

// section asks the questions of one dimension.
func (x *xlsForm) section(s form.Section) {
	questions := x.questions(s)
	if len(questions) == 0 {
		return
	}
	group := x.ask("begin_group", x.group(s.Node.ID), groupLabel(s.Node), nil)
	for _, q := range questions {
		x.question(q)
	}
	x.survey = append(x.survey, row{"type": "end_group", "name": group["name"]})
}

// relevant says when a question is asked at all; "" for always.
func (x *xlsForm) relevant(n *rubric.Node) string {
	var all []string
	if set := x.set[n]; set > 0 {
		all = append(all, "(${"+form.AgencyField+"} = '' or ${"+appliesName(set)+"} = '1')")
	}
	if roles := x.askedOf(n); len(roles) > 0 {
		some := []string{"${" + form.RoleField + "} = ''"}
		for _, role := range roles {
			some = append(some, "${"+form.RoleField+"} = "+quote(role))
		}
		all = append(all, "("+strings.Join(some, " or ")+")")
	}
	return strings.Join(all, " and ")
}

// question asks one question with all its parts; a slot is a group of its own, which opens when the one before is
// used.
func (x *xlsForm) question(q form.Question) {
	relevant := x.relevant(q.Node)
	if q.Slot == 0 {
		x.value(q, relevant)
		x.beside(q)
		return
	}
	if q.Slot > 1 {
		before := q
		before.Slot--
		opened := "${" + before.Field(form.Item).Code() + "} != ''"
		if relevant != "" {
			opened = relevant + " and " + opened
		}
		relevant = opened
	}
	title := both(func(lang string) string {
		return strings.TrimSpace(q.Node.Code+" "+q.Node.Title.In(lang)) + " (" + strconv.Itoa(q.Slot) + ")"
	})
	group := x.ask("begin_group", x.group(q.Field(form.Value).Code()), title, row{"relevant": relevant})
	item := q.Field(form.Item)
	x.ask("text", item.Code(), x.label(item), row{"constraint": "string-length(.) <= 200"}).
		put("constraint_message", text("survey.wrong.item")).put("hint", text("survey.hint.item"))
	x.value(q, "")
	x.beside(q)
	x.survey = append(x.survey, row{"type": "end_group", "name": group["name"]})
}

// value asks for the answer itself.
func (x *xlsForm) value(q form.Question, relevant string) {
	f := q.Field(form.Value)
	more := row{}
	if relevant != "" {
		more["relevant"] = relevant
	}
	low, high := form.Limits(q.Node)
	switch q.Node.Asked() {
	case rubric.Multiple:
		// n/a and don't know stand alone.
		more["constraint"] = "not((selected(., 'na') or selected(., 'dk')) and count-selected(.) > 1)"
		x.ask("select_multiple "+x.list(q), f.Code(), x.label(f), more).
			put("hint", hint(q.Node)).put("constraint_message", text("survey.wrong.multiple"))
	case rubric.Number, rubric.Percentage:
		r := x.ask("decimal", f.Code(), x.label(f), more).put("hint", hint(q.Node))
		if limits := limitFormula(".", low, high); limits != "" {
			r["constraint"] = limits
			r.put("constraint_message", both(func(lang string) string { return limitText(low, high, lang) }))
		}
		x.special(q, relevant, "${"+f.Code()+"} = ''")
	case rubric.Ratio:
		x.ratio(q, relevant, low, high)
	case rubric.Date:
		x.ask("date", f.Code(), x.label(f), more).put("hint", hint(q.Node))
		x.special(q, relevant, "${"+f.Code()+"} = ''")
	default:
		x.ask("select_one "+x.list(q), f.Code(), x.label(f), more).put("hint", hint(q.Node))
	}
}

// ratio asks for the two numbers and divides them.
func (x *xlsForm) ratio(q form.Question, relevant string, low, high float64) {
	part, whole := q.Field(form.Numerator), q.Field(form.Denominator)
	more := func() row {
		if relevant == "" {
			return row{}
		}
		return row{"relevant": relevant}
	}
	x.ask("decimal", part.Code(), x.label(part), more()).put("hint", hint(q.Node))
	r := x.ask("decimal", whole.Code(), x.label(whole), more())
	limits := limitFormula("${"+part.Code()+"} div .", low, high)
	if limits != "" {
		limits = " and (${" + part.Code() + "} = '' or (" + limits + "))"
	}
	r["constraint"] = ". != 0" + limits
	r.put("constraint_message", both(func(lang string) string {
		return strings.TrimSpace(text("survey.wrong.ratio").In(lang) + " " + limitText(low, high, lang))
	}))
	x.calculate(q.Field(form.Value).Code(),
		"if(${"+part.Code()+"} != '' and ${"+whole.Code()+"} != '', ${"+part.Code()+"} div ${"+whole.Code()+"}, '')")
	x.special(q, relevant, "${"+part.Code()+"} = '' and ${"+whole.Code()+"} = ''")
}

// special asks for n/a or don't know where the answer itself was left open.
func (x *xlsForm) special(q form.Question, relevant, open string) {
	if relevant != "" {
		open = relevant + " and " + open
	}
	f := q.Field(form.Special)
	x.ask("select_one "+x.listOf(form.Specials(), "special"), f.Code(), x.label(f), row{"relevant": open})
}

// beside asks for evidence and a note once there is an answer.
func (x *xlsForm) beside(q form.Question) {
	answer := "${" + q.Field(form.Value).Code() + "}"
	answered := answer + " != ''"
	proven := answered
	switch q.Node.Asked() {
	case rubric.Number, rubric.Percentage, rubric.Ratio, rubric.Date:
		answered = "(" + answered + " or ${" + q.Field(form.Special).Code() + "} != '')"
	default:
		proven += " and not(selected(" + answer + ", 'na') or selected(" + answer + ", 'dk'))"
	}
	evidence, note := q.Field(form.Evidence), q.Field(form.Note)
	x.ask("text", evidence.Code(), x.label(evidence), row{"relevant": proven, "constraint": "string-length(.) <= 2000"}).
		put("constraint_message", text("survey.wrong.evidence")).put("hint", text("survey.hint.evidence"))
	x.ask("text", note.Code(), x.label(note), row{"relevant": answered, "appearance": "multiline"})
}

// limitFormula says in XPath that a number lies within its limits; "" where it has none.
func limitFormula(x string, low, high float64) string {
	var all []string
	if !math.IsInf(low, -1) {
		all = append(all, x+" >= "+plain(low))
	}
	if !math.IsInf(high, 1) {
		all = append(all, x+" <= "+plain(high))
	}
	return strings.Join(all, " and ")
}

// list gives the name of the list that a question chooses from.
func (x *xlsForm) list(q form.Question) string {
	if q.Node.Asked() == rubric.YesNo {
		return x.listOf(q.Choices, "yes_no")
	}
	return x.listOf(q.Choices, "l_"+q.Node.ID)
}

// listOf gives the name of a list with this content: the one that is there already, or a new one.
func (x *xlsForm) listOf(choices []form.Choice, name string) string {
	var rows []row
	var content strings.Builder
	for _, c := range choices {
		r := row{"name": c.Code}.put("label", both(c.Label))
		rows = append(rows, r)
		fmt.Fprintf(&content, "%q %q %q\n", c.Code, c.Label("id"), c.Label("en"))
	}
	if known, there := x.lists[content.String()]; there {
		return known
	}
	x.lists[content.String()] = name
	for _, r := range rows {
		r["list_name"] = name
	}
	x.choices = append(x.choices, rows...)
	return name
}

func (x *xlsForm) choiceColumns() []string {
	columns := append([]string{"list_name", "name"}, translated("label")...)
	for k := range x.applies {
		columns = append(columns, appliesName(k+1))
	}
	return columns
}

func (x *xlsForm) settings(o Options) row {
	r := x.form.Rubric
	return row{
		"form_title": r.Title.In(o.languages()[0]), "form_id": form.ID(r), "version": form.Version(r),
		"default_language": xlsLanguages[o.languages()[0]],
	}
}
