package telemetry_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
)

var bits = cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })

// all are the reductions of readings that need no further words.
var all = []rubric.Reduction{
	rubric.ReduceMean, rubric.ReduceTimeMean, rubric.ReduceMin, rubric.ReduceMax, rubric.ReduceSum, rubric.ReduceCount,
	rubric.ReduceLast, rubric.ReduceP50, rubric.ReduceP90, rubric.ReduceP95, rubric.ReduceP99, rubric.ReduceShare,
	rubric.ReduceTimeShare,
}

// rows makes samples of the three agencies every ten minutes of 2025, so many in all, in order of time.
func rows(n int) []string {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	start := time.Date(2025, 1, 1, 0, 0, 0, 0, agency.WIB) // inside the window of all three
	lines := make([]string, n)
	for i := range lines {
		at := start.Add(time.Duration(i/3) * 10 * time.Minute)
		lines[i] = at.UTC().Format(time.RFC3339) + "," + []string{"wib", "wita", "wit"}[i%3] + ",uptime," +
			strconv.FormatFloat(100*r.Float64(), 'f', 3, 64)
	}
	return lines
}

func csvOf(lines []string) string {
	return "time,agency,metric,value\n" + strings.Join(lines, "\n") + "\n"
}

// However many workers read a file, packed or not, every measurement, finding and summary is the same to the last bit.
func TestTheNumberOfCoresNeverShows(t *testing.T) {
	lines := rows(60_000)
	lines[31_000] += "x"
	lines[52_000] = strings.Replace(lines[52_000], "uptime", "uptme", 1)
	broken := csvOf(lines)
	lines = rows(60_000)
	for name, content := range map[string]string{
		"a.csv": csvOf(lines), "a.csv.gz": gzipped(csvOf(lines)), "a.csv.zst": zstandard(t, csvOf(lines)), "b.csv": broken,
	} {
		src := write(t, "telemetry/"+name, content)
		good := write(t, "telemetry/z.csv", csvOf(lines[:3000]))
		q := asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, all...)
		var first map[string]telemetry.Measurement
		var firstTold []string
		for _, workers := range []int{1, 2, 7} {
			e := telemetry.InBlocks(telemetry.NewFilesWith([]source.Source{good, src}, telemetry.Options{Workers: workers}))
			values, _, found := measure(q, e)
			texts := append(told(t, found), fmt.Sprint(e.Summaries()))
			if first == nil {
				first, firstTold = values, texts
				if n := values["wita mean"].Samples; (n == 20_000) != (name != "b.csv") {
					t.Errorf("%s: %d samples", name, n)
				}
				continue
			}
			if diff := cmp.Diff(first, values, bits); diff != "" {
				t.Errorf("%s, %d workers:\n%s", name, workers, diff)
			}
			if diff := cmp.Diff(firstTold, texts); diff != "" {
				t.Errorf("%s, %d workers:\n%s", name, workers, diff)
			}
		}
	}
}

// Samples out of order are put in order, in memory or through a temporary file that is gone afterwards, and give the
// same bits as those that came in order; so do samples that are spread over several files.
func TestOutOfOrder(t *testing.T) {
	lines := rows(6000)
	q := asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, all...)
	want, _, _ := measure(q, telemetry.NewFiles([]source.Source{write(t, "a.csv", csvOf(lines))}))
	descending := slices.Clone(lines)
	slices.Reverse(descending)
	shuffled := slices.Clone(lines)
	rand.New(rand.NewPCG(3, 3)).Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
	var even, odd []string
	for i, l := range lines {
		if i/3%2 == 0 {
			even = append(even, l)
		} else {
			odd = append(odd, l)
		}
	}
	for name, files := range map[string][]string{
		"newest first": {csvOf(descending)}, "shuffled": {csvOf(shuffled)}, "in two halves": {csvOf(even), csvOf(odd)},
		"later half first": {csvOf(lines[3000:]), csvOf(lines[:3000])}, "in two files": {csvOf(lines[:3000]), csvOf(lines[3000:])},
	} {
		for _, held := range []int{1 << 20, 500} {
			folder := t.TempDir()
			var sources []source.Source
			for i, content := range files {
				sources = append(sources, write(t, fmt.Sprintf("telemetry/%d.csv", i), content))
			}
			e := telemetry.InBlocks(telemetry.SortIn(telemetry.NewFilesWith(sources, telemetry.Options{Folder: folder}), held))
			got, _, found := measure(q, e)
			noPlaces := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Places" }, cmp.Ignore())
			if diff := cmp.Diff(want, got, bits, noPlaces); diff != "" {
				t.Errorf("%s, %d held:\n%s", name, held, diff)
			}
			spilled := slices.ContainsFunc(told(t, found), func(s string) bool { return strings.HasPrefix(s, "TM046") })
			if spilled != (held == 500 && name != "in two files") {
				t.Errorf("%s, %d held: found %v", name, held, found)
			}
			if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
				t.Errorf("%s: %v is left behind, %v", name, left, err)
			}
			records := 0
			for _, s := range e.Summaries() {
				records += s.Records
			}
			if records != len(lines) {
				t.Errorf("%s: %d records", name, records)
			}
		}
	}
}

