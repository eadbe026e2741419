package telemetry_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"siap/internal/peaktest"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
)

// The size of BenchmarkTelemetry's file in MB, and what a process of this test is asked to do instead of testing.
const (
	benchSizeVariable = "SIAP_BENCH_MB"
	benchRoleVariable = "SIAP_BENCH_ROLE"
	benchDefaultMB    = 32
)

const benchAgencies = 400

var benchMetrics = []string{"latency_ms", "uptime", "api_ms", "queue", "cpu"}

func TestMain(m *testing.M) {
	switch role, path := os.Getenv(benchRoleVariable), os.Args[len(os.Args)-1]; role {
	case "":
		os.Exit(m.Run())
	case "siap":
		fmt.Println(benchEngine(path))
	case "plain":
		fmt.Println(benchPlain(path))
	}
}

// BenchmarkTelemetry reduces a CSV of time, agency, metric, value (SIAP_BENCH_MB; make bench takes 1000, some 20
// million rows) to mean, p95, share and coverage of 2,000 series: siap, a loop over encoding/csv, and DuckDB where it is
// installed (npm ci in bench/duckdb). Each run is a process of its own; peak-MiB is its largest resident memory. The
// data is invented.
func BenchmarkTelemetry(b *testing.B) {
	size := int64(benchDefaultMB)
	if s := os.Getenv(benchSizeVariable); s != "" {
		var err error
		if size, err = strconv.ParseInt(s, 10, 64); err != nil {
			b.Fatal(err)
		}
	}
	dir := b.TempDir()
	table, columns := filepath.Join(dir, "a.csv"), filepath.Join(dir, "a.parquet")
	if err := benchFiles(table, columns, size*1_000_000); err != nil {
		b.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	duck := []string{"node", "bench/duckdb/run.mjs"}
	exact := []string{"exact"}
	var first string
	for _, c := range []struct {
		name, role string
		command    []string
		file       string
		after      []string
		// alike says how many of the numbers printed must be those of the first run: the groups and samples, means,
		// p95, shares; a sketch and a t-digest agree on nothing but how many there are.
		alike int
	}{
		{"siap", "siap", []string{self}, table, nil, 0},
		{"siap-parquet", "siap", []string{self}, columns, nil, 5},
		{"plain", "plain", []string{self}, table, nil, 3},
		{"duckdb", "", duck, table, nil, 2},
		{"duckdb-exact", "", duck, table, exact, 2},
		{"duckdb-parquet", "", duck, columns, nil, 2},
		{"wc-l", "", []string{"wc", "-l"}, table, nil, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			if c.command[0] == "node" {
				if _, err := os.Stat("bench/duckdb/node_modules"); err != nil {
					b.Skip("DuckDB is not installed: npm ci --prefix scoring/telemetry/bench/duckdb")
				}
			}
			if _, err := exec.LookPath(c.command[0]); err != nil {
				b.Skip(err)
			}
			args := slices.Concat(c.command[1:], []string{c.file}, c.after)
			b.SetBytes(sizeOf(b, c.file))
			peak, busy := int64(0), time.Duration(0)
			for b.Loop() {
				command := exec.Command(c.command[0], args...)
				command.Env = append(os.Environ(), benchRoleVariable+"="+c.role)
				command.Stderr = os.Stderr
				out, err := command.Output()
				if err != nil {
					b.Fatalf("%s: %v", c.name, err)
				}
				peak = max(peak, peaktest.Memory(command.ProcessState))
				busy += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
				if c.name == "siap" {
					first = string(out)
				}
				if got, want := strings.Fields(string(out)), strings.Fields(first); c.alike > 0 && !slices.EqualFunc(got[:c.alike], want[:c.alike], alike) {
					b.Errorf("%s gives %v, siap %v", c.name, got, want)
				}
			}
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
			b.ReportMetric(busy.Seconds()/float64(b.N), "cpu-s/op") // of all cores; what other work on the machine hardly moves
		})
	}
}

