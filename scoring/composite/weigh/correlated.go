package weigh

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// Correlated finds the weights under which the correlations of the indicators with the index stand to each other as
// the targets do: a weight of 0.3 does not make an indicator count for 0.3 when it varies less than the others or goes
// with none of them (Paruolo, Saisana & Saltelli, Journal of the Royal Statistical Society A 176, 2013, pp. 609-634;
// Becker, Saisana, Paruolo & Vandecasteele, Ecological Indicators 80, 2017, pp. 12-22). The index is the weighted sum of
// the columns, so these must be the ones that are added up, after normalisation.
//
// With r the correlations of the indicators and s their standard deviations, those with the index go with r·(s·w).
// Nothing but their proportions can be chosen: how high they are follows from the data. Weights below 0 are not
// allowed, so proportions may be out of reach; then the angle between the correlations and the targets is the least
// there is. This is a least-squares problem, which is solved, not searched: COINr's get_opt_weights searches, and
// stops early.
type Correlated struct {
	// Targets are the correlations in proportion; nil makes all equal.
	Targets []float64
	// Least is the least weight of an indicator, 0 to 1 over their number: 0 lets an indicator drop out.
	Least float64
	// Listwise takes those units only that know all indicators; else each correlation is over those that know both.
	Listwise bool
}

var _ Method = Correlated{}

// CorrelatedWeights is how the weights of Correlated come about.
type CorrelatedWeights struct {
	Weights []float64
	// Units is the least number of units behind a correlation.
	Units int
	// Correlations are those of each indicator with the index under these weights, as the correlations among the
	// indicators imply them. EqualWeights are those under equal weights, unknown where that index does not vary.
	Correlations, EqualWeights []float64
	// Targets are the shares that were asked for, Shares those that came out, each with the sum 1. Residual is the
	// largest difference between the two; 0 within 1e-9 where the targets can be met.
	Targets, Shares []float64
	Residual        float64
	// Dropped are the indicators that ended at the least weight.
	Dropped []int
}

// Weights implements Method.
func (m Correlated) Weights(columns [][]float64) ([]float64, error) {
	r, err := m.Analyse(columns)
	if err != nil {
		return nil, err
	}
	return r.Weights, nil
}

// Analyse finds the weights and says what they achieve. An error names targets that are none, a least weight that
// cannot be had, an indicator that does not vary, two with too few units in common, and correlations over different
// units that contradict each other (describe.ErrIndefinite).
func (m Correlated) Analyse(columns [][]float64) (*CorrelatedWeights, error) {
	out, err := m.analyse(columns)
	if err != nil {
		return nil, fmt.Errorf("weighing by correlation with the index: %w", err)
	}
	return out, nil
}

func (m Correlated) analyse(columns [][]float64) (*CorrelatedWeights, error) {
	k := len(columns)
	targets := m.Targets
	if targets == nil {
		targets = make([]float64, k)
		for i := range targets {
			targets[i] = 1
		}
	}
	if len(targets) != k {
		return nil, fmt.Errorf("%d targets for %d indicators", len(targets), k)
	}
	if !(m.Least >= 0 && m.Least*float64(k) < 1) {
		return nil, fmt.Errorf("a least weight of %v for each of %d indicators leaves nothing to choose", m.Least, k)
	}
	r, units, err := correlate(columns, m.Listwise)
	if err != nil {
		return nil, err
	}
	if _, err := describe.Principal(r); err != nil { // also where a column does not vary
		return nil, err
	}
	if targets, err = shared(targets); err != nil {
		return nil, fmt.Errorf("taking the targets: %w", err)
	}
	deviations := m.deviations(columns)
	weights, err := m.solve(r, deviations, targets)
	if err != nil {
		return nil, err
	}
	out := &CorrelatedWeights{Weights: weights, Units: units, Targets: targets}
	out.Correlations = withIndex(r, deviations, weights)
	equal := make([]float64, k)
	for i := range equal {
		equal[i] = 1
	}
	out.EqualWeights = withIndex(r, deviations, equal)
	total := describe.Sum(out.Correlations)
	if !(total > composite.Tolerance) { // also where the index does not vary
		return nil, errAgainst
	}
	for i, c := range out.Correlations {
		out.Shares = append(out.Shares, c/total)
		out.Residual = max(out.Residual, math.Abs(c/total-targets[i]))
		if weights[i] <= m.Least+1e-12 {
			out.Dropped = append(out.Dropped, i)
		}
	}
	return out, nil
}

