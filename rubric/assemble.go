package rubric

import "siap/internal/diag"

// Assemble makes a rubric that another reader than Parse put together (from a workbook, say) ready for use: it fills
// in the defaults, checks the whole and links it. given says where each part stands, and is believed about what was
// stated at all: what has no place in it gets its default. unreadable are the paths of parts that the reader could not
// read and reported itself; nothing more is said of them. The list holds everything found; where an error is among it
// the rubric is not fit for use.
func Assemble(r *Rubric, given Positions, unreadable ...string) *diag.List {
	faulty := map[string]bool{}
	for _, path := range unreadable {
		faulty[path] = true
	}
	list := &diag.List{}
	r.applyDefaults(given)
	newChecker(r, given, faulty, list).check()
	r.Link()
	return list
}
