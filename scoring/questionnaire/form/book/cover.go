package book

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// ownField is one field that a form has once.
type ownField struct {
	code, label, hint string
	look              look
	list              string
	choices           []Entry
}

// ownFields are the fields of a form's head: whose answers these are, where that is not settled, and when they were given.
func (b *builder) ownFields(f *form.Form) []ownField {
	var fields []ownField
	add := func(code, label string, l look, choices []Entry) {
		field := ownField{code: code, label: label, hint: b.text("own." + code), look: l, choices: choices}
		if len(choices) > 0 {
			field.list = b.list(choices)
		}
		fields = append(fields, field)
	}
	if f.Agency == nil {
		var entries []Entry
		for _, a := range b.o.Agencies {
			entries = append(entries, Entry{a.ID, plain(shorten(a.ID+" – "+safetext.Line(a.Name), labelLimit))})
		}
		look := inputText
		if len(entries) > 0 {
			look = inputPick
		}
		add(form.AgencyField, form.OwnLabel(form.AgencyField, b.lang()), look, entries)
	}
	add(form.RespondentField, form.OwnLabel(form.RespondentField, b.lang()), inputText, nil)
	if f.Role == "" && len(f.Rubric.Roles) > 0 {
		var entries []Entry
		for _, r := range f.Rubric.Roles {
			entries = append(entries, Entry{r.ID, plain(shorten(safetext.Line(r.Title.In(b.lang())), labelLimit))})
		}
		add(form.RoleField, form.OwnLabel(form.RoleField, b.lang()), inputPick, entries)
	}
	add(SubmittedField, b.text("submitted"), inputDate, nil)
	return fields
}

// The columns of the cover: the hidden codes, what a line is about, what stands or is written there, and advice.
const (
	coverLabel, coverValue, coverHint = 2, 3, 4

	coverLabelWidth, coverValueWidth, coverHintWidth = 34.0, 30.0, 56.0
)

// cover writes the cover of a workbook with one form.
func (b *builder) cover(p *page, unit int, f *form.Form, sheets []*page) {
	p.coverTop(f.Rubric)
	p.part(b.text("who"))
	if f.Agency != nil {
		p.fact(form.OwnLabel(form.AgencyField, b.lang()), b.agencyName(f.Agency))
	}
	if role := f.Rubric.Role(f.Role); role != nil {
		p.fact(form.OwnLabel(form.RoleField, b.lang()), safetext.Line(role.Title.In(b.lang())))
	}
	for _, field := range b.ownFields(f) {
		p.put(coverLabel, p.row, field.label, label)
		p.input(coverValue, p.row, field.look, field.list)
		p.put(coverHint, p.row, field.hint, hint)
		p.code(unit, field.code, field.choices)
		p.high(p.row, height(max(1, lines(field.hint, coverHintWidth))))
		p.row++
	}
	p.sender()
	p.instructions([]*form.Form{f}, false)
	p.progress(b.text("progress.sheet"), sheets, func(i int) string { return f.Sections[i].Node.Title.In(b.lang()) })
	p.coverEnd()
}

// register writes the cover of a workbook for several agencies.
func (b *builder) register(p *page, forms []*form.Form, sheets []*page) {
	p.coverTop(forms[0].Rubric)
	p.sender()
	p.instructions(forms, true)
	p.progress(b.text("progress.agency"), sheets, func(i int) string { return b.agencyName(forms[i].Agency) })
	p.coverEnd()
}

// coverTop writes the title.
func (p *page) coverTop(r *rubric.Rubric) {
	b := p.b
	p.last = coverHint
	p.columns[form.Value] = coverValue
	p.put(coverValue, ColumnRow, PartName(form.Value), plainLook)
	p.columnRow()
	p.wide(coverLabel, coverLabelWidth)
	p.wide(coverValue, coverValueWidth)
	p.wide(coverHint, coverHintWidth)
	p.row = 1
	p.across(b.o.Title, title, 22, 1.7)
	p.row = 3
	p.across(b.text("rubric", "title", safetext.Line(r.Title.In(b.lang())), "id", r.ID, "version", r.Version), subtitle, 16, 1)
	if about := safetext.Line(r.Description.In(b.lang())); about != "" {
		p.across(about, subtitle, 0, 1)
	}
}

// across writes a text over the whole width; scale is how much larger than the body it is set.
func (p *page) across(text string, l look, least, scale float64) {
	b := p.b
	from, to := cell(coverLabel, p.row), cell(coverHint, p.row)
	wrapped := l.style()
	wrapped.Alignment.WrapText = true
	id, err := b.x.NewStyle(wrapped)
	b.try(err)
	b.try(b.x.SetCellStr(p.name, from, text))
	b.try(b.x.SetCellStyle(p.name, from, to, id))
	b.try(b.x.MergeCell(p.name, from, to))
	n := lines(text, (coverLabelWidth+coverValueWidth+coverHintWidth)/scale)
	p.high(p.row, max(least, min(float64(n)*lineHeight*scale+padding, maxHeight)))
	p.row++
}

// part begins a part of the cover.
func (p *page) part(text string) {
	p.high(p.row, 8)
	p.row++
	for column := coverLabel; column <= coverHint; column++ {
		p.styled(column, p.row, heading)
	}
	p.put(coverLabel, p.row, text, heading)
	p.high(p.row, 22)
	p.row++
}

