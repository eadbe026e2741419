package surveytest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// Table is an export: rows of cells, the header first.
type Table [][]string

// style is how a tool writes questions and answers.
type style struct {
	// name is the header of a field.
	name func(group string, f form.Field) string
	// choice writes the code of a choice.
	choice func(n *rubric.Node, code string) string
	// own writes what a form has once: the agency, the respondent's code, the role.
	own func(s *Submission, field string) (header, value string)
	// join puts several choices into one cell; nil leaves that cell out.
	join func(words []string) string
	// split writes the columns that a multiple choice was split into; nil for none.
	split func(header string, n *rubric.Node, code string, chosen, answered bool) (string, string)
	// typed says that numbers have fields of their own kind, so that n/a needs another.
	typed bool
	// day writes a day.
	day func(string) string
}

// group is the name of the group that a section's questions are in.
func group(s form.Section) string { return "g_" + s.Node.ID }

// table writes the questions of a form and what was answered, without the columns of the tool's own.
func (st style) table(f *form.Form, subs []*Submission) Table {
	t := make(Table, len(subs)+1)
	add := func(row int, header, value string) {
		if row == 0 {
			t[0] = append(t[0], header)
		}
		t[row+1] = append(t[row+1], value)
	}
	for i, s := range subs {
		for _, field := range []string{form.AgencyField, form.RespondentField, form.RoleField} {
			if field == form.RoleField && len(f.Rubric.Roles) == 0 {
				continue
			}
			header, value := st.own(s, field)
			add(i, header, value)
		}
		for _, section := range f.Sections {
			for _, q := range section.Questions {
				st.question(q, group(section), s, func(header, value string) { add(i, header, value) })
			}
		}
	}
	return t
}

func (st style) question(q form.Question, group string, s *Submission, add func(header, value string)) {
	code := q.Field(form.Value).Code()
	answer := s.Answers[code]
	header := func(p form.Part) string { return st.name(group, q.Field(p)) }
	if q.Slot > 0 {
		add(header(form.Item), s.Items[code])
	}
	special := answer == form.NotApplicable || answer == form.DontKnow
	specialText := ""
	if special {
		specialText = st.choice(q.Node, answer)
	}
	switch q.Node.Asked() {
	case rubric.Multiple:
		chosen := map[string]bool{}
		var words []string
		for _, c := range strings.FieldsFunc(answer, func(r rune) bool { return r == ';' }) {
			chosen[c] = true
			words = append(words, st.choice(q.Node, c))
		}
		if st.join != nil {
			add(header(form.Value), st.join(words))
		}
		if st.split != nil {
			for _, c := range q.Choices {
				add(st.split(header(form.Value), q.Node, c.Code, chosen[c.Code], answer != ""))
			}
		}
	case rubric.Number, rubric.Percentage, rubric.Date, rubric.Ratio:
		value := answer
		switch {
		case special && st.typed:
			value = ""
		case special:
			value = specialText
		case q.Node.Asked() == rubric.Date && st.day != nil && value != "":
			value = st.day(value)
		}
		if q.Node.Asked() == rubric.Ratio && st.typed {
			over, under, _ := strings.Cut(value, "/")
			add(header(form.Numerator), over)
			add(header(form.Denominator), under)
			add(header(form.Value), quotient(over, under))
		} else {
			add(header(form.Value), value)
		}
		if st.typed {
			add(header(form.Special), specialText)
		}
	default:
		value := ""
		if answer != "" {
			value = st.choice(q.Node, answer)
		}
		add(header(form.Value), value)
	}
	add(header(form.Evidence), s.Evidence[code])
	add(header(form.Note), s.Notes[code])
}

// quotient is what a tool calculates of the two numbers of a ratio.
func quotient(over, under string) string {
	var a, b float64
	if n, err := fmt.Sscanf(over+" "+under, "%g %g", &a, &b); n != 2 || err != nil {
		return ""
	}
	return form.LevelCode(a / b)
}

