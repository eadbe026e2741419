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
	direct             []int // the units whose index comes of their own leaves, rising
	scored             []int // the units that have an index, rising
	sets               layout
	nominal            nominal
}

// nominal is what is ranked where nothing is drawn.
type nominal struct {
	evaluator *composite.Evaluator
	index     []float64 // by unit; NaN for none
	places    []int32   // by slot
}

// Shifts is the number of digital shifts of the Sobol sequence; the draws are dealt out to them in turn.
const Shifts = 8

// New makes an Engine. An error says what cannot be computed: a tree, a number or a method.
func New(m Model, s Sources, seed uint64) (*Engine, error) {
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("looking at the model: %w", err)
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
	if e.nominal.evaluator, err = composite.NewEvaluator(m.Tree, m.Leaves, m.Units, composite.EvaluatorOptions{}); err != nil {
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
	stands := make([]standing, e.model.Units)
	for u := range stands {
		own := e.nominal.evaluator
		stands[u] = standing{applies: own.Applies(u), scored: own.Scored(u)}
		if stands[u].scored {
			stands[u].coverage = own.Coverage(u)
		}
	}
	e.rolled = e.model.roll(stands)
	rolledUp := make([]bool, e.model.Units)
	for _, r := range e.model.RollUps {
		rolledUp[r.Unit] = true
	}
	e.nominal.index = make([]float64, e.model.Units)
	for u := range stands {
		e.nominal.index[u] = composite.Unknown
		if stands[u].scored {
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
	e.nominal.evaluator.NewWorkspace().Index(values, 0, e.model.Units)
	for _, u := range e.direct {
		if e.nominal.index[u] = values[u]; !composite.IsKnown(values[u]) {
			return fmt.Errorf("looking at the model: unit %d has no index though its leaves are known: a negative value "+
				"under a mean that takes none, perhaps", u)
		}
	}
	for i := range e.rolled {
		e.nominal.index[e.rolled[i].unit] = e.rolled[i].index(e.nominal.index)
	}
	e.nominal.places = make([]int32, e.sets.slots())
	r := e.newRanking()
	r.rank(e.nominal.places, e.nominal.index)
	return nil
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
}

func (e *Engine) newRanking() *ranking {
	n := len(e.sets.subjects)
	return &ranking{
		e: e, ranker: rank.NewRanker(n), scores: make([]float64, n), order: make([]int32, 0, n),
		walking: make([]walk, len(e.model.Sets)),
	}
}

// walk is how far the places of a set are given out.
type walk struct {
	count, place int32
	best         float64
}

// rank writes the places of all slots. Sets are ranked in one sorting of all their units: the rule of competition
// ranks looks at nothing but the order and the best of a tie.
func (r *ranking) rank(places []int32, index []float64) {
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
		return
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
}
