package agreement

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"siap/scoring/composite"
	"siap/scoring/composite/coherence"
)

// Concordance is Kendall's W: how far several judges put the same objects in the same order.
type Concordance struct {
	// W is 0 (no common order) to 1 (one order): W = 12 Σ (R_i - R̄)² / (m²(n³-n) - m Σ(t³-t)), R_i being the sum of the
	// ranks of an object, ties sharing the mean of theirs, and t the sizes of the tie groups of every judge (M. G.
	// Kendall and B. Babington Smith, Annals of Mathematical Statistics 10(3), 1939, 275-287; ties: Kendall, Rank
	// Correlation Methods, 1970, ch. 6). NaN where no judge tells any two objects apart.
	W float64
	// ChiSquared is m(n-1)W, Friedman's statistic, with Degrees n-1 of freedom, and P the probability of one at least
	// as large if every judge ordered by chance; an approximation that is rough under 8 objects.
	ChiSquared, P float64
	Degrees       int
	// MeanSpearman is the mean of Spearman's coefficients of each two judges without ties, (mW - 1)/(m - 1); under ties
	// nearly so.
	MeanSpearman float64
	// Judges and Objects were used; LeftOut objects lack a value of some judge.
	Judges, Objects, LeftOut int
}

// Kendall computes W. ratings has a row for each judge and in it a value for each object, larger being better or worse
// for all; an object that some judge did not value is left out. It is an ErrTooFew where fewer than two judges or two
// objects remain.
func Kendall(ratings [][]float64) (*Concordance, error) {
	m := len(ratings)
	if m < 2 {
		return nil, fmt.Errorf("computing Kendall's W of %d judges: %w", m, ErrTooFew)
	}
	objects := []int{}
	for judge, row := range ratings {
		if len(row) != len(ratings[0]) {
			return nil, fmt.Errorf("computing Kendall's W: judge %d has %d objects, the first one %d", judge, len(row), len(ratings[0]))
		}
		if at := slices.IndexFunc(row, func(x float64) bool { return math.IsInf(x, 0) }); at >= 0 {
			return nil, fmt.Errorf("computing Kendall's W: judge %d gave object %d an infinite value", judge, at)
		}
	}
	for i := range ratings[0] {
		if !slices.ContainsFunc(ratings, func(row []float64) bool { return !composite.IsKnown(row[i]) }) {
			objects = append(objects, i)
		}
	}
	n := len(objects)
	c := &Concordance{
		W: composite.Unknown, ChiSquared: composite.Unknown, P: composite.Unknown, MeanSpearman: composite.Unknown,
		Judges: m, Objects: n, LeftOut: len(ratings[0]) - n, Degrees: n - 1,
	}
	if n < 2 {
		return nil, fmt.Errorf("computing Kendall's W of %d objects: %w", n, ErrTooFew)
	}
	sums := make([]float64, n)
	ties := 0.0
	for _, row := range ratings {
		ties += addRanks(sums, row, objects)
	}
	judges, count := float64(m), float64(n)
	most := judges*judges*(count*count*count-count) - judges*ties
	if !(most > 0) {
		return c, nil
	}
	middle, spread := judges*(count+1)/2, 0.0
	for _, s := range sums {
		spread += (s - middle) * (s - middle)
	}
	c.W = min(1, 12*spread/most)
	c.ChiSquared = judges * (count - 1) * c.W
	c.P = distuv.ChiSquared{K: count - 1}.Survival(c.ChiSquared)
	c.MeanSpearman = (judges*c.W - 1) / (judges - 1)
	return c, nil
}

// addRanks adds a judge's mean ranks of the objects to their sums, and gives Σ(t³-t) of the judge's ties.
func addRanks(sums, row []float64, objects []int) (ties float64) {
	order := make([]int, len(objects))
	for i := range order {
		order[i] = i
	}
	value := func(i int) float64 { return row[objects[i]] }
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(value(a), value(b)) })
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && composite.Same(value(order[start]), value(order[end])) {
			end++
		}
		for _, i := range order[start:end] {
			sums[i] += float64(start+end+1) / 2
		}
		t := float64(end - start)
		ties += t*t*t - t
		start = end
	}
	return ties
}

// Taus gives Kendall's tau-b of each two judges, over the objects that both valued, with its p-value. An error names
// rows of different lengths or an infinite value.
func Taus(ratings [][]float64) (*coherence.Matrix, error) {
	m, err := coherence.Correlate(ratings, coherence.Kendall)
	if err != nil {
		return nil, fmt.Errorf("comparing judges: %w", err)
	}
	return m, nil
}
