package conformance

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
	"siap/scoring/telemetry/sql"
	"siap/scoring/telemetry/telemetrytest"
)

// tolerance is how far an engine may lie from the value of a case, as a share of the larger: servers add up in their
// own order, and VictoriaMetrics keeps numbers as decimals of up to 15 digits.
const tolerance = 1e-12

// inexpressible are the reductions that PromQL has no exact expression for; the engine must refuse them.
var inexpressible = []rubric.Reduction{rubric.ReduceTimeMean, rubric.ReduceTimeShare}

// run holds an engine to every case. An engine that has to refuse one must say so, and give nothing.
func run(t *testing.T, refused []rubric.Reduction, engine func(t *testing.T, number int, c *telemetrytest.Case) telemetry.Engine) {
	t.Helper()
	cases, err := telemetrytest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	for i := range cases {
		c := &cases[i]
		t.Run(c.Name, func(t *testing.T) {
			measure := c.Measure()
			var got []telemetry.Measurement
			var problems []string
			for m, d := range engine(t, i, c).Measure(context.Background(), c.Query) {
				switch {
				case d == nil:
					got = append(got, m)
				case d.Severity == "error":
					problems = append(problems, d.Error())
				}
			}
			if slices.Contains(refused, measure.Reduction) {
				if len(got) != 0 || len(problems) != 1 {
					t.Errorf("is not refused: %v, %v", got, problems)
				}
				return
			}
			if len(problems) > 0 || len(got) != 1 {
				t.Fatalf("measured %v, problems %v", got, problems)
			}
			compare(t, &got[0], c)
		})
	}
}

func compare(t *testing.T, m *telemetry.Measurement, c *telemetrytest.Case) {
	t.Helper()
	if m.Reason != c.Reason || !near(m.Value, c.Value) {
		t.Errorf("value %v (reason %q), want %v (%q)", m.Value, m.Reason, c.Value, c.Reason)
	}
	if !near(m.Coverage, c.Coverage) {
		t.Errorf("coverage %v, want %v", m.Coverage, c.Coverage)
	}
}

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= tolerance*max(math.Abs(a), math.Abs(b), 1e-300)
}

// points are the samples of all cases, each series with the number of its case. Of samples at the same time the one
// given last is kept, for a time series database holds one at most.
func points(t testing.TB) []point {
	t.Helper()
	cases, err := telemetrytest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	var all []point
	for i := range cases {
		for _, s := range cases[i].Samples {
			labels := fmt.Sprintf(`agency=%q,case="%d"`, telemetrytest.Agency, i)
			if s.Series != "" {
				labels += fmt.Sprintf(`,%s=%q`, telemetrytest.Label, s.Series)
			}
			all = append(all, point{s.Metric, labels, s.Time.UnixMilli(), s.Value})
		}
	}
	slices.SortStableFunc(all, func(a, b point) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.labels, b.labels), cmp.Compare(a.at, b.at))
	})
	kept := all[:0]
	for _, p := range all {
		if last := len(kept) - 1; last >= 0 && kept[last].name == p.name && kept[last].labels == p.labels && kept[last].at == p.at {
			kept[last] = p
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// openMetrics writes samples as promtool reads them: times in seconds, the end marked.
func openMetrics(all []point) []byte {
	var b bytes.Buffer
	for _, p := range all {
		fmt.Fprintf(&b, "%s{%s} %s %d.%03d\n", p.name, p.labels, strconv.FormatFloat(p.value, 'g', -1, 64), p.at/1000, p.at%1000)
	}
	b.WriteString("# EOF\n")
	return b.Bytes()
}

// holding is a server of PromQL that holds one case.
func holding(url string, number int) *remote.Source {
	how := remote.Metric{Labels: map[string][]string{"case": {strconv.Itoa(number)}}}
	return &remote.Source{
		Name: "uji", Engine: remote.Prometheus, URL: url, AgencyLabel: "agency",
		Metrics: map[string]remote.Metric{telemetrytest.Metric: how, telemetrytest.Over: how},
	}
}

func TestPrometheus(t *testing.T) {
	url := prometheus(t, openMetrics(points(t)))
	run(t, inexpressible, func(t *testing.T, number int, _ *telemetrytest.Case) telemetry.Engine {
		s := holding(url, number)
		return pull.New(s, promql.New(s, open(t, s)), nil)
	})
}

func TestVictoriaMetrics(t *testing.T) {
	var lines bytes.Buffer
	for _, p := range points(t) {
		fmt.Fprintln(&lines, p.imported())
	}
	url := victoriaMetrics(t, lines.Bytes())
	run(t, inexpressible, func(t *testing.T, number int, _ *telemetrytest.Case) telemetry.Engine {
		s := holding(url, number)
		return pull.New(s, promql.New(s, open(t, s)), nil)
	})
}

// A table of ClickHouse holds what a file may hold, so that the samples go in as they are, in the order in which they
// are read; the column version says which of two at the same time came later.
func TestClickHouse(t *testing.T) {
	cases, err := telemetrytest.Cases()
	if err != nil {
		t.Fatal(err)
	}
	url := clickHouse(t)
	post(t, url, []byte("CREATE TABLE sampel (waktu DateTime, instansi String, metrik String, kasus String, monitor String, nilai Float64, versi UInt64) "+
		"ENGINE = MergeTree ORDER BY (metrik, instansi, waktu)"))
	var rows bytes.Buffer
	rows.WriteString("INSERT INTO sampel FORMAT TabSeparated\n")
	for i := range cases {
		for n, s := range cases[i].Samples {
			fmt.Fprintf(&rows, "%d\t%s\t%s\t%d\t%s\t%s\t%d\n", s.Time.Unix(), telemetrytest.Agency, s.Metric, i, s.Series, strconv.FormatFloat(s.Value, 'g', -1, 64), n)
		}
	}
	post(t, url, rows.Bytes())
	run(t, nil, func(t *testing.T, number int, _ *telemetrytest.Case) telemetry.Engine {
		s := holding(url, number)
		s.Engine, s.AgencyLabel = remote.ClickHouse, "instansi"
		s.Table = remote.Table{Database: "default", Name: "sampel", Time: "waktu", Metric: "metrik", Value: "nilai", Version: "versi"}
		for id, how := range s.Metrics {
			how.Labels = map[string][]string{"kasus": {strconv.Itoa(number)}}
			s.Metrics[id] = how
		}
		return pull.New(s, sql.New(s, open(t, s)), nil)
	})
}
