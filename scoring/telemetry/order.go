package telemetry

import (
	"fmt"
	"io"
	"os"

	"siap/internal/diag"
	"siap/internal/source"
	"siap/scoring/telemetry/reduce"
	"siap/scoring/telemetry/samples"
	"siap/scoring/telemetry/spill"
)

// defaultSortMemory is how many samples that came out of order are put in order in memory: 48 MiB of them.
const defaultSortMemory = 48 << 20 / 32

// order reads once more what did not come in order of time, puts it in order and feeds it to its series; false where
// that cannot be done.
func (w *work) order(sources []source.Source, o samples.Options) bool {
	for i := range w.state.slots {
		if w.state.slots[i].disordered {
			w.disordered++
		}
	}
	if w.disordered == 0 {
		return true
	}
	sorter := spill.New(w.options.Folder, w.options.sortMemory)
	defer sorter.Close()
	w.done = 0
	again := &collector{states: w.state, sorter: sorter, stop: w.stop}
	samples.Read(w.ctx, w.plan.asked, sources, o, again)
	if again.err != nil {
		w.tell(ruleTemporary.At(diag.Place{}).Saw(again.err.Error()))
		return false
	}
	if w.ctx.Err() != nil {
		return false
	}
	w.state.restart()
	for x, err := range sorter.All() {
		if err != nil {
			w.tell(ruleTemporary.At(diag.Place{}).Saw(err.Error()))
			return false
		}
		one := w.state.series[x.Series]
		one.Add(one.need, one.window, one.quiet, x.Sample)
	}
	w.spilled = sorter.Spilled()
	return true
}

// restart makes the series of disordered slots ready for their samples once more.
func (s *states) restart() {
	for i := range s.slots {
		if slot := &s.slots[i]; slot.disordered && s.plan.quantiles[i%len(s.plan.metrics)] {
			slot.values = reduce.NewValues(s.plan.mostValues, s.plan.cells)
		}
	}
	for _, one := range s.series {
		if one != nil && s.slots[one.slot].disordered {
			one.Restart()
			one.Values = s.slots[one.slot].values
		}
	}
}

// collector puts the samples of disordered slots into a sorter.
type collector struct {
	states *states
	sorter *spill.Sorter
	stop   func()
	err    error
}

// Batch is for samples.Sink.
func (c *collector) Batch(file int, b *samples.Batch) {
	for i := range b.Samples {
		x := &b.Samples[i]
		one := c.states.series[x.Series]
		if c.err != nil || !c.states.slots[one.slot].disordered || x.At < one.window.From || x.At >= one.window.To {
			continue
		}
		c.err = c.sorter.Add(spill.Sample{Series: x.Series, Sample: reduce.Sample{
			At: x.At, Value: x.Value, File: int32(file), Line: x.Line + int32(b.Base) + 1,
		}})
		if c.err != nil {
			c.stop()
		}
	}
}

// End is for samples.Sink.
func (c *collector) End(int, *samples.File) {}

// copyInput copies standard input to a temporary file, so that it can be read twice, and gives the file's path.
func (w *work) copyInput() (string, error) {
	file, err := os.CreateTemp(w.options.Folder, "siap-input-*")
	if err != nil {
		return "", fmt.Errorf("making a temporary file for standard input: %w", err)
	}
	w.spool = append(w.spool, file.Name())
	if _, err = io.Copy(file, w.options.input()); err != nil {
		file.Close()
		return "", fmt.Errorf("copying standard input to a temporary file: %w", err)
	}
	if err := file.Close(); err != nil {
		return "", fmt.Errorf("copying standard input to a temporary file: %w", err)
	}
	return file.Name(), nil
}

func (o *Options) input() io.Reader {
	if o.Input != nil {
		return o.Input
	}
	return os.Stdin
}
