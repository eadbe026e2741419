package telemetry

import "siap/internal/diag"

// tallied is how many different names a tally keeps apart; the last one stands for those beyond.
const tallied = 1000

// tally folds diagnostics about the same name into one that counts them, in the order they were first seen.
type tally struct {
	all    []*diag.Diagnostic
	byName map[string]*diag.Diagnostic
}

func (t *tally) add(name string, first func() *diag.Diagnostic) {
	d := t.byName[name]
	if d == nil && len(t.all) == tallied {
		d = t.all[tallied-1]
	}
	if d == nil {
		d = first()
		if t.byName == nil {
			t.byName = map[string]*diag.Diagnostic{}
		}
		t.byName[name] = d
		t.all = append(t.all, d)
	}
	d.Count++
}
