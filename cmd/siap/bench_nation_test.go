package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	made "siap/samples/generate/nation"

	"siap/internal/peaktest"
)

// BenchmarkNation scores a ministry's nation as whole processes: 38 provinces with their 552 governments, 12, 25 or 50
// agencies each, 47 indicators and 3 respondents, up to 3.9 million answers in CSV. "bounds" ranks with the places that
// unknown answers leave possible, "draws" draws 1,024 times within each province besides; "again" is a run with nothing
// changed. ns/answer shows how time grows, peak-MiB is the largest resident memory, cpu-s the time of all processors.
func BenchmarkNation(b *testing.B) {
	for _, agencies := range []int{12, 25, 50} {
		home := filepath.Join(b.TempDir(), "nation")
		all, err := made.Write(home, made.Options{Seed: 1, Agencies: agencies, Respondents: 3})
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name string
			args []string
		}{
			{"bounds", []string{"--trials", "0", "--fresh"}},
			{"again", []string{"--trials", "0"}},
			{"draws", []string{"--fresh"}},
		} {
			b.Run(fmt.Sprintf("%d-agencies/%s", agencies, c.name), func(b *testing.B) {
				peak, cpu := int64(0), 0.0
				for b.Loop() {
					command := exec.Command("siap", append([]string{"score", home}, c.args...)...)
					if out, err := command.CombinedOutput(); err != nil {
						b.Fatalf("%v\n%s", err, out)
					}
					peak = max(peak, peaktest.Memory(command.ProcessState))
					cpu += (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
				}
				b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
				b.ReportMetric(cpu/float64(b.N), "cpu-s")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(all.Answers), "ns/answer")
			})
		}
	}
}
