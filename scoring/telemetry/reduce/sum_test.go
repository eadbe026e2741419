package reduce

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestSum(t *testing.T) {
	for _, c := range []struct {
		name    string
		numbers []float64
		sum     float64
	}{
		{"none", nil, 0},
		{"what a float64 loses", []float64{1e16, 1, 1, -1e16}, 2},
		{"beyond a float64 on the way", []float64{1.6e308, 1.2e308, -1.6e308}, 1.2e308},
		{"beyond a float64 in the end", []float64{1.6e308, 1.2e308}, math.Inf(1)},
		{"below", []float64{-1.6e308, -1.2e308}, math.Inf(-1)},
		{"huge after small", []float64{1, 2, 1e300, -1e300}, 3},
		{"the smallest", []float64{5e-324, 5e-324}, 1e-323},
	} {
		var s Sum
		for _, x := range c.numbers {
			s.Add(x)
		}
		if s.Value() != c.sum {
			t.Errorf("%s: %v, want %v", c.name, s.Value(), c.sum)
		}
	}
	var s Sum
	s.Add(1.6e308)
	s.Add(1.2e308)
	if mean := s.Over(2); math.Abs(mean-1.4e308) > 1e293 {
		t.Errorf("the mean of what cannot be summed is %v", mean)
	}
	var product Sum
	product.AddProduct(1e308, 3600)
	product.AddProduct(2e307, 3600)
	if mean := product.Over(7200); math.Abs(mean-6e307) > 1e293 {
		t.Errorf("the mean of products that cannot be formed is %v", mean)
	}
}

// The sum is the exact one, rounded to the nearest float64, however the numbers are ordered and grouped.
func TestSumIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(-1e6, 1e6), rapid.Float64Range(-1e-6, 1e-6),
			rapid.Float64Range(-1e300, 1e300)), 1, 200).Draw(t, "numbers")
		exact := new(big.Float).SetPrec(3000)
		largest := 0.0
		for _, x := range numbers {
			exact.Add(exact, big.NewFloat(x))
			largest = max(largest, math.Abs(x))
		}
		want, _ := exact.Float64()
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(numbers), func(i, k int) { numbers[i], numbers[k] = numbers[k], numbers[i] })
		var parts [3]Sum
		for _, x := range numbers {
			parts[r.IntN(3)].Add(x)
		}
		parts[0].Merge(parts[2])
		parts[0].Merge(parts[1])
		// 106 bits of the largest number are kept, of each of 200 additions half of the last one may be lost.
		if got := parts[0].Value(); math.Abs(got-want) > max(math.Abs(want)*0x1p-52, largest*200*0x1p-104) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
