package robust

import (
	"fmt"
	"iter"
	"math"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/robust/sobol"
)

// Draw is what one draw used.
type Draw struct {
	// Number is the draw's, from 0; its point of the Sobol sequence is Number / Shifts, its digital shift
	// Number mod Shifts.
	Number int
	// Seed is what the generators of the units start from.
	Seed uint64
	// Picks are the alternatives chosen, one for each of Methods.Choices.
	Picks []int
	// Weights are the weights used, by node; those of siblings add up to what they do in the tree. The root's is 1.
	Weights []float64
}

// spec is what a draw is made from: the coordinates of methods and weights, and where the generators start.
type spec struct {
	coordinates []float64
	seeds       [streams]uint64
}

// matrix is which of two independent samples a number belongs to; draws are from the first.
type matrix uint64

const (
	matrixA matrix = iota
	matrixB
)

// seedOf is what the generators of a draw start from.
func (e *Engine) seedOf(number int, m matrix) uint64 {
	return mix(mix(mix(e.seed, forDraw), uint64(m)), uint64(number))
}

// coordinatesOf writes the coordinates of a draw into dst: those of the Sobol sequence under the draw's shift and,
// beyond its dimensions, pseudo-random ones.
func (e *Engine) coordinatesOf(dst []float64, point []uint32, number int, m matrix) {
	shift, from := number%Shifts, int(m)*e.coordinates
	n := e.sequence.Dimensions()
	for d := range dst {
		at := from + d
		if at < n {
			dst[d] = sobol.Uniform(point[at], e.shifts[shift*n+at])
			continue
		}
		h := mix(mix(mix(mix(e.seed, forCoordinate), uint64(m)), uint64(number)), uint64(d))
		dst[d] = sobol.Uniform(uint32(h>>32), 0)
	}
}

// worker makes draws, one at a time, in its own memory.
type worker struct {
	e       *Engine
	spaces  []*composite.Workspace // by variant, made when first needed
	sampler Sampler
	random  *generators
	ranking *ranking
	point   []uint32
	pointAt int // the number of the point, -1 for none
	number  int // that of the draw aimed at
	spec    spec
	picks   []int
	weights []float64 // by node
	row     []float64
	index   []float64   // by unit; NaN for none
	parts   [][]float64 // of the root's children in the last draw, by unit, where units are compared on them
	// kept counts sampled scores that were no numbers, failed indexes that were none.
	kept, failed int64
}

func (e *Engine) newWorker() *worker {
	w := &worker{
		e: e, spaces: make([]*composite.Workspace, len(e.plan.variants)), sampler: e.sources.Sampler,
		random: newGenerators(), ranking: e.newRanking(), point: make([]uint32, e.sequence.Dimensions()), pointAt: -1,
		spec: spec{coordinates: make([]float64, e.coordinates)}, picks: make([]int, len(e.plan.choices)),
		weights: make([]float64, len(e.model.Tree.Nodes)), row: make([]float64, len(e.Leaves())),
		index: make([]float64, e.model.Units),
	}
	if f, forks := w.sampler.(Forker); forks {
		w.sampler = f.Fork()
	}
	return w
}

func (w *worker) space(variant int) *composite.Workspace {
	if w.spaces[variant] == nil {
		w.spaces[variant] = w.e.plan.variants[variant].evaluator.NewWorkspace()
	}
	return w.spaces[variant]
}

// aim looks up what a draw is made from.
func (w *worker) aim(number int) {
	w.pointOf(number)
	w.number = number
	w.e.coordinatesOf(w.spec.coordinates, w.point, number, matrixA)
	seed := w.e.seedOf(number, matrixA)
	for s := range w.spec.seeds {
		w.spec.seeds[s] = seed
	}
}

// pointOf finds the point of a draw, which is that of the draws under the other shifts.
func (w *worker) pointOf(number int) {
	if p := number / Shifts; p != w.pointAt {
		w.e.sequence.Point(w.point, uint32(p))
		w.pointAt = p
	}
}

