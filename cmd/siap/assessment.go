package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/nearest"
	"siap/internal/progress"
	"siap/internal/source"
	"siap/reports/text"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/result"
	"siap/scoring/telemetry"
)

// inputFlags are how a command is told what to read: a folder, or single files.
type inputFlags struct {
	dir                string
	answers, telemetry []string
	evidence           []string
	agencies           string
	strict             bool
	// list says that only the agencies are wanted, measured that only they and what was measured are.
	list, measured bool
}

func (f *inputFlags) add(flags *pflag.FlagSet, p *l10n.Printer) {
	flags.StringVarP(&f.dir, "dir", "C", "", p.Text("flag.dir"))
	flags.StringSliceVar(&f.answers, "answers", nil, p.Text("flag.answers"))
	flags.StringSliceVar(&f.telemetry, "telemetry", nil, p.Text("flag.telemetry"))
	flags.StringSliceVar(&f.evidence, "evidence", nil, p.Text("flag.evidence"))
	flags.StringVar(&f.agencies, "agencies", "", p.Text("flag.agencies"))
	flags.BoolVar(&f.strict, "strict", false, p.Text("flag.strict"))
	flags.String("rubric", "", p.Text("flag.rubric"))
	flags.String("basis", "", p.Text("flag.basis"))
	flags.String("combine", "", p.Text("flag.combine"))
	flags.String("rollup", "", p.Text("flag.rollup"))
	flags.Uint64("seed", 0, p.Text("flag.seed"))
	flags.Int("trials", 0, p.Text("flag.trials"))
}

func addOut(flags *pflag.FlagSet, p *l10n.Printer) { flags.String("out", "", p.Text("flag.out")) }

// opened is an assessment whose inputs were read.
type opened struct {
	w        *world
	p        *l10n.Printer
	flags    *inputFlags
	settings *intake.Settings
	config   *effective
	rubric   *rubric.Rubric
	// shared is the rubric of the library that an assessment of a nation need not read again, with its fingerprints.
	shared *sharedRubric
	// also are the further rubrics that the same evidence is scored by.
	also     []*further
	taken    *intake.Taken
	problems *diag.List
	read     []result.Input
	// dir is the folder that names are relative to, files are the inputs in it, outputs is where results go, "" for where the
	// settings say.
	dir     string
	files   intake.Files
	outputs string
	// collectors take the draws of a result down, by its rubric; none where no nation asks for them.
	collectors map[string]*scoring.Collector
	// unusable says that what all results share is broken, broken that nothing can be read.
	unusable, broken bool
}

// open reads siap.yaml, the rubric and all inputs, and collects every problem. Its error is for what the user
// asked wrongly; what is wrong with the inputs is in problems.
func open(ctx context.Context, w *world, flagSet *pflag.FlagSet, f *inputFlags, args []string) (*opened, error) {
	o := &opened{w: w, flags: f, problems: &diag.List{}, dir: f.dir}
	if o.dir == "" && len(args) > 0 {
		o.dir = args[0]
	}
	if err := o.prepare(flagSet, intake.Above); err != nil {
		return nil, err
	}
	return o, o.gather(ctx)
}

// prepare reads siap.yaml and the rubric, and finds the input files, without reading them. above gives what the settings
// inherit.
func (o *opened) prepare(flagSet *pflag.FlagSet, above func(dir string) []*intake.Settings) error {
	f, w := o.flags, o.w
	single := len(f.answers) > 0 || len(f.telemetry) > 0
	if o.dir == "" {
		o.dir = "."
	}
	if info, err := os.Stat(o.dir); err != nil || !info.IsDir() {
		return usage("cli.no_folder", "path", o.dir)
	}
	o.settings = &intake.Settings{
		Scalars: map[string]string{}, Uncertainty: result.DefaultUncertainty(), Dir: o.dir, RubricDir: o.dir,
	}
	path := filepath.Join(o.dir, intake.SettingsFile)
	switch _, err := os.Stat(path); {
	case err == nil && !single:
		src := source.Source{Path: path, Name: intake.SettingsFile}
		var problems *diag.List
		o.settings, problems = intake.ReadSettings(src)
		problems.AddAll(o.settings.Publication.Load(o.dir))
		o.note(problems)
		o.hash(src, "settings")
		if o.unusable { // what follows would only be about settings that are not the user's
			lang, _ := flagSet.GetString("lang")
			o.p = l10n.For(w.language([]string{"--lang=" + lang}))
			return nil
		}
		o.settings.Inherit(above(o.dir))
	case !single && errors.Is(err, fs.ErrNotExist):
		return usage("cli.no_assessment", "path", o.dir)
	case !single:
		return usage("cli.no_assessment", "path", o.dir, "reason", err.Error())
	}
	var err error
	if o.config, err = resolveSettings(w, flagSet, o.settings.Scalars); err != nil {
		return err
	}
	o.config.inherited(o.settings)
	if err := o.config.apply(o.settings); err != nil {
		return err
	}
	o.p = l10n.For(o.settings.Language)
	o.defaults()
	if err := o.loadRubric(); err != nil {
		return err
	}
	if o.rubric != nil {
		o.note(o.settings.LoadExperts(o.dir, o.rubric))
		if src, named := o.settings.ExpertsFile(o.dir); named {
			o.hash(src, "settings")
		}
	}
	o.broken = o.rubric == nil || o.unusable
	if err := o.loadAlso(); err != nil {
		return err
	}
	if !o.broken {
		o.files = o.find(single)
	}
	return nil
}

