package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/agency"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// small is invented: two indicators of equal weight from 0 to 4.
func small(t testing.TB) *rubric.Rubric {
	t.Helper()
	r, problems := rubric.Parse("small.yaml", []byte(`{schema: siap/rubric/1, id: small, version: "1", title: {id: S, en: S},
scale: {min: 0, max: 4}, bands: [{id: b, from: 0, title: {id: B, en: B}}], min_coverage: 0, children: [
{id: x, title: {id: X, en: X}, question: {id: X, en: X}, levels: [{level: 0, text: {id: A, en: A}}, {level: 4, text: {id: B, en: B}}]},
{id: y, title: {id: Y, en: Y}, question: {id: Y, en: Y}, levels: [{level: 0, text: {id: A, en: A}}, {level: 4, text: {id: B, en: B}}]}]}`))
	if r == nil {
		t.Fatal(problems.All())
	}
	return r
}

// level is an answer of an agency to both indicators.
type level struct {
	id, parent, kind string
	x, y             float64
}

// assessed scores some agencies of a year.
func assessed(t testing.TB, r *rubric.Rubric, year int, of ...level) *result.Assessment {
	t.Helper()
	var list []*agency.Agency
	in := scoring.Input{Rubric: r, Until: telemetry.Date{Year: year + 1, Month: time.January, Day: 1}}
	for _, l := range of {
		list = append(list, &agency.Agency{ID: l.id, Name: "Agency " + l.id, Parent: l.parent, Type: l.kind, Weight: 1, Zone: agency.WIB, Columns: map[string]string{"type": l.kind}})
		if l.x < 0 {
			continue
		}
		for i, value := range map[string]float64{"x": l.x, "y": l.y} {
			in.Answers = append(in.Answers, questionnaire.Answer{Agency: l.id, Indicator: i, Claim: questionnaire.Value{Number: value, State: questionnaire.Known}})
		}
	}
	in.Agencies = agency.NewList(list, []string{"type"})
	a, err := scoring.Assess(in, scoring.Options{Rollup: scoring.RollupMean})
	if err != nil {
		t.Fatal(err)
	}
	a.Title, a.Year, a.Language = fmt.Sprintf("Year %d", year), year, "en"
	a.Window = result.Window{From: fmt.Sprintf("%d-01-01", year), To: fmt.Sprintf("%d-01-01", year+1)}
	return a
}

// job is work on a folder with one input file, whose text is the level of its only government.
type job struct {
	t     testing.TB
	lab   *lab
	dir   string
	fails error
}

func (j *job) Inputs() []source.Source {
	return []source.Source{{Path: filepath.Join(j.dir, "in.txt"), Name: "in.txt"}}
}
func (j *job) Options() []byte   { return []byte(j.lab.options) }
func (j *job) Weight() int64     { return j.lab.weight }
func (j *job) Outputs() []string { return []string{filepath.Join(j.dir, "out")} }
func (j *job) Formats() []string { return j.lab.formats }

func (j *job) Score(context.Context) (*Scored, error) {
	j.lab.begin(j)
	defer j.lab.end()
	if j.fails != nil {
		return nil, j.fails
	}
	data, err := os.ReadFile(filepath.Join(j.dir, "in.txt"))
	if err != nil || string(data) == "bad" {
		return &Scored{Failed: true, Problems: []*diag.Diagnostic{diag.Rule{Code: "QA001", Severity: diag.Error}.At(diag.Place{File: "in.txt", Line: 1})}}, nil
	}
	name := filepath.Base(j.dir)
	a := assessed(j.t, j.lab.rubric, 2025, level{id: "g" + name, kind: "kota", x: -1}, level{id: "o", parent: "g" + name, x: float64(len(data) % 5), y: 4})
	a.Created = j.lab.now
	var drawn *scoring.Drawn
	if j.lab.draws > 0 {
		f := draw(j.t, j.lab.rubric, weighed(j.lab.draws), said{"g" + name, "", "kota", [][2]float64{{float64(len(data) % 5), float64(data[0] % 5)}}})
		a, drawn = f.a, f.drawn
	}
	file := filepath.Join(j.dir, "out", "assessment.json")
	var b bytes.Buffer
	if err := errors.Join(result.Write(&b, a), os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, b.Bytes(), 0o600)); err != nil {
		return nil, err
	}
	return &Scored{Own: a, National: a, Drawn: drawn, File: file, Files: []string{file}, Answers: 2}, nil
}

