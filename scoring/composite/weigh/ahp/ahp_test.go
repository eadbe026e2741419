package ahp

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"siap/internal/table/csvtest"
	"siap/scoring/composite/compositetest"
)

var unknown = math.NaN()

// example is one published matrix.
type example struct {
	judgements [][]float64
	weights    []float64 // unknown where not printed
	ratio      float64
}

func readExamples(t *testing.T) map[string]*example {
	t.Helper()
	out := map[string]*example{}
	for _, row := range csvtest.Records(t, "testdata/matrices.csv")[1:] {
		e := out[row[0]]
		if e == nil {
			e = &example{}
			out[row[0]] = e
		}
		var judged []float64
		for _, text := range row[2:10] {
			if text != "" {
				judged = append(judged, csvtest.Figure(t, text))
			}
		}
		e.judgements = append(e.judgements, judged)
		e.weights = append(e.weights, csvtest.Figure(t, row[10]))
		e.ratio = csvtest.Figure(t, row[11])
	}
	return out
}

func mustSolve(t rapid.TB, judgements [][]float64, o Options) *Priorities {
	t.Helper()
	p, err := Solve(judgements, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPublishedWeights(t *testing.T) {
	printed := 0
	for name, e := range readExamples(t) {
		p := mustSolve(t, e.judgements, Options{})
		for i, w := range e.weights {
			if !math.IsNaN(w) {
				printed++
				compositetest.Near(t, name, p.Weights[i:i+1], []float64{w}, 0.0005)
			}
		}
		if !math.IsNaN(e.ratio) && math.Abs(p.Ratio-e.ratio) > 0.0005 {
			t.Errorf("%s: consistency ratio %v, want %v", name, p.Ratio, e.ratio)
		}
	}
	if printed != 7+4+4+6+4 {
		t.Errorf("%d weights are printed, want 25", printed)
	}
}

func TestPublishedConsistency(t *testing.T) {
	examples := readExamples(t)
	for _, c := range []struct {
		name  string
		index Index
		want  float64
		tol   float64
	}{
		{"saaty2008_drinks", SaatyIndex, 0.022, 0.0005},
		{"saaty2008_drinks", Saaty1980Index, 0.022, 0.0005},
		{"wikipedia_leader_criteria", Saaty1980Index, 0.044, 0.0005},
		{"wikipedia_car_criteria", DoneganDoddIndex, 0.08, 0.0005},
		{"wikipedia_car_cost", DoneganDoddIndex, 0.016, 0.0005},
		{"wikipedia_car_price", DoneganDoddIndex, 0.072, 0.0005},
		{"handbook2008_table20_TAI", Saaty1980Index, 0.0214, 0.00005},
	} {
		if p := mustSolve(t, examples[c.name].judgements, Options{Index: c.index}); !(math.Abs(p.Ratio-c.want) <= c.tol) {
			t.Errorf("%s by %s: consistency ratio %v, want %v", c.name, c.index, p.Ratio, c.want)
		}
	}
	if p := mustSolve(t, examples["handbook2008_table20_TAI"].judgements, Options{}); math.Abs(p.LambdaMax-8.2111) > 0.00005 {
		t.Errorf("the Handbook's matrix: eigenvalue %v, want 8.2111", p.LambdaMax)
	}
}

func TestPublishedTargets(t *testing.T) {
	examples := readExamples(t)
	weights := func(name string) []float64 { return mustSolve(t, examples[name].judgements, Options{}).Weights }
	leaf := func(name string) *Hierarchy { return &Hierarchy{Weights: weights(name)} }
	over := func(prefix, criteria string, names ...string) *Hierarchy {
		h := &Hierarchy{Weights: weights(prefix + criteria)}
		for _, n := range names {
			h.Below = append(h.Below, leaf(prefix+n))
		}
		return h
	}
	car := over("wikipedia_car_", "criteria")
	car.Below = []*Hierarchy{
		over("wikipedia_car_", "cost", "price", "fuel", "maintenance", "resale"), leaf("wikipedia_car_safety"), leaf("wikipedia_car_style"),
		{Weights: []float64{1, 5}, Below: []*Hierarchy{leaf("wikipedia_car_cargo"), leaf("wikipedia_car_passenger")}},
	}
	published := map[string][]float64{}
	for _, row := range csvtest.Records(t, "testdata/targets.csv")[1:] {
		name := strings.TrimSuffix(row[0], "_TARGET")
		published[name] = append(published[name], csvtest.Figure(t, row[2]))
	}
	for name, c := range map[string]struct {
		hierarchy *Hierarchy
		tol       float64
	}{
		"saaty2005_cities":  {over("saaty2005_cities_", "criteria", "Culture", "Family", "Housing", "Jobs", "Transportation"), 0.0005},
		"papathanasiou2018": {over("papathanasiou2018_", "criteria", "C1", "C2", "C3", "C4"), 0.0005},
		"wikipedia_car":     {car, 0.0005},
		// Of weights that were rounded on the way.
		"wikipedia_leader": {over("wikipedia_leader_", "criteria", "Experience", "Education", "Charisma", "Age"), 0.001},
	} {
		got, err := c.hierarchy.Alternatives()
		if err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, name, got, published[name], c.tol)
		leaves, err := c.hierarchy.Leaves()
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, w := range leaves {
			sum += w
		}
		if math.Abs(sum-1) > 1e-14 {
			t.Errorf("%s: the leaves sum to %v", name, sum)
		}
	}
}

// Consistent judgements give the weights they were made of, by either method: λ = n, and nothing misfits.
func TestConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 1, 8).Draw(t, "weights")
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		a := make([][]float64, len(weights))
		for i := range a {
			for _, v := range weights {
				a[i] = append(a[i], weights[i]/v)
			}
		}
		for _, m := range Methods() {
			p := mustSolve(t, a, Options{Method: m})
			for i, w := range weights {
				if math.Abs(p.Weights[i]-w/sum) > 1e-12 {
					t.Fatalf("%s: %v, made of %v", m, p.Weights, weights)
				}
			}
			if math.Abs(p.LambdaMax-float64(len(a))) > 1e-9 || p.Ratio > 1e-9 {
				t.Fatalf("%s: eigenvalue %v, ratio %v", m, p.LambdaMax, p.Ratio)
			}
		}
	})
}

