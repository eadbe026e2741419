package page

import (
	"encoding/json"
	"fmt"
	"math"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

// data is the form as the script reads it, in one language.
type data struct {
	Schema   string            `json:"schema"`
	Suffix   string            `json:"suffix"`
	Language string            `json:"language"`
	Title    string            `json:"title"`
	Rubric   rubricData        `json:"rubric"`
	Agency   *agencyData       `json:"agency"`
	Agencies []agencyData      `json:"agencies"`
	Role     string            `json:"role"`
	Roles    []choiceData      `json:"roles"`
	States   []choiceData      `json:"states"`
	Accepted string            `json:"accepted"`
	Examined string            `json:"examined"`
	Specials []choiceData      `json:"specials"`
	Limits   limitsData        `json:"limits"`
	Sections []sectionData     `json:"sections"`
	Words    map[string]string `json:"words"`
}

type rubricData struct {
	ID          string `json:"id"`
	Version     string `json:"version"`
	Fingerprint string `json:"fingerprint"`
	Title       string `json:"title"`
}

type agencyData struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Columns are those that decide which questions apply.
	Columns map[string]string `json:"columns"`
}

type choiceData struct {
	Code     string `json:"code"`
	Text     string `json:"text"`
	Evidence string `json:"evidence,omitempty"`
}

// limitsData are the limits of the reader, so that the page refuses what it would.
type limitsData struct {
	Text     int `json:"text"`
	Item     int `json:"item"`
	Link     int `json:"link"`
	Evidence int `json:"evidence"`
	Slots    int `json:"slots"`
	File     int `json:"file"`
}

type sectionData struct {
	ID        string         `json:"id"`
	Number    string         `json:"number"`
	Title     string         `json:"title"`
	About     string         `json:"about,omitempty"`
	Questions []questionData `json:"questions"`
}

// questionData is an indicator; one that repeats stands here once, with the number of its rows to begin with.
type questionData struct {
	ID          string              `json:"id"`
	Number      string              `json:"number"`
	Title       string              `json:"title"`
	Ask         string              `json:"ask,omitempty"`
	About       string              `json:"about,omitempty"`
	Evidence    string              `json:"evidence,omitempty"`
	Source      string              `json:"source,omitempty"`
	Path        []string            `json:"path,omitempty"`
	Kind        rubric.AnswerKind   `json:"kind"`
	Choices     []choiceData        `json:"choices,omitempty"`
	Cumulative  bool                `json:"cumulative,omitempty"`
	Slots       int                 `json:"slots,omitempty"`
	Unit        string              `json:"unit,omitempty"`
	Numerator   string              `json:"numerator,omitempty"`
	Denominator string              `json:"denominator,omitempty"`
	Lowest      *float64            `json:"lowest,omitempty"`
	Highest     *float64            `json:"highest,omitempty"`
	Tolerance   float64             `json:"tolerance,omitempty"`
	Rows        []rubric.Row        `json:"rows,omitempty"`
	Allowed     string              `json:"allowed,omitempty"`
	AskedOf     []string            `json:"askedOf,omitempty"`
	AppliesTo   map[string][]string `json:"appliesTo,omitempty"`
}

// newData makes the block of data. encoding/json escapes what could end a script element.
func newData(f *form.Form, o Options, p *l10n.Printer) ([]byte, error) {
	lang := p.Lang()
	r := f.Rubric
	d := data{
		Schema: form.ResponseSchema, Suffix: form.ResponseSuffix, Language: lang, Title: o.Title, Role: f.Role,
		Rubric: rubricData{r.ID, r.Version, f.Fingerprint, r.Title.In(lang)},
		Limits: limitsData{
			Text: questionnaire.MaxText, Item: questionnaire.MaxItem, Link: questionnaire.MaxLink,
			Evidence: questionnaire.MaxResponseEvidence, Slots: form.MaxSlots, File: questionnaire.MaxResponse,
		},
		Accepted: questionnaire.StateAccepted, Examined: questionnaire.StateExamined,
		Agencies: []agencyData{}, Roles: []choiceData{}, Sections: []sectionData{}, Words: map[string]string{},
	}
	for _, role := range r.Roles {
		d.Roles = append(d.Roles, choiceData{Code: role.ID, Text: role.Title.In(lang)})
	}
	for _, state := range offered() {
		d.States = append(d.States, choiceData{Code: state, Text: p.Text("page.state." + state)})
	}
	for _, c := range form.Specials() {
		d.Specials = append(d.Specials, choiceData{Code: c.Code, Text: c.Text.In(lang)})
	}
	columns := map[string]bool{}
	for _, s := range f.Sections {
		d.Sections = append(d.Sections, section(s, len(d.Sections)+1, f, lang, columns))
	}
	if f.Agency != nil {
		d.Agency = &agencyData{ID: f.Agency.ID, Name: nameOf(f.Agency), Columns: map[string]string{}}
	} else {
		for _, a := range o.Agencies {
			d.Agencies = append(d.Agencies, agencyData{ID: a.ID, Name: nameOf(a), Columns: only(a, columns)})
		}
	}
	for _, word := range words {
		d.Words[word] = p.Text("page.js." + word)
	}
	out, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("writing the data of the HTML form: %w", err)
	}
	return out, nil
}

