package reduce

import "math"

// sketchBits is how many bits of the mantissa tell the cells of a new sketch apart: 256 cells from one power of two to
// the next.
const sketchBits = 8

// Sketch counts numbers in cells whose width grows with the size of the number, so that every quantile comes out with
// a relative error below Bound, however many numbers there are and in whatever order or grouping they came. It is the
// DDSketch of Masson, Rim and Lee (2019, Proceedings of the VLDB Endowment 12(12), p. 2195) with cells that are equal
// within each power of two, so that the cell of a number is the beginning of its binary form; where numbers spread over
// more cells than there is room for, all cells are joined in pairs (Epicoco et al. 2020, UDDSketch, IEEE Access 8,
// p. 147604).
type Sketch struct {
	bits int // of the mantissa
	room int // cells of each sign
	zero uint64
	// of positive and of negative numbers by their size
	sides [2]cells
}

// cells are the counts of the cells from first on.
type cells struct {
	first  int
	counts []uint64
	n      uint64
	// blurred says that the first cell also holds smaller sizes than its own.
	blurred bool
}

// NewSketch makes an empty sketch with room for so many cells of each sign, at least 16.
func NewSketch(room int) *Sketch { return &Sketch{bits: sketchBits, room: max(room, 16)} }

// Bound is the largest relative error of a quantile: half the width of a cell over its lower end. Of a number in a
// blurred cell it is 1.
func (s *Sketch) Bound() float64 { return math.Ldexp(1, -s.bits-1) }

const smallest = 0x1p-1022

// expect makes the cells of the positive numbers that will come, and all between, at once rather than one after the
// other; not where there may not be room for them.
func (s *Sketch) expect(pieces [][]float64) {
	low, high := math.Inf(1), 0.0
	for _, p := range pieces {
		for _, x := range p {
			if x >= smallest {
				low, high = min(low, x), max(high, x)
			}
		}
	}
	side, first, last := &s.sides[0], s.cell(low), s.cell(high)
	if low <= high && last-first < s.room && len(side.counts) == 0 {
		side.first, side.counts = first, make([]uint64, last-first+1)
	}
}

// cell is the number of the cell of a positive number.
func (s *Sketch) cell(x float64) int { return int(math.Float64bits(x) >> (52 - s.bits)) }

func (s *Sketch) addAll(values []float64) {
	for _, x := range values {
		s.Add(x)
	}
}

// Add counts a finite number.
func (s *Sketch) Add(x float64) {
	side := &s.sides[0]
	if x < 0 {
		side, x = &s.sides[1], -x
	}
	if x < smallest {
		s.zero++
		return
	}
	cell := s.cell(x)
	if at := cell - side.first; uint(at) < uint(len(side.counts)) {
		side.counts[at]++
		side.n++
		return
	}
	for !side.reach(cell, s.room) {
		if s.bits == 0 {
			cell = side.blur(cell, s.room)
			break
		}
		s.coarsen()
		cell = s.cell(x)
	}
	side.counts[cell-side.first]++
	side.n++
}

// blur makes room for a cell too far from the others: what is too small for the room goes into the first cell. It
// gives the cell to count in.
func (c *cells) blur(cell, room int) int {
	c.blurred = true
	if cell < c.first {
		c.reach(max(cell, c.first+len(c.counts)-room), room)
		return c.first
	}
	kept := make([]uint64, room)
	first := cell - room + 1
	for k, n := range c.counts {
		kept[max(c.first+k-first, 0)] += n
	}
	c.first, c.counts = first, kept
	return cell
}

// reach makes sure that there is a cell of a number; false where it would be too far from the others.
func (c *cells) reach(cell, room int) bool {
	if len(c.counts) == 0 {
		c.first, c.counts = cell, make([]uint64, 1, 8)
		return true
	}
	first, end := min(c.first, cell), max(c.first+len(c.counts), cell+1)
	if end-first > room {
		return false
	}
	if first == c.first {
		for len(c.counts) < end-first {
			c.counts = append(c.counts, 0)
		}
		return true
	}
	wider := make([]uint64, end-first)
	copy(wider[c.first-first:], c.counts)
	c.first, c.counts = first, wider
	return true
}

// coarsen joins all cells in pairs.
func (s *Sketch) coarsen() {
	s.bits--
	for i := range s.sides {
		c := &s.sides[i]
		if len(c.counts) == 0 {
			continue
		}
		first := c.first >> 1
		joined := make([]uint64, (c.first+len(c.counts)-1)>>1-first+1)
		for k, n := range c.counts {
			joined[(c.first+k)>>1-first] += n
		}
		c.first, c.counts = first, joined
	}
}

// Merge adds what another sketch of the same room has counted; the other may be changed by it.
func (s *Sketch) Merge(other *Sketch) {
	s.zero += other.zero
	for i := range s.sides {
		for len(other.sides[i].counts) > 0 {
			for s.bits > other.bits {
				s.coarsen()
			}
			for other.bits > s.bits {
				other.coarsen()
			}
			from, to := &other.sides[i], &s.sides[i]
			top := from.first + len(from.counts) - 1
			if s.bits > 0 && (!to.reach(from.first, s.room) || !to.reach(top, s.room)) {
				s.coarsen()
				continue
			}
			if !to.reach(top, s.room) {
				to.blur(top, s.room)
			}
			if !to.reach(from.first, s.room) {
				to.blur(from.first, s.room)
			}
			for k, n := range from.counts {
				to.counts[max(from.first+k-to.first, 0)] += n
			}
			to.n += from.n
			to.blurred = to.blurred || from.blurred
			break
		}
	}
}

// at gives the middle of the cell of the number of a rank, from 0 for the lowest, and the bound of its error.
func (s *Sketch) at(rank uint64) (x, bound float64) {
	negative := &s.sides[1]
	if rank < negative.n {
		x, bound = s.middle(negative, negative.n-1-rank)
		return -x, bound
	}
	if rank -= negative.n; rank < s.zero {
		return 0, 0
	}
	return s.middle(&s.sides[0], rank-s.zero)
}

// middle gives the middle of the cell that holds a rank among the numbers of one sign, by their size.
func (s *Sketch) middle(c *cells, rank uint64) (x, bound float64) {
	for k, n := range c.counts {
		if rank < n {
			if bound = s.Bound(); k == 0 && c.blurred {
				bound = 1
			}
			bits := uint64(c.first+k) << (52 - s.bits)
			low := math.Float64frombits(bits)
			high := math.Float64frombits(bits + 1<<(52-s.bits))
			if math.IsInf(high, 0) {
				high = math.MaxFloat64
			}
			return low + (high-low)/2, bound
		}
		rank -= n
	}
	return math.NaN(), 1
}
