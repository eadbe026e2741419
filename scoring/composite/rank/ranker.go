package rank

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Ranker orders and ranks units again and again in its own memory. It gives what Competition gives, to the last
// place, and is many times faster; it serves one goroutine.
//
// Scores become whole numbers of 40 bits, the best 0, and are sorted with the unit's number below them: by radix
// (least significant digit first) on the leading digits, then by insertion. Where two such numbers are too near to
// tell, the scores themselves decide, so no rounding ever shows in an order or a tie.
type Ranker struct {
	sorted, spare []uint64 // sorted has the units with a score; the two change places
	counts        [2][1 << maxDigit]uint32
	perScore      float64 // how many of the whole numbers make one score; 0 where scores cannot be told by them
}

const (
	keyBits  = 40
	unitBits = 64 - keyBits
	unitMask = 1<<unitBits - 1
	// maxDigit is the most bits that one pass of the radix sort looks at.
	maxDigit = 11
)

// MaxUnits is how many units a Ranker can order.
const MaxUnits = 1 << unitBits

// NewRanker makes a Ranker for up to n units, at most MaxUnits.
func NewRanker(n int) *Ranker {
	return &Ranker{sorted: make([]uint64, n), spare: make([]uint64, n)}
}

// Competition writes the place of each unit into places, by the rule of the function Competition, and gives the
// number of units that have one.
func (r *Ranker) Competition(places []int32, scores []float64, tol float64) (of int) {
	r.sort(scores)
	// Two numbers further apart than this belong to scores that are surely more than tol apart.
	surely := uint64(math.MaxUint64)
	if apart := tol*r.perScore + 2; r.perScore > 0 && apart < 1<<keyBits {
		surely = uint64(apart)
	}
	if len(r.sorted) < len(scores) {
		clear(places)
	}
	place, best, bestUnit := int32(0), uint64(0), uint64(0)
	for i, key := range r.sorted {
		unit, number := key&unitMask, key>>unitBits
		if i == 0 || number-best > surely || scores[bestUnit]-scores[unit] > tol {
			place, best, bestUnit = int32(i+1), number, unit
		}
		places[unit] = place
	}
	return len(r.sorted)
}

// Order appends the units that have a score to dst, the highest score first, equal scores in the order of the units.
func (r *Ranker) Order(dst []int32, scores []float64) []int32 {
	r.sort(scores)
	for _, key := range r.sorted {
		dst = append(dst, int32(key&unitMask))
	}
	return dst
}

// sort fills r.sorted with the units that have a score, the highest score first.
func (r *Ranker) sort(scores []float64) {
	r.number(scores)
	n := len(r.sorted)
	digit := min(max(bits.Len(uint(n))-1, 6), maxDigit)
	r.radix(keyBits-2*digit, digit, 2)
	nearly, alike := r.insert(4 * n)
	if !nearly {
		// The scores crowd in a small part of their span: every digit counts.
		r.radix(0, 10, 4)
	}
	if alike || !nearly {
		r.settle(scores)
	}
}

// number makes the unsorted numbers.
func (r *Ranker) number(scores []float64) {
	lowest, highest := math.Inf(1), math.Inf(-1)
	for _, x := range scores {
		if x < lowest {
			lowest = x
		}
		if x > highest {
			highest = x
		}
	}
	r.perScore = (1<<keyBits - 1) / (highest - lowest)
	if !(r.perScore > 0) || math.IsInf(r.perScore, 0) {
		r.perScore = 0 // no span, or one that is no number
	}
	s := r.spare[:len(scores)] // as many as there may be; they are moved to the other memory by the sort
	n := 0
	switch {
	case r.perScore == 0:
		for u, x := range scores {
			if x == x { // not NaN
				s[n] = uint64(u)
				n++
			}
		}
	default:
		perScore := r.perScore
		for u, x := range scores {
			if x == x {
				s[n] = uint64(int64((highest-x)*perScore))<<unitBits | uint64(u)
				n++
			}
		}
	}
	r.sorted, r.spare = s[:n], r.sorted[:cap(r.sorted)]
}

// radix sorts by passes digits of so many bits, an even number of them, the lowest at bit from of the number.
func (r *Ranker) radix(from, digit, passes int) {
	n, mask := len(r.sorted), uint64(1)<<digit-1
	if n < 2 {
		return
	}
	a, b := r.sorted, r.spare[:n]
	for pass := 0; pass < passes; pass += 2 {
		low := unitBits + from + pass*digit
		high := low + digit
		first, second := r.counts[0][:mask+1], r.counts[1][:mask+1]
		clear(first)
		clear(second)
		for _, key := range a {
			first[key>>low&mask]++
			second[key>>high&mask]++
		}
		var before, beforeToo uint32
		for i := range first {
			count := first[i]
			first[i], before = before, before+count
			count = second[i]
			second[i], beforeToo = beforeToo, beforeToo+count
		}
		for _, key := range a {
			at := &first[key>>low&mask]
			b[*at] = key
			*at++
		}
		for _, key := range b {
			at := &second[key>>high&mask]
			a[*at] = key
			*at++
		}
	}
}

// insert finishes a nearly sorted order, and reports whether any two numbers are the same. nearly is false where it
// is not nearly sorted, after so many moves.
func (r *Ranker) insert(moves int) (nearly, alike bool) {
	s := r.sorted
	if len(s) == 0 {
		return true, false
	}
	before := s[0]
	for i, key := range s {
		if key>>unitBits > before>>unitBits || i == 0 {
			before = key
			continue
		}
		if key >= before {
			before, alike = key, true
			continue
		}
		j := i
		for ; j > 0 && s[j-1] > key; j-- {
			s[j] = s[j-1]
		}
		s[j] = key
		alike = alike || (j > 0 && s[j-1]>>unitBits == key>>unitBits) || s[j+1]>>unitBits == key>>unitBits
		if moves -= i - j; moves < 0 {
			return false, true
		}
	}
	return true, alike
}

// settle puts units with the same number in the order of their scores.
func (r *Ranker) settle(scores []float64) {
	s := r.sorted
	for i := 1; i < len(s); i++ {
		if s[i]>>unitBits != s[i-1]>>unitBits {
			continue
		}
		from, ordered := i-1, true
		for ; i < len(s) && s[i]>>unitBits == s[from]>>unitBits; i++ {
			ordered = ordered && scores[s[i]&unitMask] <= scores[s[i-1]&unitMask]
		}
		if !ordered {
			slices.SortFunc(s[from:i], func(a, b uint64) int {
				return cmp.Or(cmp.Compare(scores[b&unitMask], scores[a&unitMask]), cmp.Compare(a, b))
			})
		}
	}
}
