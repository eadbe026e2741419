package telemetry

import (
	"context"
	"iter"
	"slices"

	"siap/internal/diag"
	"siap/internal/source"
)

// Files answers a query from tables of samples: CSV in any encoding and with any separator, or workbooks, with the
// columns time, agency, metric, value (waktu, instansi, metrik, nilai).
//
// A sample at a time that was there already replaces the earlier one: a later row of a file the earlier row, a
// later file the earlier file. A file with an error is left out whole.
type Files struct {
	sources   []source.Source
	summaries []Summary
}

var _ Engine = (*Files)(nil)

// NewFiles makes the engine; the order of the sources is the order in which they replace each other's samples.
func NewFiles(sources []source.Source) *Files {
	return &Files{sources: slices.Clone(sources)}
}

// Summaries says, after Measure, what was read from each file, in the order given. Records + LeftOut is the number
// of rows; a sample that a later one replaced counts as left out.
func (f *Files) Summaries() []Summary { return f.summaries }

// Measure reads all files and yields first what was found wrong with them, then the measurements.
func (f *Files) Measure(ctx context.Context, q Query) iter.Seq2[Measurement, *diag.Diagnostic] {
	return func(yield func(Measurement, *diag.Diagnostic) bool) {
		emit := func(d *diag.Diagnostic) bool { return yield(Measurement{}, d) }
		f.summaries = make([]Summary, 0, len(f.sources))
		p, problem := newPlan(q)
		if problem != nil {
			emit(problem)
			return
		}
		readings := make([]*reading, 0, len(f.sources))
		for i, src := range f.sources {
			sum, r := readFile(ctx, p, src, int32(i), emit)
			f.summaries = append(f.summaries, sum)
			readings = append(readings, r)
			if r.stopped {
				return
			}
		}
		for _, d := range f.settle(p) {
			if !emit(d) {
				return
			}
		}
		place := func(s sample) diag.Place {
			r := readings[s.file]
			return r.table.Place(int(s.line), r.at[columnValue])
		}
		for a, agency := range q.Agencies.All() {
			if ctx.Err() != nil {
				return
			}
			for _, n := range p.measured {
				if n.Applies(agency.Columns) && !yield(p.measure(a, n, place), nil) {
					return
				}
			}
		}
	}
}

// settle puts every series in order and gives a note for each file whose samples replaced others.
func (f *Files) settle(p *plan) []*diag.Diagnostic {
	replacing := make([]*diag.Diagnostic, len(f.sources))
	for _, s := range p.series {
		if s == nil {
			continue
		}
		s.settle(func(old, by int32) {
			f.summaries[old].Records--
			f.summaries[old].LeftOut++
			if replacing[by] == nil {
				replacing[by] = ruleRepeated.At(diag.Place{File: f.sources[by].Name})
			}
			replacing[by].Count++
		})
	}
	return slices.DeleteFunc(replacing, func(d *diag.Diagnostic) bool { return d == nil })
}
