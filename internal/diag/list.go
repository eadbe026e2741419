package diag

import (
	"cmp"
	"slices"
)

// List collects diagnostics and keeps their number bounded: of one code in one file the first PerRule are kept
// whole, and the last of these counts the rest, so that a column of a million wrong cells stays readable.
type List struct {
	all   []*Diagnostic
	count map[[2]string]int
	last  map[[2]string]*Diagnostic
	worst Severity
	// mendable are all findings with a repair, those that were folded too.
	mendable []*Diagnostic
}

// maxMendable bounds the repairs that a list keeps; whoever has more mends these first.
const maxMendable = 100_000

// PerRule is how many diagnostics of one code are kept for one file.
const PerRule = 50

// Add takes a diagnostic into the list; nil is ignored.
func (l *List) Add(d *Diagnostic) {
	if d == nil {
		return
	}
	if d.Repair != "" && len(l.mendable) < maxMendable {
		l.mendable = append(l.mendable, d)
	}
	l.note(d)
}

// note keeps a diagnostic, or counts it in the last one kept of its kind.
func (l *List) note(d *Diagnostic) {
	if l.count == nil {
		l.count, l.last = map[[2]string]int{}, map[[2]string]*Diagnostic{}
	}
	if rankOf(d.Severity) > rankOf(l.worst) {
		l.worst = d.Severity
	}
	key := [2]string{d.Place.File, d.Code}
	l.count[key]++
	if l.count[key] > PerRule {
		last := l.last[key]
		last.Count = max(last.Count, 1) + max(d.Count, 1)
		return
	}
	l.last[key] = d
	l.all = append(l.all, d)
}

// AddAll takes all diagnostics of another list.
func (l *List) AddAll(other *List) {
	for _, d := range other.all {
		l.note(d)
	}
	l.mendable = append(l.mendable, other.mendable[:min(len(other.mendable), maxMendable-len(l.mendable))]...)
}

// Mendable gives every finding that has a repair, also where the findings were folded together.
func (l *List) Mendable() []*Diagnostic { return l.mendable }

// All gives the diagnostics in the order they were found.
func (l *List) All() []*Diagnostic { return l.all }

// Sorted gives the diagnostics by file, sheet, line, column and code: the order for output.
func (l *List) Sorted() []*Diagnostic {
	out := slices.Clone(l.all)
	slices.SortStableFunc(out, func(a, b *Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Sheet, b.Place.Sheet),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
	return out
}

// Len is the number of diagnostics kept.
func (l *List) Len() int { return len(l.all) }

// HasErrors reports whether any diagnostic is an error.
func (l *List) HasErrors() bool { return l.worst == Error }

func rankOf(s Severity) int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Note:
		return 1
	}
	return 0
}
