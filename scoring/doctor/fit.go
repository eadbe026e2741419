package doctor

import (
	"math"

	"siap/scoring/composite"
	"siap/scoring/composite/coherence"
	"siap/scoring/result/fitness"
)

// pair is a correlation of two nodes.
func (e *examination) pair(a, b int) (r, p float64, n int) {
	return e.pearson.R[a][b], e.pearson.P[a][b], e.pearson.N[a][b]
}

// surely reports whether a correlation has enough agencies and is more than chance.
func (e *examination) surely(a, b int) bool {
	_, p, n := e.pair(a, b)
	return n >= e.limits.Pair && p < e.limits.Probability
}

// together is a finding on a correlation of two nodes, worse the larger it is.
func (e *examination) together(a, b int, limits limitsOf, more ...int) found {
	r, p, n := e.pair(a, b)
	f := fitness.Finding{
		Numbers: numbersOf{fitness.Coefficient: r, fitness.Count: float64(n)},
		Nodes:   []string{e.nodes[a].id, e.nodes[b].id}, Limits: limits,
	}
	if composite.IsKnown(p) {
		f.Numbers[fitness.Chance] = p
	}
	for _, at := range more {
		f.Nodes = append(f.Nodes, e.nodes[at].id)
	}
	return found{f, math.Abs(r)}
}

// pairs says which indicators say the same or the opposite, and which members of one node contradict each other.
func (e *examination) pairs() {
	var collinear, opposite, contrary []found
	l := e.limits
	indicators := e.indicators()
	for k, a := range indicators {
		for _, b := range indicators[:k] {
			if !e.surely(a, b) {
				continue
			}
			switch r, _, _ := e.pair(a, b); {
			case r >= l.Collinear:
				collinear = append(collinear, e.together(b, a, limitsOf{"collinear": l.Collinear}))
			case r <= -l.Collinear:
				opposite = append(opposite, e.together(b, a, limitsOf{"collinear": l.Collinear}))
			}
		}
	}
	for _, at := range e.inner() {
		members := e.nodes[at].children
		for k, a := range members {
			for _, b := range members[:k] {
				r, _, _ := e.pair(a, b)
				both := e.nodes[a].isIndicator() && e.nodes[b].isIndicator() && r <= -l.Collinear
				if e.surely(a, b) && r <= l.Contrary && !both {
					contrary = append(contrary, e.together(b, a, limitsOf{"contrary": l.Contrary}, at))
				}
			}
		}
	}
	e.tell(ruleCollinear, collinear)
	e.tell(ruleOpposite, opposite)
	e.tell(ruleContrary, contrary)
}

// direction says which nodes fall where their parent rises, or, surely, where the index does.
func (e *examination) direction() {
	var backwards, against []found
	for at, n := range e.nodes {
		if n.parent < 0 {
			continue
		}
		switch r, _, count := e.pair(at, n.parent); {
		case count >= e.limits.Pair && r < 0:
			backwards = append(backwards, e.together(at, n.parent, nil))
		case n.parent > 0 && e.surely(at, 0) && e.pearson.R[at][0] < 0:
			against = append(against, e.together(at, 0, limitsOf{"probability": e.limits.Probability}))
		}
	}
	e.tell(ruleBackwards, backwards)
	e.tell(ruleAgainst, against)
}

// coherence says of which nodes the members do not tell of one thing, and which deletion helps.
func (e *examination) coherence() {
	var incoherent, loose []found
	l := e.limits
	for _, a := range e.report.Alphas {
		if a.Standardised == nil || *a.Standardised >= l.Alpha || a.N < l.Agencies {
			continue
		}
		f := fitness.Finding{
			Nodes: []string{a.Node}, Limits: limitsOf{"alpha": l.Alpha},
			Numbers: numbersOf{
				fitness.Reliability: *a.Standardised, fitness.Members: float64(len(a.Items)), fitness.Count: float64(a.N),
			},
		}
		best := -1
		for i, item := range a.Items {
			if x := item.WithoutStandardised; x != nil && (best < 0 || *x > *a.Items[best].WithoutStandardised) {
				best = i
			}
		}
		if best >= 0 && *a.Items[best].WithoutStandardised >= *a.Standardised+l.AlphaGain {
			f.Nodes = append(f.Nodes, a.Items[best].Node)
			f.Numbers[fitness.Without] = *a.Items[best].WithoutStandardised
			f.Limits["alpha_gain"] = l.AlphaGain
		}
		if *a.Standardised < l.AlphaLow {
			f.Limits["alpha_low"] = l.AlphaLow
			incoherent = append(incoherent, found{f, -*a.Standardised})
		} else {
			loose = append(loose, found{f, -*a.Standardised})
		}
	}
	e.tell(ruleIncoherent, incoherent)
	e.tell(ruleLoose, loose)
}