// label is the label that our own forms give a choice.
func label(n *rubric.Node, code, lang string) string {
	for _, c := range append(form.Choices(n), form.Specials()...) {
		if c.Code == code {
			return c.Label(lang)
		}
	}
	return code
}

// labelled names the fields of a form by their labels.
func labelled(f *form.Form, lang string) func(group string, field form.Field) string {
	m := form.NewMatcher(f.Rubric, form.MaxSlots)
	return func(_ string, field form.Field) string { return m.Label(field, lang) }
}

// KoboOptions are the choices of an export of KoboToolbox.
type KoboOptions struct {
	// Labels is the language of labels, "" for names.
	Labels string
	// Groups puts the names of groups before those of questions.
	Groups bool
	// HXL adds the row of tags below the header.
	HXL bool
	// Split is "both" (the default), "columns" or "joined".
	Split string
}

// Kobo is an export of KoboToolbox, by formpack's rules for columns: questions with their groups joined by /, a
// multiple choice as words with spaces between them and as one column of 1 and 0 each, empty where nothing was
// answered, and the columns of the tool behind.
func Kobo(f *form.Form, subs []*Submission, o KoboOptions) Table {
	st := style{typed: true, choice: func(_ *rubric.Node, code string) string { return code }}
	st.name = func(_ string, field form.Field) string { return field.Code() }
	prefix := ""
	if o.Groups {
		prefix = "identitas/"
	}
	st.own = func(s *Submission, field string) (string, string) {
		return prefix + field, own(s, field, form.AgencyCode(s.Agency.ID))
	}
	if o.Labels != "" {
		st.choice = func(n *rubric.Node, code string) string { return label(n, code, o.Labels) }
		st.name = labelled(f, o.Labels)
		st.own = func(s *Submission, field string) (string, string) {
			value := own(s, field, nameOf(s.Agency))
			if field == form.RoleField && s.Role != "" {
				value = f.Rubric.Role(s.Role).Title.In(o.Labels)
			}
			return prefix + form.OwnLabel(field, o.Labels), value
		}
	}
	if o.Groups {
		bare := st.name
		st.name = func(group string, field form.Field) string { return group + "/" + bare(group, field) }
	}
	if o.Split != "columns" {
		st.join = func(words []string) string { return strings.Join(words, " ") }
	}
	if o.Split != "joined" {
		st.split = func(header string, n *rubric.Node, code string, chosen, answered bool) (string, string) {
			return header + "/" + st.choice(n, code), oneZero(chosen, answered)
		}
	}
	t := st.table(f, subs)
	version := "siap_form"
	if o.Labels != "" {
		version = form.OwnLabel(form.VersionField, o.Labels)
	}
	t[0] = append(append([]string{"start", "end", version}, t[0]...),
		"_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__", "_tags", "meta/rootUuid", "_index")
	for i, s := range subs {
		status := ""
		if i == 0 {
			status = "validation_status_approved"
			if o.Labels != "" {
				status = "Approved"
			}
		}
		t[i+1] = append(append([]string{"2025-11-12T15:00:00.000+08:00", "2025-11-12T15:30:00.000+08:00", form.Version(f.Rubric)}, t[i+1]...),
			fmt.Sprint(1001+i), s.UUID, s.Time.Format("2006-01-02T15:04:05"), status, "", "submitted_via_web", "", "vQx7", "", "uuid:"+s.UUID, fmt.Sprint(i+1))
	}
	if o.HXL {
		tags := make([]string, len(t[0]))
		tags[3] = "#org+name"
		tags[4] = "#meta"
		t = append(Table{t[0], tags}, t[1:]...)
	}
	return t
}

func oneZero(chosen, answered bool) string {
	switch {
	case chosen:
		return "1"
	case answered:
		return "0"
	}
	return ""
}

func own(s *Submission, field, agency string) string {
	switch field {
	case form.AgencyField:
		return agency
	case form.RespondentField:
		return s.Respondent
	}
	return s.Role
}

