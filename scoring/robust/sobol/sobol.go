// Package sobol gives the points of Sobol's low-discrepancy sequence in up to 1,000 dimensions, in 32 bits, and their
// digital shifts.
//
// The direction numbers are those of S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional
// projections, SIAM Journal on Scientific Computing 30 (2008), 2635-2654: their set for the search criterion D^(6), of
// 16 September 2010 (web.maths.unsw.edu.au/~fkuo/sobol, "new-joe-kuo-6.21201"), of which joe-kuo-6.txt has the first
// 1,000 dimensions, one a line: its number, the degree s of the primitive polynomial, its inner coefficients a as one
// number, and the initial m_1 to m_s. Their licence is in THIRD_PARTY_NOTICES.md. The points come in the order of
// the Gray code (I. A. Antonov and V. M. Saleev, USSR Computational Mathematics and Mathematical Physics 19 (1979),
// 252-256): any 2^k of them that begin at a multiple of 2^k lie one in each of 2^k equal intervals of every
// dimension.
//
// A digital shift adds, bit by bit and without carry, one random number to every point of a dimension. Each shifted
// point is uniformly distributed, the net keeps its order, and the spread of an estimate over several independent
// shifts is its standard error (P. L'Ecuyer and C. Lemieux, Recent advances in randomized quasi-Monte Carlo methods,
// in: Modeling Uncertainty, 2002, 419-474).
package sobol

import (
	_ "embed" // the direction numbers
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Dimensions is how many dimensions there are direction numbers for.
const Dimensions = 1000

// digits is the length of a point's numbers, and with it of the sequence: 2^32 points.
const digits = 32

//go:embed joe-kuo-6.txt
var joeKuo string

// Sequence is the sequence in some dimensions. It does not change and may be shared.
type Sequence struct {
	dimensions int
	// directions has one row for every digit, in it one number for every dimension.
	directions [digits][]uint32
}

// New makes the sequence in so many dimensions. An error says that there are no direction numbers for them.
func New(dimensions int) (*Sequence, error) {
	if dimensions < 0 || dimensions > Dimensions {
		return nil, fmt.Errorf("making a Sobol sequence: there are direction numbers for %d dimensions, not for %d",
			Dimensions, dimensions)
	}
	s := &Sequence{dimensions: dimensions}
	backing := make([]uint32, digits*dimensions)
	for k := range digits {
		s.directions[k] = backing[k*dimensions : (k+1)*dimensions]
	}
	if dimensions == 0 {
		return s, nil
	}
	for k := range digits {
		s.directions[k][0] = 1 << (digits - 1 - k) // the first dimension counts backwards (van der Corput)
	}
	lines := strings.SplitN(joeKuo, "\n", dimensions+1)
	for d := 1; d < dimensions; d++ {
		if err := s.direct(d, lines[d]); err != nil {
			return nil, fmt.Errorf("reading the direction numbers of dimension %d: %w", d+1, err)
		}
	}
	return s, nil
}

// direct fills in the direction numbers of a dimension, counted from 0, from its line "number s a m_1 … m_s".
func (s *Sequence) direct(dimension int, line string) error {
	fields := strings.Fields(line)
	numbers := make([]uint32, len(fields))
	for i, f := range fields {
		x, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return err
		}
		numbers[i] = uint32(x)
	}
	if len(numbers) < 4 || numbers[0] != uint32(dimension+1) || len(numbers) != 3+int(numbers[1]) {
		return fmt.Errorf("%q is not a dimension, a degree, coefficients and as many numbers as the degree", line)
	}
	degree, inner, initial := int(numbers[1]), numbers[2], numbers[3:]
	for k := range digits {
		if k < degree {
			s.directions[k][dimension] = initial[k] << (digits - 1 - k)
			continue
		}
		v := s.directions[k-degree][dimension]
		v ^= v >> degree
		for i := 1; i < degree; i++ {
			if inner>>(degree-1-i)&1 == 1 {
				v ^= s.directions[k-i][dimension]
			}
		}
		s.directions[k][dimension] = v
	}
	return nil
}

// Dimensions is the number of dimensions of the sequence.
func (s *Sequence) Dimensions() int { return s.dimensions }

// Point writes point number i into dst, one number for each dimension, as 32 binary digits after the point.
func (s *Sequence) Point(dst []uint32, i uint32) {
	dst = dst[:s.dimensions]
	clear(dst)
	for gray := i ^ i>>1; gray != 0; gray &= gray - 1 {
		for d, v := range s.directions[bits.TrailingZeros32(gray)] {
			dst[d] ^= v
		}
	}
}

// Uniform is a point's number under a digital shift, strictly between 0 and 1: the middle of its interval of length
// 2^-32.
func Uniform(number, shift uint32) float64 {
	return (float64(number^shift) + 0.5) / (1 << digits)
}
