package normalise

import (
	"math"
	"math/rand/v2"
	"testing"

	"siap/scoring/composite"
)

// Many values at once get, to the last bit, the scores they get one by one.
func TestLineAtOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	values := []float64{0, math.Copysign(0, -1), 2, 5, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64, 5e-324}
	for range 500 {
		values = append(values, 8*random.Float64()-2)
	}
	for _, o := range []GoalpostOptions{{}, {Down: true}, {Open: true}, {Open: true, Down: true}, {Log: true}} {
		g, err := NewGoalposts(0.3, 5, composite.Scale{Min: 1, Max: 4}, o)
		if err != nil {
			t.Fatal(err)
		}
		scores := make([]float64, len(values))
		g.Normalise(scores, values)
		for i, x := range values {
			want := g.Score(x)
			if math.IsNaN(want) != math.IsNaN(scores[i]) || (!math.IsNaN(want) && math.Float64bits(want) != math.Float64bits(scores[i])) {
				t.Errorf("%+v: %v gets %v, want %v", o, x, scores[i], want)
			}
		}
	}
}

func TestEnds(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		values       []float64
		low, highest float64
	}{
		{nil, nan, nan},
		{[]float64{nan, nan}, nan, nan},
		{[]float64{3}, 3, 3},
		{[]float64{nan, 3, -1, nan, 2}, -1, 3},
		{[]float64{math.Inf(1)}, math.Inf(1), math.Inf(1)},
		{[]float64{math.Inf(-1), 2}, math.Inf(-1), 2},
	} {
		low, highest := ends(c.values)
		if math.Float64bits(low) != math.Float64bits(c.low) && !(math.IsNaN(low) && math.IsNaN(c.low)) || highest != c.highest && !math.IsNaN(c.highest) {
			t.Errorf("the ends of %v are %v and %v, want %v and %v", c.values, low, highest, c.low, c.highest)
		}
	}
}
