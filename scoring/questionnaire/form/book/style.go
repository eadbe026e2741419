package book

import "github.com/xuri/excelize/v2"

// look is what a cell looks like.
type look uint8

const (
	plainLook      look = iota
	title               // of a sheet
	subtitle            // below it
	hint                // a line of advice
	heading             // above a part of the cover
	header              // of a column
	sectionBand         // a dimension inside a sheet
	band                // an aspect inside a dimension
	body                // a text beside a question
	centred             // a number beside a question
	label               // before an input
	rightLabel          // before an input beside questions
	count               // how many are answered
	bar                 // the same, drawn
	link                // to another sheet
	off                 // no cell for this question
	inputText           // takes any text as it is typed
	inputPick           // takes a choice or a number
	inputDate           // takes a date
	sample              // looks like an input and is none
	assessorSample      // the same for assessors
)

// forAssessors is added to the look of an input that assessors fill in.
const forAssessors look = 100

// The colours of what assessors fill in.
const (
	green, greenRule = "E6F2E4", "6E9E68"
)

// The colours: those of the reports, and yellow for what is to be filled in.
const (
	ink, soft, accent, wash, rule, white = "1F2933", "5F6B7A", "124E78", "E3EEF3", "C5CDD6", "FFFFFF"
	pale, yellow, yellowRule             = "F3F6F9", "FFF8D6", "B89B2E"
)

// style is a look with a number format; "" is the look's own.
type style struct {
	look   look
	format string
}

// The number formats that excelize knows by number, and our own for dates.
const (
	formatText = 49
	formatDate = "yyyy-mm-dd"
)

// of gives the number of a style in the workbook.
func (b *builder) of(s style) int {
	if id, known := b.styles[s]; known {
		return id
	}
	x := s.look.style()
	if s.format != "" {
		x.CustomNumFmt = &s.format
	}
	id, err := b.x.NewStyle(x)
	b.try(err)
	b.styles[s] = id
	return id
}

func (l look) style() *excelize.Style {
	font := &excelize.Font{Family: fontName, Size: fontSize, Color: ink}
	s := &excelize.Style{Font: font, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
	boxed := func(colour string) {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: colour, Style: 1})
		}
	}
	indented := func() { s.Alignment.Horizontal, s.Alignment.Indent = "left", 1 }
	filled := func(colour string) { s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}} }
	fill, edge := yellow, yellowRule
	input := func() {
		indented()
		filled(fill)
		boxed(edge)
		s.Protection = &excelize.Protection{Locked: false}
	}
	if l >= forAssessors {
		l, fill, edge = l-forAssessors, green, greenRule
	}
	switch l {
	case title:
		font.Size, font.Bold, font.Color = 16, true, accent
		s.Alignment = &excelize.Alignment{Vertical: "center"}
	case subtitle:
		font.Color = soft
		s.Alignment = &excelize.Alignment{Vertical: "center"}
	case hint:
		indented()
		font.Color = soft
	case heading:
		font.Size, font.Bold, font.Color = 12, true, accent
		s.Border = []excelize.Border{{Type: "bottom", Color: accent, Style: 1}}
		s.Alignment = &excelize.Alignment{Vertical: "center"}
	case header:
		indented()
		font.Bold, font.Color = true, white
		filled(accent)
		boxed(rule)
		s.Alignment.Vertical = "center"
	case sectionBand:
		font.Bold, font.Color, font.Size = true, white, 12
		filled(soft)
		s.Alignment = &excelize.Alignment{Vertical: "center"}
	case band:
		font.Bold, font.Color = true, accent
		filled(wash)
		s.Alignment = &excelize.Alignment{Vertical: "center"}
	case body:
		indented()
		boxed(rule)
	case centred:
		boxed(rule)
		font.Color = soft
		s.Alignment.Horizontal = "center"
	case label:
		font.Bold = true
	case rightLabel:
		font.Bold = true
		s.Alignment.Horizontal, s.Alignment.Indent = "right", 1
	case count:
		boxed(rule)
		s.Alignment = &excelize.Alignment{Vertical: "center", Horizontal: "center"}
	case bar:
		indented()
		filled(pale)
		boxed(rule)
		font.Color = accent
		s.Alignment.Vertical, s.Alignment.WrapText = "center", false
	case link:
		indented()
		boxed(rule)
		font.Color, font.Underline = accent, "single"
		s.Alignment.Vertical = "center"
	case off:
		boxed(rule)
		filled(pale)
	case sample, assessorSample:
		if l == assessorSample {
			fill, edge = green, greenRule
		}
		input()
		s.Protection = nil
	case inputText:
		input()
		s.NumFmt = formatText
	case inputPick:
		input()
	case inputDate:
		input()
		date := formatDate
		s.CustomNumFmt = &date
	}
	return s
}
