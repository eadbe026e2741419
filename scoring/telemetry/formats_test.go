package telemetry_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
)

// told writes diagnostics as "code place seen nearest count", and fails where one has no words.
func told(t *testing.T, found []*diag.Diagnostic) []string {
	t.Helper()
	var texts []string
	for _, d := range found {
		text := d.Code + " " + d.Place.String() + " " + d.Seen
		texts = append(texts, strings.TrimSpace(text))
		for _, lang := range l10n.Languages {
			p := l10n.For(lang)
			words := p.Diagnostic(d)
			if words == d.Code || strings.Contains(words, "“”") || !p.Has(d.Code) {
				t.Errorf("in %s %s says %q", lang, d.Code, words)
			}
		}
	}
	return texts
}

func TestFaultsOfFormats(t *testing.T) {
	const good = "time,agency,metric,value\n2025-06-01,wita,uptime,99\n"
	long := good + strings.Repeat("x", 5<<20)
	for _, c := range []struct {
		name, file, content string
		want                string
		refused             bool
	}{
		{"no JSON", "a.jsonl", `{"time":"2025-06-01","agency":"wita","metric":"uptime","value":99}` + "\nwita\n", "TM031 telemetry/a.jsonl:2 wita", true},
		{"half an object", "a.jsonl", `{"time":"2025-06-01","agency":"wita"` + "\n" + `{"time":1}` + "\n", "TM031 telemetry/a.jsonl:1 " + `{"time":"2025-06-01","agency":"wita"`, true},
		{"JSON without an agency", "a.jsonl", `{"time":"2025-06-01","metric":"uptime","value":99}`, "TM003 telemetry/a.jsonl:1", true},
		{"JSON without a value", "a.jsonl", `{"time":"2025-06-01","agency":"wita","metric":"uptime"}`, "TM003 telemetry/a.jsonl:1", true},
		{"a word for a number", "a.jsonl", `{"time":"2025-06-01","agency":"wita","metric":"uptime","value":true}`, "TM005 telemetry/a.jsonl:1 true", true},
		{"a bad time in JSON", "a.jsonl", `{"time":"kemarin","agency":"wita","metric":"uptime","value":1}`, "TM004 telemetry/a.jsonl:1 kemarin", true},
		{"a list that is none", "a.json", `[{"time":`, "TM031 telemetry/a.json:1 unexpected end of JSON input", true},
		{"an object over several lines", "a.json", "{\n \"agency\": \"wita\"\n}", "TM031 telemetry/a.json:1 {\n \"agency\": \"wita\"\n}", true},
		{"text among samples", "a.prom", "uptime{agency=\"wita\"} 1 1750000000\nrubbish here now and then\n", "TM032 telemetry/a.prom:2 rubbish here now and then", true},
		{"an open label", "a.prom", "uptime{agency=\"wita} 1\nuptime{agency=\"wita\"} 1 1750000000\n", "TM032 telemetry/a.prom:1 uptime{agency=\"wita} 1", true},
		{"after the end", "a.om", "uptime{agency=\"wita\"} 1 1750000000\n# EOF\nuptime{agency=\"wita\"} 0 1750000060\n", "TM032 telemetry/a.om:3 uptime{agency=\"wita\"} 0 1750000060", true},
		{"no agency in labels", "a.prom", "uptime{agency=\"wita\"} 1 1750000000\nuptime{job=\"x\"} 1 1750000000\n", "TM042 telemetry/a.prom:2", false},
		{"other series", "a.prom", "uptime{agency=\"wita\"} 1 1750000000\nup{job=\"x\"} 1\n", "TM041 telemetry/a.prom:2", false},
		{"a scrape without a time", "kuma.prom", "uptime{agency=\"wita\"} 1\n", "TM029 telemetry/kuma.prom", true},
		{"a scrape with the time in its name", "kuma-2025-06-01.prom", "uptime{agency=\"wita\"} 1\n", "TM030 telemetry/kuma-2025-06-01.prom 2025-06-01 00:00:00", false},
		{"cut off gzip", "a.csv.gz", gzipped(good)[:40], "TM035 telemetry/a.csv.gz unexpected end of file", true},
		{"gzip with a wrong sum", "a.csv.gz", gzipped(good)[:len(gzipped(good))-8] + "abcdefgh", "TM035 telemetry/a.csv.gz gzip: invalid checksum", true},
		{"gzip of nothing", "a.csv.gz", "\x1f\x8b", "TM035 telemetry/a.csv.gz unexpected end of file", true},
		{"cut off zstd", "a.csv.zst", zstandard(t, strings.Repeat(good, 100))[:30], "TM035 telemetry/a.csv.zst unexpected end of file", true},
		{"packed twice", "a.csv.gz.gz", gzipped(gzipped(good)), "TM033 telemetry/a.csv.gz.gz gzip", true},
		{"a packed workbook", "a.xlsx.gz", gzipped("PK\x03\x04rest"), "TM033 telemetry/a.xlsx.gz gzip", true},
		{"a packed picture", "a.gz", gzipped("\x89PNG\r\n\x00\x01\n"), "TM033 telemetry/a.gz", true},
		{"a line without end", "a.csv.gz", gzipped(long), "TM034 telemetry/a.csv.gz", true},
		{"an empty packed file", "a.csv.gz", gzipped(""), "TM033 telemetry/a.csv.gz", true},
		{"no Parquet", "a.parquet", "PAR1rubbish", "TM036 telemetry/a.parquet", true},
		{"two units", "a.csv", "time,agency,metric,value,unit\n2025-06-01,wita,uptime,99,%\n2025-06-02,wita,uptime,0.99,ratio\n", "TM024 telemetry/a.csv:3 ratio", true},
		{"the same unit twice", "a.csv", "time,agency,metric,value,satuan\n2025-06-01,wita,uptime,99,%\n2025-06-02,wita,uptime,99,persen\n", "", false},
		{"another unit than the rubric's", "a.csv", "time,agency,metric,value,unit\n2025-06-01,wita,uptime,99,ms\n", "TM025 telemetry/a.csv:2 ms", false},
		{"another unit in OpenMetrics", "a.om", "# UNIT uptime seconds\nuptime{agency=\"wita\"} 1 1750000000\n# EOF\n", "TM025 telemetry/a.om:1 seconds", false},
		{"times with and without zone", "a.csv", "time,agency,metric,value\n2025-06-01,wita,uptime,99\n2025-06-02T00:00:00Z,wita,uptime,99\n", "TM026 telemetry/a.csv:3:1", false},
		{"a clock in the future", "a.csv", good + "2031-06-02,wita,uptime,99\n", "TM028 telemetry/a.csv:3:1", false},
		{"a clock that was never set", "a.csv", good + "1970-01-02,wita,uptime,99\n", "TM028 telemetry/a.csv:3:1", false},
		{"a table without times", "a.csv", "agency,uptime\nwita,99\n", "TM030 telemetry/a.csv 2025-12-31 00:00:00", false},
		{"CKAN failed", "a.json", `{"help":"…","success":false,"error":{"message":"Not found"}}`, `TM037 telemetry/a.json:1 {"message":"Not found"}`, true},
		{"CKAN with half of the answer", "a.json", `{"help":"…","success":true,"result":{"count":1200,"results":[]}}`, "TM037 telemetry/a.json:1 results < count", true},
		{"CKAN with another answer", "a.json", `{"help":"…","success":true,"result":"pong"}`, "TM037 telemetry/a.json:1 result", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := query()
			q.Rubric.Metrics[0].Unit = "%"
			e := telemetry.InBlocks(telemetry.NewFiles([]source.Source{write(t, "telemetry/"+c.file, c.content)}))
			values, order, found := measure(q, e)
			texts := told(t, found)
			if c.want == "" && len(texts) > 0 {
				t.Errorf("found %q", texts)
			}
			if c.want != "" && !slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s, c.want) }) {
				t.Errorf("found %q, want %q", texts, c.want)
			}
			sum := e.Summaries()[0]
			if sum.Refused != c.refused || len(order) != 7 || len(sum.SHA256) != 64 {
				t.Errorf("%d measurements, summary %+v", len(order), sum)
			}
			used := 0
			for _, m := range values {
				used += m.Samples
			}
			if c.refused && used > 0 {
				t.Errorf("%d samples of a refused file are used", used)
			}
		})
	}
}