// Reached gives the correlations of the columns with the index that other weights would make of them, as Analyse tells
// those of its own. Errors are those of Analyse, and weights that are none.
func (m Correlated) Reached(columns [][]float64, weights []float64) ([]float64, error) {
	if len(weights) != len(columns) {
		return nil, fmt.Errorf("correlating with the index: %d weights for %d indicators", len(weights), len(columns))
	}
	own, err := shared(weights)
	if err != nil {
		return nil, fmt.Errorf("correlating with the index: %w", err)
	}
	r, _, err := correlate(columns, m.Listwise)
	if err != nil {
		return nil, fmt.Errorf("correlating with the index: %w", err)
	}
	if _, err := describe.Principal(r); err != nil { // also where a column does not vary
		return nil, fmt.Errorf("correlating with the index: %w", err)
	}
	return withIndex(r, m.deviations(columns), own), nil
}

// deviations are the standard deviations of the columns, the largest 1.
func (m Correlated) deviations(columns [][]float64) []float64 {
	if m.Listwise {
		columns = listwise(columns)
	}
	out, largest := make([]float64, len(columns)), 0.0
	for i, c := range columns {
		out[i] = describe.Of(c).SD
		largest = max(largest, out[i])
	}
	for i := range out {
		out[i] /= largest
	}
	return out
}

var errAgainst = errors.New("no weights make the indicators go with the index, for they go against each other; look at their directions")

// solve finds weights w with the sum 1, none below the least, such that the angle between r·(s·w) and the targets is
// the least. Of weights that are only bound from below by a share of their sum, those form a cone, and the nearest
// point of a cone is the one at the least angle: so min |A·x − t|² over x ≥ 0, with w = x + c·Σx. Indicators that say
// the very same are one unknown, and share its weight.
func (m Correlated) solve(r [][]float64, deviations, targets []float64) ([]float64, error) {
	k := len(r)
	c := m.Least / (1 - m.Least*float64(k))
	twins := alike(r)
	a := make([][]float64, k)
	for i := range a {
		a[i] = make([]float64, len(twins))
		row := 0.0
		for j, members := range twins {
			for _, u := range members {
				a[i][j] += r[i][u] * deviations[u] / float64(len(members))
				row += r[i][u] * deviations[u]
			}
		}
		for j := range a[i] {
			a[i][j] += c * row
		}
	}
	x, err := nonNegative(a, targets)
	if err != nil {
		return nil, err
	}
	sum := describe.Sum(x)
	if sum == 0 {
		return nil, errAgainst
	}
	weights := make([]float64, k)
	for j, members := range twins {
		for _, u := range members {
			weights[u] = x[j]/float64(len(members)) + c*sum
		}
	}
	return shared(weights)
}

// alike puts indicators together whose correlation is 1, within composite.Tolerance.
func alike(r [][]float64) [][]int {
	var twins [][]int
	for i := range r {
		at := slices.IndexFunc(twins, func(members []int) bool { return r[i][members[0]] >= 1-composite.Tolerance })
		if at < 0 {
			twins = append(twins, []int{i})
		} else {
			twins[at] = append(twins[at], i)
		}
	}
	return twins
}

// withIndex gives the correlations of the indicators with their weighted sum, unknown where that does not vary.
func withIndex(r [][]float64, deviations, weights []float64) []float64 {
	k := len(r)
	out := make([]float64, k)
	variance, most := 0.0, 0.0 // most is what the variance would be if all went together
	for i := range out {
		for j := range r[i] {
			out[i] += r[i][j] * deviations[j] * weights[j]
		}
		variance += out[i] * deviations[i] * weights[i]
		most += deviations[i] * weights[i]
	}
	if !(variance > 1e-12*most*most) {
		return slices.Repeat([]float64{composite.Unknown}, k)
	}
	for i := range out {
		out[i] = min(max(out[i]/math.Sqrt(variance), -1), 1)
	}
	return out
}
