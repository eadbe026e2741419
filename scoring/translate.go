package scoring

import (
	"fmt"
	"slices"

	"siap/internal/diag"
	"siap/rubric"
	"siap/rubric/crosswalk"
	"siap/scoring/composite"
	"siap/scoring/composite/normalise"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
)

// Translate brings the evidence on one rubric over to another by a crosswalk, so that one questionnaire feeds both.
//
// Values move once they are resolved: for each agency and basis the score of an indicator, its respondents combined
// and its claim reconciled with its measurement, is brought to the scale of each indicator that the crosswalk leads
// to, end to end or by the pair's own levels, and becomes an answer there. With strengths s, brought-over scores x and
// shares k of the sources that are known, summed over the sources that have a score, the target is
//
//	value    = Σ s·x / Σ s
//	coverage = min(1, Σ s·k)
//
// It does not apply where none of its sources does, and is unknown where none has a score. A source that does not
// apply adds nothing to the coverage: whether what it would have told applies is not known. Rows of a repeated
// indicator come over as their mean. What stands in for an unknown index (a placeholder) does not come over.
//
// lang is the language, "id" or "en", of the reason that each answer carries as its note.
func Translate(in Input, opts Options, c *crosswalk.Crosswalk, to *rubric.Rubric, lang string) (Input, error) {
	out := Input{Rubric: to, Agencies: in.Agencies, Until: in.Until, Across: &Across{Crosswalk: c, From: in.Rubric}}
	links := c.Links(in.Rubric.ID, to.ID)
	if len(links) == 0 {
		return Input{}, fmt.Errorf("translating %s to %s: the crosswalk %s does not lead there", in.Rubric.ID, to.ID, c.ID)
	}
	e, err := sortEvidence(in)
	if err != nil {
		return Input{}, fmt.Errorf("sorting the evidence: %w", err)
	}
	opts = opts.withDefaults(in)
	s := &scorer{evidence: e, options: &opts, agencies: in.Agencies, reader: reader{of: e}}
	on := map[result.Basis][]resolved{}
	for _, s.basis = range basesOf(e, in) {
		if on[s.basis], err = s.cells(); err != nil {
			return Input{}, fmt.Errorf("resolving the evidence on the basis %s: %w", s.basis, err)
		}
	}
	bridges, err := newBridges(links, e.indicators, to)
	if err != nil {
		return Input{}, fmt.Errorf("translating %s to %s: %w", in.Rubric.ID, to.ID, err)
	}
	for u, one := range in.Agencies.All() {
		direct := e.direct(u)
		for _, b := range bridges {
			a := questionnaire.Answer{
				Agency: one.ID, Indicator: b.target.ID, Place: s.place(u, b.source), Visibility: questionnaire.Public,
				Note:    b.Reason.In(lang),
				Derived: &questionnaire.Derived{Via: e.indicators[b.source].ID, Strength: b.Strength},
			}
			at := u*len(e.indicators) + b.source
			known := &a.Derived.Known
			for _, m := range []struct {
				basis result.Basis
				value *questionnaire.Value
				known *float64
			}{
				{result.Self, &a.Claim, &known.Claim},
				{result.Assessed, &a.Assessed, &known.Assessed},
				{result.Accepted, &a.Derived.Accepted, &known.Accepted},
			} {
				if cells := on[m.basis]; cells != nil {
					*m.value, *m.known = b.bring(&cells[at], direct)
				}
			}
			some := a.Claim.State + a.Assessed.State + a.Derived.Accepted.State
			if direct || some != questionnaire.Unknown {
				out.Answers = append(out.Answers, a)
			}
		}
	}
	return out, nil
}

// place gives where the first evidence on an indicator of an agency stands.
func (s *scorer) place(u, i int) diag.Place {
	answers, m := s.at(u, i)
	switch {
	case len(answers) > 0:
		return answers[0].Place
	case m != nil && len(m.Places) > 0:
		return m.Places[0]
	}
	return diag.Place{}
}

