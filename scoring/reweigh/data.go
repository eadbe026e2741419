package reweigh

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/describe"
	"siap/scoring/composite/weigh"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// DataOptions say how weights are found from scores. The zero value of all but Method is the method's default.
type DataOptions struct {
	// Method is one of weigh.Names.
	Method string
	// Basis is that of the scores, "" for the headline of the assessment.
	Basis result.Basis
	// Node is the one node whose children are weighed; nil for all.
	Node *string
	// Keep says, for factor, which factors are kept. Only Number and Cumulative are told in the report.
	Keep weigh.Keep
	// Listwise takes those agencies only that know all members of a node, for factor and correlated.
	Listwise bool
	// Targets are what the correlations are to be in proportion to, for correlated; "" is the rubric's weights.
	Targets string
	// Least is the least share of a member, for correlated; nil is LeastCorrelated, or a quarter of equal shares where
	// there are many members.
	Least *float64
}

// LeastCorrelated is the least share that correlated leaves a member unless told otherwise: a rubric asks nothing that is
// to count for nothing.
const LeastCorrelated = 0.01

// Data finds the weights of the children of every node from the scores of an assessment. An error means a method or a
// node that there is not, or an assessment that is none; what cannot be weighed is told in the report.
func Data(a *result.Assessment, o DataOptions) (*weighing.Report, error) {
	if _, err := weigh.Named(o.Method, weigh.Options{}); err != nil {
		return nil, err
	}
	r, t, c, err := begin(a, o.Method, o.Basis)
	if err != nil {
		return nil, err
	}
	if o.Node != nil && !slices.ContainsFunc(t.groups, func(g group) bool { return g.id() == *o.Node }) {
		return nil, fmt.Errorf("weighing below %q: there is no such node with two or more below it", *o.Node)
	}
	if o.Targets == "" {
		o.Targets = weighing.TargetsRubric
	}
	switch o.Method {
	case "factor":
		r.Settings = weighing.Settings{Listwise: o.Listwise, Factors: o.Keep.Number, Explained: o.Keep.Cumulative}
	case "correlated":
		r.Settings = weighing.Settings{Listwise: o.Listwise, Targets: o.Targets, Least: LeastCorrelated}
		if o.Least != nil {
			r.Settings.Least = *o.Least
		}
	}
	for i := range t.groups {
		g := &t.groups[i]
		n := t.node(g)
		switch {
		case o.Node != nil && g.id() != *o.Node:
			n.Reason = weighing.ReasonAside
		case g.ownScales():
			n.Reason = weighing.ReasonScales
		default:
			w := &weigher{t: t, g: g, n: &n, o: &o}
			known, unknown := w.take(c)
			r.Known, r.Unknown = r.Known+known, r.Unknown+unknown
			w.weigh()
		}
		r.Nodes = append(r.Nodes, n)
	}
	t.whole(r.Nodes)
	return r, nil
}

// weigher weighs the children of one node.
type weigher struct {
	t    *tree
	g    *group
	n    *weighing.Node
	o    *DataOptions
	data [][]float64
	// free are the places of the members whose data say something of their weight, in order.
	free []int
}

// take takes the columns.
func (w *weigher) take(c *columns) (known, unknown int) {
	for i, child := range w.g.children {
		values, k, u := c.of(child.ID)
		w.data = append(w.data, values)
		w.n.Members[i].Known = &k
		known, unknown = known+k, unknown+u
		if weigh.Keeps(values) == "" {
			w.free = append(w.free, i)
		}
	}
	return known, unknown
}

