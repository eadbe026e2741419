package robust

// Result is what came of many draws.
type Result struct {
	Seed  uint64
	Draws int
	// Early says that a Stop ended the drawing.
	Early bool
	// Coordinates is how many numbers between 0 and 1 each draw took for methods and weights; Quasi of them came from
	// the Sobol sequence, the rest, where there are too many, are pseudo-random.
	Coordinates, Quasi int
	// Kept counts scores that a Sampler left unknown though they are known: they stayed as they were found. Failed
	// counts indexes that could not be computed in a draw, and places that could not be decided: they were as found. Beyond counts indexes more than 7
	// spans from the bottom of the scale, whose distance is not told any more.
	Kept, Failed, Beyond int64
	// Top are the places of Options.Top.
	Top []int
	// Sets are the model's, in its order.
	Sets []SetResult
	// Index is that of every unit.
	Index []IndexResult
}

// Estimate is an estimate and its standard error, from the spread of the shifts.
type Estimate struct{ Value, Error float64 }

// Interval is where the middle nine tenths of the draws lie, and their median. The errors are what the sampling of
// the draws leaves open, at one standard error.
type Interval struct {
	Low, Median, High                float64
	LowError, MedianError, HighError float64
}

// IndexResult is the index of one unit over the draws.
type IndexResult struct {
	// Scored says that the unit has an index; else all is 0.
	Scored bool
	// Nominal is the index as it was found.
	Nominal float64
	Mean    Estimate
	// Interval is exact to a 128th of the range of the unit's draws.
	Interval Interval
}

// SetResult is the ranking of one set over the draws.
type SetResult struct {
	// Of is how many units have a place.
	Of int
	// Units are those of the set, in its order.
	Units []UnitResult
	// GroupDraws is how many draws the tie groups are from, at most the first 1,024 unless more of pairs was asked for; 0
	// where they were not asked for, or a set is too large.
	GroupDraws int

	ranks  func(slot int, f func(first, width int32, times int)) // over the bins of a slot
	above  []uint32                                              // by the ranked unit and the other one
	ranked []int                                                 // the place of a unit among the ranked ones; -1
	next   []neighbour                                           // by the place of a unit in Units, where Neighbours were asked for
	draws  int
}

// neighbour is the next unit of the ranking, -1 for none, and how often it had the worse place.
type neighbour struct {
	unit  int
	above int
}

// UnitResult is one unit's places in a set.
type UnitResult struct {
	Unit int
	// Place is the place as it was found; 0 for a unit without an index, for which all else is 0 too.
	Place int
	Mean  Estimate
	// Places is the median and the middle nine tenths of the places. Best and Worst are its ends, outward to whole
	// places.
	Places      Interval
	Best, Worst int
	// Width is how many neighbouring places were counted together: 1 in sets of up to 2,048 units, and beyond them where a
	// unit has not had more places than it has bins, 4 million by the units of the set but at least 256.
	Width int
	// Top are the probabilities to stand up to each of Result.Top.
	Top []Estimate
	// Group numbers the groups of units that cannot be told apart, from the best, 1; 0 where they were not asked for.
	Group int
}

// PlaceCount is how often a unit had a place, or one of a few neighbouring ones.
type PlaceCount struct {
	Best, Worst int
	Draws       int
}

// PlacesOf gives how often the unit at place k of Units had which places, the best first; those it never had are
// left out.
func (s *SetResult) PlacesOf(k int) []PlaceCount {
	if s.ranked[k] < 0 {
		return nil
	}
	var out []PlaceCount
	s.ranks(s.ranked[k], func(first, width int32, times int) {
		out = append(out, PlaceCount{max(1, int(first)), min(s.Of, int(first+width-1)), times})
	})
	return out
}

// Above gives the probability that the unit at place a of Units stands above the one at place b: has the better
// place; ties count for neither. It is there where AllPairs were asked for and the set has no more than MaxMatrix
// units; else, and for units without a place, ok is false.
func (s *SetResult) Above(a, b int) (probability float64, ok bool) {
	if s.above == nil || s.ranked[a] < 0 || s.ranked[b] < 0 {
		return 0, false
	}
	return float64(s.above[s.ranked[a]*s.Of+s.ranked[b]]) / float64(s.draws), true
}

// AboveNext gives the place in Units of the unit that follows the one at place k in the ranking as it was found, and the
// probability that k stands above it: has the better place; a tie is none. ok is false for the last unit, for units
// without a place, and where Neighbours were not asked for.
func (s *SetResult) AboveNext(k int) (next int, probability float64, ok bool) {
	if s.next == nil || s.next[k].unit < 0 {
		return 0, 0, false
	}
	return s.next[k].unit, float64(s.next[k].above) / float64(s.draws), true
}