// A text is read the same row by row and in blocks: the same values, the same findings at the same places.
func TestBlocksAgreeWithRows(t *testing.T) {
	const head = "time,agency,metric,value\n"
	for _, content := range []string{
		head + "2025-06-01,wita,uptime,99\n2025-06-02,wita,uptime,98\n",
		head + "2025-06-01,wita,uptime,99\n\n , , , \n2025-06-02,wita,uptime,98",
		head + "2025-06-01,wita,uptime,99\r\n2025-06-02,wita,uptime,98\r\n",
		head + "2025-06-01, wita ,uptime, 99 \n2025-06-02,\twita,uptime,98,\n",
		head + "2025-06-01,wita,uptime,99,9\n2025-06-02,wita,uptime\n2025-06-03,wita,,1\n",
		head + "\"2025-06-01\",\"wita\",\"uptime\",\"99\"\n2025-06-02,wita,\"up\"\"time\",98\n",
		head + "2025-06-01,wita,\"two\nlines\",99\n2025-06-02,wita,uptime,x\n",
		head + "2025-06-01,wi\"ta,uptime,99\n2025-06-02,wita,uptime,98\n",
		head + "2025-06-01,\"wita,uptime,99\n2025-06-02,wita,uptime,98\n",
		head + "2025-06-01,wita,uptime,9\x009\n",
		head + "2025-06-01,witta,uptime,99\n2025-06-01,wita,uptme,99\n2025-06-01,wita,centre,9\n2024-01-01,wita,uptime,9\n",
		"time,agency,metric,value,\n2025-06-01,wita,uptime,99,\n2025-06-01,wita,uptime,99,x\n",
		"time,agency,,metric,value\n2025-06-01,wita,,uptime,99\n2025-06-01,wita,y,uptime,99\n",
		"sep=;\ntime;agency;metric;value\n2025-06-01;wita;uptime;99,5\n",
		"\ufeffwaktu\tinstansi\tmetrik\tnilai\n2025-06-01\twita\tuptime\t99,5\n",
		"\n\ntime,agency,metric,value\n2025-06-01,wita,uptime,x\n",
		"agency;time;uptime;officers;other\nwita;2025-06-01;99,5;;1\nwit;2025-06-01;;3;\n",
		"time,agency,metrics,value\n2025-06-01,wita,uptime,99\n",
		"time,agency,metric,value,nilai\n2025-06-01,wita,uptime,99,1\n",
		utf16("time;agency;metric;value\n2025-03-01;wita;uptime;99,5\n"),
		head,
		"",
	} {
		src := write(t, "telemetry/a.csv", content)
		rows := telemetry.NewFiles([]source.Source{src})
		want, _, found := measure(query(), rows)
		texts := told(t, found)
		cut := telemetry.InBlocks(telemetry.NewFiles([]source.Source{src}))
		got, _, foundCut := measure(query(), cut)
		nan := cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
		if diff := cmp.Diff(want, got, nan); diff != "" {
			t.Errorf("%q (-rows +blocks):\n%s", content, diff)
		}
		if diff := cmp.Diff(texts, told(t, foundCut)); diff != "" {
			t.Errorf("%q (-rows +blocks):\n%s", content, diff)
		}
		if diff := cmp.Diff(rows.Summaries(), cut.Summaries()); diff != "" {
			t.Errorf("%q (-rows +blocks):\n%s", content, diff)
		}
	}
}

