package coherence

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// order has the place of each unit's value among the different ones, from 0, and -1 where it is unknown.
type order struct {
	places []int
	unique int
}

// inOrder puts a column in order. Values that are the same as the lowest of their group share its place.
func inOrder(x []float64) order {
	o := order{places: make([]int, len(x))}
	var known []int
	for u, v := range x {
		o.places[u] = -1
		if composite.IsKnown(v) {
			known = append(known, u)
		}
	}
	slices.SortFunc(known, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	lowest := 0.0
	for i, u := range known {
		if i == 0 || !composite.Same(lowest, x[u]) {
			lowest = x[u]
			o.unique++
		}
		o.places[u] = o.unique - 1
	}
	return o
}

// pairing is one column of a pair, with the units that both have.
type pairing struct {
	order
	ranks  []float64
	sorted []int
	counts []int // of each place
}

// share fills a and b with the places of the units that both columns have.
func share(a, b *pairing, x, y *order) {
	a.places, b.places = a.places[:0], b.places[:0]
	a.unique, b.unique = x.unique, y.unique
	for u, i := range x.places {
		if j := y.places[u]; i >= 0 && j >= 0 {
			a.places, b.places = append(a.places, i), append(b.places, j)
		}
	}
	a.count()
	b.count()
}

// count counts how often each place stands in the order.
func (p *pairing) count() {
	p.counts = slices.Grow(p.counts[:0], p.unique)[:p.unique]
	clear(p.counts)
	for _, o := range p.places {
		p.counts[o]++
	}
}

// rank gives the units their ranks, ties the mean of theirs.
func (p *pairing) rank() {
	below := 0
	middle := make([]float64, p.unique)
	for o, n := range p.counts {
		middle[o] = float64(below) + float64(n+1)/2
		below += n
	}
	p.ranks = p.ranks[:0]
	for _, o := range p.places {
		p.ranks = append(p.ranks, middle[o])
	}
}

func spearman(a, b *pairing) (r, p float64) {
	a.rank()
	b.rank()
	r, n := describe.Correlation(a.ranks, b.ranks)
	r = settled(r)
	return r, studentP(r, n)
}

func kendall(a, b *pairing) (r, p float64) {
	n := len(a.places)
	all, inX, inY := pairs(n), sum(a.counts, pairs), sum(b.counts, pairs)
	x, y := byFirst(a, b)
	both := 0.0 // pairs tied in both
	for start := 0; start < n; {
		end := start + 1
		for end < n && x[end] == x[start] && y[end] == y[start] {
			end++
		}
		both += pairs(end - start)
		start = end
	}
	discordant := float64(inversions(y, x)) // x has served
	s := all - inX - inY + both - 2*discordant
	r = settled(s / (math.Sqrt(all-inX) * math.Sqrt(all-inY)))
	if n < 3 {
		return r, composite.Unknown
	}
	if inX == 0 && inY == 0 && n < 50 {
		return r, exactP(n, int(math.Round(s)))
	}
	return r, normalP(s, n, a.counts, b.counts)
}

// byFirst gives the places of both columns, sorted by the first and, where it is tied, by the second: by counting, the
// second first.
func byFirst(a, b *pairing) (x, y []int) {
	n := len(a.places)
	x, y = slices.Grow(a.sorted[:0], n)[:n], slices.Grow(b.sorted[:0], n)[:n]
	a.sorted, b.sorted = x, y
	units := make([]int, n)
	next := starts(b.counts)
	for u, o := range b.places {
		units[next[o]] = u
		next[o]++
	}
	next = starts(a.counts)
	for _, u := range units {
		at := &next[a.places[u]]
		x[*at], y[*at] = a.places[u], b.places[u]
		*at++
	}
	return x, y
}

// starts gives where the units of each place begin.
func starts(counts []int) []int {
	out, before := make([]int, len(counts)), 0
	for o, n := range counts {
		out[o] = before
		before += n
	}
	return out
}

func pairs(n int) float64 { return float64(n) * float64(n-1) / 2 }

func sum(sizes []int, f func(int) float64) float64 {
	total := 0.0
	for _, n := range sizes {
		total += f(n)
	}
	return total
}

// inversions counts the pairs in falling order by merge sort; x is sorted afterwards.
func inversions(x, spare []int) int {
	if len(x) < 2 {
		return 0
	}
	middle := len(x) / 2
	left, right := x[:middle], x[middle:]
	count := inversions(left, spare) + inversions(right, spare)
	merged := spare[:0]
	for len(left) > 0 && len(right) > 0 {
		if right[0] < left[0] {
			count += len(left)
			merged, right = append(merged, right[0]), right[1:]
			continue
		}
		merged, left = append(merged, left[0]), left[1:]
	}
	merged = append(append(merged, left...), right...)
	copy(x, merged)
	return count
}

// exactP is the two-sided probability of C-D = s among the n! orders without ties: the orders of n things with k
// inversions are those of n-1 things with k-n+1 to k (M. G. Kendall, Rank Correlation Methods, 1970, ch. 5).
func exactP(n, s int) float64 {
	most := n * (n - 1) / 2
	share := make([]float64, most+1)
	share[0] = 1
	cumulated := make([]float64, most+2)
	for m := 2; m <= n; m++ {
		for k, p := range share {
			cumulated[k+1] = cumulated[k] + p
		}
		for k := range share {
			share[k] = (cumulated[k+1] - cumulated[max(0, k-m+1)]) / float64(m)
		}
	}
	// D = (most - s)/2 inversions or fewer have C-D = |s| or more.
	tail := 0.0
	for k := 0; k <= (most-max(s, -s))/2; k++ {
		tail += share[k]
	}
	return min(1, 2*tail)
}

// normalP is the two-sided probability of C-D = s by its variance under ties.
func normalP(s float64, n int, tiesX, tiesY []int) float64 {
	third := func(t int) float64 { return float64(t) * float64(t-1) * float64(2*t+5) }
	triples := func(t int) float64 { return float64(t) * float64(t-1) * float64(t-2) }
	variance := (third(n)-sum(tiesX, third)-sum(tiesY, third))/18 +
		2*sum(tiesX, pairs)*sum(tiesY, pairs)/(float64(n)*float64(n-1)) +
		sum(tiesX, triples)*sum(tiesY, triples)/(9*float64(n)*float64(n-1)*float64(n-2))
	if !(variance > 0) {
		return composite.Unknown
	}
	return min(1, 2*distuv.UnitNormal.Survival(math.Abs(s)/math.Sqrt(variance)))
}