// gather reads the input files.
func (o *opened) gather(ctx context.Context) error {
	if o.broken || o.config == nil {
		return nil
	}
	o.progress("cli.reading")
	files, gather := o.files, intake.Gather
	switch {
	case o.flags.list:
		gather = intake.List
	case o.flags.measured:
		gather = intake.Measure
	}
	bar := o.w.meter(o.p).Start(o.p.Text("progress.telemetry"), 0, progress.Bytes)
	defer bar.Done()
	files.Progress = bar.Set
	var err error
	if o.taken, err = gather(ctx, o.rubric, o.settings, files); err != nil {
		return failed(err)
	}
	o.note(o.taken.Problems, o.taken.Unusable)
	o.read = append(o.read, o.taken.Read...)
	return nil
}

// note takes problems over; errors in them make everything unusable unless it is said whether they do.
func (o *opened) note(problems *diag.List, unusable ...bool) {
	o.problems.AddAll(problems)
	if len(unusable) == 0 {
		o.unusable = o.unusable || problems.HasErrors()
		return
	}
	o.unusable = o.unusable || unusable[0]
}

// hash records a file that was read whole.
func (o *opened) hash(src source.Source, kind string) {
	if sum := src.SHA256(); sum != "" {
		o.read = append(o.read, result.Input{Path: src.Name, Kind: kind, SHA256: sum, Records: 1})
	}
}

// defaults completes what depends on other settings: the year and the window.
func (o *opened) defaults() {
	s := o.settings
	if (s.Window == telemetry.Window{}) {
		year := s.Year
		if year == 0 {
			year = o.w.now().Year()
			s.Year = year
		}
		s.Window = telemetry.Window{From: date(year), To: date(year + 1)}
	}
	if s.Year == 0 {
		s.Year = s.Window.From.Year
	}
	if s.Title == "" {
		s.Title = o.p.Text("cli.untitled")
	}
}

func date(year int) telemetry.Date { return telemetry.Date{Year: year, Month: time.January, Day: 1} }

// find gives the input files: those of the folder, or the single ones that were named.
func (o *opened) find(single bool) intake.Files {
	if !single {
		found := &diag.List{}
		files := intake.Find(o.dir, o.settings.Inputs, found)
		o.note(found)
		return files
	}
	named := func(paths []string) []source.Source {
		var out []source.Source
		for _, path := range paths {
			out = append(out, source.Source{Path: path, Name: filepath.ToSlash(path)})
		}
		return out
	}
	files := intake.Files{
		Answers: named(o.flags.answers), Evidence: named(o.flags.evidence), Telemetry: named(o.flags.telemetry),
	}
	if o.flags.agencies != "" {
		files.Agencies = named([]string{o.flags.agencies})[0]
	}
	return files
}

// loadRubric takes the rubric from the library by its id, or from a file, which is relative to the folder.
func (o *opened) loadRubric() error {
	if o.shared != nil && o.shared.ID == o.settings.Rubric {
		o.rubric = o.shared.Rubric
		return nil
	}
	r, problems, src, err := findRubric(o.settings.Rubric, o.settings.RubricDir)
	if err != nil {
		return err
	}
	if problems != nil && problems.HasErrors() { // doubts about a rubric are for its author: "siap rubric check"
		o.note(problems)
	}
	if src.Path != "" {
		o.hash(src, "rubric")
		o.sameVersion(r, src, o.outDir())
	}
	o.rubric = r
	return nil
}

// sharedRubric is a rubric of the library, which nobody changes once it is read.
type sharedRubric struct {
	*rubric.Rubric
	prints rubric.Fingerprints
}

// prints gives the fingerprints of the rubric.
func (o *opened) prints() rubric.Fingerprints {
	if o.shared != nil && o.rubric == o.shared.Rubric {
		return o.shared.prints
	}
	return o.rubric.Fingerprints()
}

// sameVersion compares a rubric of the user's own with the copy that the last result in an output folder froze.
func (o *opened) sameVersion(r *rubric.Rubric, src source.Source, out string) {
	if r == nil {
		return
	}
	file, err := os.Open(filepath.Join(out, result.FileName))
	if err != nil {
		return // nothing was scored here yet
	}
	defer file.Close()
	earlier, err := result.ReadRubric(file)
	if err != nil {
		return // whatever it is, it is no result that could be confused with the new one
	}
	if d := intake.SameVersion(r, src.Name, earlier); d != nil {
		o.fault(d)
	}
}

