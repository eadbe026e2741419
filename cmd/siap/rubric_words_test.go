package main

import (
	"reflect"
	"strings"
	"testing"

	"siap/internal/l10n"
	"siap/rubric"
)

// keysOf lists all keys of the rubric language below a type.
func keysOf(t reflect.Type, keys map[string]bool, seen map[reflect.Type]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		keysOf(t.Elem(), keys, seen)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			if key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); key != "" {
				keys[key] = true
				keysOf(t.Field(i).Type, keys, seen)
			}
		}
	}
}

// texts are the words of a list of values.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// Every key of the rubric language, and every value of a key with a choice, can be said in words.
func TestLanguageHasWords(t *testing.T) {
	p := l10n.For(l10n.Indonesian)
	keys := map[string]bool{}
	keysOf(reflect.TypeFor[rubric.Rubric](), keys, map[reflect.Type]bool{})
	if len(keys) < 80 {
		t.Fatalf("only %d keys found", len(keys))
	}
	for key := range keys {
		if !p.Has("key." + key) {
			t.Errorf("the key %s has no words", key)
		}
	}
	for key, values := range map[string][]string{
		"aggregate": {
			string(rubric.Arithmetic), string(rubric.Geometric), string(rubric.Harmonic), string(rubric.PowerMean),
			string(rubric.Minimum), string(rubric.Median), string(rubric.Sum),
		},
		"unknown":   {string(rubric.Renormalise), string(rubric.Bottom)},
		"weights":   {string(rubric.Relative), string(rubric.OfParent), string(rubric.OfIndex)},
		"band_edge": {string(rubric.EdgeLower), string(rubric.EdgeUpper)},
		"method": {
			string(rubric.AsIs), string(rubric.Goalposts), string(rubric.MinMax), string(rubric.ZScore),
			string(rubric.Percentile), string(rubric.Steps), string(rubric.Piecewise),
		},
		"kind": {
			string(rubric.Levels), string(rubric.YesNo), string(rubric.Choice), string(rubric.Multiple),
			string(rubric.Number), string(rubric.Percentage), string(rubric.Ratio), string(rubric.Date),
			string(rubric.Gauge), string(rubric.Counter), string(rubric.Events),
		},
		"direction": {string(rubric.Up), string(rubric.Down)},
		"reduction": texts(rubric.Reductions()),
		"rule":      texts(rubric.Reconciliations()),
		"until":     {string(rubric.Verified), string(rubric.Answered), string(rubric.Closed)},
		"repeats":   {rubric.RepeatRows, rubric.RepeatMean},
		"status": {
			string(rubric.Draft), string(rubric.Stable), string(rubric.Retired), "official", "transcribed", "unverified",
		},
		"effort": {"1", "2", "3"},
		"mode":   {"half_up", "half_even"},
		"bands":  {"unrounded", "rounded"},
		"ranks":  {"unrounded", "rounded"},
	} {
		for _, value := range values {
			if !p.Has("word." + key + "." + value) {
				t.Errorf("%s: %s has no words", key, value)
			}
		}
	}
}

// Of two long texts the words that differ are shown with a little of what both have, never more.
func TestContrast(t *testing.T) {
	long := strings.Repeat("panjang ", 40)
	for _, c := range []struct{ name, before, after, wantBefore, wantAfter string }{
		{"a word in the middle", "a b c d e f g", "a b c x e f g", "… b c d e f …", "… b c x e f …"},
		{"the first word", "a b", "x b", "a b", "x b"},
		{"the end", "a b c d", "a b c d e", "… c d", "… c d e"},
		{"spaces only", "a  b", "a b", "a  b", "a b"},
		{"nothing alike", "a", "b", "a", "b"},
		{"cut", long + "x", long + "y", "… panjang panjang x", "… panjang panjang y"},
		{"repeated words", "a a a", "a a", "a a a", "a a"},
	} {
		before, after := contrast(c.before, c.after)
		if before != c.wantBefore || after != c.wantAfter {
			t.Errorf("%s: %q, %q", c.name, before, after)
		}
	}
	before, _ := contrast("x "+long, "y")
	if n := len([]rune(before)); n > clipLimit+4 {
		t.Errorf("%d characters are shown", n)
	}
}
