package order

import (
	"cmp"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// search is the outranking matrix of the units in an order of its own, so that theirs shows nowhere.
type search struct {
	units []int // by place in the search
	over  [][]float64
	alike []int // the first unit with the very same values
}

// newSearch puts the units in order by their duels, then by their flows, then by their values; who is the same in all
// is the same in everything.
func newSearch(t *table) *search {
	units := t.units
	n := len(units)
	over := make([][]float64, n)
	duels, flows := make([]int, n), make([]float64, n)
	for i := range over {
		over[i] = make([]float64, n)
	}
	for i, a := range units {
		for j, b := range units[:i] {
			over[i][j], over[j][i] = t.over(a, b)
		}
	}
	for i := range over {
		flows[i] = describe.Sum(over[i])
		for j := range over[i] {
			if i != j && over[i][j] >= 0.5-composite.Tolerance {
				duels[i]++
			}
		}
	}
	values := func(i, j int) int {
		return slices.Compare(t.rows[units[j]], t.rows[units[i]]) // NaN comes last
	}
	places := make([]int, n)
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int {
		return cmp.Or(cmp.Compare(duels[j], duels[i]), cmp.Compare(flows[j], flows[i]), values(i, j))
	})
	s := &search{units: make([]int, n), over: make([][]float64, n), alike: make([]int, n)}
	for v, i := range places {
		s.units[v] = units[i]
		s.over[v] = make([]float64, n)
		for w, j := range places {
			s.over[v][w] = over[i][j]
		}
		if s.alike[v] = v; v > 0 && values(places[v-1], i) == 0 {
			s.alike[v] = s.alike[v-1]
		}
	}
	return s
}

// blocks cuts the order of the search where each unit before beats each behind. That order keeps blocks together: a
// unit of a better one has more duels not lost than any of a worse one.
func (s *search) blocks() [][]int {
	var out [][]int
	var block []int
	reach := 0 // the last unit that does not lose to one of the block
	for v := range s.units {
		if v > reach {
			out, block = append(out, block), nil
			reach = v
		}
		block = append(block, v)
		for w := len(s.units) - 1; w > reach; w-- {
			if s.over[w][v] >= 0.5-composite.Tolerance {
				reach = w
			}
		}
		reach = max(reach, v)
	}
	if block != nil {
		out = append(out, block)
	}
	return out
}

// agreement is the sum of the entries of each unit over those behind it.
func (s *search) agreement(order []int) float64 {
	sum := 0.0
	for i, v := range order {
		for _, w := range order[i+1:] {
			sum += s.over[v][w]
		}
	}
	return sum
}

// sums gives the agreement of the first order, of units, and the bound.
func (s *search) sums(orders [][]int) (agreement, bound float64) {
	place := map[int]int{}
	if len(orders) > 0 {
		for i, u := range orders[0] {
			place[u] = i
		}
	}
	for v := range s.units {
		for w := range v {
			forth, back := s.over[v][w], s.over[w][v]
			bound += max(forth, back)
			if place[s.units[v]] < place[s.units[w]] {
				agreement += forth
			} else {
				agreement += back
			}
		}
	}
	return agreement, bound
}
