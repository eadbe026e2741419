package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"siap/internal/atomicfile"
	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/progress"
	"siap/internal/source"
	"siap/reports/text"
	"siap/reports/view"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring/batch"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// nationFlags are the flags of a run of many assessments.
type nationFlags struct {
	jobs   int
	memory int
	fresh  bool
	// parts say what reports have beside the assessment: notes all of them, a map and earlier years the national one.
	parts partFlags
}

func (f *nationFlags) add(flags *pflag.FlagSet, p *l10n.Printer) {
	flags.IntVar(&f.jobs, "jobs", 0, p.Text("flag.nation.jobs"))
	flags.IntVar(&f.memory, "memory", 0, p.Text("flag.nation.memory"))
	flags.BoolVar(&f.fresh, "fresh", false, p.Text("flag.nation.fresh"))
}

// nation is a folder whose sub-folders are assessments of their own.
type nation struct {
	// opened has the settings, the rubric and the problems of the nation itself; it reads no inputs.
	*opened
	flagSet *pflag.FlagSet
	options nationFlags
	batch   batch.Nation
	formats []string
	// mu guards what several jobs say.
	mu      sync.Mutex
	blocked bool
}

// openNation opens the folder that a command is about, where it is a nation; nil where it is none, or where its settings
// are so broken that nobody can tell.
func openNation(w *world, c *cobra.Command, in *inputFlags, args []string) (*nation, error) {
	if len(in.answers) > 0 || len(in.telemetry) > 0 {
		return nil, nil
	}
	dir := in.dir
	if dir == "" && len(args) > 0 {
		dir = args[0]
	}
	if dir == "" {
		dir = "."
	}
	src := source.Source{Path: filepath.Join(dir, intake.SettingsFile), Name: intake.SettingsFile}
	if !fileThere(src.Path) {
		return nil, nil
	}
	s, problems := intake.ReadSettings(src)
	if problems.HasErrors() || !intake.IsNation(dir, s) {
		return nil, nil
	}
	n := &nation{opened: &opened{w: w, flags: in, problems: &diag.List{}, dir: dir}, flagSet: c.Flags()}
	if err := n.prepare(c.Flags(), func(string) []*intake.Settings { return nil }); err != nil {
		return nil, err
	}
	n.problems = onlySettings(n.problems) // a nation has no inputs of its own that could be missing
	folders, found := intake.Assessments(dir, n.settings)
	n.problems.AddAll(found)
	n.batch = batch.Nation{Dir: dir, Out: n.outDir(), Folders: folders, Rubric: n.rubric}
	return n, nil
}

// start runs a command on a nation with its flags, unless opening it failed.
func (n *nation) start(many *nationFlags, sim *simulateFlags, err error, run func() error) error {
	switch {
	case err != nil:
		return err
	case sim != nil && sim.wanted():
		return usage("nation.simulate")
	}
	n.options = *many
	return run()
}

// onlySettings leaves out the findings about files other than siap.yaml and the rubric.
func onlySettings(all *diag.List) *diag.List {
	kept := &diag.List{}
	for _, d := range all.All() {
		if d.Code != "CF007" {
			kept.Add(d)
		}
	}
	return kept
}

// run scores the nation and its assessments and writes everything. It gives the parts and the national assessment, which
// is nil where nothing of the outputs had changed.
func (n *nation) run(ctx context.Context, formats []string) ([]*batch.Part, *result.Assessment, []string, error) {
	if n.broken || len(n.batch.Folders) == 0 {
		n.tell()
		return nil, nil, nil, &exitError{code: exitRefused, key: "cli.refused"}
	}
	created, err := n.w.created()
	if err != nil {
		return nil, nil, nil, err
	}
	n.formats = formats
	bar := n.w.meter(n.p).Start(n.p.Text("nation.progress"), int64(len(n.batch.Folders)), progress.Items)
	parts, err := batch.Run(ctx, n.batch, batch.Options{
		Workers: n.workers(), Memory: int64(n.options.memory) << 20, Fresh: n.options.fresh, Prepare: n.work, Now: created,
		Tool: tool(), Told: func(*batch.Part, int, int) { bar.Add(1) },
	})
	bar.Done()
	if err != nil {
		if _, told := errors.AsType[*exitError](err); told {
			return nil, nil, nil, err
		}
		return nil, nil, nil, failed(err)
	}
	key := batch.NationKey(parts, n.key())
	if !n.options.fresh && batch.Current(n.batch, key, formats) {
		a, err := readStored(filepath.Join(n.batch.Out, result.FileName))
		return parts, a, nil, err
	}
	a, err := n.merge(parts, created)
	if err != nil {
		return nil, nil, nil, err
	}
	written, err := n.write(a, key)
	return parts, a, written, err
}