// choose turns the coordinates of the spec into methods and weights.
func (w *worker) choose() {
	e, rest := w.e, w.spec.coordinates
	for c := range w.picks {
		w.picks[c] = int(rest[0] * float64(len(e.plan.choices[c].Alternatives)))
		rest = rest[1:]
	}
	e.plan.weights(w.weights, e.model.Tree, w.picks)
	w.weights[0] = 1
	e.weigher.draw(w.weights, rest)
}

// draw computes the indexes of all units from the spec.
func (w *worker) draw() {
	e := w.e
	if e.sources.Given != nil {
		w.take()
		return
	}
	w.choose()
	number := e.plan.byPicks[e.plan.combination(w.picks)]
	v, space := e.plan.variants[number], w.space(number)
	space.SetWeights(w.weights)
	switch {
	case e.sources.samples():
		w.sample(v, space)
	case len(v.cells) > 0 && e.sources.Unknowns || e.sources.Unknowns && v.drawsNodes():
		w.fill(v, space)
	default:
		space.Index(w.index, 0, e.model.Units)
	}
	if v.scale != 1 || v.shift != 0 {
		for u := range w.index {
			w.index[u] = v.scale*w.index[u] + v.shift
		}
	}
	for _, u := range e.direct {
		if !(math.Abs(w.index[u]) <= largest) { // also where it is none
			w.index[u] = e.nominal.index[u]
			w.failed++
		}
	}
	for i := range e.rolled {
		w.index[e.rolled[i].unit] = e.rolled[i].index(w.index)
	}
	w.parts = space.Parts()
	e.rollParts(w.parts)
}

// take takes the indexes of all units as they are given.
func (w *worker) take() {
	w.e.sources.Given(w.number, w.index)
	for _, u := range w.e.scored {
		if !(math.Abs(w.index[u]) <= largest) {
			w.index[u] = w.e.nominal.index[u]
			w.failed++
		}
	}
}

// rank writes the places of the last draw; where its units cannot be compared, those as they were found.
func (w *worker) rank(places []int32) {
	if w.ranking.rank(places, w.index, w.parts, w.weights) != nil {
		copy(places, w.e.nominal.places)
		w.failed += int64(len(places))
	}
}

// drawsNodes reports whether the value of any inner node is drawn.
func (v *variant) drawsNodes() bool {
	_, end := v.evaluator.DrawnNodes(v.evaluator.Units() - 1)
	return end > 0
}

// fill draws the unknowns of all units.
func (w *worker) fill(v *variant, space *composite.Workspace) {
	for from := 0; from < w.e.model.Units; from += composite.PutBlock {
		end := min(from+composite.PutBlock, w.e.model.Units)
		space.Begin(from, end)
		for _, u := range w.e.directIn(from, end) {
			cells := v.cells[v.cellOf[u]:v.cellOf[u+1]]
			first, last := v.evaluator.DrawnNodes(u)
			if len(cells) == 0 && first == last {
				continue
			}
			random := w.random.of(streamUnknowns, w.spec.seeds[streamUnknowns], w.e.model.key(u))
			for _, c := range cells {
				x := c.low + c.span*random.Float64()
				if c.covered > 0 {
					x = c.covered*v.leaves[c.column].Value[u] + (1-c.covered)*x
				}
				space.PutLeaf(u, int(c.column), x)
			}
			for node := first; node < last; node++ {
				scale := v.evaluator.DrawnScale(node)
				space.PutNode(node, scale.Min+(scale.Max-scale.Min)*random.Float64())
			}
		}
		space.IndexPut(w.index[from:], from, end)
	}
}

