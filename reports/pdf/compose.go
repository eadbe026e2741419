package pdf

import (
	"cmp"
	"slices"

	"siap/internal/pdfdoc"
)

// part is a block of a page that is composed as a whole: it knows how high it is, can do with less, and draws itself.
type part interface {
	height() float64
	// spare says how gladly it gives up a row; 0 where it cannot.
	spare() float64
	shrink()
	draw(y float64)
	// lists are the parts with rows within it.
	lists() []*rows
}

// fixed is a part of one height.
type fixed struct {
	high  float64
	paint func(y float64)
}

func (f *fixed) height() float64 { return f.high }
func (f *fixed) spare() float64  { return 0 }
func (f *fixed) shrink()         {}
func (f *fixed) draw(y float64)  { f.paint(y) }
func (f *fixed) lists() []*rows  { return nil }

// rows is a part of a head and rows, of which the last can be left out for want of room.
type rows struct {
	head      float64
	paintHead func(y float64)
	// heights are those of all rows; the first shown are drawn, at least the first least.
	heights []float64
	// wanted is how many rows would be drawn if there were room; least is how many are in any case.
	shown, wanted, least int
	// keep is how dear the rows are: of two parts with rows to give, the one with fewer for its keep gives later.
	keep     float64
	paintRow func(i int, y float64)
	// more draws a line that says how many rows are left out; its room is kept only where some are.
	more func(left int, y float64)
	// few is how many rows are worth a head: with fewer the whole part is left out; 0 draws the head alone.
	few int
}

// moreHeight is the height of the line that says how many rows are left out.
const moreHeight = 3.6

func (r *rows) height() float64 {
	if r.few > 0 && r.shown == 0 {
		return 0
	}
	sum := r.head
	for _, h := range r.heights[:r.shown] {
		sum += h
	}
	if r.more != nil && r.shown < len(r.heights) {
		sum += moreHeight
	}
	return sum
}

func (r *rows) spare() float64 {
	if r.shown <= r.least {
		return 0
	}
	return float64(r.shown-r.least) / r.keep
}

func (r *rows) shrink() {
	if r.shown--; r.shown < r.few {
		r.shown = 0
	}
}

// grow takes a row back, if there is one to take.
func (r *rows) grow() bool {
	if r.shown >= r.wanted {
		return false
	}
	r.shown = max(r.shown+1, r.few)
	return true
}

func (r *rows) lists() []*rows { return []*rows{r} }

func (r *rows) draw(y float64) {
	if r.few > 0 && r.shown == 0 {
		return
	}
	if r.paintHead != nil {
		r.paintHead(y)
	}
	y += r.head
	for i, h := range r.heights[:r.shown] {
		r.paintRow(i, y)
		y += h
	}
	if left := len(r.heights) - r.shown; r.more != nil && left > 0 {
		r.more(left, y)
	}
}

// stack is parts below each other.
type stack struct {
	parts []part
	gap   float64
}

func (s *stack) height() float64 {
	sum := 0.0
	for _, p := range s.parts {
		if h := p.height(); h > 0 { // what is left out leaves no gap
			sum += h + s.gap
		}
	}
	return max(sum-s.gap, 0)
}

func (s *stack) gladdest() (at int, spare float64) {
	at = -1
	for i, p := range s.parts {
		if x := p.spare(); x > spare {
			at, spare = i, x
		}
	}
	return at, spare
}

func (s *stack) spare() float64 {
	_, spare := s.gladdest()
	return spare
}

func (s *stack) shrink() {
	if at, _ := s.gladdest(); at >= 0 {
		s.parts[at].shrink()
	}
}

func (s *stack) lists() []*rows {
	var all []*rows
	for _, p := range s.parts {
		all = append(all, p.lists()...)
	}
	return all
}

func (s *stack) draw(y float64) {
	for _, p := range s.parts {
		if h := p.height(); h > 0 {
			p.draw(y)
			y += h + s.gap
		}
	}
}

// pair is two parts side by side.
type pair struct{ left, right part }

func (p *pair) height() float64 { return max(p.left.height(), p.right.height()) }

// spare is that of the taller side, for only that makes the pair lower.
func (p *pair) spare() float64 { return p.taller().spare() }

func (p *pair) shrink() { p.taller().shrink() }

func (p *pair) taller() part {
	if p.right.height() > p.left.height() {
		return p.right
	}
	return p.left
}

func (p *pair) lists() []*rows { return append(p.left.lists(), p.right.lists()...) }

func (p *pair) draw(y float64) {
	p.left.draw(y)
	p.right.draw(y)
}

// The distance of the parts of a composed page in millimetres: at least and at most.
const (
	gapLeast = 3.2
	gapMost  = 8.0
)

// fit makes the parts as low as the room asks: they give up rows, those first that have most to give; if that is not
// enough the last parts are left out. Then the dearest take back what there is still room for. It gives what is left and
// the height they take with least gaps.
func fit(parts []part, room float64) (kept []part, height float64) {
	all := &stack{parts: parts, gap: gapLeast}
	for _, list := range all.lists() {
		list.wanted = list.shown
	}
	for all.height() > room+1e-9 {
		if all.spare() > 0 {
			all.shrink()
			continue
		}
		if len(all.parts) == 1 {
			break
		}
		all.parts = all.parts[:len(all.parts)-1]
	}
	lists := all.lists()
	slices.SortStableFunc(lists, func(x, y *rows) int { return cmp.Compare(y.keep, x.keep) })
	for _, list := range lists {
		for before := list.shown; list.grow(); before = list.shown {
			if all.height() > room+1e-9 {
				list.shown = before
				break
			}
		}
	}
	return all.parts, all.height()
}

// compose sets parts on a page of their own, spread over what room there is.
func (s *setter) compose(parts ...part) {
	parts = present(parts)
	s.d.PageBreak()
	room := pdfdoc.Bottom - pdfdoc.Top
	parts, height := fit(parts, room)
	gap := gapLeast
	if len(parts) > 1 {
		gap = min(gapMost, gapLeast+(room-height)/float64(len(parts)-1))
	}
	y := s.d.Reserve(room)
	all := stack{parts, gap}
	all.draw(y)
}

// present leaves out the parts that are nil.
func present(parts []part) []part {
	var out []part
	for _, p := range parts {
		if p != nil {
			out = append(out, p)
		}
	}
	return out
}
