package aggregate

import (
	"math"
	"testing"

	"siap/scoring/composite"
)

// child is one child of a node as one unit has it.
type child struct{ weight, value, times, total float64 }

// once is a known child that counts once.
func once(weight, value float64) child { return child{weight, value, 1, 1} }

// one aggregates for a single unit.
func one(a composite.Aggregator, children ...child) float64 {
	columns := make([]composite.Weighted, len(children))
	for k, c := range children {
		columns[k] = composite.Weighted{
			Weight: c.weight, Values: []float64{c.value}, Times: []float64{c.times}, Total: []float64{c.total},
		}
	}
	dst := []float64{-1} // what stood there before must not matter
	a.Aggregate(dst, columns)
	return dst[0]
}

func equal(children ...float64) []child {
	out := make([]child, len(children))
	for k, x := range children {
		out[k] = once(1, x)
	}
	return out
}

func near(got, want, tol float64) bool {
	return got == want || math.Abs(got-want) <= tol*max(1, math.Abs(want)) || (math.IsNaN(got) && math.IsNaN(want))
}

var unknown = math.NaN()

func TestByHand(t *testing.T) {
	lost := child{1, unknown, 0, 1} // unknown, and would count once
	away := child{1, unknown, 0, 0} // does not apply
	for _, c := range []struct {
		name     string
		method   composite.Aggregator
		children []child
		want     float64
	}{
		// (1·1 + 3·3) / (1 + 3)
		{"arithmetic", Arithmetic{}, []child{once(1, 1), once(3, 3)}, 2.5},
		{"arithmetic below zero", Arithmetic{}, equal(-3, 1), -1},

		// ∛(1·3·9) = ∛27
		{"geometric", Geometric{}, equal(1, 3, 9), 3},
		// ⁴√(16·1³)
		{"geometric, weights 1 and 3", Geometric{}, []child{once(1, 16), once(3, 1)}, 2},
		// a row that counts three times is three children: ⁴√(1³·16)
		{"geometric, a value three times", Geometric{}, []child{{1, 1, 3, 3}, once(1, 16)}, 2},
		// √(2·8); the unknown child takes no part
		{"geometric, one unknown", Geometric{}, append(equal(2, 8), lost), 4},
		{"geometric, a zero", Geometric{}, equal(0, 100, 100), 0},
		{"geometric, below zero", Geometric{}, equal(-1, 4), unknown},
		{"geometric, below zero and a zero", Geometric{}, equal(-1, 0), unknown},

		// 2 / (1/40 + 1/60) = 240/5
		{"harmonic", Harmonic{}, equal(40, 60), 48},
		// (1 + 2) / (1/2 + 2/4)
		{"harmonic, weights 1 and 2", Harmonic{}, []child{once(1, 2), once(2, 4)}, 3},
		// (2 + 1) / (2/4 + 1/2): the 4 counts twice
		{"harmonic, a value twice", Harmonic{}, []child{{1, 4, 2, 3}, once(1, 2)}, 3},
		{"harmonic, a zero", Harmonic{}, equal(0, 5), 0},
		{"harmonic, below zero", Harmonic{}, equal(-2, 5), unknown},

		// √((1² + 7²)/2) = √25
		{"power 2", Power{2}, equal(1, 7), 5},
		// ((√1 + √9)/2)² = 2²
		{"power 1/2", Power{0.5}, equal(1, 9), 4},
		// (2/(1/1² + 1/7²))^½ = (2·49/50)^½ = √1.96
		{"power -2", Power{-2}, equal(1, 7), 1.4},
		// ∛((3·1³ + 5·3³)/8) = ∛(138/8) = ∛17.25
		{"power 3, weights 3 and 5", Power{3}, []child{once(3, 1), once(5, 3)}, math.Cbrt(17.25)},
		{"power 1 is arithmetic", Power{1}, []child{once(1, 1), once(3, 3)}, 2.5},
		{"power 0 is geometric", Power{0}, equal(1, 3, 9), 3},
		{"power -1 is harmonic", Power{-1}, equal(40, 60), 48},
		// √((0 + 8²)/4) = 4: a zero is a value like others
		{"power 2, zeros", Power{2}, equal(0, 0, 0, 8), 4},
		{"power 2, nothing but zeros", Power{2}, equal(0, 0), 0},
		{"power -2, a zero", Power{-2}, equal(0, 7), 0},
		{"power 2, below zero", Power{2}, equal(-1, 7), unknown},

		{"minimum", Minimum{}, []child{once(9, 3), once(1, 2), once(9, 4)}, 2},
		{"minimum below zero", Minimum{}, equal(3, -2), -2},
		{"minimum, the unknown is no zero", Minimum{}, append(equal(3, 2), lost), 2},

		{"median of three", Median{}, equal(9, 1, 4), 4},
		// (4 + 6)/2
		{"median of four", Median{}, equal(9, 1, 4, 6), 5},
		// weights 1, 1, 3 of 5: the third alone is more than half
		{"median, weights", Median{}, []child{once(1, 1), once(1, 2), once(3, 9)}, 9},
		// weights 1, 2 | 3 of 6: 2 and 9 both have half on their side, so (2 + 9)/2
		{"median, exactly half", Median{}, []child{once(3, 9), once(1, 1), once(2, 2)}, 5.5},
		// 0.1 + 0.2 is half of 0.6, though the sum is 0.30000000000000004: (2 + 8)/2
		{"median, half but for rounding up", Median{}, []child{once(0.1, 1), once(0.2, 2), once(0.2, 8), once(0.1, 9)}, 5},
		// 0.1 + 0.5 is half of 1.2, though the sum of all is 1.2000000000000002: (2 + 8)/2
		{"median, half but for rounding down", Median{}, []child{once(0.1, 1), once(0.5, 2), once(0.2, 8), once(0.4, 9)}, 5},
		// 1, 1, 1, 5, 7: the 1 counts three times
		{"median, a value three times", Median{}, []child{{1, 1, 3, 3}, once(1, 5), once(1, 7)}, 1},
		{"median, one unknown", Median{}, append(equal(1, 3), lost), 2},

		// 2·3 + 1·4
		{"sum", Sum{}, []child{once(2, 3), once(1, 4)}, 10},
		// known 2·3 of the weight 2 of 3: 6·3/2
		{"sum, one unknown", Sum{}, []child{once(2, 3), lost}, 9},
		{"sum, one does not apply", Sum{}, []child{once(2, 3), away}, 6},
		// two of four rows are known, at 5: 2·5·4/2
		{"sum, half of the rows", Sum{}, []child{{1, 5, 2, 4}}, 20},
		// (2·5 + 3·1) of the weight 2 + 3 of 4 + 3: 13·7/5
		{"sum, half of the rows and another", Sum{}, []child{{1, 5, 2, 4}, once(3, 1)}, 18.2},
		{"sum below zero", Sum{}, equal(-3, 1), -2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := one(c.method, c.children...); !near(got, c.want, 1e-14) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// every is one of each method.
var every = map[string]composite.Aggregator{
	"arithmetic": Arithmetic{}, "geometric": Geometric{}, "harmonic": Harmonic{}, "minimum": Minimum{},
	"median": Median{}, "sum": Sum{},
	"power 3": Power{3}, "power 0.3": Power{0.3}, "power 0.004": Power{0.004}, "power -0.004": Power{-0.004},
	"power -2": Power{-2},
}

func TestNothingKnown(t *testing.T) {
	for name, a := range every {
		for what, children := range map[string][]child{
			"no children":       nil,
			"all unknown":       {{1, unknown, 0, 1}, {1, unknown, 0, 1}},
			"none applies":      {{1, unknown, 0, 0}},
			"known, never":      {{1, 5, 0, 1}},
			"unknown, but once": {{1, unknown, 1, 1}},
		} {
			if got := one(a, children...); !math.IsNaN(got) {
				t.Errorf("%s, %s: got %v, want unknown", name, what, got)
			}
		}
	}
}

// Units must not mix: each of three has its own known children.
func TestUnitsApart(t *testing.T) {
	for name, a := range every {
		columns := []composite.Weighted{
			{Weight: 1, Values: []float64{2, unknown, 7}, Times: []float64{1, 0, 2}, Total: []float64{1, 0, 2}},
			{Weight: 2, Values: []float64{3, 5, unknown}, Times: []float64{1, 1, 0}, Total: []float64{1, 1, 0}},
		}
		dst := make([]float64, 3)
		a.Aggregate(dst, columns)
		for u, want := range []float64{
			one(a, child{1, 2, 1, 1}, child{2, 3, 1, 1}),
			one(a, child{2, 5, 1, 1}),
			one(a, child{1, 7, 2, 2}),
		} {
			if dst[u] != want {
				t.Errorf("%s: unit %d has %v among others and %v alone", name, u, dst[u], want)
			}
		}
		if columns[0].Weight != 1 || columns[1].Weight != 2 {
			t.Errorf("%s changed the weights it was given", name)
		}
	}
}

// Numbers at the edge of what a float64 holds. The tolerance is relative.
func TestExtremes(t *testing.T) {
	for _, c := range []struct {
		name     string
		method   composite.Aggregator
		children []child
		want     float64
	}{
		// √(1e300·1e-300), though 1e300·1e300 would overflow in the same place
		{"geometric", Geometric{}, equal(1e300, 1e-300), 1},
		// √2^-1074, the smallest float64 there is
		{"geometric, subnormal", Geometric{}, equal(0x1p-1074, 1), 0x1p-537},
		{"geometric, large", Geometric{}, equal(1e300, 1e300, 1e300), 1e300},
		// 2/(1/1e-310 + …): 1/1e-310 overflows
		{"harmonic, tiny", Harmonic{}, equal(1e-310, 1), 2e-310},
		{"harmonic, large", Harmonic{}, equal(1e308, 1e308), 1e308},
		// √((1e200² + 0)/2): the square overflows
		{"power 2, large", Power{2}, equal(1e200, 0), 1e200 / math.Sqrt2},
		{"power 2, tiny", Power{2}, equal(1e-200, 0), 1e-200 / math.Sqrt2},
		// √((1e-12·100² + 1·(1e-6)²)/(1e-12 + 1)): the unit, 100, has hardly any weight
		{"power 2, a large value of tiny weight", Power{2}, []child{once(1e-12, 100), once(1, 1e-6)}, math.Sqrt(1.0001e-8)},
		// (½·4^1e6)^1e-6 = 4·½^1e-6
		{"power of a million", Power{1e6}, equal(4, 1), 4 * math.Pow(0.5, 1e-6)},
		{"power of minus a million", Power{-1e6}, equal(4, 1), math.Pow(2, 1e-6)},
		{"the largest power", Power{math.MaxFloat64}, equal(4, 1, 3), 4},
		{"the smallest power", Power{-math.MaxFloat64}, equal(4, 1, 3), 1},
		// next to the geometric mean: exp(μ + P·σ²/2), μ = ln 6, σ² = (ln 1.5)² for 4 and 9
		{"power 1e-8", Power{1e-8}, equal(4, 9), 6 * math.Exp(1e-8*math.Log(1.5)*math.Log(1.5)/2)},
		{"power 1e-300", Power{1e-300}, equal(4, 9), 6},
		{"the power next to 0", Power{5e-324}, equal(4, 9), 6},
		// (1·4 + 3·8)/4 whatever the unit of the weights
		{"arithmetic, weights of 1e308", Arithmetic{}, []child{once(0.5e308, 4), once(1.5e308, 8)}, 7},
		{"geometric, weights of 1e308", Geometric{}, []child{once(0.5e308, 16), once(1.5e308, 1)}, 2},
		{"geometric, weights of 1e-320", Geometric{}, []child{once(1e-320, 16), once(3e-320, 1)}, 2},
		{"harmonic, weights of 1e308", Harmonic{}, []child{once(0.75e308, 2), once(1.5e308, 4)}, 3},
		{"median, weights of 1e308", Median{}, []child{once(1e308, 2), once(1e308, 4)}, 3},
		// a weight of nothing beside the largest still counts where it is the only one
		{"geometric, the tiny weight alone", Geometric{}, []child{{1e300, unknown, 0, 1}, once(1e-300, 5)}, 5},
		{"geometric, a zero of tiny weight", Geometric{}, []child{once(1e300, 5), once(1e-300, 0)}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := one(c.method, c.children...); !(math.Abs(got-c.want) <= 2e-12*c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]composite.Aggregator{
		"arithmetic": Arithmetic{}, "geometric": Geometric{}, "harmonic": Harmonic{}, "power": Power{2},
		"minimum": Minimum{}, "median": Median{}, "sum": Sum{},
	} {
		if got, err := Named(name, 2); err != nil || got != want {
			t.Errorf("%s gives %#v, %v; want %#v", name, got, err, want)
		}
	}
	for name, power := range map[string]float64{"": 0, "mean": 0, "Arithmetic": 0, "power": math.NaN()} {
		if got, err := Named(name, power); err == nil {
			t.Errorf("%q with %v was accepted as %#v", name, power, got)
		}
	}
	if _, err := Named("power", math.Inf(-1)); err == nil {
		t.Error("an infinite exponent was accepted")
	}
	if _, err := Named("sum", math.NaN()); err != nil {
		t.Errorf("the exponent of a sum means nothing, yet: %v", err)
	}
}
