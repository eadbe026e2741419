package questionnaire

import (
	"slices"
	"strconv"
	"strings"

	"siap/internal/diag"
	"siap/internal/table"
	"siap/internal/workbook"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/book"
)

// headFields are the fields that a form has once.
var headFields = []string{form.AgencyField, form.RespondentField, form.RoleField, book.SubmittedField}

// bookLine is the row of a table that the cells of one question make, wherever they stand.
type bookLine struct {
	file  *bookFile
	cells [lineWidth]string
	at    [lineWidth]diag.Place
}

// The columns of a bookLine.
const (
	lineAgency = iota
	lineRespondent
	lineRole
	lineSubmitted
	lineItem
	lineNote
	lineEvidence
	lineStatus
	lineRecommendation
	lineResponsible
	lineDue
	lineWidth
)

var bookColumns = map[string]int{
	"agency": lineAgency, "respondent": lineRespondent, "role": lineRole, "submitted": lineSubmitted,
	"item": lineItem, "note": lineNote, "evidence": lineEvidence, "status": lineStatus, "recommendation": lineRecommendation,
	"responsible": lineResponsible, "due": lineDue,
}

// place implements the place of a loose table.
func (l *bookLine) place(_, column int) diag.Place {
	if column >= 0 && column < lineWidth {
		return l.at[column]
	}
	return diag.Place{File: l.file.src.Name}
}

func (l *bookLine) row() table.Row { return table.Row{Cells: l.cells[:]} }

func (l *bookLine) set(column int, text string, at diag.Place) {
	l.cells[column], l.at[column] = text, at
}

// bookHead is what all answers of one form share.
type bookHead struct {
	common Answer
	who    *agency.Agency
	fine   bool
}

// head reads the fields that a form has once.
func (f *bookFile) head(unit int, sheets []*bookSheet) bookHead {
	u := f.m.Units[unit-1]
	f.line.cells = [lineWidth]string{}
	for i := range f.line.at {
		f.line.at[i] = diag.Place{File: f.src.Name, Sheet: book.MachineSheet}
	}
	f.line.cells[lineAgency], f.line.cells[lineRole] = u.Agency, u.Role
	fine := true
	for _, s := range sheets {
		if s == nil {
			continue
		}
		for i := range s.m.Rows {
			m := &s.m.Rows[i]
			column := slices.Index(headFields, m.Code)
			if m.Unit != unit || column < 0 || s.rows[i] == nil {
				continue
			}
			cell, at, ok := f.cell(s, s.rows[i], partValue)
			fine = fine && ok
			text := cell.text
			if code := chosenEntry(m.Choices, text); code != "" {
				text = code
			}
			f.line.set(column, text, at)
		}
	}
	c := f.rows.cells
	if f.line.cells[lineAgency] == "" && len(f.m.Units) == 1 && f.line.at[lineAgency].Sheet == book.MachineSheet {
		f.line.at[lineAgency] = diag.Place{File: f.src.Name}
	}
	h := bookHead{common: Answer{Visibility: Internal}}
	zone := agency.WIB
	row := f.line.row()
	if h.who = c.agency(row); h.who != nil {
		h.common.Agency, zone = h.who.ID, h.who.Zone
	}
	var one, two, three bool
	h.common.Respondent, one = c.respondent(row)
	h.common.Role, two = c.role(row)
	h.common.Submitted, three = c.date(row, "submitted", zone)
	h.fine = fine && h.who != nil && one && two && three
	return h
}

// chosenEntry gives the code of the entry whose label a cell holds; "" where none is meant.
func chosenEntry(entries []book.Entry, text string) string {
	for _, e := range entries {
		if text == e.Label {
			return e.Code
		}
	}
	folded := form.Fold(text)
	for _, e := range entries {
		if folded != "" && folded == form.Fold(e.Label) {
			return e.Code
		}
	}
	return ""
}