// dimensionality says of which nodes the members tell of more than one thing: the node, then the members that load
// most on another component than the first.
func (e *examination) dimensionality() {
	var several []found
	for _, c := range e.report.Components {
		if c.Strong < 2 || c.N < e.limits.Agencies {
			continue
		}
		f := fitness.Finding{
			Nodes:  []string{c.Node},
			Limits: limitsOf{"eigenvalue": e.limits.Eigenvalue, "variance": e.limits.Variance},
			Numbers: numbersOf{
				fitness.Strong: float64(c.Strong), fitness.Explained: c.Share[0], fitness.Members: float64(len(c.Members)),
				fitness.Count: float64(c.N),
			},
		}
		all := make([]int, len(c.Members))
		for i := range all {
			all[i] = i
		}
		of := coherence.Components{Columns: all, Eigenvalues: c.Eigenvalues, Loadings: c.Loadings}
		for component := 1; component < c.Strong; component++ {
			for _, i := range of.Belonging(component, c.Strong) {
				f.Nodes = append(f.Nodes, c.Members[i])
			}
		}
		several = append(several, found{f, -c.Share[0]})
	}
	e.tell(ruleSeveral, several)
}

// weights says which dimensions are dominated by another, and which other nodes move their parent far more or less
// than their weight says.
func (e *examination) weights() {
	var far, dominated []found
	l := e.limits
	for start := 0; start < len(e.report.Weights); {
		end := start
		var siblings []coherence.Influence
		for end < len(e.report.Weights) && e.report.Weights[end].Parent == e.report.Weights[start].Parent {
			siblings = append(siblings, influence(e.report.Weights[end]))
			end++
		}
		all := e.report.Weights[start:end]
		start = end
		least := all[0].N
		for _, w := range all {
			least = min(least, w.N)
		}
		if len(all) < 2 || least < l.Agencies {
			continue
		}
		told := map[int]bool{}
		for _, d := range coherence.Dominated(siblings, l.Say) {
			if n := e.at(all[d.Child].Node); n == nil || n.isIndicator() || siblings[d.Child].Effect > l.Weak {
				continue
			}
			told[d.Child] = true
			dominated = append(dominated, found{fitness.Finding{
				Nodes: []string{all[d.Child].Node, all[d.By].Node, all[d.By].Parent}, Limits: limitsOf{"say": l.Say},
				Numbers: numbersOf{
					fitness.Left: d.Left, fitness.Stated: all[d.Child].Stated, fitness.Effective: siblings[d.Child].Effective,
					fitness.Count: float64(all[d.Child].N),
				},
			}, -d.Left})
		}
		for i, w := range all {
			if told[i] || w.Effective == nil || w.Effect == nil {
				continue
			}
			// Where all members go together, each moves the parent, whatever the weights; that is no doubt.
			weak := *w.Effect
			if *w.Effective > w.Stated {
				weak = othersEffect(siblings, i)
			}
			if weak > l.Weak {
				continue
			}
			times := max(w.Stated / *w.Effective, *w.Effective/w.Stated) // infinite where nothing is left, and over any limit
			if apart := math.Abs(w.Stated - *w.Effective); times >= l.WeightTimes && apart >= l.WeightApart {
				far = append(far, found{fitness.Finding{
					Nodes: []string{w.Node, w.Parent}, Limits: limitsOf{"weight_times": l.WeightTimes, "weight_apart": l.WeightApart},
					Numbers: numbersOf{fitness.Stated: w.Stated, fitness.Effective: *w.Effective, fitness.Count: float64(w.N)},
				}, apart})
			}
		}
	}
	e.tell(ruleDominated, dominated)
	e.tell(ruleWeight, far)
}

// othersEffect is the mean effect of the siblings of a member by their weights; 0 where none is known.
func othersEffect(siblings []coherence.Influence, member int) float64 {
	total, weight := 0.0, 0.0
	for i, s := range siblings {
		if i != member && composite.IsKnown(s.Effect) {
			total, weight = total+s.Stated*s.Effect, weight+s.Stated
		}
	}
	if weight == 0 {
		return 0
	}
	return total / weight
}

// influence is a line of the report as the arithmetic has it.
func influence(w fitness.Weight) coherence.Influence {
	out := coherence.Influence{Stated: w.Stated, Units: w.N, Effect: composite.Unknown, Effective: composite.Unknown}
	if w.Effect != nil {
		out.Effect = *w.Effect
	}
	if w.Effective != nil {
		out.Effective = *w.Effective
	}
	return out
}
