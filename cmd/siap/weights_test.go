package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"siap/internal/table/csvtest"
)

// The Technology Achievement Index of the Handbook (OECD/JRC 2008), from its raw table to weights by factor analysis with
// four factors, as a user would: a rubric, a table of answers, "score" and "weights". The published weights are those of the
// squared loadings printed in Table 17 with two digits, so they are met to 0.006.
func TestWeightsOfTheHandbook(t *testing.T) {
	raw := csvtest.Records(t, filepath.Join("..", "..", "scoring", "composite", "coherence", "testdata", "tai23_raw.csv"))
	var want []string
	for _, row := range csvtest.Records(t, filepath.Join("..", "..", "scoring", "composite", "weigh", "testdata", "tai23_weights.csv")) {
		if row[0] == "FA_from_table17" {
			want = row[1:9]
		}
	}
	names := raw[0][2:]
	var rubric, answers strings.Builder
	rubric.WriteString("{schema: siap/rubric/1, id: tai, version: '1', title: {id: TAI, en: TAI}, scale: {min: 0, max: 1},\n" +
		"bands: [{id: all, from: 0, title: {id: Semua, en: All}}], children: [\n")
	for _, name := range names {
		fmt.Fprintf(&rubric, "{id: %s, title: {id: %s, en: %s}, question: {id: Q, en: Q}, answer: {kind: number}, score: {method: min_max}},\n", name, name, name)
	}
	rubric.WriteString("]}\n")
	answers.WriteString("agency," + strings.Join(names, ",") + "\n")
	for i, row := range raw[1:] {
		fmt.Fprintf(&answers, "c%d,%s\n", i+1, strings.Join(row[2:], ","))
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{"tai.yaml": rubric.String(), "a.csv": answers.String()} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run([]string{"score", "--rubric", at("tai.yaml"), "--answers", at("a.csv"), "--trials", "0", "--out", dir}, testWorld(&stdout, &stderr)); code != exitDone {
		t.Fatalf("score exits %d: %s", code, stderr.String())
	}
	stdout.Reset()
	if code := run([]string{"weights", "factor", "-C", dir, "--factors", "4", "--csv"}, testWorld(&stdout, &stderr)); code != exitDone {
		t.Fatalf("weights exits %d: %s", code, stderr.String())
	}
	rows, err := csv.NewReader(&stdout).ReadAll()
	if err != nil || len(rows) != 9 || len(want) != 8 {
		t.Fatalf("%v, %v, %v", rows, want, err)
	}
	for i, row := range rows[1:] {
		got, _ := strconv.ParseFloat(row[5], 64)
		published, _ := strconv.ParseFloat(want[i], 64)
		if row[2] != names[i] || math.Abs(got-published) > 0.006 {
			t.Errorf("%s: %.4f, published %.4f", row[2], got, published)
		}
	}
}
