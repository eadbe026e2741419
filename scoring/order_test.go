package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/result"
)

// ordered makes a rubric of three numbers as dimensions of weights 2, 1, 1 on the scale from 0 to 10.
func ordered(t testing.TB, by rubric.Order) *rubric.Rubric {
	t.Helper()
	text := fmt.Sprintf(`{schema: siap/rubric/1, id: r, version: "1", title: {id: R, en: R}, scale: {min: 0, max: 10}, order: %s,
min_coverage: 0, bands: [{id: b, from: 0, title: {id: B, en: B}}], children: [
{id: x, weight: 2, title: {id: X, en: X}, question: {id: X?, en: X?}, answer: {kind: number}},
{id: y, title: {id: Y, en: Y}, question: {id: Y?, en: Y?}, answer: {kind: number}},
{id: z, title: {id: Z, en: Z}, question: {id: Z?, en: Z?}, answer: {kind: number}}]}`, by)
	r, problems := rubric.Parse("r.yaml", []byte(text))
	if r == nil {
		t.Fatal(problems.All())
	}
	return r
}

// Three agencies: a = (10, 0, 0), b = (4, 5, 5), c = (3, 6, 1). The indexes are 5, 4.5 and 3.25. Of the weight of 4, a is
// better than b and c on x alone, with 2; b is better than c on x and z, with 3.
func TestOrdersByHand(t *testing.T) {
	for _, c := range []struct {
		by     rubric.Order
		places [3]int
		scores [3]float64 // NaN: not told
	}{
		{rubric.ByIndex, [3]int{1, 2, 3}, [3]float64{math.NaN(), math.NaN(), math.NaN()}},
		// points: a has 2·2 + 0 + 0, b 2·1 + 1 + 2, c 0 + 2 + 1, each over 4
		{rubric.OrderBorda, [3]int{2, 1, 3}, [3]float64{1, 1.25, 0.75}},
		// a : b and a : c are even, b beats c: 0, 1, −1 of 2
		{rubric.OrderCopeland, [3]int{2, 1, 3}, [3]float64{math.NaN(), math.NaN(), math.NaN()}},
		// net flows: a 0 and 0, b 0 and (3 − 1)/4, c 0 and −2/4, each over 2
		{rubric.OrderOutranking, [3]int{2, 1, 3}, [3]float64{0, 0.25, -0.25}},
	} {
		t.Run(string(c.by), func(t *testing.T) {
			in := scoring.Input{Rubric: ordered(t, c.by), Agencies: agency.NewList([]*agency.Agency{one("a", "k", "", 1), one("b", "k", "", 1), one("c", "k", "", 1)}, nil)}
			for _, v := range []struct {
				id      string
				x, y, z float64
			}{{"a", 10, 0, 0}, {"b", 4, 5, 5}, {"c", 3, 6, 1}} {
				in.Answers = append(in.Answers, says(v.id, "x", v.x), says(v.id, "y", v.y), says(v.id, "z", v.z))
			}
			a, err := scoring.Assess(in, scoring.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for u, want := range c.places {
				r := a.Agencies[u].Results[result.Self].Rank
				if r.Overall != want || r.Interval.Best != want || r.Interval.Worst != want {
					t.Errorf("%s is at %d, %d–%d; want %d", a.Agencies[u].ID, r.Overall, r.Interval.Best, r.Interval.Worst, want)
				}
				if (r.Decided == nil) != (c.by == rubric.ByIndex) {
					t.Errorf("%s was decided on %v", a.Agencies[u].ID, r.Decided)
				}
				if w := c.scores[u]; !math.IsNaN(w) && math.Abs(*r.Decided-w) > 1e-12 {
					t.Errorf("%s was decided on %v, want %v", a.Agencies[u].ID, *r.Decided, w)
				}
			}
		})
	}
}

// By points of Borda a place is drawn like any other. The points are 2x for a, x + y + 2z for b and 2y + z for c, with the
// weights x = 2, y = z = 1, each ±25 %. a passes b where x > y + 2z: the difference has the mean −1 and the standard
// deviation √(0.289² + 0.144² + 0.289²) = 0.43, so hardly ever. c passes a where 2y + z > 2x: mean −1, standard deviation
// √(0.289² + 0.144² + 0.577²) = 0.66, so in some 6 % of the draws, more than the 5 % that an interval leaves out.
func TestOrderIsDrawn(t *testing.T) {
	in := scoring.Input{Rubric: ordered(t, rubric.OrderBorda), Agencies: agency.NewList([]*agency.Agency{one("a", "k", "", 1), one("b", "k", "", 1), one("c", "k", "", 1)}, nil)}
	for _, v := range []struct {
		id      string
		x, y, z float64
	}{{"a", 10, 0, 0}, {"b", 4, 5, 5}, {"c", 3, 6, 1}} {
		in.Answers = append(in.Answers, says(v.id, "x", v.x), says(v.id, "y", v.y), says(v.id, "z", v.z))
	}
	a, err := scoring.Assess(in, scoring.Options{Uncertainty: result.DefaultUncertainty()})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range [][2]int{{2, 3}, {1, 1}, {2, 3}} {
		r := a.Agencies[u].Results[result.Self].Rank
		if r.Interval.Method != result.IntervalDraws || r.Interval.Best != want[0] || r.Interval.Worst != want[1] {
			t.Errorf("%s lies in %+v, want %v", a.Agencies[u].ID, r.Interval, want)
		}
	}
}

// c's y is unknown, so nobody's place is certain unless one is above the other whatever it is: a is at least as good as
// b everywhere.
func TestOrderOfUnknowns(t *testing.T) {
	in := scoring.Input{Rubric: ordered(t, rubric.OrderBorda), Agencies: agency.NewList([]*agency.Agency{one("a", "k", "", 1), one("b", "k", "", 1), one("c", "k", "", 1)}, nil)}
	in.Answers = append(in.Answers,
		says("a", "x", 8), says("a", "y", 5), says("a", "z", 5),
		says("b", "x", 4), says("b", "y", 5), says("b", "z", 5),
		says("c", "x", 6), says("c", "z", 1))
	a, err := scoring.Assess(in, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for u, want := range [][2]int{{1, 2}, {2, 3}, {1, 3}} {
		if i := a.Agencies[u].Results[result.Self].Rank.Interval; i.Best != want[0] || i.Worst != want[1] {
			t.Errorf("%s may be at %d–%d, want %v", a.Agencies[u].ID, i.Best, i.Worst, want)
		}
	}
}
