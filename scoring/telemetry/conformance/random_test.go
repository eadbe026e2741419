package conformance

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote"
	"siap/scoring/telemetry/remote/pull"
	"siap/scoring/telemetry/sql"
)

// world is an invented province: agencies in three time zones, metrics of every kind, and samples with everything that
// real ones have: gaps, uneven times, values that are none, counters that begin again, several series of one agency,
// samples before and after the window, announced maintenance.
type world struct {
	query       telemetry.Query
	points      []point
	maintenance []byte
}

// days is how long the window is.
const days = 20

// newWorld makes a world from a seed; gaps says whether gaps are also written down as NaN.
func newWorld(seed uint64, gaps bool) *world {
	rng := rand.New(rand.NewPCG(seed, 5))
	least, low := 1.0, 150.5
	metrics := []rubric.Metric{
		{ID: "up", Series: "probe_success", Expected: "5m", LeaveOut: []float64{2, 3}, Labels: map[string][]string{"monitor": {rubric.AnyLabel}}},
		{ID: "latency", Expected: "1h", Unit: "ms"},
		{ID: "visits", Expected: "1h", Kind: rubric.Counter},
		{ID: "errors", Expected: "1h", Kind: rubric.Counter},
		{ID: "rare", Expected: "1d"},
		{ID: "staff", Expected: "once"},
		{ID: "needed", Expected: "once"},
		{ID: "never", Expected: "1d"},
	}
	w := &world{}
	r := &rubric.Rubric{Metrics: metrics}
	for i := range metrics {
		kind := rubric.Gauge
		if metrics[i].Kind != "" {
			kind = metrics[i].Kind
		}
		for _, reduction := range kind.Reductions() {
			m := &rubric.Measure{Metric: metrics[i].ID, Reduction: reduction}
			switch {
			case reduction == rubric.ReduceRatio && metrics[i].ID == "visits":
				m.Over = "errors"
			case reduction == rubric.ReduceRatio && metrics[i].ID == "staff":
				m.Over = "needed"
			case reduction == rubric.ReduceRatio:
				continue
			case reduction == rubric.ReduceShare || reduction == rubric.ReduceTimeShare:
				m.AtLeast = &least
				if metrics[i].ID == "latency" {
					m.AtLeast = &low
				}
			}
			r.Children = append(r.Children, &rubric.Node{ID: metrics[i].ID + "_" + string(reduction), Measure: m})
		}
	}
	r.Link()
	var list []*agency.Agency
	for i, zone := range []*time.Location{agency.WIB, agency.WITA, agency.WITA, agency.WIT, agency.WITA, agency.WIB} {
		list = append(list, &agency.Agency{ID: "instansi_" + strconv.Itoa(i), Zone: zone})
	}
	from := telemetry.Date{Year: 2024, Month: time.February, Day: 20}
	w.query = telemetry.Query{
		Rubric: r, Agencies: agency.NewList(list, nil),
		Window: telemetry.Window{From: from, To: telemetry.Date{Year: 2024, Month: time.February, Day: 20 + days}},
	}
	for i, a := range list {
		w.fill(rng, i, a, gaps)
	}
	w.maintenance = []byte("instansi,metrik,dari,sampai\n" +
		"instansi_1,*,2024-02-22T01:00:00+08:00,2024-02-22T05:30:00+08:00\n" +
		"instansi_1,up,2024-02-25,2024-02-26\n" +
		"instansi_4,visits,2024-02-28T00:00:00+08:00,2024-03-01T12:00:00+08:00\n")
	return w
}

// fill makes the samples of one agency: one beyond each end of the window for all regular ones.
func (w *world) fill(rng *rand.Rand, number int, a *agency.Agency, gaps bool) {
	from, to := w.query.Window.From.In(a.Zone), w.query.Window.To.In(a.Zone)
	add := func(name, labels string, at time.Time, x float64) {
		text := fmt.Sprintf("agency=%q", a.ID)
		if labels != "" {
			text += "," + labels
		}
		w.points = append(w.points, point{name, text, at.UnixMilli(), x})
	}
	round := func(x float64) float64 { return math.Round(x*1000) / 1000 }
	monitors := []string{"portal", "surel"}[:1+number%2]
	for _, monitor := range monitors {
		phase := time.Duration(rng.IntN(300_000)) * time.Millisecond
		hole := from.Add(time.Duration(rng.IntN(days*24)) * time.Hour)
		for at := from.Add(phase - 5*time.Minute); at.Before(to.Add(5 * time.Minute)); at = at.Add(5 * time.Minute) {
			x := 1.0
			switch p := rng.Float64(); {
			case p < 0.03:
				x = 0
			case p < 0.04:
				x = 2
			case p < 0.05:
				x = 3
			}
			if at.Before(hole) || at.After(hole.Add(30*time.Hour)) {
				add("probe_success", fmt.Sprintf("monitor=%q", monitor), at, x)
			}
		}
	}
	for hour := -1; hour <= days*24; hour++ {
		// Anywhere within the hour: two samples may be seconds apart.
		at := from.Add(time.Duration(hour)*time.Hour + time.Duration(rng.IntN(3_600_000))*time.Millisecond)
		switch p := rng.Float64(); {
		case p < 0.05:
		case p < 0.07 && gaps:
			add("latency", "", at, math.NaN())
		default:
			add("latency", "", at, round(math.Exp(5+rng.NormFloat64())))
		}
	}
	for _, counter := range []string{"visits", "errors"} {
		total := float64(rng.IntN(100_000))
		for hour := -1; hour <= days*24; hour++ {
			total += float64(rng.IntN(500))
			if rng.Float64() < 0.01*float64(number) { // some never begin again, some often
				total = float64(rng.IntN(50))
			}
			if rng.Float64() > 0.1 {
				add(counter, "", from.Add(time.Duration(hour)*time.Hour), total)
			}
		}
	}
	for range number { // none of the first agency
		add("rare", "", from.Add(time.Duration(rng.IntN(days*86_400))*time.Second), round(rng.NormFloat64()*10))
	}
	if number > 0 {
		add("needed", "", from.Add(time.Hour), float64(number-1)) // one of them is zero
	}
	if number != 2 {
		add("staff", "", from, float64(rng.IntN(20)))
	}
	if number == 3 {
		add("staff", "", to.Add(-time.Millisecond), 7)
		add("staff", "", from.Add(-time.Millisecond), 1000)
		add("staff", "", to, 2000)
	}
}

