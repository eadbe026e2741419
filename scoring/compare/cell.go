package compare

import "siap/scoring/composite"

// cell is one indicator of one agency before the tree is evaluated.
type cell struct {
	// value is NaN where there is none; known and total are how often it counts, and would if wholly known; coverage is
	// the share of it that is known.
	value, known, total, coverage float64
}

// absent is what an agency has that is not on a side.
var absent = cell{value: composite.Unknown, total: 1}

func cellOf(c *composite.Column, u int) cell {
	return cell{c.Value[u], c.Known[u], c.Total[u], c.Coverage[u]}
}

// assumed says that the value stands in for an unknown one.
func (c cell) assumed() bool { return c.known > 0 && c.coverage == 0 }

// said says that the value comes from evidence.
func (c cell) said() bool { return c.known > 0 && c.coverage > 0 }

// put writes the cell into a leaf's column.
func (c cell) put(to *composite.Column, u int) {
	if c.assumed() {
		to.Assume(u, c.value)
		return
	}
	to.Value[u], to.Known[u], to.Total[u], to.Coverage[u] = c.value, c.known, c.total, c.coverage
}

// mixed takes from state whether and how far the indicator is known and applies, and from values its value, where both
// know it.
func mixed(state, values cell) cell {
	if state.said() && values.said() {
		state.value = values.value
	}
	return state
}

// sameState reports whether two cells differ in their value at most.
func sameState(a, b cell) bool {
	return a.known == b.known && a.total == b.total && a.coverage == b.coverage && (!a.assumed() || a.value == b.value)
}
