package robust_test

import (
	"context"
	"fmt"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
	"siap/scoring/robust"
)

// Three agencies and two indicators: the first is ahead by far whatever the weights; the other two change places
// with them.
func Example() {
	tree := &composite.Tree{
		Scale: composite.Scale{Min: 0, Max: 100},
		Nodes: []composite.Node{
			{Children: []int{1, 2}, Combine: aggregate.Arithmetic{}},
			{Weight: 1},
			{Weight: 1},
		},
	}
	services, people := composite.NewLeaf(3), composite.NewLeaf(3)
	for unit, values := range [][2]float64{{90, 95}, {60, 41}, {40, 60}} {
		services.Set(unit, values[0])
		people.Set(unit, values[1])
	}
	engine, err := robust.New(
		robust.Model{Tree: tree, Leaves: []*composite.Column{nil, services, people}, Units: 3},
		robust.Sources{Weights: &robust.Weights{Kind: robust.UniformWeights, Spread: 0.25}},
		1,
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := engine.Run(context.Background(), robust.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range result.Sets[0].Units {
		fmt.Printf("agency %d: rank %d, between %d and %d, group %d\n", u.Unit, u.Place, u.Best, u.Worst, u.Group)
	}
	// Output:
	// agency 0: rank 1, between 1 and 1, group 1
	// agency 1: rank 2, between 2 and 3, group 2
	// agency 2: rank 3, between 2 and 3, group 2
}
