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
