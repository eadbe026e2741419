package composite_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// two dimensions: the first with three indicators of weights 1, 2, 1, the second with one.
func smallTree(minCoverage float64) *composite.Tree {
	return &composite.Tree{
		Scale: composite.Scale{Min: 1, Max: 4},
		Nodes: []composite.Node{
			{Children: []int{1, 5}, Combine: aggregate.Arithmetic{}},
			{Weight: 1, Children: []int{2, 3, 4}, Combine: aggregate.Arithmetic{}, MinCoverage: minCoverage},
			{Weight: 1},
			{Weight: 2},
			{Weight: 1},
			{Weight: 3, Children: []int{6}, Combine: aggregate.Arithmetic{}},
			{Weight: 1},
		},
	}
}

func leaves(n int) []*composite.Column {
	out := make([]*composite.Column, 7)
	for _, at := range []int{2, 3, 4, 6} {
		out[at] = composite.NewLeaf(n)
	}
	return out
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > 1e-12 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// The arithmetic by hand, unit by unit.
func TestEvaluateByHand(t *testing.T) {
	unknown := math.NaN()
	l := leaves(4)
	// unit 0: everything known.
	l[2].Set(0, 4)
	l[3].Set(0, 2)
	l[4].Set(0, 3)
	l[6].Set(0, 1)
	// unit 1: the indicator of weight 2 is unknown.
	l[2].Set(1, 4)
	l[4].Set(1, 3)
	l[6].Set(1, 1)
	// unit 2: the indicator of weight 2 does not apply.
	l[2].Set(2, 4)
	l[3].SetNotApplicable(2)
	l[4].Set(2, 3)
	l[6].Set(2, 1)
	// unit 3: only the first of the three is known, 1/4 of the weight.
	l[2].Set(3, 4)
	l[6].Set(3, 1)

	c, err := smallTree(0.5).Evaluate(l, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		name                            string
		node, unit                      int
		value, coverage, low, high, own float64
	}{
		// (1·4 + 2·2 + 1·3) / 4 = 11/4
		{"all known", 1, 0, 2.75, 1, 2.75, 2.75, 0.25},
		// index = (1·2.75 + 3·1) / 4 = 1.4375
		{"index, all known", 0, 0, 1.4375, 1, 1.4375, 1.4375, 1},
		// value (4 + 3) / 2; coverage 2/4; low (4 + 2·1 + 3)/4; high (4 + 2·4 + 3)/4
		{"one unknown", 1, 1, 3.5, 0.5, 2.25, 3.75, 0.25},
		// index value (3.5 + 3)/4, coverage (1·0.5 + 3·1)/4, low (2.25 + 3)/4, high (3.75 + 3)/4
		{"index, one unknown", 0, 1, 1.625, 0.875, 1.3125, 1.6875, 1},
		// n/a leaves weight, coverage and bounds: (4 + 3)/2 all round
		{"one not applicable", 1, 2, 3.5, 1, 3.5, 3.5, 0.25},
		{"index, one not applicable", 0, 2, 1.625, 1, 1.625, 1.625, 1},
		// 1/4 of the weight is under the minimum of 1/2: no score, its bounds are the scale
		{"under its minimum", 1, 3, unknown, 0.25, 1, 4, 0},
		// the parent takes it as wholly unknown: value 1, coverage 3/4, low (1 + 3)/4, high (4 + 3)/4
		{"index over a node under its minimum", 0, 3, 1, 0.75, 1, 1.75, 1},
	} {
		t.Run(want.name, func(t *testing.T) {
			got, u := c[want.node], want.unit
			near(t, "value", got.Value[u], want.value)
			near(t, "coverage", got.Coverage[u], want.coverage)
			near(t, "low", got.Low[u], want.low)
			near(t, "high", got.High[u], want.high)
			near(t, "share", got.Share[u], want.own)
		})
	}
	if !c[1].Withheld[3] || c[1].Withheld[1] {
		t.Error("withheld is wrong: want unit 3 and not unit 1")
	}
	if c[1].Coverage[1] != 0.5 || math.IsNaN(c[1].Value[1]) {
		t.Error("coverage equal to the minimum must be enough")
	}
}

// Repeated rows: node = Σ w Σ x / Σ w n. One indicator of weight 1 with rows 2, 3, 4 and one unknown row, another
// of weight 2 with the value 1: value (2+3+4 + 2·1)/(3 + 2) = 11/5, coverage (3 + 2)/(4 + 2) = 5/6,
// low (2+3+4+1 + 2)/(4 + 2) = 2, high (2+3+4+4 + 2)/6 = 15/6.
func TestRowsCountAsChildren(t *testing.T) {
	tree := &composite.Tree{
		Scale: composite.Scale{Min: 1, Max: 4},
		Nodes: []composite.Node{
			{Children: []int{1, 2}, Combine: aggregate.Arithmetic{}},
			{Weight: 1},
			{Weight: 2},
		},
	}
	l := []*composite.Column{nil, composite.NewLeaf(2), composite.NewLeaf(2)}
	l[1].SetRows(0, 3, 3, 4, true)
	l[2].Set(0, 1)
	// unit 1: the same rows under "mean" count once: value (3 + 2·1)/3, coverage (1·3/4 + 2)/3.
	l[1].SetRows(1, 3, 3, 4, false)
	l[2].Set(1, 1)
	c, err := tree.Evaluate(l, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "rows: value", c[0].Value[0], 11.0/5)
	near(t, "rows: coverage", c[0].Coverage[0], 5.0/6)
	near(t, "rows: low", c[0].Low[0], 2)
	near(t, "rows: high", c[0].High[0], 15.0/6)
	near(t, "mean: value", c[0].Value[1], 5.0/3)
	near(t, "mean: coverage", c[0].Coverage[1], 2.75/3)
}

// An official rubric may count unknowns at the bottom: (4 + 2·1 + 3)/4.
func TestUnknownAtBottom(t *testing.T) {
	tree := smallTree(0)
	tree.UnknownAtBottom = true
	l := leaves(1)
	l[2].Set(0, 4)
	l[4].Set(0, 3)
	l[6].Set(0, 1)
	c, err := tree.Evaluate(l, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "value", c[1].Value[0], 2.25)
	near(t, "coverage", c[1].Coverage[0], 0.5)
	near(t, "high", c[1].High[0], 3.75)
}

func TestNothingApplies(t *testing.T) {
	l := leaves(1)
	for _, at := range []int{2, 3, 4, 6} {
		l[at].SetNotApplicable(0)
	}
	c, err := smallTree(0).Evaluate(l, 1)
	if err != nil {
		t.Fatal(err)
	}
	if c[0].Total[0] != 0 || !math.IsNaN(c[0].Value[0]) || !math.IsNaN(c[0].Low[0]) {
		t.Errorf("nothing applies, yet total %v, value %v, low %v", c[0].Total[0], c[0].Value[0], c[0].Low[0])
	}
}

func TestEvaluateRefuses(t *testing.T) {
	for name, broken := range map[string]func(*composite.Tree, []*composite.Column){
		"zero weight":      func(t *composite.Tree, _ []*composite.Column) { t.Nodes[2].Weight = 0 },
		"weight NaN":       func(t *composite.Tree, _ []*composite.Column) { t.Nodes[2].Weight = math.NaN() },
		"infinite weight":  func(t *composite.Tree, _ []*composite.Column) { t.Nodes[2].Weight = math.Inf(1) },
		"child before":     func(t *composite.Tree, _ []*composite.Column) { t.Nodes[1].Children[0] = 0 },
		"missing column":   func(_ *composite.Tree, l []*composite.Column) { l[6] = nil },
		"infinite value":   func(_ *composite.Tree, l []*composite.Column) { l[6].Set(0, math.Inf(1)) },
		"column too short": func(_ *composite.Tree, l []*composite.Column) { l[6] = composite.NewLeaf(0) },
	} {
		t.Run(name, func(t *testing.T) {
			tree, l := smallTree(0), leaves(1)
			broken(tree, l)
			if _, err := tree.Evaluate(l, 1); err == nil {
				t.Error("accepted")
			}
		})
	}
}

// drawn is a random unit: each leaf known, unknown or not applicable.
type drawn struct {
	value [4]float64
	state [4]int
}

var leafAt = [4]int{2, 3, 4, 6}

func draw(t *rapid.T) drawn {
	var d drawn
	for i := range d.value {
		d.value[i] = rapid.Float64Range(1, 4).Draw(t, "value")
		d.state[i] = rapid.IntRange(0, 2).Draw(t, "state")
	}
	return d
}

func (d drawn) put(l []*composite.Column, u int) {
	for i, at := range leafAt {
		switch d.state[i] {
		case 0:
			l[at].Set(u, d.value[i])
		case 1:
			l[at].SetNotApplicable(u)
		}
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		better := d
		for i := range better.value {
			better.value[i] = d.value[i] + (4-d.value[i])*rapid.Float64Range(0, 1).Draw(t, "rise")
		}
		filled := d
		for i := range filled.state {
			if filled.state[i] == 2 {
				filled.state[i] = 0
			}
		}
		minimum := rapid.SampledFrom([]float64{0, 0.3, 0.6}).Draw(t, "minimum")
		l := leaves(3)
		d.put(l, 0)
		better.put(l, 1)
		filled.put(l, 2)
		tree := smallTree(minimum)
		c, err := tree.Evaluate(l, 3)
		if err != nil {
			t.Fatal(err)
		}
		scaled := smallTree(minimum)
		factor := rapid.Float64Range(1e-3, 1e3).Draw(t, "factor")
		for i := range scaled.Nodes {
			scaled.Nodes[i].Weight *= factor
		}
		ls := leaves(3)
		d.put(ls, 0)
		better.put(ls, 1)
		filled.put(ls, 2)
		cs, err := scaled.Evaluate(ls, 3)
		if err != nil {
			t.Fatal(err)
		}
		const tol = 1e-9
		for at := range c {
			for u := range 3 {
				x, low, high := c[at].Value[u], c[at].Low[u], c[at].High[u]
				if composite.IsKnown(x) && !(low <= x+tol && x <= high+tol) {
					t.Fatalf("node %d unit %d: %v lies outside %v–%v", at, u, x, low, high)
				}
				if composite.IsKnown(x) && !(x >= 1-tol && x <= 4+tol) {
					t.Fatalf("node %d unit %d: %v lies outside the scale", at, u, x)
				}
				if math.Abs(cs[at].Value[u]-x) > tol || math.IsNaN(cs[at].Value[u]) != math.IsNaN(x) {
					t.Fatalf("weights times %v changed node %d from %v to %v", factor, at, x, cs[at].Value[u])
				}
				if cov := c[at].Coverage[u]; cov < 0 || cov > 1+tol {
					t.Fatalf("coverage %v", cov)
				}
			}
			// Better everywhere on the same known set is never lower.
			if a, b := c[at].Value[0], c[at].Value[1]; composite.IsKnown(a) && b < a-tol {
				t.Fatalf("node %d fell from %v to %v though nothing fell below it", at, a, b)
			}
			// Whatever the unknowns turn out to be, the value stays within the bounds.
			x := c[at].Value[2]
			if composite.IsKnown(x) && (x < c[at].Low[0]-tol || x > c[at].High[0]+tol) {
				t.Fatalf("node %d became %v, outside the bounds %v–%v it had", at, x, c[at].Low[0], c[at].High[0])
			}
		}
	})
}

func TestClassify(t *testing.T) {
	edges := []float64{1, 1.6, 2.6, 3.6}
	const tol = 3e-9
	for _, c := range []struct {
		name  string
		x     float64
		upper bool
		want  int
	}{
		{"on the edge", 2.6, false, 2},
		{"a rounding error below the edge", 2.5999999999999996, false, 2},
		{"below", 2.5999, false, 1},
		{"bottom", 1, false, 0},
		{"top", 4, false, 3},
		{"on the edge, upper side closed", 2.6, true, 1},
		{"a rounding error above the edge, upper side closed", 2.6000000000000005, true, 1},
		{"above, upper side closed", 2.6001, true, 2},
		{"bottom, upper side closed", 1, true, 0},
		{"unknown", math.NaN(), false, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := composite.Classify(c.x, edges, c.upper, tol); got != c.want {
				t.Errorf("band %d, want %d", got, c.want)
			}
		})
	}
}
