package telemetry_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/telemetrytest"
)

// fuzzQuery asks for all that a file may hold: labels, counters, ratios, every series of the known exports.
func fuzzQuery() telemetry.Query {
	q := query()
	metric := func(id, series string, kind rubric.MetricKind, labels map[string][]string) rubric.Metric {
		return rubric.Metric{ID: id, Series: series, Kind: kind, Labels: labels, Expected: "1d", Unit: "%", LeaveOut: []float64{3}}
	}
	q.Rubric = &rubric.Rubric{Metrics: []rubric.Metric{
		metric("uptime", "", "", nil), metric("upper", "", "", map[string][]string{"monitor": {"*"}}), metric("lower", "upper", "", nil),
		metric("hits", "hits_total", rubric.Counter, nil), metric("errors", "errors_total", rubric.Counter, map[string][]string{"code": {"500", "502"}}),
		metric("kuma", "kuma_uptime", "", nil), metric("filled", "staff_filled", "", nil), metric("needed", "staff_required", "", nil),
		metric("datasets", "ckan_datasets", "", nil),
	}}
	least := 1.0
	for _, m := range []*rubric.Measure{
		{Metric: "uptime", Reduction: rubric.ReduceP95},
		{Metric: "uptime", Reduction: rubric.ReduceTimeShare, AtLeast: &least},
		{Metric: "upper", Reduction: rubric.ReduceTimeMean},
		{Metric: "lower", Reduction: rubric.ReduceMin},
		{Metric: "hits", Reduction: rubric.ReduceIncrease},
		{Metric: "errors", Reduction: rubric.ReduceRatio, Over: "hits"},
		{Metric: "kuma", Reduction: rubric.ReduceMean},
		{Metric: "filled", Reduction: rubric.ReduceRatio, Over: "needed"},
		{Metric: "datasets", Reduction: rubric.ReduceSum},
	} {
		q.Rubric.Children = append(q.Rubric.Children, &rubric.Node{ID: m.Metric + "_" + string(m.Reduction), Measure: m})
	}
	q.Rubric.Link()
	return q
}

// checkFile reads a file in blocks, with one worker and with four, and holds what comes out to what must always be so.
func checkFile(t *testing.T, path, name string) {
	t.Helper()
	q := fuzzQuery()
	read := func(workers int) (map[string]telemetry.Measurement, []*diag.Diagnostic, telemetry.Summary) {
		o := telemetry.Options{Workers: workers, Naming: telemetry.Naming{AgencyLabel: "monitor_name", Agencies: map[string]string{"7": "wita"}}}
		e := telemetry.InBlocks(telemetry.NewFilesWith([]source.Source{{Path: path, Name: name}}, o))
		values, order, found := measure(q, e)
		if len(order) != 3*len(q.Rubric.Children) {
			t.Fatalf("%d measurements, found %v", len(order), found)
		}
		return values, found, e.Summaries()[0]
	}
	values, found, sum := read(1)
	again, foundAgain, sumAgain := read(4)
	if diff := cmp.Diff(values, again, bits) + cmp.Diff(found, foundAgain) + cmp.Diff(sum, sumAgain); diff != "" {
		t.Fatalf("one worker and four differ:\n%s", diff)
	}
	faulty := slices.ContainsFunc(found, func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
	if sum.Refused != faulty || sum.Records < 0 || sum.LeftOut < 0 {
		t.Fatalf("faulty %t, %+v, found %v", faulty, sum, found)
	}
	for key, m := range values {
		if (m.Reason == "") != !math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || !(m.Coverage >= 0 && m.Coverage <= 1) ||
			m.Samples > sum.Records || (m.Samples > 0) != (m.Coverage > 0) || m.First.After(m.Last) {
			t.Fatalf("%s: %+v, %+v", key, m, sum)
		}
	}
}

func fuzzForm(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		checkFile(t, path, name)
	})
}

