package compare_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/compare"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/scoringtest"
)

// assessed is an assessment together with its evidence.
func assessed(t interface {
	Helper()
	Fatal(args ...any)
}, in scoring.Input, o scoring.Options,
) compare.Side {
	t.Helper()
	a, err := scoring.Assess(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return compare.Side{Result: a, Input: func() (scoring.Input, error) { return in, nil }}
}

func sum(s *result.Split) float64 {
	return s.Own + s.Others + s.Company + s.Rubric + s.Coverage + s.Method
}

// holds checks what must be true of every comparison: parts sum to the whole, drivers to the own part, and no part is
// not a number.
func holds(t *rapid.T, c *result.Comparison) {
	const tol = 1e-9
	for _, step := range c.Steps {
		for _, one := range step.Agencies {
			if one.Index != nil {
				want := *one.To.Index - *one.From.Index
				if math.Abs(one.Index.Change-want) > tol || !(math.Abs(sum(one.Index)-want) < tol) {
					t.Fatalf("%s: the parts %+v do not sum to %v", one.Agency, one.Index, want)
				}
				if math.Abs(one.Index.Rubric-one.Index.Weights-one.Index.Dropped-one.Index.Added) > tol {
					t.Fatalf("%s: the parts of the rubric %+v", one.Agency, one.Index)
				}
				drivers := 0.0
				for _, d := range one.Drivers {
					drivers += d.Part
				}
				if one.Drivers != nil && !(math.Abs(drivers-one.Index.Own) < tol) {
					t.Fatalf("%s: the drivers %+v do not sum to %v", one.Agency, one.Drivers, one.Index.Own)
				}
			} else if one.Reason == "" || one.Reason == "not_reproduced" {
				t.Fatalf("%s has no split for the reason %q", one.Agency, one.Reason)
			}
			if one.Rank != nil {
				want := float64(one.From.Rank - one.To.Rank)
				if one.Rank.Change != want || !(math.Abs(sum(one.Rank)-want) < tol) {
					t.Fatalf("%s: the parts %+v do not sum to %v", one.Agency, one.Rank, want)
				}
			} else if one.RankReason == "" || one.RankReason == "not_reproduced" {
				t.Fatalf("%s has no split of the rank for the reason %q", one.Agency, one.RankReason)
			}
		}
	}
}

// changed draws a rubric that differs from r in weights, aggregation and indicators.
func changed(t *rapid.T, r *rubric.Rubric) *rubric.Rubric {
	out := *r
	out.Version = "2"
	out.Unknown = rapid.SampledFrom([]rubric.UnknownPolicy{r.Unknown, rubric.Renormalise, rubric.Bottom}).Draw(t, "unknown 2")
	var copyOf func(nodes []*rubric.Node) []*rubric.Node
	copyOf = func(nodes []*rubric.Node) []*rubric.Node {
		var list []*rubric.Node
		for i, n := range nodes {
			if n.IsIndicator() && i > 0 && rapid.IntRange(0, 4).Draw(t, "dropped") == 0 {
				continue
			}
			c := *n
			if r.Aggregate != rubric.Sum && rapid.Bool().Draw(t, "weight changes") {
				c.Weight = float64(rapid.IntRange(1, 5).Draw(t, "weight 2"))
			}
			if !c.IsIndicator() && rapid.IntRange(0, 2).Draw(t, "aggregation changes") == 0 {
				c.Aggregate, c.Power = rapid.SampledFrom([]rubric.Aggregation{rubric.Arithmetic, rubric.Geometric, rubric.Minimum}).Draw(t, "how 2"), nil
			}
			if c.IsIndicator() && i == 0 && rapid.IntRange(0, 3).Draw(t, "added") == 0 {
				extra := *n
				extra.ID, extra.Measure, extra.External = n.ID+"x", nil, nil
				list = append(list, &extra)
			}
			c.Children = copyOf(n.Children)
			list = append(list, &c)
		}
		return list
	}
	out.Children = copyOf(r.Children)
	out.Link()
	return &out
}

func TestPartsSumToTheWhole(t *testing.T) {
	split := 0
	reasons := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		o := scoringtest.Options{Linear: rapid.Bool().Draw(t, "linear"), Plain: rapid.Bool().Draw(t, "plain")}
		r := scoringtest.Rubric(t, o)
		in, opts := scoringtest.Input(t, r, o)
		a := assessed(t, in, opts)
		s := r
		if rapid.Bool().Draw(t, "another rubric") {
			s = changed(t, r)
		}
		in, opts = scoringtest.Input(t, s, o)
		if rapid.Bool().Draw(t, "another method") {
			opts.Combine = scoring.CombineMedian
		}
		b := assessed(t, in, opts)
		if rapid.IntRange(0, 3).Draw(t, "evidence") == 0 {
			a.Input = nil
		}
		c, err := compare.Compare([]compare.Side{a, b}, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, c)
		for _, one := range c.Steps[0].Agencies {
			reasons[one.Reason]++
			if one.Index != nil && one.Rank != nil {
				split++
			}
		}
	})
	t.Log(reasons)
	if split < 20 {
		t.Errorf("only %d changes were split", split)
	}
}

