package composite_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/denominate"
	"siap/scoring/composite/describe"
	"siap/scoring/composite/impute"
	"siap/scoring/composite/normalise"
	"siap/scoring/composite/order"
	"siap/scoring/composite/treat"
	"siap/scoring/composite/weigh"
	"siap/scoring/composite/weigh/ahp"
	"siap/scoring/composite/weigh/benefit"
)

// anything is any float64 there is, the awkward ones often.
var anything = rapid.OneOf(
	rapid.Float64(), rapid.Float64Range(-10, 10), rapid.Float64Range(0, 1),
	rapid.SampledFrom([]float64{
		0, math.Copysign(0, -1), 1, 1, -1, 1e308, -1e308, math.MaxFloat64, 5e-324, 1e-300, math.NaN(), math.NaN(),
		math.Inf(1), math.Inf(-1), math.Nextafter(1, 2),
	}),
)

func columns(t *rapid.T) [][]float64 {
	units := rapid.IntRange(0, 6).Draw(t, "units")
	return rapid.SliceOfN(rapid.SliceOfN(anything, units, units), 0, 4).Draw(t, "columns")
}

// Whatever numbers come in: no panic, no infinity, and nothing unknown but what is said to be.
func TestHostileNumbers(t *testing.T) {
	fine := func(t *rapid.T, what string, unknownToo bool, numbers ...float64) {
		t.Helper()
		for i, x := range numbers {
			if math.IsInf(x, 0) || (math.IsNaN(x) && !unknownToo) {
				t.Fatalf("%s: number %d is %v", what, i+1, x)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		data := columns(t)
		scale := composite.Scale{Min: anything.Draw(t, "bottom"), Max: anything.Draw(t, "top")}
		parameter := anything.Draw(t, "parameter")
		down := rapid.Bool().Draw(t, "down")

		for i, c := range data {
			s := describe.Of(c)
			fine(t, "description", true, s.Min, s.Max, s.Mean, s.Median, s.SD, s.Skewness, s.Kurtosis)
			for _, name := range treat.Names() {
				m, err := treat.Named(name, treat.Options{Share: parameter, Lambda: parameter, MaxPoints: i})
				if err != nil {
					t.Fatal(err)
				}
				if r, err := m.Treat(c); err == nil {
					fine(t, "treatment by "+name, true, append(r.Values, r.Value(parameter))...)
					for u, x := range c {
						if math.IsNaN(x) != math.IsNaN(r.Values[u]) {
							t.Fatalf("treatment by %s: %v became %v", name, x, r.Values[u])
						}
					}
				}
			}
			for _, name := range normalise.Names() {
				o := normalise.Options{
					Down: down, Open: i%2 == 0, Low: parameter, High: 2 * parameter, Log: i%3 == 0, Target: parameter, Threshold: parameter,
				}
				s, err := normalise.Named(name, c, scale, o)
				if err != nil {
					continue
				}
				lowest, highest := s.Range()
				for _, x := range append([]float64{parameter, 7}, c...) {
					y := s.Score(x)
					if math.IsInf(y, 0) && !o.Open || y < lowest || y > highest || (math.IsNaN(x) && !math.IsNaN(y)) {
						t.Fatalf("%s scores %v with %v, from %v to %v", name, x, y, lowest, highest)
					}
				}
			}
			if r, err := denominate.By(c, data[0], parameter); err == nil {
				fine(t, "quotients", true, r.Values...)
			}
		}
		for _, name := range impute.Names() {
			m, err := impute.Named(name, 2)
			if err != nil {
				t.Fatal(err)
			}
			d := impute.Data{Columns: data}
			if len(data) > 0 {
				d.Groups = make([]string, len(data[0]))
			}
			if r, err := m.Impute(d); err == nil {
				for _, c := range r.Columns {
					fine(t, "imputation by "+name, true, c...)
				}
				fine(t, "shares", false, append(r.ByUnit, r.ByColumn...)...)
			}
		}
		for _, name := range weigh.Names() {
			m, err := weigh.Named(name, weigh.Options{Least: 0.01})
			if err != nil {
				t.Fatal(err)
			}
			if w, err := m.Weights(data); err == nil {
				fine(t, "weights by "+name, false, w...)
			}
		}
		if w, err := weigh.Given(append([]float64{parameter}, slices.Concat(data...)...)); err == nil {
			fine(t, "given weights", false, w...)
		}
		if a, err := weigh.Budget(data, math.Abs(parameter)); err == nil {
			fine(t, "budget", false, a.Weights...)
		}
		if r, err := benefit.OfTheDoubt(data, benefit.Limits{Low: parameter}); err == nil {
			fine(t, "benefit of the doubt", true, r.Scores...)
			for _, w := range r.Weights {
				fine(t, "its weights", false, w...)
			}
		}
		if p, err := ahp.Solve(data, ahp.Options{}); err == nil {
			fine(t, "judgements", false, append(p.Weights, p.LambdaMax, p.Consistency, p.Ratio, p.Worst.Weighted)...)
		}
		var criteria []order.Criterion
		for i, c := range data {
			criteria = append(criteria, order.Criterion{Weight: []float64{parameter, 1, 2, 0}[i], Values: c, Down: down})
		}
		for _, name := range order.Names() {
			m, err := order.Named(name)
			if err != nil {
				t.Fatal(err)
			}
			if r, err := m.Score(criteria); err == nil {
				fine(t, "order by "+name, true, r.Scores...)
				for u, s := range r.Scores {
					knows := false
					for _, c := range criteria {
						knows = knows || (c.Weight > 1e-9*max(2, math.Abs(parameter)) && !math.IsNaN(c.Values[u]))
					}
					if knows && math.IsNaN(s) {
						t.Fatalf("order by %s: unit %d knows something and has no score", name, u)
					}
				}
			}
		}
	})
}
