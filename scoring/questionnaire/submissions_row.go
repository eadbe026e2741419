package questionnaire

import (
	"math"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/internal/table"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
)

// submission reads one row: what one respondent said. It reports false where the consumer has enough.
func (f *surveyFile) submission(row table.Row, yield yieldAnswer) bool {
	// A file that was cut off ends in a short row. Spreadsheets write many of them where the last columns are empty.
	f.last = diag.Place{}
	if row.Width < len(f.t.Header) && !strings.HasPrefix(f.t.Format, "XLSX") {
		f.short++
		f.last = f.t.Place(row.Line, row.Width)
	}
	for _, v := range f.verdicts {
		said := v.of(strings.TrimSpace(row.Cells[v.at]))
		if said.rule.Code != "" {
			f.note(said.rule.At(f.t.Place(row.Line, v.at)))
		}
		if said.leave {
			f.summary.LeftOut++
			return true
		}
	}
	f.row = row
	if i := f.cells.at["agency"]; strings.TrimSpace(row.Cells[i]) == "" && f.isEmpty() {
		f.note(ruleIncomplete.At(f.t.Place(row.Line, i)))
		f.summary.LeftOut++
		return true
	}
	f.tally["read"]++
	f.meant = append(append(f.meant[:0], row.Cells...), "")
	f.outdated(row)
	a, who, ok := f.head()
	for _, s := range f.questions {
		if !f.answerOf(s, a, who, ok, yield) {
			return false
		}
	}
	return f.flush(yield)
}

// isEmpty reports whether a submission says nothing about any question.
func (f *surveyFile) isEmpty() bool {
	for _, s := range f.questions {
		for _, i := range s.at {
			if strings.TrimSpace(f.row.Cells[i]) != "" {
				return false
			}
		}
		for _, o := range s.options {
			if cell := strings.TrimSpace(f.row.Cells[o.at]); cell != "" && cell != "0" {
				return false
			}
		}
	}
	return true
}

// head reads who answered, and when.
func (f *surveyFile) head() (a Answer, who *agency.Agency, ok bool) {
	c := f.cells
	ok = f.readable("agency") && f.readable("role") && f.readable("submitted")
	f.understand("agency", f.who.agency)
	f.understand("role", f.who.role)
	row := table.Row{Cells: f.meant, Line: f.row.Line}
	a.Visibility = Internal
	zone := agency.WIB
	if f.who.ambiguous != "" {
		c.add(ruleAgencyAmbiguous.At(c.place(row, "agency")).Saw(c.get(row, "agency")).Allows(f.who.ambiguous))
		ok = false
	} else if who = c.agency(row); who != nil {
		a.Agency, zone = who.ID, who.Zone
	}
	var fine bool
	a.Role, fine = c.role(row)
	ok = ok && who != nil && fine
	a.Submitted = f.submitted(row, zone)
	a.Respondent = c.intern(f.respondent(a.Role))
	return a, who, ok
}

// readable reports whether a cell of the head may be read, and says why not.
func (f *surveyFile) readable(name string) bool {
	i, there := f.cells.at[name]
	return !there || f.trusted(f.row, i)
}

// understand puts what a cell of the head means in its place.
func (f *surveyFile) understand(name string, meaning func(cell string) string) {
	if i, there := f.cells.at[name]; there {
		cell := strings.TrimSpace(f.meant[i])
		if name == "agency" && f.words != nil {
			cell = f.words.agency(cell)
		}
		f.meant[i] = meaning(cell)
	}
}

// part gives the trimmed cell of one part of a question, and where it stands; false where it may not be read.
func (f *surveyFile) part(s *surveyQuestion, p form.Part) (cell string, at diag.Place, ok bool) {
	i, there := s.has(p)
	if !there {
		return "", diag.Place{}, true
	}
	at = f.t.Place(f.row.Line, i)
	if !f.trusted(f.row, i) {
		return "", at, false
	}
	cell = strings.TrimSpace(f.row.Cells[i])
	if f.tool.short && strings.EqualFold(cell, "n/a") { // how LimeSurvey writes that nothing was answered
		cell = ""
	}
	return cell, at, true
}

