package doctor

import (
	"cmp"
	"slices"

	"siap/internal/diag"
	"siap/scoring/result/fitness"
)

// numbersOf are the numbers of a finding by name.
type numbersOf = map[fitness.Number]float64

// limitsOf are what they were held against, by name.
type limitsOf = map[string]float64

// find holds everything against its limits. Findings stand the gravest kind first, then by code, and within a code the
// worst first.
func (e *examination) find() {
	e.report.Findings = []fitness.Finding{}
	e.fewAgencies()
	e.availability()
	e.spread()
	e.pairs()
	e.direction()
	e.coherence()
	e.dimensionality()
	e.weights()
	e.respondents()
	slices.SortStableFunc(e.report.Findings, func(a, b fitness.Finding) int {
		return cmp.Or(cmp.Compare(gravity(a.Severity), gravity(b.Severity)), cmp.Compare(a.Code, b.Code))
	})
}

func gravity(s diag.Severity) int {
	return slices.Index([]diag.Severity{diag.Error, diag.Warning, diag.Note}, s)
}

// found is a finding and how bad it is among those of its code.
type found struct {
	fitness.Finding
	badness float64
}

// tell adds findings of one rule, the worst first.
func (e *examination) tell(rule diag.Rule, all []found) {
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.badness, a.badness) })
	for _, f := range all {
		f.Code, f.Severity = rule.Code, rule.Severity
		e.report.Findings = append(e.report.Findings, f.Finding)
	}
}

// fewAgencies says where there are too few agencies for statistics about them: in all, and beside the members of a
// node.
func (e *examination) fewAgencies() {
	n, l := e.nodes[0].known(), e.limits
	if n < l.Agencies {
		e.tell(ruleFewAgencies, []found{{Finding: fitness.Finding{
			Numbers: numbersOf{fitness.Count: float64(n)}, Limits: limitsOf{"agencies": float64(l.Agencies)},
		}}})
		return
	}
	var many []found
	for _, at := range e.inner() {
		if k := len(e.nodes[at].children); float64(n) < l.PerItem*float64(k) {
			many = append(many, found{fitness.Finding{
				Nodes: []string{e.nodes[at].id}, Limits: limitsOf{"per_item": l.PerItem},
				Numbers: numbersOf{fitness.Count: float64(n), fitness.Members: float64(k)},
			}, float64(k)})
		}
	}
	e.tell(ruleManyMembers, many)
}

// availability says of which indicators, and of which agencies, too little is known.
func (e *examination) availability() {
	limits := limitsOf{"available": e.limits.Available}
	var unknown, silent []found
	knows, applies := make([]int, len(e.ids)), make([]int, len(e.ids))
	for _, at := range e.indicators() {
		n := e.nodes[at]
		for u := range e.ids {
			switch {
			case n.isKnown(u):
				knows[u]++
				applies[u]++
			case !n.exempt[u]:
				applies[u]++
			}
		}
		if of := n.known() + n.unknown; of > 0 && float64(n.known()) < e.limits.Available*float64(of) {
			share := float64(n.known()) / float64(of)
			unknown = append(unknown, found{fitness.Finding{
				Nodes: []string{n.id}, Limits: limits,
				Numbers: numbersOf{fitness.Share: share, fitness.Count: float64(n.known()), fitness.Members: float64(of)},
			}, -share})
		}
	}
	for u, id := range e.ids {
		if applies[u] > 0 && float64(knows[u]) < e.limits.Available*float64(applies[u]) {
			share := float64(knows[u]) / float64(applies[u])
			silent = append(silent, found{fitness.Finding{
				Agencies: []string{id}, Limits: limits,
				Numbers: numbersOf{fitness.Share: share, fitness.Count: float64(knows[u]), fitness.Members: float64(applies[u])},
			}, -share})
		}
	}
	e.tell(ruleUnknown, unknown)
	e.tell(ruleSilent, silent)
}