// findRubric looks a rubric up in the library, then as a file below dir, then as a path as it is.
func findRubric(name, dir string) (*rubric.Rubric, *diag.List, source.Source, error) {
	if slices.Contains(library.IDs(), name) {
		r, err := library.Open(name)
		if err != nil {
			return nil, nil, source.Source{}, failed(err)
		}
		return r, nil, source.Source{}, nil
	}
	for _, path := range []string{filepath.Join(dir, filepath.FromSlash(name)), filepath.FromSlash(name)} {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			src := source.Source{Path: path, Name: filepath.ToSlash(name)}
			r, problems := rubric.Load(src)
			return r, problems, src, nil
		}
	}
	return nil, nil, source.Source{}, usage("cli.no_rubric", "name", name,
		"nearest", nearest.Of(name, library.IDs()), "allowed", strings.Join(library.IDs(), ", "))
}

// verdict gives the exit code the problems ask for, before anything is written.
func (o *opened) verdict() int {
	switch {
	case o.unusable:
		return exitRefused
	case o.taken.Refused > 0 && (o.flags.strict || o.taken.Refused == o.inputFiles()):
		return exitRefused
	case o.taken.Refused > 0:
		return exitPartial
	}
	return exitDone
}

// inputFiles is how many answers, evidence and telemetry files there are.
func (o *opened) inputFiles() int {
	n := 0
	for _, in := range o.taken.Read {
		if in.Kind == "answers" || in.Kind == "evidence" || in.Kind == "telemetry" {
			n++
		}
	}
	return n
}

// tell prints the problems for the user.
func (o *opened) tell() {
	if o.problems.Len() > 0 {
		_ = text.Diagnostics(o.w.err, o.p, o.problems.Sorted(), o.w.terminal && o.w.color())
	}
}

// doubts gives the doubts about the answers that were read.
func (o *opened) doubts() []*diag.Diagnostic {
	if o.taken == nil {
		return nil
	}
	return o.taken.Doubts.Sorted()
}

func (o *opened) progress(key string, args ...any) {
	if o.w.terminal {
		say(o.w, o.p.Text(key, args...))
	}
}

// assess computes the assessment from what was read, and those of all further rubrics, before anything is written.
func (o *opened) assess(ctx context.Context) (*result.Assessment, error) {
	o.progress("cli.scoring", "n", o.taken.Input.Agencies.Len())
	a, err := o.compute(ctx, o.taken.Input, o.options())
	if err != nil {
		return nil, err
	}
	return a, o.assessAlso(ctx, a)
}

// options are the settings as the scorer takes them.
func (o *opened) options() scoring.Options {
	s := o.settings
	return scoring.Options{
		Basis: result.Basis(s.Basis), Combine: s.Combine, RoleWeights: s.RoleWeights, GroupBy: s.GroupBy,
		Rollup: s.Rollup, Seed: s.Seed, Uncertainty: s.Uncertainty,
	}
}

// compute computes one assessment and names it.
func (o *opened) compute(ctx context.Context, in scoring.Input, opts scoring.Options) (*result.Assessment, error) {
	created, err := o.w.created()
	if err != nil {
		return nil, err
	}
	s := o.settings
	bar := o.w.meter(o.p).Start(o.p.Text("progress.draws"), int64(opts.Uncertainty.Draws), progress.Items)
	defer bar.Done()
	opts.Collect = o.collectors[in.Rubric.ID]
	opts.Progress = func(made, of int) { bar.Set(int64(made), int64(of)) }
	a, err := scoring.AssessContext(ctx, in, opts)
	if errors.Is(err, scoring.ErrNoBasis) {
		return nil, &exitError{code: exitRefused, key: "cli.no_basis", args: []any{"basis", s.Basis}}
	}
	if err != nil {
		return nil, failed(err)
	}
	a.Tool = result.Tool{Name: "siap", Version: version()}
	a.Title, a.Year, a.Language, a.Invented, a.Created = s.Title, s.Year, s.Language, s.Invented, created
	a.Window = result.Window{From: s.Window.From.String(), To: s.Window.To.String()}
	a.Inputs, a.Diagnostics = o.read, append(o.problems.Sorted(), o.doubts()...)
	return a, nil
}

// outDir is where outputs go: --out, or the folder out beside siap.yaml.
func (o *opened) outDir() string {
	if o.outputs != "" {
		return o.outputs
	}
	if out := o.config.get("out"); out != "" {
		if o.config.origin["out"] == fromFolder && !filepath.IsAbs(out) {
			return filepath.Join(o.dir, filepath.FromSlash(out))
		}
		return out
	}
	return filepath.Join(o.dir, "out")
}
