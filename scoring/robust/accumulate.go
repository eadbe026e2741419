package robust

import (
	"math"
)

const (
	// rankCells bounds the memory for the places of one set: each unit gets as many bins as there are places, or as
	// fit, and at least leastBins.
	rankCells = 1 << 22
	leastBins = 256
	// indexBins is how many bins the indexes of a unit are counted in; they are narrowed to its own range.
	indexBins = 256
	// indexUnit is the whole numbers that the scale's span is cut into.
	indexUnit = 1 << 28
	// farthest is how many spans beyond the bottom an index is told from others.
	farthest = 7
)

// accumulator counts what one worker drew. It holds some draws before it counts them, unit by unit: what a unit is
// counted in is then fetched once for all of them.
type accumulator[T uint16 | uint32] struct {
	e      *Engine
	top    []int
	places *tally[T] // by slot
	index  *tally[T] // by scored unit
	// placeSum, indexSum and topCount are sums by shift: of places by slot, of indexes by scored unit, and of
	// draws in which a slot's place is up to each of top.
	placeSum, indexSum, topCount []int64
	beyond                       int64 // indexes too far out to be told apart

	held, room int
	segments   []segment
	heldPlaces []int32 // draw by draw, a number for each slot
	heldIndex  []int32 // draw by draw, a number for each scored unit
}

// segment is neighbouring held draws, from one up to another, of one shift.
type segment struct{ shift, from, end int }

// heldNumbers bounds what a worker holds before it counts.
const heldNumbers = 1 << 23

// roomFor is how many draws a worker holds before it counts them: as many as make it worth while to fetch what they are
// counted in, which may be far larger than a cache. What comes out does not depend on it.
func (e *Engine) roomFor(draws int) int {
	numbers := min(max(e.cells()/2, 1<<16), heldNumbers)
	return max(1, min(draws, numbers/max(1, e.sets.slots()+len(e.scored))))
}

// cells is how many counts an accumulator has.
func (e *Engine) cells() int {
	n := indexBins * len(e.scored)
	for s := range e.model.Sets {
		of := e.sets.of(s)
		n += of * binsFor(of)
	}
	return n
}

// mostMemory bounds the memory of all accumulators, in bytes: with fewer of them, fewer workers draw.
const mostMemory = 1 << 30

// workersFor is how many workers there may be, of so many that there could.
func (e *Engine) workersFor(most int) int {
	return max(1, min(most, mostMemory/(4*e.cells()+4*heldNumbers)))
}

// binsFor is how many bins the places of each unit are counted in, in a set of so many.
func binsFor(of int) int { return min(of, max(leastBins, rankCells/max(1, of))) }

func newAccumulator[T uint16 | uint32](e *Engine, top []int, room int) *accumulator[T] {
	slots, scored := e.sets.slots(), len(e.scored)
	placeBins, valueBins := make([]int, slots), make([]int, scored)
	for s := range e.model.Sets {
		of := e.sets.of(s)
		for slot := e.sets.from[s]; slot < e.sets.from[s+1]; slot++ {
			placeBins[slot] = binsFor(of)
		}
	}
	for k := range valueBins {
		valueBins[k] = indexBins
	}
	return &accumulator[T]{
		e: e, top: top, places: newTally[T](placeBins), index: newTally[T](valueBins),
		placeSum: make([]int64, Shifts*slots), indexSum: make([]int64, Shifts*scored), topCount: make([]int64, Shifts*slots*len(top)),
		room: room, heldPlaces: make([]int32, room*slots), heldIndex: make([]int32, room*scored),
	}
}

// hold takes the indexes of one draw under a shift and gives room for its places; before, it counts what it holds
// where there is none.
func (a *accumulator[T]) hold(shift int, index []float64) (places []int32) {
	if a.held == a.room {
		a.count()
	}
	if last := len(a.segments) - 1; last >= 0 && a.segments[last].shift == shift {
		a.segments[last].end++
	} else {
		a.segments = append(a.segments, segment{shift, a.held, a.held + 1})
	}
	slots, scored := a.e.sets.slots(), len(a.e.scored)
	root := a.e.model.Tree.ScaleOf(0)
	perScore := indexUnit / (root.Max - root.Min)
	values := a.heldIndex[a.held*scored : (a.held+1)*scored]
	const most = farthest * indexUnit
	for k, u := range a.e.scored {
		x := (index[u] - root.Min) * perScore
		if !(x <= most && x >= -most) {
			x = math.Copysign(most, x)
			a.beyond++
		}
		// Rounded to the nearest, as a truncation of what is above 0.
		values[k] = int32(int64(x+(most+0.5)) - most)
	}
	places = a.heldPlaces[a.held*slots : (a.held+1)*slots]
	a.held++
	return places
}

// count counts the draws that are held.
func (a *accumulator[T]) count() {
	slots, scored := a.e.sets.slots(), len(a.e.scored)
	for s := range a.e.model.Sets {
		of := int32(a.e.sets.of(s))
		a.countAll(a.places, a.placeSum, a.heldPlaces, slots, a.e.sets.from[s], a.e.sets.from[s+1], of)
	}
	a.countAll(a.index, a.indexSum, a.heldIndex, scored, 0, scored, math.MaxInt32)
	for _, own := range a.segments {
		for t, k := range a.top {
			counts := a.topCount[(own.shift*len(a.top)+t)*slots : (own.shift*len(a.top)+t+1)*slots]
			for d := own.from; d < own.end; d++ {
				for slot, place := range a.heldPlaces[d*slots : (d+1)*slots] {
					if int(place) <= k { // seldom
						counts[slot]++
					}
				}
			}
		}
	}
	a.held, a.segments = 0, a.segments[:0]
}

// countAll adds the held numbers of some of all items to their tally and to the sums of their shifts. There can be no
// number above most.
func (a *accumulator[T]) countAll(t *tally[T], sums []int64, held []int32, items, from, end int, most int32) {
	for item := from; item < end; item++ {
		for _, own := range a.segments {
			numbers := held[own.from*items+item:]
			sums[own.shift*items+item] += countItem(t, item, most, numbers, items, own.end-own.from)
		}
	}
}

// countItem adds n numbers of one item, stride apart, to its tally, and gives their sum.
func countItem[T uint16 | uint32](t *tally[T], item int, most int32, held []int32, stride, n int) (sum int64) {
	if !t.begun[item] && n > 0 {
		t.start(item, held[0], most)
	}
	cells, low, level := t.cells[t.from[item]:t.from[item+1]], t.low[item], t.level[item]
	for at := 0; n > 0; at, n = at+stride, n-1 {
		number := held[at]
		sum += int64(number)
		if bin := number>>(level&31) - low; uint32(bin) < uint32(len(cells)) {
			cells[bin]++
			continue
		}
		t.addMany(item, number, 1)
		low, level = t.low[item], t.level[item]
	}
	return sum
}

// merge adds what another worker counted.
func (a *accumulator[T]) merge(o *accumulator[T]) {
	a.places.merge(o.places)
	a.index.merge(o.index)
	a.beyond += o.beyond
}
