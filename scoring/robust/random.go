package robust

import "math/rand/v2"

// mix makes one well mixed number of a number and one more: of neighbouring ones come numbers without any likeness
// (the finaliser of MurmurHash3, A. Appleby, public domain, after a step of the golden ratio).
func mix(h, x uint64) uint64 {
	h = h ^ (x+1)*0x9e3779b97f4a7c15
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// What numbers are made for: different kinds of them never share a generator.
const (
	forShift = iota
	forCoordinate
	forDraw
	forResampling
)

// stream is one of the sources that have a generator for each unit.
type stream int

const (
	streamUnknowns stream = iota
	streamRespondents
	streamMeasurement
	streams
)

// generators are those of one unit in one draw, one a stream; they are seeded anew for every unit.
type generators struct {
	sources [streams]rand.PCG
	random  [streams]*rand.Rand
}

func newGenerators() *generators {
	g := &generators{}
	for s := range g.random {
		g.random[s] = rand.New(&g.sources[s])
	}
	return g
}

// of gives the generator of a stream for the unit with a key in the draw with a seed.
func (g *generators) of(s stream, seed, key uint64) *rand.Rand {
	first := mix(mix(seed, uint64(s)), key)
	g.sources[s].Seed(first, mix(first, uint64(s)))
	return g.random[s]
}
