package compare_test

import (
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"siap/internal/source"
	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/compare"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// surveys are the years of the sample.
var surveys = []int{2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024}

// survey assesses one year of the sample egdi-2010-2024.
func survey(t testing.TB, year int) compare.Side {
	t.Helper()
	dir := filepath.Join("..", "..", "samples", "egdi-2010-2024")
	table := func(path ...string) []map[string]string {
		return csvtest.File(t, filepath.Join(append([]string{dir}, path...)...))
	}
	r, err := library.Open("egdi")
	if year == 2010 {
		path := filepath.Join(dir, "2010", "egdi-2010.yaml")
		r, _ = rubric.Load(source.Source{Path: path, Name: "egdi-2010.yaml"})
	}
	if err != nil || r == nil {
		t.Fatal(err)
	}
	in := scoring.Input{Rubric: r}
	var list []*agency.Agency
	for _, row := range table("agencies.csv") {
		list = append(list, &agency.Agency{ID: row["id"], Name: row["name"], Columns: map[string]string{"region": row["region"]}, Zone: agency.WIB, Weight: 1})
	}
	in.Agencies = agency.NewList(list, []string{"region"})
	for _, row := range table(strconv.Itoa(year), "answers", "subindeks.csv") {
		for column, cell := range row {
			n := r.Indicator(column)
			if n == nil {
				continue
			}
			in.Answers = append(in.Answers, questionnaire.Answer{
				Agency: row["agency"], Indicator: n.ID, Claim: questionnaire.Value{Number: csvtest.Number(t, cell), State: questionnaire.Known},
			})
		}
	}
	side := assessed(t, in, scoring.Options{})
	side.Result.Year = year
	return side
}

// Indonesia's published ranks (UN E-Government Surveys 2010 to 2024).
var indonesia = map[int]int{2010: 109, 2012: 97, 2014: 106, 2016: 116, 2018: 107, 2020: 88, 2022: 77, 2024: 64}

// The parts of every change of the eight surveys sum to the whole for every country; the path of Indonesia is the
// published one.
func TestEGDI2010To2024(t *testing.T) {
	var sides []compare.Side
	for _, year := range surveys {
		sides = append(sides, survey(t, year))
	}
	c, err := compare.Compare(sides, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Steps) != 8 {
		t.Fatalf("%d steps, want 7 and the whole", len(c.Steps))
	}
	for _, step := range c.Steps {
		countries := 0
		for _, one := range step.Agencies {
			if one.From.Index == nil || one.To.Index == nil { // not in one of the surveys
				if one.Reason != "no_score" || one.Index != nil || one.Rank != nil {
					t.Errorf("%s: %+v", one.Agency, one)
				}
				continue
			}
			countries++
			want := *one.To.Index - *one.From.Index
			if one.Index == nil || !(math.Abs(sum(one.Index)-want) < 1e-9) {
				t.Errorf("step %d–%d, %s: the parts %+v do not sum to %v", step.From, step.To, one.Agency, one.Index, want)
			}
			places := float64(one.From.Rank - one.To.Rank)
			if one.Rank == nil || !(math.Abs(sum(one.Rank)-places) < 1e-9) {
				t.Errorf("step %d–%d, %s: the parts %+v do not sum to %v", step.From, step.To, one.Agency, one.Rank, places)
			}
			drivers := 0.0
			for _, d := range one.Drivers {
				drivers += d.Part
			}
			if !(math.Abs(drivers-one.Index.Own) < 1e-9) {
				t.Errorf("step %d–%d, %s: the drivers sum to %v, own is %v", step.From, step.To, one.Agency, drivers, one.Index.Own)
			}
			// Three known figures a country: nothing but own figures and, from 2010 on, the weights can move the index.
			if s := one.Index; s.Coverage != 0 || s.Method != 0 || s.Others != 0 || (s.Weights != 0) != (step.From == 0 && differ(one)) {
				t.Errorf("step %d–%d, %s: %+v", step.From, step.To, one.Agency, s)
			}
		}
		before := surveyed(c, step.From)
		want := 0
		for _, id := range surveyed(c, step.To) {
			if slices.Contains(before, id) {
				want++
			}
		}
		if countries != want || want < 180 {
			t.Errorf("step %d–%d: %d countries split, want %d", step.From, step.To, countries, want)
		}
	}
	for _, trend := range c.Trends {
		if trend.Agency != "IDN" {
			continue
		}
		for i, p := range trend.Points {
			if p.Rank != indonesia[surveys[i]] {
				t.Errorf("in %d Indonesia was %d, published %d", surveys[i], p.Rank, indonesia[surveys[i]])
			}
		}
		// (109 − 64) places over 14 years.
		if trend.RankYearly == nil || math.Abs(*trend.RankYearly-45.0/14) > 1e-12 || len(trend.Breaks) != 1 || trend.Breaks[0] != 1 {
			t.Errorf("%+v", trend)
		}
	}
}

// differ reports whether the weights of 2010 and of later surveys can give a country different indices: not where its
// three figures are one and the same.
func differ(one result.AgencyChange) bool { return len(one.Drivers) > 0 }

// surveyed lists who has an index on a side.
func surveyed(c *result.Comparison, side int) []string {
	var ids []string
	for _, trend := range c.Trends {
		if p := trend.Points[side]; p != nil && p.Index != nil {
			ids = append(ids, trend.Agency)
		}
	}
	return ids
}

// The split of Indonesia's index from 2010 to 2012 by hand (docs/compare.md). x are the figures of 2010 and y those of 2012
// (online services, telecommunication, human capital), v the weights of 2010 and w = 1/3 each. The four mixtures are
//
//	v·x = 0.34·0.24444 + 0.33·0.11429 + 0.33·0.85400 = 0.4026453    2010 as it was
//	v·y = 0.34·0.49673 + 0.33·0.18966 + 0.33·0.79819 = 0.4948787    the figures of 2012 by the weights of 2010
//	w·x = (0.24444 + 0.11429 + 0.85400) / 3          = 0.4042433    the figures of 2010 by the weights of 2012
//	w·y = (0.49673 + 0.18966 + 0.79819) / 3          = 0.4948600    2012 as it was
//
// and there are two orders, so
//
//	own     = ((v·y − v·x) + (w·y − w·x)) / 2 = (0.0922334 + 0.0906167) / 2 = 0.0914250
//	weights = ((w·x − v·x) + (w·y − v·y)) / 2 = (0.0015980 − 0.0000187) / 2 = 0.0007897
//	sum     = 0.0922147 = 0.4948600 − 0.4026453
//
// The part of online services in own is (0.34 + 1/3) / 2 · (0.49673 − 0.24444) = 0.0849376.
func TestIndonesia2012ByHand(t *testing.T) {
	c, err := compare.Compare([]compare.Side{survey(t, 2010), survey(t, 2012)}, compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(c.Steps[0].Agencies, func(a result.AgencyChange) bool { return a.Agency == "IDN" })
	one := c.Steps[0].Agencies[at]
	for _, w := range []struct {
		what      string
		got, want float64
	}{
		{"change", one.Index.Change, 0.0922147},
		{"own", one.Index.Own, 0.0914250},
		{"weights", one.Index.Weights, 0.0007897},
		{"places", one.Rank.Change, 12},
	} {
		if math.Abs(w.got-w.want) > 6e-8 {
			t.Errorf("%s is %v, want %v", w.what, w.got, w.want)
		}
	}
	if d := one.Drivers[0]; d.Indicator != "osi" || math.Abs(d.Part-0.0849376) > 6e-8 {
		t.Errorf("the first driver is %+v", d)
	}
}
