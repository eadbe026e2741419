package rubric

// What a rubric means where it says nothing.
const (
	// DefaultRubricCoverage is the share of its weight a node needs to have a score.
	DefaultRubricCoverage = 0.5
	// DefaultDigits is how many digits behind the decimal mark a score is printed with.
	DefaultDigits = 2
	// DefaultEffort is the effort of an action that names none.
	DefaultEffort = 1

	defaultWeight   = 1
	defaultMode     = "half_up"
	defaultDecision = "unrounded"
	// An instrument that does not say how far to trust it is not to be trusted yet.
	defaultSourceStatus = "unverified"
)

// applyDefaults fills in what the file left out. It goes by what stands in the file, not by zero values, so that
// `weight: 0` is still seen and refused.
func (r *Rubric) applyDefaults(given Positions) {
	number := func(x *float64, at spot, value float64) {
		if _, said := given[at.path]; !said {
			*x = value
		}
	}
	root := spot{}
	text(&r.Status, Draft)
	text(&r.Source.Status, defaultSourceStatus)
	text(&r.Rounding.Mode, defaultMode)
	text(&r.Decide.Bands, defaultDecision)
	text(&r.Decide.Ranks, defaultDecision)
	text(&r.BandEdge, EdgeLower)
	text(&r.Unknown, Renormalise)
	text(&r.Weights, Relative)
	number(&r.MinCoverage, root.key("min_coverage"), DefaultRubricCoverage)
	if _, said := given["rounding.digits"]; !said {
		r.Rounding.Digits = DefaultDigits
	}
	for i := range r.Roles {
		number(&r.Roles[i].Weight, root.key("roles").item(i, "").key("weight"), defaultWeight)
	}
	r.shareWeights(given)
	r.visit(func(n *Node, at spot, _ int) {
		for i := range n.Actions {
			if _, said := given[at.key("actions").item(i, "").key("effort").path]; !said {
				n.Actions[i].Effort = DefaultEffort
			}
		}
		if n.Measure != nil {
			number(&n.Measure.MinCoverage, at.key("measure").key("min_coverage"), DefaultMinCoverage)
		}
	})
}

func text[S ~string](s *S, value S) {
	if *s == "" {
		*s = value
	}
}

// shareWeights gives weights where none is stated: 1 each where they are relative, else equal shares of what the
// parent has, unless a sibling states one. A weight that is then still missing stays 0 and is reported.
func (r *Rubric) shareWeights(given Positions) {
	whole := r.wholeWeight()
	var share func(nodes []*Node, at spot, whole float64)
	share = func(nodes []*Node, at spot, whole float64) {
		stated, count := 0, 0
		for i, n := range nodes {
			if n == nil {
				continue
			}
			count++
			if _, said := given[at.child(i, "").key("weight").path]; said {
				stated++
			}
		}
		for i, n := range nodes {
			if n == nil {
				continue
			}
			if _, said := given[at.child(i, "").key("weight").path]; !said {
				switch {
				case r.Weights != OfParent && r.Weights != OfIndex:
					n.Weight = defaultWeight
				case stated == 0:
					n.Weight = whole / float64(count)
				}
			}
			below := whole
			if r.Weights == OfIndex {
				below = n.Weight
			}
			share(n.Children, at.child(i, ""), below)
		}
	}
	share(r.Children, spot{}, whole)
}

// wholeWeight is what the shares of a whole add up to: 1, or 100 where any weight is above 1.
func (r *Rubric) wholeWeight() float64 {
	for n := range r.All() {
		if n.Weight > 1 {
			return 100
		}
	}
	return 1
}
