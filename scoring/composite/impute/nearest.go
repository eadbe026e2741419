package impute

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// Nearest fills in the mean or the median of the units most like the one that does not know (Troyanskaya et al.,
// Bioinformatics 17, 2001, pp. 520-525). How far two units are apart is measured on the columns that both know,
//
//	d = √( Σ ((a − b)/span)² / number of these columns )
//
// each column in shares of its span (Gower, Biometrics 27, 1971, pp. 857-871), so 0 is the same everywhere and 1 at
// opposite ends everywhere. Columns that do not vary tell nothing and do not count. Units as far away as the last
// neighbour are neighbours too, so there may be more than were asked for: who stands first in the file must not decide.
type Nearest struct {
	// Neighbours is how many are looked for; 0 stands for 5.
	Neighbours int
	// Shared is how many columns two units must both know to be compared; 0 stands for 1.
	Shared int
	// Median takes the median of the neighbours; else it is the mean.
	Median bool
}

var _ Method = Nearest{}

// closeness is how much further than the last neighbour a unit may be and still be as far.
const closeness = 1e-9

// Impute implements Method. The time goes with the square of the number of units.
func (m Nearest) Impute(d Data) (*Result, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	wanted, shared := m.Neighbours, m.Shared
	if wanted == 0 {
		wanted = 5
	}
	if shared == 0 {
		shared = 1
	}
	if wanted < 0 || shared < 0 {
		return nil, fmt.Errorf("imputing from neighbours: %d of them on %d shared columns are none", wanted, shared)
	}
	places, err := d.places()
	if err != nil {
		return nil, err
	}
	// Cells come column by column, distances go unit by unit, so those of the units with a blank are kept.
	distances := map[int][]float64{}
	return fill(d, func(column, unit int) (Fill, Reason) {
		from, ok := distances[unit]
		if !ok {
			from = apart(places, unit, shared)
			distances[unit] = from
		}
		var candidates []int
		someone := false
		for v, x := range d.Columns[column] {
			if composite.IsKnown(x) && d.applies(column, v) {
				someone = true
				if composite.IsKnown(from[v]) {
					candidates = append(candidates, v)
				}
			}
		}
		if len(candidates) == 0 {
			if !someone {
				return Fill{}, NobodyKnows
			}
			return Fill{}, NoNeighbour
		}
		slices.SortFunc(candidates, func(a, b int) int { return cmp.Or(cmp.Compare(from[a], from[b]), cmp.Compare(a, b)) })
		n := min(wanted, len(candidates))
		for last := from[candidates[n-1]]; n < len(candidates) && from[candidates[n]]-last <= closeness; {
			n++
		}
		f := Fill{N: n, From: candidates[:n:n]}
		var values []float64
		for _, v := range f.From {
			f.Distances = append(f.Distances, from[v])
			values = append(values, d.Columns[column][v])
		}
		f.Value = middle(values, m.Median)
		return f, ""
	}), nil
}

// places gives the cells as shares of their columns' spans, unit by unit, without columns that do not vary.
func (d Data) places() ([][]float64, error) {
	if len(d.Columns) == 0 {
		return nil, nil
	}
	out := make([][]float64, len(d.Columns[0]))
	for c, column := range d.Columns {
		low, high := math.Inf(1), math.Inf(-1)
		for u, x := range column {
			if composite.IsKnown(x) && d.applies(c, u) {
				low, high = min(low, x), max(high, x)
			}
		}
		if math.IsInf(high-low, 1) {
			return nil, fmt.Errorf("imputing from neighbours: the values of column %d from %v to %v are too far apart to be "+
				"compared; look for a faulty one", c+1, low, high)
		}
		if !(low < high) || composite.Same(low, high) {
			continue
		}
		for u, x := range column {
			if !d.applies(c, u) {
				x = composite.Unknown
			}
			out[u] = append(out[u], (x-low)/(high-low))
		}
	}
	return out, nil
}

// apart gives the distance of every unit from one; unknown from itself and from those with too little in common.
func apart(places [][]float64, unit, shared int) []float64 {
	out := make([]float64, len(places))
	for v := range places {
		sum, n := 0.0, 0
		for c, x := range places[unit] {
			if d := x - places[v][c]; composite.IsKnown(d) {
				sum += d * d
				n++
			}
		}
		out[v] = composite.Unknown
		if v != unit && n >= shared && n > 0 {
			out[v] = math.Sqrt(sum / float64(n))
		}
	}
	return out
}
