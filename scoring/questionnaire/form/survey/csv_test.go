package survey_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"siap/rubric"
	"siap/scoring/questionnaire/form"
	"siap/scoring/questionnaire/form/survey"
	"siap/scoring/questionnaire/form/survey/surveytest"
)

func TestCSV(t *testing.T) {
	r := surveytest.Kinds()
	r.Indicator("law").Question = rubric.Text{ID: "=1+1", EN: "=1+1"}
	var b bytes.Buffer
	if err := survey.CSV(&b, form.New(r, form.Options{Slots: 2}), survey.Options{Agencies: surveytest.Agencies().All(), Language: "en"}); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, record := range records[1:] {
		count[record[0]]++
		if record[5] != "" {
			t.Errorf("the value of %v is filled in", record)
		}
		for _, cell := range record {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("%q is a formula", cell)
			}
		}
	}
	// Ten indicators are asked once and of all, one repeats in two slots, and the data centre is the province's.
	for id, want := range map[string]int{"kaltim": 12, "dinkes": 11, "rsud.aws": 11, "dinkes-2": 11} {
		if count[id] != want {
			t.Errorf("%s is asked %d, want %d", id, count[id], want)
		}
	}
	for _, want := range []string{"1 – Nothing yet; 2 – There, in part", "yes = Yes; no = No; n/a; ?", "web = Web site", "two numbers, such as 12/40"} {
		found := false
		for _, record := range records {
			found = found || strings.Contains(record[9], want)
		}
		if !found {
			t.Errorf("nothing says %q", want)
		}
	}
}
