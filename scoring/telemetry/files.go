package telemetry

import (
	"context"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/telemetry/samples"
)

// Files answers a query from files of samples: tables in long or wide form (CSV in any encoding and with any separator,
// workbooks), JSON lines, Parquet, the text formats of Prometheus and OpenMetrics, and well-known exports, each text
// also packed by gzip or zstd. docs/telemetry.md says what each looks like.
//
// A sample at a time that was there already replaces the earlier one: a later row of a file the earlier row, a
// later file the earlier file. A file with an error is left out whole.
//
// The files are read once, on all cores, in memory that does not depend on their length. Only where samples did not
// come in order of time, or a file turned out to be faulty, files are read a second time: what was out of order is put
// in order then, in memory as far as it fits there and in a temporary file beyond.
type Files struct {
	sources   []source.Source
	options   Options
	summaries []Summary
}

// Options say how files are read. The zero Options are for files that call agencies and metrics by their ids.
type Options struct {
	Naming
	// Workers is how many parts of files are read at once; 0 is one for each core.
	Workers int
	// Input stands for standard input, nil for that of the process.
	Input io.Reader
	// Folder is where temporary files are made, "" for the system's.
	Folder string
	// Progress is told, from time to time, how many bytes of all files were read; nil for nobody. Where files are read
	// twice, done starts again.
	Progress func(done, total int64)

	// sortMemory is how many samples are put in order in memory, small below which size tables are read row by row;
	// for tests.
	sortMemory int
	small      int64
}

// Naming says what sources call the agencies.
type Naming struct {
	// AgencyLabel is the column or label that names the agency, beside agency and instansi.
	AgencyLabel string
	// Agencies maps what stands there to ids of agencies; an id needs no entry.
	Agencies map[string]string
}

var _ Engine = (*Files)(nil)

// NewFiles makes the engine; the order of the sources is the order in which they replace each other's samples. The
// path "-" is the standard input.
func NewFiles(sources []source.Source) *Files { return NewFilesWith(sources, Options{}) }

// NewFilesWith makes the engine with options.
func NewFilesWith(sources []source.Source, o Options) *Files {
	if o.sortMemory == 0 {
		o.sortMemory = defaultSortMemory
	}
	return &Files{sources: slices.Clone(sources), options: o}
}

// Summaries says, after Measure, what was read from each file, in the order given. Records + LeftOut is the number
// of samples; one that a later one replaced counts as left out. A sample that several metrics read counts for each.
func (f *Files) Summaries() []Summary { return f.summaries }

// Measure reads all files and yields first what was found wrong with them, then the measurements.
func (f *Files) Measure(ctx context.Context, q Query) iter.Seq2[Measurement, *diag.Diagnostic] {
	return func(yield func(Measurement, *diag.Diagnostic) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		w := &work{ctx: ctx, options: f.options, stop: stop, emit: func(d *diag.Diagnostic) bool { return yield(Measurement{}, d) }}
		f.summaries = make([]Summary, len(f.sources))
		p, problem := newPlan(q, f.options.Naming)
		if problem != nil {
			w.tell(problem)
			return
		}
		p.quiet = quiet{}
		w.plan = p
		defer w.close()
		sources := w.sources(f.sources, f.summaries)
		if w.stopped || !w.read(sources, f.summaries) || ctx.Err() != nil {
			return
		}
		totals := w.totals(f.summaries)
		for _, d := range w.notes() {
			if !w.tell(d) {
				return
			}
		}
		for a, agency := range q.Agencies.All() {
			if ctx.Err() != nil {
				return
			}
			for _, n := range p.measured {
				if n.Applies(agency.Columns) && !yield(p.measure(a, n, totals, w.place), nil) {
					return
				}
			}
		}
	}
}

// work is one run of Measure.
type work struct {
	ctx     context.Context
	stop    func()
	options Options
	plan    *plan
	emit    func(*diag.Diagnostic) bool
	stopped bool

	inputs []source.Source // the sources, standard input as the file it was copied to
	skip   []bool          // the files that are not read for samples
	files  []*samples.File
	state  *states
	done   int64
	total  int64
	spool  []string // temporary copies of standard input

	// disordered is how many series were put in order, spilled says that they did not fit into memory.
	disordered int
	spilled    bool
}

// tell emits a diagnostic; false where nobody wants more.
func (w *work) tell(d *diag.Diagnostic) bool {
	if !w.stopped && !w.emit(d) {
		w.stopped = true
		w.stop()
	}
	return !w.stopped
}

func (w *work) close() {
	for _, name := range w.spool {
		os.Remove(name)
	}
}