func (n *nation) workers() int {
	if n.options.jobs > 0 {
		return n.options.jobs
	}
	return runtime.GOMAXPROCS(0)
}

// merge puts the national assessment together.
func (n *nation) merge(parts []*batch.Part, created time.Time) (*result.Assessment, error) {
	s := n.settings
	roles := map[string]float64{}
	a, _, err := batch.Merge(batch.Frame{
		Rubric: n.rubric, Basis: result.Basis(s.Basis),
		Base: result.Assessment{
			Tool: tool(), Title: s.Title, Year: s.Year, Language: s.Language, Invented: s.Invented, Created: created,
			Window: result.Window{From: s.Window.From.String(), To: s.Window.To.String()},
			Options: result.Options{
				Seed: s.Seed, Combine: s.Combine, RoleWeights: roles, GroupBy: s.GroupBy, Rollup: s.Rollup,
			},
			Inputs: slices.Clone(n.read),
		},
	}, parts)
	if err != nil {
		return nil, failed(err)
	}
	a.Diagnostics = append(n.problems.Sorted(), a.Diagnostics...)
	return a, nil
}

// write writes the outputs of the nation itself.
func (n *nation) write(a *result.Assessment, key string) ([]string, error) {
	dir := n.batch.Out
	paths := []string{filepath.Join(dir, result.EvidenceFileName), filepath.Join(dir, result.FileName)}
	err := atomicfile.Write(paths[0], func(out io.Writer) error {
		count, sum, err := result.WriteEvidence(out, batch.Records(a))
		a.Evidence = result.EvidenceFile{Path: result.EvidenceFileName, SHA256: sum, Records: count}
		return err
	})
	if err != nil {
		return nil, writeError(err)
	}
	if err := atomicfile.Write(paths[1], func(out io.Writer) error { return result.Write(out, a) }); err != nil {
		return nil, writeError(err)
	}
	issuer, err := n.issuer()
	if err != nil {
		return nil, err
	}
	issue, err := issuer.issue(a, n.settings.Language)
	if err != nil {
		return nil, err
	}
	if err := n.options.parts.fill(n.w, &stored{a, paths[1]}, issuer, issue, n.formats); err != nil {
		return nil, err
	}
	reports, err := writeReports(n.w, n.p, issue, dir, n.formats)
	if isBlocked(err) {
		n.blocked = true
		return append(paths[1:], reports...), nil
	}
	if err != nil {
		return append(paths[1:], reports...), err
	}
	if err := batch.Keep(n.batch, key, append(paths, reports...), n.formats); err != nil {
		return nil, writeError(err)
	}
	return append(paths[1:], reports...), nil
}

// key is all that the nation's own outputs depend on but its parts.
func (n *nation) key() []byte {
	p := n.options.parts
	return fmt.Appendf(n.opened.key(), "%q %q %q", hashes(p.mapFile), p.key, p.previous)
}

// hashes gives the hash of a file that may have been named.
func hashes(path string) string {
	if path == "" {
		return ""
	}
	return source.Source{Path: path}.SHA256()
}

// tool is the program as results name it.
func tool() result.Tool { return result.Tool{Name: "siap", Version: version()} }

