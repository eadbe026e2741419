// Package diagtest compares the faults that a reader finds with those a test wants.
//
// A file of test data says, in a comment on the line where it stands, which faults it holds and at which column:
// "# want: RB027@13 RB030@20".
package diagtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"siap/internal/diag"
)

var comment = regexp.MustCompile(`# want:((?: [A-Z]{2}\d{3}@\d+)+)$`)

// Wanted gives the faults that the comments of a file name, each as "line:column code", sorted. A comment that cannot
// be read ends the test.
func Wanted(t testing.TB, text string) []string {
	t.Helper()
	var want []string
	for i, line := range strings.Split(text, "\n") {
		m := comment.FindStringSubmatch(line)
		if m == nil {
			if strings.Contains(line, "want:") {
				t.Fatalf("line %d: unreadable expectation", i+1)
			}
			continue
		}
		for _, w := range strings.Fields(m[1]) {
			code, column, _ := strings.Cut(w, "@")
			want = append(want, fmt.Sprintf("%d:%s %s", i+1, column, code))
		}
	}
	slices.Sort(want)
	return want
}

// Found gives the faults of a list as Wanted does.
func Found(list *diag.List) []string {
	var got []string
	for _, d := range list.All() {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Place.Line, d.Place.Column, d.Code))
	}
	slices.Sort(got)
	return got
}

// Has reports whether a fault with that code was found.
func Has(list *diag.List, code string) bool {
	return slices.ContainsFunc(list.All(), func(d *diag.Diagnostic) bool { return d.Code == code })
}
