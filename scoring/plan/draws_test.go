package plan_test

import (
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/plan"
	"siap/scoring/result"
)

// doubtful assesses "top" with 4 everywhere, "mid" with 2, "low" with 1 and "half" with 3 for x and nothing else, so that its
// index may be (3 + 2·y + m) / 4, from 1.5 to 3.75, and is taken for 3; only unknown answers are drawn.
func doubtful(t *testing.T) *result.Assessment {
	t.Helper()
	r := ladder(rubric.RuleCap)
	in := scoring.Input{Rubric: r}
	var list []*agency.Agency
	for _, one := range []struct {
		id    string
		level float64
	}{{"top", 4}, {"mid", 2}, {"low", 1}, {"half", 3}} {
		list = append(list, &agency.Agency{ID: one.id, Zone: agency.WIB})
		for _, n := range r.Indicators() {
			if one.id != "half" || n.ID == "x" {
				in.Answers = append(in.Answers, said(one.id, n.ID, one.level))
			}
		}
	}
	in.Agencies = agency.NewList(list, nil)
	a, err := scoring.Assess(in, scoring.Options{Uncertainty: result.Uncertainty{Draws: 1024, Unknowns: true}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func isPlaced(t *testing.T, what string, s result.PlanStanding, rank, best, worst int) {
	t.Helper()
	want := result.Interval{Best: best, Worst: worst, Method: result.IntervalDraws}
	if s.Rank != rank || s.Interval == nil || *s.Interval != want {
		t.Errorf("%s: rank %d %+v, want %d %+v", what, s.Rank, s.Interval, rank, want)
	}
}

// With y and m even from 1 to 4, half is below 2 where 2·(y−1) + (m−1) < 2: a triangle of 1 in a square of 9, 11 %, more than
// the twentieth that an interval leaves out on a side. It is above 3 where 2·(y−1) + (m−1) > 6: ∫ m/2 from 0 to 3 = 2.25 of 9,
// 25 %. So mid is third or second at first, and second or third at 3.
func TestIntervalsAreDrawn(t *testing.T) {
	a := doubtful(t)
	p, err := plan.Reach(a, "mid", plan.Target{Rank: 2}, plan.Options{PerYear: 2})
	if err != nil {
		t.Fatal(err)
	}
	isPlaced(t, "mid before", p.Before, 3, 2, 3)
	isPlaced(t, "mid after", p.After, 2, 2, 3)
	isPlaced(t, "mid after the last year", p.Years[len(p.Years)-1].After, 2, 2, 3)

	// At the top nothing can be above, whatever half turns out to be.
	best := 4.0
	if p, err = plan.Reach(a, "low", plan.Target{Index: &best}, plan.Options{}); err != nil {
		t.Fatal(err)
	}
	isPlaced(t, "low before", p.Before, 4, 4, 4)
	isPlaced(t, "low after", p.After, 1, 1, 1)
}

// One budget lifts low and mid to 4, so all three share the first place in every draw.
func TestIntervalsOfManyAreDrawnTogether(t *testing.T) {
	all, err := plan.Share(doubtful(t), 100, plan.Mean, nil, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(all.Agencies) != 3 { // x of half rises too
		t.Fatalf("%d agencies", len(all.Agencies))
	}
	for _, one := range all.Agencies {
		switch one.Agency {
		case "low":
			isPlaced(t, "low before", one.Before, 4, 4, 4)
			isPlaced(t, "low after", one.After, 1, 1, 1)
		case "mid":
			isPlaced(t, "mid after", one.After, 1, 1, 1)
		}
	}
}

// Without draws in the result both intervals are what the bounds leave possible.
func TestIntervalsOfBounds(t *testing.T) {
	p := reach(t, climbed(t, ladder(rubric.RuleCap), 1, 1, 3, 90), plan.Target{Band: "good"}, plan.Options{})
	if p.Before.Interval.Method != result.IntervalBounds || p.After.Interval.Method != result.IntervalBounds {
		t.Errorf("%+v %+v", p.Before.Interval, p.After.Interval)
	}
}