// key is all that a result depends on but its input files, as bytes.
func (o *opened) key() []byte {
	settings := map[string]string{}
	for _, s := range settingsTable {
		if s.key != "out" && s.key != "outputs" {
			settings[s.key] = o.config.get(s.key)
		}
	}
	prints := []string{}
	if o.rubric != nil {
		prints = append(prints, o.rubric.ID, o.rubric.Version, o.rubric.Fingerprints().Scoring, o.rubric.Fingerprints().Text)
	}
	for _, f := range o.also {
		prints = append(prints, f.rubric.ID, f.rubric.Version, f.rubric.Fingerprints().Scoring, f.rubric.Fingerprints().Text,
			f.crosswalk.ID, f.crosswalk.Version, f.crosswalk.Fingerprints().Scoring, f.crosswalk.Fingerprints().Text)
	}
	data, err := json.Marshal(map[string]any{
		"settings": settings, "rubrics": prints, "read": o.read, "roles": o.settings.RoleWeights, "groups": o.settings.GroupBy,
		"invented": o.settings.Invented, "epoch": o.w.getenv("SOURCE_DATE_EPOCH"), "year": o.settings.Year, "strict": o.flags.strict,
		"program": executable(), "problems": o.problems.Sorted(), "publication": o.publicationHash(),
	})
	if err != nil {
		return []byte(err.Error()) // maps of texts can always be written
	}
	return data
}

// publicationHash is the hash of what an issuer adds that does not stand in siap.yaml itself: the logo and the key.
func (o *opened) publicationHash() string {
	h := sha256.New()
	p := &o.settings.Publication
	if p.Logo != nil {
		fmt.Fprintf(h, "%d:%s", len(p.Logo.Data), p.Logo.Data)
	}
	fmt.Fprintf(h, "%d:%s%s", len(p.Key), p.Key, o.w.getenv(keyVariable))
	return hex.EncodeToString(h.Sum(nil))
}

// executable tells builds apart that have no version of their own: those of somebody who changes the program.
var executable = sync.OnceValue(func() string {
	if v := version(); v != "dev" && !strings.Contains(v, "dirty") {
		return v
	}
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return source.Source{Path: path}.SHA256()
})

func readStored(path string) (*result.Assessment, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &exitError{code: exitFailed, key: "cli.bad_result", args: []any{"path", path}, err: err}
	}
	defer file.Close()
	a, err := result.Read(file)
	if err != nil {
		return nil, &exitError{code: exitFailed, key: "cli.bad_result", args: []any{"path", path}, err: err}
	}
	return a, nil
}

// tellParts says which assessments do not count, or not wholly, and gives the exit code that this asks for.
func (n *nation) tellParts(a *result.Assessment, parts []*batch.Part) error {
	n.problems = diagnostics(a.Diagnostics) // those of the nation itself are among them
	for _, p := range parts {
		n.problems.AddAll(diagnostics(p.Told))
	}
	n.tell()
	counted, fresh := 0, 0
	for _, p := range a.Nation.Parts {
		if p.State == result.PartCounted {
			counted++
		}
	}
	for _, p := range parts {
		if p.Fresh {
			fresh++
		}
	}
	say(n.w, n.p.Text("nation.summary", "n", len(a.Nation.Parts), "fresh", fresh, "kept", len(parts)-fresh,
		"governments", len(a.Agencies)))
	wrong := 0
	for _, p := range a.Nation.Parts {
		if p.State != result.PartCounted || len(p.Reasons) > 0 || p.Refused > 0 {
			wrong++
		}
	}
	switch {
	case counted == 0, wrong > 0 && n.flags.strict:
		return &exitError{code: exitRefused, key: "nation.nothing", args: []any{"n", wrong}}
	case n.blocked:
		return exit(exitFailed)
	case wrong > 0 || n.problems.HasErrors():
		return &exitError{code: exitPartial, key: "nation.partial", args: []any{"n", wrong}}
	}
	return nil
}

func diagnostics(all []*diag.Diagnostic) *diag.List {
	list := &diag.List{}
	for _, d := range all {
		list.Add(d)
	}
	return list
}

