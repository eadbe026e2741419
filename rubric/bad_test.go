package rubric

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag"
)

// Every file of testdata/bad says, in a comment on the line where it stands, which faults it holds and at which
// column: "# want: RB027@13". Nothing more and nothing less may be found.
func TestBadRubrics(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no bad rubrics found: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r, list := Parse(path, data)
			if r != nil {
				t.Error("a bad rubric was returned")
			}
			if diff := cmp.Diff(wanted(t, string(data)), found(list)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

var wantComment = regexp.MustCompile(`# want:((?: RB\d{3}@\d+)+)$`)

func wanted(t *testing.T, text string) []string {
	t.Helper()
	var want []string
	for i, line := range strings.Split(text, "\n") {
		m := wantComment.FindStringSubmatch(line)
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

func found(list *diag.List) []string {
	var got []string
	for _, d := range list.All() {
		got = append(got, fmt.Sprintf("%d:%d %s", d.Place.Line, d.Place.Column, d.Code))
	}
	slices.Sort(got)
	return got
}
