package normalise

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"siap/scoring/composite"
)

// Step is one row of a table: the values from Low to High get Score. Closed says of an end whether it belongs to the
// row; an infinite end is no end, and Closed means nothing there.
type Step struct {
	Low, High             float64
	LowClosed, HighClosed bool
	Score                 float64
}

// Steps is a table of ranges, each with its score. A value in none of them is unknown. A value within 1e-12 of an
// edge, as a share of the larger of the two, is taken to be on it: edges are decimals that people wrote, and a value
// computed to be one of them, as 0.1+0.2 is to be 0.3, must land on it. An edge at 0 is met by 0 only.
type Steps struct {
	rows            []Step // in rising order
	lowest, highest float64
}

var _ Scorer = (*Steps)(nil)

// NewSteps makes the table; the rows may come in any order and leave gaps. An error names a row that holds nothing or
// whose score is no finite number, and two rows that hold the same value; rows are counted from 1 as given.
func NewSteps(rows []Step) (*Steps, error) {
	if len(rows) == 0 {
		return nil, errors.New("making a table of steps: it has no rows")
	}
	s := &Steps{rows: make([]Step, len(rows)), lowest: rows[0].Score, highest: rows[0].Score}
	for i, r := range rows {
		if r.empty() {
			return nil, fmt.Errorf("making a table of steps: row %d holds nothing between %v and %v", i+1, r.Low, r.High)
		}
		if math.IsNaN(r.Score) || math.IsInf(r.Score, 0) {
			return nil, fmt.Errorf("making a table of steps: row %d has the score %v, want a finite number", i+1, r.Score)
		}
		s.lowest, s.highest = min(s.lowest, r.Score), max(s.highest, r.Score)
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(rows[i].Low, rows[j].Low), cmp.Compare(rows[i].High, rows[j].High), cmp.Compare(i, j))
	})
	for k, i := range order {
		s.rows[k] = rows[i]
		if k == 0 {
			continue
		}
		before, row := s.rows[k-1], rows[i]
		meet := composite.Same(before.High, row.Low)
		if (!meet && before.High > row.Low) || (meet && before.HighClosed && row.LowClosed) {
			return nil, fmt.Errorf("making a table of steps: rows %d and %d overlap at %v; a value has one score only",
				order[k-1]+1, i+1, row.Low)
		}
	}
	return s, nil
}

// empty reports whether no value can be in the row.
func (r Step) empty() bool {
	switch {
	case math.IsInf(r.Low, 1) || math.IsInf(r.High, -1):
		return true
	case composite.Same(r.Low, r.High):
		return !r.LowClosed || !r.HighClosed
	}
	return !(r.Low < r.High)
}

// holds reports whether a value is in the row.
func (r Step) holds(x float64) bool {
	above, below := x > r.Low, x < r.High
	if composite.Same(x, r.Low) {
		above = r.LowClosed
	}
	if composite.Same(x, r.High) {
		below = r.HighClosed
	}
	return (above || math.IsInf(r.Low, -1)) && (below || math.IsInf(r.High, 1))
}

// Score implements Scorer; a value in no row is unknown.
func (s *Steps) Score(x float64) float64 {
	if !composite.IsKnown(x) {
		return composite.Unknown
	}
	for _, r := range s.rows {
		if r.holds(x) {
			return r.Score
		}
	}
	return composite.Unknown
}

// Normalise implements composite.Normaliser.
func (s *Steps) Normalise(dst, x []float64) { each(s, dst, x) }

// Range implements Scorer: the lowest and the highest score of the table.
func (s *Steps) Range() (lowest, highest float64) { return s.lowest, s.highest }
