package plan

import (
	"container/heap"
	"math"
	"slices"

	"siap/scoring/result"
)

// relaxed is the solution of a problem some of whose needs were not kept to: nothing with its bounds costs less, or is
// worth more.
type relaxed struct {
	low, high []int
	cost      int64
	value     float64
	steps     []int
	// exact says that the steps have that cost and that value, whether or not they meet the needs.
	exact bool
}

// wish picks one of many points, the cheapest first: what is looked for. It is false where none will do.
type wish func(points []point[float64]) (at int, ok bool)

// cheapestFor wishes for the cheapest point that reaches a target.
func cheapestFor(reached func(float64) bool) wish {
	return func(points []point[float64]) (int, bool) {
		at := slices.IndexFunc(points, func(p point[float64]) bool { return reached(p.value) })
		return at, at >= 0
	}
}

// bestWithin wishes for the highest value that a cost can buy.
func bestWithin(cost int64) wish {
	return func(points []point[float64]) (int, bool) {
		at := -1
		for i, p := range points {
			if p.cost <= cost {
				at = i
			}
		}
		return at, at >= 0
	}
}

// relax solves the problem between two sets of steps, keeping to the needs that the programme can keep to.
func (p *problem) relax(low, high []int) (points []point[float64], exact bool) {
	if p.bent != nil {
		return p.bent.solve(low, high)
	}
	span := p.tree.Scale.Max - p.tree.Scale.Min
	found := p.linear.solve(low, high)
	points = make([]point[float64], len(found))
	for i, one := range found {
		points[i] = point[float64]{one.cost, p.index + float64(one.value)*gainUnit*span, one.trace}
	}
	return points, true
}

// bounded solves the relaxed problem for a wish; false where nothing between the bounds grants it.
func (p *problem) bounded(low, high []int, w wish) (*relaxed, bool) {
	for i := range low {
		if low[i] > high[i] {
			return nil, false
		}
	}
	points, exact := p.relax(low, high)
	at, ok := w(points)
	if !ok {
		return nil, false
	}
	r := &relaxed{low: low, high: high, cost: points[at].cost, value: points[at].value, steps: slices.Clone(low), exact: exact}
	points[at].trace.collect(r.steps)
	return r, true
}

// queue has the relaxed problems still to be looked at, the most promising first.
type queue struct {
	list []*relaxed
	// before reports whether one is more promising than another.
	before func(a, b *relaxed) bool
}

func (q *queue) Len() int           { return len(q.list) }
func (q *queue) Less(i, j int) bool { return q.before(q.list[i], q.list[j]) }
func (q *queue) Swap(i, j int)      { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *queue) Push(x any)         { q.list = append(q.list, x.(*relaxed)) }
func (q *queue) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}

// search is branch and bound (A. H. Land & A. G. Doig, Econometrica 28, 1960): the most promising relaxed problem is
// solved; if its steps meet all needs they are the answer, else it is split in two that together hold every answer.
//
// It gives the steps, nil where none grants the wish, the cost under which nothing does, and whether that is proven; where
// the work runs out first, the steps are the best that were met with.
func (p *problem) search(low, high []int, w wish, before func(a, b *relaxed) bool, work *int) (best []int, bound int64, proven bool, err error) {
	q := &queue{before: before}
	root, ok := p.bounded(low, high, w)
	*work--
	if !ok {
		return nil, 0, true, nil
	}
	q.list = append(q.list, root)
	var incumbent *relaxed
	for q.Len() > 0 {
		top := heap.Pop(q).(*relaxed)
		if incumbent != nil && !before(top, incumbent) {
			return incumbent.steps, incumbent.cost, true, nil
		}
		broken := p.broken(top.steps)
		if broken == nil && top.exact {
			return top.steps, top.cost, true, nil
		}
		met, err := p.granted(top.steps, high, w)
		if err != nil {
			return nil, 0, false, err
		}
		if met != nil && (incumbent == nil || before(met, incumbent)) {
			incumbent = met
		}
		if *work <= 0 {
			if incumbent == nil {
				return nil, top.cost, false, nil
			}
			return incumbent.steps, min(top.cost, incumbent.cost), false, nil
		}
		for _, bounds := range p.split(top, broken) {
			*work--
			if child, ok := p.bounded(bounds[0], bounds[1], w); ok {
				heap.Push(q, child)
			}
		}
	}
	if incumbent == nil {
		return nil, 0, true, nil
	}
	return incumbent.steps, incumbent.cost, true, nil
}

// broken gives a need that some steps do not meet, nil where they meet all.
func (p *problem) broken(steps []int) *need {
	for i := range p.needs {
		if n := &p.needs[i]; !n.holds(steps[n.of], steps[n.on]) {
			return n
		}
	}
	return nil
}

