package survey

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// limeColumns are the columns of a survey structure, then the attributes of questions that are used.
var limeColumns = []string{
	"id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other",
	"default", "same_default", "hidden", "exclude_all_others", "min_num_value_n", "max_num_value_n", "date_format", "maximum_chars",
}

// LimeSurvey writes a form as a survey structure in tab separated values, which LimeSurvey (3 and up) imports; the
// file's name must end in .txt. Questions have the short codes of package form, answers codes of at most five letters and
// digits. Both languages are in it: the whole survey in the first, then again in the other.
func LimeSurvey(w io.Writer, f *form.Form, o Options) error {
	plan, err := newPlan(f, o)
	if err != nil {
		return err
	}
	ids := make([]string, len(plan.agencies))
	for i, a := range plan.agencies {
		ids[i] = a.ID
	}
	l := &limeSurvey{plan: plan, out: bufio.NewWriter(w), shorts: form.AgencyShorts(ids)}
	// Spreadsheets and LimeSurvey itself take the file for UTF-8 by the mark.
	l.out.WriteString("\ufeff" + strings.Join(limeColumns, "\t") + "\n")
	l.survey(o.languages())
	for _, lang := range o.languages() {
		l.lang, l.id, l.groups = lang, 0, 0
		l.head()
		for _, s := range f.Sections {
			l.section(s)
		}
	}
	if err := l.out.Flush(); err != nil {
		return fmt.Errorf("writing the LimeSurvey structure of %s: %w", f.Rubric.ID, err)
	}
	return nil
}

// limeSurvey writes the lines of a survey structure. An error of the writer stays in it until it is flushed.
type limeSurvey struct {
	*plan
	out    *bufio.Writer
	shorts map[string]string // codes of the agencies
	lang   string
	// id is the number of the last group, question or subquestion; a translation has that of its original, for it is
	// counted in the same way.
	id, groups int
}

// line writes one line by the names of its columns.
func (l *limeSurvey) line(r row) {
	for i, c := range limeColumns {
		if i > 0 {
			l.out.WriteByte('\t')
		}
		l.out.WriteString(limeCell(r[c]))
	}
	l.out.WriteByte('\n')
}