// Files that correct others may overlap them; the last one read counts, whatever the order of times.
func TestCorrections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		last := map[int]float64{}
		var contents []string
		for range rapid.IntRange(1, 4).Draw(t, "files") {
			var lines []string
			for range rapid.IntRange(1, 10).Draw(t, "rows") {
				day, x := rapid.IntRange(1, 9).Draw(t, "day"), float64(rapid.IntRange(0, 99).Draw(t, "value"))
				lines = append(lines, fmt.Sprintf("2025-06-0%d,wita,uptime,%v", day, x))
				last[day] = x
			}
			contents = append(contents, csvOf(lines))
		}
		var sources []source.Source
		folder, err := os.MkdirTemp("", "siap-test-*")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		for i, c := range contents {
			path := fmt.Sprintf("%s/%d.csv", folder, i)
			if err := os.WriteFile(path, []byte(c), 0o600); err != nil {
				t.Fatal(err)
			}
			sources = append(sources, source.Source{Path: path, Name: fmt.Sprintf("%d.csv", i)})
		}
		sum, n := 0.0, 0
		for _, x := range last {
			sum += x
			n++
		}
		e := telemetry.NewFiles(sources)
		values, _, _ := measure(asks(rubric.Metric{ID: "uptime", Expected: "1d"}, nil, rubric.ReduceSum), e)
		if m := values["wita sum"]; m.Value != sum || m.Samples != n {
			t.Fatalf("%v of %d, want %v of %d", m.Value, m.Samples, sum, n)
		}
		records, left := 0, 0
		for _, s := range e.Summaries() {
			records, left = records+s.Records, left+s.LeftOut
		}
		if total := strings.Count(strings.Join(contents, ""), "\n") - len(contents); records != n || records+left != total {
			t.Fatalf("%d records, %d left out of %d", records, left, total)
		}
	})
}

// A quantile of more samples than fit is a sketch: within the bound that it states, and said so.
func TestQuantilesBeyondMemory(t *testing.T) {
	// So many agencies are asked that few values of each are kept: 48 MiB / 8 bytes / 20,003 agencies = 314.
	q := asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, rubric.ReduceP95, rubric.ReduceMean)
	agencies := q.Agencies.All()
	for i := range 20_000 {
		agencies = append(agencies, &agency.Agency{ID: "x" + strconv.Itoa(i), Zone: agency.WIB})
	}
	q.Agencies = agency.NewList(agencies, nil)
	exact := asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, rubric.ReduceP95, rubric.ReduceMean)
	src := write(t, "a.csv", csvOf(rows(6000)))
	want, _, _ := measure(exact, telemetry.NewFiles([]source.Source{src}))
	got, _, found := measure(q, telemetry.NewFiles([]source.Source{src}))
	for _, id := range []string{"wib", "wita", "wit"} {
		w, g := want[id+" p95"], got[id+" p95"]
		if w.ErrorBound != 0 || g.ErrorBound <= 0 || g.ErrorBound > 0.04 || math.Abs(g.Value-w.Value) > g.ErrorBound*w.Value {
			t.Errorf("%s: %v ± %v, exactly %v", id, g.Value, g.ErrorBound, w.Value)
		}
		if g := got[id+" mean"]; g.ErrorBound != 0 || g.Value != want[id+" mean"].Value {
			t.Errorf("%s: a mean with the bound %v", id, g.ErrorBound)
		}
	}
	if len(found) != 1 || found[0].Code != "TM047" || found[0].Count != 3 {
		t.Errorf("found %v", found)
	}
}

func TestTooManySeries(t *testing.T) {
	q := asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, rubric.ReduceMean)
	var agencies []*agency.Agency
	for i := range telemetry.MaxSeries + 1 {
		agencies = append(agencies, &agency.Agency{ID: strconv.Itoa(i), Zone: agency.WIB})
	}
	q.Agencies = agency.NewList(agencies, nil)
	_, order, found := measure(q, telemetry.NewFiles(nil))
	if len(order) != 0 || len(found) != 1 || found[0].Code != "TM044" {
		t.Errorf("%d measurements, %v", len(order), found)
	}
	told(t, found)

	// And labels without end.
	q = asks(rubric.Metric{ID: "uptime", Expected: "1d", Labels: map[string][]string{"session": {rubric.AnyLabel}}}, nil, rubric.ReduceMean)
	var b strings.Builder
	b.WriteString("time,agency,metric,value,session\n")
	for i := range telemetry.MaxSeries {
		fmt.Fprintf(&b, "2025-06-01,wita,uptime,1,%d\n", i)
	}
	_, order, found = measure(q, telemetry.NewFiles([]source.Source{write(t, "a.csv", b.String())}))
	if len(order) != 0 || len(found) == 0 || found[len(found)-1].Code != "TM044" {
		t.Errorf("%d measurements, %v", len(order), found)
	}
}

