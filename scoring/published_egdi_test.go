package scoring_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// egdi assesses one survey of the UN with a rubric.
func egdi(t *testing.T, r *rubric.Rubric, rows []map[string]string) *result.Assessment {
	t.Helper()
	return assess(t, wideInput(t, r, rows, "country", questionnaire.Unknown), scoring.Options{})
}

// The index of twelve UN surveys follows from the printed subindices, up to their rounding, and so do the ranks. The
// surveys of 2008 and 2010 weighted 0.34, 0.33 and 0.33. Where ranks differ, countries are tied in the printed
// index or nearly so, and the subindices have too few digits to tell them apart; in 2008 the published index of two
// countries does not follow from their subindices (by up to 0.012), which shifts their neighbours.
func TestEGDISurveys(t *testing.T) {
	surveys := map[int][]map[string]string{}
	for _, row := range csvtest.File(t, "testdata/egdi/surveys.csv") {
		year, err := strconv.Atoi(row["year"])
		if err != nil {
			t.Fatal(err)
		}
		surveys[year] = append(surveys[year], row)
	}
	equal, err := library.Open("egdi")
	if err != nil {
		t.Fatal(err)
	}
	older := loaded(t, "egdi/egdi-2010.yaml")
	for _, c := range []struct {
		year, countries, sameRank int
		rubric                    *rubric.Rubric
		tolerance                 float64
		off                       []string // whose published index does not follow from the subindices
	}{
		{2003, 173, 173, equal, 1.5e-5, nil},
		{2004, 178, 178, equal, 1.5e-5, nil},
		{2005, 179, 179, equal, 1.5e-5, nil},
		{2008, 182, 175, older, 1e-4, []string{"Cambodia", "Cameroon"}},
		{2010, 183, 183, older, 1.5e-5, nil},
		{2012, 190, 190, equal, 1.5e-5, nil},
		{2014, 193, 193, equal, 2.5e-5, nil},
		{2016, 193, 193, equal, 1.5e-5, nil},
		{2018, 193, 191, equal, 3.5e-5, nil},
		{2020, 193, 190, equal, 3.5e-5, nil},
		{2022, 193, 189, equal, 7.5e-5, nil},
		{2024, 193, 192, equal, 4.5e-5, nil},
	} {
		t.Run(strconv.Itoa(c.year), func(t *testing.T) {
			rows := surveys[c.year]
			if len(rows) != c.countries {
				t.Fatalf("%d countries, want %d", len(rows), c.countries)
			}
			a := egdi(t, c.rubric, rows)
			same := 0
			for u, one := range a.Agencies {
				scores, row := one.Results[result.Self], rows[u]
				if one.ID != row["country"] || scores.Index.Value == nil {
					t.Fatalf("%s stands where %s was, with %+v", one.ID, row["country"], scores.Index)
				}
				off := math.Abs(*scores.Index.Value - csvtest.Figure(t, row["egdi"]))
				if excepted := slices.Contains(c.off, one.ID); excepted != (off > c.tolerance) || off > 0.0125 {
					t.Errorf("%s is %v, published: %s", one.ID, *scores.Index.Value, row["egdi"])
				}
				switch apart := math.Abs(float64(scores.Rank.Overall) - csvtest.Figure(t, row["rank"])); {
				case apart == 0:
					same++
				case apart > 1 && c.year != 2008:
					t.Errorf("%s is placed %d, published: %s", one.ID, scores.Rank.Overall, row["rank"])
				}
			}
			if same != c.sameRank {
				t.Errorf("%d ranks are the published ones, want %d of %d", same, c.sameRank, c.countries)
			}
		})
	}
}

// With equal weights the survey of 2010 does not come out: what its weights are makes a difference that is seen.
func TestEGDIWeightsOf2010(t *testing.T) {
	equal, err := library.Open("egdi")
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, row := range csvtest.File(t, "testdata/egdi/surveys.csv") {
		if row["year"] == "2010" {
			rows = append(rows, row)
		}
	}
	most := 0.0
	for u, x := range valuesOf(egdi(t, equal, rows), "") {
		most = max(most, math.Abs(x-csvtest.Figure(t, rows[u]["egdi"])))
	}
	if most < 1e-3 {
		t.Errorf("equal weights miss the published index by %v only", most)
	}
}

// The printed groups: very high above 0.75, high above 0.50, middle above 0.25, low below.
func TestEGDIGroups(t *testing.T) {
	r, err := library.Open("egdi")
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	want := map[string]string{
		"0": "low", "0.2499": "low", "0.25": "middle", "0.4999": "middle", "0.5": "high", "0.7499": "high",
		"0.75": "very_high", "1": "very_high",
	}
	for x := range want {
		rows = append(rows, map[string]string{"country": x, "OSI": x, "TII": x, "HCI": x})
	}
	for _, one := range egdi(t, r, rows).Agencies {
		if got := one.Results[result.Self].Index.Band; got != want[one.ID] {
			t.Errorf("%s is %q, want %q", one.ID, got, want[one.ID])
		}
	}
}

// The samples egdi-2024 and egdi-2010-2024 hold the figures of the surveys, each once, so that what was shown above is
// true of them.
func TestEGDISamplesAreTheSurveys(t *testing.T) {
	surveys := map[string][]string{}
	for _, row := range csvtest.File(t, "testdata/egdi/surveys.csv") {
		surveys[row["year"]] = append(surveys[row["year"]], row["osi"]+" "+row["tii"]+" "+row["hci"])
	}
	samples := map[string]string{"2024": "egdi-2024"}
	for year := 2010; year <= 2024; year += 2 {
		samples[strconv.Itoa(year)+" "] = "egdi-2010-2024/" + strconv.Itoa(year)
	}
	for key, sample := range samples {
		var got []string
		for _, row := range csvtest.File(t, "../samples/"+sample+"/answers/subindeks.csv") {
			cell := func(id string) string { return row[id] + row[strings.ToUpper(id)] }
			got = append(got, cell("osi")+" "+cell("tii")+" "+cell("hci"))
		}
		want := surveys[strings.TrimSpace(key)]
		slices.Sort(got)
		slices.Sort(want)
		if len(got) < 183 || !slices.Equal(got, want) {
			t.Errorf("the %d rows of the sample %s are not the %d of the survey", len(got), sample, len(want))
		}
	}
}
