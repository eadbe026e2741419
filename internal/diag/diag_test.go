package diag

import (
	"strings"
	"testing"
)

func TestPlaceString(t *testing.T) {
	for _, c := range []struct {
		want string
		p    Place
	}{
		{"book.xlsx!Data!C17", Place{File: "book.xlsx", Sheet: "Data", Cell: "C17", Line: 17, Column: 3}},
		{"file.csv:18:4", Place{File: "file.csv", Line: 18, Column: 4}},
		{"siap.yaml:3", Place{File: "siap.yaml", Line: 3}},
		{"book.xlsx!Data", Place{File: "book.xlsx", Sheet: "Data"}},
		{"answers", Place{File: "answers"}},
		{"", Place{}},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%#v is %q, want %q", c.p, got, c.want)
		}
	}
}

func TestListFoldsFloods(t *testing.T) {
	rule := Rule{"QA999", Error}
	var l List
	for i := range 1000 {
		l.Add(rule.At(Place{File: "a.csv", Line: i + 1}))
	}
	l.Add(rule.At(Place{File: "b.csv", Line: 1}))
	if l.Len() != PerRule+1 {
		t.Fatalf("kept %d, want %d", l.Len(), PerRule+1)
	}
	// The last one kept of a.csv stands for itself and the 950 that were folded into it.
	if got := l.All()[PerRule-1].Count; got != 1000-PerRule+1 {
		t.Errorf("last counts %d, want %d", got, 1000-PerRule+1)
	}
	if !l.HasErrors() {
		t.Error("no errors seen")
	}
}

func TestSeenIsClipped(t *testing.T) {
	d := Rule{"QA999", Warning}.At(Place{}).Saw(strings.Repeat("é", 5000))
	if n := len([]rune(d.Seen)); n != SeenLimit {
		t.Errorf("%d characters, want %d", n, SeenLimit)
	}
	if d = (Rule{"QA999", Warning}).At(Place{}).Saw("a\xffb"); d.Seen != "a�b" {
		t.Errorf("invalid bytes kept: %q", d.Seen)
	}
}
