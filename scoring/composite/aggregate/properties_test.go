package aggregate

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
)

// Scores are drawn on a scale from 0 to 100, with its ends and ties among them, and otherwise from a millionth on:
// TestExtremes has the numbers beyond. 1e-12 is relative to the scale.
const (
	bottom, top = 0.0, 100.0
	tol         = 1e-12 * (top - bottom)
)

func drawScore(t *rapid.T) float64 {
	if rapid.IntRange(0, 4).Draw(t, "round") == 0 {
		return rapid.SampledFrom([]float64{bottom, 25, 50, top}).Draw(t, "score")
	}
	return rapid.Float64Range(1e-6, top).Draw(t, "score")
}

func drawWeight(t *rapid.T) float64 { return rapid.Float64Range(0.01, 10).Draw(t, "weight") }

// drawKnown draws children that are wholly known.
func drawKnown(t *rapid.T, least int) []child {
	out := make([]child, rapid.IntRange(least, 8).Draw(t, "children"))
	for k := range out {
		times := float64(rapid.IntRange(1, 3).Draw(t, "times"))
		out[k] = child{drawWeight(t), drawScore(t), times, times}
	}
	return out
}

// drawUnknown draws children that apply and are unknown.
func drawUnknown(t *rapid.T) []child {
	out := make([]child, rapid.IntRange(0, 4).Draw(t, "unknown children"))
	for k := range out {
		out[k] = child{drawWeight(t), unknown, 0, float64(rapid.IntRange(1, 3).Draw(t, "times"))}
	}
	return out
}

// filled gives unknown children a value.
func filled(children []child, value func() float64) []child {
	out := make([]child, len(children))
	for k, c := range children {
		out[k] = child{c.weight, value(), c.total, c.total}
	}
	return out
}

func together(a, b []child) []child { return slices.Concat(a, b) }

// forEach runs a property for every method.
func forEach(t *testing.T, property func(t *rapid.T, a composite.Aggregator, sum bool)) {
	for name, a := range every {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				_, sum := a.(Sum)
				property(t, a, sum)
			})
		})
	}
}

// Weights times c change no mean and multiply a sum by c.
func TestWeightsTimesFactor(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, sum bool) {
		children := together(drawKnown(t, 1), drawUnknown(t))
		factor := rapid.Float64Range(1e-6, 1e6).Draw(t, "factor")
		times := slices.Clone(children)
		for k := range times {
			times[k].weight *= factor
		}
		want := one(a, children...)
		if sum {
			want *= factor
		}
		if got := one(a, times...); !near(got, want, 1e-12) {
			t.Fatalf("weights times %v give %v, want %v", factor, got, want)
		}
	})
}

// Values times c multiply the result by c: the unit of the scale does not matter.
func TestValuesTimesFactor(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, _ bool) {
		children := drawKnown(t, 1)
		factor := rapid.Float64Range(1e-3, 1e3).Draw(t, "factor")
		times := slices.Clone(children)
		for k := range times {
			times[k].value *= factor
		}
		if got, want := one(a, times...), factor*one(a, children...); !near(got, want, 1e-12) {
			t.Fatalf("values times %v give %v, want %v", factor, got, want)
		}
	})
}

// The order of the children does not matter; to the minimum and the median not even to the last bit.
func TestOrderOfChildren(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, _ bool) {
		children := together(drawKnown(t, 1), drawUnknown(t))
		want := one(a, children...)
		shuffled := rapid.Permutation(children).Draw(t, "order")
		allowed := 1e-12
		switch a.(type) {
		case Minimum, Median:
			allowed = 0
		}
		if got := one(a, shuffled...); !near(got, want, allowed) {
			t.Fatalf("in another order %v, want %v", got, want)
		}
	})
}

// A value that counts n times is n children.
func TestTimesAreChildren(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, _ bool) {
		children := drawKnown(t, 1)
		var apart []child
		for _, c := range children {
			for range int(c.times) {
				apart = append(apart, once(c.weight, c.value))
			}
		}
		if got, want := one(a, children...), one(a, apart...); !near(got, want, 1e-12) {
			t.Fatalf("counted %v, one by one %v", got, want)
		}
	})
}

