package reduce

import "math"

// Sum adds numbers with twice the digits of a float64, so that neither the order nor the grouping of many samples
// shows in the result. It keeps the rounding error of every addition (the two-sum of Knuth 1969, The Art of Computer
// Programming 2, 4.2.2, theorem B) and adds the errors up beside.
type Sum struct {
	high, low float64
	// scaled says that both parts are kept divided by 2^scaleBits, for something huge is among the numbers.
	scaled bool
}

const (
	// huge is the size from which sums are kept divided: 2^57 numbers of the size huge still have a finite sum.
	huge      = 1e290
	scaleBits = 64
)

// Add adds a finite number.
func (s *Sum) Add(x float64) {
	if !s.scaled {
		if x < huge && x > -huge && s.high < huge && s.high > -huge {
			high := s.high + x
			part := high - s.high
			s.low += (s.high - (high - part)) + (x - part)
			s.high = high
			return
		}
		s.scale()
	}
	s.add(math.Ldexp(x, -scaleBits), 0)
}

// AddProduct adds a finite number times another, at most 2^64, also where the product alone is beyond a float64.
func (s *Sum) AddProduct(x, times float64) {
	if x < huge/0x1p64 && x > -huge/0x1p64 {
		s.Add(x * times)
		return
	}
	if !s.scaled {
		s.scale()
	}
	s.add(math.Ldexp(x, -scaleBits)*times, 0)
}

// add adds a number in two parts, in the scale that the sum has.
func (s *Sum) add(x, low float64) {
	high := s.high + x
	part := high - s.high
	s.low += (s.high - (high - part)) + (x - part) + low
	s.high = high
}

func (s *Sum) scale() {
	s.high, s.low, s.scaled = math.Ldexp(s.high, -scaleBits), math.Ldexp(s.low, -scaleBits), true
}

// Merge adds another sum.
func (s *Sum) Merge(other Sum) {
	if other.scaled && !s.scaled || math.Abs(s.high) >= huge {
		s.scale()
	}
	if s.scaled && !other.scaled {
		other.scale()
	}
	s.add(other.high, other.low)
}

// Value is the sum rounded to a float64; infinite where no float64 can hold it.
func (s *Sum) Value() float64 { return s.Over(1) }

// Over is the sum divided by n, rounded once more; finite also where the sum itself is not.
func (s *Sum) Over(n float64) float64 {
	x := (s.high + s.low) / n
	if s.scaled {
		x = math.Ldexp(x, scaleBits)
	}
	return x
}
