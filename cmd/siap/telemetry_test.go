package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const pullToken = "s3cr3t-t0k3n"

// pullRubric, invented, measures one thing.
const pullRubric = `schema: siap/rubric/1
id: situs-rekaan
version: "1.0"
status: draft
title: {id: "Situs (rekaan)", en: "Site (invented)"}
source: {status: unverified, note: {id: "Rekaan untuk pengujian.", en: "Invented for a test."}}
scale: {min: 1, max: 4}
rounding: {digits: 2, mode: half_up}
decide: {bands: unrounded, ranks: unrounded}
bands:
  - {id: kurang, from: 1, title: {id: "Kurang", en: "Poor"}}
  - {id: baik, from: 2.5, title: {id: "Baik", en: "Good"}}
weights: relative
metrics:
  - {id: uptime, title: {id: "Ketersediaan", en: "Uptime"}, unit: "%", expected: 1d}
  - {id: needed, title: {id: "Kebutuhan", en: "Need"}, unit: persons, expected: once}
children:
  - id: services
    title: {id: "Layanan", en: "Services"}
    children:
      - id: portal
        title: {id: "Portal", en: "Portal"}
        question: {id: "Seberapa sering?", en: "How often?"}
        levels:
          - {level: 1, text: {id: "Tidak pernah", en: "Never"}}
          - {level: 2, text: {id: "Jarang", en: "Seldom"}}
          - {level: 3, text: {id: "Sering", en: "Often"}}
          - {level: 4, text: {id: "Selalu", en: "Always"}}
        measure: {metric: uptime, reduction: mean, breakpoints: [{at: 90, score: 1}, {at: 99, score: 4}], rule: cap, min_coverage: 0.5}
`

var pullPart = regexp.MustCompile(`"siap_part","([a-z]+)"`)

// fakePrometheus says 0.96, 1 and 0.9 of dinkes, whose instance it calls by its address; it wants the token.
func fakePrometheus(t *testing.T) *httptest.Server {
	values := map[string]string{"n": "3", "sum": "2.86", "first": "1735747199.999", "latest": "1736006399.999"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+pullToken {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		query := r.FormValue("query")
		var series []string
		switch {
		case strings.HasSuffix(r.URL.Path, "/buildinfo"):
			_, _ = io.WriteString(w, `{"status":"success","data":{"version":"2.42.0"}}`)
			return
		case strings.HasPrefix(query, "count_over_time(vector(1)"):
			series = append(series, `{"metric":{},"value":[120,"1"]}`)
		default:
			if !strings.Contains(query, `probe_success{job="situs"}`) {
				t.Errorf("asked %s", query)
			}
			for _, found := range pullPart.FindAllStringSubmatch(query, -1) {
				series = append(series, `{"metric":{"siap_part":"`+found[1]+`","instance":"https://dinkes.example"},"value":[1,"`+values[found[1]]+`"]}`)
			}
		}
		_, _ = io.WriteString(w, `{"status":"success","data":{"resultType":"vector","result":[`+strings.Join(series, ",")+`]}}`)
	}))
	t.Cleanup(server.Close)
	return server
}