// Better everywhere on the same known children is never lower.
func TestBetterIsNotLower(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, sum bool) {
		children := drawKnown(t, 1)
		better, allowed := slices.Clone(children), tol
		for k, c := range children {
			better[k].value += (top - c.value) * rapid.Float64Range(0, 1).Draw(t, "rise")
			if sum {
				allowed += tol * c.weight * c.times
			}
		}
		unknowns := drawUnknown(t)
		before, after := one(a, together(children, unknowns)...), one(a, together(better, unknowns)...)
		if !(after >= before-allowed) {
			t.Fatalf("fell from %v to %v though nothing fell below it", before, after)
		}
	})
}

// A mean lies between the smallest and the largest of what it is made of, and is not out by a bit where it takes
// more than sums; a sum lies between them times the whole weight.
func TestBetweenItsValues(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, _ bool) {
		known, unknowns := drawKnown(t, 1), drawUnknown(t)
		least, most, whole := math.Inf(1), math.Inf(-1), 0.0
		for _, c := range known {
			least, most, whole = min(least, c.value), max(most, c.value), whole+c.weight*c.total
		}
		for _, c := range unknowns {
			whole += c.weight * c.total
		}
		allowed := 0.0
		switch a.(type) {
		case Sum:
			allowed = tol
		case Arithmetic:
			allowed, whole = tol, 1
		default:
			whole = 1
		}
		got := one(a, together(known, unknowns)...)
		if !(got >= (least-allowed)*whole && got <= (most+allowed)*whole) {
			t.Fatalf("%v lies outside %v–%v", got, least*whole, most*whole)
		}
	})
}

// Whatever the unknown children turn out to be, the result stays between what they give at the bottom and at the
// top of the scale, and so does the result without them.
func TestUnknownBounds(t *testing.T) {
	forEach(t, func(t *rapid.T, a composite.Aggregator, sum bool) {
		known, unknowns := drawKnown(t, 1), drawUnknown(t)
		allowed := tol
		if sum {
			for _, c := range together(known, unknowns) {
				allowed += tol * c.weight * c.total
			}
		}
		low := one(a, together(known, filled(unknowns, func() float64 { return bottom }))...)
		high := one(a, together(known, filled(unknowns, func() float64 { return top }))...)
		for what, x := range map[string]float64{
			"with the unknown left out": one(a, together(known, unknowns)...),
			"with the unknown found":    one(a, together(known, filled(unknowns, func() float64 { return drawScore(t) }))...),
		} {
			if !(x >= low-allowed && x <= high+allowed) {
				t.Fatalf("%s %v, outside the bounds %v–%v", what, x, low, high)
			}
		}
	})
}

// The power mean rises with its exponent, from the minimum up; and so the geometric mean is at most the arithmetic
// one, and the harmonic one at most the geometric.
func TestPowerRises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		children := drawKnown(t, 1)
		exponent := rapid.OneOf(rapid.Float64Range(-20, 20), rapid.Float64Range(-0.02, 0.02), rapid.Just(0.0))
		p, q := exponent.Draw(t, "p"), exponent.Draw(t, "q")
		if p > q {
			p, q = q, p
		}
		previous, name := one(Minimum{}, children...), "minimum"
		for _, next := range []float64{p, q} {
			x := one(Power{next}, children...)
			if !(x >= previous-tol) {
				t.Fatalf("power %v gives %v, less than the %v of %s", next, x, previous, name)
			}
			previous, name = x, fmt.Sprint("power ", next)
		}
		h, g, a := one(Harmonic{}, children...), one(Geometric{}, children...), one(Arithmetic{}, children...)
		if !(h <= g+tol && g <= a+tol) {
			t.Fatalf("harmonic %v, geometric %v, arithmetic %v: not in order", h, g, a)
		}
		for at, want := range map[float64]float64{-1: h, 0: g, 1: a} {
			if got := one(Power{at}, children...); !near(got, want, 1e-12) {
				t.Fatalf("power %v gives %v, want %v", at, got, want)
			}
		}
	})
}