// asks makes a query of one indicator for each reduction of a metric, of the agencies of query.
func asks(metric rubric.Metric, over *rubric.Metric, reductions ...rubric.Reduction) telemetry.Query {
	q := query()
	least := 50.0
	q.Rubric = &rubric.Rubric{Metrics: []rubric.Metric{metric}}
	if over != nil {
		q.Rubric.Metrics = append(q.Rubric.Metrics, *over)
	}
	for _, r := range reductions {
		m := &rubric.Measure{Metric: metric.ID, Reduction: r}
		if r == rubric.ReduceShare || r == rubric.ReduceTimeShare {
			m.AtLeast = &least
		}
		if r == rubric.ReduceRatio {
			m.Over = over.ID
		}
		q.Rubric.Children = append(q.Rubric.Children, &rubric.Node{ID: string(r), Measure: m})
	}
	q.Rubric.Link()
	return q
}

func TestKnownExports(t *testing.T) {
	for _, c := range []struct {
		name, file, content string
		metric              rubric.Metric
		over                *rubric.Metric
		reduction           rubric.Reduction
		naming              telemetry.Naming
		want                map[string]float64 // by agency
		samples, none       int                // of wita
	}{
		{ // monitor_status: 1 up, 0 down, 2 pending, 3 maintenance; (1 + 0) / 2 of the two that are measurements
			"Uptime Kuma metrics", "2025-06-01T0000.prom",
			"# HELP monitor_status Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)\n# TYPE monitor_status gauge\n" +
				`monitor_status{monitor_name="Portal",monitor_type="http",monitor_url="https://a.example",monitor_hostname="null",monitor_port="null"} 1` + "\n" +
				`monitor_status{monitor_name="Surel",monitor_type="port",monitor_url="https://",monitor_hostname="b.example",monitor_port="25"} 0` + "\n" +
				`monitor_status{monitor_name="Arsip",monitor_type="http",monitor_url="https://",monitor_hostname="null",monitor_port="null"} 3` + "\n" +
				`monitor_status{monitor_name="Lain",monitor_type="http",monitor_url="https://",monitor_hostname="null",monitor_port="null"} 1` + "\n",
			rubric.Metric{ID: "up", Series: "monitor_status", Expected: "once", Labels: map[string][]string{"monitor_name": {"*"}}, LeaveOut: []float64{2, 3}},
			nil, rubric.ReduceMean,
			telemetry.Naming{AgencyLabel: "monitor_name", Agencies: map[string]string{"Portal": "wita", "Surel": "wita", "Arsip": "wita", "Lain": "wib"}},
			map[string]float64{"wita": 0.5, "wib": 1, "wit": math.NaN()},
			2, 1,
		},
		{ // 100 · 1430 / (1430 + 10) = 99.305…, 100 · 720 / 1440 = 50; a day of maintenance only is a gap
			"Uptime Kuma daily table", "stat_daily.csv",
			"id,monitor_id,timestamp,ping,up,down,ping_min,ping_max,extras\n1,7,1748736000,35.5,1430,10,20,90,\n" +
				"2,7,1748822400,0,0,0,0,0,\"{\"\"maintenance\"\":1440}\"\n3,7,1748908800,40,720,720,20,90,\n4,8,1748736000,12,1440,0,1,2,\n",
			rubric.Metric{ID: "uptime", Series: "kuma_uptime", Expected: "1d"},
			nil, rubric.ReduceMean,
			telemetry.Naming{Agencies: map[string]string{"7": "wita", "8": "wib"}},
			map[string]float64{"wita": (100*1430/1440. + 50) / 2, "wib": 100, "wit": math.NaN()},
			2, 0,
		},
		{ // 5 + 2 of 8 + 2
			"staffing table", "pegawai.csv", "instansi;jabatan;terisi;kebutuhan\nwita;Pranata komputer;5;8\nwib;Pranata komputer;3;3\nwita;Statistisi;2;2\n",
			rubric.Metric{ID: "filled", Series: "staff_filled", Expected: "once"},
			&rubric.Metric{ID: "needed", Series: "staff_required", Expected: "once"},
			rubric.ReduceRatio,
			telemetry.Naming{},
			map[string]float64{"wita": 0.7, "wib": 1, "wit": math.NaN()},
			1, 0,
		},
		{
			"CKAN facet", "ckan-2025-06-01.json",
			`{"help": "https://data.example/api/3/action/help_show?name=package_search", "success": true, "result": {"count": 57, "results": [],
			  "search_facets": {"organization": {"title": "organization", "items": [{"name": "wita", "display_name": "W", "count": 45},
			  {"name": "wib", "display_name": "B", "count": 12}]}}}}`,
			rubric.Metric{ID: "datasets", Series: "ckan_datasets", Expected: "once"},
			nil, rubric.ReduceLast,
			telemetry.Naming{},
			map[string]float64{"wita": 45, "wib": 12, "wit": math.NaN()},
			1, 0,
		},
		{
			"CKAN data sets", "ckan.json",
			`{"help":"x","success":true,"result":{"count":3,"results":[{"num_resources":4,"organization":{"name":"wita"}},{"num_resources":1,"organization":null},{"num_resources":2,"organization":{"name":"wita"}}]}}`,
			rubric.Metric{ID: "files", Series: "ckan_resources", Expected: "once"},
			nil, rubric.ReduceLast,
			telemetry.Naming{},
			map[string]float64{"wita": 6, "wib": math.NaN(), "wit": math.NaN()},
			1, 0,
		},
		{
			"CKAN organizations", "ckan.json", `{"help":"x","success":true,"result":[{"name":"wita","package_count":45},{"name":"wit","package_count":0}]}`,
			rubric.Metric{ID: "datasets", Series: "ckan_datasets", Expected: "once"},
			nil, rubric.ReduceLast,
			telemetry.Naming{},
			map[string]float64{"wita": 45, "wib": math.NaN(), "wit": 0},
			1, 0,
		},
		{ // null is a gap; (10 + 30) / 2
			"VictoriaMetrics export", "export.jsonl",
			`{"metric":{"__name__":"uptime","agency":"wita","job":"x"},"values":[10,null,30],"timestamps":[1748736000000,1748822400000,1748908800000]}`,
			rubric.Metric{ID: "uptime", Expected: "1d"},
			nil, rubric.ReduceMean,
			telemetry.Naming{},
			map[string]float64{"wita": 20, "wib": math.NaN(), "wit": math.NaN()},
			2, 1,
		},
		{ // stale markers and other gaps of an exposition; names that are no words
			"OpenMetrics with gaps", "a.om",
			`{"web.uptime",agency="wita",path="a\"b\\c\nd"} 10 1748736000` + "\n" + `{"web.uptime",agency="wita"} NaN 1748822400` + "\n" +
				`{"web.uptime",agency="wita"} 30 1748908800 # {trace_id="x"} 1` + "\n# EOF\n",
			rubric.Metric{ID: "uptime", Series: "web.uptime", Expected: "1d"},
			nil, rubric.ReduceMean,
			telemetry.Naming{},
			map[string]float64{"wita": 20, "wib": math.NaN(), "wit": math.NaN()},
			2, 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := write(t, "telemetry/"+c.file, c.content)
			e := telemetry.InBlocks(telemetry.NewFilesWith([]source.Source{src}, telemetry.Options{Naming: c.naming}))
			values, _, found := measure(asks(c.metric, c.over, c.reduction), e)
			for _, d := range found {
				if d.Severity == diag.Error {
					t.Errorf("%v", d)
				}
			}
			for id, want := range c.want {
				m := values[id+" "+string(c.reduction)]
				if math.Abs(m.Value-want) > 1e-12 || math.IsNaN(m.Value) != math.IsNaN(want) {
					t.Errorf("%s: %v, want %v", id, m.Value, want)
				}
			}
			if m := values["wita "+string(c.reduction)]; m.Samples != c.samples || m.NotMeasured != c.none {
				t.Errorf("%d samples and %d that are none: %+v, %v", m.Samples, m.NotMeasured, m, told(t, found))
			}
		})
	}
}
