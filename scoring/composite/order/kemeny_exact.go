package order

import (
	"math"
	"math/bits"
	"slices"

	"siap/scoring/composite"
)

// partial is what is found for one block: scores within it, in the block's order, and its best orders.
type partial struct {
	scores []float64
	orders [][]int
	count  uint64
}

// exact finds all best orders of a block by the best orders of its subsets: best[S] is the most that can be had by
// putting the units of S first, rest[S] the most by the order of the others behind.
func (s *search) exact(block []int) partial {
	k := len(block)
	full := 1<<k - 1
	tol := composite.Tolerance * float64(k)
	// gain is what putting unit a next brings: its entries over all that are neither in set nor a.
	gain := func(set, a int) float64 {
		sum := 0.0
		for left := full &^ set &^ (1 << a); left != 0; left &= left - 1 {
			sum += s.over[block[a]][block[bits.TrailingZeros(uint(left))]]
		}
		return sum
	}
	best, rest := make([]float64, full+1), make([]float64, full+1)
	before, after := make([]float64, full+1), make([]float64, full+1) // how many orders of that kind
	for set := 1; set <= full; set++ {
		best[set] = math.Inf(-1)
	}
	before[0], after[full] = 1, 1
	gains := make([]float64, k)
	for set := range full {
		for a := range k {
			if set>>a&1 == 0 {
				with := set | 1<<a
				switch sum := best[set] + gain(set, a); {
				case sum > best[with]+tol:
					best[with], before[with] = sum, before[set]
				case sum >= best[with]-tol:
					best[with] = max(best[with], sum)
					before[with] += before[set]
				}
			}
		}
	}
	for set := full - 1; set >= 0; set-- {
		rest[set] = math.Inf(-1)
		for a := range k {
			if set>>a&1 == 0 {
				gains[a] = gain(set, a) + rest[set|1<<a]
				rest[set] = max(rest[set], gains[a])
			}
		}
		for a := range k {
			if set>>a&1 == 0 && gains[a] >= rest[set]-tol {
				after[set] += after[set|1<<a]
			}
		}
	}
	// onTheWay reports whether a best order puts the units of set first and then a.
	onTheWay := func(set, a int) bool {
		return best[set]+gain(set, a)+rest[set|1<<a] >= best[full]-2*tol
	}
	p := partial{scores: make([]float64, k), count: uint64(before[full])}
	total := 0.0
	for set := range full {
		for a := range k {
			if set>>a&1 == 0 && onTheWay(set, a) {
				orders := before[set] * after[set|1<<a]
				p.scores[a] += orders * float64(k-1-bits.OnesCount(uint(set)))
				if set == 0 {
					total += orders
				}
			}
		}
	}
	for a := range p.scores {
		p.scores[a] /= total
	}
	var write func(set int, order []int)
	write = func(set int, order []int) {
		if set == full {
			p.orders = append(p.orders, slices.Clone(order))
			return
		}
		for a := range k {
			if len(p.orders) < listed && set>>a&1 == 0 && onTheWay(set, a) {
				write(set|1<<a, append(order, block[a]))
			}
		}
	}
	write(0, nil)
	return p
}
