package normalise

import (
	"math"
	"testing"
)

func TestPiecewise(t *testing.T) {
	p, err := NewPiecewise([]float64{0, 0.5, 0.8, 1}, []float64{1, 2, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ x, want float64 }{
		{-1, 1},
		{0, 1},
		{0.25, 1.5},
		{0.5, 2},
		{0.65, 2.5},
		{1, 4},
		{7, 4},
	} {
		if got := p.Score(c.x); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("Score(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	dst := make([]float64, 2)
	p.Normalise(dst, []float64{math.NaN(), 0.5})
	if !math.IsNaN(dst[0]) || dst[1] != 2 {
		t.Errorf("got %v, want [NaN 2]", dst)
	}
	if low, high := p.Range(); low != 1 || high != 4 {
		t.Errorf("the scores run from %v to %v, want 1 to 4", low, high)
	}
}

func TestNewPiecewiseRefuses(t *testing.T) {
	for name, at := range map[string][]float64{"one point": {1}, "falling": {2, 1}, "twice": {1, 1}, "NaN": {1, math.NaN()}} {
		if _, err := NewPiecewise(at, make([]float64, len(at))); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	for name, score := range map[string]float64{"infinite": math.Inf(1), "NaN": math.NaN()} {
		if _, err := NewPiecewise([]float64{0, 1}, []float64{0, score}); err == nil {
			t.Errorf("the score %s was accepted", name)
		}
	}
	if _, err := NewPiecewise([]float64{0, math.Inf(1)}, []float64{0, 1}); err == nil {
		t.Error("an infinite place was accepted")
	}
}
