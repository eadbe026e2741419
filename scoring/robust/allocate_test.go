package robust

import "testing"

// A draw allocates nothing, whichever sources are on.
func TestDrawAllocates(t *testing.T) {
	m, all := everything(t)
	for name, change := range map[string]func(*Sources){
		"weights alone":         func(s *Sources) { *s = Sources{Weights: s.Weights} },
		"unknowns":              func(s *Sources) { s.Sampler = nil },
		"everything":            func(*Sources) {},
		"Dirichlet and one set": func(s *Sources) { s.Weights = &Weights{Kind: DirichletWeights, Concentration: 10} },
	} {
		s := all
		change(&s)
		e := newEngine(t, m, s)
		w, a := e.newWorker(), newAccumulator[uint16](e, []int{3}, 64)
		number := 0
		draw := func() {
			w.aim(number)
			w.draw()
			w.rank(a.hold(number%Shifts, w.index))
			number++
		}
		for range 64 { // every variant's memory is there
			draw()
		}
		if n := testing.AllocsPerRun(128, draw); n > 0 {
			t.Errorf("%s: a draw allocates %v times", name, n)
		}
	}
}
