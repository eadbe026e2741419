package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
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
	if n.rubric != nil && n.settings.Rubric == n.rubric.ID && slices.Contains(library.IDs(), n.rubric.ID) {
		n.shared = &sharedRubric{n.rubric, n.rubric.Fingerprints()}
	}
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
