package compare

import (
	"slices"
	"sort"

	"siap/scoring/composite"
)

// field is a set of scores that a unit is placed among.
type field struct {
	// values are the distinct scores, the highest first; before[k] is how many units stand above values[k], and the last
	// entry of before is how many there are.
	values []float64
	before []int
	tol    float64
}

// newField makes a field of scores; unknown ones are left out.
func newField(scores []float64, tol float64) *field {
	known := slices.DeleteFunc(slices.Clone(scores), func(x float64) bool { return !composite.IsKnown(x) })
	slices.SortFunc(known, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	f := &field{tol: tol}
	for i, x := range known {
		if i == 0 || x != known[i-1] {
			f.values, f.before = append(f.values, x), append(f.before, i)
		}
	}
	f.before = append(f.before, len(known))
	return f
}

// place gives the place, as "1224", of a score among the field without one score of it, own, which is NaN for none. Tied
// is who lies within the tolerance of the best of the tie, as in composite/rank.
func (f *field) place(score, own float64) int {
	k := sort.Search(len(f.values), func(i int) bool { return f.values[i] <= score })
	above := f.before[k]
	// Ties begin at most as far up as scores follow each other within the tolerance.
	type group struct {
		value float64
		above int
	}
	var chain []group
	lower := score
	for j := k - 1; j >= 0; j-- {
		count := f.before[j+1] - f.before[j]
		if f.values[j] == own {
			if count == 1 {
				continue
			}
		}
		if f.values[j]-lower > f.tol {
			break
		}
		chain, lower = append(chain, group{f.values[j], f.before[j]}), f.values[j]
	}
	out := func(above int, value float64) int {
		if composite.IsKnown(own) && own > value {
			above--
		}
		return above + 1
	}
	if len(chain) == 0 {
		return out(above, score)
	}
	best := chain[len(chain)-1]
	for j := len(chain) - 1; j >= 0; j-- {
		if best.value-chain[j].value > f.tol {
			best = chain[j]
		}
	}
	if best.value-score <= f.tol {
		return out(best.above, best.value)
	}
	return out(above, score)
}