func (j *job) Report(_ context.Context, scored *Scored) (files, formats []string, err error) {
	if len(j.lab.formats) == 0 {
		return nil, nil, nil
	}
	j.lab.mu.Lock()
	defer j.lab.mu.Unlock()
	j.lab.reports++
	file := filepath.Join(j.dir, "out", "report")
	return []string{file}, j.lab.formats, os.WriteFile(file, fmt.Append(nil, scored != nil), 0o600)
}

// lab is a nation of such jobs, with what happens to it.
type lab struct {
	t       testing.TB
	dir     string
	rubric  *rubric.Rubric
	options string
	draws   int // made of every folder
	formats []string
	weight  int64
	memory  int64
	workers int
	now     time.Time
	fails   map[string]error
	hold    func()

	mu            sync.Mutex
	scored        []string
	running, most int
	reports       int
}

func newLab(t testing.TB, folders ...string) *lab {
	l := &lab{t: t, dir: t.TempDir(), rubric: small(t), weight: 1, workers: 2, now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), fails: map[string]error{}}
	for _, f := range folders {
		l.input(f, f)
	}
	return l
}

func (l *lab) input(folder, text string) {
	l.t.Helper()
	dir := filepath.Join(l.dir, folder)
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(filepath.Join(dir, "in.txt"), []byte(text), 0o600)); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) begin(j *job) {
	l.mu.Lock()
	l.scored = append(l.scored, filepath.Base(j.dir))
	l.running++
	l.most = max(l.most, l.running)
	l.mu.Unlock()
	if l.hold != nil {
		l.hold()
	}
}

func (l *lab) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running--
}

// run runs the nation and says which folders were scored.
func (l *lab) run(fresh bool, folders ...string) ([]*Part, string, error) {
	l.t.Helper()
	l.scored, l.most, l.reports = nil, 0, 0
	n := Nation{Dir: l.dir, Out: filepath.Join(l.dir, "out"), Rubric: l.rubric}
	for _, f := range folders {
		n.Folders = append(n.Folders, intake.Folder{Path: f, Dir: filepath.Join(l.dir, f)})
	}
	parts, err := Run(l.t.Context(), n, Options{
		Workers: l.workers, Memory: l.memory, Fresh: fresh, Now: l.now, Tool: result.Tool{Name: "test", Version: "1"},
		Prepare: func(_ context.Context, f intake.Folder) (Work, []*diag.Diagnostic, error) {
			if f.Path == "broken" {
				return nil, []*diag.Diagnostic{diag.Rule{Code: "CF003", Severity: diag.Error}.At(diag.Place{File: "siap.yaml"})}, nil
			}
			return &job{t: l.t, lab: l, dir: f.Dir, fails: l.fails[f.Path]}, nil, nil
		},
	})
	slices.Sort(l.scored)
	return parts, strings.Join(l.scored, " "), err
}

// Only what has changed is scored again: inputs, options, outputs, and what could not be read.
func TestRunScoresWhatHasChanged(t *testing.T) {
	l := newLab(t, "a", "b", "bad")
	for _, c := range []struct {
		name   string
		change func()
		want   string
	}{
		{"the first time", func() {}, "a b bad"},
		{"nothing", func() {}, ""},
		{"an input", func() { l.input("a", "aaa") }, "a"},
		{"an input back again", func() { l.input("a", "a") }, "a"},
		{"options", func() { l.options = "other" }, "a b bad"},
		{"an output", func() { must(t, os.WriteFile(filepath.Join(l.dir, "b", "out", "assessment.json"), []byte("{"), 0o600)) }, "b"},
		{"an output is gone", func() { must(t, os.Remove(filepath.Join(l.dir, "b", "out", "assessment.json"))) }, "b"},
		{"the state cannot be read", func() {
			files, _ := filepath.Glob(filepath.Join(l.dir, "out", "batch", "b-*.json"))
			must(t, os.WriteFile(files[0], []byte("{"), 0o600))
		}, "b"},
		{"an input is gone", func() { must(t, os.Remove(filepath.Join(l.dir, "a", "in.txt"))) }, "a"},
		{"it is still gone", func() {}, "a"}, // perhaps it could not be read for another reason
		{"it is back, and so is the result", func() { l.input("a", "a") }, ""},
		{"the rubric", func() { l.rubric.Version = "2" }, "a b bad"},
	} {
		c.change()
		parts, scored, err := l.run(false, "a", "b", "bad", "broken")
		if err != nil || scored != c.want {
			t.Errorf("%s: scored %q, want %q (%v)", c.name, scored, c.want, err)
		}
		if len(parts) != 4 || parts[1].Path != "b" || !parts[2].Failed || !parts[3].Failed || parts[2].Problems[0].Place.File != "bad/in.txt" ||
			parts[3].Problems[0].Place.File != "broken/siap.yaml" || parts[1].Governments != 1 || parts[1].Assessment != "../b/out/assessment.json" {
			t.Errorf("%s: parts %+v", c.name, parts)
		}
	}
	if _, scored, _ := l.run(true, "a", "b"); scored != "a b" {
		t.Errorf("fresh: %q", scored)
	}
	if files, _ := filepath.Glob(filepath.Join(l.dir, "out", "batch", "*.json")); len(files) != 2 {
		t.Errorf("the state of folders that are gone is kept: %v", files)
	}
}

