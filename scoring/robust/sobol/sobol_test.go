package sobol

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The first twelve points, and the last of 32, as SciPy 1.10.1 gives them: qmc.Sobol(1000, scramble=False, bits=32),
// which has the same direction numbers from its own copy.
func TestPointsOfSciPy(t *testing.T) {
	const last = 31
	s, err := New(Dimensions)
	if err != nil {
		t.Fatal(err)
	}
	point := make([]uint32, Dimensions)
	for dimension, want := range map[int][]uint32{
		1: {
			0, 2147483648, 3221225472, 1073741824, 1610612736, 3758096384, 2684354560, 536870912, 805306368,
			2952790016, 4026531840, 1879048192, 134217728,
		},
		2: {
			0, 2147483648, 1073741824, 3221225472, 1610612736, 3758096384, 536870912, 2684354560, 1342177280,
			3489660928, 268435456, 2415919104, 2281701376,
		},
		3: {
			0, 2147483648, 1073741824, 3221225472, 2684354560, 536870912, 3758096384, 1610612736, 4026531840,
			1879048192, 2952790016, 805306368, 3892314112,
		},
		50: {
			0, 2147483648, 3221225472, 1073741824, 1610612736, 3758096384, 2684354560, 536870912, 268435456,
			2415919104, 3489660928, 1342177280, 3087007744,
		},
		256: {
			0, 2147483648, 3221225472, 1073741824, 1610612736, 3758096384, 2684354560, 536870912, 1879048192,
			4026531840, 2952790016, 805306368, 2550136832,
		},
		512: {
			0, 2147483648, 3221225472, 1073741824, 1610612736, 3758096384, 2684354560, 536870912, 805306368,
			2952790016, 4026531840, 1879048192, 3355443200,
		},
		1000: {
			0, 2147483648, 3221225472, 1073741824, 536870912, 2684354560, 3758096384, 1610612736, 4026531840,
			1879048192, 805306368, 2952790016, 402653184,
		},
	} {
		for at, number := range want {
			i := at
			if at == len(want)-1 {
				i = last
			}
			s.Point(point, uint32(i))
			if got := point[dimension-1]; got != number {
				t.Errorf("dimension %d, point %d is %d, want %d", dimension, i, got, number)
			}
		}
	}
}

// Any 2^k points from a multiple of 2^k on lie one in each of 2^k equal intervals, in every dimension, shifted or
// not.
func TestEvenlySpread(t *testing.T) {
	s, err := New(Dimensions)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	const k = 6
	for _, from := range []uint32{0, 1 << k, 37 << k} {
		hits := make([]uint64, Dimensions) // a bit for each interval
		point := make([]uint32, Dimensions)
		shift := random.Uint32()
		for i := range uint32(1 << k) {
			s.Point(point, from+i)
			for d, x := range point {
				u := Uniform(x, shift)
				if !(u > 0 && u < 1) {
					t.Fatalf("dimension %d: %v is not between 0 and 1", d+1, u)
				}
				hits[d] |= 1 << int(u*(1<<k))
			}
		}
		for d, h := range hits {
			if h != math.MaxUint64 {
				t.Errorf("dimension %d from point %d: the intervals hit are %b", d+1, from, h)
			}
		}
	}
}

// Pairs of dimensions are a net too: with the property A that the authors claim for these numbers, the first 2^d
// points of the first d dimensions lie one in each of the 2^d cubes (Joe and Kuo 2008, p. 2638).
func TestPropertyA(t *testing.T) {
	const d = 12
	s, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	seen, point := map[uint32]bool{}, make([]uint32, d)
	for i := range uint32(1 << d) {
		s.Point(point, i)
		cube := uint32(0)
		for _, x := range point {
			cube = cube<<1 | x>>31
		}
		seen[cube] = true
	}
	if len(seen) != 1<<d {
		t.Errorf("the points lie in %d of %d cubes", len(seen), 1<<d)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, d := range []int{-1, Dimensions + 1} {
		if _, err := New(d); err == nil {
			t.Errorf("%d dimensions: no error", d)
		}
	}
	s, err := New(0)
	if err != nil {
		t.Fatal(err)
	}
	s.Point(nil, 5)
	for _, line := range []string{"", "2 1 0", "3 1 0 1", "2 1 0 x", "2 2 0 1"} {
		if err := s.direct(1, line); err == nil {
			t.Errorf("%q: no error", line)
		}
	}
}
