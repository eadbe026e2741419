package decimal

import (
	"math"
	"testing"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		name   string
		x      float64
		digits int
		mode   string
		want   string
	}{
		{"a float below its own text", 2.675, 2, HalfUp, "2.68"},
		{"half even goes to the even digit", 2.665, 2, HalfEven, "2.66"},
		{"half even goes up from an odd digit", 2.675, 2, HalfEven, "2.68"},
		{"half even with more behind", 2.6651, 2, HalfEven, "2.67"},
		{"carry through", 9.995, 2, HalfUp, "10.00"},
		{"padding", 2.6, 2, HalfUp, "2.60"},
		{"almost 2.6", 2.5999999999999996, 2, HalfUp, "2.60"},
		{"no digits", 2.5, 0, HalfUp, "3"},
		{"negative", -1.005, 2, HalfUp, "-1.01"},
		{"no negative zero", -0.001, 2, HalfUp, "0.00"},
		{"very small", 1e-12, 2, HalfUp, "0.00"},
		{"not a number", math.NaN(), 2, HalfUp, ""},
		{"infinite", math.Inf(1), 2, HalfUp, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Format(c.x, c.digits, c.mode); got != c.want {
				t.Errorf("Format(%v, %d, %s) = %q, want %q", c.x, c.digits, c.mode, got, c.want)
			}
		})
	}
}

func TestRound(t *testing.T) {
	if got := Round(3.36499, 2, HalfUp); got != 3.36 {
		t.Errorf("got %v, want 3.36", got)
	}
	if !math.IsNaN(Round(math.NaN(), 2, HalfUp)) {
		t.Error("NaN did not stay NaN")
	}
}
