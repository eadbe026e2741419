package scoring_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// offered are values in the indicator's own unit, the lowest and the highest possible among them, and none twice.
func offered(n *rubric.Node) []float64 {
	var values []float64
	add := func(ends ...*float64) {
		for _, x := range ends {
			if x != nil {
				values = append(values, *x)
			}
		}
	}
	for _, l := range n.Levels {
		values = append(values, l.Level)
	}
	if a := n.Answer; a != nil {
		sum := 0.0
		for _, o := range a.Options {
			values = append(values, o.Points)
			sum += o.Points
		}
		switch a.Kind {
		case rubric.YesNo, rubric.Ratio:
			values = append(values, 0, 1)
		case rubric.Percentage:
			values = append(values, 0, 100)
		case rubric.Multiple:
			values = append(values, 0, sum)
		}
		if a.Limits != nil {
			add(a.Limits.Min, a.Limits.Max)
		}
	}
	s := n.Scoring()
	add(s.Min, s.Max)
	for _, p := range s.Points {
		values = append(values, p.At)
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// extremes finds the worst and the best that can be said or measured about each indicator, by scoring an agency for
// each value that is offered.
func extremes(t *testing.T, r *rubric.Rubric) (worst, best map[string]float64) {
	t.Helper()
	offers, most := map[string][]float64{}, 0
	for _, n := range r.Indicators() {
		offers[n.ID] = offered(n)
		if measuredAlone(n) {
			offers[n.ID] = nil
			for _, b := range n.Measure.Breakpoints {
				offers[n.ID] = append(offers[n.ID], b.At)
			}
		}
		most = max(most, len(offers[n.ID]))
	}
	in := scoring.Input{Rubric: r}
	var agencies []*agency.Agency
	for k := range most {
		id := strconv.Itoa(k)
		agencies = append(agencies, anyKind(id))
		for _, n := range r.Indicators() {
			if k < len(offers[n.ID]) {
				say(&in, id, n, offers[n.ID][k])
			}
		}
	}
	in.Agencies = agency.NewList(agencies, nil)
	worst, best = map[string]float64{}, map[string]float64{}
	a := assess(t, in, scoring.Options{})
	for _, n := range r.Indicators() {
		low, high := math.Inf(1), math.Inf(-1)
		for k, x := range offers[n.ID] {
			score := a.Agencies[k].Results[result.Self].Nodes[n.ID].Value
			if score == nil {
				t.Fatalf("%s has no score for %v", n.ID, x)
			}
			if *score < low {
				low, worst[n.ID] = *score, x
			}
			if *score > high {
				high, best[n.ID] = *score, x
			}
		}
	}
	return worst, best
}

// anyKind is an agency of which nobody knows what kind it is, so that every indicator applies to it.
func anyKind(id string) *agency.Agency {
	a := one(id, "", "", 1)
	a.Columns = map[string]string{}
	return a
}

// measuredAlone reports whether only a measurement counts.
func measuredAlone(n *rubric.Node) bool {
	return n.Measure != nil && n.Measure.Rule == rubric.RuleMeasured
}

// say adds an answer, or the measurement where only that counts.
func say(in *scoring.Input, agencyID string, n *rubric.Node, x float64) {
	if !measuredAlone(n) {
		in.Answers = append(in.Answers, says(agencyID, n.ID, x))
		return
	}
	in.Measurements = append(in.Measurements, telemetry.Measurement{
		Agency: agencyID, Indicator: n.ID, Metric: n.Measure.Metric, Reduction: n.Measure.Reduction, Value: x,
		Samples: 1, Expected: 1, Coverage: 1, Numerator: math.NaN(), Denominator: math.NaN(),
	})
}

// ends assesses two agencies, one of which has the worst of everything and the other the best.
func ends(t *testing.T, r *rubric.Rubric, worst, best map[string]float64) (low, high *float64) {
	t.Helper()
	in := scoring.Input{
		Rubric:   r,
		Agencies: agency.NewList([]*agency.Agency{anyKind("worst"), anyKind("best")}, nil),
	}
	for _, n := range r.Indicators() {
		say(&in, "worst", n, worst[n.ID])
		say(&in, "best", n, best[n.ID])
	}
	a := assess(t, in, scoring.Options{})
	return a.Agencies[0].Results[result.Self].Index.Value, a.Agencies[1].Results[result.Self].Index.Value
}

// whole fails unless two values are the ends of the rubric's scale, to 1e-9 of its span.
func whole(t *testing.T, what string, scale rubric.Scale, low, high *float64) {
	t.Helper()
	off := func(x *float64, end float64) bool { return x == nil || !(math.Abs(*x-end) <= 1e-9*scale.Span()) }
	if off(low, scale.Min) || off(high, scale.Max) {
		t.Errorf("%s goes from %v to %v, want %v to %v", what, shown(low), shown(high), scale.Min, scale.Max)
	}
}

// With the best answer to everything the index of every built-in rubric is the top of its scale, with the worst the
// bottom; and with an indicator that holds all the weight it goes from one end to the other by that indicator alone.
func TestEveryRubricReachesItsEnds(t *testing.T) {
	for _, id := range library.IDs() {
		t.Run(id, func(t *testing.T) {
			r, err := library.Open(id)
			if err != nil {
				t.Fatal(err)
			}
			worst, best := extremes(t, r)
			low, high := ends(t, r, worst, best)
			whole(t, "the index", r.Scale, low, high)
			for _, n := range r.Indicators() {
				alone := *r
				alone.Children = only(r.Children, n)
				alone.Link()
				low, high := ends(t, &alone, worst, best)
				whole(t, "the index by "+n.ID+" alone", r.Scale, low, high)
			}
		})
	}
}

// only copies the branch that leads to one indicator.
func only(nodes []*rubric.Node, leaf *rubric.Node) []*rubric.Node {
	for _, n := range nodes {
		if n == leaf {
			return []*rubric.Node{n}
		}
		if below := only(n.Children, leaf); below != nil {
			branch := *n
			branch.Children = below
			return []*rubric.Node{&branch}
		}
	}
	return nil
}

// Pemdi by hand, on invented answers: 16 indicators with 86 per cent of the index at level 3; SDI 37.5 is still level 2
// and IPS 1.8 level 2 already; SJIG 3.2 is level 3; interoperability is not known yet and counts 1, without coverage:
// 0.86·3 + 0.05·2 + 0.03·3 + 0.03·2 + 0.03·1 = 2.86.
func TestPemdiTakesOtherIndices(t *testing.T) {
	r, err := library.Open("pemdi-2026")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("kota", "kota", "", 1)}, nil)}
	other := map[string]float64{"5": 37.5, "6": 3.2, "7": 1.8}
	for _, n := range r.Indicators() {
		x, external := other[n.Code]
		switch {
		case external:
			in.Answers = append(in.Answers, says("kota", n.ID, x))
		case n.External == nil:
			in.Answers = append(in.Answers, says("kota", n.ID, 3))
		}
	}
	scores := assess(t, in, scoring.Options{}).Agencies[0].Results[result.Self]
	for code, level := range map[string]float64{"5": 2, "6": 3, "7": 2, "18": 1} {
		want(t, "indicator "+code, scores.Nodes[r.Indicator(code).ID].Value, level)
	}
	want(t, "the index", scores.Index.Value, 2.86)
	if math.Abs(scores.Index.Coverage-0.97) > 1e-12 || scores.Index.Band != "baik" {
		t.Errorf("coverage %v, predicate %q; want 0.97 and baik", scores.Index.Coverage, scores.Index.Band)
	}
	if flags := scores.Nodes[r.Indicator("18").ID].Flags; !slices.Contains(flags, result.FlagPlaceholder) {
		t.Errorf("indicator 18 has the flags %q: nobody sees that its value stands in for another", flags)
	}
}

// The bottom policy of the official rubrics by hand, on invented answers: of EPSS only domain 1 is answered, at level 5;
// its 28 per cent count 5 and the rest 1: 0.28·5 + 0.72·1 = 2.12.
func TestOfficialRubricsCountTheUnknownAtTheBottom(t *testing.T) {
	r, err := library.Open("epss-2022")
	if err != nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r, Agencies: agency.NewList([]*agency.Agency{one("dinas", "dinas", "", 1)}, nil)}
	for _, code := range []string{"1", "2", "3", "4"} {
		in.Answers = append(in.Answers, questionnaire.Answer{
			Agency: "dinas", Indicator: r.Indicator(code).ID, Claim: questionnaire.Value{Number: 5, State: questionnaire.Known},
		})
	}
	index := assess(t, in, scoring.Options{}).Agencies[0].Results[result.Self].Index
	want(t, "the index", index.Value, 2.12)
	if math.Abs(index.Coverage-0.28) > 1e-12 || index.Band != "cukup" {
		t.Errorf("coverage %v, predicate %q; want 0.28 and cukup", index.Coverage, index.Band)
	}
}
