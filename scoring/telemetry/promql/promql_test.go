package promql

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"siap/rubric"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
)

func TestParse(t *testing.T) {
	good := `{"status":"success","warnings":["w"],"data":{"resultType":"vector","result":[` +
		`{"metric":{"agency":"a"},"value":[1735660800.123,"0.5"]},{"metric":{},"values":[[1,"NaN"],[2,"+Inf"],[3,"-1e400"]]}]}}`
	a, err := parse([]byte(good))
	if err != nil || len(a.series) != 2 || a.series[0].points[0] != (point{1735660800.123, 0.5}) || !slices.Equal(a.warnings, []string{"w"}) {
		t.Fatalf("read %+v, %v", a, err)
	}
	if p := a.series[1].points; !math.IsNaN(p[0].value) || !math.IsInf(p[1].value, 1) || !math.IsInf(p[2].value, -1) {
		t.Errorf("read %v", p)
	}
	if a, err := parse([]byte(`{"status":"success","data":{"resultType":"vector","result":null}}`)); err != nil || len(a.series) != 0 {
		t.Errorf("null: %+v, %v", a, err)
	}
	for text, says := range map[string]string{
		``: "unexpected EOF", `[]`: "object", `{}`: "status is missing", `{"status":"success"} x`: "follows",
		`{"status":"success","data":{"result":{}}}`:                                          "list of series",
		`{"status":"success","data":{"result":[{"value":[1]}]}}`:                             "pair",
		`{"status":"success","data":{"result":[{"value":["1","2"]}]}}`:                       "time is no number",
		`{"status":"success","data":{"result":[{"value":[1,2]}]}}`:                           "value is no text",
		`{"status":"success","data":{"result":[{"value":[1,"0x10"]}]}}`:                      "no number",
		`{"status":"success","data":{"result":[{"value":[1,"dua"]}]}}`:                       "no number",
		`{"status":"success","data":{"result":[{"metric":{"a":1}}]}}`:                        "unmarshal",
		`{"status":"error","errorType":"bad_data","error":"parse error"}`:                    "bad_data: parse error",
		`{"error":"dari proksi"}`:                                                            "dari proksi",
		`{"status":"success","data":{"result":[{"metric":{` + manyLabels(300) + `}}]}}`:      "256 labels",
		`{"status":"success","data":{"result":[` + strings.Repeat(`{"metric":{}},`, 3) + `]`: "",
	} {
		_, err := parse([]byte(text))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60s: %v, want %q", text, err, says)
		}
	}
}

func manyLabels(n int) string {
	var all []string
	for i := range n {
		all = append(all, `"l`+strconv.Itoa(i)+`":""`)
	}
	return strings.Join(all, ",")
}

// Whatever a server sends, reading it ends, with series or with an error.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"status":"success","data":{"resultType":"vector","result":[{"metric":{"agency":"a"},"value":[1,"2"]}]}}`,
		`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"],[3,"NaN"]]}]}}`,
		`{"status":"error","errorType":"x","error":"y"}`, `{"status":"success","isPartial":true,"warnings":null}`, `{"data":{"data":{}}}`, `{`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parse(data)
		if (a == nil) == (err == nil) {
			t.Fatalf("%+v, %v", a, err)
		}
	})
}

