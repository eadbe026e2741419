package robust

// tally counts whole numbers in one window of bins for each of many items. A bin is 2^level numbers wide and begins
// at a multiple of its width; the level of an item is the lowest at which its window reaches from its smallest to its
// largest number. So what is counted does not depend on the order of counting, or on who counted and was added up.
type tally[T uint16 | uint32] struct {
	cells []T
	from  []int   // the first cell of an item
	low   []int32 // the bin of that cell
	level []uint8
	begun []bool
	spare []T
}

// newTally makes a tally of items with so many bins each.
func newTally[T uint16 | uint32](bins []int) *tally[T] {
	t := &tally[T]{
		from: make([]int, len(bins)+1), low: make([]int32, len(bins)), level: make([]uint8, len(bins)), begun: make([]bool, len(bins)),
	}
	most := 0
	for i, b := range bins {
		t.from[i+1] = t.from[i] + b
		most = max(most, b)
	}
	t.cells, t.spare = make([]T, t.from[len(bins)]), make([]T, most)
	return t
}

// start places the window of an item around its first number, or from 1 on where the window holds all there can be.
func (t *tally[T]) start(item int, first, most int32) {
	if bins := int32(t.from[item+1] - t.from[item]); bins >= most {
		t.low[item] = 1
	} else {
		t.low[item] = first - bins/2
	}
	t.begun[item] = true
}

// add counts a number.
func (t *tally[T]) add(item int, number int32) {
	at := number>>t.level[item] - t.low[item]
	if cells := t.cells[t.from[item]:t.from[item+1]]; uint32(at) < uint32(len(cells)) {
		cells[at]++
		return
	}
	t.addMany(item, number, 1)
}

// addMany counts a number several times, and widens the bins where the window does not reach it.
func (t *tally[T]) addMany(item int, number int32, times T) {
	cells := t.cells[t.from[item]:t.from[item+1]]
	if at := number>>t.level[item] - t.low[item]; uint32(at) >= uint32(len(cells)) {
		t.reach(item, number)
	}
	cells[number>>t.level[item]-t.low[item]] += times
}

// occupied gives the first and the last bin that is not empty, as places in the window.
func occupied[T uint16 | uint32](cells []T) (first, last int) {
	first, last = 0, len(cells)-1
	for first < len(cells) && cells[first] == 0 {
		first++
	}
	for last > first && cells[last] == 0 {
		last--
	}
	return first, last
}

// reach moves the window of an item to what it has and a number, with bins as narrow as that allows.
func (t *tally[T]) reach(item int, number int32) {
	cells := t.cells[t.from[item]:t.from[item+1]]
	first, last := occupied(cells)
	bin := number >> t.level[item]
	low, high := bin, bin
	if first < len(cells) {
		low, high = min(low, t.low[item]+int32(first)), max(high, t.low[item]+int32(last))
	}
	up := uint8(0)
	for high>>up-low>>up >= int32(len(cells)) {
		up++
	}
	newLow := low>>up - (int32(len(cells))-1-(high>>up-low>>up))/2
	spare := t.spare[:len(cells)]
	clear(spare)
	for i, count := range cells {
		if count > 0 {
			spare[(t.low[item]+int32(i))>>up-newLow] += count
		}
	}
	copy(cells, spare)
	t.low[item], t.level[item] = newLow, t.level[item]+up
}

// widen makes the bins of an item at least as wide as a level's.
func (t *tally[T]) widen(item int, level uint8) {
	if t.level[item] >= level {
		return
	}
	cells := t.cells[t.from[item]:t.from[item+1]]
	up := level - t.level[item]
	spare := t.spare[:len(cells)]
	clear(spare)
	newLow := t.low[item] >> up
	for i, count := range cells {
		spare[(t.low[item]+int32(i))>>up-newLow] += count
	}
	copy(cells, spare)
	t.low[item], t.level[item] = newLow, level
}

// merge adds what another tally of the same items counted.
func (t *tally[T]) merge(o *tally[T]) {
	for item := range t.low {
		if !o.begun[item] {
			continue
		}
		if !t.begun[item] {
			t.begun[item], t.low[item], t.level[item] = true, o.low[item], o.level[item]
			copy(t.cells[t.from[item]:t.from[item+1]], o.cells[o.from[item]:o.from[item+1]])
			continue
		}
		t.widen(item, o.level[item])
		for i, count := range o.cells[o.from[item]:o.from[item+1]] {
			if count > 0 {
				t.addMany(item, (o.low[item]+int32(i))<<o.level[item], count)
			}
		}
	}
}

// bins calls f for every bin of an item that is not empty, in order: its first number, how many it holds, and how
// often they came.
func (t *tally[T]) bins(item int, f func(first, width int32, times int)) {
	for i, count := range t.cells[t.from[item]:t.from[item+1]] {
		if count > 0 {
			level := t.level[item]
			f((t.low[item]+int32(i))<<level, 1<<level, int(count))
		}
	}
}
