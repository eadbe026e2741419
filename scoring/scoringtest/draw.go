// Package scoringtest draws small rubrics and evidence at random, for property tests of what is computed from results.
package scoringtest

import (
	"fmt"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/telemetry"
)

// Options narrow what is drawn; the zero value draws everything.
type Options struct {
	// Linear leaves only arithmetic means and sums.
	Linear bool
	// Plain leaves out unknowns, n/a, repeated rows, measurements, placeholders and minimum coverage.
	Plain bool
	// Indicators is the most indicators there are, 7 where it is 0; Agencies the most agencies, 5 where it is 0.
	Indicators, Agencies int
}

// Rubric draws a rubric of one or two levels of nodes with invented texts.
func Rubric(t *rapid.T, o Options) *rubric.Rubric {
	word := func(s string) rubric.Text { return rubric.Text{ID: s, EN: s} }
	r := &rubric.Rubric{
		Schema: rubric.Schema, ID: "drawn", Version: "1", Status: rubric.Draft, Title: word("drawn"),
		Source: rubric.Source{Status: "unverified"}, Scale: rubric.Scale{Min: float64(rapid.IntRange(0, 1).Draw(t, "bottom")), Max: 4},
		Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"}, Decide: rubric.Decide{Bands: "unrounded", Ranks: "unrounded"},
		BandEdge: rubric.EdgeLower, Unknown: rubric.Renormalise, Weights: rubric.Relative,
		Bands:   []rubric.Band{{ID: "low", Title: word("low")}, {ID: "high", From: 2.5, Title: word("high")}},
		Metrics: []rubric.Metric{{ID: "m", Title: word("m"), Unit: "%", About: word("m"), Expected: "once"}},
	}
	r.Bands[0].From = r.Scale.Min
	if !o.Plain {
		r.Unknown = rapid.SampledFrom([]rubric.UnknownPolicy{rubric.Renormalise, rubric.Bottom}).Draw(t, "unknown")
		r.MinCoverage = rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "min_coverage")
	}
	means := []rubric.Aggregation{rubric.Arithmetic}
	if !o.Linear {
		means = append(means, rubric.Geometric, rubric.Harmonic, rubric.PowerMean, rubric.Minimum, rubric.Median)
	}
	combine := func() (rubric.Aggregation, *float64) {
		how := rapid.SampledFrom(means).Draw(t, "how")
		if how != rubric.PowerMean {
			return how, nil
		}
		power := rapid.SampledFrom([]float64{-2, 0.5, 2}).Draw(t, "power")
		return how, &power
	}
	weight := func() float64 { return float64(rapid.IntRange(1, 4).Draw(t, "weight")) }
	sum := rapid.Bool().Draw(t, "sum")
	if sum {
		r.Aggregate = rubric.Sum
	} else {
		r.Aggregate, r.Power = combine()
	}
	left := o.Indicators
	if left == 0 {
		left = 7
	}
	dimensions := rapid.IntRange(1, min(3, left)).Draw(t, "dimensions")
	for d := range dimensions {
		n := &rubric.Node{ID: fmt.Sprintf("d%d", d), Title: word("d"), Weight: weight()}
		if sum {
			n.Scale = &rubric.Scale{Min: 0, Max: float64(rapid.IntRange(1, 3).Draw(t, "span")) * 2}
		}
		n.Aggregate, n.Power = combine()
		most := min(3, left-(dimensions-1-d))
		for i := range rapid.IntRange(1, most).Draw(t, "indicators") {
			left--
			n.Children = append(n.Children, &rubric.Node{ID: fmt.Sprintf("d%di%d", d, i), Title: word("i"), Question: word("i?"), Weight: weight()})
		}
		r.Children = append(r.Children, n)
	}
	if sum { // the span of a sum is that of its members
		r.Scale = rubric.Scale{}
		for _, n := range r.Children {
			r.Scale.Max += n.Weight * n.Scale.Max
		}
		r.Bands[0].From, r.Bands[1].From = 0, r.Scale.Max/2
	}
	r.Link()
	for _, n := range r.Indicators() {
		span := n.Span()
		steps := rapid.IntRange(1, 3).Draw(t, "steps")
		for k := range steps + 1 {
			level := span.Min + span.Span()*float64(k)/float64(steps)
			n.Levels = append(n.Levels, rubric.Level{Level: level, Text: word("l")})
			if k > 0 && rapid.IntRange(0, 3).Draw(t, "action") > 0 {
				n.Actions = append(n.Actions, rubric.Action{To: level, Effort: rapid.IntRange(1, 3).Draw(t, "effort"), Text: word("a")})
			}
		}
		if o.Plain {
			continue
		}
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			n.Repeats = rubric.RepeatRows
		case 1:
			n.Repeats = rubric.RepeatMean
		case 2:
			n.Measure = &rubric.Measure{
				Metric: "m", Reduction: rubric.ReduceMean, MinCoverage: 0.5,
				Rule:        rapid.SampledFrom(rubric.Reconciliations()).Draw(t, "rule"),
				Breakpoints: []rubric.Breakpoint{{At: 0, Score: span.Min}, {At: 100, Score: span.Max}},
			}
		case 3:
			x := span.Min + span.Span()/2
			n.External = &rubric.External{Index: word("x"), Steward: "x", Placeholder: &x}
		}
	}
	return r
}

