package webassets

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The bundle goes into a page between script tags; nothing in it may end the script or start a comment that hides
// the end of it (HTML, "restrictions for contents of script elements").
func TestBundleFitsIntoAScriptElement(t *testing.T) {
	js, ok := ECharts()
	if !ok {
		if _, err := dist.ReadFile("dist/placeholder.txt"); err != nil {
			t.Fatal("neither a bundle nor the placeholder is embedded")
		}
		if len(Notices()) != 0 {
			t.Fatal("there are notices for a bundle that is not there")
		}
		t.Log("the bundle is not built in; run make assets to test it")
		return
	}
	for _, sequence := range []string{"</script", "<!--"} {
		if bytes.Contains(bytes.ToLower(js), []byte(sequence)) {
			t.Errorf("the bundle holds %q", sequence)
		}
	}
	notices := Notices()
	if len(notices) != 2 {
		t.Fatalf("%d licence texts travel with the bundle, want LICENSE and NOTICE", len(notices))
	}
	for _, n := range notices {
		if !strings.Contains(n.Text, "Apache") {
			t.Errorf("%s does not look like Apache's", n.Name)
		}
	}
}

// A lock file that names a registry would send every clone there, whatever registry its user has configured; one
// without exact versions and hashes would not be a lock.
func TestLockFileIsExactAndNamesNoRegistry(t *testing.T) {
	data, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Version, Resolved, Integrity string
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		t.Fatal(err)
	}
	if len(lock.Packages) < 3 {
		t.Fatalf("the lock file holds %d packages", len(lock.Packages))
	}
	for name, p := range lock.Packages {
		if name == "" {
			continue
		}
		if p.Resolved != "" {
			t.Errorf("%s names a registry: %s", name, p.Resolved)
		}
		if p.Version == "" || p.Integrity == "" {
			t.Errorf("%s has no version or no hash", name)
		}
	}
}
