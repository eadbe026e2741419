package paper

import (
	"siap/internal/pdfdoc"
)

// piece is something of a certain height that is drawn below y.
type piece struct {
	height float64
	draw   func(y float64)
}

// element is a few pieces that belong together, such as the lines of one answer.
type element []piece

func (e element) height() float64 {
	sum := 0.0
	for _, p := range e {
		sum += p.height
	}
	return sum
}

// page is what a page can hold, in millimetres.
const page = pdfdoc.Bottom - pdfdoc.Top

// place sets elements on one page if one page can hold them. If none can, an element is kept whole where that is
// possible, and the first two stay together, so that no question stands without an answer.
func (s *setter) place(elements []element) {
	whole := element{}
	for _, e := range elements {
		whole = append(whole, e...)
	}
	if whole.height() <= page {
		s.put(whole)
		return
	}
	if len(elements) > 1 && elements[0].height()+elements[1].height() <= page {
		s.put(append(elements[0][:len(elements[0]):len(elements[0])], elements[1]...))
		elements = elements[2:]
	}
	for _, e := range elements {
		if e.height() <= page {
			s.put(e)
			continue
		}
		for _, p := range e {
			s.put(element{p})
		}
	}
}

// put sets pieces below each other in one place.
func (s *setter) put(e element) {
	y := s.d.Reserve(e.height())
	for _, p := range e {
		p.draw(y)
		y += p.height
	}
}

// gap is an empty piece.
func gap(mm float64) piece { return piece{mm, func(float64) {}} }

// lines sets a text from x on, as wide as given; what is longer than maxText is cut.
func (s *setter) lines(x, width float64, text string, st pdfdoc.Style) element {
	if text == "" {
		return nil
	}
	var e element
	for _, line := range s.d.Wrap(clip(text), st, width, 0) {
		e = append(e, piece{st.Leading(), func(y float64) {
			s.d.Label(x, y+st.Leading()*baseline, 0, line, st, pdfdoc.AlignLeft)
		}})
	}
	return e
}

// baseline is where the base of a line lies, as a share of its leading.
const baseline = 0.78