// Values of labels are texts of PromQL and names are names, whatever stands in them.
func TestSelector(t *testing.T) {
	w := &pull.Want{
		Metric: &rubric.Metric{ID: "up", Labels: map[string][]string{"monitor": {"portal", `s"}or up{x="`}, "zona": {"*"}}},
		How:    remote.Metric{Labels: map[string][]string{"job": {"a\\b"}}, Rename: map[string]string{"zona": "zone"}},
	}
	g := &pull.Group{Values: []string{"dinkes", "a|b.c"}}
	got := selector("up", matchers(w, &w.How, "agency", g))
	want := `up{job="a\\b",monitor=~"portal|s\"\\}or up\\{x=\"",zone!="",agency=~"dinkes|a\\|b\\.c"}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if got := selector(`x{}or up`, nil); got != `{__name__="x{}or up"}` {
		t.Errorf("a name that is none: %s", got)
	}
	others := matchers(&pull.Want{Metric: &rubric.Metric{}}, &remote.Metric{}, "agency", &pull.Group{Values: []string{"a"}, Others: []string{"b"}})
	if !slices.Equal(others, []string{`agency!~"b"`}) {
		t.Errorf("all but those of other groups: %v", others)
	}
}

// The templates of blackbox_exporter, in the units that a rubric may use.
func TestTemplates(t *testing.T) {
	labels := []string{`job="situs"`}
	for _, c := range []struct {
		template, unit string
		own            float64
		series, query  string
		scale          float64
	}{
		{"blackbox_uptime", "%", 0, "probe_success", "", 100},
		{"blackbox_uptime", "1", 0, "probe_success", "", 1},
		{"blackbox_uptime", "%", 1, "probe_success", "", 1},
		{"blackbox_duration", "ms", 0, "probe_duration_seconds", "", 1000},
		{"blackbox_duration", "s", 0, "probe_duration_seconds", "", 1},
		{"blackbox_tls_days", "days", 0, "", `(probe_ssl_earliest_cert_expiry{job="situs"} - time()) / 86400`, 1},
		{
			"blackbox_http_ok", "%", 0, "",
			`(probe_http_status_code{job="situs"} >= bool 200) * (probe_http_status_code{job="situs"} < bool 400)`, 100,
		},
	} {
		series, query, scale := resolve(remote.Metric{Template: c.template, Scale: c.own}, "id", c.unit, labels)
		if series != c.series || query != c.query || scale != c.scale {
			t.Errorf("%s in %s: %q, %q, %v", c.template, c.unit, series, query, scale)
		}
	}
	if names := Templates(); len(names) != 4 || !slices.IsSorted(names) {
		t.Errorf("templates %v", names)
	}
	if series, query, scale := resolve(remote.Metric{}, "id", "", nil); series != "id" || query != "" || scale != 1 {
		t.Errorf("nothing said: %q, %q, %v", series, query, scale)
	}
	if series, query, _ := resolve(remote.Metric{Template: "blackbox_tls_days"}, "id", "", nil); series != "" || strings.Contains(query, "{") {
		t.Errorf("without labels: %q", query)
	}
}

// Every interval cuts the window evenly, or is a day, and never into more points than Prometheus allows.
func TestInterval(t *testing.T) {
	year := 365 * 24 * time.Hour
	for _, c := range []struct{ step, length, want time.Duration }{
		{time.Hour, year, time.Hour},
		{24 * time.Hour, year, 24 * time.Hour},
		{time.Minute, year, time.Hour}, // 525,600 would be too many, every 30 minutes still 17,520
		{0, 24 * time.Hour, 15 * time.Second},
		{7 * time.Hour, 24 * time.Hour, 15 * time.Second},
		{time.Minute, 90 * time.Minute, time.Minute},
		{time.Minute, 100*24*365*time.Hour + 1, 24 * time.Hour},
	} {
		if got := interval(c.step, c.length); got != c.want {
			t.Errorf("%v in %v: %v, want %v", c.step, c.length, got, c.want)
		}
	}
}

// Cells end before a moment, wherever the grid of subqueries lies: at whole multiples of the step since 1970.
func TestAlign(t *testing.T) {
	for _, end := range []int64{0, 1, 999, 1000, 1735689600000, 1735689600123, -5, -86400000} {
		for _, step := range []time.Duration{time.Millisecond, time.Second, time.Hour, 24 * time.Hour} {
			at, offset := align(time.UnixMilli(end), step)
			if at.Add(-offset).UnixMilli() != end-1 || at.UnixMilli()%step.Milliseconds() != 0 || offset < 0 || offset >= step {
				t.Errorf("before %d by %v: at %d, offset %v", end, step, at.UnixMilli(), offset)
			}
		}
	}
}

func TestSeconds(t *testing.T) {
	for ms, want := range map[int64]string{0: "0.000", 1735660800123: "1735660800.123", 7: "0.007", -1: "-1.999"} {
		if got := seconds(time.UnixMilli(ms)); got != want {
			t.Errorf("%d ms: %s, want %s", ms, got, want)
		}
	}
}
