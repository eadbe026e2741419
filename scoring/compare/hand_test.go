package compare_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/compare"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// small is a rubric of the indicators named, on 0 to 10, with their weights.
func small(weights map[string]float64) *rubric.Rubric {
	r := &rubric.Rubric{
		ID: "small", Version: "1", Scale: rubric.Scale{Max: 10}, Rounding: rubric.Rounding{Digits: 2, Mode: "half_up"},
		Decide: rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}, Unknown: rubric.Renormalise,
		Bands: []rubric.Band{{ID: "any"}},
	}
	for _, id := range []string{"x", "y", "z", "w"} {
		if weights[id] > 0 {
			r.Children = append(r.Children, &rubric.Node{ID: id, Weight: weights[id], Answer: &rubric.Answer{Kind: rubric.Number}})
		}
	}
	r.Link()
	return r
}

// answers are the values of agencies: by agency, then by indicator; NaN is no answer.
type answers map[string]map[string]float64

func (a answers) input(r *rubric.Rubric) scoring.Input {
	in := scoring.Input{Rubric: r}
	var list []*agency.Agency
	for id, values := range a {
		list = append(list, &agency.Agency{ID: id, Name: id, Zone: agency.WIB, Weight: 1})
		for indicator, x := range values {
			if !math.IsNaN(x) {
				in.Answers = append(in.Answers, questionnaire.Answer{
					Agency: id, Indicator: indicator, Claim: questionnaire.Value{Number: x, State: questionnaire.Known},
				})
			}
		}
	}
	slices.SortFunc(list, func(a, b *agency.Agency) int { return int(a.ID[0]) - int(b.ID[0]) })
	in.Agencies = agency.NewList(list, nil)
	return in
}

// change gives what changed for one agency.
func change(t *testing.T, c *result.Comparison, id string) result.AgencyChange {
	t.Helper()
	at := slices.IndexFunc(c.Steps[0].Agencies, func(a result.AgencyChange) bool { return a.Agency == id })
	if at < 0 {
		t.Fatalf("%s is not on both sides", id)
	}
	return c.Steps[0].Agencies[at]
}

