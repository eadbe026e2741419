package robust

import (
	"math"
	"sort"
)

// The ends of the interval.
const (
	lowPart  = 0.05
	highPart = 0.95
)

// summarise fills in what is known of every unit.
func summarise[T uint16 | uint32](e *Engine, r *Result, sums *shiftSums, counts *accumulator[T]) {
	l := &e.sets
	bins := &ladder{}
	for s, set := range e.model.Sets {
		out := SetResult{Of: l.of(s), Units: make([]UnitResult, len(set)), ranked: make([]int, len(set)), draws: r.Draws}
		from := l.from[s]
		out.ranks = func(ranked int, f func(first, width int32, times int)) { counts.places.bins(from+ranked, f) }
		slot := from
		for k, u := range set {
			own := &out.Units[k]
			own.Unit, out.ranked[k] = u, -1
			if slot == l.from[s+1] || l.unit[slot] != u {
				continue
			}
			out.ranked[k] = slot - from
			own.Place = int(e.nominal.places[slot])
			own.Mean = estimate(&sums.place, slot)
			bins.take(counts.places.bins, slot)
			own.Width = bins.width
			own.Places = bins.interval(bins.lower, bins.upper)
			own.Best = max(1, int(math.Floor(own.Places.Low)))
			own.Worst = min(out.Of, int(math.Ceil(own.Places.High)))
			for t := range r.Top {
				own.Top = append(own.Top, estimate(&sums.top, t*l.slots()+slot))
			}
			slot++
		}
		r.Sets = append(r.Sets, out)
	}
	root := e.model.Tree.ScaleOf(0)
	span := (root.Max - root.Min) / indexUnit
	r.Index = make([]IndexResult, e.model.Units)
	for k, u := range e.scored {
		own := &r.Index[u]
		own.Scored, own.Nominal = true, e.nominal.index[u]
		own.Mean = estimate(&sums.index, k)
		own.Mean.Value, own.Mean.Error = root.Min+span*own.Mean.Value, span*own.Mean.Error
		bins.take(counts.index.bins, k)
		own.Interval = bins.interval(bins.within, bins.within)
		i := &own.Interval
		for _, x := range []*float64{&i.Low, &i.Median, &i.High} {
			*x = root.Min + span**x
		}
		for _, x := range []*float64{&i.LowError, &i.MedianError, &i.HighError} {
			*x *= span
		}
	}
}

// ladder is the bins of one item with how many numbers there are up to each.
type ladder struct {
	first []int32
	upTo  []int
	width int
}

func (b *ladder) take(bins func(item int, f func(first, width int32, times int)), item int) {
	b.first, b.upTo, b.width = b.first[:0], b.upTo[:0], 1
	n := 0
	bins(item, func(first, width int32, times int) {
		n += times
		b.first, b.upTo, b.width = append(b.first, first), append(b.upTo, n), int(width)
	})
}

func (b *ladder) n() int { return b.upTo[len(b.upTo)-1] }

// bin finds the bin of the number at place j of the sorted ones, counted from 0, and its place in the bin.
func (b *ladder) bin(j int) (bin, at int) {
	bin = sort.SearchInts(b.upTo, j+1)
	if bin > 0 {
		at = j - b.upTo[bin-1]
	} else {
		at = j
	}
	return bin, at
}

// lower, upper and within give the number at place j: as low and as high as its bin allows, and where it lies if the
// numbers of a bin lie evenly in it.
func (b *ladder) lower(j int) float64 {
	bin, _ := b.bin(j)
	return float64(b.first[bin])
}

func (b *ladder) upper(j int) float64 { return b.lower(j) + float64(b.width-1) }

func (b *ladder) within(j int) float64 {
	bin, at := b.bin(j)
	times := b.upTo[bin]
	if bin > 0 {
		times -= b.upTo[bin-1]
	}
	if b.width == 1 {
		return float64(b.first[bin])
	}
	return float64(b.first[bin]) - 0.5 + (float64(at)+0.5)/float64(times)*float64(b.width)
}

// quantile is Hyndman and Fan's type 7 (The American Statistician 50 (1996), 361-365): R's default, and what
// spreadsheets and NumPy compute.
func (b *ladder) quantile(p float64, number func(j int) float64) float64 {
	h := float64(b.n()-1) * min(max(p, 0), 1)
	j := int(h)
	x := number(j)
	if part := h - float64(j); part > 0 {
		x += part * (number(j+1) - x)
	}
	return x
}

// interval gives the median and the ends, and what is left open of them: half of what lies between the quantiles one
// standard error of a proportion on either side (R. S. Woodruff, Journal of the American Statistical Association 47
// (1952), 635-646), as if the draws were independent; with a Sobol sequence they are better.
func (b *ladder) interval(low, high func(j int) float64) Interval {
	open := func(p float64, number func(j int) float64) float64 {
		e := math.Sqrt(p * (1 - p) / float64(b.n()))
		return (b.quantile(p+e, number) - b.quantile(p-e, number)) / 2
	}
	middle := func(j int) float64 { return (low(j) + high(j)) / 2 }
	return Interval{
		Low: b.quantile(lowPart, low), Median: b.quantile(0.5, middle), High: b.quantile(highPart, high),
		LowError: open(lowPart, low), MedianError: open(0.5, middle), HighError: open(highPart, high),
	}
}
