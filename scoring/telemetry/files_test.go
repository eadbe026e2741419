package telemetry_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/telemetrytest"
)

// Every reduction, read row by row and in blocks, from every format.
func TestReductions(t *testing.T) {
	for _, form := range forms {
		t.Run(form.name, func(t *testing.T) {
			telemetrytest.RunCases(t, nil, func(t *testing.T, c *telemetrytest.Case) telemetry.Engine {
				if len(c.Samples) == 0 {
					return telemetry.NewFiles(nil)
				}
				src := write(t, "telemetry/"+form.file, form.encode(t, c.Samples))
				return telemetry.InBlocks(telemetry.NewFiles([]source.Source{src}))
			})
		})
	}
}

// write makes one input file; its name in messages is the one given.
func write(t testing.TB, name, content string) source.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return source.Source{Path: path, Name: name}
}

// query asks for daily uptime of three agencies, one in each zone, over the year 2025, and for officers over
// required ones; the uptime of the data centre is asked of the first agency only.
func query() telemetry.Query {
	r := &rubric.Rubric{
		Metrics: []rubric.Metric{
			{ID: "uptime", Expected: "1d"},
			{ID: "officers", Expected: "once"},
			{ID: "required", Expected: "once"},
			{ID: "unused", Expected: "once"},
			{ID: "centre", Expected: "1d"},
		},
		Children: []*rubric.Node{{ID: "all", Children: []*rubric.Node{
			{ID: "site", Measure: &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceMean}},
			{ID: "law"},
			{ID: "staff", Measure: &rubric.Measure{Metric: "officers", Over: "required", Reduction: rubric.ReduceRatio}},
			{
				ID: "centre", AppliesTo: map[string][]string{"type": {"kominfo"}},
				Measure: &rubric.Measure{Metric: "centre", Reduction: rubric.ReduceMean},
			},
		}}},
	}
	r.Link()
	return telemetry.Query{
		Rubric: r,
		Agencies: agency.NewList([]*agency.Agency{
			{ID: "wib", Zone: agency.WIB, Columns: map[string]string{"type": "kominfo"}},
			{ID: "wita", Zone: agency.WITA, Columns: map[string]string{"type": "dinas"}},
			{ID: "wit", Zone: agency.WIT, Columns: map[string]string{"type": "dinas"}},
		}, []string{"type"}),
		Window: telemetry.Window{
			From: telemetry.Date{Year: 2025, Month: time.January, Day: 1},
			To:   telemetry.Date{Year: 2026, Month: time.January, Day: 1},
		},
	}
}

// measure runs an engine and gives the measurements by "agency indicator", their order, and what was found.
func measure(q telemetry.Query, e telemetry.Engine) (map[string]telemetry.Measurement, []string, []*diag.Diagnostic) {
	values := map[string]telemetry.Measurement{}
	var order []string
	var found []*diag.Diagnostic
	for m, d := range e.Measure(context.Background(), q) {
		if d != nil {
			found = append(found, d)
			continue
		}
		key := m.Agency + " " + m.Indicator
		values[key] = m
		order = append(order, key)
	}
	return values, order, found
}

