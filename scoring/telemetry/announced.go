package telemetry

import (
	"time"

	"siap/internal/diag"
	"siap/internal/source"
)

// Announced is the maintenance that files announce, for engines that ask servers instead of reading files.
type Announced struct {
	plan *plan
}

// Stretch is a time from a moment to before another.
type Stretch struct{ From, To time.Time }

// ReadAnnounced reads the files among the sources that announce maintenance, and no others.
func ReadAnnounced(q Query, sources []source.Source) (*Announced, []*diag.Diagnostic) {
	p, problem := newPlan(q, Naming{})
	if problem != nil {
		return &Announced{}, []*diag.Diagnostic{problem}
	}
	p.quiet = quiet{}
	var found []*diag.Diagnostic
	for _, src := range sources {
		if isMaintenance(src.Name) {
			p.maintenance(src, func(d *diag.Diagnostic) { found = append(found, d) })
		}
	}
	return &Announced{p}, found
}

// Stretches are the announced maintenance of a metric for an agency, by its number in the list: inside the window, in
// order and apart from each other.
func (a *Announced) Stretches(agency int, metric string) []Stretch {
	if a == nil || a.plan == nil {
		return nil
	}
	k, known := a.plan.number[metric]
	if !known {
		return nil
	}
	var out []Stretch
	start := a.plan.spans[agency]
	for _, s := range a.plan.quiet[a.plan.slot(agency, k)] {
		out = append(out, Stretch{start.time(s.From), start.time(s.To)})
	}
	return out
}
