package describe

import (
	"math"
	"math/bits"
)

// exact adds numbers up without rounding and rounds once, in value. So neither the order nor the grouping of the
// numbers shows. The sum is kept as parts that do not overlap (Shewchuk, Discrete & Computational Geometry 18, 1997,
// pp. 305-363), the smallest first. Sums beyond the largest float64 are not provided for; callers scale.
type exact struct {
	parts []float64
	space [4]float64
}

func (e *exact) add(x float64) {
	if e.parts == nil {
		e.parts = e.space[:0]
	}
	kept := 0
	for _, y := range e.parts {
		if math.Abs(x) < math.Abs(y) {
			x, y = y, x
		}
		high := x + y
		low := y - (high - x)
		if low != 0 {
			e.parts[kept] = low
			kept++
		}
		x = high
	}
	e.parts = append(e.parts[:kept], x)
}

// value is the sum, correctly rounded.
func (e *exact) value() float64 {
	i := len(e.parts) - 1
	if i < 0 {
		return 0
	}
	high, low := e.parts[i], 0.0
	for i--; i >= 0; i-- {
		x, y := high, e.parts[i]
		high = x + y
		low = y - (high - x)
		if low != 0 {
			break
		}
	}
	// Half-way cases: what is left beyond low decides, where it goes the same way.
	if i > 0 && ((low < 0 && e.parts[i-1] < 0) || (low > 0 && e.parts[i-1] > 0)) {
		twice := low * 2
		if x := high + twice; twice == x-high {
			high = x
		}
	}
	return high
}

// Sum is the sum of the known values, rounded once; 0 where there are none. Numbers whose sum is beyond a float64
// give an unknown one.
func Sum(values []float64) float64 {
	var e exact
	for _, x := range values {
		if !math.IsNaN(x) {
			e.add(x)
		}
	}
	sum := e.value()
	if math.IsInf(sum, 0) {
		return math.NaN()
	}
	return sum
}

// fixed adds numbers from -1 to 1 up as whole multiples of 2^-62, in 128 bits: as free of order as exact, and twenty
// times as fast. What is lost of each number is under 2^-62.
type fixed struct{ high, low uint64 }

func (f *fixed) add(x float64) {
	v := int64(x * 0x1p62)
	var carry uint64
	f.low, carry = bits.Add64(f.low, uint64(v), 0)
	f.high += uint64(v>>63) + carry
}

func (f *fixed) value() float64 {
	high, low, sign := f.high, f.low, 0x1p-62
	if high>>63 == 1 {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
		sign = -sign
	}
	return sign * (float64(high)*0x1p64 + float64(low))
}
