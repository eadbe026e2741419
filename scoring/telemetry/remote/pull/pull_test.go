package pull_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
	"siap/scoring/telemetry/sql"
)

// query asks two agencies for measures over the first four days of 2025.
func query(measures ...*rubric.Measure) telemetry.Query {
	r := &rubric.Rubric{
		Metrics:  []rubric.Metric{{ID: "uptime", Unit: "%", Expected: "1d"}, {ID: "needed", Expected: "once"}},
		Children: []*rubric.Node{{ID: "all"}},
	}
	for i, m := range measures {
		r.Children[0].Children = append(r.Children[0].Children, &rubric.Node{ID: fmt.Sprintf("i%d", i+1), Measure: m})
	}
	r.Link()
	list := agency.NewList([]*agency.Agency{{ID: "dinkes", Zone: agency.WITA}, {ID: "dishub", Zone: agency.WITA}}, nil)
	day := func(d int) telemetry.Date { return telemetry.Date{Year: 2025, Month: 1, Day: d} }
	return telemetry.Query{Rubric: r, Agencies: list, Window: telemetry.Window{From: day(1), To: day(5)}}
}

func mean() *rubric.Measure { return &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceMean} }

// outcome is what came of a pull: measurements by agency and indicator, and the codes of what was found.
type outcome struct {
	measured map[string]telemetry.Measurement
	codes    []string
	found    []*diag.Diagnostic
	server   string
}

func (o *outcome) has(code string) bool { return slices.Contains(o.codes, code) }

// ask pulls from a source, with short patience.
func ask(t *testing.T, s *remote.Source, q telemetry.Query) *outcome {
	t.Helper()
	client, err := remote.Open(s, remote.Options{
		Getenv: func(name string) string { return map[string]string{"TOKEN": "s3cr3t-t0k3n"}[name] },
		Wait:   func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	var backend pull.Backend = promql.New(s, client)
	if s.Engine == remote.ClickHouse {
		backend = sql.New(s, client)
	}
	engine := pull.New(s, backend, nil)
	out := &outcome{measured: map[string]telemetry.Measurement{}}
	for m, d := range engine.Measure(context.Background(), q) {
		if d != nil {
			out.codes, out.found = append(out.codes, d.Code), append(out.found, d)
			if text, _ := json.Marshal(d); bytes.Contains(text, []byte("s3cr3t")) {
				t.Errorf("%s names the token", text)
			}
			continue
		}
		out.measured[m.Agency+"/"+m.Indicator] = m
	}
	out.server = engine.Server()
	return out
}

// prometheus answers like a server of PromQL: rows are the numbers of each agency by the label under which they are asked
// for; special, where it is not nil, may answer a question in its own way.
type prometheus struct {
	rows    map[string]map[string]string
	special func(w http.ResponseWriter, path, query string) bool
	closed  bool

	mu    sync.Mutex
	asked []string
}

var partName = regexp.MustCompile(`"siap_part","([a-z]+[0-9]*)"`)

func (p *prometheus) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	query := r.FormValue("query")
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path+" "+query+" step="+r.FormValue("step")+" start="+r.FormValue("start")+" end="+r.FormValue("end"))
	p.mu.Unlock()
	switch {
	case strings.HasSuffix(r.URL.Path, "/buildinfo"):
		_, _ = io.WriteString(w, `{"status":"success","data":{"version":"2.42.0"}}`)
		return
	case strings.HasPrefix(query, "count_over_time(vector(1)"):
		n := "1"
		if p.closed {
			n = "2"
		}
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[120,"`+n+`"]}]}}`)
		return
	case p.special != nil && p.special(w, r.URL.Path, query):
		return
	}
	var series []string
	for _, found := range partName.FindAllStringSubmatch(query, -1) {
		for _, agency := range []string{"dinkes", "dishub", "asing", ""} {
			if value, has := p.rows[agency][found[1]]; has {
				labels := `"siap_part":"` + found[1] + `"`
				if agency != "" {
					labels += `,"agency":"` + agency + `"`
				}
				series = append(series, `{"metric":{`+labels+`},"value":[1736006399.999,"`+value+`"]}`)
			}
		}
	}
	_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[`+strings.Join(series, ",")+`]}}`)
}

