package robust

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"siap/scoring/composite"
)

// LeftOut is the ranking without one indicator.
type LeftOut struct {
	// Node is the indicator's, With are the nodes above it that leave with it, for it is all they have.
	Node int
	With []int
	// Impossible says that nothing would be left; there are no sets then.
	Impossible bool
	// Sets are the model's.
	Sets []LeftOutSet
}

// LeftOutSet is a set without one indicator.
type LeftOutSet struct {
	// Places are those of the set's units; 0 for a unit without an index.
	Places []int
	// Lost is how many units have an index with the indicator and none without.
	Lost int
	// MeanShift is the mean of |place without − place with| over the units that keep an index.
	MeanShift float64
}

// LeaveOutIndicators ranks again and again, each time without one of the indicators, in the order of Leaves; the
// other weights are renormalised, and which nodes are under their minimum coverage stays as it was found. Nothing is
// drawn. The error is that of the context.
func (e *Engine) LeaveOutIndicators(ctx context.Context) ([]LeftOut, error) {
	out := make([]LeftOut, len(e.Leaves()))
	var failure error
	var once sync.Mutex
	parallel(len(out), func(k int) {
		if ctx.Err() != nil {
			return
		}
		var err error
		if out[k], err = e.leaveOut(e.Leaves()[k]); err != nil {
			once.Lock()
			failure = err
			once.Unlock()
		}
	})
	if failure == nil {
		failure = ctx.Err()
	}
	if failure != nil {
		return nil, fmt.Errorf("leaving out indicators: %w", failure)
	}
	return out, nil
}

func (e *Engine) leaveOut(node int) (LeftOut, error) {
	out := LeftOut{Node: node}
	out.With, out.Impossible = e.loneAncestors(node)
	if out.Impossible {
		return out, nil
	}
	leaves := slices.Clone(e.model.Leaves)
	leaves[node] = composite.NewLeaf(e.model.Units)
	for u := range e.model.Units {
		leaves[node].SetNotApplicable(u)
	}
	options := composite.EvaluatorOptions{Under: e.nominal.evaluator, Parts: e.model.Compare != nil}
	evaluator, err := composite.NewEvaluator(e.model.Tree, leaves, e.model.Units, options)
	if err != nil {
		return out, fmt.Errorf("leaving out node %d: %w", node, err)
	}
	values := make([]float64, e.model.Units)
	space := evaluator.NewWorkspace()
	space.Index(values, 0, e.model.Units)
	index := make([]float64, e.model.Units)
	for u := range index {
		index[u] = composite.Unknown
	}
	for _, u := range e.direct {
		index[u] = values[u]
	}
	for i := range e.rolled {
		index[e.rolled[i].unit] = e.rolled[i].indexOfKnown(index)
	}
	places := make([]int32, e.sets.slots())
	e.rollParts(space.Parts())
	if err := e.newRanking().rank(places, index, space.Parts(), e.given()); err != nil {
		return out, fmt.Errorf("leaving out node %d: %w", node, err)
	}
	spread, found := e.sets.spread(places), e.Places()
	for s := range spread {
		set := LeftOutSet{Places: spread[s]}
		kept := 0
		for k, place := range spread[s] {
			switch {
			case place > 0:
				kept++
				set.MeanShift += math.Abs(float64(place - found[s][k]))
			case found[s][k] > 0:
				set.Lost++
			}
		}
		set.MeanShift /= float64(max(1, kept))
		out.Sets = append(out.Sets, set)
	}
	return out, nil
}

// loneAncestors gives the nodes above a node that have nothing but it, and whether that goes up to the root.
func (e *Engine) loneAncestors(node int) (with []int, all bool) {
	for p := node - 1; p >= 0; p-- { // parents come before their children
		if children := e.model.Tree.Nodes[p].Children; slices.Contains(children, node) {
			if len(children) > 1 {
				return with, false
			}
			if p == 0 {
				return nil, true
			}
			with, node = append(with, p), p
		}
	}
	return with, false
}

// indexOfKnown is index over the members that have one; NaN where none has.
func (r *rollUp) indexOfKnown(of []float64) float64 {
	var sum, parts float64
	for k, member := range r.members {
		if composite.IsKnown(of[member]) {
			sum += r.parts[k] * of[member]
			parts += r.parts[k]
		}
	}
	if parts == 0 {
		return composite.Unknown
	}
	return sum / parts
}

// Respondents gives the scores of a unit without one of those who answered for it.
type Respondents interface {
	// Count is how many answered for a unit.
	Count(unit int) int
	// Without writes the scores of a unit's leaves without one of them, numbered from 0, into values, which has the
	// scores as they were found, in the order of Engine.Leaves; NaN for what nobody else answered.
	Without(values []float64, unit, respondent int)
}

