package result

import "math"

// Compared gives the agencies that are ranked with each other on a basis: those that govern no others or, where only
// governments were assessed, these. others is how many more there are, which are ranked among themselves.
func (a *Assessment) Compared(basis Basis) (agencies []*Agency, others int) {
	var governments []*Agency
	for _, one := range a.Agencies {
		switch {
		case one == nil || one.Results[basis] == nil:
		case one.Governs:
			governments = append(governments, one)
		default:
			agencies = append(agencies, one)
		}
	}
	if len(agencies) == 0 {
		return governments, 0
	}
	return agencies, len(governments)
}

// Node gives the numbers of a node, of the index for ""; nil where there are none.
func (s *Scores) Node(id string) *Node {
	if id == "" {
		return &s.Index
	}
	return s.Nodes[id]
}

// Datum is the value as data about the agency: NaN where nothing of it is known, also where a number stands in for
// what is not known (the bottom of the scale, a placeholder, what was filled in).
func (n *Node) Datum() float64 {
	if n == nil || n.Value == nil || n.Coverage == 0 || math.IsInf(*n.Value, 0) || n.Reason == ReasonNotApplicable {
		return math.NaN()
	}
	return *n.Value
}