// threeDays is what a server says of 96, 100 and 90 on 1, 2 and 4 January. A cell ends at 4 January, 23:59:59.999.
var threeDays = map[string]string{"n": "3", "sum": "286", "first": "1735747199.999", "latest": "1736006399.999", "all": "3", "seen": "3"}

func serve(t *testing.T, h http.Handler) *remote.Source {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return &remote.Source{
		Name: "pemantau", Engine: remote.Prometheus, URL: server.URL, AgencyLabel: "agency", Auth: remote.Auth{BearerEnv: "TOKEN"},
		Timeout: 300 * time.Millisecond, MaxAnswer: 100_000, Place: diag.Place{File: "siap.yaml", Line: 7},
	}
}

func TestMean(t *testing.T) {
	p := &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}}
	got := ask(t, serve(t, p), query(mean()))
	m := got.measured["dinkes/i1"]
	if m.Value != 286.0/3 || m.Samples != 3 || m.Expected != 4 || m.Coverage != 0.75 || m.Reason != "" {
		t.Errorf("measured %+v", m)
	}
	if first := m.First.In(agency.WITA).Format(time.DateTime); first != "2025-01-01 00:00:00" {
		t.Errorf("first sample in the cell that begins %s", first)
	}
	if none := got.measured["dishub/i1"]; none.Reason != telemetry.NoSamples || !math.IsNaN(none.Value) || none.Coverage != 0 {
		t.Errorf("an agency without series is %+v", none)
	}
	if len(got.codes) > 0 || got.server != "prometheus 2.42.0" {
		t.Errorf("found %v at %q", got.found, got.server)
	}
}

// Every trap of a server ends in a finding of its own, in bounded time and memory, and gives no measurement: what could
// not be asked says nothing about an agency.
func TestTraps(t *testing.T) {
	hang := func(r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter, r *http.Request)
		code   string
		says   string
	}{
		{"200 with an error", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"status":"error","errorType":"execution","error":"query timed out"}`)
		}, "TM069", "execution: query timed out"},
		{"422 with an error", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, `{"status":"error","errorType":"422","error":"cannot parse"}`)
		}, "TM069", "cannot parse"},
		{"500 in plain text", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "rusak", http.StatusInternalServerError) }, "TM069", "HTTP 500: rusak"},
		{"busy for ever", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "sibuk", http.StatusServiceUnavailable) }, "TM069", "HTTP 503"},
		{"a page to log in", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>Masuk</html>") }, "TM068", "<html>"},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, "TM068", ""},
		{"an answer cut off", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{}`)
		}, "TM068", ""},
		{"deep nesting", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat(`{"data":`, 12_000))
		}, "TM068", ""},
		{"a gigabyte", func(w http.ResponseWriter, _ *http.Request) {
			block := bytes.Repeat([]byte(" "), 64<<10)
			for range 1 << 14 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}, "TM064", "100000"},
		{"hangs", func(_ http.ResponseWriter, r *http.Request) { hang(r) }, "TM063", "300ms"},
		{"redirects elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/masuk?token=s3cr3t-t0k3n", http.StatusTemporaryRedirect)
		}, "TM065", "http://127.0.0.1:1/masuk"},
		{"denied", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, r.Header.Get("Authorization"), http.StatusUnauthorized)
		}, "TM066", "***"},
	} {
		for _, engine := range remote.Engines() {
			t.Run(c.name+"/"+string(engine), func(t *testing.T) {
				t.Parallel()
				s := serve(t, http.HandlerFunc(c.answer))
				s.Engine = engine
				s.Table = remote.Table{Name: "sampel", Time: "waktu", Metric: "metrik", Value: "nilai"}
				got := ask(t, s, query(mean()))
				if len(got.measured) != 0 || len(got.codes) != 1 {
					t.Fatalf("measured %v, found %v", got.measured, got.found)
				}
				code, says := c.code, c.says
				if engine == remote.ClickHouse && strings.HasPrefix(c.name, "200 with") { // no error of ClickHouse's form
					code, says = "TM068", "status"
				}
				if d := got.found[0]; d.Code != code || !strings.Contains(d.Seen, says) || d.Severity != diag.Error || d.Place.File != "siap.yaml" {
					t.Errorf("found %s %q at %v, want %s %q", d.Code, d.Seen, d.Place, code, says)
				}
			})
		}
	}
}

