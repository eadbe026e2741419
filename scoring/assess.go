package scoring

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"siap/rubric"
	"siap/scoring/agency"
	"siap/scoring/composite"
	"siap/scoring/questionnaire"
	"siap/scoring/result"
	"siap/scoring/robust"
)

// ErrNoBasis says that the wanted headline basis has no value in any answer.
var ErrNoBasis = errors.New("no answer has a value on it")

// Assess computes an assessment. It fills the rubric, the options, the agencies and the contradictions; what the
// assessment is called, when it was made and from which files is the caller's to add. An error means that the
// input breaks its contract, never that an agency answered badly.
func Assess(in Input, opts Options) (*result.Assessment, error) {
	return AssessContext(context.Background(), in, opts)
}

// AssessContext is Assess that ends early, with the context's error, while it draws.
func AssessContext(ctx context.Context, in Input, opts Options) (*result.Assessment, error) {
	e, err := sortEvidence(in)
	if err != nil {
		return nil, fmt.Errorf("sorting the evidence: %w", err)
	}
	opts = opts.withDefaults(in)
	bases := basesOf(e, in)
	if opts.Basis == "" {
		opts.Basis = result.Self
		if slices.Contains(bases, result.Assessed) {
			opts.Basis = result.Assessed
		}
	}
	if !slices.Contains(bases, opts.Basis) {
		return nil, fmt.Errorf("choosing the basis %q: %w", opts.Basis, ErrNoBasis)
	}
	a := &result.Assessment{
		Schema: result.Schema,
		Rubric: result.Rubric{
			ID: in.Rubric.ID, Version: in.Rubric.Version, Fingerprints: in.Rubric.Fingerprints(), Tree: in.Rubric,
		},
		Options: result.Options{
			Basis: opts.Basis, Bases: bases, Seed: opts.Seed, Combine: opts.Combine, RoleWeights: opts.RoleWeights,
			GroupBy: opts.GroupBy, Rollup: opts.Rollup,
			Simulation: len(opts.Changes) > 0, Changes: opts.Changes,
		},
	}
	if in.Across != nil {
		a.DerivedFrom, a.Options.Crosswalk = in.Across.provenance(in.Rubric)
	}
	for _, one := range in.Agencies.All() {
		a.Agencies = append(a.Agencies, &result.Agency{
			ID: one.ID, Name: one.Name, Type: one.Type, Groups: one.Columns, Parent: one.Parent,
			Weight: one.Weight, Timezone: one.Zone.String(),
			Source: result.Direct, Results: map[result.Basis]*result.Scores{},
		})
	}
	for _, one := range a.Agencies {
		if u, known := in.Agencies.Index(one.Parent); known && one.Parent != "" {
			a.Agencies[u].Governs = true
		}
	}
	p, err := newPlan(in.Rubric)
	if err != nil {
		return nil, fmt.Errorf("laying out the rubric %s: %w", in.Rubric.ID, err)
	}
	for _, basis := range bases {
		s := &scorer{plan: p, evidence: e, options: &opts, agencies: in.Agencies, basis: basis, out: a, reader: reader{of: e}}
		if err := s.run(ctx); err != nil {
			return nil, fmt.Errorf("scoring on the basis %s: %w", basis, err)
		}
	}
	if err := optimism(p, e, &opts, in, a); err != nil {
		return nil, fmt.Errorf("comparing the bases: %w", err)
	}
	return a, nil
}

// basesOf gives the bases on which anything is known: self always, for an assessment of measurements alone.
func basesOf(e *evidence, in Input) []result.Basis {
	bases := []result.Basis{result.Self}
	if _, assessed := e.said.Some(); assessed {
		bases = append(bases, result.Assessed)
	}
	if hasAccepted(in.Evidence) || acceptedAcross(e.said) {
		bases = append(bases, result.Accepted)
	}
	return bases
}

// scorer computes one basis of an assessment.
type scorer struct {
	*plan
	evidence *evidence
	options  *Options
	agencies *agency.List
	basis    result.Basis
	out      *result.Assessment
	// fittedLines are the lines of the indicators on this basis, fits what they were fitted to.
	fittedLines []line
	fits        []result.Fit
	reader
	// yardstick are the lines of the indicators where they come from elsewhere; nil fits them to the evidence.
	yardstick []line
	// rolled are the governments whose result comes of their agencies, the deepest first.
	rolled []robust.RollUp
	// drawn lays out what draws can move of every agency, once it was needed, where the rubric's own normalisation holds.
	drawn *sampler
	room  room
}

// run resolves the evidence, evaluates the tree, rolls up, and ranks.
func (s *scorer) run(ctx context.Context) error {
	n := s.agencies.Len()
	cells, err := s.cells()
	if err != nil {
		return err
	}
	s.out.Fits = append(s.out.Fits, s.fits...)
	if err := s.impute(cells); err != nil {
		return err
	}
	columns, err := s.tree.Evaluate(s.leaves(cells), n)
	if err != nil {
		return err
	}
	shares := s.imputedShares(columns, cells)
	for u := range n {
		s.out.Agencies[u].Results[s.basis] = s.scores(u, columns, cells[u*len(s.evidence.indicators):])
		s.tellImputed(u, shares)
	}
	if err := s.scoreTags(columns, n); err != nil {
		return err
	}
	s.contradictions(cells)
	s.rollUp()
	if err := s.rank(); err != nil {
		return err
	}
	return s.uncertain(ctx, cells, s.leaves(cells))
}