// bridge is a link with what it takes to bring a score over it.
type bridge struct {
	crosswalk.Link
	source int // the place of the source among the indicators of its rubric
	target *rubric.Node
	line   line
}

// newBridges prepares the links; they are sorted by the indicators of the source's rubric.
func newBridges(links []crosswalk.Link, sources []*rubric.Node, to *rubric.Rubric) ([]bridge, error) {
	var out []bridge
	for _, l := range links {
		b := bridge{Link: l, target: to.Indicator(l.Target)}
		b.source = slices.IndexFunc(sources, func(n *rubric.Node) bool { return n.ID == l.Source })
		if b.source < 0 || b.target == nil {
			return nil, fmt.Errorf("the crosswalk pairs %s with %s, one of which its rubric does not have", l.Source, l.Target)
		}
		var err error
		if b.line, err = newBridge(l.Levels, sources[b.source].Span(), b.target.Span()); err != nil {
			return nil, fmt.Errorf("reading the levels of %s and %s: %w", l.Source, l.Target, err)
		}
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b bridge) int { return a.source - b.source })
	return out, nil
}

// newBridge makes the line from one scale to another. Over equal scales a score stays what it is, to the last bit.
func newBridge(levels []crosswalk.Step, from, to rubric.Scale) (line, error) {
	if len(levels) == 0 {
		if from == to {
			return asIs{}, nil
		}
		return normalise.NewPiecewise([]float64{from.Min, from.Max}, []float64{to.Min, to.Max})
	}
	places, scores := make([]float64, len(levels)), make([]float64, len(levels))
	for i, l := range levels {
		places[i], scores[i] = l.From, l.To
	}
	return normalise.NewPiecewise(places, scores)
}

// bring gives what a resolved indicator says about the target, and the share of it that is known. Where nobody said
// anything about an agency itself, that an indicator does not apply to it is no answer either.
func (b *bridge) bring(cell *resolved, direct bool) (questionnaire.Value, float64) {
	switch {
	case cell.notApplicable && direct:
		return questionnaire.Value{State: questionnaire.NotApplicable}, 0
	case cell.known == 0 || cell.rows == 0:
		return questionnaire.Value{}, 0
	case len(cell.via) > 0: // brought over once before
		return questionnaire.Value{Number: b.line.Score(cell.value), State: questionnaire.Known}, cell.covered
	}
	share := float64(cell.known) / float64(cell.rows)
	return questionnaire.Value{Number: b.line.Score(cell.value), State: questionnaire.Known}, share
}

// derived reports whether the answers to one indicator were brought over from another rubric.
func derived(answers []*questionnaire.Answer) bool {
	return len(answers) > 0 && answers[0].Derived != nil
}

// unmixed refuses an indicator that was answered and had answers brought over too: no rule says how to weigh them.
func (e *evidence) unmixed() error {
	if !e.said.Derived(func(*questionnaire.Derived) bool { return true }) {
		return nil
	}
	r := reader{of: e}
	for u := range len(e.measurements) / max(1, len(e.indicators)) {
		for i := range e.indicators {
			answers, _ := r.at(u, i)
			for _, a := range answers {
				if (a.Derived != nil) != derived(answers) {
					return fmt.Errorf("taking the answer at %s: indicator %s of agency %s has answers of its own and others brought over",
						a.Place, a.Indicator, a.Agency)
				}
			}
		}
	}
	return nil
}

// acceptedAcross reports whether any accepted evidence was brought over.
func acceptedAcross(answers *questionnaire.Store) bool {
	return answers.Derived(func(d *questionnaire.Derived) bool { return d.Accepted.State == questionnaire.Known })
}