// sample draws the evidence of all units, and the unknowns where they are a source.
func (w *worker) sample(v *variant, space *composite.Workspace) {
	e, k := w.e, len(w.row)
	for from := 0; from < e.model.Units; from += composite.PutBlock {
		end := min(from+composite.PutBlock, e.model.Units)
		space.BeginAll(from)
		for _, u := range e.directIn(from, end) {
			found := v.rows[u*k : (u+1)*k]
			copy(w.row, found)
			w.sampleUnit(u)
			w.kept += int64(v.sane(w.row, found))
			cells := v.cells[v.cellOf[u]:v.cellOf[u+1]]
			first, last := v.evaluator.DrawnNodes(u)
			if e.sources.Unknowns && (len(cells) > 0 || first < last) {
				w.random.of(streamUnknowns, w.spec.seeds[streamUnknowns], w.e.model.key(u))
			}
			for _, c := range cells {
				x := c.low
				if c.span > 0 {
					x += c.span * w.random.random[streamUnknowns].Float64()
				}
				if c.covered > 0 {
					x = c.covered*w.row[c.column] + (1-c.covered)*x
				}
				w.row[c.column] = x
			}
			space.Put(u, w.row)
			for node := first; node < last; node++ {
				scale := v.evaluator.DrawnScale(node)
				space.PutNode(node, scale.Min+(scale.Max-scale.Min)*w.random.random[streamUnknowns].Float64())
			}
		}
		space.IndexPut(w.index[from:], from, end)
	}
}

// sampleUnit lets the sampler write the scores of a unit into the row.
func (w *worker) sampleUnit(u int) {
	s := &w.e.sources
	switch {
	case s.Respondents && s.Measurement:
		w.sampler.Sample(w.row, u, w.picks, w.random.of(streamRespondents, w.spec.seeds[streamRespondents], w.e.model.key(u)),
			w.random.of(streamMeasurement, w.spec.seeds[streamMeasurement], w.e.model.key(u)))
	case s.Respondents:
		w.sampler.Sample(w.row, u, w.picks, w.random.of(streamRespondents, w.spec.seeds[streamRespondents], w.e.model.key(u)), nil)
	default:
		w.sampler.Sample(w.row, u, w.picks, nil, w.random.of(streamMeasurement, w.spec.seeds[streamMeasurement], w.e.model.key(u)))
	}
}

// directIn gives the units from up to end whose index comes of their own leaves.
func (e *Engine) directIn(from, end int) []int {
	first, _ := slices.BinarySearch(e.direct, from)
	last, _ := slices.BinarySearch(e.direct, end)
	return e.direct[first:last]
}

// record gives what the last draw used.
func (w *worker) record(number int) Draw {
	return Draw{
		Number: number, Seed: w.e.seedOf(number, matrixA), Picks: slices.Clone(w.picks), Weights: slices.Clone(w.weights),
	}
}

// Draws gives what each of the first n draws uses, in order, without computing their indexes.
func (e *Engine) Draws(n int) iter.Seq[Draw] {
	return func(yield func(Draw) bool) {
		w := e.newWorker()
		for number := range n {
			w.aim(number)
			w.choose()
			if !yield(w.record(number)) {
				return
			}
		}
	}
}

// Replayed is one draw computed again.
type Replayed struct {
	Draw
	// Index is that of every unit, NaN for none.
	Index []float64
	// Places are those of the sets' units, as in Engine.Places.
	Places [][]int
}

// Replay computes one draw again: what it used, and what came of it, to the last bit as in Run.
func (e *Engine) Replay(number int) (*Replayed, error) {
	if number < 0 {
		return nil, fmt.Errorf("replaying draw %d: draws are counted from 0", number)
	}
	w := e.newWorker()
	w.aim(number)
	w.draw()
	places := make([]int32, e.sets.slots())
	w.rank(places)
	out := &Replayed{Draw: w.record(number), Index: make([]float64, e.model.Units), Places: e.sets.spread(places)}
	for u, x := range w.index {
		out.Index[u] = composite.Unknown
		if composite.IsKnown(e.nominal.index[u]) {
			out.Index[u] = x
		}
	}
	return out, nil
}
