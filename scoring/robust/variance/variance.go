// Package variance estimates how much of the variance of an output comes from which of its inputs: the first-order
// and total indices of I. M. Sobol' (Mathematics and Computers in Simulation 55 (2001), 271-280), from outputs at the
// points of two independent samples A and B, and at those of A with one input, or a group of them, taken from B.
package variance

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Sample is the outputs: at the points of A, at those of B, and for each input at those of A with that input from B.
type Sample struct {
	A, B []float64
	AB   [][]float64
}

// Options say how sure the estimates are to be called.
type Options struct {
	// Resamples is how many times the points are drawn anew for the intervals; 0 is 1,000.
	Resamples int
	// Level is the share of the resamples within the interval; 0 is 0.9.
	Level float64
	Seed  uint64
}

// Estimate is an index with its interval. Sampling may put it a little below 0 or above 1; it is given as it comes.
type Estimate struct{ Value, Low, High float64 }

// Indices are those of one input. First is the share of the variance that goes, on average, when the input is known;
// Total the share that is left when all others are. What Total has over First comes of acting together with others.
type Indices struct{ First, Total Estimate }

// Result is what was estimated.
type Result struct {
	// Mean and Variance are the output's, over A and B.
	Mean, Variance float64
	// Constant says that the output does not vary; all indices are 0 then.
	Constant bool
	Inputs   []Indices
}

// Indicate estimates the indices by the estimators
//
//	first = Σ b·(ab − a) / N / V      A. Saltelli et al., Computer Physics Communications 181 (2010), 259-270
//	total = Σ (a − ab)² / (2·N) / V   M. J. W. Jansen, Computer Physics Communications 117 (1999), 35-43
//
// where the outputs a, b and ab at N points are taken from their mean, which makes the first one more precise, and V is
// the variance of all a and b. The intervals are quantiles (type 7) of estimates from points drawn anew with
// replacement, each with its own V (G. E. B. Archer, A. Saltelli and I. M. Sobol', Journal of Statistical Computation and
// Simulation 58 (1997), 99-120). An error names a sample that does not fit together, or numbers that are none.
func Indicate(s Sample, o Options) (*Result, error) {
	n := len(s.A)
	if n < 2 || len(s.B) != n {
		return nil, fmt.Errorf("estimating indices: %d and %d points are not two samples of the same size", n, len(s.B))
	}
	for i, column := range append([][]float64{s.A, s.B}, s.AB...) {
		if len(column) != n {
			return nil, fmt.Errorf("estimating indices: input %d has %d points, not %d", i-2, len(column), n)
		}
		for _, x := range column {
			if !(math.Abs(x) < 1e100) {
				return nil, fmt.Errorf("estimating indices: %v is not an output that can be squared", x)
			}
		}
	}
	if o.Resamples == 0 {
		o.Resamples = 1000
	}
	if o.Level == 0 {
		o.Level = 0.9
	}
	if o.Resamples < 0 || !(o.Level > 0 && o.Level < 1) {
		return nil, fmt.Errorf("estimating indices: %d resamples at the level %v cannot be had", o.Resamples, o.Level)
	}
	r := &Result{Inputs: make([]Indices, len(s.AB))}
	for _, x := range s.A {
		r.Mean += x / float64(2*n)
	}
	for _, x := range s.B {
		r.Mean += x / float64(2*n)
	}
	e := newEstimator(s, r.Mean)
	for k := range e.points {
		e.points[k] = int32(k)
	}
	first, total := make([]float64, len(s.AB)), make([]float64, len(s.AB))
	r.Variance = e.estimate(first, total)
	if e.still() {
		r.Constant, r.Variance = true, 0
		return r, nil
	}
	for i := range r.Inputs {
		r.Inputs[i].First.Value, r.Inputs[i].Total.Value = first[i], total[i]
	}
	e.resample(r, o)
	return r, nil
}

// estimator estimates from some of the points, of which any may be there several times.
type estimator struct {
	a, b   []float64 // from the mean
	ab     [][]float64
	points []int32
}

func newEstimator(s Sample, mean float64) *estimator {
	from := func(column []float64) []float64 {
		out := make([]float64, len(column))
		for k, x := range column {
			out[k] = x - mean
		}
		return out
	}
	e := &estimator{a: from(s.A), b: from(s.B), points: make([]int32, len(s.A))}
	for _, column := range s.AB {
		e.ab = append(e.ab, from(column))
	}
	return e
}

// still reports whether no output differs from another by more than rounding does.
func (e *estimator) still() bool {
	low, high, size := math.Inf(1), math.Inf(-1), 0.0
	for _, column := range append([][]float64{e.a, e.b}, e.ab...) {
		low, high = min(low, slices.Min(column)), max(high, slices.Max(column))
	}
	size = max(math.Abs(low), math.Abs(high), math.SmallestNonzeroFloat64)
	return high-low <= 1e-12*size || high-low < 1e-100
}

// estimate writes the indices and gives the variance.
func (e *estimator) estimate(first, total []float64) float64 {
	n := float64(len(e.points))
	var sum, squares float64
	for _, k := range e.points {
		sum += e.a[k] + e.b[k]
		squares += e.a[k]*e.a[k] + e.b[k]*e.b[k]
	}
	variance := (squares - sum*sum/(2*n)) / (2*n - 1)
	for i, ab := range e.ab {
		var together, apart float64
		for _, k := range e.points {
			d := ab[k] - e.a[k]
			together += e.b[k] * d
			apart += d * d
		}
		first[i], total[i] = 0, 0
		if variance > 0 {
			first[i], total[i] = together/n/variance, apart/(2*n)/variance
		}
	}
	return variance
}

// resample fills in the intervals.
func (e *estimator) resample(r *Result, o Options) {
	k := len(e.ab)
	random := rand.New(rand.NewPCG(o.Seed, 0x5361_6c74_656c_6c69))
	firsts, totals := make([][]float64, k), make([][]float64, k)
	for i := range k {
		firsts[i], totals[i] = make([]float64, o.Resamples), make([]float64, o.Resamples)
	}
	first, total := make([]float64, k), make([]float64, k)
	for round := range o.Resamples {
		for p := range e.points {
			e.points[p] = int32(random.IntN(len(e.points)))
		}
		e.estimate(first, total)
		for i := range k {
			firsts[i][round], totals[i][round] = first[i], total[i]
		}
	}
	for i := range k {
		in := &r.Inputs[i]
		in.First.Low, in.First.High = ends(firsts[i], o.Level)
		in.Total.Low, in.Total.High = ends(totals[i], o.Level)
	}
}

// ends gives the quantiles that leave the same share out on both sides.
func ends(values []float64, level float64) (low, high float64) {
	slices.Sort(values)
	at := func(p float64) float64 {
		h := p * float64(len(values)-1)
		j := min(int(h), max(0, len(values)-2))
		if j+1 == len(values) {
			return values[j]
		}
		return values[j] + (h-float64(j))*(values[j+1]-values[j])
	}
	return at((1 - level) / 2), at((1 + level) / 2)
}
