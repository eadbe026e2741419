package source

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("agency,value\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("agency,value\n"))
	want := hex.EncodeToString(sum[:])
	src := Source{Path: path, Name: "answers/a.csv"}
	r, err := src.Open(0)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadFull(r, make([]byte, 3)); err != nil { // the rest is hashed all the same
		t.Fatal(err)
	}
	if got, err := r.SHA256(); err != nil || got != want {
		t.Errorf("hash %s, %v; want %s", got, err, want)
	}
	if got := src.SHA256(); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	if _, err := src.Open(5); !isTooLarge(err) {
		t.Errorf("13 bytes under a limit of 5: %v", err)
	}
}

func isTooLarge(err error) bool {
	_, is := errors.AsType[*TooLargeError](err)
	return is
}

// Messages name the file as the user knows it, never where it lies.
func TestErrorsDoNotTellThePath(t *testing.T) {
	dir := t.TempDir()
	for name, path := range map[string]string{"missing": filepath.Join(dir, "none.csv"), "folder": dir} {
		_, err := Source{Path: path, Name: "answers/x.csv"}.Open(0)
		if err == nil || strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), "answers/x.csv") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := (Source{Path: dir, Name: "x"}).SHA256(); got != "" {
		t.Errorf("a folder has the hash %s", got)
	}
}
