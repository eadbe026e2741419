package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"siap/internal/diag"
	"siap/internal/l10n"
	"siap/internal/source"
	"siap/rubric"
	"siap/rubric/library"
	"siap/scoring"
	"siap/scoring/batch"
	"siap/scoring/intake"
	"siap/scoring/result"
)

// open prepares one assessment of the nation, in its own language.
func (n *nation) open(f intake.Folder) (*opened, error) {
	quiet := *n.w
	quiet.terminal, quiet.err = false, &prefixed{nation: n, folder: f.Path}
	o := &opened{w: &quiet, flags: &inputFlags{dir: f.Dir, strict: n.flags.strict}, problems: &diag.List{}, dir: f.Dir, shared: n.shared}
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
	var national *scoring.Collector
	if j.nation.rubric != nil {
		national = batch.Collector()
		j.collectors = map[string]*scoring.Collector{j.nation.rubric.ID: national}
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
	if s.National != nil {
		s.Drawn = national.Drawn
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
