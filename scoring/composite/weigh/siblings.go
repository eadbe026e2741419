package weigh

import (
	"errors"
	"fmt"

	"siap/scoring/composite/describe"
)

// Least is how many units must know an indicator before its data say anything about its weight: of two units every
// correlation is 1 or -1.
const Least = 3

// Kept says why a sibling keeps its stated share; "" where the method weighed it.
type Kept string

// The reasons.
const (
	// KeptFew: fewer than Least units know it.
	KeptFew Kept = "too_few"
	// KeptConstant: it does not vary.
	KeptConstant Kept = "constant"
)

// ErrNothing says that fewer than two of some siblings can be weighed by their data.
var ErrNothing = errors.New("fewer than two of them are known to enough units and vary")

// Shares are the weights of the children of one node, some of which the method may have left alone.
type Shares struct {
	// Weights sum to 1.
	Weights []float64
	// Kept says of each why it kept its stated share.
	Kept []Kept
	// Weighed are the places of the others, in the order in which the method had their columns.
	Weighed []int
}

// Siblings finds weights for the children of one node, whose stated weights are above 0. One that is known to fewer
// than Least units, or does not vary, says nothing of its own weight: it keeps its share of the stated ones, and the
// others share out the rest as the method finds. (Left to the method it would get 0, though it may differ next year,
// or an error.) Equal asks no data and leaves nobody out. Errors are ErrNothing, the method's own, and stated weights
// that are none.
func Siblings(m Method, columns [][]float64, stated []float64) (*Shares, error) {
	if len(stated) != len(columns) {
		return nil, fmt.Errorf("weighing siblings: %d stated weights for %d columns", len(stated), len(columns))
	}
	own, err := Given(stated)
	if err != nil {
		return nil, fmt.Errorf("weighing siblings: %w", err)
	}
	s := &Shares{Weights: own, Kept: make([]Kept, len(columns))}
	_, asksNothing := m.(Equal)
	var data [][]float64
	free := make([]float64, 0, len(columns))
	for i, c := range columns {
		if !asksNothing {
			s.Kept[i] = Keeps(c)
		}
		if s.Kept[i] == "" {
			s.Weighed, data, free = append(s.Weighed, i), append(data, c), append(free, own[i])
		}
	}
	if len(data) < 2 && !asksNothing {
		return s, fmt.Errorf("weighing siblings: %w", ErrNothing)
	}
	found, err := m.Weights(data)
	if err != nil {
		return s, fmt.Errorf("weighing siblings: %w", err)
	}
	rest := describe.Sum(free)
	for k, i := range s.Weighed {
		s.Weights[i] = found[k] * rest
	}
	return s, nil
}

// Keeps says whether a column says nothing of its own weight, and why; "" where it does.
func Keeps(c []float64) Kept {
	s := describe.Of(c)
	switch {
	case s.N < Least:
		return KeptFew
	case s.Constant():
		return KeptConstant
	}
	return ""
}
