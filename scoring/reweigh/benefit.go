package reweigh

import (
	"fmt"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/weigh/benefit"
	"siap/scoring/result"
	"siap/scoring/result/weighing"
)

// MaxDoubted is how many agencies the benefit of the doubt is worked out for: the time goes with the square.
const MaxDoubted = 2000

// DefaultLimits are how far a share may go from an equal one, 1/n, unless told otherwise: from a half of it to one and a
// half. Without limits nearly everybody has the score 1.
func DefaultLimits(members int) (least, most float64) {
	equal := 1 / float64(members)
	return equal / 2, min(1, 1.5*equal)
}

// BenefitOptions say how the benefit of the doubt is given. The zero value weighs the children of the index within the
// default limits, on the headline of the assessment.
type BenefitOptions struct {
	Basis result.Basis
	// Node is the node whose children are weighed, "" for the index.
	Node string
	// Least and Most bound each share; nil is DefaultLimits.
	Least, Most *float64
}

// TooManyError says that there are more than MaxDoubted agencies.
type TooManyError struct{ Agencies int }

func (e *TooManyError) Error() string {
	return fmt.Sprintf("giving the benefit of the doubt to %d agencies: %d at most", e.Agencies, MaxDoubted)
}

// LimitsError says that no weights keep the limits.
type LimitsError struct {
	Members     int
	Least, Most float64
}

func (e *LimitsError) Error() string {
	return fmt.Sprintf("limiting the shares of %d members to %g–%g: no weights keep that", e.Members, e.Least, e.Most)
}

// Benefit gives each agency the weights under which it looks best beside all others (package benefit). Scores are
// counted from the bottom of the scale, or from the lowest value where the scale has none. A node that cannot be weighed
// (nobody known, one member) is an error, as are limits that no weights keep (LimitsError) and too many agencies
// (TooManyError).
func Benefit(a *result.Assessment, o BenefitOptions) (*weighing.Report, error) {
	r, t, c, err := begin(a, weighing.MethodBenefit, o.Basis)
	if err != nil {
		return nil, err
	}
	k := slices.IndexFunc(t.groups, func(g group) bool { return g.id() == o.Node })
	if k < 0 {
		return nil, fmt.Errorf("weighing below %q: there is no such node with two or more below it", o.Node)
	}
	if len(c.agencies) > MaxDoubted {
		return nil, &TooManyError{len(c.agencies)}
	}
	g := &t.groups[k]
	least, most := DefaultLimits(len(g.children))
	if o.Least != nil {
		least = *o.Least
	}
	if o.Most != nil {
		most = *o.Most
	}
	n := float64(len(g.children))
	if !(least >= 0 && most <= 1 && least*n <= 1+composite.Tolerance && most*n >= 1-composite.Tolerance && least <= most) {
		return nil, &LimitsError{len(g.children), least, most}
	}
	r.Settings.Least, r.Settings.Most = least, most
	data := make([][]float64, len(g.children))
	for i, child := range g.children {
		values, known, unknown := c.of(child.ID)
		r.Known, r.Unknown = r.Known+known, r.Unknown+unknown
		scale := t.r.Scale
		if child.Scale != nil {
			scale = *child.Scale
		}
		data[i] = fromBottom(values, scale)
	}
	found, err := benefit.OfTheDoubt(data, benefit.Limits{Low: least, High: most})
	if err != nil {
		return nil, fmt.Errorf("giving the benefit of the doubt below %q: %w", o.Node, err)
	}
	r.Benefit = &weighing.Benefit{Node: g.id(), Members: g.ids(), Agencies: []weighing.Doubt{}}
	for u, one := range c.agencies {
		scores := one.Results[c.basis]
		d := weighing.Doubt{Agency: one.ID, Score: finite(found.Scores[u]), Weights: found.Weights[u]}
		if of := scores.Node(g.id()); of != nil && of.Value != nil {
			d.Value = finite(*of.Value)
		}
		if g.in == nil {
			d.Rank = scores.Rank.Overall
		}
		for _, p := range found.Peers[u] {
			if p != u {
				d.Peers = append(d.Peers, c.agencies[p].ID)
			}
		}
		r.Benefit.Agencies = append(r.Benefit.Agencies, d)
	}
	return r, nil
}

// fromBottom counts values from the bottom of the scale in spans of it, so that none is below 0 and members with scales
// of their own compare.
func fromBottom(values []float64, scale rubric.Scale) []float64 {
	out, bottom := make([]float64, len(values)), scale.Min
	for _, x := range values {
		if composite.IsKnown(x) {
			bottom = min(bottom, x)
		}
	}
	for u, x := range values {
		out[u] = composite.Unknown
		if y := (x - bottom) / scale.Span(); !math.IsInf(y, 0) {
			out[u] = y
		}
	}
	return out
}
