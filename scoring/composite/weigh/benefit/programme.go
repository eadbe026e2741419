package benefit

import (
	"errors"
	"math"

	"siap/scoring/composite"
)

const (
	// gain is the least a step must bring per unit of a weight to be taken.
	gain = 1e-11
	// pivotal is the least an entry must be to pivot on.
	pivotal = 1e-10
	// level is the difference up to which two ratios are the same.
	level = 1e-12
)

// programme is the linear programme of one group of units but for its objective: max o·w where rows·w ≤ bounds, w ≥ 0.
// Least shares are taken out of it: with w = (1 − n·low)·x + low·Σx every x ≥ 0 keeps them, and only x is looked for.
// All bounds are 1 or 0, so x = 0 is where the simplex method starts. The first rows are the units of the frontier.
type programme struct {
	rows   [][]float64
	bounds []float64
	units  int
	low    float64
}

func newProgramme(front []point, scale []float64, limits Limits) *programme {
	k := len(scale)
	p := &programme{units: len(front), low: limits.Low}
	for _, f := range front {
		row := make([]float64, k)
		for i, x := range f.values {
			row[i] = x / scale[i]
		}
		p.rows, p.bounds = append(p.rows, p.ofX(row)), append(p.bounds, 1)
	}
	// w ≤ high·Σw is x ≤ h·Σx. Where the least shares leave nothing over, all weights are the same.
	rest := 1 - float64(k)*limits.Low
	if limits.High == 1 || rest < composite.Tolerance {
		return p
	}
	h := (limits.High - limits.Low) / rest
	for i := range k {
		row := make([]float64, k)
		for j := range k {
			row[j] = -h
		}
		row[i]++
		p.rows, p.bounds = append(p.rows, row), append(p.bounds, 0)
	}
	return p
}

// ofX turns coefficients of w into those of x, and x into w: the two are the same.
func (p *programme) ofX(w []float64) []float64 {
	sum := 0.0
	for _, c := range w {
		sum += c
	}
	out := make([]float64, len(w))
	for i, c := range w {
		out[i] = (1-float64(len(w))*p.low)*c + p.low*sum
	}
	return out
}

// solve maximises objective·w and gives the value, w, and the dual of each unit of the frontier. It is the simplex
// method on a tableau of the columns outside the basis (Dantzig, Linear Programming and Extensions, 1963). The column
// of the largest gain enters; after a step that brought nothing it is the first that gains, and of the rows that allow
// the least the one whose variable comes first leaves, until a step brings something: so it cannot go round in a circle
// (Bland, Mathematics of Operations Research 2, 1977, pp. 103-107).
func (p *programme) solve(objective []float64) (value float64, w, duals []float64, err error) {
	n, m := len(objective), len(p.rows)
	// Variables 0 to n-1 are the weights, n+i is the slack of row i.
	table, bounds := make([][]float64, m), append([]float64(nil), p.bounds...)
	basis, outside := make([]int, m), make([]int, n)
	for i, row := range p.rows {
		table[i] = append([]float64(nil), row...)
		basis[i] = n + i
	}
	reduced := p.ofX(objective)
	for j := range outside {
		outside[j] = j
	}
	cautious := false
	for steps := 0; ; steps++ {
		if steps > 200*(n+m) {
			return 0, nil, nil, errors.New("its linear programme did not end; look for values of very different size")
		}
		enter := -1
		for j, g := range reduced {
			if g > gain && (enter < 0 || (cautious && outside[j] < outside[enter]) || (!cautious && g > reduced[enter])) {
				enter = j
			}
		}
		if enter < 0 {
			break
		}
		leave, least := -1, math.Inf(1)
		for i, row := range table {
			if row[enter] <= pivotal {
				continue
			}
			ratio := bounds[i] / row[enter]
			switch {
			case leave < 0 || ratio < least-level:
				leave, least = i, ratio
			case ratio <= least+level && better(table, basis, i, leave, enter, cautious):
				leave, least = i, min(ratio, least)
			}
		}
		if leave < 0 {
			// Every gain is bounded, for the unit itself is among the rows or behind one of them.
			reduced[enter] = 0
			continue
		}
		step := max(0, bounds[leave]/table[leave][enter])
		cautious = step*reduced[enter] <= level
		value += step * reduced[enter]
		pivot(table, bounds, reduced, leave, enter)
		basis[leave], outside[enter] = outside[enter], basis[leave]
	}
	w, duals = make([]float64, n), make([]float64, p.units)
	for i, v := range basis {
		if v < n {
			w[v] = max(0, bounds[i])
		}
	}
	w = p.ofX(w)
	for j, v := range outside {
		if row := v - n; row >= 0 && row < p.units {
			duals[row] = max(0, -reduced[j])
		}
	}
	value = 0
	for i, o := range objective {
		value += o * w[i]
	}
	return value, w, duals, nil
}

// better says which of two rows that allow the same leaves: the one with the larger pivot, for the digits, or being
// cautious the one whose variable comes first.
func better(table [][]float64, basis []int, i, leave, enter int, cautious bool) bool {
	if cautious {
		return basis[i] < basis[leave]
	}
	return table[i][enter] > table[leave][enter]
}

// pivot exchanges the variable of a row with that of a column.
func pivot(table [][]float64, bounds, reduced []float64, leave, enter int) {
	row := table[leave]
	inverse := 1 / row[enter]
	row[enter] = 1
	for j := range row {
		row[j] *= inverse
	}
	bounds[leave] = max(0, bounds[leave]*inverse)
	for i, other := range table {
		f := other[enter]
		if i == leave || f == 0 {
			continue
		}
		other[enter] = 0
		for j, x := range row {
			other[j] -= f * x
		}
		if bounds[i] -= f * bounds[leave]; bounds[i] < level {
			bounds[i] = max(0, bounds[i])
		}
	}
	f := reduced[enter]
	reduced[enter] = 0
	for j, x := range row {
		reduced[j] -= f * x
	}
}
