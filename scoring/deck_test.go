package scoring

import (
	"math/rand/v2"
	"testing"
)

// Three can be drawn in C(5, 3) = 10 ways, two in C(3, 2) = 3, and both together in 30.
func TestWaysToDraw(t *testing.T) {
	for _, c := range []struct {
		roles []int
		want  int
	}{{[]int{0, 1}, 1}, {[]int{0, 3}, 10}, {[]int{0, 3, 5}, 30}, {[]int{0, 4, 8}, 0}, {[]int{0, 300}, 0}} {
		got := 0
		if w := waysOf(c.roles); w != nil {
			got = len(w.times)
		}
		if got != c.want {
			t.Errorf("roles %v: %d ways, want %d", c.roles, got, c.want)
		}
	}
}

// The deck has what is worked out without it.
func TestDeckHoldsTheDraws(t *testing.T) {
	b := &bootstrap{roles: []int{0, 2, 5}, persons: 5, leaves: []drawnLeaf{
		{indicator: 1, rows: 2, fixed: 2, items: []drawnItem{{value: 1, parts: []rolePart{
			{weight: 1, said: []said{{0, 1}, {1, 4}}}, {weight: 2, said: []said{{2, 3}, {4, 5}}},
		}}}},
		{indicator: 0, rows: 1, items: []drawnItem{{value: 3, parts: []rolePart{{weight: 1, said: []said{{3, 2}, {4, 4}}}}}}},
	}}
	for i := range b.leaves {
		b.leaves[i].own = asIs{}
	}
	w := waysOf(b.roles)
	d := b.deal(w, make([]float64, 2), []int{0, 1})
	// Of the first role only the second person, of the second role the third twice and the last once:
	// (2 + (4 + 2·5)/3) / 2 = 3.333…, and (2·2 + 4)/3 = 2.666….
	worked := make([]float64, 2)
	b.with(worked, []int32{0, 2, 0, 2, 1}, nil)
	if worked[1] != (2+(4+2*5.0)/3)/2 || worked[0] != 8.0/3 {
		t.Errorf("%v", worked)
	}
	for seed := range uint64(200) {
		one, other := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 1))
		times, dealt := make([]int32, 5), make([]float64, 2)
		b.ask(times, one)
		b.with(worked, times, nil)
		d.draw(dealt, b.roles, other)
		if dealt[0] != worked[0] || dealt[1] != worked[1] {
			t.Errorf("%v: the deck has %v, worked out %v", times, dealt, worked)
		}
	}
	everybody := make([]float64, 2)
	b.with(worked, []int32{1, 1, 1, 1, 1}, nil)
	if d.draw(everybody, b.roles, nil); everybody[0] != worked[0] || everybody[1] != worked[1] {
		t.Errorf("nobody is drawn: the deck has %v, worked out %v", everybody, worked)
	}
}
