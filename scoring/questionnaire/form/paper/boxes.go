package paper

import (
	"siap/internal/pdfdoc"
)

// The sizes of what is filled in, in millimetres.
const (
	tick    = 3.6 // the side of a box to tick
	tickGap = 2.2 // between a box and its label
	line    = 7.2 // the height of a line to write on
	cell    = 8.0 // the height of a box to write in
)

var (
	ink    = pdfdoc.Stroke{Ink: pdfdoc.Black, Width: 0.3}
	dotted = pdfdoc.Stroke{Ink: pdfdoc.Grey, Width: 0.25, Dash: []float64{0.3, 0.9}}

	plain = pdfdoc.Style{Size: 9.2, Ink: pdfdoc.Black}
	bold  = pdfdoc.Style{Size: 9.2, Bold: true, Ink: pdfdoc.Black}
	small = pdfdoc.Style{Size: 8, Ink: pdfdoc.Grey}
)

// box draws a box to tick beside a line of text that begins at y.
func (s *setter) box(x, y float64, st pdfdoc.Style) {
	s.d.StrokeRect(x, y+(st.Leading()-tick)/2, tick, tick, ink)
}

// option is one box with its label.
type option struct {
	// code stands in bold before the text, "" for none.
	code, text string
	// about is a smaller text below.
	about string
}

// option sets one box to tick, or without boxes the answer only, with its text beside it.
func (s *setter) option(o option, codes float64, boxes bool) element {
	x := s.x
	if boxes {
		x += tick + tickGap
	}
	at := x
	if codes > 0 {
		at += codes + 2
	}
	e := s.lines(at, pdfdoc.Right-at, o.text, plain)
	if len(e) == 0 {
		e = element{gap(plain.Leading())}
	}
	first := e[0]
	e[0].draw = func(y float64) {
		if boxes {
			s.box(s.x, y, plain)
		}
		s.d.Label(x, y+plain.Leading()*baseline, 0, o.code, bold, pdfdoc.AlignLeft)
		first.draw(y)
	}
	e = append(e, s.lines(at, pdfdoc.Right-at, o.about, small)...)
	return append(e, gap(1.1))
}

// row sets boxes beside each other, and below where they are too many for a line.
func (s *setter) row(label string, labels []string) element {
	const between = 7.0
	var e element
	type spot struct {
		x    float64
		text string
	}
	var spots []spot
	x := s.x
	if label != "" {
		x += s.d.TextWidth(label, plain) + 3
	}
	flush := func(head string) {
		here := spots
		spots = nil
		e = append(e, piece{plain.Leading() + 1.6, func(y float64) {
			s.d.Label(s.x, y+plain.Leading()*baseline, 0, head, plain, pdfdoc.AlignLeft)
			for _, at := range here {
				s.box(at.x, y, plain)
				s.d.Label(at.x+tick+tickGap, y+plain.Leading()*baseline, pdfdoc.Right-at.x-tick-tickGap, at.text, plain, pdfdoc.AlignLeft)
			}
		}})
	}
	for _, text := range labels {
		wide := tick + tickGap + s.d.TextWidth(text, plain)
		if x+wide > pdfdoc.Right && len(spots) > 0 {
			flush(label)
			label, x = "", s.x
		}
		spots = append(spots, spot{x, text})
		x += wide + between
	}
	flush(label)
	return e
}

// write sets a label and a line to write on, and further lines below it.
func (s *setter) write(x float64, label string, lines int) element {
	var e element
	for i := range lines {
		e = append(e, piece{line, func(y float64) {
			from := x
			if i == 0 {
				label := s.d.Fit(label, small, (pdfdoc.Right-x)*0.6)
				s.d.Label(x, y+line-1.4, 0, label, small, pdfdoc.AlignLeft)
				from += s.d.TextWidth(label, small) + 2
			}
			s.d.Line(from, y+line-1, pdfdoc.Right, y+line-1, dotted)
		}})
	}
	return e
}

// enter sets a box to write in with a text behind it.
func (s *setter) enter(wide float64, behind string) element {
	at := s.x + wide + 3
	after := s.d.Wrap(clip(behind), plain, pdfdoc.Right-at, maxBehind)
	lines := float64(len(after)) * plain.Leading()
	height := max(cell, lines)
	return element{{height + 2, func(y float64) {
		s.d.StrokeRect(s.x, y+0.5, wide, cell-0.5, ink)
		top := y + 0.3 + max(0, (cell-lines)/2)
		for i, text := range after {
			s.d.Label(at, top+(float64(i)+baseline)*plain.Leading(), 0, text, plain, pdfdoc.AlignLeft)
		}
	}}}
}

// maxBehind is how many lines the text behind a box may have, so that box and text always fit on a page.
const maxBehind = 20

// day sets boxes for the digits of a date, with what each group is below it, so that nobody mixes day and month up.
func (s *setter) day() element {
	const side = 6.5
	groups := []struct {
		key    string
		digits int
	}{{"day", 2}, {"month", 2}, {"year", 4}}
	return element{{cell + small.Leading() + 1.5, func(y float64) {
		x := s.x
		for _, g := range groups {
			for i := range g.digits {
				s.d.StrokeRect(x+float64(i)*side, y+0.5, side, cell-0.5, ink)
			}
			wide := float64(g.digits) * side
			s.d.Label(x+wide/2, y+cell+small.Leading()*baseline, 0, s.t(g.key), small, pdfdoc.AlignCenter)
			x += wide + 4
		}
	}}}
}