// sorted puts the samples as time series databases want them; of two at the same time the later one is kept.
func (w *world) sorted() []point {
	all := slices.Clone(w.points)
	slices.SortStableFunc(all, func(a, b point) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.labels, b.labels), cmp.Compare(a.at, b.at))
	})
	return slices.CompactFunc(all, func(a, b point) bool { return a.name == b.name && a.labels == b.labels && a.at == b.at })
}

// announced writes the maintenance file and reads it.
func (w *world) announced(t *testing.T) (source.Source, *telemetry.Announced) {
	t.Helper()
	src := source.Source{Path: filepath.Join(t.TempDir(), "pemeliharaan.csv"), Name: "telemetry/pemeliharaan.csv"}
	if err := os.WriteFile(src.Path, w.maintenance, 0o600); err != nil {
		t.Fatal(err)
	}
	quiet, found := telemetry.ReadAnnounced(w.query, []source.Source{src})
	if len(found) > 0 {
		t.Fatalf("maintenance: %v", found)
	}
	return src, quiet
}

// fromFiles measures by the embedded engine.
func (w *world) fromFiles(t *testing.T) map[string]telemetry.Measurement {
	t.Helper()
	maintenance, _ := w.announced(t)
	path := filepath.Join(t.TempDir(), "sampel.om")
	if err := os.WriteFile(path, openMetrics(w.sorted()), 0o600); err != nil {
		t.Fatal(err)
	}
	sources := []source.Source{{Path: path, Name: "telemetry/sampel.om"}, maintenance}
	return measured(t, telemetry.NewFiles(sources), w.query, nil)
}

// measured runs an engine; problems get what it could not do, by rule.
func measured(t *testing.T, e telemetry.Engine, q telemetry.Query, problems map[string]*diag.Diagnostic) map[string]telemetry.Measurement {
	t.Helper()
	all := map[string]telemetry.Measurement{}
	for m, d := range e.Measure(context.Background(), q) {
		switch {
		case d == nil:
			all[m.Agency+" "+m.Indicator] = m
		case d.Severity == diag.Error && problems == nil:
			t.Errorf("found %v", d)
		case d.Severity == diag.Error:
			problems[d.Code+" "+d.Subject+" "+d.Seen] = d
		}
	}
	if len(all) == 0 {
		t.Fatal("nothing was measured")
	}
	return all
}

// server is a source for all metrics of the world.
func (w *world) server(url string) *remote.Source {
	return &remote.Source{Name: "uji", Engine: remote.Prometheus, URL: url, AgencyLabel: "agency", Timeout: time.Minute}
}

// agree compares two engines. instants says how far the times of the first and the last sample may lie apart; absent are
// measurements that the second engine may lack.
func agree(t *testing.T, want, got map[string]telemetry.Measurement, instants func(m *telemetry.Measurement) time.Duration, absent func(m *telemetry.Measurement) bool) {
	t.Helper()
	compared := 0
	for _, key := range slices.Sorted(maps.Keys(want)) {
		a := want[key]
		b, has := got[key]
		if !has {
			if !absent(&a) {
				t.Errorf("%s: is not measured", key)
			}
			continue
		}
		compared++
		if a.Reason != b.Reason || !close(a.Value, b.Value) {
			t.Errorf("%s: %v (%q), want %v (%q)", key, b.Value, b.Reason, a.Value, a.Reason)
		}
		counts := func(m *telemetry.Measurement) [7]int {
			return [7]int{m.Samples, m.Expected, m.NotMeasured, m.InMaintenance, m.Series, m.Resets, int(m.Maintenance.Seconds())}
		}
		if counts(&a) != counts(&b) || !close(a.Coverage, b.Coverage) {
			t.Errorf("%s: samples, expected, none, maintained, series, resets, maintenance %v, covered %v; want %v, %v",
				key, counts(&b), b.Coverage, counts(&a), a.Coverage)
		}
		if !close(a.Numerator, b.Numerator) || !close(a.Denominator, b.Denominator) {
			t.Errorf("%s: %v over %v, want %v over %v", key, b.Numerator, b.Denominator, a.Numerator, a.Denominator)
		}
		for _, ends := range [][2]time.Time{{a.First, b.First}, {a.Last, b.Last}} {
			if late := ends[0].Sub(ends[1]); late < 0 || late > instants(&a) {
				t.Errorf("%s: at %v, want %v", key, ends[1], ends[0])
			}
		}
	}
	t.Logf("%d measurements compared", compared)
	if compared < len(want)/2 {
		t.Errorf("only %d of %d measurements could be compared", compared, len(want))
	}
}

