package pdfdoc

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func newDoc(t testing.TB) *Doc {
	t.Helper()
	d, err := New(Options{
		Title: "Test", Author: "siap", Lang: "id", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Head: "Test", Mark: "CONTOH", Foot: "siap",
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDoor(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		replaced       int
	}{
		{"plain text stays", "Dinas Kesehatan (2,60)", "Dinas Kesehatan (2,60)", 0},
		{"letters beyond ASCII stay", "é ü ≥ ≤ – “x” … • − ●", "é ü ≥ ≤ – “x” … • − ●", 0},
		{"a letter and its accent become one", "e\u0301", "é", 0},
		{"line breaks become spaces", "a\nb\tc", "a b c", 0},
		{"emoji, which would panic in gofpdf", "a😀b", "a□b", 1},
		{"NUL and escape", "a\x00b\x1b[31m", "a□b□[31m", 2},
		{"invalid bytes", "a\xff\xfeb", "a□b", 1}, // ToValidUTF8 makes one of a run
		{"direction override", "a\u202eb", "a□b", 1},
		{"direction isolate", "a\u2066b\u2069", "a□b□", 2},
		{"Hebrew would be set backwards", "\u05d0\u05d1", "□□", 2},
		{"Arabic", "\u0627", "□", 1},
		{"no glyph", "漢", "□", 1},
		{"marks that only join vanish", "a\u200db\ufeff\u00adc\ufe0f", "abc", 0},
		{"the hyphen that does not break", "a\u2011b", "a-b", 0},
		{"PDF syntax is only text", `) Tj ET (\`, `) Tj ET (\`, 0},
	} {
		d := newDoc(t)
		if got := d.clean(c.in); got != c.want || d.Replaced() != c.replaced {
			t.Errorf("%s: %q with %d replaced, want %q with %d", c.name, got, d.Replaced(), c.want, c.replaced)
		}
	}
}

// Whatever the text: no line is wider than asked (but for a single character), and nothing but spaces is lost.
func TestWrapKeepsWidthAndText(t *testing.T) {
	d := newDoc(t)
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcW-/–ilé1.")), 1, 60, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), " ")
		width := rapid.Float64Range(1, 170).Draw(t, "width")
		st := Style{Size: rapid.Float64Range(5, 24).Draw(t, "size"), Bold: rapid.Bool().Draw(t, "bold")}
		lines := d.Wrap(text, st, width, 0)
		for _, line := range lines {
			if w := d.TextWidth(line, st); w > width+1e-9 && len([]rune(line)) > 1 {
				t.Fatalf("line %q is %.2f mm wide, more than %.2f", line, w, width)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
			t.Fatalf("wrapped to %q", got)
		}
		limited := d.Wrap(text, st, width, 2)
		if len(limited) > 2 {
			t.Fatalf("%d lines, at most 2 were asked for", len(limited))
		}
		if len(lines) > 2 && !strings.HasSuffix(limited[1], "…") {
			t.Fatalf("text was lost without an ellipsis: %q", limited)
		}
		if len(lines) <= 2 && strings.Join(limited, "|") != strings.Join(lines, "|") {
			t.Fatalf("a limit that was not reached changed %q to %q", lines, limited)
		}
	})
}

func TestFitClips(t *testing.T) {
	d := newDoc(t)
	st := Style{Size: 9}
	got := d.Fit(strings.Repeat("Dinas ", 1000), st, 30)
	if w := d.TextWidth(got, st); w > 30 || !strings.HasSuffix(got, "…") {
		t.Errorf("%q is %.1f mm wide", got, w)
	}
	if d.Clipped() != 1 {
		t.Errorf("%d clipped, want 1", d.Clipped())
	}
	if got := d.Fit("Dinas", st, 30); got != "Dinas" {
		t.Errorf("a text that fits became %q", got)
	}
}