func FuzzCSV(f *testing.F) {
	fuzzForm(f, "a.csv",
		"time,agency,metric,value,monitor,unit\n2025-06-01,wita,uptime,99,a,%\n2025-06-01T00:00:00Z,wita,upper,98,b,ms\n1740787200,wib,hits_total,5,,\n",
		"waktu;instansi;uptime;upper;monitor\r\n2025-06-01 10:00;wit;99,5;1;\"x;\n\"\"y\"\r\n2025-05-01;wit;3;3;z\r\n",
		"id,monitor_id,timestamp,ping,up,down\n1,7,1748736000,35.5,1430,10\n2,9,1748736000,35.5,0,0\n",
		"instansi,jabatan,terisi,kebutuhan\nwita,a,5,8\nwita,b,,2\nwib,c,x,1\n",
		"sep=;\ntime;agency;metric;value\n2025-06-01;wita;uptime;\"9\n\"9\";1\n\x00\n", "time\tagency\tmetric\tvalue\n\xff\t\xe9\n")
}

func FuzzJSON(f *testing.F) {
	fuzzForm(f, "a.jsonl",
		`{"time":"2025-06-01","agency":"wita","metric":"uptime","value":99}`+"\n"+`{"ts":1748736000,"instansi":"wit","upper":1,"labels":{"monitor":"x"}}`,
		`{"metric":{"__name__":"uptime","agency":"wita"},"values":[10,null,30],"timestamps":[1748736000000,1,1748908800000]}`,
		`[{"time":"2025-06-01","agency":"wita","metric":"uptime","value":null}, {"agency":"wib","uptime":"1e3"}]`,
		`{"help":"x","success":true,"result":{"count":1,"results":[{"num_resources":4,"organization":{"name":"wita"}}]}}`,
		`{"help":"x","success":false,"error":{"message":"\u0000"}}`, "{\n}", `{"a":{"b":[{"c":"]}"}]},"time":1,"agency":"\ud83d"}`)
}

func FuzzExposition(f *testing.F) {
	fuzzForm(f, "2025-06-01.prom",
		"# UNIT uptime percent\nuptime{agency=\"wita\"} 99 1748736000\nuptime{agency=\"wita\"} NaN 1748736060.5\n# EOF\n",
		`upper{instansi="wit",monitor="a\"\\\n"} +Inf 1748736000123 # {x="y"} 1`+"\n"+`{"errors_total",agency="wib",code="500"} 7`+"\n",
		"hits_total{agency=\"wib\"} 5\n# EOF\nhits_total{agency=\"wib\"} 6\n", "uptime{agency=\"wita\",} 1e999 -1e300\n", "uptime{\n")
}

func FuzzPacked(f *testing.F) {
	csv := "time,agency,metric,value\n2025-06-01,wita,uptime,99\n"
	fuzzForm(f, "a.gz", gzipped(csv), gzipped(csv)+gzipped("2025-06-02,wita,uptime,9\n"), zstandard(f, csv), gzipped(csv)[:30], gzipped(gzipped(csv)),
		gzipped(strings.Repeat("x", 1000)))
}

func FuzzParquet(f *testing.F) {
	cases, err := telemetrytest.Cases()
	if err != nil {
		f.Fatal(err)
	}
	var seeds []string
	for i := range cases {
		if len(cases[i].Samples) > 2 && len(seeds) < 3 {
			for k := range cases[i].Samples {
				cases[i].Samples[k].Metric = "uptime"
			}
			seeds = append(seeds, parquetFile(f, cases[i].Samples))
		}
	}
	type wide struct {
		Tanggal  int32   `parquet:"tanggal,date"`
		Instansi string  `parquet:"instansi"`
		Uptime   float32 `parquet:"uptime,optional"`
		Hits     int64   `parquet:"hits_total,decimal(2:10)"`
	}
	seeds = append(seeds, parquetOf(f, []wide{{20240, "wita", 99.5, 100}, {20241, "wib", 1, 250}}, 10))
	fuzzForm(f, "a.parquet", seeds...)
}
