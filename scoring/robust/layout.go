package robust

import (
	"slices"

	"siap/scoring/composite"
)

// layout numbers the places that are given out: a slot for each unit with an index in each of its sets, set by set.
type layout struct {
	sets [][]int
	// from is the first slot of each set, and the number of slots at the end.
	from []int
	// unit is the unit of a slot.
	unit []int
	// subjects are the units that have a slot, rising.
	subjects []int
	// memberships are the slots of each subject, from membershipOf on.
	memberships  []membership
	membershipOf []int32
	// single says that slots and subjects are the same.
	single bool
}

type membership struct{ set, slot int32 }

func newLayout(sets [][]int, index []float64) layout {
	l := layout{sets: sets, from: make([]int, 1, len(sets)+1)}
	of := make([][]membership, len(index))
	for s, set := range sets {
		for _, u := range set {
			if composite.IsKnown(index[u]) {
				of[u] = append(of[u], membership{int32(s), int32(len(l.unit))})
				l.unit = append(l.unit, u)
			}
		}
		l.from = append(l.from, len(l.unit))
	}
	l.membershipOf = []int32{0}
	for u, slots := range of {
		if len(slots) > 0 {
			l.subjects = append(l.subjects, u)
			l.memberships = append(l.memberships, slots...)
			l.membershipOf = append(l.membershipOf, int32(len(l.memberships)))
		}
	}
	l.single = len(sets) == 1 && slices.Equal(l.unit, l.subjects)
	return l
}

func (l *layout) slots() int { return len(l.unit) }

// of is the number of units of a set that have a place.
func (l *layout) of(set int) int { return l.from[set+1] - l.from[set] }

// slot finds the slot of a unit in a set; -1 where it has none.
func (l *layout) slot(set, unit int) int {
	at := slices.Index(l.unit[l.from[set]:l.from[set+1]], unit)
	if at < 0 {
		return -1
	}
	return l.from[set] + at
}

// spread gives places set by set and unit by unit.
func (l *layout) spread(places []int32) [][]int {
	out := make([][]int, len(l.sets))
	for s, set := range l.sets {
		out[s] = make([]int, len(set))
		slot := l.from[s]
		for k, u := range set {
			if slot < l.from[s+1] && l.unit[slot] == u {
				out[s][k] = int(places[slot])
				slot++
			}
		}
	}
	return out
}
