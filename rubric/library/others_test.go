package library

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"siap/internal/table/csvtest"
	"siap/rubric"
)

func opened(t *testing.T, id string) *rubric.Rubric {
	t.Helper()
	r, err := Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pathOf gives the nodes from the dimension down to the indicator of a code.
func pathOf(r *rubric.Rubric, code string) []*rubric.Node {
	var down func(nodes []*rubric.Node) []*rubric.Node
	down = func(nodes []*rubric.Node) []*rubric.Node {
		for _, n := range nodes {
			if n.IsIndicator() && n.Code == code {
				return []*rubric.Node{n}
			}
			if below := down(n.Children); below != nil {
				return append([]*rubric.Node{n}, below...)
			}
		}
		return nil
	}
	return down(r.Children)
}

// The 20 indicators of Pemdi have the official numbers, names, aspects and weights, and those that come from another
// index say so.
func TestPemdiIsTheOfficialTree(t *testing.T) {
	r := opened(t, "pemdi-2026")
	rows := csvtest.File(t, "testdata/pemdi/indicators.csv")
	if len(rows) != 20 || len(r.Indicators()) != 20 || len(r.Children) != 7 {
		t.Fatalf("%d rows, %d indicators, %d aspects; want 20, 20 and 7", len(rows), len(r.Indicators()), len(r.Children))
	}
	var external []string
	for _, row := range rows {
		path := pathOf(r, row["no"])
		if len(path) != 2 {
			t.Fatalf("indicator %s has the path %v", row["no"], path)
		}
		aspect, n := path[0], path[1]
		if n.Title.ID != row["name"] || n.Weight != csvtest.Number(t, row["indicator_weight_pct"]) {
			t.Errorf("%s is %q with %v, official: %q with %s", n.Code, n.Title.ID, n.Weight, row["name"], row["indicator_weight_pct"])
		}
		if aspect.Title.ID != row["aspect"] || aspect.Code != "A"+row["aspect_no"] || aspect.Weight != csvtest.Number(t, row["aspect_weight_pct"]) {
			t.Errorf("%s stands in %s %q with %v, official: %q with %s", n.Code, aspect.Code, aspect.Title.ID, aspect.Weight,
				row["aspect"], row["aspect_weight_pct"])
		}
		if n.External != nil {
			external = append(external, n.Code)
			if n.External.Placeholder == nil || *n.External.Placeholder != 1 {
				t.Errorf("%s has the placeholder %v, want 1", n.Code, n.External.Placeholder)
			}
		}
		if share := r.Shares()[n.ID]; math.Abs(share-n.Weight/100) > 1e-12 {
			t.Errorf("%s has %v of the index, want %v per cent", n.Code, share, n.Weight)
		}
	}
	if want := []string{"5", "6", "7", "18"}; !slices.Equal(external, want) {
		t.Errorf("external: %q, want %q", external, want)
	}
}

// The tables that turn other indices into levels of Pemdi have the edges of the source; where the source writes a sign,
// the edge is closed as it says.
func TestPemdiConversion(t *testing.T) {
	r := opened(t, "pemdi-2026")
	for _, row := range csvtest.File(t, "testdata/pemdi/conversion.csv") {
		code, _, _ := strings.Cut(row["pemdi_indicator"], " ")
		n := r.Indicator(code)
		if n.Score == nil || n.Score.Method != rubric.Steps || len(n.Score.Rows) != 5 {
			t.Fatalf("indicator %s has no table of five steps: %+v", code, n.Score)
		}
		for k, step := range n.Score.Rows {
			if step.Score != float64(k+1) {
				t.Errorf("%s: step %d has the score %v", code, k+1, step.Score)
			}
			low, high := edge(step.From, step.Above), edge(step.To, step.Below)
			cell := row["level"+strconv.Itoa(k+1)]
			switch from, to, isRange := strings.Cut(cell, "-"); {
			case isRange:
				if low != csvtest.Number(t, from) || high != csvtest.Number(t, to) {
					t.Errorf("%s: step %d goes from %v to %v, source: %s", code, k+1, low, high, cell)
				}
			case strings.HasPrefix(cell, "<="):
				if step.To == nil || high != csvtest.Number(t, cell[2:]) {
					t.Errorf("%s: step %d is %s, source: %s", code, k+1, step, cell)
				}
			case strings.HasPrefix(cell, "<"):
				if step.Below == nil || high != csvtest.Number(t, cell[1:]) {
					t.Errorf("%s: step %d is %s, source: %s", code, k+1, step, cell)
				}
			default:
				t.Errorf("%s: nobody understands %q", code, cell)
			}
		}
		limits := n.Answer.Limits
		if first, last := n.Score.Rows[0], n.Score.Rows[4]; !first.Holds(*limits.Min) || !last.Holds(*limits.Max) {
			t.Errorf("%s: the answers go from %v to %v, the steps from %s to %s", code, *limits.Min, *limits.Max, first, last)
		}
	}
}

// edge is whichever of the two ways to write an end was used; NaN where none was.
func edge(in, out *float64) float64 {
	switch {
	case in != nil:
		return *in
	case out != nil:
		return *out
	}
	return math.NaN()
}

// The 38 indicators of EPSS have the official order, names and nested weights.
func TestEPSSIsTheOfficialTree(t *testing.T) {
	r := opened(t, "epss-2022")
	rows := csvtest.File(t, "testdata/epss/indicators.csv")
	aspects := 0
	for _, domain := range r.Children {
		aspects += len(domain.Children)
	}
	if len(rows) != 38 || len(r.Indicators()) != 38 || aspects != 19 || len(r.Children) != 5 {
		t.Fatalf("%d rows, %d indicators, %d aspects, %d domains; want 38, 38, 19 and 5",
			len(rows), len(r.Indicators()), aspects, len(r.Children))
	}
	for i, row := range rows {
		if got := r.Indicators()[i].Code; got != row["no"] {
			t.Errorf("indicator %s stands where %s should", got, row["no"])
		}
		path := pathOf(r, row["no"])
		if len(path) != 3 {
			t.Fatalf("indicator %s has the path %v", row["no"], path)
		}
		share := 1.0
		for k, part := range []struct{ name, weight string }{
			{"domain", "domain_weight_pct"},
			{"aspect", "aspect_weight_pct_of_domain"},
			{"name", "indicator_weight_pct_of_aspect"},
		} {
			n := path[k]
			if n.Title.ID != row[part.name] || n.Weight != csvtest.Number(t, row[part.weight]) {
				t.Errorf("%s: %q with %v, official: %q with %s", row["no"], n.Title.ID, n.Weight, row[part.name], row[part.weight])
			}
			share *= n.Weight / 100
		}
		if got := r.Shares()[path[2].ID]; math.Abs(got-share) > 1e-12 {
			t.Errorf("%s has %v of the index, want %v", row["no"], got, share)
		}
	}
}

// Where a rubric says to trust it only so far, it says why, in both languages.
func TestEveryRubricSaysWhatIsUnverified(t *testing.T) {
	for _, id := range []string{"pemdi-2026", "epss-2022", "egdi", "heeks-6"} {
		r := opened(t, id)
		if r.Source.Status == "official" {
			t.Errorf("%s passes for an official text", id)
		}
		if !strings.Contains(r.Source.Note.ID, "belum diverifikasi") || !strings.Contains(r.Source.Note.EN, "unverified") {
			t.Errorf("%s does not say what of it is unverified", id)
		}
	}
}

// Levels of one indicator differ in words, in both languages, and no two indicators describe a level alike.
func TestDescriptorsAreTheIndicatorsOwn(t *testing.T) {
	for _, id := range []string{"pemdi-2026", "epss-2022", "heeks-6"} {
		seen := map[string]string{}
		for _, n := range opened(t, id).Indicators() {
			for _, l := range n.Levels {
				for _, text := range []string{l.Text.ID, l.Text.EN} {
					if first, twice := seen[text]; twice {
						t.Errorf("%s: %s and %s both say %q", id, first, n.ID, text)
					}
					seen[text] = n.ID
				}
			}
		}
	}
}
