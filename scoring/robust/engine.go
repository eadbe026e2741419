package robust

import (
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/rank"
	"siap/scoring/robust/sobol"
)

// Engine draws indexes and places. It does not change and may be shared; all it draws follows from the model, the
// sources and the seed, whatever the number of processors.
type Engine struct {
	model     Model
	sources   Sources
	seed      uint64
	tolerance float64
	plan      *plan
	weigher   *weigher
	factors   []factor
	// coordinates is how many numbers between 0 and 1 a draw takes for methods and weights, quasi how many of them
	// come from the Sobol sequence.
	coordinates, quasi int
	sequence           *sobol.Sequence
	shifts             []uint32 // shift by shift, one for each dimension of the sequence
	rolled             []rollUp
	rolledParts        [][]rollUp // of the root's children, where units are compared on them
	direct             []int      // the units whose index comes of their own leaves, rising
	scored             []int      // the units that have an index, rising
	sets               layout
	nominal            nominal
}

// nominal is what is ranked where nothing is drawn.
type nominal struct {
	evaluator *composite.Evaluator
	index     []float64   // by unit; NaN for none
	parts     [][]float64 // of the root's children, by unit, where units are compared on them
	places    []int32     // by slot
}

// Shifts is the number of digital shifts of the Sobol sequence; the draws are dealt out to them in turn.
const Shifts = 8

// New makes an Engine. An error says what cannot be computed: a tree, a number or a method.
func New(m Model, s Sources, seed uint64) (*Engine, error) {
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("looking at the model: %w", err)
	}
	if s.Given != nil && (s.Weights != nil || s.Methods != nil || s.Unknowns || s.Sampler != nil || m.Compare != nil) {
		return nil, fmt.Errorf("looking at the sources: indexes that are given leave nothing to draw or to compare")
	}
	if m.Sets == nil {
		all := make([]int, m.Units)
		for u := range all {
			all[u] = u
		}
		m.Sets = [][]int{all}
	}
	e := &Engine{model: m, sources: s, seed: seed, tolerance: m.Tolerance}
	if e.tolerance == 0 {
		e.tolerance = m.Tree.ScaleOf(0).Tolerance()
	}
	var err error
	if e.nominal.evaluator, err = composite.NewEvaluator(m.Tree, m.Leaves, m.Units, composite.EvaluatorOptions{Parts: m.Compare != nil}); err != nil {
		return nil, fmt.Errorf("looking at the model: %w", err)
	}
	e.stand()
	if err := e.nominate(); err != nil {
		return nil, err
	}
	if e.weigher, err = newWeigher(m.Tree, s.Weights); err != nil {
		return nil, fmt.Errorf("looking at the weights: %w", err)
	}
	if e.plan, err = newPlan(&m, &s, e.nominal.evaluator); err != nil {
		return nil, fmt.Errorf("looking at the methods: %w", err)
	}
	if err := e.coordinate(); err != nil {
		return nil, err
	}
	return e, e.probe()
}

// stand decides who has an index, by the values as they were found.
func (e *Engine) stand() {
	stands := make([]composite.Standing, e.model.Units)
	if e.model.Compare != nil {
		for k, child := range e.model.Tree.Nodes[0].Children {
			for u := range stands {
				stands[u] = e.nominal.evaluator.Part(k, u)
			}
			e.rolledParts = append(e.rolledParts, e.model.roll(child, stands))
		}
	}
	for u := range stands {
		stands[u] = e.nominal.evaluator.Root(u)
	}
	e.rolled = e.model.roll(0, stands)
	rolledUp := make([]bool, e.model.Units)
	for _, r := range e.model.RollUps {
		rolledUp[r.Unit] = true
	}
	e.nominal.index = make([]float64, e.model.Units)
	for u := range stands {
		e.nominal.index[u] = composite.Unknown
		if stands[u].Scored {
			e.nominal.index[u] = 0 // until it is computed
			e.scored = append(e.scored, u)
			if !rolledUp[u] {
				e.direct = append(e.direct, u)
			}
		}
	}
}

