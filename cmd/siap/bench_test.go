package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"siap/internal/peaktest"
)

// exitCode gives the exit code in the text of an error of os/exec.
func exitCode(err error) string {
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return strconv.Itoa(e.ExitCode())
	}
	return err.Error()
}

// bareCSV reads a file with encoding/csv and does nothing else: what BenchmarkScore is held against.
func bareCSV() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	r := csv.NewReader(bufio.NewReader(file))
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

const (
	benchAgencies   = 10_000
	benchIndicators = 40
)

// BenchmarkScore scores 10,000 agencies × 40 indicators from one wide CSV as whole processes, and reads the same
// file with encoding/csv alone; peak-MiB is the largest resident memory of the process.
func BenchmarkScore(b *testing.B) {
	dir := b.TempDir()
	answers, rubric := filepath.Join(dir, "answers.csv"), filepath.Join(dir, "rubric.yaml")
	if err := errors.Join(os.WriteFile(answers, wideAnswers(), 0o600), os.WriteFile(rubric, benchRubric(), 0o600)); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(answers)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
	}{
		{"bare-csv", []string{"bare-csv", answers}},
		{"siap", []string{"siap", "score", "--rubric", rubric, "--answers", answers, "--out", filepath.Join(dir, "out")}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(info.Size())
			peak := int64(0)
			for b.Loop() {
				command := exec.Command(c.args[0], c.args[1:]...)
				if out, err := command.CombinedOutput(); err != nil {
					b.Fatalf("%s: %v\n%s", c.name, err, out)
				}
				peak = max(peak, peaktest.Memory(command.ProcessState))
			}
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
		})
	}
}

func wideAnswers() []byte {
	var b strings.Builder
	b.WriteString("agency")
	for i := range benchIndicators {
		fmt.Fprintf(&b, ",i%02d", i)
	}
	for u := range benchAgencies {
		fmt.Fprintf(&b, "\nagency-%05d", u)
		for i := range benchIndicators {
			fmt.Fprintf(&b, ",%d", 1+(u*7+i*13+u*i)%4)
		}
	}
	b.WriteString("\n")
	return []byte(b.String())
}

// benchRubric is invented: five dimensions of eight indicators each.
func benchRubric() []byte {
	var b strings.Builder
	b.WriteString(`schema: siap/rubric/1
id: bench
version: "1"
status: stable
title: {id: Uji kecepatan, en: Speed test}
source: {status: unverified}
scale: {min: 1, max: 4}
bands:
  - {id: low, from: 1, title: {id: Rendah, en: Low}}
  - {id: high, from: 2.6, title: {id: Tinggi, en: High}}
children:
`)
	for d := range 5 {
		fmt.Fprintf(&b, "  - id: d%d\n    title: {id: Dimensi, en: Dimension}\n    children:\n", d)
		for i := d * 8; i < d*8+8; i++ {
			fmt.Fprintf(&b, "      - id: i%02d\n        title: {id: Indikator, en: Indicator}\n"+
				"        question: {id: Bagaimana?, en: How?}\n        levels:\n", i)
			for level := 1; level <= 4; level++ {
				fmt.Fprintf(&b, "          - {level: %d, text: {id: Tingkat, en: Level}}\n", level)
			}
		}
	}
	return []byte(b.String())
}