// cell gives one cell of a row, with what a repair says instead of what stands there. It reports false, and says why,
// where nothing may be read from it.
func (f *bookFile) cell(s *bookSheet, r *bookRow, part int) (bookCell, diag.Place, bool) {
	column := s.columns[part]
	at := f.place(s.sheet, column, r.number)
	if column == 0 {
		return bookCell{}, at, true
	}
	cell := r.cells[part]
	if value, mended := f.src.Repairs[at.Spot()]; mended && len(f.src.Repairs) > 0 {
		f.rows.t.Repaired++
		return bookCell{text: strings.TrimSpace(value), kind: workbook.Text}, at, true
	}
	if len(s.sheet.Merged) > 0 {
		if merged := s.merged(column, r.number); merged != "" {
			f.rows.cells.add(ruleBookMerged.At(at).Saw(merged))
			return bookCell{}, at, false
		}
	}
	if cell.formula {
		f.rows.cells.add(ruleBookFormula.At(at).Saw(cell.text))
		return bookCell{}, at, false
	}
	return cell, at, true
}

// answers yields the answers of a sheet.
func (f *bookFile) answers(s *bookSheet, heads []bookHead, yield yieldAnswer) bool {
	for i := 0; i < len(s.rows); i++ {
		m := &s.m.Rows[i]
		if slices.Contains(headFields, m.Code) || strings.Contains(m.Code, book.OptionMark) {
			continue
		}
		// The options of a multiple choice stand behind it.
		options := i + 1
		for options < len(s.m.Rows) && strings.HasPrefix(s.m.Rows[options].Code, m.Code+book.OptionMark) {
			options++
		}
		if s.rows[i] != nil && !f.question(s, i, options, &heads[m.Unit-1], yield) {
			return false
		}
	}
	return true
}

// question yields the answer of one row; the rows up to options belong to it.
func (f *bookFile) question(s *bookSheet, i, options int, h *bookHead, yield yieldAnswer) bool {
	c, m, r := f.rows.cells, &s.m.Rows[i], s.rows[i]
	field, known := f.known.fields[m.Code]
	if !known {
		_, at, _ := f.cell(s, &bookRow{number: r.number}, partValue)
		f.rows.summary.LeftOut++
		c.add(ruleBookVanished.At(at).About(m.Code).Saw(f.m.Version).Allows(c.rubric.Version))
		return f.rows.flush(yield)
	}
	q := c.questions[field.Node.ID]
	a := h.common
	a.Indicator = field.Node.ID
	ok := h.fine
	text := func(part int) (string, diag.Place) {
		cell, at, fine := f.cell(s, r, part)
		ok = ok && fine
		if cell.kind == workbook.Number && f.isDate(cell) {
			cell.text, fine = f.dateText(cell.text)
			ok = ok && fine
		}
		return cell.text, at
	}
	var note, item string
	note, f.line.at[lineNote] = text(partNote)
	item, f.line.at[lineItem] = text(partItem)
	f.line.cells[lineNote], f.line.cells[lineItem] = note, item
	row := f.line.row()
	var fine bool
	a.Note, fine = c.text(row, "note")
	ok = ok && fine
	a.Item, fine = c.item(row)
	ok = ok && fine

	value, at, fine := f.value(s, r, m, q, partValue)
	a.Place, ok = at, ok && fine
	if options > i+1 {
		value, fine = f.ticked(s, i, options, value, at)
		ok = ok && fine
	}
	assessed, assessedAt, fine := f.value(s, r, m, q, partAssessed)
	ok = ok && fine
	if field.Slot > 0 && value == "" && assessed == "" && f.blank(r) {
		return f.rows.flush(yield) // a row for one more service that the agency does not have
	}
	if field.Slot > 0 && a.Item == "" {
		a.Item = strconv.Itoa(field.Slot)
		c.add(ruleResponseItem.At(f.line.at[lineItem]).About(q.node.ID).Saw(a.Item))
	}
	if ok {
		a.Claim, fine = f.rows.answer(q, value, at, a.Respondent != "")
		ok = fine
		a.Assessed, fine = f.rows.answer(q, assessed, assessedAt, false)
		ok = ok && fine
	}
	f.proof(s, r, q, &a, h, ok)
	return f.rows.emit(q, &a, h.who, ok, yield)
}

