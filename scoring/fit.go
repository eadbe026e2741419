package scoring

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/composite"
	"siap/scoring/composite/denominate"
	"siap/scoring/composite/describe"
	"siap/scoring/composite/treat"
	"siap/scoring/result"
)

// treated reshapes a value before its line makes a score of it.
type treated struct {
	shape *treat.Result
	next  line
}

func (t treated) Score(x float64) float64 { return t.next.Score(t.shape.Value(x)) }

// fitted makes the line of an indicator that compares agencies from what all of them said, treated first where the
// rubric wants it, and gives an account of what it was fitted to.
func (s *scorer) fitted(n *rubric.Node, c company, units []int) (line, result.Fit) {
	fit := result.Fit{Indicator: n.ID, Basis: s.basis, Method: string(n.Scoring().Method), Before: shapeOf(describe.Of(c.values))}
	shape, err := reshape(n.Scoring().Treat, c.values)
	if err != nil { // a logarithm of 0, a power that no number can hold: the values stay as they are, and this is told
		fit.Treatment = &result.Treatment{Method: string(n.Scoring().Treat.Method), Failed: true}
	}
	if shape != nil {
		fit.Treatment = s.treatment(shape, n.Scoring().Treat, units)
		c.values, c.reference = shape.Values, shape.Value(c.reference)
	}
	own, err := newLine(n, c)
	if err != nil { // what the rubric says was checked; it is the values that do not allow it
		fit.Failed = true
		return nothing{}, fit
	}
	if shape == nil {
		return own, fit
	}
	return treated{shape, own}, fit
}

// reshape treats the values of all agencies; nil where the rubric does not want it.
func reshape(t *rubric.Treat, values []float64) (*treat.Result, error) {
	if t == nil || len(values) == 0 {
		return nil, nil
	}
	o := treat.Options{Lambda: at(t.Lambda, math.NaN())}
	if t.Skewness != nil || t.Kurtosis != nil {
		o.Limits = treat.Limits{Skewness: at(t.Skewness, 2), Kurtosis: at(t.Kurtosis, 3.5)}
	}
	if t.Most != nil {
		o.MaxPoints = *t.Most
	}
	method, err := treat.Named(string(t.Method), o)
	if err != nil {
		return nil, fmt.Errorf("reading how values are treated: %w", err)
	}
	return method.Treat(values)
}

// treatment is the account of a treatment; units are the agencies whose values were treated, in their order.
func (s *scorer) treatment(r *treat.Result, wanted *rubric.Treat, units []int) *result.Treatment {
	out := &result.Treatment{Method: string(wanted.Method), Applied: r.Method, After: shapeOf(r.After), Passed: r.Passed}
	for _, p := range r.Touched {
		out.Points = append(out.Points, result.TreatedPoint{Agency: s.agencies.All()[units[p.Unit]].ID, Before: p.Before, After: p.After})
	}
	return out
}

// shapeOf is a summary as results hold it.
func shapeOf(s describe.Summary) result.Shape {
	return result.Shape{
		N: s.N, Lowest: number(s.Min), Highest: number(s.Max), Mean: number(s.Mean), Deviation: number(s.SD),
		Skewness: number(s.Skewness), Kurtosis: number(s.Kurtosis),
	}
}

// perAgency gives what the answers of an agency are multiplied by where the indicator divides them by a column of the
// list of agencies; 1 where it does not. It is unknown where the column has no number above 0.
func perAgency(n *rubric.Node, a *agency.Agency) float64 {
	score := n.Scoring()
	if score.Per == "" {
		return 1
	}
	size, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(a.Columns[score.Per]), ",", ".", 1), 64)
	if err != nil {
		return composite.Unknown
	}
	divided, err := denominate.By([]float64{1}, []float64{size}, at(score.Times, 1))
	if err != nil {
		return composite.Unknown
	}
	return divided.Values[0]
}
