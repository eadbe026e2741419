package robust

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"siap/scoring/composite"
	"siap/scoring/composite/aggregate"
)

// One unit of one indicator, wholly unknown but for 1/2 of a row, with noise: the index is
// x/2 + (1 − x)/2·… by hand: value (0.5·(0.4 + n) + 0.5·u), n normal with deviation 0.1 from the measurement and 0.2
// from the respondents, u uniform on 0 to 1: the variances are 0.25·0.01, 0.25·0.04 and 0.25/12, without interaction.
func TestSensitivityByHand(t *testing.T) {
	tree := &composite.Tree{Scale: composite.Scale{Max: 1}, Nodes: []composite.Node{
		{Combine: aggregate.Arithmetic{}, Children: []int{1}}, {Weight: 1},
	}}
	c := composite.NewLeaf(2)
	c.SetRows(0, 0.4, 1, 2, false)
	c.Set(1, 0.5)
	m := Model{Tree: tree, Leaves: []*composite.Column{nil, c}, Units: 2}
	e := newEngine(t, m, Sources{Unknowns: true, Sampler: oneNoisy{noisy{0.2, 0.1}}, Respondents: true, Measurement: true})
	r, err := e.Sensitivity(context.Background(), SensitivityOptions{
		Rows: 1 << 13, Targets: []Target{{Kind: IndexOf, Unit: 0}, {Kind: IndexOf, Unit: 1}, {Kind: PlaceOf, Unit: 1}, {Kind: MeanShift}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows != 1<<13 || r.Runs != 5<<13 || len(r.Groups) != 3 {
		t.Fatalf("%d rows, %d runs, %d groups", r.Rows, r.Runs, len(r.Groups))
	}
	all := 1.0/12 + 0.04 + 0.01
	for g, want := range map[string]float64{"unknowns": 1.0 / 12 / all, "respondents": 0.04 / all, "measurement": 0.01 / all} {
		for i, group := range r.Groups {
			if group.Name == g {
				near(t, "first-order index of "+g, r.Targets[0].Inputs[i].First.Value, want, 0.03)
				near(t, "total index of "+g, r.Targets[0].Inputs[i].Total.Value, want, 0.03)
			}
		}
	}
	near(t, "variance", r.Targets[0].Variance, all/4, 0.002)
	if !r.Targets[1].Constant {
		t.Errorf("the index of a unit that does not vary has the indices %+v", r.Targets[1])
	}
	// With two units the shift of one is that of the other; the mean shift is that of the place of unit 1.
	if math.Abs(r.Targets[2].Variance-r.Targets[3].Variance) > 1e-12 {
		t.Errorf("the variances of place and shift are %v and %v, want the same", r.Targets[2].Variance, r.Targets[3].Variance)
	}
}

// oneNoisy makes noise in unit 0 only.
type oneNoisy struct{ noisy }

func (s oneNoisy) Sample(values []float64, unit int, picks []int, respondents, measurement *rand.Rand) {
	if unit == 0 {
		s.noisy.Sample(values, unit, picks, respondents, measurement)
	}
}

// Groups of factors, targets of all kinds, and no difference between one processor and several.
func TestSensitivityHasNoProcessors(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	factors := e.Factors()
	var weights, rest []int
	for i, f := range factors {
		if f.Kind == WeightFactor {
			weights = append(weights, i)
		} else {
			rest = append(rest, i)
		}
	}
	if len(weights) != 4 || len(rest) != 5 {
		t.Fatalf("the factors are %v", factors)
	}
	o := SensitivityOptions{
		Rows: 64, Groups: []FactorGroup{{"weights", weights}, {"all else", rest}}, Resamples: 100,
		Targets: []Target{{Kind: MeanShift}, {Kind: PlaceOf, Set: 1, Unit: 89}, {Kind: IndexOf, Unit: 89}},
	}
	var want *Sensitivity
	for _, processors := range []int{1, 3} {
		before := runtime.GOMAXPROCS(processors)
		r, err := e.Sensitivity(context.Background(), o)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = r
		} else if !reflect.DeepEqual(r, want) {
			t.Error("the number of processors makes a difference")
		}
	}
	for _, target := range want.Targets[:1] {
		for _, in := range target.Inputs {
			if !(in.First.Value <= in.Total.Value+0.2) || !(in.Total.Low <= in.Total.High) {
				t.Errorf("the indices %+v make no sense", in)
			}
		}
	}
}

func TestSensitivityRefuses(t *testing.T) {
	m, s := everything(t)
	e := newEngine(t, m, s)
	for name, o := range map[string]SensitivityOptions{
		"rows":             {Rows: 100},
		"no factor":        {Groups: []FactorGroup{{"x", []int{99}}}},
		"a factor twice":   {Groups: []FactorGroup{{"x", []int{0}}, {"y", []int{0}}}},
		"no set":           {Targets: []Target{{Kind: MeanShift, Set: 9}}},
		"no kind":          {Targets: []Target{{}}},
		"not in the set":   {Targets: []Target{{Kind: PlaceOf, Set: 1, Unit: 3}}},
		"no such unit":     {Targets: []Target{{Kind: IndexOf, Unit: -1}}},
		"nothing to group": {Groups: []FactorGroup{}},
	} {
		if _, err := e.Sensitivity(context.Background(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := newEngine(t, m, Sources{}).Sensitivity(context.Background(), SensitivityOptions{}); err == nil {
		t.Error("nothing uncertain: no error")
	}
}
