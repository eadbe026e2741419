package rubric

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siap/internal/diag/diagtest"
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
			if diff := cmp.Diff(diagtest.Wanted(t, string(data)), diagtest.Found(list)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