func TestOneMeasurementForEachAgencyAndIndicatorThatApplies(t *testing.T) {
	_, order, found := measure(query(), telemetry.NewFiles(nil))
	want := []string{"wib site", "wib staff", "wib centre", "wita site", "wita staff", "wit site", "wit staff"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Error(diff)
	}
	if len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// The year 2025 begins at 2024-12-31T17:00Z in WIB (UTC+7), at 16:00Z in WITA and at 15:00Z in WIT.
func TestWindowIsLocal(t *testing.T) {
	for _, c := range []struct {
		at   string
		used []string
	}{
		{"2025-12-31T17:30:00Z", nil},                                   // 00:30 of 2026 in WIB, later still further east
		{"2025-12-31T16:30:00Z", []string{"wib"}},                       // 23:30 WIB, 00:30 WITA, 01:30 WIT
		{"2025-12-31T15:30:00Z", []string{"wib", "wita"}},               // 22:30 WIB, 23:30 WITA, 00:30 WIT
		{"2025-12-31T16:59:59.999Z", []string{"wib"}},                   // the last millisecond in WIB
		{"2024-12-31T15:00:00Z", []string{"wit"}},                       // midnight in WIT
		{"2024-12-31T14:59:59Z", nil},                                   // a second before
		{"2024-12-31T17:00:00Z", []string{"wib", "wita", "wit"}},        // midnight in WIB
		{"2025-12-31 23:59:59", []string{"wib", "wita", "wit"}},         // local everywhere
		{"2025-01-01", []string{"wib", "wita", "wit"}},                  // local midnight
		{"2025-01-01 00:00", []string{"wib", "wita", "wit"}},            //
		{"2025-01-01T00:00", []string{"wib", "wita", "wit"}},            //
		{"2026-01-01", nil},                                             // the end is exclusive
		{"1767202200", nil},                                             // 2026-01-01T00:00Z is 1767225600; − 6.5 × 3600 s = 17:30Z
		{"1767198600", []string{"wib"}},                                 // 3600 s before: 16:30Z
		{"1767198600.25", []string{"wib"}},                              //
		{"2026-01-01T00:30:00+08:00", []string{"wib"}},                  // 16:30Z
		{"9999-12-31", nil},                                             // the future is simply outside
		{"2025-07-01T12:00:00.5+07:00", []string{"wib", "wita", "wit"}}, //
	} {
		var b strings.Builder
		b.WriteString("time,agency,metric,value\n")
		for _, id := range []string{"wib", "wita", "wit"} {
			b.WriteString(c.at + "," + id + ",uptime,99\n")
		}
		e := telemetry.NewFiles([]source.Source{write(t, "telemetry/a.csv", b.String())})
		values, _, found := measure(query(), e)
		for _, d := range found {
			if d.Severity == diag.Error {
				t.Errorf("%s: %v", c.at, d)
			}
		}
		for _, id := range []string{"wib", "wita", "wit"} {
			m, want := values[id+" site"], slices.Contains(c.used, id)
			if (m.Samples == 1) != want || (m.LeftOut == 0) != want {
				t.Errorf("%s, %s: %d used, %d left out", c.at, id, m.Samples, m.LeftOut)
			}
		}
		if sum := e.Summaries()[0]; sum.Records != len(c.used) || sum.LeftOut != 3-len(c.used) || sum.Refused {
			t.Errorf("%s: summary %+v", c.at, sum)
		}
	}
}

// Whatever the table looks like, the same two samples come out: the mean is (99.5 + 98.5) / 2 = 99.
func TestTablesOfManyKinds(t *testing.T) {
	for name, content := range map[string]string{
		"comma":          "time,agency,metric,value\n2025-03-01,wita,uptime,99.5\n2025-03-02,wita,uptime,98.5\n",
		"decimal comma":  "time;agency;metric;value\r\n2025-03-01;wita;uptime;99,5\r\n2025-03-02;wita;uptime;98,5\r\n",
		"Indonesian":     "\ufeffNilai;Metrik;Instansi;Waktu\n99,5;uptime;wita;2025-03-01\n98,5;uptime;wita;2025-03-02\n",
		"tab":            "WAKTU\tagency\tmetrik\tvalue\n2025-03-01\twita\tuptime\t99.5\n2025-03-02\twita\tuptime\t98.5\n",
		"more columns":   "no,time,agency,metric,value,unit\n1,2025-03-01, wita ,uptime,99.5,%\n2,2025-03-02,wita,uptime,98.5,%\n",
		"UTF-16":         utf16("time;agency;metric;value\n2025-03-01;wita;uptime;99,5\n2025-03-02;wita;uptime;98,5\n"),
		"quoted, others": "\"time\",\"agency\",\"metric\",\"value\"\n\"1740787200\",\"wita\",\"uptime\",\"9.95e1\"\n\n1740873600,wita,uptime,+98.5\n",
	} {
		e := telemetry.NewFiles([]source.Source{write(t, "telemetry/a.csv", content)})
		values, _, found := measure(query(), e)
		if m := values["wita site"]; m.Value != 99 || m.Samples != 2 || m.Expected != 365 || m.Coverage != 2.0/365 {
			t.Errorf("%s: %+v, found %v", name, m, found)
		}
		if sum := e.Summaries()[0]; sum.Format == "" || len(sum.SHA256) != 64 || sum.Records != 2 {
			t.Errorf("%s: summary %+v", name, sum)
		}
	}
}

func utf16(s string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	for cell, value := range map[string]any{
		"A1": "waktu", "B1": "instansi", "C1": "metrik", "D1": "nilai",
		// 2025-12-31 23:30 as Excel holds it: local, so still in the window of WIT
		"A2": time.Date(2025, 12, 31, 23, 30, 0, 0, time.UTC), "B2": "wit", "C2": "uptime", "D2": 97.5,
		"A3": "2025-12-31T16:00:00Z", "B3": "wit", "C3": "uptime", "D3": 1, // 01:00 of 2026
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	values, _, found := measure(query(), telemetry.NewFiles([]source.Source{{Path: path, Name: "telemetry/a.xlsx"}}))
	m := values["wit site"]
	if m.Value != 97.5 || m.Samples != 1 || m.LeftOut != 1 {
		t.Errorf("%+v, found %v", m, found)
	}
	if len(m.Places) != 1 || m.Places[0].String() != "telemetry/a.xlsx!Sheet1!D2" {
		t.Errorf("places %v", m.Places)
	}
}

// 5 officers in post of 10 required is 0.5; both cells can be found again.
func TestRatioNamesBothPlaces(t *testing.T) {
	values, _, _ := measure(query(), telemetry.NewFiles([]source.Source{
		write(t, "telemetry/a.csv", "time,agency,metric,value\n2025-06-01,wita,required,10\n"),
		write(t, "telemetry/b.csv", "time,agency,metric,value\n2025-01-05,wita,officers,4\n2025-07-01,wita,officers,5\n2026-07-01,wita,officers,9\n"),
	}))
	m := values["wita staff"]
	if m.Value != 0.5 || m.Numerator != 5 || m.Denominator != 10 || m.Coverage != 1 || m.LeftOut != 1 {
		t.Errorf("%+v", m)
	}
	want := []diag.Place{{File: "telemetry/b.csv", Line: 2, Column: 4}, {File: "telemetry/a.csv", Line: 2, Column: 4}}
	if diff := cmp.Diff(want, m.Places); diff != "" {
		t.Error(diff)
	}
	if first, last := m.First.Format(time.DateOnly), m.Last.Format(time.DateOnly); first != "2025-01-05" || last != "2025-07-01" {
		t.Errorf("from %s to %s", first, last)
	}
}

func TestLaterFilesReplace(t *testing.T) {
	a := write(t, "telemetry/a.csv", "time,agency,metric,value\n2025-06-01,wita,uptime,10\n2025-06-02,wita,uptime,20\n")
	b := write(t, "telemetry/b.csv", "time,agency,metric,value\n2025-06-02T00:00:00+08:00,wita,uptime,60\n")
	e := telemetry.NewFiles([]source.Source{a, b})
	values, _, found := measure(query(), e)
	// The second of June stands in both files, once in local time and once with the zone: (10 + 60) / 2.
	if m := values["wita site"]; m.Value != 35 || m.Samples != 2 || m.Repeated != 1 {
		t.Errorf("%+v", m)
	}
	if len(found) != 1 || found[0].Code != "TM023" || found[0].Place.File != b.Name || found[0].Count != 1 {
		t.Errorf("found %v", found)
	}
	sums := e.Summaries()
	if sums[0].Records != 1 || sums[0].LeftOut != 1 || sums[1].Records != 1 || sums[1].LeftOut != 0 {
		t.Errorf("summaries %+v", sums)
	}
	values, _, _ = measure(query(), telemetry.NewFiles([]source.Source{b, a})) // now a is later: (10 + 20) / 2
	if m := values["wita site"]; m.Value != 15 || len(m.Places) != 1 || m.Places[0].File != a.Name {
		t.Errorf("turned round: %+v", m)
	}
}

// The sum of these two is beyond a float64, their mean is not: (1.6e308 + 1.2e308) / 2 = 1.4e308.
func TestMeanOfHugeValues(t *testing.T) {
	src := write(t, "a.csv", "time,agency,metric,value\n2025-06-01,wita,uptime,1.6e308\n2025-06-02,wita,uptime,1.2e308\n")
	values, _, _ := measure(query(), telemetry.NewFiles([]source.Source{src}))
	if m := values["wita site"]; math.Abs(m.Value-1.4e308) > 1e295 {
		t.Errorf("%v", m.Value)
	}
}
