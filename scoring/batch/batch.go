// Package batch scores the assessments of a nation: folders of their own, each with its own inputs and outputs, whose
// governments are then put together and ranked among each other.
//
// Each folder is a piece of work that a caller prepares: what its result depends on is known before anything is read.
// Run hashes that, and where it is what it was the last time, and the outputs still are what was written then, nothing
// is read again. Everything else is read and scored, several folders at once, within bounds of memory. What came of a
// folder is kept in a file of the nation's outputs, its part, written whole or not at all; so a run that is interrupted,
// or killed, goes on where it was. A folder that cannot be scored is a result too, and never stops the others.
//
// The package reads and writes the parts; what is in a folder, and its outputs, are the caller's. Whether anything is
// old is decided by hashes alone, never by the times of files.
package batch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/rubric"
	"siap/scoring"
	"siap/scoring/intake"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// Work is one assessment of a nation. It was prepared: what its result depends on is known, its inputs were not read.
type Work interface {
	// Inputs are the files that the result depends on.
	Inputs() []source.Source
	// Options are all else that it depends on: settings, fingerprints of rubrics, the program's version.
	Options() []byte
	// Weight is how many bytes of memory scoring takes, by a rough estimate from the sizes of the files.
	Weight() int64
	// Outputs are the folders that it writes to.
	Outputs() []string
	// Formats are the reports that are wanted.
	Formats() []string
	// Score reads, computes and writes the result. Problems are no errors; an error is for what does not come from the
	// inputs, such as a disk that is full.
	Score(ctx context.Context) (*Scored, error)
	// Report writes the reports that are wanted, from what was scored or, where that is nil, from the stored result. It
	// gives the files it wrote, and the formats that need not be written again.
	Report(ctx context.Context, scored *Scored) (files, formats []string, err error)
}

// Scored is what came of one assessment.
type Scored struct {
	// Own is its result by its own rubric, National the one by the nation's, which may be the same; nil where there is
	// none. Crosswalk is by what it was brought over, File where National stands.
	Own, National *result.Assessment
	Crosswalk     string
	File          string
	// Drawn is what the Collector took down of the draws of National; nil where nothing was drawn.
	Drawn *scoring.Drawn
	// Files are all files that were written.
	Files []string
	// Evidence are the items of data dukung of all agencies.
	Evidence []questionnaire.Evidence
	// Answers is how many there are, Refused how many files were left out.
	Answers, Refused int
	// Problems are the findings about the inputs; with Failed nothing was written because of them.
	Problems []*diag.Diagnostic
	Failed   bool
}

// Options say how a nation is run.
type Options struct {
	// Workers is how many folders are scored at once, Memory how many bytes they may need together by a rough estimate
	// from the sizes of their files; a folder that needs more is scored alone. 0 is 1 and DefaultMemory.
	Workers int
	Memory  int64
	// Fresh scores every folder again.
	Fresh bool
	// Prepare prepares the work on one folder. Problems that make it impossible come as diagnostics.
	Prepare func(ctx context.Context, f intake.Folder) (Work, []*diag.Diagnostic, error)
	// Told is told of every folder when it is done; it is called by one goroutine at a time. nil is told nothing.
	Told func(p *Part, done, all int)
	// Now is the time of this run.
	Now time.Time
	// Version is the program's, Tool its name.
	Tool result.Tool
}

// DefaultMemory is what folders may need together where nothing else is said: 512 MiB.
const DefaultMemory = 512 << 20

// Nation is what is run.
type Nation struct {
	// Dir is the nation's folder, Out the one of its outputs, which the names of all outputs are relative to.
	Dir, Out string
	Folders  []intake.Folder
	// Rubric is the national one; nil where there is none, and nothing can be put together.
	Rubric *rubric.Rubric
}

// Run scores what has changed and gives the part of every folder, in the order of the folders. Its error is for what
// concerns the whole run: no place to write, or that it was interrupted; the parts that are done are given then too.
func Run(ctx context.Context, n Nation, o Options) ([]*Part, error) {
	r := &runner{nation: n, options: o, parts: make([]*Part, len(n.Folders)), room: newRoom(o.Memory)}
	if n.Rubric != nil {
		r.prints = n.Rubric.Fingerprints()
	}
	if err := os.MkdirAll(r.folder(), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder for the state of the run: %w", err)
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(r.folder(), lockFile)).Lock()
	if err != nil {
		return nil, fmt.Errorf("waiting for another run of the same nation: %w", err)
	}
	defer unlock()
	r.forget()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make(chan int)
	var workers sync.WaitGroup
	for range max(1, o.Workers) {
		workers.Go(func() {
			for i := range jobs {
				if err := r.one(ctx, i); err != nil {
					r.fail(err)
					cancel()
				}
			}
		})
	}
	for _, i := range r.largestFirst() {
		if ctx.Err() != nil {
			break
		}
		jobs <- i
	}
	close(jobs)
	workers.Wait()
	if r.err == nil && ctx.Err() != nil {
		r.err = fmt.Errorf("running the assessments of %s: %w", n.Dir, ctx.Err())
	}
	return slices.DeleteFunc(r.parts, func(p *Part) bool { return p == nil }), r.err
}