// weigh finds the weights, or the reason why there are none.
func (w *weigher) weigh() {
	var m weigh.Method = w
	if w.o.Method == "equal" {
		m = weigh.Equal{}
	}
	shares, err := weigh.Siblings(m, w.data, w.g.stated())
	if err != nil {
		w.n.Factors, w.n.Correlated, w.n.Critic = nil, nil, nil
		w.n.Reason, w.n.Seen = w.why(shares, err)
		return
	}
	w.t.found(w.g, w.n, shares.Weights)
	if w.o.Method == "equal" {
		return
	}
	for i, k := range shares.Kept {
		w.n.Members[i].Kept = string(k)
	}
	w.n.Units = w.units()
	w.n.Sparse = w.n.Units < weighing.PerMember*len(w.free)
}

// freeData are the columns that the method had.
func (w *weigher) freeData() [][]float64 {
	out := make([][]float64, len(w.free))
	for k, i := range w.free {
		out[k] = w.data[i]
	}
	return out
}

// names are the ids of the members that the method had, stated their weights by the rubric.
func (w *weigher) names() []string {
	out := make([]string, len(w.free))
	for k, i := range w.free {
		out[k] = w.g.children[i].ID
	}
	return out
}

func (w *weigher) stated() []float64 {
	out := make([]float64, len(w.free))
	for k, i := range w.free {
		out[k] = w.g.children[i].Weight
	}
	return out
}

// units is the least number of agencies behind a figure of the members: a column's, or a correlation's.
func (w *weigher) units() int {
	least := math.MaxInt
	for _, i := range w.free {
		least = min(least, *w.n.Members[i].Known)
	}
	switch {
	case w.listwise():
		return len(whole(w.freeData())[0])
	case w.correlates():
		_, n := describe.Correlations(w.freeData())
		for _, row := range n {
			least = min(least, slices.Min(row))
		}
	}
	return least
}

// correlates reports whether the method looks at correlations, listwise whether only at agencies that know all.
func (w *weigher) correlates() bool {
	return slices.Contains([]string{"critic", "factor", "correlated"}, w.o.Method)
}

func (w *weigher) listwise() bool {
	return w.o.Listwise && (w.o.Method == "factor" || w.o.Method == "correlated")
}

// whole gives the columns with those units only that know all of them.
func whole(data [][]float64) [][]float64 {
	out := make([][]float64, len(data))
	for u := range data[0] {
		if slices.ContainsFunc(data, func(c []float64) bool { return !composite.IsKnown(c[u]) }) {
			continue
		}
		for i, c := range data {
			out[i] = append(out[i], c[u])
		}
	}
	return out
}

// Weights implements weigh.Method: it weighs the columns of the members that can be, and keeps how.
func (w *weigher) Weights(data [][]float64) ([]float64, error) {
	switch w.o.Method {
	case "critic":
		found, err := weigh.Critic{}.Analyse(data)
		if err != nil {
			return nil, err
		}
		w.n.Critic = &weighing.Critic{Members: w.names(), Contrast: found.SD, Conflict: found.Conflict, Information: found.Information}
		return found.Weights, nil
	case "factor":
		return w.factor(data)
	case "correlated":
		return w.correlated(data)
	}
	m, err := weigh.Named(w.o.Method, weigh.Options{})
	if err != nil {
		return nil, err
	}
	return m.Weights(data)
}

func (w *weigher) factor(data [][]float64) ([]float64, error) {
	keep := w.o.Keep
	keep.Number = min(keep.Number, len(data)) // a node with fewer members than that keeps all
	found, err := weigh.Factor{Keep: keep, Listwise: w.o.Listwise}.Analyse(data)
	if err != nil {
		return nil, err
	}
	f := &weighing.Factors{
		Members: w.names(), Eigenvalues: found.Eigenvalues, Kept: found.Kept, Rotated: found.Rotated, Squared: found.Squared, Of: found.Of,
	}
	for _, e := range found.Eigenvalues {
		f.Explained = append(f.Explained, e/float64(len(data)))
	}
	for _, e := range found.Explained {
		f.Variance = append(f.Variance, e/float64(len(data)))
	}
	w.n.Factors = f
	return found.Weights, nil
}

