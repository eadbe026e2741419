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
}

// PerRule is how many diagnostics of one code are kept for one file.
const PerRule = 50

// Add takes a diagnostic into the list; nil is ignored.
func (l *List) Add(d *Diagnostic) {
	if d == nil {
		return
	}
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
		l.Add(d)
	}
}

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
