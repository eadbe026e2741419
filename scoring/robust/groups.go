package robust

import (
	"cmp"
	"math"
	"slices"
)

// ToldApart is the probability of standing above from which two units are told apart.
const ToldApart = 0.95

// Places are kept of the first draws of every shift: of traceDraws for tie groups, of all for all pairs, and of fewer
// where they are more numbers than traceCells.
const (
	traceDraws = 1024
	traceCells = 1 << 26
)

// trace is the places of the first draws.
type trace struct {
	slots, draws int
	places       []uint16 // draw by draw
}

// newTrace makes room for as many of the draws as are kept.
func newTrace(e *Engine, pairs Pairs, draws int) *trace {
	t := &trace{slots: e.sets.slots()}
	if pairs == NoPairs || t.slots == 0 {
		return t
	}
	for s := range e.model.Sets {
		if e.sets.of(s) > math.MaxUint16 {
			return t
		}
	}
	for draws > Shifts && (draws*t.slots > traceCells || pairs == TieGroups && draws > traceDraws) {
		draws /= 2
	}
	t.draws, t.places = draws, make([]uint16, draws*t.slots)
	return t
}

// keep takes the places of a draw. Every draw has its own room, so several goroutines may.
func (t *trace) keep(number int, places []int32) {
	if number >= t.draws {
		return
	}
	own := t.places[number*t.slots : (number+1)*t.slots]
	for slot, place := range places {
		own[slot] = uint16(place)
	}
}

// groups walks down each ranking as it was found: a unit belongs to the group of the group's best while the
// probability that the best stands above it is under ToldApart; the first unit that is told apart begins a group.
func (t *trace) groups(e *Engine, r *Result, pairs Pairs, made int) {
	draws := min(t.draws, made)
	if draws == 0 {
		return
	}
	for s := range r.Sets {
		set := &r.Sets[s]
		from := e.sets.from[s]
		walk := make([]int, 0, set.Of) // the units of the set by place
		for k := range set.Units {
			if set.ranked[k] >= 0 {
				walk = append(walk, k)
			}
		}
		slices.SortStableFunc(walk, func(a, b int) int { return cmp.Compare(set.Units[a].Place, set.Units[b].Place) })
		for group, at := 1, 0; at < len(walk); group++ {
			end := t.apart(walk, set.ranked, from, at, draws)
			for _, k := range walk[at:end] {
				set.Units[k].Group = group
			}
			at = end
		}
		set.GroupDraws = draws
		if pairs == Neighbours {
			t.neighbours(set, walk, from, draws)
		}
	}
}

// neighbours counts how often each unit of a walk stands above the next.
func (t *trace) neighbours(set *SetResult, walk []int, from, draws int) {
	set.next, set.draws = make([]neighbour, len(set.Units)), draws
	for k := range set.next {
		set.next[k].unit = -1
	}
	above := make([]int, len(walk))
	for d := range draws {
		places := t.places[d*t.slots+from : (d+1)*t.slots]
		for i := range len(walk) - 1 {
			if places[set.ranked[walk[i]]] < places[set.ranked[walk[i+1]]] {
				above[i]++
			}
		}
	}
	for i := range len(walk) - 1 {
		set.next[walk[i]] = neighbour{unit: walk[i+1], above: above[i]}
	}
}

// apart walks on from the best of a group, and gives the place in the walk of the first that is told apart from it.
// It looks at a few units at a time, draw by draw, for the places of one draw lie together.
func (t *trace) apart(walk, ranked []int, from, best, draws int) int {
	const step = 32
	for at := best + 1; at < len(walk); at += step {
		some := walk[at:min(at+step, len(walk))]
		var above [step]int
		for d := range draws {
			places := t.places[d*t.slots+from : (d+1)*t.slots]
			own := places[ranked[walk[best]]]
			for i, k := range some {
				above[i] += int(uint32(int32(own)-int32(places[ranked[k]])) >> 31) // 1 where own is the smaller one
			}
		}
		for i := range some {
			if float64(above[i]) >= ToldApart*float64(draws) {
				return at + i
			}
		}
	}
	return len(walk)
}

// matrices counts every pair of the sets that are small enough.
func (t *trace) matrices(e *Engine, r *Result, made int) {
	draws := min(t.draws, made)
	for s := range r.Sets {
		set, from := &r.Sets[s], e.sets.from[s]
		if draws == 0 || set.Of > MaxMatrix {
			continue
		}
		of := set.Of
		set.above, set.draws = make([]uint32, of*of), draws
		parallel(of, func(a int) {
			row := set.above[a*of : (a+1)*of]
			for d := range draws {
				places := t.places[d*t.slots+from : d*t.slots+from+of]
				own := places[a]
				for b, place := range places {
					// 1 where own is the smaller one, without a branch that nobody can foresee
					row[b] += uint32(int32(own)-int32(place)) >> 31
				}
			}
		})
	}
}
