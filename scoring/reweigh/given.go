package reweigh

import (
	"siap/rubric"
	"siap/scoring/result/weighing"
	"siap/scoring/scenario"
)

// Given sets the weights that a scenario states beside the rubric's. Nodes that it does not touch keep the rubric's.
// An error means names that the rubric has not, which scenario.Read does not let through.
func Given(r *rubric.Rubric, s *scenario.Scenario) (*weighing.Report, error) {
	rep, t, err := start(r, weighing.MethodGiven)
	if err != nil {
		return nil, err
	}
	only := scenario.Scenario{Weights: s.Weights, EqualWeights: s.EqualWeights}
	changed, changes, err := only.Apply(r)
	if err != nil {
		return nil, err
	}
	touched := map[string]bool{}
	for _, c := range changes {
		touched[c.Node] = true
	}
	for i := range t.groups {
		g := &t.groups[i]
		n := t.node(g)
		named, shares, sum := false, make([]float64, len(g.children)), 0.0
		for k, c := range g.children {
			shares[k] = pull(changed.Node(c.ID))
			sum += shares[k]
			named = named || touched[c.ID]
		}
		switch {
		case !named:
			n.Reason = weighing.ReasonNobody
		case g.ownScales():
			n.Reason = weighing.ReasonScales
		default:
			for k := range shares {
				shares[k] /= sum
			}
			t.found(g, &n, shares)
		}
		rep.Nodes = append(rep.Nodes, n)
	}
	t.whole(rep.Nodes)
	return rep, nil
}
