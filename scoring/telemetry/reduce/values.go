package reduce

import (
	"math"
	"slices"
)

// Values are numbers whose quantiles are wanted: all of them as long as there are at most a stated number, a sketch of
// them beyond. Which of the two it is depends on how many there are in the end, never on their order.
type Values struct {
	// open are the numbers that came last, full those before them, in pieces that are never moved. Beside a sketch
	// open are those that it has not counted yet: a few of one series together cost less than one by one, for the cells
	// of many series do not stay near the processor.
	open      []float64
	n         uint64
	low, high float64

	full       [][]float64
	sketch     *Sketch
	most, room int
}

const (
	// waiting is how many numbers wait for a sketch at most.
	waiting = 128
	// piece is how many numbers are kept in one piece of memory at most.
	piece = 512
)

// NewValues makes an empty set that keeps up to most numbers, and beyond them a sketch with so many cells.
func NewValues(most, room int) *Values { return &Values{most: most, room: room} }

// Add adds a finite number.
func (v *Values) Add(x float64) {
	if v.n == 0 {
		v.low, v.high = x, x
	}
	v.low, v.high = min(v.low, x), max(v.high, x)
	v.n++
	if len(v.open) == cap(v.open) {
		v.grow()
	}
	v.open = append(v.open, x)
}

// kept is how many numbers are kept one by one.
func (v *Values) kept() int {
	n := len(v.open)
	for _, p := range v.full {
		n += len(p)
	}
	return n
}

// grow makes room for a number.
func (v *Values) grow() {
	if v.sketch != nil {
		v.settle()
		return
	}
	n := v.kept()
	if n >= v.most {
		v.condense()
		return
	}
	if len(v.open) > 0 {
		v.full = append(v.full, v.open)
	}
	// As many as there are, but never beyond most, where numbers go over into a sketch.
	v.open = make([]float64, 0, min(max(n, 16), piece, v.most-n))
}

// condense goes over to a sketch.
func (v *Values) condense() {
	v.sketch = NewSketch(v.room)
	v.sketch.expect(append(v.full, v.open))
	for _, p := range v.full {
		v.sketch.addAll(p)
	}
	v.full = nil
	v.settle()
	v.open = make([]float64, 0, min(max(v.most, 1), waiting))
}

// settle counts the numbers that wait for the sketch.
func (v *Values) settle() {
	if v.sketch != nil {
		v.sketch.addAll(v.open)
		v.open = v.open[:0]
	}
}

// Merge adds the numbers of another set, which must not be used afterwards.
func (v *Values) Merge(other *Values) {
	if other == nil || other.n == 0 {
		return
	}
	if v.n == 0 {
		v.low, v.high = other.low, other.high
	}
	v.low, v.high = min(v.low, other.low), max(v.high, other.high)
	if v.sketch == nil && (other.sketch != nil || v.kept()+other.kept() > v.most) {
		v.condense()
	}
	v.n += other.n
	if v.sketch == nil {
		v.full = append(append(v.full, v.open), other.full...)
		v.open = other.open
		return
	}
	v.settle()
	other.settle()
	if other.sketch != nil {
		v.sketch.Merge(other.sketch)
	}
	for _, p := range append(other.full, other.open) {
		v.sketch.addAll(p)
	}
}

// Quantile gives the quantile of a share of the numbers, 0 to 1, and the bound of its relative error, 0 where it is
// exact: the number at the rank (n − 1) q counted from 0, on a straight line between its neighbours (type 7 of
// Hyndman and Fan 1996, The American Statistician 50(4), p. 363). NaN without numbers. The bound holds where both
// neighbours have the same sign.
func (v *Values) Quantile(q float64) (x, bound float64) {
	if v == nil || v.n == 0 {
		return math.NaN(), 0
	}
	rank := float64(v.n-1) * q
	below := math.Floor(rank)
	part := rank - below
	if v.sketch == nil {
		v.sort()
		return between(v.open[int(below)], v.open[min(int(below)+1, len(v.open)-1)], part), 0
	}
	v.settle()
	low, lowBound := v.sketch.at(uint64(below))
	high, highBound := v.sketch.at(min(uint64(below)+1, v.n-1))
	return between(v.clip(low), v.clip(high), part), max(lowBound, highBound)
}

// sort puts all numbers in order, in one piece.
func (v *Values) sort() {
	if len(v.full) > 0 {
		v.open, v.full = slices.Concat(append(v.full, v.open)...), nil
	}
	slices.Sort(v.open)
}

// Bound is the bound of the relative error of a quantile; 0 where they are exact.
func (v *Values) Bound() float64 {
	if v == nil || v.sketch == nil {
		return 0
	}
	return v.sketch.Bound()
}

// clip keeps a number between the lowest and the highest that were seen.
func (v *Values) clip(x float64) float64 { return min(max(x, v.low), v.high) }

// between gives the number a part of the way from a to b, without overflow and exactly a where both are the same.
func between(a, b, part float64) float64 {
	if part == 0 || a == b {
		return a
	}
	return a*(1-part) + b*part
}
