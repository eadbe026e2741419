package page_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/reports/page"
	"siap/reports/view"
	"siap/rubric"
	"siap/scoring/result"
)

// evil would be markup, or a script, if it were not escaped.
const evil = `</svg><script>alert(1)</script>"'&`

func assessment() *result.Assessment {
	return &result.Assessment{Rubric: result.Rubric{Tree: &rubric.Rubric{
		ID: "r", Version: "1", Scale: rubric.Scale{Min: 0, Max: 5}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Bands:    []rubric.Band{{ID: "low", Title: rubric.Text{ID: evil, EN: evil}}, {ID: "high", From: 3, Title: rubric.Text{ID: "tinggi", EN: "high"}}},
		Children: []*rubric.Node{{ID: "x", Title: rubric.Text{ID: evil, EN: evil}, Weight: 1}},
	}}}
}

func number(x float64) *float64 { return &x }

func samplePlan() *result.Plan {
	at := func(index float64, band string) result.PlanStanding {
		return result.PlanStanding{Index: number(index), Low: number(index), High: number(index), Coverage: 1, Band: band, Rank: 1, Of: 1}
	}
	return &result.Plan{
		Title: evil, Agency: "a", Name: evil, Unit: "effort", Target: result.PlanTarget{Band: "high"}, Reached: true, Proof: result.ProofOptimal,
		Effort: 2, Bound: 2, Before: at(1, "low"), After: at(3, "high"), FrontierProof: result.ProofOptimal,
		Steps:    []result.PlanStep{{Indicator: "x", Item: evil, From: 1, To: 3, Effort: 2, Gain: 2, Index: 3, Action: &rubric.Text{ID: evil, EN: evil}}},
		Frontier: []result.PlanPoint{{Effort: 0, Index: 1, Band: "low"}, {Effort: 2, Index: 3, Band: "high"}, {Effort: 4, Index: 5, Band: "high"}},
	}
}

// written checks what every page must be: no script, nothing of a file as markup, and the same bytes every time.
func written(t *testing.T, write func(w io.Writer) error) string {
	t.Helper()
	var one, two bytes.Buffer
	if err := write(&one); err != nil {
		t.Fatal(err)
	}
	if err := write(&two); err != nil {
		t.Fatal(err)
	}
	if one.String() != two.String() {
		t.Error("the same answer gives different pages")
	}
	out := one.String()
	if strings.Contains(out, "<script") || !strings.Contains(out, "default-src &#39;none&#39;") {
		t.Errorf("markup from a file, or no policy:\n%.600s", out)
	}
	if strings.Contains(out, "ZgotmplZ") || strings.Contains(out, "%!") {
		t.Error("something could not be written where it was wanted")
	}
	if i := strings.Index(out, "<svg"); i >= 0 {
		drawing := out[i : i+strings.Index(out[i:], "</svg>")+len("</svg>")]
		if err := xml.Unmarshal([]byte(drawing), new(any)); err != nil && err.Error() != "unknown type interface {}" {
			t.Errorf("the chart is not well formed: %v", err)
		}
	}
	return out
}

// Efforts 0, 2 and 4 lie at 64, 402 and 740 of the axis, the indices 1, 3 and 5 at 330, 179 and 28.
func TestPlanPage(t *testing.T) {
	for _, lang := range l10n.Languages {
		v := view.NewPlan(samplePlan(), assessment(), lang)
		out := written(t, func(w io.Writer) error { return page.Plan(w, v) })
		if !strings.Contains(out, `d="M64.0 330.0H402.0V179.0H740.0V28.0"`) {
			t.Errorf("%s: the staircase is missing", lang)
		}
		if !strings.Contains(out, v.Text("plan.chosen")) || !strings.Contains(out, `lang="`+lang+`"`) {
			t.Errorf("%s: the plan is not marked", lang)
		}
	}
}

// A frontier of one point is no chart, and the page is whole without.
func TestPlanPageWithoutChart(t *testing.T) {
	p := samplePlan()
	p.Frontier, p.Steps = p.Frontier[:1], nil
	if out := written(t, func(w io.Writer) error { return page.Plan(w, view.NewPlan(p, assessment(), "en")) }); strings.Contains(out, "<svg") {
		t.Error("a chart of one point")
	}
}

// Three agencies over two results: b falls from 1 to 2, its interval 1–3; c is there once, so it has no line.
func TestComparisonPage(t *testing.T) {
	stand := func(index float64, rank, best, worst int) result.Standing {
		return result.Standing{
			Index: number(index), Low: number(index), High: number(index), Coverage: 1, Rank: rank, Of: 3,
			Interval: &result.Interval{Best: best, Worst: worst, Method: result.IntervalDraws},
		}
	}
	point := func(s result.Standing) *result.TrendPoint { return &result.TrendPoint{Standing: s} }
	a1, a2, b1, b2 := stand(2, 2, 2, 2), stand(4, 1, 1, 1), stand(3, 1, 1, 1), stand(3, 2, 1, 3)
	c := &result.Comparison{
		Sides: []result.ComparisonSide{{Title: "one", Year: 2023}, {Title: "two", Year: 2024}},
		Steps: []result.ComparisonStep{{From: 0, To: 1, Agencies: []result.AgencyChange{
			{Agency: "a", Name: evil, From: a1, To: a2, Index: &result.Split{Change: 2, Own: 2}, Rank: &result.Split{Change: 1, Own: 1}},
			{Agency: "b", Name: "b", From: b1, To: b2, Index: &result.Split{}, Rank: &result.Split{Change: -1, Others: -1}},
		}}},
		Trends: []result.Trend{
			{Agency: "a", Name: evil, Points: []*result.TrendPoint{point(a1), point(a2)}},
			{Agency: "b", Name: "b", Points: []*result.TrendPoint{point(b1), point(b2)}},
			{Agency: "c", Name: "c", Points: []*result.TrendPoint{nil, point(stand(1, 3, 3, 3))}},
		},
	}
	sides := []*result.Assessment{assessment(), assessment()}
	v := view.NewComparison(c, sides, "en")
	out := written(t, func(w io.Writer) error { return page.Comparison(w, v, []string{"b"}, 10) })
	// Places 1, 2 and 3 lie at 44, 272 and 500.
	for what, want := range map[string]string{
		"the line of b":       `class="line" d="M40.0 44.0L650.0 272.0"`,
		"the interval of b":   `class="bar" d="M650 44V500"`,
		"the faint line of a": `class="faint" d="M40.0 272.0L650.0 44.0"`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is missing", what)
		}
	}
	if all := written(t, func(w io.Writer) error { return page.Comparison(w, v, nil, 10) }); !strings.Contains(all, "−1") {
		t.Error("the movers are missing")
	}
}