// split gives bounds of two problems that together hold all that one holds: by a need that was not met, or, where the
// value was only a bound, by the range of one unit.
func (p *problem) split(r *relaxed, broken *need) [][2][]int {
	low, high := slices.Clone(r.low), slices.Clone(r.high)
	if broken != nil {
		// Either the first stays below where it is, or the other stands as high as that needs.
		at := r.steps[broken.of]
		high[broken.of] = at - 1
		raised := slices.Clone(r.low)
		raised[broken.of] = at
		raised[broken.on] = max(raised[broken.on], broken.least[at])
		return [][2][]int{{r.low, high}, {raised, r.high}}
	}
	widest := -1
	for i := range low {
		if high[i] > low[i] && (widest < 0 || high[i]-low[i] > high[widest]-low[widest]) {
			widest = i
		}
	}
	if widest < 0 { // one set of steps, whose value was a bound: evaluated, it is what it is
		return nil
	}
	middle := (low[widest] + high[widest]) / 2
	high[widest] = middle
	low[widest] = middle + 1
	return [][2][]int{{r.low, high}, {low, r.high}}
}

// granted makes some steps meet all needs by lifting what they need, and gives them where they grant the wish then.
func (p *problem) granted(steps, high []int, w wish) (*relaxed, error) {
	steps = slices.Clone(steps)
	for changed := true; changed; {
		changed = false
		for i := range p.needs {
			n := &p.needs[i]
			if !n.holds(steps[n.of], steps[n.on]) {
				steps[n.on], changed = n.least[steps[n.of]], true
				if steps[n.on] > high[n.on] {
					return nil, nil
				}
			}
		}
	}
	columns, err := p.evaluate(1, func(_, unit int) int { return steps[unit] })
	if err != nil {
		return nil, err
	}
	r := &relaxed{cost: p.unitsOf(steps), value: columns[0].Value[0], steps: steps, exact: true}
	if _, ok := w([]point[float64]{{cost: r.cost, value: r.value}}); !ok {
		return nil, nil
	}
	return r, nil
}

// unitsOf is what some steps cost, in units of the grid; costOf is that as the planner counts.
func (p *problem) unitsOf(steps []int) int64 {
	sum := int64(0)
	for i, k := range steps {
		for _, s := range p.units[i].steps[:k] {
			sum += s.units
		}
	}
	return sum
}

func (p *problem) costOf(steps []int) float64 {
	sum := 0.0
	for i, k := range steps {
		for _, s := range p.units[i].steps[:k] {
			sum += s.cost
		}
	}
	return sum
}

// cheaper puts the cheaper first, and of equally cheap ones the one that is worth more.
func cheaper(a, b *relaxed) bool {
	if a.cost != b.cost {
		return a.cost < b.cost
	}
	return a.value > b.value+slack
}

// worthier puts the one that is worth more first, and of equal ones the cheaper.
func worthier(a, b *relaxed) bool {
	if a.value > b.value+slack || b.value > a.value+slack {
		return a.value > b.value
	}
	return a.cost < b.cost
}

// slack is the difference up to which two values are taken for the same while searching.
const slack = 1e-11

// floor and ceiling are no step and all steps of every unit.
func (p *problem) floor() []int { return make([]int, len(p.units)) }

func (p *problem) ceiling() []int {
	out := make([]int, len(p.units))
	for i, u := range p.units {
		out[i] = len(u.steps)
	}
	return out
}

// cheapest gives the cheapest steps that reach a target. Where none do, it gives all steps.
func (p *problem) cheapest(reached func(float64) bool, work *int) (steps []int, bound int64, proof string, err error) {
	if reached(p.index) {
		return p.floor(), 0, result.ProofOptimal, nil
	}
	steps, bound, proven, err := p.search(p.floor(), p.ceiling(), cheapestFor(p.nearly(reached)), cheaper, work)
	if steps != nil && err == nil {
		// What only nearly reaches it is not enough where it misses by more than rounding.
		if x, wrong := p.valueOf(steps); wrong != nil || !reached(x) {
			if steps, bound, proven, err = p.search(p.floor(), p.ceiling(), cheapestFor(reached), cheaper, work); wrong != nil {
				err = wrong
			}
		}
	}
	switch {
	case err != nil:
		return nil, 0, "", err
	case steps == nil && proven:
		return p.ceiling(), 0, result.ProofUnreachable, nil
	case steps == nil: // the work ran out before anything was found: take everything, and then away what is not needed
		steps, err = p.trimmed(reached)
		if steps == nil || err != nil {
			return p.ceiling(), bound, result.ProofUnreachable, err
		}
		return steps, bound, result.ProofGap, nil
	case !proven:
		return steps, bound, result.ProofGap, nil
	}
	return steps, bound, result.ProofOptimal, nil
}

