package robust

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// finite fails where any number of a value is none.
func finite(t *testing.T, what string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("%s is %v", what, x)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			finite(t, what+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			finite(t, fmt.Sprintf("%s[%d]", what, i), v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			finite(t, what, v.Elem())
		}
	}
}

// Few units, unknown and constant ones give results without a number that is none.
func TestNeutralResults(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tree := twoLevels(random, 2, 3)
	for name, c := range map[string]struct {
		units   int
		unknown float64
		change  func(c *composite.Column)
		places  []int
	}{
		"one unit":        {1, 0, nil, []int{1}},
		"two units":       {2, 0, nil, nil},
		"one of two":      {2, 0, func(c *composite.Column) { c.Value[1], c.Known[1], c.Coverage[1] = math.NaN(), 0, 0 }, []int{1, 0}},
		"all unknown":     {3, 1, nil, []int{0, 0, 0}},
		"constant":        {3, 0, func(c *composite.Column) { copy(c.Value, []float64{0.5, 0.5, 0.5}) }, []int{1, 1, 1}},
		"not applicable":  {2, 0, func(c *composite.Column) { c.SetNotApplicable(0); c.SetNotApplicable(1) }, []int{0, 0}},
		"as large as may": {2, 0, func(c *composite.Column) { copy(c.Value, []float64{1e100, -1e100}) }, []int{1, 2}},
		"too near to tell": {2, 0, func(c *composite.Column) {
			copy(c.Value, []float64{0.5, math.Nextafter(0.5, 1)})
		}, []int{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			columns := uniformColumns(random, tree, c.units, c.unknown)
			for _, column := range columns {
				if column != nil && c.change != nil {
					c.change(column)
				}
			}
			m := Model{Tree: tree, Leaves: columns, Units: c.units}
			e := newEngine(t, m, Sources{
				Weights: &Weights{Kind: UniformWeights, Spread: 0.2}, Unknowns: true,
				Sampler: noisy{0, 0}, Respondents: true, Measurement: true,
			})
			r, err := e.Run(context.Background(), Options{Draws: 64, Top: []int{1}, Pairs: AllPairs})
			if err != nil {
				t.Fatal(err)
			}
			finite(t, "result", reflect.ValueOf(r))
			for k, u := range r.Sets[0].Units {
				if c.places != nil && (u.Place != c.places[k] || u.Best != u.Place || u.Worst != u.Place) {
					t.Errorf("unit %d is %+v, want place %d throughout", k, u, c.places[k])
				}
			}
			s, err := e.Sensitivity(context.Background(), SensitivityOptions{Rows: 8, Resamples: 10})
			if err != nil {
				t.Fatal(err)
			}
			finite(t, "sensitivity", reflect.ValueOf(s))
			out, err := e.LeaveOutIndicators(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			finite(t, "left out", reflect.ValueOf(out))
		})
	}
}

// What nothing can be computed with is refused, with a reason.
func TestNewRefuses(t *testing.T) {
	type change func(m *Model, s *Sources)
	leaf := func(change func(c *composite.Column)) change {
		return func(m *Model, _ *Sources) { change(m.Leaves[3]) }
	}
	for name, change := range map[string]change{
		"no tree":                  func(m *Model, _ *Sources) { m.Tree = nil },
		"no units":                 func(m *Model, _ *Sources) { m.Units = 0 },
		"too few columns":          func(m *Model, _ *Sources) { m.Leaves = m.Leaves[:3] },
		"no column":                func(m *Model, _ *Sources) { m.Leaves[3] = nil },
		"a short column":           func(m *Model, _ *Sources) { m.Leaves[3] = composite.NewLeaf(2) },
		"no scale":                 func(m *Model, _ *Sources) { m.Tree.Scale = composite.Scale{} },
		"a scale without end":      func(m *Model, _ *Sources) { m.Tree.Scale.Max = math.Inf(1) },
		"a tolerance below 0":      func(m *Model, _ *Sources) { m.Tolerance = -1 },
		"a weight of 0":            func(m *Model, _ *Sources) { m.Tree.Nodes[3].Weight = 0 },
		"a weight below 0":         func(m *Model, _ *Sources) { m.Tree.Nodes[3].Weight = -1 },
		"a weight that is none":    func(m *Model, _ *Sources) { m.Tree.Nodes[3].Weight = math.NaN() },
		"a weight beyond all":      func(m *Model, _ *Sources) { m.Tree.Nodes[3].Weight = 1e308 },
		"a value beyond all":       leaf(func(c *composite.Column) { c.Value[0] = 1e308 }),
		"an infinite value":        leaf(func(c *composite.Column) { c.Value[0] = math.Inf(-1) }),
		"known without a value":    leaf(func(c *composite.Column) { c.Value[0] = math.NaN() }),
		"known more than is":       leaf(func(c *composite.Column) { c.Known[0] = 2 }),
		"covered more than wholly": leaf(func(c *composite.Column) { c.Coverage[0] = 1.5 }),
		"a unit twice in a set":    func(m *Model, _ *Sources) { m.Sets = [][]int{{0, 0}} },
		"no unit in a set":         func(m *Model, _ *Sources) { m.Sets = [][]int{{3}} },
		"rolled up from itself":    func(m *Model, _ *Sources) { m.RollUps = []RollUp{{Unit: 0, Members: []int{0}}} },
		"rolled up from later": func(m *Model, _ *Sources) {
			m.RollUps = []RollUp{{Unit: 0, Members: []int{1}}, {Unit: 1, Members: []int{2}}}
		},
		"rolled up twice":        func(m *Model, _ *Sources) { m.RollUps = []RollUp{{Unit: 0}, {Unit: 0}} },
		"rolled up by no weight": func(m *Model, _ *Sources) { m.RollUps = []RollUp{{0, []int{1}, []float64{0}}} },
		"geometric of a negative": func(m *Model, _ *Sources) {
			m.Tree.Scale.Min = -1
			m.Leaves[3].Value[0] = -0.5
			m.Tree.Nodes[1].Combine = aggregate.Geometric{}
		},
		"a method without a value": func(m *Model, s *Sources) {
			m.Tree.Scale.Min = -1
			m.Leaves[3].Value[0] = -0.5
			s.Methods = &Methods{Choices: []Choice{{"x", []Alternative{
				{Name: "geometric", Combine: map[int]composite.Aggregator{1: aggregate.Geometric{}}},
			}}}}
		},
		"an empty choice": func(_ *Model, s *Sources) { s.Methods = &Methods{Choices: []Choice{{Name: "x"}}} },
		"aggregating a leaf": func(_ *Model, s *Sources) {
			s.Methods = &Methods{Choices: []Choice{{"x", []Alternative{{Combine: map[int]composite.Aggregator{3: aggregate.Minimum{}}}}}}}
		},
		"alternative weights of 0": func(m *Model, s *Sources) {
			s.Methods = &Methods{Choices: []Choice{{"x", []Alternative{{Weights: make([]float64, len(m.Tree.Nodes))}}}}}
		},
		"data that fails": func(_ *Model, s *Sources) {
			s.Methods = &Methods{Data: func([]int) (*Data, error) { return nil, fmt.Errorf("no") }}
		},
		"data that does not fit": func(_ *Model, s *Sources) {
			s.Methods = &Methods{Data: func([]int) (*Data, error) { return &Data{}, nil }}
		},
		"data that lose a unit": func(m *Model, s *Sources) {
			lost := copied(m.Leaves)
			for _, c := range lost {
				if c != nil {
					c.Value[0], c.Known[0], c.Coverage[0] = math.NaN(), 0, 0
				}
			}
			s.Methods = &Methods{Data: func([]int) (*Data, error) { return &Data{Leaves: lost}, nil }}
		},
		"too many combinations": func(_ *Model, s *Sources) {
			s.Methods = &Methods{}
			for range 11 {
				s.Methods.Choices = append(s.Methods.Choices, Choice{"x", make([]Alternative, 2)})
			}
		},
		"no kind of weights": func(_ *Model, s *Sources) { s.Weights = &Weights{} },
		"a spread of 1":      func(_ *Model, s *Sources) { s.Weights = &Weights{Kind: UniformWeights, Spread: 1} },
		"too few spreads":    func(_ *Model, s *Sources) { s.Weights = &Weights{Kind: UniformWeights, SpreadOf: []float64{0.1}} },
		"no concentration":   func(_ *Model, s *Sources) { s.Weights = &Weights{Kind: DirichletWeights} },
		"no experts":         func(_ *Model, s *Sources) { s.Weights = &Weights{Kind: OneExpert} },
		"an expert's weight of 0": func(m *Model, s *Sources) {
			s.Weights = &Weights{Kind: ExpertMix, Experts: [][]float64{make([]float64, len(m.Tree.Nodes))}}
		},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		tree := twoLevels(random, 2, 3)
		m, s := Model{Tree: tree, Leaves: uniformColumns(random, tree, 3, 0), Units: 3}, Sources{}
		if _, err := New(m, s, 1); err != nil {
			t.Fatal(err)
		}
		change(&m, &s)
		if _, err := New(m, s, 1); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestOptionsRefused(t *testing.T) {
	e := newEngine(t, threeUnits(), Sources{})
	for name, o := range map[string]Options{
		"100 draws":           {Draws: 100},
		"4 draws":             {Draws: 4},
		"a negative number":   {Draws: -8},
		"24 draws":            {Draws: 24},
		"too many":            {Draws: 1 << 30},
		"place 0":             {Top: []int{0}},
		"stopping at nothing": {Stop: &Stop{}},
		"no top places":       {Stop: &Stop{Top: 0.1}},
	} {
		if _, err := e.Run(context.Background(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := e.Replay(-1); err == nil {
		t.Error("draw -1: no error")
	}
	r, err := e.Run(context.Background(), Options{})
	if err != nil || r.Draws != DefaultDraws {
		t.Errorf("without options there are %v draws and %v", r, err)
	}
}
