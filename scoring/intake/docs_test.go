package intake

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"siap/internal/source"
	"siap/scoring/telemetry/promql"
)

// The settings that docs/telemetry-servers.md shows can be read as they stand there, and it names every template.
func TestServersOfTheDocumentation(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "telemetry-servers.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(doc, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d blocks of settings", len(blocks))
	}
	n := 0
	for i, block := range blocks {
		path := filepath.Join(t.TempDir(), SettingsFile)
		if err := os.WriteFile(path, append([]byte("title: x\nyear: 2025\nrubric: indrajit-5\n"), block[1]...), 0o600); err != nil {
			t.Fatal(err)
		}
		s, problems := ReadSettings(source.Source{Path: path, Name: SettingsFile})
		if problems.Len() > 0 {
			t.Errorf("block %d: %v", i+1, problems.All())
		}
		n += len(s.Sources)
	}
	if n != 6 {
		t.Errorf("%d sources, want 6", n)
	}
	for _, name := range promql.Templates() {
		if !regexp.MustCompile("\\| `" + name + "` \\|").Match(doc) {
			t.Errorf("the template %s is not documented", name)
		}
	}
}
