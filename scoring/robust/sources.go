package robust

import (
	"math/rand/v2"

	"siap/scoring/composite"
)

// Sources are what is uncertain. The zero value leaves everything as it is.
type Sources struct {
	// Weights says how the weights may differ from those given.
	Weights *Weights
	// Methods are the choices that could have been made otherwise.
	Methods *Methods
	// Unknowns draws what is unknown between the bottom and the top of its scale, uniformly and independently: each
	// leaf's unknown part, and each node under its minimum coverage, which is wholly unknown to its parent, as one.
	// Values with coverage 0, stand-ins and imputed ones, are unknown too: to compare imputations, leave it off.
	Unknowns bool
	// Sampler draws the evidence of single units; nil leaves it as it is. Respondents and Measurement say what it
	// draws.
	Sampler                  Sampler
	Respondents, Measurement bool
	// Given gives the index of every unit in a draw, by the draw's number, in place of drawing anything: for indexes that
	// were drawn before. Nothing else is looked at then. It may be called from several goroutines at once. A number that
	// is none leaves the index as it was found.
	Given func(number int, index []float64)
}

// Sampler draws the evidence of one unit. It may be called from several goroutines at once.
type Sampler interface {
	// Sample writes the scores of a unit's leaves in one draw into values, which has the scores as they were found,
	// NaN for unknown, in the order of Engine.Leaves. Of a leaf that is known in part it is the score of that part; what
	// is written for one that is unknown does not count, and NaN for one that is known leaves it as it was found.
	// picks are the alternatives chosen in this draw, one for each of Methods.Choices.
	//
	// respondents and measurement are the generators to draw who was asked and what was measured with, the same for
	// all leaves of the unit. Either is nil where that source is off or does not vary: then that part of the evidence
	// is as it was found.
	Sample(values []float64, unit int, picks []int, respondents, measurement *rand.Rand)
}

// Forker is a Sampler that needs memory of its own to work in: each goroutine takes its own.
type Forker interface {
	Sampler
	Fork() Sampler
}

// WeightKind says how weights are drawn.
type WeightKind int

// The kinds of drawing weights.
const (
	// UniformWeights multiplies each weight by a number of its own, uniform on 1 - spread to 1 + spread, and makes
	// the weights of the children of each node add up to what they did before.
	UniformWeights WeightKind = iota + 1
	// DirichletWeights draws the shares of the children of each node from the Dirichlet distribution whose mean is
	// the shares given and whose parameters add up to the concentration: the variance of a share s is
	// s·(1-s)/(concentration+1).
	DirichletWeights
	// OneExpert takes the weights of one of the experts, each as likely as the others.
	OneExpert
	// ExpertMix takes a mean of the shares of all experts, all proportions being equally likely.
	ExpertMix
)

// Weights says how weights are drawn. Nodes without siblings have the same share whatever their weight.
type Weights struct {
	Kind WeightKind
	// Spread is that of UniformWeights: 0.25 for ±25 %; under 1.
	Spread float64
	// SpreadOf is the spread by node, in place of Spread; 0 keeps a weight.
	SpreadOf []float64
	// Concentration is that of DirichletWeights, above 0: the larger, the nearer to the given weights.
	Concentration float64
	// Experts are the weights that each expert gave, by node; those of the root mean nothing.
	Experts [][]float64
}

// Methods are choices of method, of which each draw takes one alternative each, all equally likely.
type Methods struct {
	Choices []Choice
	// Data gives the leaves under one combination of alternatives, one for each of Choices; nil, or a nil Data, where
	// they are the model's. It is called once for each combination when an Engine is made, and may give the same Data
	// several times.
	Data func(picks []int) (*Data, error)
}

// Choice is one choice of method, such as the normalisation, with its alternatives. The first is not special: which
// of them the model has, if any, does not matter.
type Choice struct {
	Name         string
	Alternatives []Alternative
}

// Alternative is one way to decide a choice. What it changes of the leaves is in Methods.Data. Where two
// alternatives change the same, that of the later choice counts.
type Alternative struct {
	Name string
	// Combine has other aggregations, by node.
	Combine map[int]composite.Aggregator
	// Weights are other weights, by node; nil keeps them. Drawn weights are drawn around them; those of experts take
	// their place.
	Weights []float64
}

// Data are the leaves under a combination of methods: their scores, on other scales perhaps, and what is known.
type Data struct {
	// Leaves are indexed like the nodes, as the model's.
	Leaves []*composite.Column
	// Scales are the spans by node; nil keeps the tree's. An index on another scale is brought to the scale of the
	// model's root, end to end.
	Scales []composite.Scale
}
