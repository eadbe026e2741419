// Package scoring makes one assessment of a rubric, the answers of agencies and what was measured about them.
//
// Assess resolves the evidence of each agency and indicator (respondents combined, the claim reconciled with the
// measurement), computes the index and all dimensions with their coverage and bounds, decides bands and verdicts,
// ranks the agencies, rolls them up into their governments, and keeps of each step what is needed to explain it.
// It reads no file and writes none; the arithmetic itself is in package composite.
package scoring

import (
	"slices"

	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/robust"
	"siap/scoring/telemetry"
)

// Input is what an assessment is made of. The order of answers and measurements does not matter; each answer of
// one respondent to one item stands once, and there is at most one measurement for an agency and indicator.
type Input struct {
	Rubric   *rubric.Rubric
	Agencies *agency.List
	Answers  []questionnaire.Answer
	// Gathered are the answers where there are many; Answers is not looked at then.
	Gathered     *questionnaire.Store
	Measurements []telemetry.Measurement
	// Evidence are the items of data dukung; accepted ones make a basis of their own.
	Evidence []questionnaire.Evidence
	// Until is the first day after the assessed window, at which the age of a date is taken.
	Until telemetry.Date
	// Across says by which crosswalk, and from which rubric, the answers were brought over; nil where they were given.
	Across *Across
}

// Said gives all answers.
func (in *Input) Said() *questionnaire.Store {
	if in.Gathered != nil {
		return in.Gathered
	}
	return questionnaire.Gather(in.Answers...)
}

// Across is the origin of an input that Translate made.
type Across struct {
	Crosswalk *crosswalk.Crosswalk
	From      *rubric.Rubric
}

// Options are the choices an assessment leaves open; the zero value takes the rubric's and DESIGN's defaults.
type Options struct {
	// Basis is the headline basis; "" takes assessed where any assessor value exists, else self.
	Basis result.Basis
	// Combine is how respondents are combined: "mean" (within roles, then across roles by weight; the default) or
	// "median" (over all respondents).
	Combine string
	// RoleWeights overrides the rubric's role weights.
	RoleWeights map[string]float64
	// GroupBy are the columns within which agencies are ranked; nil takes the rubric's.
	GroupBy []string
	// Rollup is "none" (the default), "mean" or "weighted".
	Rollup string
	Seed   uint64
	// Uncertainty says what is varied, and how often, to find out how far the ranking can be trusted; the zero value
	// draws nothing. Progress, where it is not nil, is told how many of the draws are made.
	Uncertainty result.Uncertainty
	Progress    func(made, of int)
	// Changes are what the rubric of the input was changed in for a simulation; none where it is the rubric itself.
	Changes []result.Change
	// Collect, where it is not nil, takes the draws of some agencies down.
	Collect *Collector

	// inspect, where it is not nil, is handed what the draws are made of.
	inspect func(s *scorer, e *robust.Engine, sets []rankedSet, choices []robust.Choice)
}

// The ways to combine respondents and to roll agencies up.
const (
	CombineMean    = "mean"
	CombineMedian  = "median"
	RollupNone     = "none"
	RollupMean     = "mean"
	RollupWeighted = "weighted"
)

// withDefaults completes the options for an input.
func (o Options) withDefaults(in Input) Options {
	if o.Combine == "" {
		o.Combine = CombineMean
	}
	if o.Rollup == "" {
		o.Rollup = RollupNone
	}
	weights := make(map[string]float64, len(in.Rubric.Roles))
	for _, role := range in.Rubric.Roles {
		weights[role.ID] = role.Weight
	}
	for id, w := range o.RoleWeights {
		weights[id] = w
	}
	o.RoleWeights = weights
	if o.GroupBy == nil {
		for _, g := range in.Rubric.Groups {
			if slices.Contains(in.Agencies.Columns(), g) {
				o.GroupBy = append(o.GroupBy, g)
			}
		}
	}
	return o
}
