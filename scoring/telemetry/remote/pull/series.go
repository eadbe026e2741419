package pull

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"siap/internal/diag"
)

// Series is what a server knows of one series of one agency inside the window, in the metric's unit. Only what Need asks
// for is filled in.
type Series struct {
	// Agency is a number in the list of agencies; Name are the values of the labels that tell the series apart.
	Agency int
	Name   string
	// Samples is the number of samples at distinct times; a series without any need not be given.
	Samples             int
	Sum, Min, Max, Last float64
	// Increase is by how much a counter grew, Resets how often it began again.
	Increase float64
	Resets   int
	// First and Latest are the times of the first and the last sample, as exactly as the server tells.
	First, Latest time.Time
	// Reached is how many samples are at or above each of Need.Thresholds.
	Reached []int
	// Quantiles are those of Need.Quantiles.
	Quantiles []float64
	// Covered is for how many seconds samples stand, Timed the sum of their values times those seconds, Standed for how
	// many seconds they are at or above each of Need.TimeThresholds.
	Covered, Timed float64
	Standed        []float64
	// NotMeasured counts values that are no measurement, Repeated samples at a time that was there already, InMaintenance
	// those of announced maintenance.
	NotMeasured, Repeated, InMaintenance int
}

// Reply is what a server says of one metric.
type Reply struct {
	Series []Series
	// Pooled are Need.Quantiles over all series of an agency together, by its number, where the server can tell.
	Pooled map[int][]float64
	// Failed are agencies that must not be measured, for what the server says of them cannot be trusted; the reason is
	// in Problems.
	Failed   map[int]bool
	Problems []*diag.Diagnostic
	// Unknown counts the series by values of the agency's label that are no agency, Unlabelled those without the label.
	Unknown    map[string]int
	Unlabelled int
	// Broken says that nothing is known of the metric.
	Broken bool
}

// Fail marks an agency and adds the reason, folded with those of other agencies.
func (r *Reply) Fail(agency int, d *diag.Diagnostic) {
	if r.Failed == nil {
		r.Failed = map[int]bool{}
	}
	if r.Failed[agency] {
		return
	}
	r.Failed[agency] = true
	r.Note(d)
}

// Note adds a problem; one of the same rule about the same subject counts for it.
func (r *Reply) Note(d *diag.Diagnostic) {
	for _, known := range r.Problems {
		if known.Code == d.Code && known.Subject == d.Subject {
			known.Count = max(known.Count, 1) + 1
			return
		}
	}
	r.Problems = append(r.Problems, d)
}

// sort puts the series in order of agencies and names.
func (r *Reply) sort() {
	slices.SortStableFunc(r.Series, func(a, b Series) int {
		return cmp.Or(cmp.Compare(a.Agency, b.Agency), strings.Compare(a.Name, b.Name))
	})
}

// total is what all series of an agency say together.
type total struct {
	samples, series                              int
	sum, min, max, last, increase                float64
	covered, timed                               float64
	reached                                      []int
	standed                                      []float64
	quantiles                                    []float64
	first, latest                                time.Time
	notMeasured, repeated, resets, inMaintenance int
	lastUnclear, quantilesMissing                bool
}

// totalOf adds up the series of one agency.
func totalOf(r *Reply, agency int) total {
	t := total{min: math.NaN(), max: math.NaN(), last: math.NaN()}
	from, _ := slices.BinarySearchFunc(r.Series, agency, func(s Series, a int) int { return cmp.Compare(s.Agency, a) })
	for i := from; i < len(r.Series) && r.Series[i].Agency == agency; i++ {
		s := &r.Series[i]
		t.notMeasured += s.NotMeasured
		t.repeated += s.Repeated
		t.inMaintenance += s.InMaintenance
		if s.Samples == 0 {
			continue
		}
		if t.series == 0 || s.First.Before(t.first) {
			t.first = s.First
		}
		switch {
		case t.series == 0 || s.Latest.After(t.latest):
			t.latest, t.last, t.lastUnclear = s.Latest, s.Last, false
		case s.Latest.Equal(t.latest) && s.Last != t.last:
			t.lastUnclear = true
		}
		if t.series == 0 {
			t.min, t.max, t.quantiles = s.Min, s.Max, s.Quantiles
		} else {
			t.min, t.max, t.quantiles, t.quantilesMissing = min(t.min, s.Min), max(t.max, s.Max), nil, true
		}
		t.series++
		t.samples += s.Samples
		t.resets += s.Resets
		t.sum += s.Sum
		t.increase += s.Increase
		t.covered += s.Covered
		t.timed += s.Timed
		t.reached = added(t.reached, s.Reached)
		t.standed = added(t.standed, s.Standed)
	}
	if pooled, known := r.Pooled[agency]; known {
		t.quantiles, t.quantilesMissing = pooled, false
	}
	return t
}

func added[T int | float64](to, from []T) []T {
	if to == nil {
		return append(to, from...)
	}
	for i := range from {
		to[i] += from[i]
	}
	return to
}
