package telemetry_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/telemetry"
)

// However the rows of a file are ordered, every value has the same bits.
func TestOrderOfRowsNeverMatters(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfNDistinct(rapid.IntRange(0, 364), 1, 60, rapid.ID[int]).Draw(t, "days")
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), len(days), len(days)).Draw(t, "values")
		rows := make([]string, len(days))
		for i, d := range days {
			at := time.Date(2025, 1, 1+d, 12, 0, 0, 0, agency.WITA)
			metric := []string{"uptime", "officers", "required"}[i%3]
			rows[i] = fmt.Sprintf("%s,wita,%s,%s\n", at.Format(time.RFC3339), metric, strconv.FormatFloat(values[i], 'g', -1, 64))
		}
		run := func(rows []string) []telemetry.Measurement {
			path := filepath.Join(dir, "a.csv")
			if err := os.WriteFile(path, []byte("time,agency,metric,value\n"+strings.Join(rows, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			var all []telemetry.Measurement
			for m, d := range telemetry.NewFiles([]source.Source{{Path: path, Name: "a.csv"}}).Measure(context.Background(), query()) {
				if d != nil {
					t.Fatal(d)
				}
				all = append(all, m)
			}
			return all
		}
		first := run(rows)
		seed := rapid.Uint64().Draw(t, "seed")
		shuffled := slices.Clone(rows)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		bits := cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })
		if diff := cmp.Diff(first, run(shuffled), bits, cmpopts.IgnoreFields(telemetry.Measurement{}, "Places")); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzFiles(f *testing.F) {
	f.Add([]byte("time,agency,metric,value\n2025-06-01,wita,uptime,99\n2025-06-01,wita,uptime,98\n1740787200,wib,officers,5\n"))
	f.Add([]byte("\ufeffwaktu;instansi;metrik;nilai\r\n2025-06-01 10:00;wit;uptime;99,5\r\n2030-01-01;wit;uptime;1\r\n"))
	f.Add([]byte("time\tagency\tmetric\tvalue\n9999999999999,x,y,NaN\n"))
	f.Add([]byte("time,agency,metric,value\n2025-06-01,wita,required,0\n2025-06-01,wita,officers,5e-324\n"))
	f.Add([]byte("PK\x03\x04"))
	path := filepath.Join(f.TempDir(), "fuzz.csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		e := telemetry.NewFiles([]source.Source{{Path: path, Name: "fuzz.csv"}})
		values, order, found := measure(query(), e)
		sum := e.Summaries()[0]
		faulty := slices.ContainsFunc(found, func(d *diag.Diagnostic) bool { return d.Severity == diag.Error })
		if len(order) != 7 || sum.Refused != faulty || sum.Records < 0 || sum.LeftOut < 0 {
			t.Fatalf("%d measurements, faulty %t, %+v", len(order), faulty, sum)
		}
		used := 0
		for key, m := range values {
			if (m.Reason == "") != !math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || !(m.Coverage >= 0 && m.Coverage <= 1) {
				t.Fatalf("%s: %+v", key, m)
			}
			if m.Reduction != rubric.ReduceRatio {
				used += m.Samples
			}
		}
		if (sum.Refused && used > 0) || used > sum.Records {
			t.Fatalf("%d used, %+v", used, sum)
		}
	})
}