// nominate computes the indexes and the places as they were found.
func (e *Engine) nominate() error {
	e.sets = newLayout(e.model.Sets, e.nominal.index)
	values := make([]float64, e.model.Units)
	space := e.nominal.evaluator.NewWorkspace()
	space.Index(values, 0, e.model.Units)
	for _, u := range e.direct {
		if e.nominal.index[u] = values[u]; !composite.IsKnown(values[u]) {
			return fmt.Errorf("looking at the model: unit %d has no index though its leaves are known: a negative value "+
				"under a mean that takes none, perhaps", u)
		}
	}
	for i := range e.rolled {
		e.nominal.index[e.rolled[i].unit] = e.rolled[i].index(e.nominal.index)
	}
	e.nominal.parts = space.Parts()
	e.rollParts(e.nominal.parts)
	e.nominal.places = make([]int32, e.sets.slots())
	if err := e.newRanking().rank(e.nominal.places, e.nominal.index, e.nominal.parts, e.given()); err != nil {
		return fmt.Errorf("comparing the units of the model: %w", err)
	}
	return nil
}

// given are the weights of the tree, by node.
func (e *Engine) given() []float64 {
	weights := make([]float64, len(e.model.Tree.Nodes))
	for i := range weights {
		weights[i] = e.model.Tree.Nodes[i].Weight
	}
	return weights
}

// rollParts fills in the values of the root's children for the units that are rolled up.
func (e *Engine) rollParts(parts [][]float64) {
	for k, rolled := range e.rolledParts {
		for _, r := range e.model.RollUps {
			parts[k][r.Unit] = composite.Unknown
		}
		for i := range rolled {
			parts[k][rolled[i].unit] = rolled[i].indexOfKnown(parts[k])
		}
	}
}

// coordinate lists the factors and the coordinates they take, methods before weights, and shifts the sequence.
func (e *Engine) coordinate() error {
	for c := range e.plan.choices {
		e.addFactor(Factor{Kind: MethodFactor, Choice: c}, 1)
	}
	if n := e.weigher.coordinates(-1); n > 0 {
		e.addFactor(Factor{Kind: WeightFactor}, n)
	}
	for f := range e.weigher.families {
		if n := e.weigher.coordinates(f); n > 0 {
			e.addFactor(Factor{Kind: WeightFactor, Node: e.weigher.families[f].parent}, n)
		}
	}
	if e.sources.Unknowns {
		e.addFactor(Factor{Kind: UnknownFactor}, 0)
	}
	if e.sources.samples() && e.sources.Respondents {
		e.addFactor(Factor{Kind: RespondentFactor}, 0)
	}
	if e.sources.samples() && e.sources.Measurement {
		e.addFactor(Factor{Kind: MeasurementFactor}, 0)
	}
	e.quasi = min(e.coordinates, sobol.Dimensions)
	// Sensitivity takes two points side by side.
	var err error
	if e.sequence, err = sobol.New(min(2*e.coordinates, sobol.Dimensions)); err != nil {
		return err
	}
	n := e.sequence.Dimensions()
	e.shifts = make([]uint32, Shifts*n)
	for s := range Shifts {
		for d := range n {
			e.shifts[s*n+d] = uint32(mix(mix(mix(e.seed, forShift), uint64(s)), uint64(d)) >> 32)
		}
	}
	return nil
}

// probe refuses methods under which somebody who has an index has none.
func (e *Engine) probe() error {
	w := e.newWorker()
	picks := make([]int, len(e.plan.choices))
	for at := range e.plan.byPicks {
		rest := at
		for c := len(picks) - 1; c >= 0; c-- {
			picks[c] = rest % len(e.plan.choices[c].Alternatives)
			rest /= len(e.plan.choices[c].Alternatives)
		}
		v := e.plan.variants[e.plan.byPicks[at]]
		space := w.space(e.plan.byPicks[at])
		e.plan.weights(w.weights, e.model.Tree, picks)
		e.weigher.normalise(w.weights)
		space.SetWeights(w.weights)
		space.Index(w.index, 0, e.model.Units)
		for _, u := range e.direct {
			if !composite.IsKnown(w.index[u]) || math.Abs(v.scale*w.index[u]+v.shift) > largest {
				return fmt.Errorf("looking at %s: unit %d has no index under them", e.plan.name(picks), u)
			}
		}
	}
	return nil
}

