package robust

import (
	"fmt"
	"math/bits"
)

// DefaultDraws is how many draws are made where nothing else is said.
const DefaultDraws = 1024

// maxDraws is the most that can be asked for.
const maxDraws = Shifts << 20

// firstStop is the number of draws after which a Stop is looked at for the first time.
const firstStop = Shifts << 5

// Options say how many draws are made, and what is kept of them.
type Options struct {
	// Draws is Shifts times a power of two; 0 is DefaultDraws. With Stop it is the most that are made.
	Draws int
	// Stop ends the drawing early; nil does not.
	Stop *Stop
	// Top are the places up to which the probability of standing is wanted: 1, 3, 10, ….
	Top []int
	// Pairs says what is kept of pairs of units.
	Pairs Pairs
	// Progress is told now and then how many draws are made, of those that may be; it is called by one goroutine at a
	// time.
	Progress func(made, of int)
	// Keep is handed the index of every unit in every draw, by the draw's number; of a unit without an index it means
	// nothing. It is called by several goroutines at once, each time for another number, and may not keep the slice.
	Keep func(number int, index []float64)
}

// Stop ends the drawing when the largest standard error of each kind that is asked for, over all units and sets, is
// at or below its limit; a limit of 0 does not ask. It is looked at after 256 draws and every time their number has
// doubled, never in between: stopping at any draw that looks good would make the errors too small.
type Stop struct {
	// Place limits the standard error of a unit's mean place, in places; Index that of its mean index, in parts of the
	// scale; Top that of its probabilities to stand up to the places of Options.Top.
	Place, Index, Top float64
}

// Pairs says what is kept of pairs of units.
type Pairs int

// What is kept of pairs: enough to say which units cannot be told apart, nothing, the probability of every unit to
// stand above the next one of its ranking, or that of every pair in sets of up to MaxMatrix units.
const (
	TieGroups Pairs = iota
	NoPairs
	Neighbours
	AllPairs
)

// MaxMatrix is the most units a set may have for AllPairs.
const MaxMatrix = 1024

// draws gives the number of draws asked for.
func draws(n int) (int, error) {
	if n == 0 {
		return DefaultDraws, nil
	}
	if n < Shifts || n > maxDraws || n%Shifts != 0 || bits.OnesCount(uint(n)) != 1 {
		return 0, fmt.Errorf("%d draws are not %d times a power of two, up to %d", n, Shifts, maxDraws)
	}
	return n, nil
}

func (o *Options) check() (int, error) {
	for _, k := range o.Top {
		if k < 1 {
			return 0, fmt.Errorf("nobody stands up to place %d", k)
		}
	}
	if s := o.Stop; s != nil && !(s.Place >= 0 && s.Index >= 0 && s.Top >= 0 && s.Place+s.Index+s.Top > 0) {
		return 0, fmt.Errorf("stopping at %+v asks for nothing", *s)
	}
	if o.Stop != nil && o.Stop.Top > 0 && len(o.Top) == 0 {
		return 0, fmt.Errorf("stopping by the probability of top places needs some")
	}
	return draws(o.Draws)
}