// long reads a text of at most so many characters.
func (f *surveyFile) long(s *surveyQuestion, p form.Part, most int) (string, diag.Place, bool) {
	text, at, ok := f.part(s, p)
	if len(text) > most && len([]rune(text)) > most {
		f.cells.add(ruleLong.At(at).About(s.q.node.ID + " " + string(p)).Allows(strconv.Itoa(most)))
		return "", at, false
	}
	return strings.Clone(text), at, ok
}

// answerOf reads one question of a submission. What nobody said anything about is passed over.
func (f *surveyFile) answerOf(s *surveyQuestion, a Answer, who *agency.Agency, ok bool, yield yieldAnswer) bool {
	c := f.cells
	a.Indicator = s.q.node.ID
	cell, at, fine := f.raw(s)
	a.Place = at
	item, itemAt, okItem := f.long(s, form.Item, MaxItem)
	note, noteAt, okNote := f.long(s, form.Note, MaxText)
	shown, shownAt, okShown := f.long(s, form.Evidence, MaxText)
	if a.Place == (diag.Place{}) {
		a.Place = firstPlace(noteAt, shownAt, itemAt, f.t.Place(f.row.Line, 0))
	}
	ok = ok && fine && okItem && okNote
	if item != "" && s.q.node.Repeats == "" {
		c.add(ruleItem.At(itemAt).About(a.Indicator).Saw(item))
		ok = false
	}
	if _, listed := c.at["item"]; listed && item == "" { // a table with a row for each service names it once
		if item, okItem = c.item(f.row); item != "" && s.q.node.Repeats == "" && cell != "" {
			c.add(ruleItem.At(c.place(f.row, "item")).About(a.Indicator).Saw(item))
			ok = false
		}
		if s.q.node.Repeats == "" {
			item = ""
		}
		ok = ok && okItem
	}
	says := cell != "" || note != ""
	if s.slot > 0 && item == "" && (says || shown != "") {
		item = strconv.Itoa(s.slot)
		c.add(ruleResponseItem.At(a.Place).About(a.Indicator).Saw(item))
	}
	a.Item, a.Note = c.intern(item), note
	if okShown {
		f.show(s, shown, shownAt, &a, who, ok)
	}
	if !says {
		return f.flush(yield)
	}
	if cell != "" {
		v, rule, read := f.value(s, cell, a.Respondent != "")
		if rule.Code != "" {
			d := rule.At(a.Place).About(a.Indicator).Saw(cell).Allows(s.q.allowed + allowedBeside)
			if !read {
				d.Mend(c.mendedValue(s.q, cell, a.Respondent != ""))
			}
			c.add(d)
		}
		a.Claim, ok = v, ok && read
	}
	return f.emit(s.q, &a, who, ok, yield)
}

func firstPlace(places ...diag.Place) diag.Place {
	for _, p := range places {
		if p != (diag.Place{}) {
			return p
		}
	}
	return diag.Place{}
}

// raw gives the answer to a question as one cell of a table would hold it, from whichever columns the tool spread it
// over, and where it stands.
func (f *surveyFile) raw(s *surveyQuestion) (cell string, at diag.Place, ok bool) {
	cell, at, ok = f.part(s, form.Value)
	if cell == "" && len(s.options) > 0 && ok {
		cell, at, ok = f.chosenOptions(s)
	}
	if s.q.node.Asked() == rubric.Ratio {
		over, overAt, okOver := f.part(s, form.Numerator)
		under, underAt, okUnder := f.part(s, form.Denominator)
		ok = ok && okOver && okUnder
		switch {
		case over != "" && under != "":
			cell, at = over+"/"+under, overAt
		case over != "" || under != "":
			missing := underAt
			if over == "" {
				missing = overAt
			}
			f.cells.add(ruleHalfRatio.At(firstPlace(missing, overAt, underAt)).About(s.q.node.ID).Saw(over + "/" + under))
			cell, at = "", firstPlace(overAt, underAt)
		}
	}
	if special, specialAt, okSpecial := f.part(s, form.Special); cell == "" && special != "" {
		return special, specialAt, ok && okSpecial
	}
	return cell, at, ok
}

