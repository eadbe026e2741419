// Package survey writes a questionnaire for the tools with which agencies are surveyed: XLSForm for KoboToolbox and
// ODK, the survey structure of LimeSurvey, and a plain table of answers to fill in.
//
// All three ask the same questions under the codes of package form, so that what the tools export is read back by
// package questionnaire. The tools have typed fields: where a number, a ratio or a date is asked for, n/a and don't know
// are a question of their own, and a ratio is asked as its two numbers. Repeats are numbered slots, for tables cannot
// hold rows within rows. No question is required: an answer that is not known is better left open than made up.
package survey

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// Options are the choices of a form for a survey tool.
type Options struct {
	// Agencies are the agencies to choose from where the form is not for one of them; where there are none either,
	// the agency's id is typed.
	Agencies []*agency.Agency
	// Language is the language a form begins in, or the only one of a format that has no translations: "id", the
	// default, or "en".
	Language string
}

// languages gives both languages, the one a form begins in first.
func (o Options) languages() []string {
	if o.Language == l10n.English {
		return []string{l10n.English, l10n.Indonesian}
	}
	return []string{l10n.Indonesian, l10n.English}
}

// plan is what the forms of all tools have in common: who may answer, and who is asked what.
type plan struct {
	form     *form.Form
	matcher  *form.Matcher
	agencies []*agency.Agency
	// applies are the sets of agencies that some questions are limited to, true for each agency that belongs to it.
	applies [][]bool
	// set is the number of a question's set in applies, from 1; 0 for a question that is asked of all.
	set map[*rubric.Node]int
	// nobody are the questions that none of the agencies is asked.
	nobody map[*rubric.Node]bool
}

// newPlan prepares a form. The error names two fields that would share a name; a rubric of the library has none.
func newPlan(f *form.Form, o Options) (*plan, error) {
	slots := 1
	taken := map[string]string{}
	for _, own := range form.OwnFields {
		taken[own] = own
	}
	for q := range f.All() {
		slots = max(slots, q.Slot)
		for _, field := range append(q.Fields(), q.Field(form.Special), q.Field(form.Numerator), q.Field(form.Denominator)) {
			if other, twice := taken[field.Code()]; twice {
				return nil, fmt.Errorf("making a form of %s: the indicator %q and %q would share the name %q; rename the indicator",
					f.Rubric.ID, q.Node.ID, other, field.Code())
			}
			taken[field.Code()] = q.Node.ID
		}
	}
	p := &plan{
		form: f, matcher: form.NewMatcher(f.Rubric, slots), set: map[*rubric.Node]int{}, nobody: map[*rubric.Node]bool{},
	}
	if f.Agency != nil {
		return p, nil
	}
	p.agencies = o.Agencies
	known := map[string]int{}
	for q := range f.All() {
		if len(q.Node.AppliesTo) == 0 || len(p.agencies) == 0 {
			continue
		}
		applies := make([]bool, len(p.agencies))
		key := make([]byte, len(p.agencies))
		for i, a := range p.agencies {
			applies[i] = q.Node.Applies(a.Columns)
			key[i] = '0'
			if applies[i] {
				key[i] = '1'
			}
		}
		switch {
		case !slices.Contains(applies, true):
			p.nobody[q.Node] = true
			continue
		case !slices.Contains(applies, false):
			continue
		}
		if known[string(key)] == 0 {
			p.applies = append(p.applies, applies)
			known[string(key)] = len(p.applies)
		}
		p.set[q.Node] = known[string(key)]
	}
	return p, nil
}

// questions gives those of a section that are asked of anybody.
func (p *plan) questions(s form.Section) []form.Question {
	var asked []form.Question
	for _, q := range s.Questions {
		if !p.nobody[q.Node] {
			asked = append(asked, q)
		}
	}
	return asked
}

// roles are the roles to choose from: none where the form is for one of them.
func (p *plan) roles() []rubric.Role {
	if p.form.Role != "" {
		return nil
	}
	return p.form.Rubric.Roles
}

// askedOf are the roles that a question is limited to; none where it is asked of all of them.
func (p *plan) askedOf(n *rubric.Node) []string {
	if len(p.roles()) == 0 {
		return nil
	}
	return n.AskedOf
}

// agencyLabels are what the agencies are called in a list: their names, with the id behind where two have one name.
func (p *plan) agencyLabels() []string {
	count := map[string]int{}
	for _, a := range p.agencies {
		count[form.Fold(a.Name)]++
	}
	labels := make([]string, len(p.agencies))
	for i, a := range p.agencies {
		labels[i] = a.Name
		if count[form.Fold(a.Name)] > 1 || form.Fold(a.Name) == "" {
			labels[i] = strings.TrimSpace(a.Name + " (" + a.ID + ")")
		}
	}
	return labels
}

// text gives a catalogue text in both languages.
func text(key string, args ...any) rubric.Text {
	return rubric.Text{ID: l10n.For(l10n.Indonesian).Text(key, args...), EN: l10n.For(l10n.English).Text(key, args...)}
}

// both makes a text of what a function gives in each language.
func both(of func(lang string) string) rubric.Text {
	return rubric.Text{ID: of(l10n.Indonesian), EN: of(l10n.English)}
}

// label is the label of one part of a question.
func (p *plan) label(f form.Field) rubric.Text {
	return both(func(lang string) string { return p.matcher.Label(f, lang) })
}

// groupLabel is the title of a dimension.
func groupLabel(n *rubric.Node) rubric.Text {
	return both(func(lang string) string { return strings.TrimSpace(n.Code + " " + n.Title.In(lang)) })
}

// hint says beside a question what it is about, in which unit the answer is, and what proves it.
func hint(n *rubric.Node) rubric.Text {
	return both(func(lang string) string {
		p := l10n.For(lang)
		var parts []string
		if d := n.Description.In(lang); d != "" {
			parts = append(parts, d)
		}
		if low, high := form.Limits(n); n.Asked() == rubric.Number || n.Asked() == rubric.Percentage {
			if n.Unit != "" && n.Asked() == rubric.Number {
				parts = append(parts, p.Text("survey.unit", "unit", n.Unit))
			}
			if limits := limitText(low, high, lang); limits != "" {
				parts = append(parts, limits)
			}
		}
		if n.Cumulative {
			parts = append(parts, p.Text("survey.cumulative"))
		}
		if e := n.Evidence.In(lang); e != "" {
			parts = append(parts, p.Text("survey.evidence", "evidence", e))
		}
		for _, l := range n.Levels {
			if e := l.Evidence.In(lang); e != "" {
				parts = append(parts, p.Text("survey.evidence.level", "level", form.LevelCode(l.Level), "evidence", e))
			}
		}
		return strings.Join(parts, "\n")
	})
}

// limitText says which numbers are possible; "" where all are.
func limitText(low, high float64, lang string) string {
	p := l10n.For(lang)
	switch {
	case math.IsInf(low, -1) && math.IsInf(high, 1):
		return ""
	case math.IsInf(low, -1):
		return p.Text("survey.at_most", "high", plain(high))
	case math.IsInf(high, 1):
		return p.Text("survey.at_least", "low", plain(low))
	}
	return p.Text("survey.between", "low", plain(low), "high", plain(high))
}

// plain writes a number as formulas take it.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
