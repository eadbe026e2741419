package order

import (
	"siap/scoring/composite"
	"siap/scoring/composite/describe"
)

// pair gives the weights on which a is better than b, worse, and the same, of the criteria that both know.
func (t *table) pair(a, b int) (won, lost, tied float64) {
	rowA, rowB := t.rows[a], t.rows[b]
	for i, w := range t.weights {
		switch d, same := rowA[i]-rowB[i], t.same[i]; {
		case d > same:
			won += w
		case d < -same:
			lost += w
		case composite.IsKnown(d):
			tied += w
		}
	}
	return won, lost, tied
}

// over gives the share of the weight on which a is better than b, ties counting half, and the same of b over a; a half
// each where they know no criterion in common.
func (t *table) over(a, b int) (ab, ba float64) {
	won, lost, tied := t.pair(a, b)
	all := won + lost + tied
	if all == 0 {
		return 0.5, 0.5
	}
	return (won + tied/2) / all, (lost + tied/2) / all
}

// Outrank is the outranking matrix: in row a and column b the share of the weight on which a is better than b, Σ w over
// the criteria where it is and half of those where they are the same (Munda & Nardo, Applied Economics 41, 2009, pp.
// 1513-1523; OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Tables 26, 29 and 36). The two entries across
// sum to 1, the diagonal is 0. Rows and columns of units that know nothing are unknown.
func Outrank(criteria []Criterion) ([][]float64, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	n := len(criteria[0].Values)
	out := make([][]float64, n)
	for u := range out {
		out[u] = blank(n)
	}
	for i, a := range t.units {
		out[a][a] = 0
		for _, b := range t.units[:i] {
			out[a][b], out[b][a] = t.over(a, b)
		}
	}
	return out, nil
}

// Outranking scores a unit by its net flow: the mean, over all others, of the share of the weight on which it is better
// less the share on which it is worse; from -1 to 1 (PROMETHEE II with the usual criterion; Brans & Vincke, Management
// Science 31, 1985, pp. 647-656). The time goes with the square of the number of units.
type Outranking struct{}

var _ Method = Outranking{}

// Score implements Method. A unit alone gets 0.
func (Outranking) Score(criteria []Criterion) (*Result, error) {
	return pairwise(criteria, composite.Scale{Min: -1, Max: 1}, func(flows []float64) float64 {
		return describe.Sum(flows) / max(1, float64(len(flows)))
	})
}

// Copeland scores a unit by its duels: those won, by more than half of the weight, less those lost (Copeland 1951; Munda
// & Nardo 2009 as for Outrank), from -(n-1) to n-1. The time goes with the square of the number of units.
type Copeland struct{}

var _ Method = Copeland{}

// Score implements Method. A duel is drawn within composite.Tolerance of half of the weight.
func (Copeland) Score(criteria []Criterion) (*Result, error) {
	units := 0
	if len(criteria) > 0 {
		units = len(criteria[0].Values)
	}
	others := max(float64(units-1), 1)
	return pairwise(criteria, composite.Scale{Min: -others, Max: others}, func(flows []float64) float64 {
		score := 0.0
		for _, f := range flows {
			switch {
			case f > 2*composite.Tolerance:
				score++
			case f < -2*composite.Tolerance:
				score--
			}
		}
		return score
	})
}

// pairwise scores each unit by its flows: the share of the weight on which it is better than another, less the other's.
func pairwise(criteria []Criterion, scale composite.Scale, score func(flows []float64) float64) (*Result, error) {
	t, err := check(criteria)
	if err != nil {
		return nil, err
	}
	r := &Result{Scores: blank(len(criteria[0].Values)), Scale: scale}
	flows := make([]float64, 0, len(t.units))
	for _, a := range t.units {
		flows = flows[:0]
		for _, b := range t.units {
			if a == b {
				continue
			}
			flow := 0.0
			if won, lost, tied := t.pair(a, b); won+lost+tied > 0 {
				flow = (won - lost) / (won + lost + tied)
			}
			flows = append(flows, flow)
		}
		r.Scores[a] = score(flows)
	}
	return r, nil
}
