package ahp

import (
	"errors"
	"fmt"
	"math"
)

// Combination is how several judges become one.
type Combination string

// The combinations (Forman & Peniwati, European Journal of Operational Research 108, 1998, pp. 165-169).
const (
	// OfJudgements takes the geometric mean of what the judges say of each pair: the group speaks as one person.
	OfJudgements Combination = "judgements"
	// OfPriorities takes the geometric mean of the weights that each judge arrives at: the group is a sum of persons.
	OfPriorities Combination = "priorities"
)

// Combinations are all of them, by the names they have in settings.
func Combinations() []Combination { return []Combination{OfJudgements, OfPriorities} }

// Group is what several judges make together.
type Group struct {
	// Weights are those of the group, with the sum 1.
	Weights []float64
	// Together is the group as one judge; nil for OfPriorities, where there are no judgements of the group.
	Together *Priorities
	// Judges are those each judge makes alone, with their consistency.
	Judges []*Priorities
}

// Judges combines the matrices of several judges. voices are how much each counts; nil makes them equal. Errors are
// those of Complete, with the judge, and voices that are not one number of 0 or above for each, some above 0.
func Judges(matrices [][][]float64, voices []float64, how Combination, o Options) (*Group, error) {
	if len(matrices) == 0 {
		return nil, errors.New("combining judges: there are none")
	}
	shares, err := voicesOf(len(matrices), voices)
	if err != nil {
		return nil, fmt.Errorf("combining judges: %w", err)
	}
	g := &Group{}
	var logs [][]float64 // of the judgements, or of the weights in one row
	for v, judgements := range matrices {
		a, err := Complete(judgements)
		if err != nil {
			return nil, fmt.Errorf("combining judges: judge %d: %w", v+1, err)
		}
		if len(a) != len(matrices[0]) {
			return nil, fmt.Errorf("combining judges: judge %d compares %d items, judge 1 %d", v+1, len(a), len(matrices[0]))
		}
		p, err := solve(a, o)
		if err != nil {
			return nil, err
		}
		g.Judges = append(g.Judges, p)
		from := a
		if how == OfPriorities {
			from = [][]float64{p.Weights}
		}
		if logs == nil {
			logs = make([][]float64, len(from))
			for i := range from {
				logs[i] = make([]float64, len(from[i]))
			}
		}
		for i, row := range from {
			for j, x := range row {
				logs[i][j] += shares[v] * math.Log(x)
			}
		}
	}
	switch how {
	case OfPriorities:
		g.Weights = exponentials(logs[0])
	case OfJudgements:
		for i, row := range logs {
			for j := range row {
				// From above the diagonal, so that the mean is reciprocal to the last bit.
				if row[j] = math.Exp(row[j]); j < i {
					row[j] = 1 / logs[j][i]
				}
			}
		}
		if g.Together, err = solve(logs, o); err != nil {
			return nil, err
		}
		g.Weights = g.Together.Weights
	default:
		return nil, fmt.Errorf("combining judges: %q is no way to do so; take one of %s", how, listed(Combinations()))
	}
	return g, nil
}

// voicesOf brings voices to the sum 1.
func voicesOf(n int, voices []float64) ([]float64, error) {
	out := make([]float64, n)
	if voices == nil {
		for v := range out {
			out[v] = 1 / float64(n)
		}
		return out, nil
	}
	if len(voices) != n {
		return nil, fmt.Errorf("%d voices for %d judges", len(voices), n)
	}
	largest := 0.0
	for v, x := range voices {
		if !(x >= 0) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("the voice %v of judge %d is no finite number of 0 or above", x, v+1)
		}
		largest = max(largest, x)
	}
	if largest == 0 {
		return nil, errors.New("no judge has a voice above 0")
	}
	sum := 0.0
	for v, x := range voices {
		out[v] = x / largest
		sum += out[v]
	}
	for v := range out {
		out[v] /= sum
	}
	return out, nil
}
