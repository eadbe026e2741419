package paper

import (
	"math"
	"strings"

	"siap/internal/l10n"
	"siap/internal/pdfdoc"
	"siap/rubric"
	"siap/scoring/questionnaire/form"
)

// numberStyle is how the number of a question looks.
var numberStyle = pdfdoc.Style{Size: 10, Bold: true, Ink: pdfdoc.Accent}

// numbers gives where questions begin, so that the widest number has room at their left, within reason.
func (s *setter) numbers() float64 {
	wide := 6.0
	for q := range s.f.All() {
		wide = max(wide, s.d.TextWidth(q.Number, numberStyle))
	}
	return pdfdoc.Left + min(wide, 22) + 2.5
}

// question sets one question; of one that repeats all its slots.
func (s *setter) question(slots []form.Question, level int) {
	q := slots[0]
	s.d.Heading(pdfdoc.Heading{
		Level: 3, Bookmark: l10n.Join(" ", q.Number, s.text(q.Node.Title)), BookmarkLevel: level,
	})
	for _, unit := range s.units(slots) {
		s.place(unit)
	}
}

// units gives what of a question stands on one page each: all of it, or, of one that repeats, the question with its
// answers described once, and every slot.
func (s *setter) units(slots []form.Question) [][]element {
	q := slots[0]
	if q.Slot == 0 {
		return [][]element{append(append([]element{s.asked(q)}, s.answers(q)...), s.beside())}
	}
	head := []element{s.asked(q)}
	inRow := q.Node.Asked() == rubric.Levels
	if inRow {
		head = append(head, s.described(q, false)...)
	}
	units := [][]element{head}
	for i, slot := range slots {
		unit := []element{append(element{gap(1.5)}, s.slot(i+1, len(slots), slot)...)}
		if inRow {
			unit = append(unit, s.levels(slot))
		} else {
			unit = append(unit, s.answers(slot)...)
		}
		units = append(units, append(unit, s.beside()))
	}
	return units
}

// asked sets the number, the title, the question and what explains it.
func (s *setter) asked(q form.Question) element {
	n := q.Node
	code := q.Field(form.Value).Code()
	if q.Slot > 0 {
		code = n.ID
	}
	title := pdfdoc.Style{Size: 10, Bold: true, Ink: pdfdoc.Black}
	codeWidth := min(s.d.TextWidth(code, small), s.width*0.4)
	e := element{{2.6, func(y float64) {
		s.d.Line(pdfdoc.Left, y+1, pdfdoc.Right, y+1, pdfdoc.Stroke{Ink: pdfdoc.Rule, Width: 0.2})
	}}}
	heading := s.lines(s.x, s.width-codeWidth-3, s.text(n.Title), title)
	if len(heading) == 0 {
		heading = element{gap(title.Leading())}
	}
	first := heading[0]
	heading[0].draw = func(y float64) {
		s.d.Label(pdfdoc.Left, y+title.Leading()*baseline, s.x-pdfdoc.Left-1, q.Number, numberStyle, pdfdoc.AlignLeft)
		s.d.Label(pdfdoc.Right, y+title.Leading()*baseline, codeWidth+0.1, code, small, pdfdoc.AlignRight)
		first.draw(y)
	}
	e = append(e, heading...)
	if question := s.text(n.Question); question != s.text(n.Title) {
		e = append(e, s.lines(s.x, s.width, question, plain)...)
	}
	e = append(e, s.lines(s.x, s.width, s.text(n.Description), small)...)
	if x := n.External; x != nil {
		index := s.text(x.Index)
		if x.Steward != "" {
			index += " (" + x.Steward + ")"
		}
		e = append(e, s.lines(s.x, s.width, s.t("external", "index", index), small)...)
	}
	if proof := s.text(n.Evidence); proof != "" {
		e = append(e, s.lines(s.x, s.width, s.t("example", "text", proof), small)...)
	}
	return append(e, gap(1.4))
}