func compared(t *testing.T, a, b compare.Side) *result.Comparison {
	t.Helper()
	c, err := compare.Compare([]compare.Side{a, b}, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantSplit(t *testing.T, what string, got *result.Split, want result.Split) {
	t.Helper()
	if got == nil {
		t.Fatalf("%s is not split", what)
	}
	if diff := cmp.Diff(want, *got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("%s, want (-) and got (+):\n%s", what, diff)
	}
}

// The example of docs/compare.md. x and y weigh the same in the first year and 3 : 1 in the second, when D comes in.
//
//	        first year       second year
//	     x  y  index rank    x  y  index rank
//	A    2  2  2.0   2       3  2  2.75  2
//	B    3  2  2.5   1       2  2  2.00  3
//	C    1  1  1.0   3       1  1  1.00  4
//	D                        3  3  3.00  1
//
// The index of A in the four mixtures of its answers and the weights is 2, 2.5 (new answers), 2 (new weights) and 2.75, so
// own = (0.5 + 0.75) / 2 = 0.625 and weights = (0 + 0.25) / 2 = 0.125. The place of A is 1, one more where B is above,
// which is where both have their first answers, and one more where D is there. Own and others share the place gained, for
// either of them alone is enough: each has it in half of the orders. D takes it away.
func TestExampleOfTheDocumentation(t *testing.T) {
	a := assessed(t, answers{"A": {"x": 2, "y": 2}, "B": {"x": 3, "y": 2}, "C": {"x": 1, "y": 1}}.input(small(map[string]float64{"x": 1, "y": 1})), scoring.Options{})
	b := assessed(t, answers{"A": {"x": 3, "y": 2}, "B": {"x": 2, "y": 2}, "C": {"x": 1, "y": 1}, "D": {"x": 3, "y": 3}}.
		input(small(map[string]float64{"x": 3, "y": 1})), scoring.Options{})
	c := compared(t, a, b)
	one := change(t, c, "A")
	wantSplit(t, "the index of A", one.Index, result.Split{Change: 0.75, Own: 0.625, Rubric: 0.125, Weights: 0.125})
	wantSplit(t, "the rank of A", one.Rank, result.Split{Own: 0.5, Others: 0.5, Company: -1})
	if len(one.Drivers) != 1 || one.Drivers[0].Indicator != "x" || math.Abs(one.Drivers[0].Part-0.625) > 1e-12 {
		t.Errorf("drivers %+v", one.Drivers)
	}
	// Everything is known, so the intervals are single numbers: 2 → 2.75 is beyond them, rank 2 → 2 is not.
	if !*one.IndexBeyond || *one.RankBeyond {
		t.Errorf("beyond the intervals: index %v, rank %v", *one.IndexBeyond, *one.RankBeyond)
	}
	if only := c.Steps[0].OnlyTo; len(only) != 1 || only[0].Agency != "D" || only[0].Rank != 1 {
		t.Errorf("only in the second year: %+v", only)
	}
	// Mean of A, B and C: 5.5/3 → 5.75/3. Of B own = ((2 − 2.5) + (2 − 2.75)) / 2 = −0.625, weights = (0.25 + 0) / 2.
	mean := c.Steps[0].Mean
	wantSplit(t, "the mean", mean.Split, result.Split{Change: 0.25 / 3, Rubric: 0.25 / 3, Weights: 0.25 / 3})
	if mean.Agencies != 3 || math.Abs(mean.From-5.5/3) > 1e-12 {
		t.Errorf("%+v", mean)
	}
}

// (3 + 1) / 2 = 2; with y unknown 3.
func TestCoverageChange(t *testing.T) {
	r := small(map[string]float64{"x": 1, "y": 1})
	c := compared(t, assessed(t, answers{"A": {"x": 3, "y": 1}}.input(r), scoring.Options{}),
		assessed(t, answers{"A": {"x": 3}}.input(r), scoring.Options{}))
	one := change(t, c, "A")
	wantSplit(t, "the index", one.Index, result.Split{Change: 1, Coverage: 1})
	if !slices.Equal(one.Unknown, []string{"y"}) || one.Known != nil || one.Drivers != nil {
		t.Errorf("%+v", one)
	}
	// The index may be anything from (3 + 0)/2 to (3 + 10)/2 now, and 2 lies in it.
	if *one.IndexBeyond {
		t.Error("what is unknown may be what it was")
	}
}

// x, y, z = 2, 3, 4 give 3, and 2.5 without z, which is no longer asked; x, y = 3, 3 give 3, and with the new w = 1 7/3.
func TestIndicatorsCameAndWent(t *testing.T) {
	a := assessed(t, answers{"A": {"x": 2, "y": 3, "z": 4}}.input(small(map[string]float64{"x": 1, "y": 1, "z": 1})), scoring.Options{})
	b := assessed(t, answers{"A": {"x": 3, "y": 3, "w": 1}}.input(small(map[string]float64{"x": 1, "y": 1, "w": 1})), scoring.Options{})
	c := compared(t, a, b)
	wantSplit(t, "the index", change(t, c, "A").Index, result.Split{
		Change: -2.0 / 3, Own: 0.5, Rubric: -0.5 - 2.0/3, Dropped: -0.5, Added: -2.0 / 3,
	})
	shared := c.Steps[0].Shared
	if shared.Same || math.Abs(shared.From-2.0/3) > 1e-12 || math.Abs(shared.To-2.0/3) > 1e-12 {
		t.Errorf("%+v", shared)
	}
	in := map[string]string{}
	for _, one := range shared.Indicators {
		in[one.ID] = one.In
	}
	if diff := cmp.Diff(map[string]string{"x": "both", "y": "both", "z": "from", "w": "to"}, in); diff != "" {
		t.Error(diff)
	}
}

// 1, 1 and 4 have the mean 2 and the median 1; 2, 2 and 5 the mean 3 and the median 2. So the agency rose by 1 and the
// method took 1 away. Without the evidence nobody can tell, and it says so.
func TestMethodChange(t *testing.T) {
	r := small(map[string]float64{"x": 1})
	said := func(levels ...float64) scoring.Input {
		in := answers{"A": {}}.input(r)
		for i, x := range levels {
			in.Answers = append(in.Answers, questionnaire.Answer{
				Agency: "A", Indicator: "x", Respondent: string(rune('a' + i)), Claim: questionnaire.Value{Number: x, State: questionnaire.Known},
			})
		}
		return in
	}
	a := assessed(t, said(1, 1, 4), scoring.Options{})
	b := assessed(t, said(2, 2, 5), scoring.Options{Combine: scoring.CombineMedian})
	c := compared(t, a, b)
	wantSplit(t, "the index", change(t, c, "A").Index, result.Split{Own: 1, Method: -1})
	if m := c.Steps[0].Method; len(m) != 1 || m[0] != (result.Change{What: "combine", From: "mean", To: "median"}) {
		t.Errorf("%+v", m)
	}
	b.Input = nil
	c = compared(t, a, b)
	wantSplit(t, "the index without evidence", change(t, c, "A").Index, result.Split{})
	if !slices.Contains(c.Steps[0].Notes, result.NoteNoEvidence) {
		t.Errorf("notes %v", c.Steps[0].Notes)
	}
}

// Aggregation is method: 2 and 8 have the mean 5 and the geometric mean 4; 4 and 9 have 6.5 and 6. So own is
// ((6.5 − 5) + (6 − 4)) / 2 = 1.75 and method ((4 − 5) + (6 − 6.5)) / 2 = −0.75.
func TestAggregationChange(t *testing.T) {
	r := small(map[string]float64{"x": 1, "y": 1})
	g := small(map[string]float64{"x": 1, "y": 1})
	g.Aggregate, g.Version = rubric.Geometric, "2"
	c := compared(t, assessed(t, answers{"A": {"x": 2, "y": 8}}.input(r), scoring.Options{}),
		assessed(t, answers{"A": {"x": 4, "y": 9}}.input(g), scoring.Options{}))
	wantSplit(t, "the index", change(t, c, "A").Index, result.Split{Change: 1, Own: 1.75, Method: -0.75})
	// The parts of x: under the mean 1; under the geometric mean, over the two orders,
	// ((√32 − √16) + (√36 − √18)) / 2.
	d := change(t, c, "A").Drivers
	want := (1 + ((math.Sqrt(32)-4)+(6-math.Sqrt(18)))/2) / 2
	if len(d) != 2 || d[0].Indicator != "x" || math.Abs(d[0].Part-want) > 1e-12 {
		t.Errorf("drivers %+v, want %v of x", d, want)
	}
}

// An indicator that compares agencies moves with the others: 4 between 2 and 10 is a quarter of the way, between 0 and 8
// a half.
func TestOthersMoveARelativeScore(t *testing.T) {
	r := small(map[string]float64{"x": 1})
	r.Children[0].Score = &rubric.Score{Method: rubric.MinMax}
	a := assessed(t, answers{"A": {"x": 4}, "B": {"x": 2}, "C": {"x": 10}}.input(r), scoring.Options{})
	b := assessed(t, answers{"A": {"x": 4}, "B": {"x": 0}, "C": {"x": 8}}.input(r), scoring.Options{})
	wantSplit(t, "the index", change(t, compared(t, a, b), "A").Index, result.Split{Change: 2.5, Others: 2.5})
}

// More indicators than all orders are gone through for still sum to the own change.
func TestManyIndicatorsUnderAProduct(t *testing.T) {
	r := &rubric.Rubric{
		ID: "many", Version: "1", Scale: rubric.Scale{Max: 10}, Aggregate: rubric.Geometric, Unknown: rubric.Renormalise,
		Decide: rubric.Decide{Bands: "unrounded", Ranks: "unrounded"}, Bands: []rubric.Band{{ID: "any"}},
	}
	before, after := map[string]float64{}, map[string]float64{}
	for i := range 12 {
		id := string(rune('a' + i))
		r.Children = append(r.Children, &rubric.Node{ID: id, Weight: float64(1 + i%3), Answer: &rubric.Answer{Kind: rubric.Number}})
		before[id], after[id] = float64(1+i%4), float64(2+i%7)
	}
	r.Link()
	c := compared(t, assessed(t, answers{"A": before}.input(r), scoring.Options{}), assessed(t, answers{"A": after}.input(r), scoring.Options{}))
	one := change(t, c, "A")
	total := 0.0
	for _, d := range one.Drivers {
		total += d.Part
	}
	if len(one.Drivers) < 9 || !(math.Abs(total-one.Index.Own) < 1e-12) || !slices.Contains(c.Steps[0].Notes, result.NoteOrders) {
		t.Errorf("%d drivers sum to %v, own is %v, notes %v", len(one.Drivers), total, one.Index.Own, c.Steps[0].Notes)
	}
}

// What cannot be compared says why.
func TestRefusals(t *testing.T) {
	r := small(map[string]float64{"x": 1})
	a := assessed(t, answers{"A": {"x": 4}, "B": {}}.input(r), scoring.Options{})
	if _, err := compare.Compare([]compare.Side{a}, compare.Options{}); !errors.Is(err, compare.ErrTooFew) {
		t.Errorf("one side: %v", err)
	}
	other := small(map[string]float64{"y": 1})
	other.ID = "other"
	b := assessed(t, answers{"A": {"y": 4}}.input(other), scoring.Options{})
	_, err := compare.Compare([]compare.Side{a, b}, compare.Options{})
	if pair, ok := errors.AsType[*compare.PairError](err); !ok || !errors.Is(err, compare.ErrNothingShared) || pair.To != 1 {
		t.Errorf("nothing shared: %v", err)
	}
	a.Basis = result.Assessed
	if _, err := compare.Compare([]compare.Side{a, a}, compare.Options{}); !errors.Is(err, compare.ErrNoBasis) {
		t.Errorf("another basis: %v", err)
	}
	a.Basis = ""
	// An index that does not follow from its indicators is not split.
	edited := assessed(t, answers{"A": {"x": 5}, "B": {"x": 1}}.input(r), scoring.Options{})
	*edited.Result.Headline(edited.Result.Agency("A")).Index.Value = 9
	c := compared(t, a, edited)
	if one := change(t, c, "A"); one.Reason != "not_reproduced" || one.Index != nil || one.Rank != nil {
		t.Errorf("%+v", one)
	}
	if one := change(t, c, "B"); one.Reason != "no_score" || one.RankReason != "no_score" {
		t.Errorf("%+v", one)
	}
	// Two scales: the ranks can be compared, the indices not.
	wide := small(map[string]float64{"x": 1, "y": 1})
	wide.Aggregate, wide.Scale = rubric.Sum, rubric.Scale{Max: 20}
	for _, n := range wide.Children {
		n.Scale = &rubric.Scale{Max: 10}
	}
	wide.Link()
	c = compared(t, a, assessed(t, answers{"A": {"x": 5, "y": 5}}.input(wide), scoring.Options{}))
	if one := change(t, c, "A"); one.Reason != "scales" || one.Rank == nil || c.Steps[0].Mean != nil {
		t.Errorf("%+v", one)
	}
	// Places by Borda are no matter of the index alone.
	borda := small(map[string]float64{"x": 1})
	borda.Order, borda.Version = rubric.OrderBorda, "2"
	c = compared(t, a, assessed(t, answers{"A": {"x": 5}, "B": {"x": 1}}.input(borda), scoring.Options{}))
	if one := change(t, c, "A"); one.Index == nil || one.RankReason != "order" {
		t.Errorf("%+v", one)
	}
}

// 2.4 against (4 + 1) / 2 = 2.5. With weights that vary by a quarter the second lies anywhere about from 2.2 to 2.8, which has
// 2.4 in it; but the first result was not drawn, so both are compared by their bounds, and those are single numbers.
func TestIntervalsOfDifferentMethods(t *testing.T) {
	r := small(map[string]float64{"x": 1, "y": 1})
	drawn := scoring.Options{Uncertainty: result.Uncertainty{Draws: 256, Weights: result.VariedWeights{Method: result.WeightsUniform, Spread: 0.25}}}
	first, second := answers{"A": {"x": 2.4, "y": 2.4}, "B": {"x": 1, "y": 1}}.input(r), answers{"A": {"x": 4, "y": 1}, "B": {"x": 1, "y": 1}}.input(r)
	both := change(t, compared(t, assessed(t, first, drawn), assessed(t, second, drawn)), "A")
	if both.To.Method != result.IntervalDraws || *both.IndexBeyond {
		t.Errorf("both drawn: %+v, beyond %v", both.To, *both.IndexBeyond)
	}
	one := change(t, compared(t, assessed(t, first, scoring.Options{}), assessed(t, second, drawn)), "A")
	if !*one.IndexBeyond || *one.RankBeyond {
		t.Errorf("one drawn: index beyond %v, rank beyond %v", *one.IndexBeyond, *one.RankBeyond)
	}
}
