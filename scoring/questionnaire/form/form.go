// Package form is what every questionnaire format has in common: which questions a rubric asks of an agency, in
// which order, under which codes, with which answers to choose from. Whoever writes a blank form and whoever reads
// a filled one back takes the codes from here, so a code means the same in every format. It reads and writes no file.
package form

import (
	"strconv"

	"siap/rubric"
	"siap/scoring/agency"
)

// Form is a questionnaire, ready to be written in any format.
type Form struct {
	Rubric *rubric.Rubric
	// Fingerprint is the rubric's scoring fingerprint; a form with another one is outdated.
	Fingerprint string
	// Agency is whom the form is for; nil for a form that any agency fills in.
	Agency *agency.Agency
	// Role is the role of the respondent; "" for an agency that answers as a whole.
	Role string
	// Sections are the dimensions in the order of the rubric, without those that ask nothing.
	Sections []Section
}

// Section is one dimension of the form.
type Section struct {
	Node      *rubric.Node
	Questions []Question
}

// Question is one thing that is asked: an indicator or, of one that repeats, one of its numbered slots.
type Question struct {
	Node *rubric.Node
	// Path are the nodes between the dimension and the indicator, from the top.
	Path []*rubric.Node
	// Number is what a reader sees: the official number, or the place in the form.
	Number string
	// Slot is 1 and up for a repeat (a service, a system), 0 for a question that is asked once.
	Slot int
	// Choices are what may be chosen; empty for a number, a percentage, a ratio or a date.
	Choices []Choice
}

// Options are the choices of a form.
type Options struct {
	// Agency limits the form to what applies to it; nil asks everything.
	Agency *agency.Agency
	// Role limits the form to what is asked of the role; "" asks everything.
	Role string
	// Slots is how many rows each repeating indicator has; DefaultSlots where it is 0.
	Slots int
}

// The number of rows for a repeating indicator.
const (
	DefaultSlots = 3
	MaxSlots     = 50
)

// New makes the form of a rubric.
func New(r *rubric.Rubric, o Options) *Form {
	f := &Form{Rubric: r, Fingerprint: r.Fingerprints().Scoring, Agency: o.Agency, Role: o.Role}
	slots := o.Slots
	if slots <= 0 {
		slots = DefaultSlots
	}
	for i, top := range r.Children {
		s := Section{Node: top}
		var walk func(n *rubric.Node, path []*rubric.Node, place string)
		walk = func(n *rubric.Node, path []*rubric.Node, place string) {
			if n.IsIndicator() {
				s.ask(n, path, place, o, slots)
				return
			}
			if n != top {
				path = append(path[:len(path):len(path)], n)
			}
			for k, c := range n.Children {
				walk(c, path, place+"."+strconv.Itoa(k+1))
			}
		}
		walk(top, nil, strconv.Itoa(i+1))
		if len(s.Questions) > 0 {
			f.Sections = append(f.Sections, s)
		}
	}
	return f
}

// ask adds the questions of one indicator.
func (s *Section) ask(n *rubric.Node, path []*rubric.Node, place string, o Options, slots int) {
	if n.Asked() == rubric.NotAsked || !n.Asks(o.Role) || (o.Agency != nil && !n.Applies(o.Agency.Columns)) {
		return
	}
	q := Question{Node: n, Path: path, Number: place, Choices: Choices(n)}
	if n.Code != "" {
		q.Number = n.Code
	}
	if n.Repeats == "" {
		s.Questions = append(s.Questions, q)
		return
	}
	for slot := 1; slot <= slots; slot++ {
		q.Slot = slot
		s.Questions = append(s.Questions, q)
	}
}

// All yields every question of the form in its order.
func (f *Form) All() func(yield func(Question) bool) {
	return func(yield func(Question) bool) {
		for _, s := range f.Sections {
			for _, q := range s.Questions {
				if !yield(q) {
					return
				}
			}
		}
	}
}
