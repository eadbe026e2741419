package compare

import "math/bits"

// The components of a change, as bits of a coalition: those set are taken from the side To, the others from From.
const (
	own = iota
	coverage
	weights
	method
	others
	company
	players
)

// coalition is a set of components.
type coalition uint

func (c coalition) has(player int) bool { return c>>player&1 == 1 }

// side is the side that a component is taken from.
func (c coalition) side(player int) int { return int(c >> player & 1) }

func (c coalition) with(player int) coalition { return c | 1<<player }

// game is the components that play, in a fixed order.
type game []int

// coalitions gives all sets of the players.
func (g game) coalitions() []coalition {
	all := make([]coalition, 0, 1<<len(g))
	for mask := range uint(1) << len(g) {
		var c coalition
		for k, player := range g {
			if mask>>k&1 == 1 {
				c = c.with(player)
			}
		}
		all = append(all, c)
	}
	return all
}

// whole is the set of all players.
func (g game) whole() coalition {
	var c coalition
	for _, player := range g {
		c = c.with(player)
	}
	return c
}

// weight is the share of all orders, |S|! (n − |S| − 1)! / n!, in which exactly the components of the coalition come
// before one that is not in it.
func (g game) weight(c coalition) float64 { return orderShare(bits.OnesCount(uint(c)), len(g)) }

// orderShare is s! (n − s − 1)! / n!: the share of all orders of n in which a given one comes right after given s.
func orderShare(s, n int) float64 {
	// = 1 / (n · C(n−1, s)), with an exact binomial.
	c := 1.0
	for k := range s {
		c = c * float64(n-1-k) / float64(k+1)
	}
	return 1 / (float64(n) * c)
}

// split gives the part of every player: the mean over all orders of what changes with it.
func (g game) split(value func(coalition) float64) (parts [players]float64) {
	for _, player := range g {
		for _, c := range g.coalitions() {
			if !c.has(player) {
				parts[player] += g.weight(c) * (value(c.with(player)) - value(c))
			}
		}
	}
	return parts
}
