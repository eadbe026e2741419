package telemetry_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"

	"siap/scoring/agency"
	"siap/scoring/telemetry/telemetrytest"
)

// forms are the ways to write the same samples down.
var forms = []struct {
	name, file string
	encode     func(t testing.TB, samples []telemetrytest.Sample) string
}{
	{"CSV", "a.csv", longCSV},
	{"CSV with quotes", "a.csv", func(t testing.TB, samples []telemetrytest.Sample) string {
		return strings.NewReplacer(",", `","`, "\n", "\"\r\n\"").Replace(`"`+strings.TrimSuffix(longCSV(t, samples), "\n")) + `"`
	}},
	{"wide CSV", "a.csv", wideCSV},
	{"CSV in gzip", "a.csv.gz", func(t testing.TB, samples []telemetrytest.Sample) string { return gzipped(longCSV(t, samples)) }},
	{"CSV in zstd", "a.csv.zst", func(t testing.TB, samples []telemetrytest.Sample) string { return zstandard(t, longCSV(t, samples)) }},
	{"CSV in UTF-16, packed", "a.csv.gz", func(t testing.TB, samples []telemetrytest.Sample) string {
		return gzipped(utf16(longCSV(t, samples)))
	}},
	{"JSON lines", "a.jsonl", func(t testing.TB, samples []telemetrytest.Sample) string {
		return strings.Join(jsonRecords(t, samples), "\n")
	}},
	{"JSON list", "a.json", func(t testing.TB, samples []telemetrytest.Sample) string {
		return "[" + strings.Join(jsonRecords(t, samples), ",\n ") + "]"
	}},
	{"OpenMetrics", "a.om", func(t testing.TB, samples []telemetrytest.Sample) string {
		return exposition(samples, func(at time.Time) string {
			return strconv.FormatFloat(float64(at.UnixMilli())/1000, 'f', -1, 64)
		}) + "# EOF\n"
	}},
	{"Prometheus", "a.prom", func(t testing.TB, samples []telemetrytest.Sample) string {
		return exposition(samples, func(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) })
	}},
	{"Parquet", "a.parquet", parquetFile},
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func longCSV(_ testing.TB, samples []telemetrytest.Sample) string {
	var b strings.Builder
	b.WriteString("time,agency,metric,value,monitor\n")
	for _, s := range samples {
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", s.Time.Format(time.RFC3339), telemetrytest.Agency, s.Metric, number(s.Value), s.Series)
	}
	return b.String()
}

// wideCSV has one row a sample, with the cell of the other metric empty.
func wideCSV(_ testing.TB, samples []telemetrytest.Sample) string {
	var b strings.Builder
	fmt.Fprintf(&b, "instansi;waktu;%s;monitor;%s\n", telemetrytest.Metric, telemetrytest.Over)
	for _, s := range samples {
		upper, lower := strings.ReplaceAll(number(s.Value), ".", ","), ""
		if s.Metric == telemetrytest.Over {
			upper, lower = lower, upper
		}
		fmt.Fprintf(&b, "%s;%s;%s;%s;%s\n", telemetrytest.Agency, s.Time.In(agency.WITA).Format(time.DateTime), upper, s.Series, lower)
	}
	return b.String()
}

func jsonRecords(t testing.TB, samples []telemetrytest.Sample) []string {
	var lines []string
	for i, s := range samples {
		record := map[string]any{"waktu": s.Time.Unix(), "instansi": telemetrytest.Agency, "labels": map[string]string{"monitor": s.Series}}
		if i%2 == 0 {
			record["metric"], record["value"] = s.Metric, s.Value
		} else {
			record[s.Metric] = s.Value
		}
		line, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	return lines
}

func exposition(samples []telemetrytest.Sample, clock func(time.Time) string) string {
	var b strings.Builder
	b.WriteString("# HELP upper of a case\n# TYPE upper gauge\n")
	for _, s := range samples {
		fmt.Fprintf(&b, "%s{agency=%q,monitor=%q} %s %s\n", s.Metric, telemetrytest.Agency, s.Series, number(s.Value), clock(s.Time))
	}
	return b.String()
}

// parquetRow is a row of a Parquet file as pandas writes them.
type parquetRow struct {
	Time    time.Time `parquet:"time,timestamp(microsecond)"`
	Agency  string    `parquet:"agency,dict"`
	Metric  string    `parquet:"metric,dict"`
	Value   *float64  `parquet:"value,optional"`
	Monitor string    `parquet:"monitor"`
}

func parquetFile(t testing.TB, samples []telemetrytest.Sample) string {
	rows := make([]parquetRow, len(samples))
	for i, s := range samples {
		rows[i] = parquetRow{s.Time, telemetrytest.Agency, s.Metric, &samples[i].Value, s.Series}
	}
	return parquetOf(t, rows, 2)
}

// parquetOf writes rows with so many in each row group.
func parquetOf[T any](t testing.TB, rows []T, group int) string {
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, parquet.Compression(&parquet.Zstd))
	for part := range slices.Chunk(rows, group) {
		if _, err := w.Write(part); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func gzipped(s string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(s)) // a buffer takes everything
	_ = w.Close()
	return out.String()
}

func zstandard(t testing.TB, s string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}