// answers sets what may be answered, n/a and don't know last.
func (s *setter) answers(q form.Question) []element {
	n := q.Node
	var out []element
	switch n.Asked() {
	case rubric.Levels, rubric.Choice, rubric.Multiple:
		if n.Asked() == rubric.Multiple {
			out = append(out, append(s.lines(s.x, s.width, s.t("multiple"), small), gap(0.8)))
		}
		out = append(out, s.described(q, true)...)
	case rubric.YesNo:
		var labels []string
		for _, c := range q.Choices {
			labels = append(labels, s.text(c.Text))
		}
		return append(out, s.row("", labels))
	case rubric.Percentage:
		out = append(out, s.enter(34, "% "+s.limits(n)))
	case rubric.Ratio:
		over, under := s.t("numerator"), s.t("denominator")
		if n.Answer != nil {
			over, under = or(s.text(n.Answer.Numerator), over), or(s.text(n.Answer.Denominator), under)
		}
		out = append(out, append(s.enter(50, over), s.enter(50, s.t("of", "whole", under))...))
	case rubric.Date:
		out = append(out, s.day())
	default:
		out = append(out, s.enter(50, l10n.Join(" ", n.Unit, s.limits(n))))
	}
	special := s.specials()
	if n.Asked() == rubric.Multiple {
		special = append([]string{s.t("none")}, special...)
	}
	return append(out, append(element{gap(0.8)}, s.row("", special)...))
}

// specials are the labels of n/a and don't know.
func (s *setter) specials() []string {
	var labels []string
	for _, c := range form.Specials() {
		labels = append(labels, s.text(c.Text))
	}
	return labels
}

// described sets the answers one may choose, each with its text, but n/a and don't know.
func (s *setter) described(q form.Question, boxes bool) []element {
	proof := map[string]string{}
	for _, l := range q.Node.Levels {
		if text := s.text(l.Evidence); text != "" {
			proof[form.LevelCode(l.Level)] = s.t("proof", "text", text)
		}
	}
	var options []option
	codes := 0.0
	for _, c := range q.Choices {
		if c.Special {
			continue
		}
		o := option{text: s.text(c.Text)}
		if q.Node.Asked() == rubric.Levels {
			o.code, o.about = s.level(c.Code), proof[c.Code]
			codes = max(codes, s.d.TextWidth(o.code, bold))
		}
		options = append(options, o)
	}
	var out []element
	for _, o := range options {
		out = append(out, s.option(o, codes, boxes))
	}
	return out
}

// slot sets the head of one slot: its number and a line for the name of what it is about.
func (s *setter) slot(number, of int, q form.Question) element {
	label := s.t("slot", "slot", number, "slots", of)
	e := s.write(s.x+2, label, 1)
	code := q.Field(form.Value).Code()
	first := e[0]
	e[0].draw = func(y float64) {
		s.d.FillRect(s.x, y, s.width, line+0.5, pdfdoc.Pale)
		s.d.Label(pdfdoc.Right, y+2.8, s.width*0.4, code, pdfdoc.Style{Size: 6.5, Ink: pdfdoc.Grey}, pdfdoc.AlignRight)
		first.draw(y)
	}
	return append(e, gap(1.8))
}

// levels sets the levels of a slot in one row, for they were described above, with n/a and don't know.
func (s *setter) levels(q form.Question) element {
	var labels []string
	for _, c := range q.Choices {
		if c.Special {
			labels = append(labels, s.text(c.Text))
		} else {
			labels = append(labels, s.level(c.Code))
		}
	}
	return s.row(s.t("level"), labels)
}

// beside sets the lines for evidence and a note.
func (s *setter) beside() element {
	e := append(s.write(s.x, s.t("evidence"), s.room.evidence), s.write(s.x, s.t("note"), s.room.note)...)
	return append(e, gap(2.5))
}

// limits says between which numbers an answer lies; "" where there is no end.
func (s *setter) limits(n *rubric.Node) string {
	low, high := form.Limits(n)
	switch {
	case math.IsInf(low, -1) && math.IsInf(high, 1):
		return ""
	case math.IsInf(low, -1):
		return s.t("at_most", "high", s.number(high))
	case math.IsInf(high, 1):
		return s.t("at_least", "low", s.number(low))
	}
	return s.t("between", "low", s.number(low), "high", s.number(high))
}

// number writes a number with as many decimals as it has.
func (s *setter) number(x float64) string {
	_, decimals, _ := strings.Cut(form.LevelCode(x), ".")
	return s.p.Number(x, len(decimals))
}

// level writes the code of a level as people write it, with the decimal mark of their language.
func (s *setter) level(code string) string {
	if s.p.Lang() == "en" {
		return code
	}
	return strings.Replace(code, ".", ",", 1)
}

// or gives the text, and the other one where it is empty.
func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