// What fails for one metric leaves the others.
func TestOneMetricFails(t *testing.T) {
	p := &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}}
	p.special = func(w http.ResponseWriter, _, query string) bool {
		if !strings.Contains(query, "needed") {
			return false
		}
		_, _ = io.WriteString(w, `{"status":"error","errorType":"execution","error":"terlalu berat"}`)
		return true
	}
	got := ask(t, serve(t, p), query(mean(), &rubric.Measure{Metric: "needed", Reduction: rubric.ReduceSum}))
	if len(got.measured) != 2 || got.measured["dinkes/i1"].Samples != 3 || !slices.Equal(got.codes, []string{"TM069"}) {
		t.Errorf("measured %v, found %v", got.measured, got.found)
	}
	if got.found[0].Subject != "needed" {
		t.Errorf("is about %q", got.found[0].Subject)
	}
}

func TestWarnings(t *testing.T) {
	answer := `{"status":"success","warnings":["store 10.0.0.7 unavailable"],"isPartial":true,"data":{"resultType":"vector","result":[` +
		`{"metric":{"agency":"dinkes","siap_part":"n"},"value":[1,"3"]},{"metric":{"agency":"dinkes","siap_part":"sum"},"value":[1,"286"]},` +
		`{"metric":{"agency":"dinkes","siap_part":"first"},"value":[1,"1735747199.999"]},{"metric":{"agency":"dinkes","siap_part":"latest"},"value":[1,"1736006399.999"]}]}}`
	p := &prometheus{special: func(w http.ResponseWriter, _, _ string) bool { _, _ = io.WriteString(w, answer); return true }}
	got := ask(t, serve(t, p), query(mean()))
	if !slices.Equal(got.codes, []string{"TM077"}) || got.found[0].Seen != "store 10.0.0.7 unavailable" || got.measured["dinkes/i1"].Samples != 3 {
		t.Errorf("measured %v, found %v", got.measured, got.found)
	}
}

// Series of nobody, and of agencies that are not on the list, are counted and told; nothing at all is told too.
func TestSeriesOfNobody(t *testing.T) {
	p := &prometheus{rows: map[string]map[string]string{"dinkes": threeDays, "asing": threeDays, "": threeDays}}
	got := ask(t, serve(t, p), query(mean()))
	if !got.has("TM078") || !got.has("TM079") || len(got.measured) != 2 {
		t.Errorf("found %v", got.found)
	}
	empty := ask(t, serve(t, &prometheus{}), query(mean()))
	if !slices.Equal(empty.codes, []string{"TM080"}) || empty.measured["dinkes/i1"].Reason != telemetry.NoSamples {
		t.Errorf("of an empty server: %v, found %v", empty.measured, empty.found)
	}
}

// The label's values become agencies by the mapping; what is mapped needs no id of its own.
func TestAgencyMapping(t *testing.T) {
	p := &prometheus{rows: map[string]map[string]string{"asing": threeDays}}
	s := serve(t, p)
	s.Agencies = map[string]string{"asing": "dishub"}
	got := ask(t, s, query(mean()))
	if got.measured["dishub/i1"].Samples != 3 || got.measured["dinkes/i1"].Samples != 0 || len(got.codes) > 0 {
		t.Errorf("measured %v, found %v", got.measured, got.found)
	}
}