// across resolves an indicator from what was brought over to it.
func (s *scorer) across(n *rubric.Node, answers []*questionnaire.Answer) resolved {
	out := resolved{
		value: composite.Unknown, claim: composite.Unknown, raw: composite.Unknown, measured: composite.Unknown, rows: 1,
	}
	var sum, strengths float64
	inapplicable := 0
	for _, a := range answers {
		v, share := a.Claim, a.Derived.Known.Claim
		switch s.basis {
		case result.Assessed:
			v, share = a.Assessed, a.Derived.Known.Assessed
		case result.Accepted:
			v, share = a.Derived.Accepted, a.Derived.Known.Accepted
		}
		via := result.Via{Indicator: a.Derived.Via, Strength: a.Derived.Strength, Reason: result.ReasonUnknown}
		switch v.State {
		case questionnaire.Known:
			sum += a.Derived.Strength * v.Number
			strengths += a.Derived.Strength
			out.covered += a.Derived.Strength * share
			via.Value, via.Reason, via.Coverage = number(v.Number), "", share
		case questionnaire.NotApplicable:
			inapplicable++
			via.Reason = result.ReasonNotApplicable
		}
		out.via = append(out.via, via)
	}
	out.covered = min(1, out.covered)
	if strengths > 0 {
		out.value = sum / strengths
		out.claim, out.known = out.value, 1
	}
	if out.notApplicable = inapplicable == len(answers); out.notApplicable {
		out.rows = 0
	}
	out.placeholder(n)
	return out
}

// acrossRecord adds to the record of an answer where it was brought over from.
func acrossRecord(r *result.Record, a *questionnaire.Answer) {
	d := a.Derived
	r.Via, r.Strength = d.Via, d.Strength
	if d.Accepted.State != questionnaire.Unknown {
		r.Accepted, r.AcceptedState = state(d.Accepted)
	}
	for _, k := range []struct {
		basis result.Basis
		value questionnaire.Value
		share float64
	}{{result.Self, a.Claim, d.Known.Claim}, {result.Assessed, a.Assessed, d.Known.Assessed}, {result.Accepted, d.Accepted, d.Known.Accepted}} {
		if k.value.State != questionnaire.Known || k.share == 1 {
			continue
		}
		if r.Known == nil {
			r.Known = map[result.Basis]float64{}
		}
		r.Known[k.basis] = k.share
	}
}

// Brought gives from where the answer of an evidence record was brought over, so that a stored assessment can be
// computed again; nil where somebody gave the answer.
func Brought(r result.Record) *questionnaire.Derived {
	if r.Via == "" {
		return nil
	}
	d := &questionnaire.Derived{Via: r.Via, Strength: r.Strength}
	switch {
	case r.Accepted != nil:
		d.Accepted = questionnaire.Value{Number: *r.Accepted, State: questionnaire.Known}
	case r.AcceptedState == notApplicable:
		d.Accepted.State = questionnaire.NotApplicable
	}
	known := func(x *float64, basis result.Basis) float64 {
		share, partly := r.Known[basis]
		switch {
		case x == nil:
			return 0
		case partly:
			return share
		}
		return 1
	}
	d.Known = questionnaire.Shares{
		Claim: known(r.Claim, result.Self), Assessed: known(r.Assessed, result.Assessed),
		Accepted: known(r.Accepted, result.Accepted),
	}
	return d
}

// provenance says from what and by what an input was brought over to a rubric.
func (x *Across) provenance(to *rubric.Rubric) (*result.DerivedFrom, *result.Crosswalk) {
	from := &result.DerivedFrom{
		Rubric: x.From.ID, Version: x.From.Version, Fingerprints: x.From.Fingerprints(),
		Indicators: map[string]result.SourceIndicator{},
	}
	for _, l := range x.Crosswalk.Links(x.From.ID, to.ID) {
		if n := x.From.Indicator(l.Source); n != nil {
			from.Indicators[l.Source] = result.SourceIndicator{Code: n.Code, Title: n.Title}
		}
	}
	return from, &result.Crosswalk{
		ID: x.Crosswalk.ID, Version: x.Crosswalk.Version, Fingerprints: x.Crosswalk.Fingerprints(), Content: x.Crosswalk,
	}
}