// Input draws agencies and what they answer, and the options of an assessment. Some agencies belong to others.
func Input(t *rapid.T, r *rubric.Rubric, o Options) (scoring.Input, scoring.Options) {
	most := o.Agencies
	if most == 0 {
		most = 5
	}
	var list []*agency.Agency
	for u := range rapid.IntRange(1, most).Draw(t, "agencies") {
		a := &agency.Agency{
			ID: fmt.Sprintf("a%d", u), Name: "a", Type: "t", Weight: float64(rapid.IntRange(1, 3).Draw(t, "agency weight")),
			Zone: agency.WIB, Columns: map[string]string{"type": "t"},
		}
		if !o.Plain && u > 1 && rapid.Bool().Draw(t, "below") {
			a.Parent = "a0"
		}
		list = append(list, a)
	}
	in := scoring.Input{
		Rubric: r, Agencies: agency.NewList(list, []string{"type"}), Until: telemetry.Date{Year: 2026, Month: 1, Day: 1},
	}
	for _, a := range list {
		if !o.Plain && len(list) > 2 && a.ID == "a0" && rapid.Bool().Draw(t, "rolled up") {
			continue
		}
		for _, n := range r.Indicators() {
			items := []string{""}
			if n.Repeats != "" {
				items = []string{"x", "y", "z"}[:rapid.IntRange(1, 3).Draw(t, "rows")]
			}
			for _, item := range items {
				v := questionnaire.Value{
					Number: n.Levels[rapid.IntRange(0, len(n.Levels)-1).Draw(t, "level")].Level, State: questionnaire.Known,
				}
				if !o.Plain && rapid.IntRange(0, 3).Draw(t, "missing") == 0 {
					v = questionnaire.Value{State: rapid.SampledFrom([]questionnaire.State{
						questionnaire.Unknown, questionnaire.NotApplicable,
					}).Draw(t, "state")}
				}
				in.Answers = append(in.Answers, questionnaire.Answer{Agency: a.ID, Indicator: n.ID, Item: item, Claim: v})
			}
			if n.Measure != nil {
				in.Measurements = append(in.Measurements, telemetry.Measurement{
					Agency: a.ID, Indicator: n.ID, Metric: "m", Reduction: rubric.ReduceMean, Samples: 1, Expected: 1,
					Value: float64(rapid.IntRange(0, 100).Draw(t, "measured")), Coverage: rapid.SampledFrom([]float64{0.2, 1}).Draw(t, "covered"),
				})
			}
		}
	}
	return in, scoring.Options{Rollup: rapid.SampledFrom([]string{"none", "mean", "weighted"}).Draw(t, "rollup")}
}
