package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"siap/internal/schematest"
	"siap/reports/view"
	"siap/scoring/result"
)

// testWorld is a world in which nothing is a terminal and the clock stands still.
func testWorld(out, err io.Writer) *world {
	return &world{
		out: out, err: err, now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) },
		getenv: func(string) string { return "" },
	}
}

// runSample runs the main job on a sample in process and gives its assessment.
func runSample(t *testing.T, name string) (*result.Assessment, string) {
	t.Helper()
	out := t.TempDir()
	var stdout, stderr bytes.Buffer
	code := run([]string{"run", filepath.Join("..", "..", "samples", name), "--out", out}, testWorld(&stdout, &stderr))
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("a sample should give no finding:\n%s", stderr.String())
	}
	file, err := os.Open(filepath.Join(out, result.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	a, err := result.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return a, out
}

// The study found data, legal and technology adequate, institutional and human not yet, and the whole fairly optimal;
// and it named three supporting and three inhibiting factors (the study of Diskominfo Kalimantan Timur).
func TestStudyVerdicts(t *testing.T) {
	a, _ := runSample(t, "kaltim-diskominfo")
	s := a.Headline(a.Agency("diskominfo"))
	if s.Index.Verdict != "cukup_optimal" {
		t.Errorf("the index is %s", s.Index.Verdict)
	}
	for id, allowed := range map[string][]string{
		"data":          {"memadai"},
		"legal":         {"memadai", "sangat_memadai"},
		"technology":    {"memadai"},
		"institutional": {"belum_memadai"},
		"human":         {"belum_memadai"},
	} {
		if got := s.Nodes[id].Verdict; !slices.Contains(allowed, got) {
			t.Errorf("%s is %q, want %v", id, got, allowed)
		}
	}
	profile := view.New(a, "id").Agencies[0]
	named := func(factors []view.Factor) []string {
		var ids []string
		for _, f := range factors {
			ids = append(ids, f.Indicator)
		}
		return ids
	}
	supporting, inhibiting := named(profile.Supporting), named(profile.Inhibiting)
	// Support of the provincial government; clear legal bases; active public participation.
	for _, id := range []string{"leadership", "regional_regulation", "participation"} {
		if !slices.Contains(supporting, id) {
			t.Errorf("%s is not among the supporting factors %v", id, supporting)
		}
	}
	// Staff in quantity and in knowledge of IT; internet missing or weak in some regions; data not integrated.
	for _, id := range []string{"staff_quantity", "staff_quality", "network", "integration"} {
		if !slices.Contains(inhibiting, id) {
			t.Errorf("%s is not among the inhibiting factors %v", id, inhibiting)
		}
	}
	// What the study does not tell stays unknown: 45 agencies are connected, of how many it does not say.
	if n := s.Nodes["agencies_connected"]; n.Value != nil || n.Reason != result.ReasonUnknown {
		t.Errorf("agencies_connected: %+v", n)
	}
}

// What the commands write keeps to the published schema, and its evidence file has the hash it states.
func TestOutputsKeepToTheSchema(t *testing.T) {
	schema := schematest.Compile(t, result.SchemaJSON)
	for _, sample := range []string{"kaltim-diskominfo", "kaltim-opd"} {
		t.Run(sample, func(t *testing.T) {
			_, out := runSample(t, sample)
			data, err := os.ReadFile(filepath.Join(out, result.FileName))
			if err != nil {
				t.Fatal(err)
			}
			if err := schematest.JSON(t, schema, data); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

// Every answer and measurement of the sample stands in the evidence file with its place.
func TestEvidenceHasPlaces(t *testing.T) {
	a, out := runSample(t, "kaltim-opd")
	file, err := os.Open(filepath.Join(out, result.EvidenceFileName))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kinds := map[string]int{}
	for r, err := range result.ReadEvidence(file) {
		if err != nil {
			t.Fatal(err)
		}
		kinds[r.Kind]++
		if r.Kind == result.KindMeasurement && r.Samples == 0 {
			continue
		}
		if r.Place.Line == 0 && (len(r.Places) == 0 || r.Places[0].Line == 0) {
			t.Fatalf("a record without a place: %+v", r)
		}
	}
	if kinds[result.KindAnswer] == 0 || kinds[result.KindMeasurement] == 0 || kinds[result.KindEvidence] == 0 {
		t.Errorf("kinds of records: %v", kinds)
	}
	total := kinds[result.KindAnswer] + kinds[result.KindMeasurement] + kinds[result.KindEvidence]
	if total != a.Evidence.Records {
		t.Errorf("%d records, the assessment says %d", total, a.Evidence.Records)
	}
}

// Every message the commands print is in the catalogues: no help text may show a bare key.
func TestHelpIsComplete(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		for _, args := range [][]string{
			{"--help"},
			{"init", "--help"},
			{"check", "--help"},
			{"score", "--help"},
			{"rank", "--help"},
			{"report", "--help"},
			{"run", "--help"},
			{"explain", "--help"},
			{"rubric", "--help"},
			{"rubric", "list", "--help"},
			{"rubric", "show", "--help"},
			{"rubric", "check", "--help"},
			{"config", "--help"},
			{"version", "--help"},
			{"completion", "--help"},
			{"man", "--help"},
			{"help", "exit-codes"},
		} {
			var out bytes.Buffer
			if code := run(append(args, "--lang", lang), testWorld(&out, &out)); code != exitDone {
				t.Errorf("%v exits %d: %s", args, code, out.String())
			}
			for _, prefix := range []string{"cmd.", "flag.", "usage.", "group."} {
				if strings.Contains(out.String(), " "+prefix) || strings.HasPrefix(out.String(), prefix) {
					t.Errorf("%v in %s shows a bare key:\n%s", args, lang, out.String())
				}
			}
		}
	}
}
