package scoring_test

import (
	"math"
	"strconv"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// questions are indicators scored 0 to 100 as they are, by the column of the survey.
func questions(columns ...string) []*rubric.Node {
	var nodes []*rubric.Node
	least, most := 0.0, 100.0
	for _, column := range columns {
		nodes = append(nodes, &rubric.Node{
			ID: column, Weight: 1,
			Answer: &rubric.Answer{Kind: rubric.Number, Limits: &rubric.Limits{Min: &least, Max: &most}},
		})
	}
	return nodes
}

// numbered gives the columns q<from> to q<to>.
func numbered(from, to int) []string {
	var columns []string
	for q := from; q <= to; q++ {
		columns = append(columns, "q"+strconv.Itoa(q))
	}
	return columns
}

// obsRubric is a rubric on 0 to 100 whose ranks are decided on six decimals, as the survey's are.
func obsRubric(children ...*rubric.Node) *rubric.Rubric {
	r := &rubric.Rubric{
		ID: "obs", Version: "1", Scale: rubric.Scale{Max: 100},
		Rounding: rubric.Rounding{Digits: 6, Mode: "half_up"},
		Decide:   rubric.Decide{Bands: "unrounded", Ranks: "rounded"}, BandEdge: rubric.EdgeLower,
		Bands: []rubric.Band{{ID: "all"}}, Unknown: rubric.Renormalise, Weights: rubric.Relative, Children: children,
	}
	r.Link()
	return r
}

// The Open Budget Survey 2023, 125 countries: the index is the mean of the 109 questions that apply, oversight the mean
// of 18 (12 on the legislature, 6 on the audit institution), participation of 18. Published with all digits: equal to
// 1e-9. All 125 ranks are the published ones.
func TestOpenBudgetSurvey2023(t *testing.T) {
	rows := csvtest.File(t, "testdata/obs/obs2023.csv")
	if len(rows) != 125 {
		t.Fatalf("%d countries, want 125", len(rows))
	}
	scored := func(r *rubric.Rubric) *result.Assessment {
		return assess(t, wideInput(t, r, rows, "iso3", questionnaire.NotApplicable), scoring.Options{})
	}
	check := func(a *result.Assessment, id, column string) {
		t.Helper()
		for u, x := range valuesOf(a, id) {
			if want := csvtest.Figure(t, rows[u][column]); !(math.Abs(x-want) <= 1e-9) {
				t.Errorf("%s of %s is %v, published: %v", column, rows[u]["iso3"], x, want)
			}
		}
	}

	timeliness := []string{"t3pbs", "t3ebp", "t3eb", "t3iyr", "t3myr", "t3yer", "t3ar"}
	budget := scored(obsRubric(questions(append(numbered(1, 102), timeliness...)...)...))
	check(budget, "", "obi")
	blanks, most := 0, 0
	for u, one := range budget.Agencies {
		scores := one.Results[result.Self]
		if want := csvtest.Figure(t, rows[u]["rank"]); float64(scores.Rank.Overall) != want {
			t.Errorf("%s is placed %d, published: %v", one.ID, scores.Rank.Overall, want)
		}
		if scores.Index.Coverage != 1 {
			t.Errorf("%s has coverage %v: what does not apply was taken for unknown", one.ID, scores.Index.Coverage)
		}
		here := 0
		for _, n := range scores.Nodes {
			if n.Reason == result.ReasonNotApplicable {
				here++
			}
		}
		blanks += here
		most = max(most, here)
	}
	if blanks != 70 || most != 6 { // counted in the table: 103 of 109 questions apply to the country with the fewest
		t.Errorf("%d cells do not apply, %d at most in a country; want 70 and 6", blanks, most)
	}

	// Oversight is the mean of all its questions, not of the two institutions: Italy and Tunisia have blanks in one.
	check(scored(obsRubric(questions(numbered(107, 124)...)...)), "", "oversight")
	institutions := scored(obsRubric(
		&rubric.Node{ID: "legislature", Weight: 1, Children: questions(numbered(107, 118)...)},
		&rubric.Node{ID: "audit", Weight: 1, Children: questions(numbered(119, 124)...)},
	))
	check(institutions, "legislature", "leg_oversight")
	check(institutions, "audit", "sai_oversight")
	check(scored(obsRubric(questions(numbered(125, 142)...)...)), "", "public_participation")
}
