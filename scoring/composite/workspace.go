package composite

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	blasimpl "gonum.org/v1/gonum/blas/gonum"
)

const (
	// valueBlock is how many units of the given values are computed at a time: their columns fit into the cache.
	valueBlock = 512
	// PutBlock is how many units can be handed in at a time.
	PutBlock = 64
)

// Workspace is where an Evaluator does its work: it holds the weights, and the values of a few units that were
// handed in. Nothing in it allocates after the first round.
type Workspace struct {
	e       *Evaluator
	weights []float64   // by node
	leaf    []float64   // by column: the weight, or where the tree is even its part in the root
	inner   []work      // like Evaluator.inner
	put     []float64   // the values handed in: PutBlock for each column
	from    int         // the first unit handed in
	drawn   []float64   // the values of DrawnNodes
	parts   [][]float64 // of the root's children, where they are kept
	scratch Scratch
}

// work is the memory of one inner node.
type work struct {
	values   []float64 // of the units at hand; of a mean: before the division
	over     []float64 // by pattern: 1 / Σ weight·times
	row      []float64 // the weights of the members
	children []Weighted
}

// NewWorkspace makes room to work in, with the weights of the tree.
func (e *Evaluator) NewWorkspace() *Workspace {
	w := &Workspace{
		e: e, weights: make([]float64, len(e.tree.Nodes)), leaf: make([]float64, len(e.leaves)),
		inner: make([]work, len(e.inner)), put: make([]float64, PutBlock*len(e.leaves)), drawn: make([]float64, len(e.drawn)),
	}
	for i := range e.inner {
		in := &e.inner[i]
		k := len(in.members)
		w.inner[i] = work{values: make([]float64, valueBlock), over: make([]float64, len(in.patterns)/k), row: make([]float64, k)}
		if !in.mean {
			w.inner[i].children = make([]Weighted, k)
		}
	}
	for number := range e.drawn {
		scale := e.DrawnScale(number)
		w.drawn[number] = scale.Min/2 + scale.Max/2
	}
	for range e.parts {
		w.parts = append(w.parts, make([]float64, e.n))
	}
	weights := make([]float64, len(e.tree.Nodes))
	for i := range weights {
		weights[i] = e.tree.Nodes[i].Weight
	}
	w.SetWeights(weights)
	return w
}

// SetWeights sets the weights of the nodes, which are above zero and finite; the root's means nothing.
func (w *Workspace) SetWeights(weights []float64) {
	e := w.e
	copy(w.weights, weights)
	for k, node := range e.leaves {
		w.leaf[k] = weights[node]
	}
	for i := range e.inner {
		in, own := &e.inner[i], &w.inner[i]
		if !in.mean {
			continue
		}
		largest := 0.0
		for j, m := range in.members {
			own.row[j] = weights[m]
			largest = max(largest, weights[m])
		}
		// Weights that are measured in the largest neither overflow as a sum nor with the values.
		for j, m := range in.members {
			own.row[j] /= largest
			if j < in.leaves {
				w.leaf[e.column[m]] = own.row[j]
			}
		}
		own.over[patternNone], own.over[patternDrawn] = 0, 1
		k := len(in.members)
		for p := patternFirst; p < len(own.over); p++ {
			sum := 0.0
			for j, times := range in.patterns[p*k : (p+1)*k] {
				sum += own.row[j] * times
			}
			own.over[p] = 0
			if sum > 0 {
				own.over[p] = 1 / sum
			}
		}
	}
	if e.even {
		w.flatten()
	}
}

// flatten makes of the weights of the leaves their parts in the root.
func (w *Workspace) flatten() {
	e := w.e
	parts := w.scratch.Floats(len(e.inner))
	parts[len(parts)-1] = 1
	for i := len(e.inner) - 1; i >= 0; i-- {
		in, own := &e.inner[i], &w.inner[i]
		part := parts[i] * own.over[patternFirst]
		for j, m := range in.members {
			if j < in.leaves {
				w.leaf[e.column[m]] = part * own.row[j]
			} else {
				parts[e.at[m]] = part * own.row[j]
			}
		}
	}
	w.scratch.Reset()
}

