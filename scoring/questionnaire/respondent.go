package questionnaire

import (
	"regexp"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/scoring/agency"
)

// respondent reads who answered: a code, never a name. A diagnostic about it does not repeat it, for
// diagnostics are printed in reports and it may be somebody's name.
func (c *cells) respondent(row table.Row) (string, bool) {
	code := c.get(row, "respondent")
	switch {
	case code == "":
	case !isCode(code):
		c.add(ruleRespondent.At(c.place(row, "respondent")).Allows("A–Z a–z 0–9 . _ - (1–40)"))
		return "", false
	case personal.MatchString(code):
		c.add(ruleName.At(c.place(row, "respondent")))
	}
	return c.intern(code), true
}

// personal is how a name looks in a code: Budi.Santoso.
var personal = regexp.MustCompile(`^[A-Z][a-z]+([._-][A-Z][a-z]+)+$`)

func isCode(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-' {
			return false
		}
	}
	return len(s) <= 40
}

// role reads in which role somebody answered.
func (c *cells) role(row table.Row) (string, bool) {
	id := c.get(row, "role")
	if id == "" {
		return "", true
	}
	if role := c.rubric.Role(id); role != nil {
		return role.ID, true
	}
	var ids []string
	for i := range c.rubric.Roles {
		ids = append(ids, c.rubric.Roles[i].ID)
	}
	c.add(ruleRole.At(c.place(row, "role")).Saw(id).Allows(strings.Join(ids, ", ")).
		Near(nearest.Of(id, ids)).Mend(c.mendedRole(id)))
	return "", false
}

// visibility reads who may read the notes of an answer.
func (c *cells) visibility(row table.Row) (Visibility, bool) {
	cell := c.get(row, "visibility")
	switch strings.ToLower(cell) {
	case "", "internal":
		return Internal, true
	case "public", "publik", "umum":
		return Public, true
	}
	c.add(ruleVisibility.At(c.place(row, "visibility")).Saw(cell).Allows("internal, public").Near(nearest.Of(cell, []string{"internal", "public"})))
	return "", false
}

// asked looks whether an answer counts: whether the indicator applies to the agency and is asked of the role.
// An answer that says nothing, or n/a, needs no warning. It gives the rule to warn by, or an empty one.
func (c *cells) asked(q *question, a *agency.Agency, role string) diag.Rule {
	switch {
	case c.agencies != nil && len(q.node.AppliesTo) > 0 && !q.node.Applies(a.Columns):
		return ruleNotApplied
	case !q.node.Asks(role):
		return ruleNotAsked
	}
	return diag.Rule{}
}
