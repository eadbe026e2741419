package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testdata/older is a result of kaltim-diskominfo that an early siap wrote (commit 4b0e096, before results held draws,
// treatments, groups of ties or nations): it opens, ranks, is computed again to the same numbers, and goes into an archive.
func TestOlderResultOpens(t *testing.T) {
	older, archive := filepath.Join("testdata", "older"), filepath.Join(t.TempDir(), "archive")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"rank", older, "--csv"}, "Dinas Komunikasi dan Informatika Provinsi Kalimantan Timur"},
		{[]string{"verify", older, "--lang=en"}, "every number, band and rank is the same"},
		{[]string{"verify", "--all", older, "--lang=en"}, "One result computed again; it holds."},
		{[]string{"report", older, "--to", "html,csv", "--out", t.TempDir()}, "report.html"},
		{[]string{"archive", "add", older, "--to", archive, "--lang=en"}, "kept in"},
		{[]string{"archive", "query", archive, "--json"}, `"year": 2020`},
		{[]string{"compare", older, older, "--lang=en"}, "2.67 → 2.67"},
	} {
		out, err := exec.Command("siap", c.args...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) {
			t.Errorf("siap %s: %v, want %q in\n%s", strings.Join(c.args, " "), err, c.want, out)
		}
	}
}