// close compares to 1e-9 of the larger.
func close(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), 1e-300)
}

// withoutPromQL are the measurements that PromQL cannot give: what is weighted by time, and quantiles where several
// series of an agency, or maintenance in between, cut the samples into parts.
func withoutPromQL(m *telemetry.Measurement) bool {
	_, quantile := m.Reduction.Quantile()
	return m.Reduction == rubric.ReduceTimeMean || m.Reduction == rubric.ReduceTimeShare ||
		(quantile && (m.Series > 1 || m.Maintenance > 0))
}

// beginnings says that PromQL tells times as the beginnings of intervals.
func beginnings(m *telemetry.Measurement) time.Duration {
	if m.Metric == "staff" || m.Metric == "needed" { // once has no interval
		return time.Hour
	}
	if m.Metric == "rare" {
		return 24 * time.Hour
	}
	return time.Hour
}

func TestPrometheusAgreesWithFiles(t *testing.T) {
	w := newWorld(1, true)
	want := w.fromFiles(t)
	_, quiet := w.announced(t)
	s := w.server(prometheus(t, openMetrics(w.sorted())))
	for name, longest := range map[string]time.Duration{"whole": 0, "in parts": 100 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			s := *s
			s.MaxRange = longest
			got := measured(t, pull.New(&s, promql.New(&s, open(t, &s)), quiet), w.query, map[string]*diag.Diagnostic{})
			agree(t, want, got, beginnings, func(m *telemetry.Measurement) bool {
				_, quantile := m.Reduction.Quantile()
				return withoutPromQL(m) || (quantile && longest > 0)
			})
		})
	}
}

func TestVictoriaMetricsAgreesWithFiles(t *testing.T) {
	w := newWorld(2, false)
	want := w.fromFiles(t)
	_, quiet := w.announced(t)
	var lines bytes.Buffer
	for _, p := range w.sorted() {
		fmt.Fprintln(&lines, p.imported())
	}
	s := w.server(victoriaMetrics(t, lines.Bytes()))
	got := measured(t, pull.New(s, promql.New(s, open(t, s)), quiet), w.query, map[string]*diag.Diagnostic{})
	agree(t, want, got, beginnings, withoutPromQL)
}

func TestClickHouseAgreesWithFiles(t *testing.T) {
	w := newWorld(3, true)
	// A DateTime of this old version knows seconds only.
	for i := range w.points {
		w.points[i].at = w.points[i].at / 1000 * 1000
	}
	want := w.fromFiles(t)
	_, quiet := w.announced(t)
	url := clickHouse(t)
	post(t, url, []byte("CREATE TABLE sampel (time DateTime, agency String, metric String, monitor String, value Nullable(Float64)) ENGINE = MergeTree ORDER BY (metric, agency, time)"))
	var rows bytes.Buffer
	rows.WriteString("INSERT INTO sampel FORMAT TabSeparated\n")
	for _, p := range w.sorted() {
		labels := map[string]string{}
		for _, pair := range bytes.Split([]byte(p.labels), []byte(",")) {
			name, value, _ := bytes.Cut(pair, []byte("="))
			labels[string(name)], _ = strconv.Unquote(string(value))
		}
		value := `\N`
		if !math.IsNaN(p.value) {
			value = strconv.FormatFloat(p.value, 'g', -1, 64)
		}
		fmt.Fprintf(&rows, "%d\t%s\t%s\t%s\t%s\n", p.at/1000, labels["agency"], p.name, labels["monitor"], value)
	}
	post(t, url, rows.Bytes())
	for name, user := range map[string]string{"any user": "", "a user who may not change settings": "reader"} {
		t.Run(name, func(t *testing.T) {
			s := w.server(url)
			s.Engine = remote.ClickHouse
			s.Table = remote.Table{Name: "sampel", Time: "time", Metric: "metric", Value: "value"}
			if user != "" {
				t.Setenv("SANDI", "rahasia")
				s.Auth = remote.Auth{User: user, PasswordEnv: "SANDI"}
			}
			c, err := remote.Open(s, remote.Options{Getenv: os.Getenv})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			got := measured(t, pull.New(s, sql.New(s, c), quiet), w.query, nil)
			agree(t, want, got, func(*telemetry.Measurement) time.Duration { return 0 }, func(*telemetry.Measurement) bool { return false })
		})
	}
}