// leastOf is the least share of each of so many members.
func (w *weigher) leastOf(members int) float64 {
	if w.o.Least != nil {
		return *w.o.Least
	}
	return min(LeastCorrelated, 0.25/float64(members))
}

func (w *weigher) correlated(data [][]float64) ([]float64, error) {
	m := weigh.Correlated{Listwise: w.o.Listwise, Least: w.leastOf(len(data))}
	if w.o.Targets == weighing.TargetsRubric {
		m.Targets = w.stated()
	}
	found, err := m.Analyse(data)
	if err != nil {
		return nil, err
	}
	before, err := m.Reached(data, w.stated())
	if err != nil {
		return nil, err
	}
	names := w.names()
	w.n.Correlated = &weighing.Correlated{
		Members: names, Stated: finites(before), Equal: finites(found.EqualWeights), Reached: found.Correlations,
		Targets: found.Targets, Shares: found.Shares, Residual: found.Residual, Dropped: []string{},
	}
	for _, i := range found.Dropped {
		w.n.Correlated.Dropped = append(w.n.Correlated.Dropped, names[i])
	}
	return found.Weights, nil
}

// finites gives pointers to numbers, nil where one has no meaning.
func finites(xs []float64) []*float64 {
	out := make([]*float64, len(xs))
	for i, x := range xs {
		out[i] = finite(x)
	}
	return out
}

// why says in one word why there are no weights, and the number that the method stopped at.
func (w *weigher) why(shares *weigh.Shares, err error) (reason string, seen *float64) {
	switch {
	case errors.Is(err, weigh.ErrNothing):
		return nothing(shares.Kept), nil
	case errors.Is(err, describe.ErrIndefinite):
		return weighing.ReasonIndefinite, nil
	}
	data := w.freeData()
	for _, c := range data {
		s := describe.Of(c)
		switch {
		case !composite.IsKnown(s.SD):
			return weighing.ReasonMethod, nil
		case w.o.Method == "entropy" && s.Min < 0:
			return weighing.ReasonNegative, finite(s.Min)
		case w.o.Method == "variation" && s.Mean <= 0:
			return weighing.ReasonNegative, finite(s.Mean)
		}
	}
	switch {
	case w.correlates() && fewInCommon(data, w.listwise()):
		return weighing.ReasonCommon, nil
	case w.o.Method == "critic":
		return weighing.ReasonSame, nil
	case w.o.Method == "correlated" && w.leastOf(len(data))*float64(len(data)) >= 1:
		return weighing.ReasonLeast, nil
	case w.o.Method == "correlated":
		return weighing.ReasonAgainst, nil
	}
	return weighing.ReasonMethod, nil
}

// nothing says why no two members can be weighed.
func nothing(kept []weigh.Kept) string {
	few, constant := 0, 0
	for _, k := range kept {
		switch k {
		case weigh.KeptFew:
			few++
		case weigh.KeptConstant:
			constant++
		}
	}
	switch len(kept) {
	case few:
		return weighing.ReasonFew
	case constant:
		return weighing.ReasonConstant
	}
	return weighing.ReasonOne
}

// fewInCommon reports whether two columns have too few units in common for a correlation.
func fewInCommon(data [][]float64, all bool) bool {
	if all {
		data = whole(data)
	}
	r, n := describe.Correlations(data)
	for i := range n {
		for j := range n[i] {
			if n[i][j] < weigh.Least || (i != j && !composite.IsKnown(r[i][j])) {
				return true
			}
		}
	}
	return false
}

// NodeOf finds the node that a word names, by its id, its official number, or "index"; ok is false where there is none
// with two or more below it, and then near are those there are.
func NodeOf(r *rubric.Rubric, word, index string) (id string, ok bool) {
	groups := Groups(r)
	if n := r.Node(word); n != nil && word != index {
		return n.ID, slices.Contains(groups, n.ID)
	}
	return "", word == index && slices.Contains(groups, "")
}