// scoreNation is "siap score" of a nation.
func (n *nation) scoreOnly(c *cobra.Command) error {
	parts, a, _, err := n.run(c.Context(), nil)
	if err != nil {
		return err
	}
	fmt.Fprintln(n.w.out, filepath.Join(n.batch.Out, result.FileName))
	return n.tellParts(a, parts)
}

// runAll is "siap run" of a nation.
func (n *nation) runAll(c *cobra.Command) error {
	formats, err := wantedFormats(n.config)
	if err != nil {
		return err
	}
	if _, err := n.issuer(); err != nil {
		return err
	}
	parts, a, written, err := n.run(c.Context(), formats)
	if err != nil {
		return err
	}
	if err := text.Ranking(n.w.out, view.New(a, n.settings.Language), n.w.width, n.w.color()); err != nil {
		return writeError(err)
	}
	if len(written) > 0 {
		tellWritten(n.w, n.p, written)
	} else {
		fmt.Fprintln(n.w.out, "\n"+n.p.Text("nation.unchanged"))
	}
	return n.tellParts(a, parts)
}

// checkAll is "siap check" of a nation: every assessment is read, nothing is written.
func (n *nation) checkAll(c *cobra.Command, format string) error {
	results := make([]*opened, len(n.batch.Folders))
	errs := make([]error, len(results))
	var group sync.WaitGroup
	slots := make(chan struct{}, n.workers())
	for i, f := range n.batch.Folders {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			o, err := n.open(f)
			if err == nil {
				err = o.gather(c.Context())
			}
			results[i], errs[i] = o, err
			if o != nil && o.taken != nil { // what was read is not needed any more, only what was found
				o.taken.Input.Gathered, o.taken.Evidence = nil, nil
			}
		})
	}
	group.Wait()
	refused := 0
	for i, o := range results {
		f := n.batch.Folders[i]
		if errs[i] != nil {
			n.problems.Add(unusableFolder(f, n.message(errs[i])))
			refused++
			continue
		}
		for _, d := range append(o.problems.Sorted(), o.doubts()...) {
			own := *d
			own.Place.File = f.Path + "/" + own.Place.File
			n.problems.Add(&own)
		}
		if o.taken == nil || o.verdict() != exitDone {
			refused++
		}
	}
	if err := n.print(format); err != nil {
		return err
	}
	say(n.w, n.p.Text("nation.checked", "n", len(results), "refused", refused))
	if refused > 0 || n.problems.HasErrors() {
		return exit(exitPartial)
	}
	return nil
}

// ruleUnusable says that a folder could not be prepared, in the words that the user of that folder alone would be told.
var ruleUnusable = diag.Rule{Code: "CF066", Severity: diag.Error}

func unusableFolder(f intake.Folder, message string) *diag.Diagnostic {
	return ruleUnusable.At(diag.Place{File: f.Path}).Saw(message)
}

// message is what a user is told of an error.
func (n *nation) message(err error) string {
	if told, is := errors.AsType[*exitError](err); is {
		return told.message(n.p)
	}
	return err.Error()
}

// open prepares one assessment of the nation, in its own language.
func (n *nation) open(f intake.Folder) (*opened, error) {
	quiet := *n.w
	quiet.terminal, quiet.err = false, &prefixed{nation: n, folder: f.Path}
	o := &opened{w: &quiet, flags: &inputFlags{dir: f.Dir, strict: n.flags.strict}, problems: &diag.List{}, dir: f.Dir}
	if err := o.prepare(n.jobFlags(), func(string) []*intake.Settings { return f.Above }); err != nil {
		return nil, err
	}
	if own, has := o.settings.Scalars["language"]; has && o.config != nil && !o.settings.Inherited["language"] {
		o.config.viper.Set("language", own) // each in its own language, whatever the nation's is read in
		o.settings.Language, o.p = own, l10n.For(own)
	}
	o.outputs = filepath.Join(f.Dir, "out")
	if n.config.origin["out"] == fromFlag || n.config.origin["out"] == fromEnvironment {
		o.outputs = filepath.Join(n.batch.Out, filepath.FromSlash(f.Path))
	}
	o.files.Inside(n.dir, o.problems)
	if n.rubric != nil && o.rubric != nil && o.rubric.ID != n.rubric.ID {
		o.reach(n.rubric, n.settings.Rubric, n.dir)
	}
	return o, nil
}

