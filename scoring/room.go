package scoring

import (
	"siap/scoring/composite"
	"siap/scoring/result"
)

// room gives out memory for nodes and their numbers, of which there are millions, in large pieces.
type room struct {
	nodes   []result.Node
	numbers []float64
}

// roomAtOnce is how many nodes a piece has.
const roomAtOnce = 256

// node gives an empty node.
func (r *room) node() *result.Node {
	if len(r.nodes) == 0 {
		r.nodes = make([]result.Node, roomAtOnce)
	}
	n := &r.nodes[0]
	r.nodes = r.nodes[1:]
	return n
}

// number is a value for the result: nil where it is unknown.
func (r *room) number(x float64) *float64 {
	if !composite.IsKnown(x) {
		return nil
	}
	if len(r.numbers) == 0 {
		r.numbers = make([]float64, 4*roomAtOnce)
	}
	p := &r.numbers[0]
	*p = x
	r.numbers = r.numbers[1:]
	return p
}
