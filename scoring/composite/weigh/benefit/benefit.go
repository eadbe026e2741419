// Package benefit gives every unit the benefit of the doubt: the weights under which it looks best beside all others
// (Melyn & Moesen 1991; Cherchye, Moesen, Rogge & Van Puyenbroeck, Social Indicators Research 82, 2007, pp. 111-145;
// OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Table 19). Who does badly even so cannot blame the
// weights. For each unit c a linear programme is solved,
//
//	max Σ w·I_c   where Σ w·I_k ≤ 1 for every unit k,  w ≥ 0,  low·Σw ≤ w ≤ high·Σw
//
// I being the indicators, more of which is better, none below 0. The score is 1 for a unit that nobody beats under its
// own weights. Without limits most units would put everything on what they do best, and most would get 1; limits on the
// shares keep them to weights that others could accept.
//
// Scores are unique, weights need not be: for many units with the score 1 other weights do as well, and one of them is
// given. What a unit does not know is left out of its own programme: its score is over the indicators it knows, beside
// those who know these too, with the limits widened in the proportion of all to these. The order of the units changes
// no bit.
package benefit

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// Limits bound the share of each weight in their sum. The zero value sets none.
type Limits struct {
	// Low and High are the least and the largest share, 0 to 1; a High of 0 stands for 1.
	Low, High float64
}

// Result is the score and the weights of each unit.
type Result struct {
	// Scores are 0 to 1, and 1 within composite.Tolerance; unknown for a unit that knows no indicator.
	Scores []float64
	// Weights are each unit's own, with the sum 1, 0 for indicators it does not know; nil where there is no score, or
	// where the score is 0 whatever the weights.
	Weights [][]float64
	// Peers are the units that hold each unit down: those with the score 1 under its weights that no programme could
	// do without. A unit with the score 1 holds itself.
	Peers [][]int
}

// OfTheDoubt finds the score and the weights of each unit. columns are the indicators, one entry per unit. The time
// goes with the square of the number of units, and each programme with the indicators as well: a second or two for 500 units
// and 50 indicators, minutes for 5,000. An error names a value below 0 or infinite, limits that no weights can keep, or
// a programme that could not be solved.
func OfTheDoubt(columns [][]float64, limits Limits) (*Result, error) {
	if err := check(columns, &limits); err != nil {
		return nil, fmt.Errorf("giving the benefit of the doubt: %w", err)
	}
	units := len(columns[0])
	r := &Result{Scores: make([]float64, units), Weights: make([][]float64, units), Peers: make([][]int, units)}
	rows := make([][]float64, units)
	for u := range rows {
		for _, c := range columns {
			rows[u] = append(rows[u], c[u])
		}
	}
	// Units that know the same indicators are measured beside the same others.
	groups := map[string][]int{}
	var patterns []string
	for u, row := range rows {
		p := pattern(row)
		if groups[p] == nil {
			patterns = append(patterns, p)
		}
		groups[p] = append(groups[p], u)
	}
	slices.Sort(patterns)
	for _, p := range patterns {
		if err := r.group(rows, groups[p], limits); err != nil {
			return nil, fmt.Errorf("giving the benefit of the doubt: %w", err)
		}
	}
	return r, nil
}

func check(columns [][]float64, limits *Limits) error {
	if len(columns) == 0 || len(columns[0]) == 0 {
		return errors.New("there are no indicators or no units")
	}
	for i, c := range columns {
		if len(c) != len(columns[0]) {
			return fmt.Errorf("indicator %d has %d units and indicator 1 has %d", i+1, len(c), len(columns[0]))
		}
		for u, x := range c {
			if x < 0 || math.IsInf(x, 0) {
				return fmt.Errorf("unit %d has %v in indicator %d; want finite numbers of 0 or above, as after min_max", u+1, x, i+1)
			}
		}
	}
	if limits.High == 0 {
		limits.High = 1
	}
	k := float64(len(columns))
	if !(limits.Low >= 0 && limits.High <= 1 && limits.Low <= limits.High) ||
		limits.Low*k > 1+composite.Tolerance || limits.High*k < 1-composite.Tolerance {
		return fmt.Errorf("no %d shares from %v to %v sum to 1", len(columns), limits.Low, limits.High)
	}
	return nil
}

