package book

import (
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"siap/internal/safetext"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// ask writes the rows of one question, or of one of its slots.
func (p *page) ask(unit int, q form.Question) {
	b, n := p.b, q.Node
	number, asked := q.Number, p.questionRuns(q)
	if q.Slot > 0 {
		number += " (" + strconv.Itoa(q.Slot) + ")"
	}
	p.put(p.number, p.row, number, centred)
	p.rich(p.question, p.row, asked, body)

	entries := b.entries(q)
	list := ""
	if len(entries) > 0 {
		list = b.list(entries)
	}
	p.answer(p.columns[form.Value], q, list, 0)
	p.evidence()
	if column := p.columns[form.Item]; column > 0 {
		if q.Slot > 0 {
			p.input(column, p.row, inputText, "")
		} else {
			p.styled(column, p.row, off)
		}
	}
	if p.columns[Assessed] > 0 {
		p.assessor(q, list)
	}
	p.code(unit, q.Field(form.Value).Code(), entries)

	chunks := p.choiceRuns(q)
	need := lines(flat(asked), questionWidth)
	for i, chunk := range chunks {
		if i > 0 { // the descriptors go on in rows of their own where one row cannot be high enough
			p.row++
			for column := p.number; column <= p.last; column++ {
				p.styled(column, p.row, off)
			}
			need = 0
		}
		p.rich(p.choices, p.row, chunk, body)
		p.high(p.row, height(max(2, need, lines(flat(chunk), choicesWidth))))
	}
	if len(chunks) == 0 {
		p.styled(p.choices, p.row, body)
		p.high(p.row, height(max(2, need)))
	}
	p.row++
	if n.Asked() == rubric.Multiple {
		p.options(unit, q)
	}
}

// questionRuns is what is asked, with what usually proves it; a slot behind the first says only which it is.
func (p *page) questionRuns(q form.Question) []excelize.RichTextRun {
	b, n := p.b, q.Node
	grey := &excelize.Font{Family: fontName, Size: fontSize - 1, Color: soft}
	if q.Slot > 1 {
		return []excelize.RichTextRun{{Text: b.text("slot", "slot", strconv.Itoa(q.Slot)), Font: grey}}
	}
	text := n.Question.In(b.lang())
	if text == "" {
		text = n.Title.In(b.lang())
	}
	runs := []excelize.RichTextRun{{Text: safetext.Line(text)}}
	if proof := n.Evidence.In(b.lang()); proof != "" {
		runs = append(runs, excelize.RichTextRun{Text: "\n" + b.text("evidence.example", "text", safetext.Line(proof)), Font: grey})
	}
	return runs
}

// choiceRuns is what stands beside a question: the descriptors of its levels, its options, or how to write the answer. It comes
// in chunks that are not too high for a row.
func (p *page) choiceRuns(q form.Question) [][]excelize.RichTextRun {
	if q.Slot > 1 {
		return nil
	}
	b, n := p.b, q.Node
	strong := &excelize.Font{Family: fontName, Size: fontSize, Color: accent, Bold: true}
	var chunks [][]excelize.RichTextRun
	var chunk []excelize.RichTextRun
	used := 0
	add := func(lead, text string) {
		text = safetext.Line(text)
		need := lines(lead+text, choicesWidth)
		if used > 0 && height(used+need) >= maxHeight {
			chunks, chunk, used = append(chunks, chunk), nil, 0
		}
		if used > 0 {
			lead = "\n" + lead
		}
		used += need
		if lead != "" {
			chunk = append(chunk, excelize.RichTextRun{Text: lead, Font: strong})
		}
		chunk = append(chunk, excelize.RichTextRun{Text: text})
	}
	switch n.Asked() {
	case rubric.Levels:
		for _, l := range n.Levels {
			add(form.LevelCode(l.Level)+"  ", l.Text.In(b.lang()))
		}
	case rubric.Choice:
		for _, o := range n.Answer.Options {
			add("•  ", o.Text.In(b.lang()))
		}
	case rubric.YesNo:
		add("", b.text("ask.yes_no"))
	case rubric.Multiple:
		add("", b.text("ask.multiple"))
	case rubric.Number:
		add("", b.text("ask.number", "limits", p.limits(n)))
	case rubric.Percentage:
		add("", b.text("ask.percentage"))
	case rubric.Ratio:
		add("", b.text("ask.ratio"))
		if over, under := n.Answer.Numerator.In(b.lang()), n.Answer.Denominator.In(b.lang()); over != "" && under != "" {
			add("", b.text("ask.ratio.of", "over", over, "under", under))
		}
	case rubric.Date:
		add("", b.text("ask.date"))
	}
	if n.Asked() != rubric.Levels && n.Asked() != rubric.Choice && n.Asked() != rubric.YesNo && n.Asked() != rubric.Multiple {
		s := form.Specials()
		add("", b.text("ask.special", "na", s[0].Text.In(b.lang()), "dk", s[1].Text.In(b.lang())))
	}
	return append(chunks, chunk)
}

func flat(runs []excelize.RichTextRun) string {
	var s strings.Builder
	for _, r := range runs {
		s.WriteString(r.Text)
	}
	return s.String()
}

// limits says between which ends a number lies, and in which unit.
func (p *page) limits(n *rubric.Node) string {
	b := p.b
	low, high := form.Limits(n)
	text := ""
	switch {
	case !math.IsInf(low, 0) && !math.IsInf(high, 0):
		text = b.text("limits.both", "low", b.number(low), "high", b.number(high))
	case !math.IsInf(low, 0):
		text = b.text("limits.low", "low", b.number(low))
	case !math.IsInf(high, 0):
		text = b.text("limits.high", "high", b.number(high))
	}
	if unit := safetext.Line(n.Unit); unit != "" {
		text += " (" + unit + ")"
	}
	return text
}

// number writes a number with the language's decimal mark.
func (b *builder) number(x float64) string {
	text := form.LevelCode(x)
	if b.lang() == "id" {
		text = strings.ReplaceAll(text, ".", ",")
	}
	return text
}

// answer makes the cell of an answer; who is added to its look.
func (p *page) answer(column int, q form.Question, list string, who look) {
	if list != "" {
		p.input(column, p.row, inputPick+who, list)
		return
	}
	switch q.Node.Asked() {
	case rubric.Number:
		p.input(column, p.row, inputPick+who, numberRule+p.between(q.Node))
	case rubric.Date:
		p.input(column, p.row, inputDate+who, dateRule+special)
	case rubric.Ratio:
		// As text, for 12/40 would become a date and 40% the number 0.4.
		p.input(column, p.row, inputText+who, ratioRule)
	default:
		p.input(column, p.row, inputText+who, percentRule)
	}
}

// between writes the ends of a number for its validation.
func (p *page) between(n *rubric.Node) string {
	low, high := form.Limits(n)
	return strconv.FormatFloat(low, 'g', -1, 64) + ":" + strconv.FormatFloat(high, 'g', -1, 64)
}

// evidence makes the cells beside an answer.
func (p *page) evidence() {
	p.input(p.columns[form.Evidence], p.row, inputText, "")
	p.input(p.columns[form.Status], p.row, inputPick, p.b.list(p.b.statuses()))
	p.input(p.columns[form.Note], p.row, inputText, "")
}

// assessor makes the cells that assessors fill in.
func (p *page) assessor(q form.Question, list string) {
	n := q.Node
	switch n.Asked() {
	case rubric.Levels: // an assessor may say a decimal between two levels
		p.input(p.columns[Assessed], p.row, inputPick+forAssessors, numberRule+p.between(n))
	case rubric.Multiple:
		p.input(p.columns[Assessed], p.row, inputText+forAssessors, "")
	default:
		p.answer(p.columns[Assessed], q, list, forAssessors)
	}
	p.input(p.columns[Recommendation], p.row, inputText+forAssessors, "")
	p.input(p.columns[Responsible], p.row, inputText+forAssessors, "")
	p.input(p.columns[Due], p.row, inputDate+forAssessors, dateRule)
}

// options writes one row for each option of a multiple choice.
func (p *page) options(unit int, q form.Question) {
	b := p.b
	var ticks []Entry
	for _, c := range form.Choices(&rubric.Node{Answer: &rubric.Answer{Kind: rubric.YesNo}}) {
		if !c.Special {
			ticks = append(ticks, Entry{c.Code, c.Text.In(b.lang())})
		}
	}
	for _, o := range q.Node.Answer.Options {
		for column := p.number; column <= p.last; column++ {
			p.styled(column, p.row, off)
		}
		text := "•  " + safetext.Line(o.Text.In(b.lang()))
		p.put(p.choices, p.row, text, body)
		p.input(p.columns[form.Value], p.row, inputPick, b.list(ticks))
		p.code(unit, q.Field(form.Value).Code()+OptionMark+o.ID, ticks)
		p.high(p.row, height(lines(text, choicesWidth)))
		p.row++
	}
}

// OptionMark stands between the code of a multiple choice and that of one of its options.
const OptionMark = "/"

// None is the code for having chosen no option of a multiple choice.
const None = "none"

// entries is what the drop-down of a question offers; nil where something is written.
func (b *builder) entries(q form.Question) []Entry {
	choices := q.Choices
	var entries []Entry
	if q.Node.Asked() == rubric.Multiple { // its options have rows of their own
		entries = append(entries, Entry{None, b.text("none")})
		choices = form.Specials()
	}
	for i, label := range Labels(choices, b.lang()) {
		entries = append(entries, Entry{choices[i].Code, label})
	}
	return entries
}

// statuses are the states of evidence. Only an assessor can accept.
func (b *builder) statuses() []Entry {
	var entries []Entry
	for _, code := range []string{"belum", "draf", "proses", "revisi", "diterima"} {
		if code != "diterima" || b.o.Assessor {
			entries = append(entries, Entry{code, b.text("status." + code)})
		}
	}
	return entries
}
