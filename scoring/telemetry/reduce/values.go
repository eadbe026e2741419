package reduce

import (
	"math"
	"slices"
)

// Values are numbers whose quantiles are wanted: all of them as long as there are at most a stated number, a sketch of
// them beyond. Which of the two it is depends on how many there are in the end, never on their order.
type Values struct {
	most, room int
	// exact are all numbers or, beside a sketch, those that it has not counted yet: a few of one series together cost
	// less than one by one, for the cells of many series do not stay near the processor.
	exact     []float64
	sketch    *Sketch
	n         uint64
	low, high float64
}

// waiting is how many numbers wait for a sketch at most.
const waiting = 128

// NewValues makes an empty set that keeps up to most numbers, and beyond them a sketch with so many cells.
func NewValues(most, room int) *Values { return &Values{most: most, room: room} }

// Add adds a finite number.
func (v *Values) Add(x float64) {
	if v.n == 0 {
		v.low, v.high = x, x
	}
	v.low, v.high = min(v.low, x), max(v.high, x)
	v.n++
	if len(v.exact) < cap(v.exact) {
		v.exact = append(v.exact, x)
		return
	}
	v.grow(x)
}

// grow adds a number for which there is no room yet.
func (v *Values) grow(x float64) {
	switch {
	case v.sketch != nil:
		v.settle()
		v.exact = append(v.exact, x)
	case len(v.exact) < v.most:
		// A quarter more, but never beyond most, where numbers go over into a sketch.
		room := min(max(len(v.exact)+len(v.exact)/4, 16), v.most)
		v.exact = append(append(make([]float64, 0, room), v.exact...), x)
	default:
		v.condense()
		v.exact = append(v.exact, x)
	}
}

// condense goes over to a sketch.
func (v *Values) condense() {
	v.sketch = NewSketch(v.room)
	v.settle()
	v.exact = make([]float64, 0, min(max(v.most, 1), waiting))
}

// settle counts the numbers that wait for the sketch.
func (v *Values) settle() {
	if v.sketch == nil {
		return
	}
	for _, x := range v.exact {
		v.sketch.Add(x)
	}
	v.exact = v.exact[:0]
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
	if v.sketch == nil && (other.sketch != nil || len(v.exact)+len(other.exact) > v.most) {
		v.condense()
	}
	v.n += other.n
	v.settle()
	other.settle()
	if other.sketch != nil {
		v.sketch.Merge(other.sketch)
	}
	for _, x := range other.exact {
		if v.sketch != nil {
			v.sketch.Add(x)
		} else {
			v.exact = append(v.exact, x)
		}
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
		slices.Sort(v.exact)
		return between(v.exact[int(below)], v.exact[min(int(below)+1, len(v.exact)-1)], part), 0
	}
	v.settle()
	low, lowBound := v.sketch.at(uint64(below))
	high, highBound := v.sketch.at(min(uint64(below)+1, v.n-1))
	return between(v.clip(low), v.clip(high), part), max(lowBound, highBound)
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