// jobFlags are the flags that hold for every assessment: all but where outputs go.
func (n *nation) jobFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	n.flagSet.VisitAll(func(f *pflag.Flag) {
		if f.Name != "out" && f.Name != "to" {
			flags.AddFlag(f)
		}
	})
	return flags
}

// reach adds the national rubric to those that an assessment by another rubric is scored by, where the library has a
// crosswalk between them and the settings do not name it already.
func (o *opened) reach(to *rubric.Rubric, name, dir string) {
	for _, f := range o.also {
		if f.rubric.ID == to.ID {
			return
		}
	}
	if library.CrosswalkBetween(o.rubric.ID, to.ID) == "" {
		return
	}
	f := &further{rubric: to}
	if o.loadCrosswalk(f, intake.Also{Rubric: name}) {
		o.also = append(o.also, f)
	}
}

// prefixed writes what a job says under the name of its folder.
type prefixed struct {
	nation *nation
	folder string
}

func (p *prefixed) Write(data []byte) (int, error) {
	p.nation.mu.Lock()
	defer p.nation.mu.Unlock()
	for line := range bytes.Lines(data) {
		_, _ = io.WriteString(p.nation.w.err, p.folder+": "+string(line)) // nobody is left to hear that the terminal is gone
	}
	return len(data), nil
}

// work prepares the work on one folder.
func (n *nation) work(_ context.Context, f intake.Folder) (batch.Work, []*diag.Diagnostic, error) {
	o, err := n.open(f)
	if err != nil {
		return nil, []*diag.Diagnostic{unusableFolder(intake.Folder{}, n.message(err))}, nil
	}
	if o.broken || o.unusable {
		return nil, o.problems.Sorted(), nil
	}
	if _, err := o.issuer(); err != nil {
		return nil, []*diag.Diagnostic{unusableFolder(intake.Folder{}, n.message(err))}, nil
	}
	formats := n.formats
	if len(formats) > 0 && n.config.origin["outputs"] != fromFlag && n.config.origin["outputs"] != fromEnvironment {
		if formats, err = wantedFormats(o.config); err != nil {
			return nil, []*diag.Diagnostic{unusableFolder(intake.Folder{}, n.message(err))}, nil
		}
	}
	return &nationJob{opened: o, nation: n, formats: formats}, nil, nil
}

// nationJob is the work on one assessment of a nation.
type nationJob struct {
	*opened
	nation  *nation
	formats []string
}

// Inputs implements batch.Work.
func (j *nationJob) Inputs() []source.Source { return j.files.All() }

// Options implements batch.Work.
func (j *nationJob) Options() []byte {
	return fmt.Appendf(j.key(), "notes %v", j.nation.options.parts.notes)
}

// Formats implements batch.Work.
func (j *nationJob) Formats() []string { return j.formats }

// Outputs implements batch.Work.
func (j *nationJob) Outputs() []string {
	dirs := []string{j.outDir()}
	for _, f := range j.also {
		dirs = append(dirs, j.alsoDir(f))
	}
	return dirs
}

// What scoring a folder takes, roughly: so many bytes at least, and so many times the size of its tables. Workbooks are
// packed; telemetry is reduced as it is read.
const (
	leastMemory    = 32 << 20
	timesTable     = 5
	timesWorkbook  = 40
	mostOfMeasures = 64 << 20
)