func TestMaintenance(t *testing.T) {
	samples := csvOf([]string{"2025-06-01,wita,uptime,100", "2025-06-02,wita,uptime,0", "2025-06-03,wita,uptime,0", "2025-06-04,wita,uptime,100", "2025-06-02,wib,uptime,50"})
	for _, c := range []struct {
		name, file, content string
		want                string
		refused             bool
		value               float64 // of wita
		expected, quiet     int
	}{
		// (100 + 100) / 2; 365 − 2 days
		{"two days", "maintenance.csv", "agency,metric,from,to,reason\nwita,uptime,2025-06-02,2025-06-04,pindah ruang\n", "TM043 ", false, 100, 363, 2},
		{"joined", "pemeliharaan.csv", "instansi;metrik;dari;sampai;alasan\nwita;*;2025-06-02;2025-06-03 12:00;\n;;2025-06-03;2025-06-04;listrik\n", "TM043 ", false, 100, 363, 2},
		{"half of it before the window", "maintenance.csv", "agency,from,to\nwita,2024-12-30,2025-01-02\n", "", false, 50, 364, 0},
		{"another metric", "maintenance.csv", "agency,metric,from,to\nwita,officers,2025-06-02,2025-06-04\n", "", false, 50, 365, 0},
		{"unknown names", "maintenance.csv", "agency,metric,from,to\nwitta,uptime,2025-06-02,2025-06-04\nwita,uptme,2025-06-02,2025-06-04\n", "TM010 maintenance.csv:2:1 witta", false, 50, 365, 0},
		{"ends before it begins", "maintenance.csv", "agency,metric,from,to\nwita,uptime,2025-06-04,2025-06-02\n", "TM040 maintenance.csv:2:4 2025-06-02", true, 50, 365, 0},
		{"no end", "maintenance.csv", "agency,metric,from,to\nwita,uptime,2025-06-04,\n", "TM003 maintenance.csv:2:4", true, 50, 365, 0},
		{"no time", "maintenance.csv", "agency,metric,from,to\nwita,uptime,besok,2025-06-04\n", "TM004 maintenance.csv:2:3 besok", true, 50, 365, 0},
		{"a column missing", "maintenance.csv", "agency,metric,begin,to\nwita,uptime,2025-06-02,2025-06-04\n", "TM001 maintenance.csv:1", true, 50, 365, 0},
		{"empty", "maintenance.csv", "", "TB003 maintenance.csv", true, 50, 365, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := telemetry.NewFiles([]source.Source{write(t, "a.csv", samples), write(t, c.file, c.content)})
			values, _, found := measure(query(), e)
			texts := told(t, found)
			if ok := slices.ContainsFunc(texts, func(s string) bool { return strings.HasPrefix(s+" ", c.want) }); !ok || (c.want == "" && len(texts) > 0) {
				if c.want != "" || len(texts) > 0 {
					t.Errorf("found %q, want %q", texts, c.want)
				}
			}
			m := values["wita site"]
			if m.Value != c.value || m.Expected != c.expected {
				t.Errorf("%v of %d expected: %+v", m.Value, m.Expected, m)
			}
			quiet := 0
			for _, m := range values {
				quiet += m.InMaintenance
			}
			if quiet != c.quiet || e.Summaries()[1].Refused != c.refused {
				t.Errorf("%d during maintenance, %+v", quiet, e.Summaries()[1])
			}
		})
	}
}

func TestStandardInput(t *testing.T) {
	folder := t.TempDir()
	lines := rows(3000)
	slices.Reverse(lines)
	e := telemetry.NewFilesWith([]source.Source{{Path: "-", Name: "-"}}, telemetry.Options{Folder: folder, Input: strings.NewReader(gzipped(csvOf(lines)))})
	values, _, found := measure(asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, rubric.ReduceCount), e)
	if m := values["wita count"]; m.Value != 1000 || len(found) > 0 {
		t.Errorf("%+v, %v", m, found)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%v is left behind, %v", left, err)
	}
}

// Progress never goes beyond the total, and reaches it.
func TestProgress(t *testing.T) {
	a, b := write(t, "a.csv", csvOf(rows(30_000))), write(t, "b.csv", csvOf([]string{"2025-06-01,wita,officers,5"}))
	var last, total int64
	o := telemetry.Options{Progress: func(done, of int64) {
		if done < last || done > of {
			t.Errorf("%d after %d of %d", done, last, of)
		}
		last, total = done, of
	}}
	measure(asks(rubric.Metric{ID: "uptime", Expected: "10m"}, nil, rubric.ReduceCount), telemetry.NewFilesWith([]source.Source{a, b}, o))
	if last != total || total == 0 {
		t.Errorf("%d of %d", last, total)
	}
}

// Reading ends soon after the context does, in the middle of a file.
func TestStopsInTheMiddle(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := telemetry.Options{Workers: 2, Progress: func(done, _ int64) {
		if done > 1<<20 {
			cancel()
		}
	}}
	src := write(t, "a.csv", csvOf(rows(100_000)))
	for m, d := range telemetry.NewFilesWith([]source.Source{src, src}, o).Measure(ctx, query()) {
		t.Errorf("yielded %v %v", m, d)
	}
}