// nearly lets a value that was added up in units of gain reach a target that it misses by their rounding; targets have a
// tolerance that is wider by far.
func (p *problem) nearly(reached func(float64) bool) func(float64) bool {
	hair := 1e-10 * (p.tree.Scale.Max - p.tree.Scale.Min)
	return func(x float64) bool { return reached(x) || reached(x+hair) }
}

// valueOf is the index that some steps give.
func (p *problem) valueOf(steps []int) (float64, error) {
	columns, err := p.evaluate(1, func(_, unit int) int { return steps[unit] })
	if err != nil {
		return 0, err
	}
	return columns[0].Value[0], nil
}

// trimmed takes all steps and gives back, the dearest first, those without which the target is reached all the same; nil
// where all of them do not reach it.
func (p *problem) trimmed(reached func(float64) bool) ([]int, error) {
	steps := p.ceiling()
	if x, err := p.valueOf(steps); err != nil || !reached(x) {
		return nil, err
	}
	for {
		best := -1
		for i := range steps {
			if steps[i] == 0 {
				continue
			}
			steps[i]--
			x, err := p.valueOf(steps)
			if err != nil {
				return nil, err
			}
			if reached(x) && p.broken(steps) == nil &&
				(best < 0 || p.units[i].steps[steps[i]].cost > p.units[best].steps[steps[best]-1].cost) {
				best = i
			}
			steps[i]++
		}
		if best < 0 {
			return steps, nil
		}
		steps[best]--
	}
}

// reachable is one point of what an agency can have.
type reachable struct {
	cost  float64
	index float64
	steps []uint8
}

// packed are steps in little memory; there are at most a few levels to an indicator.
func packed(steps []int) []uint8 {
	out := make([]uint8, len(steps))
	for i, k := range steps {
		out[i] = uint8(k)
	}
	return out
}

func unpacked(steps []uint8) []int {
	out := make([]int, len(steps))
	for i, k := range steps {
		out[i] = int(k)
	}
	return out
}

// points gives the points at which more can be had than with less, from nothing on, up to a cost; exact is false where
// some may be missing.
func (p *problem) points(most float64, work *int) (out []reachable, exact bool, err error) {
	tol := 1e-9 * (p.tree.Scale.Max - p.tree.Scale.Min)
	out = []reachable{{index: p.index, steps: packed(p.floor())}}
	add := func(sets [][]int) error {
		columns, err := p.evaluate(len(sets), func(set, unit int) int { return sets[set][unit] })
		if err != nil {
			return err
		}
		for k, steps := range sets {
			one := reachable{p.costOf(steps), columns[0].Value[k], packed(steps)}
			if last := &out[len(out)-1]; one.index > last.index+tol && one.cost <= most+1e-9 {
				if one.cost <= last.cost && len(out) > 1 { // costs that were rounded down came out in another order
					*last = one
					continue
				}
				out = append(out, one)
			}
		}
		return nil
	}
	if p.linear != nil && p.linear.exact() {
		var sets [][]int
		for _, one := range p.linear.solve(p.floor(), p.ceiling()) {
			if one.cost == 0 && one.value == 0 {
				continue
			}
			steps := p.floor()
			one.trace.collect(steps)
			sets = append(sets, steps)
		}
		return out, !p.rounded, add(sets)
	}
	exact = !p.rounded
	for *work > 0 {
		x := out[len(out)-1].index
		more := func(y float64) bool { return y > x+tol }
		steps, _, proven, err := p.search(p.floor(), p.ceiling(), cheapestFor(more), cheaper, work)
		if err != nil {
			return nil, false, err
		}
		exact = exact && proven
		before := len(out)
		if steps != nil {
			if err := add([][]int{steps}); err != nil {
				return nil, false, err
			}
		}
		if len(out) == before { // nothing more can be had, or not for that cost
			return out, exact, nil
		}
	}
	return out, false, nil
}

// frontier writes the points down.
func (p *problem) frontier(work *int) ([]result.PlanPoint, string, error) {
	points, exact, err := p.points(math.Inf(1), work)
	if err != nil {
		return nil, "", err
	}
	out := make([]result.PlanPoint, len(points))
	for i, one := range points {
		out[i] = result.PlanPoint{Effort: one.cost, Index: one.index, Band: p.layout.Band(0, one.index)}
	}
	if !exact {
		return out, result.ProofGap, nil
	}
	return out, result.ProofOptimal, nil
}