// Index writes the root's value of the units from up to end, whose leaves have the values the Evaluator was made
// with, into dst, which begins with unit from; NaN where there is none.
func (w *Workspace) Index(dst []float64, from, end int) {
	for at := from; at < end; at += valueBlock {
		upTo := min(at+valueBlock, end)
		w.compute(dst[at-from:upTo-from], w.e.values[at:], w.e.n, at, upTo)
	}
}

// Begin makes room for the values of the units from up to end, at most PutBlock of them, which have those the
// Evaluator was made with until others are put.
func (w *Workspace) Begin(from, end int) {
	w.from = from
	for k := range w.e.leaves {
		copy(w.put[k*PutBlock:k*PutBlock+end-from], w.e.values[k*w.e.n+from:k*w.e.n+end])
	}
}

// BeginAll makes room for the values of at most PutBlock units, from the unit from on. Only those that are put have a
// value after it.
func (w *Workspace) BeginAll(from int) { w.from = from }

// Put hands in all values of one unit, in the order of Leaves. Those that count are known; the others mean nothing.
func (w *Workspace) Put(unit int, values []float64) {
	at := unit - w.from
	for k, x := range values {
		w.put[k*PutBlock+at] = x
	}
	for _, o := range w.e.odd[unit] {
		x := &w.put[int(o.column)*PutBlock+at]
		switch {
		case o.times == 0:
			*x = 0
		case w.e.inMean(int(o.column)):
			*x *= o.times
		}
	}
}

// PutLeaf hands in one value of one unit: of the leaf at place k of Leaves, which counts there.
func (w *Workspace) PutLeaf(unit, k int, value float64) {
	if w.e.inMean(k) {
		for _, o := range w.e.odd[unit] {
			if int(o.column) == k {
				value *= o.times
			}
		}
	}
	w.put[k*PutBlock+unit-w.from] = value
}

// PutNode hands in the value of a node under its minimum coverage, by its number in DrawnNodes.
func (w *Workspace) PutNode(number int, value float64) { w.drawn[number] = value }

// IndexPut writes the root's value of the units from up to end, which were handed in, into dst, which begins with
// unit from; NaN where there is none.
func (w *Workspace) IndexPut(dst []float64, from, end int) {
	w.compute(dst[:end-from], w.put[from-w.from:], PutBlock, from, end)
}

// inMean reports whether the parent of the leaf of a column is a mean.
func (e *Evaluator) inMean(k int) bool { return e.forMean[k] }

// compute evaluates the units from up to end, at most valueBlock of them. x holds the values of the leaves, the
// columns stride apart, and begins with unit from.
func (w *Workspace) compute(dst, x []float64, stride, from, end int) {
	n, e := end-from, w.e
	if n == 0 {
		return
	}
	if e.even {
		gemv(dst, x, stride, run{0, len(e.leaves)}, w.leaf, false)
		return
	}
	for i := range e.inner {
		if e.inner[i].mean {
			w.mean(i, x, stride, from, n)
		} else {
			w.aggregate(i, x, stride, from, n)
		}
	}
	last := len(e.inner) - 1
	w.finished(last, from, n)
	w.keepParts(x, stride, from, n)
	copy(dst, w.inner[last].values)
	for at, _ := slices.BinarySearch(e.root.unscored, from); at < len(e.root.unscored) && e.root.unscored[at] < end; at++ {
		dst[e.root.unscored[at]-from] = Unknown
	}
}

// Parts are the values of the root's children, in their order, for the units whose index was computed last; NaN where
// there is none. They are there where EvaluatorOptions asked for them.
func (w *Workspace) Parts() [][]float64 { return w.parts }

// keepParts writes the values of the root's children.
func (w *Workspace) keepParts(x []float64, stride, from, n int) {
	e := w.e
	for k := range w.parts {
		child, times := e.tree.Nodes[0].Children[k], e.parts[k].times[from:from+n]
		dst := w.parts[k][from : from+n]
		if column := e.column[child]; column >= 0 {
			copy(dst, x[column*stride:column*stride+n])
			for u, t := range times {
				if t > 0 && e.forMean[column] {
					dst[u] /= t
				}
			}
		} else {
			if e.inner[len(e.inner)-1].mean { // else it is finished already
				w.finished(e.at[child], from, n)
			}
			copy(dst, w.inner[e.at[child]].values)
		}
		for u, t := range times {
			if t == 0 {
				dst[u] = Unknown
			}
		}
	}
}