// Reports are made of the stored result where that is all that is missing.
func TestRunMakesReports(t *testing.T) {
	l := newLab(t, "a")
	if _, scored, err := l.run(false, "a"); err != nil || scored != "a" || l.reports != 0 {
		t.Fatal(scored, err)
	}
	l.formats = []string{"html"}
	if _, scored, _ := l.run(false, "a"); scored != "" || l.reports != 1 {
		t.Errorf("scored %q, %d reports", scored, l.reports)
	}
	if data, _ := os.ReadFile(filepath.Join(l.dir, "a", "out", "report")); string(data) != "false" {
		t.Errorf("the report was made of %s", data)
	}
	if _, scored, _ := l.run(false, "a"); scored != "" || l.reports != 0 {
		t.Errorf("scored %q, %d reports", scored, l.reports)
	}
	must(t, os.Remove(filepath.Join(l.dir, "a", "out", "report")))
	if _, scored, _ := l.run(false, "a"); scored != "a" || l.reports != 1 {
		t.Errorf("a report is gone: scored %q, %d reports", scored, l.reports)
	}
}

// A disk that is full ends the run; what was done is kept, and the next run goes on.
func TestRunIsInterrupted(t *testing.T) {
	l := newLab(t, "a", "b", "c", "d")
	l.workers = 1
	full := errors.New("disk full")
	l.fails["c"] = full
	parts, scored, err := l.run(false, "a", "b", "c", "d")
	if !errors.Is(err, full) || len(parts) != 2 || scored != "a b c" {
		t.Fatalf("%v, %d parts, scored %q", err, len(parts), scored)
	}
	delete(l.fails, "c")
	parts, scored, err = l.run(false, "a", "b", "c", "d")
	if err != nil || len(parts) != 4 || scored != "c d" {
		t.Errorf("%v, %d parts, scored %q", err, len(parts), scored)
	}
}

// No more is scored at once than there are workers, or memory; and what needs more than there is has it alone.
func TestRunIsBounded(t *testing.T) {
	for _, c := range []struct {
		workers        int
		weight, memory int64
		most           int
	}{{3, 1, 100, 3}, {4, 40, 100, 2}, {4, 1000, 100, 1}, {1, 1, 100, 1}} {
		l := newLab(t, "a", "b", "c", "d", "e", "f")
		l.workers, l.weight, l.memory = c.workers, c.weight, c.memory
		l.hold = func() { time.Sleep(5 * time.Millisecond) }
		if _, _, err := l.run(false, "a", "b", "c", "d", "e", "f"); err != nil || l.most > c.most {
			t.Errorf("%+v: %d at once (%v)", c, l.most, err)
		}
	}
}

// What is only about this run is told and is no part of a result.
func TestRunTellsOfEarlierRuns(t *testing.T) {
	l := newLab(t, "a")
	if _, _, err := l.run(false, "a"); err != nil {
		t.Fatal(err)
	}
	must(t, os.WriteFile(filepath.Join(l.dir, "a", "out", ".assessment.json.1.tmp"), nil, 0o600))
	l.now = l.now.AddDate(-1, 0, 0)
	l.input("a", "aa")
	parts, _, err := l.run(false, "a")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, d := range parts[0].Told {
		codes = append(codes, d.Code)
	}
	if strings.Join(codes, " ") != "CF062 CF063" || len(parts[0].Problems) > 0 || len(parts[0].Notes) > 0 {
		t.Errorf("told %q, %+v", codes, parts[0])
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
