package view

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/result"
)

// An assessment.json is a file like any other: whatever is missing, null or mad in it, reports and explanations are
// made, and hold nothing that is no number (json.Marshal refuses it).
func TestHostileAssessments(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var a *result.Assessment
		if rapid.Bool().Draw(r, "summed") {
			a = summed(t)
		} else {
			a = kinds(t, scoring.Options{Basis: rapid.SampledFrom([]result.Basis{result.Self, result.Accepted}).Draw(r, "basis")})
		}
		var ids []string
		for n := range a.Rubric.Tree.All() {
			ids = append(ids, n.ID)
		}
		for range rapid.IntRange(1, 12).Draw(r, "changes") {
			spoil(r, a, rapid.SampledFrom(ids).Draw(r, "node"))
		}
		a.Rubric.Tree.Link()
		for _, lang := range []string{"id", "en"} {
			report := New(a, lang)
			if _, err := json.Marshal(report); err != nil {
				r.Fatal(err)
			}
			if _, err := json.Marshal(report.Calculation()); err != nil {
				r.Fatal(err)
			}
		}
		for _, one := range a.Agencies {
			if one == nil {
				continue
			}
			for _, node := range append([]string{"", "openness", "ease", "nothing"}, ids...) {
				_, _ = Explain(a, one, node, []result.Record{{Kind: result.KindAnswer, Indicator: node}, {Kind: result.KindMeasurement, Indicator: node}, {Kind: result.KindEvidence, Indicator: node}}, "id")
			}
		}
	})
}

// spoil changes one thing in an assessment.
func spoil(r *rapid.T, a *result.Assessment, id string) {
	numbers := []float64{0, -1, 1e300, -1e300, math.MaxFloat64, 5e-324}
	x := rapid.SampledFrom(numbers).Draw(r, "number")
	agency := rapid.SampledFrom(a.Agencies).Draw(r, "agency")
	n := a.Rubric.Tree.Node(id)
	if agency == nil || n == nil {
		return
	}
	scores := agency.Results[a.Options.Basis]
	var node *result.Node
	if scores != nil {
		node = scores.Nodes[id]
	}
	changes := []func(){
		func() { delete(agency.Results, a.Options.Basis) },
		func() { agency.Results[result.Assessed] = nil },
		func() { a.Options.Bases = append(a.Options.Bases, "else", result.Assessed) },
		func() { a.Agencies = append(a.Agencies, nil) },
		func() { a.Options.Rollup, agency.Source = "else", result.RolledUp },
		func() { a.DerivedFrom = &result.DerivedFrom{Rubric: "else"} },
		func() { n.Children = append(n.Children, nil) },
		func() { n.Aggregate = "else" },
		func() { n.Aggregate, n.Power = rubric.PowerMean, &x },
		func() { n.Weight = x },
		func() { n.Scale = &rubric.Scale{Min: x, Max: x} },
		func() { n.Scale = &rubric.Scale{} },
		func() { n.Bands, n.Verdicts = []rubric.Band{{From: x}}, []rubric.Band{{}} },
		func() { n.Levels = []rubric.Level{{Level: x}} },
		func() { n.Answer = &rubric.Answer{Kind: "else"} },
		func() { n.Answer = &rubric.Answer{Kind: rubric.Choice} },
		func() { n.Score = &rubric.Score{Method: rubric.Goalposts, Min: &x, Max: &x, Log: true} },
		func() { n.Score = &rubric.Score{Method: rubric.Steps} },
		func() { n.Score = &rubric.Score{Method: rubric.ZScore, SD: &x} },
		func() {
			n.Score = &rubric.Score{Method: rubric.Piecewise, Points: []rubric.Breakpoint{{At: x}, {At: x}}}
		},
		func() { n.External = &rubric.External{Placeholder: &x} },
		func() { n.Measure = &rubric.Measure{Metric: "else", Rule: "else"} },
		func() { n.Tags = append(n.Tags, "else", "ease") },
		func() {
			a.Rubric.Tree.Views = append(a.Rubric.Tree.Views, rubric.View{Tags: []rubric.Tag{{}, {ID: "ease"}}})
		},
		func() { a.Rubric.Tree.Bands = nil },
		func() { a.Rubric.Tree.Scale = rubric.Scale{Min: x, Max: x} },
		func() { a.Rubric.Tree.Aggregate = rubric.Minimum },
	}
	if scores != nil {
		changes = append(changes,
			func() { delete(scores.Nodes, id) },
			func() { scores.Nodes[id] = nil },
			func() { scores.Nodes = map[string]*result.Node{} },
			func() { scores.Tags = nil },
			func() { scores.Tags = map[string]*result.Node{"ease": nil, "else": nil} },
			func() { scores.Tags = map[string]*result.Node{"ease": {}} },
			func() { scores.Tags = map[string]*result.Node{"ease": {Value: &x}} },
			func() { scores.Index = result.Node{Value: &x} },
			func() { scores.Rank = result.Rank{Overall: 1} },
		)
	}
	if node != nil {
		changes = append(changes,
			func() { *node = result.Node{} },
			func() { *node = result.Node{Reason: "else", Rule: "else", Flags: []string{"else"}, Band: "else"} },
			func() { node.Value, node.Coverage, node.Weight = &x, x, x },
			func() { node.Raw, node.Claim, node.Measured = &x, &x, &x },
			func() { node.Rows, node.Known = -3, -9 },
			func() { node.Rows, node.Known = math.MaxInt, math.MaxInt },
			func() {
				node.Flags = []string{result.FlagPlaceholder, result.FlagUnknownAtBottom, result.FlagOutsideTable}
			},
			func() { node.Via = []result.Via{{Indicator: "else", Strength: x}} },
			func() { node.Low, node.High = nil, &x },
		)
	}
	rapid.SampledFrom(changes).Draw(r, "change")()
}