// gemv adds to dst, or sets it to, the columns of a run times their weights.
func gemv(dst, x []float64, stride int, r run, weights []float64, add bool) {
	beta := 0.0
	if add {
		beta = 1
	}
	blasimpl.Implementation{}.Dgemv(blas.Trans, r.to-r.from, len(dst), 1, x[r.from*stride:], stride,
		weights[r.from:r.to], 1, beta, dst, 1)
}

// mean computes Σ weight·times·value of a node that is a mean. What it is divided by is left for later, when the
// values are looked at anyway.
func (w *Workspace) mean(i int, x []float64, stride, from, n int) {
	e := w.e
	in, own := &e.inner[i], &w.inner[i]
	sum := own.values[:n]
	for at, r := range in.runs {
		gemv(sum, x, stride, r, w.leaf, at > 0)
	}
	if len(in.runs) == 0 {
		clear(sum)
	}
	for j, b := range in.below {
		child, weight := &w.inner[b], own.row[in.leaves+j]
		values := child.values[:n]
		switch pattern := e.inner[b].pattern; {
		case !e.inner[b].mean:
			for u, v := range values {
				sum[u] += weight * v
			}
		case pattern == nil:
			weight *= child.over[patternFirst]
			for u, v := range values {
				sum[u] += weight * v
			}
		default:
			pattern = pattern[from : from+n]
			for u, v := range values {
				sum[u] += weight * v * child.over[pattern[u]]
			}
		}
	}
	w.handIn(i, from, n)
}

// aggregate computes a node by its Aggregator.
func (w *Workspace) aggregate(i int, x []float64, stride, from, n int) {
	e := w.e
	in, own := &e.inner[i], &w.inner[i]
	for j, m := range in.members {
		c := &own.children[j]
		c.Weight, c.Scale = w.weights[m], e.tree.ScaleOf(m)
		c.Times, c.Total = in.times[j][from:from+n], in.total[j][from:from+n]
		if j < in.leaves {
			at := e.column[m] * stride
			c.Values = x[at : at+n]
			continue
		}
		w.finished(e.at[m], from, n)
		c.Values = w.inner[e.at[m]].values[:n]
	}
	dst := own.values[:n]
	if b, borrows := e.tree.Nodes[in.node].Combine.(Borrower); borrows {
		w.scratch.Reset()
		b.AggregateIn(dst, own.children, &w.scratch)
	} else {
		e.tree.Nodes[in.node].Combine.Aggregate(dst, own.children)
	}
	// A value that should be there and is none, such as a geometric mean of a negative one, does not pass for an
	// unknown one.
	for j := in.leaves; j < len(in.members); j++ {
		if !e.inner[in.below[j-in.leaves]].strange {
			continue
		}
		for u, v := range own.children[j].Values {
			if math.IsNaN(v) && own.children[j].Times[u] > 0 {
				dst[u] = Unknown
			}
		}
	}
	w.handIn(i, from, n)
}

// finished divides the sums of a mean by what its known members weigh.
func (w *Workspace) finished(i, from, n int) {
	in, own := &w.e.inner[i], &w.inner[i]
	switch {
	case !in.mean:
	case in.pattern == nil:
		for u := range own.values[:n] {
			own.values[u] *= own.over[patternFirst]
		}
	default:
		pattern := in.pattern[from : from+n]
		for u := range own.values[:n] {
			own.values[u] *= own.over[pattern[u]]
		}
	}
}

// handIn puts the values that were handed in for a node in their places, and 0 where a node that may have failed has
// no value anyway.
func (w *Workspace) handIn(i, from, n int) {
	in, own := &w.e.inner[i], &w.inner[i]
	if in.strange && in.pattern != nil {
		for u, p := range in.pattern[from : from+n] {
			if p == patternNone {
				own.values[u] = 0
			}
		}
	}
	for at, _ := slices.BinarySearch(in.drawnUnits, int32(from)); at < len(in.drawnUnits); at++ {
		u := int(in.drawnUnits[at]) - from
		if u >= n {
			return
		}
		own.values[u] = w.drawn[in.drawnNumbers[at]]
	}
}
