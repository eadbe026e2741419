package normalise

import (
	"fmt"

	"siap/scoring/composite"
)

// Percentile is the place of a value in the order of all: (rank - 1)/(n - 1), rank 1 being the lowest, from the
// bottom of the scale to its top. Ties share the mean of their ranks, so that the scores have the same mean however
// many ties there are; COINr's n_prank, otherwise the same, gives all of them the lowest (Becker et al., Journal of
// Open Source Software 7(78), 2022, 4567; ranks as such: OECD/JRC, Handbook on Constructing Composite Indicators,
// 2008, pp. 30 and 83). Rank has the other ways to rank ties, and the Handbook's 100·rank/n.
type Percentile struct {
	order order
	to    composite.Scale
	down  bool
}

var _ Scorer = (*Percentile)(nil)

// FitPercentile puts the values, of which some may be unknown, in order. A single known value has no place among
// others: every score is then the middle of the scale. Where there is none, every score is unknown. An error names a
// scale without a length, or values too far apart.
func FitPercentile(values []float64, to composite.Scale, down bool) (*Percentile, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting percentile ranks: %w", err)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting percentile ranks: %w", err)
	}
	return &Percentile{order: inOrder(known), to: to, down: down}, nil
}

// Score implements Scorer. It is made of how many fitted values lie below x and how many are equal to it: the rank
// less 1 is below + (equal - 1)/2. So a value that was not fitted has its place half-way between its neighbours, and
// one beyond them all the nearer end of the scale.
func (p *Percentile) Score(x float64) float64 {
	if !composite.IsKnown(x) || p.order.n() == 0 {
		return composite.Unknown
	}
	others := p.order.n() - 1
	if others == 0 {
		return onto(p.to, 0.5, false)
	}
	return onto(p.to, p.order.place(x, MeanOfTies, false)/float64(others), p.down)
}

// Normalise implements composite.Normaliser.
func (p *Percentile) Normalise(dst, x []float64) { each(p, dst, x) }

// Range implements Scorer.
func (p *Percentile) Range() (lowest, highest float64) { return p.to.Min, p.to.Max }
