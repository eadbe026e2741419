package safetext

import "testing"

func TestLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"terminal escape", "a\x1b[31mb", "a\uFFFD[31mb"},
		{"line break", "a\r\nb", "a  b"},
		{"right-to-left override", "a\u202Eb", "a\uFFFDb"},
		{"invalid bytes", "a\xffb", "a\uFFFDb"},
		{"plain", "Dinas Kesehatan é", "Dinas Kesehatan é"},
	} {
		if got := Line(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
		"  +1":               "'  +1",
		"@x":                 "'@x",
		"-":                  "'-",
		"Dinas = baik":       "Dinas = baik",
		"":                   "",
	} {
		if got := Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
}