// WithoutRespondent is what a unit would be without one of its respondents, all others being as they were found.
type WithoutRespondent struct {
	Unit, Respondent int
	// Lost says that the unit would have no index; else Index is that.
	Lost  bool
	Index float64
	// Places are those of the unit in the sets it is in: one more than the number of units that stand above it by more
	// than the tolerance. They are not computed where units are compared with each other.
	Places []PlaceIn
}

// PlaceIn is a unit's place in one of the model's sets, and the one it was found to have.
type PlaceIn struct{ Set, Place, Found int }

// LeaveOutRespondents computes each unit again without each of its respondents, unit by unit. Units that are rolled up
// or have no index are left out, and governments stay as they were found. The error is that of the context, or names
// scores that are none.
func (e *Engine) LeaveOutRespondents(ctx context.Context, r Respondents) ([]WithoutRespondent, error) {
	var rows []WithoutRespondent
	for _, u := range e.direct {
		for k := range r.Count(u) {
			rows = append(rows, WithoutRespondent{Unit: u, Respondent: k})
		}
	}
	if len(rows) == 0 {
		return nil, ctx.Err()
	}
	others := e.decidedBySet()
	const block = 1024
	errs := make([]error, (len(rows)+block-1)/block)
	parallel(len(errs), func(b int) {
		if errs[b] = ctx.Err(); errs[b] == nil {
			errs[b] = e.withoutRespondents(r, rows[b*block:min(len(rows), (b+1)*block)], others)
		}
	})
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("leaving out respondents: %w", err)
		}
	}
	return rows, nil
}

// withoutRespondents computes some rows as if each were a unit of its own.
func (e *Engine) withoutRespondents(r Respondents, rows []WithoutRespondent, others [][]float64) error {
	nodes := e.Leaves()
	leaves := make([]*composite.Column, len(e.model.Tree.Nodes))
	for _, node := range nodes {
		leaves[node] = composite.NewLeaf(len(rows))
	}
	of, values := make([]int, len(rows)), make([]float64, len(nodes))
	for i := range rows {
		u := rows[i].Unit
		of[i] = u
		for k, node := range nodes {
			leaves[node].Take(i, e.model.Leaves[node], u)
			values[k] = leaves[node].Value[i]
		}
		r.Without(values, u, rows[i].Respondent)
		for k, node := range nodes {
			c := leaves[node]
			if c.Known[i] == 0 || c.Coverage[i] == 0 {
				continue // unknown, or a stand-in: nobody answered
			}
			if math.Abs(values[k]) > largest {
				return fmt.Errorf("unit %d without respondent %d has the score %v at node %d", u, rows[i].Respondent, values[k], node)
			}
			if c.Value[i] = values[k]; !composite.IsKnown(values[k]) {
				c.Known[i], c.Coverage[i] = 0, 0
			}
		}
	}
	options := composite.EvaluatorOptions{Under: e.nominal.evaluator, Of: of}
	evaluator, err := composite.NewEvaluator(e.model.Tree, leaves, len(rows), options)
	if err != nil {
		return err
	}
	index := make([]float64, len(rows))
	evaluator.NewWorkspace().Index(index, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		if row.Lost = !composite.IsKnown(index[i]); row.Lost {
			continue
		}
		row.Index = index[i]
		if e.model.Compare == nil {
			row.Places = e.placesOf(row.Unit, index[i], others)
		}
	}
	return nil
}

// decidedBySet gives the numbers that places are decided on, set by set, rising.
func (e *Engine) decidedBySet() [][]float64 {
	out := make([][]float64, len(e.model.Sets))
	for s := range out {
		for _, u := range e.sets.unit[e.sets.from[s]:e.sets.from[s+1]] {
			out[s] = append(out[s], e.decide(e.nominal.index[u]))
		}
		slices.Sort(out[s])
	}
	return out
}

func (e *Engine) decide(index float64) float64 {
	if e.model.Decide != nil {
		return e.model.Decide(index)
	}
	return index
}

// placesOf gives the places a unit has with an index while the others are as they were found.
func (e *Engine) placesOf(unit int, index float64, others [][]float64) []PlaceIn {
	at, _ := slices.BinarySearch(e.sets.subjects, unit)
	if at == len(e.sets.subjects) || e.sets.subjects[at] != unit {
		return nil
	}
	x, own := e.decide(index), e.decide(e.nominal.index[unit])
	var out []PlaceIn
	for _, m := range e.sets.memberships[e.sets.membershipOf[at]:e.sets.membershipOf[at+1]] {
		sorted := others[m.set]
		first, _ := slices.BinarySearchFunc(sorted, x, func(a, x float64) int {
			if a-x > e.tolerance {
				return 1
			}
			return -1
		})
		above := len(sorted) - first
		if own-x > e.tolerance {
			above-- // the unit itself, as it was found
		}
		out = append(out, PlaceIn{int(m.set), above + 1, int(e.nominal.places[m.slot])})
	}
	return out
}