// spread says which nodes tell agencies apart badly: all alike, nearly all alike, a few far from the rest, or many at
// an end of the scale.
func (e *examination) spread() {
	var constant, alike, heavy, far, ceiling, floor []found
	for at, n := range e.nodes {
		d := &e.report.Distributions[at]
		if d.Known < e.limits.Pair {
			continue
		}
		count := float64(d.Known)
		of := func(numbers numbersOf, limits limitsOf, agencies []string) fitness.Finding {
			numbers[fitness.Count] = count
			return fitness.Finding{Nodes: []string{n.id}, Agencies: agencies, Numbers: numbers, Limits: limits}
		}
		switch most := float64(d.Largest) / count; {
		case d.Unique < 2:
			constant = append(constant, found{of(numbersOf{}, nil, nil), -float64(at)})
			continue // what follows from it needs no words
		case most >= e.limits.Alike:
			alike = append(alike, found{of(numbersOf{fitness.Share: most}, limitsOf{"alike": e.limits.Alike}, nil), most})
			continue
		}
		switch {
		case d.Heavy:
			heavy = append(heavy, found{of(
				numbersOf{fitness.Skew: *d.Skewness, fitness.Tails: *d.Kurtosis},
				limitsOf{"skewness": e.limits.Skewness, "kurtosis": e.limits.Kurtosis}, d.Outliers), *d.Kurtosis})
		case len(d.Far) > 0 && d.Unique >= e.limits.Levels && float64(len(d.Far)) <= e.limits.Few*count:
			far = append(far, found{of(numbersOf{fitness.Members: float64(len(d.Far))}, nil, d.Far), float64(len(d.Far))})
		}
		limit, name := e.limits.Ends, "ends"
		if n.isIndicator() {
			limit, name = e.limits.EndsIndicator, "ends_indicator"
		}
		if n.isIndicator() && d.Unique < 3 {
			continue // of yes and no one is always at an end
		}
		if x := *d.Ceiling; x >= limit {
			ceiling = append(ceiling, found{of(numbersOf{fitness.Share: x}, limitsOf{name: limit}, nil), x})
		}
		if x := *d.Floor; x >= limit {
			floor = append(floor, found{of(numbersOf{fitness.Share: x}, limitsOf{name: limit}, nil), x})
		}
	}
	e.tell(ruleConstant, constant)
	e.tell(ruleAlike, alike)
	e.tell(ruleHeavy, heavy)
	e.tell(ruleFar, far)
	e.tell(ruleCeiling, ceiling)
	e.tell(ruleFloor, floor)
}

// respondents says where those who answered for the same do not agree.
func (e *examination) respondents() {
	limits := limitsOf{"agree": e.limits.Agree, "apart": e.limits.Apart}
	doubtful := func(all []fitness.Agreed) []found {
		var out []found
		for _, one := range all {
			if one.Alpha == nil || one.Difference == nil || one.Rated < e.limits.Rated || *one.Alpha >= e.limits.Agree ||
				*one.Difference < e.limits.Apart {
				continue
			}
			f := fitness.Finding{Limits: limits, Numbers: numbersOf{
				fitness.Reliability: *one.Alpha, fitness.Count: float64(one.Rated), fitness.Difference: *one.Difference,
			}}
			if one.Agency != "" {
				f.Agencies = []string{one.Agency}
			} else {
				f.Nodes = []string{one.Indicator}
			}
			out = append(out, found{f, -*one.Alpha})
		}
		return out
	}
	e.tell(ruleAgencyApart, doubtful(e.report.Agreement.Agencies))
	e.tell(ruleIndicatorApart, doubtful(e.report.Agreement.Indicators))
	w := e.report.Agreement.Roles
	if w == nil || w.W == nil || w.P == nil || w.Agencies < e.limits.Pair ||
		(*w.W >= e.limits.Concordance && *w.P < e.limits.Probability) {
		return
	}
	e.tell(ruleRolesApart, []found{{Finding: fitness.Finding{
		Roles:   w.Roles,
		Numbers: numbersOf{fitness.Concordant: *w.W, fitness.Chance: *w.P, fitness.Count: float64(w.Agencies)},
		Limits:  limitsOf{"concordance": e.limits.Concordance, "probability": e.limits.Probability},
	}}})
}