// pattern says which indicators a unit knows.
func pattern(row []float64) string {
	p := make([]byte, len(row))
	for i, x := range row {
		p[i] = '0'
		if composite.IsKnown(x) {
			p[i] = '1'
		}
	}
	return string(p)
}

// group solves the programmes of units that know the same indicators.
func (r *Result) group(rows [][]float64, members []int, limits Limits) error {
	var known []int
	for i, x := range rows[members[0]] {
		if composite.IsKnown(x) {
			known = append(known, i)
		}
	}
	if len(known) == 0 {
		for _, u := range members {
			r.Scores[u] = composite.Unknown
		}
		return nil
	}
	widened := float64(len(rows[0])) / float64(len(known))
	limits.Low, limits.High = min(limits.Low*widened, 1/float64(len(known))), min(limits.High*widened, 1)
	others := beside(rows, known)
	front := frontier(others)
	scale := scales(front, limits)
	p := newProgramme(front, scale, limits)
	for _, u := range members {
		own := make([]float64, len(known))
		for i, at := range known {
			own[i] = rows[u][at] / scale[i]
		}
		score, weights, duals, err := p.solve(own)
		if err != nil {
			return fmt.Errorf("unit %d: %w", u+1, err)
		}
		if score >= 1-composite.Tolerance {
			score = 1
		}
		r.Scores[u] = max(score, 0)
		// In the indicators' own units, as multiples of one that is used, so that no quotient overflows.
		unit := math.Inf(1)
		for i, w := range weights {
			if w > 0 {
				unit = min(unit, scale[i])
			}
		}
		sum := 0.0
		for i := range weights {
			weights[i] *= unit / scale[i]
			sum += weights[i]
		}
		if !(sum > 0) || score == 0 {
			continue
		}
		r.Weights[u] = make([]float64, len(rows[u]))
		for i, at := range known {
			r.Weights[u][at] = weights[i] / sum
		}
		for k, d := range duals {
			if d > 1e-9 {
				r.Peers[u] = append(r.Peers[u], front[k].units...)
			}
		}
		slices.Sort(r.Peers[u])
	}
	return nil
}

// point is what one or more units have in the indicators that are known.
type point struct {
	values []float64
	units  []int
}

// beside gives the units that know all the indicators, those with the same values together, in rising order of their
// values, so that the order of the units shows nowhere.
func beside(rows [][]float64, known []int) []point {
	var out []point
	for u, row := range rows {
		p := point{units: []int{u}}
		for _, at := range known {
			p.values = append(p.values, row[at])
		}
		if !slices.ContainsFunc(p.values, math.IsNaN) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b point) int { return slices.Compare(a.values, b.values) })
	var merged []point
	for _, p := range out {
		if last := len(merged) - 1; last >= 0 && slices.Equal(merged[last].values, p.values) {
			merged[last].units = append(merged[last].units, p.units...)
		} else {
			merged = append(merged, p)
		}
	}
	return merged
}

// frontier leaves out whom another beats or equals everywhere: weights of 0 or more hold them down as well.
func frontier(points []point) []point {
	var out []point
	for i, p := range points {
		beaten := slices.ContainsFunc(points, func(q point) bool { return dominates(q.values, p.values) })
		if !beaten {
			out = append(out, points[i])
		}
	}
	return out
}

// dominates reports whether a is nowhere less than b and somewhere more.
func dominates(a, b []float64) bool {
	more := false
	for i := range a {
		if a[i] < b[i] {
			return false
		}
		more = more || a[i] > b[i]
	}
	return more
}

// scales are what the indicators are divided by to lie between 0 and 1: each by its own largest value, or all by the
// same where shares of the weights are limited, which another unit for one of them would change.
func scales(front []point, limits Limits) []float64 {
	out := make([]float64, len(front[0].values))
	largest := 0.0
	for _, p := range front {
		for i, x := range p.values {
			out[i] = max(out[i], x)
			largest = max(largest, x)
		}
	}
	for i := range out {
		if limits.limited() {
			out[i] = largest
		}
		if out[i] == 0 {
			out[i] = 1
		}
	}
	return out
}

func (l Limits) limited() bool { return l.Low > 0 || l.High < 1 }
