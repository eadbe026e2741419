package rubric

// Shares gives the share of every node in the index, 0 to 1, by id: its weight over the sum of its siblings'
// weights, times the share of its parent. The members of a sum, which have scales of their own, weigh by what they
// can add: weight times span. Nodes whose siblings have no weight in sum get 0. Whether an indicator
// applies to a given agency is not known here; where it does not, the others' shares grow.
func (r *Rubric) Shares() map[string]float64 {
	shares := map[string]float64{}
	var divide func(nodes []*Node, whole float64)
	divide = func(nodes []*Node, whole float64) {
		sum := 0.0
		for _, n := range nodes {
			if n != nil {
				sum += n.pull()
			}
		}
		for _, n := range nodes {
			if n == nil {
				continue
			}
			share := 0.0
			if sum > 0 {
				share = whole * n.pull() / sum
			}
			shares[n.ID] = share
			divide(n.Children, share)
		}
	}
	divide(r.Children, 1)
	return shares
}

// pull is what a node weighs among its siblings: its weight, times its span where it states one.
func (n *Node) pull() float64 {
	if n.Scale != nil {
		return n.Weight * n.Scale.Span()
	}
	return n.Weight
}
