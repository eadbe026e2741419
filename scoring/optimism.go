package scoring

import (
	"cmp"
	"slices"

	"siap/scoring/composite"
	"siap/scoring/result"
)

// optimism compares what agencies say of themselves with what their assessors found, row by row where both gave a
// value: a row is an indicator, or one item of an indicator that repeats. It needs both bases; without them there
// is nothing to compare. Of answers that were brought over from another rubric there are no rows either: nobody gave
// them, and the rows that differ stand in the assessment of that rubric.
func optimism(p *plan, e *evidence, o *Options, in Input, out *result.Assessment) error {
	if !slices.Contains(out.Options.Bases, result.Assessed) || in.Across != nil {
		return nil
	}
	self := &scorer{plan: p, evidence: e, options: o, agencies: in.Agencies, basis: result.Self, out: out, reader: reader{of: e}}
	assessed := &scorer{plan: p, evidence: e, options: o, agencies: in.Agencies, basis: result.Assessed, out: out, reader: reader{of: e}}
	selfLines, _ := self.lines()
	assessedLines, _ := assessed.lines()
	for u, one := range in.Agencies.All() {
		of := result.Optimism{Agency: one.ID}
		for i, n := range e.indicators {
			tol := composite.Tolerance * n.Span().Span()
			said, found := self.claims(u, i), assessed.claims(u, i)
			for _, s := range said {
				k := slices.IndexFunc(found, func(c claim) bool { return c.item == s.item })
				if k < 0 {
					continue
				}
				a, b := selfLines[i].Score(s.value), assessedLines[i].Score(found[k].value)
				if !composite.IsKnown(a) || !composite.IsKnown(b) {
					continue
				}
				of.Rows++
				switch {
				case a-b > tol:
					of.Higher++
				case b-a > tol:
					of.Lower++
				default:
					continue
				}
				of.Differences = append(of.Differences, result.Difference{Indicator: n.ID, Item: s.item, Self: a, Assessed: b})
			}
		}
		results := out.Agencies[u].Results
		if a, b := results[result.Self].Index.Value, results[result.Assessed].Index.Value; a != nil && b != nil {
			gap := *a - *b
			of.Index = &gap
		}
		if of.Rows > 0 {
			out.Optimism = append(out.Optimism, of)
		}
	}
	slices.SortStableFunc(out.Optimism, func(a, b result.Optimism) int { return cmp.Compare(sortable(b.Index), sortable(a.Index)) })
	return nil
}

// sortable is a number to sort by: what is not known comes last.
func sortable(x *float64) float64 {
	if x == nil {
		return composite.Unknown
	}
	return *x
}
