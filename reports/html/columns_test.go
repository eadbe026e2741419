package html

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestColumnsAreShort(t *testing.T) {
	for _, c := range []struct {
		in   column
		want string
	}{
		{column{1, 1, 1}, `{"c":1}`},
		{newColumn(3, unknown), `{"c":null}`},
		{column{}, `[]`},
		{column{1.5, 2.25, unknown}, `[1.5,2.25,null]`},
		{column{1, 1e-12, math.Copysign(0, -1)}, `[1,1e-12,0]`},
		{append(newColumn(40, 2.3333333333333335), 1), `{"d":[2.3333333333333335,1],"s":"########################################$"}`},
	} {
		got, err := c.in.MarshalJSON()
		if err != nil || string(got) != c.want {
			t.Errorf("%v became %s (%v), want %s", c.in, got, err, c.want)
		}
	}
}

// unpacked reads a column back, as columns.js does.
func unpacked(t *rapid.T, text []byte, n int) []*float64 {
	var same struct{ C *float64 }
	var coded struct {
		D []*float64
		S string
	}
	var plain []*float64
	if json.Unmarshal(text, &plain) == nil {
		return plain
	}
	if err := json.Unmarshal(text, &coded); err == nil && coded.D != nil {
		for _, code := range coded.S {
			for at, c := range alphabet {
				if c == code {
					plain = append(plain, coded.D[at])
				}
			}
		}
		return plain
	}
	if err := json.Unmarshal(text, &same); err != nil {
		t.Fatal(err)
	}
	for range n {
		plain = append(plain, same.C)
	}
	return plain
}

// Whatever the numbers, they read back bit for bit.
func TestColumnsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.SliceOfN(rapid.Float64(), 1, 120).Draw(t, "few")
		c := column(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(few), rapid.Just(math.NaN())), 0, 300).Draw(t, "column"))
		text, err := c.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(c); err != nil {
			t.Fatalf("%s is no JSON: %v", text, err)
		}
		back := unpacked(t, text, len(c))
		if len(back) != len(c) {
			t.Fatalf("%d numbers became %d: %s", len(c), len(back), text)
		}
		for i, x := range c {
			switch {
			case math.IsNaN(x) || math.IsInf(x, 0):
				if back[i] != nil {
					t.Fatalf("number %d, unknown, became %v", i, *back[i])
				}
			case back[i] == nil || *back[i] != x:
				t.Fatalf("number %d, %v, became %v", i, x, back[i])
			}
		}
	})
}
