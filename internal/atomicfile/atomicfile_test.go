package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func TestWriteReplacesWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out", "report.html")
	for _, content := range []string{"old", "new and longer"} {
		if err := Write(path, text(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Fatalf("got %q, %v; want %q", got, err, content)
		}
	}
}

func TestFailedWriteLeavesOldFileAndNoRubbish(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.html")
	if err := Write(path, text("old")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("disk full")
	err := Write(path, func(w io.Writer) error { io.WriteString(w, "half"); return broken })
	if !errors.Is(err, broken) {
		t.Fatalf("error %v does not wrap the cause", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("old file is now %q", got)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("rubbish left: %v", entries)
	}
}

// On Windows a PDF that a viewer has open cannot be replaced.
func TestBlockedFileIsKeptBeside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.pdf")
	if err := Write(path, text("old")); err != nil {
		t.Fatal(err)
	}
	inUse := errors.New("the process cannot access the file")
	err := writeWith(path, text("new"), func(from, to string) error {
		if to == path {
			return inUse
		}
		return os.Rename(from, to)
	})
	blocked, ok := errors.AsType[*BlockedError](err)
	if !ok || !errors.Is(err, inUse) {
		t.Fatalf("got %v, want a BlockedError", err)
	}
	if got, _ := os.ReadFile(blocked.Kept); string(got) != "new" {
		t.Errorf("kept file holds %q", got)
	}
	if want := filepath.Join(dir, "report.new.pdf"); blocked.Kept != want {
		t.Errorf("kept as %s, want %s", blocked.Kept, want)
	}
	if got, _ := os.ReadFile(path); string(got) != "old" {
		t.Errorf("old file is now %q", got)
	}
}
