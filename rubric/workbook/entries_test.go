package workbook

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func anEntry() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOfN(rapid.SampledFrom([]rune(" \t\r\n\\ntrs=|;aé")), 1, 12, -1),
		rapid.String(),
	).Filter(func(s string) bool { return s != "" })
}

// Whatever is put into a cell comes out again.
func TestEntriesSurvive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.SliceOfN(anEntry(), 1, 5).Draw(rt, "list")
		if diff := cmp.Diff(want, splitLines(joinLines(want))); diff != "" {
			rt.Fatalf("%q: %s", joinLines(want), diff)
		}
		m := rapid.MapOfN(anEntry(), rapid.SliceOfN(anEntry(), 1, 3), 1, 3).Draw(rt, "mapping")
		pairs, broken := splitMapping(joinMapping(m))
		got := map[string][]string{}
		for _, p := range pairs {
			got[p.key] = p.values
		}
		if diff := cmp.Diff(m, got); diff != "" || len(broken) > 0 {
			rt.Fatalf("%q: %s %q", joinMapping(m), diff, broken)
		}
	})
}

// What people type is read as they mean it.
func TestEntriesAsTyped(t *testing.T) {
	for _, c := range []struct {
		name, cell string
		read       func(string) []string
		want       []string
	}{
		{"lines with blanks around", " UU 14/2008 \r\n\n  Perpres 95/2018\n", splitLines, []string{"UU 14/2008", "Perpres 95/2018"}},
		{"a backslash that escapes nothing", `C:\dir\x`, splitLines, []string{`C:\dir\x`}},
		{"a backslash at the end", `a\`, splitLines, []string{`a\`}},
		{"an escaped line break", `a\nb`, splitLines, []string{"a\nb"}},
		{"ids with semicolons", "staff; public", splitWords, []string{"staff", "public"}},
		{"ids with commas and lines", "staff,public\nkey\n", splitWords, []string{"staff", "public", "key"}},
		{"nothing", " \n ", splitLines, nil},
	} {
		if diff := cmp.Diff(c.want, c.read(c.cell)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	pairs, broken := splitMapping(" type = province | regency \nno mark\n=x\ngroup=")
	want := []pair{{"type", []string{"province", "regency"}}, {"group", nil}}
	if diff := cmp.Diff(want, pairs, cmp.AllowUnexported(pair{})); diff != "" {
		t.Errorf("mapping: %s", diff)
	}
	if strings.Join(broken, ";") != "no mark;=x" {
		t.Errorf("broken lines: %q", broken)
	}
}