// Leaves gives the nodes of the leaves in the order of a Sampler's values.
func (e *Engine) Leaves() []int { return e.nominal.evaluator.Leaves() }

// Index gives the index of every unit as it was found, NaN for none.
func (e *Engine) Index() []float64 { return slices.Clone(e.nominal.index) }

// Places gives the place of every unit of every set as it was found, in the order of the sets and of their units; 0
// for a unit without an index.
func (e *Engine) Places() [][]int { return e.sets.spread(e.nominal.places) }

// ranking turns indexes into places.
type ranking struct {
	e       *Engine
	ranker  *rank.Ranker
	scores  []float64 // of the subjects
	order   []int32
	walking []walk // by set
	// values and weights are what the units of a set are compared on.
	values   [][]float64
	weights  []float64
	slots    []int
	compared []int32
}

func (e *Engine) newRanking() *ranking {
	n := len(e.sets.subjects)
	return &ranking{
		e: e, ranker: rank.NewRanker(n), scores: make([]float64, n), order: make([]int32, 0, n),
		walking: make([]walk, len(e.model.Sets)), values: make([][]float64, len(e.rolledParts)),
	}
}

// walk is how far the places of a set are given out.
type walk struct {
	count, place int32
	best         float64
}

// rank writes the places of all slots. Sets are ranked in one sorting of all their units: the rule of competition
// ranks looks at nothing but the order and the best of a tie. parts and weights are those of the root's children and of
// all nodes; they are looked at where units are compared. The error is that of comparing.
func (r *ranking) rank(places []int32, index []float64, parts [][]float64, weights []float64) error {
	if r.e.model.Compare != nil {
		return r.compare(places, index, parts, weights)
	}
	l := &r.e.sets
	for p, u := range l.subjects {
		r.scores[p] = index[u]
	}
	if decide := r.e.model.Decide; decide != nil {
		for p, x := range r.scores {
			r.scores[p] = decide(x)
		}
	}
	if l.single {
		r.ranker.Competition(places, r.scores, r.e.tolerance)
		return nil
	}
	clear(r.walking)
	r.order = r.ranker.Order(r.order[:0], r.scores)
	for _, p := range r.order {
		x := r.scores[p]
		for _, m := range l.memberships[l.membershipOf[p]:l.membershipOf[p+1]] {
			w := &r.walking[m.set]
			w.count++
			if w.place == 0 || w.best-x > r.e.tolerance {
				w.place, w.best = w.count, x
			}
			places[m.slot] = w.place
		}
	}
	return nil
}

// compare ranks set by set, the units that have an index by their scores beside each other.
func (r *ranking) compare(places []int32, index []float64, parts [][]float64, weights []float64) error {
	l := &r.e.sets
	r.weights = r.weights[:0]
	for _, child := range r.e.model.Tree.Nodes[0].Children {
		r.weights = append(r.weights, weights[child])
	}
	for s := range l.sets {
		slots := r.slots[:0]
		for slot := l.from[s]; slot < l.from[s+1]; slot++ {
			if composite.IsKnown(index[l.unit[slot]]) {
				slots = append(slots, slot)
			}
		}
		r.slots = slots
		if len(slots) == 0 {
			continue
		}
		for k := range r.values {
			r.values[k] = r.values[k][:0]
			for _, slot := range slots {
				r.values[k] = append(r.values[k], parts[k][l.unit[slot]])
			}
		}
		scores, tolerance, err := r.e.model.Compare(r.values, r.weights)
		if err == nil && (len(scores) != len(slots) || slices.ContainsFunc(scores, math.IsNaN)) {
			err = fmt.Errorf("%d units that have an index got the scores %v", len(slots), scores)
		}
		if err != nil {
			return fmt.Errorf("comparing the units of set %d: %w", s, err)
		}
		r.compared = slices.Grow(r.compared[:0], len(slots))[:len(slots)]
		r.ranker.Competition(r.compared, scores, tolerance)
		for i, slot := range slots {
			places[slot] = r.compared[i]
		}
	}
	return nil
}
