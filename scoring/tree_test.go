package scoring_test

import (
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// Bands and verdicts of a rubric are limits on its own scale: a part on another scale has only those of its own. The
// index, of 0–40 points, is low below 20. The area a, of 0–10, would be low whatever it scores; b, of 0–30, has its
// own bands; c is on the scale of the index.
func TestBandsOfAnotherScale(t *testing.T) {
	number := func(id string) []*rubric.Node {
		return []*rubric.Node{{ID: id, Weight: 1, Answer: &rubric.Answer{Kind: rubric.Number}}}
	}
	r := testRubric(rubric.RuleClaim)
	r.Scale = rubric.Scale{Min: 0, Max: 40}
	r.Bands = []rubric.Band{{ID: "low", From: 0}, {ID: "high", From: 20}}
	r.Verdicts = rubric.Verdicts{Dimension: []rubric.Band{{ID: "weak", From: 0}, {ID: "strong", From: 20}}}
	r.Children = []*rubric.Node{
		{ID: "a", Weight: 1, Scale: &rubric.Scale{Min: 0, Max: 10}, Children: number("a1")},
		{
			ID: "b", Weight: 1, Scale: &rubric.Scale{Min: 0, Max: 30}, Children: number("b1"),
			Bands: []rubric.Band{{ID: "few", From: 0}, {ID: "many", From: 15}},
		},
		{ID: "c", Weight: 1, Children: number("c1")},
	}
	r.Link()
	a, err := scoring.Assess(scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("u", "small", "", 1)}, []string{"type"}),
		Answers: []questionnaire.Answer{says("u", "a1", 10), says("u", "b1", 15), says("u", "c1", 30)},
	}, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	nodes := a.Agencies[0].Results[result.Self].Nodes
	for id, want := range map[string][2]string{
		"a": {"", ""}, "a1": {"", ""}, "b": {"many", ""}, "b1": {"", ""}, "c": {"high", "strong"}, "c1": {"high", ""},
	} {
		if n := nodes[id]; n.Band != want[0] || n.Verdict != want[1] {
			t.Errorf("%s has the band %q and the verdict %q, want %q", id, n.Band, n.Verdict, want)
		}
	}
}