const (
	stateFolder = "batch"
	lockFile    = "lock"
)

// runner is one run.
type runner struct {
	nation  Nation
	options Options
	parts   []*Part
	room    *room
	prints  rubric.Fingerprints

	mu   sync.Mutex
	done int
	err  error
}

// folder is where the parts are kept.
func (r *runner) folder() string { return filepath.Join(r.nation.Out, stateFolder) }

func (r *runner) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
}

// largestFirst gives the folders by the size of their files, the largest first, so that the last to end is a small one.
func (r *runner) largestFirst() []int {
	sizes := make([]int64, len(r.nation.Folders))
	order := make([]int, len(sizes))
	for i, f := range r.nation.Folders {
		order[i] = i
		_ = filepath.WalkDir(filepath.Join(f.Dir, "answers"), func(_ string, entry os.DirEntry, err error) error { // only a guess
			if err == nil && !entry.IsDir() {
				if info, err := entry.Info(); err == nil {
					sizes[i] += info.Size()
				}
			}
			return nil
		})
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case sizes[a] > sizes[b]:
			return -1
		case sizes[a] < sizes[b]:
			return 1
		}
		return 0
	})
	return order
}

// one does the work on one folder.
func (r *runner) one(ctx context.Context, i int) error {
	p, err := r.part(ctx, r.nation.Folders[i])
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return fmt.Errorf("running %s: %w", r.nation.Folders[i].Path, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.parts[i] = p
	r.done++
	if r.options.Told != nil {
		r.options.Told(p, r.done, len(r.nation.Folders))
	}
	return nil
}

// part gives what came of a folder, now or the last time.
func (r *runner) part(ctx context.Context, f intake.Folder) (*Part, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	work, problems, err := r.options.Prepare(ctx, f)
	if err != nil {
		return nil, err
	}
	if work == nil {
		return failedPart(f, problems), nil
	}
	leftovers := 0
	for _, dir := range work.Outputs() {
		leftovers += tidy(dir)
	}
	key, readable := r.key(f, work)
	old, damaged := r.load(f)
	if old != nil && !r.options.Fresh && old.Key == key && r.intact(old) {
		old.leftovers(leftovers)
		return r.reported(ctx, old, work)
	}
	weight := work.Weight()
	r.room.take(weight)
	defer r.room.give(weight)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	scored, err := work.Score(ctx)
	if err != nil {
		return nil, err
	}
	p := r.extract(f, scored)
	p.Key, p.Fresh = key, true
	p.leftovers(leftovers)
	if damaged {
		p.tell(ruleDamaged, 0)
	}
	if old != nil && old.Created.After(r.options.Now) {
		p.tell(ruleClock, 0)
	}
	if !scored.Failed {
		files := scored.Files
		if readable {
			draws, err := r.storeDraws(f, p)
			if err != nil {
				return nil, err
			}
			files = append(slices.Clone(files), draws...)
		}
		if err := p.outputs(r.nation.Out, files); err != nil {
			return nil, err
		}
		if err := r.report(ctx, p, work, scored); err != nil {
			return nil, err
		}
	}
	if !readable { // a file that could not be read may be there the next time, whatever its hash
		return p, nil
	}
	return p, r.store(f, p)
}

// reported sees to it that the wanted reports of a part that is as it was are there.
func (r *runner) reported(ctx context.Context, p *Part, work Work) (*Part, error) {
	if p.Failed || p.has(work.Formats()) {
		return p, nil
	}
	if err := r.report(ctx, p, work, nil); err != nil {
		return nil, err
	}
	return p, r.store(intake.Folder{Path: p.Path}, p)
}

func (r *runner) report(ctx context.Context, p *Part, work Work, scored *Scored) error {
	files, formats, err := work.Report(ctx, scored)
	if err != nil {
		return err
	}
	p.Formats = slices.Clone(formats)
	return p.outputs(r.nation.Out, files)
}

// tidy removes what a killed run left half-written in a folder of outputs, and gives how many files there were. The
// names are those that atomicfile gives.
func tidy(dir string) int {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		name := e.Name()
		if e.Type().IsRegular() && strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp") && os.Remove(filepath.Join(dir, name)) == nil {
			n++
		}
	}
	return n
}