// offered are the states an agency may say its evidence is in: all but accepted, which an assessor says.
func offered() (states []string) {
	for _, state := range questionnaire.EvidenceStates {
		if state != questionnaire.StateAccepted {
			states = append(states, state)
		}
	}
	return states
}

// only gives the columns of an agency that some question asks for.
func only(a *agency.Agency, columns map[string]bool) map[string]string {
	out := map[string]string{}
	for name, value := range a.Columns {
		if columns[name] {
			out[name] = value
		}
	}
	return out
}

// section makes one dimension and notes the columns that its questions apply by.
func section(s form.Section, place int, f *form.Form, lang string, columns map[string]bool) sectionData {
	out := sectionData{ID: s.Node.ID, Number: s.Node.Code, Title: s.Node.Title.In(lang), About: s.Node.Description.In(lang)}
	if out.Number == "" {
		out.Number = fmt.Sprint(place)
	}
	for _, q := range s.Questions {
		if q.Slot > 1 {
			out.Questions[len(out.Questions)-1].Slots = q.Slot
			continue
		}
		one := question(q, lang)
		if f.Agency == nil {
			one.AppliesTo = q.Node.AppliesTo
			for name := range q.Node.AppliesTo {
				columns[name] = true
			}
		}
		if f.Role == "" {
			one.AskedOf = q.Node.AskedOf
		}
		if q.Node == s.Node { // a dimension that is an indicator itself
			one.About = ""
		}
		out.Questions = append(out.Questions, one)
	}
	return out
}

func question(q form.Question, lang string) questionData {
	n := q.Node
	out := questionData{
		ID: n.ID, Number: q.Number, Title: n.Title.In(lang), Ask: n.Question.In(lang), About: n.Description.In(lang),
		Evidence: n.Evidence.In(lang), Kind: n.Asked(), Cumulative: n.Cumulative, Slots: q.Slot, Unit: n.Unit,
	}
	for _, node := range q.Path {
		out.Path = append(out.Path, node.Title.In(lang))
	}
	for _, c := range q.Choices {
		if !c.Special {
			out.Choices = append(out.Choices, choiceData{Code: c.Code, Text: c.Text.In(lang)})
		}
	}
	switch n.Asked() {
	case rubric.Levels:
		for i := range n.Levels {
			out.Choices[i].Evidence = n.Levels[i].Evidence.In(lang)
		}
	case rubric.Number, rubric.Percentage, rubric.Ratio:
		limits := questionnaire.LimitsOf(n)
		out.Lowest, out.Highest = end(limits.Lowest), end(limits.Highest)
		out.Tolerance, out.Rows = limits.Tolerance, limits.Rows
		if out.Lowest != nil || out.Highest != nil || len(out.Rows) > 0 {
			out.Allowed = limits.Allowed
		}
		out.Numerator, out.Denominator = n.Answer.Numerator.In(lang), n.Answer.Denominator.In(lang)
	}
	if e := n.External; e != nil {
		out.Source = e.Index.In(lang)
		if e.Steward != "" {
			out.Source += " (" + e.Steward + ")"
		}
	}
	return out
}

// end gives an end of a range as JSON knows it: null where there is none.
func end(x float64) *float64 {
	if math.IsInf(x, 0) {
		return nil
	}
	return &x
}