// nameOf is what an agency is called in a form whose list has two of the same name.
func nameOf(a *agency.Agency) string {
	if a.Name == "Dinas Kesehatan" {
		return a.Name + " (" + a.ID + ")"
	}
	return a.Name
}

// ODKOptions are the choices of an export of ODK Central.
type ODKOptions struct {
	// Groups puts the names of groups before those of questions, Split adds the columns of multiple choices.
	Groups, Split bool
}

// ODK is an export of ODK Central: groups joined by -, names of choices with spaces between them, split columns that
// are 0 even where nothing was answered.
func ODK(f *form.Form, subs []*Submission, o ODKOptions) Table {
	st := style{typed: true, choice: func(_ *rubric.Node, code string) string { return code }}
	st.name = func(group string, field form.Field) string {
		switch {
		case !o.Groups:
			return field.Code()
		case field.Slot > 0:
			return group + "-g_" + form.Field{Node: field.Node, Slot: field.Slot}.Code() + "-" + field.Code()
		}
		return group + "-" + field.Code()
	}
	st.own = func(s *Submission, field string) (string, string) {
		return field, own(s, field, form.AgencyCode(s.Agency.ID))
	}
	st.join = func(words []string) string { return strings.Join(words, " ") }
	if o.Split {
		st.split = func(header string, _ *rubric.Node, code string, chosen, _ bool) (string, string) {
			return header + "/" + code, oneZero(chosen, true)
		}
	}
	t := st.table(f, subs)
	t[0] = append(append([]string{"SubmissionDate", "siap_form"}, t[0]...), "meta-instanceID",
		"KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion")
	for i, s := range subs {
		t[i+1] = append(append([]string{s.Time.Format("2006-01-02T15:04:05.000Z"), form.Version(f.Rubric)}, t[i+1]...), "uuid:"+s.UUID,
			"uuid:"+s.UUID, "4", "daniela", "0", "0", "", "", "", "0", form.Version(f.Rubric))
	}
	return t
}

// LimeOptions are the choices of an export of LimeSurvey.
type LimeOptions struct {
	// Texts is the language of the answers' texts, "" for codes; Headings that of the questions' texts, "" for codes,
	// and "code" before it for the code and the text.
	Texts, Headings string
}

