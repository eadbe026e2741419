package weigh

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// slope is the gradient, as a share of the largest at the start, under which nothing is gained by going on.
const slope = 1e-11

// nonNegative finds the x ≥ 0 for which |a·x − b| is least (the active sets of Lawson & Hanson, Solving Least Squares
// Problems, 1974, p. 161). Where columns depend on each other there are several; then it is one in which some of these
// stay 0.
func nonNegative(a [][]float64, b []float64) ([]float64, error) {
	k := len(a[0])
	// Columns of length 1 keep small ones from drowning.
	unit, lengths := mat.NewDense(len(a), k, nil), make([]float64, k)
	for j := range k {
		for _, row := range a {
			lengths[j] = math.Hypot(lengths[j], row[j])
		}
		for i, row := range a {
			if lengths[j] > 0 {
				unit.Set(i, j, row[j]/lengths[j])
			}
		}
	}
	gradient := func(x []float64) []float64 {
		rest := mat.NewVecDense(len(b), append([]float64(nil), b...))
		var fitted, g mat.VecDense
		fitted.MulVec(unit, mat.NewVecDense(k, x))
		rest.SubVec(rest, &fitted)
		g.MulVec(unit.T(), rest)
		return g.RawVector().Data
	}
	x, free, idle := make([]float64, k), make([]bool, k), make([]bool, k)
	enough := 0.0
	for _, g := range gradient(x) {
		enough = max(enough, slope*math.Abs(g))
	}
	for range 30 * k {
		// The bound that gives way is the one behind which most is to be gained.
		best, most := -1, enough
		for i, g := range gradient(x) {
			if !free[i] && !idle[i] && g > most {
				best, most = i, g
			}
		}
		if best < 0 {
			for j := range x {
				if lengths[j] > 0 {
					x[j] /= lengths[j]
				}
			}
			return x, nil
		}
		free[best] = true
		// What did not move by being set free was freed by rounding alone, or depends on those that are free; it waits
		// until something else has moved.
		if moved := settle(unit, b, x, free); moved {
			clear(idle)
		} else {
			free[best], idle[best] = false, true
		}
	}
	return nil, errors.New("the weights did not settle; leave out indicators that say the same")
}

// settle moves x to the least squares of the free columns, and where some would fall below 0, stops there, binds them
// and goes on with the rest. It reports whether x has moved.
func settle(unit *mat.Dense, b, x []float64, free []bool) bool {
	moved := false
	for {
		z, ok := solveFree(unit, b, free)
		if !ok {
			return moved
		}
		part, first := 1.0, -1
		for i := range x {
			if free[i] && z[i] <= 0 {
				if p := x[i] / (x[i] - z[i]); first < 0 || p < part {
					part, first = p, i
				}
			}
		}
		if first < 0 {
			copy(x, z)
			return true
		}
		moved = moved || part > 0
		for i := range x {
			if free[i] {
				x[i] = max(0, x[i]+part*(z[i]-x[i]))
			}
		}
		x[first], free[first] = 0, false
	}
}

// solveFree solves the least squares of the free columns; the other unknowns are 0. False where the free columns
// depend on each other.
func solveFree(unit *mat.Dense, b []float64, free []bool) ([]float64, bool) {
	out := make([]float64, len(free))
	var at []int
	for i, f := range free {
		if f {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return out, true
	}
	part := mat.NewDense(len(b), len(at), nil)
	for p, j := range at {
		part.SetCol(p, mat.Col(nil, j, unit))
	}
	var qr mat.QR
	qr.Factorize(part)
	if qr.Cond() > 1e12 {
		return nil, false
	}
	var solved mat.VecDense
	if err := qr.SolveVecTo(&solved, false, mat.NewVecDense(len(b), b)); err != nil {
		return nil, false
	}
	for p, j := range at {
		out[j] = solved.AtVec(p)
	}
	return out, true
}