// sources gives the files that hold samples, after those that announce maintenance were read.
func (w *work) sources(all []source.Source, summaries []Summary) []source.Source {
	w.inputs = slices.Clone(all)
	w.skip = make([]bool, len(all))
	w.files = make([]*samples.File, len(all))
	for i, src := range all {
		if src.Path == "-" {
			path, err := w.copyInput()
			if err != nil {
				w.tell(ruleTemporary.At(diag.Place{File: src.Name}).Saw(err.Error()))
				summaries[i] = Summary{Name: src.Name, Refused: true}
				w.skip[i] = true
				continue
			}
			w.inputs[i].Path = path
		}
		if isMaintenance(src.Name) {
			summaries[i] = w.plan.maintenance(w.inputs[i], func(d *diag.Diagnostic) { w.tell(d) })
			w.skip[i] = true
			continue
		}
		if info, err := os.Stat(w.inputs[i].Path); err == nil {
			w.total += info.Size()
		}
	}
	return w.inputs
}

// progress tells how far reading is.
func (w *work) progress(n int) {
	w.done += int64(n)
	w.options.Progress(min(w.done, w.total), w.total)
}

// read reads the samples of all files into the states; false where there is no use in going on.
func (w *work) read(sources []source.Source, summaries []Summary) bool {
	o := samples.Options{Workers: w.options.Workers, Skip: w.skip, Small: w.options.small}
	if w.options.Progress != nil {
		o.Progress = w.progress
	}
	w.state = newStates(w.plan, len(sources))
	samples.Read(w.ctx, w.plan.asked, sources, o, &taker{work: w, summaries: summaries})
	if w.stopped || w.ctx.Err() != nil {
		return false
	}
	if w.plan.asked.Full() {
		w.tell(ruleTooMany.At(diag.Place{}).Allows(decimal(MaxSeries)))
		return false
	}
	faulty := false
	for i, f := range w.files {
		if f != nil && summaries[i].Refused {
			w.skip[i], faulty = true, true
		}
	}
	if faulty && w.state.touched { // their samples are in the states
		w.done, w.state = 0, newStates(w.plan, len(sources))
		samples.Read(w.ctx, w.plan.asked, sources, o, w.state)
	}
	if w.ctx.Err() != nil {
		return false
	}
	return w.order(sources, o)
}

// place is where the first of the samples of a metric stands that were used of a file.
func (w *work) place(file, line, metric int) diag.Place { return w.files[file].Place(line, metric) }

// totals ends all series and adds them up by slot; what was used of each file goes into its summary.
func (w *work) totals(summaries []Summary) []*slotTotal {
	totals := w.state.totals()
	records := make([]int, len(summaries))
	for _, t := range totals {
		if t == nil {
			continue
		}
		for _, u := range t.Uses {
			records[u.File] += u.Samples
		}
	}
	for i := range summaries {
		if s := &summaries[i]; w.files[i] != nil && !s.Refused {
			s.Records = records[i]
			s.LeftOut = w.files[i].Read - records[i]
		}
	}
	w.state.totalled = totals
	return totals
}

// notes says what was done with samples, file by file and then of all.
func (w *work) notes() []*diag.Diagnostic {
	replacing := make([]int, len(w.inputs))
	quiet, none, spilled := 0, 0, 0
	if w.spilled {
		spilled = w.disordered
	}
	for _, t := range w.state.totalled {
		if t == nil {
			continue
		}
		for _, u := range t.Replaced {
			replacing[u.File] += u.Samples
		}
		quiet += t.Maintained
		none += t.NotMeasured
	}
	var notes []*diag.Diagnostic
	counted := func(rule diag.Rule, at diag.Place, n int) *diag.Diagnostic {
		d := rule.At(at)
		d.Count = n
		return d
	}
	for i, n := range replacing {
		if n > 0 {
			notes = append(notes, counted(ruleRepeated, diag.Place{File: w.inputs[i].Name}, n))
		}
	}
	for _, note := range []struct {
		rule diag.Rule
		n    int
	}{{ruleQuiet, quiet}, {ruleNotMeasured, none}, {ruleDisordered, spilled}} {
		if note.n > 0 {
			notes = append(notes, counted(note.rule, diag.Place{}, note.n))
		}
	}
	if slots, bound := w.state.sketched(); slots > 0 {
		d := counted(ruleSketched, diag.Place{}, slots)
		notes = append(notes, d.Saw(strconv.FormatFloat(100*bound, 'g', 3, 64)))
	}
	return notes
}
