package doctor

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"

	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/composite/agreement"
	"siap/scoring/result"
	"siap/scoring/result/fitness"
)

// rated is one thing that respondents valued: an indicator of an agency, or one item of an indicator that repeats.
type rated struct {
	agency, indicator int // places in ids and nodes
	item              string
}

// said is one value that was given.
type said struct {
	value float64
	role  string
}

// listen reads what the respondents said and computes how far they agree.
func (e *examination) listen(records iter.Seq2[result.Record, error], basis result.Basis) error {
	heard := map[rated][]said{}
	agencies, indicators := map[string]int{}, map[string]int{}
	for u, id := range e.ids {
		agencies[id] = u
	}
	for _, at := range e.indicators() {
		indicators[e.nodes[at].id] = at
	}
	for r, err := range records {
		if err != nil {
			return fmt.Errorf("reading what respondents said: %w", err)
		}
		u, compared := agencies[r.Agency]
		at, known := indicators[r.Indicator]
		// What was brought over from another rubric nobody said.
		if r.Kind != result.KindAnswer || r.Via != "" || !compared || !known {
			continue
		}
		value := r.Claim
		if basis == result.Assessed {
			value = r.Assessed
		}
		if value == nil || math.IsNaN(*value) || math.IsInf(*value, 0) {
			continue
		}
		of := rated{u, at, r.Item}
		heard[of] = append(heard[of], said{*value, r.Role})
	}
	things := slices.SortedFunc(maps.Keys(heard), func(a, b rated) int {
		return cmp.Or(cmp.Compare(a.agency, b.agency), cmp.Compare(a.indicator, b.indicator), cmp.Compare(a.item, b.item))
	})
	e.report.Agreement.Agencies = e.withinAgencies(things, heard)
	e.report.Agreement.Indicators = e.onIndicators(things, heard)
	e.report.Agreement.Roles = e.betweenRoles(things, heard)
	return nil
}

// values are the numbers that were given to a thing.
func values(of []said) []float64 {
	out := make([]float64, len(of))
	for i, s := range of {
		out[i] = s.value
	}
	return out
}

// withinAgencies compares the respondents of each agency over all indicators that are answered with levels: as parts
// of the levels from lowest to highest, for indicators may have different ones.
func (e *examination) withinAgencies(things []rated, heard map[rated][]said) []fitness.Agreed {
	out := []fitness.Agreed{}
	for len(things) > 0 {
		u, n := things[0].agency, 0
		var units [][]float64
		for n < len(things) && things[n].agency == u {
			if parts, ok := e.levelParts(things[n].indicator, values(heard[things[n]])); ok {
				units = append(units, parts)
			}
			n++
		}
		things = things[n:]
		if one, ok := agreed(units, agreement.Ordinal, 1); ok {
			one.Agency = e.ids[u]
			out = append(out, one)
		}
	}
	return out
}

// levelParts gives answers as parts of the span of an indicator's levels; false where it is not answered with levels.
func (e *examination) levelParts(indicator int, answers []float64) ([]float64, bool) {
	n := e.nodes[indicator].in
	low, high := n.LevelSpan()
	if n.Asked() != rubric.Levels || !(high > low) {
		return nil, false
	}
	for i, x := range answers {
		answers[i] = (x - low) / (high - low)
	}
	return answers, true
}

// onIndicators compares the respondents on each indicator over the agencies.
func (e *examination) onIndicators(things []rated, heard map[rated][]said) []fitness.Agreed {
	units := map[int][][]float64{}
	for _, t := range things {
		units[t.indicator] = append(units[t.indicator], values(heard[t]))
	}
	out := []fitness.Agreed{}
	for _, at := range e.indicators() {
		n := e.nodes[at].in
		metric, span := agreement.Interval, 0.0
		switch n.Asked() {
		case rubric.Levels:
			low, high := n.LevelSpan()
			metric, span = agreement.Ordinal, high-low
		case rubric.Choice:
			metric = agreement.Ordinal
		case rubric.YesNo:
			metric, span = agreement.Nominal, 1
		}
		if one, ok := agreed(units[at], metric, span); ok {
			one.Indicator = n.ID
			out = append(out, one)
		}
	}
	return out
}

// agreed computes alpha and the mean difference of two respondents, as a part of the span or, for a span of 0, of the
// answers' own; false where nothing was answered twice.
func agreed(units [][]float64, metric agreement.Metric, span float64) (fitness.Agreed, bool) {
	alpha, err := agreement.Krippendorff(units, metric)
	if err != nil {
		return fitness.Agreed{}, false
	}
	out := fitness.Agreed{Metric: string(metric), Alpha: number(alpha.Value), Rated: alpha.Units, Answers: alpha.Values}
	low, high := math.Inf(1), math.Inf(-1)
	var apart, weight float64
	for _, unit := range units {
		if len(unit) < 2 {
			continue
		}
		// Every thing counts as often as it has answers, as in alpha.
		of := float64(len(unit))
		slices.Sort(unit)
		for i, x := range unit {
			low, high = min(low, x), max(high, x)
			for _, y := range unit[:i] {
				apart += 2 / (of - 1) * math.Abs(x-y)
			}
		}
		weight += of
	}
	if span == 0 {
		span = high - low
	}
	if span > 0 {
		out.Difference = number(apart / weight / span)
	}
	return out, true
}

// betweenRoles asks whether the roles put the agencies in one order, by the mean part of the levels that each role
// gives an agency on the indicators all roles answered; nil where there are not two roles, or no such indicator.
func (e *examination) betweenRoles(things []rated, heard map[rated][]said) *fitness.Concordance {
	asked := map[string]map[int]bool{}
	for _, t := range things {
		if e.nodes[t.indicator].in.Asked() != rubric.Levels {
			continue
		}
		for _, s := range heard[t] {
			if s.role == "" {
				continue // an agency that answers as a whole is no role
			}
			if asked[s.role] == nil {
				asked[s.role] = map[int]bool{}
			}
			asked[s.role][t.indicator] = true
		}
	}
	roles := slices.Sorted(maps.Keys(asked))
	common := 0
	shared := func(indicator int) bool {
		return !slices.ContainsFunc(roles, func(role string) bool { return !asked[role][indicator] })
	}
	for _, at := range e.indicators() {
		if shared(at) {
			common++
		}
	}
	if len(roles) < 2 || common == 0 {
		return nil
	}
	sums, counts := make([][]float64, len(roles)), make([][]float64, len(roles))
	for i := range roles {
		sums[i], counts[i] = make([]float64, len(e.ids)), make([]float64, len(e.ids))
	}
	for _, t := range things {
		if !shared(t.indicator) {
			continue
		}
		parts, ok := e.levelParts(t.indicator, values(heard[t]))
		for k, s := range heard[t] {
			if i, is := slices.BinarySearch(roles, s.role); is && ok {
				sums[i][t.agency] += parts[k]
				counts[i][t.agency]++
			}
		}
	}
	for i := range roles {
		for u := range sums[i] {
			if counts[i][u] == 0 {
				sums[i][u] = composite.Unknown
				continue
			}
			sums[i][u] /= counts[i][u]
		}
	}
	w, err := agreement.Kendall(sums)
	if err != nil {
		return nil
	}
	tau, err := agreement.Taus(sums)
	if err != nil {
		return nil
	}
	return &fitness.Concordance{
		Roles: roles, Agencies: w.Objects, LeftOut: w.LeftOut, Indicators: common, W: number(w.W),
		ChiSquared: number(w.ChiSquared), Degrees: w.Degrees, P: number(w.P), Tau: numbers(tau.R),
	}
}
