package rank

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var nan = math.NaN()

func TestCompetition(t *testing.T) {
	for _, c := range []struct {
		name   string
		scores []float64
		want   []int
		of     int
	}{
		{"ties share the best place", []float64{3, 4, 3, 2}, []int{2, 1, 2, 4}, 4},
		{"no score, no place", []float64{3, nan, 4}, []int{2, 0, 1}, 2},
		{"within the tolerance", []float64{3, 3 + 1e-12}, []int{1, 1}, 2},
		// 3 and 3-2e-9 are both within 3e-9 of the best, 3-4e-9 is not, though it is near its neighbour.
		{"tied with the best of the tie, not with the neighbour", []float64{3, 3 - 2e-9, 3 - 4e-9}, []int{1, 1, 3}, 3},
		{"nobody", nil, []int{}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			places, of := Competition(c.scores, 3e-9)
			if !slices.Equal(places, c.want) || of != c.of {
				t.Errorf("got %v of %d, want %v of %d", places, of, c.want, c.of)
			}
		})
	}
}

// The same scores in the three ways; the tie rule is one.
func TestDenseAndFractional(t *testing.T) {
	for _, c := range []struct {
		name       string
		scores     []float64
		dense      []int
		fractional []float64
		of         int
	}{
		{"ties", []float64{3, 4, 3, 2}, []int{2, 1, 2, 3}, []float64{2.5, 1, 2.5, 4}, 4},
		{"three tied for the first place", []float64{5, 1, 5, 5}, []int{1, 2, 1, 1}, []float64{2, 4, 2, 2}, 4},
		{"no score, no place", []float64{3, nan, 4}, []int{2, 0, 1}, []float64{2, 0, 1}, 2},
		{"tied with the best of the tie, not with the neighbour", []float64{3, 3 - 2e-9, 3 - 4e-9}, []int{1, 1, 2}, []float64{1.5, 1.5, 3}, 3},
		{"one", []float64{7}, []int{1}, []float64{1}, 1},
		{"infinite", []float64{math.Inf(1), 1, math.Inf(1), math.Inf(-1)}, []int{1, 2, 1, 3}, []float64{1.5, 3, 1.5, 4}, 4},
		{"nobody", nil, []int{}, []float64{}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if places, of := Dense(c.scores, 3e-9); !slices.Equal(places, c.dense) || of != c.of {
				t.Errorf("dense: got %v of %d, want %v of %d", places, of, c.dense, c.of)
			}
			if places, of := Fractional(c.scores, 3e-9); !slices.Equal(places, c.fractional) || of != c.of {
				t.Errorf("fractional: got %v of %d, want %v of %d", places, of, c.fractional, c.of)
			}
		})
	}
}

// Fractional places sum to n(n+1)/2; a tie's places are the same in all three; and a competition place is one more
// than the number of units in better ties.
func TestWaysAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.SampledFrom([]float64{nan, 1, 1, 2, 3, 3 + 1e-12, 4}), 0, 12).Draw(t, "scores")
		places, of := Competition(scores, 1e-9)
		dense, _ := Dense(scores, 1e-9)
		fractional, _ := Fractional(scores, 1e-9)
		sum := 0.0
		for u := range scores {
			sum += fractional[u]
			better := 0
			for v := range scores {
				if (places[u] == places[v]) != (dense[u] == dense[v]) || (places[u] == places[v]) != (fractional[u] == fractional[v]) {
					t.Fatalf("units %d and %d are tied in one way and not in another", u, v)
				}
				if dense[v] > 0 && dense[v] < dense[u] {
					better++
				}
			}
			if dense[u] > 0 && places[u] != better+1 {
				t.Fatalf("unit %d has place %d behind %d better ones", u, places[u], better)
			}
		}
		if want := float64(of*(of+1)) / 2; sum != want {
			t.Fatalf("the fractional places sum to %v, want %v", sum, want)
		}
	})
}

func TestPossible(t *testing.T) {
	// A is certain at 3; B may lie anywhere from 2 to 4; C is certain at 1.5; D has no score.
	scores := []float64{3, 3, 1.5, nan}
	low := []float64{3, 2, 1.5, 1}
	high := []float64{3, 4, 1.5, 4}
	want := []Interval{{1, 2}, {1, 2}, {3, 3}, {}}
	if got := Possible(scores, low, high, 1e-9); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Every order that the bounds allow gives a place inside the interval, and so does the score itself.
func TestPossibleHoldsForEveryDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "units")
		scores, low, high, drawn := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		for u := range n {
			// Whole numbers make ties likely.
			a, b := float64(rapid.IntRange(0, 5).Draw(t, "a")), float64(rapid.IntRange(0, 5).Draw(t, "b"))
			low[u], high[u] = min(a, b), max(a, b)
			scores[u] = (a + b) / 2
			drawn[u] = float64(rapid.IntRange(int(low[u]), int(high[u])).Draw(t, "drawn"))
		}
		intervals := Possible(scores, low, high, 1e-9)
		for _, some := range [][]float64{scores, drawn} {
			places, _ := Competition(some, 1e-9)
			for u, place := range places {
				if place < intervals[u].Best || place > intervals[u].Worst {
					t.Fatalf("unit %d has place %d outside %v; low %v high %v drawn %v", u, place, intervals[u], low, high, some)
				}
			}
		}
	})
}

func TestOrderOfInputNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.Float64Range(1, 4), 1, 20).Draw(t, "scores")
		order := rapid.Permutation(indices(len(scores))).Draw(t, "order")
		shuffled := make([]float64, len(scores))
		for to, from := range order {
			shuffled[to] = scores[from]
		}
		a, _ := Competition(scores, 1e-9)
		b, _ := Competition(shuffled, 1e-9)
		for to, from := range order {
			if a[from] != b[to] {
				t.Fatalf("place %d became %d", a[from], b[to])
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
