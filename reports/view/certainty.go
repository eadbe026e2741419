package view

import (
	"siap/internal/decimal"
	"siap/internal/l10n"
	"siap/rubric"
	"siap/scoring/result"
)

// Certainty says how sure an agency's place is.
type Certainty struct {
	// Method says what the interval of places allows for: result.IntervalDraws or result.IntervalBounds; "" without a
	// place.
	Method string
	// Possible is the best and the worst place that the unknown answers leave possible, "2–5", beside an interval of
	// draws; "" where that is the interval itself.
	Possible                    string
	PossibleBest, PossibleWorst int
	// Tie numbers the groups of agencies that cannot be told apart, from 1 at the top, among governments and among
	// agencies; 0 without a place. By the draws a group is who is not below its best in Robust.Apart of them; without
	// draws it is who the unknown answers may still bring level with its best. TieSize is how many the group has.
	Tie, TieSize int
	// Spread is how the place varied over the draws; nil without them.
	Spread *Spread
}

// Spread is how an agency's place varied over the draws.
type Spread struct {
	// Median and Mean are places, Error is the standard error of the mean.
	Median, Mean, Error Num
	// Low and High are the index at both ends of the interval.
	Low, High Num
	// Above is the share of the draws in which the agency stood above the next one; unknown for the last.
	Above Num
	// Counts[k] of the draws gave the place First + k.
	First  int
	Counts []int
}

// fillCertainty says of each agency with a place how sure it is.
func (b *builder) fillCertainty() {
	for _, e := range b.entries {
		rank := &e.scores.Rank
		if rank.Overall == 0 || rank.Interval == nil {
			continue
		}
		c := Certainty{Method: rank.Interval.Method, Tie: rank.Tie, Spread: b.spread(rank.Spread)}
		if p := rank.Possible; p != nil && c.Method != result.IntervalBounds {
			c.Possible, c.PossibleBest, c.PossibleWorst = span(p.Best, p.Worst), p.Best, p.Worst
		}
		e.row.Certainty = c
	}
	b.tieByBounds()
	sizes := map[[2]int]int{}
	for _, e := range b.entries {
		sizes[[2]int{count(e.a.Governs), e.row.Tie}]++
	}
	for _, e := range b.entries {
		if e.row.Tie > 0 {
			e.row.TieSize = sizes[[2]int{count(e.a.Governs), e.row.Tie}]
		}
	}
}

func (b *builder) spread(s *result.Spread) *Spread {
	if s == nil {
		return nil
	}
	place := func(x float64) Num { return Num{Text: b.p.Number(x, 1), Value: x, Known: true} }
	out := &Spread{
		Median: place(s.Median), Mean: place(s.Mean), Error: Num{Text: b.p.Number(s.Error, 2), Value: s.Error, Known: true},
		Low: b.score(s.Low), High: b.score(s.High), Above: Num{Text: l10n.Unknown}, First: s.First, Counts: s.Counts,
	}
	if s.Above != nil {
		out.Above = b.percent(*s.Above, 0)
	}
	return out
}

// tieByBounds numbers the groups of those whose places no draws have told apart: down the ranking, a new group begins
// with the first agency whose index is surely below that of the group's best, whatever the unknown answers are. Where
// places are not decided on the index nothing is said.
func (b *builder) tieByBounds() {
	if b.orderWords() != "" {
		return
	}
	number, best := map[bool]int{}, map[bool]*entry{}
	for _, e := range b.entries { // in the order of the ranking
		index := &e.scores.Index
		if e.row.Method != result.IntervalBounds || e.row.Tie > 0 || index.Low == nil || index.High == nil {
			continue
		}
		tier := e.a.Governs
		if top := best[tier]; top == nil || b.ranked(*top.scores.Index.Low)-b.ranked(*index.High) > b.tol {
			number[tier]++
			best[tier] = e
		}
		e.row.Tie = number[tier]
	}
}

// ranked is the number that ranks are decided on.
func (b *builder) ranked(x float64) float64 {
	if b.decided(b.tree.Decide.Ranks) == "rounded" {
		return decimal.Round(x, b.tree.Rounding.Digits, b.tree.Rounding.Mode)
	}
	return x
}

// orderWords says what places are decided on, where that is not the index; else "".
func (b *builder) orderWords() string {
	if by := b.tree.Order; by != "" && by != rubric.ByIndex {
		return b.p.Text("word.order." + string(by))
	}
	return ""
}

// OrderedBy says what places are decided on, where that is not the index; else "".
func (r *Report) OrderedBy() string {
	if r.builder == nil {
		return ""
	}
	return r.builder.orderWords()
}

// drawn reports whether the intervals of places come from draws.
func (b *builder) drawn() bool {
	for _, e := range b.entries {
		if e.row.Method == result.IntervalDraws {
			return true
		}
	}
	return false
}
