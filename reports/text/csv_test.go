package text

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/reports/view"
)

func TestRankingCSV(t *testing.T) {
	var b strings.Builder
	if err := RankingCSV(&b, sample()); err != nil {
		t.Fatal(err)
	}
	got, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	mark := "Data rekaan: contoh"
	want := [][]string{
		{"rank", "agency", "name", "type", "tier", "index", "low", "high", "coverage", "band", "verdict", "rank_best", "rank_worst", "of", "contradictions", "data", "human", "rank_in_type", "mark"},
		// 10/3 and 11/3 in full, as the shortest text that reads back as the same number; human does not apply.
		{"1", "diskominfo", "Dinas Komunikasi dan Informatika", "dinas", "agency", "3.3333333333333335", "3", "3.5", "0.925", "baik", "Cukup optimal", "1", "2", "3", "0", "3", "n/a", "1", mark},
		{"1", "dinkes", "Dinas 衛生 Kesehatan", "dinas", "agency", "3.3333333333333335", "3.25", "3.3333333333333335", "1", "baik", "Cukup optimal", "1", "2", "3", "1", "3.3333333333333335", "n/a", "1", mark},
		// What a spreadsheet would run gets an apostrophe; there is no place in the group, so the field is empty.
		{"3", "'=cmd", "'=cmd|'/c calc'!A0\x1b[31m\u202e", "badan", "agency", "2.6", "1.1", "3", "0.5", "baik", "Cukup optimal", "3", "3", "3", "0", "3.6666666666666665", "n/a", "", mark},
		// No score: empty, never 0.
		{"", "sunyi", "Dinas Sunyi", "dinas", "agency", "", "1", "4", "0", "", "", "", "", "3", "0", "", "", "", mark},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.HasPrefix(b.String(), "\uFEFF") {
		t.Error("a byte order mark stands before the first column's name")
	}
}

// Tags have columns of their own behind those of the groups, in the rubric's order: a value, nothing where it is not
// known, n/a where it does not apply.
func TestRankingCSVOfTags(t *testing.T) {
	r := sample()
	r.Views = []view.View{{ID: "good", Tags: []view.Tag{{ID: "open"}, {ID: "fair"}}}, {ID: "expected", Tags: []view.Tag{{ID: "easy"}}}}
	r.Agencies[0].Views = []view.AgencyView{
		{ID: "good", Tags: []view.TagScore{{ID: "open", State: view.Known, Value: num(10.0 / 3)}, {ID: "fair", State: view.Unknown, Value: missing}}},
		{ID: "expected", Tags: []view.TagScore{{ID: "easy", State: view.NotApplicable, Value: missing}}},
	}
	var b strings.Builder
	if err := RankingCSV(&b, r); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]string{
		{"rank_in_type", "tag_open", "tag_fair", "tag_easy", "mark"},
		{"1", "3.3333333333333335", "", "n/a", "Data rekaan: contoh"},
		{"1", "", "", "", "Data rekaan: contoh"},
	} {
		if got := lines[i][len(lines[i])-len(want):]; !cmp.Equal(got, want) {
			t.Errorf("line %d ends in %v, want %v", i+1, got, want)
		}
	}
}

// A rubric may call a dimension "name", or the same as a group's column: no two columns may share a name.
func TestColumnNamesStayUnique(t *testing.T) {
	r := sample()
	r.Dimensions = []view.Dimension{{ID: "name"}, {ID: "rank_in_type"}, {ID: "mark"}, {ID: "=x"}}
	var b strings.Builder
	if err := RankingCSV(&b, r); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(b.String(), "\n")
	seen := map[string]bool{}
	for name := range strings.SplitSeq(head, ",") {
		if seen[name] {
			t.Errorf("column %s stands twice", name)
		}
		seen[name] = true
	}
	for _, want := range []string{"dimension_name", "rank_in_type", "_rank_in_type", "dimension_mark", "'=x"} {
		if !seen[want] {
			t.Errorf("column %s is missing in %s", want, head)
		}
	}
}
