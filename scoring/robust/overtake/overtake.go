// Package overtake finds the smallest changes of weights that let one unit overtake another: by one weight alone, and
// by all of them within a common spread.
//
// It looks at the unrounded indexes. At the weights it gives the two are level; anything beyond lets the one below
// pass. Which nodes are under their minimum coverage is decided with the weights of the tree and stays so.
package overtake

import (
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// Method is how a change was found.
type Method int

// The methods. Exact changes are roots of a polynomial, up to rounding. Searched ones are found by halving between
// neighbours of a grid of 400 shares from 0 to 1 where one unit stands above and the other one: of several changes
// between two neighbours none may be found.
const (
	Exact Method = iota + 1
	Searched
)

// Reason is why something was not computed.
type Reason int

// The reasons. Apart says that the two units have different leaves known, or counting differently often, so that one
// weight moves their indexes by different parts. Unlike says that some node is no weighted mean. Never says that no
// weights do it: nowhere is the unit below better than the one above.
const (
	Apart Reason = iota + 1
	Unlike
	Never
)

// Change is a change of one weight, its siblings keeping theirs.
type Change struct {
	Node int
	// Weight is the new weight beside the siblings' as they are; 0 leaves the node out.
	Weight float64
	// Before and After are the shares of the node among its siblings.
	Before, After float64
	Method        Method
}

// Spread is the smallest t for which some weights, each within ±t of its own share of what it was, at all levels, make
// the two level.
type Spread struct {
	// NotComputed is why there is none; 0 where there is.
	NotComputed Reason
	// T is from 0 to 1: 0.05 for ±5 %.
	T float64
	// Weights are such weights, by node.
	Weights []float64
}

// Result is what lets one unit overtake another.
type Result struct {
	// Gap is the index of the unit above less that of the one below, above 0.
	Gap float64
	// Changes are the single weights that can do it, the smallest change of a share first. Weights that cannot,
	// however they are changed, are left out.
	Changes []Change
	Spread  Spread
}

// Find looks for the changes that let the unit below overtake the one above. The leaves are as for Tree.Evaluate and
// stay as they are. An error names a unit without an index, two that do not stand so, or a tree that cannot be
// computed.
func Find(t *composite.Tree, leaves []*composite.Column, above, below int) (*Result, error) {
	d, err := newDuel(t, leaves, above, below)
	if err != nil {
		return nil, fmt.Errorf("comparing units %d and %d: %w", above, below, err)
	}
	gap := -d.ahead(d.given)
	if !(gap > 0) {
		return nil, fmt.Errorf("comparing units %d and %d: the first does not stand above the second", above, below)
	}
	out := &Result{Gap: gap}
	for i := range t.Nodes {
		for _, c := range t.Nodes[i].Children {
			if len(t.Nodes[i].Children) < 2 {
				continue
			}
			change, found := d.alone(c)
			if found {
				out.Changes = append(out.Changes, change)
			}
		}
	}
	slices.SortStableFunc(out.Changes, func(a, b Change) int {
		x, y := math.Abs(a.After-a.Before), math.Abs(b.After-b.Before)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	out.Spread = d.spread()
	return out, nil
}
