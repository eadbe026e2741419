package rank

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// same holds a Ranker to the plain function and the plain order.
func same(t interface{ Fatalf(string, ...any) }, r *Ranker, scores []float64, tol float64) {
	want, wantOf := Competition(scores, tol)
	got := make([]int32, len(scores))
	for i := range got {
		got[i] = -1 // whatever stood there before
	}
	of := r.Competition(got, scores, tol)
	if of != wantOf {
		t.Fatalf("%d units have a place, want %d", of, wantOf)
	}
	for u := range scores {
		if int(got[u]) != want[u] {
			t.Fatalf("unit %d with %v (of %v, tolerance %v) has place %d, want %d", u, scores[u], scores, tol, got[u], want[u])
		}
	}
	var order []int32
	for u, x := range scores {
		if !math.IsNaN(x) {
			order = append(order, int32(u))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	if ordered := r.Order(nil, scores); !slices.Equal(ordered, order) {
		t.Fatalf("the order of %v is %v, want %v", scores, ordered, order)
	}
}

func TestRankerEdges(t *testing.T) {
	nan := math.NaN()
	for name, scores := range map[string][]float64{
		"none":             {},
		"one":              {3},
		"one unknown":      {nan},
		"two":              {1, 2},
		"two the same":     {2, 2},
		"all unknown":      {nan, nan, nan},
		"constant":         {5, 5, 5, nan, 5},
		"chain of ties":    {1, 1 - 0.6e-9, 1 - 1.2e-9, 1 - 1.8e-9, 0},
		"tie at the edge":  {1, 1 - 1e-9, 1 - 2e-9, 0.5},
		"span too small":   {0, 5e-324, 1e-323, 0},
		"span too large":   {-1.7e308, 1.7e308, 0, 1, nan},
		"one far away":     {1e12, 1, 1 + 1e-9, 1 - 1e-9, 1 + 2e-9, 1},
		"same number":      {0, 1e15, 1, 2, 3, 2, 1, 0.5, 0.25}, // 1e15/2^40 = 909: all but one become one number
		"negative":         {-1, -2, -1, -3},
		"zero of two kind": {0, math.Copysign(0, -1), 1},
	} {
		t.Run(name, func(t *testing.T) {
			for _, tol := range []float64{0, 1e-9, 0.5, 1e9, 1e300} {
				same(t, NewRanker(len(scores)), scores, tol)
			}
		})
	}
}

// Any scores, with many ties and near ties among them, rank as the plain function ranks them.
func TestRankerIsCompetition(t *testing.T) {
	r := NewRanker(400)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 400).Draw(t, "units")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		tol := rapid.SampledFrom([]float64{0, 1e-12, 1e-9, 1e-3, 0.1}).Draw(t, "tolerance")
		kinds := rapid.IntRange(1, 5).Draw(t, "kinds")
		scores := make([]float64, n)
		for u := range scores {
			switch random.IntN(kinds) {
			case 0:
				scores[u] = random.Float64()
			case 1:
				scores[u] = float64(random.IntN(10)) / 10
			case 2:
				scores[u] = 0.5 + tol*float64(random.IntN(9)-4)/2 // on the edges of the tolerance
			case 3:
				scores[u] = math.NaN()
			case 4:
				scores[u] = math.Exp(60*random.Float64() - 30) // crowded at one end
			}
		}
		same(t, r, scores, tol)
	})
}

// Scores that crowd into the last digits make the short sort give up and the long one take over.
func TestRankerCrowded(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	scores := make([]float64, 5000)
	for u := range scores {
		scores[u] = 1e-8 * random.Float64()
	}
	scores[17] = 1
	same(t, NewRanker(len(scores)), scores, 1e-12)
}

func TestRankerAllocates(t *testing.T) {
	scores, places := make([]float64, 1000), make([]int32, 1000)
	for u := range scores {
		scores[u] = float64(u * 7919 % 1000 / 3)
	}
	r := NewRanker(len(scores))
	if n := testing.AllocsPerRun(10, func() { r.Competition(places, scores, 1e-9) }); n > 0 {
		t.Errorf("a ranking allocates %v times", n)
	}
}

// Invented scores, uniform on 0 to 1.
func BenchmarkRanking(b *testing.B) {
	for _, n := range []int{552, 5000, 50000} {
		random := rand.New(rand.NewPCG(1, 2))
		scores, places := make([]float64, n), make([]int32, n)
		for u := range scores {
			scores[u] = random.Float64()
		}
		b.Run(fmt.Sprintf("Ranker/%d", n), func(b *testing.B) {
			r := NewRanker(n)
			b.ReportAllocs()
			for b.Loop() {
				r.Competition(places, scores, 1e-9)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
		})
		b.Run(fmt.Sprintf("Competition/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Competition(scores, 1e-9)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/unit")
		})
	}
}
