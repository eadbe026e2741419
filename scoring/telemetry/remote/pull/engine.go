// Package pull is what all servers have in common: which metrics of a rubric are asked for, for which agencies and over
// which window, how what a server says of single series becomes one measurement of an agency, and what is said of
// everything that goes wrong. How a server is asked is a Backend; one kind of server is one file.
//
// The reduction happens on the server. What comes over the network is a handful of numbers for each series and metric,
// never the samples, and of what a server cannot express exactly nothing is taken.
package pull

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"siap/internal/diag"
	"siap/internal/nearest"
	"siap/rubric"
	"siap/scoring/telemetry"
	"siap/scoring/telemetry/remote"
)

// Backend asks one kind of server.
type Backend interface {
	// Greet finds out who answers, and what must be known before anything else is asked. Its problem means that nothing
	// can be pulled.
	Greet(ctx context.Context) (server string, problem *diag.Diagnostic)
	// Refuses gives the rule by which a reduction of a metric cannot be asked for; nil where it can.
	Refuses(w *Want, r rubric.Reduction) *diag.Rule
	// Fetch asks for one metric. It may be called by several goroutines.
	Fetch(ctx context.Context, w *Want, groups []Group, agencies *Agencies) *Reply
}

// Agencies finds agencies by what a server calls them.
type Agencies struct {
	source *remote.Source
	query  telemetry.Query
}

// Find gives the number of an agency, and false for a value that is none.
func (a *Agencies) Find(value string) (int, bool) {
	return a.query.Agencies.Index(a.source.Agency(value))
}

// Engine answers a query from one server.
type Engine struct {
	source  *remote.Source
	backend Backend
	quiet   *telemetry.Announced
	server  string
	records int
	leftOut int
}

var _ telemetry.Engine = (*Engine)(nil)

// New makes the engine of a source. quiet is the announced maintenance, nil for none.
func New(s *remote.Source, b Backend, quiet *telemetry.Announced) *Engine {
	return &Engine{source: s, backend: b, quiet: quiet}
}

// Server says, after Measure, who answered.
func (e *Engine) Server() string { return e.server }

// Summaries says, after Measure, how many samples the server used.
func (e *Engine) Summaries() []telemetry.Summary {
	return []telemetry.Summary{{Name: e.source.Name, Format: string(e.source.Engine), Records: e.records, LeftOut: e.leftOut}}
}

// Measure asks the server and yields first what went wrong, then the measurements: one for each agency and indicator
// whose metric the source holds, but none where something failed, for that says nothing about the agency.
func (e *Engine) Measure(ctx context.Context, q telemetry.Query) iter.Seq2[telemetry.Measurement, *diag.Diagnostic] {
	return func(yield func(telemetry.Measurement, *diag.Diagnostic) bool) {
		emit := func(d *diag.Diagnostic) bool { return yield(telemetry.Measurement{}, d) }
		p, problems := newPlan(q, e.source, e.quiet, e.backend.Refuses)
		for _, d := range problems {
			if !emit(d) {
				return
			}
		}
		if len(p.wants) == 0 {
			return
		}
		server, problem := e.backend.Greet(ctx)
		if problem != nil {
			emit(problem)
			return
		}
		e.server = server
		replies := e.ask(ctx, p)
		for _, d := range p.findings(replies) {
			if !emit(d) {
				return
			}
		}
		e.yieldAll(p, replies, yield)
	}
}

// ask asks for all metrics at once; the client limits how many questions are under way.
func (e *Engine) ask(ctx context.Context, p *plan) []*Reply {
	replies := make([]*Reply, len(p.wants))
	agencies := &Agencies{e.source, p.query}
	var all sync.WaitGroup
	for i, w := range p.wants {
		all.Go(func() {
			replies[i] = e.backend.Fetch(ctx, w, p.groups[i], agencies)
			replies[i].sort()
		})
	}
	all.Wait()
	return replies
}

// findings gives what went wrong, metric by metric, and the series of nobody.
func (p *plan) findings(replies []*Reply) []*diag.Diagnostic {
	var found []*diag.Diagnostic
	unknown := map[string]int{}
	var ids []string
	for i, r := range replies {
		w := p.wants[i]
		found = append(found, r.Problems...)
		for value, n := range r.Unknown {
			unknown[value] += n
		}
		if r.Unlabelled > 0 {
			d := ruleUnlabelled.At(w.Place).About(w.Metric.ID).Saw(w.How.Label(p.source))
			d.Count = r.Unlabelled
			found = append(found, d)
		}
		if !r.Broken && len(r.Series) == 0 && len(r.Failed) == 0 {
			found = append(found, ruleNothing.At(w.Place).About(w.Metric.ID).Saw(p.query.Window.String()))
		}
	}
	if len(unknown) > 0 {
		ids = p.query.Agencies.IDs()
	}
	for n, value := range slices.Sorted(maps.Keys(unknown)) {
		if n == diag.PerRule {
			found[len(found)-1].Count += len(unknown) - diag.PerRule
			break
		}
		d := ruleNoAgency.At(p.source.Place).Saw(value).Near(nearest.Of(strings.ToLower(value), ids))
		d.Count = unknown[value]
		found = append(found, d)
	}
	return found
}

func (e *Engine) yieldAll(p *plan, replies []*Reply, yield func(telemetry.Measurement, *diag.Diagnostic) bool) {
	failed := &Reply{}
	var all []telemetry.Measurement
	for i, a := range p.query.Agencies.All() {
		for _, n := range p.measured {
			if !n.Applies(a.Columns) {
				continue
			}
			m, problem, ok := p.measure(i, n, replies)
			if problem != nil {
				failed.Note(problem)
			}
			if ok {
				e.records += m.Samples
				e.leftOut += m.Repeated + m.NotMeasured
				all = append(all, m)
			}
		}
	}
	for _, d := range failed.Problems {
		if !yield(telemetry.Measurement{}, d) {
			return
		}
	}
	for _, m := range all {
		if !yield(m, nil) {
			return
		}
	}
}

// Index gives the number of an agency by its id.
func (a *Agencies) Index(id string) (int, bool) { return a.query.Agencies.Index(id) }
