package scoring

import (
	"siap/rubric"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/telemetry"
)

// proofs are the items of evidence (data dukung) that an agency shows for one indicator.
type proofs []*questionnaire.Evidence

// acceptedState is the state of an item that the assessors took.
const acceptedState = "diterima"

// hasAccepted reports whether any evidence at all was accepted.
func hasAccepted(items []questionnaire.Evidence) bool {
	for i := range items {
		if items[i].Status == acceptedState {
			return true
		}
	}
	return false
}

// accepts reports whether an item for the level was accepted; NaN asks for any item.
func (p proofs) accepts(item string, level float64) bool {
	for _, e := range p {
		if e.Item != item || e.Status != acceptedState {
			continue
		}
		if !composite.IsKnown(level) || e.Level == level {
			return true
		}
	}
	return false
}

// level gives the level that the accepted items bear out. Where levels are cumulative it is the highest whose
// lower ones all have an accepted item too, the lowest level needing none; else the highest that has one.
func (p proofs) level(n *rubric.Node, item string) float64 {
	reached := n.Levels[0].Level
	for _, l := range n.Levels[1:] {
		switch {
		case p.accepts(item, l.Level):
			reached = l.Level
		case n.Cumulative:
			return reached
		}
	}
	return reached
}

// proven gives what accepted evidence leaves of a claim: a level by its items, any other answer as it was said where
// an item was accepted, else nothing. Not applicable stays so.
func (e *evidence) proven(u, i int, item string, c claim) claim {
	if c.notApplicable {
		return c
	}
	n, shown := e.indicators[i], e.accepted[u*len(e.indicators)+i]
	if len(n.Levels) > 0 {
		c.value = shown.level(n, item)
		c.low, c.high = c.value, c.value
		c.n = max(c.n, 1)
		return c
	}
	if !shown.accepts(item, composite.Unknown) {
		return claim{value: composite.Unknown}
	}
	return c
}

// provenAlone gives the levels that evidence bears out where nobody answered.
func (e *evidence) provenAlone(u, i int) []claim {
	n, shown := e.indicators[i], e.accepted[u*len(e.indicators)+i]
	if len(n.Levels) == 0 {
		return nil
	}
	var out []claim
	seen := map[string]bool{}
	for _, p := range shown {
		if !seen[p.Item] {
			seen[p.Item] = true
			out = append(out, e.proven(u, i, p.Item, claim{value: composite.Unknown}))
		}
	}
	return out
}

// measuredScore gives the score of a measurement for the evidence file; unknown where it depends on the basis.
func (e *evidence) measuredScore(i int, m *telemetry.Measurement) float64 {
	if e.gauges[i].line == nil && e.lines[i] == nil {
		return composite.Unknown
	}
	return e.gauges[i].score(m, e.lines[i])
}
