package robust

import (
	"maps"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func counted[T uint16 | uint32](t *tally[T], item int) map[[2]int32]int {
	out := map[[2]int32]int{}
	t.bins(item, func(first, width int32, times int) { out[[2]int32{first, width}] = times })
	return out
}

// What is counted depends on the numbers alone: not on their order, and not on how they were dealt out and merged.
// The bins are the narrowest that reach from the smallest to the largest number.
func TestTallyHasNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		bins := rapid.SampledFrom([]int{2, 3, 8, 256}).Draw(t, "bins")
		spread := int32(1) << rapid.IntRange(0, 28).Draw(t, "spread")
		centre := rapid.Int32Range(-1<<28, 1<<28).Draw(t, "centre")
		numbers := make([]int32, rapid.IntRange(1, 200).Draw(t, "numbers"))
		low, high := numbers[0], numbers[0]
		for i := range numbers {
			numbers[i] = centre + random.Int32N(spread)
			if i == 0 {
				low, high = numbers[0], numbers[0]
			}
			low, high = min(low, numbers[i]), max(high, numbers[i])
		}
		level := uint8(0)
		for high>>level-low>>level >= int32(bins) {
			level++
		}
		want := map[[2]int32]int{}
		for _, x := range numbers {
			want[[2]int32{x >> level << level, 1 << level}]++
		}

		parts := make([]*tally[uint16], rapid.IntRange(1, 4).Draw(t, "workers"))
		for i := range parts {
			parts[i] = newTally[uint16]([]int{bins})
		}
		random.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
		for _, x := range numbers {
			p := parts[random.IntN(len(parts))]
			if !p.begun[0] {
				p.start(0, x, 1<<30)
			}
			p.add(0, x)
		}
		total := newTally[uint16]([]int{bins})
		for _, i := range random.Perm(len(parts)) {
			total.merge(parts[i])
		}
		if got := counted(total, 0); !maps.Equal(got, want) {
			t.Fatalf("counted %v, want %v", got, want)
		}
	})
}
