// Package compare says what changed between assessments, and why: years, provinces, rubrics or methods.
//
// The change of an index, and that of a rank, is split into what the agency did itself, what the others did, who else
// was ranked, what the rubric changed, what became known, and what the method changed. The value of any mixture of two
// assessments is had by evaluating the rubric's tree with each component taken from the one or from the other; a part is
// the mean, over all orders in which the components could have changed, of what changed with it (L. S. Shapley, "A Value
// for n-person Games", in: Contributions to the Theory of Games II, 1953, pp. 307-317). So the parts sum to the whole,
// none depends on an order somebody chose, and a component that did not change has no part. docs/compare.md has the rule
// with an example.
//
// What is stored in two assessments is enough, unless the rules by which answers become scores differ between them: then
// their evidence is scored by the rules of the other. Nothing is read or written here.
package compare

import (
	"errors"
	"fmt"
	"slices"

	"siap/rubric/crosswalk"
	"siap/scoring"
	"siap/scoring/result"
)

// Side is one assessment to compare.
type Side struct {
	Result *result.Assessment
	// Path is how it was named, for the account.
	Path string
	// Basis is what is compared; "" is the headline.
	Basis result.Basis
	// Input gives the evidence that the assessment was made of; nil where it is not at hand. It is asked once at most, and
	// only where scores must be made of the evidence anew.
	Input func() (scoring.Input, error)
}

// Options are the choices of a comparison.
type Options struct {
	// Crosswalk brings one side over to the rubric of the other where the two differ and it joins them; it needs the
	// evidence of that side.
	Crosswalk *crosswalk.Crosswalk
}

// The errors of a comparison that has no answer; all others are broken input.
var (
	// ErrTooFew: less than two sides.
	ErrTooFew = errors.New("less than two assessments")
	// ErrNothingShared: the two rubrics have no indicator in common and no crosswalk joins them.
	ErrNothingShared = errors.New("the rubrics share no indicator")
	// ErrNoEvidence: a side must be brought over by the crosswalk, and its evidence is not at hand.
	ErrNoEvidence = errors.New("the evidence is not at hand")
	// ErrNoBasis: a side has no result on the basis that was asked for.
	ErrNoBasis = errors.New("there is no result on the basis")
)

// PairError says which two sides could not be compared.
type PairError struct {
	From, To int
	Err      error
}

func (e *PairError) Error() string {
	return fmt.Sprintf("comparing the sides %d and %d: %v", e.From+1, e.To+1, e.Err)
}

func (e *PairError) Unwrap() error { return e.Err }

// Compare compares each side with the next, in the order given, and of more than two sides the first with the last.
func Compare(sides []Side, o Options) (*result.Comparison, error) {
	if len(sides) < 2 {
		return nil, ErrTooFew
	}
	out := &result.Comparison{Schema: result.ComparisonSchema}
	loaded := make([]*side, len(sides))
	for i, s := range sides {
		one, err := load(s)
		if err != nil {
			return nil, &PairError{i, i, err}
		}
		loaded[i] = one
		out.Sides = append(out.Sides, one.account())
	}
	pairs := make([][2]int, 0, len(sides))
	for i := 1; i < len(sides); i++ {
		pairs = append(pairs, [2]int{i - 1, i})
	}
	if len(sides) > 2 {
		pairs = append(pairs, [2]int{0, len(sides) - 1})
	}
	for _, p := range pairs {
		step, err := compareTwo(loaded[p[0]], loaded[p[1]], o)
		if err != nil {
			return nil, &PairError{p[0], p[1], err}
		}
		step.From, step.To = p[0], p[1]
		out.Steps = append(out.Steps, *step)
	}
	out.Trends = trends(loaded)
	return out, nil
}

// compareTwo makes one step.
func compareTwo(a, b *side, o Options) (*result.ComparisonStep, error) {
	step := &result.ComparisonStep{Agencies: []result.AgencyChange{}}
	targets, err := bring(&a, &b, o.Crosswalk, &step.Shared)
	if err != nil {
		return nil, err
	}
	p := &pair{sides: [2]*side{a, b}, step: step}
	if step.Shared.Crosswalk != "" {
		p.note(result.NoteCrosswalk)
	}
	if err := p.share(targets); err != nil {
		return nil, err
	}
	p.match()
	p.methods()
	if err := p.fillCells(); err != nil {
		return nil, err
	}
	if err := p.mixTrees(); err != nil {
		return nil, err
	}
	if err := p.evaluate(); err != nil {
		return nil, err
	}
	if err := p.describe(); err != nil {
		return nil, err
	}
	slices.Sort(step.Notes)
	return step, nil
}

// note adds a note once.
func (p *pair) note(note string) {
	if !slices.Contains(p.step.Notes, note) {
		p.step.Notes = append(p.step.Notes, note)
	}
}