// chosenOptions joins what was ticked in the columns of a multiple choice. Where nothing was ticked nothing was
// answered: the tools write the same zeros for both.
func (f *surveyFile) chosenOptions(s *surveyQuestion) (cell string, at diag.Place, ok bool) {
	ok = true
	var codes []string
	for _, o := range s.options {
		here := f.t.Place(f.row.Line, o.at)
		at = firstPlace(at, here)
		if !f.trusted(f.row, o.at) {
			ok = false
			continue
		}
		switch strings.ToLower(strings.TrimSpace(f.row.Cells[o.at])) {
		case "", "0", "false", "n", "no", "tidak", "n/a":
		case "1", "true", "y", "yes", "ya":
			codes = append(codes, o.code)
		default:
			// Some tools repeat the option's own label in its column.
			if c := form.Chosen(s.choices, f.row.Cells[o.at]); c == nil || c.Code != o.code {
				f.cells.add(ruleYesNo.At(here).About(s.q.node.ID).Saw(strings.TrimSpace(f.row.Cells[o.at])).Allows("1, 0"))
				ok = false
				continue
			}
			codes = append(codes, o.code)
		}
	}
	return strings.Join(codes, ";"), at, ok
}

// show reads the evidence beside an answer: one item a line.
func (f *surveyFile) show(s *surveyQuestion, shown string, at diag.Place, a *Answer, who *agency.Agency, ok bool) {
	said, saidAt, readable := f.part(s, form.Status)
	if shown == "" || !readable || who == nil || (f.cells.agencies != nil && !s.q.node.Applies(who.Columns)) {
		return
	}
	status := examined // it was handed in to be looked at
	if said != "" {
		known := false
		if status, known = statuses[strings.ToLower(said)]; !known {
			f.cells.add(ruleStatus.At(saidAt).Saw(said).Allows(strings.Join(EvidenceStates, ", ")).Near(nearest.Of(said, EvidenceStates)))
			return
		}
	}
	// Only an assessor accepts; whoever claims the level cannot accept the proof of it.
	if status == accepted {
		f.cells.add(ruleResponseAccepted.At(saidAt).About(a.Indicator).Saw(said).Allows(examined))
		status = examined
	}
	var items []Evidence
	for _, line := range evidenceLines(shown) {
		e := Evidence{Agency: a.Agency, Indicator: a.Indicator, Item: a.Item, Level: math.NaN(), Status: status, Place: at}
		e.Title, e.Link = titleAndLink(line)
		if !isLink(e.Link) {
			f.cells.add(ruleLink.At(at).Saw(e.Link).Allows("https://…, http://…, bukti/sk.pdf"))
			return
		}
		items = append(items, e)
	}
	if ok {
		f.prove(items, a)
	}
}

// prove keeps items of evidence; those of an earlier submission by the same respondent give way.
func (f *surveyFile) prove(items []Evidence, a *Answer) {
	key := shownKey{a.Agency, a.Respondent, a.Role, a.Indicator, a.Item}
	before, again := f.shown[key]
	if again && before.submitted.After(a.Submitted) {
		return
	}
	if again && !before.submitted.IsZero() && !a.Submitted.IsZero() {
		for i := before.from; i < before.to; i++ {
			f.dropped[i] = true
		}
	}
	f.shown[key] = shownSpan{a.Submitted, len(f.proofs), len(f.proofs) + len(items)}
	f.proofs = append(f.proofs, items...)
	f.dropped = append(f.dropped, make([]bool, len(items))...)
}
