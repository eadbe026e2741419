package plan

// point is one way to spend a cost: the most that can be had for it, and by which choices. Values are float64, or int64
// in units of 1e-12 of the index's span where they are sums: then equal sums are equal whatever their order.
type point[T int64 | float64] struct {
	cost  int64
	value T
	trace *trace
}

// trace is a set of choices: one of its own (variable is −1 for none) and those of two others.
type trace struct {
	variable, step int
	a, b           *trace
}

// collect writes the choices of a trace into steps.
func (t *trace) collect(steps []int) {
	for ; t != nil; t = t.b {
		if t.variable >= 0 {
			steps[t.variable] = t.step
		}
		t.a.collect(steps)
	}
}

// pareto keeps of many points those that are worth more than every cheaper one. It is filled and emptied again and again.
type pareto[T int64 | float64] struct {
	value       []T
	used        []bool
	left, right []*trace
	// low and high are the costs that were touched; low > high for none.
	low, high, limit int64
}

// newPareto makes room for costs up to a limit; dearer points are dropped.
func newPareto[T int64 | float64](limit int64) *pareto[T] {
	return &pareto[T]{
		value: make([]T, limit+1), used: make([]bool, limit+1), left: make([]*trace, limit+1), right: make([]*trace, limit+1),
		low: limit + 1, high: -1, limit: limit,
	}
}

// add offers a point; of equal ones the first stays.
func (p *pareto[T]) add(cost int64, value T, left, right *trace) {
	if cost > p.limit || (p.used[cost] && value <= p.value[cost]) {
		return
	}
	p.used[cost], p.value[cost], p.left[cost], p.right[cost] = true, value, left, right
	p.low, p.high = min(p.low, cost), max(p.high, cost)
}

// take gives the points that are worth more than every cheaper one, and empties the store.
func (p *pareto[T]) take() []point[T] {
	kept, joined := 0, 0
	var best T
	for cost := p.low; cost <= p.high; cost++ {
		if p.used[cost] && (kept == 0 || p.value[cost] > best) {
			best, kept = p.value[cost], kept+1
			if p.right[cost] != nil {
				joined++
			}
		}
	}
	// One block for all of them: they are made by the million.
	out, traces := make([]point[T], 0, kept), make([]trace, joined)
	for cost := p.low; cost <= p.high; cost++ {
		if p.used[cost] && (len(out) == 0 || p.value[cost] > out[len(out)-1].value) {
			t := p.left[cost]
			if p.right[cost] != nil {
				traces[0] = trace{-1, 0, p.left[cost], p.right[cost]}
				t, traces = &traces[0], traces[1:]
			}
			out = append(out, point[T]{cost, p.value[cost], t})
		}
		p.used[cost], p.left[cost], p.right[cost] = false, nil, nil
	}
	p.low, p.high = p.limit+1, -1
	return out
}

// sums offers every combination of a point of each of two lists.
func (p *pareto[T]) sums(a, b []point[T], add func(x, y T) T) {
	for _, x := range a {
		for _, y := range b {
			p.add(x.cost+y.cost, add(x.value, y.value), x.trace, y.trace)
		}
	}
}

func plus[T int64 | float64](x, y T) T { return x + y }