// A rank is split as the definition says: over all orders of the agency's own evidence, the evidence of the others and
// the company, by assessing each mixture anew.
func TestRankByAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := scoringtest.Rubric(t, scoringtest.Options{Plain: true})
		in := [2]scoring.Input{}
		for s := range in {
			in[s], _ = scoringtest.Input(t, r, scoringtest.Options{Plain: true})
		}
		sides := []compare.Side{assessed(t, in[0], scoring.Options{}), assessed(t, in[1], scoring.Options{})}
		c, err := compare.Compare(sides, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range c.Steps[0].Agencies {
			// place gives the rank where own, others and company come from these sides.
			place := func(own, others, company int) float64 {
				var list []*agency.Agency
				var answers []questionnaire.Answer
				for _, a := range in[company].Agencies.All() {
					evidence := others
					if a.ID == one.Agency {
						evidence = own
					} else if _, there := in[others].Agencies.Index(a.ID); !there {
						evidence = company // it has no other
					}
					list = append(list, a)
					for _, answer := range in[evidence].Answers {
						if answer.Agency == a.ID {
							answers = append(answers, answer)
						}
					}
				}
				a, err := scoring.Assess(scoring.Input{Rubric: r, Agencies: agency.NewList(list, nil), Answers: answers}, scoring.Options{})
				if err != nil {
					t.Fatal(err)
				}
				return float64(a.Headline(a.Agency(one.Agency)).Rank.Overall)
			}
			var want [3]float64
			orders := [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}
			for _, order := range orders {
				var side [3]int
				before := place(0, 0, 0)
				for _, player := range order {
					side[player] = 1
					after := place(side[0], side[1], side[2])
					want[player] += (before - after) / float64(len(orders))
					before = after
				}
			}
			got := one.Rank
			if got == nil {
				t.Fatalf("%s is not split: %s", one.Agency, one.RankReason)
			}
			for k, part := range []float64{got.Own, got.Others, got.Company} {
				if math.Abs(part-want[k]) > 1e-9 {
					t.Fatalf("%s: the parts are %+v, want own, others and company %v", one.Agency, got, want)
				}
			}
		}
	})
}

// What does not change has no part: the same assessment twice, and a rubric whose weights are all three times as large.
func TestNothingChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := scoringtest.Rubric(t, scoringtest.Options{})
		in, opts := scoringtest.Input(t, r, scoringtest.Options{})
		a := assessed(t, in, opts)
		c, err := compare.Compare([]compare.Side{a, a}, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, c)
		for _, one := range c.Steps[0].Agencies {
			for _, s := range []*result.Split{one.Index, one.Rank} {
				if s != nil && *s != (result.Split{}) {
					t.Fatalf("%s: %+v", one.Agency, s)
				}
			}
			if len(one.Drivers) > 0 || (one.IndexBeyond != nil && *one.IndexBeyond) {
				t.Fatalf("%+v", one)
			}
		}
		if c.Trends[0].Reason == "" {
			t.Fatal("two results of one year make no trend")
		}
	})
}

// The order in which agencies stand in the results means nothing.
func TestOrderOfAgencies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := scoringtest.Rubric(t, scoringtest.Options{})
		in, opts := scoringtest.Input(t, r, scoringtest.Options{})
		a := assessed(t, in, opts)
		in, opts = scoringtest.Input(t, r, scoringtest.Options{})
		b := assessed(t, in, opts)
		one, err := compare.Compare([]compare.Side{a, b}, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		turned := *b.Result
		turned.Agencies = slices.Clone(turned.Agencies)
		slices.Reverse(turned.Agencies)
		b.Result = &turned
		two, err := compare.Compare([]compare.Side{a, b}, compare.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range one.Steps[0].Agencies {
			at := slices.IndexFunc(two.Steps[0].Agencies, func(y result.AgencyChange) bool { return y.Agency == x.Agency })
			y := two.Steps[0].Agencies[at]
			for _, pair := range [][2]*result.Split{{x.Index, y.Index}, {x.Rank, y.Rank}} {
				p, q := pair[0], pair[1]
				if (p == nil) != (q == nil) {
					t.Fatalf("%s is split once only", x.Agency)
				}
				if p != nil && (math.Abs(p.Own-q.Own) > 1e-9 || math.Abs(p.Others-q.Others) > 1e-9 || math.Abs(p.Coverage-q.Coverage) > 1e-9) {
					t.Fatalf("%s: %+v, in another order %+v", x.Agency, p, q)
				}
			}
		}
	})
}
