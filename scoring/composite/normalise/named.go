package normalise

import (
	"fmt"
	"math"
	"strings"

	"siap/scoring/composite"
)

// Options are what the methods that Named gives can be told; each reads its own. What is left out takes the value
// said here.
type Options struct {
	// Down says that less is better.
	Down bool
	// Open lets scores go on beyond the scale, where the method can: goalposts, distances, ratios.
	Open bool
	// Low, High and Log are the goalposts and whether logarithms are taken.
	Low, High float64
	Log       bool
	// Centre and SD are where a z-score of 0 lies on the scale and how long a standard deviation is; with an SD of 0
	// the middle of the scale and a sixth of it.
	Centre, SD float64
	// Target is what distance_target measures to, Unit whose value distance_reference does.
	Target float64
	Unit   int
	// Threshold is that of above_below; 0 stands for 0.2.
	Threshold float64
	// Ties are the ranks of ties, for rank and borda.
	Ties Ties
	// Classes are those of categorical; none stand for HandbookCategories.
	Classes []Category
}

// Named fits the method of that name to the values: goalposts, min_max, z_score, percentile, rank, borda,
// distance_max, distance_reference, distance_target, fraction_max, ratio_mean, above_below or categorical. Tables
// (Steps) and broken lines (Piecewise) are made by their own functions. An error names a word that is none of these,
// or what the method refuses.
func Named(name string, values []float64, to composite.Scale, o Options) (Scorer, error) {
	switch name {
	case "goalposts":
		return NewGoalposts(o.Low, o.High, to, GoalpostOptions{Log: o.Log, Down: o.Down, Open: o.Open})
	case "min_max":
		return FitMinMax(values, to, o.Down)
	case "z_score":
		if o.SD == 0 {
			o.Centre, o.SD = (to.Min+to.Max)/2, (to.Max-to.Min)/6
		}
		return FitZScore(values, to, o.Centre, o.SD, o.Down)
	case "percentile":
		return FitPercentile(values, to, o.Down)
	case "rank", "borda":
		return FitRank(values, to, RankOptions{Ties: o.Ties, Down: o.Down, Borda: name == "borda"})
	case "distance_max":
		return FitMinMax(values, to, o.Down)
	case "distance_reference":
		if o.Unit < 0 || o.Unit >= len(values) {
			return nil, fmt.Errorf("fitting distances: there is no unit %d among %d to measure them to", o.Unit+1, len(values))
		}
		return FitDistance(values, values[o.Unit], to, DistanceOptions{Down: o.Down, Open: o.Open})
	case "distance_target":
		return FitDistance(values, o.Target, to, DistanceOptions{Down: o.Down, Open: o.Open})
	case "fraction_max":
		return FitRatio(values, TheBest, to, RatioOptions{Down: o.Down, Open: o.Open})
	case "ratio_mean":
		return FitRatio(values, TheMean, to, RatioOptions{Down: o.Down, Open: o.Open})
	case "above_below":
		if o.Threshold == 0 {
			o.Threshold = 0.2
		}
		return FitAboveBelow(values, o.Threshold, to, o.Down)
	case "categorical":
		if o.Classes == nil {
			o.Classes = HandbookCategories()
		}
		return FitCategories(values, o.Classes, to, o.Down)
	}
	return nil, fmt.Errorf("choosing a normalisation: %q is none; take one of %s", name, strings.Join(Names(), ", "))
}

// Names are the words that Named takes.
func Names() []string {
	return []string{
		"goalposts", "min_max", "z_score", "percentile", "rank", "borda", "distance_max", "distance_reference",
		"distance_target", "fraction_max", "ratio_mean", "above_below", "categorical",
	}
}

// Bounds are the lowest and the highest score that an unknown value may turn out to have: those of the method's
// range, and where it has no end, the lowest and the highest of the known values. They are unknown where there is
// neither.
func Bounds(s Scorer, values []float64) (lowest, highest float64) {
	lowest, highest = s.Range()
	low, high := composite.Unknown, composite.Unknown
	for _, x := range values {
		if y := s.Score(x); composite.IsKnown(y) {
			if !(y >= low) {
				low = y
			}
			if !(y <= high) {
				high = y
			}
		}
	}
	if math.IsInf(lowest, 0) {
		lowest = low
	}
	if math.IsInf(highest, 0) {
		highest = high
	}
	return lowest, highest
}