// cells resolves the evidence of all agencies, each with one cell for every indicator.
func (s *scorer) cells() ([]resolved, error) {
	cells := make([]resolved, s.agencies.Len()*len(s.evidence.indicators))
	lines, fits := s.lines()
	s.fittedLines, s.fits = lines, fits
	for u, one := range s.agencies.All() {
		for i, node := range s.evidence.indicators {
			answers, m := s.at(u, i)
			cell, applies := &cells[u*len(s.evidence.indicators)+i], node.Applies(one.Columns)
			if applies && derived(answers) {
				*cell = s.across(node, answers)
				continue
			}
			*cell = s.options.resolve(node, applies, s.evidence.gauges[i], lines[i], s.claims(u, i), m)
			cell.undivided(node, one, len(answers) > 0)
		}
	}
	return cells, nil
}

// fill puts a resolved indicator into its column.
func fill(c *composite.Column, u int, n *rubric.Node, cell *resolved) {
	switch {
	case cell.notApplicable:
		c.SetNotApplicable(u)
	case cell.assumed:
		c.Assume(u, cell.value)
	case len(cell.via) > 0 && cell.known > 0:
		c.Set(u, cell.value)
		c.Coverage[u] = cell.covered
	case cell.rows > 1 || n.Repeats == rubric.RepeatRows:
		c.SetRows(u, cell.value, cell.known, cell.rows, n.Repeats == rubric.RepeatRows)
	case cell.known > 0:
		c.Set(u, cell.value)
	}
}

// scores writes down one agency's numbers.
func (s *scorer) scores(u int, columns []*composite.Column, cells []resolved) *result.Scores {
	out := &result.Scores{Nodes: make(map[string]*result.Node, len(s.nodes)-1)}
	for at, column := range columns {
		node := s.node(at, u, column)
		if at == 0 {
			out.Index = *node
			continue
		}
		if i := s.indicator[at]; i >= 0 {
			s.describe(node, s.nodes[at], &cells[i])
			if s.basis == s.options.Basis {
				answers, _ := s.at(u, i)
				node.Notes = notesOf(answers)
			}
		}
		out.Nodes[s.nodes[at].ID] = node
	}
	return out
}

// node gives the numbers of one node for one agency.
func (s *scorer) node(at, u int, c *composite.Column) *result.Node {
	out := s.numbers(u, c)
	if out.Value != nil {
		out.Band, out.Verdict = s.band(at, *out.Value), s.verdict(at, *out.Value)
	}
	return out
}

// numbers gives the numbers of a column for one agency, or the reason why it has none.
func (s *scorer) numbers(u int, c *composite.Column) *result.Node {
	out := s.room.node()
	out.Value, out.Low, out.High = s.room.number(c.Value[u]), s.room.number(c.Low[u]), s.room.number(c.High[u])
	out.Coverage, out.Weight = c.Coverage[u], c.Share[u]
	switch {
	case c.Total[u] == 0:
		out.Value, out.Reason = nil, result.ReasonNotApplicable
	case out.Value != nil:
	case c.Withheld[u]:
		out.Reason = result.ReasonMinCoverage
	default:
		out.Reason = result.ReasonUnknown
	}
	return out
}

// describe adds to an indicator's numbers what its evidence was.
func (s *scorer) describe(out *result.Node, n *rubric.Node, cell *resolved) {
	out.Claim, out.Measured = s.room.number(cell.claim), s.room.number(cell.measured)
	out.N, out.Spread, out.Flags, out.Via = cell.n, cell.spread, cell.flags, cell.via
	partly := cell.known < cell.rows
	if len(cell.via) > 0 {
		partly = cell.covered < 1 && !cell.notApplicable
	} else {
		if n.Measure != nil {
			out.Rule = n.Measure.Rule
		}
		if isRaw(n) {
			out.Raw = s.room.number(cell.raw)
		}
		if n.Repeats != "" {
			out.Rows, out.Known, out.Items = cell.rows, cell.known, cell.items
		}
	}
	if s.tree.UnknownAtBottom && partly && !cell.assumed {
		out.Flags = append(slices.Clone(out.Flags), result.FlagUnknownAtBottom)
	}
}

// contradictions lists the claims that measurements do not bear out.
func (s *scorer) contradictions(cells []resolved) {
	for u, one := range s.agencies.All() {
		for i, n := range s.evidence.indicators {
			cell, g := &cells[u*len(s.evidence.indicators)+i], s.evidence.gauges[i]
			if g == nil || !g.contradicts(cell.claim, cell.measured) {
				continue
			}
			m := s.evidence.measured(u, i)
			c := result.Contradiction{
				Agency: one.ID, Indicator: n.ID, Basis: s.basis,
				Claim: cell.claim, Measured: cell.measured, Gap: cell.claim - cell.measured,
				Metric: m.Metric, Reduction: m.Reduction, Value: m.Value, Coverage: m.Coverage,
				From: m.First.In(one.Zone).Format(timeLayout), To: m.Last.In(one.Zone).Format(timeLayout),
			}
			if metric := s.rubric.Metric(m.Metric); metric != nil {
				c.Unit = metric.Unit
			}
			s.out.Contradictions = append(s.out.Contradictions, c)
		}
	}
}

// notesOf gives the qualitative evidence among the answers.
func notesOf(answers []*questionnaire.Answer) []result.Note {
	var notes []result.Note
	for _, a := range answers {
		if (a.Note == "" && a.Quote == "") || a.Derived != nil { // what was brought over says why in Via
			continue
		}
		notes = append(notes, result.Note{
			Respondent: a.Respondent, Role: a.Role, Item: a.Item, Note: a.Note, Quote: a.Quote, Source: a.Source,
			Visibility: string(a.Visibility), Place: a.Place,
		})
	}
	return notes
}

// number is a value for the result: nil where it is unknown.
func number(x float64) *float64 {
	if !composite.IsKnown(x) {
		return nil
	}
	return &x
}
