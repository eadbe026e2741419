package normalise

import (
	"fmt"

	"siap/scoring/composite"
)

// Ties says which of the ranks that tied values take up all of them get.
type Ties int

// The ways to rank ties.
const (
	// MeanOfTies gives 1 2.5 2.5 4: the mean score does not depend on the ties.
	MeanOfTies Ties = iota
	// LowestOfTies gives 1 2 2 4, as the Handbook's table and COINr do.
	LowestOfTies
	// HighestOfTies gives 1 3 3 4.
	HighestOfTies
)

// RankOptions say how ranks become scores.
type RankOptions struct {
	// Ties are the ranks of ties.
	Ties Ties
	// Borda takes Borda's points in place of the rank; see Rank.
	Borda bool
	// Down gives rank 1, the lowest, to the largest value: less is better.
	Down bool
}

// Rank is the rank of a value among all, 1 being the lowest: rank/n from the bottom of the scale to its top, so that
// on the scale from 0 to n the score is the rank itself and on that from 0 to 100 the Handbook's percentile
// (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, Table 15). With Borda it is (rank − 1)/(n − 1): on
// the scale from 0 to n − 1 the points of Borda, 0 for the last and n − 1 for the first.
type Rank struct {
	order   order
	to      composite.Scale
	options RankOptions
}

var _ Scorer = (*Rank)(nil)

// FitRank puts the values, of which some may be unknown, in order. Where the known ones do not differ, or there is
// only one, every value gets the middle of the scale; where there are none, every score is unknown. An error names a
// scale without a length, or values too far apart.
func FitRank(values []float64, to composite.Scale, options RankOptions) (*Rank, error) {
	if err := checkScale(to); err != nil {
		return nil, fmt.Errorf("fitting ranks: %w", err)
	}
	known, err := sorted(values)
	if err != nil {
		return nil, fmt.Errorf("fitting ranks: %w", err)
	}
	return &Rank{order: inOrder(known), to: to, options: options}, nil
}

// Score implements Scorer. A value that was not fitted lies between its neighbours, or at the nearer end.
func (r *Rank) Score(x float64) float64 {
	switch {
	case !composite.IsKnown(x) || r.order.n() == 0:
		return composite.Unknown
	case len(r.order.values) == 1:
		return onto(r.to, 0.5, false)
	}
	return onto(r.to, r.part(r.order.place(x, r.options.Ties, r.options.Down)), false)
}

// part turns a rank less 1 into a part of the scale.
func (r *Rank) part(place float64) float64 {
	n := float64(r.order.n())
	if r.options.Borda {
		return place / (n - 1)
	}
	return (place + 1) / n
}

// Normalise implements composite.Normaliser.
func (r *Rank) Normalise(dst, x []float64) { each(r, dst, x) }

// Range implements Scorer: the scores of the ranks 1 and n.
func (r *Rank) Range() (lowest, highest float64) {
	if len(r.order.values) < 2 {
		return r.to.Min, r.to.Max
	}
	return onto(r.to, r.part(0), false), r.to.Max
}
