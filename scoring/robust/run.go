package robust

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Run draws, ranks and counts. It gives the same result, to the last bit, on any number of processors: what a draw
// is follows from its number, and all counts are whole numbers. An error is that of the context or of the options.
func (e *Engine) Run(ctx context.Context, o Options) (*Result, error) {
	n, err := o.check()
	if err != nil {
		return nil, fmt.Errorf("drawing: %w", err)
	}
	if n <= math.MaxUint16 {
		return run[uint16](ctx, e, o, n)
	}
	return run[uint32](ctx, e, o, n)
}

// part is one goroutine's part of a run.
type part[T uint16 | uint32] struct {
	worker *worker
	counts *accumulator[T]
}

func run[T uint16 | uint32](ctx context.Context, e *Engine, o Options, most int) (*Result, error) {
	t := newTrace(e, o.Pairs, most)
	parts := make([]*part[T], e.workersFor(min(runtime.GOMAXPROCS(0), most/Shifts)))
	for i := range parts {
		parts[i] = &part[T]{e.newWorker(), newAccumulator[T](e, o.Top, e.roomFor(most/len(parts)))}
	}
	made := 0
	var sums shiftSums
	for made < most {
		upTo := most
		if o.Stop != nil {
			upTo = min(most, max(firstStop, 2*made))
		}
		if err := stage(ctx, parts, t, &o, made, upTo, func(done int) {
			if o.Progress != nil {
				o.Progress(done, most)
			}
		}); err != nil {
			return nil, fmt.Errorf("drawing: %w", err)
		}
		made = upTo
		sums = sumUp(e, parts, made)
		if o.Stop != nil && o.Stop.reached(e, &sums, len(o.Top)) {
			break
		}
	}
	r := &Result{
		Seed: e.seed, Draws: made, Early: made < most, Coordinates: e.coordinates, Quasi: e.quasi, Top: o.Top,
	}
	for i, p := range parts {
		r.Kept, r.Failed, r.Beyond = r.Kept+p.worker.kept, r.Failed+p.worker.failed, r.Beyond+p.counts.beyond
		if i > 0 {
			parts[0].counts.merge(p.counts)
		}
	}
	summarise(e, r, &sums, parts[0].counts)
	t.groups(e, r, o.Pairs, made)
	if o.Pairs == AllPairs {
		t.matrices(e, r, made)
	}
	return r, ctx.Err()
}

// stage makes the draws from the number from up to end. A task is a few points under one shift; who makes it does
// not matter.
func stage[T uint16 | uint32](ctx context.Context, parts []*part[T], t *trace, o *Options, from, end int, progress func(done int)) error {
	first, last := from/Shifts, end/Shifts
	block := max(1, min(16, (last-first)/(2*len(parts))))
	tasks := Shifts * ((last - first + block - 1) / block)
	var next, done atomic.Int64
	done.Store(int64(from))
	var all sync.WaitGroup
	var telling sync.Mutex
	for _, p := range parts {
		all.Add(1)
		go func() {
			defer all.Done()
			for ctx.Err() == nil {
				task := int(next.Add(1)) - 1
				if task >= tasks {
					p.counts.count()
					return
				}
				begin := first + task/Shifts*block
				upTo := min(begin+block, last)
				p.make(ctx, t, o.Keep, task%Shifts, begin, upTo)
				telling.Lock()
				progress(int(done.Add(int64(upTo - begin))))
				telling.Unlock()
			}
		}()
	}
	all.Wait()
	return ctx.Err()
}

// make makes the draws of some points under one shift and has them counted; of a cancelled run nothing is needed.
func (p *part[T]) make(ctx context.Context, t *trace, keep func(int, []float64), shift, begin, end int) {
	w := p.worker
	for point := begin; point < end && ctx.Err() == nil; point++ {
		number := point*Shifts + shift
		w.aim(number)
		w.draw()
		if keep != nil {
			keep(number, w.index)
		}
		places := p.counts.hold(shift, w.index)
		w.rank(places)
		t.keep(number, places)
	}
}

// shiftSums are the means under each shift, of all that has a standard error.
type shiftSums struct {
	place, index, top [Shifts][]float64
}

// sumUp adds the whole numbers of all workers and makes means of them.
func sumUp[T uint16 | uint32](e *Engine, parts []*part[T], made int) shiftSums {
	var s shiftSums
	perShift := float64(made / Shifts)
	mean := func(of func(*accumulator[T]) []int64) (out [Shifts][]float64) {
		n := len(of(parts[0].counts)) / Shifts
		for shift := range out {
			out[shift] = make([]float64, n)
			for k := range n {
				sum := int64(0)
				for _, p := range parts {
					sum += of(p.counts)[shift*n+k]
				}
				out[shift][k] = float64(sum) / perShift
			}
		}
		return out
	}
	s.place = mean(func(a *accumulator[T]) []int64 { return a.placeSum })
	s.index = mean(func(a *accumulator[T]) []int64 { return a.indexSum })
	s.top = mean(func(a *accumulator[T]) []int64 { return a.topCount })
	return s
}

// estimate gives the mean over the shifts and its standard error, from their spread.
func estimate(of *[Shifts][]float64, k int) Estimate {
	mean := 0.0
	for _, values := range of {
		mean += values[k]
	}
	mean /= Shifts
	squares := 0.0
	for _, values := range of {
		squares += (values[k] - mean) * (values[k] - mean)
	}
	return Estimate{mean, math.Sqrt(squares / (Shifts * (Shifts - 1)))}
}

// reached reports whether all errors that are asked for are at or under their limits.
func (s *Stop) reached(e *Engine, sums *shiftSums, top int) bool {
	under := func(of *[Shifts][]float64, limit float64) bool {
		for k := range of[0] {
			if limit > 0 && estimate(of, k).Error > limit {
				return false
			}
		}
		return true
	}
	return under(&sums.place, s.Place) && under(&sums.index, s.Index*indexUnit) && under(&sums.top, s.Top)
}
