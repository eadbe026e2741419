package verify

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// Whatever is known of a measurement survives its line in the evidence file, fields that are added later too.
func TestMeasurementsComeBackWhole(t *testing.T) {
	r := &rubric.Rubric{
		ID: "r", Scale: rubric.Scale{Min: 0, Max: 1}, Metrics: []rubric.Metric{{ID: "m", Expected: "1d"}},
		Children: []*rubric.Node{{ID: "i", Weight: 1, Measure: &rubric.Measure{
			Metric: "m", Reduction: rubric.ReduceP95, Rule: rubric.RuleMeasured,
			Breakpoints: []rubric.Breakpoint{{At: 0, Score: 0}, {At: 100, Score: 1}},
		}}},
	}
	r.Link()
	want := telemetry.Measurement{
		Agency: "a", Indicator: "i", Metric: "m", Over: "o", Reduction: rubric.ReduceP95, Value: 91.25, Samples: 300,
		Expected: 365, Coverage: 300. / 365, Numerator: 7, Denominator: 8, LeftOut: 3, Repeated: 4, NotMeasured: 5,
		InMaintenance: 6, Maintenance: 90*time.Minute + 500*time.Millisecond, Series: 2, Resets: 9, ErrorBound: 0.004,
		First:  time.Date(2025, 1, 1, 7, 0, 0, 0, agency.WITA),
		Last:   time.Date(2025, 12, 31, 7, 0, 0, 0, agency.WITA),
		Places: []diag.Place{{File: "telemetry/a.csv", Line: 2, Column: 4}},
	}
	for v, i := reflect.ValueOf(want), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() && v.Type().Field(i).Name != "Reason" { // which only measurements without a value have
			t.Errorf("the test does not fill %s", v.Type().Field(i).Name)
		}
	}
	records, err := scoring.Records(scoring.Input{
		Rubric: r, Agencies: agency.NewList([]*agency.Agency{{ID: "a", Zone: agency.WITA}}, nil),
		Measurements: []telemetry.Measurement{want},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for record := range records {
		n++
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		var back result.Record
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatal(err)
		}
		got, err := measurement(back)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("lost on the way (-want +got):\n%s", diff)
		}
	}
	if n != 1 {
		t.Errorf("%d records", n)
	}
}
