package weigh

import (
	"fmt"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Critic weighs an indicator by how much it varies and how little it goes with the others (Diakoulaki, Mavrotas &
// Papayannakis, Computers & Operations Research 22, 1995, pp. 763-770): brought to 0-1 by its observed extremes, its
// standard deviation times Σ (1 − r) over all others. Each deviation is over the units that know the indicator, with
// n-1, each correlation over those that know both. A constant column gets 0 and counts for no other.
type Critic struct {
	// Down says of which columns less is better, which turns their correlations round; nil for none.
	Down []bool
}

var _ Method = Critic{}

// CriticWeights is how the weights of Critic come about.
type CriticWeights struct {
	Weights []float64
	// SD are the standard deviations of the columns brought to 0-1, Conflict the sums of 1 − r; their products are
	// the information, which the weights share out.
	SD, Conflict, Information []float64
}

// Weights implements Method.
func (m Critic) Weights(columns [][]float64) ([]float64, error) {
	r, err := m.Analyse(columns)
	if err != nil {
		return nil, err
	}
	return r.Weights, nil
}

// Analyse finds the weights and says how they come about. An error names two indicators with too few units in common
// to be correlated, and columns of which none varies or all say the same.
func (m Critic) Analyse(columns [][]float64) (*CriticWeights, error) {
	summaries, err := described(columns)
	if err != nil {
		return nil, fmt.Errorf("weighing by CRITIC: %w", err)
	}
	if m.Down != nil && len(m.Down) != len(columns) {
		return nil, fmt.Errorf("weighing by CRITIC: %d directions for %d indicators", len(m.Down), len(columns))
	}
	k := len(columns)
	r, n := describe.Correlations(columns)
	out := &CriticWeights{SD: make([]float64, k), Conflict: make([]float64, k), Information: make([]float64, k)}
	for i, s := range summaries {
		if s.Constant() {
			continue
		}
		out.SD[i] = s.SD / (s.Max - s.Min)
		for j := range columns {
			if i == j || summaries[j].Constant() {
				continue
			}
			if !composite.IsKnown(r[i][j]) {
				return nil, fmt.Errorf("weighing by CRITIC: indicators %d and %d have no correlation over the %d units that know both; "+
					"fill unknown values first, or leave one out", i+1, j+1, n[i][j])
			}
			if m.Down != nil && m.Down[i] != m.Down[j] {
				out.Conflict[i] += 1 + r[i][j]
			} else {
				out.Conflict[i] += 1 - r[i][j]
			}
		}
		out.Information[i] = out.SD[i] * out.Conflict[i]
	}
	out.Weights, err = byVariation("CRITIC", out.Information)
	if err != nil {
		return nil, err
	}
	return out, nil
}
