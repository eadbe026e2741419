package plan

import (
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/composite"
	"siap/scoring/composite/rank"
	"siap/scoring/result"
)

// standings are the indices of all agencies, as ranks are decided, by tier: governments are ranked among themselves.
type standings struct {
	layout *scoring.Layout
	tol    float64
	tiers  map[bool]*field
	place  map[*result.Agency]int // in the field of its tier
}

// field is who is ranked together.
type field struct {
	tol              float64
	score, low, high []float64
	// self is the place of the agency that is planned for.
	self   int
	ranked func(float64) float64
}

// fieldOf takes the indices of all agencies; nil where the rubric decides places by more than the index.
func fieldOf(a *result.Assessment, layout *scoring.Layout) *standings {
	if by := layout.Rubric().Order; by != "" && by != rubric.ByIndex {
		return nil
	}
	s := &standings{
		layout: layout, tol: composite.Tolerance * layout.Rubric().Scale.Span(), tiers: map[bool]*field{}, place: map[*result.Agency]int{},
	}
	for _, one := range a.Agencies {
		f := s.tiers[one.Governs]
		if f == nil {
			f = &field{tol: s.tol, ranked: layout.Ranked}
			s.tiers[one.Governs] = f
		}
		index := &a.Headline(one).Index
		s.place[one] = len(f.score)
		f.score = append(f.score, s.ranked(index.Value))
		f.low, f.high = append(f.low, s.ranked(index.Low)), append(f.high, s.ranked(index.High))
	}
	return s
}

func (s *standings) ranked(x *float64) float64 {
	if x == nil {
		return composite.Unknown
	}
	return s.layout.Ranked(*x)
}

// without is the field of an agency's tier, with the agency to be placed in it.
func (s *standings) without(one *result.Agency) *field {
	if s == nil {
		return nil
	}
	f := *s.tiers[one.Governs]
	f.self = s.place[one]
	return &f
}

// placeOf gives the place that an index has among the others as they are, and of how many.
func (p *problem) placeOf(index float64) (place, of int) {
	f := p.others
	scores := append([]float64{}, f.score...)
	scores[f.self] = f.ranked(index)
	places, of := rank.Competition(scores, f.tol)
	return places[f.self], of
}

// rankOf gives the place, of how many, and what the bounds of all leave possible.
func (p *problem) rankOf(index, low, high float64) (place, of int, interval *result.Interval) {
	if p.others == nil {
		return 0, 0, nil
	}
	f := p.others
	scores, lows, highs := append([]float64{}, f.score...), append([]float64{}, f.low...), append([]float64{}, f.high...)
	scores[f.self], lows[f.self], highs[f.self] = f.ranked(index), f.ranked(low), f.ranked(high)
	places, of := rank.Competition(scores, f.tol)
	possible := rank.Possible(scores, lows, highs, f.tol)[f.self]
	return places[f.self], of, &result.Interval{Best: possible.Best, Worst: possible.Worst, Method: result.IntervalBounds}
}

// before is where the agency stands in the assessment.
func (p *problem) before() result.PlanStanding {
	n := &p.scores.Index
	out := result.PlanStanding{
		Index: n.Value, Low: n.Low, High: n.High, Coverage: n.Coverage, Band: n.Band,
		Rank: p.scores.Rank.Overall, Of: p.scores.Rank.Of, Interval: p.scores.Rank.Interval,
	}
	if bounds := p.scores.Rank.Possible; bounds != nil { // as afterwards, until there are draws of both
		out.Interval = bounds
	}
	return out
}

// standing is where the agency stands after some steps. Bounds and coverage take what is still unknown for unknown.
func (p *problem) standing(steps []int) (result.PlanStanding, error) {
	at := func(_, unit int) int { return steps[unit] }
	columns, err := p.evaluate(1, at)
	if err != nil {
		return result.PlanStanding{}, err
	}
	honest, err := p.evaluateHonestly(steps)
	if err != nil {
		return result.PlanStanding{}, err
	}
	index := columns[0].Value[0]
	low, high := min(honest[0].Low[0], index), max(honest[0].High[0], index)
	out := result.PlanStanding{
		Index: number(index), Low: number(low), High: number(high), Coverage: honest[0].Coverage[0], Band: p.layout.Band(0, index),
	}
	out.Rank, out.Of, out.Interval = p.rankOf(index, low, high)
	return out, nil
}

// evaluateHonestly evaluates the tree with what nobody knows and nothing lifts left unknown, though the plan may take it
// to stand at the bottom.
func (p *problem) evaluateHonestly(steps []int) ([]*composite.Column, error) {
	return p.tree.Evaluate(p.honest(steps), 1)
}

// honest gives the indicators as some steps leave them, by place in the tree, with what is unknown left so.
func (p *problem) honest(steps []int) []*composite.Column {
	columns := make([]*composite.Column, len(p.tree.Nodes))
	for _, l := range p.leaves {
		c := composite.NewLeaf(1)
		p.fill(l, c, 0, func(_, unit int) int { return steps[unit] })
		known, sum := 0, 0.0
		for _, r := range l.rows {
			switch {
			case r.unit >= 0 && steps[r.unit] > 0:
				known++
				sum += p.units[r.unit].steps[steps[r.unit]-1].Score
			case r.known:
				known++
				sum += r.value
			}
		}
		if known < len(l.rows) && l.state != isAssumed && l.state != notApplicable {
			c = composite.NewLeaf(1)
			c.Total[0] = l.total
			if known > 0 {
				c.Value[0], c.Known[0], c.Coverage[0] = sum/float64(known), 1, float64(known)/float64(len(l.rows))
				if l.total > 1 {
					c.Known[0] = float64(known)
				}
			}
		}
		columns[l.at] = c
	}
	return columns
}
