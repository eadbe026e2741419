package scoring

import (
	"slices"

	"gonum.org/v1/gonum/stat"

	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// claim is what the respondents said about one item of one indicator, combined.
type claim struct {
	// item is which repeat of the indicator it is about, "" where it does not repeat.
	item string
	// value is NaN where nobody gave one.
	value float64
	// notApplicable says that somebody answered n/a and nobody gave a value.
	notApplicable bool
	// n is the number of respondents who gave a value, low and high the lowest and highest of them.
	n         int
	low, high float64
}

// given is one respondent's value.
type given struct {
	role  string
	value float64
}

// valueOn gives the value an answer that somebody gave has on a basis.
func valueOn(a *questionnaire.Answer, basis result.Basis) questionnaire.Value {
	switch {
	case basis == result.Assessed:
		return a.Assessed
	case basis == result.Accepted && a.Assessed.State != questionnaire.Unknown:
		return a.Assessed
	}
	return a.Claim
}

// combine makes one claim of the answers to one item. The answers must be sorted by role and respondent, so that
// the same answers in any order give the same bits.
func (o *Options) combine(answers []*questionnaire.Answer, basis result.Basis) claim {
	values := make([]given, 0, len(answers))
	out := claim{value: composite.Unknown}
	saysNA := false
	for _, a := range answers {
		switch v := valueOn(a, basis); v.State {
		case questionnaire.Known:
			values = append(values, given{a.Role, v.Number})
		case questionnaire.NotApplicable:
			saysNA = true
		}
	}
	if len(values) == 0 {
		out.notApplicable = saysNA
		return out
	}
	out.n, out.low, out.high = len(values), values[0].value, values[0].value
	for _, v := range values {
		out.low, out.high = min(out.low, v.value), max(out.high, v.value)
	}
	if o.Combine == CombineMedian {
		out.value = median(values)
	} else {
		out.value = o.meanOfRoles(values)
	}
	return out
}

// meanOfRoles is the mean within each role, then the mean of the roles that answered by their weights. An agency
// that answers as a whole, without a role, counts as a role of weight 1.
func (o *Options) meanOfRoles(values []given) float64 {
	var means, weights []float64
	for start := 0; start < len(values); {
		end := start
		var within []float64
		for end < len(values) && values[end].role == values[start].role {
			within = append(within, values[end].value)
			end++
		}
		weight, known := o.RoleWeights[values[start].role]
		if !known {
			weight = 1
		}
		means, weights = append(means, stat.Mean(within, nil)), append(weights, weight)
		start = end
	}
	return stat.Mean(means, weights)
}

func median(values []given) float64 {
	sorted := make([]float64, len(values))
	for i, v := range values {
		sorted[i] = v.value
	}
	slices.Sort(sorted)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