// What an engine has no exact expression for is refused with the reason, and the rest is pulled.
func TestRefusals(t *testing.T) {
	least := 99.0
	measures := []*rubric.Measure{
		mean(),
		{Metric: "uptime", Reduction: rubric.ReduceTimeMean},
		{Metric: "uptime", Reduction: rubric.ReduceTimeShare, AtLeast: &least},
	}
	got := ask(t, serve(t, &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}}), query(measures...))
	if !slices.Equal(got.codes, []string{"TM070", "TM070"}) || len(got.measured) != 2 {
		t.Errorf("measured %v, found %v", got.measured, got.found)
	}
	events := query(mean(), &rubric.Measure{Metric: "needed", Reduction: rubric.ReduceCount})
	events.Rubric.Metrics[1].Kind = rubric.Events
	for _, engine := range remote.Engines() {
		s := serve(t, &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}})
		s.Engine = engine
		if got := ask(t, s, events); !got.has("TM071") {
			t.Errorf("%s: found %v", engine, got.found)
		}
	}
}

// A metric that siap.yaml names and no indicator uses is told, and nobody is asked for it; half of a ratio is no ratio.
func TestNamedMetrics(t *testing.T) {
	p := &prometheus{rows: map[string]map[string]string{"dinkes": threeDays}}
	s := serve(t, p)
	s.Metrics = map[string]remote.Metric{"uptime": {}, "uptim": {}}
	got := ask(t, s, query(mean(), &rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceRatio, Over: "needed"}))
	if !got.has("TM081") || !got.has("TM082") || len(got.measured) != 2 {
		t.Errorf("measured %v, found %v", got.measured, got.found)
	}
	for _, asked := range p.asked {
		if strings.Contains(asked, "uptim{") || strings.Contains(asked, "needed") {
			t.Errorf("asked %s", asked)
		}
	}
}

// No question asks for more than 11,000 points: a year by the minute is cut into parts, and so is what the source's
// max_range says.
func TestRangesAreSplit(t *testing.T) {
	steps := regexp.MustCompile(`\[([0-9]+)ms:([0-9]+)ms\]`)
	whole := regexp.MustCompile(`upper\{[^}]*\}\[([0-9]+)ms\]|uptime\[([0-9]+)ms\]`)
	least := 99.0
	for _, longest := range []time.Duration{0, 30 * 24 * time.Hour} {
		p := &prometheus{rows: map[string]map[string]string{"dinkes": {
			"n": "525600", "sum": "52560000", "first": "1735747199.999", "latest": "1736006399.999", "all": "11000", "seen": "11000", "t0": "11000",
		}}}
		s := serve(t, p)
		s.MaxRange = longest
		q := query(&rubric.Measure{Metric: "uptime", Reduction: rubric.ReduceShare, AtLeast: &least})
		q.Rubric.Metrics[0].Expected = "1m"
		q.Window.To = telemetry.Date{Year: 2026, Month: 1, Day: 1}
		ask(t, s, q)
		if len(p.asked) < 12 {
			t.Fatalf("a year by the minute takes %d questions", len(p.asked))
		}
		for _, asked := range p.asked {
			for _, found := range steps.FindAllStringSubmatch(asked, -1) {
				var length, step int64
				fmt.Sscan(found[1], &length)
				fmt.Sscan(found[2], &step)
				if length/step > 11_000 {
					t.Errorf("%d points in one question: %s", length/step, asked)
				}
			}
			for _, found := range whole.FindAllStringSubmatch(asked, -1) {
				var length int64
				fmt.Sscan(found[1]+found[2], &length)
				if longest > 0 && time.Duration(length)*time.Millisecond > longest {
					t.Errorf("looks over %v, at most %v: %s", time.Duration(length)*time.Millisecond, longest, asked)
				}
			}
		}
	}
}