// limeCell quotes a cell that would not stay one. A backslash is doubled by nobody and would guard the quote behind it in
// the reader of LimeSurvey (PHP's fgetcsv), so it becomes a slash.
func limeCell(s string) string {
	s = strings.NewReplacer("\t", " ", "\r\n", "<br />", "\n", "<br />", "\r", " ", `\`, "/").Replace(s)
	if strings.Contains(s, `"`) {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// shown makes a text of a rubric harmless where LimeSurvey takes HTML and expressions in braces.
func shown(s string) string {
	return strings.NewReplacer("{", "&#123;", "}", "&#125;").Replace(html.EscapeString(s))
}

// survey writes the settings of the survey as a whole.
func (l *limeSurvey) survey(languages []string) {
	for _, s := range [][2]string{
		{"language", languages[0]},
		{"additional_languages", languages[1]},
		{"format", "G"},
		{"datestamp", "Y"},
		{"anonymized", "N"},
		{"allowprev", "Y"},
		{"allowsave", "Y"},
		{"shownoanswer", "Y"},
		{"showqnumcode", "X"},
	} {
		l.line(row{"class": "S", "name": s[0], "text": s[1]})
	}
	for _, lang := range languages {
		p := l10n.For(lang)
		r := l.form.Rubric
		for _, s := range [][2]string{
			{"surveyls_title", r.Title.In(lang)},
			{"surveyls_description", form.ID(r)},
			{"surveyls_welcometext", p.Text("survey.welcome", "title", r.Title.In(lang))},
			{"surveyls_dateformat", "6"}, // 2025-03-01
		} {
			l.line(row{"class": "SL", "name": s[0], "text": shown(s[1]), "language": lang})
		}
	}
}

func (l *limeSurvey) next() string {
	l.id++
	return strconv.Itoa(l.id)
}

func (l *limeSurvey) group(title rubric.Text) {
	l.groups++
	l.line(row{"id": l.next(), "class": "G", "type/scale": strconv.Itoa(l.groups), "name": shown(title.In(l.lang)), "language": l.lang, "relevance": "1"})
}

// The types of LimeSurvey's questions that are used.
const (
	limeList     = "L"
	limeDropDown = "!"
	limeMultiple = "M"
	limeNumber   = "N"
	limeDate     = "D"
	limeShort    = "S"
	limeLong     = "T"
	limeFormula  = "*"
)

func (l *limeSurvey) question(kind, code string, label, help rubric.Text, relevance string, more row) {
	if relevance == "" {
		relevance = "1"
	}
	r := row{
		"id": l.next(), "class": "Q", "type/scale": kind, "name": code, "relevance": relevance, "text": shown(label.In(l.lang)),
		"help": shown(help.In(l.lang)), "language": l.lang, "mandatory": "N", "other": "N", "same_default": "0",
	}
	for column, value := range more {
		r[column] = value
	}
	l.line(r)
}

// formula adds a value that nobody is asked.
func (l *limeSurvey) formula(code, formula string) {
	r := row{
		"id": l.next(), "class": "Q", "type/scale": limeFormula, "name": code, "relevance": "1", "text": "{" + formula + "}",
		"language": l.lang, "mandatory": "N", "other": "N", "same_default": "0", "hidden": "1",
	}
	l.line(r)
}

func (l *limeSurvey) answer(code, label string) {
	l.line(row{"class": "A", "type/scale": "0", "name": code, "relevance": "0", "text": shown(label), "language": l.lang})
}

// head asks who answers.
func (l *limeSurvey) head() {
	f := l.form
	own := func(field string) rubric.Text {
		return both(func(lang string) string { return form.OwnLabel(field, lang) })
	}
	l.group(text("survey.who"))
	l.formula(strings.ReplaceAll(form.VersionField, "_", ""), quote(form.Version(f.Rubric)))
	switch {
	case f.Agency != nil:
		l.formula(form.AgencyField, quote(f.Agency.ID))
	case len(l.agencies) > 0:
		l.question(limeDropDown, form.AgencyField, own(form.AgencyField), rubric.Text{}, "", nil)
		labels := l.agencyLabels()
		for i, a := range l.agencies {
			l.answer(l.shorts[a.ID], labels[i])
		}
		for k, applies := range l.applies {
			var codes []string
			for i, yes := range applies {
				if yes {
					codes = append(codes, l.shorts[l.agencies[i].ID])
				}
			}
			l.formula(limeApplies(k+1), `if(is_empty(`+form.AgencyField+`.NAOK) or regexMatch("/^(`+strings.Join(codes, "|")+`)$/", `+form.AgencyField+`.NAOK), "Y", "N")`)
		}
	default:
		l.question(limeShort, form.AgencyField, own(form.AgencyField), text("survey.hint.agency"), "",
			row{"validation": "/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/"})
	}
	l.question(limeShort, form.RespondentField, own(form.RespondentField), text("survey.hint.respondent"), "",
		row{"validation": "/^[A-Za-z0-9._-]{1,40}$/"})
	switch {
	case f.Role != "":
		l.formula(form.RoleField, quote(f.Role))
	case len(l.roles()) > 0:
		l.question(limeList, form.RoleField, own(form.RoleField), rubric.Text{}, "", nil)
		for i, role := range l.roles() {
			l.answer("A"+strconv.Itoa(i+1), role.Title.In(l.lang))
		}
	}
}

func limeApplies(set int) string { return "siapapplies" + strconv.Itoa(set) }

func (l *limeSurvey) section(s form.Section) {
	questions := l.questions(s)
	if len(questions) == 0 {
		return
	}
	l.group(groupLabel(s.Node))
	for _, q := range questions {
		l.ask(q)
	}
}

// relevance says when a question is asked at all; "" for always.
func (l *limeSurvey) relevance(q form.Question) string {
	var all []string
	if set := l.set[q.Node]; set > 0 {
		all = append(all, "("+limeApplies(set)+`.NAOK == "Y")`)
	}
	if roles := l.askedOf(q.Node); len(roles) > 0 {
		some := []string{"is_empty(" + form.RoleField + ".NAOK)"}
		for i, role := range l.roles() {
			for _, id := range roles {
				if id == role.ID {
					some = append(some, form.RoleField+`.NAOK == "A`+strconv.Itoa(i+1)+`"`)
				}
			}
		}
		all = append(all, "("+strings.Join(some, " or ")+")")
	}
	if q.Slot > 1 { // a slot opens when the one before is used
		before := q
		before.Slot--
		all = append(all, "!is_empty("+before.Field(form.Item).Short()+".NAOK)")
	}
	return strings.Join(all, " and ")
}

// ask writes one question with all its parts.
func (l *limeSurvey) ask(q form.Question) {
	relevance := l.relevance(q)
	if q.Slot > 0 {
		item := q.Field(form.Item)
		l.question(limeShort, item.Short(), l.label(item), text("survey.hint.item"), relevance, row{"maximum_chars": "200"})
	}
	l.value(q, relevance)
	evidence, note := q.Field(form.Evidence), q.Field(form.Note)
	l.question(limeShort, evidence.Short(), l.label(evidence), text("survey.hint.evidence"), relevance, row{"maximum_chars": "2000"})
	l.question(limeLong, note.Short(), l.label(note), rubric.Text{}, relevance, nil)
}

// value asks for the answer itself.
func (l *limeSurvey) value(q form.Question, relevance string) {
	f := q.Field(form.Value)
	low, high := form.Limits(q.Node)
	and := func(open string) string {
		if relevance == "" {
			return open
		}
		return relevance + " and " + open
	}
	switch q.Node.Asked() {
	case rubric.Multiple:
		l.question(limeMultiple, f.Short(), l.label(f), hint(q.Node), relevance, row{"exclude_all_others": "NA;DK"})
		for i, code := range form.ShortChoices(q.Node) {
			l.line(row{
				"id": l.next(), "class": "SQ", "type/scale": "0", "name": code, "relevance": "1",
				"text": shown(q.Choices[i].Label(l.lang)), "language": l.lang, "mandatory": "N", "other": "N",
			})
		}
	case rubric.Number, rubric.Percentage:
		l.question(limeNumber, f.Short(), l.label(f), hint(q.Node), relevance, limeLimits(low, high))
		l.special(q, and("is_empty("+f.Short()+".NAOK)"))
	case rubric.Ratio:
		part, whole := q.Field(form.Numerator), q.Field(form.Denominator)
		l.question(limeNumber, part.Short(), l.label(part), hint(q.Node), relevance, nil)
		l.question(limeNumber, whole.Short(), l.label(whole), rubric.Text{}, relevance, nil)
		a, b := part.Short()+".NAOK", whole.Short()+".NAOK"
		l.formula(f.Short(), "if(is_empty("+a+") or is_empty("+b+") or "+b+` == 0, "", `+a+" / "+b+")")
		l.special(q, and("is_empty("+a+") and is_empty("+b+")"))
	case rubric.Date:
		l.question(limeDate, f.Short(), l.label(f), hint(q.Node), relevance, row{"date_format": "yyyy-mm-dd"})
		l.special(q, and("is_empty("+f.Short()+".NAOK)"))
	default:
		l.question(limeList, f.Short(), l.label(f), hint(q.Node), relevance, nil)
		for i, code := range form.ShortChoices(q.Node) {
			l.answer(code, q.Choices[i].Label(l.lang))
		}
	}
}

// special asks for n/a or don't know where the answer itself was left open.
func (l *limeSurvey) special(q form.Question, relevance string) {
	f := q.Field(form.Special)
	l.question(limeList, f.Short(), l.label(f), rubric.Text{}, relevance, nil)
	for _, c := range form.Specials() {
		l.answer(strings.ToUpper(c.Code), c.Label(l.lang))
	}
}

func limeLimits(low, high float64) row {
	r := row{}
	if !math.IsInf(low, -1) {
		r["min_num_value_n"] = plain(low)
	}
	if !math.IsInf(high, 1) {
		r["max_num_value_n"] = plain(high)
	}
	return r
}
