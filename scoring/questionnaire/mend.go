package questionnaire

import (
	"regexp"
	"strings"

	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// Only what surely means the same is offered as a repair: another letter case, the words of a choice for its code,
// a decimal comma, a level with words around it. A misspelt word is a suggestion, never a repair.

// leadingNumber finds the number that a level begins with or is called by: "3 – lengkap", "Tingkat 3", "3.".
var leadingNumber = regexp.MustCompile(`^(?i:tingkat|level|skor|nilai|skala)?\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(?:$|[-–—.:;)(]\s*\D*$)`)

// mendedValue gives what an answer that was refused may be read as; "" where that is not sure.
func (c *cells) mendedValue(q *question, cell string, single bool) string {
	var tries []string
	if chosen := form.Chosen(form.Choices(q.node), cell); chosen != nil {
		tries = append(tries, plainCode(chosen.Code))
	}
	tries = append(tries, strings.ReplaceAll(strings.TrimSpace(cell), ",", "."))
	if found := leadingNumber.FindStringSubmatch(strings.TrimSpace(cell)); found != nil && q.node.Asked() == rubric.Levels {
		tries = append(tries, strings.ReplaceAll(found[1], ",", "."))
	}
	for _, try := range tries {
		if try == cell {
			continue
		}
		if v, rule, ok := c.value(q, try, single); ok && rule.Code == "" && v.State != Unknown || try == "?" {
			return try
		}
	}
	return ""
}

// plainCode is a choice's code as tables of answers write it.
func plainCode(code string) string {
	switch code {
	case form.NotApplicable:
		return "n/a"
	case form.DontKnow:
		return "?"
	}
	return code
}

// same gives the one of some names that a word is but for letter case and marks; "" where there is none, or more.
func same(word string, names func(yield func(name, id string) bool)) string {
	folded, found := form.Fold(word), ""
	for name, id := range names {
		if folded == "" || form.Fold(name) != folded {
			continue
		}
		if found != "" && found != id {
			return ""
		}
		found = id
	}
	return found
}

// mendedAgency gives the id of the agency that a word names in another way.
func (c *cells) mendedAgency(word string) string {
	return same(word, func(yield func(name, id string) bool) {
		for _, a := range c.agencies.All() {
			if !yield(a.ID, a.ID) || !yield(a.Name, a.ID) {
				return
			}
		}
	})
}

// mendedIndicator gives the id of the indicator that a word names in another way.
func (c *cells) mendedIndicator(word string) string {
	return same(word, func(yield func(name, id string) bool) {
		for _, n := range c.rubric.Indicators() {
			for _, name := range []string{n.ID, n.Code, n.Title.ID, n.Title.EN, n.Question.ID, n.Question.EN} {
				if name != "" && !yield(name, n.ID) {
					return
				}
			}
		}
	})
}

// mendedRole gives the id of the role that a word names in another way.
func (c *cells) mendedRole(word string) string {
	return same(word, func(yield func(name, id string) bool) {
		for _, r := range c.rubric.Roles {
			if !yield(r.ID, r.ID) || !yield(r.Title.ID, r.ID) || !yield(r.Title.EN, r.ID) {
				return
			}
		}
	})
}
