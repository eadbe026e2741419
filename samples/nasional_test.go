package samples

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"siap/samples/generate"
	"siap/samples/generate/nation"
)

// The committed nation is what the generator makes with the options that its README names, but for the README.
func TestNationIsWhatIsGenerated(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "nasional")
	made, err := nation.Write(dir, nation.Options{
		Seed: generate.Seed, Rubric: "indrajit-5", Governments: 3, Agencies: 2, Respondents: 2, Evidence: 2, Telemetry: nation.Monthly,
		Unknown: 0.06, Wide: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	sample, err := Open("nasional")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = fs.WalkDir(sample, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path == "README.md" {
			return err
		}
		n++
		committed, err := fs.ReadFile(sample, path)
		if err != nil {
			return err
		}
		if again, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path))); err != nil || !bytes.Equal(again, committed) {
			t.Errorf("%s is not what the generator makes (%v)", path, err)
		}
		return nil
	})
	if err != nil || n != made.Files || made.Provinces != 38 {
		t.Errorf("%d files are committed, %d are made, for %d provinces: %v", n, made.Files, made.Provinces, err)
	}
}
