package scoring

import (
	"fmt"
	"math/rand/v2"
)

// A deck is made where an agency's respondents can be drawn in at most deckWays ways, and as long as all decks together
// hold no more than deckValues numbers (32 MiB).
const (
	deckWays   = 128
	deckValues = 4 << 20
)

// deck holds an agency's values for every way in which its respondents can be drawn: three can be drawn in ten ways, and
// a thousand draws work out ten. Its numbers are those that bootstrap.with gives, so that having none changes nothing
// but the time.
type deck struct {
	ways *ways
	// leaves are the places of the leaves among the engine's, values what they are, way after way.
	leaves []int32
	values []float64
}

// ways are the ways in which the respondents of roles of some sizes can be drawn.
type ways struct {
	// key is what one more of each person adds to the number of a way; place is where the way of a number stands in times,
	// -1 where there is none.
	key   []int
	place []int16
	// times is how often each person is drawn, way by way.
	times [][]int32
}

// waysOf lists the ways to draw from roles that are laid out as in bootstrap; nil where there are more than deckWays.
func waysOf(roles []int) *ways {
	persons := roles[len(roles)-1]
	w := &ways{key: make([]int, persons)}
	numbers := 1
	for k := range len(roles) - 1 {
		n := roles[k+1] - roles[k]
		for p := roles[k]; p < roles[k+1]; p++ {
			w.key[p] = numbers
			if numbers *= n + 1; numbers > 1<<12 {
				return nil
			}
		}
	}
	w.place = make([]int16, numbers)
	for number := range w.place {
		w.place[number] = -1
		times, rest, possible := make([]int32, persons), number, true
		for k := range len(roles) - 1 {
			n := roles[k+1] - roles[k]
			drawn := 0
			for p := roles[k]; p < roles[k+1]; p++ {
				times[p] = int32(rest % (n + 1))
				drawn += rest % (n + 1)
				rest /= n + 1
			}
			possible = possible && drawn == n
		}
		if possible {
			w.place[number] = int16(len(w.times))
			w.times = append(w.times, times)
		}
	}
	if len(w.times) > deckWays {
		return nil
	}
	return w
}

// deal makes the deck of an agency; values has room for one number for each indicator, leafOf are the places of the
// indicators among the engine's leaves.
func (b *bootstrap) deal(w *ways, values []float64, leafOf []int) *deck {
	d := &deck{ways: w, leaves: make([]int32, len(b.leaves)), values: make([]float64, 0, len(w.times)*len(b.leaves))}
	for k := range b.leaves {
		d.leaves[k] = int32(leafOf[b.leaves[k].indicator])
	}
	for _, times := range w.times {
		b.with(values, times, nil)
		for k := range b.leaves {
			d.values = append(d.values, values[b.leaves[k].indicator])
		}
	}
	return d
}

// draw writes the values of one draw, as bootstrap.ask and bootstrap.with do.
func (d *deck) draw(values []float64, roles []int, respondents *rand.Rand) {
	number := 0
	for k := range len(roles) - 1 {
		keys := d.ways.key[roles[k]:roles[k+1]]
		for p := range keys {
			if respondents != nil {
				p = respondents.IntN(len(keys))
			}
			number += keys[p]
		}
	}
	at := int(d.ways.place[number]) * len(d.leaves)
	of := d.values[at : at+len(d.leaves)]
	for k, leaf := range d.leaves {
		values[leaf] = of[k]
	}
}

// deal makes the decks of the agencies.
func (s *sampler) deal() {
	left, values := deckValues, make([]float64, len(s.leafOf))
	known := map[string]*ways{}
	for _, all := range s.bootstraps {
		for _, b := range all {
			if b == nil || b.persons == 0 {
				continue
			}
			shape := fmt.Sprint(b.roles)
			w, listed := known[shape]
			if !listed {
				w = waysOf(b.roles)
				known[shape] = w
			}
			if w == nil || len(w.times)*len(b.leaves) > left {
				continue
			}
			b.deck = b.deal(w, values, s.leafOf)
			left -= len(b.deck.values)
		}
	}
}