func sizeOf(b *testing.B, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// alike compares two numbers to nine digits.
func alike(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && x-y <= 1e-9*x && y-x <= 1e-9*x
}

type benchRow struct {
	Time   time.Time `parquet:"time,timestamp(microsecond)"`
	Agency string    `parquet:"agency,dict,zstd"`
	Metric string    `parquet:"metric,dict,zstd"`
	Value  float64   `parquet:"value,zstd"`
}

// benchFiles writes the same samples as CSV of about so many bytes and as Parquet.
func benchFiles(table, columns string, size int64) error {
	text, err := os.Create(table)
	if err != nil {
		return err
	}
	defer text.Close()
	file, err := os.Create(columns)
	if err != nil {
		return err
	}
	defer file.Close()
	out := bufio.NewWriterSize(text, 1<<20)
	rows := parquet.NewGenericWriter[benchRow](file, parquet.MaxRowsPerRowGroup(500_000))
	out.WriteString("time,agency,metric,value\n")
	names := make([]string, benchAgencies)
	for a := range names {
		names[a] = fmt.Sprintf("opd-%04d", a)
	}
	r := rand.New(rand.NewPCG(20, 26))
	at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	held := make([]benchRow, 0, benchAgencies*len(benchMetrics))
	var line []byte
	for written := int64(0); written < size; at = at.Add(50 * time.Minute) {
		held = held[:0]
		stamp := at.Format(time.RFC3339)
		for _, name := range names {
			for m, metric := range benchMetrics {
				x := 100*r.Float64() + float64(50*m)
				line = append(append(line[:0], stamp...), ',')
				line = append(append(append(append(line, name...), ','), metric...), ',')
				from := len(line)
				line = strconv.AppendFloat(line, x, 'f', 2, 64)
				x, err = strconv.ParseFloat(string(line[from:]), 64)
				if err != nil {
					return err
				}
				line = append(line, '\n')
				out.Write(line)
				written += int64(len(line))
				held = append(held, benchRow{at, name, metric, x})
			}
		}
		if _, err := rows.Write(held); err != nil {
			return err
		}
	}
	return errors.Join(out.Flush(), rows.Close())
}

// benchEngine gives what siap measures: groups, samples, and the sums of their means, p95 and shares.
func benchEngine(path string) string {
	r := &rubric.Rubric{Children: []*rubric.Node{{ID: "all"}}}
	least := 50.0
	for _, id := range benchMetrics {
		r.Metrics = append(r.Metrics, rubric.Metric{ID: id, Expected: "50m"})
		for _, m := range []rubric.Measure{
			{Metric: id, Reduction: rubric.ReduceMean},
			{Metric: id, Reduction: rubric.ReduceP95},
			{Metric: id, Reduction: rubric.ReduceShare, AtLeast: &least},
		} {
			r.Children[0].Children = append(r.Children[0].Children, &rubric.Node{ID: id + "_" + string(m.Reduction), Measure: &m})
		}
	}
	r.Link()
	var list []*agency.Agency
	for a := range benchAgencies {
		list = append(list, &agency.Agency{ID: fmt.Sprintf("opd-%04d", a), Zone: agency.WIB})
	}
	q := telemetry.Query{
		Rubric: r, Agencies: agency.NewList(list, nil),
		Window: telemetry.Window{From: telemetry.Date{Year: 2025, Month: 1, Day: 1}, To: telemetry.Date{Year: 2030, Month: 1, Day: 1}},
	}
	groups, samples := 0, 0
	sums := map[rubric.Reduction]float64{}
	for m, d := range telemetry.NewFiles([]source.Source{{Path: path, Name: filepath.Base(path)}}).Measure(context.Background(), q) {
		if d != nil {
			continue
		}
		sums[m.Reduction] += m.Value
		if m.Reduction == rubric.ReduceMean && m.Coverage > 0 {
			groups++
			samples += m.Samples
		}
	}
	return fmt.Sprintln(groups, samples, sums[rubric.ReduceMean], sums[rubric.ReduceP95], sums[rubric.ReduceShare])
}

// benchPlain is the same as anybody would write it first: encoding/csv, a map, and all values kept for the quantile.
func benchPlain(path string) string {
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	type group struct {
		values  []float64
		sum     float64
		reached int
	}
	groups := map[[2]string]*group{}
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, agency.WIB)
	to := time.Date(2030, 1, 1, 0, 0, 0, 0, agency.WIB)
	r := csv.NewReader(bufio.NewReaderSize(file, 1<<20))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err.Error()
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err.Error()
		}
		at, err := time.Parse(time.RFC3339, record[0])
		x, err2 := strconv.ParseFloat(record[3], 64)
		if err != nil || err2 != nil || at.Before(from) || !at.Before(to) {
			continue
		}
		g := groups[[2]string{record[1], record[2]}]
		if g == nil {
			g = &group{}
			groups[[2]string{strings.Clone(record[1]), strings.Clone(record[2])}] = g
		}
		g.values = append(g.values, x)
		g.sum += x
		if x >= 50 {
			g.reached++
		}
	}
	samples, mean, p95, share := 0, 0.0, 0.0, 0.0
	for _, g := range groups {
		n := len(g.values)
		slices.Sort(g.values)
		rank := 0.95 * float64(n-1)
		low := int(rank)
		samples += n
		mean += g.sum / float64(n)
		p95 += g.values[low] + (rank-float64(low))*(g.values[min(low+1, n-1)]-g.values[low])
		share += float64(g.reached) / float64(n)
	}
	return fmt.Sprintln(len(groups), samples, mean, p95, share)
}