// blank reports whether nothing at all was filled in.
func (f *bookFile) blank(r *bookRow) bool {
	for _, c := range r.cells {
		if c.text != "" || c.formula {
			return false
		}
	}
	return true
}

// value reads the cell of an answer as the text that the rules of tables understand: a code for what was chosen.
func (f *bookFile) value(s *bookSheet, r *bookRow, m *book.Row, q *question, part int) (string, diag.Place, bool) {
	cell, at, ok := f.cell(s, r, part)
	if !ok || cell.text == "" {
		return "", at, ok
	}
	kind := q.node.Asked()
	if cell.kind == workbook.Number {
		switch {
		case kind == rubric.Date:
			return cell.text, at, true
		case f.isDate(cell):
			seen, _ := f.dateText(cell.text)
			f.rows.cells.add(ruleBookDate.At(at).About(q.node.ID).Saw(seen).Allows(q.allowed))
			return "", at, false
		case strings.Contains(f.book.Format(cell.style), "%"):
			// What is seen as 40% is stored as 0.4.
			if x, isNumber := table.Number(cell.text, false); isNumber {
				return table.ShortNumber(formatNumber(x*100)) + "%", at, true
			}
		}
		return cell.text, at, true
	}
	return f.known.chosen(q.node, m.Choices, cell.text), at, true
}

// leadingLevel gives the level that a label begins with: "3 – lengkap".
func leadingLevel(n *rubric.Node, text string) (string, bool) {
	level, _, labelled := strings.Cut(text, " – ")
	if !labelled || n.Asked() != rubric.Levels {
		return "", false
	}
	_, isNumber := table.Number(level, false)
	return level, isNumber
}

// ticked joins the options of a multiple choice that were answered with yes.
func (f *bookFile) ticked(s *bookSheet, i, options int, value string, at diag.Place) (string, bool) {
	var chosen []string
	answered, ok := false, true
	for k := i + 1; k < options; k++ {
		r, m := s.rows[k], &s.m.Rows[k]
		if r == nil {
			ok = false
			continue
		}
		cell, where, fine := f.cell(s, r, partValue)
		ok = ok && fine
		if cell.text == "" {
			continue
		}
		word := cell.text
		if code := chosenEntry(m.Choices, word); code != "" {
			word = code
		}
		v, _, fine := f.rows.cells.yesNo(nil, word)
		if fine = fine || word == "✓" || word == "x" || word == "v"; !fine {
			_, option, _ := strings.Cut(m.Code, book.OptionMark)
			f.rows.cells.add(ruleYesNo.At(where).About(option).Saw(cell.text).Allows("ya, tidak"))
			ok = false
			continue
		}
		answered = true
		if v.Number == 1 || v.State != Known {
			_, option, _ := strings.Cut(m.Code, book.OptionMark)
			chosen = append(chosen, option)
		}
	}
	switch {
	case len(chosen) > 0 && value != "":
		f.rows.cells.add(ruleBookBoth.At(at).Saw(value).Allows(strings.Join(chosen, ", ")))
		return "", false
	case len(chosen) > 0:
		return strings.Join(chosen, ";"), ok
	case answered && value == "":
		return book.None, ok
	}
	return value, ok
}

// isDate reports whether a number is shown as a date.
func (f *bookFile) isDate(c bookCell) bool {
	format := strings.ToLower(f.book.Format(c.style))
	// Words in quotes and colours in brackets are no part of the date.
	for _, quotes := range []string{`""`, "[]"} {
		for {
			from := strings.IndexByte(format, quotes[0])
			if from < 0 {
				break
			}
			to := strings.IndexByte(format[from+1:], quotes[1])
			if to < 0 {
				break
			}
			format = format[:from] + format[from+to+2:]
		}
	}
	return format != "general" && strings.ContainsAny(format, "dy") || strings.Contains(format, "mm") || strings.Contains(format, "hh")
}

// dateText writes the number of a date as people read it.
func (f *bookFile) dateText(cell string) (string, bool) {
	t, ok := f.rows.t.Date(cell)
	if !ok {
		return cell, false
	}
	return t.Format("2006-01-02"), true
}
