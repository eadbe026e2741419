// Package progress says how far a round of questionnaires is: who has answered, how much, what is missing and which
// evidence waits for its assessors.
package progress

import (
	"time"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/questionnaire/form"
)

// Agency is how far one agency is.
type Agency struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
	// Asked is the number of indicators that apply to it and are asked for; Answered those with a value,
	// NotApplicable those answered n/a, Assessed those with an assessor's value.
	Asked         int `json:"asked"`
	Answered      int `json:"answered"`
	NotApplicable int `json:"not_applicable"`
	Assessed      int `json:"assessed"`
	// Missing are the ids of the others, in the order of the rubric.
	Missing []string `json:"missing"`
	// Respondents is the number of codes that answered; 0 where the agency answered as a whole.
	Respondents int `json:"respondents"`
	// Evidence counts the items by state: belum, draf, proses, revisi, diterima.
	Evidence map[string]int `json:"evidence,omitempty"`
	// Last is the latest submission that says when it was; zero for none.
	Last time.Time `json:"last,omitzero"`
}

// Done is the share, 0 to 1, of what is asked that was answered, n/a included; 1 where nothing is asked.
func (a *Agency) Done() float64 {
	if a.Asked == 0 {
		return 1
	}
	return float64(a.Answered+a.NotApplicable) / float64(a.Asked)
}

// answered is what is known of one indicator of one agency.
type answered struct{ value, notApplicable, assessed bool }

// Of gives the progress of every agency, in the order of the list.
func Of(r *rubric.Rubric, agencies *agency.List, answers *questionnaire.Store, evidence []questionnaire.Evidence) []Agency {
	cells := map[[2]string]*answered{}
	respondents := map[string]map[string]bool{}
	last := map[string]time.Time{}
	for a := range answers.All() {
		key := [2]string{a.Agency, a.Indicator}
		c := cells[key]
		if c == nil {
			c = &answered{}
			cells[key] = c
		}
		c.value = c.value || a.Claim.State == questionnaire.Known
		c.notApplicable = c.notApplicable || a.Claim.State == questionnaire.NotApplicable
		c.assessed = c.assessed || a.Assessed.State != questionnaire.Unknown
		if a.Respondent != "" {
			if respondents[a.Agency] == nil {
				respondents[a.Agency] = map[string]bool{}
			}
			respondents[a.Agency][a.Respondent] = true
		}
		if a.Submitted.After(last[a.Agency]) {
			last[a.Agency] = a.Submitted
		}
	}
	states := map[string]map[string]int{}
	for i := range evidence {
		e := &evidence[i]
		if states[e.Agency] == nil {
			states[e.Agency] = map[string]int{}
		}
		states[e.Agency][e.Status]++
	}
	out := make([]Agency, 0, agencies.Len())
	for _, one := range agencies.All() {
		p := Agency{
			ID: one.ID, Name: one.Name, Type: one.Type, Missing: []string{}, Respondents: len(respondents[one.ID]),
			Evidence: states[one.ID], Last: last[one.ID],
		}
		for q := range form.New(r, form.Options{Agency: one, Slots: 1}).All() {
			p.count(q.Node.ID, cells[[2]string{one.ID, q.Node.ID}])
		}
		out = append(out, p)
	}
	return out
}

func (a *Agency) count(indicator string, c *answered) {
	a.Asked++
	switch {
	case c != nil && c.value:
		a.Answered++
	case c != nil && c.notApplicable:
		a.NotApplicable++
	default:
		a.Missing = append(a.Missing, indicator)
	}
	if c != nil && c.assessed {
		a.Assessed++
	}
}
