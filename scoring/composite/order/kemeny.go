package order

import (
	"fmt"
	"math/bits"
	"slices"

	"siap/scoring/composite"
)

const (
	// exactly is how many units are ordered exactly where nothing is stated, and mostExactly how many may be.
	exactly     = 12
	mostExactly = 16
	// mostUnits is how many units can be put in order; the matrix grows with their square.
	mostUnits = 2000
	// listed is how many of the best orders are written out.
	listed = 24
)

// Kemeny finds the order of all units that most of the weight agrees with, pair by pair: the order with the largest sum
// of Outrank's entries of the units before over those behind (Condorcet 1785, Kemeny 1959, Young & Levenglick 1978; Munda
// & Nardo 2009 as for Outrank). A unit's score is the number of units behind it, from 0 to n-1, and the mean of it over
// all best orders where there are several, so that a circle of three is a tie and not whoever stands first in the file.
//
// Units fall into blocks of which each unit of the one beats each of the next; every best order keeps the blocks in
// order (Truchon, Cahier 9813, Université Laval, 1998), so only within a block is there anything to search. A block up
// to Exact units is solved exactly, by dynamic programming over its subsets (Held & Karp 1962, for this use Betzler et
// al., Theoretical Computer Science 410, 2009, pp. 4554-4570). A larger one starts in the order of Copeland, and of
// Borda, and units are moved to where they fit best until none can be; the better of the two stands, with the bound
// that no order can exceed, so that it is known how much may be missing.
type Kemeny struct {
	// Exact is how many units of a block are ordered exactly; 0 stands for 12. At most 16.
	Exact int
}

var _ Method = Kemeny{}

// Best is what Kemeny finds.
type Best struct {
	// Orders are the best orders, the first unit first, up to 24 of them; one where the search was not exact. Units that
	// know nothing are in none.
	Orders [][]int
	// Count is how many best orders there are; 0 where the search was not exact. From 2^63 on it stays there.
	Count uint64
	// Agreement is the sum of the outranking entries of each order, Bound what no order can exceed: for every pair the
	// larger of the two entries. Where they are equal the order is best, however it was found.
	Agreement, Bound float64
	// Exact reports whether every block was ordered exactly. Blocks are their sizes, the best block first.
	Exact  bool
	Blocks []int

	scores []float64
}

// Score implements Method. An error also names more than 2,000 units.
func (m Kemeny) Score(criteria []Criterion) (*Result, error) {
	best, err := m.Order(criteria)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, x := range best.scores {
		if composite.IsKnown(x) {
			n++
		}
	}
	return &Result{Scores: best.scores, Scale: composite.Scale{Max: float64(max(n-1, 1))}}, nil
}

// Order finds the best orders. Errors are those of Score.
func (m Kemeny) Order(criteria []Criterion) (*Best, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	limit := m.Exact
	if limit == 0 {
		limit = exactly
	}
	if limit < 1 || limit > mostExactly {
		return nil, fmt.Errorf("finding the best order: %d units of a block cannot be ordered exactly; take 1 to %d", limit, mostExactly)
	}
	if len(t.units) > mostUnits {
		return nil, fmt.Errorf("finding the best order: %d units are more than %d; take copeland or borda", len(t.units), mostUnits)
	}
	s := newSearch(t)
	best := &Best{Count: 1, Exact: true, scores: blank(len(criteria[0].Values))}
	orders := [][]int{nil}
	behind := len(t.units)
	for _, block := range s.blocks() {
		behind -= len(block)
		best.Blocks = append(best.Blocks, len(block))
		var part partial
		if len(block) <= limit {
			part = s.exact(block)
			best.Count = times(best.Count, part.count)
		} else {
			part = s.local(block)
			best.Exact, best.Count = false, 0
		}
		for i, v := range block {
			best.scores[s.units[v]] = float64(behind) + part.scores[i]
		}
		orders = join(orders, part.orders, func(v int) int { return s.units[v] })
	}
	best.Orders = orders
	if len(t.units) == 0 {
		best.Orders, best.Count = nil, 0
	}
	if !best.Exact {
		best.Orders = best.Orders[:1]
	}
	best.Agreement, best.Bound = s.sums(best.Orders)
	return best, nil
}

// join appends every order of a block to every order so far, as long as they are few enough to be listed.
func join(orders, block [][]int, unit func(v int) int) [][]int {
	var out [][]int
	for _, o := range orders {
		for _, b := range block {
			if len(out) == listed {
				return out
			}
			whole := slices.Clone(o)
			for _, v := range b {
				whole = append(whole, unit(v))
			}
			out = append(out, whole)
		}
	}
	return out
}

// times multiplies counts, up to 2^63.
func times(a, b uint64) uint64 {
	if high, low := bits.Mul64(a, b); high == 0 && low < 1<<63 {
		return low
	}
	return 1 << 63
}

// Agreement is the sum, over all pairs of an order, of the outranking entry of the unit before over the unit behind: what
// Kemeny makes as large as can be. It is unknown where the order names a unit that the matrix does not have.
func Agreement(outrank [][]float64, order []int) float64 {
	sum := 0.0
	for i, a := range order {
		for _, b := range order[i+1:] {
			if a < 0 || b < 0 || a >= len(outrank) || b >= len(outrank[a]) {
				return composite.Unknown
			}
			sum += outrank[a][b]
		}
	}
	return sum
}