// Whatever people say: weights are shares of 1, A·w = λ·w, λ ≥ n, and turning the items round turns the weights round.
func TestAnyJudgements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "items")
		a := make([][]float64, n)
		for i := range a {
			a[i] = slices.Repeat([]float64{unknown}, n)
			for j := range i {
				a[j][i] = rapid.OneOf(rapid.SampledFrom([]float64{1.0 / 9, 1.0 / 3, 1, 2, 9}), rapid.Float64Range(1e-12, 1e12)).Draw(t, "judgement")
			}
		}
		p := mustSolve(t, a, Options{Index: AlonsoLamataIndex})
		full, err := Complete(a)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, w := range p.Weights {
			row := 0.0
			for j, v := range p.Weights {
				row += full[i][j] * v
			}
			sum += w
			if !(w > 0) || math.Abs(row-p.LambdaMax*w) > 1e-9*row {
				t.Fatalf("row %d: A·w = %v, λ·w = %v", i, row, p.LambdaMax*w)
			}
		}
		if math.Abs(sum-1) > 1e-12 || p.LambdaMax < float64(n)-1e-9 || !(p.Ratio >= 0) {
			t.Fatalf("%+v", p)
		}
		if n == 3 {
			if q := mustSolve(t, a, Options{Method: GeometricMean}); math.Abs(q.Weights[0]-p.Weights[0]) > 1e-9 {
				t.Fatalf("three items: %v by the eigenvector, %v by geometric means", p.Weights, q.Weights)
			}
		}
		turned := make([][]float64, n)
		for i := range full {
			turned[n-1-i] = slices.Clone(full[i])
			slices.Reverse(turned[n-1-i])
		}
		q := mustSolve(t, turned, Options{Index: AlonsoLamataIndex})
		for i := range p.Weights {
			if math.Abs(q.Weights[n-1-i]-p.Weights[i]) > 1e-9 {
				t.Fatalf("%v, turned round %v", p.Weights, q.Weights)
			}
		}
	})
}