// Weight implements batch.Work.
func (j *nationJob) Weight() int64 {
	weight := int64(leastMemory)
	for _, list := range [][]source.Source{j.files.Answers, j.files.Evidence} {
		for _, src := range list {
			times := int64(timesTable)
			if ext := strings.ToLower(filepath.Ext(src.Path)); ext == ".xlsx" || ext == ".zip" {
				times = timesWorkbook
			}
			weight += times * sizeOf(src)
		}
	}
	for _, src := range j.files.Telemetry {
		weight += min(sizeOf(src), mostOfMeasures)
	}
	return weight
}

func sizeOf(src source.Source) int64 {
	info, err := os.Stat(src.Path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Score implements batch.Work.
func (j *nationJob) Score(ctx context.Context) (*batch.Scored, error) {
	if err := j.gather(ctx); err != nil {
		return nil, err
	}
	s := &batch.Scored{Problems: j.problems.Sorted(), Failed: true}
	if j.taken != nil {
		s.Answers, s.Refused, s.Evidence = j.taken.Input.Said().Len(), j.taken.Refused, j.taken.Evidence
	}
	if j.broken || j.taken == nil || j.verdict() == exitRefused {
		return s, nil
	}
	a, err := j.assess(ctx)
	if told, is := errors.AsType[*exitError](err); is && told.code == exitRefused {
		s.Problems = append(s.Problems, unusableFolder(intake.Folder{}, told.message(j.p)))
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	s.Failed = false
	if err := errors.Join(writeResult(a, j.taken.Input, j.outDir()), j.writeAlso(a)); err != nil {
		return nil, err
	}
	s.Own, s.Files = a, resultFiles(j.outDir())
	if j.nation.rubric != nil && a.Rubric.ID == j.nation.rubric.ID {
		s.National, s.File = a, filepath.Join(j.outDir(), result.FileName)
	}
	for _, f := range j.also {
		s.Files = append(s.Files, resultFiles(j.alsoDir(f))...)
		if s.National == nil && j.nation.rubric != nil && f.rubric.ID == j.nation.rubric.ID {
			s.National, s.Crosswalk, s.Evidence = f.result, f.crosswalk.ID, nil
			s.File = filepath.Join(j.alsoDir(f), result.FileName)
		}
	}
	j.taken.Input.Gathered, j.taken.Evidence = nil, nil
	return s, nil
}

func resultFiles(dir string) []string {
	return []string{filepath.Join(dir, result.EvidenceFileName), filepath.Join(dir, result.FileName)}
}

// Report implements batch.Work.
func (j *nationJob) Report(_ context.Context, scored *batch.Scored) (files, formats []string, err error) {
	if len(j.formats) == 0 {
		return nil, nil, nil
	}
	blocked := false
	one := func(a *result.Assessment, dir string) error {
		if a == nil {
			var err error
			if a, err = readStored(filepath.Join(dir, result.FileName)); err != nil {
				return err
			}
		}
		issuer, err := j.issuer()
		if err != nil {
			return err
		}
		issue, err := issuer.issue(a, j.settings.Language)
		if err != nil {
			return err
		}
		parts := partFlags{notes: j.nation.options.parts.notes}
		if err := parts.fill(j.w, &stored{a, filepath.Join(dir, result.FileName)}, issuer, issue, j.formats); err != nil {
			return err
		}
		written, err := writeReports(j.w, j.p, issue, dir, j.formats)
		files = append(files, written...)
		if isBlocked(err) {
			blocked = true
			return nil
		}
		return err
	}
	var own *result.Assessment
	if scored != nil {
		own = scored.Own
	}
	if err := one(own, j.outDir()); err != nil {
		return nil, nil, err
	}
	for _, f := range j.also {
		if err := one(f.result, j.alsoDir(f)); err != nil {
			return nil, nil, err
		}
	}
	if blocked { // a report that a program has open: the next run tries again
		j.nation.mu.Lock()
		j.nation.blocked = true
		j.nation.mu.Unlock()
		return files, nil, nil
	}
	return files, j.formats, nil
}

// isBlocked reports whether reports were written but for those that a program has open; that was told already.
func isBlocked(err error) bool {
	told, is := errors.AsType[*exitError](err)
	return is && told.key == "" && told.err == nil
}
