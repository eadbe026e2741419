package normalise

import (
	"sort"

	"siap/scoring/composite"
)

// order is the values that were fitted, as what ranks are counted from.
type order struct {
	values []float64 // the different values, rising
	upTo   []int     // how many of the fitted values lie at or below each of them
}

// inOrder counts sorted values.
func inOrder(known []float64) order {
	var o order
	for i, x := range known {
		if last := len(o.values) - 1; last < 0 || !composite.Same(o.values[last], x) {
			o.values, o.upTo = append(o.values, x), append(o.upTo, i+1)
		} else {
			o.upTo[last] = i + 1
		}
	}
	return o
}

// n is how many values were fitted.
func (o order) n() int {
	if len(o.upTo) == 0 {
		return 0
	}
	return o.upTo[len(o.upTo)-1]
}

// count gives how many fitted values lie below x and how many are the same.
func (o order) count(x float64) (below, equal int) {
	i := sort.Search(len(o.values), func(i int) bool { return o.values[i] >= x || composite.Same(o.values[i], x) })
	if i > 0 {
		below = o.upTo[i-1]
	}
	if i < len(o.values) && composite.Same(o.values[i], x) {
		equal = o.upTo[i] - below
	}
	return below, equal
}

// place gives the rank of x less 1, from 0 to n − 1, counted from the largest value with down.
func (o order) place(x float64, ties Ties, down bool) float64 {
	below, equal := o.count(x)
	if down {
		below = o.n() - below - equal
	}
	place := float64(below)
	switch ties {
	case MeanOfTies:
		place += float64(equal-1) / 2
	case HighestOfTies:
		place += float64(equal - 1)
	case LowestOfTies:
	}
	return min(max(place, 0), float64(o.n()-1))
}
