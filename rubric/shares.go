package rubric

// Shares gives the share of every node in the index, 0 to 1, by id: its weight over the sum of its siblings'
// weights, times the share of its parent. Nodes whose siblings have no weight in sum get 0. Whether an indicator
// applies to a given agency is not known here; where it does not, the others' shares grow.
func (r *Rubric) Shares() map[string]float64 {
	shares := map[string]float64{}
	var divide func(nodes []*Node, whole float64)
	divide = func(nodes []*Node, whole float64) {
		sum := 0.0
		for _, n := range nodes {
			if n != nil {
				sum += n.Weight
			}
		}
		for _, n := range nodes {
			if n == nil {
				continue
			}
			share := 0.0
			if sum > 0 {
				share = whole * n.Weight / sum
			}
			shares[n.ID] = share
			divide(n.Children, share)
		}
	}
	divide(r.Children, 1)
	return shares
}
