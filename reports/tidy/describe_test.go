package tidy

import (
	"testing"

	"siap/internal/l10n"
	"siap/scoring/result"
)

// Every table and every column says in both languages what it means, and every number its unit and its range.
func TestEverythingIsDescribed(t *testing.T) {
	p := l10n.For(l10n.Indonesian)
	for _, one := range tables(&result.Assessment{}) {
		if !p.Has(one.titleKey()) {
			t.Errorf("the table %s is not described", one.name)
		}
		for _, c := range one.columns {
			if !p.Has(one.columnKey(c)) {
				t.Errorf("%s.%s is not described", one.name, c.name)
			}
			if c.unit != "" && !p.Has("tidy.unit."+c.unit) {
				t.Errorf("%s.%s: the unit %s has no words", one.name, c.name, c.unit)
			}
			low, high := c.limits()
			numeric := c.kind == number || c.kind == integer
			if stated := c.unit != "" && (low != nil || high != nil || c.span == "scale" || c.span == "any"); stated != numeric {
				t.Errorf("%s.%s is %s, has the unit %q and the range %q", one.name, c.name, c.kind, c.unit, c.span)
			}
		}
		for _, name := range one.key {
			if !one.has(name) {
				t.Errorf("%s has no column %s for its key", one.name, name)
			}
		}
	}
}

func (t *table) has(name string) bool {
	for _, c := range t.columns {
		if c.name == name {
			return true
		}
	}
	return false
}