// pullFolder makes an assessment with its sources.
func pullFolder(t *testing.T, sources string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"siap.yaml": "title: Rekaan\nyear: 2025\nlanguage: en\nrubric: rubrik.yaml\nwindow: {from: 2025-01-01, to: 2025-01-05}\n" +
			"invented: {id: Data rekaan, en: Invented data}\nsources:\n" + sources,
		"rubrik.yaml":   pullRubric,
		"agencies.csv":  "id,name,type,timezone\ndinkes,Dinas Kesehatan,dinas,WITA\n",
		"answers/a.csv": "agency,portal\ndinkes,4\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// siapRun runs a command line in a world of its own.
func siapRun(t *testing.T, env map[string]string, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	w := &world{
		out: &stdout, err: &stderr, now: func() time.Time { return time.Unix(1767225600, 0) },
		getenv: func(name string) string { return env[name] },
		wait:   func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	code = run(args, w)
	return code, stdout.String(), stderr.String()
}

// exampleSource is the source that docs/telemetry-servers.md shows, at another address.
func exampleSource(t *testing.T, url string) string {
	t.Helper()
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "telemetry-servers.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(doc), "## Worked example")
	_, text, _ = strings.Cut(text, "```yaml\nsources:\n")
	text, _, found := strings.Cut(text, "```")
	if !found || !strings.Contains(text, "https://metrics.example.go.id") {
		t.Fatalf("the example is %s", text)
	}
	return strings.Replace(text, "https://metrics.example.go.id", url, 1)
}

// The example of docs/telemetry-servers.md: pulled once, an assessment repeats without the server, and neither a file
// nor a message holds the token.
func TestPullAndRepeatOffline(t *testing.T) {
	server := fakePrometheus(t)
	env := map[string]string{"SIAP_TEST_TOKEN": pullToken, "SIAP_LANGUAGE": "en"}
	dir := pullFolder(t, exampleSource(t, server.URL))
	code, out, said := siapRun(t, env, "telemetry", "pull", dir)
	if code != exitDone || !strings.Contains(said, "pemantau: 1 measurements") || !strings.Contains(out, "pemantau.json") {
		t.Fatalf("exit %d\n%s%s", code, out, said)
	}
	server.Close()
	folder := filepath.Join(dir, "telemetry", "pulled")
	data, err := os.ReadFile(filepath.Join(folder, "pemantau.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Answers      struct{ SHA256 string }
		Queries      []struct{ SHA256 string }
		Measurements []struct {
			Value, Coverage   float64
			Samples, Expected int
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	// 100 · (0.96 + 1 + 0.9) / 3, three days of four.
	if m := file.Measurements[0]; m.Value < 95.33 || m.Value > 95.34 || m.Coverage != 0.75 || m.Samples != 3 || m.Expected != 4 {
		t.Errorf("measured %+v", m)
	}
	packed, err := os.ReadFile(filepath.Join(folder, "pemantau.answers.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(packed); file.Answers.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the answers' hash is %s", file.Answers.SHA256)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	answers, err := io.ReadAll(unpacked)
	if err != nil || strings.Count(string(answers), "\n") != len(file.Queries) {
		t.Errorf("%d questions, answers %s (%v)", len(file.Queries), answers, err)
	}
	for what, text := range map[string]string{"output": out + said, "file": string(data), "answers": string(answers)} {
		if strings.Contains(text, pullToken) {
			t.Errorf("the %s holds the token:\n%s", what, text)
		}
	}
	first, second := t.TempDir(), t.TempDir()
	for _, to := range []string{first, second} {
		if code, out, said := siapRun(t, env, "score", dir, "--out", to); code != exitDone {
			t.Fatalf("exit %d\n%s%s", code, out, said)
		}
	}
	a, _ := os.ReadFile(filepath.Join(first, "assessment.json"))
	b, _ := os.ReadFile(filepath.Join(second, "assessment.json"))
	// (95.33 − 90) / 9 · 3 + 1 = 2.78, while 4 is claimed.
	if !bytes.Equal(a, b) || !bytes.Contains(a, []byte(`"agency":"dinkes","indicator":"portal","basis":"self","claim":4,"measured":2.7777`)) {
		t.Errorf("the results differ, or have no contradiction:\n%s", a)
	}
	if code, out, _ := siapRun(t, env, "telemetry", "summarise", dir); code != exitDone || !strings.Contains(out, "telemetry/pulled/pemantau.json:") {
		t.Errorf("exit %d\n%s", code, out)
	}
	// The server is gone: nothing is pulled, and what was pulled stays.
	if code, _, said := siapRun(t, env, "telemetry", "pull", dir); code != exitRefused || !strings.Contains(said, "TM062") {
		t.Errorf("exit %d\n%s", code, said)
	}
	if after, _ := os.ReadFile(filepath.Join(folder, "pemantau.json")); !bytes.Equal(after, data) {
		t.Error("what was pulled is gone")
	}
}

// One server that fails does not keep the others from being asked; credentials that are not there are told by their
// name; what is refused leaves the rest.
func TestPullInPart(t *testing.T) {
	server := fakePrometheus(t)
	var asked atomic.Int32
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer hangs.Close()
	sources := exampleSource(t, server.URL) +
		"  - {name: macet, engine: prometheus, url: '" + hangs.URL + "', timeout: 1s}\n" +
		"  - {name: kunci, engine: prometheus, url: '" + server.URL + "', auth: {bearer_env: TIDAK_ADA}}\n"
	dir := pullFolder(t, sources)
	env := map[string]string{"SIAP_TEST_TOKEN": pullToken, "SIAP_LANGUAGE": "en"}
	code, out, said := siapRun(t, env, "telemetry", "pull", dir, "--json")
	if code != exitPartial || asked.Load() != 3 {
		t.Errorf("exit %d after %d questions\n%s", code, asked.Load(), said)
	}
	for _, want := range []string{"TM063", "TM060", "bearer_env: not set", "macet: nothing was pulled", "kunci: nothing was pulled"} {
		if !strings.Contains(said, want) {
			t.Errorf("does not say %q:\n%s", want, said)
		}
	}
	var done []pulledSource
	if err := json.Unmarshal([]byte(out), &done); err != nil || len(done) != 3 || done[0].Measurements != 1 || done[0].File == "" || done[1].File != "" {
		t.Errorf("says %s (%v)", out, err)
	}
	if code, _, said := siapRun(t, env, "telemetry", "pull", dir, "--source", "pemantau", "--lang", "id"); code != exitDone || !strings.Contains(said, "pengukuran") {
		t.Errorf("exit %d\n%s", code, said)
	}
	if code, _, said := siapRun(t, env, "telemetry", "pull", dir, "--source", "pemantauu"); code != exitUsage || !strings.Contains(said, "did you mean “pemantau”") {
		t.Errorf("exit %d\n%s", code, said)
	}
	if code, _, _ := siapRun(t, env, "telemetry", "pull", pullFolder(t, "  []\n")); code != exitUsage {
		t.Errorf("without sources: exit %d", code)
	}
	for _, word := range []string{"--token", "--password", "--bearer"} {
		if _, help, _ := siapRun(t, env, "telemetry", "pull", "--help"); strings.Contains(help, word) {
			t.Errorf("a flag takes credentials: %s", word)
		}
	}
}

// Secrets in siap.yaml itself, and addresses with a password, are refused and not repeated.
func TestSecretsInSettings(t *testing.T) {
	for name, source := range map[string]string{
		"a password in the address": "  - {name: a, engine: prometheus, url: 'http://budi:s3cr3t-t0k3n@127.0.0.1:1'}\n",
		"a token for a variable":    "  - {name: a, engine: prometheus, url: 'http://127.0.0.1:1', auth: {bearer_env: 's3cr3t-t0k3n!'}}\n",
		"a token itself":            "  - {name: a, engine: prometheus, url: 'http://127.0.0.1:1', auth: {bearer: s3cr3t-t0k3n}}\n",
		"a header":                  "  - {name: a, engine: prometheus, url: 'http://127.0.0.1:1', headers: {Authorization: s3cr3t-t0k3n}}\n",
	} {
		code, out, said := siapRun(t, map[string]string{"SIAP_LANGUAGE": "en"}, "telemetry", "pull", pullFolder(t, source))
		if code != exitRefused || strings.Contains(out+said, "s3cr3t") {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, said)
		}
	}
}
