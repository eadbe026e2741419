package ledger

import (
	"context"
	"iter"
	"slices"

	"siap/internal/diag"
	"siap/rubric"
	"siap/scoring/telemetry"
)

// Beside puts the measurements of registers beside those of an engine of samples: indicators that are about events
// have theirs from the registers, all others from the samples. Either may be nil.
func Beside(samples telemetry.Engine, ledgers *Engine) telemetry.Engine {
	if ledgers == nil && samples != nil {
		return samples
	}
	return &both{samples, ledgers}
}

type both struct {
	samples telemetry.Engine
	ledgers *Engine
}

func (b *both) engines() []telemetry.Engine {
	var all []telemetry.Engine
	if b.samples != nil {
		all = append(all, b.samples)
	}
	if b.ledgers != nil {
		all = append(all, b.ledgers)
	}
	return all
}

// Measure yields the findings of both engines, then their measurements in the order of the agencies and indicators.
func (b *both) Measure(ctx context.Context, q telemetry.Query) iter.Seq2[telemetry.Measurement, *diag.Diagnostic] {
	return func(yield func(telemetry.Measurement, *diag.Diagnostic) bool) {
		events := map[string]bool{}
		for n := range Measured(q.Rubric) {
			events[n.ID] = true
		}
		got := map[[2]string]telemetry.Measurement{}
		for _, engine := range b.engines() {
			for m, problem := range engine.Measure(ctx, q) {
				switch {
				case problem != nil:
					if !yield(m, problem) {
						return
					}
				case events[m.Indicator] == (engine == telemetry.Engine(b.ledgers)):
					got[[2]string{m.Agency, m.Indicator}] = m
				}
			}
		}
		measured := slices.DeleteFunc(slices.Clone(q.Rubric.Indicators()), func(n *rubric.Node) bool { return n.Measure == nil })
		for _, a := range q.Agencies.All() {
			for _, n := range measured {
				if m, there := got[[2]string{a.ID, n.ID}]; there && !yield(m, nil) {
					return
				}
			}
		}
	}
}

// Summaries says what both engines read, samples first.
func (b *both) Summaries() []telemetry.Summary {
	var all []telemetry.Summary
	for _, engine := range b.engines() {
		all = append(all, engine.Summaries()...)
	}
	return all
}
