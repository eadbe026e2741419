package rubric

import (
	"slices"
)

// Link prepares a rubric for look-ups; Load calls it, and whoever builds or decodes a rubric by hand must.
func (r *Rubric) Link() {
	var spans func(nodes []*Node, above Scale)
	spans = func(nodes []*Node, above Scale) {
		for _, n := range nodes {
			if n == nil {
				continue
			}
			n.span = above
			if n.Scale != nil {
				n.span = *n.Scale
			}
			spans(n.Children, n.span)
		}
	}
	spans(r.Children, r.Scale)
	r.index = map[string]*Node{}
	for n := range r.All() {
		r.index[n.ID] = n
	}
	for n := range r.All() {
		if _, taken := r.index[n.Code]; n.Code != "" && !taken {
			r.index[n.Code] = n
		}
	}
}

// All yields every node, dimensions before what is below them, in the order of the file.
func (r *Rubric) All() func(yield func(*Node) bool) {
	return func(yield func(*Node) bool) {
		walk(r.Children, yield)
	}
}

func walk(nodes []*Node, yield func(*Node) bool) bool {
	for _, n := range nodes {
		if n == nil { // hostile JSON can hold one
			continue
		}
		if !yield(n) || !walk(n.Children, yield) {
			return false
		}
	}
	return true
}

// Indicators gives the leaves in the order of the file.
func (r *Rubric) Indicators() []*Node {
	var leaves []*Node
	for n := range r.All() {
		if n.IsIndicator() {
			leaves = append(leaves, n)
		}
	}
	return leaves
}

// Node gives the node of an id or, where no id matches, of an official number (code); nil where there is none.
func (r *Rubric) Node(idOrCode string) *Node { return r.index[idOrCode] }

// Indicator is Node for leaves only.
func (r *Rubric) Indicator(idOrCode string) *Node {
	if n := r.index[idOrCode]; n != nil && n.IsIndicator() {
		return n
	}
	return nil
}

// Metric gives the metric of an id, nil where there is none.
func (r *Rubric) Metric(id string) *Metric {
	for i := range r.Metrics {
		if r.Metrics[i].ID == id {
			return &r.Metrics[i]
		}
	}
	return nil
}

// Role gives the role of an id, nil where there is none.
func (r *Rubric) Role(id string) *Role {
	for i := range r.Roles {
		if r.Roles[i].ID == id {
			return &r.Roles[i]
		}
	}
	return nil
}

// Applies reports whether the indicator applies to an agency with these columns (type, group, …): each column
// that applies_to names must have one of its values. A column that the list of agencies does not have says
// nothing, so it rules nothing out.
func (n *Node) Applies(columns map[string]string) bool {
	for column, values := range n.AppliesTo {
		if value, has := columns[column]; has && !slices.Contains(values, value) {
			return false
		}
	}
	return true
}

// Asks reports whether the indicator is asked of a role; an empty role, an agency answering as a whole, is
// asked everything.
func (n *Node) Asks(role string) bool {
	return role == "" || len(n.AskedOf) == 0 || slices.Contains(n.AskedOf, role)
}

// Span is the scale of the node's score: its own where it states one (a child of a sum), else its parent's.
func (n *Node) Span() Scale { return n.span }

// LevelSpan gives the lowest and highest level of an indicator; its scale where it has no levels.
func (n *Node) LevelSpan() (lowest, highest float64) {
	if len(n.Levels) == 0 {
		return n.span.Min, n.span.Max
	}
	return n.Levels[0].Level, n.Levels[len(n.Levels)-1].Level
}

// Combines gives how the children of a node, or of the index for nil, become one score.
func (r *Rubric) Combines(n *Node) (how Aggregation, power float64) {
	how, exponent := r.Aggregate, r.Power
	if n != nil {
		how, exponent = n.Aggregate, n.Power
	}
	if how == "" {
		how = Arithmetic
	}
	if exponent != nil {
		power = *exponent
	}
	return how, power
}
