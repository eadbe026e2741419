package variance

import (
	"math"
	"math/rand/v2"
	"testing"

	"siap/scoring/robust/sobol"
)

// design computes an output at n points of a shifted Sobol sequence: A its first dimensions, B the next. Inputs are
// taken from B in groups.
func design(t *testing.T, f func(x []float64) float64, groups [][]int, dimensions, n int) Sample {
	t.Helper()
	sequence, err := sobol.New(2 * dimensions)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	shift := make([]uint32, 2*dimensions)
	for d := range shift {
		shift[d] = random.Uint32()
	}
	point := make([]uint32, 2*dimensions)
	s := Sample{AB: make([][]float64, len(groups))}
	for i := range n {
		sequence.Point(point, uint32(i))
		u := make([]float64, 2*dimensions)
		for d := range u {
			u[d] = sobol.Uniform(point[d], shift[d])
		}
		a, b := u[:dimensions], u[dimensions:]
		s.A, s.B = append(s.A, f(a)), append(s.B, f(b))
		for g, inputs := range groups {
			x := append([]float64(nil), a...)
			for _, d := range inputs {
				x[d] = b[d]
			}
			s.AB[g] = append(s.AB[g], f(x))
		}
	}
	return s
}

func check(t *testing.T, name string, s Sample, first, total []float64, within float64) {
	t.Helper()
	r, err := Indicate(s, Options{Resamples: 200, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		got := r.Inputs[i]
		for _, e := range []struct {
			what string
			Estimate
			want float64
		}{{"first-order", got.First, first[i]}, {"total", got.Total, total[i]}} {
			if math.Abs(e.Value-e.want) > within {
				t.Errorf("%s: the %s index %d is %v, want %v within %v", name, e.what, i+1, e.Value, e.want, within)
			}
			if e.Low > e.want+within || e.High < e.want-within || e.Low > e.High {
				t.Errorf("%s: the %s index %d is called %v to %v, and is %v", name, e.what, i+1, e.Low, e.High, e.want)
			}
		}
	}
}

// Ishigami's function sin x + 7 sin² y + 0.1 z⁴ sin x on -π to π (T. Ishigami and T. Homma, 1990) has the variance
// a²/8 + b·π⁴/5 + b²·π⁸/18 + 1/2; of it x has (1 + b·π⁴/5)²/2 by itself, y a²/8, and x and z together 8·b²·π⁸/225.
func TestIshigami(t *testing.T) {
	const a, b = 7, 0.1
	f := func(u []float64) float64 {
		x, y, z := math.Pi*(2*u[0]-1), math.Pi*(2*u[1]-1), math.Pi*(2*u[2]-1)
		return math.Sin(x) + a*math.Pow(math.Sin(y), 2) + b*math.Pow(z, 4)*math.Sin(x)
	}
	p4, p8 := math.Pow(math.Pi, 4), math.Pow(math.Pi, 8)
	v := a*a/8.0 + b*p4/5 + b*b*p8/18 + 0.5
	x, y, xz := math.Pow(1+b*p4/5, 2)/2/v, a*a/8.0/v, 8*b*b*p8/225/v
	s := design(t, f, [][]int{{0}, {1}, {2}}, 3, 1<<13)
	check(t, "Ishigami", s, []float64{x, y, 0}, []float64{x + xz, y, xz}, 0.01)
	r, err := Indicate(s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(r.Variance-v) > 0.01*v || math.Abs(r.Mean-a/2.0) > 0.01 {
		t.Errorf("mean and variance are %v and %v, want %v and %v", r.Mean, r.Variance, a/2.0, v)
	}
	// x and z as one input have all that is theirs, alone and together.
	s = design(t, f, [][]int{{0, 2}, {1}}, 3, 1<<13)
	check(t, "Ishigami, grouped", s, []float64{x + xz, y}, []float64{x + xz, y}, 0.01)
	// A mean far from 0 does not matter.
	far := design(t, func(u []float64) float64 { return 1e6 + f(u) }, [][]int{{0}, {1}, {2}}, 3, 1<<13)
	check(t, "Ishigami, far from 0", far, []float64{x, y, 0}, []float64{x + xz, y, xz}, 0.01)
}

// Sobol's g function, the product of (|4x - 2| + a) / (1 + a), has the partial variances V = 1/(3·(1 + a)²) and the
// variance Π (1 + V) - 1; an input's total share is V·Π (1 + V of the others) of it (Saltelli and Sobol' 1995).
func TestSobolG(t *testing.T) {
	a := []float64{0, 1, 4.5, 9, 99, 99}
	f := func(u []float64) float64 {
		y := 1.0
		for i, x := range u {
			y *= (math.Abs(4*x-2) + a[i]) / (1 + a[i])
		}
		return y
	}
	all, groups := 1.0, [][]int{}
	for i := range a {
		all *= 1 + 1/(3*math.Pow(1+a[i], 2))
		groups = append(groups, []int{i})
	}
	var first, total []float64
	for i := range a {
		v := 1 / (3 * math.Pow(1+a[i], 2))
		first = append(first, v/(all-1))
		total = append(total, v*all/(1+v)/(all-1))
	}
	check(t, "g", design(t, f, groups, len(a), 1<<13), first, total, 0.01)
}

// An output without variance has indices of 0, not of 0/0.
func TestConstant(t *testing.T) {
	for _, x := range []float64{0, 1, -7.3, 1e90} {
		r, err := Indicate(design(t, func([]float64) float64 { return x }, [][]int{{0}, {1}}, 2, 64), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Constant || r.Variance != 0 || r.Inputs[0] != (Indices{}) || r.Inputs[1] != (Indices{}) {
			t.Errorf("always %v: %+v, want no indices", x, r)
		}
	}
}

func TestIndicateRefuses(t *testing.T) {
	for name, s := range map[string]Sample{
		"one point":       {A: []float64{1}, B: []float64{2}},
		"unlike samples":  {A: []float64{1, 2}, B: []float64{2}},
		"unlike input":    {A: []float64{1, 2}, B: []float64{2, 3}, AB: [][]float64{{1}}},
		"unknown output":  {A: []float64{1, math.NaN()}, B: []float64{2, 3}},
		"infinite output": {A: []float64{1, 2}, B: []float64{2, 3}, AB: [][]float64{{1, math.Inf(1)}}},
		"huge output":     {A: []float64{1, 2}, B: []float64{2, 1e308}},
	} {
		if _, err := Indicate(s, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Indicate(Sample{A: []float64{1, 2}, B: []float64{2, 3}}, Options{Level: 1}); err == nil {
		t.Error("level 1: no error")
	}
}

// The same seed gives the same intervals, another one others.
func TestSeeded(t *testing.T) {
	s := design(t, func(u []float64) float64 { return u[0] + u[1]*u[1] }, [][]int{{0}, {1}}, 2, 128)
	one, _ := Indicate(s, Options{Seed: 1})
	again, _ := Indicate(s, Options{Seed: 1})
	other, _ := Indicate(s, Options{Seed: 2})
	if one.Inputs[0] != again.Inputs[0] || one.Inputs[0] == other.Inputs[0] {
		t.Errorf("intervals do not follow from the seed: %v, %v, %v", one.Inputs[0], again.Inputs[0], other.Inputs[0])
	}
}
