package scoring_test

import (
	"math"
	"slices"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/composite/rank"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// wideInput makes an input of a table with one row for each agency and one column for each indicator, by its id or
// its code. An empty cell is no answer at all, or not applicable where blank says so.
func wideInput(t *testing.T, r *rubric.Rubric, rows []map[string]string, name string, blank questionnaire.State) scoring.Input {
	t.Helper()
	in := scoring.Input{Rubric: r}
	var agencies []*agency.Agency
	for _, row := range rows {
		agencies = append(agencies, one(row[name], "", "", 1))
		for _, n := range r.Indicators() {
			cell, there := row[n.Code]
			if !there {
				cell, there = row[n.ID]
			}
			if !there {
				t.Fatalf("the table has no column for the indicator %s", n.ID)
			}
			switch x := csvtest.Figure(t, cell); {
			case !math.IsNaN(x):
				in.Answers = append(in.Answers, says(row[name], n.ID, x))
			case blank == questionnaire.NotApplicable:
				in.Answers = append(in.Answers, notApplicable(row[name], n.ID))
			}
		}
	}
	in.Agencies = agency.NewList(agencies, nil)
	return in
}

// valuesOf gives the value of a node for every agency; the empty id is the index, no value is NaN.
func valuesOf(a *result.Assessment, id string) []float64 {
	values := make([]float64, len(a.Agencies))
	for u, one := range a.Agencies {
		scores := one.Results[result.Self]
		node := &scores.Index
		if id != "" {
			node = scores.Nodes[id]
		}
		values[u] = math.NaN()
		if node.Value != nil {
			values[u] = *node.Value
		}
	}
	return values
}

const desiFolder = "../samples/desi-2022/"

func desi(t *testing.T, answers string) *result.Assessment {
	t.Helper()
	r := loaded(t, "../"+desiFolder+"desi-2022.yaml")
	rows := csvtest.File(t, desiFolder+answers)
	if len(rows) != 27 || len(r.Indicators()) != 33 {
		t.Fatalf("%d countries and %d indicators, want 27 and 33", len(rows), len(r.Indicators()))
	}
	return assess(t, wideInput(t, r, rows, "agency", questionnaire.Unknown), scoring.Options{})
}

// desiScores are the official scores and ranks by country.
func desiScores(t *testing.T) map[string]map[string]string {
	t.Helper()
	scores := map[string]map[string]string{}
	for _, row := range csvtest.File(t, "testdata/desi/scores.csv") {
		scores[row["country"]] = row
	}
	return scores
}

// The sample's own rubric and answers give the official DESI 2022: the scores of 27 countries to 1e-9 of a point (they
// were published with all digits) and all ranks, at the index, 4 dimensions and 10 sub-dimensions.
func TestDESI2022(t *testing.T) {
	a := desi(t, "answers/indikator.csv")
	scores := desiScores(t)
	nodes := []string{"DESI"}
	for n := range a.Rubric.Tree.All() {
		if !n.IsIndicator() {
			nodes = append(nodes, n.Code)
		}
	}
	if len(nodes) != 15 {
		t.Fatalf("nodes %q, want 15", nodes)
	}
	for _, code := range nodes {
		id := ""
		if code != "DESI" {
			id = a.Rubric.Tree.Node(code).ID
		}
		values := valuesOf(a, id)
		places, of := rank.Competition(values, 1e-9*100)
		if of != 27 {
			t.Errorf("%s: %d ranked, want 27", code, of)
		}
		for u, one := range a.Agencies {
			row := scores[one.ID]
			if row == nil {
				t.Fatalf("no score was published for %s", one.ID)
			}
			if want := csvtest.Figure(t, row[code]); !(math.Abs(values[u]-want) <= 1e-9) {
				t.Errorf("%s of %s is %v, published: %v", code, one.ID, values[u], want)
			}
			if want := csvtest.Figure(t, row["rank_"+code]); float64(places[u]) != want {
				t.Errorf("%s of %s has rank %d, published: %v", code, one.ID, places[u], want)
			}
		}
	}
	for _, one := range a.Agencies {
		if got, want := one.Results[result.Self].Rank.Overall, csvtest.Figure(t, scores[one.ID]["rank_DESI"]); float64(got) != want {
			t.Errorf("%s is placed %d, published: %v", one.ID, got, want)
		}
	}
}

// As collected, 8 cells are empty; the Commission filled them by estimates. Left unknown, their weight goes to the
// other indicators of the sub-dimension: the countries concerned move, Croatia the most, and no others do.
func TestDESI2022AsCollected(t *testing.T) {
	a := desi(t, "mentah/indikator.csv")
	scores := desiScores(t)
	empty := map[string]string{
		"CY": "3b6", "CZ": "1b4", "EL": "3b7", "FI": "3c2", "HR": "2a3", "LU": "3c2", "MT": "3b6", "PL": "3c2",
	}
	var moved []string
	most, farthest := 0.0, ""
	for u, x := range valuesOf(a, "") {
		one := a.Agencies[u]
		index := one.Results[result.Self].Index
		by := math.Abs(x - csvtest.Figure(t, scores[one.ID]["DESI"]))
		if by > 1e-9 {
			moved = append(moved, one.ID)
		}
		if by > most {
			most, farthest = by, one.ID
		}
		code := empty[one.ID]
		if (code != "") != (index.Coverage < 1) {
			t.Errorf("%s has coverage %v", one.ID, index.Coverage)
		}
		if code == "" {
			continue
		}
		n := a.Rubric.Tree.Indicator(code)
		if cell := one.Results[result.Self].Nodes[n.ID]; cell.Value != nil || cell.Reason != result.ReasonUnknown {
			t.Errorf("%s of %s is %+v, want unknown", code, one.ID, cell)
		}
		official := csvtest.Figure(t, scores[one.ID]["DESI"])
		if !(*index.Low <= official && official <= *index.High) {
			t.Errorf("%s: the official %v lies outside the bounds %v–%v", one.ID, official, *index.Low, *index.High)
		}
	}
	slices.Sort(moved)
	if want := []string{"CY", "CZ", "EL", "FI", "HR", "LU", "MT", "PL"}; !slices.Equal(moved, want) {
		t.Errorf("moved: %q, want %q", moved, want)
	}
	if farthest != "HR" || math.Abs(most-0.68) > 0.005 {
		t.Errorf("the largest difference is %v, of %s; want 0.68 of HR", most, farthest)
	}
}