// Lime is an export of LimeSurvey's responses.
func Lime(f *form.Form, subs []*Submission, agencies *agency.List, o LimeOptions) Table {
	shorts := form.AgencyShorts(agencies.IDs())
	st := style{typed: true}
	st.choice = func(n *rubric.Node, code string) string {
		if o.Texts != "" {
			return label(n, code, o.Texts)
		}
		for i, c := range form.Choices(n) {
			if c.Code == code {
				return form.ShortChoices(n)[i]
			}
		}
		return strings.ToUpper(code)
	}
	lang, coded := strings.CutPrefix(o.Headings, "code ")
	text := labelled(f, lang)
	st.name = func(group string, field form.Field) string {
		switch {
		case o.Headings == "":
			return field.Short()
		case coded:
			return field.Short() + ". " + text(group, field)
		}
		return text(group, field)
	}
	st.own = func(s *Submission, field string) (string, string) {
		value := own(s, field, shorts[s.Agency.ID])
		switch {
		case o.Texts != "" && field == form.AgencyField:
			value = nameOf(s.Agency)
		case o.Texts != "" && field == form.RoleField && s.Role != "":
			value = f.Rubric.Role(s.Role).Title.In(o.Texts)
		case field == form.RoleField && s.Role != "":
			for i, r := range f.Rubric.Roles {
				if r.ID == s.Role {
					value = fmt.Sprintf("A%d", i+1)
				}
			}
		}
		switch {
		case o.Headings == "":
			return field, value
		case coded:
			return field + ". " + form.OwnLabel(field, lang), value
		}
		return form.OwnLabel(field, lang), value
	}
	st.split = func(header string, n *rubric.Node, code string, chosen, answered bool) (string, string) {
		sub := ""
		for i, c := range form.Choices(n) {
			if c.Code == code {
				sub = form.ShortChoices(n)[i]
			}
		}
		if o.Headings != "" {
			sub = label(n, code, lang)
		}
		value := ""
		switch {
		case chosen && o.Texts != "":
			value = map[string]string{"id": "Ya", "en": "Yes"}[o.Texts]
		case chosen:
			value = "Y"
		case answered && o.Texts != "":
			value = map[string]string{"id": "Tidak", "en": "No"}[o.Texts]
		}
		return header + "[" + sub + "]", value
	}
	st.day = func(day string) string { return day + " 00:00:00" }
	t := st.table(f, subs)
	head := []string{"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "siapform"}
	if o.Headings != "" {
		head = []string{"Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action", form.OwnLabel(form.VersionField, "en")}
	}
	t[0] = append(head, t[0]...)
	for i, s := range subs {
		when := s.Time.Format("2006-01-02 15:04:05")
		t[i+1] = append([]string{fmt.Sprint(i + 1), when, "5", "id", "123456", when, when, form.Version(f.Rubric)}, t[i+1]...)
	}
	return t
}

// Google is a download of the answers to a Google form that asks the questions in their own words.
func Google(f *form.Form, subs []*Submission, lang string) Table {
	t := texted(f, subs, lang, ", ", "")
	head := map[string]string{"id": "Cap waktu", "en": "Timestamp"}[lang]
	t[0] = append([]string{head}, t[0]...)
	for i, s := range subs {
		t[i+1] = append([]string{s.Time.Format("2006/01/02 3:04:05 PM") + " GMT"}, t[i+1]...)
	}
	return t
}

// Microsoft is the workbook of the answers to a Microsoft form that asks the questions in their own words.
func Microsoft(f *form.Form, subs []*Submission, lang string) Table {
	t := texted(f, subs, lang, ";", ";")
	t[0] = append([]string{"ID", "Start time", "Completion time", "Email", "Name"}, t[0]...)
	for i, s := range subs {
		serial := s.Time.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		when := fmt.Sprintf("%.8f", serial)
		t[i+1] = append([]string{fmt.Sprint(i + 1), when, when, "anonymous", ""}, t[i+1]...)
	}
	return t
}

// texted is a form whose columns are the questions in their own words.
func texted(f *form.Form, subs []*Submission, lang, between, behind string) Table {
	st := style{name: labelled(f, lang)}
	st.choice = func(n *rubric.Node, code string) string { return label(n, code, lang) }
	st.own = func(s *Submission, field string) (string, string) {
		value := own(s, field, nameOf(s.Agency))
		if field == form.RoleField && s.Role != "" {
			value = f.Rubric.Role(s.Role).Title.In(lang)
		}
		return form.OwnLabel(field, lang), value
	}
	st.join = func(words []string) string {
		if len(words) == 0 {
			return ""
		}
		return strings.Join(words, between) + behind
	}
	return st.table(f, subs)
}

// CSV writes a table as text: with every cell in quotes where always is true.
func (t Table) CSV(sep, end string, always bool) string {
	var b strings.Builder
	for _, cells := range t {
		for i, c := range cells {
			if i > 0 {
				b.WriteString(sep)
			}
			if always || strings.ContainsAny(c, sep+"\"\r\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString(end)
	}
	return b.String()
}

// XLSX writes a table as the first sheet of a workbook; cells that are numbers are numbers in it.
func (t Table) XLSX(sheet string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	for y, cells := range t {
		for x, c := range cells {
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil, err
			}
			var number float64
			if _, scan := fmt.Sscanf(c, "%g", &number); scan == nil && form.LevelCode(number) == c {
				err = f.SetCellFloat(sheet, at, number, -1, 64)
			} else if c != "" {
				err = f.SetCellStr(sheet, at, c)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// Zip puts texts into an archive, in the order given: name, content, name, content.
func Zip(parts ...string) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err == nil {
			_, err = part.Write([]byte(parts[i+1]))
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}
