package conformance

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric/library"
	"siap/samples"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/intake"
	"siap/scoring/result"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/promql"
	"siap/scoring/telemetry/remote/pull"
	"siap/scoring/telemetry/remote/pulled"
)

// The sample's telemetry in a Prometheus, asked by the servers' own language and saved, gives the assessment that its
// files give: the same nodes, ranks and contradictions. Only where the numbers come from is another.
func TestSampleFromPrometheus(t *testing.T) {
	fromFiles, fromServer := t.TempDir(), t.TempDir()
	for _, dir := range []string{fromFiles, fromServer} {
		if err := samples.CopyTo("kaltim-opd", dir); err != nil {
			t.Fatal(err)
		}
	}
	points := tablesOf(t, filepath.Join(fromServer, "telemetry"))
	if err := os.RemoveAll(filepath.Join(fromServer, "telemetry")); err != nil {
		t.Fatal(err)
	}
	url := prometheus(t, openMetrics(points))
	settings := filepath.Join(fromServer, intake.SettingsFile)
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, []byte("sources:\n  - {name: pemantau, engine: prometheus, url: '"+url+"', agency_label: instansi}\n")...)
	if err := os.WriteFile(settings, text, 0o600); err != nil {
		t.Fatal(err)
	}
	pullInto(t, fromServer)

	want, wantPlaces := assessed(t, fromFiles)
	got, gotPlaces := assessed(t, fromServer)
	same := cmp.Options{cmpopts.EquateApprox(1e-12, 1e-9), cmpopts.EquateNaNs()}
	if diff := cmp.Diff(want.Agencies, got.Agencies, same); diff != "" {
		t.Errorf("the agencies differ (-files +server):\n%.3000s", diff)
	}
	if diff := cmp.Diff(want.Contradictions, got.Contradictions, same); diff != "" {
		t.Errorf("the contradictions differ (-files +server):\n%.3000s", diff)
	}
	if len(want.Contradictions) < 6 {
		t.Errorf("only %d contradictions", len(want.Contradictions))
	}
	if n := len(wantPlaces); n != 5 || slices.Contains(wantPlaces, pulled.Folder+"/pemantau.json") {
		t.Errorf("the files' measurements come from %v", wantPlaces)
	}
	if !slices.Equal(gotPlaces, []string{pulled.Folder + "/pemantau.json"}) {
		t.Errorf("the server's measurements come from %v", gotPlaces)
	}
}

// tablesOf reads the sample's tables of samples, whose times are days in the agencies' zone.
func tablesOf(t *testing.T, folder string) []point {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no telemetry: %v", err)
	}
	var all []point
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			at, err := time.ParseInLocation(time.DateOnly, row[0], agency.WITA)
			if err != nil {
				t.Fatal(err)
			}
			x, err := strconv.ParseFloat(row[3], 64)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, point{row[2], `instansi="` + row[1] + `"`, at.UnixMilli(), x})
		}
	}
	slices.SortStableFunc(all, func(a, b point) int { return strings.Compare(a.name+a.labels, b.name+b.labels) })
	return all
}

// pullInto asks the servers of an assessment and saves what they say, as the command does.
func pullInto(t *testing.T, dir string) {
	t.Helper()
	ctx := context.Background()
	settings, problems := intake.ReadSettings(source.Source{Path: filepath.Join(dir, intake.SettingsFile), Name: intake.SettingsFile})
	if problems.Len() > 0 {
		t.Fatalf("siap.yaml: %v", problems.All())
	}
	r, err := library.Open(settings.Rubric)
	if err != nil {
		t.Fatal(err)
	}
	list, err := intake.List(ctx, r, settings, intake.Find(dir, settings.Inputs, &diag.List{}))
	if err != nil {
		t.Fatal(err)
	}
	query := telemetry.Query{Rubric: r, Agencies: list.Input.Agencies, Window: settings.Window}
	for i := range settings.Sources {
		s := &settings.Sources[i]
		c := open(t, s)
		file := &pulled.File{Source: s.Name, Engine: string(s.Engine), URL: s.URL, Window: query.Window, Pulled: time.Unix(0, 0)}
		engine := pull.New(s, promql.New(s, c), nil)
		for m, d := range engine.Measure(ctx, query) {
			if d != nil {
				t.Errorf("found %v", d)
				continue
			}
			number, _ := query.Agencies.Index(m.Agency)
			file.Measurements = append(file.Measurements, m)
			file.Asked = append(file.Asked, pulled.Asked(query, nil, number, r.Node(m.Indicator)))
		}
		file.Server, file.Exchanges = engine.Server(), c.Exchanges()
		if want := "prometheus 2."; !strings.HasPrefix(file.Server, want) {
			t.Errorf("the server calls itself %q, want %s…", file.Server, want)
		}
		write(t, filepath.Join(dir, filepath.FromSlash(pulled.Folder), pulled.AnswersName(s.Name)), func(w io.Writer) (err error) {
			file.AnswersSHA256, err = pulled.WriteAnswers(w, file.Exchanges)
			return err
		})
		write(t, filepath.Join(dir, filepath.FromSlash(pulled.Folder), pulled.FileName(s.Name)), func(w io.Writer) error {
			return pulled.Write(w, file, func(id string) *time.Location {
				number, _ := query.Agencies.Index(id)
				return query.Agencies.All()[number].Zone
			})
		})
	}
}

func write(t *testing.T, path string, content func(io.Writer) error) {
	t.Helper()
	var b bytes.Buffer
	if err := content(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// assessed scores an assessment's folder; places are the files that its measurements come from.
func assessed(t *testing.T, dir string) (a *result.Assessment, places []string) {
	t.Helper()
	settings, problems := intake.ReadSettings(source.Source{Path: filepath.Join(dir, intake.SettingsFile), Name: intake.SettingsFile})
	if problems.Len() > 0 {
		t.Fatalf("siap.yaml: %v", problems.All())
	}
	r, err := library.Open(settings.Rubric)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := intake.Gather(context.Background(), r, settings, intake.Find(dir, settings.Inputs, problems))
	if err != nil || taken.Unusable || taken.Problems.HasErrors() {
		t.Fatalf("gathering: %v, %v", err, taken.Problems.All())
	}
	if a, err = scoring.Assess(taken.Input, scoring.Options{Seed: settings.Seed, GroupBy: settings.GroupBy}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range taken.Input.Measurements {
		for _, p := range m.Places {
			if p.Line == 0 {
				t.Errorf("a measurement has no line: %v", p)
			}
			seen[p.File] = true
		}
	}
	return a, slices.Sorted(maps.Keys(seen))
}