// fact writes what is settled already.
func (p *page) fact(name, text string) {
	p.put(coverLabel, p.row, name, label)
	p.put(coverValue, p.row, text, plainLook)
	from, to := cell(coverValue, p.row), cell(coverHint, p.row)
	p.b.try(p.b.x.MergeCell(p.name, from, to))
	p.b.try(p.b.x.SetCellStyle(p.name, from, to, p.b.of(style{look: label})))
	p.high(p.row, height(lines(text, coverValueWidth+coverHintWidth)))
	p.row++
}

// sender leaves room for what whoever sends the workbook writes on it; none of it is read back.
func (p *page) sender() {
	p.part(p.b.text("sender"))
	for _, key := range []string{"deadline", "return"} {
		p.put(coverLabel, p.row, p.b.text(key), label)
		p.input(coverValue, p.row, inputText, "")
		p.put(coverHint, p.row, p.b.text(key+".hint"), hint)
		p.high(p.row, height(1))
		p.row++
	}
}

// instructions says how to fill in the workbook, as far as these forms need it.
func (p *page) instructions(forms []*form.Form, several bool) {
	b := p.b
	asks := map[rubric.AnswerKind]bool{}
	repeats := false
	for _, f := range forms {
		for kind := range kinds(f) {
			asks[kind] = true
		}
		for q := range f.All() {
			repeats = repeats || q.Slot > 0
		}
	}
	s := form.Specials()
	steps := []string{b.text("step.cells")}
	if several {
		steps = append(steps, b.text("step.agency"))
	} else {
		steps = append(steps, b.text("step.sheets"))
	}
	if asks[rubric.Levels] {
		steps = append(steps, b.text("step.levels"))
	}
	steps = append(steps, b.text("step.special", "na", s[0].Text.In(b.lang()), "dk", s[1].Text.In(b.lang())))
	if repeats {
		steps = append(steps, b.text("step.slots"))
	}
	steps = append(steps, b.text("step.evidence"))
	if b.o.Assessor {
		steps = append(steps, b.text("step.assessor"))
	}
	steps = append(steps, b.text("step.leave"), b.text("step.save"))
	p.part(b.text("how"))
	for i, step := range steps {
		p.across(strconv.Itoa(i+1)+".  "+step, plainLook, 0, 1)
	}
	p.put(coverLabel, p.row, b.text("legend.input"), sample)
	p.put(coverValue, p.row, b.text("legend.locked"), body)
	if b.o.Assessor {
		p.put(coverHint, p.row, b.text("legend.assessor"), assessorSample)
	}
	p.high(p.row, height(1))
	p.row++
}

// barSteps is how many blocks a full bar has.
const barSteps = 30

// progress counts what is answered, with a link to each sheet.
func (p *page) progress(what string, sheets []*page, name func(int) string) {
	b := p.b
	p.part(b.text("progress"))
	p.put(coverLabel, p.row, what, header)
	p.put(coverValue, p.row, b.text("progress.answered"), header)
	p.put(coverHint, p.row, b.text("progress.bar"), header)
	p.high(p.row, 20)
	p.row++
	first, total := p.row, 0
	for i, s := range sheets {
		text := safetext.Line(name(i))
		p.put(coverLabel, p.row, text, link)
		b.try(b.x.SetCellHyperLink(p.name, cell(coverLabel, p.row), quoted(s.name)+"!"+cell(s.number, 1), "Location"))
		formula := strings.Join(s.answered, "+")
		if formula == "" {
			formula = "0"
		}
		p.count(formula, s.total)
		total += s.total
		p.high(p.row, height(lines(text, coverLabelWidth)))
		p.row++
	}
	p.put(coverLabel, p.row, b.text("progress.all"), label)
	p.count("SUM("+cell(coverValue, first)+":"+cell(coverValue, p.row-1)+")", total)
	p.high(p.row, height(1))
	p.row++
}

// count writes a formula that counts, and draws it. The cached values are those of an empty form.
func (p *page) count(formula string, total int) {
	b := p.b
	at := cell(coverValue, p.row)
	word := strings.ReplaceAll(b.text("progress.of", "total", strconv.Itoa(total)), `"`, "")
	b.try(b.x.SetCellStyle(p.name, at, at, b.of(style{look: count, format: `0" ` + word + `"`})))
	b.try(b.x.SetCellDefault(p.name, at, "0"))
	b.try(b.x.SetCellFormula(p.name, at, formula))
	drawn := cell(coverHint, p.row)
	p.styled(coverHint, p.row, bar)
	b.try(b.x.SetCellFormula(p.name, drawn, `REPT("█",ROUND(`+strconv.Itoa(barSteps)+`*`+at+`/`+strconv.Itoa(max(total, 1))+`,0))`))
}

// coverEnd sets up the cover as a whole.
func (p *page) coverEnd() {
	b, x := p.b, p.b.x
	p.validate()
	b.try(x.SetColVisible(p.name, "A", false))
	b.try(x.SetSheetDimension(p.name, "A1:"+cell(p.last, p.row-1)))
	p.protect()
	gridless := false
	b.try(x.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &gridless}))
	p.print("portrait")
}
