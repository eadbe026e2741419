package robust

// FactorKind is a kind of source of uncertainty.
type FactorKind int

// The kinds of factors.
const (
	MethodFactor FactorKind = iota + 1
	WeightFactor
	UnknownFactor
	RespondentFactor
	MeasurementFactor
)

// Factor is the smallest part of the sources that can be varied by itself.
type Factor struct {
	Kind FactorKind
	// Choice is which of Methods.Choices, of a MethodFactor.
	Choice int
	// Node is the node whose children are weighed, of a WeightFactor; 0, the root, also where experts give the
	// weights of all nodes at once.
	Node int
}

// factor is a Factor with the coordinates that it takes.
type factor struct {
	Factor
	from, to int
}

func (e *Engine) addFactor(f Factor, coordinates int) {
	e.factors = append(e.factors, factor{f, e.coordinates, e.coordinates + coordinates})
	e.coordinates += coordinates
}

// Factors lists the factors that vary.
func (e *Engine) Factors() []Factor {
	out := make([]Factor, len(e.factors))
	for i, f := range e.factors {
		out[i] = f.Factor
	}
	return out
}
