package questionnaire

import (
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
	"siap/scoring/agency"
)

type yieldAnswer = func(Answer, *diag.Diagnostic) bool

// flush yields what was found wrong in a row; false where the consumer has enough.
func (f *tableFile) flush(yield yieldAnswer) bool {
	for _, d := range f.cells.found {
		if !yield(Answer{}, d) {
			return false
		}
	}
	f.cells.found = f.cells.found[:0]
	return true
}

// common reads what both layouts say once a row; false where any of it is wrong.
func (f *tableFile) common(row table.Row) (a Answer, who *agency.Agency, ok bool) {
	c := f.cells
	ok = true
	all := func(fine bool) { ok = ok && fine }
	var fine bool
	zone := agency.WIB
	if who = c.agency(row); who != nil {
		a.Agency, zone = who.ID, who.Zone
	}
	all(who != nil)
	a.Respondent, fine = c.respondent(row)
	all(fine)
	a.Role, fine = c.role(row)
	all(fine)
	a.Item, fine = c.item(row)
	all(fine)
	a.Visibility, fine = c.visibility(row)
	all(fine)
	a.Submitted, fine = c.date(row, "submitted", zone)
	all(fine)
	a.Source, fine = c.text(row, "source")
	a.Source = c.intern(a.Source)
	all(fine)
	return a, who, ok
}

// long reads a row of the long layout: one answer.
func (f *tableFile) long(row table.Row, yield yieldAnswer) bool {
	c := f.cells
	a, who, ok := f.common(row)
	var fine bool
	a.Note, fine = c.text(row, "note")
	ok = ok && fine
	a.Quote, fine = c.text(row, "quote")
	ok = ok && fine
	a.Place = c.place(row, "value")
	if !c.has("value") {
		a.Place = c.place(row, "assessor_value")
	}
	q := c.question(c.get(row, "indicator"), c.place(row, "indicator"))
	if q == nil {
		f.summary.LeftOut++
		return f.flush(yield)
	}
	a.Indicator = q.node.ID
	if a.Item != "" && q.node.Repeats == "" {
		c.add(ruleItem.At(c.place(row, "item")).About(q.node.ID).Saw(a.Item))
		ok = false
	}
	a.Claim, fine = f.answer(q, c.get(row, "value"), c.place(row, "value"), a.Respondent != "")
	ok = ok && fine
	a.Assessed, fine = f.answer(q, c.get(row, "assessor_value"), c.place(row, "assessor_value"), false)
	return f.emit(q, &a, who, ok && fine, yield)
}

// answer reads one answer and adds what is wrong with it.
func (f *tableFile) answer(q *question, cell string, at diag.Place, single bool) (Value, bool) {
	v, rule, ok := f.cells.value(q, cell, single)
	if rule.Code != "" {
		d := rule.At(at).About(q.node.ID).Saw(cell).Allows(q.allowed + allowedBeside)
		if !ok {
			d.Mend(f.cells.mendedValue(q, cell, single))
		}
		f.cells.add(d)
	}
	return v, ok
}

// emit yields an answer with what was found on the way, unless it was not to be given.
func (f *tableFile) emit(q *question, a *Answer, who *agency.Agency, ok bool, yield yieldAnswer) bool {
	if ok && q.node.Repeats != "" && a.Item == "" && a.isEmpty() {
		return f.flush(yield) // a row of the form that nobody used is no service without an answer
	}
	if ok {
		rule := f.cells.asked(q, who, a.Role)
		empty := a.isEmpty()
		saysNothing := empty || (rule == ruleNotApplied && a.Claim.State != Known && a.Assessed.State != Known)
		if rule.Code != "" && !saysNothing {
			f.cells.add(rule.At(a.Place).About(q.node.ID).Saw(seenBy(rule, a)))
			ok = false
		}
		if rule.Code != "" && empty {
			return f.flush(yield) // nobody was to say anything, and nobody did
		}
	}
	if len(f.cells.found) > 0 && !f.flush(yield) {
		return false
	}
	if !ok {
		f.summary.LeftOut++
		return true
	}
	f.summary.Records++
	return yield(*a, nil)
}

// seenBy is what a warning about an answer that was not to be given is about: the agency, or the role.
func seenBy(rule diag.Rule, a *Answer) string {
	if rule == ruleNotAsked {
		return a.Role
	}
	return a.Agency
}

// row reads a row of the wide layout: one respondent's answers.
func (f *tableFile) row(row table.Row, yield yieldAnswer) bool {
	c := f.cells
	common, who, fine := f.common(row)
	a := &common
	for _, w := range f.wide {
		cell := row.Cells[w.at]
		a.Indicator = w.q.node.ID
		a.Place = f.t.Place(row.Line, w.at)
		ok := fine
		if v, rule, read := c.value(w.q, cell, a.Respondent != ""); rule.Code == "" {
			a.Claim = v
		} else {
			d := rule.At(a.Place).About(a.Indicator).Saw(strings.TrimSpace(cell)).Allows(w.q.allowed + allowedBeside)
			if !read {
				d.Mend(c.mendedValue(w.q, cell, a.Respondent != ""))
			}
			c.add(d)
			a.Claim, ok = v, ok && read
		}
		if a.Item != "" && w.q.node.Repeats == "" {
			if a.Claim.State == Unknown {
				continue // a row about one item says nothing about what has no items
			}
			c.add(ruleItem.At(c.place(row, "item")).About(a.Indicator).Saw(a.Item))
			ok = false
		}
		if !f.emit(w.q, a, who, ok, yield) {
			return false
		}
	}
	return f.flush(yield)
}