// Matrices filled at random from the scale 1/9 to 9 have the mean consistency index of the table, within five of its
// standard errors.
func TestRandomIndices(t *testing.T) {
	var scale []float64
	for i := 1.0; i <= 9; i++ {
		scale = append(scale, i)
		if i > 1 {
			scale = append(scale, 1/i)
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{3, 5, 9, 15, 20} {
		const matrices = 400
		sum, squares := 0.0, 0.0
		for range matrices {
			a := make([][]float64, n)
			for i := range a {
				a[i] = slices.Repeat([]float64{unknown}, n)
				for j := range i {
					a[j][i] = scale[random.IntN(len(scale))]
				}
			}
			c := mustSolve(t, a, Options{Index: AlonsoLamataIndex}).Consistency
			sum, squares = sum+c, squares+c*c
		}
		mean := sum / matrices
		tol := 5 * math.Sqrt((squares/matrices-mean*mean)/matrices)
		if n == 20 {
			tol += 0.005 // from their line, not from their table
		}
		if want, err := AlonsoLamataIndex.Of(n); err != nil || math.Abs(mean-want) > tol {
			t.Errorf("%d items: mean index %v, the table has %v ± %v", n, mean, want, tol)
		}
	}
	for _, x := range Indices() {
		for n := 1; n <= 2; n++ {
			if ri, err := x.Of(n); err != nil || ri != 0 {
				t.Errorf("%s of %d items: %v, %v", x, n, ri, err)
			}
		}
		if ri, err := x.Of(30); err != nil || math.IsNaN(ri) != (x != AlonsoLamataIndex) {
			t.Errorf("%s of 30 items: %v, %v", x, ri, err)
		}
	}
}

func TestComplete(t *testing.T) {
	u := unknown
	got, err := Complete([][]float64{{u, 3, u}, {u, 1, u}, {0.25, 2, 1}})
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "completed", slices.Concat(got...), []float64{1, 3, 4, 1.0 / 3, 1, 0.5, 0.25, 2, 1}, 0)
	for name, c := range map[string]struct {
		judgements [][]float64
		place      string
	}{
		"nobody":            {nil, "no items"},
		"not square":        {[][]float64{{1, 2}}, "row 1"},
		"missing":           {[][]float64{{1, 2, u}, {u, 1, 3}, {u, u, 1}}, "row 1, column 3"},
		"not reciprocal":    {[][]float64{{1, 3}, {0.33, 1}}, "row 2, column 1 is 0.33, want 0.333"},
		"both above 1":      {[][]float64{{1, 3}, {3, 1}}, "row 1, column 2"},
		"0":                 {[][]float64{{1, 0}, {u, 1}}, "row 1, column 2"},
		"below 0":           {[][]float64{{1, u}, {-2, 1}}, "row 2, column 1"},
		"infinite":          {[][]float64{{1, math.Inf(1)}, {u, 1}}, "row 1, column 2"},
		"1e308":             {[][]float64{{1, 1e308}, {1e-308, 1}}, "row 1, column 2"},
		"not 1 with itself": {[][]float64{{2, 1}, {1, 1}}, "row 1, column 1"},
		"too many":          {make([][]float64, 101), "101 items"},
	} {
		if _, err := Complete(c.judgements); err == nil || !strings.Contains(err.Error(), c.place) {
			t.Errorf("%s: %v, want %q in it", name, err, c.place)
		}
	}
	if _, err := Solve([][]float64{{1}}, Options{Method: "mean"}); err == nil {
		t.Error("an unknown method was accepted")
	}
	if _, err := Solve([][]float64{{1}}, Options{Index: "saaty"}); err == nil {
		t.Error("an unknown table was accepted")
	}
	if p := mustSolve(t, [][]float64{{1}}, Options{}); p.Weights[0] != 1 || p.Ratio != 0 {
		t.Errorf("one item: %+v", p)
	}
	// a is 2 b, b is 2 c, c is 2 d, but a is 64 d, where 8 would fit: that judgement is the worst.
	p := mustSolve(t, [][]float64{{1, 2, 4, 64}, {u, 1, 2, 4}, {u, u, 1, 2}, {u, u, u, 1}}, Options{})
	if p.Worst.Row != 0 || p.Worst.Column != 3 || p.Worst.Judged != 64 || !(p.Worst.Weighted < 30) || !(p.Ratio > Acceptable) {
		t.Errorf("worst %+v, ratio %v", p.Worst, p.Ratio)
	}
	// λ of three items is 1 + t + 1/t with t = ∛(a12·a23/a13) = ∛(4/16).
	p = mustSolve(t, [][]float64{{1, 2, 16}, {u, 1, 2}, {u, u, 1}}, Options{})
	cube := math.Cbrt(0.25)
	compositetest.Near(t, "its eigenvalue", []float64{p.LambdaMax}, []float64{1 + cube + 1/cube}, 1e-14)
}

func TestJudges(t *testing.T) {
	u := unknown
	one, two := [][]float64{{1, 2}, {u, 1}}, [][]float64{{1, 8}, {u, 1}}
	// √(2·8) = 4 to 1.
	for _, how := range Combinations() {
		g, err := Judges([][][]float64{one, two}, nil, how, Options{})
		if err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, string(how), g.Weights, []float64{0.8, 0.2}, 1e-15)
		compositetest.Near(t, "the judges alone", []float64{g.Judges[0].Weights[0], g.Judges[1].Weights[0]}, []float64{2.0 / 3, 8.0 / 9}, 1e-15)
		if (g.Together != nil) != (how == OfJudgements) {
			t.Errorf("%s: together %v", how, g.Together)
		}
		// 2^(3/4)·16^(1/4)… with voices 3 and 1: (2³·8)^¼ = √8 to 1.
		if g, err = Judges([][][]float64{one, two}, []float64{3, 1}, how, Options{}); err != nil {
			t.Fatal(err)
		}
		compositetest.Near(t, "voices", g.Weights, []float64{math.Sqrt(8) / (1 + math.Sqrt(8)), 1 / (1 + math.Sqrt(8))}, 1e-15)
	}
	for name, f := range map[string]func() (*Group, error){
		"nobody":      func() (*Group, error) { return Judges(nil, nil, OfJudgements, Options{}) },
		"other items": func() (*Group, error) { return Judges([][][]float64{one, {{1}}}, nil, OfJudgements, Options{}) },
		"missing": func() (*Group, error) {
			return Judges([][][]float64{one, {{1, u}, {u, 1}}}, nil, OfPriorities, Options{})
		},
		"voices": func() (*Group, error) { return Judges([][][]float64{one, two}, []float64{1}, OfPriorities, Options{}) },
		"voice below 0": func() (*Group, error) {
			return Judges([][][]float64{one, two}, []float64{1, -1}, OfPriorities, Options{})
		},
		"no voice": func() (*Group, error) {
			return Judges([][][]float64{one, two}, []float64{0, 0}, OfPriorities, Options{})
		},
		"voice unknown": func() (*Group, error) {
			return Judges([][][]float64{one, two}, []float64{1, u}, OfPriorities, Options{})
		},
		"no such way": func() (*Group, error) { return Judges([][][]float64{one, two}, nil, "vote", Options{}) },
	} {
		if _, err := f(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestHierarchyRefuses(t *testing.T) {
	circle := &Hierarchy{Weights: []float64{1}}
	circle.Below = []*Hierarchy{circle}
	for name, h := range map[string]*Hierarchy{
		"nothing":        {},
		"no branch":      {Weights: []float64{1, 1}, Below: []*Hierarchy{{Weights: []float64{1}}, nil}},
		"branches":       {Weights: []float64{1, 1}, Below: []*Hierarchy{{Weights: []float64{1}}}},
		"below 0":        {Weights: []float64{1, -1}},
		"unknown":        {Weights: []float64{1, unknown}},
		"zero-sum":       {Weights: []float64{0, 0}},
		"circle":         circle,
		"other products": {Weights: []float64{1, 1}, Below: []*Hierarchy{{Weights: []float64{1}}, {Weights: []float64{1, 1}}}},
	} {
		if got, err := h.Alternatives(); err == nil {
			t.Errorf("%s: accepted, %v", name, got)
		}
	}
	// 1/4·(1/2, 1/2) and 3/4·(1/3, 2/3), whatever the size of the weights.
	h := &Hierarchy{Weights: []float64{1e307, 3e307}, Below: []*Hierarchy{{Weights: []float64{5, 5}}, {Weights: []float64{1, 2}}}}
	leaves, err := h.Leaves()
	if err != nil {
		t.Fatal(err)
	}
	compositetest.Near(t, "leaves", leaves, []float64{0.125, 0.125, 0.25, 0.5}, 1e-15)
}
